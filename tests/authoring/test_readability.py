"""The counters against passages whose scores were measured by hand-checked counting."""

from __future__ import annotations

import pytest

from kiosk.authoring.readability import (
    english_grade,
    inflesz,
    is_passive,
    printed_words,
    sentences_of,
    spanish_syllables,
)
from kiosk.authoring.sentences import sided, split_sentences

NAME_EN = (
    'This surgery takes bone from one side only. Doctors call it a hemilaminectomy. "Hemi" means '
    "half. It takes part or all of the lamina, a flat plate of bone, on that side. That is less bone "
    "than a full laminectomy and more than a laminotomy. Ask your surgeon how much."
)
NAME_ES = (
    "Esta cirugía quita hueso de un solo lado. Se llama hemilaminectomía. «Hemi» quiere decir mitad. "
    "Quita parte o toda la lámina, una placa de hueso, de ese lado. Es menos hueso que en la "
    "laminectomía completa y más que en la laminotomía. Pregunte a su cirujano cuánto."
)
CUT_EN = (
    "An X-ray shows the team the right bone. The cut over it is often small. For one bone and small "
    "tools, it is about 1 inch (2.5 cm) or more. Open surgery, or surgery on more bones, needs a "
    "longer cut. An infection can start in the wound."
)
CUT_ES = (
    "Los rayos X muestran al equipo cuál es el hueso. El corte sobre ese hueso suele ser chico. Para "
    "un solo hueso y con instrumentos finos, mide cerca de 1 pulgada (2.5 cm) o más. Si la cirugía es "
    "abierta o de más huesos, el corte es más largo. Puede empezar una infección en la herida."
)


@pytest.mark.parametrize(("text", "grade"), [(NAME_EN, 1.3), (CUT_EN, 2.7)])
def test_english_grades_are_within_three_tenths_of_the_measured_ones(text: str, grade: float) -> None:
    assert english_grade(sentences_of([text])) == pytest.approx(grade, abs=0.3)


@pytest.mark.parametrize(("text", "score"), [(NAME_ES, 70.0), (CUT_ES, 85.7)])
def test_spanish_scores_are_within_two_points_of_the_measured_ones(text: str, score: float) -> None:
    assert inflesz(sentences_of([text])) == pytest.approx(score, abs=2.0)


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("hueso", 2),
        ("cirugía", 4),
        ("quiere", 2),
        ("guerra", 2),
        ("médula", 3),
        ("ahora", 3),
        ("muy", 1),
        ("leer", 2),
    ],
)
def test_spanish_syllables_follow_the_vowels(word: str, syllables: int) -> None:
    assert spanish_syllables(word) == syllables


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("It is 2.5 cm long. That is small.", 2),
        ("A fever of 100.4 °F (38 °C) or more. Call today.", 2),
        ("Ask Dr. Ruiz about it.", 1),
        ("Venga a las 3 p. m. de la tarde.", 1),
        ('Ask: "What are my choices?" Then wait.', 2),
        ("¿Qué hueso? ¿De qué lado?", 2),
        ("The surgeon works on {one side. Yes|your left|your right} now.", 1),
        ("At home. 9 of 100 had a tear.", 2),
    ],
)
def test_sentences_end_where_a_reader_stops(text: str, count: int) -> None:
    assert len(split_sentences(text)) == count


def test_a_side_changes_the_words_between_its_braces() -> None:
    assert sided("On {one side|your left|your right}.") == ("On one side.", "On your left.", "On your right.")
    assert sided("On both sides.") == ("On both sides.", "", "")


def test_words_are_counted_as_printed() -> None:
    assert printed_words("It is about 1 inch (2.5 cm) – or more.") == 9


def test_passive_sentences_are_told_from_plain_ones() -> None:
    assert is_passive("The muscle is moved aside.")
    assert not is_passive("The surgeon moves the muscle.")
    assert not is_passive("You are tired.")
