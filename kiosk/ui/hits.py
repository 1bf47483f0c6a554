"""Which part of a picture a finger means; knows nothing of windows or of what the part is called.

The mask says exactly which part lies under a point. Beside every small part is a margin, so that its catch
area is at least 20 mm across (standards.md); a large part has none, so a tap between parts names nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil, floor, hypot
from typing import NamedTuple, Protocol

from kiosk.content.records import NerveMap, Page, Region

CATCH_MM = 10.0
"""Half of the smallest catch area of a part, in millimetres on the glass."""


class Mask(NamedTuple):
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

    def nearest(self, x: float, y: float, margins: Mapping[int, float], size_mm: tuple[float, float]) -> int:
        """The code whose pixels lie nearest to the point, none farther than its margin in mm; 0 for none."""
        across, down = size_mm[0] / self.width, size_mm[1] / self.height
        px, py = x * self.width, y * self.height
        far = max(margins.values(), default=0.0)
        left, right = max(0, floor(px - far / across)), min(self.width, ceil(px + far / across))
        top, bottom = max(0, floor(py - far / down)), min(self.height, ceil(py + far / down))
        found, best = 0, CATCH_MM
        for row in range(top, bottom):
            line = self.rows[row * self.stride + left : row * self.stride + right]
            for code in margins.keys() & set(line):
                here = min(max(0, floor(px) - left), len(line))
                before, after = line.rfind(code, 0, here), line.find(code, here)
                beside = min(
                    px - left - before - 1 if before >= 0 else self.width,
                    max(0.0, left + after - px) if after >= 0 else self.width,
                )
                away = hypot(beside * across, max(0.0, row - py, py - row - 1) * down)
                if away <= margins[code] and away < best:
                    found, best = code, away
        return found


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


def chosen_with(page: Page, region: str) -> tuple[str, str]:
    """What a visit chooses when this region is touched: a nerve by its row, anything else by itself."""
    if isinstance(page, NerveMap):
        return "row", next((nerve.id for nerve in page.nerves if region in nerve.regions), "")
    return "region", region


def part_under(
    x: float, y: float, regions: Sequence[Region], mask: Mask | None, size_mm: tuple[float, float]
) -> str:
    """The id of the region that a touch at (``x``, ``y``), in fractions of the picture, means, or "".

    ``size_mm`` is the picture's width and height on the glass. A part drawn at the very point wins;
    otherwise the nearest part whose margin reaches the point. Without a mask all that is known of where a
    part lies is its anchor: the nearest within reach is meant.
    """
    wide, high = size_mm
    if mask is None:
        placed = (region for region in regions if len(region.anchor) > 1)
        reached = (
            (hypot((x - region.anchor[0]) * wide, (y - region.anchor[1]) * high), region.id)
            for region in placed
        )
        return min((each for each in reached if each[0] <= CATCH_MM), default=(0.0, ""))[1]
    ids = {region.code: region.id for region in regions}
    code = mask.code_at(x, y)
    if code not in ids:
        margins = {region.code: CATCH_MM - region.thick * wide / 2 for region in regions}
        margins = {code: margin for code, margin in margins.items() if margin > 0}
        code = mask.nearest(x, y, margins, size_mm)
    return ids.get(code, "")
