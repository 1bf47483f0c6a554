"""One writer at a time to a folder, on this machine; knows nothing of what is written."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.authoring.findings import AuthoringError

if os.name == "nt":
    import msvcrt
else:
    import fcntl

NAME = ".lock"


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold ``folder`` (made if need be) while the block runs. Raises ``AuthoringError`` if another does.

    The system gives the lock back however its holder ends; the file ``.lock`` stays and means nothing.
    """
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder / NAME, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o644)
    try:
        if not _taken(handle):
            raise AuthoringError(f"another build is writing to {folder}; wait until it is done and try again")
        yield
    finally:
        os.close(handle)


def _taken(handle: int) -> bool:
    try:
        if os.name == "nt":
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        return True  # a file system without locks, such as some network drives: nobody else can be told apart
    return True
