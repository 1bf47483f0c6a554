"""Whatever a power cut leaves of a write, the old or the new shows, and the next try reaches the new."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from tests.bench.starts import start_ms
from tests.faults.crashes import Tree, end_of, lay_out, states
from tests.faults.journeys import (
    LAMINA,
    Journey,
    bench,
    build_journey,
    explore,
    install_journey,
    publish_journey,
    rollback_journey,
    state_journey,
)
from tests.faults.traced import Step, files_in, record
from tests.updates.clinic import Clinic

pytestmark = pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")

SHORT, LONG = 6, 2000
"""How many ways of what two syncs leave open are tried, where there are more."""

PLANTED = (sys.executable, "-m", "tests.faults.planted")


# the model itself


def test_the_model_ends_where_the_disk_ended(tmp_path: Path) -> None:
    made = bench(tmp_path, 1)
    before = files_in(made.kiosk)
    command = [*LAMINA, "edition", "install", str(made.late), *made.options()]
    (tmp_path / "room").mkdir()
    steps = record(command, made.kiosk, tmp_path / "room", Path(__file__).parents[2])
    assert len(steps) > 20
    assert end_of(before, steps) == files_in(made.kiosk) != before


def trees(before: Tree, *steps: Step) -> list[Tree]:
    return [state.tree for state in states(before, steps, 100)]


def test_a_file_that_is_not_synced_may_be_whole_empty_torn_or_gone() -> None:
    data = b"x" * 1024
    found = trees({}, Step("make", "a"), Step("write", "a", data=data))
    zeros = bytes(512)
    for possible in ({}, {"a": b""}, {"a": data}, {"a": bytes(1024)}, {"a": data[:512] + zeros}):
        assert possible in found
    assert {"a": zeros + data[:512]} in found


def test_what_is_synced_is_there_and_its_name_only_once_its_folder_is() -> None:
    written = [Step("make", "a"), Step("write", "a", data=b"x"), Step("sync", "a")]
    ended = [state.tree for state in states({}, written, 100) if state.done]
    assert {"a": b"x"} in ended and {} in ended and {"a": b""} not in ended
    named = [state.tree for state in states({}, [*written, Step("sync", "")], 100) if state.done]
    assert named == [{"a": b"x"}]


def test_a_rename_is_one_change_on_a_journal_and_two_on_a_stick() -> None:
    steps = [Step("move", "new", to="old")]
    before: Tree = {"old": b"1", "new": b"2"}
    whole = [state.tree for state in states(before, steps, 100)]
    assert before in whole and {"old": b"2"} in whole
    assert {"old": b"1"} not in whole and {"old": b"2", "new": b"2"} not in whole
    torn = [state.tree for state in states(before, steps, 100, renames=False)]
    assert {"old": b"1"} in torn and {"old": b"2", "new": b"2"} in torn


def test_a_sector_is_written_whole_or_not_and_others_stay() -> None:
    before: Tree = {"a": b"1" * 1024}
    found = trees(before, Step("write", "a", place=512, data=b"2" * 512))
    assert {"a": b"1" * 512 + b"2" * 512} in found and before in found
    assert all((tree["a"] or b"").startswith(b"1" * 512) for tree in found)


# what is written on a kiosk and for one


@pytest.fixture
def install(tmp_path: Path) -> Journey:
    return install_journey(bench(tmp_path, 1))


def check(journey: Journey, bound: int, least: int, new: int = 1) -> None:
    """Explore, and require that at least so many states there were, so many of them showing the new."""
    found = explore(journey, bound)
    assert found.bad == []
    assert found.states >= least and found.old and found.new >= new


def test_a_cut_during_an_install_leaves_the_old_or_the_new_edition_and_lowers_nothing(
    install: Journey,
) -> None:
    check(install, SHORT, 100, new=2)


def test_a_cut_during_the_first_install_leaves_nothing_or_the_edition(tmp_path: Path) -> None:
    check(install_journey(bench(tmp_path, 0)), SHORT, 100, new=2)


def test_a_cut_during_a_rollback_leaves_either_edition(tmp_path: Path) -> None:
    check(rollback_journey(bench(tmp_path, 2)), SHORT, 8, new=2)


@pytest.mark.parametrize("fresh", [True, False])
def test_a_cut_while_a_pin_and_its_tries_are_kept_leaves_the_old_or_the_new(
    tmp_path: Path, fresh: bool
) -> None:
    check(state_journey(tmp_path / "machine", fresh), LONG, 12)


@pytest.mark.parametrize("bug", ["no_sync", "no_folder_sync", "pointer_first", "written_in_place"])
def test_a_bug_that_is_put_back_is_found(tmp_path: Path, bug: str) -> None:
    journey = install_journey(bench(tmp_path, 1), (*PLANTED, bug))
    assert explore(journey, SHORT, most_bad=1).bad


@pytest.mark.long
def test_a_cut_during_an_install_in_two_thousand_ways_between_two_syncs(install: Journey) -> None:
    check(install, LONG, 1000, new=2)


@pytest.mark.long
@pytest.mark.parametrize("renames", [True, False])
def test_a_cut_while_publishing_leaves_repository_and_stick_with_the_old_or_the_new(
    tmp_path: Path, renames: bool
) -> None:
    """A stick's file system may rename in two steps."""
    check(publish_journey(Clinic(tmp_path / "clinic"), tmp_path, renames), 40, 700, new=8)


@pytest.mark.long
def test_a_build_that_does_not_wait_for_the_disk_is_found(tmp_path: Path) -> None:
    assert explore(build_journey(tmp_path, (*PLANTED, "no_sync")), SHORT, most_bad=1).bad


@pytest.mark.long
def test_a_cut_during_a_build_leaves_the_old_or_the_new_edition_and_a_kiosk_starts_on_it(
    tmp_path: Path,
) -> None:
    journey = build_journey(tmp_path)
    check(journey, SHORT, 300, new=2)
    some = list(states(journey.before, journey.steps, SHORT))
    for number, state in enumerate(some[:: len(some) // 8]):
        folder = lay_out(state.tree, tmp_path / f"start-{number}")
        _, processor_ms = start_ms("kiosk", str(folder / "shelf"))
        assert processor_ms < 3000
