"""The plug pulled (lab sheet, B11): qemu is killed while an edition is installed, and started again.

What this proves: the kiosk's own order of writes, the journal of its file system, its start after a cut, as
far as this computer's page cache goes, which a killed qemu leaves whole: all that the kiosk had handed to its
disk is there, flushed or not. What a disk loses that had not flushed is for the explorer of crash states
(docs/reliability-of-updates.md), which takes every order and every torn write.
"""

from __future__ import annotations

import random
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from build_spec.booted.machine import Disk, Machine, until
from tests.booted.kiosk import Kiosk
from tests.booted.test_sticks import ROOM, clinic, enrol, image, offered
from tests.updates.clinic import Clinic

__all__ = ["clinic", "image"]

pytestmark = pytest.mark.long

Note = Callable[[str, object], None]

CUTS = 5


@pytest.fixture
def own(disk: Disk, tmp_path: Path) -> Disk:
    """A disk that keeps what is written, on top of the installed one."""
    file = tmp_path / "own.qcow2"
    back = ["-b", str(disk.file.absolute()), "-F", disk.kind]
    subprocess.run(["qemu-img", "create", "-q", "-f", "qcow2", *back, str(file)], check=True)
    return Disk(file, disk.kernel, disk.initrd, "qcow2")


def _started(own: Disk, work: Path) -> Kiosk:
    kiosk = Kiosk(Machine(own, work, keep=True))
    kiosk.shown()
    kiosk.machine.answers(kiosk.allowed(30))
    kiosk.settled()
    return kiosk


def test_b11_the_plug_pulled_during_installs_leaves_the_old_edition_or_the_new_one(
    own: Disk, clinic: Clinic, image: Callable[..., Path], tmp_path: Path, record_property: Note
) -> None:
    stick, chance, ends = image("vfat", "second"), random.Random(11), [""]
    kiosk = _started(own, tmp_path / "first")
    try:
        enrol(kiosk.machine, clinic)
        kiosk.machine.read("sync")
        while len(ends) <= CUTS and not ends[-1]:
            _begin(kiosk, stick)
            _wait(kiosk, chance.uniform(0, 2 * kiosk.slow))
            kiosk.machine.kill()
            kiosk = _started(own, tmp_path / f"after-{len(ends)}")
            ends.append(kiosk.updater_says()["standing"].get("edition", ""))
            assert ends[-1] in ("", clinic.edition(2).id)
            assert kiosk.machine.run("lamina edition verify").code == 0, "what is shown is whole"
            assert kiosk.unit("NRestarts")["NRestarts"] == "0"
        if not ends[-1]:
            _begin(kiosk, stick)
            until(lambda: not kiosk.updater_says()["standing"].get("busy"), "its end", kiosk.allowed(60))
        assert kiosk.updater_says()["standing"]["edition"] == clinic.edition(2).id
    finally:
        kiosk.machine.kill()
    record_property("B11", {"cuts": len(ends) - 1, "of them in the new edition": sum(map(bool, ends))})


def _begin(kiosk: Kiosk, stick: Path) -> None:
    """The stick is put in and what it offers begins to be installed."""
    kiosk.machine.plug("stick", stick)
    until(lambda: offered(kiosk), "an offer", kiosk.allowed(20))
    kiosk.machine.start(f"lamina edition install {ROOM}/sda")
    until(lambda: kiosk.updater_says().get("progress", {}).get("what"), "progress", kiosk.allowed(20))


def _wait(kiosk: Kiosk, seconds: float) -> None:
    """So long, and no longer than the install goes on."""
    end = kiosk.machine.seconds() + seconds
    until(
        lambda: kiosk.machine.seconds() > end or offered(kiosk) == [],
        "the moment of the cut",
        seconds + kiosk.allowed(10),
    )
