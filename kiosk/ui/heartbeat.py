"""A ping that means something: the window's thread turns, a frame was drawn, content reads; it mends nothing.

A ping is sent only after all of it, from the window's own timer. A thread beside it could say that all is
well while the glass is frozen.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtQuick import QQuickWindow

from kiosk.machine.notify import Supervisor

FRAME_SECONDS = 5.0
"""A frame that was forced and comes later than this is no sign of life."""

logger = logging.getLogger(__name__)


class Heartbeat(QObject):
    """Tells ``supervisor`` that ``window`` is ready at its first frame, then that it lives.

    ``unfit`` says why no ping is due (content cannot be read), "" where one is. ``shown`` says in a few words
    what is on the glass. ``clock`` gives monotonic seconds.
    """

    def __init__(
        self,
        window: QQuickWindow,
        supervisor: Supervisor,
        unfit: Callable[[], str],
        shown: Callable[[], str],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._supervisor = supervisor
        self._unfit = unfit
        self._shown = shown
        self._clock = clock
        self._asked: float | None = None
        self._begun = False
        self._told = ""
        self._said = ""
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._beat)
        window.frameSwapped.connect(self._swapped)

    def stop(self) -> None:
        """Tell nothing more: what comes after this window speaks for itself."""
        self._timer.stop()
        self._window.frameSwapped.disconnect(self._swapped)

    def _beat(self) -> None:
        """Force a frame. A window on no display (switched off, unplugged) draws none and is not frozen."""
        if not self._window.isExposed():
            self._asked = None
            self._ping()
            return
        if self._asked is None:
            self._asked = self._clock()
        self._window.update()

    def _swapped(self) -> None:
        if not self._begun:
            self._begun = True
            self._said = self._shown()
            self._supervisor.ready(self._said)
            if self._supervisor.ping_seconds:
                self._timer.start(int(1000 * self._supervisor.ping_seconds))
        if self._asked is None:
            return
        waited, self._asked = self._clock() - self._asked, None
        if waited <= FRAME_SECONDS:
            self._ping()
        else:
            self._tell(f"a frame took {waited:.1f} seconds")

    def _ping(self) -> None:
        why = self._unfit()
        self._tell(why)
        if not why:
            self._supervisor.ping()
        if (shown := self._shown()) != self._said:  # another edition was brought in meanwhile
            self._said = shown
            self._supervisor.says(shown)

    def _tell(self, why: str) -> None:
        """Log why no ping was sent, once."""
        if why and why != self._told:
            logger.error("no sign of life is given: %s", why)
        self._told = why
