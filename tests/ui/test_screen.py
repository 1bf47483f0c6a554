"""A window tells those who ask from elsewhere how its screen is."""

from __future__ import annotations

import os
from pathlib import Path

from pytestqt.qtbot import QtBot

from kiosk.machine.display import SCREEN, Screen, read_screen
from kiosk.ui.screen import ScreenTold
from kiosk.ui.view import View


def test_nothing_is_told_before_the_first_frame_and_then_what_is_so(
    window: View, tmp_path: Path, qtbot: QtBot
) -> None:
    ScreenTold(window, tmp_path)
    assert read_screen(tmp_path) is None
    window.appear()
    qtbot.waitUntil(lambda: read_screen(tmp_path) is not None)
    expected = Screen(process=os.getpid(), by="offscreen", width=320, height=240, shown=True)
    assert read_screen(tmp_path) == expected


def test_another_size_and_a_screen_that_goes_away_are_told(
    window: View, tmp_path: Path, qtbot: QtBot
) -> None:
    window.appear()
    qtbot.waitUntil(window.isExposed)
    told = ScreenTold(window, tmp_path)
    window.resize(240, 320)
    told.look()
    now = read_screen(tmp_path)
    assert now is not None and (now.width, now.height, now.shown) == (240, 320, True)
    window.hide()
    qtbot.waitUntil(lambda: not window.isExposed())
    told.look()
    now = read_screen(tmp_path)
    assert now is not None and not now.shown


def test_the_same_is_written_once_and_a_disk_that_refuses_is_asked_again(
    window: View, tmp_path: Path, qtbot: QtBot
) -> None:
    window.appear()
    qtbot.waitUntil(window.isExposed)
    state = tmp_path / "state"
    state.write_text("no folder")
    told = ScreenTold(window, state)
    assert read_screen(state) is None
    state.unlink()
    told.look()
    assert read_screen(state) is not None
    (state / SCREEN).unlink()
    told.look()
    assert read_screen(state) is None, "it is what it was: nothing is written"
