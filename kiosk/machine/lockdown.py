"""What this machine leaves open around the kiosk, as far as a program can see; closes nothing itself.

What only a person at the machine can see (boot menu, power button, plugs) stands on the lab sheet.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from kiosk.machine import systemd
from kiosk.machine.health import Item

UNIT = "lamina.service"

WATCHDOG_SECONDS = 6
"""What the package's unit has: one that hangs is back on the glass within ten seconds."""

MENDS = "/usr/lib/lamina/cage-mends.so"
"""The library that the unit has cage load (build_spec/linux/lib)."""

CONSOLES = "text consoles (Ctrl+Alt+F2)"
POWER_KEY = "the power key"
CTRL_ALT_DEL = "Ctrl+Alt+Del"
SEVEN_TIMES = "Ctrl+Alt+Del seven times"

_FOLDERS = ("etc/systemd", "run/systemd", "usr/local/lib/systemd", "usr/lib/systemd")
_DIRECT, _MULTITOUCH = 1, 0x35
"""Bits of the kernel's: a device whose touches are where they are seen; one that tells of several fingers."""


def check_touch(root: Path = Path("/"), kiosk: int = 0) -> Item:
    """Whether a touch screen is there, as Linux lists its input devices, and cage can pass its touches on.

    ``kiosk`` is the process of the kiosk that runs here, 0 where none does or nobody knows.
    """
    if not sys.platform.startswith("linux"):
        return Item("touch", "ok", "cannot be told on this system")
    if has_mends(root, kiosk) is False:
        message = f"cage runs without {MENDS}: no touch counts on Debian 12"
        remedy = (
            "Install the package again (apt-get install --reinstall ./lamina_*_amd64.deb), or look for a "
            "drop-in of yours in `systemctl cat lamina.service`; "
            "then run: systemctl restart lamina"
        )
        return Item("touch", "fault", message, remedy)
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


def has_mends(root: Path, kiosk: int) -> bool | None:
    """Whether the cage that started process ``kiosk`` has the library that mends it in its memory.

    None where that cannot be known: no kiosk, not below cage, or its memory's map may not be read. The
    kiosk's user may read it (cage has no more rights than that user has), also from within the unit.
    """
    told = _read(root / "proc" / str(kiosk) / "stat").rpartition(")")[2].split() if kiosk else []
    cage = root / "proc" / (told[1] if len(told) > 1 else "none")
    maps = _read(cage / "maps") if _read(cage / "comm") == "cage" else ""
    return f"/{Path(MENDS).name}" in maps if maps else None


def check_lockdown(
    root: Path = Path("/"),
    user: int | None = None,
    environment: Mapping[str, str] = os.environ,
    kiosk: int = 0,
) -> Item:
    """What is open: keys of the system, consoles, memory that crashes write to disk, a blanking screen.

    ``kiosk`` is the process of the kiosk that runs here, 0 where none does: then this one stands for it.
    What the files close and the running system has not read yet is told apart.
    """
    if not sys.platform.startswith("linux"):
        return Item("lockdown", "warning", "cannot be told on this system", "Go through the lab sheet")
    found = list(_open(root, environment, kiosk))
    is_root = (os.getuid() if user is None else user) == 0
    if is_root:
        why = "this runs as root, so that whoever gets past the kiosk owns the machine"
        found.insert(0, (why, "run the kiosk, and this check, as the kiosk's own user"))
    opened = {what for what, _ in found}
    later = [what for what in _not_read_yet(root) if what not in opened]
    if not found and not later:
        return Item("lockdown", "ok", "closed, as far as can be seen from here")
    messages, remedies = [], []
    if found:
        messages.append("open: " + "; ".join(what for what, _ in found))
        by_hand = "; ".join(remedy for _, remedy in found)
        remedies.append(f"The package brings the files for the most of it; by hand: {by_hand}")
    if later:
        messages.append("closed only after a restart of the machine: " + ", ".join(later))
        remedies.append("Restart the machine once: it reads those files when it starts")
    return Item("lockdown", "fault" if is_root else "warning", "; ".join(messages), ". ".join(remedies))


def check_watchdog(root: Path = Path("/")) -> Item:
    """Whether the service manager starts the kiosk again, and notices one that hangs."""
    if not systemd.is_running(root):
        remedy = "Let a service manager start the kiosk again after a fault: docs/it.md"
        return Item("watchdog", "warning", "no systemd runs here: nobody starts the kiosk again", remedy)
    told = systemd.unit_properties(UNIT, "LoadState", "ActiveState", "WatchdogUSec", "Restart", "NRestarts")
    if told.get("LoadState") != "loaded":
        return Item("watchdog", "warning", f"there is no {UNIT}", "Install the package, which brings it")
    if told.get("ActiveState") != "active":
        state = told.get("ActiveState", "unknown")
        return Item("watchdog", "fault", f"{UNIT} is {state}", f"Read `journalctl -u {UNIT}`, then start it")
    watched, again = told.get("WatchdogUSec", "0"), told.get("NRestarts", "0")
    message = f"{UNIT} runs; started again {again} times since it was first started"
    if watched in ("", "0", "infinity"):
        remedy = f"Set WatchdogSec={WATCHDOG_SECONDS}, as the package has it"
        return Item("watchdog", "warning", f"{message}; one that hangs is not noticed", remedy)
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


def _open(root: Path, environment: Mapping[str, str], kiosk: int) -> Iterator[tuple[str, str]]:
    """Each thing that is open, and what closes it."""
    if _read(root / "proc/sys/kernel/sysrq") not in ("0", ""):
        yield "the SysRq keys", "set kernel.sysrq=0"
    if systemd.is_running(root):
        logind = _in_force(root, "logind.conf")
        if logind.get("NAutoVTs", "6") != "0" or logind.get("ReserveVT", "6") != "0":
            yield CONSOLES, "set NAutoVTs=0 and ReserveVT=0 in logind.conf"
        if logind.get("HandlePowerKey", "poweroff") != "ignore":
            yield POWER_KEY, "set HandlePowerKey=ignore in logind.conf"
        mask = root / "etc/systemd/system/ctrl-alt-del.target"
        if not (mask.is_symlink() and str(mask.readlink()) == "/dev/null"):
            yield CTRL_ALT_DEL, "run `systemctl mask ctrl-alt-del.target`"
        if _in_force(root, "system.conf").get("CtrlAltDelBurstAction", "reboot-force") != "none":
            yield SEVEN_TIMES, "set CtrlAltDelBurstAction=none in system.conf"
    if _dumps_core(root, kiosk):
        yield "core dumps", "set LimitCORE=0 in the unit"
    if _read(root / "sys/module/kernel/parameters/consoleblank") not in ("0", ""):
        yield "a screen that turns dark", "start the kernel with consoleblank=0"
    if names := [name for name in ("QT_IM_MODULE", "QT_IM_MODULES") if environment.get(name)]:
        yield f"another keyboard ({names[0]})", f"unset {' and '.join(names)}"


def _not_read_yet(root: Path) -> Iterator[str]:
    """What systemd and logind still leave open by what they read when they began; asks them."""
    if not systemd.is_running(root):
        return
    logind = systemd.login_properties("NAutoVTs", "HandlePowerKey")
    if logind.get("NAutoVTs", "0") != "0" or systemd.active_units("getty@*.service"):
        yield CONSOLES
    if logind.get("HandlePowerKey", "ignore") != "ignore":
        yield POWER_KEY
    if systemd.unit_properties("ctrl-alt-del.target", "LoadState").get("LoadState", "masked") != "masked":
        yield CTRL_ALT_DEL
    name = "CtrlAltDelBurstAction"
    if systemd.manager_properties(name).get(name, "none") != "none":
        yield SEVEN_TIMES


def _dumps_core(root: Path, kiosk: int) -> bool:
    """Whether a crash of process ``kiosk`` (0: of this one) would write its memory to the disk."""
    limits = _read(root / "proc" / str(kiosk) / "limits") if kiosk else ""
    if found := re.search(r"^Max core file size\s+(\S+)", limits, re.MULTILINE):
        return found[1] != "0"
    import resource

    return resource.getrlimit(resource.RLIMIT_CORE)[0] != 0


def _in_force(root: Path, name: str) -> dict[str, str]:
    """The keys of a file of systemd's as they hold with its parts.

    Of parts with one name the first folder's counts, and of a key in several parts the last part's.
    """
    parts: dict[str, Path] = {}
    for folder in reversed(_FOLDERS):
        parts |= {part.name: part for part in (root / folder / f"{name}.d").glob("*.conf")}
    whole = next((one for folder in _FOLDERS if (one := root / folder / name).is_file()), None)
    found: dict[str, str] = {}
    for part in [*([whole] if whole else []), *(parts[one] for one in sorted(parts))]:
        found |= dict(re.findall(r"^[ \t]*(\w+)[ \t]*=[ \t]*(\S*)", _read(part), re.MULTILINE))
    return found


def _read(file: Path) -> str:
    try:
        return file.read_text("utf-8", "replace").strip()
    except OSError:
        return ""
