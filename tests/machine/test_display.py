"""`check` is typed where there is no screen: it tells what the running kiosk sees of its own."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.content.codec import write_record
from kiosk.machine.display import SCREEN, Screen, keep_screen, read_screen
from kiosk.machine.health import Item, check_display
from kiosk.machine.ladder import RECORD, Ladder, process_of_kiosk, read_starts
from kiosk.machine.settings import Settings

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="processes of Linux")

OURS = Screen(process=os.getpid(), by="wayland", width=1920, height=1080, shown=True)
OVER_SSH: dict[str, str] = {}


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """The state folder of a kiosk that runs: this process stands for it."""
    Ladder(tmp_path).begin([])
    return tmp_path


def asked(state: Path, settings: Settings | None = None) -> Item:
    return check_display(settings or Settings(), OVER_SSH, state)


def test_what_the_running_kiosk_sees_of_its_screen_is_told_over_ssh(state: Path) -> None:
    keep_screen(state, OURS)
    item = asked(state)
    assert (item.state, item.remedy) == ("ok", "")
    assert "1920x1080 pixels, 476 x 268 mm" in item.message and "wayland" in item.message


def test_a_wrong_panel_size_shows_by_the_pixels_that_the_kiosk_has(state: Path) -> None:
    keep_screen(state, replace(OURS, width=3840, height=2160))
    item = asked(state, Settings(panel_inches=5))
    assert item.state == "warning" and "panel_inches" in item.remedy


def test_a_kiosk_that_no_screen_shows_is_a_warning(state: Path) -> None:
    keep_screen(state, replace(OURS, shown=False))
    item = asked(state)
    assert (item.state, item.message) == ("warning", "a kiosk runs here, and no screen shows it")


@pytest.mark.parametrize("kept", [None, b"no screen", write_record(replace(OURS, process=1))])
def test_a_kiosk_that_has_not_told_of_its_screen_yet_is_a_warning(state: Path, kept: bytes | None) -> None:
    if kept is not None:
        (state / SCREEN).write_bytes(kept)
    item = asked(state)
    assert item.state == "warning" and "has not told of its screen" in item.message


def test_where_no_kiosk_runs_that_is_said(state: Path) -> None:
    keep_screen(state, OURS)
    Ladder(state).ended()
    item = asked(state)
    assert item.state == "warning" and item.message.startswith("no kiosk is running here, and there is no")
    beside = check_display(Settings(), {"DISPLAY": "elsewhere:0"}, state)
    assert (beside.state, beside.message) == ("ok", "panel of 21.5 inches; no kiosk is running here")


def test_a_process_that_only_has_the_number_of_a_kiosk_is_none(state: Path) -> None:
    assert process_of_kiosk(state) == os.getpid()
    found = read_starts(state)
    (start,) = found.latest
    untrue = {
        "it began after that start": replace(found, latest=(replace(start, at=0.0),)),
        "it is of another boot": replace(found, boot="another"),
        "it is gone": replace(found, latest=(replace(start, process=2**22 + 1),)),
    }
    for why, starts in untrue.items():
        (state / RECORD).write_bytes(write_record(starts))
        assert process_of_kiosk(state) == 0, why


def test_what_was_kept_is_read_again(tmp_path: Path) -> None:
    keep_screen(tmp_path / "state", OURS)
    assert read_screen(tmp_path / "state") == OURS
    assert read_screen(tmp_path) is None
