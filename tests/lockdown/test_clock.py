"""Whatever happens to the clock on the wall, a visit lasts as long as it should."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.visit.idle import Idle
from tests.hands import Hands
from tests.visits.patient import COUNTDOWN, QUIET, Patient

ROOT = Path(__file__).parents[2]
TICK_DAYS = 2**32 / 1000 / 86_400
"""49.7 days: where a counter of milliseconds in 32 bits begins again."""

ZONES = ("Pacific/Kiritimati", "America/Mexico_City", "UTC", "America/New_York")

WALL = """
import ctypes, sys, time
sys.path.insert(0, sys.argv[1])
from kiosk.visit.idle import Idle
idle = Idle(time.monotonic, 90, 30)
idle.start()
print(time.gmtime().tm_year, idle.left, idle.over, round(idle.due_in) in (89, 90))
"""


@pytest.fixture
def zone() -> Iterator[None]:
    before = os.environ.get("TZ")
    yield
    os.environ.pop("TZ", None)
    if before is not None:
        os.environ["TZ"] = before
    time.tzset()


def test_the_idle_clock_is_the_monotonic_one() -> None:
    code = "import inspect, kiosk.app as app; print(inspect.signature(app.Kiosk).parameters['clock'].default)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "monotonic" in done.stdout


def test_the_time_zone_changes_under_a_visit_and_nothing_else_does(visitor: Patient, zone: None) -> None:
    visitor.starts("es")
    for name in ZONES:
        os.environ["TZ"] = name
        time.tzset()
        before = visitor.visit.state
        visitor.waits(QUIET - 1)
        assert visitor.visit.state == before and not visitor.sees("idle.stay")
        visitor.taps("rail.home")
    visitor.waits(QUIET + COUNTDOWN + 1)
    assert visitor.visit.state_hash() == visitor.boot


@pytest.mark.skipif(shutil.which("faketime") is None, reason="needs the Debian package faketime")
@pytest.mark.parametrize("years", [-10, 10])
def test_a_clock_ten_years_off_leaves_the_watch_as_it_is(years: int) -> None:
    done = subprocess.run(
        ["faketime", "-m", "--exclude-monotonic", f"{years:+d} years", sys.executable, "-c", WALL, str(ROOT)],
        capture_output=True,
        text=True,
        check=True,
    )
    year, *rest = done.stdout.split()
    assert abs(int(year) - time.gmtime().tm_year - years) <= 1, "the clock on the wall was turned"
    assert rest == ["0", "False", "True"]


def test_the_watch_goes_on_where_a_counter_of_milliseconds_begins_again() -> None:
    clock = Hands()
    clock.now = TICK_DAYS * 86_400 - 60
    idle = Idle(clock, QUIET, COUNTDOWN)
    idle.start()
    for _ in range(QUIET - 1):
        clock.now += 1
        assert idle.left == 0 and not idle.over
    clock.now += 2
    assert idle.left == COUNTDOWN - 1
    clock.now += COUNTDOWN
    assert idle.over


def test_a_machine_that_slept_has_nobody_before_it(visitor: Patient) -> None:
    visitor.starts("en")
    visitor.waits(TICK_DAYS * 86_400)
    assert visitor.screen == "Attract" and visitor.visit.state_hash() == visitor.boot
