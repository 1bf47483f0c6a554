"""The slips of people who write in clinic.yaml: quotes, colons and numbers, each told in plain words."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.authoring.sources import read_sources
from tests.authoring.test_slips import JARGON, put, told

# what was done -> ((old words, new words), the line told first, its rule, words of its message)
SLIPS: dict[str, tuple[tuple[str, str], int, str, str]] = {
    "curly quotes around words with a colon": (
        ('emergency: "911"', "emergency: {en: “Call: 911”, es: “Llame: 911”}"),
        3,
        "yaml",
        "curly",
    ),
    "a curly quote at one end alone": (
        ('"our clinic"', '"our clinic”'),
        1,
        "yaml",
        "curly",
    ),
    "a quote missing behind words": (
        ('"our clinic"', '"our clinic'),
        1,
        "yaml",
        'a quote (") is missing on this line',
    ),
    "a quote missing before words": (
        ('"our clinic"', 'our clinic"'),
        1,
        "yaml",
        'a quote (") is missing on this line',
    ),
    "a quote missing at the end of a line": (
        ('"nuestra clínica"', '"nuestra clínica'),
        1,
        "yaml",
        'a quote (") is missing on this line',
    ),
    "words with a colon and no quotes": (
        ('"our clinic"', "Clinic: ours"),
        1,
        "yaml",
        "Put words with a colon in them between quotes",
    ),
    "a bracket at the end of the file": (
        ('emergency: "911"\n', "emergency: ["),
        4,
        "yaml",
        "Look at the colons, the brackets",
    ),
    "another number in Spanish": (
        ('emergency: "911"', 'emergency: {en: "911", es: "91"}'),
        3,
        "translation.figures",
        "the numbers of “emergency” are others in es than in en: 91, not 911",
    ),
    "two digits of a phone number changed round": (
        ("logo:", 'phone: {en: "Our phone: 555-0142.", es: "Teléfono: 555-0124."}\nlogo:'),
        2,
        "translation.figures",
        "5550124, not 5550142",
    ),
}


@pytest.mark.parametrize("what", SLIPS)
def test_a_slip_in_the_clinics_words_is_told_first_with_its_line(
    sources: Path, pictures: Path, what: str
) -> None:
    (old, new), line, rule, words = SLIPS[what]
    put("clinic.yaml", old, new)(sources)
    found = told(sources, pictures)
    assert (found[0].file, found[0].line, found[0].rule) == ("clinic.yaml", line, rule), str(found[0])
    assert words in str(found[0])
    assert not JARGON.search(f"{found[0].message} {found[0].remedy}")


@pytest.mark.parametrize("phone", ["Llame al (555) 0142", "555 01 42 es nuestro teléfono", "5550142."])
def test_the_same_phone_number_in_other_groups_is_no_finding(
    sources: Path, pictures: Path, phone: str
) -> None:
    put("clinic.yaml", "logo:", f'phone: {{en: "Our phone: 555-0142.", es: "{phone}"}}\nlogo:')(sources)
    assert told(sources, pictures) == []


def test_a_phone_number_without_quotes_keeps_its_zero(sources: Path) -> None:
    place = sources / "clinic.yaml"
    place.write_text(place.read_text("utf-8") + "phone: 02079460142\n", "utf-8")
    assert read_sources(sources).clinic.data["phone"] == "02079460142"
