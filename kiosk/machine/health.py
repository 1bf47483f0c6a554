"""Is this machine fit: one item for each thing a kiosk stands on; knows nothing of what an edition holds.

``python main.py check`` prints these items and adds the edition's own. Nothing here raises: what cannot be
found out is a warning that says so.
"""

from __future__ import annotations

import importlib
import os
import platform
import re
import sys
import time
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from kiosk import PACKAGED, PROGRAM
from kiosk.machine import paths
from kiosk.machine.disks import free_bytes, is_read_only
from kiosk.machine.display import PanelSize, missing_display, read_screen
from kiosk.machine.ladder import Starts, process_of_kiosk
from kiosk.machine.outputs import unwritable
from kiosk.machine.settings import SECRET, Effective, Settings

State = Literal["ok", "warning", "fault"]
ORDER: tuple[State, ...] = ("ok", "warning", "fault")

PINNED_QT = "6.11.3"
ROOM_WANTED = 1024**3
"""Bytes free that an update of a large edition needs twice over (standards.md asks for 2x)."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing looked at. ``remedy`` says what to do and is empty when the state is ok."""

    name: str
    state: State
    message: str
    remedy: str = ""

    def __str__(self) -> str:
        return f"{self.name:<9} {self.state:<8} {self.message}" + (f". {self.remedy}" if self.remedy else "")


def worst(items: Iterable[Item]) -> State:
    """The state of the whole: that of its worst item."""
    return max((item.state for item in items), key=ORDER.index, default="ok")


def exit_code(items: Iterable[Item]) -> int:
    """0 ok, 1 warning, 2 fault: the command line's own codes."""
    return ORDER.index(worst(items))


def check_machine(
    effective: Effective,
    place: Path,
    environment: Mapping[str, str] = os.environ,
    state: Path | None = None,
) -> list[Item]:
    """Every item that needs no edition. ``place`` is a folder on the disk that editions live on.

    ``state`` is the kiosk's state folder where that is not this machine's own.
    """
    return [
        check_python(),
        check_qt(),
        check_display(effective.settings, environment, state or paths.state_folder(environment)),
        check_settings(effective, state or paths.state_folder(environment)),
        check_disk(place),
        check_clock(),
    ]


def check_python() -> Item:
    """A Python this release was tested on."""
    message = f"Python {platform.python_version()}"
    if (3, 11) <= sys.version_info[:2] < (3, 14):
        return Item("python", "ok", message)
    return Item("python", "fault", message, "Install Python 3.11, 3.12 or 3.13 and set up again")


def check_qt() -> Item:
    """The pinned Qt, loaded for real: a missing system library shows here."""
    try:
        version: str = importlib.import_module("PySide6").__version__
        importlib.import_module("PySide6.QtQuick")
    except ModuleNotFoundError:
        remedy = "Install the package again" if PACKAGED else "Run `make run` once"
        return Item("qt", "fault", "PySide6-Essentials is not installed", remedy)
    except ImportError as fault:
        remedy = "Install the system's library of that name" if PACKAGED else "Run `make run`: it does that"
        return Item("qt", "fault", f"Qt cannot be loaded: {fault}", remedy)
    if version != PINNED_QT:
        remedy = f"Set up again: only {PINNED_QT} is sound on this Python"
        return Item("qt", "warning", f"PySide6 {version} instead of {PINNED_QT}", remedy)
    return Item("qt", "ok", f"PySide6 {version}")


def check_display(settings: Settings, environment: Mapping[str, str], state: Path) -> Item:
    """What the kiosk that runs here sees of its screen; with none, whether a window could be opened here.

    Who asks is seldom where the screen is: over SSH there is none.
    """
    if process := process_of_kiosk(state):
        screen = read_screen(state)
        if screen is None or screen.process != process:
            message = "a kiosk runs here and has not told of its screen yet"
            return Item("display", "warning", message, "Ask again in a minute; then look at its log")
        if not screen.shown:
            message = "a kiosk runs here, and no screen shows it"
            return Item("display", "warning", message, "Look at the panel: its power and its cable")
        size = screen.width, screen.height
        return _panel(settings.panel_inches, size, f"the kiosk is on it, by {screen.by}")
    if is_read_only(state) or free_bytes(state) == 0:
        message = f"whether a kiosk runs cannot be told: it can keep no note of it in {state}"
        return Item("display", "warning", message, "Look at the disk, then start the kiosk again")
    if missing := missing_display(environment):
        remedy = "Start it: systemctl start lamina" if PACKAGED else "Start it, or its service"
        return Item("display", "warning", f"no kiosk is running here, and {missing}", remedy)
    return _panel(settings.panel_inches, settings.size, "no kiosk is running here")


def _panel(inches: float, size: tuple[int, int], who: str) -> Item:
    """Whether a panel of ``inches`` can have so many pixels; (0, 0) where nobody knows how many."""
    if size == (0, 0):
        return Item("display", "ok", f"panel of {inches:g} inches; {who}")
    panel = PanelSize(inches, *size)
    message = (
        f"panel of {panel.inches:g} inches, {panel.width}x{panel.height} pixels, "
        f"{panel.width_mm:.0f} x {panel.height_mm:.0f} mm, {panel.px_per_mm:.2f} pixels a millimetre; {who}"
    )
    if 2 <= panel.px_per_mm <= 12:
        return Item("display", "ok", message)
    return Item("display", "warning", message, "Look at panel_inches: no usual panel is so fine or so coarse")


def check_settings(effective: Effective, state: Path | None = None) -> Item:
    """What is wrong with the settings, all of it in one item. ``state`` is the kiosk's state folder."""
    found = list(unwritable(effective, state)) if state is not None else []
    address = effective.settings.repository
    if _is_open_to_the_network(address):
        message = (
            f"repository = {address} is not https: who sits between can read and withhold, but not forge"
        )
        found.append((message, "Serve it over https, and name that address"))
    wrong = [str(fault) for fault in effective.faults]
    remedy = ["Mend each, then start the kiosk again"] if wrong else []
    if wrong or found:
        messages, remedies = [*wrong, *(told for told, _ in found)], [*remedy, *(what for _, what in found)]
        return Item("settings", "fault" if wrong else "warning", "; ".join(messages), ". ".join(remedies))
    return Item("settings", "ok", str(effective.file) if effective.file else "no file: defaults")


def _is_open_to_the_network(address: str) -> bool:
    """Whether what is asked of ``address`` leaves this machine unencrypted; signatures still hold."""
    if not address.startswith("http:"):
        return False
    host = (urlsplit(address).hostname or "").removesuffix(".")
    return not (host == "localhost" or re.fullmatch(r"127(\.\d{1,3}){3}|::1", host))


def check_disk(place: Path) -> Item:
    """Room for an update, on a disk that can be written."""
    free = free_bytes(place)
    if free is None:
        return Item("disk", "warning", f"the disk of {place} cannot be read", "Look at the disk")
    if is_read_only(place):
        what = "It may be worn: look at the kernel's log. What is installed is shown meanwhile"
        return Item("disk", "fault", f"the disk of {place} can only be read: nothing new can come in", what)
    message = f"{free / 1024**3:.1f} GiB free"
    if free < ROOM_WANTED:
        return Item("disk", "warning", message, "Free 1 GiB: an update needs room for two editions")
    return Item("disk", "ok", message)


def check_clock(built: float = 0.0, now: float | None = None) -> Item:
    """The clock against the newest time known to be past (``built``, seconds since 1970).

    A wrong clock blanks nothing; it makes dates on pages and updates wrong.
    """
    now = time.time() if now is None else now
    message = time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime(now))
    if now < max(built, 1_767_225_600.0) - 86_400:
        return Item("clock", "warning", f"{message} is in the past", "Set the clock; the battery may be flat")
    return Item("clock", "ok", message)


def check_pin(pin_hash: str) -> Item:
    """Whether the staff door can be opened. ``pin_hash`` is the hash in force, "" where there is none."""
    if pin_hash:
        return Item("pin", "ok", "set: the staff door can be opened")
    remedy = f"Set one with `{PROGRAM} pin`; until then the staff door stays shut"
    return Item("pin", "warning", "no PIN is set", remedy)


def check_counts(counting: bool, fault: str, broken: Path | None = None) -> Item:
    """Whether usage is counted. ``fault`` is what the counting kiosk says; ``broken`` a file set aside."""
    if not counting:
        return Item("counts", "ok", "off by the settings")
    if fault:
        return Item("counts", "warning", fault.rstrip("."), "Nothing else stops; look at the disk")
    if broken is not None and broken.exists():
        message = f"{broken}: counts that could not be read were set aside; new ones are kept"
        return Item("counts", "warning", message, "Look at the disk, then remove that file")
    return Item("counts", "ok", "one number a day for each page")


def check_starts(starts: Starts, reports: int = 0) -> Item:
    """Whether the kiosk crashed since the machine started, and what is not shown because of that.

    ``reports`` are the crash reports that are kept, of whatever boot.
    """
    remedy = "Bring other content; read `crashes` in the state folder"
    times = "once" if starts.crashed == 1 else f"{starts.crashed} times"
    if starts.safe_since is not None:
        return Item("starts", "fault", f"crashed {times}; no content is shown, only the safe page", remedy)
    if starts.passed:
        passed = ", ".join(starts.passed)
        return Item("starts", "fault", f"crashed {times}; passed over until the next boot: {passed}", remedy)
    if starts.crashed or reports:
        kept = f"; {reports} reports are kept" if reports > 1 else "; a report is kept" if reports else ""
        message = f"crashed {times}" if starts.crashed else "has not crashed"
        remedy = "Read `crashes` in the state folder and the log, then remove what was read"
        return Item("starts", "warning", f"{message} since this machine started{kept}", remedy)
    return Item("starts", "ok", "no crash since this machine started")


def settings_in_force(effective: Effective) -> list[dict[str, Any]]:
    """Each setting's key, value and where it came from, for `check`. A secret only says that it is set."""
    return [
        {
            "key": item.name,
            "value": _listed(item.name, getattr(effective.settings, item.name)),
            "from": effective.origins.get(item.name, "default"),
        }
        for item in fields(Settings)
    ]


def _listed(key: str, value: object) -> object:
    return ("set" if value else "") if key in SECRET else value


def as_json(items: list[Item], effective: Effective, version: str) -> dict[str, Any]:
    """The shape README.md documents for ``check --json``."""
    return {
        "lamina": version,
        "state": worst(items),
        "items": [asdict(item) for item in items],
        "settings": settings_in_force(effective),
    }
