"""The command that gives IT the usage counts as a table, as a real process; a kiosk may count meanwhile."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from kiosk.machine.paths import state_folder
from kiosk.staff.counts import COUNTS_FILE, Counts

TABLE = """day,what,name,count
{day},language,es,6
{day},opened,discs,<5
{day},opened,steps,6
"""


def counts(root: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "main.py", "counts", *options]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=60)


@pytest.fixture
def counted() -> Iterator[str]:
    """What a kiosk that still runs has counted: a day that is over, and today; the table of it."""
    day = date.today() - timedelta(days=3)
    state_folder().mkdir(parents=True)
    running = Counts.beside(state_folder(), lambda: day)
    for _ in range(6):
        running.note("opened", "steps")
        running.note("language", "es")
    running.note("opened", "discs")
    assert running.flush()
    running._today = date.today
    running.note("opened", "steps")
    assert running.flush()
    running.note("opened", "steps")
    yield TABLE.format(day=day.isoformat())
    running.close()


def test_it_prints_each_day_that_is_over_and_nothing_of_today(root: Path, counted: str) -> None:
    done = counts(root)
    assert (done.returncode, done.stdout, done.stderr) == (0, counted, "")


def test_it_writes_a_file_once_and_over_nothing(root: Path, counted: str, tmp_path: Path) -> None:
    place = tmp_path / "counts.csv"
    done = counts(root, "--to", str(place))
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{place}\n", "")
    assert place.read_bytes() == counted.encode("ascii")
    place.write_text("kept")
    done = counts(root, "--to", str(place))
    assert done.returncode == 2 and "is there already" in done.stderr and place.read_text() == "kept"


def test_a_place_that_cannot_be_written_is_one_line_that_says_what_to_do(
    root: Path, counted: str, tmp_path: Path
) -> None:
    done = counts(root, "--to", str(tmp_path / "none" / "counts.csv"))
    assert done.returncode == 2 and done.stdout == ""
    assert done.stderr.count("\n") == 1 and "> FILE" in done.stderr


def test_where_nothing_was_counted_that_is_said_and_no_file_is_made(root: Path) -> None:
    done = counts(root)
    assert (done.returncode, done.stdout) == (0, "day,what,name,count\n")
    assert "nothing was counted yet" in done.stderr
    assert not state_folder().exists()


def test_counts_that_cannot_be_read_are_one_line(root: Path) -> None:
    state_folder().mkdir(parents=True)
    (state_folder() / COUNTS_FILE).write_bytes(b"no database" * 200)
    done = counts(root)
    assert done.returncode == 2 and done.stdout == ""
    assert done.stderr.count("\n") == 1 and COUNTS_FILE in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="a pipe as Unix has it")
def test_a_reader_that_goes_away_is_no_traceback(root: Path, counted: str) -> None:
    command = f"{sys.executable} main.py counts | head -1"
    done = subprocess.run(["sh", "-c", command], cwd=root, capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.stderr) == ("day,what,name,count\n", "")
