"""Whether somebody is still there, by a monotonic clock; knows nothing of what they look at.

90 seconds without a sign of life, then a visible countdown of 30, both doubled while the voice is on
(docs: standards for unattended screens); nothing is counted while sound or film plays.
"""

from __future__ import annotations

import math
from collections.abc import Callable

QUIET_SECONDS = 90.0
COUNTDOWN_SECONDS = 30.0

Clock = Callable[[], float]


class Idle:
    """The idle watch of one kiosk. ``clock`` gives monotonic seconds. It sleeps until ``start``."""

    def __init__(
        self, clock: Clock, quiet: float = QUIET_SECONDS, countdown: float = COUNTDOWN_SECONDS
    ) -> None:
        self._clock = clock
        self._quiet = quiet
        self._countdown = countdown
        self._since: float | None = None
        self._playing: set[str] = set()
        self._voice = False

    def start(self) -> None:
        """A visit has begun."""
        self._since = self._clock()

    def stop(self) -> None:
        """The visit is over: nothing is counted, nothing plays, the voice is off."""
        self._since = None
        self._playing.clear()
        self._voice = False

    def activity(self) -> bool:
        """A touch, move, key, or progress of speech. True when it woke the page: it must do nothing else."""
        woke = self.left > 0 or self.over
        if self._since is not None:
            self._since = self._clock()
        return woke

    def set_voice(self, on: bool) -> None:
        """Reading aloud is on or off for this visit."""
        self._voice = on
        self.activity()

    def play(self, what: str) -> None:
        """``what`` (a film, a sound) plays: the watch stands still until it is done."""
        self._playing.add(what)
        self.activity()

    def done(self, what: str) -> None:
        """``what`` no longer plays; the quiet time starts anew."""
        if what in self._playing:
            self._playing.discard(what)
            self.activity()

    @property
    def left(self) -> int:
        """Whole seconds of countdown left, 0 while nothing is being counted down."""
        remaining = self._remaining()
        return math.ceil(remaining) if 0 < remaining <= self.countdown else 0

    @property
    def countdown(self) -> float:
        """Seconds the whole countdown takes now; twice as long while the voice is on."""
        return self._countdown * self._slow

    @property
    def over(self) -> bool:
        """Whether the countdown has run out: the visit is to be cleared."""
        return self._remaining() <= 0

    @property
    def due_in(self) -> float:
        """Seconds until ``left`` or ``over`` next changes; infinite while nothing is counted."""
        remaining = self._remaining()
        if remaining > self.countdown:
            return remaining - self.countdown
        return max(0.0, remaining - (math.ceil(remaining) - 1)) if remaining > 0 else 0.0

    @property
    def _slow(self) -> float:
        return 2.0 if self._voice else 1.0

    def _remaining(self) -> float:
        if self._since is None or self._playing:
            return math.inf
        return (self._quiet + self._countdown) * self._slow - (self._clock() - self._since)
