"""Tells those who ask from elsewhere what a window sees of its screen; changes nothing on it.

`check` is typed over SSH, where there is no screen: only the kiosk itself can say how its own is.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickWindow

from kiosk.machine.display import Screen, keep_screen

LOOK_MS = 5000
"""Qt has no signal for a window that no screen shows any more."""


class ScreenTold(QObject):
    """Keeps in ``state`` how the screen of ``window`` is, from its first frame on, anew when that changes."""

    def __init__(self, window: QQuickWindow, state: Path) -> None:
        super().__init__(window)
        self._window = window
        self._state = state
        self._told: Screen | None = None
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)
        if window.isExposed():
            self._begin()
        else:
            window.frameSwapped.connect(self._first_frame)

    def look(self) -> None:
        """Keep what is so now, if it is another than before. A disk that refuses is asked again."""
        window = self._window
        now = Screen(
            process=os.getpid(),
            by=QGuiApplication.platformName(),
            width=window.width(),
            height=window.height(),
            shown=window.isExposed(),
        )
        if now != self._told:
            with suppress(OSError):
                keep_screen(self._state, now)
                self._told = now

    def stop(self) -> None:
        """Tell nothing more: another window comes."""
        self._timer.stop()

    def _first_frame(self) -> None:
        self._window.frameSwapped.disconnect(self._first_frame)
        self._begin()

    def _begin(self) -> None:
        self._timer.start()
        self.look()
