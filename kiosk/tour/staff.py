"""Leads a tour through the staff door and every page of the corner, on numbers and offers of its own making.

The door, the PIN, the counts and the health light are the real ones in a folder of the tour's own; only
the updater is played, because its states cannot be had for the asking.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from PySide6.QtCore import QCoreApplication

from kiosk.app import Kiosk
from kiosk.machine.health import Item
from kiosk.staff.counts import Counts
from kiosk.staff.door import HOLD_SECONDS
from kiosk.staff.jobs import CLEANING_SECONDS
from kiosk.staff.pin import pin_fault
from kiosk.ui.updates_as_maps import ended_as_map, offer_as_map, progress_as_map, standing_as_map
from kiosk.updates.sentences import told
from kiosk.updates.wire import News, Offered, Progress, Said, Standing

WRONG_TRIES = 3
"""After so many the wait is long enough to be read: 30 seconds."""

DAYS = 60

_TITLES = (
    {"en": "After your surgery", "es": "Después de su operación"},
    {"en": "Your pain medicine", "es": "Su medicina para el dolor"},
    {"en": "How to lift", "es": "Cómo levantar cosas"},
    {"en": "Getting out of bed", "es": "Cómo salir de la cama"},
    {"en": "When to call us", "es": "Cuándo llamarnos"},
)
_LONG = {
    "en": "Hemilaminectomy on two levels, and what the days after it are like for those who work standing up",
    "es": "Hemilaminectomía en dos niveles, y cómo son los días después para quien trabaja de pie",
}


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
    """An updater that says what it is told to say, in the words of the real one, in ``language``."""

    is_reachable: bool = True
    offers: tuple[Offered, ...] = ()
    progress: Progress = field(default_factory=Progress)
    standing: Standing = field(default_factory=Standing)
    last: Said | None = None
    language: str = "en"

    @property
    def busy(self) -> bool:
        return self.standing.busy

    def offers_as_maps(self) -> list[dict[str, Any]]:
        return [offer_as_map(one, self.standing, self.language) for one in self.offers]

    def progress_as_map(self) -> dict[str, Any]:
        return progress_as_map(self.progress)

    def standing_as_map(self) -> dict[str, Any]:
        return standing_as_map(self.standing, self.language)

    def ended_as_map(self) -> dict[str, Any]:
        return ended_as_map(self.last, self.offers, self.language)

    def look(self) -> None: ...
    def install(self, offer: str) -> None: ...
    def cancel(self) -> None: ...
    def goBack(self) -> None: ...
    def forget(self) -> None: ...


def _news() -> News:
    return News(
        added=_TITLES,
        changed=(*_TITLES, _LONG),
        removed=_TITLES[:1],
        added_count=len(_TITLES),
        changed_count=len(_TITLES) + 1,
        removed_count=1,
        parts=("phone", "name", "words", "start"),
        phone="555-0100",
    )


def _offer(number: int, **more: Any) -> Offered:
    """An offer with titles new, changed and removed."""
    offered = Offered(
        id=f"offer{number}",
        place=f"/media/STICK {number}",
        edition=f"2026-11-2{number}-0a1b2c3d",
        whose={"en": "Spine clinic, 3rd floor", "es": "Clínica de columna, piso 3"},
        title=_AUTUMN,
        built=f"2026-11-2{number}T1{number}:05:00Z",
        sequence=40 + number,
        fresh=number == 1,
        news=_news(),
    )
    return replace(offered, **more)


_AUTUMN = {"en": "Autumn pages", "es": "Páginas de otoño"}
_SUMMER = {"en": "Summer pages", "es": "Páginas de verano"}
_ONE = _offer(1)
_PHONE = _offer(1, id="offer4", built="2026-11-21T16:40:00Z", news=News(parts=("phone",), phone="555-0100"))
_OLDER = _offer(2, title=_SUMMER, built="2026-09-14T08:15:00Z", sequence=39)
_SHOWN = _offer(1, fresh=False)
_REFUSED = Offered(
    id="offer3", place="/media/STICK 3", refusal=told("otherClinic", "/media/STICK 3", good=False)
)
_BEFORE = Standing(
    edition="2026-10-01-0a1b2c3d",
    title=_SUMMER,
    built="2026-10-01T09:30:00Z",
    sequence=40,
    previous="2026-09-01-0a1b2c3d",
    previous_title=_SUMMER,
    previous_built="2026-09-01T14:20:00Z",
    back=_news(),
)
_AFTER = replace(_BEFORE, edition=_ONE.edition, title=_AUTUMN, built=_ONE.built, sequence=41)
_INSTALLED = told("installed", _ONE.place, _ONE.title, built=_ONE.built)
_BACK = told("wentBack", title=_BEFORE.previous_title, built=_BEFORE.previous_built)
STATES: tuple[tuple[str, PlayedUpdates], ...] = (
    ("away", PlayedUpdates(is_reachable=False)),
    ("none", PlayedUpdates(standing=_BEFORE)),
    ("one", PlayedUpdates(offers=(_ONE,), standing=_BEFORE)),
    ("offers", PlayedUpdates(offers=(_PHONE, _ONE, _OLDER, _REFUSED), standing=_BEFORE)),
    (
        "installing",
        PlayedUpdates(
            offers=(_ONE,),
            progress=Progress(what="copying", done=42, of=100),
            standing=replace(_BEFORE, busy=True),
        ),
    ),
    ("done", PlayedUpdates(offers=(_SHOWN,), last=_INSTALLED, standing=_AFTER)),
    ("done-out", PlayedUpdates(last=_INSTALLED, standing=_AFTER)),
    ("undone", PlayedUpdates(offers=(_ONE,), last=_BACK, standing=replace(_BEFORE, undone=_ONE.edition))),
    ("failed", PlayedUpdates(offers=(_ONE,), last=told("noRoom", good=False), standing=_BEFORE)),
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
        behind.updater = self._undone()
        corner.go("live")
        yield self._told("live-undone")
        behind.updater = None
        corner.go("show")
        yield "show"
        corner.go("find")
        yield "find"
        for letter in "le":
            corner.type(letter)
        yield "find-found"
        for letter in "xx":
            corner.type(letter)
        yield "find-none"
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
            played.language = self._kiosk.glass.visit.choices.language
            corner.updatesChanged.emit()
            corner.go("updates")
            yield f"updates-{name}"
            if name == "offers":
                for one in ("offer1", "offer2", "offer3", "offer4"):
                    corner.go("offer", one)
                    yield f"updates-{one}"
            if name == "undone":
                corner.go("offer", "offer1")
                yield "updates-undone-offer"
            if name == "none":
                corner.go("undo")
                yield "updates-undo"
        behind.updater = None
        corner.updatesChanged.emit()

    def _undone(self) -> PlayedUpdates:
        """An updater of the edition that is shown, from whose next staff went back."""
        shown = self._kiosk.glass.edition_shown.id
        standing = replace(
            _BEFORE, edition=shown, undone=_ONE.edition, undone_title=_AUTUMN, undone_built=_ONE.built
        )
        return PlayedUpdates(standing=standing, language=self._kiosk.glass.visit.choices.language)

    def _counts(self) -> Iterator[str]:
        corner, behind = self._corner, self._kiosk.behind
        corner.go("counts")
        yield self._told("counts-off")
        folder = Path(mkdtemp(prefix="counted-", dir=self._kiosk.state))
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
        behind.sticks, behind.by_it = list, True  # as in a package
        corner.go("counts")
        yield self._told("counts-by-it")
        corner.go("save")
        yield self._told("save-by-it")
        behind.by_it = False


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
