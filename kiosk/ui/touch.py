"""Everything a hand or a keyboard sends to the window, before QML sees it; knows nothing of what is shown.

What passes is clean, so that a button of QML simply acts on release. Held back are: the tap that only
wakes the kiosk, a second tap on the same place within 300 ms, a press that drifted more than 8 mm (unless
something on the page is being dragged), every key but Tab and Enter, wheels, other mouse buttons, menus and
gestures of the system. A touch is seen whole only by a filter on the window: children swallow it.
While staff clean the glass nothing passes at all.

One thing may be touched while the kiosk asks whether anybody is there: the buttons of that question. A press
on one of them keeps the question up until the finger has left, so that the button acts at the first tap.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import hypot
from typing import Protocol, cast

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPointF, QTimer
from PySide6.QtGui import QEventPoint, QKeyEvent, QMouseEvent, QPointingDevice, QTouchEvent
from PySide6.QtQuick import QQuickWindow

SECOND_TAP_S = 0.3
"""A second tap on the same place sooner than this, in seconds, is not meant."""

DRIFT_MM = 8.0
"""A press that moves farther than this, in millimetres, is not a tap."""

DRAG_HANDLERS = ("QQuickDragHandler", "QQuickPinchHandler")
"""The QML handlers that may keep a finger that moves. One that adds a property is a class of its own."""

_Type = QEvent.Type
_TOUCH = {_Type.TouchBegin, _Type.TouchUpdate, _Type.TouchEnd, _Type.TouchCancel}
_MOUSE = {_Type.MouseButtonPress, _Type.MouseMove, _Type.MouseButtonRelease, _Type.MouseButtonDblClick}
_KEYS = {_Type.KeyPress, _Type.KeyRelease}
_NEVER = {
    _Type.Wheel,
    _Type.ContextMenu,
    _Type.NativeGesture,
    _Type.TabletPress,
    _Type.TabletMove,
    _Type.TabletRelease,
    _Type.DragEnter,
    _Type.DragMove,
    _Type.Drop,
    _Type.InputMethod,
    _Type.ShortcutOverride,
    _Type.Shortcut,
    _Type.WhatsThisClicked,
}
_WATCHED = _TOUCH | _MOUSE | _KEYS | _NEVER

# `Qt` itself is imported where it is used: its enumerations take 12 ms that a start need not wait for.


@dataclass(slots=True)
class _Press:
    """Where a finger went down and whether it went too far since."""

    place: QPointF
    drifted: bool = False


class Sleeper(Protocol):
    """What falls asleep when nobody touches the glass; ``Vigil`` does."""

    def touched(self) -> bool:
        """A sign of life; true when it only woke the page."""

    def answering(self) -> None:
        """A finger is down on a button of the question whether anybody is there: keep it up."""

    def answered(self) -> None:
        """That finger has left: look at the clock again."""


class Staff(Protocol):
    """What hears of touches that are the staff's; ``kiosk.ui.keeper.Keeper`` does."""

    @property
    def deaf(self) -> bool:
        """Whether the glass is being cleaned: nothing that touches it counts."""

    def fingers(self, down: int, moved: bool) -> None:
        """So many fingers are on the glass while it is cleaned, and whether one of them has moved."""

    def touched(self) -> None:
        """A sign of life."""

    def pressed(self, place: QPointF) -> None:
        """The only finger is down at ``place``."""

    def released(self) -> None:
        """It left, went away, or another came."""

    def key(self, key: int, down: bool, text: str) -> bool:
        """Whether this key is the staff's."""


class Nobody:
    """No staff: a window that is no kiosk's."""

    deaf = False

    def fingers(self, down: int, moved: bool) -> None: ...
    def touched(self) -> None: ...
    def pressed(self, place: QPointF) -> None: ...
    def released(self) -> None: ...
    def key(self, key: int, down: bool, text: str) -> bool:
        return False


class Fingers(QObject):
    """The one filter on the window.

    ``sleeper`` is told every sign of life, ``staff`` what concerns the staff door. ``answers`` says whether a
    place in the window lies on a button of the sleeper's question. ``now`` is a monotonic clock in seconds,
    ``px_per_mm`` the glass.
    """

    def __init__(
        self,
        window: QQuickWindow,
        sleeper: Sleeper,
        px_per_mm: Callable[[], float],
        now: Callable[[], float],
        answers: Callable[[QPointF], bool],
        staff: Staff | None = None,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._sleeper = sleeper
        self._answers = answers
        self._staff: Staff = staff or Nobody()
        self._answering = False
        self._after = QTimer(self, interval=0, singleShot=True)
        self._after.timeout.connect(sleeper.answered)
        self._px_per_mm = px_per_mm
        self._now = now
        self._down: dict[int, _Press] = {}
        self._deaf = False
        self._device: QPointingDevice | None = None
        self._deaf_keys: set[int] = set()
        self._sending = False
        self._last_place = QPointF(-1e6, -1e6)
        self._last_time = float("-inf")
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Whether the event is held back."""
        kind = event.type()
        if kind not in _WATCHED or self._sending:
            return False
        if self._staff.deaf:
            held = self._wiped(kind, event)
        elif kind in _TOUCH:
            held = self._touch(kind, cast(QTouchEvent, event))
        elif kind in _MOUSE:
            held = self._mouse(kind, cast(QMouseEvent, event))
        elif kind in _KEYS:
            held = self._key(kind, cast(QKeyEvent, event))
        else:
            held = True
        if held:
            event.accept()  # else Qt makes a mouse event of a touch nobody took
        return held

    def let_go(self) -> None:
        """What the fingers hold now is none of the page's: whatever they do until they leave does nothing."""
        if self._device is not None:
            self._cancel()
        elif self._down and (grabber := self._window.mouseGrabberItem()) is not None:
            grabber.ungrabMouse()
        self._deaf = bool(self._down)

    def _wiped(self, kind: QEvent.Type, event: QEvent) -> bool:
        """While the glass is cleaned nothing passes; a touch that goes on after it does nothing either."""
        if kind in _TOUCH:
            points = cast(QTouchEvent, event).points()
            ended = kind in (_Type.TouchEnd, _Type.TouchCancel)
            left = [point for point in points if point.state() != QEventPoint.State.Released and not ended]
            for point in left:
                self._follow(point)
            self._staff.fingers(len(left), self._drifted())
            self._down = (
                {point.id(): _Press(point.position()) for point in left} if self._drifted() else self._down
            )
            if ended:
                self._down.clear()
            self._deaf = not ended
        elif kind == _Type.MouseButtonPress:
            self._deaf = True
        elif kind == _Type.MouseButtonRelease:
            self._deaf = False
        return True

    # --- touch ---------------------------------------------------------------------------------------

    def _touch(self, kind: QEvent.Type, event: QTouchEvent) -> bool:
        self._device = cast(QPointingDevice, event.device())
        woke = self._felt(kind == _Type.TouchBegin, event.point(0).position())
        if kind in (_Type.TouchCancel, _Type.TouchEnd):
            self._device = None
            self._answer_given()
            self._staff.released()
        if kind == _Type.TouchCancel:
            self._down.clear()
            self._deaf = False
            return False
        if kind == _Type.TouchBegin:
            self._down.clear()
            self._deaf = woke or self._again(event.point(0).position())
            if not self._deaf:
                self._staff.pressed(event.point(0).position())
        points = event.points()
        ended = kind == _Type.TouchEnd
        drifted = self._drifted()  # by the event before: what drags has taken the finger since
        for point in points:
            self._follow(point)
        if len(points) > 1 or self._drifted():
            self._staff.released()
        held = self._deaf
        if not held and (drifted or (ended and self._drifted())) and not self._dragging(event, points):
            self._device = cast(QPointingDevice, event.device())
            self._cancel()
            self._deaf = held = True
        if ended:
            if not held:
                self._tapped(points[0].position())
            self._down.clear()
            self._deaf = False
        return held

    def _follow(self, point: QEventPoint) -> None:
        press = self._down.get(point.id())
        if press is None:
            self._down[point.id()] = _Press(point.position())
        elif self._far(point.position(), press.place):
            press.drifted = True

    def _drifted(self) -> bool:
        return any(press.drifted for press in self._down.values())

    def _dragging(self, event: QTouchEvent, points: list[QEventPoint]) -> bool:
        for point in points:
            grabber = event.exclusiveGrabber(point)
            if grabber is not None and any(grabber.inherits(name) for name in DRAG_HANDLERS):
                return True
        return False

    def _cancel(self) -> None:
        """Let go of everything the finger holds: buttons spring back without acting."""
        from PySide6.QtCore import Qt

        plain = Qt.KeyboardModifier.NoModifier
        # Qt tells a cancelled touch only to what holds it alone: what merely looks on is led away first.
        away = [_away(number, press) for number, press in self._down.items()]
        self._send(QTouchEvent(_Type.TouchUpdate, self._device, plain, away))
        self._send(QTouchEvent(_Type.TouchCancel, self._device, plain, []))

    # --- a mouse, or a screen that plays one ---------------------------------------------------------

    def _mouse(self, kind: QEvent.Type, event: QMouseEvent) -> bool:
        if kind == _Type.MouseMove and not event.buttons():
            return False  # a pointer passing over is no sign of a patient's will, nor does it change anything
        from PySide6.QtCore import Qt

        pressed = kind in (_Type.MouseButtonPress, _Type.MouseButtonDblClick)
        woke = self._felt(pressed and event.button() == Qt.MouseButton.LeftButton, event.position())
        if kind == _Type.MouseButtonRelease:
            self._answer_given()
            self._staff.released()
        if kind == _Type.MouseMove:
            self._follow(event.point(0))
            if self._drifted():
                self._staff.released()
            return self._deaf
        if event.button() != Qt.MouseButton.LeftButton:
            return True
        if pressed:
            self._down = {event.point(0).id(): _Press(event.position())}
            self._deaf = woke or self._again(event.position())
            if not self._deaf:
                self._staff.pressed(event.position())
            return self._deaf
        self._follow(event.point(0))
        held = self._deaf
        if not held and self._drifted():
            grabber = self._window.mouseGrabberItem()
            if grabber is not None:
                grabber.ungrabMouse()
        elif not held:
            self._tapped(event.position())
        self._down.clear()
        self._deaf = False
        return held

    # --- keys ----------------------------------------------------------------------------------------

    def _key(self, kind: QEvent.Type, event: QKeyEvent) -> bool:
        woke = self._sleeper.touched()
        self._staff.touched()
        key = event.key()
        if kind == _Type.KeyRelease and key in self._deaf_keys:
            self._deaf_keys.discard(key)
            return True
        if woke:
            self._deaf_keys.add(key)
            return True
        from PySide6.QtCore import Qt

        if event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier):
            return True
        if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            return False
        if event.isAutoRepeat() or self._staff.key(key, kind == _Type.KeyPress, event.text()):
            return True
        if key not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return True
        self._press_with_enter(kind, event)
        return True

    def _press_with_enter(self, kind: QEvent.Type, event: QKeyEvent) -> None:
        """Enter presses what has the focus; Qt's own buttons know only the space bar."""
        from PySide6.QtCore import Qt

        plain = Qt.KeyboardModifier.NoModifier
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Space):
            copy = QKeyEvent(kind, key.value, plain)
            copy.ignore()
            self._send(copy)
            if copy.isAccepted():
                return

    # --- shared --------------------------------------------------------------------------------------

    def _felt(self, down: bool, place: QPointF) -> bool:
        """A sign of life at ``place``; whether it does nothing but wake the kiosk."""
        if down and self._answers(place):
            self._answering = True
            self._sleeper.answering()
        self._staff.touched()
        return not self._answering and self._sleeper.touched()

    def _answer_given(self) -> None:
        """The question goes only after its button has seen the finger leave."""
        if self._answering:
            self._answering = False
            self._after.start()

    def _send(self, event: QEvent) -> None:
        self._sending = True
        try:
            QCoreApplication.sendEvent(self._window, event)
        finally:
            self._sending = False

    @property
    def tapped_at(self) -> float:
        """When the last tap ended, by the clock given; long ago where there was none."""
        return self._last_time

    def _tapped(self, place: QPointF) -> None:
        self._last_place, self._last_time = place, self._now()

    def _again(self, place: QPointF) -> bool:
        return self._now() - self._last_time < SECOND_TAP_S and not self._far(place, self._last_place)

    def _far(self, one: QPointF, other: QPointF) -> bool:
        return hypot(one.x() - other.x(), one.y() - other.y()) > DRIFT_MM * self._px_per_mm()


def _away(number: int, press: _Press) -> QEventPoint:
    """The finger far above the window, straight up from where it went down: that turns nothing sideways."""
    place = QPointF(press.place.x(), -1e4)
    return QEventPoint(number, QEventPoint.State.Updated, place, place)
