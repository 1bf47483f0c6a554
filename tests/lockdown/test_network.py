"""A visit opens no socket to any network: each call for one is written down from the first to the last."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.content.edition import Edition

ROOT = Path(__file__).parents[2]

OTHERS = {"QT_IM_MODULE": "qtvirtualkeyboard", "QT_IM_MODULES": "ibus;qtvirtualkeyboard"}
"""A session may name keyboards of its own, with settings and languages behind them."""

VISIT = """
import os, sys
from pathlib import Path
from PySide6.QtCore import QTimer
import kiosk.start as start
from kiosk.content.shelf import candidate
from kiosk.machine.settings import Settings
from kiosk.options import RunOptions

class Visited(start.Kiosk):
    def __init__(self, *values, **named):
        super().__init__(*values, **named)
        self.pane.begun.connect(lambda: QTimer.singleShot(500, self.goes))
    def goes(self):
        glass = self.glass
        glass.begin("en")
        for topic in ("discs", "home"):
            glass.open(topic)
            self.pane.grabWindow()
        glass.showSearch()
        glass.type("d")
        glass.clear()
        print("visited", *(name for name in os.environ if name.startswith("QT_IM")), flush=True)
        start.QGuiApplication.instance().exit(0)

start.Kiosk = Visited
found = (candidate("asked", Path(sys.argv[1])),)
settings = Settings(size=(1280, 800), updater="off", counts=False)
sys.exit(start.run(RunOptions(settings=settings, candidates=found)))
"""


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
def test_a_visit_opens_no_socket_of_a_network_and_no_keyboard_of_others(
    small: Edition, tmp_path: Path
) -> None:
    calls = tmp_path / "calls"
    command = ["strace", "-f", "-e", "trace=socket,connect,bind,listen", "-o", str(calls)]
    done = subprocess.run(
        [*command, sys.executable, "-c", VISIT, str(small.folder)],
        cwd=ROOT,
        env={**os.environ, **OTHERS, "STATE_DIRECTORY": str(tmp_path / "state")},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (done.returncode, done.stdout.strip()) == (0, "visited"), done.stderr
    families = set(re.findall(r"socket\((AF_\w+)", calls.read_text()))
    assert families <= {"AF_UNIX"}, families


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
def test_the_same_look_sees_a_program_that_does_open_one(tmp_path: Path) -> None:
    calls = tmp_path / "calls"
    command = ["strace", "-f", "-e", "trace=socket", "-o", str(calls)]
    subprocess.run([*command, sys.executable, "-c", "import socket; socket.socket()"], check=True)
    assert "socket(AF_INET" in calls.read_text()
