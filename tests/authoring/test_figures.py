"""A figure that stands in one language stands in the other; what is no figure asks for nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.authoring.check import check_sources
from kiosk.authoring.checks.figures import check_topic, differ, figures_in
from kiosk.authoring.sources import read_sources
from kiosk.machine import paths


def told(english: str, spanish: str) -> str:
    return differ(figures_in(english, "en"), figures_in(spanish, "es"))


@pytest.mark.parametrize(
    ("english", "spanish", "said"),
    [
        (
            "The first 1 to 30 days.",
            "Los primeros 1 a 3 días.",
            "30 stands there and not here, 3 stands here and not there",
        ),
        ("Rest 2 weeks.", "Descanse.", "2 stands there and not here"),
        ("Rest.", "Descanse tres semanas.", "3 stands here and not there"),
        ("Rest 6 days.", "Descanse 6 semanas.", "6 is of day there and of week here"),
        ("Take 2.5 cm.", "Quita 25 cm.", "2.5 stands there and not here, 25 stands here and not there"),
        (
            "It holds 1,000 people.",
            "Caben 100 personas.",
            "1000 stands there and not here, 100 stands here and not there",
        ),
        (
            "9 of 100 had it and 91 did not.",
            "A 9 de 100 les pasó y a 99 no.",
            "91 stands there and not here, 99 stands here and not there",
        ),
        ("Wait two days.", "Espere tres días.", "3 stands here and not there"),
    ],
)
def test_a_figure_in_one_language_alone_is_named(english: str, spanish: str, said: str) -> None:
    assert told(english, spanish) == said


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("Stay 1 to 3 days.", "Quédese de 1 a 3 días."),
        ("It is 2.5 cm wide.", "Mide 2,5 cm de ancho."),
        ("In 1,200 people.", "En 1200 personas."),
        ("Half an inch (13 mm).", "Unos 13 mm (media pulgada)."),
        ("Five bones.", "Los 5 huesos."),
        ("A check near 1 year.", "Una cita cerca del año."),
        ("Both legs.", "Las dos piernas."),
        ("Of 100, 9 had one.", "Les pasó a 9 de cada 100."),
        ("The third bone.", "El hueso 3."),
        ("The eleventh bone.", "El hueso número once."),
        ("It goes away once you rest.", "Se quita al descansar."),
        ("Up to 25% more.", "Hasta 25 % más."),
    ],
)
def test_the_same_said_otherwise_is_no_finding(english: str, spanish: str) -> None:
    assert told(english, spanish) == ""


def test_a_figure_changed_in_english_alone_is_a_warning_at_the_spanish_sentence(
    sources: Path, pictures: Path
) -> None:
    for name, words in (("en", "Rest 1 to 3 days."), ("es", "Descanse de 1 a 3 días.")):
        place = sources / "topics" / "discs" / f"{name}.md"
        place.write_text(place.read_text("utf-8") + f"\n{words}\n", "utf-8")
    assert check_sources(sources, pictures, lambda *_: None) == []
    place = sources / "topics" / "discs" / "en.md"
    place.write_text(place.read_text("utf-8").replace("1 to 3", "1 to 30"), "utf-8")
    told_of_fact, found = check_sources(sources, pictures, lambda *_: None)
    assert (told_of_fact.file, told_of_fact.rule) == ("topics/discs/en.md", "fact.figure")
    spanish = (sources / "topics" / "discs" / "es.md").read_text("utf-8").splitlines()
    assert (found.file, found.rule, found.severity) == (
        "topics/discs/es.md",
        "translation.figures",
        "warning",
    )
    assert spanish[found.line - 1] == "Descanse de 1 a 3 días." and "30 stands there" in found.message


def test_the_pages_that_ship_give_the_same_figures_in_both_languages() -> None:
    topics = read_sources(paths.SOURCES).topics
    assert len(topics) > 50
    assert [str(found) for topic in topics.values() for found in check_topic(topic)] == []
