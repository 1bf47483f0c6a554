"""The updater's loop: who asks, what came in, when to look; the work is a ``Desk``'s, in a thread of its own.

One thread waits for everything at once (askers, mounts, the worker, signals, the next look) and sleeps else.
Work that was asked for goes on when its asker is gone. Editions are written by the worker alone.
"""

from __future__ import annotations

import logging
import select
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from queue import SimpleQueue
from typing import Literal

from kiosk.updates.askers import Askers
from kiosk.updates.desk import Desk
from kiosk.updates.endpoint import Endpoint
from kiosk.updates.errors import Busy
from kiosk.updates.metadata import time_text
from kiosk.updates.premises import Premises
from kiosk.updates.schedule import Schedule, until_hour
from kiosk.updates.sentences import told_fault
from kiosk.updates.sticks import Watch
from kiosk.updates.wire import Message, Offered, Progress, Request, Said, Standing

REQUESTS = 16
"""Things asked and not begun; another is refused."""

TELL_SECONDS = 0.1
"""Progress is told no oftener."""

SETTLE_SECONDS = 1.0
"""A stick is looked at once nothing was mounted or written there for so long."""

LINGER_SECONDS = 30.0
"""How long an updater that ends with its kiosk waits for the next."""

END_SECONDS = 10.0
"""How long the work in hand may take to stop when the updater is told to end."""

Work = Literal["scan", "server", "look", "fetch", "install", "note"]

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """What an updater does by itself: what the server offers is installed ``at_night`` or as soon as it came.

    ``night_hour`` is of local time, ``machine`` the machine's number. ``linger`` ends the updater so many
    seconds after the last asker left; None lets it stay.
    """

    at_night: bool = False
    night_hour: int = 2
    machine: str = ""
    linger: float | None = None


@dataclass(frozen=True, slots=True)
class Pulse:
    """The loop calls ``beat`` every so many ``seconds``, as long as it turns; never with 0."""

    seconds: float = 0.0
    beat: Callable[[], None] = lambda: None


@dataclass(frozen=True, slots=True)
class _Job:
    """One thing to do: asked by ``asker`` (0: by nobody) with its ``number``."""

    what: Work
    do: Callable[[], Said | None]
    asker: int = 0
    number: int = 0


class Service:
    """See the module. ``schedule`` is None where no server is to be looked at."""

    def __init__(
        self,
        premises: Premises,
        endpoint: Endpoint,
        watch: Watch,
        schedule: Schedule | None = None,
        habits: Habits | None = None,
        pulse: Pulse | None = None,
    ) -> None:
        self._watch = watch
        self._schedule = schedule
        self._habits = habits or Habits()
        self._pulse = pulse or Pulse()
        self._heard, self._wake = socket.socketpair()
        for one in (self._heard, self._wake):
            one.setblocking(False)
        self._ending = False
        self._stop = threading.Event()
        self._desk = Desk(premises, self._note_progress, self._stop.is_set)
        self._askers = Askers(endpoint, self._greet, self._answer)
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._waiting = 0
        self._doing: Work | None = None
        self._news: deque[Callable[[], None]] = deque()
        self._standing = replace(self._desk.standing(), next_look=self._next_look())
        self._offers = self._desk.offers()
        self._progress = Progress()
        self._noted = (0.0, "")
        self._wanted = ""
        self._at_server = False
        self._scan_at: float | None = time.monotonic()
        self._night_at: float | None = None
        self._for_night = ""
        self._alone_since = self._beaten = time.monotonic()

    @property
    def wakes(self) -> int:
        """A file descriptor: whatever is written to it makes the loop look up (``signal.set_wakeup_fd``)."""
        return self._wake.fileno()

    @property
    def shown(self) -> str:
        """The edition that is installed, "" where none is. May be asked in any thread."""
        return self._standing.edition

    def end(self) -> None:
        """Stop the work in hand between two files, and end. May be called in any thread and by a signal."""
        self._ending = True
        self._stop.set()
        with suppress(OSError):
            self._wake.send(b"\0")

    def run(self) -> None:
        """Serve until told to end."""
        worker = threading.Thread(target=self._work, name="work", daemon=True)
        worker.start()
        try:
            while not self._ending:
                self._turn()
        finally:
            self._jobs.put(None)
            worker.join(END_SECONDS)
            self._askers.close()
            self._watch.close()
            self._heard.close()
            self._wake.close()

    # --- the loop ------------------------------------------------------------------------------------

    def _turn(self) -> None:
        poll = select.poll()
        poll.register(self._heard.fileno(), select.POLLIN)
        for handle, events in (*self._watch.handles.items(), *self._askers.handles.items()):
            poll.register(handle, events)
        ready = poll.poll(self._patience())
        for handle, events in ready:
            if handle == self._heard.fileno():
                self._hear_worker()
            elif handle in self._watch.handles:
                self._watch.happened(handle)
                self._scan_at = time.monotonic() + SETTLE_SECONDS
            else:
                self._askers.happened(handle, events)
        if len(self._askers) or self._busy:
            self._alone_since = time.monotonic()
        self._do_what_is_due()

    def _due(self) -> Iterator[tuple[float, Callable[[], None]]]:
        """What is to be done by itself, and in how many seconds."""
        now = time.monotonic()
        if self._pulse.seconds:
            yield self._beaten + self._pulse.seconds - now, self._beat
        if self._scan_at is not None:
            yield self._scan_at - now, self._scan_soon
        if self._schedule is not None and not self._at_server:
            yield self._schedule.due_in, self._server_soon
        if self._night_at is not None:
            yield self._night_at - now, self._night_has_come
        if self._habits.linger is not None and not len(self._askers) and not self._busy:
            yield self._alone_since + self._habits.linger - now, self.end

    def _patience(self) -> int | None:
        """Milliseconds until something is due; None: nothing ever is."""
        waits = [wait for wait, _ in self._due()]
        return max(0, int(1000 * min(waits)) + 1) if waits else None

    def _do_what_is_due(self) -> None:
        for wait, do in list(self._due()):
            if wait <= 0:
                do()

    def _beat(self) -> None:
        self._beaten = time.monotonic()
        self._pulse.beat()

    def _scan_soon(self) -> None:
        self._scan_at = None
        self._put(_Job("scan", self._scan))

    def _server_soon(self) -> None:
        self._at_server = True
        self._put(_Job("server", self._look_at_server))

    def _night_has_come(self) -> None:
        self._night_at, offer = None, self._for_night
        self._put(_Job("install", lambda: self._desk.install(offer, by_itself=True)))

    # --- askers --------------------------------------------------------------------------------------

    def _greet(self) -> Iterator[Message]:
        yield Message(standing=self._standing, offers=self._offers)
        if self._progress.what:
            yield Message(progress=self._progress)

    def _answer(self, asker: int, request: Request) -> None:
        if request.verb == "standing":
            told = Message(standing=self._standing, offers=self._offers, number=request.number)
            self._askers.tell(asker, told)
        elif request.verb == "cancel":
            if self._doing in ("install", "look", "fetch") or self._waiting:
                self._stop.set()
        elif self._waiting >= REQUESTS or (self._doing == "install" and request.verb in ("install", "bring")):
            busy = told_fault(Busy("the updater is busy; wait until it is done, or cancel it"))
            self._askers.tell(asker, Message(result=busy, number=request.number))
        else:
            what, do = self._work_for(request)
            self._put(_Job(what, do, asker, request.number))

    def _work_for(self, request: Request) -> tuple[Work, Callable[[], Said]]:
        desk = self._desk
        if request.verb == "look":
            return "look", self._look_at_all
        if request.verb == "install":
            return "install", lambda: desk.install(request.offer)
        if request.verb == "bring":
            return "install", lambda: desk.bring(request.source, request.roll_back, request.again)
        if request.verb == "go_back":
            return "install", desk.go_back
        if request.verb == "give_up":
            return "install", lambda: desk.give_up(request.edition, request.why)
        return "note", lambda: desk.confirm(request.edition)

    # --- what the worker tells -----------------------------------------------------------------------

    @property
    def _busy(self) -> bool:
        return self._doing is not None or self._waiting > 0

    def _put(self, job: _Job) -> None:
        self._waiting += 1
        self._jobs.put(job)

    def _hear_worker(self) -> None:
        with suppress(BlockingIOError):
            while self._heard.recv(4096):
                pass
        while self._news:
            self._news.popleft()()

    def _begins(self, job: _Job) -> None:
        self._waiting -= 1
        self._doing = job.what
        self._tell_standing(self._standing)

    def _is_at(self, progress: Progress) -> None:
        self._progress = progress
        self._askers.tell_all(Message(progress=progress))

    def _is_so(self, standing: Standing, offers: tuple[Offered, ...]) -> None:
        if offers != self._offers:
            self._offers = offers
            self._askers.tell_all(Message(offers=offers))
        self._tell_standing(standing)

    def _ended(self, job: _Job, result: Said | None, standing: Standing, offers: tuple[Offered, ...]) -> None:
        self._doing = None  # before anything is told: who hears of the end may ask for the next thing at once
        if self._progress.what:
            self._is_at(Progress())
        if job.what == "server" and self._schedule is not None:
            self._at_server = False
            self._schedule.looked(result is not None and result.good)
            self._take_by_itself()
        self._is_so(standing, offers)
        if result is not None:
            self._askers.tell(job.asker, Message(result=result, number=job.number))
            if not result.good and job.what not in ("look", "server"):  # of these the desk has told
                logger.warning("%s", result.sentence)

    def _tell_standing(self, standing: Standing) -> None:
        """``standing`` with what the loop alone knows, if that is news."""
        busy = self._doing in ("install", "look")
        standing = replace(standing, busy=busy, next_look=self._next_look())
        if standing != self._standing:
            self._standing = standing
            self._askers.tell_all(Message(standing=standing))

    def _next_look(self) -> str:
        """By the clock on the wall, to ten minutes, for people."""
        if self._schedule is None:
            return ""
        moment = datetime.now(UTC) + timedelta(seconds=self._schedule.due_in)
        return time_text(moment.replace(minute=moment.minute // 10 * 10, second=0))

    def _take_by_itself(self) -> None:
        """Install what the server offers; where that is for the night, only fetch it now."""
        offer = self._wanted
        if not offer or (self._night_at is not None and offer == self._for_night):
            return
        if not self._habits.at_night:
            self._put(_Job("install", lambda: self._desk.install(offer, by_itself=True)))
            return
        now = datetime.now(UTC).astimezone()
        wait = until_hour(self._habits.night_hour, now, self._habits.machine)
        self._for_night, self._night_at = offer, time.monotonic() + wait
        self._put(_Job("fetch", lambda: self._desk.install(offer, only_fetch=True, by_itself=True)))

    # --- in the worker -------------------------------------------------------------------------------

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None and not self._ending:
            self._do(job)

    def _do(self, job: _Job) -> None:
        self._tell_loop(lambda: self._begins(job))
        try:
            result = job.do()
        except Exception as fault:  # an updater that cannot do one thing can do the next
            logger.exception("%s failed", job.what)
            result = told_fault(fault)
        if not self._ending:
            self._stop.clear()
        standing, offers = self._desk.standing(), self._desk.offers()
        self._tell_loop(lambda: self._ended(job, result, standing, offers))

    def _tell_loop(self, news: Callable[[], None]) -> None:
        self._news.append(news)
        with suppress(OSError):
            self._wake.send(b"\0")

    def _note_progress(self, what: str, done: int, of: int) -> None:
        moment, before = self._noted
        now = time.monotonic()
        if what != before or done >= of or now - moment >= TELL_SECONDS:
            self._noted = now, what
            self._tell_loop(lambda: self._is_at(Progress(what=what, done=done, of=of)))

    def _scan(self) -> None:
        self._desk.look_at_sticks(self._watch.now())

    def _look_at_server(self) -> Said:
        result = self._desk.look_at_server()
        self._wanted = self._desk.wanted()
        return result

    def _look_at_all(self) -> Said:
        self._note_progress("looking", 0, 1)
        self._desk.look_at_sticks(self._watch.now(), again=True)
        if self._schedule is not None:
            self._desk.look_at_server()
        return self._desk.look_result()
