"""What sticks and the server offer, compared with what is shown; looks, and installs nothing.

Belongs to the thread of its desk. What it found it tells as whole new values, never by changing one.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kiosk.content.blobs import sha256_of
from kiosk.content.edition import Edition
from kiosk.content.errors import BrokenEdition, ContentError
from kiosk.content.shelf import candidate
from kiosk.updates.disk import Cancel
from kiosk.updates.errors import Cancelled, NotThere, UpdateError
from kiosk.updates.install import Installation
from kiosk.updates.news import news_of
from kiosk.updates.offer import Offer
from kiosk.updates.places import FolderPlace, Place
from kiosk.updates.premises import Premises
from kiosk.updates.sentences import told_fault
from kiosk.updates.sticks import Print
from kiosk.updates.trust import Trust
from kiosk.updates.web import WebPlace
from kiosk.updates.wire import News, Offered, plain

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Look:
    """What one place offers: ``offer`` is None where it is refused; ``seen`` is the print of its stick."""

    offered: Offered
    offer: Offer | None
    seen: Print


class OnOffer:
    """What is on offer at every place that was looked at. ``cancel`` is asked whether to stop."""

    def __init__(self, premises: Premises, trust: Trust, installation: Installation, cancel: Cancel) -> None:
        self._premises = premises
        self._trust = trust
        self._installation = installation
        self._cancel = cancel
        self._looks: dict[str, Look] = {}
        self._damage: tuple[str, bool] | None = None

    def listed(self) -> tuple[Offered, ...]:
        """What can be installed first, the newest before the others."""
        found = [one.offered for one in self._looks.values()]
        return tuple(sorted(found, key=lambda one: (not one.fresh, -one.sequence, one.place)))

    def with_id(self, offer: str) -> tuple[str, Look] | None:
        """The place of the offer with this id, and what was seen there."""
        return next((one for one in self._looks.items() if one[1].offered.id == offer), None)

    def at(self, name: str) -> Look | None:
        """What was seen at the place of this name."""
        return self._looks.get(name)

    def place(self, name: str) -> Place:
        """The place of this name: a whole path, or an address. Raises ``PlaceFault``."""
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

    # --- looking

    def look_at_sticks(self, there: Mapping[Path, Print], again: bool = False) -> bool:
        """Look at each repository that is new or was written, or at all ``again``; whether offers changed."""
        before = self.listed()
        self._damage = None
        places = {str(folder): (folder, seen) for folder, seen in there.items()}
        for name in [name for name in self._looks if name not in places and "://" not in name]:
            del self._looks[name]
        for name, (folder, seen) in places.items():
            known = self._looks.get(name)
            if again or known is None or known.seen != seen:
                with suppress(Cancelled):  # looked at the next time
                    self._looks[name] = self._logged(self._look(FolderPlace(folder), seen), known)
        return self.listed() != before

    def look_at_server(self, address: str, place: Place) -> Offered:
        """What ``place``, the server at ``address``, offers. Raises ``Cancelled``."""
        self._damage = None
        found = self._looks[address] = self._logged(self._look(place, ()), self._looks.get(address))
        return found.offered

    def look_again(self) -> None:
        """Another edition is shown, and whole: what is offered is news of it now."""
        current = self._installation.current
        self._damage = (current.root, False) if current else None
        for name, found in list(self._looks.items()):
            if found.offer is None:
                continue
            try:
                edition = self._installation.look(found.offer, self.place(name), self._cancel)
                offered = replace(found.offered, news=self._news(edition))
            except (UpdateError, ContentError, OSError):
                offered = found.offered
            self._looks[name] = replace(found, offered=replace(offered, fresh=self._fresh(found.offer)))

    # --- inside

    def _look(self, place: Place, seen: Print) -> Look:
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
            return Look(refused, None, seen)
        offered = Offered(
            id=_id(place.name, offer.root_sha256),
            place=name,
            edition=offer.edition,
            whose={language: plain(text) for language, text in whose.items() if text},
            words=words,
            title=texts_of(offer.title),
            built=plain(offer.built),
            sequence=offer.sequence,
            size=offer.size,
            files=offer.files,
            fresh=fresh,
            news=self._news(edition),
        )
        return Look(offered, offer, seen)

    def _logged(self, found: Look, known: Look | None) -> Look:
        """``found``, with a line in the log where that was not ``known`` before."""
        offered = found.offered
        if known is None or (known.offered.id, known.offered.refusal) != (offered.id, offered.refusal):
            if offered.refusal is not None:
                logger.warning("refused: %s", plain(offered.refusal.sentence))
            else:
                state = "new" if offered.fresh else "not newer than what is here"
                if found.offer and self._installation.is_undone(found.offer):
                    state = "undone here"
                edition = named(found.offer) if found.offer else ""
                logger.info("seen at %s: %s, %s", offered.place, edition, state)
        return found

    def _news(self, edition: Edition) -> News | None:
        """What is new in it; None where what is shown cannot be read, which is not the stick's fault."""
        try:
            return news_of(self._shown(), edition)
        except ContentError:
            return None

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


def named(offer: Offer) -> str:
    """An offer as a line of the log names it."""
    group = f", for the group {offer.group}" if offer.group else ""
    return f"{offer.edition} (number {offer.sequence}{group})"


def _id(place: str, root: str) -> str:
    return sha256_of(f"{place}\n{root}".encode("utf-8", "surrogateescape"))[:16]


def texts_of(texts: Mapping[Any, str]) -> dict[str, str]:
    """Texts by language, fit for the wire."""
    return {str(language): plain(text) for language, text in texts.items()}
