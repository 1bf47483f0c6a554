from __future__ import annotations

import json
import re
import time
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.content.codec import DEPTH, depth_of, kind_of, read_page, write_page
from kiosk.content.errors import Misshapen
from kiosk.content.manifest import Root, Topic
from kiosk.content.records import PAGE_KINDS, Article, Block, Door, Menu, Review, Section, Sentence
from kiosk.content.text import UNSEEN, fault_of, unseen_in, without_unseen

MENU = Menu(
    topic="home",
    language="es",
    title='Su espalda: "niño" y \\ señal',
    review=Review(sample=True, state="draft"),
    doors=(Door(topic="a", title="Uno"), Door(topic="b", title="Dos"), Door(topic="c", title="Tres")),
)


def tree() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(write_page(MENU))
    return found


def packed(page: object) -> bytes:
    return json.dumps(page, ensure_ascii=False).encode()


def fault(page: object) -> Misshapen:
    with pytest.raises(Misshapen) as caught:
        read_page(page if isinstance(page, bytes) else packed(page))
    return caught.value


def test_a_page_reads_back_as_it_was_written() -> None:
    assert read_page(write_page(MENU)) == MENU


def test_a_page_is_written_one_way_only() -> None:
    data = write_page(MENU)
    assert write_page(read_page(data)) == data
    assert b": " not in data.replace(b"espalda: ", b"") and b"\n" not in data
    assert list(tree()) == sorted(tree())


def test_fields_at_their_default_are_left_out() -> None:
    assert "related" not in tree() and "line" not in tree()["doors"][0]


def test_an_unknown_key_is_refused_where_it_stands() -> None:
    page = tree()
    page["doors"][2]["script"] = "x"
    assert fault(page).where == "doors[2]" and "script" in fault(page).why


def test_a_missing_key_is_refused_by_name() -> None:
    page = tree()
    del page["doors"][1]["title"]
    assert fault(page).where == "doors[1]" and "title" in fault(page).why


@pytest.mark.parametrize("value", [3, None, True, ["x"], {"text": "x"}, 1.5])
def test_a_title_must_be_a_text(value: object) -> None:
    page = tree()
    page["doors"][2]["title"] = value
    assert fault(page).where == "doors[2].title"


def test_true_is_not_a_number_and_one_is_not_true() -> None:
    page = tree()
    page["review"]["sample"] = 1
    assert fault(page).where == "review.sample"


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "9" * 5000])
def test_a_number_that_is_none_is_refused(number: str) -> None:
    data = write_page(MENU).replace(b'"sample":true', f'"sample":{number}'.encode())
    fault(data)


@pytest.mark.parametrize("deep", [b"[" * 100_000, b'{"kind":' * 100_000, b'{"doors":' + b"[" * 900_000])
def test_a_deep_document_is_refused(deep: bytes) -> None:
    fault(deep)


def test_a_key_that_stands_twice_is_refused() -> None:
    fault(write_page(MENU).replace(b'"topic":"home"', b'"topic":"home","topic":"home"'))


def test_a_page_beyond_its_cap_is_refused_before_it_is_read() -> None:
    assert "allowed" in fault(b" " * (1024 * 1024 + 1)).why


@pytest.mark.parametrize("kind", ["screen", "", None, 4, ["menu"], "Menu"])
def test_only_a_known_kind_is_a_page(kind: object) -> None:
    assert fault(tree() | {"kind": kind}).where == "kind"


@pytest.mark.parametrize(
    "unseen", ["\x00", "\x1b", "\u202e", "\u2066", "\u200b", "\ufeff", "\x85", "\U000e0041"]
)
def test_unseen_characters_are_refused_plain_and_escaped(unseen: str) -> None:
    page = tree() | {"title": f"a{unseen}b"}
    fault(json.dumps(page, ensure_ascii=False).encode())
    fault(json.dumps(page, ensure_ascii=True).encode())
    with pytest.raises(Misshapen):
        write_page(replace(MENU, title=f"a{unseen}b"))
    assert without_unseen(f"a{unseen}b") in ("ab", "a b")


@pytest.mark.parametrize(("width", "height"), [(0, 10), (10, 0), (-1, 10), (10, 4097), (10**15, 10)])
def test_a_picture_of_no_size_is_refused(width: int, height: int) -> None:
    size = {"blob": "0" * 64, "width": width, "height": height, "role": "stage"}
    page = tree() | {"pictures": [{"name": "a", "alt": "a", "renditions": [size]}]}
    assert fault(page).where == "pictures[0].renditions" and "pixels" in fault(page).why
    fine = size | {"width": 10, "height": 4096}
    page["pictures"][0]["renditions"] = [fine]
    assert read_page(packed(page)).pictures


def test_a_half_character_is_refused() -> None:
    fault(write_page(MENU).replace(b"Uno", b"\xed\xa0\x80"))
    fault(write_page(MENU).replace(b"Uno", b"\\ud800"))


def test_a_backslash_before_a_letter_is_kept_when_it_is_text() -> None:
    page = replace(MENU, title="C:\\new \\\\u202e")
    assert read_page(write_page(page)) == page


@pytest.mark.parametrize("text", ["x" * 201, "word " * 2000, "ñ" * 201])
def test_a_text_or_word_beyond_its_cap_is_refused(text: str) -> None:
    assert fault(tree() | {"title": text}).where == "title"
    assert fault_of(text)


@given(st.text(max_size=300))
def test_any_text_reads_back_the_same_or_is_refused(text: str) -> None:
    page = replace(MENU, title=text)
    if fault_of(text):
        with pytest.raises(Misshapen):
            write_page(page)
    else:
        assert read_page(write_page(page)) == page


@given(st.text())
def test_a_text_stripped_of_the_unseen_has_none(text: str) -> None:
    assert not re.search(UNSEEN, without_unseen(text))


def test_every_unseen_character_is_told() -> None:
    signs = [chr(code) for code in range(0x110000)]
    unseen = [sign for sign in signs if re.match(UNSEEN, sign)]
    assert len(unseen) > 2000
    assert [sign for sign in signs if unseen_in(f"a{sign}b")] == unseen


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(sorted(tree())), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(st.sampled_from(sorted(tree())), JSON)
def test_whatever_stands_in_a_field_is_a_page_or_a_named_fault(name: str, value: object) -> None:
    data = json.dumps(tree() | {name: value}, ensure_ascii=False).encode("utf-8", "surrogatepass")
    try:
        page = read_page(data)
    except Misshapen as caught:
        assert str(caught)
    else:
        assert read_page(write_page(page)) == page


@given(st.binary(max_size=200))
def test_no_bytes_at_all_raise_anything_else(data: bytes) -> None:
    with pytest.raises(Misshapen):
        read_page(data)


def test_no_record_nests_deeper_than_the_format_allows() -> None:
    assert max(depth_of(record) for record in (*PAGE_KINDS.values(), Root, Topic)) <= DEPTH


def test_every_page_kind_has_a_reading_plan() -> None:
    for kind, record in PAGE_KINDS.items():
        required = [field.name for field in fields(record) if field.name not in ("say", "lead")]
        assert required
        with pytest.raises(Misshapen, match="missing"):
            read_page(packed({"kind": kind}))


@pytest.mark.bench
def test_a_page_of_two_hundred_sentences_decodes_within_a_frame() -> None:
    sentences = tuple(
        Sentence(id=f"a.p1.s{n}", text="The surgeon takes bone from one side only.") for n in range(20)
    )
    sections = tuple(
        Section(id=f"s{n}", title="One", blocks=(Block(sentences=sentences),)) for n in range(10)
    )
    page = Article(
        topic="a", language="en", title="A", review=Review(sample=True, state="draft"), sections=sections
    )
    data = write_page(page)
    best = min(_time_of(data) for _ in range(20))
    assert kind_of(page) == "article" and best < 0.004, f"{best * 1e3:.2f} ms"


def _time_of(data: bytes) -> float:
    begun = time.perf_counter()
    read_page(data)
    return time.perf_counter() - begun
