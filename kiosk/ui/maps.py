"""What QML reads of a visit as maps and lists, each made once for as long as it stays so; changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from PySide6.QtQml import QJSEngine, QJSValue

from kiosk.content.edition import Edition
from kiosk.content.errors import ContentError
from kiosk.content.records import Language
from kiosk.ui.book import ReadyBook
from kiosk.ui.pages_as_maps import as_plain, questions_of, slip_of, trail_of
from kiosk.ui.values import ValuesToTell
from kiosk.visit.visit import Visit


class Finder(Protocol):
    """What finds pages; ``kiosk.content.search.Search`` is one."""

    def find(self, query: str, language: Language) -> tuple[Any, ...]: ...


class Shown(Protocol):
    """Whose maps these are; ``Glass`` is one. Its parts may be exchanged at any time."""

    edition_shown: Edition
    book: ReadyBook
    visit: Visit
    finder: Finder | None

    def fault(self, message: str) -> None:
        """Keep what went wrong for health."""


class Maps:
    """The maps of one engine. Close them before the engine goes."""

    def __init__(self, engine: QJSEngine, shown: Shown) -> None:
        self._told = ValuesToTell(engine)
        self._shown = shown

    def close(self) -> None:
        """Let go of everything of the engine."""
        self._told.close()

    def forget(self) -> None:
        """Another edition is shown: nothing told before holds."""
        self._told.forget()

    def forget_visit(self) -> None:
        """A visit is over: nothing of it is kept, not even here."""
        self._told.forget("page", "at", "slip", "slipped", "trail", "results")

    def page(self) -> QJSValue:
        page, side = self._shown.visit.page, self._shown.visit.choices.side
        texts = self._shown.book.texts
        return self._told.read("page", (page, side), lambda: texts.text(page, side) if page else "{}")

    def at(self) -> QJSValue:
        at = self._shown.visit.at
        return self._told.value("at", at, lambda: as_plain(at))

    def slip(self) -> QJSValue:
        ticked = self._shown.visit.ticked
        return self._told.value("slip", ticked, lambda: list(ticked))

    def slipped(self) -> QJSValue:
        edition = self._shown.edition_shown
        key = (edition.root_sha256, self._shown.visit.slip, self._language)
        return self._told.value("slipped", key, lambda: slip_of(edition, *key[1:]))

    def words(self) -> QJSValue:
        return self._texts("words", self._shown.edition_shown.words)

    def clinic(self) -> QJSValue:
        return self._texts("clinic", self._shown.edition_shown.clinic)

    def trail(self) -> QJSValue:
        edition, key = self._shown.edition_shown, (self._shown.visit.trail, self._language)
        return self._told.value("trail", key, lambda: trail_of(edition, *key))

    def attract(self) -> QJSValue:
        edition, language = self._shown.edition_shown, self._language
        key = (edition.root_sha256, language)
        return self._told.value("attract", key, lambda: questions_of(edition, language))

    def results(self) -> QJSValue:
        query, language, finder = self._shown.visit.query, self._language, self._shown.finder
        return self._told.value(
            "results", (query, language, finder is None), lambda: found_by(finder, query, language)
        )

    @property
    def _language(self) -> Language:
        return self._shown.visit.choices.language

    def _texts(self, name: str, read: Callable[[Language], Mapping[str, str]]) -> QJSValue:
        try:
            table = read(self._language)
        except ContentError as fault:
            self._shown.fault(str(fault))
            table = {}
        return self._told.value(name, table, lambda: dict(table))


def found_by(finder: Finder | None, query: str, language: Language) -> list[Any]:
    """What ``finder`` finds, as plain maps, best first; nothing where there is none or nothing is asked."""
    if finder is None or not query.strip():
        return []
    return [as_plain(hit) for hit in finder.find(query, language)]
