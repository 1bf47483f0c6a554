"""The command that sets the staff's PIN, as a real process fed by a pipe or a terminal."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from kiosk.staff.pin import PIN_FILE, pin_opens, read_pin_hash


def pin(root: Path, typed: str, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "main.py", "pin", *options]
    return subprocess.run(command, cwd=root, input=typed, capture_output=True, text=True, timeout=60)


def test_it_prints_the_line_for_the_settings_file(root: Path) -> None:
    done = pin(root, "480293\n480293\n")
    assert done.returncode == 0 and done.stderr.count("\n") == 1
    assert pin_opens("480293", tomllib.loads(done.stdout)["staff_pin_hash"])
    assert "480293" not in done.stdout + done.stderr


def test_it_keeps_the_hash_where_the_kiosk_finds_it(root: Path, a_home_of_its_own: Path) -> None:
    done = pin(root, "480293\n480293\n", "--keep")
    place = a_home_of_its_own / "state" / "lamina" / PIN_FILE
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, str(place), "")
    assert pin_opens("480293", read_pin_hash("", place.parent))
    if os.name != "nt":
        assert stat.S_IMODE(place.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("480293\n480294\n", "not the same twice"),
        ("", "no PIN"),
        ("\n\n", "no PIN"),
        ("480293\n", "no PIN"),
        ("123456\n123456\n", "counts up or down"),
        ("48029\n48029\n", "6 to 12 digits"),
    ],
)
def test_what_cannot_be_a_pin_is_one_line_and_keeps_nothing(
    root: Path, typed: str, said: str, a_home_of_its_own: Path
) -> None:
    done = pin(root, typed, "--keep")
    assert done.returncode == 2 and done.stdout == ""
    assert said in done.stderr and done.stderr.count("\n") == 1 and "Traceback" not in done.stderr
    assert not list(a_home_of_its_own.rglob(PIN_FILE))


@pytest.mark.skipif(os.name == "nt", reason="a terminal as Unix has it")
def test_a_pin_typed_at_a_terminal_is_not_seen(root: Path) -> None:
    import pty

    ours, theirs = pty.openpty()
    command = [sys.executable, "main.py", "pin"]
    process = subprocess.Popen(
        command, cwd=root, stdin=theirs, stdout=subprocess.PIPE, stderr=theirs, start_new_session=True
    )
    os.close(theirs)
    seen = b""
    for _ in range(2):
        while not seen.rstrip(b" ").endswith(b":"):
            seen += os.read(ours, 1024)
        os.write(ours, b"480293\n")
        seen += os.read(ours, 1024)
    printed = process.communicate(timeout=60)[0]
    os.close(ours)
    assert process.returncode == 0 and b"staff_pin_hash" in printed
    assert b"480293" not in seen + printed
