"""A translation knows what it was made from: the check names what changed since, the page may fall back."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.authoring.build import build_edition
from kiosk.authoring.check import check_sources
from kiosk.authoring.findings import AuthoringError, Finding
from kiosk.authoring.freshness import KEPT, stamp
from kiosk.content.records import Article

EN, ES = "topics/discs/en.md", "topics/discs/es.md"


def put(sources: Path, file: str, old: str, new: str) -> None:
    text = (sources / file).read_text("utf-8")
    assert old in text
    (sources / file).write_text(text.replace(old, new, 1), "utf-8")


def told(sources: Path, pictures: Path) -> list[Finding]:
    return [one for one in check_sources(sources, pictures, lambda *_: None) if one.rule != "review.passed"]


def test_a_fresh_translation_is_no_finding(sources: Path, pictures: Path) -> None:
    changed = stamp(sources, "discs")
    assert [path.name for path in changed] == ["es.md", KEPT]
    assert told(sources, pictures) == []
    first = [path.read_bytes() for path in changed]
    assert [path.read_bytes() for path in stamp(sources, "discs")] == first


def test_every_sentence_that_changed_is_named_with_what_it_was(sources: Path, pictures: Path) -> None:
    stamp(sources, "discs")
    put(sources, EN, "A disc is soft.", "A disc is firm.")
    put(sources, EN, "## care: Care", "## care: Your care")
    found = told(sources, pictures)
    assert [(one.file, one.rule, one.severity) for one in found] == [(ES, "translation.stale", "warning")] * 2
    lines = (sources / ES).read_text("utf-8").splitlines()
    assert [lines[one.line - 1] for one in found] == [
        "Un disco es blando. Mide como 4.5 cm de ancho y 1.5 pulgadas de grueso.",
        "## care: Cuidados",
    ]
    assert found[0].message == "en.md, line 7, now says “A disc is firm.”; it was “A disc is soft.”"
    stamp(sources, "discs")
    assert told(sources, pictures) == []


def test_a_sentence_taken_out_and_one_put_in_are_named(sources: Path, pictures: Path) -> None:
    stamp(sources, "discs")
    put(sources, EN, "- It holds you up.\n", "- It holds you up.\n- It lifts you.\n")
    put(sources, EN, "\nAsk your team.\n", "")
    said = [one.message for one in told(sources, pictures) if one.rule == "translation.stale"]
    assert any("says something new: “It lifts you.”" in one for one in said)
    assert any("no longer says: “Ask your team.”" in one for one in said)


def test_a_stamp_whose_sentences_nobody_kept_still_warns(sources: Path, pictures: Path) -> None:
    stamp(sources, "discs")
    (sources / "topics" / "discs" / KEPT).write_text("[1, 2]", "utf-8")
    assert told(sources, pictures) == []
    put(sources, EN, "A disc is soft.", "A disc is firm.")
    (found,) = told(sources, pictures)
    assert found.line == 2 and "nobody kept what it was" in found.message


def test_a_translation_that_says_nothing_is_never_stale(sources: Path, pictures: Path) -> None:
    put(sources, EN, "A disc is soft.", "A disc is firm.")
    assert told(sources, pictures) == []


def test_english_made_from_spanish_is_watched_the_other_way_round(sources: Path, pictures: Path) -> None:
    put(sources, EN, "# Discs\n", "# Discs\nof: 00000000\n")
    assert [path.name for path in stamp(sources, "discs")] == ["en.md", KEPT]
    assert told(sources, pictures) == []
    put(sources, ES, "Un disco es blando.", "Un disco es firme.")
    assert [(one.file, one.rule) for one in told(sources, pictures)] == [(EN, "translation.stale")]


@pytest.mark.parametrize("line", ["of: soon", "of:", "Of: 1a2b3c4d"])
def test_a_revision_nobody_wrote_is_a_fault(sources: Path, pictures: Path, line: str) -> None:
    put(sources, ES, "# Discos\n", f"# Discos\n{line}\n")
    assert ("words.key", "error") in [(one.rule, one.severity) for one in told(sources, pictures)]


def test_a_stamp_keeps_the_file_as_it_was_otherwise(sources: Path) -> None:
    place = sources / ES
    before = place.read_bytes().replace(b"\n", b"\r\n")
    place.write_bytes(before)
    stamp(sources, "discs")
    after = place.read_bytes()
    assert after.startswith(b"# Discos\r\nof: ") and after.count(b"\n") == after.count(b"\r\n")
    lines = after.split(b"\r\n")
    assert b"\r\n".join([lines[0], *lines[2:]]) == before


def first_words(sources: Path, pictures: Path, out: Path) -> tuple[str, list[str]]:
    """The title and the lead of the Spanish page."""
    built = build_edition(sources, pictures, out, lambda *_: None)
    page = built.open().page("discs", "es")
    assert isinstance(page, Article) and page.language == "es"
    assert page.pictures[0].labels[0].text == "su izquierda"
    return page.title, [sentence.text for sentence in page.lead]


def test_a_stale_page_falls_back_with_a_notice_where_the_clinic_says_so(
    sources: Path, pictures: Path, tmp_path: Path
) -> None:
    stamp(sources, "discs")
    put(sources, "edition.yaml", "home: home", "home: home\nstale_translations: fall_back")
    fresh = ("Discos", ["Un disco es un cojín entre dos huesos."])
    assert first_words(sources, pictures, tmp_path / "out") == fresh
    put(sources, EN, "A disc is soft.", "A disc is firm.")
    title, lead = first_words(sources, pictures, tmp_path / "out")
    assert title == "Discs" and lead[1:] == ["A disc is a cushion between two bones."]
    assert "aún no está en español" in lead[0]
    put(sources, "edition.yaml", "stale_translations: fall_back", "stale_translations: warn")
    assert first_words(sources, pictures, tmp_path / "out") == fresh


def test_what_cannot_be_stamped_is_told(sources: Path) -> None:
    with pytest.raises(AuthoringError, match="no topic “nothing”"):
        stamp(sources, "nothing")
    (sources / EN).write_text("Words without a title.\n", "utf-8")
    with pytest.raises(AuthoringError, match="mend it first"):
        stamp(sources, "discs")


def test_a_sentence_taken_out_is_to_be_taken_out_here_too(sources: Path, pictures: Path) -> None:
    stamp(sources, "discs")
    put(sources, EN, "- It bends with you.\n", "")
    (found,) = [one for one in told(sources, pictures) if one.rule == "translation.stale"]
    assert found.message == "en.md no longer says: “It bends with you.”"
    assert found.remedy.startswith("Take it out here too, then: ")
    assert (sources / ES).read_text("utf-8").splitlines()[found.line - 1] == "- Se dobla con usted."


def test_a_new_sentence_is_asked_for_where_it_belongs(sources: Path, pictures: Path) -> None:
    stamp(sources, "discs")
    put(sources, EN, "Ask your team.", "Ask your team. They will tell you.")
    (found,) = [one for one in told(sources, pictures) if one.rule == "translation.stale"]
    assert (sources / ES).read_text("utf-8").splitlines()[found.line - 1] == "Pregunte a su equipo."
    assert found.remedy.startswith("Say it here too, then: ")


def test_the_same_sentences_in_other_paragraphs_are_a_change(sources: Path, pictures: Path) -> None:
    stamp(sources, "discs")
    put(sources, EN, "A disc is soft. It is", "A disc is soft.\n\nIt is")
    assert "translation.stale" in [one.rule for one in told(sources, pictures)]
