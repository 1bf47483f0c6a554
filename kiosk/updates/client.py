"""The Update Framework's client made to outlast power cuts and to take no file that is not strictly ours.

The library's client keeps its files in place without syncing them and links ``root.json``; after a power cut
it can forget what it accepted. Here a file is written beside, synced, renamed, and its folder synced, and
each is checked against what the kiosk remembers before it is kept. Knows no edition.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from tuf.api.exceptions import DownloadHTTPError, EqualVersionNumberError, RepositoryError
from tuf.ngclient.fetcher import FetcherInterface

from kiosk.content.errors import BrokenEdition
from kiosk.content.files import read_regular, write_whole
from kiosk.updates.errors import Altered, NotThere
from kiosk.updates.framework import Root, Snapshot, Targets, Timestamp, Updater, UpdaterConfig
from kiosk.updates.metadata import METADATA_BYTES, read_strictly
from kiosk.updates.places import Place, within

CAPS = UpdaterConfig(
    max_root_rotations=256,
    max_delegations=0,
    root_max_length=METADATA_BYTES,
    timestamp_max_length=16 * 1024,
    snapshot_max_length=METADATA_BYTES,
    targets_max_length=METADATA_BYTES,
)
"""The most that is read, in bytes, of each file before anything in it is believed."""

KINDS: dict[str, Any] = {kind.type: kind for kind in (Root, Timestamp, Snapshot, Targets)}

Check = Callable[[Root, str, int], None]
"""Raises if a verified file (its root, name and version) must not be kept."""


class PlaceFetcher(FetcherInterface):
    """Gives the library's client the files of a place; its faults come through as they are."""

    def __init__(self, place: Place, seconds: float) -> None:
        self._place = place
        self._seconds = seconds

    def download_bytes(self, url: str, max_length: int) -> bytes:
        """The file at the path ``url``. Raises ``PlaceFault``; for a missing file what the library knows."""
        try:
            return self._place.read(url, max_length, within(self._seconds))
        except NotThere as fault:
            raise DownloadHTTPError(str(fault), 404) from fault

    def _fetch(self, url: str) -> Iterator[bytes]:
        yield self.download_bytes(url, METADATA_BYTES)


class Client(Updater):
    """One look at a repository: ``refresh`` leaves verified files in ``folder``, then ``root`` and the like.

    ``now(root)`` is the time to judge terms by, ``check`` is asked before a file is kept. ``strictly``
    refuses files that are good by The Update Framework and not written and signed as ours are.
    """

    def __init__(
        self,
        folder: Path,
        root: bytes,
        fetcher: FetcherInterface,
        now: Callable[[Root], datetime],
        check: Check,
        *,
        strictly: bool = True,
        base: str = "metadata/",
    ) -> None:
        self._folder = folder
        self._time = now
        self._check = check
        self._strictly = strictly
        self.reading = Root.type
        super().__init__(str(folder), base, fetcher=fetcher, config=CAPS, bootstrap=root)

    @property
    def root(self) -> Root:
        return self._trusted_set.root

    @property
    def timestamp(self) -> Timestamp:
        return self._trusted_set.timestamp

    @property
    def snapshot(self) -> Snapshot:
        return self._trusted_set.snapshot

    @property
    def targets(self) -> Targets:
        return self._trusted_set.targets

    def delegated(self, role: str) -> Targets | None:
        """What ``targets`` delegates to ``role`` lists, verified and kept; None where there is no such role.

        No other role is ever looked at, and a target outside the delegated paths is none of its. Raises what
        ``refresh`` raises.
        """
        roles = self.targets.delegations.roles if self.targets.delegations else None
        if not roles or role not in roles:
            return None
        found = self._load_targets(role, Targets.type)
        own = {path: one for path, one in found.targets.items() if roles[role].is_delegated_path(path)}
        return Targets(found.version, found.spec_version, found.expires, own)

    def now(self) -> datetime:
        """The time that terms are judged by."""
        return self._time(self.root)

    def ended(self) -> datetime | None:
        """When the first of the files read so far ended; none of them may have."""
        parts = (self.root, *(self._trusted_set.get(kind.type) for kind in (Timestamp, Snapshot)))
        over = [part.expires for part in parts if part is not None and part.is_expired(self.now())]
        return min(over, default=None)

    # what the library does otherwise

    def _persist_root(self, version: int, data: bytes) -> None:
        self._keep(Root.type, data)

    def _update_root_symlink(self) -> None:
        """``root.json`` is a plain file here, written by ``_persist_root``."""

    def _persist_metadata(self, rolename: str, data: bytes) -> None:
        self._check(self.root, rolename, self._trusted_set[rolename].version)
        if rolename == Timestamp.type:
            self._check(self.root, Snapshot.type, self.timestamp.snapshot_meta.version)
        if rolename == Snapshot.type:
            for name, meta in self.snapshot.meta.items():
                self._check(self.root, name.removesuffix(".json"), meta.version)
        self._keep(rolename, data)

    def _load_root(self) -> None:
        super()._load_root()
        self._check(self.root, Root.type, self.root.version)
        self._trusted_set.reference_time = self.now()

    def _load_timestamp(self) -> None:
        """As the library, but a timestamp with the known number and another content is no accident."""
        known = b""
        try:
            known = self._load_local_metadata(Timestamp.type)
            self._trusted_set.update_timestamp(known)
        except (OSError, RepositoryError):
            pass  # there is none, or it counts for nothing any more
        data = self._download_metadata(Timestamp.type, CAPS.timestamp_max_length)
        try:
            self._trusted_set.update_timestamp(data)
        except EqualVersionNumberError:
            if self._strictly and data != known:
                raise Altered("its timestamp has a number this kiosk knows and another content") from None
            return
        self._persist_metadata(Timestamp.type, data)

    def _download_metadata(self, rolename: str, length: int, version: int | None = None) -> bytes:
        self.reading = rolename
        data = super()._download_metadata(rolename, min(length, METADATA_BYTES), version)
        if self._strictly:
            namer = self.root if rolename in KINDS else self.targets
            read_strictly(KINDS.get(rolename, Targets), data, namer, role=rolename)
        return data

    def _load_local_metadata(self, rolename: str) -> bytes:
        try:
            return read_regular(self._folder / f"{rolename}.json", METADATA_BYTES)
        except BrokenEdition as fault:
            raise OSError(str(fault)) from None

    def _keep(self, name: str, data: bytes) -> None:
        path = self._folder / f"{name}.json"
        try:
            if not path.is_symlink() and read_regular(path, len(data)) == data:
                return
        except BrokenEdition:
            pass
        write_whole(path, data)
