"""Makes the disk a kiosk boots from: a plain Debian 12, then the .deb as IT installs it; knows no kiosk code.

The Debian comes from where this computer's apt gets its own. What apt would bring along with the .deb is
installed there already, so that the machine itself needs no network, neither to install nor to run. Added for
the tests, and never packaged: qemu's guest agent, and a pointer that pictures show. Both disks are kept in
``build/booted`` and made again when what they are made of has changed.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from build_spec.booted.machine import PATIENCE, QEMU, Disk, accelerator, switched_on, until

ROOT = Path(__file__).resolve().parent.parent.parent
SHELF = ROOT / "build" / "booted"
RELEASE = "bookworm"
PROGRAMS = {
    QEMU: "qemu-system-x86",
    "qemu-img": "qemu-utils",
    "debootstrap": "debootstrap",
    "mke2fs": "e2fsprogs",
    "dpkg-deb": "dpkg",
    "unshare": "util-linux",
}
"""Program to Debian package."""

PACKAGES = ("linux-image-amd64", "systemd-sysv", "dbus", "libpam-systemd", "qemu-guest-agent")
"""What a Debian on a disk has beyond debootstrap's, and the agent."""

SIZE = "6G"
_AGENT = """[Unit]
Before=basic.target
DefaultDependencies=no
After=systemd-tmpfiles-setup-dev.service
[Service]
Restart=always
RestartSec=1
OOMScoreAdjust=-900
"""
"""The agent is the tests' hand: it comes early and comes back."""


ADDED = {
    "kvm": """
mkdir -p /etc/systemd/system/lamina.service.d /etc/systemd/system/qemu-guest-agent.service.d
printf '[Service]\\nEnvironment=WLR_NO_HARDWARE_CURSORS=1\\n' > /etc/systemd/system/lamina.service.d/seen.conf
printf '[Service]\\nLogLevelMax=warning\\n' > /etc/systemd/system/qemu-guest-agent.service.d/quiet.conf
"""
}
ADDED["tcg"] = f"""{ADDED["kvm"]}
printf 'WatchdogSec=60\\n' >> /etc/systemd/system/lamina.service.d/seen.conf
echo 'still = true' >> /etc/lamina/settings.toml
"""
"""What the tests add to the installed package, by accelerator. The card lays its pointer over the
picture that is taken; drawn into it, it is seen. The agent notes each question: no news.
Without KVM a frame takes as long as a hang may, and pictures that turn take all the time there is."""


class NoDisk(Exception):
    """The disk cannot be made; the message is one line that says what to do."""


def missing() -> str:
    """Why no machine can be made on this computer; empty where it can."""
    if os.name != "posix" or os.geteuid() != 0:
        return "this needs root on a Debian"
    lacking = sorted(package for program, package in PROGRAMS.items() if not shutil.which(program))
    if lacking:
        return f"missing: {', '.join(lacking)}. Run: apt-get install {' '.join(lacking)}"
    if not sources():
        return "apt's own sources name no mirror of Debian"
    return ""


def package(dist: Path = ROOT / "dist") -> Path | None:
    """The newest .deb in ``dist``."""
    found = sorted(dist.glob("lamina_*_amd64.deb"), key=lambda path: path.stat().st_mtime)
    return found[-1] if found else None


def sources(apt: Path = Path("/etc/apt")) -> list[str]:
    """Where this computer's apt gets Debian and its security updates from: addresses, Debian's own first."""
    files = [apt / "sources.list", *sorted((apt / "sources.list.d").glob("*.*"))]
    text = "\n".join(file.read_text("utf-8") for file in files if file.is_file())
    found = re.findall(r"^(?:URIs: *|deb +(?:\[[^\]]*\] +)?)(\S+/debian(?:-security)?/?)(?:\s|$)", text, re.M)
    return sorted({one.rstrip("/") for one in found}, key=len)


def plain(deb: Path, shelf: Path = SHELF) -> Disk:
    """A Debian that was never started, with what ``deb`` needs lying ready. Raises ``NoDisk``."""
    depends = _said(["dpkg-deb", "-f", str(deb), "Depends", "Recommends"])
    made_of = "\n".join((RELEASE, *PACKAGES, SIZE, _AGENT, depends))
    place = shelf / f"plain-{hashlib.sha256(made_of.encode()).hexdigest()[:12]}"
    disk = Disk(place / "disk.raw", place / "vmlinuz", place / "initrd.img")
    if disk.file.is_file():
        return disk
    work = shelf / f"{place.name}.part"
    shutil.rmtree(work, ignore_errors=True)
    tree = work / "tree"
    tree.mkdir(parents=True)
    where = sources()
    _do(["debootstrap", RELEASE, str(tree), where[0]], 1800)
    lines = [f"deb {one} {RELEASE}{'-security' if one.endswith('-security') else ''} main" for one in where]
    (tree / "etc/apt/sources.list").write_text("\n".join(lines) + "\n", "utf-8")
    (tree / "etc/fstab").write_text("/dev/vda / ext4 errors=remount-ro 0 1\n", "utf-8")
    (tree / "etc/hostname").write_text("kiosk\n", "utf-8")
    agent = tree / "etc/systemd/system/qemu-guest-agent.service.d/early.conf"
    agent.parent.mkdir(parents=True)
    agent.write_text(_AGENT, "utf-8")
    shutil.copyfile(deb, tree / deb.name)
    _inside(tree, "apt-get -qq update")
    _inside(tree, f"apt-get -qq -y install --no-install-recommends {' '.join(PACKAGES)}")
    simulated = f"apt-get -qq -s install /{deb.name}"
    others = f'{simulated} | sed -n "s/^Inst \\([^ ]*\\) .*/\\1/p" | grep -v ^lamina$'
    _inside(tree, f"apt-get -qq -y install $({others})")
    (tree / deb.name).unlink()
    for name in ("vmlinuz", "initrd.img"):
        shutil.copyfile(_linked(tree, name), work / name)
    _do(["mke2fs", "-q", "-t", "ext4", "-d", str(tree), str(work / "disk.raw"), SIZE], 600)
    shutil.rmtree(tree)
    work.rename(place)
    return disk


def installed(deb: Path, shelf: Path = SHELF) -> Disk:
    """That Debian, started once, and ``deb`` installed in it by apt without a network. Raises ``NoDisk``."""
    base = plain(deb, shelf)
    added = ADDED[accelerator(base.kernel)]
    name = hashlib.sha256(deb.read_bytes() + (base.file.parent.name + added).encode()).hexdigest()[:12]
    place = shelf / f"installed-{name}"
    disk = Disk(place / "disk.qcow2", base.kernel, base.initrd, "qcow2")
    if disk.file.is_file():
        return disk
    work = shelf / f"{place.name}.part"
    shutil.rmtree(work, ignore_errors=True)
    (work / "carried").mkdir(parents=True)
    shutil.copyfile(deb, work / "carried" / deb.name)
    _do(["mke2fs", "-q", "-t", "ext4", "-d", str(work / "carried"), str(work / "carried.raw"), "400M"], 120)
    back = ["-b", str(base.file.absolute()), "-F", base.kind]
    _do(["qemu-img", "create", "-q", "-f", "qcow2", *back, str(work / "disk.qcow2")], 60)
    carried = f"file={work / 'carried.raw'},format=raw,if=virtio,readonly=on"
    growing = Disk(work / "disk.qcow2", base.kernel, base.initrd, "qcow2")
    more = ["-drive", carried, "-nic", "none"]
    with switched_on(growing, work / "machine", keep=True, more=more) as machine:
        machine.answers()
        until(
            lambda: machine.run("systemctl is-system-running --wait").out.strip() != "", "the start", PATIENCE
        )
        machine.read("mount -o ro /dev/vdb /mnt")
        line = f"DEBIAN_FRONTEND=noninteractive apt-get -y install /mnt/{deb.name} > /run/installed 2>&1"
        done = machine.run(line, 1800)
        told = machine.read("cat /run/installed")
        (work / "install.log").write_text(told + "\n", "utf-8")
        if done.code:
            raise NoDisk(f"apt ended with {done.code}: {told[-600:]}")
        machine.read("umount /mnt")
        machine.read(f"set -e\n{added}")
        machine.start("systemctl poweroff")
        machine.wait_off()
    for left in ("carried", "machine"):
        shutil.rmtree(work / left, ignore_errors=True)
    (work / "carried.raw").unlink()
    work.rename(place)
    return disk


def _linked(tree: Path, name: str) -> Path:
    """The file a link in the root of ``tree`` means there."""
    return tree / str((tree / name).readlink()).lstrip("/")


def _inside(tree: Path, line: str) -> None:
    """A line of shell as root in ``tree``; its mounts go with it."""
    mounts = f"mount -t proc proc {tree}/proc && mount --rbind /dev {tree}/dev"
    kept = "PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive LC_ALL=C"
    whole = f"{mounts} && exec env -i {kept} chroot {tree} sh -c '{line}'"
    _do(["unshare", "--mount", "--fork", "sh", "-c", whole], 1800)


def _said(command: Sequence[str]) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout


def _do(command: Sequence[str], seconds: float) -> None:
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=seconds
    )
    if done.returncode:
        raise NoDisk(f"{command[0]}: {done.stdout.strip()[-600:]}")
