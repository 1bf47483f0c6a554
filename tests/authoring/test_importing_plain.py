"""Plain text and Markdown, and lines of any kind made into lines our sources hold."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kiosk.authoring.findings import Finding
from kiosk.authoring.importing.brought import Notes, Piece
from kiosk.authoring.importing.mending import key_line, line_of, list_line, mend, title_of
from kiosk.authoring.importing.opening import open_file
from kiosk.authoring.importing.plain import read_plain
from kiosk.authoring.importing.shaping import shape_text
from kiosk.authoring.words import parse_words
from kiosk.content.text import fault_of


def read(tmp_path: Path, text: str | bytes, name: str = "a.txt") -> tuple[list[Piece], Notes]:
    file = tmp_path / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    notes = Notes()
    return read_plain(open_file(file), notes), notes


def texts(pieces: list[Piece]) -> list[tuple[str, str]]:
    return [(one.kind, one.text) for one in pieces]


def left(notes: Notes) -> list[tuple[str, str, str]]:
    return [(one.what, one.place, one.quote) for one in notes.left]


def test_plain_text_has_headings_where_short_lines_stand_alone(tmp_path: Path) -> None:
    text = "Caring for your knee\n\nPut ice on it.\nKeep it\nhigh.\n\nWhat to bring\n\n"
    text += "- Papers\n* Clothes\n  and shoes\n"
    pieces, notes = read(tmp_path, text)
    assert texts(pieces) == [
        ("heading", "Caring for your knee"),
        ("paragraph", "Put ice on it. Keep it high."),
        ("heading", "What to bring"),
        ("list", "Papers"),
        ("list", "Clothes and shoes"),
    ]
    assert shape_text(pieces, "article", notes).title == "Caring for your knee"
    assert pieces[3].place == "line 9"


def test_markdown_keeps_words_and_tells_what_its_signs_meant(tmp_path: Path) -> None:
    text = (
        "---\nauthor: x\n---\n# Knee\n\nCall **now** if *it* hurts, see [us](https://a.example).\n\n"
        "## 2. Risks\n1. One\n2. Two\n\n![A knee](k.png)\n\n> Quoted.\n\n| a | b |\n"
    )
    pieces, notes = read(tmp_path, text, "a.md")
    assert texts(pieces) == [
        ("heading", "Knee"),
        ("paragraph", "Call now if it hurts, see us."),
        ("heading", "2. Risks"),
        ("list", "One"),
        ("list", "Two"),
        ("paragraph", "Quoted."),
    ]
    assert [(what, place) for what, place, _ in left(notes)] == [
        ("key lines before the text", "line 1"),
        ("a link", "line 6"),
        ("bold words", "line 6"),
        ("italic words", "line 6"),
        ("a picture", "line 12"),
        ("a line of a table", "line 16"),
    ]


def test_headings_underlined_and_in_capitals_are_headings(tmp_path: Path) -> None:
    pieces, notes = read(tmp_path, "KNEE CARE\n=========\nRest.\n\nRisks\n-----\nNone known.\n")
    assert [(one.text, one.level) for one in pieces if one.kind == "heading"] == [
        ("KNEE CARE", 1),
        ("Risks", 2),
    ]
    assert shape_text(pieces, "article", notes).title == "Knee care"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("Médula y niño.".encode("cp1252"), "Médula y niño."),
        (b"\xef\xbb\xbfM\xc3\xa9dula.", "Médula."),
        ("Médula.".encode("utf-16"), "Médula."),
        (b"One.\rTwo.", "One. Two."),
    ],
)
def test_text_is_read_however_it_was_saved(tmp_path: Path, data: bytes, said: str) -> None:
    assert [text for _, text in texts(read(tmp_path, data)[0])] == [said]


def test_a_text_without_headings_becomes_a_lead_and_one_part_to_be_named(tmp_path: Path) -> None:
    pieces, notes = read(tmp_path, "A disc is soft. It is a pad.\n\nIt can wear.\n\n- Rest.\n- Walk.\n")
    found = shape_text(pieces, "article", notes)
    assert found.title == "TODO" and [one.text for one in found.lead] == ["A disc is soft. It is a pad."]
    (part,) = found.parts
    assert part.title == "TODO" and [one.text for one in part.fields[""]] == [
        "It can wear.",
        "Rest.",
        "Walk.",
    ]


@pytest.mark.parametrize(
    ("typed", "ours"),
    [
        ("Facts: it hurts.", "Facts – it hurts."),
        ("x rays help.", "X rays help."),
        ("# not a title.", "not a title."),
        ("-5 °C is cold.", "−5 °C is cold."),
        ("Take {two} pills.", "Take (two) pills."),
        ("Smile 😀 now.", "Smile now."),
        ("a <b>bold</b> word.", "a bold word."),
        ("Write to us@clinic.example today.", "Write to TODO today."),
        ("See www.clinic.example/a.", "See TODO."),
        ("Name: ______ here.", "Name: TODO here."),
        ("Fish &amp; chips.", "Fish & chips."),
    ],
)
def test_a_line_that_our_sources_would_misread_is_said_another_way(typed: str, ours: str) -> None:
    notes = Notes()
    assert line_of(mend(typed, notes), "paragraph", "line 1", notes) == ours


@settings(max_examples=400, deadline=None)
@given(st.text(max_size=60) | st.text("#-+x*_`<>&;{}|:!/@w.a1 \n()[]sayfctl–", max_size=40))
@example("<!-- a")
@example("**a__b`c](d")
@example("say: facts: none")
@example("&lt;b&gt; www.&amp;")
@example("alt：x")
@example("## a: b")
@example("{a|b|c}")
def test_any_text_becomes_one_line_of_its_kind_or_nothing(text: str) -> None:
    for kind in ("paragraph", "list"):
        notes = Notes()
        mended = mend(text, notes)
        mended = list_line(mended, notes) or mended
        line = line_of(mended, kind, "line 1", notes)
        title = title_of(text, "line 1", notes)
        say = key_line("say", text, "line 1", notes)
        assert not fault_of(line) and not fault_of(title) and title
        report: list[Finding] = []
        mark = "- " if kind == "list" and line else ""
        spoken = f"say: {say}\n" if say else ""
        source = f"# {title}\nFirst.\n\n## a: {title}\n{spoken}{mark}{line}\n\n## b: B\nLast.\n"
        words = parse_words(source, "", report)
        assert report == [] and list(words.parts) == ["lead", "a", "b"]
        said = words.parts["a"].fields[""].paragraphs
        assert [one.kind for one in said] == ([kind] if line else [])
        assert words.parts["b"].fields[""].text == "Last." and words.title == title
