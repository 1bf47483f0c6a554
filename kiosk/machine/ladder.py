"""The restart ladder: what a kiosk that keeps crashing shows next; knows no Qt and opens no edition.

::

    three crashes within a minute on one edition    that edition is passed over
    three more                                      all that is there is passed over: the safe page stands

A crash is a start of this boot that neither ended as told nor ran for a healthy minute; it is found, and
timed, by the start that follows it. A pulled plug is a new boot, and with it everything begins anew: so does
an edition that came since, and ten minutes of the safe page, for what was wrong with the machine may be over
and nobody may be there to say so. The clock on the wall plays no part.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Protocol, TypeVar

from kiosk.content.codec import read_record, write_record
from kiosk.content.errors import BrokenEdition, Misshapen
from kiosk.content.files import make_folder, read_regular, write_whole
from kiosk.content.record import record
from kiosk.content.shelf import edition_of

RECORD = "starts.json"
"""The record's name in the state folder."""

CRASHES, WITHIN_SECONDS = 3, 60.0
"""So many crashes within so many seconds are an edition's doing."""

HEALTHY_SECONDS = 60.0
"""What was shown for so long is not why the program ends afterwards."""

AGAIN_SECONDS = 600.0
"""After so long on the safe page everything is tried again: 3 crashes in 10 minutes wear nothing out."""

One = TypeVar("One", bound="Named")

_KEPT = 8
_CLOCK_TICK = 1.0
"""Seconds by which the kernel's time of a process may be late."""
_BYTES = 16 * 1024
_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


@record
class Start:
    """One start, ``at`` so many seconds after the machine's. ``edition`` is "" for the safe page.

    It ``ended`` as told, or crashed unless its ``process`` lives; one that was ``healthy`` for a minute
    did not crash of its edition. An edition shown later, without a start, begins its own minute.
    """

    edition: str
    at: float
    healthy: bool = False
    ended: bool = False
    process: int = 0


@record
class Starts:
    """What is remembered. ``starts`` and ``crashes`` are of all time, ``crashed`` of this ``boot``.

    ``passed`` are the editions passed over, ``safe_since`` when nothing was left to be shown.
    """

    boot: str = ""
    starts: int = 0
    crashes: int = 0
    crashed: int = 0
    latest: tuple[Start, ...] = ()
    passed: tuple[str, ...] = ()
    safe_since: float | None = None


class Named(Protocol):
    """An edition, or a candidate for being shown."""

    @property
    def folder(self) -> Path: ...

    @property
    def root_name(self) -> str: ...


def name_of(one: Named) -> str:
    """The id of an edition on a shelf; the place of one that has a folder of its own."""
    return edition_of(one.root_name) or str(one.folder)


def seconds_since_boot() -> float:
    """Seconds since this machine started, those in which it slept with them."""
    if sys.platform != "linux":
        return time.monotonic()
    return time.clock_gettime(time.CLOCK_BOOTTIME)


def boot_id() -> str:
    """What the system calls this boot; "" where it has no name for it."""
    try:
        return _BOOT_ID.read_text("ascii").strip()
    except (OSError, ValueError):
        return ""


def read_starts(state: Path) -> Starts:
    """What is remembered in the ``state`` folder; nothing where that is missing or damaged."""
    try:
        return read_record(Starts, read_regular(state / RECORD, _BYTES), _BYTES)
    except (BrokenEdition, Misshapen):
        return Starts()


def process_of_kiosk(state: Path) -> int:
    """The process of the kiosk that runs on the ``state`` folder, by its last start; 0 where none does.

    A process that began after that start only has its number.
    """
    now = read_starts(state)
    if not now.latest or now.latest[-1].ended or now.boot != boot_id():
        return 0
    last = now.latest[-1]
    try:
        fields = Path("/proc", str(last.process), "stat").read_text("utf-8", "replace").rpartition(")")[2]
        began = int(fields.split()[19]) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError):
        return 0
    return last.process if began <= last.at + _CLOCK_TICK else 0


def _crashed(start: Start) -> bool:
    """Whether this start, which is no more the present one, ended by a crash: a second window is none."""
    lives = start.process != os.getpid() and Path("/proc", str(start.process)).exists()
    return not start.ended and not lives


class Ladder:
    """The ladder of the kiosk whose record lies in ``state``. A disk that refuses is no ladder, and no fault.

    Nothing is synced: what a power cut could tear is of a boot that is over.
    """

    def __init__(
        self, state: Path, clock: Callable[[], float] = seconds_since_boot, boot: str | None = None
    ) -> None:
        self._state = state
        self._clock = clock
        self.now = self._of_this_boot(read_starts(state), boot_id() if boot is None else boot)

    def begin(self, candidates: Iterable[Named]) -> None:
        """This process starts. ``candidates`` are all that could be shown, best first."""
        names = [name_of(one) for one in candidates]
        now = self.now
        if now.latest and _crashed(now.latest[-1]):
            now = replace(now, crashes=now.crashes + 1, crashed=now.crashed + 1)
        if culprit := self._culprit():
            passed = {*now.passed, *names, culprit} if now.passed else {culprit}
            now = replace(now, passed=tuple(sorted(passed)), latest=())
        first = next((name for name in names if name not in now.passed), "")
        start = Start(edition=first, at=self._clock(), process=os.getpid())
        self._keep(replace(now, starts=now.starts + 1, latest=(*now.latest, start)[-_KEPT:]))

    def fit(self, candidates: tuple[One, ...]) -> tuple[One, ...]:
        """Those of ``candidates`` that are not passed over. May be asked again and again."""
        since = self.now.safe_since
        if since is not None and self._clock() - since >= AGAIN_SECONDS:
            self._keep(replace(self.now, passed=(), safe_since=None))
        left = tuple(one for one in candidates if name_of(one) not in self.now.passed)
        if self.now.passed and not left and self.now.safe_since is None:
            self._keep(replace(self.now, safe_since=self._clock()))
        return left

    def is_passed_over(self, edition: str) -> bool:
        """Whether this edition's id is one that crashed too often."""
        return edition in self.now.passed

    def shows(self, edition: str) -> None:
        """``edition`` (by ``name_of``) is what is on the glass now, "" the safe page; its minute begins."""
        if self.now.latest and self.now.latest[-1].edition != edition:
            since = None if edition else self.now.safe_since
            self._amend(
                Start(edition=edition, at=self._clock(), process=os.getpid()),
                replace(self.now, safe_since=since),
            )

    def forgive(self, edition: str) -> None:
        """Staff asked for this edition: it is not passed over any more."""
        if edition in self.now.passed:
            self._keep(replace(self.now, passed=tuple(one for one in self.now.passed if one != edition)))

    def healthy(self) -> None:
        """What is shown was shown for a healthy minute."""
        if self.now.latest:
            self._amend(replace(self.now.latest[-1], healthy=True))

    def ended(self) -> None:
        """This process ends because it was told to."""
        if self.now.latest:
            self._amend(replace(self.now.latest[-1], ended=True))

    def _culprit(self) -> str:
        """The edition of the last three starts, if each crashed young and all within a minute; else ""."""
        last = self.now.latest[-CRASHES:]
        if len(last) < CRASHES or any(one.healthy or not _crashed(one) for one in last):
            return ""
        # Each crash is as old as the start after it: the first of three as the second of these.
        soon = self._clock() - last[1].at <= WITHIN_SECONDS
        return last[0].edition if soon and len({one.edition for one in last}) == 1 else ""

    def _of_this_boot(self, found: Starts, boot: str) -> Starts:
        now = self._clock()
        if found.boot == boot and all(one.at <= now for one in found.latest):
            return found
        return Starts(boot=boot, starts=found.starts, crashes=found.crashes)

    def _amend(self, last: Start, now: Starts | None = None) -> None:
        """``last`` is what is so of this start."""
        now = now or self.now
        self._keep(replace(now, latest=(*now.latest[:-1], last)))

    def _keep(self, now: Starts) -> None:
        self.now = now
        with suppress(OSError, Misshapen):
            make_folder(self._state)
            write_whole(self._state / RECORD, write_record(now), durable=False)
