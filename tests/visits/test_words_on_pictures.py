"""In the largest letters words stay whole: moments of a step, the side shown, ends of a picture, signs."""

from __future__ import annotations

import pytest

from kiosk.content.records import Warnings
from tests.visits.patient import Patient, items_of


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_moment_of_a_step_keeps_its_words_inside_its_key(patient: Patient, language: str) -> None:
    glass = patient.kiosk.glass
    patient.starts(language)
    glass.setTextSize(2)
    glass.open("discectomy-steps")
    glass.choose("step", 4)
    patient.looks()
    keys = [patient.sees(name) for name in patient.names("frame.")]
    assert len(keys) == 4
    for key in keys:
        assert key is not None
        words = next(item for item in items_of(key) if item.inherits("QQuickText"))
        air = 2 * patient.kiosk.pane.px_per_mm()
        assert words.property("contentWidth") <= key.width() - 2 * air, words.property("text")
        assert words.property("lineCount") <= 2
        assert words.height() <= key.height()


def test_an_example_says_which_side_it_shows_in_the_largest_letters(patient: Patient) -> None:
    glass = patient.kiosk.glass
    patient.starts("en")
    glass.setTextSize(2)
    glass.open("discectomy-steps")
    glass.choose("step", 4)
    patient.looks()
    seen = {str(item.property("text")) for item in items_of(patient.kiosk.pane.contentItem())}
    assert "Example: right side" in seen
    glass.setSide("left")
    patient.looks()
    seen = {str(item.property("text")) for item in items_of(patient.kiosk.pane.contentItem())}
    assert "Side: left" in seen
    assert "Example: right side" not in seen


def test_what_is_compared_says_which_end_of_its_picture_is_which(patient: Patient) -> None:
    patient.starts("en")
    patient.kiosk.glass.open("compare-operations")
    patient.looks()
    seen = [str(item.property("text")) for item in items_of(patient.kiosk.pane.contentItem())]
    for name in ("left", "right"):
        assert sum(word in (f"Your {name}", name.capitalize()) for word in seen) >= 3


@pytest.mark.parametrize(
    ("language", "what", "other"), [("en", "Herniated", "Healthy"), ("es", "Con hernia", "Sano")]
)
def test_a_card_of_two_subjects_says_what_the_one_it_shows_is(
    patient: Patient, language: str, what: str, other: str
) -> None:
    patient.starts(language)
    patient.kiosk.glass.open("herniated-disc")
    patient.looks()
    seen = {str(item.property("text")) for item in items_of(patient.kiosk.pane.contentItem())}
    assert {what, other} <= seen, "the whole picture tells both"
    patient.kiosk.glass.choose("card", 4)
    patient.looks()
    seen = {str(item.property("text")) for item in items_of(patient.kiosk.pane.contentItem())}
    assert other not in seen
    if patient.sees("thumb.subject") is not None:
        assert patient.reads("thumb.subject") == what


def test_a_list_of_warning_signs_offers_no_way_past_its_second_half(patient: Patient) -> None:
    glass = patient.kiosk.glass
    patient.starts("en")
    glass.open("herniated-disc")
    for size in (1.0, 1.4, 2.0):
        glass.setTextSize(size)
        glass.choose("card", 6)
        patient.looks()
        assert patient.reads("page.title") == "When to tell staff"
        assert bool(patient.sees("cards.more")) != bool(patient.sees("article.next")), size


def _texts(patient: Patient) -> set[str]:
    return {str(item.property("text")) for item in items_of(patient.kiosk.pane.contentItem())}


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_warning_sign_is_said_whole_on_one_turn_in_the_largest_letters(
    patient: Patient, language: str
) -> None:
    patient.starts(language)
    patient.kiosk.glass.setTextSize(2)
    patient.taps("rail.warnings")
    patient.taps("card.today")
    page = patient.page
    assert isinstance(page, Warnings)
    signs = {sign.text for card in page.cards if card.level == "today" for sign in card.signs}
    assert len(signs) == 10
    turns, whole = 1, _texts(patient)
    while patient.sees("cards.more") is not None and turns <= len(signs) + 2:
        patient.taps("cards.more")
        turns, whole = turns + 1, whole | _texts(patient)
    assert signs <= whole, signs - whole
    assert turns <= len(signs) + 2


def test_a_line_of_two_sentences_too_long_for_a_turn_parts_between_them(patient: Patient) -> None:
    glass = patient.kiosk.glass
    patient.starts("es")
    glass.setTextSize(2)
    glass.open("discectomy-recovery")
    glass.choose("row", "pain")
    patient.looks()
    seen = _texts(patient)
    while patient.sees("cards.more") is not None:
        patient.taps("cards.more")
        patient.looks()
        seen |= _texts(patient)
    assert any(text.startswith("Cerca de la semana 3") and text.endswith("avise ya.") for text in seen)
