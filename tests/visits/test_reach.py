"""Pages with their keys low down, in the largest letters too."""

from __future__ import annotations

from PySide6.QtCore import QPointF

from kiosk.content.records import Questions, Timeline
from tests.visits.patient import Patient


def starts_low_down(patient: Patient) -> None:
    """In Spanish, to the settings, where every key is asked for within reach."""
    patient.starts("es")
    patient.taps("rail.access")
    patient.taps("access.reach.true")


def test_a_recovery_is_read_in_the_largest_letters_within_reach(patient: Patient) -> None:
    """Once its cards laid themselves out for ever here: a key for more made the room that took it away."""
    starts_low_down(patient)
    patient.taps("access.textSize.2")
    patient.looks()
    patient.turns_to("access.hand.left")
    patient.taps("access.hand.left")
    patient.taps("rail.back")
    patient.goes("getting-better", "hemilaminectomy-recovery")
    page = patient.page
    assert isinstance(page, Timeline)
    for row in page.rows:
        patient.looks()
        patient.taps("row.next")
        patient.looks()
        assert (patient.visit.at.row, patient.visit.at.more) == (row.id, 0), (
            "an activity begins at its beginning"
        )
        read = 1
        while patient.sees("cards.more"):
            patient.taps("cards.more")
            patient.looks()
            read += 1
        assert read > 1, "the answer and what each phase brings need more than one card"


def test_within_reach_a_question_is_taken_off_by_a_key_low_down(patient: Patient) -> None:
    starts_low_down(patient)
    patient.taps("rail.back")
    patient.goes("prepare", "questions-to-ask")
    page = patient.page
    assert isinstance(page, Questions)
    one, two = (question.id for question in page.groups[0].questions[:2])
    for question in (one, two):
        patient.kiosk.glass.tick(question)
    patient.taps("questions.slip")
    patient.looks()
    off = patient.sees(f"slip.off.{one}")
    assert off and off.mapToScene(QPointF(0, 0)).y() >= 0.6 * patient.kiosk.pane.height()
    patient.taps(f"slip.off.{one}")
    patient.looks()
    assert patient.names("slip.line.") == [f"slip.line.{two}"]
