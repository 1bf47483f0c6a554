"""What fingers can do to a glass besides tapping it: by real touches, each gesture leads nowhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QDragEnterEvent, QGuiApplication, QWheelEvent
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from kiosk.content.records import Menu
from tests.visits.nurse import Nurse
from tests.visits.patient import COUNTDOWN, QUIET, Patient, items_of


def still_locked(visitor: Patient, act: Callable[[], None]) -> None:
    """After ``act``: one window, nothing held, a tap acts, and quiet time leads back to the start."""
    visitor.starts("en")
    act()
    visitor.clock.seconds += 1
    windows = [window for window in QGuiApplication.topLevelWindows() if window.isVisible()]
    assert windows == [visitor.kiosk.pane]
    assert visitor.kiosk.pane.mouseGrabberItem() is None
    assert QGuiApplication.clipboard().text() == ""
    assert not pressed(visitor)
    visitor.taps("rail.home")
    assert visitor.topic == "home"
    visitor.waits(QUIET + COUNTDOWN + 1)
    assert visitor.visit.state_hash() == visitor.boot


def pressed(visitor: Patient) -> list[str]:
    """The items that look held down."""
    root = visitor.kiosk.pane.rootObject()
    return [item.objectName() for item in items_of(root) if item.property("pressed") is True]


def edges(visitor: Patient) -> list[tuple[QPointF, QPointF]]:
    """Swipes from each side of the glass to its middle."""
    wide, tall = visitor.kiosk.pane.width(), visitor.kiosk.pane.height()
    middle = QPointF(wide / 2, tall / 2)
    sides = [(0, tall / 2), (wide - 1, tall / 2), (wide / 2, 0), (wide / 2, tall - 1)]
    return [(QPointF(*side), middle) for side in sides]


def around(visitor: Patient, count: int, spread: float) -> list[QPointF]:
    """So many places around the middle of the glass, ``spread`` pixels apart."""
    middle = QPointF(visitor.kiosk.pane.width() / 2, visitor.kiosk.pane.height() / 2)
    return [middle + QPointF((each - count / 2) * spread, (each % 3) * spread) for each in range(count)]


def test_a_swipe_from_any_edge_only_stays_in_the_page(visitor: Patient) -> None:
    def swipes() -> None:
        for start, end in edges(visitor):
            visitor.clock.seconds += 1
            visitor.finger.drag(start, (start + end) / 2, end)
            visitor.finger.drag(end, (start + end) / 2, start, start + (start - end))

    still_locked(visitor, swipes)


@pytest.mark.parametrize("fingers", [2, 3, 4, 5, 10])
def test_many_fingers_pinch_turn_and_go(visitor: Patient, fingers: int) -> None:
    def gestures() -> None:
        for first, then in ((40, 90), (90, 20), (60, -60)):
            visitor.clock.seconds += 1
            visitor.finger.press(*around(visitor, fingers, first))
            visitor.finger.move(*around(visitor, fingers, then))
            visitor.finger.lift(*around(visitor, fingers, then))

    still_locked(visitor, gestures)


def test_ten_fingers_mashed_again_and_again_leave_nothing_pressed(visitor: Patient) -> None:
    def mash() -> None:
        for round_ in range(30):
            visitor.clock.seconds += 0.1
            places = [place + QPointF(7 * round_, 11 * (round_ % 5)) for place in around(visitor, 10, 70)]
            visitor.finger.press(*places)
            visitor.finger.lift(*places)

    still_locked(visitor, mash)


def test_a_hold_of_thirty_seconds_is_no_menu_and_stays_no_press(visitor: Patient) -> None:
    def hold() -> None:
        root = visitor.kiosk.pane.rootObject()
        held = [
            item for item in items_of(root) if item.property("text") or item.objectName().startswith("door.")
        ]
        for item in held[:6]:
            place = item.mapToScene(QPointF(item.width() / 2, item.height() / 2))
            visitor.clock.seconds += 1
            visitor.finger.press(place)
            visitor.waits(30)
            assert len([one for one in QGuiApplication.topLevelWindows() if one.isVisible()]) == 1
            visitor.finger.move(place + QPointF(60, 0))
            visitor.finger.lift(place + QPointF(60, 0))

    still_locked(visitor, hold)


def test_words_and_pictures_can_be_dragged_nowhere(visitor: Patient) -> None:
    def drags() -> None:
        root = visitor.kiosk.pane.rootObject()
        for item in [one for one in items_of(root) if one.property("text") or one.property("source")][:12]:
            place = item.mapToScene(QPointF(item.width() / 2, item.height() / 2))
            visitor.clock.seconds += 1
            visitor.finger.drag(place, place + QPointF(50, 50), QPointF(-40, 20), QPointF(-400, -400))

    still_locked(visitor, drags)


def test_nothing_that_is_dropped_wheeled_or_asked_by_the_right_button_arrives(visitor: Patient) -> None:
    pane = visitor.kiosk.pane
    middle = QPoint(pane.width() // 2, pane.height() // 2)
    plain, none = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.NoButton

    def others() -> None:
        before = visitor.visit.state
        files = QMimeData()
        files.setText("file:///etc/passwd")
        drop = QDragEnterEvent(middle, Qt.DropAction.CopyAction, files, none, plain)
        drop.ignore()
        menu = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, middle, middle, plain)
        where, turned = QPointF(middle), QPoint(0, 120)
        wheel = QWheelEvent(where, where, turned, turned, none, plain, Qt.ScrollPhase.NoScrollPhase, False)
        for event in (drop, menu, wheel):
            QCoreApplication.sendEvent(pane, event)
        for button in (Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton, Qt.MouseButton.BackButton):
            QTest.mouseClick(pane, button, plain, middle)
        assert visitor.visit.state == before

    still_locked(visitor, others)


def test_the_focus_never_leaves_what_can_be_seen(visitor: Patient) -> None:
    visitor.starts("en")
    pane = visitor.kiosk.pane
    pane.requestActivate()
    assert QTest.qWaitForWindowActive(pane)
    menu = visitor.page
    assert isinstance(menu, Menu)
    for topic in ("home", *(door.topic for door in menu.doors)):
        visitor.kiosk.glass.open(topic)
        visitor.looks()
        for key in [Qt.Key.Key_Tab] * 25 + [Qt.Key.Key_Backtab] * 25:
            QTest.keyClick(pane, key)
            on_the_glass(visitor, pane.activeFocusItem())
    for key in (Qt.Key.Key_A, Qt.Key.Key_S, Qt.Key.Key_H, Qt.Key.Key_F):
        before = visitor.visit.state
        QTest.keyClick(pane, key, Qt.KeyboardModifier.AltModifier)
        QTest.keyClick(pane, Qt.Key.Key_Space)
        assert visitor.visit.state == before
    visitor.waits(QUIET + 1)
    assert visitor.sees("idle.stay")


def on_the_glass(visitor: Patient, item: QQuickItem | None) -> None:
    if item is None:
        return
    place = item.mapToScene(QPointF(item.width() / 2, item.height() / 2))
    assert item.isVisible() and item.isEnabled(), item.objectName()
    assert visitor.kiosk.pane.contentItem().contains(place), item.objectName()


def test_a_stick_that_types_gets_no_staff_job_done(nurse: Nurse) -> None:
    nurse.enters()
    pane = nurse.kiosk.pane
    pane.requestActivate()
    assert QTest.qWaitForWindowActive(pane)
    said = nurse.reads_all()
    keys = [Qt.Key.Key_Space, Qt.Key.Key_F5, Qt.Key.Key_Delete, Qt.Key.Key_Y, Qt.Key.Key_1, Qt.Key.Key_Menu]
    for key in keys:
        for modifier in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier):
            QTest.keyClick(pane, key, modifier)
    assert (nurse.place, nurse.reads_all()) == ("corner", said)


def test_a_screen_that_wakes_is_not_pressed_by_the_touch_that_woke_it(visitor: Patient) -> None:
    visitor.starts("en")
    visitor.waits(QUIET + 1)
    before = visitor.visit.state
    visitor.taps("rail.search")
    assert visitor.visit.state == before, "the first touch only wakes"


def test_a_press_stays_harmless_through_a_panel_that_turns(visitor: Patient) -> None:
    def turn() -> None:
        pane = visitor.kiosk.pane
        size = pane.size()
        visitor.finger.press(QPointF(200, 200))
        pane.resize(size.transposed())
        QCoreApplication.processEvents()
        visitor.looks()
        pane.resize(size)
        visitor.looks()
        visitor.finger.lift(QPointF(900, 500))

    still_locked(visitor, turn)
