"""One virtual computer: its power, screen, keys, sticks, and root's line into it; knows not what runs there.

qemu is told by QMP, what runs inside is told by its guest agent: no console of the computer is used, so what
stands on the screen is what stands before a patient. Unless said otherwise what is written to the disk goes
with the machine.
"""

from __future__ import annotations

import base64
import itertools
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtGui import QImage

from build_spec.booted.lines import Lines, NoAnswer, Refused

QEMU = "qemu-system-x86_64"
PATIENCE = 300.0
"""Seconds a step may take on a busy machine before it counts as stuck."""

LOOK_SECONDS, LOOK_SHARE = 0.1, 0.03
"""What is waited for is looked for so often, the longer it takes the less: each look costs the machine."""

TRIAL_SECONDS = 10.0
PROCESSORS = {"kvm": "max,arch-capabilities=off", "tcg": "Nehalem"}
ASKED = {"kvm": "", "tcg": "cryptomgr.notests"}
"""What the kernel is asked besides, by accelerator: some starts hang in its tests of ciphers in tcg."""

TAP_SECONDS = {"kvm": 0.08, "tcg": 0.4}
"""A slow machine hears of a short press and its end at once: libinput takes that for a bounce."""

MEMORY_MB, CORES = 2048, 2
GLASS = 0x7FFF
"""Where qemu's coordinates of a touch end, whatever the screen's size."""

T = TypeVar("T")


@dataclass(frozen=True)
class Disk:
    """A system disk, and the kernel and first files that start it."""

    file: Path
    kernel: Path
    initrd: Path
    kind: str = "raw"


@dataclass(frozen=True)
class Done:
    """What a command inside ended with and wrote."""

    code: int
    out: str
    err: str


@cache
def accelerator(kernel: Path) -> str:
    """``kvm`` where this computer's KVM runs ``kernel``, else ``tcg``: each step is computed.

    A file /dev/kvm is no proof: there are hosts whose KVM runs kernels of their own alone. So it is tried.
    """
    if not os.access("/dev/kvm", os.R_OK | os.W_OK):
        return "tcg"
    command = [
        QEMU,
        "-accel",
        "kvm",
        "-cpu",
        PROCESSORS["kvm"],
        "-m",
        "512",
        "-nodefaults",
        "-display",
        "none",
    ]
    command += ["-kernel", str(kernel), "-append", "earlyprintk=serial panic=-1", "-no-reboot"]
    try:  # it finds no disk, panics, and ends
        done = subprocess.run([*command, "-serial", "stdio"], capture_output=True, timeout=TRIAL_SECONDS)
    except subprocess.TimeoutExpired:
        return "tcg"
    return "kvm" if b"Linux version" in done.stdout else "tcg"


def until(found: Callable[[], T | None], what: str, seconds: float = PATIENCE) -> T:
    """Look again and again until ``found`` gives something true. Raises ``TimeoutError``, saying ``what``."""
    begun = time.monotonic()
    while not (one := found()):
        waited = time.monotonic() - begun
        if waited > seconds:
            raise TimeoutError(f"waited {seconds:.0f} s in vain for {what}")
        time.sleep(max(LOOK_SECONDS, LOOK_SHARE * waited))
    return one


class Machine:
    """A computer that was switched on; ``work`` is a folder of its own. Times are seconds since ``begun``."""

    def __init__(
        self,
        disk: Disk,
        work: Path,
        *,
        keep: bool = False,
        append: str = "",
        size: tuple[int, int] = (1920, 1080),
        more: Sequence[str] = (),
    ) -> None:
        work.mkdir(parents=True, exist_ok=True)
        self.work = work
        self.size = size
        self.accelerator = accelerator(disk.kernel)
        self._numbers = itertools.count(1)
        told, agent, log = work / "qmp", work / "agent", work / "serial.log"
        command = [
            QEMU,
            *("-machine", "q35", "-accel", self.accelerator, "-cpu", PROCESSORS[self.accelerator]),
            *("-m", str(MEMORY_MB), "-smp", str(CORES), "-nodefaults", "-display", "none"),
            *("-device", f"virtio-vga,edid=on,xres={size[0]},yres={size[1]}"),
            *("-kernel", str(disk.kernel), "-initrd", str(disk.initrd)),
            *("-append", f"root=/dev/vda ro quiet {ASKED[self.accelerator]} {append}".strip()),
            *("-drive", f"file={disk.file},format={disk.kind},if=virtio,snapshot={'off' if keep else 'on'}"),
            *(
                "-device",
                "qemu-xhci,id=usb,p2=15,p3=15",
                "-device",
                "usb-kbd",
                "-device",
                "usb-tablet,id=touch",
            ),
            *("-device", "virtio-rng-pci", "-device", "i6300esb", "-watchdog-action", "reset"),
            *("-chardev", f"socket,id=agent,path={agent},server=on,wait=off", "-device", "virtio-serial"),
            *("-device", "virtserialport,chardev=agent,name=org.qemu.guest_agent.0"),
            *("-audiodev", "none,id=silence"),
            *("-serial", f"file:{log}", "-qmp", f"unix:{told},server=on,wait=off"),
            *(more or ("-nic", "none")),
        ]
        self.begun = time.monotonic()
        with (work / "qemu.log").open("wb") as said:
            self.process = subprocess.Popen(command, stdout=said, stderr=said)
        try:
            until(lambda: told.exists() or self.process.poll() is not None, "qemu", 20)
            self._qmp = Lines(told, PATIENCE)
            self._qmp.read()  # its greeting
        except (OSError, NoAnswer):
            self.process.kill()
            self.process.wait()
            why = (work / "qemu.log").read_text("utf-8", "replace").strip()
            raise Refused(f"qemu did not start: {why[-300:]}") from None
        self.do("qmp_capabilities")
        self._agent = Lines(agent, PATIENCE)

    def seconds(self) -> float:
        """Seconds since it was switched on."""
        return time.monotonic() - self.begun

    def do(self, verb: str, **given: Any) -> Any:
        """One command of qemu's own. Raises ``Refused``."""
        return self._qmp.ask({"execute": verb, "arguments": given})

    def has_said(self, event: str, **about: str) -> bool:
        """Whether qemu told ``event``, with ``about`` in it, since it was asked the last time."""
        return self._qmp.took(event, **about)

    # -- inside it

    def answers(self, seconds: float = PATIENCE) -> None:
        """Wait until a command can be run inside. Raises ``TimeoutError``."""

        def alive() -> bool:
            number = next(self._numbers)
            with suppress(NoAnswer):
                return bool(self._agent.synchronise(number, 2.0) == number)
            return False

        until(alive, "the guest agent", seconds)

    def run(self, line: str, seconds: float = PATIENCE) -> Done:
        """A line of shell as root inside; waits for its end. Raises ``TimeoutError``."""
        number = self.start(line)

        def over() -> Any:
            told = self._agent.ask({"execute": "guest-exec-status", "arguments": {"pid": number}})
            return told if told["exited"] else None

        told = until(over, f"the end of: {line}", seconds)
        out, err = (base64.b64decode(told.get(f"{one}-data", "")).decode("utf-8", "replace") for one in _BOTH)
        return Done(told.get("exitcode", 128 + told.get("signal", 0)), out, err)

    def start(self, line: str) -> int:
        """A line of shell as root inside, not waited for; its number."""
        given = {"path": "/bin/sh", "arg": ["-c", line], "capture-output": True}
        return int(self._agent.ask({"execute": "guest-exec", "arguments": given})["pid"])

    def read(self, line: str, seconds: float = PATIENCE) -> str:
        """What ``line`` wrote, without the last line's end. Raises ``Refused`` if it failed."""
        done = self.run(line, seconds)
        if done.code:
            raise Refused(f"{line}: {done.code}: {(done.out + done.err).strip()[-600:]}")
        return done.out.strip()

    # -- its screen and its keys

    def picture(self) -> QImage:
        """What stands on the screen now, the pointer with it: the card has none of its own."""
        file = self.work / "screen.ppm"
        self.do("screendump", filename=str(file))
        return QImage(str(file))

    def keys(self, *combinations: str) -> None:
        """Each combination is pressed and let go, one after another: ``ctrl-alt-f2`` (names of QKeyCode)."""
        for one in combinations:
            keys = [{"type": "qcode", "data": name} for name in one.split("-")]
            self.do("send-key", keys=keys, **{"hold-time": 40})
            time.sleep(0.1)

    def move(self, x: float, y: float) -> None:
        """The pointer at pixels of the screen."""
        at = zip("xy", (x, y), self.size, strict=True)
        moved = [
            {"type": "abs", "data": {"axis": axis, "value": round(one * GLASS / side)}}
            for axis, one, side in at
        ]
        self.do("input-send-event", events=moved)

    def press(self, down: bool = True) -> None:
        """A finger is put down where the pointer is, or lifted."""
        button = {"type": "btn", "data": {"button": "left", "down": down}}
        self.do("input-send-event", events=[button])

    def tap(self, x: float, y: float) -> None:
        """A short touch at pixels of the screen. What comes and presses at once can be lost."""
        self.move(x, y)
        time.sleep(TAP_SECONDS[self.accelerator])
        self.press()
        time.sleep(TAP_SECONDS[self.accelerator])
        self.press(down=False)

    # -- its plugs and its power

    def plug(self, name: str, image: Path, kind: str = "raw") -> None:
        """Put in a stick that holds ``image``; what is written to it is written to the file."""
        file = {"driver": "file", "filename": str(image)}
        self.do("blockdev-add", driver=kind, **{"node-name": f"{name}-disk"}, file=file)
        self.do("device_add", driver="usb-storage", id=name, drive=f"{name}-disk", removable=True)

    def unplug(self, name: str) -> None:
        """Pull it out, whatever is going on."""
        self.do("device_del", id=name)
        until(lambda: self.has_said("DEVICE_DELETED", device=name), f"the end of {name}", 20)
        self.do("blockdev-del", **{"node-name": f"{name}-disk"})

    def power_button(self) -> None:
        """The button on its case, pressed for a moment."""
        self.do("system_powerdown")

    def reset(self) -> None:
        """The plug pulled and put in again: nothing inside is told. Times begin anew."""
        self.do("system_reset")
        self.begun = time.monotonic()

    def is_on(self) -> bool:
        """Whether it runs."""
        return self.process.poll() is None and bool(self.do("query-status")["running"])

    def wait_off(self, seconds: float = PATIENCE) -> None:
        """Wait until it switched itself off. Raises ``TimeoutError``."""
        until(lambda: self.process.poll() is not None, "the machine to switch itself off", seconds)
        self._close()

    def kill(self) -> None:
        """The plug is pulled: qemu is killed and writes nothing more."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        self.process.wait(PATIENCE)
        self._close()

    def _close(self) -> None:
        self._qmp.close()
        self._agent.close()


_BOTH = ("out", "err")


@contextmanager
def switched_on(disk: Disk, work: Path, **given: Any) -> Iterator[Machine]:
    """A machine that is switched off hard at the end."""
    shutil.rmtree(work, ignore_errors=True)
    machine = Machine(disk, work, **given)
    try:
        yield machine
    finally:
        machine.kill()
