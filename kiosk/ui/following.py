"""A running kiosk follows its updater: reaches it, starts one where none answers, shows what it installs.

Put together here for ``kiosk.app``. It is made after the first frame, and nothing waits for it.
"""

from __future__ import annotations

import os
import stat
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QTimer
from PySide6.QtQml import QJSEngine

from kiosk.content.edition import Edition
from kiosk.content.shelf import Shelf
from kiosk.machine import paths
from kiosk.machine.ladder import Ladder
from kiosk.machine.settings import Settings
from kiosk.ui.glass import Glass
from kiosk.ui.switching import Switch
from kiosk.ui.updater import Updater
from kiosk.updates.endpoint import address_in, is_possible

BEGIN_MS = 1500
"""The first seconds of a kiosk are the patient's: its updater is looked for after them."""

FIRST_START, LAST_START = 2.0, 300.0
"""Seconds between two starts of an updater that does not stay, doubling from the one to the other."""

ERROR_HANDLE = 2
"""Standard error, whatever Python made of it."""

SOUND_SECONDS = 60.0
"""An updater that answered for so long was no failure."""


def command_of(settings_file: Path | None) -> list[str]:
    """The command that starts an updater which ends with its kiosk."""
    program = (
        [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, str(paths.ROOT / "main.py")]
    )
    named = ["--settings", str(settings_file.absolute())] if settings_file else []
    return [*program, "updater", "--until-alone", *named]


def _is_lasting(handle: int) -> bool:
    """Whether what this kiosk writes to can be the updater's log too: a journal, a file, a terminal.

    Not a pipe: its reader would wait for the updater, which outlives its kiosk.
    """
    try:
        return not stat.S_ISFIFO(os.fstat(handle).st_mode)
    except OSError:
        return False


class Starter(QObject):
    """Starts ``command`` where ``updater`` finds nobody, ever less often while that does not help.

    What it starts lives on without this kiosk: an install goes on, and the next start finds it.
    """

    def __init__(
        self,
        updater: Updater,
        command: Sequence[str],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(updater)
        self._updater = updater
        self._command = list(command)
        self._clock = clock
        self._wait = FIRST_START
        self._next = clock()
        self._since: float | None = None
        self.started = 0
        updater.away.connect(self._start)
        updater.reachableChanged.connect(self._look)

    def _look(self) -> None:
        if self._updater.is_reachable:
            self._since = self._clock()
        elif self._since is not None:
            if self._clock() - self._since >= SOUND_SECONDS:
                self._wait, self._next = FIRST_START, self._clock()
            self._since = None

    def _start(self) -> None:
        if self._clock() < self._next:
            return
        self._next = self._clock() + self._wait
        self._wait = min(2 * self._wait, LAST_START)
        process = QProcess()
        process.setProgram(self._command[0])
        process.setArguments(self._command[1:])
        process.setStandardOutputFile(QProcess.nullDevice())
        if not _is_lasting(ERROR_HANDLE):
            process.setStandardErrorFile(QProcess.nullDevice())
        process.setStandardInputFile(QProcess.nullDevice())
        process.startDetached()
        self.started += 1


class Following(QObject):
    """The updater's side of one kiosk: made once its first frame is there, closed before it goes.

    ``show`` shows another edition. Where the settings name an edition of their own nothing else is shown.
    What ``ladder`` passes over is given up.
    """

    def __init__(
        self,
        glass: Glass,
        engine: QJSEngine,
        settings: Settings,
        show: Callable[[Edition], None],
        settings_file: Path | None = None,
        ladder: Ladder | None = None,
    ) -> None:
        super().__init__()
        self._glass = glass
        self.updater = Updater(engine, address_in(paths.state_folder(), settings.socket), self)
        self.switch: Switch | None = None
        if not settings.edition:
            self.switch = Switch(glass, self.updater, _current, show, self, ladder)
        if settings.updater == "start" and is_possible():
            self.starter = Starter(self.updater, command_of(settings_file))
        glass.choicesChanged.connect(self._speak)
        self._speak()
        if settings.updater != "off":
            QTimer.singleShot(BEGIN_MS, self.updater, self.updater.reach)

    def close(self) -> None:
        """Follow no more; the updater goes on as long as it wants to."""
        if self.switch is not None:
            self.switch.close()
        self.updater.close()

    def _speak(self) -> None:
        self.updater.speak(self._glass.visit.choices.language)


def _current() -> Edition:
    return Shelf(paths.installed_shelf()).candidate("installed").open()
