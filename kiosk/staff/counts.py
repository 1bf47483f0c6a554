"""How often what is looked at, as one number a day; knows no visit, no order and no hour.

A count is a day, what happened (``What``), a name (a topic, a language, a bucket, a reason) and how often.
No two are ever joined: nothing tells in which language a topic was opened, or what one person saw. ``note``
puts one event on a queue in memory; a thread adds the queue to an SQLite file every ten minutes, sorted, and
writes the whole file anew, so that its bytes follow from its numbers: not from the order of the day, nor
from how the batches fell, but for one number of SQLite's own, how many batches there were since the file was
made (``tests/staff/test_counts.py`` compares them). Numbers under 5 are shown as "<5", and a day is shown
once it is over: who looks twice a day would otherwise see what the last visitor read.

What somebody with the disk in hand can still learn within a day: the day's exact numbers up to the last
batch; and, from free blocks of the disk or copies taken at several times, that day's numbers at some earlier
batches. What is not yet written is in memory alone and is lost with the plug. The file carries the day's
midnight as its time, its directory entry on some systems the time of the last batch.

Days are the kiosk's trusted ones. They are dropped after 400, and only once three days within the last 400
have counts: a clock that jumps years ahead for a day or two costs nothing. A disk that is full or cannot
be written stops the counting and nothing else; ``fault`` tells health. A damaged file is set aside as
``.broken``.
"""

from __future__ import annotations

import os
import re
import sqlite3
import threading
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final, Literal

from kiosk.content.files import write_whole
from kiosk.content.record import record
from kiosk.content.records import LANGUAGES
from kiosk.staff.errors import CountsUnreadable

What = Literal["opened", "completed", "language", "dwell", "reset"]

DWELLS: Final = ("under 1 min", "1 to 3 min", "3 to 10 min", "over 10 min")
"""How long a visit took."""

RESETS: Final = ("quiet", "ended", "staff", "update", "start")
"""Why a visit ended: nobody touched, its own end button, the staff, a new edition, a start of the kiosk."""

COUNTS_FILE = "counts.sqlite"
"""In the state folder."""

FEW = 5
"""A number under this is not shown."""

KEPT_DAYS = 400
_SURE_DAYS = 3
BATCH_SECONDS = 600.0
_QUEUE = 100_000
_PENDING = 10_000
_BUSY_SECONDS = 2.0
_VERSION = 1
_TOPIC = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_NAMES = {"language": frozenset(LANGUAGES), "dwell": frozenset(DWELLS), "reset": frozenset(RESETS)}
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)

_Key = tuple[str, str, str]


@record
class Bar:
    """One day of a series. ``count`` is 0 where ``few`` (1 to 4) hides the number."""

    day: str
    count: int
    few: bool = False

    @property
    def words(self) -> str:
        return f"<{FEW}" if self.few else str(self.count)


@record
class Series:
    """One name's bars, a bar for each day, oldest first."""

    name: str
    bars: tuple[Bar, ...]


def dwell_of(seconds: float) -> str:
    """The bucket of a visit that took so long."""
    return DWELLS[sum(seconds >= end for end in (60, 180, 600))]


class Counts:
    """The counts in the file ``path``. ``today`` gives the trusted date and is asked at each event."""

    def __init__(self, path: Path, today: Callable[[], date], batch_seconds: float = BATCH_SECONDS) -> None:
        self.path = path
        self._today = today
        self._batch_seconds = batch_seconds
        self._noted: deque[_Key] = deque(maxlen=_QUEUE)
        self._pending: Counter[_Key] = Counter()
        self._writing = threading.Lock()
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None
        self._fault = ""

    @property
    def fault(self) -> str:
        """What keeps counts from being written, and what to do, or ""; for health."""
        return self._fault

    @classmethod
    def beside(cls, state: Path, today: Callable[[], date] = date.today) -> Counts:
        """The counts kept in the ``state`` folder."""
        return cls(state / COUNTS_FILE, today)

    @property
    def set_aside(self) -> Path:
        """Where a damaged file is put."""
        return self._aside

    def read_fault(self) -> str:
        """Why the file cannot be read, or "". Blocks, and changes nothing."""
        try:
            self._rows()
        except CountsUnreadable as fault:
            return str(fault)
        return ""

    @property
    def today(self) -> date:
        """The day that is counted now."""
        return self._today()

    def start(self) -> None:
        """Check the file and write batches from now on, on a thread of its own."""
        self._thread = threading.Thread(target=self._run, name="counts", daemon=True)
        self._thread.start()

    def note(self, what: What, name: str) -> None:
        """One event happened. Takes a few microseconds, never waits and never raises.

        A name that is no topic id and none of the known words is dropped: no free text can get in.
        """
        known = _NAMES.get(what)
        if not (name in known if known is not None else len(name) <= 80 and _TOPIC.fullmatch(name)):
            return
        try:
            self._noted.append((self._today().isoformat(), what, name))
        except (ValueError, OverflowError, OSError):  # a clock beyond the calendar
            return

    def flush(self) -> bool:
        """Write now what was noted; whether it is written. Blocks: not for the interface's thread."""
        with self._writing:
            return self._write_batch()

    def close(self) -> None:
        """Write what was noted and stop."""
        self._closing.set()
        if self._thread is not None:
            self._thread.join(2 * _BUSY_SECONDS)
        self.flush()

    def plot_series(self, what: What, days: int = 28, most: int = 8) -> tuple[Series, ...]:
        """The last whole ``days`` before today, for a bar plot: the ``most`` counted names, largest first.

        Sums are over shown numbers alone: a total would give a hidden one away. Raises ``CountsUnreadable``.
        """
        today = self._today()
        axis = [_away(today, -back) for back in range(days, 0, -1)]
        found: dict[str, dict[str, int]] = {}
        for day, kind, name, count in self._rows():
            if kind == what and axis[0] <= day <= axis[-1]:
                found.setdefault(name, {})[day] = count
        rows = [Series(name=name, bars=tuple(_bar(day, at.get(day, 0)) for day in axis))
                for name, at in found.items()]  # fmt: skip
        return tuple(sorted(rows, key=lambda row: (-sum(bar.count for bar in row.bars), row.name))[:most])

    def table(self) -> str:
        """Every day that is over, as CSV. Equal totals give an equal text. Raises ``CountsUnreadable``."""
        today = self._today().isoformat()
        rows = [row for row in self._rows() if row[0] < today]
        lines = [f"{day},{what},{name},{_bar(day, count).words}" for day, what, name, count in rows]
        return "".join(f"{line}\n" for line in ["day,what,name,count", *lines])

    def export_csv(self, path: Path) -> int:
        """The table at ``path``; how many rows it has. Raises ``CountsUnreadable``, ``OSError``."""
        self.flush()
        table = self.table()
        write_whole(path, table.encode("ascii"))
        return table.count("\n") - 1

    # --- the file

    def _run(self) -> None:
        with self._writing:
            self._guarded(self._look_whole)
        while not self._closing.wait(self._batch_seconds):
            self.flush()

    def _write_batch(self) -> bool:
        while self._noted and len(self._pending) < _PENDING:
            self._pending[self._noted.popleft()] += 1
        if not self._pending:
            return True
        return self._guarded(self._add)

    def _guarded(self, work: Callable[[], None]) -> bool:
        """Do ``work``, once more on a new file where this one is damaged; whether it is done."""
        for again in (True, False):
            try:
                work()
            except (sqlite3.Error, OSError) as why:
                damaged = getattr(why, "sqlite_errorcode", 0) & 0xFF in _DAMAGE
                if not (damaged and again and self._set_aside()):
                    self._fault = f"{self.path}: nothing is counted ({why}); look at the disk"
                    return False
            else:
                self._fault = ""
                return True
        return False

    def _look_whole(self) -> None:
        if self.path.exists():
            with self._open() as database:
                for (said,) in database.execute("PRAGMA quick_check(1)"):
                    if said != "ok":
                        raise _damage(said)

    def _add(self) -> None:
        with self._open() as database:
            database.execute("BEGIN IMMEDIATE")
            database.executemany(
                "INSERT INTO counts VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n",
                [(*key, self._pending[key]) for key in sorted(self._pending)],
            )
            self._drop_old(database)
            database.execute("COMMIT")
            self._pending.clear()
            # Written anew in the order of its keys; the number of times that was done is put
            # back to 1.
            database.execute("VACUUM")
            database.execute("PRAGMA schema_version = 1")
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        midnight = datetime.combine(self._today(), datetime.min.time(), UTC).timestamp()
        os.utime(self.path, (midnight, midnight))

    def _drop_old(self, database: sqlite3.Connection) -> None:
        today = self._today()
        last = _away(today, -KEPT_DAYS)
        (near,) = database.execute(
            "SELECT count(DISTINCT day) FROM counts WHERE day > ? AND day <= ?", (last, today.isoformat())
        ).fetchone()
        if near < _SURE_DAYS:
            return
        database.execute("DELETE FROM counts WHERE day <= ? OR day > ?", (last, _away(today, 1)))
        aside = self._aside
        if aside.is_file() and datetime.fromtimestamp(aside.stat().st_mtime, UTC).date().isoformat() <= last:
            aside.unlink()

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self.path, timeout=_BUSY_SECONDS, isolation_level=None)) as database:
            for line in ("journal_mode = WAL", "synchronous = NORMAL", "secure_delete = ON"):
                database.execute(f"PRAGMA {line}")
            (version,) = database.execute("PRAGMA user_version").fetchone()
            if version == 0:
                database.executescript(
                    "BEGIN IMMEDIATE; CREATE TABLE IF NOT EXISTS counts (day TEXT, what TEXT, name TEXT, "
                    "n INTEGER NOT NULL, PRIMARY KEY (day, what, name)) WITHOUT ROWID;"
                    f"PRAGMA user_version = {_VERSION}; COMMIT"
                )
            elif version != _VERSION:
                raise _damage(f"written by another release ({version})")
            yield database

    @property
    def _aside(self) -> Path:
        return self.path.with_name(f"{self.path.name}.broken")

    def _set_aside(self) -> bool:
        try:
            self.path.replace(self._aside)
            for end in ("-wal", "-shm"):
                self.path.with_name(self.path.name + end).unlink(missing_ok=True)
        except OSError:
            return False
        return True

    def _rows(self) -> list[tuple[str, str, str, int]]:
        """Every count in the order of its key. Raises ``CountsUnreadable``."""
        if not self.path.exists():
            return []
        try:
            with self._open() as database:
                return list(database.execute("SELECT day, what, name, n FROM counts ORDER BY 1, 2, 3"))
        except (sqlite3.Error, OSError) as why:
            raise CountsUnreadable(
                f"{self.path}: the counts cannot be read ({why}); look at the disk"
            ) from None


def _bar(day: str, count: int) -> Bar:
    few = 0 < count < FEW
    return Bar(day=day, count=0 if few else count, few=few)


def _away(day: date, days: int) -> str:
    """So many days later (earlier below 0), held to the calendar."""
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal())).isoformat()


def _damage(why: str) -> sqlite3.DatabaseError:
    fault = sqlite3.DatabaseError(why)
    fault.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    return fault
