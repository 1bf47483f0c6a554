"""The outlines of a picture's parts, in a file of their own; knows nothing of pages, words or pixels.

They are most of what there is to say of a picture's parts, and one part is lit at a time: so a page does
without them. The file is JSON: each part's code in the mask, and its closed polygons as flat x, y runs in
fractions of the picture.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from kiosk.content.codec import read_record, write_record
from kiosk.content.errors import Misshapen

OUTLINES_BYTES = 256 * 1024
"""Largest file of outlines, in bytes (docs/format.md, section 3); no picture has needed 90,000 yet."""

RINGS = 64
"""Most polygons of one part; ten are the most drawn so far."""

NUMBERS = 8192
"""Most numbers in the polygons of one part: each becomes four points of the lit edge."""

Rings = tuple[tuple[float, ...], ...]

_CODE = re.compile(r"[1-9][0-9]{0,2}")


def read_outlines(data: bytes) -> dict[int, Rings]:
    """The polygons of each part by its code. Raises ``Misshapen`` with the place."""
    tree = read_record(Mapping[str, Rings], data, OUTLINES_BYTES)  # type: ignore[type-abstract]
    found: dict[int, Rings] = {}
    for code, rings in tree.items():
        why = _fault(code, rings)
        if why:
            raise Misshapen(code[:60], why)
        found[int(code)] = rings
    return found


def write_outlines(outlines: Mapping[int, Rings]) -> bytes:
    """``outlines`` as canonical JSON. Raises ``Misshapen`` when it could not be read back the same."""
    data = write_record({str(code): rings for code, rings in outlines.items()})
    if read_outlines(data) != outlines:
        raise Misshapen("", "the outlines do not read back as written: a value has another type")
    return data


def area_of(rings: Rings) -> float:
    """The area of closed polygons in fractions of the picture, seven decimals, by the surveyor's rule."""
    return round(sum(map(_area, rings)), 7)


def _area(ring: tuple[float, ...]) -> float:
    points = list(zip(ring[0::2], ring[1::2], strict=True))
    sides = zip(points[-1:] + points, points, strict=False)
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in sides)) / 2


def _fault(code: str, rings: Rings) -> str:
    if not _CODE.fullmatch(code) or int(code) > 255:
        return "no code of a part: whole numbers from 1 to 255"
    if not 0 < len(rings) <= RINGS or sum(map(len, rings)) > NUMBERS:
        return f"{len(rings)} polygons; 1 to {RINGS}, with at most {NUMBERS} numbers"
    for ring in rings:
        if len(ring) < 6 or len(ring) % 2:
            return f"a polygon of {len(ring)} numbers; three points or more, two numbers each"
        if min(ring) < 0 or max(ring) > 1:
            return "a point outside of the picture; numbers are 0 to 1"
    return ""
