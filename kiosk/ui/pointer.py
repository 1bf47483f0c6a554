"""No pointer stands on the glass of a kiosk; a mouse that moves shows one, and for a moment after."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QTimer
from PySide6.QtGui import QColor, QCursor, QInputDevice, QMouseEvent, QPixmap, QWindow

REST_MS = 3000
"""How long a pointer that moves no more still stands."""


class Pointer:
    """The pointer over ``window``, hidden from now on."""

    def __init__(self, window: QWindow) -> None:
        self._window = window
        nothing = QPixmap(1, 1)
        nothing.fill(QColor(0, 0, 0, 0))
        self._none = QCursor(nothing)
        self._place: QPointF | None = None
        self._rest = QTimer(window, interval=REST_MS, singleShot=True)
        self._rest.timeout.connect(self.hide)
        self.hide()

    def hide(self) -> None:
        """It is not seen any more."""
        self._window.setCursor(self._none)

    def moved(self, event: QMouseEvent) -> None:
        """The mouse moved, or something that plays one. A finger does not show the pointer."""
        place, before = event.globalPosition(), self._place
        self._place = place
        if before is None or place == before or event.device().type() != QInputDevice.DeviceType.Mouse:
            return  # where it is found at first it was put by no hand
        if not self._rest.isActive():
            self._window.unsetCursor()
        self._rest.start()
