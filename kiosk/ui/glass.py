"""The one object QML reads: a thin wrapper around the visit; decides nothing and knows no screen's layout.

Every slot is one verb of the visit. What changed is then told once, ``pageChanged`` first: a new screen
stands before the rest is read. Maps reach QML as JavaScript values made once (``kiosk.ui.maps``); a Python
map would be converted anew at every reading (4 ms for a large page).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QJSEngine, QJSValue, QmlElement

from kiosk.content.edition import Edition
from kiosk.content.records import Language
from kiosk.ui.book import ReadyBook, carried_over
from kiosk.ui.faults import Faults
from kiosk.ui.hits import chosen_with, touched_part
from kiosk.ui.maps import Finder, Maps
from kiosk.ui.pages_as_maps import SOURCE, page_as_map
from kiosk.ui.pictures import Pictures
from kiosk.ui.showing import outlines_at, shown_now, shown_soon, turn_of
from kiosk.ui.tally import Reason, Tally
from kiosk.ui.turntable import ATTRACT_RATE, TURN_RATE, Turntable
from kiosk.ui.vigil import Vigil
from kiosk.visit.idle import Idle
from kiosk.visit.visit import ATTRACT, Choices, Visit

QML_IMPORT_NAME = "Lamina.Glass"
QML_IMPORT_MAJOR_VERSION = 1

STAGE_MM = 274.0
"""Width of the stage on the default panel, in millimetres (docs/format.md, section 2)."""

logger = logging.getLogger(__name__)


@QmlElement
class Glass(QObject):
    """See the module. ``vigil`` watches the clock; ``health`` lists what went wrong, newest last.

    ``tally`` is told of every visit, where there is one. ``ended`` tells why a visit was cleared.
    """

    pageChanged = Signal()
    atChanged = Signal()
    choicesChanged = Signal()
    searchChanged = Signal()
    slipChanged = Signal()
    idleChanged = Signal()
    turnChanged = Signal()
    stageChanged = Signal()
    faulted = Signal(str)
    ended = Signal(str)

    def __init__(self, engine: QJSEngine, edition: Edition, idle: Idle, boot: Choices | None = None) -> None:
        super().__init__()
        self.maps = Maps(engine, self)
        self.edition_shown = edition
        self.pictures = Pictures(edition, lambda fault: self.fault(str(fault)))
        self.book = ReadyBook(edition, self.pictures)
        self._boot = boot
        self.visit = Visit(self.book, boot)
        self.vigil = Vigil(idle, self)
        self.vigil.changed.connect(self.idleChanged)
        self.vigil.over.connect(lambda: self.end("quiet"))
        self.tally: Tally | None = None
        self.finder: Finder | None = None
        self.health = Faults()
        self._stage_mm = STAGE_MM
        self._table = Turntable(self.pictures, self)
        self._table.turned.connect(self.turnChanged)
        self._table.load(edition.turn)

    def close(self) -> None:
        """Stop clocks and threads and let go of everything of the engine; before the engine goes."""
        self.vigil.close()
        self._table.stop()
        self.pictures.close()
        self.maps.close()

    # --- what is so ----------------------------------------------------------------------------------

    screen = Property(str, lambda self: self.visit.screen, notify=pageChanged)
    canGoBack = Property(bool, lambda self: self.visit.can_go_back, notify=pageChanged)
    onHome = Property(bool, lambda self: self.visit.on_home, notify=pageChanged)
    edition = Property(str, lambda self: self.edition_shown.id, notify=pageChanged)
    sample = Property(bool, lambda self: self.edition_shown.sample, notify=pageChanged)
    language = Property(str, lambda self: self.visit.choices.language, notify=choicesChanged)
    textSize = Property(float, lambda self: self.visit.choices.text_size, notify=choicesChanged)
    contrast = Property(bool, lambda self: self.visit.choices.contrast, notify=choicesChanged)
    reach = Property(bool, lambda self: self.visit.choices.reach, notify=choicesChanged)
    hand = Property(str, lambda self: self.visit.choices.hand, notify=choicesChanged)
    still = Property(bool, lambda self: self.visit.choices.still, notify=choicesChanged)
    side = Property(str, lambda self: self.visit.choices.side, notify=choicesChanged)
    query = Property(str, lambda self: self.visit.query, notify=searchChanged)
    idleLeft = Property(int, lambda self: self.vigil.left, notify=idleChanged)
    idleTotal = Property(int, lambda self: round(self.vigil.idle.countdown), notify=idleChanged)
    turning = Property(bool, lambda self: self._table.playing, notify=turnChanged)
    turnCount = Property(int, lambda self: len(self._table.frames), notify=turnChanged)
    turnIndex = Property(int, lambda self: self._table.index, notify=turnChanged)

    def _turn_frame(self) -> str:
        return SOURCE + self._table.shown if self._table.playing or self._table.index else ""

    def _get_stage(self) -> float:
        return self._stage_mm

    def _set_stage(self, width: float) -> None:
        if width > 0 and width != self._stage_mm:
            self._stage_mm = width
            self.stageChanged.emit()

    turnFrame = Property(str, _turn_frame, notify=turnChanged)
    stageMm = Property(float, _get_stage, _set_stage, notify=stageChanged)

    page = Property(QJSValue, lambda self: self.maps.page(), notify=pageChanged)
    at = Property(QJSValue, lambda self: self.maps.at(), notify=atChanged)
    slip = Property(QJSValue, lambda self: self.maps.slip(), notify=slipChanged)
    slipped = Property(QJSValue, lambda self: self.maps.slipped(), notify=slipChanged)
    words = Property(QJSValue, lambda self: self.maps.words(), notify=choicesChanged)
    clinic = Property(QJSValue, lambda self: self.maps.clinic(), notify=choicesChanged)
    trail = Property(QJSValue, lambda self: self.maps.trail(), notify=pageChanged)
    attract = Property(QJSValue, lambda self: self.maps.attract(), notify=choicesChanged)
    results = Property(QJSValue, lambda self: self.maps.results(), notify=searchChanged)

    # --- verbs ---------------------------------------------------------------------------------------

    @Slot(str)
    def begin(self, language: str) -> None:
        self._do(self.visit.begin, language)

    @Slot(str)
    @Slot(str, str)
    def open(self, topic: str, part: str = "") -> None:
        self._do(self.visit.open, topic, part)

    @Slot(str)
    def foresee(self, topic: str) -> None:
        """A finger is down on the way to ``topic``: make it ready while the finger is still there."""
        book, choices = self.book, self.visit.choices
        self.pictures.ahead((), lambda: book.way_to(topic, choices.language, choices.side))

    @Slot()
    def goBack(self) -> None:
        self._do(self.visit.go_back)

    @Slot()
    def goHome(self) -> None:
        self._do(self.visit.go_home)

    @Slot()
    def showLanguage(self) -> None:
        self._do(self.visit.show_language)

    @Slot()
    def showSearch(self) -> None:
        self._do(self.visit.show_search)

    @Slot()
    def showAccess(self) -> None:
        self._do(self.visit.show_access)

    @Slot()
    def showSlip(self) -> None:
        self._do(self.visit.show_slip)

    @Slot()
    def showWarnings(self) -> None:
        self._do(self.visit.show_warnings)

    @Slot()
    def showAbout(self) -> None:
        self._do(self.visit.show_about)

    @Slot(str)
    def setLanguage(self, language: str) -> None:
        self._do(self.visit.set_language, language)

    @Slot(float)
    def setTextSize(self, size: float) -> None:
        self._do(self.visit.set_text_size, size)

    @Slot(bool)
    def setContrast(self, on: bool) -> None:
        self._do(self.visit.set_contrast, on)

    @Slot(bool)
    def setReach(self, on: bool) -> None:
        self._do(self.visit.set_reach, on)

    @Slot(str)
    def setHand(self, hand: str) -> None:
        self._do(self.visit.set_hand, hand)

    @Slot(bool)
    def setStill(self, on: bool) -> None:
        self._do(self.visit.set_still, on)

    @Slot(str)
    def setSide(self, side: str) -> None:
        self._do(self.visit.set_side, side)

    @Slot(str, "QVariant")
    def choose(self, name: str, value: object) -> None:
        self._do(self.visit.choose, name, value.toVariant() if isinstance(value, QJSValue) else value)

    @Slot(str)
    def toggleLayer(self, layer: str) -> None:
        self._do(self.visit.toggle_layer, layer)

    @Slot(str, float, float, result=str)
    def touch(self, picture: str, x: float, y: float) -> str:
        """Choose the part of ``picture`` that a touch at fractions (x, y) of it means, or let go."""
        page = self.visit.page
        if page is None:
            return ""
        region = touched_part(self.pictures, page, picture, x, y, self._stage_mm)
        self._do(self.visit.choose, *chosen_with(page, region))
        return region

    @Slot(str, int, result=str)
    def outline(self, blob: str, code: int) -> str:
        """One part of the picture with these outlines: its closed polygons as flat x, y runs, as JSON."""
        return self.pictures.outlines.of(blob, code)

    @Slot(int)
    def turn(self, steps: int) -> None:
        """Turn the view by so many frames, backwards if negative."""
        self._table.stop()
        self._table.turn(steps)

    @Slot(bool)
    def playTurn(self, on: bool) -> None:
        """Let the view, or the waiting screen's picture, turn by itself, or stand."""
        rate = ATTRACT_RATE if self.visit.screen == ATTRACT else TURN_RATE
        self._table.play(rate if on and not self.visit.choices.still else 0)

    @Slot(str)
    def tick(self, question: str) -> None:
        self._do(self.visit.tick, question)

    @Slot(str, str)
    def takeOff(self, topic: str, question: str) -> None:
        self._do(self.visit.take_off, topic, question)

    @Slot(str)
    def type(self, letter: str) -> None:
        self._do(self.visit.type, letter)

    @Slot()
    def erase(self) -> None:
        self._do(self.visit.erase)

    @Slot()
    def clearQuery(self) -> None:
        self._do(self.visit.clear_query)

    @Slot()
    def stillHere(self) -> None:
        self.vigil.touched()

    @Slot()
    def clear(self) -> None:
        """Whoever stands there ends the visit: nothing of it remains."""
        self.end("ended")

    # --- for the window and the app ------------------------------------------------------------------

    def end(self, reason: Reason, wipe: bool = False) -> None:
        """End the visit: nothing of it remains, or with ``wipe`` only how the glass is read."""
        if self.tally is not None:
            self.tally.ends(self.visit, reason)
        self._do(self.visit.wipe if wipe else self.visit.clear)
        self.ended.emit(reason)

    def show(self, topic: str) -> bool:
        """Open ``topic`` for staff, from the waiting screen; nobody is counted for it. Whether it stands."""
        tally, self.tally = self.tally, None
        self._do(self.visit.open, topic)
        self.tally = tally
        return self.visit.topic == topic

    def reload(self, edition: Edition) -> None:
        """Show another edition from now on: the same place where it still exists, else home, else attract."""
        state = self.visit.state
        self.edition_shown = edition
        self.pictures.change_source(edition)
        self.book = ReadyBook(edition, self.pictures)
        self.visit = carried_over(state, self.book, self._boot)
        self.maps.forget()
        turning = self._table.playing
        self._prepare()
        self.playTurn(turning)
        shown = (self.pageChanged, self.atChanged, self.choicesChanged, self.searchChanged)
        for signal in (*shown, self.slipChanged):
            signal.emit()

    def page_map(self) -> Mapping[str, Any]:
        """The page as Python sees it, the same map QML reads."""
        page = self.visit.page
        return page_as_map(page, self.visit.choices.side) if page else {}

    # --- inside --------------------------------------------------------------------------------------

    @property
    def _language(self) -> Language:
        return self.visit.choices.language

    def _do(self, verb: Callable[..., bool], *values: object) -> None:
        """One verb of the visit, then one word to QML about each thing it changed."""
        before, page, begun = self.visit.state, self.visit.page, self.visit.begun
        verb(*values)
        now = self.visit.state
        if self.visit.fault is not None:
            self.fault(str(self.visit.fault))
            self.visit.fault = None
        if now is before or now == before:
            return
        if begun != self.visit.begun:
            self._begin_or_end()
        if self.tally is not None:
            self.tally.seen(self.visit)
        spoken = now.choices.language != before.choices.language
        sided = now.choices.side != before.choices.side and self.visit.page is not None
        self._prepare()
        if (now.stop.screen, now.stop.topic, now.trail) != (
            before.stop.screen,
            before.stop.topic,
            before.trail,
        ) or (self.visit.page is not page or sided):
            self.pageChanged.emit()
        for changed, signal in (
            (now.choices != before.choices, self.choicesChanged),
            (now.stop.at != before.stop.at, self.atChanged),
            (now.query != before.query or spoken, self.searchChanged),
            (now.slip != before.slip or now.stop.topic != before.stop.topic or spoken, self.slipChanged),
        ):
            if changed:
                signal.emit()

    def _begin_or_end(self) -> None:
        if not self.visit.begun:
            self.maps.forget_visit()
        self.vigil.watch(self.visit.begun)

    def _prepare(self) -> None:
        """Decode what is shown and what may come next, away from the window's thread."""
        page, at, side = self.visit.page, self.visit.at, self.visit.choices.side
        self._table.load(self.edition_shown.turn if self.visit.screen == ATTRACT else turn_of(page, at))
        if page is not None:
            book, near = self.book, [*shown_now(page, at, side), *shown_soon(page, at, side)]
            self.pictures.ahead(near, lambda: book.ways_on(page, side), outlines_at(page, at, side))

    def fault(self, message: str) -> None:
        """Keep the fault for health; the last good page stays. May be called in any thread."""
        if self.health.keep(message):
            logger.error("%s", message)
            self.faulted.emit(message)
