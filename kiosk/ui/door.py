"""The staff door as QML reads it: how many digits stand there, never which; knows no screen and no job.

The door itself (``kiosk.staff.door``) is made at its first touch: a start needs none of it. A PIN is tried on
a thread of its own, so that the interface goes on drawing.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

if TYPE_CHECKING:
    from kiosk.staff.door import Door, Try

QML_IMPORT_NAME = "Lamina.Glass"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class StaffDoor(QObject):
    """``make`` makes the door. ``changed`` tells any change, the other signals how it stands from now on."""

    changed = Signal()
    asked = Signal()
    opened = Signal()
    closed = Signal()
    _judged = Signal(object)

    def __init__(self, make: Callable[[], Door], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._make = make
        self._door: Door | None = None
        self._state = "waiting"
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        self._judged.connect(self._apply)

    @property
    def door(self) -> Door:
        """The door itself, made when first asked for."""
        if self._door is None:
            self._door = self._make()
            self._state = self._door.state
        return self._door

    @property
    def stands(self) -> str:
        """How the door stands: shut, waiting, asking, checking or open."""
        return self._state

    @property
    def fault(self) -> str:
        """What keeps tries from being written down, for health."""
        return self._door.fault if self._door else ""

    def close_for_good(self) -> None:
        """Look no more."""
        self._timer.stop()

    # --- what is so

    def _typed(self) -> int:
        return self._door.typed if self._door else 0

    def _wait(self) -> int:
        return self._door.wait if self._door else 0

    def _refused(self) -> bool:
        return self._door is not None and self._door.refused

    state = Property(str, lambda self: self._state, notify=changed)
    typed = Property(int, _typed, notify=changed)
    wait = Property(int, _wait, notify=changed)
    refused = Property(bool, _refused, notify=changed)

    # --- what hands do

    def press(self) -> None:
        """A finger is down on the door's place, or its key."""
        self.door.press()
        self._follow()

    def release(self) -> None:
        """It has left."""
        if self._door is not None and self._door.release():
            self._follow()

    def touch(self) -> None:
        """Somebody is still there."""
        if self._door is not None and self._state not in ("waiting", "shut"):
            self._door.touch()
            self._follow()

    @Slot(str)
    def key(self, digit: str) -> None:
        if self._door is not None and self._door.key(digit):
            self._follow(True)

    @Slot()
    def erase(self) -> None:
        if self._door is not None and self._door.erase():
            self._follow(True)

    @Slot()
    def submit(self) -> None:
        """Try what was typed, away from the interface's thread."""
        attempt = self._door.submit() if self._door is not None else None
        if attempt is not None:
            threading.Thread(target=self._judge, args=(attempt,), name="pin", daemon=True).start()
            self._follow(True)

    @Slot()
    def close(self) -> None:
        """Leave the keypad or the corner."""
        if self._door is not None and self._door.close():
            self._follow(True)

    @Slot()
    def look(self) -> None:
        """Do what time has brought."""
        if self._door is not None:
            self._door.look()
            self._follow(self._door.state == "asking")

    # --- inside

    def _judge(self, attempt: Try) -> None:
        verdict = attempt.judge()
        try:
            self._judged.emit(verdict)
        except RuntimeError:  # the kiosk is gone meanwhile
            return

    def _apply(self, verdict: object) -> None:
        if self._door is not None:
            self._door.apply(verdict)  # type: ignore[arg-type]
            self._follow(True)

    def _follow(self, told: bool = False) -> None:
        """Tell what changed, and look again when time will change something."""
        door = self.door
        before, self._state = self._state, door.state
        if self._state == "asking" and before == "waiting":
            threading.Thread(target=_make_ready, name="pin", daemon=True).start()
            # First of all: what is no longer drawn cannot be told that its finger was taken from it.
            self.asked.emit()
        if told or before != self._state:
            self.changed.emit()
        if before != self._state == "open":
            self.opened.emit()
        elif before == "open" != self._state:
            self.closed.emit()
        due = door.due_in
        if due == float("inf"):
            self._timer.stop()
        else:
            self._timer.start(int(due * 1000) + 5)


def _make_ready() -> None:
    from kiosk.staff.pin import make_ready

    make_ready()
