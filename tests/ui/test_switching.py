"""Another edition comes onto a running glass whole: no frame is black, none is half of each."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEventLoop
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from kiosk.app import Kiosk
from kiosk.content.edition import Edition
from kiosk.machine.settings import Settings
from kiosk.ui.switching import Switch
from kiosk.ui.updater import Updater
from tests.ui.conftest import Clock, spoil, stage_of
from tests.ui.others import LATER, follow

SECONDS = 2.0
"""What staff may wait from asking to the new frame (the standard of this house)."""


class Stage:
    """A kiosk on a real window, its switch, and the edition that is current, which a test sets."""

    def __init__(self, edition: Edition, clock: Clock) -> None:
        self.kiosk = Kiosk(edition, Settings(size=(1280, 800), still=True), clock)
        self.glass = self.kiosk.glass
        self.updater = Updater(self.kiosk.pane.engine(), "/nowhere/at/all")
        self.now = edition
        self.switch = Switch(self.glass, self.updater, self.current, self.kiosk.reload)
        self.swaps: list[str] = []
        self.switch.swapped.connect(self.swaps.append)

    def current(self) -> Edition:
        """What is current, read from the disk anew."""
        return Edition.open(self.now.folder, self.now.root_sha256, self.now.root_name)

    def close(self) -> None:
        self.switch.close()
        self.updater.close()
        self.kiosk.close()

    def frame(self) -> QImage:
        """What the window draws now."""
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)
        return self.kiosk.pane.grabWindow()

    def settled(self) -> QImage:
        """The frame once nothing moves any more."""
        same, frame = 0, self.frame()
        deadline = time.monotonic() + 10
        while same < 8 and time.monotonic() < deadline:
            following = self.frame()
            same, frame = (same + 1 if following == frame else 0), following
        return frame

    def frames_until(self, done: Callable[[], bool]) -> list[QImage]:
        """Every frame until ``done``, and some after it."""
        frames, left = [], 6
        deadline = time.monotonic() + 10
        while left and time.monotonic() < deadline:
            frames.append(self.frame())
            left -= done()
        return frames


@pytest.fixture
def stage(small: Edition, clock: Clock, qtbot: QtBot) -> Iterator[Stage]:
    stage = Stage(small, clock)
    with qtbot.waitSignal(stage.kiosk.pane.begun):
        stage.kiosk.pane.appear()
    yield stage
    stage.close()


@pytest.fixture
def later(small: Edition, tmp_path: Path) -> Edition:
    return follow(small, tmp_path / "later", "Changed at home")


def is_black(frame: QImage) -> bool:
    """Whether nearly all of it is nearly black."""
    tiny = frame.scaled(32, 20).convertToFormat(QImage.Format.Format_Grayscale8)
    return max(tiny.pixelColor(x, y).lightness() for x in range(32) for y in range(20)) < 40


def title_of(stage: Stage) -> str:
    return str(stage.glass.page_map().get("title", ""))


def test_a_black_frame_would_be_noticed() -> None:
    black = QImage(640, 400, QImage.Format.Format_RGB32)
    black.fill(0xFF000000)
    assert is_black(black)


@pytest.mark.parametrize("where", ["Attract", "home", "article"])
def test_what_staff_asked_for_is_shown_at_once_and_no_frame_lies_between(
    stage: Stage, later: Edition, where: str
) -> None:
    if where != "Attract":
        stage.glass.begin("en")
    if where == "article":
        stage.glass.open(next(name for name, entry in later.topics() if entry.kind == "article"))
    before, topic = stage.settled(), stage.glass.visit.topic
    stage.now = later
    begun = time.perf_counter()
    stage.switch.prepare(LATER, True)
    frames = stage.frames_until(lambda: bool(stage.swaps))
    took = time.perf_counter() - begun
    after = stage.settled()
    assert stage.swaps == [LATER] and stage.glass.property("edition") == LATER
    assert took < SECONDS
    assert not any(is_black(frame) for frame in frames)
    assert all(frame in (before, after) for frame in frames), "neither the old nor the new"
    assert stage.glass.visit.topic == topic
    assert (after != before) == (where == "home"), "the changed page alone looks another"


def test_a_visitor_is_not_disturbed_and_finds_the_new_edition_at_the_countdown(
    stage: Stage, later: Edition, clock: Clock, qtbot: QtBot
) -> None:
    stage.glass.begin("en")
    stage.now = later
    with qtbot.waitSignal(stage.switch.prepared):
        stage.switch.prepare(LATER)
    assert stage.switch.waiting and title_of(stage) != "Changed at home"
    stage.glass.open(next(name for name, entry in later.topics() if entry.kind == "article"))
    stage.glass.goHome()
    assert stage.switch.waiting and title_of(stage) != "Changed at home", "a visit goes on as it began"
    clock.seconds += 95
    with qtbot.waitSignal(stage.switch.swapped):
        stage.glass.vigil.look()
    assert title_of(stage) == "Changed at home" and stage.glass.property("idleLeft") > 0
    stage.glass.stillHere()
    assert title_of(stage) == "Changed at home" and stage.glass.property("idleLeft") == 0


def test_the_end_of_a_visit_brings_the_new_edition(stage: Stage, later: Edition, qtbot: QtBot) -> None:
    stage.glass.begin("en")
    stage.now = later
    with qtbot.waitSignal(stage.switch.prepared):
        stage.switch.prepare(LATER)
    with qtbot.waitSignal(stage.switch.swapped):
        stage.glass.clear()
    assert stage.glass.property("edition") == LATER


def test_a_waiting_kiosk_shows_it_as_soon_as_it_is_ready(stage: Stage, later: Edition, qtbot: QtBot) -> None:
    stage.now = later
    with qtbot.waitSignal(stage.switch.swapped):
        stage.switch.prepare(LATER)
    assert stage.glass.property("screen") == "Attract"


def test_a_page_that_is_no_more_leads_home(
    stage: Stage, small: Edition, tmp_path: Path, qtbot: QtBot
) -> None:
    gone = next(name for name, entry in small.topics() if entry.kind == "article")
    stage.glass.begin("en")
    stage.glass.open(gone)
    stage.now = follow(small, tmp_path / "later", without=gone)
    with qtbot.waitSignal(stage.switch.swapped):
        stage.switch.prepare(LATER, True)
    assert stage.glass.visit.topic == small.home and title_of(stage) == "Changed"


@pytest.mark.parametrize("broken", ["root", "home", "page", "picture"])
def test_an_edition_that_cannot_be_shown_leaves_the_page_and_health_red(
    stage: Stage, later: Edition, broken: str, qtbot: QtBot
) -> None:
    stage.glass.begin("en")
    topic = next(name for name, entry in later.topics() if entry.kind == "walkthrough")
    stage.glass.open(topic)
    before = stage.settled()
    if broken == "root":
        (later.folder / later.root_name).write_bytes(b"{}")
    elif broken == "home":
        spoil(later, later.topic(later.home).pages["en"])
    elif broken == "page":
        spoil(later, later.topic(topic).pages["en"])
    else:
        stage.glass.pictures._kept.clear()  # what is decoded already would be as good as the file
        spoil(later, stage_of(later, topic))
    stage.now = later
    with qtbot.waitSignal(stage.switch.failed):
        stage.switch.prepare(LATER, True)
    assert stage.settled() == before and not stage.swaps
    assert any(LATER in fault and "cannot be shown" in fault for fault in stage.glass.health)


def test_what_is_overtaken_is_never_shown(stage: Stage, later: Edition, qtbot: QtBot) -> None:
    """Two installs in a row: what the first one opened does not come after the second's."""
    stage.now = later
    stage.switch.prepare(LATER, True)
    stage.switch.prepare(LATER, True)
    qtbot.waitUntil(lambda: bool(stage.swaps))
    for _ in range(20):
        stage.frame()
    assert stage.swaps == [LATER]


def test_what_was_undone_before_it_was_shown_is_not_shown(
    stage: Stage, small: Edition, later: Edition, qtbot: QtBot
) -> None:
    stage.glass.begin("en")
    stage.now = later
    with qtbot.waitSignal(stage.switch.prepared):
        stage.switch.prepare(LATER)
    stage.now = small
    stage.switch.prepare(small.id)
    stage.glass.clear()
    for _ in range(10):
        stage.frame()
    assert not stage.switch.waiting and stage.swaps == []
