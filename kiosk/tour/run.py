"""Takes the tour: every screen in every setting drawn on the real window and checked; knows no rule."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

from PySide6.QtCore import QCoreApplication, QEvent, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QAccessible, QGuiApplication, QImage
from PySide6.QtQuick import QQuickItem
from rich.progress import Progress

from kiosk.app import Kiosk
from kiosk.content.edition import ROOT_NAME, Choice, Edition
from kiosk.content.errors import NoEdition
from kiosk.machine.settings import Settings
from kiosk.staff.pin import hash_pin
from kiosk.tour.errors import NoFolder, NoSuchTopic
from kiosk.tour.lint import CAPITAL_LARGE_MM, CAPITAL_MM, Fault, lint
from kiosk.tour.sheet import Shot, write_report
from kiosk.tour.staff import Seconds, StaffWalk, new_pin
from kiosk.tour.stops import Stop, stops_of
from kiosk.ui.safe import SafePage
from kiosk.ui.view import Glassware, View

SAVE_QUALITY = 75
"""On Qt's scale for PNG 100 does not compress and 0 compresses hardest, for seconds a picture."""

IDLE_SECONDS, COUNTDOWN_SECONDS = 90, 30

MOST_TURNS = 30
"""A page whose "More" never ends is a fault of its own; the tour goes on after this many cards."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TourOptions:
    """What to draw. ``root`` is the edition's hash where a pointer names it; ``only`` limits the topics."""

    out: Path
    edition: Path
    root: str | None = None
    root_name: str = ROOT_NAME
    languages: Sequence[str] = ("en", "es")
    sizes: Sequence[tuple[int, int]] = ((1920, 1080), (1080, 1920))
    themes: Sequence[str] = ("normal",)
    text_sizes: Sequence[float] = (1.0,)
    reach: Sequence[bool] = (False,)
    hands: Sequence[str] = ("right",)
    only: Sequence[str] = ()
    panel_inches: float = 21.5


@dataclass(frozen=True, slots=True)
class _Setting:
    language: str
    size: tuple[int, int]
    theme: str
    text_size: float
    reach: bool
    hand: str

    @property
    def name(self) -> str:
        parts = [self.language, f"{self.size[0]}x{self.size[1]}"]
        parts += [f"{self.text_size:g}x"] if self.text_size != 1 else []
        parts += [self.theme] if self.theme != "normal" else []
        parts += ["reach"] if self.reach else []
        parts += [self.hand] if self.hand != "right" else []
        return "-".join(parts)

    def facts(self) -> dict[str, object]:
        return {
            "language": self.language,
            "size": list(self.size),
            "theme": self.theme,
            "text_size": self.text_size,
            "reach": self.reach,
            "hand": self.hand,
        }


def run_tour(options: TourOptions) -> int:
    """Draws everything into ``options.out``; 0 without faults, 1 with.

    Raises ``NoFolder``, ``NoSuchTopic`` before anything is drawn; ``BrokenEdition``, ``NoWindow``.
    """
    if options.out == Path():
        raise NoFolder("the tour needs a folder of its own: name one to write the pictures to")
    if options.out.exists() and not options.out.is_dir():
        raise NoFolder(f"{options.out} is not a folder; name one to write the pictures to")
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.setdefault("QT_QUICK_BACKEND", "software")
    application = QGuiApplication.instance() or QGuiApplication(["lamina"])
    QAccessible.setActive(True)
    edition = Edition.open(options.edition, options.root, options.root_name)
    known = [topic for topic, _entry in edition.topics()]
    strange = sorted(set(options.only) - set(known))
    if strange:
        raise NoSuchTopic(
            f"edition {edition.id} has no topic “{strange[0]}”; choose from: {', '.join(sorted(known))}"
        )
    topics = [topic for topic in known if not options.only or topic in options.only]
    options.out.mkdir(parents=True, exist_ok=True)
    settings = [
        _Setting(*values)
        for values in product(
            options.languages, options.sizes, options.themes, options.text_sizes, options.reach, options.hands
        )
    ]
    shots: list[Shot] = []
    with Progress(transient=True) as progress, _Said() as said:
        bar = progress.add_task("drawing", total=len(settings) * (len(topics) + 1))
        for size in options.sizes:
            with closing(_Walk(edition, size, options, said)) as walk:
                shots.append(walk.safe_page(next(one for one in settings if one.size == size)))
                for setting in (one for one in settings if one.size == size):
                    for shot in walk.through(setting, topics):
                        if shot is None:
                            progress.advance(bar)
                        else:
                            shots.append(shot)
    write_report(options.out, shots)
    faults = sum(len(shot.faults) for shot in shots)
    print(f"{len(shots)} screens drawn, {faults} faults; look at {options.out / 'index.html'}")
    del application
    return 1 if faults else 0


class _Said:
    """Hears what Qt and QML say while screens are drawn; a screen that makes them warn is at fault."""

    def __init__(self) -> None:
        self._heard: list[str] = []

    def __enter__(self) -> _Said:
        self._before = qInstallMessageHandler(self._hear)
        return self

    def __exit__(self, *_: object) -> None:
        qInstallMessageHandler(self._before)

    def _hear(self, kind: QtMsgType, _context: object, message: str | None) -> None:
        if kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg):
            self._heard.append(message or "")

    def since_asked(self) -> list[Fault]:
        """One fault for each thing said since this was last asked."""
        heard, self._heard = self._heard, []
        return [Fault("said", message.split("/")[-1][:60], message[:300]) for message in heard]


class _Walk:
    """One window of one size, led through the edition."""

    def __init__(self, edition: Edition, size: tuple[int, int], options: TourOptions, said: _Said) -> None:
        self._options = options
        self._said = said
        self._seconds = Seconds()
        self._picture = QImage()
        self._scribe = ThreadPoolExecutor(max_workers=1, thread_name_prefix="tour")
        self._saving: list[Future[bool]] = []
        self._state = TemporaryDirectory(prefix="lamina-tour-")
        pin = new_pin()
        self._kiosk = Kiosk(
            edition,
            Settings(
                panel_inches=options.panel_inches,
                window=True,
                size=size,
                still=True,
                idle_seconds=IDLE_SECONDS,
                countdown_seconds=COUNTDOWN_SECONDS,
                staff_pin_hash=hash_pin(pin),
            ),
            self._seconds,
            Path(self._state.name),
        )
        self._staff = StaffWalk(self._kiosk, pin, self._seconds)
        self._glass = self._kiosk.glass
        self._kiosk.pane.appear()
        self._kiosk.open_search()
        self._window = self._kiosk.pane
        self._pixels_per_mm = self._window.px_per_mm()
        main = self._window.rootObject()
        if main.metaObject().indexOfProperty("instant") >= 0:
            main.setProperty("instant", True)

    def close(self) -> None:
        """Takes the window down once every picture is on the disk. Raises ``OSError`` where one is not."""
        self._scribe.shutdown()
        self._kiosk.close()
        self._state.cleanup()
        if not all(saved.result() for saved in self._saving):
            raise OSError(f"pictures cannot be written to {self._options.out}; is the disk full?")

    def safe_page(self, setting: _Setting) -> Shot:
        """What stands on the glass while no edition can be shown: one look, in both languages at once."""

        def none() -> Choice:
            raise NoEdition("the tour offers none")

        glassware = Glassware(self._options.panel_inches, setting.size)
        page = SafePage(glassware, Settings(updater="off"), none)
        page.appear()
        shot = self._shot(replace(setting, text_size=1.0, theme="normal"), "Safe", "", "safe-page", page)
        page.let_go()
        return shot

    def through(self, setting: _Setting, topics: Sequence[str]) -> Iterator[Shot | None]:
        glass = self._glass
        yield from self._own_screens(setting)
        yield None
        for topic in topics:
            self._begin(setting)
            glass.open(topic, "")
            screen, page = str(glass.screen), glass.page_map()
            for stop in stops_of(screen, page):
                self._begin(setting)
                glass.open(topic, "")
                yield from self._stop(setting, screen, topic, stop)
            self._begin(setting)
            glass.open(topic, "")
            if page.get("sources"):
                glass.choose("sources", True)
                yield self._shot(setting, screen, topic, "sources")
            yield None

    def _begin(self, setting: _Setting) -> None:
        glass = self._glass
        glass.clear()
        glass.begin(setting.language)
        glass.setTextSize(setting.text_size)
        glass.setContrast(setting.theme == "contrast")
        glass.setReach(setting.reach)
        glass.setHand(setting.hand)

    def _own_screens(self, setting: _Setting) -> Iterator[Shot]:
        """The kiosk's own screens: attract, language, access, search empty, full and in vain, the slip."""
        glass = self._glass
        self._begin(setting)
        for name, show in (
            ("language", glass.showLanguage),
            ("search", glass.showSearch),
        ):
            show()
            yield self._shot(setting, str(glass.screen), "", name)
        glass.showAccess()
        yield from self._stop(setting, "Access", "", Stop("access"))
        glass.showSearch()
        for letters, name in (("HE", "search-found"), ("XXZ", "search-nothing")):
            glass.clearQuery()
            for letter in letters:
                glass.type(letter)
            yield self._shot(setting, "Search", "", name)
        yield from self._slip(setting)
        began = self._seconds.now
        self._seconds.now += IDLE_SECONDS + COUNTDOWN_SECONDS / 2
        glass.vigil.look()
        yield self._shot(setting, "Idle", "", "idle")
        self._seconds.now = began
        glass.stillHere()
        glass.clear()
        yield self._shot(setting, "Attract", "", "attract")
        yield from self._corner(setting)

    def _slip(self, setting: _Setting) -> Iterator[Shot]:
        """The list of questions to take along, empty and with every question of the edition on it."""
        glass = self._glass
        glass.showSlip()
        yield self._shot(setting, "Slip", "", "slip-empty")
        for topic, entry in glass.edition_shown.topics():
            if entry.kind == "questions":
                glass.open(topic, "")
                for group in glass.page_map()["groups"]:
                    for question in group["questions"]:
                        glass.tick(question["id"])
        glass.showSlip()
        yield from self._stop(setting, "Slip", "", Stop("slip"))

    def _corner(self, setting: _Setting) -> Iterator[Shot]:
        """The staff door and every page of the corner, each of its cards."""
        self._begin(setting)
        self._glass.open(self._glass.edition_shown.home, "")
        for stop in self._staff.stops():
            yield self._shot(setting, "Staff", "", f"staff-{stop}")
            if self._staff.turns:
                yield from self._turns(setting, "Staff", "", f"staff-{stop}", self._kiosk.corner.turnTo)

    def _stop(self, setting: _Setting, screen: str, topic: str, stop: Stop) -> Iterator[Shot]:
        glass = self._glass
        if stop.side:
            glass.setSide(stop.side)
        for name, value in stop.choices:
            glass.choose(name, value)
        for layer in stop.toggled:
            glass.toggleLayer(layer)
        yield self._shot(setting, screen, topic, stop.name)
        yield from self._turns(setting, screen, topic, stop.name, lambda turn: glass.choose("more", turn))

    def _turns(
        self, setting: _Setting, screen: str, topic: str, name: str, turn_to: Callable[[int], None]
    ) -> Iterator[Shot]:
        """Every further card of the stop called ``name``."""
        for turn in range(1, MOST_TURNS):
            if not self._can_turn():
                break
            turn_to(turn)
            before, shot = self._picture, self._shot(setting, screen, topic, f"{name}-more{turn}")
            if before == self._picture:
                stuck = Fault("stuck", "cards.more", "More leads to the very same screen")
                yield replace(shot, faults=(*shot.faults, stuck))
                break
            yield shot

    def _can_turn(self) -> bool:
        drawn = _drawn(self._window.contentItem())
        return any(item.objectName() == "cards.more" and item.isEnabled() for item in drawn)

    def _settle(self, window: View) -> QImage:
        """The window's picture once bindings and layouts have come to rest."""
        for _ in range(4):
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
            QCoreApplication.processEvents()
        return window.grabWindow()

    def _shot(
        self, setting: _Setting, screen: str, topic: str, stop: str, window: View | None = None
    ) -> Shot:
        window = window or self._window
        self._settle(window)
        picture = self._settle(window)
        name = re.sub(r"[^A-Za-z0-9.+-]+", "_", "-".join(part for part in (topic or "kiosk", stop) if part))
        file = f"{setting.name}/{name}.png"
        path = self._options.out / file
        path.parent.mkdir(exist_ok=True)
        # Qt wants the format as text here, though PySide's stubs say bytes.
        save = cast("Callable[[str, str, int], bool]", picture.save)
        self._saving.append(self._scribe.submit(save, str(path), "PNG", SAVE_QUALITY))
        least = CAPITAL_LARGE_MM if self._glass.visit.choices.text_size > 1 else CAPITAL_MM
        self._picture = picture
        faults = (*lint(window, picture, self._pixels_per_mm, least), *self._said.since_asked())
        return Shot(file, screen, topic, stop, setting.facts(), faults)


def _drawn(item: QQuickItem) -> Iterator[QQuickItem]:
    """The item and all it contains, as far as it is visible; findChild misses what a Repeater made."""
    if item.isVisible() and item.opacity() > 0:
        yield item
        for child in item.childItems():
            yield from _drawn(child)
