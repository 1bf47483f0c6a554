"""``expires`` in topic.yaml: it reaches the page, the check warns in time, and no page is left empty."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kiosk.authoring.build import build_edition
from kiosk.authoring.check import check_sources
from kiosk.content.expiry import without_expired
from kiosk.content.records import Article, Glossary

TODAY = date(2026, 11, 23)


def expires(sources: Path, lines: str, topic: str = "discs") -> int:
    """Add ``expires`` to a topic; returns the line its first entry stands on."""
    place = sources / "topics" / topic / "topic.yaml"
    text = place.read_text("utf-8")
    place.write_text(f"{text}expires:\n  {lines}\n", "utf-8")
    return text.count("\n") + 2


def told(sources: Path, pictures: Path) -> list[tuple[str, str, int]]:
    found = check_sources(sources, pictures, lambda *_: None, TODAY)
    return [(one.rule, one.severity, one.line) for one in found]


def test_a_paragraphs_last_day_reaches_every_sentence_of_it(
    sources: Path, pictures: Path, tmp_path: Path
) -> None:
    expires(sources, "what: {p1: 2027-05-01}\n  rest.harm: 2027-06-01")
    expires(sources, "lamina: 2027-05-01", "glossary")
    built = build_edition(sources, pictures, tmp_path / "out", lambda *_: None)
    edition = built.open()
    for language in edition.languages:
        page, glossary = edition.page("discs", language), edition.page("glossary", language)
        assert isinstance(page, Article) and isinstance(glossary, Glossary)
        untils = [sentence.until for block in page.sections[0].blocks for sentence in block.sentences]
        assert untils == ["2027-05-01", "2027-05-01", "", ""]
        assert page.pairs[0].harm[0].until == "2027-06-01"
        left = without_expired(page, date(2027, 5, 2))
        assert len(left.sections[0].blocks) == 1 and len(left.pairs) == 1
        assert {term.meaning.until for term in glossary.terms} >= {"2027-05-01"}


@pytest.mark.parametrize(
    ("day", "found"),
    [
        ("2026-12-23", []),
        ("2026-12-22", [("expires.soon", "warning")]),
        ("2026-11-23", [("expires.soon", "warning")]),
        ("2026-11-22", [("expires.passed", "warning")]),
        ("2027-02-29", [("expires.date", "error")]),
        ("soon", [("schema", "error")]),
    ],
)
def test_a_last_day_is_told_thirty_days_before(
    sources: Path, pictures: Path, day: str, found: list[tuple[str, str]]
) -> None:
    line = expires(sources, f"what: {{p1: {day}}}")
    assert told(sources, pictures) == [(*one, line) for one in found]


@pytest.mark.parametrize("key", ["whatt: 2027-05-01", "what: {p9: 2027-05-01}", "rest.harms: 2027-05-01"])
def test_a_last_day_for_words_that_are_not_there_is_found(sources: Path, pictures: Path, key: str) -> None:
    line = expires(sources, key)
    assert told(sources, pictures) == [("expires.nothing", "error", line)]


def test_warning_signs_cannot_be_hidden(sources: Path, pictures: Path) -> None:
    expires(sources, "now: 2027-05-01", "warning-signs")
    assert [rule for rule, _, _ in told(sources, pictures)] == ["expires.kind"]


@pytest.mark.parametrize(
    ("topic", "lines"),
    [
        ("discs", "lead: 2027-05-01"),
        ("discs", "what: 2027-05-01\n  care: 2027-05-01"),
        ("steps", "bone: 2027-05-01"),
        ("steps", "bone.wrong: 2027-05-01"),
        ("nerves", "L4.feels: 2027-05-01"),
    ],
)
def test_a_page_is_never_left_without_words(sources: Path, pictures: Path, topic: str, lines: str) -> None:
    expires(sources, lines, topic)
    assert [(rule, severity) for rule, severity, _ in told(sources, pictures)] == [("expires.alone", "error")]


def test_what_goes_whole_leaves_nothing_empty(sources: Path, pictures: Path) -> None:
    expires(sources, "what: {p1: 2027-05-01}\n  care: 2027-05-01\n  rest.harm: 2027-05-01")
    assert told(sources, pictures) == []
