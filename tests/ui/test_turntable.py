"""A picture that turns, on a real clock."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from kiosk.ui import pictures as limits
from kiosk.ui.pictures import Pictures
from kiosk.ui.turntable import RING, Turntable
from tests.ui.conftest import Shelf, picture_bytes

FRAMES = 12


@pytest.fixture
def table(shelf: Shelf, qtbot: QtBot) -> Iterator[Turntable]:
    pictures = Pictures(shelf, lambda fault: pytest.fail(str(fault)))
    table = Turntable(pictures)
    table.load([shelf.add(picture_bytes(60, 40, f"#0000{number * 20:02x}")) for number in range(FRAMES)])
    yield table
    table.stop()
    pictures.close()


def test_it_shows_every_frame_in_order_at_its_rate(table: Turntable, qtbot: QtBot) -> None:
    seen: list[int] = []
    table.turned.connect(lambda: seen.append(table.index))
    begun = time.monotonic()
    table.play(60)
    qtbot.waitUntil(lambda: len(seen) > 3 * FRAMES)
    took = time.monotonic() - begun
    turns = seen[1:]  # the first word is that it plays
    assert turns == [(number + 1) % FRAMES for number in range(len(turns))]
    assert took >= (len(turns) - 1) / 60
    assert table.playing


def test_it_goes_on_where_few_frames_can_be_kept(
    table: Turntable, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "KEPT_BYTES", (RING + 1) * 60 * 40 * 4)
    seen: list[int] = []
    table.turned.connect(lambda: seen.append(table.index))
    table.play(100)
    qtbot.waitUntil(lambda: len(seen) > 4 * FRAMES)


def test_a_hand_turns_it_either_way(table: Turntable) -> None:
    table.turn(-1)
    assert table.index == FRAMES - 1
    table.turn(2)
    assert (table.index, table.shown) == (1, table.frames[1])


def test_another_view_begins_at_its_first_frame_and_stands(table: Turntable) -> None:
    table.play(30)
    table.turn(3)
    table.load(table.frames[:4])
    assert (table.index, table.playing, len(table.frames)) == (0, False, 4)


def test_the_same_view_goes_on_where_it_stood(table: Turntable) -> None:
    table.turn(3)
    table.load(table.frames)
    assert table.index == 3


def test_a_single_frame_never_plays(table: Turntable) -> None:
    table.load(table.frames[:1])
    table.play(30)
    assert not table.playing
