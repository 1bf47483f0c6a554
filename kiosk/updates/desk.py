"""What the updater does for those who ask: look, install, go back, one after another; it knows no socket.

A desk belongs to one thread. What it found it tells as whole new values, never by changing one.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kiosk.content.blobs import sha256_of
from kiosk.content.codec import read_record, write_record
from kiosk.content.edition import Edition
from kiosk.content.errors import BrokenEdition, ContentError, Misshapen
from kiosk.content.files import read_regular, write_whole
from kiosk.content.record import record
from kiosk.content.shelf import candidate
from kiosk.updates.disk import Cancel, Progress, never, silent
from kiosk.updates.errors import Cancelled, NotEnrolled, NotThere, PlaceFault, UpdateError
from kiosk.updates.install import Installation
from kiosk.updates.metadata import time_text
from kiosk.updates.news import news_of
from kiosk.updates.offer import Offer
from kiosk.updates.places import FolderPlace, Place
from kiosk.updates.sentences import told, told_fault
from kiosk.updates.sticks import Print
from kiosk.updates.trust import Enrolment, Trust
from kiosk.updates.web import WebPlace
from kiosk.updates.wire import News, Offered, Said, Standing, plain, said

NOTES = "updates.json"
"""The file in the state folder that holds what ``Notes`` does."""

_NOTES_BYTES = 16 * 1024

logger = logging.getLogger(__name__)


@record
class Notes:
    """What is remembered of looks between two starts. ``looked`` is the last look at the server that ended.

    Times are ISO in UTC. ``source`` is where the edition shown came from.
    """

    looked: str = ""
    last: Said | None = None
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Premises:
    """Where an updater works: folders of this kiosk, the shipped shelf, and the server, empty for none."""

    shelf: Path
    trust: Path
    state: Path
    shipped: Path
    repository: str = ""
    authority: Path | None = None


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
        self._trust = Trust(premises.trust)
        self._installation = Installation(premises.shelf)
        self._found: dict[str, _Found] = {}
        self._back: tuple[tuple[str, str], News | None] = ("", ""), None
        self.notes = read_notes(premises.state)

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
        )

    # --- verbs

    def look_at_sticks(self, there: Mapping[Path, Print], again: bool = False) -> bool:
        """Look at each repository that is new or was written, or at all ``again``; whether offers changed."""
        before = self.offers()
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

    def install(self, offer: str, only_fetch: bool = False) -> Said:
        """Install the offer with this id, or only bring it here, checked."""
        for name, found in self._found.items():
            if found.offered.id == offer:
                if found.offer is None:
                    return found.offered.refusal or told("noPlace", good=False)
                return self._brought(found.offer, self._place(name), only_fetch)
        return told("noPlace", good=False)

    def bring(self, source: str, roll_back: bool = False) -> Said:
        """Install the newest edition that ``source`` (a whole path or an address) offers."""
        try:
            place = self._place(source)
            offers = self._trust.offers(place)
        except (UpdateError, OSError) as fault:
            return self._noted(told_fault(fault, source))
        if not offers:
            return told("nothingNew", source)
        current = self._installation.current
        if current and current.root == offers[0].root_sha256:
            return told("nothingNew", source, offers[0].title)
        return self._brought(offers[0], place, roll_back=roll_back)

    def go_back(self) -> Said:
        """Show the edition before the current one."""
        if self._installation.before is None:
            why = "there is no edition before this one on this kiosk; bring it on a stick"
            return self._noted(said("nothingBefore", why, good=False))
        try:
            before = self._installation.go_back(self._floor())
        except (UpdateError, ContentError, OSError) as fault:
            return self._noted(told_fault(fault))
        logger.info("went back to %s (number %d)", before.edition, before.sequence)
        shown = self._titled(before.edition, before.root)
        self._look_again()
        title, built = (_texts(shown.root.title), shown.root.built) if shown else ({}, "")
        return self._noted(told("wentBack", title=title, built=built))

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
        result = self.go_back()
        sentence = plain(f"{edition} could not be shown ({why}). {result.sentence}")
        return self._noted(replace(result, sentence=sentence, good=False))

    # --- inside

    def _brought(self, offer: Offer, place: Place, only_fetch: bool = False, roll_back: bool = False) -> Said:
        bring = self._installation.fetch if only_fetch else self._installation.install
        named = f"{offer.edition} (number {offer.sequence})"
        logger.info("%s begun: %s from %s", "fetch" if only_fetch else "install", named, plain(place.name))
        try:
            bring(offer, place, self._progress, self._cancel, roll_back)
        except (UpdateError, ContentError, OSError) as fault:
            return self._noted(told_fault(fault, place.name, offer.title))
        finally:
            place.close()
        logger.info("%s: %s", "fetched" if only_fetch else "installed", named)
        if only_fetch:
            return self._noted(told("fetched", place.name, offer.title, built=offer.built))
        self.notes = replace(self.notes, source=plain(place.name))
        self._look_again()
        return self._noted(told("installed", place.name, offer.title, built=offer.built))

    def _look(self, place: Place, seen: Print) -> _Found:
        """What ``place`` offers, with what is new in it."""
        name = plain(place.name)
        try:
            words = self._trust.enrolment.words
            offers = self._trust.offers(place)
            if not offers:
                raise NotThere(place.name, "", "offers no edition; publish one with `repo publish`")
            offer = offers[0]
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
            fresh=self._fresh(offer),
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
                logger.info(
                    "seen at %s: %s (number %d), %s", offered.place, offered.edition, offered.sequence, state
                )
        return found

    def _look_again(self) -> None:
        """Another edition is shown: what is offered is news of it now."""
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
        """Whether staff can install it: it is not what is shown, and nothing newer was here."""
        current = self._installation.current
        shown = current is not None and current.root == offer.root_sha256
        return not shown and offer.sequence >= self._installation.newest

    def _place(self, name: str) -> Place:
        return WebPlace(name, self._premises.authority) if "://" in name else FolderPlace(Path(name))

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

    def _floor(self) -> int:
        try:
            return self._trust.floor
        except NotEnrolled:
            return 0

    def _noted(self, one: Said) -> Said:
        """Keep note of how it ended. A disk that refuses only forgets."""
        one = replace(one, at=now_text())
        self.notes = replace(self.notes, last=one)
        with suppress(OSError):
            write_whole(self._premises.state / NOTES, write_record(self.notes), durable=False)
        return one


def read_notes(state: Path) -> Notes:
    """What was noted in the ``state`` folder; nothing where that cannot be read."""
    try:
        return read_record(Notes, read_regular(state / NOTES, _NOTES_BYTES), _NOTES_BYTES)
    except (BrokenEdition, Misshapen):
        return Notes()


def now_text(clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> str:
    """The time by this machine's clock, as ISO in UTC."""
    return time_text(clock())


def _id(place: str, root: str) -> str:
    return sha256_of(f"{place}\n{root}".encode("utf-8", "surrogateescape"))[:16]


def _texts(texts: Mapping[Any, str]) -> dict[str, str]:
    return {str(language): plain(text) for language, text in texts.items()}
