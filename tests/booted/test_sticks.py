"""Sticks (lab sheet, S1 to S6; U2): plugged into and pulled out of a booted kiosk while it runs."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from build_spec.booted import sticks
from build_spec.booted.machine import Disk, Machine, switched_on, until
from tests.booted.kiosk import PROGRAM, Kiosk
from tests.updates.clinic import Clinic, write_edition

pytestmark = pytest.mark.long

Note = Callable[[str, object], None]

ROOM = "/run/lamina-sticks"
MANY = 1500
"""Topics of an edition that takes a while to be installed."""


@pytest.fixture(scope="session")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    """A clinic that published two editions: a small one on the stick ``first``, a large one on ``second``."""
    if lacking := sticks.missing():
        pytest.skip(f"missing: {lacking}")
    made = Clinic(tmp_path_factory.mktemp("clinic"), datetime.now(UTC))
    made.publish(1, now=datetime.now(UTC))
    made.stick("first")
    write_edition(made.folder / "edition-2", 2, MANY)
    made.publish(2, now=datetime.now(UTC))
    made.stick("second")
    yield made


@pytest.fixture
def image(clinic: Clinic, tmp_path: Path) -> Callable[..., Path]:
    """Makes a stick that holds the clinic's repository of that name."""

    def make(kind: str, name: str = "first") -> Path:
        return sticks.make(tmp_path / f"{name}.{kind}", kind, clinic.folder / name if name else None, 100)

    return make


def enrol(machine: Machine, clinic: Clinic) -> None:
    """The kiosk takes that clinic's editions from now on."""
    as_text = base64.b64encode(clinic.first).decode()
    machine.read(f"echo {as_text} | base64 -d > /etc/lamina/root.json")
    machine.read("chmod 644 /etc/lamina/root.json; lamina enrol /etc/lamina/root.json")
    machine.read("systemctl restart lamina-updater")


def offered(kiosk: Kiosk) -> list[str]:
    """The editions that can be installed."""
    return [one["edition"] for one in kiosk.offers() if one.get("fresh")]


def doing(kiosk: Kiosk) -> str:
    """What the updater is busy with."""
    return str(kiosk.updater_says().get("progress", {}).get("what", ""))


def mounts(kiosk: Kiosk) -> list[str]:
    """What is mounted of sticks, with how."""
    return kiosk.machine.read(f"findmnt -rn -o TARGET,FSTYPE,OPTIONS | grep ^{ROOM}/ || true").splitlines()


def nothing_left(kiosk: Kiosk) -> bool:
    """Whether no mount, folder or unit of a stick is there."""
    units = kiosk.machine.read("systemctl list-units --plain --no-legend 'lamina-stick@*'")
    return not mounts(kiosk) and not units and kiosk.machine.read(f"ls {ROOM}") == ""


@pytest.mark.parametrize("kind", ["vfat", "ext4", "ext3", "ext2"])
def test_s1_s2_a_stick_is_offered_and_mounted_so_that_nothing_on_it_counts(
    kiosk: Kiosk, clinic: Clinic, image: Callable[..., Path], kind: str, record_property: Note
) -> None:
    enrol(kiosk.machine, clinic)
    begun = time.monotonic()
    kiosk.machine.plug("stick", image(kind))
    until(lambda: offered(kiosk), "an offer", kiosk.allowed(10))
    record_property(f"S1 {kind}", round(time.monotonic() - begun, 1))
    (line,) = mounts(kiosk)
    options = set(line.split()[2].split(","))
    assert {"ro", "nosuid", "nodev", "noexec", "nosymfollow"} <= options, line
    kiosk.machine.unplug("stick")
    until(lambda: nothing_left(kiosk), "the end of the mount", kiosk.allowed(10))
    until(lambda: not kiosk.offers(), "the end of the offer", kiosk.allowed(10))


def test_s2b_two_sticks_are_both_offered_and_another_takes_the_place_of_the_first(
    kiosk: Kiosk, clinic: Clinic, image: Callable[..., Path]
) -> None:
    enrol(kiosk.machine, clinic)
    # the older first: once the newer was seen, an older one is refused
    kiosk.machine.plug("one", image("vfat", "first"))
    until(lambda: len(offered(kiosk)) == 1, "an offer", kiosk.allowed(10))
    kiosk.machine.plug("two", image("vfat", "second"))
    until(lambda: len(offered(kiosk)) == 2, "two offers", kiosk.allowed(10))
    kiosk.machine.unplug("two")
    kiosk.machine.unplug("one")
    kiosk.machine.plug("other", image("ext4", "second"))
    until(lambda: offered(kiosk) == [clinic.edition(2).id], "the other's offer alone", kiosk.allowed(10))
    kiosk.machine.unplug("other")
    until(lambda: nothing_left(kiosk), "nothing of a stick", kiosk.allowed(10))


def test_s2_an_exfat_stick_is_offered(kiosk: Kiosk, clinic: Clinic, image: Callable[..., Path]) -> None:
    machine = kiosk.machine
    enrol(machine, clinic)
    # no program fills an exFAT image from outside: root inside copies it from another stick
    machine.plug("from", image("ext4", "second"))
    until(lambda: len(mounts(kiosk)) == 1, "the first stick", kiosk.allowed(10))
    blank = image("exfat", "")
    machine.plug("to", blank)
    until(lambda: len(mounts(kiosk)) == 2, "the second stick", kiosk.allowed(10))
    machine.read(
        "set -e; systemctl stop lamina-stick@sdb; mount -t exfat /dev/sdb /mnt;"
        f"cp -r {ROOM}/sda/* /mnt/; umount /mnt"
    )
    machine.unplug("to")
    machine.unplug("from")
    until(lambda: nothing_left(kiosk) and not kiosk.offers(), "no stick", kiosk.allowed(10))
    machine.plug("again", blank)
    until(lambda: offered(kiosk), "an offer", kiosk.allowed(10))
    assert " exfat ro,nosuid,nodev,noexec" in mounts(kiosk)[0]
    machine.unplug("again")
    until(lambda: nothing_left(kiosk), "nothing of a stick", kiosk.allowed(10))


def test_s3_what_is_no_stick_of_ours_is_not_mounted(kiosk: Kiosk, image: Callable[..., Path]) -> None:
    kiosk.machine.plug("stick", image("ntfs", ""))
    until(lambda: "ntfs" in kiosk.machine.run("blkid -p /dev/sd?").out, "the disk", kiosk.allowed(10))
    kiosk.machine.read("udevadm settle")
    assert mounts(kiosk) == [] and kiosk.offers() == []
    assert kiosk.process(PROGRAM)
    kiosk.machine.unplug("stick")


def test_s3b_a_machine_without_sticks_mounts_none_and_one_that_has_them_again_does(
    kiosk: Kiosk, clinic: Clinic, image: Callable[..., Path]
) -> None:
    """The words of docs/it.md, "No sticks at all"."""
    machine = kiosk.machine
    enrol(machine, clinic)
    before = kiosk.process(PROGRAM)
    # the newer edition: a kiosk that saw it refuses the older
    machine.plug("early", image("ext4", "second"))
    until(lambda: offered(kiosk), "an offer", kiosk.allowed(10))
    try:
        machine.read("systemctl stop 'lamina-stick@*.service'; systemctl mask lamina-stick@.service")
        until(lambda: mounts(kiosk) == [] and not kiosk.offers(), "no stick", kiosk.allowed(10))
        machine.plug("stick", image("vfat", "second"))
        until(lambda: "vfat" in machine.run("blkid -p /dev/sd?").out, "the disk", kiosk.allowed(10))
        machine.read("udevadm settle")
        assert machine.run("systemctl start lamina-stick@sdb").code != 0, "nor does asking for it"
        assert mounts(kiosk) == [] and kiosk.offers() == []
        assert machine.read(f"ls {ROOM}") == ""
        assert kiosk.process(PROGRAM) == before > 0
    finally:  # what a failure leaves plugged in would spoil the tests that follow on this machine
        machine.run("systemctl unmask lamina-stick@.service; systemctl stop 'lamina-stick@*.service'")
        machine.unplug("early")
        machine.unplug("stick")
    machine.plug("again", image("vfat", "second"))
    until(lambda: offered(kiosk), "an offer", kiosk.allowed(10))
    machine.unplug("again")
    until(lambda: nothing_left(kiosk), "nothing of a stick", kiosk.allowed(10))


def test_s4_a_stick_pulled_out_during_an_install_leaves_the_old_edition(
    kiosk: Kiosk, clinic: Clinic, image: Callable[..., Path]
) -> None:
    enrol(kiosk.machine, clinic)
    before = kiosk.unit("StatusText")["StatusText"]
    kiosk.machine.plug("stick", image("vfat", "second"))
    until(lambda: offered(kiosk), "an offer", kiosk.allowed(10))
    kiosk.machine.start(f"lamina edition install {ROOM}/sda > /run/told 2>&1; echo $? >> /run/told")
    until(lambda: doing(kiosk) == "copying", "copying", kiosk.allowed(20))
    # what the kernel remembers of a stick can be read after it is gone
    kiosk.machine.read("echo 3 > /proc/sys/vm/drop_caches")
    kiosk.machine.unplug("stick")
    until(lambda: kiosk.machine.run("tail -1 /run/told").out.strip().isdigit(), "its end", kiosk.allowed(60))
    assert kiosk.machine.read("tail -1 /run/told") != "0", kiosk.machine.read("cat /run/told")
    until(lambda: nothing_left(kiosk), "the end of the mount", kiosk.allowed(20))
    assert kiosk.unit("StatusText")["StatusText"] == before
    assert kiosk.updater_says()["standing"].get("edition", "") == ""
    assert kiosk.machine.run("lamina edition verify").code == 0


def test_s5_a_stick_that_was_there_before_the_machine_is_offered(
    off: tuple[Disk, Path], clinic: Clinic, image: Callable[..., Path]
) -> None:
    disk, work = off
    there = ["-nic", "none", "-drive", f"if=none,id=stick,format=raw,file={image('vfat')}"]
    with switched_on(disk, work, more=[*there, "-device", "usb-storage,drive=stick,bus=usb.0"]) as machine:
        kiosk = Kiosk(machine)
        kiosk.shown()
        machine.answers(kiosk.allowed(30))
        enrol(machine, clinic)
        until(lambda: offered(kiosk), "an offer", kiosk.allowed(20))


def test_s6_a_stick_plugged_in_and_out_again_and_again_leaves_nothing(
    kiosk: Kiosk, image: Callable[..., Path], record_property: Note
) -> None:
    stick, n = image("vfat"), 100 if kiosk.slow == 1 else 10
    before = kiosk.machine.read(
        "ps -e -o comm= | grep -v kworker | sort | uniq -c | grep -E 'lamina|mount|cage'"
    )
    for turn in range(n):
        kiosk.machine.plug(f"stick{turn}", stick)
        if turn % 2:  # every second one is pulled while it may still be on its way
            until(lambda: mounts(kiosk), "the mount", kiosk.allowed(10))
        kiosk.machine.unplug(f"stick{turn}")
    until(lambda: nothing_left(kiosk), "nothing of a stick", kiosk.allowed(30))
    after = kiosk.machine.read(
        "ps -e -o comm= | grep -v kworker | sort | uniq -c | grep -E 'lamina|mount|cage'"
    )
    assert after == before
    record_property("S6", n)
