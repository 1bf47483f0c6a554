"""Which blobs make up an edition; reads its lists of topics and its clinic's words, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kiosk.content.blobs import PICTURE_BYTES, Blobs
from kiosk.content.codec import read_record
from kiosk.content.errors import BrokenEdition, Misshapen
from kiosk.content.manifest import SHARD_BYTES, WORDS_BYTES, Root
from kiosk.content.shard import Shard

Read = Callable[[str, int], bytes]
"""Gives the blob of a sha256, of at most so many bytes, its hash already checked."""

BLOB_BYTES = PICTURE_BYTES
"""Largest blob of any kind, in bytes."""


def blobs_of(root: Root, read: Read) -> tuple[str, ...]:
    """Every blob the edition with this root is made of, each once; shards and clinic are read for it.

    Words come first, pages before pictures: so far as it has come, an edition being fetched makes sense.
    Raises ``BrokenEdition``, and what ``read`` raises.
    """
    try:
        shards = {name: Shard(name, one, read(one, SHARD_BYTES)) for name, one in root.shards.items()}
        topics = [topic for shard in shards.values() for topic in shard.values()]
        clinics = [read_record(_TEXTS, read(one, WORDS_BYTES), WORDS_BYTES) for one in root.clinic.values()]
    except Misshapen as fault:
        raise BrokenEdition(f"the root of {root.edition}", str(fault)) from None
    found = [*root.shards.values(), *root.words.values(), *root.clinic.values()]
    found += [page for topic in topics for page in topic.pages.values()]
    found += [clinic["logo"] for clinic in clinics if clinic.get("logo")]
    found += [*root.turn, *(blob for topic in topics for blob in topic.blobs)]
    for one in found:
        Blobs.name_of(one)
    return tuple(dict.fromkeys(found))


_TEXTS: type[Mapping[str, str]] = Mapping[str, str]  # type: ignore[type-abstract]
