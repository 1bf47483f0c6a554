"""Millimetres and pixels of the panel, and whether there is one to draw on; draws nothing itself."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from math import hypot

MM_PER_INCH = 25.4


@dataclass(frozen=True, slots=True)
class PanelSize:
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
    if environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"):
        return ""
    return "there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)"
