"""Puts a signed edition on this machine's shelf, whole or not at all; of the place it believes nothing.

What comes is held in memory, checked by its hash and only then written, so nothing a stick does later counts.
The order is blobs, a sync of them all, the full check, the root, the record of what was installed, and last
the pointer: whatever stops it on the way, the edition before it still stands, and the next try goes on with
the blobs that are here already.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Literal

from kiosk.content.blobs import sha256_of
from kiosk.content.contents import BLOB_BYTES, blobs_of
from kiosk.content.edition import Edition, read_root
from kiosk.content.errors import BrokenEdition, ContentError
from kiosk.content.history import History, Installed, read_history, write_history
from kiosk.content.manifest import WORDS_BYTES
from kiosk.content.shelf import Shelf, is_edition_id, root_name
from kiosk.content.verify import verify
from kiosk.updates.disk import Cancel, Progress, never, settle, silent, stop_if
from kiosk.updates.errors import Altered, NoRoom, NotThere, Older, PlaceFault, Undone
from kiosk.updates.metadata import blob_file
from kiosk.updates.offer import Offer
from kiosk.updates.places import Place, within

KEPT = 3
"""Editions kept on a shelf: the one shown and two to go back to."""

SECONDS = 60.0
"""How long a place may take over one blob."""

SPARE = 16 * 1024 * 1024
"""Bytes of a disk that no edition may fill."""

_REMEMBERED = 16


How = Literal["installed", "mended", "nothingNew"]
"""How bringing an edition ended well: it is shown now; it was shown, and is whole again; it was, and is."""


class Installation:
    """The shelf in ``folder`` and what came onto it.

    Not for two processes at once: whoever writes holds ``kiosk.updates.lock.alone`` on ``folder``.
    """

    def __init__(self, folder: Path, free: Callable[[Path], int] | None = None) -> None:
        self.shelf = Shelf(folder)
        self._free = free or (lambda place: shutil.disk_usage(place).free)

    @property
    def history(self) -> tuple[Installed, ...]:
        """What was installed here, oldest first; empty where the record is missing or damaged."""
        return read_history(self.shelf.folder).installed

    @property
    def floor(self) -> int:
        """The lowest sequence that may be shown again, as the clinic last signed it; 0 before anything."""
        return read_history(self.shelf.folder).floor

    def newest(self, clinic: str) -> int:
        """The highest sequence of ``clinic`` ever installed here; 0 before the first."""
        return max((one.sequence for one in self._history(clinic).installed), default=0)

    @property
    def current(self) -> Installed | None:
        """What is shown, if it was installed here."""
        with suppress(BrokenEdition):
            shown = self.shelf.current()
            return next((one for one in self.history if one.root == shown.root), None)
        return None

    @property
    def before(self) -> Installed | None:
        """What going back would show: of the editions still kept that came before the current, the newest.

        One that staff undid comes back only where there is no other.
        """
        current, kept = self.current, set(self.shelf.kept())
        earlier = [
            one for one in self.history if current and one.sequence < current.sequence and one.edition in kept
        ]
        return max(earlier, key=lambda one: (not one.undone, one.sequence), default=None)

    @property
    def undone(self) -> Installed | None:
        """The newest edition still kept that staff went back from and that is newer than the current."""
        current, kept = self.current, set(self.shelf.kept())
        left = [
            one
            for one in self.history
            if one.undone and current and one.sequence > current.sequence and one.edition in kept
        ]
        return max(left, key=lambda one: one.sequence, default=None)

    def wanted(self, offer: Offer) -> bool:
        """Whether a kiosk takes this offer by itself: newer than what is shown, and never undone by staff.

        What another clinic's keys signed before is neither newer nor older.
        """
        current = self._current(offer.clinic)
        return not self.is_undone(offer) and (current is None or offer.sequence > current.sequence)

    def is_undone(self, offer: Offer) -> bool:
        """Whether staff went back from the offered edition here."""
        return any(one.undone for one in self.history if one.root == offer.root_sha256)

    def is_current(self, offer: Offer) -> bool:
        """Whether the offered edition is the one that is shown, sound or not, as this clinic's."""
        current = self._current(offer.clinic)
        return current is not None and current.root == offer.root_sha256

    def fault(self, cancel: Cancel = never) -> str:
        """What is wrong with the current edition, every byte of it read; empty where nothing is.

        Raises ``Cancelled``.
        """
        current = self.current
        if current is None:
            return ""
        try:
            edition = self.shelf.open(current.edition, current.root)
            for blob in edition.used_blobs():
                stop_if(cancel)
                edition.blob(blob, BLOB_BYTES)
        except ContentError as fault:
            return str(fault)
        return ""

    def chosen(self, offers: Sequence[Offer], damaged: Callable[[], bool]) -> Offer:
        """Which of a place's ``offers``, newest first, is to be installed: the newest.

        Where staff went back from that one and what is shown instead is ``damaged``: what is shown.
        """
        shown = next((one for one in offers if self.is_current(one)), None)
        return shown if shown and self.is_undone(offers[0]) and damaged() else offers[0]

    def call_back(self, clinic: str, floor: int) -> None:
        """Remember that nothing of ``clinic`` below ``floor`` may be shown again. Raises ``OSError``."""
        history = self._history(clinic)
        if history.installed and floor > history.floor:
            write_history(self.shelf.folder, replace(history, floor=floor))

    def heed(self, offer: Offer) -> None:
        """Remember what is signed now: which editions are called back, and the number of the one shown.

        Raises ``OSError`` when the disk refuses.
        """
        history, current = self._history(offer.clinic), self.current
        kept = [
            replace(one, sequence=offer.sequence)
            if current and one.root == current.root == offer.root_sha256
            else one
            for one in history.installed
        ]
        heeded = replace(history, installed=tuple(kept), floor=offer.floor)
        if history.installed and heeded != history:
            write_history(self.shelf.folder, heeded)

    def decide(
        self, offers: Sequence[Offer], again: bool = False, cancel: Cancel = never
    ) -> tuple[Offer, How]:
        """Which of ``offers`` (newest first, not empty) to install, and what that would be.

        Raises ``Undone`` for an edition that staff went back from here, unless it is wanted ``again``;
        ``Cancelled``, and ``OSError`` when the disk refuses.
        """
        self.heed(offers[0])
        offer = offers[0] if again else self.chosen(offers, lambda: bool(self.fault(cancel)))
        if self.is_undone(offer) and not again:
            told = f"{offer.edition} was undone on this kiosk; nothing was changed. Publish a corrected one"
            raise Undone(f"{told}, or take it all the same: `edition install` with --again")
        if not self.is_current(offer):
            return offer, "installed"
        return offer, "mended" if self.fault(cancel) else "nothingNew"

    def look(self, offer: Offer, place: Place, cancel: Cancel = never) -> Edition:
        """The offered edition with its lists of topics and its words fetched: enough to say what is new.

        Its pages are not here yet. Raises what ``install`` raises.
        """
        fetch = _Fetch(self.shelf, place, cancel)
        root = read_root(offer.root)
        blobs_of(root, fetch.read)
        for words in root.words.values():
            fetch.read(words, WORDS_BYTES)
        return Edition(self.shelf.folder, root, offer.root_sha256, root_name(offer.edition))

    def fetch(
        self,
        offer: Offer,
        place: Place,
        progress: Progress = silent,
        cancel: Cancel = never,
        roll_back: bool = False,
    ) -> Edition:
        """Fetch what is missing of ``offer`` and check all of it; nothing else is shown for it yet.

        Raises what ``install`` raises.
        """
        newest = self.newest(offer.clinic)
        if offer.sequence < newest and not roll_back and not self.is_current(offer):
            told = f"edition {offer.edition} is older (number {offer.sequence}; {newest} was here)"
            raise Older(f"{place.name}: {told}; it is taken with `edition install --roll-back` alone")
        if offer.sequence < offer.floor:
            raise Older(
                f"{place.name}: edition {offer.edition} was called back by the clinic; take a newer one"
            )
        self.shelf.clear_parts()
        if not is_edition_id(offer.edition):
            raise Altered(f"{place.name}: {offer.edition!r} cannot be the name of an edition; publish again")
        return self._whole(offer, place, progress, cancel)

    def install(
        self,
        offer: Offer,
        place: Place,
        progress: Progress = silent,
        cancel: Cancel = never,
        roll_back: bool = False,
    ) -> Installed:
        """Fetch what is missing of ``offer`` from ``place``, check all of it, and make it current.

        What is shown already is mended: what is damaged of it is fetched again. An older edition than the
        newest installed is refused unless ``roll_back``. Raises ``Older``,
        ``Altered`` for what is not what was signed or not whole, ``NoRoom``, ``PlaceFault``, ``Cancelled``
        and ``OSError`` when this disk refuses; what was shown before then still is.
        """
        edition = self.fetch(offer, place, progress, cancel, roll_back)
        stop_if(cancel)
        self.shelf.put_root(offer.edition, offer.root)
        installed = Installed(edition=offer.edition, root=offer.root_sha256, sequence=offer.sequence)
        current = self._current(offer.clinic)
        if current is not None and current.root == installed.root:
            installed = replace(installed, confirmed=current.confirmed)
        self._remember(installed, offer)
        self.shelf.show(offer.edition, edition.root_sha256)
        with suppress(BrokenEdition, OSError):
            self.tidy()  # what stays a little longer harms nobody
        progress("installed", 1, 1)
        return installed

    def go_back(self, floor: int = 0, undo: bool = True) -> Installed:
        """Show the edition before the current one again; the one left is not taken by itself any more.

        Without ``undo`` it may be: it was damaged, and nobody took it back.
        Raises ``Older`` where there is none, or it was called back: it is below ``floor`` or the one that
        is remembered; ``Altered`` where it is damaged; ``OSError`` when the disk refuses.
        """
        before, current = self.before, self.current
        if before is None or current is None:
            raise Older("there is no edition before this one on this kiosk; bring it on a stick")
        if before.sequence < max(floor, self.floor):
            raise Older(f"edition {before.edition} was called back by the clinic; nothing was changed")
        try:
            verify(self.shelf.open(before.edition, before.root))
        except ContentError as fault:
            told = f"edition {before.edition} is damaged here ({fault})"
            raise Altered(f"{told}; nothing was changed; bring it on a stick") from None
        self.shelf.clear_parts()
        if undo:
            self._remember(replace(current, undone=True, confirmed=False))
        self.shelf.show(before.edition, before.root)
        return before

    def confirm(self, edition: str) -> bool:
        """The current edition has run well; whether that is news. Raises ``OSError``."""
        current = self.current
        if current is None or current.edition != edition or current.confirmed:
            return False
        history = read_history(self.shelf.folder)
        kept = [
            replace(one, confirmed=True) if one.root == current.root else one for one in history.installed
        ]
        write_history(self.shelf.folder, replace(history, installed=tuple(kept)))
        return True

    def tidy(self) -> int:
        """Remove all but the last three editions and the current one; returns how many blobs went.

        Raises ``BrokenEdition``, with nothing removed, when a kept one cannot be read, and ``OSError``.
        """
        kept = sorted(
            (one for one in self.history if one.edition in self.shelf.kept()), key=lambda one: one.sequence
        )
        names = {self.shelf.current().edition, *(one.edition for one in kept[-KEPT:])}
        return self.shelf.forget_all_but(names)

    def _whole(self, offer: Offer, place: Place, progress: Progress, cancel: Cancel) -> Edition:
        """Every blob of the offer on the shelf, synced and checked; its root is not there yet."""
        fetch = _Fetch(self.shelf, place, cancel)
        try:
            names = blobs_of(read_root(offer.root), fetch.read)
            missing, have = [], 0
            for done, blob in enumerate(names, start=1):
                data = fetch.here(blob)
                have += len(data or b"")
                missing += [blob] if data is None else []
                progress("looking", done, len(names))
            self._check_room(offer, place, have)
            for done, blob in enumerate(missing, start=1):
                fetch.fetch(blob, BLOB_BYTES)
                progress("copying", done, len(missing))
            # All of them: what an attempt before this one brought may not be on the disk yet.
            settle(self.shelf.folder, [self.shelf.blobs.path(blob) for blob in names])
            name = root_name(offer.edition)
            edition = Edition(self.shelf.folder, read_root(offer.root, name), offer.root_sha256, name)
            verify(edition, lambda done, of: progress("verifying", done, of))
        except ContentError as fault:
            raise Altered(f"{place.name}: {offer.edition} is not sound ({fault}); publish again") from None
        if edition.id != offer.edition:
            raise Altered(f"{place.name}: edition {offer.edition} calls itself {edition.id}; publish again")
        return edition

    def _check_room(self, offer: Offer, place: Place, have: int) -> None:
        """Twice what is missing must be free, so that a disk is never full of an edition."""
        needed = 2 * max(0, offer.size - have) + SPARE
        free = self._free(self.shelf.folder)
        if free < needed:
            told = (
                f"edition {offer.edition} needs {_mb(needed)} MB free on this kiosk, and {_mb(free)} MB are"
            )
            raise NoRoom(f"{place.name}: {told}; what is shown stays; make room, then try again")

    def _history(self, clinic: str) -> History:
        """What was installed here of ``clinic``; nothing where all of it is another's."""
        history = read_history(self.shelf.folder)
        return history if history.is_of(clinic) else History(clinic=clinic)

    def _current(self, clinic: str) -> Installed | None:
        """What is shown, if it is an edition of ``clinic``."""
        return self.current if read_history(self.shelf.folder).is_of(clinic) else None

    def _remember(self, installed: Installed, offer: Offer | None = None) -> None:
        """Keep the record, ``installed`` as the newest in it.

        With an ``offer`` of another clinic it is the first: nothing of the one before is shown again.
        """
        history = self._history(offer.clinic) if offer else read_history(self.shelf.folder)
        kept = [*(one for one in history.installed if one.root != installed.root), installed]
        history = replace(history, installed=tuple(kept[-_REMEMBERED:]))
        if offer:
            history = replace(history, floor=offer.floor, clinic=offer.clinic or history.clinic)
        write_history(self.shelf.folder, history)


class _Fetch:
    """Blobs from the shelf, or else from the place."""

    def __init__(self, shelf: Shelf, place: Place, cancel: Cancel) -> None:
        self._shelf = shelf
        self._place = place
        self._cancel = cancel

    def here(self, blob: str) -> bytes | None:
        """A blob that lies on the shelf and is whole."""
        stop_if(self._cancel)
        try:
            return self._shelf.blobs.read(blob, BLOB_BYTES)
        except BrokenEdition:
            return None

    def read(self, blob: str, cap: int) -> bytes:
        """A blob from wherever it is."""
        data = self.here(blob)
        return self.fetch(blob, cap) if data is None else data

    def fetch(self, blob: str, cap: int) -> bytes:
        """A blob from the place, checked in memory and then written.

        It is synced now where it takes a damaged one's place, of an edition that is shown; else later.
        """
        stop_if(self._cancel)
        name = blob_file(blob)
        try:
            data = self._place.read(name, cap, within(SECONDS))
        except NotThere:
            raise PlaceFault(self._place.name, name, "missing; make a new stick or publish again") from None
        if sha256_of(data) != blob:
            raise Altered(f"{self._place.name}: {name} is damaged; make a new stick or publish again")
        self._shelf.folder.mkdir(parents=True, exist_ok=True)
        self._shelf.blobs.add(data, durable=blob in self._shelf.blobs)
        return data


def _mb(size: int) -> int:
    return -(-size // (1024 * 1024))
