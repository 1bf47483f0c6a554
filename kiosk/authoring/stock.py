"""What lies on a shelf and was found sound before; builds nothing and trusts no file that changed since.

``.verified`` on the shelf holds the stamp of every blob whose hash was proved, and which topics were
verified. Without it, or where a stamp is another, the blob is read and proved again.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path

from kiosk.content.blobs import is_sha256
from kiosk.content.contents import blobs_of
from kiosk.content.edition import Edition
from kiosk.content.errors import BrokenEdition
from kiosk.content.files import sync_folder, write_whole
from kiosk.content.shelf import Shelf, root_name
from kiosk.updates.disk import settle

VERIFIED = ".verified"
_FEW = 32
"""Up to so many new files are synced one by one; more cost less by writing out the whole file system."""


class Stock:
    """The blobs of ``shelf``. ``trusting`` False proves each that is asked for."""

    def __init__(self, shelf: Shelf, trusting: bool = True) -> None:
        self.shelf = shelf
        self._lie = _lying(shelf.folder)
        self._proved: dict[str, str] = {}
        self._topics: dict[str, str] = {}
        if trusting:
            self._proved, self._topics = _remembered(shelf.folder / VERIFIED)
        self._fresh: set[str] = set()

    def __len__(self) -> int:
        return len(self._lie)

    def has(self, blob: str) -> bool:
        """Whether a blob lies here whole."""
        stamp = self._lie.get(blob)
        if stamp is None:
            return False
        if self._proved.get(blob) != stamp:
            try:
                self.shelf.blobs.read(blob)
            except BrokenEdition:
                del self._lie[blob]
                return False
            self._proved[blob] = stamp
            self._fresh.add(blob)  # whoever put it here may have been stopped before it was synced
        return True

    def added(self, blobs: Iterable[str]) -> None:
        """These were put here now and read back."""
        for blob in set(blobs):
            if blob in self._lie and self._proved.get(blob) == self._lie[blob]:
                continue
            stamp = _stamp(self.shelf.blobs.path(blob).stat())
            self._lie[blob] = self._proved[blob] = stamp
            self._fresh.add(blob)

    def unverified(self, entries: dict[str, str]) -> list[str]:
        """The topics whose entries (as JSON) were not verified as they are now."""
        return [name for name, entry in entries.items() if self._topics.get(name) != _digest(entry)]

    def verified(self, entries: dict[str, str]) -> None:
        """All of these were verified, and no others are shown."""
        self._topics = {name: _digest(entry) for name, entry in entries.items()}

    def settle(self) -> None:
        """Make what was added survive a power cut. Raises ``OSError`` when the disk refuses."""
        files = [self.shelf.blobs.path(blob) for blob in sorted(self._fresh)]
        if len(files) > _FEW:
            settle(self.shelf.folder, files)
        else:
            for file in files:
                with file.open("rb+") as opened:
                    os.fsync(opened.fileno())
            for folder in sorted({file.parent for file in files}):
                sync_folder(folder)
            sync_folder(self.shelf.folder)
        self._fresh.clear()

    def sweep(self, shown: Edition, used: Collection[str], before: str) -> None:
        """Keep ``shown``, all of whose blobs are ``used``, and the edition ``before`` it; the rest goes.

        Raises ``OSError`` when the disk refuses.
        """
        wanted = set(used)
        kept = {shown.id}
        try:
            if before:
                wanted |= _used_besides(self.shelf.open(before), shown)
                kept.add(before)
        except BrokenEdition:
            pass  # nobody can go back to it
        for edition in set(self.shelf.kept()) - kept:
            (self.shelf.folder / root_name(edition)).unlink()
            (self.shelf.folder / f"{edition}.sqlite").unlink(missing_ok=True)
        for blob in [blob for blob in self._lie if blob not in wanted]:
            self.shelf.blobs.path(blob).unlink(missing_ok=True)
            del self._lie[blob]

    def save(self) -> None:
        """Keep what is known for the next time; a disk that refuses only makes that slower."""
        proved = {blob: stamp for blob, stamp in self._proved.items() if self._lie.get(blob) == stamp}
        told = json.dumps({"blobs": proved, "topics": self._topics}, separators=(",", ":"))
        try:
            write_whole(self.shelf.folder / VERIFIED, told.encode("utf-8"), durable=False)
        except OSError:
            return


def _used_besides(edition: Edition, other: Edition) -> set[str]:
    """The blobs of an edition but those of the shards that ``other`` has too."""
    shared = set(other.root.shards.values())
    shards = {name: blob for name, blob in edition.root.shards.items() if blob not in shared}
    return set(blobs_of(replace(edition.root, shards=shards), edition.blobs.read))


def _lying(folder: Path) -> dict[str, str]:
    """Every file that could be a blob's, with its stamp."""
    found: dict[str, str] = {}
    try:
        places = [entry for entry in os.scandir(folder) if len(entry.name) == 2 and entry.is_dir()]
    except FileNotFoundError:
        return found
    for place in places:
        for entry in os.scandir(place.path):
            if (
                entry.name[:2] == place.name
                and is_sha256(entry.name)
                and entry.is_file(follow_symlinks=False)
            ):
                found[entry.name] = _stamp(entry.stat(follow_symlinks=False))
    return found


def _stamp(about: os.stat_result) -> str:
    """A blob is renamed into place whole and never written again: a fresh stamp is as good as an old one."""
    return f"{about.st_size}.{about.st_mtime_ns}.{about.st_ctime_ns}.{about.st_ino}"


def _digest(entry: str) -> str:
    return hashlib.sha256(entry.encode("utf-8")).hexdigest()[:32]


def _remembered(path: Path) -> tuple[dict[str, str], dict[str, str]]:
    try:
        told = json.loads(path.read_bytes())
        blobs, topics = dict(told["blobs"]), dict(told["topics"])
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return {}, {}
    return blobs, topics
