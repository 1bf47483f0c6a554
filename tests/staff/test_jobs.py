from __future__ import annotations

import math
from pathlib import Path

import pytest

from kiosk.content.manifest import Root
from kiosk.content.reviews import Reviews
from kiosk.machine.health import Item
from kiosk.staff.door import HOLD_SECONDS, OPEN_SECONDS, Door, tries_in
from kiosk.staff.jobs import (
    CLEANING_SECONDS,
    FINGERS_HOLD_SECONDS,
    LOUDEST,
    SHOWING_SECONDS,
    VOLUME,
    VOLUME_FILE,
    Corner,
    Live,
    Other,
    light_of,
    live_of,
    volume_in,
)
from tests.hands import Hands
from tests.staff.conftest import PIN


@pytest.fixture
def door(tmp_path: Path, hands: Hands, pin_hash: str) -> Door:
    """A door that stands open."""
    door = Door(lambda: pin_hash, tries_in(tmp_path), hands)
    enter(door, hands)
    return door


@pytest.fixture
def saved() -> list[int]:
    return []


@pytest.fixture
def corner(door: Door, hands: Hands, saved: list[int]) -> Corner:
    return Corner(door, hands, VOLUME, saved.append)


def enter(door: Door, hands: Hands) -> None:
    door.press()
    hands.now += HOLD_SECONDS
    door.look()
    for digit in PIN:
        door.key(digit)
    attempt = door.submit()
    assert attempt is not None and door.apply(attempt.judge())


def now(corner: Corner, door: Door) -> tuple[str, str]:
    """The job, and how the door stands."""
    return corner.job, door.state


def test_no_job_is_done_while_the_door_is_shut(corner: Corner, door: Door, saved: list[int]) -> None:
    door.close()
    assert not (corner.clean() or corner.show("discs") or corner.reset_now() or corner.set_volume(1))
    assert (corner.job, corner.topic, corner.volume, saved) == ("", "", VOLUME, [])
    assert corner.due_in == math.inf


def test_a_door_that_closed_itself_lets_no_job_through(corner: Corner, door: Door, hands: Hands) -> None:
    hands.now += OPEN_SECONDS
    assert not corner.clean() and now(corner, door) == ("", "waiting")


def test_cleaning_counts_thirty_seconds_down_and_ends(corner: Corner, door: Door, hands: Hands) -> None:
    assert corner.clean() and now(corner, door) == ("cleaning", "waiting")
    seen = []
    while corner.job:
        seen.append(corner.left)
        hands.now += corner.due_in
        corner.look()
    assert seen == list(range(30, 0, -1)) and len(seen) == CLEANING_SECONDS
    assert corner.left == 0 and corner.due_in == math.inf


def test_two_resting_fingers_end_the_cleaning_early(corner: Corner, hands: Hands) -> None:
    corner.clean()
    hands.now += 5
    corner.fingers(1)
    corner.fingers(2)
    hands.now += FINGERS_HOLD_SECONDS - 0.1
    assert not corner.fingers(2)
    assert corner.due_in == pytest.approx(0.1)
    hands.now += 0.1
    assert corner.look() and corner.job == ""


def test_a_cloth_does_not_end_the_cleaning(corner: Corner, hands: Hands) -> None:
    """It moves, and it is now three points, now two."""
    corner.clean()
    for _ in range(9):
        corner.fingers(2)
        hands.now += 1
        corner.fingers(2, moved=True)
        hands.now += 1
        corner.fingers(3)
        hands.now += 1
    assert corner.job == "cleaning" and corner.left == 3


def test_fingers_mean_nothing_while_nobody_cleans(corner: Corner, hands: Hands) -> None:
    corner.fingers(2)
    hands.now += 10
    assert not corner.fingers(2) and not corner.look()
    assert corner.clean() and not corner.look()


def test_a_page_is_held_until_a_reset(corner: Corner, door: Door, hands: Hands) -> None:
    assert corner.show("discs") and now(corner, door) == ("showing", "waiting")
    hands.now += 600
    assert not corner.look() and corner.topic == "discs"
    assert corner.ended() and (corner.job, corner.topic) == ("", "")
    assert not corner.ended()


def test_a_page_nobody_resets_is_let_go_after_half_an_hour(corner: Corner, hands: Hands) -> None:
    corner.show("discs")
    assert corner.due_in == SHOWING_SECONDS
    hands.now += SHOWING_SECONDS
    assert corner.look() and corner.topic == ""


def test_a_reset_by_staff_lets_the_page_go_and_closes_the_door(
    corner: Corner, door: Door, hands: Hands
) -> None:
    corner.show("discs")
    enter(door, hands)
    assert corner.reset_now() and now(corner, door) == ("", "waiting") and corner.topic == ""


def test_a_reset_does_not_end_the_cleaning(corner: Corner) -> None:
    corner.clean()
    assert not corner.ended() and corner.job == "cleaning"


def test_one_job_takes_the_place_of_another(corner: Corner, door: Door, hands: Hands) -> None:
    corner.show("discs")
    enter(door, hands)
    corner.clean()
    assert (corner.job, corner.topic) == ("cleaning", "")


def test_no_page_is_no_job(corner: Corner, door: Door) -> None:
    assert not corner.show("") and now(corner, door) == ("", "open")


def test_the_volume_stays_in_its_range_and_is_saved_when_it_changes(
    corner: Corner, door: Door, saved: list[int]
) -> None:
    assert corner.set_volume(99) and corner.volume == LOUDEST
    assert not corner.set_volume(LOUDEST)
    assert corner.set_volume(-3) and corner.volume == 0
    assert saved == [LOUDEST, 0] and door.state == "open"


def test_the_volume_survives_a_restart(tmp_path: Path, door: Door, hands: Hands) -> None:
    kept = volume_in(tmp_path)
    assert kept.read() == VOLUME
    Corner(door, hands, kept.read(), kept.keep).set_volume(2)
    assert volume_in(tmp_path).read() == 2
    (tmp_path / VOLUME_FILE).write_bytes(b"11\n")
    assert kept.read() == VOLUME


def test_the_health_light_is_the_worst_of_its_items() -> None:
    fine, low = Item("qt", "ok", "6.11.3"), Item("disk", "warning", "0.2 GiB free", "Free 1 GiB")
    broken = Item("edition", "fault", "page 3 is torn", "Install it again")
    assert (light_of([]).word, light_of([fine]).colour) == ("good", "green")
    assert (light_of([fine, low]).word, light_of([low, fine]).colour) == ("look", "amber")
    light = light_of([fine, low, broken])
    assert (light.word, light.colour) == ("fault", "red")
    assert light.lines == (
        "edition: page 3 is torn. Install it again",
        "disk: 0.2 GiB free. Free 1 GiB",
    )


def test_what_is_live_is_read_from_the_root_and_told_by_the_updater() -> None:
    root = Root(
        format=2,
        edition="2026-11-23-0a1b2c3d",
        title={"en": "Spine clinic"},
        sample=False,
        built="2026-11-23T08:00:00Z",
        languages=("en", "es"),
        home="home",
    )
    reviews = Reviews(pages=3, until="2027-05-01")
    before = Other(title="Autumn", built="2026-11-01T08:00:00Z")
    assert live_of(root, "es", 7, reviews, before) == Live(
        edition="2026-11-23-0a1b2c3d",
        title="Spine clinic",
        built="2026-11-23T08:00:00Z",
        sample=False,
        sequence=7,
        reviews=reviews,
        before=before,
    )
    assert live_of(root, "en").sequence == 0
