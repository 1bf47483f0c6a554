from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from kiosk.staff.counts import KEPT_DAYS, Counts, What, dwell_of
from kiosk.staff.errors import CountsUnreadable

DAY = date(2026, 11, 23)


class Calendar:
    """Today, as the test turns the leaves."""

    def __init__(self) -> None:
        self.day = DAY

    def __call__(self) -> date:
        return self.day


@pytest.fixture
def calendar() -> Calendar:
    return Calendar()


@pytest.fixture
def counts(tmp_path: Path, calendar: Calendar) -> Counts:
    return Counts(tmp_path / "counts.sqlite", calendar)


def stored(counts: Counts) -> dict[tuple[str, str, str], int]:
    with closing(sqlite3.connect(counts.path)) as database:
        return {(day, what, name): n for day, what, name, n in database.execute("SELECT * FROM counts")}


def exported(counts: Counts, place: Path) -> list[str]:
    counts.export_csv(place)
    return place.read_text("ascii").splitlines()


def bytes_of(counts: Counts) -> bytes:
    """The whole file but the two places where SQLite keeps how often it was written."""
    whole = counts.path.read_bytes()
    return whole[:24] + whole[28:92] + whole[96:]


VISIT: list[tuple[What, str]] = [
    ("opened", "discs"),
    ("opened", "laminectomy"),
    ("opened", "laminectomy"),
    ("completed", "laminectomy"),
    ("opened", "glossary"),
    ("language", "es"),
    ("dwell", "3 to 10 min"),
    ("reset", "quiet"),
]


def test_two_days_with_equal_totals_cannot_be_told_apart(tmp_path: Path, calendar: Calendar) -> None:
    """Neither in the export nor in the file: each day one person, in another order and other batches."""
    files, exports = set(), set()
    for number in range(6):
        counts = Counts(tmp_path / f"{number}.sqlite", calendar)
        order = random.Random(number).sample(VISIT, len(VISIT))
        for place, (what, name) in enumerate(order):
            counts.note(what, name)
            if place % (number + 1) == 0:
                assert counts.flush()
        assert counts.flush()
        files.add(bytes_of(counts))
        calendar.day = DAY + timedelta(days=1)
        counts.export_csv(tmp_path / "counts.csv")
        exports.add((tmp_path / "counts.csv").read_bytes())
        calendar.day = DAY
    assert len(exports) == 1 and len(files) == 1


def test_a_file_with_other_totals_has_other_bytes(tmp_path: Path, calendar: Calendar) -> None:
    """The comparison above can fail."""
    files = set()
    for number in range(2):
        counts = Counts(tmp_path / f"{number}.sqlite", calendar)
        for what, name in VISIT[number:]:
            counts.note(what, name)
        counts.flush()
        files.add(bytes_of(counts))
    assert len(files) == 2


def test_nothing_but_the_one_file_is_left_behind(counts: Counts) -> None:
    for what, name in VISIT:
        counts.note(what, name)
        counts.flush()
    assert [path.name for path in counts.path.parent.iterdir()] == ["counts.sqlite"]


def test_numbers_under_five_are_not_shown(counts: Counts, calendar: Calendar, tmp_path: Path) -> None:
    for times, topic in ((1, "discs"), (4, "glossary"), (5, "stenosis"), (12, "home")):
        for _ in range(times):
            counts.note("opened", topic)
    calendar.day += timedelta(days=1)
    assert exported(counts, tmp_path / "c.csv") == [
        "day,what,name,count",
        "2026-11-23,opened,discs,<5",
        "2026-11-23,opened,glossary,<5",
        "2026-11-23,opened,home,12",
        "2026-11-23,opened,stenosis,5",
    ]


def test_a_day_is_shown_once_it_is_over(counts: Counts, calendar: Calendar, tmp_path: Path) -> None:
    for _ in range(9):
        counts.note("opened", "discs")
    counts.flush()
    assert counts.plot_series("opened") == ()
    assert exported(counts, tmp_path / "c.csv") == ["day,what,name,count"]
    calendar.day += timedelta(days=1)
    assert len(exported(counts, tmp_path / "c.csv")) == 2


def test_the_plot_has_a_bar_for_each_day_and_hides_what_is_few(counts: Counts, calendar: Calendar) -> None:
    for times in (7, 0, 3):
        for _ in range(times):
            counts.note("opened", "discs")
        counts.note("opened", "glossary")
        calendar.day += timedelta(days=1)
    counts.flush()
    first, second = counts.plot_series("opened", days=4)
    assert (first.name, second.name) == ("discs", "glossary")
    assert [bar.words for bar in first.bars] == ["0", "7", "0", "<5"]
    assert [bar.count for bar in first.bars] == [0, 7, 0, 0]
    assert [bar.day for bar in first.bars] == ["2026-11-22", "2026-11-23", "2026-11-24", "2026-11-25"]
    assert counts.plot_series("opened", days=4, most=1) == (first,)
    assert counts.plot_series("completed") == ()


def test_names_that_stand_in_no_list_are_dropped(counts: Counts) -> None:
    for what, name in (("opened", "Maria 4711"), ("opened", "x" * 81), ("opened", ""), ("language", "de")):
        counts.note(what, name)  # type: ignore[arg-type]
    counts.note("reset", "he left")
    counts.note("dwell", "61 s")
    counts.note("opened", "discs\n2026-01-01")
    assert counts.flush() and not counts.path.exists()


def test_how_long_a_visit_took_is_one_of_four_words() -> None:
    assert [dwell_of(seconds) for seconds in (0, 59.9, 60, 180, 599, 600, 1e6)] == [
        *("under 1 min", "under 1 min", "1 to 3 min", "3 to 10 min", "3 to 10 min"),
        *("over 10 min", "over 10 min"),
    ]


def test_an_event_counts_on_the_day_it_happened_not_the_day_it_is_written(
    counts: Counts, calendar: Calendar
) -> None:
    counts.note("opened", "discs")
    calendar.day += timedelta(days=1)
    counts.note("reset", "quiet")
    counts.flush()
    assert set(stored(counts)) == {
        ("2026-11-23", "opened", "discs"),
        ("2026-11-24", "reset", "quiet"),
    }


def fill(counts: Counts, calendar: Calendar, days: list[date]) -> None:
    for day in days:
        calendar.day = day
        counts.note("opened", "discs")
        counts.flush()


def kept(counts: Counts) -> list[str]:
    return sorted({day for day, _, _ in stored(counts)})


def test_a_day_is_dropped_after_four_hundred(counts: Counts, calendar: Calendar) -> None:
    fill(counts, calendar, [DAY + timedelta(days=day) for day in (0, 1, 2, KEPT_DAYS - 1)])
    assert len(kept(counts)) == 4
    fill(counts, calendar, [DAY + timedelta(days=KEPT_DAYS)])
    assert kept(counts)[0] == "2026-11-24"


def test_a_clock_that_jumps_years_for_a_day_or_two_costs_no_count(counts: Counts, calendar: Calendar) -> None:
    real = [DAY + timedelta(days=day) for day in range(5)]
    fill(counts, calendar, real)
    fill(counts, calendar, [date(2099, 1, 1), date(2099, 1, 2), date(2015, 1, 1)])
    assert len(kept(counts)) == 8
    fill(counts, calendar, [real[-1] + timedelta(days=1)])
    assert kept(counts) == [(DAY + timedelta(days=day)).isoformat() for day in range(6)]


def test_a_calendar_at_its_end_stops_nothing(tmp_path: Path) -> None:
    def broken() -> date:
        raise OverflowError("the year 58000")

    counts = Counts(tmp_path / "counts.sqlite", broken)
    counts.note("opened", "discs")
    for day in (date.min, date.max):
        at_the_edge = Counts(tmp_path / f"{day.year}.sqlite", lambda day=day: day)  # type: ignore[misc]
        at_the_edge.note("opened", "discs")
        at_the_edge.flush()
        at_the_edge.plot_series("opened")


@pytest.mark.parametrize("damage", [b"", b"not a database at all" * 400, None])
def test_a_damaged_file_is_set_aside_and_counting_goes_on(counts: Counts, damage: bytes | None) -> None:
    for topic in range(3000):
        counts.note("opened", f"topic-{topic}")
    counts.flush()
    whole = counts.path.read_bytes()
    torn = bytearray(whole)
    torn[4096:12288] = b"\x5a" * 8192
    counts.path.write_bytes(bytes(torn) if damage is None else damage)
    again = Counts(counts.path, lambda: DAY)
    again.start()
    again.note("opened", "discs")
    again.close()
    assert again.fault == "" and stored(again) == {("2026-11-23", "opened", "discs"): 1}
    aside = counts.path.with_name("counts.sqlite.broken")
    assert aside.is_file() == (damage != b"")


def test_a_file_of_another_release_is_set_aside(counts: Counts) -> None:
    with closing(sqlite3.connect(counts.path)) as database:
        database.execute("PRAGMA user_version = 9")
    counts.note("opened", "discs")
    assert counts.flush() and len(stored(counts)) == 1


def test_counts_that_cannot_be_read_say_so(counts: Counts, tmp_path: Path, calendar: Calendar) -> None:
    counts.path.write_bytes(b"x" * 5000)
    with pytest.raises(CountsUnreadable, match="look at the disk"):
        counts.plot_series("opened")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[int], None]]:
    """Lets this process write files of so many bytes: beyond, the system refuses as a full disk does."""
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handled = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    yield lambda size: resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    signal.signal(signal.SIGXFSZ, handled)


def test_a_full_disk_stops_the_counting_and_room_lets_it_go_on(
    counts: Counts, small_disk: Callable[[int], None]
) -> None:
    counts.note("opened", "discs")
    assert counts.flush()
    small_disk(1000)
    counts.note("opened", "discs")
    refused = counts.flush()
    fault = counts.fault
    counts.note("opened", "discs")
    small_disk(10_000_000)
    assert not refused and "nothing is counted" in fault
    assert counts.flush() and counts.fault == "" and list(stored(counts).values()) == [3]


def test_a_place_that_cannot_be_written_stops_nothing_else(tmp_path: Path, calendar: Calendar) -> None:
    (tmp_path / "file").write_text("no folder")
    counts = Counts(tmp_path / "file" / "counts.sqlite", calendar)
    counts.start()
    counts.note("opened", "discs")
    counts.close()
    assert "nothing is counted" in counts.fault and counts.plot_series("opened") == ()


WRITER = """
import sys
from datetime import date
from pathlib import Path
from kiosk.staff.counts import Counts
counts = Counts(Path(sys.argv[1]), lambda: date(2026, 11, 23), 0.001)
counts.start()
for number in range(int(sys.argv[2])):
    counts.note("opened", "discs")
    if number % 10 == 9:
        counts.flush()
print("noted", flush=True)
if sys.argv[3] == "stay":
    sys.stdin.read()
while not counts.flush():
    pass
counts.close()
"""


def writer(root: Path, path: Path, events: int, end: str = "go") -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(path), str(events), end]
    return subprocess.Popen(command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def test_two_processes_count_into_one_file(root: Path, counts: Counts) -> None:
    both = [writer(root, counts.path, 200) for _ in range(2)]
    for process in both:
        process.communicate(timeout=60)
        assert process.returncode == 0
    assert list(stored(counts).values()) == [400]


def test_a_kiosk_killed_at_any_moment_leaves_a_file_that_counts_on(root: Path, counts: Counts) -> None:
    noted = 0
    for _ in range(4):
        process = writer(root, counts.path, 500, "stay")
        assert process.stdout is not None
        process.stdout.readline()
        process.kill()
        process.communicate(timeout=60)
        noted += 500
        (found,) = stored(counts).values()
        assert noted - 20 <= found <= noted
    assert counts.flush() and counts.fault == ""


def test_a_thread_of_its_own_writes_without_being_asked(tmp_path: Path, calendar: Calendar) -> None:
    counts = Counts(tmp_path / "counts.sqlite", calendar, batch_seconds=0.01)
    counts.start()
    counts.note("opened", "discs")
    end = time.monotonic() + 20
    while time.monotonic() < end and not (counts.path.exists() and stored_or_none(counts)):
        continue
    counts.close()
    assert list(stored(counts).values()) == [1]


def stored_or_none(counts: Counts) -> bool:
    try:
        return bool(stored(counts))
    except sqlite3.Error:  # the table is being made this moment
        return False


@pytest.mark.bench
def test_noting_costs_the_interface_next_to_nothing_while_a_batch_is_written(
    counts: Counts, calendar: Calendar
) -> None:
    counts.start()
    seconds = []
    for _ in range(5):
        start = time.perf_counter()
        for _ in range(1000):
            counts.note("opened", "discs")
        seconds.append(time.perf_counter() - start)
    counts.close()
    assert min(seconds) / 1000 < 50e-6
    assert list(stored(counts).values()) == [5000]


def test_events_beyond_the_queue_are_forgotten_not_gathered_for_ever(counts: Counts) -> None:
    for _ in range(100_500):
        counts.note("opened", "discs")
    counts.flush()
    assert list(stored(counts).values()) == [100_000]


def test_the_files_time_is_midnight(counts: Counts) -> None:
    counts.note("opened", "discs")
    counts.flush()
    assert counts.path.stat().st_mtime % 86_400 == 0
