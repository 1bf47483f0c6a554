"""Plays a turn of pictures, decoded a few frames ahead; knows nothing of what turns or who asked.

A turn of 36 stage pictures is 150 MB decoded, so only a small ring ahead of the shown frame is kept. A frame
that is not ready is not waited for: the shown one stays until it is, and what was lost is made up for.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from kiosk.ui.pictures import Pictures

TURN_RATE = 12.0
"""Frames a second of a view that plays: a turn of 36 takes three seconds."""

ATTRACT_RATE = 8.0
"""Frames a second on the waiting screen: a turn of 144 takes eighteen seconds."""

RING = 4
"""Frames decoded ahead of the shown one."""

LOOK_MS = 5
"""How soon a playing turn looks again for a frame that is due and not ready, in milliseconds."""

BEHIND = 2
"""Frames a turn may be late and still catch up; beyond that it goes on slower."""


class Turntable(QObject):
    """One turning picture. ``turned`` says that the shown frame, or whether it plays, changed."""

    turned = Signal()

    def __init__(self, pictures: Pictures, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self._frames: tuple[str, ...] = ()
        self._index = 0
        self._apart = 0.0
        self._due = 0.0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)

    @property
    def frames(self) -> tuple[str, ...]:
        """The blobs of the turn, in order."""
        return self._frames

    @property
    def index(self) -> int:
        """The place of the shown frame."""
        return self._index

    @property
    def shown(self) -> str:
        """The blob of the shown frame, or an empty text."""
        return self._frames[self._index] if self._frames else ""

    @property
    def playing(self) -> bool:
        """Whether it turns by itself."""
        return self._timer.isActive()

    def load(self, frames: Sequence[str]) -> None:
        """Stand at the first of ``frames`` (blobs), not playing; a turn that is shown already goes on."""
        if tuple(frames) == self._frames:
            return
        self._timer.stop()
        self._frames, self._index = tuple(frames), 0
        self.turned.emit()

    def play(self, frames_per_second: float) -> None:
        """Turn by itself at this many frames a second; 0 stops."""
        if frames_per_second > 0 and len(self._frames) > 1:
            from PySide6.QtCore import Qt  # its enumerations take 12 ms that a start need not wait for

            self._timer.setTimerType(Qt.TimerType.PreciseTimer)
            self._prepare(1)
            self._apart = 1 / frames_per_second
            self._due = time.monotonic() + self._apart
            self._timer.start(round(1000 * self._apart))
        else:
            self._timer.stop()
        self.turned.emit()

    def stop(self) -> None:
        """Stand still."""
        if self.playing:
            self.play(0)

    def turn(self, steps: int) -> None:
        """Show the frame ``steps`` further (backwards if negative), playing or not."""
        if self._frames and steps:
            self._index = (self._index + steps) % len(self._frames)
            self._prepare(1 if steps > 0 else -1)
            self.turned.emit()

    def _tick(self) -> None:
        now = time.monotonic()
        if now >= self._due:
            if self._pictures.has(self._frames[(self._index + 1) % len(self._frames)]):
                self._due = max(self._due + self._apart, now - BEHIND * self._apart)
                self.turn(1)
            else:
                self._prepare(1)
        if self.playing:  # whoever was told of the turn may have stopped it
            self._timer.setInterval(max(LOOK_MS, round(1000 * (self._due - time.monotonic()))))

    def _prepare(self, way: int) -> None:
        count = len(self._frames)
        self._pictures.ahead(
            self._frames[(self._index + way * n) % count] for n in range(1, min(RING, count - 1) + 1)
        )
