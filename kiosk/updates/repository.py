"""The clinic's repository on a staff computer: made, read, published into, signed again; knows no kiosk.

A repository is a folder of plain files that a web server or a stick can carry:

::

    metadata/N.root.json  N.targets.json  N.snapshot.json  timestamp.json
    targets/editions/<sha256>.<edition>.json     the root of each edition kept
    blobs/ab/<sha256>                            every other file; an edition's root fixes them by their hash

Files come first, ``timestamp.json`` last, what is no longer named goes after that: whoever reads meanwhile
finds the repository as it was or as it is, and so does the next try after an interruption. A root that
takes a key away is written even later, and the root before it allows both keys (see ``rotation``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from kiosk.content.blobs import sha256_of
from kiosk.content.contents import BLOB_BYTES, blobs_of
from kiosk.updates.disk import Cancel, Progress, Writing, never, silent, stop_if
from kiosk.updates.errors import PublishFault
from kiosk.updates.found import Found
from kiosk.updates.framework import CryptoSigner, Root, TargetFile, Targets
from kiosk.updates.keys import ROOT_KEYS, ROOT_THRESHOLD, Role, Signers
from kiosk.updates.metadata import (
    KEPT,
    ROOT_TERM,
    TARGETS_TERM,
    Listed,
    Profile,
    blob_file,
    floor_of,
    target_name,
)
from kiosk.updates.standing import (
    METADATA,
    key_of,
    load,
    moment_for,
    one_at_a_time,
    put_metadata,
    roles_of,
    signed,
    target_file,
    tidy,
)


@dataclass(frozen=True, slots=True)
class Published:
    """An edition that stands in the repository; ``new`` is false where it stood there as the newest before.

    ``written`` counts the files that were not there yet, ``size`` and ``files`` the whole edition.
    """

    edition: str
    sequence: int
    new: bool
    written: int
    files: int
    size: int
    expires: datetime


def init(
    folder: Path,
    keys: Mapping[Role, Sequence[CryptoSigner]],
    profile: Profile = "stick",
    now: datetime | None = None,
) -> bytes:
    """A new, empty repository in ``folder`` signed by new ``keys``; returns its first root.

    Raises ``PublishFault`` where there is one already or the keys are not three, one and one.
    """
    if (folder / METADATA).exists():
        raise PublishFault(f"{folder}: there is a repository already; choose another folder")
    if [len(keys.get(role, ())) for role in ("root", "targets", "publishing")] != [ROOT_KEYS, 1, 1]:
        raise PublishFault("a repository needs three root keys, one for editions and one for publishing")
    moment = now or datetime.now(UTC)
    root = Root(version=1, expires=moment + ROOT_TERM, consistent_snapshot=True)
    root.roles[Root.type].threshold = ROOT_THRESHOLD
    for role, signers in keys.items():
        for name in roles_of(role):
            for signer in signers:
                root.add_key(signer.public_key, name)
    data = signed(root, keys["root"])
    targets = Targets(version=1, expires=moment + TARGETS_TERM)
    writing = Writing(folder)
    writing.put(f"{METADATA}/1.root.json", data)
    targets_data = signed(targets, keys["targets"])
    put_metadata(writing, targets, targets_data, (0, 0), keys["publishing"], profile, moment)
    return data


@one_at_a_time
def publish(
    folder: Path,
    anchor: bytes,
    found: Found,
    keys: Signers,
    *,
    profile: Profile = "stick",
    min_edition: int | None = None,
    now: datetime | None = None,
    progress: Progress = silent,
    cancel: Cancel = never,
) -> Published:
    """Put the edition ``found`` on offer as the newest, signed; the newest three stay.

    An edition that is the newest already is only signed again. One that stood here before comes back as the
    newest: so a clinic takes a correction back. ``min_edition`` (a sequence) forbids kiosks to go back below
    it; it is never lowered. ``profile`` says for how long this is signed, whatever was done last. Raises
    ``PublishFault``, ``KeyFault``, ``BrokenEdition`` for a file whose hash is wrong, ``Cancelled``; then the
    repository offers what it offered before.
    """
    standing = load(folder, anchor)
    moment = moment_for(standing, now)
    editions = standing.editions
    newest = editions[0] if editions else None
    again = newest is not None and standing.target(newest[0]).hashes["sha256"] == sha256_of(found.data)
    sequence = (newest[1].sequence if newest else 0) + (not again)
    floor = max(floor_of(entry for _, entry in editions), min_edition or 1)
    if floor > sequence:
        raise PublishFault(f"no edition has the number {floor} yet; the newest is {sequence}")
    targets_key = key_of(standing.root, "targets", keys)
    publishing_key = key_of(standing.root, "publishing", keys)
    writing = Writing(folder)
    names = blobs_of(found.root, found.blobs.read)
    size, fresh = len(found.data), 0
    for done, name in enumerate(names, 1):
        stop_if(cancel)
        data = found.blobs.read(name, BLOB_BYTES)
        size += len(data)
        fresh += writing.put(blob_file(name), data)
        progress("publishing", done, len(names))
    entry = Listed(
        sequence=sequence,
        min_edition=floor,
        size=size,
        files=1 + len(names),
        title={str(language): title for language, title in found.root.title.items()},
        languages=tuple(found.root.languages),
        built=found.root.built,
    )
    target = _target(found, entry)
    targets = Targets(
        version=standing.targets.version + 1,
        expires=moment + TARGETS_TERM,
        targets={
            **{
                target_name(one): standing.target(one)
                for one, _ in reversed([other for other in editions if other[0] != found.id][: KEPT - 1])
            },
            target.path: target,
        },
    )
    fresh += writing.put(target_file(target), found.data)
    stop_if(cancel)
    versions = (standing.snapshot.version, standing.timestamp.version)
    data = signed(targets, [targets_key])
    ends = put_metadata(writing, targets, data, versions, [publishing_key], profile, moment)
    tidy(folder, load(folder, anchor))
    expires = min(ends, standing.root.expires)
    return Published(found.id, sequence, not again, fresh, entry.files, size, expires)


@one_at_a_time
def refresh(
    folder: Path,
    anchor: bytes,
    keys: Signers,
    profile: Profile = "stick",
    now: datetime | None = None,
) -> datetime:
    """Sign what stands again, for a new term; returns when that ends.

    The list of editions is signed again too once half of its term is over. Raises ``PublishFault`` and
    ``KeyFault``.
    """
    standing = load(folder, anchor)
    moment = moment_for(standing, now)
    targets, data = standing.targets, standing.targets_data
    if targets.expires - moment < TARGETS_TERM / 2:
        targets.version += 1
        targets.expires = moment + TARGETS_TERM
        data = signed(targets, [key_of(standing.root, "targets", keys)])
    signers = [key_of(standing.root, "publishing", keys)]
    versions = (standing.snapshot.version, standing.timestamp.version)
    writing = Writing(folder)
    expires = put_metadata(writing, targets, data, versions, signers, profile, moment)
    tidy(folder, load(folder, anchor))
    return min(expires, standing.root.expires)


def _target(found: Found, entry: Listed) -> TargetFile:
    custom = {**asdict(entry), "languages": list(entry.languages)}
    hashes = {"sha256": sha256_of(found.data)}
    return TargetFile(len(found.data), hashes, target_name(found.id), {"custom": custom})
