from __future__ import annotations

import time
from datetime import date, timedelta

import pytest

from kiosk.content.codec import read_page, write_page
from kiosk.content.expiry import without_expired
from kiosk.content.records import (
    Article,
    Block,
    Cell,
    Column,
    CompareRow,
    Comparison,
    Glossary,
    Page,
    Pair,
    Phase,
    Question,
    QuestionGroup,
    Questions,
    RegionWords,
    Review,
    Row,
    Section,
    Sentence,
    Step,
    Term,
    Timeline,
    Walkthrough,
)

DAY = date(2027, 5, 1)
AFTER = DAY + timedelta(days=1)
REVIEW = Review(sample=True, state="draft")


def said(name: str, until: str = "") -> Sentence:
    return Sentence(id=name, text=f"What {name} says.", until=until)


def figure(name: str) -> Sentence:
    """A sentence that may be shown until ``DAY``."""
    return said(name, DAY.isoformat())


def told(*sentences: Sentence) -> tuple[Block, ...]:
    """A paragraph for each sentence."""
    return tuple(Block(sentences=(each,)) for each in sentences)


def section(name: str, *sentences: Sentence) -> Section:
    return Section(id=name, title=name, blocks=told(*sentences))


ARTICLE = Article(
    topic="risks",
    language="en",
    title="Risks",
    review=REVIEW,
    lead=(said("lead"), figure("lead.2")),
    region_words=(RegionWords(id="L4", name="L4", sentences=(figure("L4"),)),),
    sections=(
        section("what", said("a"), figure("b"), said("c")),
        section("numbers", figure("d"), figure("e")),
    ),
    pairs=(
        Pair(id="one", title="One", benefit=(said("f"),), harm=(figure("g"), said("h"))),
        Pair(id="two", title="Two", benefit=(said("i"),), harm=(said("j"),)),
    ),
)


def shown(page: Page) -> str:
    """Every word of a page."""
    return write_page(page).decode()


def test_a_figure_is_shown_on_its_last_day_and_hidden_from_the_next() -> None:
    assert without_expired(ARTICLE, DAY) is ARTICLE
    left = without_expired(ARTICLE, AFTER)
    assert "2027-05-01" not in shown(left)
    assert without_expired(left, date.max) is left


def test_the_rest_of_the_page_stays_whole() -> None:
    left = without_expired(ARTICLE, AFTER)
    assert left.sections == (section("what", said("a"), said("c")),)
    assert left.lead == (said("lead"),)
    assert left.region_words == (RegionWords(id="L4", name="L4", sentences=()),)
    assert (left.title, left.review) == ("Risks", REVIEW)


def test_a_harm_never_leaves_its_benefit_behind() -> None:
    assert without_expired(ARTICLE, AFTER).pairs == ARTICLE.pairs[1:]


def test_a_page_without_figures_is_the_very_same_record() -> None:
    page = Article(topic="a", language="en", title="A", review=REVIEW, sections=(section("what", said("a")),))
    assert without_expired(page, date.max) is page


def test_a_row_that_lost_a_cell_goes_whole() -> None:
    """What is left of it would compare nothing with something."""
    columns = tuple(Column(id=each, title=each) for each in ("one", "two"))
    rows = (
        CompareRow(id="bone", title="Bone", tone="", cells=(told(said("a")), told(said("a2"), figure("b")))),
        CompareRow(id="stay", title="Stay", tone="", cells=(told(said("c")), told(said("d")))),
    )
    page = Comparison(topic="c", language="en", title="C", review=REVIEW, columns=columns, rows=rows)
    left = without_expired(page, AFTER)
    assert left.rows == rows[1:] and left.columns == columns


def test_an_activity_that_lost_its_answer_or_a_cell_goes_whole() -> None:
    cell = Cell(phase="days", level="some", sentence=said("c"))
    rows = (
        Row(id="walk", title="Walk", answer=(said("a"),), cells=(cell,)),
        Row(id="drive", title="Drive", answer=(figure("b"),), cells=(cell,)),
        Row(
            id="desk",
            title="Desk",
            answer=(said("d"),),
            cells=(Cell(phase="days", level="most", sentence=figure("e")),),
        ),
    )
    phases = (Phase(id="days", title="Days", start=0, end=7, sentences=(said("p"), figure("q"))),)
    page = Timeline(topic="t", language="en", title="T", review=REVIEW, phases=phases, rows=rows)
    left = without_expired(page, AFTER)
    assert left.rows == rows[:1] and left.phases[0].sentences == (said("p"),)


def test_a_term_and_a_question_go_with_their_only_sentence() -> None:
    terms = tuple(
        Term(id=each.id, word=each.id, say="", meaning=each) for each in (said("disc"), figure("rate"))
    )
    glossary = Glossary(topic="g", language="en", title="G", review=REVIEW, terms=terms)
    assert without_expired(glossary, AFTER).terms == terms[:1]
    groups = (
        QuestionGroup(id="one", title="One", questions=(Question(id="a", sentence=figure("a")),)),
        QuestionGroup(id="two", title="Two", questions=(Question(id="b", sentence=said("b")),)),
    )
    questions = Questions(topic="q", language="en", title="Q", review=REVIEW, groups=groups)
    assert without_expired(questions, AFTER).groups == groups[1:]


def test_a_step_keeps_its_place_among_the_steps() -> None:
    steps = (
        Step(id="one", title="One", sentences=(said("a"),), wrong=(figure("b"), said("c"))),
        Step(id="two", title="Two", sentences=(said("d"),)),
    )
    page = Walkthrough(topic="w", language="en", title="W", review=REVIEW, steps=steps)
    left = without_expired(page, AFTER)
    assert [step.id for step in left.steps] == ["one", "two"] and left.steps[0].wrong == (said("c"),)


@pytest.mark.parametrize("page", [ARTICLE, without_expired(ARTICLE, AFTER)])
def test_a_page_is_read_back_as_it_was_written(page: Article) -> None:
    assert read_page(write_page(page)) == page


def test_a_sentence_without_a_last_day_is_written_as_before() -> None:
    assert b"until" not in write_page(without_expired(ARTICLE, AFTER))


@pytest.mark.bench
def test_looking_costs_a_page_of_two_hundred_sentences_less_than_two_milliseconds() -> None:
    sections = tuple(section(f"s{part}", *(said(f"s{part}.{n}") for n in range(10))) for part in range(20))
    page = Article(topic="a", language="en", title="A", review=REVIEW, sections=sections)
    without_expired(page, DAY)
    seconds = []
    for _ in range(20):
        start = time.perf_counter()
        without_expired(page, DAY)
        seconds.append(time.perf_counter() - start)
    assert min(seconds) < 0.002
