"""Has a file of figures written once a minute; knows no figure.

What Qt holds is read in the window's thread, what takes a while and the disk belong to another. A disk that
refuses loses the file and nothing else.
"""

from __future__ import annotations

import logging
import platform
import threading
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, qVersion

from kiosk import __version__
from kiosk.machine.metrics import Reading, exposed, write_metrics

EVERY_MS = 60_000

END_SECONDS = 1.0
"""How long the end of a kiosk waits for the disk."""

Complete = Callable[[], Reading]

logger = logging.getLogger(__name__)


class FigureFile(QObject):
    """Writes ``file`` now and every minute, until ``close`` or ``stop``.

    ``read`` is called in the window's thread with whether the kiosk is up; what it gives is called in another
    and may take a while.
    """

    def __init__(self, file: Path, read: Callable[[bool], Complete], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._file = file
        self._read = read
        self._refused = False
        self._thread: threading.Thread | None = None
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.write)
        self._timer.start()
        self.write()

    def write(self) -> None:
        """Have the file written soon; where the disk still has the one before in hand, a minute later."""
        if self._thread is None or not self._thread.is_alive():
            self._begin(up=True)

    def wait(self, seconds: float = END_SECONDS) -> bool:
        """Wait until what was begun is written; whether it is."""
        if self._thread is not None:
            self._thread.join(seconds)
        return self._thread is None or not self._thread.is_alive()

    def stop(self) -> None:
        """Write no more: another begins."""
        self._timer.stop()
        self.wait()

    def close(self) -> None:
        """Say that the kiosk has ended, for at most twice ``END_SECONDS``."""
        self._timer.stop()
        if self.wait():
            self._begin(up=False)
            self.wait()

    def _begin(self, up: bool) -> None:
        complete = self._read(up)
        self._thread = threading.Thread(target=self._write, args=(complete,), name="metrics", daemon=True)
        self._thread.start()

    def _write(self, complete: Complete) -> None:
        try:
            write_metrics(self._file, exposed(complete()))
        except OSError as fault:
            if not self._refused:
                why = fault.strerror or type(fault).__name__
                logger.warning("the figures cannot be written to %s: %s; look at the disk", self._file, why)
            self._refused = True
        except Exception:  # a kiosk without figures is still a kiosk
            logger.error("the figures cannot be told", exc_info=True)
        else:
            if self._refused:
                logger.warning("the figures can be written again")
            self._refused = False


def bare_reading(up: bool) -> Reading:
    """What is so of every kiosk, whatever it shows."""
    return Reading(
        now=time.time(), up=up, version=__version__, qt=str(qVersion()), python=platform.python_version()
    )
