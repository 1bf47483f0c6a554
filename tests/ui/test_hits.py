"""Which part a finger means."""

from __future__ import annotations

import pytest

from kiosk.content.records import Region
from kiosk.ui.hits import Mask, part_under

SIZE_MM = (200.0, 100.0)


def square(name: str, code: int, x: float, y: float, side_mm: float) -> Region:
    """A square part whose upper left corner is at (x, y) mm."""
    wide, high = SIZE_MM
    anchor, area = ((x + side_mm / 2) / wide, (y + side_mm / 2) / high), side_mm * side_mm / (wide * high)
    # twice the area over the edge
    return Region(id=name, code=code, tissue="bone", anchor=anchor, area=area, thick=side_mm / 2 / wide)


def mask_of(*squares: tuple[int, int, int, int]) -> Mask:
    """A mask of 1 mm pixels, with a padded stride, from (code, x, y, side)."""
    stride = 208
    rows = bytearray(stride * 100)
    for code, x, y, side in squares:
        for line in range(y, y + side):
            rows[line * stride + x : line * stride + x + side] = bytes([code]) * side
    return Mask(bytes(rows), 200, 100, stride)


SMALL = square("root", 1, 50, 50, 4)
LARGE = square("body", 2, 100, 20, 60)
MASK = mask_of((1, 50, 50, 4), (2, 100, 20, 60))


def at(x: float, y: float, *regions: Region, mask: Mask | None = MASK) -> str:
    return part_under(x / SIZE_MM[0], y / SIZE_MM[1], regions or (SMALL, LARGE), mask, SIZE_MM)


def test_the_mask_says_exactly_which_part_it_is() -> None:
    assert at(51, 51) == "root"
    assert at(101, 21) == "body"


def test_a_small_part_can_be_caught_within_20_mm() -> None:
    assert at(52 - 9.9, 52) == "root"
    assert at(52 + 9.9, 52) == "root"
    assert at(52, 52 - 9.9) == "root"


def test_a_tap_between_parts_names_nothing() -> None:
    assert at(30, 52) == ""
    assert at(80, 52) == ""


def test_a_large_part_has_no_margin() -> None:
    assert at(97, 50) in ("", "body")
    assert at(93, 50) == ""


def test_of_two_small_parts_the_nearer_is_meant() -> None:
    other = square("disc", 3, 62, 50, 4)
    mask = mask_of((1, 50, 50, 4), (3, 62, 50, 4))
    assert at(57, 52, SMALL, other, mask=mask) == "root"
    assert at(60, 52, SMALL, other, mask=mask) == "disc"


def test_a_pixel_of_a_part_without_words_names_nothing() -> None:
    assert at(130, 50, SMALL) == ""


@pytest.mark.parametrize("place", [(-1, 50), (201, 50), (50, -1), (50, 101), (200, 100)])
def test_a_touch_outside_the_picture_names_nothing(place: tuple[float, float]) -> None:
    assert at(*place) == ""


def test_without_a_mask_the_nearest_anchor_within_reach_is_meant() -> None:
    assert at(130, 50, mask=None) == at(139.9, 50, mask=None) == "body"
    assert at(140.1, 50, mask=None) == ""
    near = square("disc", 3, 62, 50, 4)
    assert (at(57, 52, SMALL, near, mask=None), at(59, 52, SMALL, near, mask=None)) == ("root", "disc")
