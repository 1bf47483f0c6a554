"""What can befall a machine, undone at the end: a full disk, one that cannot be written, a lost display."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.supervision.kiosks import Kiosk

ROOM = "16m"


def can_mount() -> bool:
    """Whether this process may mount a disk of its own; containers often may not."""
    if os.getuid() != 0 or not shutil.which("mount"):
        return False
    done = subprocess.run(["unshare", "--mount", "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True)
    return done.returncode == 0


@contextmanager
def disk_of_its_own(kiosk: Kiosk) -> Iterator[Path]:
    """The state folder of ``kiosk`` lies on a small disk in memory meanwhile."""
    state = kiosk.machine.state
    aside = kiosk.folder / "aside"
    shutil.copytree(state, aside)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "none", str(state)], check=True)
    try:
        shutil.copytree(aside, state, dirs_exist_ok=True)
        yield state
    finally:
        subprocess.run(["umount", "-l", str(state)], check=True)
        shutil.rmtree(aside)


def fill(folder: Path) -> None:
    """Leave not one byte on the disk of ``folder``."""
    with suppress(OSError), (folder / "filling").open("wb", buffering=0) as file:
        while True:
            file.write(b"\0" * 4096)
    with suppress(OSError), (folder / "filling-more").open("wb", buffering=0) as file:
        while True:
            file.write(b"\0")


def make_read_only(folder: Path) -> None:
    """Let nothing be written on the disk of ``folder`` any more, not even by root."""
    subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)


class Display:
    """An X server that can be taken away and brought back at the same place."""

    def __init__(self) -> None:
        reads, writes = os.pipe()
        self._server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writes), "-screen", "0", "1280x720x24", "-nolisten", "tcp"],
            pass_fds=[writes],
            stderr=subprocess.DEVNULL,
        )
        os.close(writes)
        with os.fdopen(reads) as told:
            self.name = f":{int(told.readline())}"

    def lose(self) -> None:
        self._server.kill()
        self._server.wait()

    def bring_back(self) -> None:
        reads, writes = os.pipe()
        self._server = subprocess.Popen(
            ["Xvfb", self.name, "-displayfd", str(writes), "-screen", "0", "1280x720x24", "-nolisten", "tcp"],
            pass_fds=[writes],
            stderr=subprocess.DEVNULL,
        )
        os.close(writes)
        with os.fdopen(reads) as told:
            told.readline()
