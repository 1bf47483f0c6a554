"""Watches by the clock whether anybody is still there, and counts down; knows nothing of what is shown."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from kiosk.visit.idle import Idle


class Vigil(QObject):
    """Looks at ``idle`` when its next second is due. ``changed`` tells a new ``left``, ``over`` the end.

    While the countdown runs the glass asks whether anybody is there, with two buttons. A finger down on one
    of them is a sign of life, but the question stays until that finger has left.
    """

    changed = Signal()
    over = Signal()

    def __init__(self, idle: Idle, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.idle = idle
        self.left = 0
        """Whole seconds of countdown shown, 0 while nothing is counted down."""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)

    def touched(self) -> bool:
        """A sign of life; true when it only woke the page."""
        woke = self.idle.activity()
        if woke:
            self.look()
        return woke

    def answering(self) -> None:
        """A finger is down on the question's button: the question stays until ``answered``.

        What only leans there never leaves; after the quiet time the countdown goes on.
        """
        self.idle.activity()
        self._timer.start(int(self.idle.due_in * 1000) + 5)

    def answered(self) -> None:
        """The finger has left."""
        self.look()

    def look(self) -> None:
        """Look at the clock: tell what it says, and look again when that changes."""
        if self.idle.over:
            self.over.emit()
            return
        if self.left != self.idle.left:
            self.left = self.idle.left
            self.changed.emit()
        due = self.idle.due_in
        if due != float("inf"):
            self._timer.start(int(due * 1000) + 5)
        else:
            self._timer.stop()

    def watch(self, begun: bool) -> None:
        """A visit has begun, or is over."""
        if begun:
            self.idle.start()
        else:
            self.idle.stop()
        self.look()

    def close(self) -> None:
        """Look no more."""
        self._timer.stop()
