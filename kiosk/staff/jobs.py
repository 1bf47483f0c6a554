"""The staff's ten-second jobs: cleaning, volume, one page shown, reset, the health light, what is live.

A ``Corner`` holds what the jobs change and nothing of a visit; it draws nothing and opens no file. Each verb
says whether anything changed, and refuses while the door is not open. What the interface must do then::

    clean()         ignore every touch while ``job`` is "cleaning", and tell ``fingers`` how many are down
    show(topic)     clear the visit, open the topic, count no idle time while ``job`` is "showing"
    reset_now()     clear the visit
    set_volume()    play at ``volume``, which every reset returns to
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Literal, Protocol

from kiosk.content.manifest import Root
from kiosk.content.record import record
from kiosk.content.records import Language
from kiosk.content.reviews import Reviews
from kiosk.staff.door import Clock, Door
from kiosk.staff.kept import KeptNumber

CLEANING_SECONDS = 30.0
FINGERS_TO_END = 2
FINGERS_HOLD_SECONDS = 2.0
"""Two fingers at rest for so long end the cleaning early: a cloth moves, or is more or fewer points."""

SHOWING_SECONDS = 1800.0
"""A page shown by staff is let go after half an hour, should nobody reset: the next visitor must not
inherit a kiosk that never clears itself."""

LOUDEST = 10
VOLUME = 6
VOLUME_FILE = "staff-volume"

Job = Literal["", "cleaning", "showing"]
Word = Literal["good", "look", "fault"]
Colour = Literal["green", "amber", "red"]


class Looked(Protocol):
    """One thing health looked at, as ``kiosk.machine.health.Item`` is; ``state`` is ok, warning or fault."""

    @property
    def name(self) -> str: ...
    @property
    def state(self) -> Literal["ok", "warning", "fault"]: ...
    @property
    def message(self) -> str: ...
    @property
    def remedy(self) -> str: ...


@record
class Light:
    """The worst of health in one word and one colour; ``lines`` say what is wrong, the worst first."""

    word: Word = "good"
    colour: Colour = "green"
    lines: tuple[str, ...] = ()


@record
class Other:
    """An edition that is not on the glass: its title and when it was made; both are empty for none."""

    title: str = ""
    built: str = ""


@record
class Live:
    """What is on the glass. ``sequence`` is its number among the clinic's editions, 0 where nobody told it.

    ``reviews`` says how many pages are checked, of none where nobody looked. ``before`` is the edition that
    an undo returns to, None where nobody told it, ``undone`` the newer one that staff went back from.
    """

    edition: str
    title: str
    built: str
    sample: bool
    sequence: int = 0
    reviews: Reviews = Reviews(pages=0)
    before: Other | None = None
    undone: Other = Other()


_UNSEEN = Reviews(pages=0)

_LIGHTS: dict[str, tuple[int, Word, Colour]] = {
    "ok": (0, "good", "green"),
    "warning": (1, "look", "amber"),
    "fault": (2, "fault", "red"),
}


def light_of(items: Iterable[Looked]) -> Light:
    """The health light. Nothing looked at is no fault."""
    seen = sorted(items, key=lambda item: -_LIGHTS[item.state][0])
    if not seen:
        return Light()
    _, word, colour = _LIGHTS[seen[0].state]
    wrong = [item for item in seen if item.state != "ok"]
    lines = (f"{item.name}: {item.message}" + (f". {item.remedy}" if item.remedy else "") for item in wrong)
    return Light(word=word, colour=colour, lines=tuple(lines))


def live_of(
    root: Root,
    language: Language,
    sequence: int = 0,
    reviews: Reviews = _UNSEEN,
    before: Other | None = None,
    undone: Other | None = None,
) -> Live:
    """What an edition's ``root`` and the updater say of what is live."""
    return Live(
        edition=root.edition,
        title=root.title.get(language) or next(iter(root.title.values()), ""),
        built=root.built,
        sample=root.sample,
        sequence=sequence,
        reviews=reviews,
        before=before,
        undone=undone or Other(),
    )


def volume_in(state: Path) -> KeptNumber:
    """The volume kept in the ``state`` folder, 0 to ``LOUDEST``."""
    return KeptNumber(state / VOLUME_FILE, LOUDEST, missing=VOLUME, damaged=VOLUME)


class Corner:
    """The staff corner behind ``door``. ``clock`` gives monotonic seconds.

    ``save`` is given each new volume; it may hand the writing to a worker. ``look`` is to be called after
    ``due_in`` seconds.
    """

    def __init__(
        self, door: Door, clock: Clock, volume: int = VOLUME, save: Callable[[int], object] = lambda _: None
    ) -> None:
        self._door = door
        self._clock = clock
        self._save = save
        self._job: Job = ""
        self._until = math.inf
        self._resting = math.inf
        self.topic = ""
        self.volume = min(max(volume, 0), LOUDEST)

    # --- what is so

    @property
    def job(self) -> Job:
        return self._job

    @property
    def left(self) -> int:
        """Whole seconds of cleaning left, 0 while nobody cleans."""
        return max(0, math.ceil(self._until - self._clock())) if self._job == "cleaning" else 0

    @property
    def due_in(self) -> float:
        """Seconds until something changes by itself: a second of the countdown, a job's end."""
        now = self._clock()
        if self._job == "showing":
            return max(0.0, self._until - now)
        if self._job != "cleaning":
            return math.inf
        left = self._until - now
        second = left - (math.ceil(left) - 1)
        return max(0.0, min(second, self._resting + FINGERS_HOLD_SECONDS - now))

    # --- jobs

    def clean(self) -> bool:
        """Ignore touches for half a minute, so that the glass can be wiped; the door closes behind it."""
        return self._begin("cleaning", CLEANING_SECONDS)

    def show(self, topic: str) -> bool:
        """Show this page, whatever the idle time, until a reset; the door closes behind it."""
        if not topic or not self._begin("showing", SHOWING_SECONDS):
            return False
        self.topic = topic
        return True

    def reset_now(self) -> bool:
        """Clear whatever visit there is; the door closes behind it."""
        if not self._inside():
            return False
        self.ended()
        self._door.close()
        return True

    def set_volume(self, volume: int) -> bool:
        """How loud the kiosk is from now on, 0 to ``LOUDEST``; held to that range."""
        wanted = min(max(volume, 0), LOUDEST)
        if not self._inside() or wanted == self.volume:
            return False
        self.volume = wanted
        self._save(wanted)
        return True

    # --- what happens meanwhile

    def fingers(self, down: int, moved: bool = False) -> bool:
        """So many fingers are on the glass while it is cleaned; ``moved`` when one of them did."""
        if self._job != "cleaning":
            return False
        if self.look():
            return True
        if down != FINGERS_TO_END or moved:
            self._resting = self._clock() if down == FINGERS_TO_END else math.inf
        elif self._resting == math.inf:
            self._resting = self._clock()
        return False

    def ended(self) -> bool:
        """The visit was cleared, by whomever: no page is held any more."""
        return self._job == "showing" and self._stop()

    def look(self) -> bool:
        """Do what time has brought."""
        now = self._clock()
        rested = self._job == "cleaning" and now - self._resting >= FINGERS_HOLD_SECONDS
        return self._job != "" and (now >= self._until or rested) and self._stop()

    def _inside(self) -> bool:
        """Whether the door is open; asking is a touch."""
        self._door.touch()
        return self._door.state == "open"

    def _begin(self, job: Job, seconds: float) -> bool:
        if not self._inside():
            return False
        self._stop()
        self._job, self._until = job, self._clock() + seconds
        self._door.close()
        return True

    def _stop(self) -> bool:
        self._job, self.topic, self._until, self._resting = "", "", math.inf, math.inf
        return True
