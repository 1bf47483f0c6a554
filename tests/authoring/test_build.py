"""Building the small sources into an edition, and building them again."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.authoring.build import BuildResult, build_edition
from kiosk.authoring.findings import AuthoringError, SourcesRefused
from kiosk.content.edition import Edition
from kiosk.content.pointer import write_pointer
from kiosk.content.records import (
    PAGE_KINDS,
    Article,
    Comparison,
    Diagram,
    Glossary,
    Menu,
    NerveMap,
    Questions,
    Timeline,
    Walkthrough,
)
from kiosk.content.shelf import POINTER, Shelf
from kiosk.content.verify import verify


def quietly(what: str, done: int, of: int) -> None:
    assert 0 <= done <= of, what


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "edition"


def build(sources: Path, pictures: Path, out: Path) -> BuildResult:
    return build_edition(sources, pictures, out, quietly)


def opened(out: Path) -> Edition:
    return Shelf(out).candidate("built").open()


def test_one_page_of_every_kind_is_built_in_both_languages(sources: Path, pictures: Path, out: Path) -> None:
    result = build(sources, pictures, out)
    edition = opened(out)
    kinds = {entry.kind for _, entry in edition.topics()}
    assert kinds == set(PAGE_KINDS)
    assert result.pages == 2 * len(PAGE_KINDS)
    assert result.findings == ()
    for name, entry in edition.topics():
        for language in edition.languages:
            page = edition.page(name, language)
            assert page.title and page.review.sample
            assert set(entry.pages) == {"en", "es"}


def test_the_waiting_screens_turn_is_carried_in_order(sources: Path, pictures: Path, out: Path) -> None:
    build(sources, pictures, out)
    edition = opened(out)
    assert len(set(edition.turn)) == 3
    whole = edition.picture(edition.turn[0])
    assert whole[:4] == b"RIFF" and whole[8:12] == b"WEBP"
    (sources / "edition.yaml").write_text(
        (sources / "edition.yaml").read_text("utf-8").replace("turn: mini/turn\n", ""), "utf-8"
    )
    build(sources, pictures, out)
    assert opened(out).turn == ()


def test_a_view_turns_by_every_so_manieth_frame(sources: Path, pictures: Path, out: Path) -> None:
    build(sources, pictures, out)
    page = opened(out).page("low-back", "en")
    assert isinstance(page, Diagram)
    assert page.views[1].frames == ("mini/turn-000", "mini/turn-002")
    carried = {picture.name: picture for picture in page.pictures}
    assert [size.role for size in carried["mini/turn-002"].renditions] == ["stage"]


def test_the_words_arrive_where_the_screens_read_them(sources: Path, pictures: Path, out: Path) -> None:
    build(sources, pictures, out)
    edition = opened(out)
    article = edition.page("discs", "en")
    assert isinstance(article, Article)
    first = article.sections[0].blocks
    assert [block.kind for block in first] == ["paragraph", "list"]
    assert [s.text for s in first[0].sentences] == [
        "A disc is soft.",
        "It is about 1.5 in. thick and 4.5 cm wide.",
    ]
    assert first[0].sentences[1].id == "what.p1.s2"
    assert first[1].sentences[0].id == "what.p2.s1"
    assert [b.kind for b in article.sections[1].blocks] == ["do", "dont", "paragraph"]
    assert article.pairs[0].harm[0].facts == ("ANAT-02",)
    assert article.next and (article.next.topic, article.next.part, article.next.title) == (
        "steps",
        "bone",
        "The bone",
    )
    assert article.sources == (
        "A first book of the spine",
        "General medical knowledge, to be checked by a clinician",
    )
    steps = edition.page("steps", "en")
    assert isinstance(steps, Walkthrough) and steps.sided
    said = steps.steps[0].sentences[0]
    assert said.left == "The surgeon works on your left side."
    assert said.right == "The surgeon works on your right side."
    assert steps.steps[0].frames[0].left == "mini/left"
    now, then = steps.steps[0].frames
    assert (now.title, now.sentences) == ("Before", ())
    assert then.title == "After"
    assert [(one.id, one.text, one.facts) for one in then.sentences] == [
        ("bone.then.p2.s1", "The bone is open now.", ("ANAT-01",))
    ]
    assert steps.steps[1].frames == ()
    menu = edition.page("home", "es")
    assert (
        isinstance(menu, Menu) and menu.doors[0].title == "Discos" and menu.doors[0].picture == "mini/plain"
    )
    timeline = edition.page("recovery", "en")
    assert isinstance(timeline, Timeline) and timeline.phases[1].end == 42.5
    assert timeline.rows[0].cells[1].level == "most"
    compare = edition.page("compare", "en")
    assert isinstance(compare, Comparison) and len(compare.rows[0].cells) == 2
    words = edition.page("glossary", "es")
    assert isinstance(words, Glossary) and words.terms[0].also == ("hernia", "disco salido")
    asked = edition.page("questions", "en")
    assert (
        isinstance(asked, Questions)
        and asked.groups[0].questions[0].sentence.text == "Which bone? Which side?"
    )
    nerves = edition.page("nerves", "en")
    assert isinstance(nerves, NerveMap) and nerves.nerves[0].moves[0].text == "It moves the knee."


def test_alt_text_follows_the_side_of_the_picture(sources: Path, pictures: Path, out: Path) -> None:
    build(sources, pictures, out)
    spoken = {picture.name: picture.alt for picture in opened(out).page("steps", "en").pictures}
    assert spoken["mini/left"] == "The left side of a bone has stripes."
    assert spoken["mini/right"] == "The right side of a bone has stripes."
    assert spoken["mini/plain"] == "The bone is open."


def test_a_diagram_names_the_regions_its_pictures_hold(sources: Path, pictures: Path, out: Path) -> None:
    build(sources, pictures, out)
    diagram = opened(out).page("low-back", "en")
    assert isinstance(diagram, Diagram)
    assert [shot.layers for shot in diagram.views[0].shots] == ["bone", "bone+discs"]
    held = {picture.name: [region.id for region in picture.regions] for picture in diagram.pictures}
    turning: dict[str, list[str]] = {
        "mini/turn-000": [],
        "mini/turn-002": [],
    }  # nothing on a frame of a turn can be touched
    assert [bool(picture.outlines) for picture in diagram.pictures] == [True, True, False, False]
    assert held == {"mini/right": ["L4.lamina.right"], "mini/plain": ["L4-L5.disc"], **turning}
    region = next(picture for picture in diagram.pictures if picture.name == "mini/right").regions[0]
    assert (region.code, region.tissue) == (7, "bone")
    words = next(words for words in diagram.region_words if words.id == region.id)
    assert words.name == "Right plate"
    assert words.opens and words.opens.part == "bone"
    labels = {label.edge: (label.text, label.short) for label in diagram.pictures[0].labels}
    assert labels["left"] == ("your left", "left")
    assert labels["top"] == ("head", "")


def test_of_several_frames_those_without_a_picture_are_left_out(
    sources: Path, pictures: Path, out: Path
) -> None:
    file = sources / "topics" / "steps" / "topic.yaml"
    text = file.read_text("utf-8")
    assert text.count("picture: mini/plain") >= 1
    file.write_text(text.replace("picture: mini/plain", "picture: mini/gone", 1), "utf-8")
    build(sources, pictures, out)
    steps = opened(out).page("steps", "en")
    assert isinstance(steps, Walkthrough)
    assert [frame.id for frame in steps.steps[0].frames] == ["now"]


def test_a_layer_and_a_view_that_no_picture_shows_are_left_out(
    sources: Path, pictures: Path, out: Path
) -> None:
    file = sources / "topics" / "low-back" / "topic.yaml"
    text = file.read_text("utf-8").replace('"bone+discs": mini/plain', '"bone+discs": mini/gone')
    file.write_text(
        text.replace("layers:\n", "  - id: side\n    shots: {bone: mini/gone}\nlayers:\n"), "utf-8"
    )
    for language in ("en", "es"):
        words = sources / "topics" / "low-back" / f"{language}.md"
        words.write_text(words.read_text("utf-8") + "\n## side: Side\n", "utf-8")
    build(sources, pictures, out)
    diagram = opened(out).page("low-back", "en")
    assert isinstance(diagram, Diagram)
    assert [view.id for view in diagram.views] == ["behind", "turn"]
    assert [layer.id for layer in diagram.layers] == ["bone"]


def test_a_second_build_of_the_same_sources_is_the_same_edition(
    sources: Path, pictures: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")
    first = build(sources, pictures, out)
    kept = out / ".pictures"
    stamps = {path.name: path.stat().st_mtime_ns for path in kept.iterdir()}
    second = build(sources, pictures, out)
    assert (first.edition, first.root_sha256) == (second.edition, second.root_sha256)
    assert {path.name: path.stat().st_mtime_ns for path in kept.iterdir()} == stamps


def test_one_changed_sentence_changes_one_page(sources: Path, pictures: Path, out: Path) -> None:
    build(sources, pictures, out)
    before = {name: entry.pages for name, entry in opened(out).topics()}
    words = sources / "topics" / "steps" / "en.md"
    words.write_text(words.read_text("utf-8").replace("closes the skin", "sews the skin"), "utf-8")
    build(sources, pictures, out)
    after = {name: entry.pages for name, entry in opened(out).topics()}
    changed = [
        (n, lang) for n, pages in after.items() for lang, sha in pages.items() if before[n][lang] != sha
    ]
    assert changed == [("steps", "en")]


def test_the_edition_before_stays_and_older_ones_go(sources: Path, pictures: Path, out: Path) -> None:
    words = sources / "topics" / "steps" / "en.md"
    names = []
    for turn in ("sews", "joins", "ties"):
        words.write_text(words.read_text("utf-8").replace("closes the skin", f"{turn} the skin"), "utf-8")
        names.append(build(sources, pictures, out).edition)
        words.write_text(words.read_text("utf-8").replace(f"{turn} the skin", "closes the skin"), "utf-8")
    shelf = Shelf(out)
    assert shelf.kept() == sorted(names[1:]) and shelf.current().edition == names[2]
    used = {blob for name in names[1:] for blob in shelf.open(name).used_blobs()}
    assert set(shelf.blobs) == used, "blobs that only the first edition used are gone"
    verify(shelf.open(names[1]))


def test_an_edition_in_a_folder_of_its_own_makes_room_for_the_shelf(
    sources: Path, pictures: Path, out: Path
) -> None:
    """As editions lay before they shared a shelf."""
    before = out / "2026-11-01-0123abcd"
    before.mkdir(parents=True)
    (before / "root.json").write_text("{}", "utf-8")
    write_pointer(out / POINTER, before.name, "0" * 64)
    built = build(sources, pictures, out)
    assert Shelf(out).current().edition == built.edition and not before.exists()


def test_without_a_home_page_the_edition_that_stands_stays(sources: Path, pictures: Path, out: Path) -> None:
    stood = build(sources, pictures, out)
    (sources / "topics" / "home" / "es.md").unlink()
    with pytest.raises(SourcesRefused, match="home"):
        build(sources, pictures, out)
    assert Shelf(out).current().root == stood.root_sha256
    assert opened(out).home == "home"


def test_an_error_anywhere_leaves_the_edition_that_stands(sources: Path, pictures: Path, out: Path) -> None:
    stood = build(sources, pictures, out)
    (sources / "topics" / "steps" / "topic.yaml").write_text("kind: nonsense\n", "utf-8")
    with pytest.raises(SourcesRefused, match="nonsense"):
        build(sources, pictures, out)
    assert Shelf(out).current().root == stood.root_sha256


def test_a_folder_that_holds_something_else_is_never_built_into(
    sources: Path, pictures: Path, out: Path
) -> None:
    letter = out / "holiday" / "letter.txt"
    letter.parent.mkdir(parents=True)
    letter.write_text("dear", "utf-8")
    with pytest.raises(AuthoringError, match="holiday"):
        build(sources, pictures, out)
    assert letter.read_text("utf-8") == "dear"


def test_a_preview_leaves_out_what_cannot_be_compiled_with_its_links(
    sources: Path, pictures: Path, out: Path
) -> None:
    (sources / "topics" / "steps" / "topic.yaml").write_text("kind: nonsense\n", "utf-8")
    result = build_edition(sources, pictures, out, quietly, leave_out=True)
    edition = opened(out)
    assert "steps" not in edition and "discs" in edition
    assert edition.page("discs", "en").next is None
    assert any(found.file == "topics/steps/topic.yaml" for found in result.findings)


def test_a_page_without_its_picture_uses_no_other(sources: Path, tmp_path: Path, out: Path) -> None:
    build(sources, tmp_path / "no-pictures", out)
    steps = opened(out).page("steps", "en")
    assert isinstance(steps, Walkthrough)
    assert steps.pictures == () and steps.steps[0].frames[0].picture == ""
