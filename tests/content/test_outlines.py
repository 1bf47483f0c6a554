"""The outlines of a picture's parts: read strictly, whatever the bytes are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.content.errors import Misshapen
from kiosk.content.outlines import NUMBERS, OUTLINES_BYTES, RINGS, area_of, read_outlines, write_outlines

TRIANGLE = "[0.1,0.1,0.5,0.1,0.5,0.5]"


def test_outlines_read_back_as_written_and_are_written_one_way() -> None:
    drawn = {12: ((0.1, 0.1, 0.5, 0.1, 0.5, 0.5),), 3: ((0.0, 0.0, 1.0, 0.0, 1.0, 1.0),) * 2}
    data = write_outlines(drawn)
    assert data == f'{{"12":[{TRIANGLE}],"3":[[0.0,0.0,1.0,0.0,1.0,1.0],[0.0,0.0,1.0,0.0,1.0,1.0]]}}'.encode()
    assert read_outlines(data) == drawn
    assert data == write_outlines(dict(reversed(drawn.items())))


@pytest.mark.parametrize("code", ["0", "256", "-1", "01", "1.0", " 1", "x", "", "9" * 190, "１"])
def test_a_key_that_is_no_code_is_refused(code: str) -> None:
    with pytest.raises(Misshapen, match="no code"):
        read_outlines(f'{{"{code}":[{TRIANGLE}]}}'.encode())


@pytest.mark.parametrize(
    ("rings", "why"),
    [
        ("[]", "0 polygons"),
        (f"[{','.join([TRIANGLE] * (RINGS + 1))}]", "65 polygons"),
        (f"[[{','.join(['0.5'] * (NUMBERS + 2))}]]", "numbers"),
        ("[[]]", "of 0 numbers"),
        ("[[0.1,0.1,0.5,0.1]]", "of 4 numbers"),
        ("[[0.1,0.1,0.5,0.1,0.5,0.5,0.2]]", "of 7 numbers"),
        ("[[0.1,0.1,0.5,0.1,0.5,1.0001]]", "outside"),
        ("[[0.1,0.1,0.5,0.1,0.5,-0.1]]", "outside"),
        ("[[0.1,0.1,0.5,0.1,0.5,1e999]]", "too large"),
        ("[[0.1,0.1,0.5,0.1,0.5,NaN]]", "not a number"),
        ("[[0.1,0.1,0.5,0.1,0.5,true]]", "numbers only"),
        ('[[0.1,0.1,0.5,0.1,0.5,"0"]]', "numbers only"),
        ("[0.1,0.1,0.5,0.1,0.5,0.5]", "must be a list"),
        ("{}", "must be a list"),
        ("null", "must be a list"),
    ],
)
def test_what_is_no_outline_is_refused_where_it_stands(rings: str, why: str) -> None:
    read_outlines(f'{{"7":[{TRIANGLE}]}}'.encode())
    with pytest.raises(Misshapen, match=why):
        read_outlines(f'{{"7":[{TRIANGLE}],"8":{rings}}}'.encode())


def test_a_file_beyond_its_cap_is_refused_before_it_is_read() -> None:
    with pytest.raises(Misshapen, match="more than"):
        read_outlines(b"[" * (OUTLINES_BYTES + 1))


def test_what_could_not_be_read_is_not_written() -> None:
    with pytest.raises(Misshapen):
        write_outlines({300: ((0.1, 0.1, 0.5, 0.1, 0.5, 0.5),)})


def test_an_area_is_that_of_all_polygons() -> None:
    half = (0.0, 0.0, 1.0, 0.0, 1.0, 1.0)
    assert (area_of((half,)), area_of((half, (0.0, 0.0, 0.5, 0.0, 0.5, 0.5))), area_of(())) == (0.5, 0.625, 0)


@given(st.one_of(st.binary(max_size=200), st.text(alphabet='{}[]:,"0123456789.-e', max_size=200)))
def test_no_bytes_at_all_raise_anything_else(data: bytes | str) -> None:
    try:
        found = read_outlines(data.encode() if isinstance(data, str) else data)
    except Misshapen:
        return
    assert all(1 <= code <= 255 and rings for code, rings in found.items())
