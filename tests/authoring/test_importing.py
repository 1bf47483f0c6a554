"""A clinic's own file becomes a topic that the readers of our sources find sound, or nothing at all."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kiosk.authoring.build import build_edition
from kiosk.authoring.cancel import Cancelled
from kiosk.authoring.check import check_sources
from kiosk.authoring.findings import AuthoringError
from kiosk.authoring.importing.bring import Report, import_file
from kiosk.authoring.sources import Topic, read_sources
from kiosk.content.records import Language
from tests.authoring.office import RECOVERY, WORDS, booklet, word, workbook

Bring = Callable[..., Report]


def quietly(what: str, done: int, of: int) -> None:
    assert done <= of, what


@pytest.fixture
def bring(sources: Path) -> Bring:
    def run(file: Path, kind: str = "", language: Language = "en", topic: str = "brought-in") -> Report:
        return import_file(sources, file, topic, kind, language, quietly)

    return run


@pytest.fixture
def leaflet(tmp_path: Path) -> Path:
    return word(tmp_path / "knee.docx", booklet)


def topic_of(sources: Path) -> Topic:
    read = read_sources(sources)
    assert [one for one in read.findings if "brought-in" in one.file] == []
    return read.topics["brought-in"]


def rules_of(sources: Path, pictures: Path) -> set[str]:
    found = check_sources(sources, pictures, quietly)
    assert all(one.file.startswith("topics/brought-in/") for one in found), found
    return {one.rule for one in found}


SHEETS = {"timeline": RECOVERY, "glossary": WORDS}


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("kind", ["article", "about", "walkthrough", "questions", "timeline", "glossary"])
def test_what_is_brought_in_has_only_todos_and_facts_to_write(
    bring: Bring, sources: Path, pictures: Path, tmp_path: Path, kind: str, language: Language
) -> None:
    if kind in SHEETS:
        file = workbook(tmp_path / "table.xlsx", SHEETS[kind])
    else:
        file = word(tmp_path / "knee.docx", booklet)
    report = bring(file, kind, language)
    assert report.kind == kind and report.language == language
    assert topic_of(sources).kind == kind
    assert rules_of(sources, pictures) <= {"todo", "fact.none", "link.none"}


def test_a_word_file_keeps_its_title_parts_paragraphs_and_lists(
    bring: Bring, sources: Path, leaflet: Path
) -> None:
    report = bring(leaflet)
    words = topic_of(sources).words["en"]
    assert words.title == "Caring for your knee"
    assert list(words.parts) == ["lead", "the-first-days", "what-to-bring"]
    assert words.parts["lead"].fields[""].text == "Your knee needs rest and gentle moves."
    days = words.parts["the-first-days"]
    assert days.title == "The first days"
    assert [(one.kind, len(one.sentences)) for one in days.fields[""].paragraphs] == [
        ("paragraph", 2),
        ("list", 1),
        ("list", 1),
    ]
    assert [one.kind for one in words.parts["what-to-bring"].fields[""].paragraphs] == ["list", "list"]
    assert report.carried == {"parts": 2, "paragraphs": 2, "list lines": 4, "sentences": 7}
    assert report.left == () and report.mended == {"numbers of headings": 1}


def test_the_other_language_has_the_same_shape_to_be_written(
    bring: Bring, sources: Path, leaflet: Path
) -> None:
    bring(leaflet)
    topic = topic_of(sources)
    shapes = [
        {
            (part.id, name): [(one.kind, len(one.sentences)) for one in field.paragraphs]
            for part in words.parts.values()
            for name, field in part.fields.items()
        }
        for words in (topic.words["en"], topic.words["es"])
    ]
    assert shapes[0] == shapes[1]
    assert "TODO" in topic.words["es"].title and "knee" not in topic.words["es"].parts["lead"].fields[""].text


def test_every_paragraph_asks_for_its_facts_by_number(bring: Bring, sources: Path, leaflet: Path) -> None:
    bring(leaflet)
    assert topic_of(sources).data["facts"] == {
        "lead": {"p1": ["TODO"]},
        "the-first-days": {"p1": ["TODO"], "p2": ["TODO"], "p3": ["TODO"]},
        "what-to-bring": {"p1": ["TODO"], "p2": ["TODO"]},
    }


def test_other_names_of_a_word_are_not_asked_for_in_the_other_language(
    bring: Bring, sources: Path, tmp_path: Path
) -> None:
    bring(workbook(tmp_path / "table.xlsx", WORDS))
    words = topic_of(sources).words
    assert [field.text for field in words["en"].parts["disc"].fields.values()][1] == "pad spacer"
    assert list(words["es"].parts["disc"].fields) == [""]


def test_what_is_brought_in_builds_once_it_is_written(
    bring: Bring, sources: Path, pictures: Path, tmp_path: Path
) -> None:
    bring(workbook(tmp_path / "table.xlsx", RECOVERY), topic="brought-in")
    bring(word(tmp_path / "knee.docx", booklet), topic="knee")
    result = build_edition(sources, pictures, tmp_path / "edition", quietly)
    edition = result.open()
    assert edition.page("knee", "en").title == "Caring for your knee"
    assert edition.topic("brought-in").kind == "timeline"


def test_the_report_is_dated_and_names_the_files_and_the_next_step(
    bring: Bring, sources: Path, leaflet: Path
) -> None:
    report = bring(leaflet)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d", report.when)
    assert [Path(one).name for one in report.files] == ["topic.yaml", "en.md", "es.md"]
    assert all(Path(one).is_file() for one in report.files)
    assert report.next_steps[-1] == "Now run: python main.py content check"
    assert "es.md" in report.next_steps[1]


def test_the_report_tells_things_in_the_order_of_the_file(bring: Bring, tmp_path: Path) -> None:
    def write(document: Any) -> None:
        document.sections[0].header.paragraphs[0].text = "Clinic"
        for number in range(1, 12):
            document.add_paragraph(f"Line {number}. ").add_run("Bold.").bold = number % 2 == 0
        document.add_paragraph("Write to us@clinic.example.")

    places = [one.place for one in bring(word(tmp_path / "a.docx", write)).left]
    assert places == ["the beginning"] * 2 + [f"paragraph {n}" for n in (2, 4, 6, 8, 10, 12)] + ["every page"]


@pytest.mark.parametrize(
    ("topic", "kind", "language", "said"),
    [
        ("discs", "", "en", "stands already"),
        ("Knee Care", "", "en", "small letters"),
        ("../out", "", "en", "small letters"),
        ("knee", "film", "en", "no page kind"),
        ("knee", "menu", "en", "a text cannot become"),
        ("knee", "glossary", "en", "a text cannot become"),
    ],
)
def test_what_cannot_be_made_is_refused_and_changes_nothing(
    sources: Path, leaflet: Path, topic: str, kind: str, language: Language, said: str
) -> None:
    before = sorted(sources.rglob("*"))
    with pytest.raises(AuthoringError, match=said) as refused:
        import_file(sources, leaflet, topic, kind, language, quietly)
    assert "\n" not in str(refused.value)
    assert sorted(sources.rglob("*")) == before


def test_a_language_the_edition_does_not_have_is_refused(sources: Path, leaflet: Path) -> None:
    edition = sources / "edition.yaml"
    text = re.sub(r"languages:.*", "languages: [en]", edition.read_text("utf-8"))
    edition.write_text(text if "languages: [en]" in text else f"{text}\nlanguages: [en]\n", "utf-8")
    with pytest.raises(AuthoringError, match="has no language “es”"):
        import_file(sources, leaflet, "knee", "", "es", quietly)


def test_a_sheet_does_not_become_an_article(bring: Bring, tmp_path: Path) -> None:
    with pytest.raises(AuthoringError, match="a spreadsheet cannot become"):
        bring(workbook(tmp_path / "t.xlsx", WORDS), "article")


@pytest.mark.parametrize("after", range(5))
def test_a_verb_told_to_stop_leaves_nothing_behind(sources: Path, leaflet: Path, after: int) -> None:
    before = sorted(sources.rglob("*"))
    asked = iter([False] * after + [True] * 1000)
    with pytest.raises(Cancelled):
        import_file(sources, leaflet, "knee", "", "en", quietly, lambda: next(asked))
    assert sorted(sources.rglob("*")) == before


def test_a_disk_that_refuses_leaves_nothing_behind(sources: Path, leaflet: Path) -> None:
    topics = sources / "topics"
    before = sorted(sources.rglob("*"))
    (topics / "knee").symlink_to(sources / "nowhere" / "at-all")
    with pytest.raises(OSError):
        import_file(sources, leaflet, "knee", "", "en", quietly)
    (topics / "knee").unlink()
    assert sorted(sources.rglob("*")) == before


def test_remains_of_an_import_that_was_cut_off_do_not_matter(
    bring: Bring, sources: Path, leaflet: Path
) -> None:
    remains = sources / "topics" / ".brought-in.importing"
    remains.mkdir()
    (remains / "en.md").write_text("half", "utf-8")
    assert read_sources(sources).findings == []
    bring(leaflet)
    assert not remains.exists() and topic_of(sources).sound


def test_progress_tells_each_step_in_order(sources: Path, leaflet: Path) -> None:
    told: list[tuple[Any, ...]] = []
    import_file(sources, leaflet, "knee", "", "en", lambda *step: told.append(step))
    assert told == [("bringing in", done, 4) for done in range(5)]
