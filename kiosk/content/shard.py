"""One shard of an edition's list of topics; an entry is shaped when it is asked for, not before.

A page reads a handful of entries, an edition of ten thousand topics holds forty in a shard: shaping them
all would make the first page of a large edition slower than that of a small one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kiosk.content.blobs import Blobs
from kiosk.content.codec import read_table, shape
from kiosk.content.errors import BrokenEdition, Misshapen
from kiosk.content.manifest import SHARD_BYTES, Topic, shard_of


class Shard(Mapping[str, Topic]):
    """The topics of the shard called ``name`` that ``data`` (the blob ``sha256``) lists.

    Raises ``BrokenEdition`` for data that is no list of topics or lists one of another shard, and when an
    entry is asked for that is none or has no page.
    """

    def __init__(self, name: str, sha256: str, data: bytes) -> None:
        self._name = name
        self._sha256 = sha256
        self._shaped: dict[str, Topic] = {}
        try:
            self._raw = read_table(data, SHARD_BYTES)
        except Misshapen as fault:
            raise BrokenEdition(Blobs.name_of(sha256), str(fault)) from None
        for topic in self._raw:  # a name that is not at home here stands in the place of one that is
            if shard_of(topic) != name:
                raise self._stranger(topic)

    def __getitem__(self, topic: str) -> Topic:
        entry = self._shaped.get(topic)
        if entry is None:
            raw = self._raw[topic]
            try:
                entry = shape(Topic, raw, topic[:60])
            except Misshapen as fault:
                raise BrokenEdition(Blobs.name_of(self._sha256), str(fault)) from None
            if not entry.pages:
                raise self._stranger(topic)
            self._shaped[topic] = entry
        return entry

    def _stranger(self, topic: str) -> BrokenEdition:
        why = f"topic {topic[:60]!r} does not belong in shard {self._name}"
        return BrokenEdition(Blobs.name_of(self._sha256), why)

    def __contains__(self, topic: object) -> bool:
        return topic in self._raw

    def __iter__(self) -> Iterator[str]:
        return iter(self._raw)

    def __len__(self) -> int:
        return len(self._raw)
