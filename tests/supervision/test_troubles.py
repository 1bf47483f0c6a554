"""A full disk, a disk that cannot be written, a wrong clock, a lost display: the kiosk shows its content."""

from __future__ import annotations

import shutil
import signal
from pathlib import Path

import pytest

from tests.supervision.kiosks import Kiosk, usable
from tests.supervision.supervisor import Supervisor
from tests.supervision.troubles import can_mount, disk_of_its_own, display_to_lose, fill, make_read_only

needs_mount = pytest.mark.skipif(not can_mount(), reason="needs root that may mount")


@pytest.fixture
def kiosk(tmp_path: Path) -> Kiosk:
    return Kiosk(tmp_path)


@needs_mount
@pytest.mark.parametrize("spoil", [fill, make_read_only])
def test_a_kiosk_that_can_write_nothing_shows_its_content_and_comes_back(
    kiosk: Kiosk, tmp_path: Path, spoil: object
) -> None:
    with disk_of_its_own(kiosk) as state:
        assert callable(spoil)
        spoil(state)
        with Supervisor(kiosk.unit(), tmp_path) as supervisor:
            assert usable(supervisor) == f"shows {kiosk.editions[1]}"
            supervisor.send(signal.SIGKILL)
            assert usable(supervisor) == f"shows {kiosk.editions[1]}"
            supervisor.until("pinged")
            assert "whether a kiosk runs cannot be told" in kiosk.item("display")["message"]
            assert supervisor.stop() == 0
        assert kiosk.item("disk")["state"] == ("warning" if spoil is fill else "fault")


@needs_mount
def test_a_disk_that_fills_up_while_it_runs_changes_nothing(kiosk: Kiosk, tmp_path: Path) -> None:
    with disk_of_its_own(kiosk) as state, Supervisor(kiosk.unit(), tmp_path) as supervisor:
        usable(supervisor)
        fill(state)
        kiosk.do("kiosk.glass.begin('en')\nkiosk.glass.clear()")
        for _ in range(2):
            supervisor.until("pinged")
        assert [one.what for one in supervisor.events].count("started") == 1
        assert supervisor.stop() == 0


@pytest.mark.skipif(not shutil.which("faketime"), reason="needs faketime")
@pytest.mark.parametrize("years", ["+10y", "-10y"])
def test_a_clock_ten_years_off_changes_nothing(kiosk: Kiosk, tmp_path: Path, years: str) -> None:
    with Supervisor(kiosk.unit("faketime", "-f", years), tmp_path) as supervisor:
        assert usable(supervisor) == f"shows {kiosk.editions[1]}"
        supervisor.until("pinged")


@pytest.mark.skipif(not shutil.which("Xvfb"), reason="needs Xvfb")
def test_a_kiosk_that_lost_its_display_is_on_it_once_it_is_back(kiosk: Kiosk, tmp_path: Path) -> None:
    display = display_to_lose(tmp_path)
    try:
        unit = kiosk.unit(QT_QPA_PLATFORM="xcb", DISPLAY=display.name)
        with Supervisor(unit, tmp_path) as supervisor:
            usable(supervisor)
            display.lose()
            supervisor.until("ended")
            supervisor.until("ended")
            display.bring_back()
            assert usable(supervisor) == f"shows {kiosk.editions[1]}"
    finally:
        display.lose()
