"""The outlines of the pictures shown: read once, kept within bounds, absent where they are broken."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kiosk.content.outlines import write_outlines
from kiosk.ui.errors import BadPicture
from kiosk.ui.outlines import KEPT, Outlines
from tests.ui.conftest import Shelf

RINGS = ((0.1, 0.1, 0.5, 0.1, 0.5, 0.5), (0.6, 0.6, 0.9, 0.6, 0.9, 0.9))


def drawn(shelf: Shelf, code: int = 7) -> str:
    return shelf.add(write_outlines({code: RINGS}))


def test_a_part_has_its_own_polygons_and_is_read_once(shelf: Shelf) -> None:
    faults: list[BadPicture] = []
    outlines = Outlines(shelf, faults.append)
    blob = shelf.add(write_outlines({7: RINGS[:1], 8: RINGS[1:]}))
    outlines.ready(blob)
    assert json.loads(outlines.of(blob, 7)) == [list(RINGS[0])]
    assert json.loads(outlines.of(blob, 8)) == [list(RINGS[1])]
    assert (shelf.read, faults) == (1, [])


def test_a_picture_without_outlines_has_none_and_no_fault(shelf: Shelf) -> None:
    faults: list[BadPicture] = []
    assert (Outlines(shelf, faults.append).of("", 7), faults) == ("[]", [])


@pytest.mark.parametrize("how", ["missing", "altered", "garbage", "another part", "no name"])
def test_broken_outlines_are_none_and_a_fault(shelf: Shelf, how: str) -> None:
    faults: list[BadPicture] = []
    outlines = Outlines(shelf, faults.append)
    blob = drawn(shelf)
    if how == "garbage":
        blob = shelf.add(b'{"7":[[1,2')
    elif how == "another part":
        blob = drawn(shelf, code=8)
    elif how == "no name":
        blob = "../../etc/passwd"
    else:
        shelf.blobs.path(blob).unlink()
        if how == "altered":
            shelf.blobs.path(blob).write_bytes(b"{}")
    assert outlines.of(blob, 7) == "[]"
    assert [fault.blob for fault in faults] == [blob]


def test_only_the_last_few_are_kept(shelf: Shelf) -> None:
    outlines = Outlines(shelf, lambda fault: pytest.fail(str(fault)))
    blobs = [drawn(shelf, code) for code in range(1, KEPT + 3)]
    for blob in blobs:
        outlines.ready(blob)
        outlines.ready(blobs[0])
    assert [outlines.has(blob) for blob in blobs] == [True, *[False] * 2, *[True] * (KEPT - 1)]


def test_another_edition_is_read_from_then_on(shelf: Shelf, tmp_path: Path) -> None:
    outlines = Outlines(shelf, lambda fault: pytest.fail(str(fault)))
    other = Shelf(tmp_path / "other")
    blob = drawn(other)
    outlines.change_source(other)
    assert json.loads(outlines.of(blob, 7)) == [list(ring) for ring in RINGS]
