"""What a kiosk remembers of what it accepted, so that nothing older is accepted later; knows no signature.

The numbers of signed files count for the publishing keys they were seen with, editions for the keys that sign
editions: where the clinic's root keys replace a stolen key, what a thief ran up with it is forgotten.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import field, replace
from datetime import UTC, datetime
from pathlib import Path

from tuf.api.exceptions import RepositoryError

from kiosk.content.blobs import sha256_of
from kiosk.content.codec import read_record, write_record
from kiosk.content.errors import BrokenEdition, Misshapen
from kiosk.content.files import read_regular, write_whole
from kiosk.content.record import record
from kiosk.updates.errors import Older
from kiosk.updates.framework import Metadata, Root, Snapshot, Targets, Timestamp
from kiosk.updates.groups import versions_of
from kiosk.updates.metadata import (
    METADATA_BYTES,
    Listed,
    Part,
    floor_of,
    keys_of,
    listed,
    signed_at,
    target_name,
    time_read,
    time_text,
)

NAME = "seen.json"
REMEMBERED = 32
"""Editions whose hashes are remembered besides those on offer; a repository offers three."""

_BYTES = 64 * 1024
_NAMED = frozenset({"root", "timestamp", "snapshot", "targets"})
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@record
class Seen:
    """``enrolled`` is the sha256 of the root it was seen under; ``root`` and the like are version numbers.

    ``groups`` maps the roles of groups to theirs, ``editions`` sequences to the sha256 of the edition's root.
    """

    enrolled: str = ""
    root: int = 0
    publishing: tuple[str, ...] = ()
    timestamp: int = 0
    snapshot: int = 0
    targets: int = 0
    groups: Mapping[str, int] = field(default_factory=dict)
    signed_at: str = ""
    publishers: tuple[str, ...] = ()
    floor: int = 0
    editions: Mapping[str, str] = field(default_factory=dict)

    def time(self, root: Root) -> datetime:
        """The newest time signed by keys that ``root`` still names."""
        return time_read(self.signed_at) if self.signed_at and self._publishing(root) else _LONG_AGO

    def check_metadata(self, root: Root, name: str, version: int) -> None:
        """Raises ``Older`` if a higher number of the file ``name`` was seen with the keys of ``root``."""
        known: int = self.groups.get(name, 0) if name not in _NAMED else getattr(self, name)
        if version < known and (name == "root" or self._publishing(root)):
            raise Older(f"its {name} is number {version}, and this kiosk has accepted number {known}")

    def check_editions(
        self, root: Root, sequences: Mapping[int, str], floor: int, own: Mapping[int, str]
    ) -> None:
        """Raises ``Older`` if a sequence seen with the keys of ``root`` now means another edition.

        What is for all has ever higher numbers. ``own`` are of this kiosk's group: a kiosk that joins one may
        find numbers there that it does not know and that are below others it knows.
        """
        if any(sequences.get(one, sha256) != sha256 for one, sha256 in own.items()):
            raise Older("one number means two editions in it")
        if not self._publishers(root):
            return
        if floor < self.floor:
            raise Older(f"it allows editions below number {self.floor}, which were withdrawn")
        newest = max(map(int, self.editions), default=0)
        late = {one: sha256 for one, sha256 in own.items() if str(one) in self.editions}
        for sequence, sha256 in {**late, **sequences}.items():
            if sequence <= newest and self.editions.get(str(sequence)) != sha256:
                raise Older(f"its edition number {sequence} is not the one this kiosk has accepted")

    def after(
        self, root: Root, timestamp: Timestamp, snapshot: Snapshot, sequences: Mapping[int, str], floor: int
    ) -> Seen:
        """What is remembered once all of this was accepted."""
        same = self._publishers(root)
        known = {int(sequence): sha256 for sequence, sha256 in self.editions.items()} if same else {}
        known |= sequences
        kept = {*sorted(known)[-REMEMBERED:], *sequences}
        moment = max(self.time(root), signed_at(timestamp))
        return replace(
            self,
            root=root.version,
            publishing=keys_of(root, Timestamp.type),
            timestamp=timestamp.version,
            snapshot=snapshot.version,
            targets=snapshot.meta["targets.json"].version,
            groups=versions_of(snapshot),
            signed_at=time_text(moment),
            publishers=keys_of(root, Targets.type),
            floor=max(floor, self.floor if same else 0),
            editions={str(one): known[one] for one in sorted(kept)},
        )

    def _publishing(self, root: Root) -> bool:
        return self.publishing == keys_of(root, Timestamp.type)

    def _publishers(self, root: Root) -> bool:
        return self.publishers == keys_of(root, Targets.type)


def recall(folder: Path, enrolled: str) -> Seen:
    """What was remembered under the root ``enrolled`` (sha256; empty where that file is damaged).

    Where the note is torn or missing it is made again from the signed files beside it.
    """
    try:
        line, _, digest = read_regular(folder / NAME, _BYTES).rstrip(b"\n").rpartition(b"\n")
        if sha256_of(line).encode("ascii") == digest:
            seen = read_record(Seen, line, _BYTES)
            return seen if enrolled in ("", seen.enrolled) else Seen(enrolled=enrolled)
    except (BrokenEdition, Misshapen):
        pass
    return _made_again(folder, enrolled)


def remember(folder: Path, seen: Seen) -> None:
    """Keep ``seen``, durably; free where nothing changed. Raises ``OSError``."""
    line = write_record(seen)
    data = line + b"\n" + sha256_of(line).encode("ascii") + b"\n"
    try:
        if read_regular(folder / NAME, _BYTES) == data:
            return
    except BrokenEdition:
        pass
    write_whole(folder / NAME, data)


def _made_again(folder: Path, enrolled: str) -> Seen:
    """From the files accepted before; each may be missing or torn too, and then counts for nothing."""
    root = _part(folder, Root)
    if root is None:
        return Seen(enrolled=enrolled)
    timestamp, snapshot, targets = _part(folder, Timestamp), _part(folder, Snapshot), _part(folder, Targets)
    seen = Seen(enrolled=enrolled, root=root.version, publishing=keys_of(root, Timestamp.type))
    if timestamp is not None:
        moment = time_text(signed_at(timestamp))
        seen = replace(seen, timestamp=timestamp.version, signed_at=moment)
        seen = replace(seen, snapshot=timestamp.snapshot_meta.version)
    if snapshot is not None:
        seen = replace(seen, targets=snapshot.meta["targets.json"].version, groups=versions_of(snapshot))
    if targets is not None:
        entries = listed(targets)
        editions = {str(number): sha256 for number, sha256 in sequences_of(targets, entries).items()}
        publishers = keys_of(root, Targets.type)
        floor = floor_of(entries.values())
        seen = replace(seen, publishers=publishers, floor=floor, editions=editions)
    return seen


def sequences_of(targets: Targets, entries: Mapping[str, Listed], group: str = "") -> dict[int, str]:
    """The sha256 of each edition's root by its sequence."""
    return {
        entry.sequence: targets.targets[target_name(name, group)].hashes["sha256"]
        for name, entry in entries.items()
    }


def _part(folder: Path, kind: type[Part]) -> Part | None:
    try:
        data = read_regular(folder / f"{kind.type}.json", METADATA_BYTES)
        metadata: Metadata[Part] = Metadata.from_bytes(data)
    except (BrokenEdition, RepositoryError, json.JSONDecodeError):
        return None
    return metadata.signed if metadata.signed.type == kind.type else None
