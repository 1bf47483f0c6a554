"""Millimetres and pixels of the panel, whether there is one, what a kiosk saw of it; draws nothing."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from math import hypot
from pathlib import Path
from typing import NamedTuple

from kiosk.content.codec import read_record, write_record
from kiosk.content.errors import BrokenEdition, Misshapen
from kiosk.content.files import make_folder, read_regular, write_whole
from kiosk.content.record import record

MM_PER_INCH = 25.4

SCREEN = "screen.json"
"""In the state folder: what the kiosk sees of its screen, for those who ask from elsewhere."""

_SCREEN_BYTES = 4096


@record
class Screen:
    """What the window of ``process`` has: pixels, by which of Qt's ways, and whether a screen shows it."""

    process: int
    by: str
    width: int
    height: int
    shown: bool


def keep_screen(state: Path, screen: Screen) -> None:
    """Keep ``screen`` for who asks. Raises ``OSError``. Not synced: after a power cut it is untrue."""
    make_folder(state)
    write_whole(state / SCREEN, write_record(screen), durable=False)


def read_screen(state: Path) -> Screen | None:
    """What the last kiosk of this ``state`` folder kept; None where nothing can be read."""
    try:
        return read_record(Screen, read_regular(state / SCREEN, _SCREEN_BYTES), _SCREEN_BYTES)
    except (BrokenEdition, Misshapen):
        return None


class PanelSize(NamedTuple):
    """A panel as its maker names it: the diagonal in inches, and its width and height in pixels."""

    inches: float
    width: int
    height: int

    @property
    def px_per_mm(self) -> float:
        """Pixels to the millimetre, taking pixels as square."""
        return hypot(self.width, self.height) / (self.inches * MM_PER_INCH)

    @property
    def width_mm(self) -> float:
        """The width of the picture in millimetres."""
        return self.width / self.px_per_mm

    @property
    def height_mm(self) -> float:
        """The height of the picture in millimetres."""
        return self.height / self.px_per_mm


def missing_display(environment: Mapping[str, str] = os.environ) -> str:
    """Why no window can be opened here, in a few words; empty when one can."""
    if not sys.platform.startswith("linux") or environment.get("QT_QPA_PLATFORM"):
        return ""
    wayland, x11 = environment.get("WAYLAND_DISPLAY", ""), environment.get("DISPLAY", "")
    if not wayland and not x11:
        return "there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)"
    places = []
    if wayland:
        places.append(Path(environment.get("XDG_RUNTIME_DIR", ""), wayland))
    if x11:
        found = re.fullmatch(r"(?:unix)?:(\d+)(?:\.\d+)?", x11)
        if found is None:
            return ""  # another machine's display; only Qt can tell
        places.append(Path(f"/tmp/.X11-unix/X{found[1]}"))
    if any(place.exists() or _answers(f"\0{place}") for place in places):
        return ""
    named = f"WAYLAND_DISPLAY “{wayland}”" if wayland else f"DISPLAY “{x11}”"
    return f"no display answers ({named} leads nowhere)"


def _answers(place: str) -> bool:
    """Whether a display listens at an abstract socket, which no file shows."""
    import socket  # a start with a display pays for this in no other case

    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(1)
        try:
            line.connect(place)
        except OSError:
            return False
    return True
