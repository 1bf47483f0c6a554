"""Files written so that a power cut leaves them whole or absent, then read back; asks nothing of them."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable
from pathlib import Path

from kiosk.content.errors import BrokenEdition
from kiosk.content.files import read_regular, sync_folder, write_whole
from kiosk.updates.errors import Cancelled, PublishFault

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""

Cancel = Callable[[], bool]
"""Asked now and then whether to stop."""


def silent(_what: str, _done: int, _of: int) -> None:
    """Progress nobody follows."""


def never() -> bool:
    """Nobody asks to stop."""
    return False


def stop_if(cancel: Cancel) -> None:
    """Raises ``Cancelled`` if somebody asked to stop."""
    if cancel():
        raise Cancelled("stopped; what stood before still stands, and the next try goes on from here")


class Writing:
    """Writes files under ``folder``: each synced and renamed as it comes, their folders synced by ``settle``.

    A folder under ``folder`` that is a link is a ``PublishFault``: a stick must not choose where we write.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._made: set[Path] = set()

    def put(self, name: str, data: bytes) -> bool:
        """``data`` at ``name`` unless it is there already; whether it had to be written."""
        path = self.folder / name
        self._step_into(path.parent)
        if self.holds(name, data):
            return False
        part = path.with_name(f".{path.name}.part")
        part.unlink(missing_ok=True)
        try:
            with part.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        self._made.add(path.parent)
        return True

    def put_last(self, name: str, data: bytes) -> None:
        """``data`` at ``name``, after everything before it has settled, and itself settled."""
        self.settle()
        self._step_into((self.folder / name).parent)
        if not self.holds(name, data):
            write_whole(self.folder / name, data)

    def holds(self, name: str, data: bytes) -> bool:
        """Whether ``name`` holds ``data`` already."""
        try:
            return read_regular(self.folder / name, len(data)) == data
        except BrokenEdition:
            return False

    def settle(self) -> None:
        """Make the names of all files written so far survive a power cut."""
        for folder in sorted(self._made):
            sync_folder(folder)
        self._made.clear()

    def _step_into(self, folder: Path) -> None:
        if folder.is_symlink():
            raise PublishFault(f"{folder} is a link; empty this folder or choose another")
        if not folder.is_dir():
            self._step_into(folder.parent)
            folder.mkdir(exist_ok=True)
            self._made.add(folder.parent)


def read_back(path: Path, cap: int) -> bytes:
    """The bytes of ``path`` from the disk itself where the system can be told to forget its copy.

    Raises ``BrokenEdition``.
    """
    if hasattr(os, "posix_fadvise"):
        try:
            handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        except OSError:
            return read_regular(path, cap)
        try:
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
        finally:
            os.close(handle)
    return read_regular(path, cap)


def sweep(folder: Path, stale: Callable[[str], bool]) -> int:
    """Delete the files of ``folder`` whose names are ``stale``; returns how many. Folders and links stay."""
    gone = 0
    for path in sorted(folder.iterdir()) if folder.is_dir() and not folder.is_symlink() else ():
        if stale(path.name) and path.is_file():
            path.unlink()
            gone += 1
    return gone


def settle(folder: Path, files: list[Path]) -> None:
    """Make ``files`` under ``folder``, and their names, survive a power cut. Raises ``OSError``.

    Linux can be asked to write out a whole file system, which costs one wait and not one for each file.
    """
    if not _sync_file_system(folder):
        for path in files:
            with path.open("rb+") as file:
                os.fsync(file.fileno())
        for parent in sorted({path.parent for path in files}):
            sync_folder(parent)
    sync_folder(folder)


def _sync_file_system(folder: Path) -> bool:
    """Whether the file system of ``folder`` was written out. Raises ``OSError`` when the disk refused."""
    try:
        syncfs = ctypes.CDLL(None, use_errno=True).syncfs
    except (OSError, AttributeError, TypeError):
        return False
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        if syncfs(handle) != 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number), str(folder))
    finally:
        os.close(handle)
    return True
