"""A kiosk's ping is sent only by a window that draws, with content that reads."""

from __future__ import annotations

import shutil
import socket
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk.app import Kiosk
from kiosk.content.edition import Edition
from kiosk.machine.notify import Supervisor
from kiosk.machine.settings import Settings
from kiosk.ui.heartbeat import FRAME_SECONDS, Heartbeat
from kiosk.ui.view import View
from tests.ui.conftest import Clock


class Heard:
    """A supervisor's socket, and what came to it so far."""

    def __init__(self, place: Path) -> None:
        self.supervisor = Supervisor(str(place), 0.09)
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(str(place))
        self._socket.setblocking(False)
        self._told: list[str] = []

    @property
    def told(self) -> list[str]:
        while True:
            try:
                self._told.append(self._socket.recv(300).decode())
            except BlockingIOError:
                return self._told

    def pings(self) -> int:
        return self.told.count("WATCHDOG=1")

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def heard(tmp_path: Path) -> Iterator[Heard]:
    one = Heard(tmp_path / "notify")
    yield one
    one.close()


class Slow:
    """A clock by which each look comes ``seconds`` after the one before."""

    def __init__(self) -> None:
        self.now, self.seconds = 0.0, 0.0

    def __call__(self) -> float:
        self.now += self.seconds
        return self.now


def test_a_window_is_ready_at_its_first_frame_and_not_before(
    window: View, heard: Heard, qtbot: QtBot
) -> None:
    Heartbeat(window, heard.supervisor, str, lambda: "shows a page")
    assert heard.told == []
    window.appear()
    qtbot.waitUntil(lambda: heard.told[:1] == ["READY=1\nSTATUS=shows a page"])


def test_a_window_in_which_nothing_moves_pings_all_the_same(window: View, heard: Heard, qtbot: QtBot) -> None:
    Heartbeat(window, heard.supervisor, str, str)
    window.appear()
    qtbot.waitUntil(lambda: heard.pings() >= 5)


def test_another_edition_on_the_glass_is_told_once(window: View, heard: Heard, qtbot: QtBot) -> None:
    shown = ["shows the old one"]
    Heartbeat(window, heard.supervisor, str, lambda: shown[0])
    window.appear()
    qtbot.waitUntil(lambda: heard.pings() >= 2)
    assert heard.told.count("STATUS=shows the old one") == 0, "it came with READY"
    shown[0] = "shows the new one"
    qtbot.waitUntil(lambda: heard.told[-3:].count("WATCHDOG=1") == 3 and "shows the new" in str(heard.told))
    assert heard.told.count("STATUS=shows the new one") == 1


def test_nothing_is_sent_while_the_window_thread_is_held(window: View, heard: Heard, qtbot: QtBot) -> None:
    Heartbeat(window, heard.supervisor, str, str)
    window.appear()
    qtbot.waitUntil(lambda: heard.pings() >= 1)
    before = heard.pings()
    held_until = time.monotonic() + 4 * heard.supervisor.watchdog
    while time.monotonic() < held_until:
        pass
    assert heard.pings() == before


def test_a_frame_that_comes_too_late_is_no_sign_of_life(window: View, heard: Heard, qtbot: QtBot) -> None:
    clock, frames = Slow(), []
    clock.seconds = FRAME_SECONDS + 0.1
    Heartbeat(window, heard.supervisor, str, str, clock)
    window.frameSwapped.connect(lambda: frames.append(1))
    window.appear()
    qtbot.waitUntil(lambda: len(frames) >= 5)
    assert heard.pings() == 0
    clock.seconds = 0.0
    qtbot.waitUntil(lambda: heard.pings() >= 1)


def test_a_kiosk_whose_content_cannot_be_read_does_not_ping(window: View, heard: Heard, qtbot: QtBot) -> None:
    why = ["root.json: missing"]
    beats: list[int] = []

    def unfit() -> str:
        beats.append(1)
        return why[0]

    Heartbeat(window, heard.supervisor, unfit, str)
    window.appear()
    qtbot.waitUntil(lambda: len(beats) >= 3)
    assert heard.pings() == 0
    why[0] = ""
    qtbot.waitUntil(lambda: heard.pings() >= 1)


def test_a_window_without_a_display_is_not_taken_for_a_frozen_one(
    window: View, heard: Heard, qtbot: QtBot
) -> None:
    Heartbeat(window, heard.supervisor, str, str)
    window.appear()
    qtbot.waitUntil(lambda: heard.pings() >= 1)
    window.setVisible(False)
    before = heard.pings()
    qtbot.waitUntil(lambda: heard.pings() >= before + 2)


def test_a_heartbeat_that_was_stopped_says_nothing_more(window: View, heard: Heard, qtbot: QtBot) -> None:
    heartbeat, frames = Heartbeat(window, heard.supervisor, str, str), []
    window.appear()
    qtbot.waitUntil(lambda: heard.pings() >= 1)
    heartbeat.stop()
    before = heard.pings()
    window.frameSwapped.connect(lambda: frames.append(1))
    for count in range(1, 4):
        window.update()
        qtbot.waitUntil(partial(_has, frames, count))
    assert heard.pings() == before


def _has(what: list[int], count: int) -> bool:
    return len(what) >= count


@pytest.fixture
def kiosk(small: Edition, clock: Clock, tmp_path: Path, qapp: object) -> Iterator[Kiosk]:
    shutil.copytree(small.folder, tmp_path / "shelf")
    edition = Edition.open(tmp_path / "shelf", small.root_sha256, small.root_name)
    made = Kiosk(edition, Settings(size=(640, 480)), clock)
    yield made
    made.close()


def test_a_kiosk_is_unfit_once_the_root_it_shows_cannot_be_read(kiosk: Kiosk) -> None:
    assert kiosk.unfit() == ""
    shown = kiosk.glass.edition_shown
    (shown.folder / shown.root_name).write_bytes(b"{}")
    assert shown.root_name in kiosk.unfit()


def test_a_kiosk_is_unfit_once_a_visit_is_over_and_still_shown(kiosk: Kiosk, clock: Clock) -> None:
    kiosk.glass.begin("en")
    assert kiosk.unfit() == ""
    clock.seconds += 10_000
    assert "not cleared" in kiosk.unfit()
    kiosk.glass.vigil.look()
    assert kiosk.unfit() == ""
