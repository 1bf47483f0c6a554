"""A finger and a keyboard on a real window, through the one filter."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QPointF, Qt, QUrl
from PySide6.QtQml import QQmlComponent, QQmlEngine
from PySide6.QtQuick import QQuickItem, QQuickWindow
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk.ui.touch import Fingers
from tests.ui.conftest import QML, Clock, Finger, centre

PX_PER_MM = 4.0


class Bench:
    """The test window with its filter, a finger, a clock, and a kiosk that can be asleep."""

    def __init__(self, window: QQuickWindow, clock: Clock) -> None:
        self.window = window
        self.finger = Finger(window)
        self.clock = clock
        self.asleep = self.asked = False
        self.signs = 0
        self.filter = Fingers(window, self, lambda: PX_PER_MM, clock, self.answers)

    def touched(self) -> bool:
        self.signs += 1
        woke, self.asleep = self.asleep, False
        return woke

    def answering(self) -> None:
        self.asked = True

    def answered(self) -> None:
        self.asleep = self.asked = False

    def answers(self, place: QPointF) -> bool:
        item = self.window.findChild(QQuickItem, "button")
        return self.asleep and item is not None and item.contains(item.mapFromScene(place))

    def place(self, name: str) -> QPointF:
        item = self.window.findChild(QQuickItem, name)
        assert item is not None
        return centre(item)

    def count(self, name: str) -> int:
        return int(self.window.property(name))


@pytest.fixture
def bench(qtbot: QtBot, clock: Clock) -> Iterator[Bench]:
    engine = QQmlEngine()
    component = QQmlComponent(engine, QUrl.fromLocalFile(str(QML / "Buttons.qml")))
    window = component.create()
    assert isinstance(window, QQuickWindow), component.errorString()
    window.show()
    assert QTest.qWaitForWindowExposed(window)
    yield Bench(window, clock)
    window.close()
    window.deleteLater()


def test_a_tap_acts_on_release(bench: Bench) -> None:
    bench.finger.tap(bench.place("button"))
    bench.finger.tap(bench.place("tile"))
    assert (bench.count("clicks"), bench.count("taps")) == (1, 1)


def test_a_second_tap_on_the_same_place_within_300_ms_does_nothing(bench: Bench) -> None:
    for name in ("button", "tile"):
        bench.finger.tap(bench.place(name))
        bench.clock.seconds += 0.29
        bench.finger.tap(bench.place(name))
    assert (bench.count("clicks"), bench.count("taps")) == (1, 1)
    bench.clock.seconds += 0.31
    bench.finger.tap(bench.place("button"))
    assert bench.count("clicks") == 2


def test_quick_taps_on_different_places_both_act(bench: Bench) -> None:
    bench.finger.tap(bench.place("button"))
    bench.clock.seconds += 0.05
    bench.finger.tap(bench.place("tile"))
    assert (bench.count("clicks"), bench.count("taps")) == (1, 1)


@pytest.mark.parametrize("name", ["button", "tile"])
def test_a_press_that_drifts_more_than_8_mm_is_let_go(bench: Bench, name: str) -> None:
    start = bench.place(name)
    bench.finger.drag(start, start + QPointF(9 * PX_PER_MM, 0))
    assert (bench.count("clicks"), bench.count("taps")) == (0, 0)
    assert not bench.window.property("held")
    bench.finger.tap(start)
    assert bench.count("clicks") + bench.count("taps") == 1


def test_a_press_that_drifts_away_and_back_is_let_go(bench: Bench) -> None:
    start = bench.place("button")
    bench.finger.drag(start, start + QPointF(9 * PX_PER_MM, 0), start)
    assert bench.count("clicks") == 0


@pytest.mark.parametrize("name", ["button", "tile"])
def test_a_shaking_finger_still_taps(bench: Bench, name: str) -> None:
    start = bench.place(name)
    bench.finger.drag(start, start + QPointF(7 * PX_PER_MM, 0), start + QPointF(0, 5 * PX_PER_MM))
    assert bench.count("clicks") + bench.count("taps") == 1


def test_what_is_dragged_keeps_the_finger(bench: Bench) -> None:
    start = bench.place("strip")
    bench.finger.drag(start, start + QPointF(20, 0), start + QPointF(60, 0), start + QPointF(120, 0))
    assert bench.window.property("dragged") == pytest.approx(120, abs=25)
    assert bench.count("taps") == 0


def test_the_tap_that_wakes_does_nothing_else(bench: Bench) -> None:
    bench.asleep = True
    bench.finger.tap(bench.place("tile"))
    assert (bench.count("taps"), bench.asleep) == (0, False)
    bench.finger.tap(bench.place("tile"))
    assert bench.count("taps") == 1


def test_a_button_of_the_question_acts_at_the_first_tap(bench: Bench) -> None:
    bench.asleep = True
    place = bench.place("button").toPoint()
    QTest.touchEvent(bench.window, bench.finger.device).press(0, place, bench.window).commit()
    assert (bench.asked, bench.asleep) == (True, True)
    QTest.touchEvent(bench.window, bench.finger.device).release(0, place, bench.window).commit()
    assert bench.count("clicks") == 1
    QCoreApplication.processEvents()
    assert (bench.asked, bench.asleep) == (False, False)


def test_a_press_on_the_question_that_drifts_away_only_wakes(bench: Bench) -> None:
    bench.asleep = True
    start = bench.place("button")
    bench.finger.drag(start, start + QPointF(9 * PX_PER_MM, 0))
    assert (bench.count("clicks"), bench.asleep, bench.asked) == (0, False, False)


def test_a_mouse_is_held_to_the_same_rules(bench: Bench) -> None:
    left, place = Qt.MouseButton.LeftButton, bench.place("button").toPoint()
    QTest.mouseClick(bench.window, left, Qt.KeyboardModifier.NoModifier, place)
    assert bench.count("clicks") == 1
    QTest.mouseClick(bench.window, left, Qt.KeyboardModifier.NoModifier, place)
    assert bench.count("clicks") == 1
    bench.clock.seconds += 1
    QTest.mouseClick(bench.window, Qt.MouseButton.RightButton, Qt.KeyboardModifier.NoModifier, place)
    QTest.mousePress(bench.window, left, Qt.KeyboardModifier.NoModifier, place)
    QTest.mouseMove(bench.window, place + QPointF(9 * PX_PER_MM, 0).toPoint())
    QTest.mouseRelease(bench.window, left, Qt.KeyboardModifier.NoModifier, place)
    assert bench.count("clicks") == 1
    bench.clock.seconds += 1
    bench.asleep = True
    tile = bench.place("tile").toPoint()
    QTest.mouseClick(bench.window, left, Qt.KeyboardModifier.NoModifier, tile)
    assert (bench.count("taps"), bench.asleep) == (0, False)
    bench.asleep = True
    QTest.mouseClick(bench.window, left, Qt.KeyboardModifier.NoModifier, place)
    assert bench.count("clicks") == 2


def test_enter_presses_what_has_the_focus(bench: Bench) -> None:
    bench.window.requestActivate()
    assert QTest.qWaitForWindowActive(bench.window)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        QTest.keyClick(bench.window, key)
    assert bench.count("clicks") == 2


def test_no_other_key_reaches_the_page(bench: Bench) -> None:
    bench.window.requestActivate()
    assert QTest.qWaitForWindowActive(bench.window)
    none, ctrl, alt = (
        Qt.KeyboardModifier.NoModifier,
        Qt.KeyboardModifier.ControlModifier,
        Qt.KeyboardModifier.AltModifier,
    )
    for key, modifier in [
        (Qt.Key.Key_Space, none),
        (Qt.Key.Key_Escape, none),
        (Qt.Key.Key_F11, none),
        (Qt.Key.Key_Back, none),
        (Qt.Key.Key_Select, none),
        (Qt.Key.Key_Return, ctrl),
        (Qt.Key.Key_F4, alt),
        (Qt.Key.Key_Q, ctrl),
        (Qt.Key.Key_Tab, alt),
    ]:
        QTest.keyClick(bench.window, key, modifier)
    assert bench.count("clicks") == 0
    assert bench.window.isVisible()
    assert bench.window.activeFocusItem().objectName() == "button"


def test_every_touch_move_and_key_is_a_sign_of_life(bench: Bench) -> None:
    start = bench.place("tile")
    bench.finger.drag(start, start + QPointF(2, 0))
    assert bench.signs == 3
    QTest.keyClick(bench.window, Qt.Key.Key_F5)
    assert bench.signs == 5
