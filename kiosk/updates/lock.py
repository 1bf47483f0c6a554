"""One writer to a folder at a time: a lock that ends with its process; knows not what is written.

The lock is on an open file, so neither a crash nor a power cut leaves it behind; the empty file stays.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.content.files import make_folder
from kiosk.updates.errors import Busy

LOCK = ".lock"

_NO_LOCKS = {errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS}
"""What a file system without locks answers, such as some network drives."""

_OPEN = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)


@contextmanager
def alone(folder: Path, otherwise: str, wait: bool = False) -> Iterator[None]:
    """Nobody else who asks for ``folder`` goes on meanwhile; it is made if it is not there.

    On a file system without locks nobody can be told apart, and everybody goes on.
    Raises ``Busy`` with the sentence ``otherwise`` where somebody is there already, unless it may ``wait``,
    and ``OSError`` when the disk refuses.
    """
    make_folder(folder)
    handle = os.open(folder / LOCK, _OPEN, 0o600)
    try:
        if not _taken(handle, wait):
            raise Busy(otherwise)
        yield
    finally:
        os.close(handle)


def _taken(handle: int, wait: bool) -> bool:
    if os.name == "nt":
        return _taken_on_windows(handle, wait)
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as fault:
        if fault.errno not in _NO_LOCKS:
            raise
    return True


def _taken_on_windows(handle: int, wait: bool) -> bool:
    """The same by Windows's own locks. Not run on Windows yet."""
    import importlib

    windows = importlib.import_module("msvcrt")
    try:
        windows.locking(handle, windows.LK_LOCK if wait else windows.LK_NBLCK, 1)
    except OSError:
        return False
    return True
