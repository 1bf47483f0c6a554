"""When a kiosk looks at its server: spread so that ten thousand do not come at once; looks at nothing itself.

All waits are of a monotonic clock, so a clock set forward or back moves none of them. What is drawn by lot is
drawn from the machine's own number: the same kiosk keeps its place among the others.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from kiosk.content.blobs import sha256_of
from kiosk.content.errors import BrokenEdition
from kiosk.content.files import read_regular, write_whole

HOUR = 3600.0
SOON = 60.0
"""Seconds a start is left alone."""

FIRST_WINDOW = HOUR
"""After a start, kiosks that have not looked for long are spread over so many seconds."""

FIRST_AGAIN = 300.0
"""Seconds after a failed look; each further failure doubles them, up to the usual time between looks."""

NUMBER = "machine-number"
_ADDRESSES = Path("/sys/class/net")


class Schedule:
    """Looks about every ``hours``, give or take a tenth. ``ago`` is seconds since the last look, if known."""

    def __init__(
        self,
        machine: str,
        hours: float,
        ago: float | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._machine = machine
        self._every = hours * HOUR
        self._clock = clock
        self._drawn = 0
        self._failed = 0
        first = SOON + self._lot() * min(FIRST_WINDOW, self._every)
        waited = self._usual() - ago if ago is not None and ago >= 0 else 0.0
        self._due = clock() + max(first, waited)

    @property
    def due_in(self) -> float:
        """Seconds until the next look; 0 when it is due."""
        return max(0.0, self._due - self._clock())

    def looked(self, well: bool) -> None:
        """A look ended, ``well`` or not."""
        self._failed = 0 if well else self._failed + 1
        wait = self._usual()
        if not well:
            wait = min(wait, FIRST_AGAIN * 2 ** min(self._failed - 1, 16) * (0.5 + self._lot()))
        self._due = self._clock() + wait

    def _usual(self) -> float:
        return self._every * (0.9 + 0.2 * self._lot())

    def _lot(self) -> float:
        """From 0 to 1, by the machine's number and how often it was drawn."""
        self._drawn += 1
        return int(sha256_of(f"{self._machine} {self._drawn}".encode())[:13], 16) / 16**13


def until_hour(hour: int, now: datetime, machine: str) -> float:
    """Seconds from ``now`` (local time) to a moment of this machine's own within the hour ``hour``."""
    lot = int(sha256_of(f"{machine} night".encode())[:13], 16) / 16**13
    moment = now.replace(hour=hour, minute=0, second=0, microsecond=0) + timedelta(hours=lot)
    while moment <= now:
        moment += timedelta(days=1)
    return (moment - now).total_seconds()


def machine_number(state: Path, addresses: Path = _ADDRESSES) -> str:
    """A number of this machine alone, kept in the ``state`` folder; it is never told to anybody.

    Disks are copied from kiosk to kiosk, so the addresses of the network cards are part of it.
    """
    kept = state / NUMBER
    try:
        number = read_regular(kept, 64)
    except BrokenEdition:
        number = os.urandom(16).hex().encode()
        with suppress(OSError):
            write_whole(kept, number, mode=0o600)
    cards = sorted(addresses.glob("*/address")) if addresses.is_dir() else []
    for card in cards:
        with suppress(OSError):
            number += card.read_bytes()
    return sha256_of(number)
