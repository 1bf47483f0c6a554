"""Leads a tour through the staff door and every page of the corner, on numbers and offers of its own making.

The door, the PIN, the counts and the health light are the real ones in a folder of the tour's own; only
the updater is played, because its states cannot be had for the asking.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication

from kiosk.app import Kiosk
from kiosk.machine.health import Item
from kiosk.staff.counts import Counts
from kiosk.staff.door import HOLD_SECONDS
from kiosk.staff.jobs import CLEANING_SECONDS
from kiosk.staff.pin import pin_fault

WRONG_TRIES = 3
"""After so many the wait is long enough to be read: 30 seconds."""

DAYS = 60

_TITLES = ("After your surgery", "Your pain medicine", "How to lift", "Getting out of bed", "When to call us")
_LONG = "Hemilaminectomy on two levels, and what the days after it are like for people who work standing up"


class Seconds:
    """A clock whose hands the tour turns."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def new_pin() -> str:
    """A good PIN nobody knows."""
    while pin_fault(pin := f"{secrets.randbelow(10**8):08}"):
        pass
    return pin


@dataclass(slots=True)
class PlayedUpdates:
    """An updater that says what it is told to say."""

    is_reachable: bool = True
    busy: bool = False
    message: str = ""
    offers: list[dict[str, Any]] = field(default_factory=list)
    progress: dict[str, Any] = field(default_factory=dict)
    standing: dict[str, Any] = field(default_factory=dict)

    def offers_as_maps(self) -> list[dict[str, Any]]:
        return self.offers

    def progress_as_map(self) -> dict[str, Any]:
        return self.progress

    def standing_as_map(self) -> dict[str, Any]:
        return self.standing

    def look(self) -> None: ...
    def install(self, offer: str) -> None: ...
    def cancel(self) -> None: ...
    def goBack(self) -> None: ...


def offer(number: int, titles: Sequence[str] = _TITLES, refusal: str = "") -> dict[str, Any]:
    """An offer as the updater tells it, with ``titles`` new, changed and removed."""
    news: dict[str, Any] = {
        "added": titles,
        "changed": [*titles, _LONG],
        "removed": titles[:1],
        "words": True,
        "clinic": False,
    }
    news |= {f"{kind}Count": len(news[kind]) for kind in ("added", "changed", "removed")}
    return {
        "id": f"offer{number}",
        "place": f"STICK {number}",
        "whose": "Spine clinic, 3rd floor",
        "title": "Autumn pages" if number == 1 else "Autumn pages, second printing",
        "built": f"2026-11-{20 + number}T08:00:00Z",
        "sequence": 40 + number,
        "bytes": 64_000_000,
        "files": 900,
        "refusal": refusal,
        "fresh": number == 1,
        "news": news,
    }


BEFORE = {"previous": "2026-10-01-0a1b2c3d", "previousTitle": "Pages of October"}
REFUSAL = "This stick was made for another clinic. Ask for one that was made for yours."
STATES: tuple[tuple[str, PlayedUpdates], ...] = (
    ("away", PlayedUpdates(is_reachable=False)),
    ("none", PlayedUpdates(standing=BEFORE)),
    ("one", PlayedUpdates(offers=[offer(1)], standing=BEFORE)),
    ("offers", PlayedUpdates(offers=[offer(1), offer(2), offer(3, refusal=REFUSAL)], standing=BEFORE)),
    ("installing", PlayedUpdates(busy=True, offers=[offer(1)], progress={"what": "copy", "share": 0.42})),
    ("done", PlayedUpdates(message="The new content is on the screen now.", standing=BEFORE)),
    ("failed", PlayedUpdates(message=REFUSAL, offers=[offer(1)], standing=BEFORE)),
)
FAULTS = (
    Item("disk", "warning", "0.4 GiB free", "Free 1 GiB: an update needs room for two editions"),
    Item("content", "fault", "page discs: altered since it was installed", "Install it again"),
    Item("clock", "warning", "2019-01-01 00:00 UTC is in the past", "Set the clock; the battery may be flat"),
)


class StaffWalk:
    """Through the door of ``kiosk`` with ``pin``. ``seconds`` is the kiosk's own clock."""

    def __init__(self, kiosk: Kiosk, pin: str, seconds: Seconds) -> None:
        self._kiosk = kiosk
        self._pin = pin
        self._seconds = seconds
        self._door, self._corner = kiosk.door, kiosk.corner
        self._items = kiosk.behind.items

    def stops(self) -> Iterator[str]:
        """Stand at each stop and give its name. The door is held on the page that is open."""
        corner, behind = self._corner, self._kiosk.behind
        yield from self._keypad()
        behind.counts = None
        behind.items = lambda: [Item("pin", "ok", "set")]
        self._enter()
        yield "jobs"
        corner.go("health")
        yield self._told("health-good")
        behind.items = lambda: FAULTS
        corner.goBack()
        yield self._told("jobs-fault")
        corner.go("health")
        yield self._told("health-fault")
        behind.items = self._items
        corner.go("live")
        yield self._told("live")
        corner.go("show")
        yield "show"
        corner.go("find")
        yield "find"
        for letter in "le":
            corner.type(letter)
        yield "find-found"
        yield from self._updates()
        yield from self._counts()
        corner.clean()
        yield "cleaning"
        self._seconds.now += CLEANING_SECONDS + 1
        corner.look()

    @property
    def turns(self) -> bool:
        """Whether what stands there may have further cards."""
        return self._kiosk.door.stands == "open"

    # --- inside

    def _keypad(self) -> Iterator[str]:
        self._door.press()
        self._seconds.now += HOLD_SECONDS
        self._door.look()
        yield "pin-empty"
        for digit in "1234567":
            self._door.key(digit)
        yield "pin-typed"
        for number in range(WRONG_TRIES):
            if number:
                self._door.key("1")
            self._submit()
            if number == 0:
                self._seconds.now += 2
                self._door.look()
                yield "pin-wrong"
            elif number < WRONG_TRIES - 1:
                self._seconds.now += 3
        yield "pin-wait"
        self._seconds.now += 29
        self._door.touch()
        self._seconds.now += 2

    def _submit(self) -> None:
        self._door.submit()
        while self._door.stands == "checking":
            QCoreApplication.processEvents()

    def _enter(self) -> None:
        for digit in self._pin:
            self._door.key(digit)
        self._submit()
        self._told("")

    def _told(self, name: str) -> str:
        """Wait until the page has been told all it asked."""
        while self._corner.waiting:
            QCoreApplication.processEvents()
        return name

    def _updates(self) -> Iterator[str]:
        corner, behind = self._corner, self._kiosk.behind
        for name, played in STATES:
            behind.updater = played
            corner.told_of_updates()
            corner.go("updates")
            yield f"updates-{name}"
            if name == "offers":
                for one in ("offer1", "offer3"):
                    corner.go("offer", one)
                    yield f"updates-{one}"
            if name == "none":
                corner.go("undo")
                yield "updates-undo"
        behind.updater = None
        corner.told_of_updates()

    def _counts(self) -> Iterator[str]:
        corner, behind = self._corner, self._kiosk.behind
        corner.go("counts")
        yield self._told("counts-off")
        folder = self._kiosk.state / "counted"
        behind.counts = Counts.beside(self._kiosk.state / "nothing")
        corner.go("counts")
        yield self._told("counts-none")
        behind.counts = counted(folder, [topic for topic, _ in self._kiosk.glass.edition_shown.topics()])
        for what in ("read", "end"):
            for days in (7, 400):
                corner.go("counts")
                corner.choosePlot(what)
                corner.chooseDays(days)
                yield self._told(f"counts-{what}-{days}")
        behind.sticks = lambda: [Path("/media/nurse/BLUE STICK")]
        corner.go("save")
        yield self._told("save")
        corner.save(0)
        yield self._told("save-refused")
        corner.save(1)
        yield self._told("saved")


def counted(folder: Path, topics: Sequence[str]) -> Counts:
    """Counts of sixty days, more of the first topics and some days with few of the last, always the same."""
    today = date.today()
    for back in range(DAYS, 0, -1):
        day = today - timedelta(days=back)
        counts = Counts.beside(folder, lambda day=day: day)  # type: ignore[misc]
        for number, topic in enumerate(topics[:24]):
            times = max(0, 26 - number + (back * 7 + number * 5) % 9 - 4)
            for _ in range(times):
                counts.note("opened", topic)
            for _ in range(times * ((number * 3) % 7) // 7):
                counts.note("completed", topic)
        counts.flush()
    return Counts.beside(folder)
