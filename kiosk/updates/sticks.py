"""Notices that a stick with a repository came or went, without asking again and again; reads no edition.

Linux tells of each mount (``/proc/self/mountinfo`` becomes ready); the folders that IT named are watched by
inotify. Mounting is the system's own part. Elsewhere nothing is noticed: staff press “Look for updates”.
"""

from __future__ import annotations

import ctypes
import os
import re
import select
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

MARK = Path("metadata") / "timestamp.json"
"""The file by which a folder is known to hold a repository."""

INSIDE = "lamina"
"""A folder of this name on a stick may hold the repository too."""

FORMATS = frozenset(
    {"vfat", "exfat", "msdos", "ntfs", "ntfs3", "fuseblk", "hfsplus", "iso9660", "udf"}
    | {"ext2", "ext3", "ext4", "btrfs", "xfs", "f2fs"}
)
"""What sticks are formatted as; other mounts (network drives, the system's own) are left alone."""

FOLDERS_WATCHED = 64

_MOUNTS = Path("/proc/self/mountinfo")
_OCTAL = re.compile(r"\\([0-7]{3})")
_ONLY_FOLDERS, _CREATED, _DELETED, _MOVED, _WRITTEN, _GONE = 0x01000000, 0x100, 0x200, 0xC0, 0x8, 0x400
_ASKED = _ONLY_FOLDERS | _CREATED | _DELETED | _MOVED | _WRITTEN | _GONE

Print = tuple[int, ...]
"""Whether a repository is the same as before: device, file, time of writing and size of its mark."""


@dataclass(frozen=True, slots=True)
class Mount:
    """Something mounted on ``folder``: from ``source``, formatted as ``format``."""

    folder: Path
    format: str
    source: str


def read_mounts(text: str) -> list[Mount]:
    """What ``/proc/self/mountinfo`` says; a line that cannot be read is passed over."""
    found = []
    for line in text.splitlines():
        before, _, after = line.partition(" - ")
        about, kind = before.split(" "), after.split(" ")
        if len(about) > 4 and len(kind) > 1:
            found.append(Mount(Path(_unescaped(about[4])), kind[0], _unescaped(kind[1])))
    return found


def repositories(mounts: Iterable[Mount], folders: Iterable[Path]) -> dict[Path, Print]:
    """Each folder that holds a repository, on a stick or in one of ``folders``, with its print.

    In each of ``folders`` the folder itself and those right inside it are looked at, and mounts anywhere
    below. May wait for a slow stick.
    """
    named = tuple(folders)
    places = [folder for folder in named for folder in (folder, *_inside(folder))]
    for mount in mounts:
        stick = mount.format in FORMATS and mount.source.startswith("/dev/") and mount.folder != Path("/")
        if stick or any(mount.folder.is_relative_to(folder) for folder in named):
            places.append(mount.folder)
    found: dict[Path, Print] = {}
    for place in dict.fromkeys(places):
        for folder in (place, place / INSIDE):
            with suppress(OSError, ValueError):
                about = (folder / MARK).lstat()
                found[folder] = (about.st_dev, about.st_ino, about.st_mtime_ns, about.st_size)
    return found


class Watch:
    """What a ``select.poll`` is to watch: ``handles`` with their events; ``happened`` is told each that was.

    ``now`` lists the repositories there are, and watches from then on what was not there before.
    """

    def __init__(self, folders: Iterable[Path] = ()) -> None:
        self._folders = tuple(folders)
        self._mounts = _open_mounts()
        self._notices = _Notices() if sys.platform == "linux" and self._folders else None

    @property
    def handles(self) -> dict[int, int]:
        found = {}
        if self._mounts is not None:
            found[self._mounts] = select.POLLPRI
        if self._notices is not None:
            found[self._notices.handle] = select.POLLIN
        return found

    def happened(self, handle: int) -> None:
        """Take note of what made ``handle`` ready."""
        if self._notices is not None and handle == self._notices.handle:
            self._notices.read()

    def now(self) -> dict[Path, Print]:
        """See ``repositories``."""
        if self._notices is not None:
            self._notices.watch(self._watched())
        text = ""
        if self._mounts is not None:
            with suppress(OSError):
                text = _MOUNTS.read_text("utf-8", "surrogateescape")
        return repositories(read_mounts(text), self._folders)

    def close(self) -> None:
        if self._mounts is not None:
            os.close(self._mounts)
        if self._notices is not None:
            self._notices.close()

    def _watched(self) -> Iterator[Path]:
        for folder in self._folders:
            for one in (folder, *_inside(folder)):
                yield from (one, one / MARK.parent, one / INSIDE, one / INSIDE / MARK.parent)
            if not folder.is_dir():
                yield folder.parent


class _Notices:
    """inotify, which Python does not offer."""

    def __init__(self) -> None:
        self._system = ctypes.CDLL(None, use_errno=True)
        self.handle = int(self._system.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC))
        if self.handle < 0:
            raise OSError(ctypes.get_errno(), "folders cannot be watched")

    def watch(self, folders: Iterable[Path]) -> None:
        """Watch these too; a folder that is watched already or is not there costs nothing."""
        for number, folder in enumerate(folders):
            if number < 4 * FOLDERS_WATCHED:
                self._system.inotify_add_watch(self.handle, os.fsencode(folder), _ASKED)

    def read(self) -> None:
        with suppress(BlockingIOError):
            while os.read(self.handle, 64 * 1024):
                pass

    def close(self) -> None:
        os.close(self.handle)


def _open_mounts() -> int | None:
    try:
        return os.open(_MOUNTS, os.O_RDONLY | getattr(os, "O_CLOEXEC", 0))
    except OSError:
        return None


def _inside(folder: Path) -> list[Path]:
    """The folders right inside, the first few by name; links are not followed."""
    with suppress(OSError):
        found = [each.path for each in os.scandir(folder) if each.is_dir(follow_symlinks=False)]
        return [Path(each) for each in sorted(found)[:FOLDERS_WATCHED]]
    return []


def _unescaped(text: str) -> str:
    """The kernel writes blanks, line ends and backslashes as three octal digits."""
    return _OCTAL.sub(lambda found: chr(int(found[1], 8)), text)
