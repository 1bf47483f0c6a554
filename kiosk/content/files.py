"""Reading and writing one file without trusting the folder it lies in; knows nothing of what it holds."""

from __future__ import annotations

import errno
import os
import stat
import time
from contextlib import suppress
from pathlib import Path

from kiosk.content.errors import BrokenEdition

_READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_READ |= getattr(os, "O_CLOEXEC", 0)
# Not blocking: opening a pipe that nobody writes to would otherwise hang the kiosk.
_WRITE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


def read_regular(path: Path, cap: int, name: str = "") -> bytes:
    """The bytes of a regular file of at most ``cap`` bytes; no link, pipe, device or folder is read.

    Raises ``BrokenEdition`` naming ``name`` (else the file's own name).
    """
    name = name or path.name
    try:
        handle = os.open(path, _READ)
    except (OSError, ValueError) as fault:
        raise BrokenEdition(name, _reason(fault)) from None
    try:
        about = os.fstat(handle)
        if not stat.S_ISREG(about.st_mode):
            raise BrokenEdition(name, "not a regular file")
        if about.st_size > cap:
            raise BrokenEdition(name, f"{about.st_size} bytes, more than the {cap} allowed")
        parts: list[bytes] = []
        left = cap + 1
        while left and (part := os.read(handle, min(left, 1 << 20))):
            parts.append(part)
            left -= len(part)
        if not left:
            raise BrokenEdition(name, f"more than the {cap} bytes allowed")
        return b"".join(parts)
    except OSError as fault:
        raise BrokenEdition(name, _reason(fault)) from None
    finally:
        os.close(handle)


def write_whole(path: Path, data: bytes, durable: bool = True, mode: int = 0o666) -> None:
    """``data`` at ``path``, all of it or what was there before. ``durable`` also survives a power cut.

    ``mode`` (less the umask) says who may read it, from its first byte on. Raises ``OSError`` (disk full,
    read-only); no partial file is left behind.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(part, _WRITE, mode), "wb") as file:
            file.write(data)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    if durable:
        sync_folder(path.parent)


def make_folder(folder: Path) -> None:
    """``folder`` and those it lies in, where they are missing, to survive a power cut. Raises ``OSError``."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        sync_folder(folder.parent)


def clear_parts(folder: Path, name: str = "*", older: float = 0.0) -> None:
    """Remove what a writer of ``name`` that was stopped left half written in ``folder``.

    Only the one writer of these files may ask; where there are several, for what is ``older`` (seconds) than
    any of them takes. Raises ``OSError`` when the disk refuses.
    """
    for part in folder.glob(f".{name}.*.part"):
        with suppress(FileNotFoundError):
            if not older or time.time() - part.lstat().st_mtime > older:
                part.unlink()


def sync_folder(folder: Path) -> None:
    """Make the names in ``folder`` survive a power cut, where the system can (Windows cannot)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _reason(fault: Exception) -> str:
    if isinstance(fault, FileNotFoundError):
        return "missing"
    if getattr(fault, "errno", None) == errno.ELOOP:
        return "a link, not a file"
    return (getattr(fault, "strerror", None) or str(fault)).lower()
