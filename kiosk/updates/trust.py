"""Whose editions this kiosk may show and what a place offers of them; installs nothing and shows nothing.

In its folder: ``enrolled.json``, the root that staff chose; ``root.json``, the newest that followed from it;
the timestamp, snapshot and targets accepted last; ``seen.json``, what must never go back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tuf.api.exceptions import (
    BadVersionNumberError,
    DownloadError,
    ExpiredMetadataError,
    LengthOrHashMismatchError,
    RepositoryError,
)

from kiosk import PROGRAM
from kiosk.content.blobs import sha256_of
from kiosk.content.errors import BrokenEdition
from kiosk.content.files import clear_parts, read_regular, write_whole
from kiosk.updates.client import Client, PlaceFetcher
from kiosk.updates.errors import (
    Altered,
    Expired,
    NotEnrolled,
    NotThere,
    Older,
    OtherClinic,
    PlaceFault,
    Refused,
)
from kiosk.updates.framework import Root, Timestamp
from kiosk.updates.groups import role_of
from kiosk.updates.keys import words_of
from kiosk.updates.lock import alone
from kiosk.updates.metadata import (
    METADATA_BYTES,
    floor_of,
    listed,
    own_root,
    target_name,
)
from kiosk.updates.offer import Offer
from kiosk.updates.places import Place, within
from kiosk.updates.reasons import NO_WAY_BACK, root_file, whose_else, why_not_there
from kiosk.updates.seen import NAME as SEEN
from kiosk.updates.seen import recall, remember, sequences_of

EARLIEST = datetime(2026, 11, 22, tzinfo=UTC)
"""No kiosk ran this program before: a clock that says so is wrong."""

SECONDS = 30.0
"""Longest wait for one signed file."""

ENROL_FIRST = f"first enrol your clinic: `{PROGRAM} enrol root.json`"
ENROLLED, ROOT = "enrolled.json", "root.json"


@dataclass(frozen=True, slots=True)
class Enrolment:
    """Whose editions are trusted: ``words`` is the fingerprint of their root keys, to compare by eye."""

    words: tuple[str, ...]
    root: int
    expires: datetime


def system_clock() -> datetime:
    """What this machine's clock says, right or wrong."""
    return datetime.now(UTC)


class Trust:
    """The kiosk's side of the repository, kept in ``folder``, which one process at a time changes.

    A kiosk of a ``group`` is offered what is for all and what is for that group.
    Time is the latest of ``clock``, ``built`` and what was signed last: a clock set back revives nothing.
    """

    def __init__(
        self,
        folder: Path,
        built: datetime = EARLIEST,
        clock: Callable[[], datetime] = system_clock,
        group: str = "",
    ) -> None:
        self.folder = folder
        self.group = group
        self._built = built
        self._clock = clock

    def enrol(self, data: bytes, replace: bool = False) -> Enrolment:
        """Trust the clinic whose root is ``data`` from now on, in place of another only if ``replace``.

        Raises ``Altered`` for what is no root signed by enough of its own keys, ``OtherClinic`` where another
        is enrolled, ``Busy``, ``OSError`` when the disk refuses; then nothing has changed.
        """
        try:
            words = words_of(own_root(data).signed)
        except RepositoryError as fault:
            raise Altered(f"this file is not a clinic's root ({fault}); copy it again") from None
        with alone(self.folder, "this kiosk looks at a stick or a server just now; try again in a minute"):
            return self._enrol(data, words, replace)

    def enrol_first(self, data: bytes) -> Enrolment | None:
        """Trust the clinic whose root is ``data`` if nobody is trusted yet; None where it is already.

        Raises what ``enrol`` raises: ``OtherClinic`` where other root keys are trusted.
        """
        try:
            standing = self.enrolment
        except NotEnrolled:
            return self.enrol(data)
        try:
            words = words_of(own_root(data).signed)
        except RepositoryError as fault:
            raise Altered(f"this file is not a clinic's root ({fault}); copy it again") from None
        if words != standing.words and data != self._kept(ENROLLED):
            told = f"this kiosk trusts other root keys ({' '.join(standing.words)})"
            raise OtherClinic(f"{told}; copy the newest root.json there, or enrol with --replace")
        return None

    def _enrol(self, data: bytes, words: tuple[str, ...], replace: bool) -> Enrolment:
        if self._kept(ENROLLED) or self._kept(ROOT):
            standing = self.enrolment
            if standing.words == words:
                return standing
            if not replace:
                told = f"trusts another clinic already ({' '.join(standing.words)})"
                raise OtherClinic(f"this kiosk {told}; to change that, enrol with --replace")
        clear_parts(self.folder)
        # First back to the bare old root, then over to the new one in a single renaming.
        (self.folder / ROOT).unlink(missing_ok=True)
        write_whole(self.folder / ENROLLED, data)
        for name in ("timestamp.json", "snapshot.json", "targets.json", SEEN):
            (self.folder / name).unlink(missing_ok=True)
        for path in self.folder.glob(f"{role_of('*')}.json"):
            path.unlink(missing_ok=True)
        return self.enrolment

    @property
    def enrolment(self) -> Enrolment:
        """Whose editions are trusted. Raises ``NotEnrolled``."""
        root = own_root(self._root()).signed
        return Enrolment(words_of(root), root.version, root.expires)

    @property
    def clinic(self) -> str:
        """What this memory and the shelf's are kept under: the sha256 of the root that staff enrolled.

        Empty where that file is missing or damaged.
        """
        data = self._kept(ENROLLED)
        return sha256_of(data) if data else ""

    @property
    def floor(self) -> int:
        """The lowest sequence that may be shown; 0 before anything was accepted. Raises ``NotEnrolled``."""
        return recall(self.folder, self.clinic).floor

    @property
    def knows_group(self) -> bool:
        """Whether the repository named this kiosk's group when it was last accepted."""
        return role_of(self.group) in recall(self.folder, self.clinic).groups

    def now(self, root: Root | None = None) -> datetime:
        """The time to judge by. Raises ``NotEnrolled``."""
        root = root or own_root(self._root()).signed
        return max(self._clock(), self._built, recall(self.folder, self.clinic).time(root))

    def offers(self, place: Place, seconds: float = SECONDS) -> list[Offer]:
        """The editions ``place`` offers, newest first; each signed file may take ``seconds``.

        Raises ``Refused`` with the reason, ``PlaceFault`` where the place cannot be read, ``OSError`` when
        this kiosk's own disk refuses.
        """
        self._root()  # where nobody is enrolled nothing is made
        with alone(self.folder, "", wait=True):
            return self._offers(place, seconds)

    def _offers(self, place: Place, seconds: float) -> list[Offer]:
        root = self._root()
        clinic = self.clinic
        seen = recall(self.folder, clinic)
        self._check_whose(place, root, seconds)
        clear_parts(self.folder)
        client = Client(
            self.folder,
            root,
            PlaceFetcher(place, seconds),
            lambda found: max(self._clock(), self._built, seen.time(found)),
            seen.check_metadata,
        )
        try:
            client.refresh()
            own = client.delegated(role_of(self.group)) if self.group else None
            entries = listed(client.targets)
            theirs = listed(own, self.group) if own else {}
            floor = floor_of(entries.values())  # of the list for all alone: who leaves a group keeps it
            sequences = sequences_of(client.targets, entries)
            mine = sequences_of(own, theirs, self.group) if own else {}
            seen.check_editions(client.root, sequences, floor, mine)
            targets = client.targets.targets | (own.targets if own else {})
            choices = [(one, entry, targets[target_name(one)]) for one, entry in entries.items()]
            choices += [(one, entry, targets[target_name(one, self.group)]) for one, entry in theirs.items()]
            seen = seen.after(client.root, client.timestamp, client.snapshot, sequences | mine, floor)
        except Older as fault:
            raise Older(f"{place.name}: {fault}; {NO_WAY_BACK}") from None
        except Refused as fault:
            raise type(fault)(f"{place.name}: {fault}; make a new stick or publish again") from None
        except (RepositoryError, DownloadError) as fault:
            raise self._refused(place, client, fault) from None
        remember(self.folder, seen)
        parts = (client.root, client.timestamp, client.snapshot, client.targets, *([own] if own else ()))
        expires = min(part.expires for part in parts)
        offers: list[Offer] = []
        for edition, entry, target in sorted(choices, key=lambda one: -one[1].sequence):
            if entry.sequence < seen.floor or edition in (one.edition for one in offers):
                continue
            path = f"targets/{target.get_prefixed_paths()[0]}"
            data = place.read(path, target.length, within(seconds))
            try:
                target.verify_length_and_hashes(data)
            except LengthOrHashMismatchError:
                raise Altered(f"{place.name}: {path} is damaged; publish again") from None
            offers.append(
                Offer(
                    clinic=clinic,
                    edition=edition,
                    root=data,
                    root_sha256=target.hashes["sha256"],
                    sequence=entry.sequence,
                    floor=seen.floor,
                    size=entry.size,
                    files=entry.files,
                    built=entry.built,
                    title=entry.title,
                    languages=entry.languages,
                    expires=expires,
                    group=self.group if own and target.path in own.targets else "",
                )
            )
        return offers

    def _check_whose(self, place: Place, root: bytes, seconds: float) -> None:
        """The place holds the very root that is trusted here: whose it is, before anything is believed."""
        name = root_file(own_root(root).signed.version)
        try:
            theirs = place.read(name, METADATA_BYTES, within(seconds))
        except NotThere:
            ours = [own_root(one).signed for one in (root, self._kept(ENROLLED)) if one]
            raise why_not_there(place, ours, seconds) from None
        if theirs != root:
            raise whose_else(place, name, theirs)

    def _refused(self, place: Place, client: Client, fault: RepositoryError | DownloadError) -> Exception:
        """What the library found, in plain words."""
        name = client.reading
        if isinstance(fault, DownloadError):
            why = fault.__cause__
            return why if isinstance(why, PlaceFault) else PlaceFault(place.name, name, "cannot be read")
        if isinstance(fault, ExpiredMetadataError):
            return self._expired(place, client)
        if isinstance(fault, BadVersionNumberError) and name in (Timestamp.type, "snapshot"):
            return Older(f"{place.name}: is older than what this kiosk has already accepted; {NO_WAY_BACK}")
        return Altered(f"{place.name}: its {name} file is not sound ({fault}); publish again")

    def _expired(self, place: Place, client: Client) -> Expired:
        now, ended = client.now(), client.ended()
        until = f"until {ended:%Y-%m-%d}" if ended else "for a time that is over"
        what = "replace a root key with `repo rotate`" if client.root.is_expired(now) else "publish again"
        told = f"was signed {until}, and here it is {now:%Y-%m-%d}"
        return Expired(f"{place.name}: {told}; {what}, or set this kiosk's clock")

    def _root(self) -> bytes:
        """The newest trusted root; the enrolled one where ``root.json`` is torn or missing."""
        for name in (ROOT, ENROLLED):
            data = self._kept(name)
            if data is not None:
                return data
        raise NotEnrolled(f"this kiosk does not know whose editions to trust; {ENROL_FIRST}")

    def _kept(self, name: str) -> bytes | None:
        try:
            data = read_regular(self.folder / name, METADATA_BYTES)
            own_root(data)
        except (BrokenEdition, RepositoryError):
            return None
        return data
