"""Keys that lead out of other programs, from a keyboard of the display: each arrives, and does nothing."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from build_spec.caged import Caged, caged, until
from kiosk.content.edition import Edition
from tests.lockdown.conftest import (
    COUNTDOWN,
    QUIET,
    ROOT,
    SETTINGS,
    SIZE,
    differing,
    drawn,
    kiosk_command,
)
from tests.lockdown.sent import ALL, KEYS, OF_THE_SERVER

HEARD_SECONDS = 0.7
"""The glass stands still for so long: what was typed was heard, and what came of it is seen."""

Heard = dict[str, Any]
"""One line of the witness."""

LAST = "ctrl+alt+shift+z"
"""Sent last: once it was heard all before it were."""


@pytest.fixture(scope="session")
def heard(display: Callable[[str], Path]) -> list[Heard]:
    """What a program of its own in the same cage hears of every key that the kiosk gets."""
    folder = display("witness")
    command = [sys.executable, "-c"]
    command.append(
        f"import sys; sys.path.insert(0, {str(ROOT)!r}); sys.argv[1:] = ['heard.jsonl']; "
        "from tests.lockdown.witness import main; sys.exit(main())"
    )
    with caged(folder, command, SIZE) as session:
        file = session.home / "heard.jsonl"

        def words() -> list[Heard]:
            text = file.read_text() if file.exists() else ""
            return [json.loads(line) for line in text.splitlines() if line.endswith("}")]

        def hears() -> bool:
            session.display.keys("z")
            return bool(words())

        until(hears, "a window that hears keys")
        before = len(words())
        session.display.keys(*ALL, LAST)
        until(lambda: len(words()) > before and set(words()[-1]["held"]) == {"ctrl", "alt", "shift"}, LAST)
        return [one for one in words()[before:] if one["held"] or one["sym"] != ord("z")][:-1]


def test_every_key_that_is_tried_arrives_in_the_cage(heard: list[Heard]) -> None:
    reach = [key for key in ALL if key not in OF_THE_SERVER]
    assert [one["held"] for one in heard] == [held for key in reach for held in _presses(key)], "in order"
    assert all(one["scan"] for one in heard)


def _presses(key: str) -> list[list[str]]:
    """The modifiers that each press of a combination is told with; the Windows key is a press of its own."""
    named = key.split("+")
    order = ["ctrl", "alt", "shift", "super"]
    held = [one for one in order if one in named]
    alone = [["super"]] if "super" in named else []
    return alone if key == "super" else [*alone, held]


@pytest.mark.parametrize("row", KEYS)
def test_these_keys_do_nothing(kiosk_at_home: Caged, row: str) -> None:
    nothing_happens(kiosk_at_home, lambda: kiosk_at_home.display.keys(*KEYS[row]))


def test_a_stick_that_types_like_a_keyboard_opens_nothing(kiosk_at_home: Caged) -> None:
    def types() -> None:
        display = kiosk_at_home.display
        for start in ("super+r", "ctrl+alt+t", "alt+F2", "super"):
            display.keys(start)
            display.do("type", "--delay", 5, "xterm; cmd /c calc")
        display.do("key", "--delay", 1, *ALL)

    nothing_happens(kiosk_at_home, types)


def nothing_happens(session: Caged, act: Callable[[], None]) -> None:
    """Same picture, processes and files before and after ``act``, and after it a click still acts."""
    display = session.display
    page, programs, files = display.settled(HEARD_SECONDS), session.programs(), session.files()
    act()
    assert differing(display.settled(HEARD_SECONDS), page) < 0.001, "the page that was there"
    assert (session.programs(), session.files()) == (programs, files)
    assert session.process.poll() is None
    display.click(960, 400)
    until(lambda: differing(display.settled(), page) > 0.05, "another page")
    display.click(120, 1030)
    until(lambda: differing(display.settled(), page) < 0.05, "home again")


def test_after_every_key_it_is_back_at_the_attract_screen(
    display: Callable[[str], Path], small: Edition
) -> None:
    with caged(display("idle"), kiosk_command(small), SIZE, SETTINGS) as session:
        attract = drawn(session)
        programs = session.programs()
        session.display.keys("Return")
        for place in ((500, 500), (500, 700)):
            session.display.click(*place)
        until(lambda: differing(session.display.settled(), attract) > 0.2, "a page")
        session.display.keys(*ALL)
        until(lambda: differing(session.display.settled(), attract) < 0.01, f"{QUIET + COUNTDOWN} s of quiet")
        assert session.programs() == programs
