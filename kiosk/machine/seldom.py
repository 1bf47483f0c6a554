"""Items of health that take seconds to find out: looked at seldom, told often; knows not what they are of."""

from __future__ import annotations

import threading
from collections.abc import Callable

from kiosk.machine.health import Item


class Seldom:
    """What ``look`` found last. It is asked ``first`` seconds after this was made and ``every`` seconds then.

    Until the first look there is nothing to tell: a kiosk that has just started is the patient's. Any thread
    may ask; one that comes while another looks gets what was found before. ``clock`` gives monotonic seconds.
    """

    def __init__(
        self, look: Callable[[], list[Item]], first: float, every: float, clock: Callable[[], float]
    ) -> None:
        self._look = look
        self._every = every
        self._clock = clock
        self._due = clock() + first
        self._found: list[Item] = []
        self._looking = threading.Lock()

    def items(self) -> list[Item]:
        """What was found last, looked at anew when that is due."""
        if self._looking.acquire(blocking=False):
            try:
                if self._clock() >= self._due:
                    self._found = self._look()
                    self._due = self._clock() + self._every
            finally:
                self._looking.release()
        return self._found
