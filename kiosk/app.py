"""One running kiosk, put together: edition, glass, window, clocks; knows no page and no command line."""

from __future__ import annotations

import gc
import logging
import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QTimer

import kiosk.ui  # noqa: F401  before all that PySide6 would read the source of
from kiosk import PACKAGED
from kiosk.content.edition import Edition
from kiosk.content.errors import ContentError
from kiosk.machine import crash, memory, paths
from kiosk.machine.crash import CrashReports
from kiosk.machine.ladder import HEALTHY_SECONDS, Ladder, name_of
from kiosk.machine.settings import Effective, Settings
from kiosk.options import RunOptions, check_reviews, check_trust, check_updater
from kiosk.ui.behind import Behind
from kiosk.ui.corner import StaffCorner
from kiosk.ui.door import StaffDoor
from kiosk.ui.glass import Glass
from kiosk.ui.tally import Tally
from kiosk.ui.view import Glassware, load_fonts
from kiosk.ui.window import Pane
from kiosk.visit.idle import Idle
from kiosk.visit.visit import Choices, Hand

if TYPE_CHECKING:
    from datetime import date

    from kiosk.machine.health import Item
    from kiosk.machine.seldom import Seldom
    from kiosk.staff.door import Door
    from kiosk.ui.following import Following
    from kiosk.ui.measuring import Measuring

logger = logging.getLogger(__name__)

Clock = Callable[[], float]

FIRST_LOOK_SECONDS, AROUND_SECONDS, PROGRAM_SECONDS = 45.0, 600.0, 86_400.0
"""When what takes long is looked at: the machine around the kiosk, and the program's own files."""


class Kiosk:
    """A kiosk on the glass. Needs a ``QGuiApplication``. ``state`` is the folder its staff's files are in."""

    def __init__(
        self,
        edition: Edition,
        settings: Settings,
        clock: Clock = time.monotonic,
        state: Path | None = None,
        ladder: Ladder | None = None,
    ) -> None:
        load_fonts()
        # Left to itself Python collects in whichever thread allocates, and would take objects of Qt's down
        # away from the window's thread: both then wait for each other.
        gc.disable()
        edition.today = lambda: _today(edition)
        self.pane = Pane(Glassware(settings.panel_inches, window_size(settings)))
        idle = Idle(clock, float(settings.idle_seconds), float(settings.countdown_seconds))
        self.glass = Glass(self.pane.engine(), edition, idle, _boot(edition, settings))
        self.state = state or paths.state_folder()
        self.settings = settings
        self.clock = clock
        self.ladder = ladder or Ladder(self.state)
        self.door, self.corner, self.behind = _staff_of(self)
        self.pane.hang(self.glass, clock, staff=(self.door, self.corner))
        self.pane.begun.connect(memory.give_back_large_blocks)
        self.pane.begun.connect(self.glass.pictures.get_ready)
        self.pane.swept.connect(_collect)
        self.following: Following | None = None
        self.measuring: Measuring | None = None
        self.reports: CrashReports | None = None
        self._seldom: tuple[Seldom, ...] | None = None
        self._minute = QTimer(self.pane, singleShot=True)
        self._minute.timeout.connect(self.ladder.healthy)

    def find_pages(self) -> None:
        """Open the search index away from the window's thread; it is built there if it is missing."""
        threading.Thread(target=self.open_search, name="search", daemon=True).start()

    def count(self) -> None:
        """Count from now on what is looked at, unless the settings forbid it."""
        from kiosk.staff.counts import Counts, dwell_of

        if self.settings.counts:
            counts = Counts.beside(self.state, lambda: _today(self.glass.edition_shown))
            counts.start()
            counts.note("reset", "start")
            self.behind.counts = counts
            self.glass.tally = Tally(counts.note, dwell_of, self.clock)

    def measure(self, name: str) -> None:
        """Keep the figures from now on, if the settings name a file; ``name`` is the choice's."""
        if self.settings.metrics_file:
            from kiosk.ui.measuring import Measuring

            self.measuring = Measuring(self, Path(self.settings.metrics_file), name)

    def look_for_it(self) -> list[Item]:
        """Every item of health that a running kiosk can tell. Takes a while: not for the window's thread."""
        from kiosk.machine import lockdown
        from kiosk.options import signature_of

        if self._seldom is None:
            self._seldom = _looked_at_seldom(self.clock)
        items = [*self.look_at_health(), lockdown.check_touch(kiosk=os.getpid())]
        items.append(signature_of(self.glass.edition_shown, self.settings.edition))
        for group in self._seldom:
            items += group.items()
        return [*items, *lockdown.not_used()]

    def look_at_health(self) -> list[Item]:
        """The items that staff are told of; what is left out only IT can mend. Takes a while, likewise."""
        from kiosk.machine import health

        counts = self.behind.counts
        items = health.check_machine(Effective(settings=self.settings), self.state, state=self.state)
        items.append(health.check_pin(read_pin_hash(self.settings.staff_pin_hash, self.state)))
        fault = counts.fault if counts is not None else ""
        items.append(health.check_counts(self.settings.counts, fault))
        items.append(health.check_starts(self.ladder.now, len(crash.reports_in(self.state))))
        items += [
            health.Item("door", "warning", fault, "Look at the disk") for fault in [self.door.fault] if fault
        ]
        items += [health.Item("content", "fault", fault, "Install it again") for fault in self.glass.health]
        if self.following is not None:
            updater = self.following.updater
            now = updater.now if updater.is_reachable else None
            items.append(check_updater(self.settings, now, running=True))
            if now is not None:
                items.append(check_trust(now.trusts, now.trusts_until, now.group))
        if self.glass.edition_shown.sample:
            items.append(
                health.Item("sample", "warning", "the content is a sample", "Install reviewed content")
            )
        else:
            with suppress(ContentError):  # a page that cannot be read is told as content
                items.append(check_reviews(self.glass.edition_shown))
        return items

    def follow(self, options: RunOptions) -> None:
        """Show from now on what the updater brings; one is started where none answers and settings say so."""
        from kiosk.ui.following import Following

        engine, settings = self.pane.engine(), options.settings
        self.following = Following(self.glass, engine, settings, self.reload, options.file, self.ladder)
        self.corner.follow(self.following.updater)

    def reload(self, edition: Edition) -> None:
        """Show another edition, at the same place where it still exists."""
        self.glass.finder = None
        edition.today = lambda: _today(edition)
        self.glass.reload(edition)
        logger.info("another edition is shown")
        self.begin_minute()
        self.find_pages()

    def begin_minute(self) -> None:
        """What is on the glass now begins the minute after which a crash is not its doing."""
        self.ladder.shows(name_of(self.glass.edition_shown))
        if self.reports is not None:
            self.reports.shows(self.glass.edition_shown.id)
        self._minute.start(int(1000 * HEALTHY_SECONDS))

    def unfit(self) -> str:
        """Why this kiosk had better be started anew, "" where it is well. Takes less than a millisecond."""
        if self.glass.vigil.idle.over:
            return "a visit is over and was not cleared"
        shown = self.glass.edition_shown
        try:
            Edition.open(shown.folder, shown.root_sha256, shown.root_name)
        except ContentError as fault:
            return str(fault)
        return ""

    def close(self) -> None:
        """Take the window down and stop every thread."""
        if self.measuring is not None:
            self.measuring.close()
        self.corner.close_for_good()
        if self.following is not None:
            self.following.close()
        self.pane.let_go()
        if self.behind.counts is not None:
            self.behind.counts.close()

    def open_search(self) -> None:
        from kiosk.content.search import Search

        edition = self.glass.edition_shown
        try:
            found = Search.open(edition, paths.state_folder())
        except Exception as fault:  # a kiosk without search is still a kiosk
            logger.error("search cannot be used: %s", fault)
            return
        if edition is self.glass.edition_shown:
            self.glass.finder = found


def _staff_of(kiosk: Kiosk) -> tuple[StaffDoor, StaffCorner, Behind]:
    """The staff door and the corner behind it, before the kiosk's glass. What they stand on is made later."""

    def make() -> Door:
        from kiosk.staff.door import Door, tries_in

        pin_hash = kiosk.settings.staff_pin_hash
        return Door(lambda: read_pin_hash(pin_hash, kiosk.state), tries_in(kiosk.state), kiosk.clock)

    def sticks() -> list[Path]:
        from kiosk.staff.outlets import sticks

        return sticks()

    behind = Behind(
        edition=lambda: kiosk.glass.edition_shown,
        items=kiosk.look_at_health,
        shelf=paths.installed_shelf(),
        state=kiosk.state,
        sticks=sticks,
        counting=kiosk.settings.counts,
        by_it=PACKAGED,  # its updater mounts sticks, to be read, where the kiosk may not enter
    )
    door = StaffDoor(make)
    return door, StaffCorner(kiosk.pane.engine(), kiosk.glass, door, behind, kiosk.clock), behind


def _looked_at_seldom(clock: Clock) -> tuple[Seldom, ...]:
    """What other programs are asked for, and what is read from every file of the program."""
    from kiosk.machine import lockdown, program
    from kiosk.machine.seldom import Seldom

    def around() -> list[Item]:
        return [lockdown.check_watchdog(), lockdown.check_lockdown()]

    def of_the_program() -> list[Item]:
        return [program.check_package(program.program_folder())]

    return (
        Seldom(around, FIRST_LOOK_SECONDS, AROUND_SECONDS, clock),
        Seldom(of_the_program, FIRST_LOOK_SECONDS, PROGRAM_SECONDS, clock),
    )


def read_pin_hash(in_settings: str, state: Path) -> str:
    """The hash of the PIN in force, read when it is asked for: a start needs none."""
    from kiosk.staff import pin

    return pin.read_pin_hash(in_settings, state)


def _collect() -> None:
    gc.collect()
    memory.give_back_what_is_free()


def _today(edition: Edition) -> date:
    """Today, and never before the edition was built: a clock set back brings no expired figure back."""
    from datetime import date

    try:
        return max(date.today(), date.fromisoformat(edition.root.built[:10]))
    except ValueError:
        return date.today()


def _boot(edition: Edition, settings: Settings) -> Choices:
    """How every visit begins, from the settings; a language the edition lacks gives way to its first."""
    offered = [language for language in settings.languages if language in edition.languages]
    return Choices(
        language=offered[0] if offered else edition.languages[0],
        text_size=settings.text_size,
        contrast=settings.theme == "contrast",
        reach=settings.reach,
        hand=cast(Hand, settings.hand),
        still=settings.still,
    )


def window_size(settings: Settings) -> tuple[int, int] | None:
    if settings.size[0] > 0 and settings.size[1] > 0:
        return settings.size
    return (1280, 720) if settings.window else None
