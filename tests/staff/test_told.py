from __future__ import annotations

import re
from dataclasses import replace

import pytest

from kiosk.content.records import LANGUAGES, Language
from kiosk.content.reviews import Reviews
from kiosk.machine.health import Item
from kiosk.staff.counts import Bar, Series
from kiosk.staff.jobs import Live, Other
from kiosk.staff.told import Sum, light_told, live_told, read_told, stopped_told, sum_of
from kiosk.staff.words import fill, words_in


def series(name: str, *counts: int) -> Series:
    """A day for each count; 1 to 4 are hidden as ``Counts`` hides them."""
    bars = [
        Bar(day=f"2026-11-{at:02}", count=0 if 0 < n < 5 else n, few=0 < n < 5)
        for at, n in enumerate(counts, 1)
    ]
    return Series(name=name, bars=tuple(bars))


def same(name: str) -> str:
    return name


def test_every_word_stands_in_both_languages_with_the_same_gaps() -> None:
    english, spanish = words_in("en"), words_in("es")
    assert english.keys() == spanish.keys()
    for key, words in english.items():
        assert words and spanish[key], key
        assert sorted(re.findall(r"{\w+}", words)) == sorted(re.findall(r"{\w+}", spanish[key])), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_buttons_are_short_enough_for_the_largest_letters(language: Language) -> None:
    words = words_in(language)
    for key in ("leave", "goBack", "letters", "pinOpen", "pinCancel", "reset", "install", "undo", "undoYes"):
        assert len(words[key]) <= 22, key


@pytest.mark.parametrize(
    ("counts", "words"),
    [((7, 5), "12"), ((0, 0), "0"), ((3,), "<5"), ((2, 0), "<5"), ((1, 4), "2 to 8"), ((7, 1, 3), "9 to 15")],
)
def test_a_sum_tells_no_more_than_its_days_do(counts: tuple[int, ...], words: str) -> None:
    assert sum_of(series("discs", *counts)).words("{n} to {count}") == words


def test_the_true_sum_always_lies_between_what_is_told() -> None:
    for counts in [(1, 1, 1), (4, 4, 4), (9, 2, 0, 5), (0, 0, 4)]:
        found = sum_of(series("discs", *counts))
        assert found.low <= sum(counts) <= found.high


def test_what_is_read_comes_the_most_first_and_its_bars_tell_what_is_sure() -> None:
    rows = read_told([series("few", 3), series("most", 10, 2), series("some", 6)], same, "en")
    assert [row["name"] for row in rows] == ["most", "some", "few"]
    assert rows[0] == {"name": "most", "words": "11 to 14", "share": 1.0, "solid": 11 / 14}
    assert rows[2]["words"] == "<5"
    assert read_told([], same, "en") == []


def test_where_people_stop_tells_pages_with_an_end_and_enough_readers() -> None:
    opened = [series("read", 20), series("left", 20), series("endless", 20), series("rare", 3)]
    completed = [series("read", 18), series("left", 6), series("endless", 1)]
    rows = stopped_told(opened, completed, lambda topic: topic != "endless", same, "es")
    assert [(row["name"], row["words"], row["solid"]) for row in rows] == [
        ("left", "Hasta el final: 6 · Abierta: 20", 0.3),
        ("read", "Hasta el final: 18 · Abierta: 20", 0.9),
    ]


def test_the_light_says_in_plain_words_what_is_wrong_and_keeps_the_rest_for_it() -> None:
    items = [
        Item("disk", "warning", "0.4 GiB free", "Free 1 GiB"),
        Item("content", "fault", "page discs: altered"),
        Item("pin", "ok", "set"),
        Item("novel", "warning", "something new"),
    ]
    told = light_told(items, "es")
    assert (told["word"], told["colour"], told["title"]) == ("fault", "red", "Algo está mal")
    assert [line["title"] for line in told["lines"]] == [
        "Una página o una imagen está dañada",
        "El disco está casi lleno",
        "Algo necesita a informática",
    ]
    assert "disk: 0.4 GiB free. Free 1 GiB" in told["lines"][1]["detail"]
    assert light_told([], "en")["title"] == "All is well"


def test_what_is_live_is_told_until_when_it_was_checked() -> None:
    live = Live(edition="2026-11-22-aabbccdd", title="Pages", built="2026-11-22T08:05", sample=False)
    told = {row["label"]: row["value"] for row in live_told(live, "en")}
    assert told == {
        "Content": "Pages",
        "Checked": "See each page",
        "Made on": "November 22, 2026, 8:05 AM",
        "Version": "2026-11-22-aabbccdd",
    }, "what nobody told is not said"
    none = {row["label"]: row["value"] for row in live_told(replace(live, before=Other()), "es")}
    assert none["Antes de este"] == "Ninguno"


def test_what_an_undo_brings_and_what_was_undone_are_told_apart_by_the_minute() -> None:
    before = Other(title="Pages", built="2026-11-21T20:00")
    undone = Other(title="Pages", built="2026-11-23T09:30")
    live = Live(edition="e", title="Pages", built="", sample=True, sequence=7, before=before, undone=undone)
    told = {row["label"]: row["value"] for row in live_told(live, "en")}
    assert told["Before this"] == "Pages, made on November 21, 2026, 8:00 PM"
    assert told["Taken off with Undo"] == "Pages, made on November 23, 2026, 9:30 AM"
    assert told["Content number"] == "7"


@pytest.mark.parametrize(
    ("reviews", "english", "spanish"),
    [
        (
            Reviews(pages=62, until="2027-11-23"),
            "Good until November 23, 2027",
            "Vale hasta el 23 de noviembre de 2027",
        ),
        (
            Reviews(pages=3, unchecked=("a", "b"), until="2027-11-23"),
            "1 of 3 pages checked",
            "1 de 3 páginas revisadas",
        ),
        (
            Reviews(pages=3, over=("a",), until="2026-01-01"),
            "2 of 3 pages checked",
            "2 de 3 páginas revisadas",
        ),
    ],
)
def test_a_day_is_told_only_where_every_page_is_checked(reviews: Reviews, english: str, spanish: str) -> None:
    live = Live(edition="e", title="Pages", built="2026-11-22", sample=False, reviews=reviews)
    assert {"label": "Checked", "value": english} in live_told(live, "en")
    assert {"label": "Revisión", "value": spanish} in live_told(live, "es")
    sample = Live(edition="e", title="Pages", built="2026-11-22", sample=True, reviews=reviews)
    assert {"label": "Checked", "value": "Sample only, not checked"} in live_told(sample, "en")


def test_a_gap_without_a_value_stays_to_be_seen() -> None:
    assert fill("{n} of {count}", n=3) == "3 of {count}"
    assert Sum(low=2, high=2).words("{n}") == "2"
