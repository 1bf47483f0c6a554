"""The safe page stands while no edition can be shown, and takes by itself what mends that."""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtQuick import QQuickItem
from pytestqt.qtbot import QtBot

from kiosk.content.edition import Choice, Edition
from kiosk.content.errors import NoEdition
from kiosk.machine.settings import Settings
from kiosk.ui.safe import STAFF_LINES, SafePage
from kiosk.ui.view import Glassware
from tests.ui.followed import clinic, machine
from tests.updates.clinic import HANG, Clinic
from tests.updates.running import ROOT, Machine

__all__ = ["clinic", "machine"]

RUN = """
import json, sys
from pathlib import Path
import kiosk.start as start
import kiosk.ui.safe as safe
from kiosk.machine import paths
from kiosk.machine.settings import Settings
from kiosk.options import RunOptions, candidates

paths.SHIPPED = Path(sys.argv[1])

def tell(**what):
    print(json.dumps(what), flush=True)

class ToldKiosk(start.Kiosk):
    def __init__(self, *values, **named):
        super().__init__(*values, **named)
        self.pane.begun.connect(lambda: tell(shown=self.glass.edition_shown.id))

class ToldPage(safe.SafePage):
    def __init__(self, *values):
        super().__init__(*values)
        self.frameSwapped.connect(self.first)
    def first(self):
        self.frameSwapped.disconnect(self.first)
        tell(safe=self.status().name)
    def let_go(self):
        tell(gone=True)
        super().let_go()

start.Kiosk, safe.SafePage = ToldKiosk, ToldPage
def find():
    return candidates("", [])
settings = Settings(size=(1280, 800), updater=sys.argv[2], counts=False)
sys.exit(start.run(RunOptions(settings=settings, candidates=find(), find=find)))
"""


class Running:
    """A kiosk as a process whose program ships what lies in ``shipped``."""

    def __init__(self, shipped: Path, environment: dict[str, str], updater: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", RUN, str(shipped), updater],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def told(self) -> dict[str, object]:
        """The next thing it says."""
        assert self.process.stdout is not None
        ready, _, _ = select.select([self.process.stdout], [], [], HANG)
        assert ready, "it says nothing"
        line = self.process.stdout.readline()
        assert line, self.process.communicate(timeout=20)[1]
        found: dict[str, object] = json.loads(line)
        return found

    def end(self) -> tuple[int, str]:
        self.process.send_signal(signal.SIGTERM)
        _, said = self.process.communicate(timeout=20)
        return self.process.returncode, said


@contextmanager
def running(shipped: Path, environment: dict[str, str], updater: str = "off") -> Iterator[Running]:
    kiosk = Running(shipped, environment, updater)
    try:
        yield kiosk
    finally:
        kiosk.process.kill()
        kiosk.process.communicate()


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return os.environ | {"STATE_DIRECTORY": str(tmp_path / "state")}


def test_without_an_edition_the_safe_page_stands_until_one_can_be_shown(
    tmp_path: Path, small: Edition, environment: dict[str, str]
) -> None:
    shipped = tmp_path / "shipped"
    with running(shipped, environment) as kiosk:
        assert kiosk.told() == {"safe": "Ready"}
        shutil.copytree(small.folder, tmp_path / "copy")
        (tmp_path / "copy").rename(shipped)
        assert kiosk.told() == {"shown": small.id}
        assert kiosk.told() == {"gone": True}, "the safe page goes once the kiosk is there"
        code, said = kiosk.end()
    assert code == 0 and "no edition can be shown" in said
    assert "Traceback" not in said and "QML" not in said


def test_a_kiosk_told_to_end_on_the_safe_page_ends_well(tmp_path: Path, environment: dict[str, str]) -> None:
    with running(tmp_path / "nothing", environment) as kiosk:
        assert kiosk.told() == {"safe": "Ready"}
        code, said = kiosk.end()
    assert code == 0 and "Traceback" not in said


def test_a_stick_that_mends_it_is_taken_without_a_question(
    tmp_path: Path, small: Edition, clinic: Clinic, machine: Machine
) -> None:
    with (
        machine.updater(),
        running(tmp_path / "nothing", machine.environment(), updater="running") as kiosk,
    ):
        assert kiosk.told() == {"safe": "Ready"}
        machine.put_in(clinic.repository)
        assert kiosk.told() == {"shown": small.id}


def test_the_page_says_the_same_in_both_languages_and_answers_no_touch(qtbot: QtBot) -> None:
    def none() -> Choice:
        raise NoEdition("none was offered")

    page = SafePage(Glassware(21.5, (1920, 1080)), Settings(updater="off"), none)
    page.appear()
    qtbot.waitExposed(page)
    words = [str(item.property("text")) for item in _items(page.rootObject()) if item.property("text")]
    assert sum("desk" in one or "recepción" in one for one in words) == 2
    assert [one for one in words if one in STAFF_LINES] == list(STAFF_LINES)
    assert not page.close() and page.isVisible()
    page.let_go()


def _items(item: QQuickItem) -> Iterator[QQuickItem]:
    yield item
    for child in item.childItems():
        yield from _items(child)
