"""Keeps a running kiosk's figures in a file, once a minute; knows no page and decides nothing by them.

What Qt holds is read in the window's thread, what takes a while and the disk belong to another. A disk that
refuses loses the file and nothing else.
"""

from __future__ import annotations

import logging
import platform
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer, qVersion

from kiosk import __version__
from kiosk.content.edition import Edition
from kiosk.content.errors import ContentError
from kiosk.content.reviews import reviews_beside
from kiosk.machine import paths
from kiosk.machine.disks import free_bytes
from kiosk.machine.metrics import Reading, exposed, read_starts, write_metrics
from kiosk.ui.frames import FrameTimes
from kiosk.ui.glass import Glass
from kiosk.ui.window import Pane

if TYPE_CHECKING:
    from kiosk.machine.health import Item
    from kiosk.ui.following import Following

EVERY_MS = 60_000

END_SECONDS = 1.0
"""How long the end of a kiosk waits for the disk."""

BY_PATIENTS = ("quiet", "ended")
"""Ends of a visit that are no work of staff's."""

logger = logging.getLogger(__name__)


class Measured(Protocol):
    """What is measured; ``kiosk.app.Kiosk`` is one."""

    glass: Glass
    pane: Pane
    state: Path
    clock: Callable[[], float]
    following: Following | None

    def look_at_health(self) -> list[Item]: ...


class Measuring(QObject):
    """Writes ``file`` now and every minute, until ``close``. ``name`` says how the edition came here."""

    def __init__(self, kiosk: Measured, file: Path, name: str) -> None:
        super().__init__()
        self._kiosk = kiosk
        self._file = file
        self._first = kiosk.glass.edition_shown, name
        self._refused = False
        self._last_reset: float | None = None
        self._thread: threading.Thread | None = None
        self.frames = FrameTimes(lambda: kiosk.pane.tapped_at, kiosk.clock, self)
        kiosk.glass.pageChanged.connect(self.frames.changed)
        kiosk.pane.frameSwapped.connect(self.frames.swapped)
        kiosk.glass.ended.connect(self._note_end)
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.measure)
        self._timer.start()
        self.measure()

    def measure(self) -> None:
        """Have the file written soon; where the disk still has the one before in hand, a minute later."""
        if self._thread is None or not self._thread.is_alive():
            self._begin(self._read(up=True))

    def close(self) -> None:
        """Say that the kiosk has ended, for at most ``END_SECONDS``."""
        self._timer.stop()
        before = self._thread
        if before is not None:
            before.join(END_SECONDS)
        if before is None or not before.is_alive():
            self._begin(self._read(up=False)).join(END_SECONDS)

    def _begin(self, reading: Reading) -> threading.Thread:
        given = reading, self._kiosk.glass.edition_shown
        thread = self._thread = threading.Thread(target=self._write, args=given, name="metrics", daemon=True)
        thread.start()
        return thread

    def _note_end(self, reason: str) -> None:
        """Keep the day alone: a time would tell when somebody left."""
        if reason in BY_PATIENTS:
            today = datetime.now().astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
            self._last_reset = today.timestamp()

    # --- in the window's thread ----------------------------------------------------------------------

    def _read(self, up: bool) -> Reading:
        edition, following = self._kiosk.glass.edition_shown, self._kiosk.following
        reading = Reading(
            now=time.time(),
            up=up,
            version=__version__,
            qt=str(qVersion()),
            python=platform.python_version(),
            edition=edition.id,
            name=self._name_of(edition),
            sample=edition.sample,
            built=edition.root.built,
            last_reset=self._last_reset,
            frames=self.frames.told,
        )
        if following is None or not following.updater.is_reachable:
            return reading
        now = following.updater.now
        last = now.last
        return replace(
            reading,
            trust_until=now.trusts_until,
            last_good=None if last is None else last.good,
            last_at="" if last is None else last.at,
            last_look=now.last_look,
        )

    def _name_of(self, edition: Edition) -> str:
        first, name = self._first
        if edition is first:
            return name
        return "shipped" if edition.folder == paths.SHIPPED else "installed"

    # --- in a thread of its own ----------------------------------------------------------------------

    def _write(self, reading: Reading, edition: Edition) -> None:
        try:
            write_metrics(self._file, exposed(self._complete(reading, edition)))
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

    def _complete(self, reading: Reading, edition: Edition) -> Reading:
        """With what takes a while to find out."""
        until = ""
        if not edition.sample:
            try:
                until = reviews_beside(edition).until
            except ContentError:
                until = ""  # health tells of it
        return replace(
            reading,
            reviews_until=until,
            starts=read_starts(self._kiosk.state),
            health=self._kiosk.look_at_health(),
            disk_free=free_bytes(paths.installed_shelf()),
        )
