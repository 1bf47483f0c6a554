"""Hostile sticks: every file a stranger can put in a repository's place is refused with a reason, at once."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kiosk.updates import places
from kiosk.updates.errors import NotThere, PlaceFault, TooSlow
from kiosk.updates.places import FolderPlace, within
from tests.updates.clinic import HANG

NAME = "ab/" + "ab" * 32


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A stick with one file and a secret beside it."""
    (tmp_path / "stick" / "ab").mkdir(parents=True)
    (tmp_path / "stick" / NAME).write_bytes(b"whole")
    (tmp_path / "secret").write_bytes(b"secret")
    return tmp_path / "stick"


def read(stick: Path, name: str = NAME, cap: int = 1000, seconds: float = 5) -> bytes:
    return FolderPlace(stick).read(name, cap, within(seconds))


def test_a_file_is_read_whole(stick: Path) -> None:
    assert read(stick) == b"whole" == read(stick, cap=5)


def test_a_missing_file_and_a_missing_stick_are_told_apart(stick: Path) -> None:
    with pytest.raises(NotThere, match="missing"):
        read(stick, "metadata/timestamp.json")
    shutil.rmtree(stick)
    with pytest.raises(PlaceFault, match="is not there any more; put it in again") as told:
        read(stick)
    assert not isinstance(told.value, NotThere)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "/etc/passwd",
        "../secret",
        "ab/../../secret",
        "ab//x",
        "./ab",
        "ab/.",
        ".hidden",
        "ab\\x",
        "C:/x",
        "ab/x:stream",
        "ab/x\0",
        "ab/" + "x" * 300,
        "ab/ñ",
        "ab/x ",
        "~/x",
        "-x",
    ],
)
def test_a_name_that_could_lead_elsewhere_is_never_opened(stick: Path, name: str) -> None:
    with pytest.raises(PlaceFault, match="cannot be the name of a file in a repository"):
        read(stick, name)


def test_a_link_in_place_of_a_file_is_not_followed(stick: Path) -> None:
    (stick / NAME).unlink()
    (stick / NAME).symlink_to(stick.parent / "secret")
    with pytest.raises(PlaceFault, match="a link"):
        read(stick)


def test_a_link_in_place_of_a_folder_is_not_followed(stick: Path) -> None:
    (stick / "ab").rename(stick.parent / "elsewhere")
    (stick / "ab").symlink_to(stick.parent / "elsewhere")
    with pytest.raises(PlaceFault, match="a link"):
        read(stick)


def test_a_folder_in_place_of_a_file_is_refused(stick: Path) -> None:
    (stick / NAME).unlink()
    (stick / NAME).mkdir()
    with pytest.raises(PlaceFault, match="not a regular file"):
        read(stick)


def test_a_file_in_place_of_a_folder_is_refused(stick: Path) -> None:
    shutil.rmtree(stick / "ab")
    (stick / "ab").write_bytes(b"x")
    with pytest.raises(PlaceFault, match="stands where"):
        read(stick)


def test_a_pipe_that_nobody_writes_to_does_not_hold_the_kiosk(stick: Path) -> None:
    (stick / NAME).unlink()
    os.mkfifo(stick / NAME)
    begun = time.perf_counter()
    with pytest.raises(PlaceFault, match="not a regular file"):
        read(stick)
    assert time.perf_counter() - begun < HANG


def test_a_socket_in_place_of_a_file_is_refused(stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (stick / NAME).unlink()
    monkeypatch.chdir(stick / "ab")
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind("ab" * 32)
        with pytest.raises(PlaceFault):
            read(stick)


def test_a_device_in_place_of_a_file_is_refused(stick: Path) -> None:
    (stick / NAME).unlink()
    try:
        os.mknod(stick / NAME, 0o20666, os.makedev(1, 5))
    except PermissionError:
        pytest.skip("only root makes devices")
    with pytest.raises(PlaceFault, match=r"not a regular file|cannot be read"):
        read(stick)


def test_an_endless_file_is_not_begun(stick: Path) -> None:
    with (stick / NAME).open("r+b") as sparse:
        sparse.truncate(2**40)
    begun = time.perf_counter()
    with pytest.raises(PlaceFault, match="is 1099511627776 bytes, more than the 1000 allowed"):
        read(stick)
    assert time.perf_counter() - begun < HANG


def test_a_file_one_byte_over_its_cap_is_refused(stick: Path) -> None:
    with pytest.raises(PlaceFault, match="is 5 bytes, more than the 4 allowed"):
        read(stick, cap=4)


def test_a_hard_link_is_read_like_the_file_it_is(stick: Path) -> None:
    (stick / "ab" / "other").hardlink_to(stick / NAME)
    assert read(stick, "ab/other") == b"whole"


def test_names_that_differ_in_case_are_two_files_or_one_and_never_mixed(stick: Path) -> None:
    (stick / NAME.upper()).parent.mkdir(exist_ok=True)
    (stick / NAME.upper()).write_bytes(b"other")
    assert read(stick) in (b"whole", b"other")  # whichever it is, only its hash makes it count


def test_a_stick_nobody_may_read_says_so(stick: Path) -> None:
    code = "import os,sys; from kiosk.updates.places import *; from pathlib import Path\n"
    code += "os.setuid(65534)\ntry: FolderPlace(Path(sys.argv[1])).read(sys.argv[2], 9, within(5))\n"
    code += "except PlaceFault as fault: print(fault)"
    if os.geteuid() != 0:
        pytest.skip("only root can become somebody else")
    (stick / NAME).chmod(0o000)
    for folder in (stick / "ab", stick, *stick.parents):
        if folder.stat().st_uid == os.getuid() and not folder.stat().st_mode & 0o001:
            folder.chmod(folder.stat().st_mode | 0o011)
    done = subprocess.run(
        [sys.executable, "-c", code, str(stick), NAME],
        env={**os.environ, "PYTHONPATH": str(Path(places.__file__).parents[2])},
        capture_output=True,
        text=True,
    )
    assert "cannot be read (permission denied)" in done.stdout, done.stderr


SLOW = """
import sys, time
from pathlib import Path
from kiosk.updates.errors import TooSlow
from kiosk.updates.places import FolderPlace, within
begun = time.monotonic()
try:
    FolderPlace(Path(sys.argv[1])).read(sys.argv[2], 10**8, within(1))
except TooSlow as fault:
    print(fault, "after", round(time.monotonic() - begun, 1))
"""


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_a_stick_that_reads_too_slowly_is_given_up_in_time(stick: Path, root: Path) -> None:
    (stick / NAME).write_bytes(bytes(20 * places.CHUNK))
    slow = ["strace", "-f", "-o", os.devnull, "-P", str(stick / NAME), "-e", "inject=read:delay_exit=300000"]
    done = subprocess.run(
        [*slow, sys.executable, "-c", SLOW, str(stick), NAME],
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert "reads too slowly; try another stick" in done.stdout, done.stderr
    assert 1 <= float(done.stdout.split()[-1]) < 3


def test_a_deadline_that_is_over_reads_nothing(stick: Path) -> None:
    with pytest.raises(TooSlow):
        FolderPlace(stick).read(NAME, 1000, time.monotonic() - 1)


def test_where_a_system_cannot_open_step_by_step_links_are_refused_all_the_same(stick: Path) -> None:
    steps = NAME.split("/")
    handle = places._look_first(stick, steps)
    assert os.read(handle, 10) == b"whole"
    os.close(handle)
    (stick / "ab").rename(stick.parent / "elsewhere")
    (stick / "ab").symlink_to(stick.parent / "elsewhere")
    with pytest.raises(OSError, match="a link"):
        places._look_first(stick, steps)


def test_reading_leaves_no_file_open(stick: Path) -> None:
    before = len(list(Path("/proc/self/fd").iterdir()))
    for name in (NAME, "ab/none", "none/none"):
        for _ in range(20):
            try:
                read(stick, name)
            except PlaceFault:
                continue
    assert len(list(Path("/proc/self/fd").iterdir())) == before
