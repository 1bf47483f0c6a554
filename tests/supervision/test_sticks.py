"""A stick as the kiosk's service mounts it: real file systems on loop devices, in mounts of its own."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "build_spec" / "linux" / "libexec" / "stick"
SIZE = 4 << 20

pytestmark = pytest.mark.skipif(
    os.name == "nt" or os.getuid() != 0 or not shutil.which("losetup"), reason="needs root and loop devices"
)


class Stick:
    """A stick of a few megabytes; ``device`` is what the kernel calls it."""

    def __init__(self, file: Path) -> None:
        self.file = file
        file.write_bytes(bytes(SIZE))
        self.device = ""

    def make(self, *command: str) -> None:
        program = shutil.which(command[0], path="/usr/sbin:/sbin:/usr/bin:/bin")
        if program is None:
            pytest.skip(f"{command[0]} is not here")
        subprocess.run([program, *command[1:], str(self.file)], check=True, capture_output=True)

    def put_in(self) -> None:
        done = subprocess.run(["losetup", "--find", "--show", self.file], capture_output=True, text=True)
        if done.returncode:
            pytest.skip(f"no loop devices: {done.stderr.strip()}")
        self.device = Path(done.stdout.strip()).name

    def pull_out(self) -> None:
        if self.device:
            subprocess.run(["losetup", "--detach", f"/dev/{self.device}"], check=True)

    def mounted(
        self, then: str = "true", before: str = "", otherwise: str = "true"
    ) -> subprocess.CompletedProcess[str]:
        """Mount it by our script, in a /run and mounts that nobody else sees; 99 where the script refused."""
        if not self.device:
            self.put_in()
        lines = f'mount -t tmpfs none /run; {before} sh "$0" "$1" || {{ {otherwise}; exit 99; }}; {then}'
        command = ["unshare", "--mount", "sh", "-c", lines, str(SCRIPT), self.device]
        return subprocess.run(command, capture_output=True, text=True, timeout=60)

    def options(self) -> set[str]:
        """How it is mounted: the options of the mount and those of its file system."""
        line = f"findmnt -no VFS-OPTIONS,FS-OPTIONS /run/lamina-sticks/{self.device_now()}"
        done = self.mounted(line)
        assert done.returncode == 0, done.stderr
        return set(done.stdout.replace(",", " ").split())

    def device_now(self) -> str:
        if not self.device:
            self.put_in()
        return self.device


@pytest.fixture
def stick(tmp_path: Path) -> Iterator[Stick]:
    found = Stick(tmp_path / "stick")
    yield found
    found.pull_out()


def needs(kind: str) -> None:
    if kind not in Path("/proc/filesystems").read_text("ascii").split():
        pytest.skip(f"this kernel has no {kind}")


@pytest.mark.parametrize("kind", ["ext2", "ext3", "ext4", "vfat", "exfat"])
def test_a_stick_of_each_kind_is_mounted_to_be_read_and_no_more(stick: Stick, kind: str) -> None:
    needs(kind)
    stick.make(f"mkfs.{kind}", *(["-q"] if kind.startswith("ext") else []))
    assert {"ro", "nosuid", "nodev", "noexec", "nosymfollow"} <= stick.options()


@pytest.mark.parametrize("kind", ["vfat", "exfat"])
def test_files_of_a_stick_without_owners_can_be_read_by_who_may_enter(stick: Stick, kind: str) -> None:
    needs(kind)
    stick.make(f"mkfs.{kind}")
    told = stick.mounted(f"umask 077; stat -c %a:%u /run/lamina-sticks/{stick.device_now()}")
    assert told.stdout.strip() == "555:0"


@pytest.mark.parametrize("kind", ["ext3", "ext4"])
def test_a_stick_that_was_pulled_while_written_stays_byte_for_byte_what_it_was(
    stick: Stick, kind: str
) -> None:
    """Its journal says that something is to be played back; that would be writing."""
    needs(kind)
    stick.make(f"mkfs.{kind}", "-q")
    stick.make("debugfs", "-w", "-R", "feature needs_recovery")
    before = hashlib.sha256(stick.file.read_bytes()).hexdigest()
    assert stick.mounted("sync").returncode == 0
    assert hashlib.sha256(stick.file.read_bytes()).hexdigest() == before


@pytest.mark.parametrize("kind", ["ext2", "ext3", "ext4"])
def test_a_stick_that_asks_the_kernel_to_panic_is_not_heard(stick: Stick, kind: str) -> None:
    needs(kind)
    stick.make(f"mkfs.{kind}", "-q")
    stick.make("tune2fs", "-e", "panic")
    assert "errors=remount-ro" in stick.options()


def test_what_we_do_not_read_is_not_mounted_and_leaves_no_folder(stick: Stick) -> None:
    stick.make("mkswap")
    done = stick.mounted(otherwise="ls /run/lamina-sticks")
    assert done.returncode == 99 and "swap" in done.stderr and "not mounted" in done.stderr
    assert "No such file" in done.stderr and done.stdout == ""


def test_the_disk_that_the_machine_runs_from_is_no_stick(stick: Stick) -> None:
    needs("ext4")
    stick.make("mkfs.ext4", "-q")
    system = f"mkdir /run/system; mount /dev/{stick.device_now()} /run/system;"
    done = stick.mounted("ls /run/lamina-sticks", before=system)
    assert done.returncode == 2 and "No such file" in done.stderr, "no fault, and not mounted a second time"
