"""What the updater does for those who ask: look, install, go back, one after another; it knows no socket.

A desk belongs to one thread. What it found it tells as whole new values, never by changing one.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kiosk.content.blobs import sha256_of
from kiosk.content.edition import Edition
from kiosk.content.errors import BrokenEdition, ContentError
from kiosk.content.shelf import candidate
from kiosk.updates.disk import Cancel, Progress, never, silent
from kiosk.updates.errors import Cancelled, NotEnrolled, NotThere, PlaceFault, UpdateError
from kiosk.updates.install import Installation
from kiosk.updates.metadata import time_text
from kiosk.updates.news import news_of
from kiosk.updates.notes import keep_notes, now_text, read_notes
from kiosk.updates.offer import Offer
from kiosk.updates.places import FolderPlace, Place
from kiosk.updates.premises import Premises
from kiosk.updates.sentences import told, told_fault
from kiosk.updates.sticks import Print
from kiosk.updates.trust import Enrolment, Trust
from kiosk.updates.web import WebPlace
from kiosk.updates.wire import News, Offered, Said, Standing, plain, said

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Found:
    """An offer with where it lies; ``seen`` is the print of its stick."""

    offered: Offered
    offer: Offer | None
    seen: Print


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
        self._found: dict[str, _Found] = {}
        self._back: tuple[tuple[str, str], News | None] = ("", ""), None
        self._damage: tuple[str, bool] | None = None
        self.notes = read_notes(premises.state)
        with suppress(NotEnrolled, OSError):
            self._installation.call_back(self._trust.clinic, self._trust.floor)

    # --- what is so

    def offers(self) -> tuple[Offered, ...]:
        """What all places offer: what can be installed first, the newest before the others."""
        found = [one.offered for one in self._found.values()]
        return tuple(sorted(found, key=lambda one: (not one.fresh, -one.sequence, one.place)))

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
            title=_texts(shown.root.title) if shown else {},
            built=shown.root.built if shown else "",
            sequence=current.sequence if current else 0,
            confirmed=current.confirmed if current else False,
            switch=self._switch(),
            previous=before.edition if before else "",
            previous_title=_texts(earlier.root.title) if earlier else {},
            previous_built=earlier.root.built if earlier else "",
            back=self._going_back(shown, earlier),
            undone=undone.edition if undone else "",
            undone_title=_texts(left.root.title) if left else {},
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
        before = self.offers()
        self._damage = None
        places = {str(folder): (folder, seen) for folder, seen in there.items()}
        for name in [name for name in self._found if name not in places and "://" not in name]:
            del self._found[name]
        for name, (folder, seen) in places.items():
            known = self._found.get(name)
            if again or known is None or known.seen != seen:
                with suppress(Cancelled):  # looked at the next time
                    self._found[name] = self._seen(self._look(FolderPlace(folder), seen), known)
        return self.offers() != before

    def look_at_server(self) -> Said:
        """Look at the server, if there is one, and keep note of how it went."""
        address = self._premises.repository
        if not address:
            return told("noPlace")
        self._damage = None
        try:
            place = WebPlace(address, self._premises.authority)
        except PlaceFault as fault:
            logger.warning("refused: %s", plain(str(fault)))
            return self._noted(told_fault(fault, address))
        try:
            known = self._found.get(address)
            found = self._found[address] = self._seen(self._look(place, ()), known)
        except Cancelled as fault:
            return told_fault(fault, address)
        finally:
            place.close()
        if found.offered.refusal is not None:
            return self._noted(found.offered.refusal)
        self.notes = replace(self.notes, looked=now_text())
        return self._noted(told("looked" if found.offered.fresh else "nothingNew", address))

    def look_result(self) -> Said:
        """What a look at everything came to."""
        offers = self.offers()
        if any(one.fresh for one in offers):
            return told("looked")
        refused = next((one.refusal for one in offers if one.refusal is not None), None)
        return refused or told("nothingNew" if offers else "noPlace")

    def wanted(self) -> str:
        """The server's offer that this kiosk takes by itself, or an empty text."""
        found = self._found.get(self._premises.repository)
        takes = found and found.offer and self._installation.wanted(found.offer)
        return found.offered.id if found and takes else ""

    def install(self, offer: str, only_fetch: bool = False, by_itself: bool = False) -> Said:
        """Install the offer with this id, or only bring it here, checked.

        ``by_itself`` nobody asks for it: what staff went back from meanwhile is left alone.
        """
        for name, found in self._found.items():
            if found.offered.id != offer:
                continue
            if found.offer is None:
                return found.offered.refusal or told("noPlace", good=False)
            if by_itself and not self._installation.wanted(found.offer):
                return told("nothingNew", found.offered.place, found.offer.title)
            return self._brought([found.offer], self._place(name), only_fetch, again=True)
        return told("noPlace", good=False)

    def bring(self, source: str, roll_back: bool = False, again: bool = False) -> Said:
        """Install the newest edition that ``source`` (a whole path or an address) offers.

        One that staff went back from only if it is wanted ``again``.
        """
        try:
            place = self._place(source)
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
        self._look_again()
        title, built = (_texts(shown.root.title), shown.root.built) if shown else ({}, "")
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
            logger.info("%s begun: %s from %s", begun, _named(offer), plain(place.name))
            bring = work.fetch if only_fetch else work.install
            bring(offer, place, self._progress, self._cancel, roll_back)
        except (UpdateError, ContentError, OSError) as fault:
            return self._noted(told_fault(fault, place.name, offer.title))
        finally:
            place.close()
        logger.info("%s: %s", how, _named(offer))
        if not only_fetch:
            self.notes = replace(self.notes, source=plain(place.name))
            self._look_again()
        return self._noted(told(how, place.name, offer.title, built=offer.built))

    def _look(self, place: Place, seen: Print) -> _Found:
        """What ``place`` offers, with what is new in it."""
        name = plain(place.name)
        try:
            words = self._trust.enrolment.words
            offers = self._trust.offers(place)
            if not offers:
                raise NotThere(place.name, "", "offers no edition; publish one with `repo publish`")
            self._installation.heed(offers[0])
            offer = self._installation.chosen(offers, self._is_damaged)
            fresh = self._fresh(offer)  # before the look, which fetches lists that are damaged here
            edition = self._installation.look(offer, place, self._cancel)
            whose = {language: edition.clinic(language).get("name", "") for language in edition.languages}
        except Cancelled:
            raise
        except (UpdateError, ContentError, OSError) as fault:
            refused = Offered(id=_id(place.name, ""), place=name, refusal=told_fault(fault, place.name))
            return _Found(refused, None, seen)
        offered = Offered(
            id=_id(place.name, offer.root_sha256),
            place=name,
            edition=offer.edition,
            whose={language: plain(text) for language, text in whose.items() if text},
            words=words,
            title=_texts(offer.title),
            built=plain(offer.built),
            sequence=offer.sequence,
            size=offer.size,
            files=offer.files,
            fresh=fresh,
            news=self._news(edition),
        )
        return _Found(offered, offer, seen)

    def _seen(self, found: _Found, known: _Found | None) -> _Found:
        """``found``, with a line in the log where that was not ``known`` before."""
        offered = found.offered
        if known is None or (known.offered.id, known.offered.refusal) != (offered.id, offered.refusal):
            if offered.refusal is not None:
                logger.warning("refused: %s", plain(offered.refusal.sentence))
            else:
                state = "new" if offered.fresh else "not newer than what is here"
                if found.offer and self._installation.is_undone(found.offer):
                    state = "undone here"
                edition = _named(found.offer) if found.offer else ""
                logger.info("seen at %s: %s, %s", offered.place, edition, state)
        return found

    def _look_again(self) -> None:
        """Another edition is shown, and whole: what is offered is news of it now."""
        current = self._installation.current
        self._damage = (current.root, False) if current else None
        for name, found in list(self._found.items()):
            if found.offer is None:
                continue
            try:
                edition = self._installation.look(found.offer, self._place(name), self._cancel)
                offered = replace(found.offered, news=self._news(edition))
            except (UpdateError, ContentError, OSError):
                offered = found.offered
            self._found[name] = replace(found, offered=replace(offered, fresh=self._fresh(found.offer)))

    def _news(self, edition: Edition) -> News | None:
        """What is new in it; None where what is shown cannot be read, which is not the stick's fault."""
        try:
            return news_of(self._shown(), edition)
        except ContentError:
            return None

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

    def _fresh(self, offer: Offer) -> bool:
        """Whether staff can install it: nothing newer was here, and it is not shown or that is damaged."""
        if self._installation.is_current(offer):
            return self._is_damaged()
        return offer.sequence >= self._installation.newest(offer.clinic)

    def _is_damaged(self) -> bool:
        """Whether what is shown is not whole; its bytes are read at most once in a look."""
        current = self._installation.current
        if current is None:
            return False
        if self._damage is None or self._damage[0] != current.root:
            fault = self._installation.fault(self._cancel)
            self._damage = current.root, bool(fault)
            if fault:
                logger.warning("%s is damaged here: %s", current.edition, plain(fault))
        return self._damage[1]

    def _place(self, name: str) -> Place:
        at = self._premises
        return WebPlace(at.may_ask(name), at.authority) if "://" in name else FolderPlace(Path(name))

    def _shown(self) -> Edition | None:
        """The edition on the glass: the one installed, else the one that ships."""
        for folder in (self._premises.shelf, self._premises.shipped):
            try:
                return candidate("shown", folder).open()
            except BrokenEdition:
                continue
        return None

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


def _named(offer: Offer) -> str:
    group = f", for the group {offer.group}" if offer.group else ""
    return f"{offer.edition} (number {offer.sequence}{group})"


def _id(place: str, root: str) -> str:
    return sha256_of(f"{place}\n{root}".encode("utf-8", "surrogateescape"))[:16]


def _texts(texts: Mapping[Any, str]) -> dict[str, str]:
    return {str(language): plain(text) for language, text in texts.items()}
