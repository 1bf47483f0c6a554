"""What a running kiosk's figures are; knows no page and decides nothing by them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject

from kiosk.content.edition import Edition
from kiosk.content.errors import ContentError
from kiosk.content.reviews import reviews_beside
from kiosk.machine import paths
from kiosk.machine.disks import free_bytes
from kiosk.machine.metrics import Reading, read_starts
from kiosk.staff.errors import CountsUnreadable
from kiosk.ui.behind import Behind
from kiosk.ui.figure_file import Complete, FigureFile, bare_reading
from kiosk.ui.frames import FrameTimes
from kiosk.ui.glass import Glass
from kiosk.ui.window import Pane

if TYPE_CHECKING:
    from kiosk.machine.health import Item
    from kiosk.ui.following import Following

BY_PATIENTS = ("quiet", "ended")
"""Ends of a visit that are no work of staff's."""

DAYS = 60
"""How far back is looked for the last of them."""


class Measured(Protocol):
    """What is measured; ``kiosk.app.Kiosk`` is one."""

    glass: Glass
    pane: Pane
    state: Path
    clock: Callable[[], float]
    following: Following | None
    behind: Behind

    def look_for_it(self) -> list[Item]: ...


class Measuring(QObject):
    """Keeps ``file`` until ``close``. ``name`` says how the edition that is shown first came here."""

    def __init__(self, kiosk: Measured, file: Path, name: str) -> None:
        super().__init__()
        self._kiosk = kiosk
        self._first = kiosk.glass.edition_shown, name
        self._last_day = "", ""
        self.frames = FrameTimes(lambda: kiosk.pane.tapped_at, kiosk.clock, self)
        kiosk.glass.pageChanged.connect(self.frames.changed)
        kiosk.pane.frameSwapped.connect(self.frames.swapped)
        self.file = FigureFile(file, self._read, self)

    def close(self) -> None:
        """Say that the kiosk has ended."""
        self.file.close()

    def _read(self, up: bool) -> Complete:
        """In the window's thread."""
        edition, following = self._kiosk.glass.edition_shown, self._kiosk.following
        reading = replace(
            bare_reading(up),
            edition=edition.id,
            name=self._name_of(edition),
            sample=edition.sample,
            built=edition.root.built,
            frames=self.frames.told,
        )
        if following is not None and following.updater.is_reachable:
            now = following.updater.now
            reading = replace(
                reading,
                trust_until=now.trusts_until,
                last_good=None if now.last is None else now.last.good,
                last_at="" if now.last is None else now.last.at,
                last_look=now.last_look,
            )
        return lambda: self._complete(reading, edition)

    def _name_of(self, edition: Edition) -> str:
        first, name = self._first
        if edition is first:
            return name
        return "shipped" if edition.folder == paths.SHIPPED else "installed"

    def _complete(self, reading: Reading, edition: Edition) -> Reading:
        """In a thread of its own: with what takes a while to find out."""
        until = ""
        if not edition.sample:
            try:
                until = reviews_beside(edition).until
            except ContentError:
                until = ""  # health tells of it
        return replace(
            reading,
            reviews_until=until,
            last_reset=self._find_last_day(),
            starts=read_starts(self._kiosk.state),
            health=self._kiosk.look_for_it(),
            disk_free=free_bytes(paths.installed_shelf()),
        )

    def _find_last_day(self) -> str:
        """The last day that is over on which a visit ended, "" where no count says; looked for once a day.

        Of today nothing is told, as in the counts: what changes within a day would say when somebody left.
        """
        counts = self._kiosk.behind.counts
        if counts is None:
            return ""
        today = counts.today.isoformat()
        if self._last_day[0] != today:
            try:
                found = counts.plot_series("reset", DAYS)
            except CountsUnreadable:
                return ""  # health tells of it
            bars = [bar for row in found if row.name in BY_PATIENTS for bar in row.bars]
            self._last_day = today, max((bar.day for bar in bars if bar.count or bar.few), default="")
        return self._last_day[1]
