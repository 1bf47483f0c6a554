"""The kiosk's own command line; its window's thread also does what comes through a pipe. For tests alone.

``python -m tests.supervision.planted PIPE SHIPPED run ...``. An edition that ships is never built here.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSocketNotifier

import kiosk.cli.showing as showing
import kiosk.start as start
from kiosk.app import Kiosk
from kiosk.cli import main
from kiosk.machine import paths


class Planted(Kiosk):
    """A kiosk with the other end of the pipe."""

    def __init__(self, *values: Any, **named: Any) -> None:
        super().__init__(*values, **named)
        self.pipe = os.open(sys.argv[1], os.O_RDWR | os.O_NONBLOCK)
        self.notifier = QSocketNotifier(self.pipe, QSocketNotifier.Type.Read, self.pane)
        self.notifier.activated.connect(self.do)

    def do(self) -> None:
        exec(os.read(self.pipe, 4096), {"kiosk": self})  # what the test wrote


if __name__ == "__main__":
    paths.SHIPPED = Path(sys.argv[2])
    showing._build_what_ships = lambda: None
    setattr(start, "Kiosk", Planted)  # noqa: B010  an attribute of a module that is not its to give on
    sys.exit(main(sys.argv[3:]))
