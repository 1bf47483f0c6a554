"""A crash leaves a report that says where, and never what: each is one of a real process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.machine.crash import FOLDER, KEPT, TOLD, CrashReports, reports_in
from kiosk.machine.health import check_starts
from kiosk.machine.ladder import Starts

CANARY = "Zaragoza-kanarienvogel-4711"

RUN = """
import sys, threading, os, resource
from pathlib import Path
from kiosk.machine.crash import reported

def typed(words):
    held = words * 2
    raise KeyError(held) from ValueError("what " + words + " said")

def fault(words):
    try:
        typed(words)
    except KeyError as known:
        sys.excepthook(KeyError, known, known.__traceback__)  # as PySide does with a slot's

class Odd:
    def __del__(self):
        typed(CANARY)

CANARY = sys.argv[3]
with reported(Path(sys.argv[1]), "kiosk", {"lamina": "1", "qt": "2"}) as reports:
    reports.shows("2026-11-23-aaaaaaaa")
    exec(sys.argv[2])
"""


def crash(state: Path, code: str) -> subprocess.CompletedProcess[str]:
    """A process that runs ``code`` while its crashes are reported; the canary is in all that it handles."""
    return subprocess.run(
        [sys.executable, "-c", RUN, str(state), code, CANARY], capture_output=True, text=True, timeout=60
    )


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("fault(CANARY)", "KeyError"),
        ("typed(CANARY)", "KeyError"),
        ("one = threading.Thread(target=typed, args=[CANARY]); one.start(); one.join()", "KeyError"),
        ("Odd()", "KeyError"),
        ("held = CANARY; os.kill(os.getpid(), 11)", "Segmentation fault"),
        ("held = CANARY; os.abort()", "Aborted"),
        ("held = CANARY; raise MemoryError(held)", "MemoryError"),
    ],
)
def test_a_report_tells_where_and_never_what(tmp_path: Path, code: str, kind: str) -> None:
    done = crash(tmp_path, code)
    (report,) = reports_in(tmp_path)
    told = report.read_text()
    assert kind in told
    assert "lamina: 1" in told and "edition: 2026-11-23-aaaaaaaa" in told
    assert CANARY not in told
    if "held" not in code:
        assert "typed" in told and "ValueError" in told, "the place, and what lay behind it"
        assert "a fault in" in done.stderr and "KeyError at" in done.stderr
    if code != "typed(CANARY)" and "Memory" not in kind:
        assert CANARY not in done.stderr


@pytest.mark.parametrize(
    ("code", "ends"),
    [("os.abort()", -signal.SIGABRT), ("1 / 0", 1), ("fault(CANARY)", 0), ("os._exit(7)", 7)],
)
def test_a_crash_ends_as_it_would_without_a_report(tmp_path: Path, code: str, ends: int) -> None:
    assert crash(tmp_path, code).returncode == ends


def test_a_process_that_ends_well_leaves_nothing(tmp_path: Path) -> None:
    crash(tmp_path, "pass")
    assert list((tmp_path / FOLDER).iterdir()) == []


def test_what_a_killed_process_left_goes_at_the_next_start(tmp_path: Path) -> None:
    crash(tmp_path, "os.kill(os.getpid(), 9)")
    assert len(list((tmp_path / FOLDER).iterdir())) == 1 and reports_in(tmp_path) == []
    crash(tmp_path, "pass")
    assert list((tmp_path / FOLDER).iterdir()) == []


def test_the_open_report_of_a_process_that_lives_stays(tmp_path: Path) -> None:
    reports = CrashReports(tmp_path, "updater", {})
    reports.open()
    try:
        crash(tmp_path, "pass")
        assert [path.stem.rpartition("-")[2] for path in (tmp_path / FOLDER).iterdir()] == [str(os.getpid())]
    finally:
        reports.close()


def test_ten_reports_are_kept_and_the_oldest_goes_first(tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir()
    for number in range(KEPT + 3):
        path = tmp_path / FOLDER / f"20200101T0000{number:02d}Z-kiosk-999999{number:02d}.txt"
        path.write_text("program: kiosk\n\nfault\n")
    crash(tmp_path, "fault(CANARY)")
    kept = reports_in(tmp_path)
    assert len(kept) == KEPT
    assert kept[0].name.startswith("20200101T000004Z") and "KeyError" in kept[-1].read_text()


def test_one_place_in_the_code_is_told_once_and_many_end_somewhere(tmp_path: Path) -> None:
    crash(tmp_path, "for _ in range(500): fault(CANARY)")
    many = "\n".join(
        f"exec('def f{n}(): typed(CANARY)')\ntry: f{n}()\nexcept KeyError as one: reports.note(one, 'a test')"
        for n in range(2 * TOLD)
    )
    crash(tmp_path, many)
    once, first = (path.read_text().count("fault in") for path in reports_in(tmp_path))
    assert (once, first) == (1, TOLD)


def test_fault_upon_fault_calls_for_a_new_start(tmp_path: Path) -> None:
    done = crash(tmp_path, "reports.unsound = lambda: os._exit(9)\nfor _ in range(4): fault(CANARY)")
    assert done.returncode == 0
    done = crash(tmp_path, "reports.unsound = lambda: os._exit(9)\nfor _ in range(5): fault(CANARY)")
    assert done.returncode == 9


def test_a_fault_lets_go_of_what_its_calls_held(tmp_path: Path) -> None:
    kept = "sys.last_value = sys.last_exc = 1"  # as Python keeps them for a debugger
    done = crash(tmp_path, f"{kept}; fault(CANARY); print([one for one in dir(sys) if 'last_' in one])")
    assert done.stdout == "[]\n"


def test_no_core_is_dumped_by_it_or_by_what_it_starts(tmp_path: Path) -> None:
    done = crash(tmp_path, "print(resource.getrlimit(resource.RLIMIT_CORE)); os.system('ulimit -c')")
    assert sorted(done.stdout.split("\n")) == ["", "(0, 0)", "0"]


def test_a_folder_that_refuses_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where a folder must be")
    done = crash(tmp_path / "state", "fault(CANARY); print('goes on')")
    assert done.returncode == 0 and done.stdout == "goes on\n" and CANARY not in done.stderr


def test_health_asks_to_read_reports_of_whatever_boot() -> None:
    found = check_starts(Starts(), 2)
    assert found.state == "warning" and "2 reports are kept" in found.message and "crashes" in found.remedy
