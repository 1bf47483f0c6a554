"""What this machine leaves open around the kiosk, as far as a program can see; closes nothing itself.

What only a person at the machine can see (boot menu, power button, plugs) stands on the lab sheet.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from kiosk.machine.health import Item

UNIT = "lamina.service"

_SECONDS = 10.0
_LOGIND = ("etc/systemd", "run/systemd", "usr/local/lib/systemd", "usr/lib/systemd")
_DIRECT, _MULTITOUCH = 1, 0x35
"""Bits of the kernel's: a device whose touches are where they are seen; one that tells of several fingers."""


def check_touch(root: Path = Path("/")) -> Item:
    """Whether a touch screen is there, as Linux lists its input devices."""
    if not sys.platform.startswith("linux"):
        return Item("touch", "ok", "cannot be told on this system")
    try:
        listed = (root / "proc/bus/input/devices").read_text("utf-8", "replace")
    except OSError:
        listed = ""
    found = [_name_of(block) for block in listed.split("\n\n") if _is_touch_screen(block)]
    if found:
        return Item("touch", "ok", ", ".join(found))
    return Item(
        "touch", "warning", "no touch screen is found", "Plug its USB cable in; a mouse works until then"
    )


def check_lockdown(
    root: Path = Path("/"), user: int | None = None, environment: Mapping[str, str] = os.environ
) -> Item:
    """What is open: keys of the system, consoles, memory that crashes write to disk, a blanking screen."""
    if not sys.platform.startswith("linux"):
        return Item("lockdown", "warning", "cannot be told on this system", "Go through the lab sheet")
    found = list(_open(root, environment))
    is_root = (os.getuid() if user is None else user) == 0
    if is_root:
        why = "this runs as root, so that whoever gets past the kiosk owns the machine"
        found.insert(0, (why, "run the kiosk, and this check, as the kiosk's own user"))
    if not found:
        return Item("lockdown", "ok", "closed, as far as can be seen from here")
    message = "open: " + "; ".join(what for what, _ in found)
    remedies = "; ".join(remedy for _, remedy in found)
    remedy = f"The package brings the files for the most of it; by hand: {remedies}"
    return Item("lockdown", "fault" if is_root else "warning", message, remedy)


def check_watchdog(root: Path = Path("/")) -> Item:
    """Whether the service manager starts the kiosk again, and notices one that hangs."""
    if not (root / "run/systemd/system").is_dir():
        remedy = "Let a service manager start the kiosk again after a fault: docs/it.md"
        return Item("watchdog", "warning", "no systemd runs here: nobody starts the kiosk again", remedy)
    told = _told_of_unit()
    if told.get("LoadState") != "loaded":
        return Item("watchdog", "warning", f"there is no {UNIT}", "Install the package, which brings it")
    if told.get("ActiveState") != "active":
        state = told.get("ActiveState", "unknown")
        return Item("watchdog", "fault", f"{UNIT} is {state}", f"Read `journalctl -u {UNIT}`, then start it")
    watched, again = told.get("WatchdogUSec", "0"), told.get("NRestarts", "0")
    message = f"{UNIT} runs; started again {again} times since it was first started"
    if watched in ("", "0", "infinity"):
        return Item("watchdog", "warning", f"{message}; one that hangs is not noticed", "Set WatchdogSec=20")
    if told.get("Restart") != "always":
        return Item("watchdog", "warning", f"{message}; not after every end", "Set Restart=always")
    return Item("watchdog", "ok", f"{message}; one that hangs is noticed after {watched}")


def not_used() -> list[Item]:
    """What this version has no use for, so that nobody looks for its state."""
    return [
        Item("sound", "ok", "not used: this version plays none"),
        Item("printer", "ok", "not used: this version prints nothing"),
    ]


def _is_touch_screen(block: str) -> bool:
    bits = {name: _bits(words) for name, words in re.findall(r"^B: (\w+)=([0-9a-f ]+)$", block, re.MULTILINE)}
    return bool(bits.get("PROP", 0) >> _DIRECT & 1 and bits.get("ABS", 0) >> _MULTITOUCH & 1)


def _bits(words: str) -> int:
    """Words of 64 bits, the highest first, as one number."""
    number = 0
    for word in words.split():
        number = number << 64 | int(word, 16)
    return number


def _name_of(block: str) -> str:
    found = re.search(r'^N: Name="(.*)"$', block, re.MULTILINE)
    return found[1] if found else "a touch screen"


def _open(root: Path, environment: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Each thing that is open, and what closes it."""
    if _read(root / "proc/sys/kernel/sysrq") not in ("0", ""):
        yield "the SysRq keys", "set kernel.sysrq=0"
    if (root / "run/systemd/system").is_dir():
        logind = _logind(root)
        if logind.get("NAutoVTs", "6") != "0" or logind.get("ReserveVT", "6") != "0":
            yield "text consoles (Ctrl+Alt+F2)", "set NAutoVTs=0 and ReserveVT=0 in logind.conf"
        mask = root / "etc/systemd/system/ctrl-alt-del.target"
        if not (mask.is_symlink() and str(mask.readlink()) == "/dev/null"):
            yield "Ctrl+Alt+Del", "run `systemctl mask ctrl-alt-del.target`"
    if _core_dumps():
        yield "core dumps", "set LimitCORE=0 in the unit"
    if _read(root / "sys/module/kernel/parameters/consoleblank") not in ("0", ""):
        yield "a screen that turns dark", "start the kernel with consoleblank=0"
    if names := [name for name in ("QT_IM_MODULE", "QT_IM_MODULES") if environment.get(name)]:
        yield f"another keyboard ({names[0]})", f"unset {' and '.join(names)}"


def _core_dumps() -> bool:
    import resource

    return resource.getrlimit(resource.RLIMIT_CORE)[0] != 0


def _logind(root: Path) -> dict[str, str]:
    """The keys of logind.conf in force: of parts with one name the first folder's, and the last name wins."""
    parts: dict[str, Path] = {}
    for folder in reversed(_LOGIND):
        parts |= {part.name: part for part in (root / folder / "logind.conf.d").glob("*.conf")}
    whole = next((one for folder in _LOGIND if (one := root / folder / "logind.conf").is_file()), None)
    found: dict[str, str] = {}
    for part in [*([whole] if whole else []), *(parts[name] for name in sorted(parts))]:
        found |= dict(re.findall(r"^[ \t]*(\w+)[ \t]*=[ \t]*(\S*)", _read(part), re.MULTILINE))
    return found


def _told_of_unit() -> dict[str, str]:
    """What systemd tells of the kiosk's unit; nothing where it does not answer."""
    names = "LoadState,ActiveState,WatchdogUSec,Restart,NRestarts"
    command = ["systemctl", "show", UNIT, f"--property={names}"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS)
    except (OSError, subprocess.TimeoutExpired):
        return {}
    return dict(line.split("=", 1) for line in done.stdout.splitlines() if "=" in line)


def _read(file: Path) -> str:
    try:
        return file.read_text("utf-8", "replace").strip()
    except OSError:
        return ""
