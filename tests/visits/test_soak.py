"""Thousands of touches, drags and keys at random, and a kiosk that is afterwards what it was before."""

from __future__ import annotations

import gc
import json
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from kiosk.app import Kiosk
from kiosk.content.edition import Edition
from kiosk.machine.settings import Settings
from tests.bench.soak import SERIES, Look, Soak, look_at, slope

EVENTS = 3000
LONG = 100_000
PAGES = LONG // 10
"""Of the long one at least so many events have to lead to another page."""

SLOPE = 0.02
"""MiB that may be gained in a thousand events."""

NO_LONGER_LIVE = "Cannot set activeFocusOnTab to false once item is the active focus item"
"""Qt says so of a button that had the keyboard's focus and goes; it changes nothing."""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is told so on Linux alone")
@pytest.mark.qt_log_ignore(NO_LONGER_LIVE)
def test_three_thousand_events_leave_nothing_open(qtbot: QtBot, small: Edition, tmp_path: Path) -> None:
    kiosk = Kiosk(small, Settings(size=(800, 600), counts=False), state=tmp_path / "state")
    boot = kiosk.glass.visit.state_hash()
    kiosk.pane.appear()
    soak = Soak(kiosk, EVENTS, tmp_path)
    soak.run()
    first, last = soak.looks[1], soak.looks[-1]
    assert soak.pages >= EVENTS / 10 and last.events == EVENTS
    for name in ("files", "threads", "temporary"):
        assert getattr(last, name) <= getattr(first, name), name
    assert last.objects <= first.objects * 1.05
    assert kiosk.glass.visit.state_hash() == boot and not kiosk.glass.health
    kiosk.close()


@pytest.mark.long
@pytest.mark.skipif(sys.platform != "linux", reason="memory is told so on Linux alone")
def test_a_hundred_thousand_events_gain_no_memory(root: Path, edition: Edition) -> None:
    command = [sys.executable, "-m", "tests.bench.bench_soak", "--edition", str(edition.folder), "--no-file"]
    done = subprocess.run(command, cwd=root, stdout=subprocess.PIPE, text=True, check=True)
    figures = json.loads(done.stdout)
    assert figures["n"] == LONG and figures["page_changes"] >= PAGES
    assert figures["mib_per_1000_events"] <= SLOPE and figures["heap_mib_per_1000_events"] <= SLOPE
    assert set(figures["messages_of_qt"]) <= {NO_LONGER_LIVE}
    for name in ("files", "threads", "temporary_files"):
        assert figures[name]["last"] <= figures[name]["after_warm_up"], name


def test_a_look_keeps_nothing_of_what_it_counts(qtbot: QtBot, small: Edition, tmp_path: Path) -> None:
    kiosk = Kiosk(small, Settings(size=(800, 600), counts=False), state=tmp_path / "state")
    with qtbot.waitSignal(kiosk.pane.begun):
        kiosk.pane.appear()

    def held() -> int:
        gc.collect()
        return sum(isinstance(one, QObject) for one in gc.get_objects())

    roots = (kiosk.pane, kiosk.pane.rootObject())
    before = held()
    look = look_at(0, kiosk, tmp_path)
    assert held() == before
    assert look.objects == sum(len(one.findChildren(QObject)) for one in roots) > 100
    kiosk.close()


def test_the_slope_tells_what_grows_from_what_only_moves() -> None:
    def looks(*memory: float) -> list[Look]:
        return [Look(each * SERIES, one, 0, 0, 0, 0, 0) for each, one in enumerate(memory)]

    assert slope(looks(0, *(100 + 0.5 * each for each in range(40)))) == pytest.approx(0.5, abs=0.1)
    assert abs(slope(looks(0, *(100 + 9 * (each % 3) for each in range(40))))) < SLOPE
