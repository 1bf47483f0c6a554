"""Which files make up an edition, and where an edition lies on a shelf; knows no signature and no place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from kiosk.content.blobs import PICTURE_BYTES, Blobs, sha256_of
from kiosk.content.codec import read_record
from kiosk.content.edition import ROOT_NAME
from kiosk.content.errors import BrokenEdition, Misshapen
from kiosk.content.files import read_regular
from kiosk.content.manifest import ROOT_BYTES, SHARD_BYTES, WORDS_BYTES, Root
from kiosk.content.pointer import read_pointer
from kiosk.content.shard import Shard

Read = Callable[[str, int], bytes]
"""Gives the blob of a sha256, of at most so many bytes, its hash already checked."""

BLOB_BYTES = PICTURE_BYTES
"""Largest blob of any kind, in bytes."""

POINTER = "current"


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

    A root lies beside its blobs: as ``<edition>.json`` on a shelf, as ``root.json`` in a folder of its own.
    Raises ``BrokenEdition`` where there is none or it is not the one the pointer names.
    """
    sha256 = None
    if (folder / ROOT_NAME).is_file():
        path = folder / ROOT_NAME
    else:
        current = read_pointer(folder / POINTER)
        sha256 = current.root
        path = folder / f"{current.edition}.json"
        if not path.is_file():
            path = folder / current.edition / ROOT_NAME
    data = read_regular(path, ROOT_BYTES)
    if sha256 is not None and sha256_of(data) != sha256:
        raise BrokenEdition(path.name, "not the root that the shelf's pointer names")
    try:
        root = read_record(Root, data, ROOT_BYTES)
    except Misshapen as fault:
        raise BrokenEdition(path.name, str(fault)) from None
    return Found(data, root, Blobs(path.parent))


def blobs_of(data: bytes, read: Read) -> tuple[str, ...]:
    """Every blob the edition with the root ``data`` is made of, each once; shards and clinic are read for it.

    Words come first, pages before pictures: so far as it has come, an edition being fetched makes sense.
    Raises ``BrokenEdition``, and what ``read`` raises.
    """
    try:
        root = read_record(Root, data, ROOT_BYTES)
        shards = {name: Shard(name, one, read(one, SHARD_BYTES)) for name, one in root.shards.items()}
        topics = [topic for shard in shards.values() for topic in shard.values()]
        clinics = [read_record(_TEXTS, read(one, WORDS_BYTES), WORDS_BYTES) for one in root.clinic.values()]
    except Misshapen as fault:
        raise BrokenEdition(ROOT_NAME, str(fault)) from None
    found = [*root.shards.values(), *root.words.values(), *root.clinic.values()]
    found += [page for topic in topics for page in topic.pages.values()]
    found += [clinic["logo"] for clinic in clinics if clinic.get("logo")]
    found += [*root.turn, *(blob for topic in topics for blob in topic.blobs)]
    for one in found:
        Blobs.name_of(one)
    return tuple(dict.fromkeys(found))


_TEXTS: type[Mapping[str, str]] = Mapping[str, str]  # type: ignore[type-abstract]
