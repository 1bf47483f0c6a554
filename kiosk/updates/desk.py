"""What the updater does for those who ask: look, install, go back, one after another; it knows no socket.

A desk belongs to one thread. What it found it tells as whole new values, never by changing one.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from kiosk.content.edition import Edition
from kiosk.content.errors import BrokenEdition, ContentError
from kiosk.updates.disk import Cancel, Progress, never, silent
from kiosk.updates.errors import Cancelled, NotEnrolled, PlaceFault, UpdateError
from kiosk.updates.install import Installation
from kiosk.updates.metadata import time_text
from kiosk.updates.news import news_of
from kiosk.updates.notes import keep_notes, now_text, read_notes
from kiosk.updates.offer import Offer
from kiosk.updates.on_offer import OnOffer, named, texts_of
from kiosk.updates.places import Place
from kiosk.updates.premises import Premises
from kiosk.updates.sentences import told, told_fault
from kiosk.updates.sticks import Print
from kiosk.updates.trust import Enrolment, Trust
from kiosk.updates.web import WebPlace
from kiosk.updates.wire import News, Offered, Said, Standing, plain, said

logger = logging.getLogger(__name__)


class Desk:
    """The updater's work. ``progress`` is told how far it is, ``cancel`` asked whether to stop.

    Its verbs return what there is to say and raise nothing but what nobody foresaw.
    """

    def __init__(self, premises: Premises, progress: Progress = silent, cancel: Cancel = never) -> None:
        self._premises = premises
        self._progress = progress
        self._cancel = cancel
        self._trust = Trust(premises.trust, group=premises.group)
        self._installation = Installation(premises.shelf)
        self._on_offer = OnOffer(premises, self._trust, self._installation, cancel)
        self._back: tuple[tuple[str, str], News | None] = ("", ""), None
        self.notes = read_notes(premises.state)
        with suppress(NotEnrolled, OSError):
            self._installation.call_back(self._trust.clinic, self._trust.floor)

    # --- what is so

    def offers(self) -> tuple[Offered, ...]:
        """What all places offer: what can be installed first, the newest before the others."""
        return self._on_offer.listed()

    def standing(self) -> Standing:
        """What is shown, as the shelf says it."""
        current, before = self._installation.current, self._installation.before
        undone = self._installation.undone
        shown, earlier, left = (
            self._titled(one.edition, one.root) if one else None for one in (current, before, undone)
        )
        trusted = self._trusted()
        return Standing(
            edition=current.edition if current else "",
            title=texts_of(shown.root.title) if shown else {},
            built=shown.root.built if shown else "",
            sequence=current.sequence if current else 0,
            confirmed=current.confirmed if current else False,
            switch=self._switch(),
            previous=before.edition if before else "",
            previous_title=texts_of(earlier.root.title) if earlier else {},
            previous_built=earlier.root.built if earlier else "",
            back=self._going_back(shown, earlier),
            undone=undone.edition if undone else "",
            undone_title=texts_of(left.root.title) if left else {},
            undone_built=left.root.built if left else "",
            last_look=self.notes.looked,
            source=plain(self.notes.source),
            trusts=trusted.words if trusted else (),
            trusts_until=time_text(trusted.expires) if trusted else "",
            last=self.notes.last,
            group=self._trust.group,
        )

    # --- verbs

    def look_at_sticks(self, there: Mapping[Path, Print], again: bool = False) -> bool:
        """Look at each repository that is new or was written, or at all ``again``; whether offers changed."""
        return self._on_offer.look_at_sticks(there, again)

    def look_at_server(self) -> Said:
        """Look at the server, if there is one, and keep note of how it went."""
        address = self._premises.repository
        if not address:
            return told("noPlace")
        try:
            place = WebPlace(address, self._premises.authority)
        except PlaceFault as fault:
            logger.warning("refused: %s", plain(str(fault)))
            return self._noted(told_fault(fault, address))
        try:
            offered = self._on_offer.look_at_server(address, place)
        except Cancelled as fault:
            return told_fault(fault, address)
        finally:
            place.close()
        if offered.refusal is not None:
            return self._noted(offered.refusal)
        self.notes = replace(self.notes, looked=now_text())
        return self._noted(told("looked" if offered.fresh else "nothingNew", address))

    def look_result(self) -> Said:
        """What a look at everything came to."""
        offers = self.offers()
        if any(one.fresh for one in offers):
            return told("looked")
        refused = next((one.refusal for one in offers if one.refusal is not None), None)
        return refused or told("nothingNew" if offers else "noPlace")

    def wanted(self) -> str:
        """The server's offer that this kiosk takes by itself, or an empty text."""
        found = self._on_offer.at(self._premises.repository)
        takes = found and found.offer and self._installation.wanted(found.offer)
        return found.offered.id if found and takes else ""

    def install(self, offer: str, only_fetch: bool = False, by_itself: bool = False) -> Said:
        """Install the offer with this id, or only bring it here, checked.

        ``by_itself`` nobody asks for it: what staff went back from meanwhile is left alone.
        """
        known = self._on_offer.with_id(offer)
        if known is None:
            return told("noPlace", good=False)
        name, found = known
        if found.offer is None:
            return found.offered.refusal or told("noPlace", good=False)
        if by_itself and not self._installation.wanted(found.offer):
            return told("nothingNew", found.offered.place, found.offer.title)
        return self._brought([found.offer], self._on_offer.place(name), only_fetch, again=True)

    def bring(self, source: str, roll_back: bool = False, again: bool = False) -> Said:
        """Install the newest edition that ``source`` (a whole path or an address) offers.

        One that staff went back from only if it is wanted ``again``.
        """
        try:
            place = self._on_offer.place(source)
            offers = self._trust.offers(place)
        except (UpdateError, OSError) as fault:
            return self._noted(told_fault(fault, source))
        return self._brought(offers, place, False, roll_back, again) if offers else told("nothingNew", source)

    def go_back(self) -> Said:
        """Show the edition before the current one."""
        return self._went_back(undo=True)

    def confirm(self, edition: str) -> Said:
        """The interface has shown ``edition`` for a minute without a fault."""
        try:
            if self._installation.confirm(edition):
                logger.info("confirmed: %s has run well for a minute", edition)
        except OSError as fault:
            return told_fault(fault)
        return told("noted")

    def give_up(self, edition: str, why: str) -> Said:
        """The interface cannot show ``edition``: if it is current, the one before it is from now on."""
        current = self._installation.current
        if current is None or current.edition != edition:
            return told("noted")
        # One that is damaged is brought in again like any other; nobody took it back.
        result = self._went_back(undo=not self._installation.fault(), by_itself=True)
        sentence = plain(f"{edition} could not be shown ({why}). {result.sentence}")
        return self._noted(replace(result, sentence=sentence, good=False))

    # --- inside

    def _went_back(self, undo: bool, by_itself: bool = False) -> Said:
        """``by_itself`` goes back to nothing that staff went back from."""
        before = self._installation.before
        if before is None or (by_itself and before.undone):
            why = "there is no edition before this one on this kiosk; bring it on a stick"
            return self._noted(said("nothingBefore", why, good=False))
        try:
            before = self._installation.go_back(undo=undo)
        except (UpdateError, ContentError, OSError) as fault:
            return self._noted(told_fault(fault))
        logger.info("went back to %s (number %d)", before.edition, before.sequence)
        shown = self._titled(before.edition, before.root)
        self._on_offer.look_again()
        title, built = (texts_of(shown.root.title), shown.root.built) if shown else ({}, "")
        return self._noted(told("wentBack", title=title, built=built))

    def _brought(
        self,
        offers: Sequence[Offer],
        place: Place,
        only_fetch: bool = False,
        roll_back: bool = False,
        again: bool = False,
    ) -> Said:
        """What is to be had of ``offers``, installed or mended; with ``only_fetch`` the newest, only here."""
        offer, how, work = offers[0], "fetched", self._installation
        begun = "fetch" if only_fetch else "install"
        try:
            if not only_fetch:
                offer, how = work.decide(offers, again, self._cancel)
            if how == "nothingNew":
                return told(how, place.name, offer.title)
            logger.info("%s begun: %s from %s", begun, named(offer), plain(place.name))
            bring = work.fetch if only_fetch else work.install
            bring(offer, place, self._progress, self._cancel, roll_back)
        except (UpdateError, ContentError, OSError) as fault:
            return self._noted(told_fault(fault, place.name, offer.title))
        finally:
            place.close()
        logger.info("%s: %s", how, named(offer))
        if not only_fetch:
            self.notes = replace(self.notes, source=plain(place.name))
            self._on_offer.look_again()
        return self._noted(told(how, place.name, offer.title, built=offer.built))

    def _going_back(self, shown: Edition | None, earlier: Edition | None) -> News | None:
        """What going back changes, compared once for each two editions."""
        if shown is None or earlier is None:
            return None
        pair = shown.root_sha256, earlier.root_sha256
        if self._back[0] != pair:
            try:
                self._back = pair, news_of(shown, earlier)
            except ContentError:
                self._back = pair, None
        return self._back[1]

    def _titled(self, edition: str, root: str) -> Edition | None:
        try:
            return self._installation.shelf.open(edition, root)
        except BrokenEdition:
            return None

    def _switch(self) -> int:
        try:
            return self._installation.shelf.current().sequence
        except BrokenEdition:
            return 0

    def _trusted(self) -> Enrolment | None:
        try:
            return self._trust.enrolment
        except NotEnrolled:
            return None

    def _noted(self, one: Said) -> Said:
        """Keep note of how it ended."""
        one = replace(one, at=now_text())
        self.notes = replace(self.notes, last=one)
        keep_notes(self._premises.state, self.notes)
        return one
