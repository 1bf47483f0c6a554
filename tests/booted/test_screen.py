"""Screen, sound, time (lab sheet, D1 to D5; ways out H2, S4): what a booted kiosk has, changes."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage

from build_spec.booted.glass import dark_edges, is_same_page, shows_kiosk
from build_spec.booted.machine import Disk, switched_on, until
from tests.booted import finger
from tests.booted.kiosk import PROGRAM, START, VISIT_SECONDS, Kiosk

pytestmark = pytest.mark.long

Note = Callable[[str, object], None]

PLUG = "/sys/class/drm/card0-Virtual-1/status"
TOLD = "udevadm control --reload; udevadm trigger --action=change /sys/class/drm/card0"
RULE = (
    'mkdir -p /run/udev/rules.d; echo \'SUBSYSTEM=="drm", ENV{HOTPLUG}="1"\' > /run/udev/rules.d/70-a.rules'
)
"""qemu has no plug at its card: the kernel is told that the screen went, and udev that it should look."""

YOUR_SPINE, YOUR_LOW_BACK, PICTURE = (0.15, 0.3), (0.75, 0.29), (0.3, 0.45)
"""Shares of the screen: a card of the home page, one of the page it opens, and the picture of that one."""


def test_d1_h2_a_screen_that_was_away_shows_the_page_at_once(kiosk: Kiosk, record_property: Note) -> None:
    program = kiosk.process(PROGRAM)
    kiosk.is_touched()
    page = kiosk.machine.picture()
    kiosk.machine.read(f"{RULE}; echo off > {PLUG}; {TOLD}")
    until(lambda: not shows_kiosk(kiosk.machine.picture()), "a dark screen", kiosk.allowed(10))
    kiosk.machine.tap(1500, 70)  # who touches a dark screen, beside all cards
    time.sleep(15)
    begun = time.monotonic()
    kiosk.machine.read(f"echo detect > {PLUG}; {TOLD}")
    kiosk.shown(10)
    record_property("D1", round(time.monotonic() - begun, 1))
    assert is_same_page(page, kiosk.machine.picture()), "the visit goes on"
    assert kiosk.process(PROGRAM) == program and kiosk.unit("NRestarts")["NRestarts"] == "0"
    kiosk.is_left()


def test_d2_a_machine_without_a_screen_shows_the_kiosk_once_it_has_one(
    off: tuple[Disk, Path], record_property: Note
) -> None:
    disk, work = off
    with switched_on(disk, work, append="video=Virtual-1:d") as machine:
        kiosk = Kiosk(machine)
        machine.answers(kiosk.allowed(60))
        machine.run("systemctl is-system-running --wait", kiosk.allowed(60))
        time.sleep(30)
        begun = time.monotonic()
        machine.read(f"{RULE}; echo on > {PLUG}; {TOLD}")
        kiosk.shown()
        record_property("D2", round(time.monotonic() - begun, 1))


@pytest.mark.parametrize("size", [(1080, 1920), (1280, 800)])
def test_d3_h2_another_panel_is_filled(off: tuple[Disk, Path], size: tuple[int, int]) -> None:
    disk, work = off
    with switched_on(disk, work, size=size) as machine:
        kiosk = Kiosk(machine)
        kiosk.shown()
        picture = machine.picture()
        assert (picture.width(), picture.height()) == size
        assert dark_edges(picture) == []


def test_d2b_a_machine_whose_touch_comes_later_answers_it_then(kiosk: Kiosk) -> None:
    kiosk.machine.do("device_del", id="touch")
    until(lambda: kiosk.machine.has_said("DEVICE_DELETED", device="touch"), "no touch", 20)
    assert kiosk.waits()
    kiosk.machine.do("device_add", driver="usb-tablet", id="touch")
    until(lambda: "QEMU USB Tablet" in kiosk.machine.read("cat /proc/bus/input/devices"), "the touch", 30)
    heard = "ls -l /proc/$(pgrep -x cage)/fd | grep -c $(realpath /dev/input/by-id/*Tablet*-event-mouse)"
    until(lambda: kiosk.machine.run(heard).out.strip() not in ("", "0"), "cage to open it", kiosk.allowed(10))
    kiosk.is_touched()
    kiosk.is_left()


def test_d7_the_first_touch_of_a_finger_counts_and_two_do_nothing_beyond_the_page(
    harmed: Kiosk, record_property: Note
) -> None:
    finger.plug_in(harmed.machine)
    opened = "ls -l /proc/$(pgrep -x cage)/fd | grep -c /dev/input/event"
    before = int(harmed.machine.run(opened).out)
    harmed.machine.start("systemctl restart lamina")
    until(lambda: not shows_kiosk(harmed.machine.picture()), "its end", harmed.allowed(10))
    harmed.shown()
    harmed.settled()
    assert int(harmed.machine.run(opened).out) >= before, "cage has the panel, too"
    program = harmed.process(PROGRAM)
    begun = time.monotonic()
    finger.tap(harmed.machine, *START)
    until(lambda: not harmed.waits(), "the visit's page", harmed.allowed(5))
    record_property("D7", round(time.monotonic() - begun, 1))
    for card in (YOUR_SPINE, YOUR_LOW_BACK):
        page = still(harmed)
        finger.tap(harmed.machine, *card)
        _is_another(harmed, page)
    page = still(harmed)
    finger.spread(harmed.machine, *PICTURE, 0.1)
    later = still(harmed)
    wide, high = harmed.machine.size
    below = QRect(0, high * 9 // 10, wide, high // 10)
    assert page.copy(below) == later.copy(below), "the same page: its bar"
    assert shows_kiosk(later), "nothing else is on the screen"
    assert harmed.process(PROGRAM) == program


def _is_another(kiosk: Kiosk, page: QImage) -> None:
    until(lambda: kiosk.machine.picture() != page, "another picture", kiosk.allowed(5))


def still(kiosk: Kiosk) -> QImage:
    """The screen once it stands still."""

    def found() -> QImage | None:
        picture = kiosk.machine.picture()
        time.sleep(2)
        return picture if picture == kiosk.machine.picture() else None

    return until(found, "a page that stands still", kiosk.allowed(10))


def test_d4_without_sound_and_with_a_loudspeaker_that_comes_and_goes_nothing_asks(kiosk: Kiosk) -> None:
    program = kiosk.process(PROGRAM)
    cards = "cat /proc/asound/cards 2> /dev/null || true"
    assert "USB" not in kiosk.machine.read(cards), "no sound card"
    kiosk.machine.do("device_add", driver="usb-audio", id="loud", audiodev="silence")
    until(lambda: "USB" in kiosk.machine.read(cards), "the loudspeaker", kiosk.allowed(10))
    kiosk.is_touched()
    page = kiosk.machine.picture()
    kiosk.machine.do("device_del", id="loud")
    until(lambda: "USB" not in kiosk.machine.read(cards), "no loudspeaker", kiosk.allowed(10))
    time.sleep(5)  # what asks would ask by now
    assert is_same_page(page, kiosk.machine.picture())
    assert kiosk.process(PROGRAM) == program, "it was not started again"
    kiosk.is_left()


def test_d5_s4_a_clock_that_jumps_leaves_the_page_and_clears_the_visit(
    kiosk: Kiosk, record_property: Note
) -> None:
    program = kiosk.process(PROGRAM)
    kiosk.is_touched()
    begun = time.monotonic()
    page = kiosk.machine.picture()
    for moment in ("+10 years", "-10 years"):
        kiosk.machine.read(f"date -s '{moment}'")
        time.sleep(5)
        assert is_same_page(page, kiosk.machine.picture()), "the visit goes on"
        assert kiosk.process(PROGRAM) == program
    kiosk.is_left()
    record_property("D5", round(time.monotonic() - begun, 1))
    assert time.monotonic() - begun > VISIT_SECONDS - 10, "not cleared by the jump"
    kiosk.machine.read("hwclock --hctosys || true")
    assert kiosk.process(PROGRAM) == program, "it was not started again"
    assert "Traceback" not in kiosk.journal()
