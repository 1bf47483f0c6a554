"""The way into the staff corner: press and hold, then the PIN; knows no screen and keeps no PIN.

A door is *shut* while no PIN is set (the kiosk runs all the same), *waiting* for somebody to press and hold
its place, *asking* for the PIN, *checking* it, or *open*. Without a touch it goes back to waiting by itself.

A PIN is tried on a worker, because a try takes 0.2 s: ``submit`` gives a ``Try``, the worker calls its
``judge``, and ``apply`` takes the verdict on the interface's own thread::

    attempt = door.submit()         the keypad's last key
    verdict = attempt.judge()       on a worker; never raises
    door.apply(verdict)             back on the interface's thread

Each try is written down before it is made, so that pulling the plug saves nobody the wait. What is kept is
how many tries went wrong in a row, never a time: after a start the whole wait for that number begins anew,
by the monotonic clock. A wrong clock therefore changes nothing, and nobody ever waits longer than
``LONGEST_WAIT``. At that wait 96 tries fit in a day; a million PINs take 28 years.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from kiosk.staff.kept import KeptNumber
from kiosk.staff.pin import LONGEST, pin_opens

HOLD_SECONDS = 3.0
"""How long the place is held: longer than a resting hand, shorter than a nurse's patience."""

ASKING_SECONDS = 30.0
OPEN_SECONDS = 120.0
"""Without a touch, the keypad and the corner close after so long."""

CHECKING_SECONDS = 20.0
"""A verdict that has not come by then never will: its worker is gone."""

LONGEST_WAIT = 900.0
_WAITS = (0.0, 1.0, 2.0, 30.0, 60.0, 120.0, 240.0, 480.0, LONGEST_WAIT)
_MOST_TRIES = 1000
_DAMAGED = 3
"""A file of tries that cannot be read stands for so many: a wait of 30 s, for staff as for anybody."""

TRIES_FILE = "staff-tries"

State = Literal["shut", "waiting", "asking", "checking", "open"]
Clock = Callable[[], float]


def wait_after(wrong: int) -> float:
    """Seconds to wait after so many wrong tries in a row."""
    return _WAITS[min(wrong, len(_WAITS) - 1)]


def tries_in(state: Path) -> KeptNumber:
    """The wrong tries kept in the ``state`` folder."""
    return KeptNumber(state / TRIES_FILE, _MOST_TRIES, damaged=_DAMAGED)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a try: whether it opens, how many went wrong in a row, what kept it from being made."""

    number: int
    opens: bool
    wrong: int
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Try:
    """One PIN to be tried, away from the interface's thread."""

    number: int
    pin: str = field(repr=False)
    pin_hash: str = field(repr=False)
    tries: KeptNumber
    wrong: int

    def judge(self) -> Verdict:
        """Blocks for 0.2 s, whatever was typed. Never raises: what cannot be tried opens nothing."""
        kept = self.tries.keep(self.wrong + 1)
        try:
            opens = pin_opens(self.pin, self.pin_hash)
        except (OSError, MemoryError) as why:
            return Verdict(self.number, False, self.wrong + 1, str(why) or "no memory left to try the PIN")
        if opens and kept:
            kept = self.tries.keep(0)
        fault = (
            "" if kept else f"{self.tries.path}: cannot be written; wrong tries are forgotten at a restart"
        )
        return Verdict(self.number, opens, 0 if opens else self.wrong + 1, fault)


class Door:
    """The staff door of one kiosk. ``stored`` gives the PIN's hash or "" and is asked at each press.

    ``clock`` gives monotonic seconds. ``fault`` is for the health light, in words. Every verb says whether
    anything changed; ``look`` is to be called after ``due_in`` seconds.
    """

    def __init__(self, stored: Callable[[], str], tries: KeptNumber, clock: Clock) -> None:
        self._stored = stored
        self._tries = tries
        self._clock = clock
        self._hash = stored()
        self._state: State = "waiting" if self._hash else "shut"
        self._pressed = math.inf
        self._touched = clock()
        self._typed = ""
        self._number = 0
        self._wrong = tries.read()
        self._free = clock() + wait_after(self._wrong)
        self._refused = False
        self.fault = ""

    # --- what is so

    @property
    def state(self) -> State:
        return self._state

    @property
    def typed(self) -> int:
        """How many digits stand on the keypad."""
        return len(self._typed)

    @property
    def held(self) -> float:
        """How much of the hold is done, 0 to 1."""
        return min(1.0, max(0.0, (self._clock() - self._pressed) / HOLD_SECONDS))

    @property
    def wait(self) -> int:
        """Whole seconds until a PIN may be tried again."""
        return max(0, math.ceil(self._free - self._clock()))

    @property
    def refused(self) -> bool:
        """Whether the last try did not open and no digit was typed since."""
        return self._refused

    @property
    def due_in(self) -> float:
        """Seconds until something changes by itself: a hold is done, a second of waiting, a closing."""
        now, due = self._clock(), math.inf
        if self._state == "waiting":
            due = self._pressed + HOLD_SECONDS - now
        elif self._state != "shut":
            due = self._touched + self._patience - now
        if self._state == "asking" and self._free > now:
            left = self._free - now
            due = min(due, left - (math.ceil(left) - 1))
        return max(0.0, due)

    # --- what hands do

    def press(self) -> bool:
        """A finger is down on the door's place."""
        if self._state not in ("shut", "waiting"):
            return False
        self._hash = self._stored()
        self._state = "waiting" if self._hash else "shut"
        if self._state == "waiting":
            self._pressed = self._clock()
        return self._state == "waiting"

    def release(self) -> bool:
        """The finger is up, or has left the door's place."""
        changed = self.look()
        held, self._pressed = self._pressed < math.inf, math.inf
        return changed or held

    def touch(self) -> None:
        """Somebody is still there."""
        self.look()
        self._touched = self._clock()

    def key(self, digit: str) -> bool:
        """A digit of the keypad."""
        self.touch()
        if self._state != "asking" or len(digit) != 1 or digit not in "0123456789":
            return False
        if len(self._typed) >= LONGEST:
            return False
        self._typed += digit
        self._refused = False
        return True

    def erase(self) -> bool:
        """The keypad's way back, one digit."""
        self.touch()
        changed = bool(self._typed)
        self._typed = self._typed[:-1]
        return changed

    def submit(self) -> Try | None:
        """The PIN typed, to be judged on a worker; None while there is none or the wait is not over."""
        self.touch()
        if self._state != "asking" or not self._typed or self.wait:
            return None
        self._number += 1
        attempt = Try(self._number, self._typed, self._hash, self._tries, self._wrong)
        self._wrong += 1
        self._typed = ""
        self._state = "checking"
        return attempt

    def apply(self, verdict: Verdict) -> bool:
        """Take a verdict. One that comes too late opens nothing, and a right PIN still ends the counting."""
        if verdict.number != self._number:
            return False
        self.fault = verdict.fault
        self._wrong = min(verdict.wrong, _MOST_TRIES)
        self._free = self._clock() + wait_after(self._wrong)
        if self._state != "checking":
            return False
        self._state = "open" if verdict.opens else "asking"
        self._refused = not verdict.opens
        self._touched = self._clock()
        return True

    def close(self) -> bool:
        """Leave the corner or the keypad."""
        changed = self._state in ("asking", "checking", "open")
        if changed:
            if self._state == "checking":  # its verdict may be lost: the wait begins now
                self._free = self._clock() + wait_after(self._wrong)
            self._state, self._typed, self._pressed = "waiting", "", math.inf
            self._refused = False
        return changed

    def look(self) -> bool:
        """Do what time has brought."""
        now = self._clock()
        if self._state == "waiting" and now - self._pressed >= HOLD_SECONDS:
            self._state, self._typed, self._touched, self._pressed = "asking", "", now, math.inf
            return True
        if self._state in ("asking", "checking", "open") and now - self._touched >= self._patience:
            return self.close()
        return False

    @property
    def _patience(self) -> float:
        return {"checking": CHECKING_SECONDS, "open": OPEN_SECONDS}.get(self._state, ASKING_SECONDS)
