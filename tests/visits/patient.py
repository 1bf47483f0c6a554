"""Someone before the kiosk, who knows only what stands on the glass and touches it."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication, QEventLoop, QPointF
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from kiosk.app import Kiosk
from kiosk.content.edition import Edition
from kiosk.content.records import Article, Page
from kiosk.machine.settings import Settings
from tests.ui.conftest import Clock, Finger

QUIET, COUNTDOWN = 90, 30


def items_of(item: QQuickItem) -> Iterator[QQuickItem]:
    """Every item that can be seen, as drawn: a repeater's are children of items, not of objects."""
    if item.isVisible():
        yield item
        for child in item.childItems():
            yield from items_of(child)


class Patient:
    """Finds what a screen offers by its name, and taps its middle."""

    def __init__(self, kiosk: Kiosk, clock: Clock) -> None:
        self.kiosk = kiosk
        self.visit = kiosk.glass.visit
        self.clock = clock
        self.finger = Finger(kiosk.pane)
        self.boot = self.visit.state_hash()

    def sees(self, name: str) -> QQuickItem | None:
        """The item of this name, if it is on the glass."""
        root = self.kiosk.pane.rootObject()
        return next((item for item in items_of(root) if item.objectName() == name), None)

    def names(self, start: str) -> list[str]:
        """The names on the glass that begin so, in the order drawn."""
        root = self.kiosk.pane.rootObject()
        return [item.objectName() for item in items_of(root) if item.objectName().startswith(start)]

    def reads(self, name: str) -> str:
        """The text of the item of this name."""
        item = self.sees(name)
        assert item is not None, f"{name} is not on the {self.screen} screen"
        return str(item.property("text"))

    def taps(self, name: str) -> None:
        self.looks()
        item = self.sees(name)
        assert item is not None, f"{name} is not on the {self.screen} screen"
        self.taps_at(item, 0.5, 0.5)

    def taps_at(self, item: QQuickItem, x: float, y: float) -> None:
        """A tap on a place of ``item`` in fractions of it, some time after the tap before."""
        self.clock.seconds += 1
        self.finger.tap(item.mapToScene(QPointF(item.width() * x, item.height() * y)))
        QCoreApplication.processEvents()

    def looks(self) -> None:
        """Sees the next frame: only then does everything stand where it belongs."""
        drawn = QEventLoop()
        self.kiosk.pane.frameSwapped.connect(drawn.quit)
        self.kiosk.pane.update()
        drawn.exec()
        self.kiosk.pane.frameSwapped.disconnect(drawn.quit)

    def starts(self, language: str) -> None:
        """From the waiting screen through the choice of language to home."""
        assert self.screen == "Attract"
        self.taps_at(self.kiosk.pane.rootObject(), 0.28, 0.3)
        assert self.screen == "Language"
        self.taps(f"language.{language}")
        assert (self.topic, self.page.language) == ("home", language)

    def turns_to(self, name: str) -> None:
        """Turns the cards of the page until the item of this name stands on the glass."""
        self.looks()
        while not self.sees(name):
            card = self.visit.at.more
            self.taps("cards.more")
            assert self.visit.at.more == card + 1
            self.looks()

    def goes(self, *doors: str) -> None:
        """From home through these doors, on whichever card of its menu each stands."""
        for door in doors:
            self.turns_to(f"door.{door}")
            self.taps(f"door.{door}")
            assert self.topic == door, f"the door {door} leads to {self.topic}"

    def goes_on(self, name: str) -> None:
        """By the one filled button: through every card first, then through what it names, ``name``."""
        self.looks()
        while self.sees("cards.more"):
            before = self.visit.at
            self.taps("cards.more")
            assert self.visit.at != before, f"the button turns no card of {self.topic}"
            self.looks()
        self.taps(name)

    def reads_to_the_end(self) -> None:
        """Through all parts of the article shown, and by the same button to the page it leads on to."""
        article, page = self.topic, self.page
        assert isinstance(page, Article) and page.next
        parts = len(page.sections) + (1 if page.pairs else 0)
        for part in range(1, parts):
            self.goes_on("article.next")
            assert (self.topic, self.visit.at.card) == (article, part)
        self.goes_on("article.next")
        assert self.topic == page.next.topic

    def waits(self, seconds: float) -> None:
        """Nobody touches anything for so long."""
        self.clock.seconds += seconds
        self.kiosk.glass.vigil.look()
        QCoreApplication.processEvents()

    @property
    def screen(self) -> str:
        return self.visit.screen

    @property
    def topic(self) -> str:
        return self.visit.topic

    @property
    def page(self) -> Page:
        page = self.visit.page
        assert page is not None
        return page


def stand_before(edition: Edition, size: tuple[int, int], clock: Clock, pin_hash: str = "") -> Patient:
    """A kiosk with ``edition`` on a panel of ``size`` pixels, and someone before it; close ``kiosk``."""
    settings = Settings(size=size, idle_seconds=QUIET, countdown_seconds=COUNTDOWN, staff_pin_hash=pin_hash)
    kiosk = Kiosk(edition, settings, clock)
    kiosk.pane.appear()
    assert QTest.qWaitForWindowExposed(kiosk.pane)
    kiosk.open_search()
    return Patient(kiosk, clock)
