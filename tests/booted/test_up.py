"""Up, and back up (lab sheet, B1 to B13 but the power cuts): a machine that boots, harmed as a test likes."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from build_spec.booted.glass import colours, dark_edges, is_dark, shows_kiosk
from build_spec.booted.machine import until
from kiosk.machine.ladder import AGAIN_SECONDS, RECORD
from tests.booted.kiosk import COMPOSITOR, PROGRAM, UPDATER, Kiosk

pytestmark = pytest.mark.long

Note = Callable[[str, object], None]

FAULTS = {
    "B4": (f"pkill -9 -f '^{PROGRAM}'", 3.0),
    "B5": ("pkill -9 -x cage", 3.0),
    "B6": (f"pkill -STOP -f '^{PROGRAM}'", 10.0),
    "B6 restart": (f"pkill -STOP -f '^{PROGRAM}'; systemctl restart lamina", 10.0),
    "B5b": ("pkill -9 -x seatd", 10.0),
    "B5b restart": ("systemctl restart seatd", 10.0),
    "B5b stop": ("systemctl stop seatd; systemctl start lamina", 10.0),
    "B5c": ("pkill -9 -x cage", 10.0),
}
"""Row of the lab sheet to what is done, and the seconds it may take. In B5c somebody types meanwhile."""

REST_SECONDS, TICKS = 5.0, 100
"""So long it is looked at whether anything is busy; ticks of the kernel in a second."""


def test_b1_the_waiting_screen_comes_by_itself_and_fills_the_screen(
    kiosk: Kiosk, record_property: Note, tmp_path: Path
) -> None:
    picture = kiosk.machine.picture()
    kiosk.save("waiting", tmp_path)
    assert (picture.width(), picture.height()) == kiosk.machine.size
    assert dark_edges(picture) == []
    failed = kiosk.machine.read("systemctl --failed --plain --no-legend")
    assert failed == "", "a unit failed at boot"
    record_property("B1", round(kiosk.shown_at, 1))


def test_b2_systemd_knows_that_it_draws(kiosk: Kiosk) -> None:
    told = kiosk.unit("ActiveState", "SubState", "StatusText", "MainPID", "NRestarts")
    assert (told["ActiveState"], told["SubState"], told["NRestarts"]) == ("active", "running", "0")
    assert re.fullmatch(r"shows \S+", told["StatusText"])
    assert int(told["MainPID"]) == kiosk.process(COMPOSITOR)
    group = kiosk.machine.read(f"cat /proc/{kiosk.process(PROGRAM)}/cgroup")
    assert group.endswith("/system.slice/lamina.service"), "what the unit forbids holds for the program, too"
    assert "Basic output test failed" not in kiosk.journal(), "a mouse is in; no line for each picture"


def test_b3_no_session_is_open_and_nobody_else_runs_as_the_kiosk(kiosk: Kiosk) -> None:
    assert kiosk.machine.read("loginctl list-sessions --no-legend") == ""
    own = kiosk.machine.read("ps -u lamina -o pid=,cgroup= | grep -v lamina.service || true")
    assert own == "", "no manager of the user's own, no process outside the unit"
    assert kiosk.unit("ActiveState", of="getty@tty1")["ActiveState"] != "active"


@pytest.mark.parametrize("row", FAULTS)
def test_after_a_fault_the_waiting_screen_is_back_with_nothing_to_type_into(
    kiosk: Kiosk, row: str, record_property: Note, tmp_path: Path
) -> None:
    line, most = FAULTS[row]
    kiosk.is_well()
    before, compositor = kiosk.process(PROGRAM), kiosk.process(COMPOSITOR)

    def fault() -> None:
        kiosk.machine.start(line)
        if row == "B5c":
            kiosk.machine.keys("ctrl-alt-f2", "ctrl-alt-f1", "r", "o", "o", "t", "ret", "ctrl-alt-f2")

    gap = kiosk.away_and_back(fault, most)
    kiosk.another(PROGRAM, before)
    kiosk.settled()
    record_property(row, round(gap.seconds, 1))
    assert kiosk.process(COMPOSITOR) != compositor
    for number, picture in enumerate(gap.lit):
        picture.save(str(tmp_path / f"{number:03}.png"))
    assert gap.lit == [], "a dark screen meanwhile"
    assert gap.seconds <= kiosk.allowed(most)
    assert kiosk.machine.read("cat /sys/class/tty/tty0/active") == "tty1"
    assert kiosk.machine.read("pgrep -c -x 'cage|seatd'") == "2", "one cage, one seatd"
    if row == "B6":
        assert "Watchdog timeout" in kiosk.journal()
    before_rest = _ticks(kiosk)
    time.sleep(REST_SECONDS)
    used = _ticks(kiosk) - before_rest
    assert used < REST_SECONDS * TICKS / 2, "neither turns in a circle"


def _ticks(kiosk: Kiosk) -> int:
    """What cage and seatd used of the processors so far, in the kernel's ticks."""
    told = kiosk.machine.read(
        "for one in $(pgrep -x 'cage|seatd'); do cut -d' ' -f14,15 /proc/$one/stat; done"
    )
    return sum(map(int, told.split()))


def test_b5d_a_kiosk_that_was_stopped_stays_so_until_it_is_started(
    kiosk: Kiosk, record_property: Note
) -> None:
    ends = list[list[str]]()
    for _ in range(3):
        kiosk.machine.read("systemctl stop lamina")
        ends.append(kiosk.machine.read("systemctl show lamina -P Result -P ExecMainStatus").split())
        time.sleep(5)  # what a failure starts would be on its way
        assert kiosk.unit("ActiveState")["ActiveState"] == "inactive"
        assert kiosk.unit("ActiveState", of="lamina-safe")["ActiveState"] == "inactive"
        assert is_dark(kiosk.machine.picture())
        kiosk.machine.start("systemctl start lamina")
        kiosk.shown()
        kiosk.settled()
    record_property("B5d", ends)


def test_b10_without_an_updater_the_pages_stay(kiosk: Kiosk) -> None:
    before = kiosk.process(PROGRAM)
    kiosk.machine.read("systemctl stop lamina-updater")
    assert kiosk.process(UPDATER) == 0
    kiosk.is_touched()
    assert shows_kiosk(kiosk.machine.picture())
    assert kiosk.process(PROGRAM) == before
    assert kiosk.unit("NRestarts")["NRestarts"] == "0"
    kiosk.machine.read("systemctl start lamina-updater")
    kiosk.is_left()


def test_b9_where_the_program_cannot_run_words_stand_on_the_bare_screen_and_it_comes_back(
    harmed: Kiosk, record_property: Note, tmp_path: Path
) -> None:
    harmed.machine.read("chmod -x /opt/lamina/lamina")
    begun = time.monotonic()
    harmed.machine.start("systemctl restart lamina")
    until(
        lambda: harmed.unit("ActiveState", of="lamina-safe")["ActiveState"] == "active",
        "the last resort",
        harmed.allowed(60),
    )
    until(lambda: 2 <= colours(harmed.machine.picture()) <= 16, "words on a console", harmed.allowed(10))
    record_property("B9", round(time.monotonic() - begun, 1))
    width, height = harmed.machine.size
    size = harmed.machine.read("stty -F /dev/tty1 size")
    assert size == f"{height // 32} {width // 16}", "letters twice as large as a console's own"
    words = harmed.save("words", tmp_path)
    assert words.is_file()
    before = harmed.machine.picture()
    harmed.machine.keys("a", "ret", "ctrl-c", "ctrl-z", "ctrl-alt-f2", "ctrl-alt-delete")
    assert harmed.unit("ActiveState", of="lamina-safe")["ActiveState"] == "active", "no key ends it"
    assert harmed.machine.read("cat /sys/class/tty/tty0/active") == "tty1", "no key leads away from the words"
    assert harmed.machine.picture() == before, "no key stands among the words"
    harmed.machine.read("chmod +x /opt/lamina/lamina")
    # its ten minutes are over: what it waits with ends; at once, while systemd counts ten starts
    harmed.machine.read("pkill -x sleep -u lamina")
    harmed.shown()
    harmed.settled()


def test_b7_b8_b12_crash_upon_crash_ends_in_the_safe_page_for_ten_minutes_and_writes_no_memory(
    harmed: Kiosk, record_property: Note, tmp_path: Path
) -> None:
    """One edition is there, the one that shipped: after it the safe page."""
    waiting, shown = harmed.save("waiting", tmp_path), harmed.unit("StatusText")["StatusText"]
    begun, at = time.monotonic(), list[float]()
    next_one = {"edition": "?"}
    while next_one["edition"] and len(at) < 7:
        before = harmed.process(PROGRAM)
        harmed.machine.read(f"kill -SEGV {before}")
        next_one = _start_after(harmed, before)
        at.append(round(time.monotonic() - begun, 1))
    harmed.shown()
    harmed.settled()
    safe, stood = harmed.unit("StatusText")["StatusText"], time.monotonic()
    record_property("B7", {"starts after crashes, seconds": at, "then": safe})
    assert "safe" in safe
    assert harmed.save("safe", tmp_path).read_bytes() != waiting.read_bytes()
    starts = harmed.machine.run("lamina check | grep '^starts'").out
    assert "fault" in starts or "warning" in starts, starts
    cores = "find / -xdev -name 'core*' -newer /etc/hostname -type f -not -path '/proc/*' -not -path '/sys/*'"
    assert harmed.machine.read(cores) == ""
    back, slack = lambda: harmed.unit("StatusText")["StatusText"] == shown, harmed.allowed(30)
    until(back, "what was shown before", AGAIN_SECONDS + slack)
    record_property("B8", round(time.monotonic() - stood, 1))
    assert time.monotonic() - stood >= AGAIN_SECONDS - slack
    harmed.shown()


def _start_after(kiosk: Kiosk, before: int) -> dict[str, Any]:
    """What the process after ``before`` noted of its start; one that crashes sooner blames no edition."""
    number = kiosk.another(PROGRAM, before, 20)

    def noted() -> dict[str, Any] | None:
        told = json.loads(kiosk.machine.run(f"cat /var/lib/lamina/{RECORD}").out or "{}")
        latest: dict[str, Any] = (told.get("latest") or [{}])[-1]
        return latest if latest.get("process") == number else None

    return until(noted, "its note", kiosk.allowed(20))


def test_b13_a_kernel_that_crashed_starts_again_by_itself(harmed: Kiosk, record_property: Note) -> None:
    first = harmed.machine.read("cat /proc/sys/kernel/random/boot_id")
    harmed.machine.read("sysctl -q kernel.sysrq=1")
    begun = time.monotonic()
    harmed.machine.start("echo c > /proc/sysrq-trigger")
    until(lambda: not shows_kiosk(harmed.machine.picture()), "the end of the picture", harmed.allowed(30))
    harmed.shown(120)
    record_property("B13", round(time.monotonic() - begun, 1))
    harmed.machine.answers(harmed.allowed(30))
    assert harmed.machine.read("cat /proc/sys/kernel/random/boot_id") != first
