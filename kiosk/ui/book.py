"""An edition whose pages come only with their first picture whole; knows nothing of the visit that asks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import fields, replace

from kiosk.content.blobs import Blobs
from kiosk.content.edition import Edition
from kiosk.content.errors import BrokenEdition, ContentError
from kiosk.content.records import Language, Menu, Page, Side
from kiosk.ui.errors import BadPicture
from kiosk.ui.pages_as_maps import PageTexts
from kiosk.ui.pictures import Pictures
from kiosk.ui.showing import shown_now
from kiosk.visit.place import moved, place_of
from kiosk.visit.visit import Choices, State, Visit


class ReadyBook:
    """The pages of ``edition``, each given out only once the picture it opens with is decoded."""

    def __init__(self, edition: Edition, pictures: Pictures) -> None:
        self.edition = edition
        self.texts = PageTexts()
        self._pictures = pictures

    @property
    def home(self) -> str:
        return self.edition.home

    @property
    def warnings(self) -> str:
        return self.edition.warnings

    @property
    def about(self) -> str:
        return self.edition.about

    @property
    def languages(self) -> tuple[Language, ...]:
        return self.edition.languages

    def page(self, topic: str, language: Language, /) -> Page:
        """The page, its first picture verified and decoded. Raises ``ContentError``."""
        page = self.edition.page(topic, language)
        for blob in shown_now(page, place_of(page), "")[:1]:
            try:
                self._pictures.decoded(blob)
            except BadPicture as fault:
                raise BrokenEdition(Blobs.name_of(blob), f"page {topic}: {fault.why}") from fault
        return page

    def ways_on(self, page: Page, side: Side) -> Iterator[str]:
        """The blob each page one touch away opens with, the likeliest first; what is broken is left out.

        Its text is written on the way.
        """
        doors = page.doors if isinstance(page, Menu) else ()
        links = (page.next,) if page.next else ()
        for topic in dict.fromkeys(link.topic for link in (*links, *doors)):
            yield from self.way_to(topic, page.language, side)

    def way_to(self, topic: str, language: Language, side: Side) -> Iterator[str]:
        """The same for one page."""
        with suppress(ContentError):
            beyond = self.edition.page(topic, language)
            self.texts.text(beyond, side)
            yield from shown_now(beyond, place_of(beyond), "")[:1]


def carried_over(state: State, book: ReadyBook, boot: Choices | None) -> Visit:
    """A visit through ``book`` that stands where ``state`` did, or at home where that page no longer is."""
    visit = Visit(book, boot)
    if not state.stop.topic:
        visit.state = state
        return visit
    try:
        page = book.page(state.stop.topic, state.choices.language)
    except ContentError:
        visit.state = replace(visit.state, choices=state.choices)
        visit.go_home()
        return visit
    at = place_of(page)
    for field in fields(at):
        at = moved(at, page, field.name, getattr(state.stop.at, field.name))
    visit.state = replace(state, stop=replace(state.stop, at=at))
    visit.page = page
    return visit
