"""Which part of a picture a finger means; knows nothing of windows, pages or what the part is called.

The mask says exactly which part lies under a point. Beside every small part is a margin, so that its catch
area is at least 20 mm across (standards.md); a large part has none, so a tap between parts names nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot
from typing import Protocol

from kiosk.content.records import Page, Region

CATCH_MM = 10.0
"""Half of the smallest catch area of a part, in millimetres on the glass."""


@dataclass(frozen=True, slots=True)
class Mask:
    """A picture's parts by code: ``rows`` holds ``stride`` bytes a line, one byte a pixel, 0 for nothing."""

    rows: bytes
    width: int
    height: int
    stride: int

    def code_at(self, x: float, y: float) -> int:
        """The code under a point in fractions of the picture; 0 outside of it."""
        if not (0.0 <= x < 1.0 and 0.0 <= y < 1.0):
            return 0
        return self.rows[int(y * self.height) * self.stride + int(x * self.width)]


class Masks(Protocol):
    """What gives a picture's mask by its blob, or None where it cannot be read; ``Pictures`` does."""

    def mask_or_none(self, blob: str) -> Mask | None: ...


def touched_part(masks: Masks, page: Page, name: str, x: float, y: float, width_mm: float) -> str:
    """The region of the page's picture ``name`` that a touch means, or ""; it is ``width_mm`` wide."""
    picture = next((each for each in page.pictures if each.name == name), None)
    if picture is None:
        return ""
    sizes = {size.role: size for size in picture.renditions}
    stage = sizes.get("stage")
    high = width_mm * (stage.height / stage.width if stage else 1.0)
    mask = masks.mask_or_none(sizes["mask"].blob) if "mask" in sizes else None
    return part_under(x, y, picture.regions, mask, (width_mm, high))


def part_under(
    x: float, y: float, regions: Sequence[Region], mask: Mask | None, size_mm: tuple[float, float]
) -> str:
    """The id of the region that a touch at (``x``, ``y``), in fractions of the picture, means, or "".

    ``size_mm`` is the picture's width and height on the glass. A part drawn at the very point wins;
    otherwise the nearest part whose margin reaches the point.
    """
    code = mask.code_at(x, y) if mask else 0
    if code:
        for region in regions:
            if region.code == code:
                return region.id
    wide, high = size_mm
    nearest, best = "", CATCH_MM
    for region in regions:
        inside, away, thick = _outline_distance(x * wide, y * high, region, wide, high)
        if inside and mask is None:
            return region.id
        margin = max(0.0, CATCH_MM - thick)
        if away <= margin and away < best:
            nearest, best = region.id, away
    return nearest


def _outline_distance(
    px: float, py: float, region: Region, wide: float, high: float
) -> tuple[bool, float, float]:
    """Whether the point lies inside, its distance to the outline, and half the part's thickness, all in mm.

    Half the thickness is area over edge length: exact for a long strip, half the radius for a disc.
    """
    nearest = float("inf")
    area = edge = 0.0
    inside = False
    for outline in region.outlines:
        points = [(outline[i] * wide, outline[i + 1] * high) for i in range(0, len(outline) - 1, 2)]
        ax, ay = points[-1]
        twice = 0.0
        for bx, by in points:
            dx, dy = bx - ax, by - ay
            length = hypot(dx, dy)
            along = ((px - ax) * dx + (py - ay) * dy) / (length * length) if length else 0.0
            along = min(1.0, max(0.0, along))
            nearest = min(nearest, hypot(px - ax - along * dx, py - ay - along * dy))
            if (ay > py) != (by > py) and px < dx * (py - ay) / dy + ax:
                inside = not inside
            twice += ax * by - bx * ay
            edge += length
            ax, ay = bx, by
        area += abs(twice) / 2
    return inside, nearest, area / edge if edge else 0.0
