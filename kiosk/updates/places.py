"""Where a repository lies, and reading one file of it: a folder or a stick; knows nothing of what it reads.

A place is a stranger. Names are fixed by us and checked all the same; every step of a path is opened without
following links; only regular files are read, and never more than a cap of them or longer than a deadline.
Hard links are read like any file: they lead to nothing outside their own disk, and what is read counts only
by its hash.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from kiosk.updates.errors import NotThere, PlaceFault, TooSlow

NAME_CHARACTERS = 200
"""Longest path inside a repository."""

CHUNK = 256 * 1024
"""Bytes read between two looks at the clock."""

_PART = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*")
_FILE = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_FILE |= getattr(os, "O_CLOEXEC", 0)
_STEP = _FILE | getattr(os, "O_DIRECTORY", 0)
_STEPWISE = os.open in os.supports_dir_fd and hasattr(os, "O_NOFOLLOW")


class Place(Protocol):
    """Somewhere a repository can be read from; ``name`` is how people are told of it."""

    name: str

    def read(self, path: str, cap: int, deadline: float) -> bytes:
        """The file at ``path`` inside the repository: at most ``cap`` bytes, before ``deadline``.

        ``deadline`` is a moment of ``time.monotonic()``. Raises ``NotThere``, ``TooSlow``, ``PlaceFault``.
        """

    def close(self) -> None:
        """Let go of the place; a stick can be taken out."""


def within(seconds: float) -> float:
    """The deadline that is so many seconds from now."""
    return time.monotonic() + seconds


def steps_of(place: str, path: str) -> list[str]:
    """The parts of a path inside a repository. Raises ``PlaceFault`` for what can be no such path.

    No part is empty, begins with a point or holds a colon or a backslash: such a name could lead elsewhere.
    """
    parts = path.split("/")
    if len(path) > NAME_CHARACTERS or not all(_PART.fullmatch(part) for part in parts):
        raise PlaceFault(place, repr(path[:80]), "cannot be the name of a file in a repository")
    return parts


class FolderPlace:
    """A repository in ``folder``: a stick, a shared drive. Where the folder itself lies is trusted."""

    def __init__(self, folder: Path) -> None:
        self.name = str(folder)
        self._folder = folder

    def read(self, path: str, cap: int, deadline: float) -> bytes:
        """See ``Place``. A stick pulled out meanwhile is a ``PlaceFault`` too."""
        steps = steps_of(self.name, path)
        try:
            with _opened(self._folder, steps) as handle:
                return self._read(handle, path, cap, deadline)
        except FileNotFoundError:
            if not self._folder.is_dir():
                raise PlaceFault(self.name, "", "is not there any more; put it in again") from None
            raise NotThere(self.name, path, "missing") from None
        except OSError as fault:
            raise PlaceFault(self.name, path, _told(fault)) from None

    def close(self) -> None:
        """Nothing is held open between two files."""

    def _read(self, handle: int, path: str, cap: int, deadline: float) -> bytes:
        about = os.fstat(handle)
        if not stat.S_ISREG(about.st_mode):
            raise PlaceFault(self.name, path, "is not a regular file")
        if about.st_size > cap:
            raise PlaceFault(self.name, path, f"is {about.st_size} bytes, more than the {cap} allowed")
        parts: list[bytes] = []
        left = cap + 1
        while left:
            if time.monotonic() > deadline:
                raise TooSlow(self.name, path, "reads too slowly; try another stick")
            part = os.read(handle, min(left, CHUNK))
            if not part:
                return b"".join(parts)
            parts.append(part)
            left -= len(part)
        raise PlaceFault(self.name, path, f"goes on after the {cap} bytes allowed")


@contextmanager
def _opened(folder: Path, steps: list[str]) -> Iterator[int]:
    handle = _walk(folder, steps) if _STEPWISE else _look_first(folder, steps)
    try:
        yield handle
    finally:
        os.close(handle)


def _walk(folder: Path, steps: list[str]) -> int:
    """Open step by step, each in the folder opened before it: nothing can be swapped on the way."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    for at, step in enumerate(steps, 1):
        try:
            inner = os.open(step, _FILE if at == len(steps) else _STEP, dir_fd=handle)
        finally:
            os.close(handle)
        handle = inner
    return handle


def _look_first(folder: Path, steps: list[str]) -> int:
    """Where a system cannot open step by step (Windows): each step is looked at, then the whole is opened."""
    path = folder
    for step in steps:
        path = path / step
        about = path.lstat()
        link = getattr(about, "st_file_attributes", 0) & getattr(stat, "FILE_ATTRIBUTE_REPARSE_POINT", 0)
        if stat.S_ISLNK(about.st_mode) or link:
            raise OSError(errno.ELOOP, "a link", str(path))
    return os.open(path, _FILE)


def _told(fault: OSError) -> str:
    if fault.errno in (errno.ELOOP, errno.ENOTDIR):
        return "a link or a file stands where a folder or a file must be"
    if fault.errno in (errno.EIO, errno.ENODEV, errno.ENXIO):
        return "cannot be read; the stick was pulled out or is worn"
    return f"cannot be read ({(fault.strerror or str(fault)).lower()})"
