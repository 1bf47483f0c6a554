"""A kiosk that is killed, stopped or hung is back in seconds; one that keeps crashing shows less."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.supervision.kiosks import SAFE, Kiosk, usable
from tests.supervision.supervisor import LINUX, Supervisor, Unit

BACK = 10.0
"""Seconds from any fault to a usable screen, on a machine under load too; docs/figures has what it takes."""


@pytest.fixture
def kiosk(tmp_path: Path) -> Kiosk:
    return Kiosk(tmp_path)


def test_a_killed_kiosk_is_back_in_seconds(kiosk: Kiosk, tmp_path: Path) -> None:
    with Supervisor(kiosk.unit(), tmp_path) as supervisor:
        assert usable(supervisor) == f"shows {kiosk.editions[1]}"
        killed = supervisor.send(signal.SIGKILL)
        assert supervisor.until("ready", kiosk.editions[1]).at - killed < BACK
        assert supervisor.stop() == 0, "one that is told to end ends well"
    assert kiosk.item("starts")["message"].startswith("crashed once")


def test_check_is_told_of_the_screen_by_the_kiosk_that_runs(kiosk: Kiosk, tmp_path: Path) -> None:
    with Supervisor(kiosk.unit(), tmp_path) as supervisor:
        usable(supervisor)
        supervisor.until("pinged")
        item = kiosk.item("display")
        assert item["state"] == "ok" and "1280x720 pixels" in item["message"]
        assert item["message"].endswith("the kiosk is on it, by offscreen")
        assert supervisor.stop() == 0
    assert kiosk.item("display")["message"].endswith("no kiosk is running here")


def test_a_stopped_kiosk_is_ended_by_the_watchdog(kiosk: Kiosk, tmp_path: Path) -> None:
    with Supervisor(kiosk.unit(), tmp_path) as supervisor:
        usable(supervisor)
        supervisor.until("pinged")
        stopped = supervisor.send(signal.SIGSTOP)
        supervisor.until("silent")
        assert supervisor.until("ready").at - stopped < BACK + 2, "10 on a machine that does nothing else"


def test_a_hung_window_is_ended_and_its_report_says_where(kiosk: Kiosk, tmp_path: Path) -> None:
    unit = replace(kiosk.unit(), watchdog=2.0)
    with Supervisor(unit, tmp_path) as supervisor:
        usable(supervisor)
        supervisor.until("pinged")
        kiosk.do("def in_this_place():\n    while True: pass\nin_this_place()")
        supervisor.until("silent")
        supervisor.until("ready", seconds=BACK)
    assert "Aborted" in kiosk.reports() and "in_this_place" in kiosk.reports()


def test_three_crashes_bring_the_edition_before_and_three_more_the_safe_page(
    kiosk: Kiosk, tmp_path: Path
) -> None:
    unit = replace(kiosk.unit(), restart=0.1)
    with Supervisor(unit, tmp_path) as supervisor:
        shown = [usable(supervisor)]
        for _ in range(6):
            supervisor.send(signal.SIGSEGV)
            shown.append(usable(supervisor))
        new, old = (f"shows {kiosk.editions[number]}" for number in (1, 0))
        assert shown[:6] == [new, new, new, old, old, old] and SAFE in shown[6]
        assert "safe page" in kiosk.item("starts")["message"]
    assert kiosk.reports().count("Segmentation fault") == 6


def test_the_safe_page_pings_too_and_ends_well(kiosk: Kiosk, tmp_path: Path) -> None:
    (kiosk.machine.shelf / "current").write_bytes(b"nothing")
    for root in kiosk.machine.shelf.glob("2026-*.json"):
        root.unlink()
    with Supervisor(replace(kiosk.unit(), watchdog=1.5), tmp_path) as supervisor:
        assert SAFE in usable(supervisor)
        for _ in range(4):
            supervisor.until("pinged")
        assert supervisor.stop() == 0


def test_fault_upon_fault_in_slots_ends_a_kiosk_that_somebody_starts_again(
    kiosk: Kiosk, tmp_path: Path
) -> None:
    with Supervisor(kiosk.unit(), tmp_path) as supervisor:
        usable(supervisor)
        kiosk.do("held = 'Zaragoza-4711'; raise KeyError(held)")
        supervisor.until("pinged")
        assert [one.what for one in supervisor.events].count("ready") == 1, "one fault: the page stays"
        kiosk.do(
            "from PySide6.QtCore import QTimer\n"
            "timer = kiosk.timer = QTimer(interval=10)\n"
            "timer.timeout.connect(lambda: {}['Zaragoza-4711'])\n"
            "timer.start()"
        )
        assert supervisor.until("ended").said == "2"
        usable(supervisor)
    assert kiosk.reports().count("KeyError") == 2
    for path in kiosk.machine.state.rglob("*"):
        assert not path.is_file() or b"Zaragoza-4711" not in path.read_bytes(), path


def test_what_a_patient_typed_is_in_no_file_after_a_crash(kiosk: Kiosk, tmp_path: Path) -> None:
    with Supervisor(kiosk.unit(), tmp_path) as supervisor:
        usable(supervisor)
        kiosk.do(
            "import os, signal\n"
            "typed, glass = 'ZARAGOZA', kiosk.glass\n"
            "glass.begin('en')\n"
            "glass.showSearch()\n"
            "for letter in typed: glass.type(letter)\n"
            "assert glass.property('query') == typed, glass.property('query')\n"
            "os.kill(os.getpid(), signal.SIGSEGV)"
        )
        supervisor.until("ended")
        usable(supervisor)
    assert "Segmentation fault" in kiosk.reports()
    for path in kiosk.machine.state.rglob("*"):
        assert not path.is_file() or b"zaragoza" not in path.read_bytes().lower(), path


def test_a_killed_updater_takes_no_kiosk_with_it(kiosk: Kiosk, tmp_path: Path) -> None:
    (tmp_path / "updater").mkdir()
    unit = replace(kiosk.unit(LAMINA_UPDATER="running"), watchdog=2.0)
    with (
        Supervisor(unit, tmp_path) as interface,
        Supervisor(replace(kiosk.updater(), watchdog=2.0), tmp_path / "updater") as updater,
    ):
        updater.until("ready", "can be asked")
        updater.until("pinged")
        usable(interface)
        updater.send(signal.SIGKILL)
        updater.until("ready")
        interface.until("pinged")
        assert [one.what for one in interface.events].count("started") == 1


def test_a_program_that_cannot_run_ends_in_the_words_of_the_last_resort(tmp_path: Path) -> None:
    unit = replace(Unit(command=[sys.executable, "-c", "1/0"]).like("lamina.service"), restart=0.01)
    unit = replace(unit, command=["false"], environment=dict(os.environ))
    with Supervisor(unit, tmp_path) as supervisor:
        supervisor.until("failed")
        assert [one.what for one in supervisor.events].count("started") == unit.burst
    environment = {"PATH": os.environ["PATH"], "LAMINA_SAFE_SECONDS": "0"}
    done = subprocess.run([str(LINUX / "libexec/safe")], env=environment, capture_output=True, text=True)
    assert "front desk" in done.stdout
