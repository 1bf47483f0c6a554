"""What is shown after crashes: an edition passed over, then the safe page, then everything again."""

from __future__ import annotations

import stat
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from kiosk.content.codec import write_record
from kiosk.machine.health import check_starts
from kiosk.machine.ladder import (
    AGAIN_SECONDS,
    HEALTHY_SECONDS,
    RECORD,
    Ladder,
    Starts,
    name_of,
    read_starts,
    seconds_since_boot,
)


@dataclass(frozen=True)
class One:
    """An edition on a shelf."""

    root_name: str
    folder: Path = Path("/shelf")


NEW, OLD, OLDER = (One(f"2026-11-0{day}-0000000{day}.json") for day in (3, 2, 1))
ALL = (NEW, OLD, OLDER)


class Machine:
    """A machine on which a kiosk starts; its seconds pass only when told."""

    def __init__(self, state: Path) -> None:
        self.state, self.seconds, self.boot = state, 100.0, "first"

    def start(self, candidates: tuple[One, ...] = ALL, after: float = 2.0) -> Ladder:
        """A start ``after`` so many seconds; what it shows is the first that it may."""
        self.seconds += after
        ladder = Ladder(self.state, lambda: self.seconds, self.boot)
        ladder.begin(candidates)
        self.show(ladder, candidates)
        return ladder

    def show(self, ladder: Ladder, candidates: tuple[One, ...] = ALL) -> str:
        left = ladder.fit(candidates)
        ladder.shows(name_of(left[0]) if left else "")
        return ladder.now.latest[-1].edition

    def crash(self, times: int, candidates: tuple[One, ...] = ALL, after: float = 2.0) -> None:
        for _ in range(times):
            self.start(candidates, after)

    def shown(self, candidates: tuple[One, ...] = ALL) -> str:
        return self.start(candidates).now.latest[-1].edition


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path / "state")


def test_two_crashes_change_nothing_and_three_pass_an_edition_over(machine: Machine) -> None:
    machine.crash(2)
    assert machine.shown() == name_of(NEW)
    assert machine.shown() == name_of(OLD)


def test_three_more_crashes_bring_the_safe_page_whatever_else_there_is(machine: Machine) -> None:
    machine.crash(6)
    assert machine.shown() == ""
    assert machine.shown() == "", "a crash of the safe page brings nothing else"


def test_crashes_further_apart_than_a_minute_pass_nothing_over(machine: Machine) -> None:
    machine.crash(9, after=31.0)
    assert machine.start(after=31.0).now.latest[-1].edition == name_of(NEW)


def test_an_interface_that_hangs_at_every_start_climbs_the_ladder_too(machine: Machine) -> None:
    machine.crash(3, after=23.0)  # 20 s of watchdog, 2 s until it is started again, and its own start
    assert machine.start(after=23.0).now.latest[-1].edition == name_of(OLD)


def test_a_kiosk_that_ended_as_told_did_not_crash(machine: Machine) -> None:
    for _ in range(9):
        machine.start().ended()
    assert machine.shown() == name_of(NEW)
    assert read_starts(machine.state).crashes == 0


def test_a_kiosk_that_still_runs_in_another_window_did_not_crash(machine: Machine) -> None:
    with subprocess.Popen(["sleep", "60"]) as other:
        try:
            for _ in range(4):
                ladder = machine.start()
                (*before, last) = ladder.now.latest
                kept = replace(ladder.now, latest=(*before, replace(last, process=other.pid)))
                (machine.state / RECORD).write_bytes(write_record(kept))
            assert machine.shown() == name_of(NEW) and read_starts(machine.state).crashes == 0
        finally:
            other.kill()
    machine.start()
    assert read_starts(machine.state).crashes == 1


def test_a_crash_after_a_healthy_minute_is_counted_and_not_the_editions_doing(machine: Machine) -> None:
    for _ in range(9):
        machine.start().healthy()
    assert machine.shown() == name_of(NEW)
    assert read_starts(machine.state).crashes == 9


def test_a_pulled_plug_is_no_crash_and_begins_everything_anew(machine: Machine) -> None:
    machine.crash(6)
    machine.boot, machine.seconds = "second", 5.0
    assert machine.shown() == name_of(NEW)
    assert (read_starts(machine.state).crashed, read_starts(machine.state).crashes) == (0, 5)


def test_a_machine_that_names_no_boot_is_known_by_its_clock(machine: Machine) -> None:
    machine.boot = ""
    machine.crash(3)
    machine.seconds = 5.0
    assert machine.shown() == name_of(NEW)


def test_the_safe_page_tries_everything_again_after_ten_minutes(machine: Machine) -> None:
    machine.crash(6)
    ladder = machine.start()
    machine.seconds += AGAIN_SECONDS - 1
    assert machine.show(ladder) == ""
    machine.seconds += 1
    assert machine.show(ladder) == name_of(NEW)
    assert machine.shown() == name_of(NEW)


def test_ten_minutes_of_the_safe_page_pass_whatever_crashes_meanwhile(machine: Machine) -> None:
    machine.crash(6)
    machine.crash(40, after=AGAIN_SECONDS / 38)
    assert machine.shown() == name_of(NEW)


def test_what_came_since_is_shown_at_once(machine: Machine) -> None:
    machine.crash(6)
    ladder = machine.start()
    newest = One("2026-11-09-00000009.json")
    assert machine.show(ladder, (newest, *ALL)) == name_of(newest)
    assert ladder.now.safe_since is None
    machine.crash(3, (newest, *ALL))
    assert machine.shown((newest, *ALL)) == ""


def test_where_there_is_one_edition_alone_the_safe_page_is_the_next_step(machine: Machine) -> None:
    machine.crash(3, (NEW,))
    ladder = machine.start((NEW,))
    assert ladder.now.latest[-1].edition == "" and ladder.now.safe_since == machine.seconds


def test_an_edition_that_came_while_it_ran_answers_for_its_own_crashes(machine: Machine) -> None:
    for _ in range(3):
        machine.start((OLD,)).shows(name_of(NEW))
    assert machine.shown() == name_of(OLD), "the newer one is passed over, the one before it is not"


def test_staff_may_ask_for_an_edition_that_was_passed_over(machine: Machine) -> None:
    machine.crash(3)
    ladder = machine.start()
    assert ladder.is_passed_over(name_of(NEW))
    ladder.forgive(name_of(NEW))
    assert machine.show(ladder) == name_of(NEW)
    assert not Ladder(machine.state, lambda: machine.seconds, machine.boot).is_passed_over(name_of(NEW))


def test_an_edition_with_a_folder_of_its_own_is_known_by_its_place(machine: Machine) -> None:
    own = One("root.json", Path("/srv/own"))
    machine.crash(3, (own, OLD))
    assert machine.shown((own, OLD)) == name_of(OLD)


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"{",
        b"[]",
        b'{"boot":7}',
        b'{"latest":[{"edition":"x"}]}',
        b'{"surprise":1}',
        b"\xff" * 99,
        b"x" * 99999,
    ],
)
def test_a_damaged_record_stops_no_start(machine: Machine, damage: bytes) -> None:
    machine.crash(3)
    (machine.state / RECORD).write_bytes(damage)
    assert machine.shown() == name_of(NEW)
    assert len(read_starts(machine.state).latest) == 1


def test_a_record_that_cannot_be_written_stops_no_start(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where a folder must be")
    machine = Machine(tmp_path / "state")
    machine.crash(4)
    assert machine.shown() == name_of(NEW)


def test_a_link_in_place_of_the_record_is_not_followed(machine: Machine, tmp_path: Path) -> None:
    (tmp_path / "other").write_text("kept")
    machine.state.mkdir()
    (machine.state / RECORD).symlink_to(tmp_path / "other")
    machine.crash(1)
    assert (tmp_path / "other").read_text() == "kept"
    assert stat.S_ISREG((machine.state / RECORD).lstat().st_mode)


def test_the_record_stays_small_and_alone(machine: Machine) -> None:
    machine.crash(300, after=50.0)
    assert [path.name for path in machine.state.iterdir()] == [RECORD]
    assert (machine.state / RECORD).stat().st_size < 2000


def test_the_seconds_are_of_the_machine_and_go_on() -> None:
    first = seconds_since_boot()
    assert 0 < first <= seconds_since_boot()


def test_health_names_what_crashed_and_what_is_not_shown(machine: Machine) -> None:
    assert check_starts(Starts()).state == "ok"
    machine.crash(2)
    found = check_starts(read_starts(machine.state))
    assert (found.state, found.message) == ("warning", "crashed once since this machine started")
    machine.crash(2)
    found = check_starts(read_starts(machine.state))
    assert found.state == "fault" and name_of(NEW) in found.message
    machine.crash(4)
    assert "safe page" in check_starts(read_starts(machine.state)).message


def test_a_healthy_minute_is_a_minute() -> None:
    assert HEALTHY_SECONDS == 60
