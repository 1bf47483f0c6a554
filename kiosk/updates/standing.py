"""What stands in a repository: read and verified, signed again, rid of what nothing names; knows no verb."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial, wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from tuf.api.exceptions import RepositoryError

from kiosk.content.blobs import Blobs, is_sha256, sha256_of
from kiosk.content.contents import blobs_of
from kiosk.content.edition import read_root
from kiosk.content.errors import BrokenEdition
from kiosk.content.files import read_regular
from kiosk.content.manifest import ROOT_BYTES
from kiosk.updates.disk import Writing, sweep
from kiosk.updates.errors import PublishFault
from kiosk.updates.framework import (
    CryptoSigner,
    Metadata,
    MetaFile,
    Root,
    Snapshot,
    TargetFile,
    Targets,
    Timestamp,
)
from kiosk.updates.groups import delegations_to, folder_of, groups_in, role_of
from kiosk.updates.keys import Role, Signers
from kiosk.updates.lock import alone
from kiosk.updates.metadata import (
    BLOBS,
    METADATA_BYTES,
    PUBLISHING,
    TARGETS_TERM,
    TERMS,
    Listed,
    Part,
    Profile,
    listed,
    next_root,
    own_root,
    signed_at,
    target_name,
    time_text,
    verified,
    written,
)

METADATA = "metadata"
TIMESTAMP = f"{METADATA}/timestamp.json"

_NUMBERED = re.compile(r"(\d{1,9})\.(targets|snapshot|group-[a-z0-9-]{1,32})\.json")
_TARGET_FILE = re.compile(r"([0-9a-f]{64})\.[A-Za-z0-9_].*\.json")
_PART_FILE = re.compile(r"\..+\.part")
_LONG = timedelta(days=5 * 365)


P = ParamSpec("P")
Result = TypeVar("Result")


def one_at_a_time(
    verb: Callable[Concatenate[Path, P], Result],
) -> Callable[Concatenate[Path, P], Result]:
    """``verb``, whose first argument is a repository, only where nobody else changes that one meanwhile.

    It raises ``Busy`` then.
    """

    @wraps(verb)
    def alone_there(folder: Path, /, *given: P.args, **named: P.kwargs) -> Result:
        if not (folder / METADATA).exists():
            return verb(folder, *given, **named)  # there is none yet, which the verb says best
        with alone(folder, f"{folder}: another program is publishing here; wait until it is done"):
            return verb(folder, *given, **named)

    return alone_there


@dataclass(frozen=True, slots=True)
class EditionList:
    """A signed list of editions, for all or for a ``group``, and its file's bytes."""

    group: str
    targets: Targets
    data: bytes

    @property
    def editions(self) -> list[tuple[str, Listed]]:
        """The editions it lists, newest first."""
        return sorted(listed(self.targets, self.group).items(), key=lambda one: -one[1].sequence)

    @property
    def file(self) -> str:
        """Its file's name, but for the number before it."""
        return f"{role_of(self.group)}.json"


@dataclass(frozen=True, slots=True)
class Standing:
    """What a repository holds, every signature verified; ``roots`` from the trusted one to the newest.

    ``lists`` are by their groups, that for all by an empty name.
    """

    roots: tuple[Metadata[Root], ...]
    timestamp: Timestamp
    snapshot: Snapshot
    lists: Mapping[str, EditionList]

    @property
    def targets(self) -> Targets:
        """The list for all."""
        return self.lists[""].targets

    @property
    def root(self) -> Root:
        return self.roots[-1].signed

    @property
    def editions(self) -> list[tuple[str, Listed]]:
        """The editions on offer to all, newest first."""
        return self.lists[""].editions

    @property
    def newest(self) -> int:
        """The highest sequence given so far, to all or to a group; 0 before the first."""
        return max((entry.sequence for one in self.lists.values() for _, entry in one.editions), default=0)

    @property
    def offered(self) -> list[TargetFile]:
        """Every target of every list."""
        return [target for one in self.lists.values() for target in one.targets.targets.values()]

    @property
    def profile(self) -> Profile:
        return "network" if self.snapshot.unrecognized_fields.get("profile") == "network" else "stick"

    @property
    def expires(self) -> datetime:
        """The first moment at which kiosks take nothing from this repository any more."""
        lists = (one.targets for one in self.lists.values())
        parts = (self.root, self.timestamp, self.snapshot, *lists)
        return min(part.expires for part in parts)

    def target(self, edition: str, group: str = "") -> TargetFile:
        return self.lists[group].targets.targets[target_name(edition, group)]


def load(folder: Path, anchor: bytes | None = None) -> Standing:
    """The repository in ``folder``, verified from ``anchor``: a root of this clinic, kept elsewhere.

    Without ``anchor`` its own first root is believed: enough to tell what it says, not to sign on top.
    Raises ``PublishFault`` naming the file that is missing, altered or another clinic's.
    """
    try:
        trusted = own_root(anchor or _read(folder, f"{METADATA}/1.root.json"))
    except RepositoryError as fault:
        raise PublishFault(f"{folder}: its first root is not sound ({fault})") from None
    roots = [trusted]
    name = f"{METADATA}/{trusted.signed.version}.root.json"
    if _read(folder, name) != written(trusted):
        raise PublishFault(
            f"{folder}: {name} is not the root of your keys; this is another clinic's repository"
        )
    try:
        while (folder / (name := f"{METADATA}/{roots[-1].signed.version + 1}.root.json")).exists():
            roots.append(next_root(_read(folder, name), roots[-1].signed))
        root = roots[-1].signed
        timestamp = verified(Timestamp, _read(folder, name := TIMESTAMP), root).signed
        snapshot_data = _read(folder, name := f"{METADATA}/{timestamp.snapshot_meta.version}.snapshot.json")
        timestamp.snapshot_meta.verify_length_and_hashes(snapshot_data)
        snapshot = verified(Snapshot, snapshot_data, root).signed
        meta = snapshot.meta["targets.json"]
        data = _read(folder, name := f"{METADATA}/{meta.version}.targets.json")
        meta.verify_length_and_hashes(data)
        lists = {"": EditionList("", verified(Targets, data, root).signed, data)}
        signed_at(timestamp)
        for group in groups_in(lists[""].targets):
            role = role_of(group)
            meta = snapshot.meta[f"{role}.json"]
            data = _read(folder, name := f"{METADATA}/{meta.version}.{role}.json")
            meta.verify_length_and_hashes(data)
            part = verified(Targets, data, lists[""].targets, role).signed
            lists[group] = EditionList(group, part, data)
        for one in lists.values():
            name = f"{METADATA}/{one.targets.version}.{one.file}"
            listed(one.targets, one.group)
    except (RepositoryError, KeyError) as fault:
        raise PublishFault(
            f"{folder}: {name} is not sound ({fault}); take the folder from a backup"
        ) from None
    return Standing(tuple(roots), timestamp, snapshot, lists)


def roles_of(role: Role) -> tuple[str, ...]:
    """The roles of The Update Framework that a key of ours signs for."""
    return PUBLISHING if role == "publishing" else (role,)


def key_of(root: Root, role: Role, keys: Signers) -> CryptoSigner:
    """The key at hand that ``root`` names for ``role``, the latest if there are more. Raises ``KeyFault``."""
    named = root.roles[roles_of(role)[0]].keyids
    return keys.signer(role, next((one for one in reversed(named) if keys.has(role, one)), named[-1]))


def signed(part: Part, signers: Iterable[CryptoSigner]) -> bytes:
    """``part`` as a file, signed by each of ``signers``."""
    metadata = Metadata(part)
    for signer in signers:
        metadata.sign(signer, append=True)
    return written(metadata)


def listed_anew(
    lists: Mapping[str, EditionList], groups: Iterable[str], signer: CryptoSigner, moment: datetime
) -> dict[str, EditionList]:
    """``lists`` with those of ``groups`` signed by ``signer`` under the next number.

    The list for all is signed too where it does not name each group with this key.
    """
    delegations = delegations_to([group for group in lists if group], signer.public_key)
    anew = set(groups)
    if lists[""].targets.delegations != delegations:
        lists[""].targets.delegations = delegations
        anew.add("")
    found = dict(lists)
    for group in sorted(anew):
        targets = lists[group].targets
        targets.version += 1
        targets.expires = moment + TARGETS_TERM
        found[group] = EditionList(group, targets, signed(targets, [signer]))
    return found


def put_metadata(
    writing: Writing,
    lists: Iterable[EditionList],
    versions: tuple[int, int],
    signers: Sequence[CryptoSigner],
    profile: Profile,
    moment: datetime,
) -> datetime:
    """Write lists, then snapshot and timestamp numbered after ``versions``; returns when the first ends."""
    lists = list(lists)
    snapshot = Snapshot(
        version=versions[0] + 1,
        expires=moment + TERMS[profile],
        meta={one.file: _meta(one.targets.version, one.data) for one in lists},
        unrecognized_fields={"profile": profile},
    )
    snapshot_data = signed(snapshot, signers)
    timestamp = Timestamp(
        version=versions[1] + 1,
        expires=moment + TERMS[profile],
        snapshot_meta=_meta(snapshot.version, snapshot_data),
        unrecognized_fields={"signed_at": time_text(moment)},
    )
    for one in lists:
        writing.put(f"{METADATA}/{one.targets.version}.{one.file}", one.data)
    writing.put(f"{METADATA}/{snapshot.version}.snapshot.json", snapshot_data)
    writing.put_last(TIMESTAMP, signed(timestamp, signers))
    return min(snapshot.expires, *(one.targets.expires for one in lists))


def moment_for(standing: Standing, now: datetime | None) -> datetime:
    """Now, unless this computer's clock cannot be right: kiosks would believe what is signed by it.

    Raises ``PublishFault``.
    """
    moment = (now or datetime.now(UTC)).replace(microsecond=0)
    last = signed_at(standing.timestamp)
    if not last - timedelta(days=1) < moment < last + _LONG:
        told = f"{moment:%Y-%m-%d}, but this repository was last signed on {last:%Y-%m-%d}"
        raise PublishFault(f"this computer's clock says {told}; set the clock and try again")
    return max(moment, last)


def target_file(target: TargetFile) -> str:
    """Where an edition's root lies in a repository."""
    return f"targets/{target.get_prefixed_paths()[0]}"


def blobs_in(folder: Path, standing: Standing) -> dict[str, None]:
    """Every blob of every edition on offer, each once. Raises ``BrokenEdition``."""
    blobs = Blobs(folder / BLOBS)
    found: dict[str, None] = {}
    for target in standing.offered:
        data = read_regular(folder / target_file(target), ROOT_BYTES)
        found |= dict.fromkeys(blobs_of(read_root(data), blobs.read))
    return found


def tidy(folder: Path, standing: Standing) -> int:
    """Delete what nothing names any more; returns how many files. The metadata before this one stays.

    Someone may be reading it over the network just now.
    """
    blobs = blobs_in(folder, standing)
    files = {folder / target_file(one) for one in standing.offered}
    oldest = {role_of(group): one.targets.version - 1 for group, one in standing.lists.items()}
    oldest["snapshot"] = standing.snapshot.version - 1

    def stale_metadata(name: str) -> bool:
        numbered = _NUMBERED.fullmatch(name)
        stale = numbered and int(numbered[1]) < oldest.get(numbered[2], 0)
        return bool(_PART_FILE.fullmatch(name) or stale)

    gone = sweep(folder / METADATA, stale_metadata)
    for group in standing.lists:
        place = folder / "targets" / folder_of(group)
        if not place.parent.is_symlink():  # a stick may hold anything
            gone += sweep(place, partial(_is_stale_target, place, files))
    for shelf in (folder / BLOBS).glob("[0-9a-f][0-9a-f]"):
        gone += sweep(shelf, lambda name: _is_blobs(name) and name not in blobs)
    return gone


def _is_stale_target(place: Path, files: set[Path], name: str) -> bool:
    return bool(_PART_FILE.fullmatch(name) or (_TARGET_FILE.fullmatch(name) and place / name not in files))


def _is_blobs(name: str) -> bool:
    return is_sha256(name) or (_PART_FILE.fullmatch(name) is not None and is_sha256(name[1:65]))


def _meta(version: int, data: bytes) -> MetaFile:
    return MetaFile(version, len(data), {"sha256": sha256_of(data)})


def _read(folder: Path, name: str) -> bytes:
    try:
        return read_regular(folder / name, METADATA_BYTES)
    except BrokenEdition as fault:
        if not (folder / METADATA).is_dir():
            raise PublishFault(f"{folder}: there is no repository here; make one with `repo init`") from None
        raise PublishFault(f"{folder}: {name}: {fault.why}; take it from a backup") from None
