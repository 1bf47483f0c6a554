"""Notes what a visit opens, reads to its end and how it ends, from its states; counts and keeps nothing.

Each page counts once a visit, however often it is gone back to. What is remembered for that is forgotten
with the visit. What a patient types or chooses never comes here: only names of pages, a language, a length.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from kiosk.visit.place import at_end
from kiosk.visit.visit import Visit

What = Literal["opened", "completed", "language", "dwell", "reset"]
Reason = Literal["quiet", "ended", "staff", "update"]
Note = Callable[[What, str], None]


class Tally:
    """Tells ``note`` of each visit. ``clock`` gives monotonic seconds, ``bucket`` the name of a length."""

    def __init__(self, note: Note, bucket: Callable[[float], str], clock: Callable[[], float]) -> None:
        self._note = note
        self._bucket = bucket
        self._clock = clock
        self._told: set[tuple[What, str]] = set()
        self._began: float | None = None
        self._last = 0.0

    def seen(self, visit: Visit) -> None:
        """The visit has changed."""
        if not visit.begun:
            return
        self._last = self._clock()
        if self._began is None:
            self._began = self._last
        if visit.topic:
            self._once("opened", visit.topic)
            if at_end(visit.page, visit.at):
                self._once("completed", visit.topic)

    def ends(self, visit: Visit, reason: Reason) -> None:
        """The visit is about to be cleared. It lasted until its last change: nobody was there after."""
        if visit.begun and self._began is not None:
            self._note("language", visit.choices.language)
            self._note("dwell", self._bucket(self._last - self._began))
            self._note("reset", reason)
        self._told.clear()
        self._began = None

    def _once(self, what: What, name: str) -> None:
        if (what, name) not in self._told:
            self._told.add((what, name))
            self._note(what, name)
