from __future__ import annotations

import math

import pytest

from kiosk.visit.idle import Idle
from tests.hands import Hands


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def idle(hands: Hands) -> Idle:
    watch = Idle(hands)
    watch.start()
    return watch


def test_nothing_is_counted_before_a_visit(hands: Hands) -> None:
    watch = Idle(hands)
    hands.now += 1e6
    assert (watch.left, watch.over, watch.due_in, watch.activity()) == (0, False, math.inf, False)


def test_ninety_quiet_seconds_then_thirty_are_counted_down(idle: Idle, hands: Hands) -> None:
    hands.now += 89.9
    assert idle.left == 0
    hands.now += 0.1
    assert (idle.left, idle.over) == (30, False)
    hands.now += 29.5
    assert (idle.left, idle.over) == (1, False)
    hands.now += 0.5
    assert (idle.left, idle.over) == (0, True)


def test_any_sign_of_life_starts_the_quiet_time_anew(idle: Idle, hands: Hands) -> None:
    for _ in range(5):
        hands.now += 80
        assert idle.activity() is False
    assert idle.left == 0


def test_the_tap_that_wakes_the_page_does_nothing_else(idle: Idle, hands: Hands) -> None:
    hands.now += 100
    assert idle.activity() is True
    assert idle.left == 0 and idle.activity() is False


def test_both_times_are_doubled_with_the_voice_on(idle: Idle, hands: Hands) -> None:
    idle.set_voice(True)
    assert idle.countdown == 60
    hands.now += 179
    assert idle.left == 0
    hands.now += 1
    assert idle.left == 60
    hands.now += 60
    assert idle.over


def test_turning_the_voice_off_never_ends_the_visit_at_once(idle: Idle, hands: Hands) -> None:
    idle.set_voice(True)
    hands.now += 170
    idle.set_voice(False)
    assert idle.left == 0 and not idle.over


def test_nothing_is_counted_while_something_plays(idle: Idle, hands: Hands) -> None:
    idle.play("film")
    idle.play("voice")
    hands.now += 1000
    idle.done("film")
    hands.now += 1000
    assert idle.left == 0 and not idle.over and idle.due_in == math.inf
    idle.done("voice")
    hands.now += 89
    assert idle.left == 0
    hands.now += 2
    assert idle.left == 29


def test_the_watch_says_when_to_look_again(idle: Idle, hands: Hands) -> None:
    looks = 0
    while not idle.over:
        before = idle.left
        hands.now += idle.due_in
        looks += 1
        assert idle.left != before or idle.over
    assert looks == 31 and hands.now == 1120.0


def test_a_visit_that_ended_leaves_no_voice_and_no_film(idle: Idle, hands: Hands) -> None:
    idle.set_voice(True)
    idle.play("film")
    idle.stop()
    idle.start()
    hands.now += 90
    assert idle.left == 30
