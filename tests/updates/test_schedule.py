"""Ten thousand kiosks do not come at once, a failing server is left alone, and no clock makes trouble."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kiosk.updates.schedule import FIRST_AGAIN, FIRST_WINDOW, HOUR, SOON, Schedule, machine_number, until_hour
from tests.hands import Hands

FLEET = 10_000


def busiest(moments: list[float], width: float) -> int:
    """Most kiosks in one slot of so many seconds."""
    return max(Counter(int(moment // width) for moment in moments).values())


def test_a_fleet_that_starts_together_is_spread_over_an_hour() -> None:
    clock = Hands()
    waits = [Schedule(f"kiosk {number}", 6, clock=clock).due_in for number in range(FLEET)]
    assert min(waits) >= SOON and max(waits) <= SOON + FIRST_WINDOW
    assert busiest(waits, 60) < 1.5 * FLEET * 60 / FIRST_WINDOW
    assert len({int(wait // 60) for wait in waits}) >= 60


def test_a_fleet_drifts_apart_with_every_look() -> None:
    """After a day of looks every six hours it is spread over hours, and a minute holds few of it."""
    clock = Hands()
    moments = []
    for number in range(FLEET):
        schedule = Schedule(f"kiosk {number}", 6, clock=clock)
        elapsed = schedule.due_in
        for _ in range(4):
            clock.now += schedule.due_in
            schedule.looked(True)
            elapsed += schedule.due_in
        moments.append(elapsed)
    assert busiest(moments, 60) < 200
    assert max(moments) - min(moments) > 2 * HOUR


def test_a_kiosk_keeps_its_place_among_the_others() -> None:
    clock = Hands()
    assert Schedule("a", 6, clock=clock).due_in == Schedule("a", 6, clock=clock).due_in
    assert Schedule("a", 6, clock=clock).due_in != Schedule("b", 6, clock=clock).due_in


def test_a_restart_soon_after_a_look_waits_the_rest_of_the_time() -> None:
    clock = Hands()
    assert Schedule("a", 6, ago=HOUR, clock=clock).due_in > 4 * HOUR
    assert Schedule("a", 6, ago=100 * HOUR, clock=clock).due_in <= SOON + FIRST_WINDOW


def test_a_last_look_in_the_future_is_not_waited_for() -> None:
    clock = Hands()
    assert Schedule("a", 6, ago=-1000 * HOUR, clock=clock).due_in <= SOON + FIRST_WINDOW


def test_failures_wait_ever_longer_and_never_longer_than_usual() -> None:
    clock = Hands()
    schedule = Schedule("a", 6, clock=clock)
    waits = []
    for _ in range(12):
        schedule.looked(False)
        waits.append(schedule.due_in)
    assert waits[0] <= 1.5 * FIRST_AGAIN
    assert sum(waits[:3]) < sum(waits[3:6]) < sum(waits[6:9])
    assert max(waits) <= 6.6 * HOUR
    schedule.looked(True)
    schedule.looked(False)
    assert schedule.due_in <= 1.5 * FIRST_AGAIN, "a success forgets them"


def test_the_night_is_the_next_one_and_each_kiosk_has_its_own_minute() -> None:
    noon = datetime(2026, 12, 1, 12, tzinfo=UTC)
    waits = [until_hour(2, noon, str(number)) for number in range(1000)]
    assert min(waits) >= 14 * HOUR and max(waits) < 15 * HOUR
    assert busiest(waits, 60) < 60
    late = datetime(2026, 12, 1, 2, 59, 59, tzinfo=UTC)
    assert until_hour(2, late, "x") > 22 * HOUR


def test_a_clock_that_jumps_moves_the_night_by_its_jump_and_no_more() -> None:
    before = datetime(2026, 12, 1, 12, tzinfo=UTC)
    after = before + timedelta(days=3650, hours=1)
    assert until_hour(2, before, "x") - until_hour(2, after, "x") == HOUR


def test_two_machines_from_one_disk_have_two_numbers(tmp_path: Path) -> None:
    cards = tmp_path / "net"
    for name, address in (("one", "aa:bb"), ("two", "cc:dd")):
        (cards / name / "eth0").mkdir(parents=True)
        (cards / name / "eth0" / "address").write_text(address)
    first = machine_number(tmp_path, cards / "one")
    assert first == machine_number(tmp_path, cards / "one")
    assert first != machine_number(tmp_path, cards / "two")


def test_a_state_folder_that_cannot_be_written_still_gives_a_number(tmp_path: Path) -> None:
    assert len(machine_number(tmp_path / "not" / "there", tmp_path)) == 64
