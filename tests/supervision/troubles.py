"""What can befall a machine, undone at the end: a full disk, one that cannot be written, a lost display."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from build_spec.caged import Display
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


def display_to_lose(folder: Path) -> Display:
    """An X server under a name that no other takes while it is away."""
    return Display(folder, (1280, 720), f":{1000 + os.getpid() % 30_000}")
