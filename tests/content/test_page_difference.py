"""What changed on one page: sentences by their words, parts, pictures, facts, links and the review."""

from __future__ import annotations

from dataclasses import replace

from kiosk.content.page_difference import Change, page_difference
from kiosk.content.records import (
    Article,
    Cell,
    Door,
    Link,
    Menu,
    Phase,
    Region,
    Rendition,
    Review,
    Row,
    Section,
    Sentence,
    Timeline,
)
from tests.content.editions_that_differ import article, block, section

PAGE = article("discs")
WHAT, MORE = PAGE.sections


def changes(new: Article, old: Article = PAGE) -> list[tuple[str, str, str, str, str]]:
    found = page_difference(old, new).changes
    return [(one.what, one.part, one.name, one.before, one.after) for one in found]


def with_what(*texts: str, **fields: object) -> Article:
    part = replace(section("what", "What it is", *texts), **fields)  # type: ignore[arg-type]
    return replace(PAGE, sections=(part, MORE))


def test_a_page_does_not_differ_from_itself() -> None:
    assert changes(article("discs")) == []


def test_a_changed_sentence_has_its_part_its_id_before_and_after() -> None:
    new = with_what("It is soft inside.", "It is firm outside.")
    assert page_difference(PAGE, new).changes == (
        Change("sentence", "what", "What it is", "what.p1.s2", "It is tough outside.", "It is firm outside."),
    )


def test_a_sentence_put_first_is_one_new_sentence_and_the_rest_is_silent() -> None:
    new = with_what("You have 23 of them.", "It is soft inside.", "It is tough outside.")
    assert changes(new) == [("sentence", "what", "what.p1.s1", "", "You have 23 of them.")]


def test_a_sentence_taken_out_is_told_under_its_old_id() -> None:
    assert changes(with_what("It is tough outside.")) == [
        ("sentence", "what", "what.p1.s1", "It is soft inside.", "")
    ]


def test_of_sentences_that_are_not_as_many_those_alike_are_paired() -> None:
    old = with_what("A clot can form.", "A person can die.")
    new = with_what("Weakness can last.", "A clot may form in a leg.", "A person can die of it.")
    assert changes(new, old) == [
        ("sentence", "what", "what.p1.s1", "", "Weakness can last."),
        ("sentence", "what", "what.p1.s2", "A clot can form.", "A clot may form in a leg."),
        ("sentence", "what", "what.p1.s3", "A person can die.", "A person can die of it."),
    ]


def test_a_part_written_anew_is_told_whole_even_when_it_is_long() -> None:
    old = with_what(*(f"Old words {number}." for number in range(40)))
    new = with_what(*(f"Other sayings {number}." for number in range(50)))
    found = changes(new, old)
    assert [one[3:] for one in found[:40]] == [(f"Old words {number}.", "") for number in range(40)]
    assert [one[4] for one in found[40:]] == [f"Other sayings {number}." for number in range(50)]


def test_the_lead_and_the_title_belong_to_the_page() -> None:
    new = replace(PAGE, title="Your discs", lead=block("lead", "A disc is a pad.").sentences)
    assert changes(new) == [
        ("title", "", "", "Discs", "Your discs"),
        ("sentence", "lead", "lead.p1.s1", "A disc is a cushion.", "A disc is a pad."),
    ]


def test_a_new_part_comes_with_its_sentences_and_a_lost_one_goes_with_them() -> None:
    risks = section("risks", "Risks", "It can tear.")
    new = replace(PAGE, sections=(WHAT, risks))
    assert changes(new) == [
        ("part", "risks", "", "", "Risks"),
        ("sentence", "risks", "risks.p1.s1", "", "It can tear."),
        ("part", "more", "", "More", ""),
        ("sentence", "more", "more.p1.s1", "It can wear.", ""),
    ]


def test_parts_in_another_order_are_one_change() -> None:
    assert changes(replace(PAGE, sections=(MORE, WHAT))) == [
        ("order", "", "sections", "what, more", "more, what")
    ]


def test_a_parts_title_and_its_picture_are_told() -> None:
    new = replace(PAGE, sections=(replace(WHAT, title="What is it?", picture="lumbar/side"), MORE))
    assert changes(new) == [
        ("title", "what", "", "What it is", "What is it?"),
        ("value", "what", "picture", "", "lumbar/side"),
    ]


def test_a_paragraph_that_became_a_list_says_what_it_said() -> None:
    listed = Section(id="more", title="More", blocks=(replace(MORE.blocks[0], kind="list"),))
    assert changes(replace(PAGE, sections=(WHAT, listed))) == [
        ("form", "more", "more.p1.s1", "paragraph", "list")
    ]


def test_facts_are_told_where_the_words_stayed_the_same() -> None:
    (said,) = MORE.blocks[0].sentences
    more = replace(MORE, blocks=(replace(MORE.blocks[0], sentences=(replace(said, facts=("DISC-02",)),)),))
    assert changes(replace(PAGE, sections=(WHAT, more))) == [
        ("facts", "more", "more.p1.s1", "DISC-01", "DISC-02")
    ]


def test_a_side_that_changes_is_told_with_all_three_wordings() -> None:
    def sided(left: str) -> Article:
        said = Sentence(id="lead.p1.s1", text="One side.", left=left, right="Right.")
        return replace(PAGE, lead=(said,))

    (found,) = page_difference(sided("Left."), sided("The left.")).changes
    assert (found.before, found.after) == ("One side. | Left. | Right.", "One side. | The left. | Right.")


def test_a_picture_drawn_anew_is_told_by_its_hashes_and_its_words_apart() -> None:
    def shown(blob: str, mask: str, alt: str, outlines: str, part: str) -> Article:
        sizes = tuple(
            Rendition(blob=each, width=8, height=6, role=role)  # type: ignore[arg-type]
            for each, role in ((blob, "stage"), (mask, "mask"))
        )
        (picture,) = PAGE.pictures
        regions = (Region(id=part, code=1, tissue="bone"),)
        new = replace(picture, renditions=sizes, alt=alt, outlines=outlines, regions=regions)
        return replace(PAGE, pictures=(new,))

    old = shown("a" * 64, "b" * 64, "A spine.", "c" * 64, "L4.body")
    new = shown("d" * 64, "e" * 64, "A low back.", "f" * 64, "L5.body")
    assert changes(new, old) == [
        ("picture", "", "lumbar/side", "a" * 64, "d" * 64),
        ("alt", "", "lumbar/side", "A spine.", "A low back."),
        ("outline", "", "lumbar/side", "c" * 64, "f" * 64),
        ("touch", "", "lumbar/side", "b" * 64, "e" * 64),
        ("touch", "", "lumbar/side", "L4.body", ""),
        ("touch", "", "lumbar/side", "", "L5.body"),
    ]


def test_a_picture_that_is_new_is_told_even_before_it_has_pixels() -> None:
    (picture,) = PAGE.pictures
    new = replace(PAGE, pictures=(picture, replace(picture, name="lumbar/back", renditions=())))
    assert changes(new) == [("picture", "", "lumbar/back", "", "lumbar/back")]


def test_links_sources_and_the_review_are_told() -> None:
    new = replace(
        PAGE,
        next=Link(topic="nerves", title="Nerves", part="what"),
        related=(Link(topic="home", title="Start"),),
        sources=("A study",),
        review=Review(sample=True, state="approved", reviewer="R. N.", updated="2026-11-20"),
    )
    assert changes(new) == [
        ("link", "", "next", "", "Nerves (nerves, what)"),
        ("link", "", "related", "Home (home)", ""),
        ("link", "", "related", "", "Start (home)"),
        ("sources", "", "sources", "", "A study"),
        ("review", "", "state", "draft", "approved"),
        ("review", "", "reviewer", "", "R. N."),
    ]


def test_a_page_that_became_another_kind_says_so_first() -> None:
    menu = Menu(
        topic="discs", language="en", title="Discs", review=PAGE.review, doors=(Door(topic="x", title="X"),)
    )
    found = page_difference(PAGE, menu).changes
    assert (found[0].what, found[0].before, found[0].after) == ("kind", "article", "menu")
    assert ("part", "x") in {(one.what, one.part) for one in found}


def test_days_levels_and_cells_of_a_timeline_are_told_under_their_part() -> None:
    def recovery(end: float, level: str, text: str) -> Timeline:
        phase = Phase(id="days", title="Days", start=0, end=end, sentences=())
        cell = Cell(phase="days", level=level, sentence=Sentence(id="walk.days.p1.s1", text=text))  # type: ignore[arg-type]
        row = Row(id="walk", title="Walk", answer=(), cells=(cell,))
        return Timeline(topic="r", language="en", title="R", review=PAGE.review, phases=(phase,), rows=(row,))

    found = page_difference(recovery(7, "some", "A little."), recovery(7.5, "most", "Each day.")).changes
    assert [(one.what, one.part, one.name, one.before, one.after) for one in found] == [
        ("value", "days", "end", "7", "7.5"),
        ("sentence", "walk", "walk.days.p1.s1", "A little.", "Each day."),
        ("value", "walk", "days level", "some", "most"),
    ]
