"""Locked (lab sheet, L1 to L7; ways out K2, K3, K9, H1): keys, buttons, rights, network of a booted kiosk."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from build_spec.booted.glass import dark_edges, shows_kiosk
from build_spec.booted.machine import Disk, switched_on
from tests.booted.kiosk import PROGRAM, UPDATER, Kiosk

pytestmark = pytest.mark.long

Note = Callable[[str, object], None]

CONSOLES = [f"ctrl-alt-f{number}" for number in range(1, 13)]
SYSRQ = [f"alt-sysrq-{letter}" for letter in "reisubc"]
OTHERS = [
    "alt-f2",
    "alt-f4",
    "ctrl-alt-backspace",
    "ctrl-alt-t",
    "meta_l",
    "meta_l-d",
    "alt-tab",
    "ctrl-alt-delete",
]
POWER = ["power", "sleep", "wake"]
UNITS = {"lamina": 1.2, "lamina-updater": 1.0, "lamina-safe": 1.0, "seatd": 2.0, "lamina-stick@sda": 3.0}
"""Each unit and how open systemd may find it, of ten."""
TEN = ["ctrl-alt-delete"] * 10
NAMES = ["consoles", "sysrq", "others", "ctrl-alt-delete", "power"]
LOGIND = "org.freedesktop.login1"
AS_KIOSK = "setpriv --reuid=lamina --regid=lamina --init-groups --reset-env"


def _is_as_before(kiosk: Kiosk, program: int, boot: str) -> None:
    assert kiosk.machine.is_on()
    assert kiosk.process(PROGRAM) == program
    assert kiosk.machine.read("cat /proc/sys/kernel/random/boot_id") == boot
    assert kiosk.machine.read("cat /sys/class/tty/tty0/active") == "tty1", "another console is in front"
    assert kiosk.machine.read("pgrep -x -l 'agetty|login|bash' || true") == "", "somebody could log in"
    picture = kiosk.machine.picture()
    assert shows_kiosk(picture) and dark_edges(picture) == []


@pytest.mark.parametrize("keys", [CONSOLES, SYSRQ, OTHERS, TEN, POWER], ids=NAMES)
def test_l1_k2_k3_k9_these_keys_do_nothing(kiosk: Kiosk, keys: list[str]) -> None:
    program, boot = kiosk.process(PROGRAM), kiosk.machine.read("cat /proc/sys/kernel/random/boot_id")
    kiosk.machine.keys(*keys)
    time.sleep(2)  # what a key began would be under way
    _is_as_before(kiosk, program, boot)


def test_l2_h1_the_power_button_does_nothing(kiosk: Kiosk) -> None:
    program, boot = kiosk.process(PROGRAM), kiosk.machine.read("cat /proc/sys/kernel/random/boot_id")
    heard = "cut -c1-8 /sys/firmware/acpi/interrupts/ff_pwr_btn"
    before = int(kiosk.machine.read(heard))
    for _ in range(3):
        kiosk.machine.power_button()
        time.sleep(1)
    assert int(kiosk.machine.read(heard)) >= before + 3, "it was heard"
    _is_as_before(kiosk, program, boot)


@pytest.mark.parametrize(
    "line",
    [
        "systemctl poweroff --no-ask-password",
        "systemctl restart lamina --no-ask-password",
        "loginctl poweroff --no-ask-password",
        f"busctl call org.freedesktop.login1 /org/freedesktop/login1 {LOGIND}.Manager PowerOff b false",
        "systemd-run --user true",
        "loginctl enable-linger",
        "mount /dev/vda /mnt",
        "touch /var/lib/lamina-updater/x",
        "ls /run/lamina-sticks",
        "cat /etc/shadow",
        "dmesg",
        "chvt 2",
    ],
)
def test_l3_l6_the_kiosks_user_is_refused(kiosk: Kiosk, line: str) -> None:
    done = kiosk.machine.run(f"{AS_KIOSK} {line} < /dev/null")
    assert done.code != 0, done.out
    assert kiosk.machine.is_on()


def test_l6_the_kiosks_user_reads_what_the_updater_brought(kiosk: Kiosk) -> None:
    assert kiosk.machine.run(f"{AS_KIOSK} ls -la /var/lib/lamina-updater").code == 0


def test_l7_the_units_are_as_closed_as_they_say(kiosk: Kiosk, record_property: Note) -> None:
    told = {}
    for unit, most in UNITS.items():
        last = kiosk.machine.read(f"systemd-analyze security --no-pager {unit} | tail -1")
        told[unit] = float(last.partition(f"{unit}.service: ")[2].split()[0])
        assert told[unit] <= most
    record_property("L7", told)


_CONNECT = "IO::Socket::INET->new(PeerAddr => shift, Timeout => 5)"
REACH = f"perl -MIO::Socket::INET -e 'my $s = {_CONNECT}; print $s ? 1 : $!'"


def test_l4_l5_the_kiosk_reaches_no_network_and_the_updater_its_own_alone(off: tuple[Disk, Path]) -> None:
    disk, work = off
    nets = []
    for net in ("10.0.2", "203.0.113"):
        nets += [
            "-nic",
            f"user,restrict=on,net={net}.0/24,guestfwd=tcp:{net}.100:80-cmd:cat,model=virtio-net-pci",
        ]
    with switched_on(disk, work, more=nets) as machine:
        kiosk = Kiosk(machine)
        kiosk.shown()
        machine.answers(kiosk.allowed(30))
        machine.read(
            "set -- 10.0.2 203.0.113; for n in /sys/class/net/e*; do"
            " ip link set ${n##*/} up; ip addr add $1.15/24 dev ${n##*/}; shift; done"
        )

        def reach(command: str, address: str) -> str:
            told = machine.read(f"cat /proc/{kiosk.process(command)}/cgroup")
            place = f"/sys/fs/cgroup{told.partition('::')[2].strip()}"
            return machine.read(f"echo $$ > {place}/cgroup.procs; exec {REACH} {address}")

        for address in ("10.0.2.100:80", "203.0.113.100:80"):
            assert machine.read(f"{REACH} {address}") == "1", "the way itself is open"
            assert reach(PROGRAM, address) != "1"
        assert reach(UPDATER, "10.0.2.100:80") == "1"
        assert reach(UPDATER, "203.0.113.100:80") != "1"


def test_h4_no_port_is_open(kiosk: Kiosk) -> None:
    assert kiosk.machine.read("ss -H -l -n -t -u | grep -v ':68 ' || true") == ""
