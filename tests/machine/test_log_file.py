"""The file of a log is turned over, and is in nobody's way: not on a full disk, not where there is none."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from kiosk.machine.log_file import AGAIN_SECONDS, KEPT, WAITING, LogFile

pytestmark = pytest.mark.skipif(os.name == "nt", reason="files as Unix has them")


class Clock:
    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


def own(level: str, message: str) -> bytes:
    return f"{level} {message}\n".encode()


def filled(path: Path, *lines: bytes, size: int = 1_000_000, clock: Clock | None = None) -> LogFile:
    """A file to which these lines were put, and which has ended."""
    file = LogFile(path, own, clock or Clock(), size)
    for line in lines:
        file.put(line)
    file.close()
    return file


def test_a_large_file_is_turned_over_and_five_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "log" / "lamina.jsonl"
    filled(path, *(f"line {number:03d}\n".encode() for number in range(100)), size=95)
    names = sorted(each.name for each in path.parent.iterdir())
    assert names == ["lamina.jsonl", *(f"lamina.jsonl.{number}" for number in range(1, KEPT))]
    kept = b"".join((path.parent / name).read_bytes() for name in [*names[:0:-1], names[0]])
    assert kept.splitlines() == [f"line {number:03d}".encode() for number in range(50, 100)]
    assert path.stat().st_mode & 0o777 == 0o640 and path.parent.stat().st_mode & 0o777 == 0o750


def test_a_line_that_an_end_cut_short_stands_alone(tmp_path: Path) -> None:
    path = tmp_path / "lamina.jsonl"
    path.write_bytes(b"whole\nha")
    filled(path, b"next\n")
    assert path.read_bytes() == b"whole\nha\nnext\n"


def test_a_file_that_was_taken_away_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "lamina.jsonl"
    file = LogFile(path, own)
    file._write(b"one\n")
    path.rename(tmp_path / "away")
    file._write(b"two\n")
    assert path.read_bytes() == b"two\n"


@pytest.mark.parametrize("what", ["a folder", "a link", "a pipe"])
def test_something_else_in_its_place_is_told_once_and_raises_nothing(
    tmp_path: Path, what: str, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "lamina.jsonl"
    if what == "a folder":
        path.mkdir()
    elif what == "a link":
        path.symlink_to(tmp_path / "elsewhere")
    else:
        os.mkfifo(path)
    filled(path, b"one\n", b"two\n")
    (told,) = capfd.readouterr().err.splitlines()
    assert told.startswith(f"lamina: {path}: the log cannot be written (") and "look at the disk" in told
    assert not (tmp_path / "elsewhere").exists()


def test_a_disk_that_refuses_is_tried_again_after_a_minute_and_the_lost_are_counted(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path, clock = tmp_path / "in" / "lamina.jsonl", Clock()
    path.parent.write_text("no folder")
    file = LogFile(path, own, clock)
    for _ in range(3):
        file._write(b"lost\n")
    path.parent.unlink()
    clock.seconds += AGAIN_SECONDS - 1
    file._write(b"lost\n")
    assert not path.exists()
    clock.seconds += 1
    file._write(b"kept\n")
    assert path.read_bytes() == b"WARNING 4 lines could not be written here\nkept\n"
    assert len(capfd.readouterr().err.splitlines()) == 1


FULL = """
import resource, signal, sys
from pathlib import Path
from kiosk.machine.log_file import LogFile
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (105, 105))
file = LogFile(Path(sys.argv[1]), lambda level, message: b"")
for number in range(20):
    file.put(b"line %03d\\n" % number)
file.close()
print("lived")
"""


def test_a_file_that_cannot_grow_ends_with_a_whole_line(root: Path, tmp_path: Path) -> None:
    path = tmp_path / "lamina.jsonl"
    done = subprocess.run([sys.executable, "-c", FULL, str(path)], cwd=root, capture_output=True, text=True)
    assert done.stdout == "lived\n" and done.stderr.count("\n") == 1 and "file too large" in done.stderr
    assert path.read_bytes().splitlines(keepends=True) == [f"line {n:03d}\n".encode() for n in range(11)]


def test_lines_for_a_disk_that_takes_none_are_lost_and_nobody_waits(tmp_path: Path) -> None:
    file = LogFile(tmp_path / "lamina.jsonl", own)
    file._thread = threading.Thread(target=list)  # one that is stuck takes no line
    for _ in range(3 * WAITING):
        file.put(b"line\n")
    assert (file._lines.qsize(), file._overrun) == (WAITING, 2 * WAITING)
