"""From a finger's leaving to the frame: what counts, and when it is told."""

from __future__ import annotations

from kiosk.ui.frames import KEPT, LATEST_SECONDS, TOLD_EVERY, FrameTimes
from tests.ui.conftest import Clock


class Glass:
    """Taps, page changes and frames by hand."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.tapped = float("-inf")
        self.times = FrameTimes(lambda: self.tapped, self.clock)

    def turns_page(self, seconds: float) -> None:
        """A tap, and its page so many seconds later."""
        self.clock.seconds += 10
        self.tapped = self.clock.seconds
        self.times.changed()
        self.clock.seconds += seconds
        self.times.swapped()


def test_nothing_is_told_before_fifty_pages_and_then_only_at_each_fifty() -> None:
    glass = Glass()
    told = []
    for _ in range(2 * TOLD_EVERY + 1):
        glass.turns_page(0.02)
        told.append(glass.times.told)
    assert told[: TOLD_EVERY - 1] == [None] * (TOLD_EVERY - 1)
    assert [one.count for one in told[TOLD_EVERY - 1 :] if one] == [50] * TOLD_EVERY + [100] * 2


def test_quantiles_are_of_the_last_two_hundred() -> None:
    glass = Glass()
    for _ in range(KEPT):
        glass.turns_page(9.0)
    for number in range(KEPT):
        glass.turns_page((number + 1) / 1000)
    told = glass.times.told
    assert told is not None and told.count == 2 * KEPT
    assert {share: round(seconds, 4) for share, seconds in told.quantiles.items()} == {
        0.5: 0.1,
        0.95: 0.19,
        0.99: 0.198,
    }
    assert round(told.total, 3) == 9.0 * KEPT + 20.1


def test_a_change_without_a_finger_and_a_frame_without_a_change_are_no_times() -> None:
    glass = Glass()
    for _ in range(TOLD_EVERY):
        glass.times.swapped()
        glass.times.changed()  # no finger was there yet
        glass.times.swapped()
    glass.turns_page(0.02)
    for _ in range(TOLD_EVERY):
        glass.times.changed()  # its finger has been counted
        glass.times.swapped()
        glass.tapped = glass.clock.seconds
        glass.clock.seconds += LATEST_SECONDS + 1  # too late to be its doing
        glass.times.changed()
        glass.times.swapped()
    before = glass.times.told
    for _ in range(TOLD_EVERY - 1):
        glass.turns_page(0.02)
    after = glass.times.told
    assert before is None and after is not None and after.count == TOLD_EVERY
