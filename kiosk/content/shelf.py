"""The editions of one machine in one folder, sharing their blobs; builds none and trusts none.

::

    shelf/ab/ab12...         the blobs of every edition on the shelf
    shelf/<edition>.json     the root of each edition that is kept
    shelf/current            which of them is shown (``kiosk.content.pointer``)

An edition is on the shelf once its root is: blobs come first and are never changed, so whatever stops a
change in the middle leaves every edition whole that was whole before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from kiosk.content.blobs import Blobs
from kiosk.content.edition import ROOT_NAME, Candidate, Edition
from kiosk.content.files import clear_parts, write_whole
from kiosk.content.pointer import Current, read_pointer, write_pointer

POINTER = "current"
"""The pointer's name on a shelf."""

_EDITION = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}-[0-9a-f]{8}")
_ROOT = re.compile(rf"({_EDITION.pattern})\.json")


def is_edition_id(name: str) -> bool:
    """Whether ``name`` can be an edition's id: the day it was built and eight digits of its content."""
    return _EDITION.fullmatch(name) is not None


def root_name(edition: str) -> str:
    """The file of an edition's root on a shelf."""
    return f"{edition}.json"


def edition_of(root: str) -> str:
    """The id in the name of a root's file on a shelf; empty where it is no such name."""
    found = _ROOT.fullmatch(root)
    return found[1] if found else ""


class Shelf:
    """The shelf in ``folder``, which need not be there before something is put on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.blobs = Blobs(folder)

    def kept(self) -> list[str]:
        """The ids of the editions on the shelf, oldest first by name; their content is not read."""
        names = (path.name for path in self.folder.glob("*.json"))
        return sorted(found for name in names if (found := edition_of(name)))

    @property
    def in_use(self) -> bool:
        """Whether an edition is here, or is said to be: one whose root was lost is damaged, not absent."""
        return (self.folder / POINTER).exists() or bool(self.kept())

    def current(self) -> Current:
        """Which edition is shown. Raises ``BrokenEdition`` where no sound pointer says."""
        return read_pointer(self.folder / POINTER)

    def candidate(self, name: str) -> Candidate:
        """The current edition under a name for health. Raises ``BrokenEdition``."""
        current = self.current()
        return Candidate(name, self.folder, current.root, root_name(current.edition))

    def open(self, edition: str, root_sha256: str | None = None) -> Edition:
        """An edition that is kept. Raises ``BrokenEdition``."""
        return Edition.open(self.folder, root_sha256, root_name(edition))

    def put_root(self, edition: str, root: bytes, durable: bool = True) -> None:
        """Keep an edition all of whose blobs are here. Raises ``OSError`` when the disk refuses."""
        write_whole(self.folder / root_name(edition), root, durable)

    def show(self, edition: str, root_sha256: str) -> Current:
        """Make a kept edition the current one. Raises ``OSError`` when the disk refuses."""
        return write_pointer(self.folder / POINTER, edition, root_sha256)

    def clear_parts(self) -> None:
        """Remove what a stopped writer left half written. Only its one writer may ask this of a shelf."""
        for folder in (self.folder, *self.folder.glob("[0-9a-f][0-9a-f]")):
            clear_parts(folder)

    def forget_all_but(self, kept: Iterable[str]) -> int:
        """Remove every other edition, then the blobs no kept one uses; returns how many blobs went.

        Raises ``BrokenEdition``, with nothing removed, when one to keep is not here or cannot be read: what
        it uses would not be known. Raises ``OSError`` when the disk refuses.
        """
        wanted = set(kept)
        used: set[str] = set()
        for edition in wanted:
            used.update(self.open(edition).used_blobs())
        for edition in set(self.kept()) - wanted:
            (self.folder / root_name(edition)).unlink()
            (self.folder / f"{edition}.sqlite").unlink(missing_ok=True)
        stale = [blob for blob in self.blobs if blob not in used]
        for blob in stale:
            self.blobs.path(blob).unlink()
        return len(stale)


def candidate(name: str, folder: Path) -> Candidate:
    """An edition by a folder of its own, or by the shelf it is current on. Raises ``BrokenEdition``."""
    if (folder / ROOT_NAME).is_file() or not (folder / POINTER).exists():
        return Candidate(name, folder)
    return Shelf(folder).candidate(name)
