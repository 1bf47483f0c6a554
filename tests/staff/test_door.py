from __future__ import annotations

import math
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.staff.door import (
    ASKING_SECONDS,
    CHECKING_SECONDS,
    HOLD_SECONDS,
    LONGEST_WAIT,
    OPEN_SECONDS,
    TRIES_FILE,
    Door,
    Try,
    tries_in,
    wait_after,
)
from kiosk.staff.kept import KeptNumber
from tests.hands import Hands
from tests.staff.conftest import PIN

WRONG = "480294"


@pytest.fixture
def make(tmp_path: Path, hands: Hands, pin_hash: str) -> Callable[[], Door]:
    """Each call is a start of the kiosk on the same disk."""
    return lambda: Door(lambda: pin_hash, tries_in(tmp_path), hands)


@pytest.fixture
def door(make: Callable[[], Door]) -> Door:
    return make()


def state(door: Door) -> str:
    """Asked through a function, so that the type checker does not take it for unchanged."""
    return door.state


def hold(door: Door, hands: Hands, seconds: float = HOLD_SECONDS) -> None:
    door.press()
    hands.now += seconds
    door.look()
    door.release()


def typed(door: Door, pin: str) -> Try | None:
    for digit in pin:
        door.key(digit)
    return door.submit()


def tried(door: Door, pin: str) -> None:
    attempt = typed(door, pin)
    assert attempt is not None
    door.apply(attempt.judge())


def test_with_no_pin_set_the_door_stays_shut(tmp_path: Path, hands: Hands) -> None:
    door = Door(lambda: "", tries_in(tmp_path), hands)
    hold(door, hands, 60)
    assert state(door) == "shut" and door.due_in == math.inf and not door.press() and not door.key("1")
    assert list(tmp_path.iterdir()) == []


def test_a_pin_set_while_the_kiosk_runs_opens_without_a_restart(
    tmp_path: Path, hands: Hands, pin_hash: str
) -> None:
    stored = [""]
    door = Door(lambda: stored[0], tries_in(tmp_path), hands)
    stored[0] = pin_hash
    hold(door, hands)
    tried(door, PIN)
    assert state(door) == "open"


def test_a_hold_asks_and_the_right_pin_opens(door: Door, hands: Hands) -> None:
    assert state(door) == "waiting"
    hold(door, hands)
    assert state(door) == "asking"
    attempt = typed(door, PIN)
    assert attempt is not None and state(door) == "checking" and door.typed == 0
    assert door.apply(attempt.judge())
    assert state(door) == "open" and door.wait == 0


def test_a_short_press_asks_nothing_however_often(door: Door, hands: Hands) -> None:
    for _ in range(50):
        hold(door, hands, HOLD_SECONDS - 0.1)
    assert state(door) == "waiting" and door.held == 0


def test_how_far_the_hold_is_can_be_shown(door: Door, hands: Hands) -> None:
    door.press()
    hands.now += HOLD_SECONDS / 2
    assert door.held == 0.5 and door.due_in == HOLD_SECONDS / 2


def test_the_door_closes_itself_without_a_touch(door: Door, hands: Hands) -> None:
    hold(door, hands)
    hands.now += ASKING_SECONDS - 1
    door.touch()
    hands.now += ASKING_SECONDS
    assert door.due_in == 0 and door.look() and state(door) == "waiting"
    hold(door, hands)
    tried(door, PIN)
    hands.now += OPEN_SECONDS - 1
    assert not door.look()
    hands.now += 1
    door.touch()
    assert state(door) == "waiting"


def test_digits_left_on_the_keypad_are_gone_when_it_closes(door: Door, hands: Hands) -> None:
    hold(door, hands)
    door.key("4")
    hands.now += ASKING_SECONDS
    door.look()
    hold(door, hands)
    assert door.typed == 0 and door.submit() is None


def test_the_keypad_takes_digits_only_and_no_more_than_a_pin_has(door: Door, hands: Hands) -> None:
    hold(door, hands)
    for key in ("a", "", "12", "²", "٣"):
        assert not door.key(key)
    for _ in range(20):
        door.key("7")
    assert door.typed == 12
    assert door.erase() and door.typed == 11


def test_waits_grow_and_end_at_a_quarter_of_an_hour() -> None:
    waits = [wait_after(wrong) for wrong in range(2000)]
    assert waits[0] == 0 and waits[3] == 30 and waits == sorted(waits)
    assert max(waits) == LONGEST_WAIT == 900


def test_after_a_wrong_pin_nothing_is_tried_until_the_wait_is_over(door: Door, hands: Hands) -> None:
    hold(door, hands)
    for wrong in range(1, 4):
        hands.now += door.wait
        tried(door, WRONG)
        assert state(door) == "asking" and door.refused and door.wait == wait_after(wrong)
    assert typed(door, PIN) is None and state(door) == "asking" and not door.refused
    for _ in range(30):
        door.touch()
        hands.now += door.due_in
    assert door.wait == 0
    attempt = door.submit()
    assert attempt is not None
    door.apply(attempt.judge())
    assert state(door) == "open"


def test_the_right_pin_ends_the_counting(door: Door, hands: Hands, make: Callable[[], Door]) -> None:
    hold(door, hands)
    tried(door, WRONG)
    hands.now += door.wait
    tried(door, PIN)
    assert state(door) == "open" and make().wait == 0


def test_a_restart_begins_the_whole_wait_anew(make: Callable[[], Door], tmp_path: Path, hands: Hands) -> None:
    tries_in(tmp_path).keep(7)
    door = make()
    assert door.wait == wait_after(7) == 480
    hold(door, hands)
    assert typed(door, PIN) is None


def test_a_plug_pulled_while_a_pin_is_tried_still_counts_the_try(
    door: Door, hands: Hands, make: Callable[[], Door], tmp_path: Path
) -> None:
    tries_in(tmp_path).keep(2)
    door = make()
    hands.now += door.wait
    hold(door, hands)
    attempt = typed(door, WRONG)
    assert attempt is not None
    attempt.judge()  # and the verdict never arrives
    assert make().wait == wait_after(3)


def test_a_hash_that_cannot_be_tried_opens_nothing_and_says_why(tmp_path: Path, hands: Hands) -> None:
    door = Door(lambda: "$argon2id$nonsense", tries_in(tmp_path), hands)
    hold(door, hands)
    tried(door, PIN)
    assert state(door) == "asking" and "cannot be tried" in door.fault


def test_a_clock_years_off_makes_nobody_wait_longer(
    make: Callable[[], Door], tmp_path: Path, hands: Hands
) -> None:
    tries_in(tmp_path).keep(1000)
    for year in (0, 4e9):
        os.utime(tmp_path / TRIES_FILE, (year, year))
        assert make().wait == LONGEST_WAIT
    hands.now += LONGEST_WAIT
    assert make().wait == LONGEST_WAIT  # a start, not the calendar, begins it


@pytest.mark.parametrize("kept", [b"", b"-1\n", b"many\n", b"9" * 31, b"9" * 4000, b"\x00\xff"])
def test_damaged_tries_make_everybody_wait_half_a_minute(
    make: Callable[[], Door], tmp_path: Path, kept: bytes
) -> None:
    (tmp_path / TRIES_FILE).write_bytes(kept)
    assert make().wait == 30


def test_a_disk_that_refuses_locks_nobody_out_and_is_told(
    hands: Hands, pin_hash: str, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no folder")
    door = Door(lambda: pin_hash, KeptNumber(tmp_path / "file" / TRIES_FILE, 1000), hands)
    hold(door, hands)
    tried(door, WRONG)
    assert door.wait == 1 and "cannot be written" in door.fault
    hands.now += 1
    tried(door, PIN)
    assert state(door) == "open"


def test_a_verdict_that_comes_too_late_opens_nothing(door: Door, hands: Hands) -> None:
    hold(door, hands)
    attempt = typed(door, PIN)
    assert attempt is not None
    hands.now += CHECKING_SECONDS
    assert door.look() and state(door) == "waiting"
    assert not door.apply(attempt.judge()) and state(door) == "waiting"


def test_a_verdict_of_an_earlier_try_is_not_taken_for_a_later_one(door: Door, hands: Hands) -> None:
    hold(door, hands)
    first = typed(door, PIN)
    door.close()
    hands.now += 1
    hold(door, hands)
    second = typed(door, WRONG)
    assert first is not None and second is not None
    assert not door.apply(first.judge()) and state(door) == "checking"
    door.apply(second.judge())
    assert state(door) == "asking"


def test_one_try_at_a_time(door: Door, hands: Hands) -> None:
    hold(door, hands)
    assert typed(door, PIN) is not None
    assert typed(door, PIN) is None


def test_leaving_the_keypad_while_a_pin_is_tried_saves_no_wait(door: Door, hands: Hands) -> None:
    hold(door, hands)
    for wrong in range(1, 5):
        assert typed(door, WRONG) is not None
        door.close()
        assert door.wait == wait_after(wrong)
        hands.now += door.wait
        hold(door, hands)


def test_a_try_shows_its_pin_to_no_log(door: Door, hands: Hands, pin_hash: str) -> None:
    hold(door, hands)
    attempt = typed(door, PIN)
    assert PIN not in repr(attempt) and pin_hash not in repr(attempt)


def test_a_worker_leaves_the_interface_its_time(door: Door, hands: Hands) -> None:
    """The try lets go of Python's lock: this thread goes on counting while it runs."""
    hold(door, hands)
    attempt = typed(door, PIN)
    assert attempt is not None
    worker = threading.Thread(target=attempt.judge)
    turns = 0
    worker.start()
    while worker.is_alive():
        turns += 1
    assert turns > 1000


def test_a_short_answer_takes_as_long_as_a_long_one(door: Door, pin_hash: str, tmp_path: Path) -> None:
    def seconds(pin: str) -> float:
        start = time.perf_counter()
        Try(1, pin, pin_hash, tries_in(tmp_path), 0).judge()
        return time.perf_counter() - start

    short, right = (min(seconds(pin) for _ in range(3)) for pin in ("1", PIN))
    assert 0.2 < short / right < 5
