"""The edition that is to be published, as it lies on a shelf; knows no signature and no place."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kiosk.content.blobs import Blobs
from kiosk.content.files import read_regular
from kiosk.content.manifest import ROOT_BYTES, Root
from kiosk.content.shelf import candidate


@dataclass(frozen=True, slots=True)
class Found:
    """An edition found on a shelf: its root as bytes and as read, and the blobs it is made of."""

    data: bytes
    root: Root
    blobs: Blobs

    @property
    def id(self) -> str:
        return self.root.edition


def find(folder: Path) -> Found:
    """The current edition of the shelf ``folder``, or the edition that ``folder`` itself is.

    Raises ``BrokenEdition`` where there is none or it is not the one the pointer names.
    """
    edition = candidate("found", folder).open()
    data = read_regular(folder / edition.root_name, ROOT_BYTES)
    return Found(data, edition.root, edition.blobs)
