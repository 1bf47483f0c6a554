"""What a patient does within a page of each kind, by touch."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kiosk.content.records import (
    About,
    Article,
    Comparison,
    Glossary,
    Questions,
    Timeline,
    Walkthrough,
)
from tests.visits.patient import COUNTDOWN, QUIET, Patient, items_of


def test_good_and_risk_stand_together_under_the_name_of_both(patient: Patient) -> None:
    patient.starts("es")
    patient.kiosk.glass.open("discectomy")
    page = patient.page
    assert isinstance(page, Article)
    for pair in page.pairs:
        patient.kiosk.glass.open("discectomy", pair.id)
        patient.looks()
        assert patient.reads(f"pair.{pair.id}") == pair.title != ""


def test_the_steps_of_an_operation_are_walked_by_one_button(patient: Patient) -> None:
    patient.starts("en")
    patient.goes("operations", "hemilaminectomy")
    patient.reads_to_the_end()
    page = patient.page
    assert isinstance(page, Walkthrough) and page.next
    for step, shown in enumerate(page.steps):
        for frame in range(1 if shown.choices else len(shown.frames)):
            assert (patient.screen, patient.visit.at.step, patient.visit.at.frame) == (
                "Walkthrough",
                step,
                frame,
            )
            patient.goes_on("step.next")
    assert patient.topic == page.next.topic
    patient.taps("rail.back")
    assert (patient.topic, patient.visit.at.step) == ("hemilaminectomy-steps", len(page.steps) - 1)
    patient.taps("rail.back")
    assert patient.topic == "hemilaminectomy"
    patient.taps("rail.back")
    assert patient.topic == "operations"


def test_a_frame_of_a_step_says_its_own_words_and_the_next_its_own(visitor: Patient) -> None:
    visitor.starts("en")
    visitor.kiosk.glass.open("steps", "bone")
    visitor.looks()
    assert "part or all of the bone" in words_of(visitor)
    visitor.taps("frame.then")
    visitor.looks()
    assert "The bone is open now." in words_of(visitor) and "part or all" not in words_of(visitor)
    visitor.taps("frame.now")
    visitor.looks()
    assert "part or all of the bone" in words_of(visitor)


def words_of(patient: Patient) -> str:
    """Every text that is seen, in one line."""
    seen = (item for item in items_of(patient.kiosk.pane.contentItem()) if item.inherits("QQuickText"))
    return " ".join(str(item.property("text")) for item in seen if item.isVisible())


def test_the_side_is_asked_for_and_the_words_follow(patient: Patient) -> None:
    patient.starts("en")
    patient.goes("operations", "hemilaminectomy")
    patient.reads_to_the_end()
    patient.taps("step.side")
    patient.taps("side.left")
    assert patient.visit.choices.side == "left"


def test_the_months_after_an_operation_are_gone_through(patient: Patient) -> None:
    patient.starts("es")
    patient.goes("getting-better", "hemilaminectomy-recovery")
    first = patient.visit.at.phase
    patient.taps(patient.names("phase.")[-1])
    assert patient.visit.at.phase != first
    patient.taps(patient.names("row.")[0])
    assert patient.visit.at.row


def test_an_activity_says_how_it_is_in_every_phase(patient: Patient) -> None:
    patient.starts("es")
    patient.goes("getting-better", "hemilaminectomy-recovery")
    page = patient.page
    assert isinstance(page, Timeline)
    for row in page.rows:
        patient.kiosk.glass.choose("more", 0)
        patient.looks()
        if not patient.sees(f"row.{row.id}"):
            patient.taps("cards.more")
        patient.taps(f"row.{row.id}")
        for phase, cell in zip(page.phases, row.cells, strict=True):
            patient.taps(f"phase.{cell.phase}")
            assert (patient.visit.at.row, phase.id) == (row.id, cell.phase)
            if patient.sees("timeline.now"):
                assert patient.reads("timeline.now") == cell.sentence.text
            elif phase is not page.phases[0]:
                root = patient.kiosk.pane.rootObject()
                said = [str(item.property("text")) for item in items_of(root)]
                assert f"{phase.title}: {cell.sentence.text}" in said


def test_operations_are_compared_row_by_row(patient: Patient) -> None:
    patient.starts("en")
    patient.goes("operations", "compare-operations")
    page = patient.page
    assert isinstance(page, Comparison)
    for row in page.rows:
        patient.taps(f"row.{row.id}")
        assert patient.visit.at.row == row.id
        assert patient.reads("compare.title") == row.title


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_operation_answers_every_row_in_the_same_letters(patient: Patient, language: str) -> None:
    patient.starts(language)
    patient.goes("operations", "compare-operations")
    page = patient.page
    assert isinstance(page, Comparison)
    for row in page.rows:
        patient.kiosk.glass.choose("row", row.id)
        drawn: dict[str, str] = {}
        letters = set()
        patient.looks()
        while True:
            for name in patient.names("compare.answer."):
                item = patient.sees(name)
                assert item is not None
                drawn[name.removeprefix("compare.answer.")] = str(item.property("text"))
                letters.add(item.property("font").pixelSize())
            if not patient.sees("cards.more"):
                break
            patient.taps("cards.more")
            patient.looks()
        said = [
            "\n".join(" ".join(sentence.text for sentence in block.sentences) for block in cell)
            for cell in row.cells
        ]
        assert drawn == dict(zip((column.title for column in page.columns), said, strict=True))
        assert all(said) and len(letters) == 1, "nobody's answer is smaller than another's"


def test_a_word_is_looked_up_by_its_letter(patient: Patient) -> None:
    patient.starts("es")
    patient.goes("your-spine", "glossary")
    page = patient.page
    assert isinstance(page, Glossary)
    word = page.terms[-1]
    letter = word.word[:1].upper()
    patient.taps(f"letter.{letter}")
    assert patient.visit.at.letter == letter
    patient.looks()
    listed = patient.names("term.")
    assert f"term.{word.id}" in listed
    patient.taps(f"term.{word.id}")
    assert patient.visit.at.row == word.id


def test_questions_are_ticked_and_unticked(patient: Patient) -> None:
    patient.starts("en")
    patient.goes("prepare", "questions-to-ask")
    one, two = patient.names("question.")[:2]
    for name in (one, two, one):
        patient.taps(name)
    assert [f"question.{question}" for _, question in patient.visit.slip] == [two]


def test_the_ticked_questions_are_shown_in_one_list_and_taken_off_it(patient: Patient) -> None:
    patient.starts("en")
    patient.goes("prepare", "questions-to-ask")
    page = patient.page
    assert isinstance(page, Questions)
    assert not patient.sees("questions.slip"), "nothing is ticked"
    patient.taps(patient.names("question.")[0])
    patient.taps("questions.next")
    patient.taps(patient.names("question.")[0])
    one, two = (question for _, question in patient.visit.slip)
    assert {one, two} == {page.groups[0].questions[0].id, page.groups[1].questions[0].id}
    patient.taps("questions.slip")
    patient.looks()
    assert patient.screen == "Slip"
    assert patient.names("slip.line.") == [f"slip.line.{one}", f"slip.line.{two}"]
    patient.taps("rail.language")
    assert patient.reads("slip.title") == "Mis preguntas"
    patient.looks()
    patient.taps(f"slip.off.{one}")
    patient.looks()
    assert patient.names("slip.line.") == [f"slip.line.{two}"]
    patient.taps("rail.back")
    assert patient.visit.ticked == (two,) and patient.visit.at.card == 1
    patient.waits(QUIET + COUNTDOWN + 1)
    assert patient.visit.state_hash() == patient.boot, "nothing is kept"


def test_a_long_list_of_questions_is_turned(patient: Patient) -> None:
    patient.starts("es")
    patient.goes("prepare", "questions-to-ask")
    page = patient.page
    assert isinstance(page, Questions)
    wanted = [question.id for group in page.groups for question in group.questions]
    for question in wanted:
        patient.kiosk.glass.tick(question)
    patient.taps("questions.slip")
    patient.looks()
    seen = patient.names("slip.line.")
    while patient.sees("cards.more"):
        patient.taps("cards.more")
        patient.looks()
        seen += patient.names("slip.line.")
    assert seen == [f"slip.line.{question}" for question in wanted]


def test_the_sources_of_a_page_are_opened_and_closed(patient: Patient) -> None:
    patient.starts("en")
    patient.goes("operations", "hemilaminectomy")
    patient.taps("review.sources")
    assert patient.visit.at.sources
    patient.taps("sources.close")
    assert not patient.visit.at.sources


@pytest.mark.parametrize("door", ["home", "settings", "sources"])
def test_what_this_screen_is_can_be_read_from(patient: Patient, door: str) -> None:
    patient.starts("es")
    if door == "home":
        patient.taps("menu.about")
    elif door == "settings":
        patient.taps("rail.access")
        patient.taps("access.about.")
    else:
        patient.goes("operations", "hemilaminectomy")
        patient.taps("review.sources")
        patient.taps("sources.about")
    page = patient.page
    assert isinstance(page, About) and patient.screen == "About"
    assert patient.kiosk.glass.edition_shown.id in patient.reads("about.whose")
    for card, section in enumerate(page.sections):
        assert patient.visit.at.card == card
        assert patient.reads("page.title") == section.title
        if section is not page.sections[-1]:
            patient.goes_on("about.next")
    patient.taps("rail.back")
    assert patient.topic == ("hemilaminectomy" if door == "sources" else "home")


def test_an_article_turns_its_parts_and_leads_on(patient: Patient) -> None:
    patient.starts("en")
    patient.goes("operations", "hemilaminectomy")
    patient.reads_to_the_end()
    assert (patient.topic, patient.screen) == ("hemilaminectomy-steps", "Walkthrough")
    patient.taps("rail.back")
    page = patient.page
    assert isinstance(page, Article)
    assert patient.topic == "hemilaminectomy"
    assert patient.visit.at.card >= len(page.sections) - 1, "back is where the page was left"


def test_the_warning_signs_say_it_in_the_clinics_own_words(patient: Patient) -> None:
    patient.starts("es")
    patient.taps("rail.warnings")
    clinic = patient.kiosk.glass.edition_shown.clinic("es")
    assert patient.reads("care.doing.0").startswith(clinic["desk_now"])
    assert patient.reads("care.doing.1") == clinic["away"]


def test_a_card_opened_by_a_key_keeps_the_focus_though_it_can_be_pressed_no_more(patient: Patient) -> None:
    patient.starts("en")
    patient.taps("rail.warnings")
    head = patient.sees("card.today")
    assert head is not None
    head.forceActiveFocus()
    QTest.keyClick(patient.kiosk.pane, Qt.Key.Key_Return)
    patient.looks()
    assert head.property("live") is False and head.hasActiveFocus()
