"""The clinic's repository on a staff computer: made, read, published into, signed again; knows no kiosk.

A repository is a folder of plain files that a web server or a stick can carry:

::

    metadata/N.root.json  N.targets.json  N.group-<name>.json  N.snapshot.json  timestamp.json
    targets/editions/<sha256>.<edition>.json     the root of each edition kept
    targets/groups/<name>/<sha256>.<edition>.json   of each that a group of kiosks is offered first
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

from kiosk.content.blobs import Blobs, sha256_of
from kiosk.content.contents import BLOB_BYTES, blobs_of
from kiosk.content.edition import read_root
from kiosk.content.files import read_regular
from kiosk.content.manifest import ROOT_BYTES
from kiosk.updates.disk import Cancel, Progress, Writing, never, silent, stop_if
from kiosk.updates.errors import PublishFault
from kiosk.updates.found import Found
from kiosk.updates.framework import CryptoSigner, Root, TargetFile, Targets
from kiosk.updates.groups import GROUP_NAMES, GROUPS, is_group
from kiosk.updates.keys import ROOT_KEYS, ROOT_THRESHOLD, Role, Signers
from kiosk.updates.metadata import (
    BLOBS,
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
    EditionList,
    key_of,
    listed_anew,
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

    ``written`` counts the files that were not there yet, ``size`` and ``files`` the whole edition. ``ended``
    are the groups whose own offers it took the place of.
    """

    edition: str
    sequence: int
    new: bool
    written: int
    files: int
    size: int
    expires: datetime
    ended: tuple[str, ...] = ()


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
    for_all = EditionList("", targets, signed(targets, keys["targets"]))
    put_metadata(writing, [for_all], (0, 0), keys["publishing"], profile, moment)
    return data


@one_at_a_time
def publish(
    folder: Path,
    anchor: bytes,
    found: Found,
    keys: Signers,
    *,
    group: str = "",
    kept: int = KEPT,
    profile: Profile = "stick",
    min_edition: int | None = None,
    now: datetime | None = None,
    progress: Progress = silent,
    cancel: Cancel = never,
) -> Published:
    """Put the edition ``found`` on offer as the newest, signed; the newest ``kept`` stay.

    An edition that is the newest already is only signed again. One that stood here before comes back as the
    newest: so a clinic takes a correction back. ``group`` names the kiosks that are offered it alone, until
    something newer is for all: that takes the place of what any group was offered. ``min_edition`` (a
    sequence) forbids all kiosks to go back below it; it is never lowered. ``profile`` says for how long this
    is signed, whatever was done last. Raises ``PublishFault``, ``KeyFault``, ``BrokenEdition`` for a file
    whose hash is wrong, ``Cancelled``; then the repository offers what it offered before.
    """
    standing = load(folder, anchor)
    moment = moment_for(standing, now)
    lists = dict(standing.lists)
    if group not in lists:
        lists[group] = _first_list(group, len(lists), moment)
    editions = lists[group].editions
    newest = editions[0] if editions else None
    sha256 = lists[group].targets.targets[target_name(newest[0], group)].hashes["sha256"] if newest else ""
    again = newest is not None and sha256 == sha256_of(found.data)
    sequence = newest[1].sequence if newest and again else standing.newest + 1
    floor = max(floor_of(entry for _, entry in standing.editions), min_edition or 1)
    if group and min_edition:
        raise PublishFault("what no kiosk may go back below is said to all: publish without a group")
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
    target = _target(found, entry, group)
    targets = lists[group].targets
    older = [target_name(one, group) for one, _ in editions if one != found.id][: kept - 1]
    targets.targets = {**{name: targets.targets[name] for name in reversed(older)}, target.path: target}
    ended = [] if group or again else [one for one in lists if one and lists[one].targets.targets]
    for one in ended:
        lists[one].targets.targets = {}
    lists = listed_anew(lists, [group, *ended], targets_key, moment)
    fresh += writing.put(target_file(target), found.data)
    stop_if(cancel)
    versions = (standing.snapshot.version, standing.timestamp.version)
    ends = put_metadata(writing, lists.values(), versions, [publishing_key], profile, moment)
    tidy(folder, load(folder, anchor))
    expires = min(ends, standing.root.expires)
    return Published(found.id, sequence, not again, fresh, entry.files, size, expires, tuple(ended))


def withdraw(
    folder: Path,
    anchor: bytes,
    group: str,
    keys: Signers,
    profile: Profile = "stick",
    now: datetime | None = None,
) -> Published:
    """Stop what ``group`` alone is offered: it is offered the newest edition for all as its newest instead.

    Under a new number, so that its kiosks take it by themselves. Raises what ``publish`` raises.
    """
    standing = load(folder, anchor)
    if not group or group not in standing.lists or not standing.lists[group].editions:
        raise PublishFault(f"the group {group} is offered nothing of its own; `repo info` lists the groups")
    if not standing.editions:
        raise PublishFault("nothing was ever published to all; publish what that group is to show instead")
    target = standing.target(standing.editions[0][0])
    data = read_regular(folder / target_file(target), ROOT_BYTES)
    found = Found(data, read_root(data), Blobs(folder / BLOBS))
    return publish(folder, anchor, found, keys, group=group, kept=1, profile=profile, now=now)


@one_at_a_time
def refresh(
    folder: Path,
    anchor: bytes,
    keys: Signers,
    profile: Profile = "stick",
    now: datetime | None = None,
) -> datetime:
    """Sign what stands again, for a new term; returns when that ends.

    A list of editions is signed again too once half of its term is over. Raises ``PublishFault`` and
    ``KeyFault``.
    """
    standing = load(folder, anchor)
    moment = moment_for(standing, now)
    lists = standing.lists
    old = [one for one in lists if lists[one].targets.expires - moment < TARGETS_TERM / 2]
    if old:
        lists = listed_anew(lists, old, key_of(standing.root, "targets", keys), moment)
    signers = [key_of(standing.root, "publishing", keys)]
    versions = (standing.snapshot.version, standing.timestamp.version)
    writing = Writing(folder)
    expires = put_metadata(writing, lists.values(), versions, signers, profile, moment)
    tidy(folder, load(folder, anchor))
    return min(expires, standing.root.expires)


def _first_list(group: str, lists: int, moment: datetime) -> EditionList:
    """The list of a new ``group``, empty and unsigned. Raises ``PublishFault``."""
    if not is_group(group):
        raise PublishFault(f"{group!r} can be no group: {GROUP_NAMES}")
    if lists > GROUPS:
        raise PublishFault(f"there are {GROUPS} groups already; use one of them: `repo info` lists them")
    targets = Targets(expires=moment)
    targets.version = 0  # signing it makes it the first
    return EditionList(group, targets, b"")


def _target(found: Found, entry: Listed, group: str) -> TargetFile:
    custom = {**asdict(entry), "languages": list(entry.languages)}
    hashes = {"sha256": sha256_of(found.data)}
    return TargetFile(len(found.data), hashes, target_name(found.id, group), {"custom": custom})
