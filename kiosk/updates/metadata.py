"""The form of a repository's signed files: names, terms, the one way to write them; knows no disk.

Beyond The Update Framework, a file is read only if it is, byte for byte, the way this module writes it and
every signature in it is good: so no bit of it can be another and go unnoticed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Literal, TypeVar

from securesystemslib.exceptions import Error as SignatureFault
from tuf.api.exceptions import RepositoryError
from tuf.api.serialization import DeserializationError
from tuf.api.serialization.json import JSONSerializer

from kiosk.content.blobs import Blobs
from kiosk.content.codec import shape
from kiosk.content.errors import Misshapen
from kiosk.content.manifest import ROOT_BYTES
from kiosk.content.record import record
from kiosk.updates.framework import Key, Metadata, Root, Snapshot, Targets, Timestamp
from kiosk.updates.groups import folder_of

Profile = Literal["stick", "network"]

BLOBS = "blobs"
"""A repository's folder of blobs: in one folder of their own they hide nothing else on a stick."""

TERMS: Mapping[Profile, timedelta] = {"stick": timedelta(days=180), "network": timedelta(days=14)}
"""How long snapshot and timestamp hold: a stick may lie in a drawer, a server signs again by schedule."""

TARGETS_TERM = timedelta(days=365)
ROOT_TERM = timedelta(days=4 * 365 + 1)

METADATA_BYTES = 512 * 1024
"""Largest metadata file, in bytes; three editions take about four thousand."""

KEPT = 3
"""Editions a repository offers."""

PUBLISHING = (Snapshot.type, Timestamp.type)
"""The two roles that the one publishing key signs."""

_SIGNATURE = re.compile(r"[0-9a-f]{128}")
_TARGET = re.compile(r"([a-z0-9/-]+)/([A-Za-z0-9_][A-Za-z0-9._-]{0,99})\.json")
_TIME = "%Y-%m-%dT%H:%M:%SZ"

Part = TypeVar("Part", Root, Timestamp, Snapshot, Targets)


@record
class Listed:
    """What is signed of an edition beside its root's hash.

    ``sequence`` rises by one with each publishing; no kiosk may go back below ``min_edition`` (a sequence).
    ``size`` is the bytes of all its ``files``, its root among them; ``built`` an ISO time in UTC.
    """

    sequence: int
    min_edition: int
    size: int
    files: int
    title: Mapping[str, str]
    languages: tuple[str, ...]
    built: str


def written(metadata: Metadata[Part]) -> bytes:
    """The one way a signed file is written: JSON, sorted keys, no blanks."""
    return JSONSerializer(compact=True).serialize(metadata)


def read_strictly(kind: type[Part], data: bytes, *namers: Root | Targets, role: str = "") -> Metadata[Part]:
    """``data`` as metadata of ``kind``, each signature good by a key that one of ``namers`` names for it.

    ``role`` is a group's; without, the kind is the role. A root is also its own namer. Raises
    ``RepositoryError``; whether enough keys signed is for the caller to ask.
    """
    name = role or kind.type
    try:
        metadata: Metadata[Part] = Metadata.from_bytes(data)
    except DeserializationError:
        raise RepositoryError(f"{name} is cut short or was changed") from None
    signed = metadata.signed
    if signed.type != kind.type:
        raise RepositoryError(f"holds {signed.type}, not {kind.type}")
    if metadata.unrecognized_fields or written(metadata) != data:
        raise RepositoryError(f"{name} is not written the way a repository writes it")
    payload = metadata.signed_bytes
    keys = _keys_of(name, (*namers, signed) if isinstance(signed, Root) else namers)
    for signature in metadata.signatures.values():
        key = keys.get(signature.keyid)
        if key is None or key.keytype != "ed25519" or signature.unrecognized_fields:
            raise RepositoryError(f"{name} carries a signature by an unknown key")
        if not _SIGNATURE.fullmatch(signature.signature):
            raise RepositoryError(f"{name} carries a signature that is none")
        try:
            key.verify_signature(signature, payload)
        except SignatureFault:
            raise RepositoryError(f"{name} carries a signature that does not match") from None
    return metadata


def verified(kind: type[Part], data: bytes, namer: Root | Targets, role: str = "") -> Metadata[Part]:
    """``read_strictly``, and enough of the keys that ``namer`` names signed. Raises ``RepositoryError``."""
    metadata = read_strictly(kind, data, namer, role=role)
    namer.verify_delegate(role or kind.type, metadata.signed_bytes, metadata.signatures)
    return metadata


@lru_cache(maxsize=8)
def own_root(data: bytes) -> Metadata[Root]:
    """``data`` as a root enough of its own keys signed; not to be changed. Raises ``RepositoryError``."""
    metadata = read_strictly(Root, data)
    metadata.signed.verify_delegate(Root.type, metadata.signed_bytes, metadata.signatures)
    if not metadata.signed.consistent_snapshot:
        raise RepositoryError("the root does not ask for numbered files")
    return metadata


def next_root(data: bytes, root: Root) -> Metadata[Root]:
    """``data`` as the root that follows ``root``: enough keys of both signed. Raises ``RepositoryError``."""
    metadata = read_strictly(Root, data, root)
    root.verify_delegate(Root.type, metadata.signed_bytes, metadata.signatures)
    metadata.signed.verify_delegate(Root.type, metadata.signed_bytes, metadata.signatures)
    if metadata.signed.version != root.version + 1:
        raise RepositoryError(f"root {metadata.signed.version} cannot follow root {root.version}")
    return metadata


def keys_of(root: Root, role: str) -> tuple[str, ...]:
    """The ids of the keys ``root`` names for ``role``, in order."""
    return tuple(sorted(root.roles[role].keyids))


def target_name(edition: str, group: str = "") -> str:
    """The target that is an edition's root, for all or for a ``group``."""
    return f"{folder_of(group)}/{edition}.json"


def blob_file(sha256: str) -> str:
    """Where a blob lies in a repository. Raises ``BrokenEdition`` for what is no sha256."""
    return f"{BLOBS}/{Blobs.name_of(sha256)}"


def listed(targets: Targets, group: str = "") -> dict[str, Listed]:
    """The editions that ``targets`` lists for all, or for a ``group``, by their ids; others are passed over.

    So a group's list says nothing of any other group, nor of what is for all.

    Raises ``RepositoryError`` for an edition whose signed fields are not what they must be.
    """
    found: dict[str, Listed] = {}
    sequences: set[int] = set()
    for path, target in targets.targets.items():
        named = _TARGET.fullmatch(path)
        if named is None or named[1] != folder_of(group):
            continue
        try:
            entry = shape(Listed, target.custom, path)
        except Misshapen as fault:
            raise RepositoryError(str(fault)) from None
        if not 0 < entry.min_edition <= entry.sequence or entry.sequence in sequences:
            raise RepositoryError(f"{path}: its sequence cannot be")
        if target.length > ROOT_BYTES or "sha256" not in target.hashes:
            raise RepositoryError(f"{path}: too large, or without a sha256")
        sequences.add(entry.sequence)
        found[named[2]] = entry
    return found


def floor_of(entries: Iterable[Listed]) -> int:
    """The lowest sequence a kiosk may show; 0 where nothing is listed."""
    return max((entry.min_edition for entry in entries), default=0)


def time_text(moment: datetime) -> str:
    """``moment`` (UTC) as signed files write it."""
    return moment.strftime(_TIME)


def time_read(text: object) -> datetime:
    """The moment a signed file names. Raises ``RepositoryError``."""
    try:
        return datetime.strptime(str(text), _TIME).replace(tzinfo=UTC)
    except ValueError:
        raise RepositoryError(f"{str(text)[:40]!r} is no time") from None


def signed_at(timestamp: Timestamp) -> datetime:
    """When ``timestamp`` says it was signed. Raises ``RepositoryError`` where it says no time that can be."""
    moment = time_read(timestamp.unrecognized_fields.get("signed_at"))
    if moment >= timestamp.expires:
        raise RepositoryError("the timestamp was signed after it ended")
    return moment


def _keys_of(role: str, namers: Iterable[Root | Targets]) -> dict[str, Key]:
    found = {}
    for namer in namers:
        with suppress(ValueError):  # it names no such role
            for keyid in namer.get_delegated_role(role).keyids:
                with suppress(ValueError):  # it names a key that it does not hold
                    found[keyid] = namer.get_key(keyid)
    return found
