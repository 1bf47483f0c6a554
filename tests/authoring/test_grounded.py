"""A figure stands on a fact of its paragraph, also when it is told another way; any other is a warning."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.authoring.check import check_sources
from kiosk.authoring.checks.quantities import quantities_in
from kiosk.authoring.findings import Finding
from kiosk.machine import paths

FACTS = {
    "share": "A torn nerve sac: 9.0% of first laminectomies (12,171 people). | [P01] | H",
    "few": "Bleeding near the nerves: 0.27% of 75,878 cases, about 3 of 1,000 (997 did not). | [P01] | H",
    "six": "More surgery: 6 of 100. | [P01] | H",
    "most": "90% get better. | [P01] | H",
    "span": "5-15% come back. | [P01] | M",
    "rate": "Death while in hospital: about 1.3 of 1,000 for all lumbar surgery. | [P01] | H",
    "cut": "Cut: 3-15 cm depending on levels. | [P01] | M",
    "neck": "Neck (cervical, C1-C7): small bones, most movement. | [P01] | H",
    "pain": "Pain is worst 24-72 hours; driving from 6 weeks. | [P99] | M",
    "years": "Solid in 6-12 months; followed for 2 years; a check after 12 weeks. | [P01] | M",
    "days": "Days 1-14: short walks. | [P01] | M",
    "weight": "No lifting over about 10 lb. | [P01] | M",
    "fever": "A fever of 100.4 °F (38 °C) or more after surgery. | [P01] | H",
    "next": "In a series of 1,000 fusions, 136 of 1,000 by 5 years and 222 of 1,000 by 10 years. | [P01] | M",
    "scans": "Disc wear in 37% at age 20 and 96% at 80; bulge 30% to 84%. | [P19] | H",
    "half": "Bleeding: 3 of 1,000; half within 5 days. | [P22] | H",
    "desk": "Desk work in 2-4 weeks (some 1-2); sport in 3 months. | [P01] | M",
    "words": "Discs dry out with age. | [P01] | H",
}


def judged(sources: Path, pictures: Path, fact: str, text: str) -> list[Finding]:
    """What is found when ``text`` is the lead of a page and ``fact`` the one it rests on."""
    facts = sources / "facts.md"
    facts.write_text(f"{facts.read_text('utf-8')}NUM-01 | {FACTS[fact]}\n", "utf-8")
    for name, words in (("topic.yaml", "NUM-01"), ("en.md", text), ("es.md", text)):
        place = sources / "topics" / "discs" / name
        old = {
            "topic.yaml": "lead: {p1: [ANAT-02]}",
            "en.md": "A disc is a cushion between two bones.",
            "es.md": "Un disco es un cojín entre dos huesos.",
        }[name]
        before = place.read_text("utf-8")
        assert old in before, name
        place.write_text(
            before.replace(old, "lead: {p1: [NUM-01]}" if name == "topic.yaml" else words), "utf-8"
        )
    return [one for one in check_sources(sources, pictures, lambda *_: None) if one.rule == "fact.figure"]


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        ("share", "In one study, 90 of 1,000 people had a tear and 910 did not."),
        ("share", "9 of 100 had a tear. The other 91 did not."),
        ("share", "Of 100 people like you, 9 have a tear."),
        ("few", "About 3 of 1,000 bled, and 997 did not."),
        ("most", "9 in 10 get better."),
        ("span", "From 5 to 15 of 100 come back, and 85 to 95 do not."),
        ("rate", "1 to 2 of 1,000 died in the hospital; at least 998 did not."),
        ("cut", "About 1 to 6 inches (3 to 15 cm)."),
        ("cut", "It is 30 mm long, or more."),
        ("neck", "The neck has 7 small bones, C1 to C7."),
        ("neck", "The nerve leaves below C6, between two bones."),
        ("pain", "Pain is often worst in the first 1 to 3 days."),
        ("pain", "From home, call 911."),
        ("pain", "You may drive from week 6."),
        ("years", "We saw them for 24 months, and once after 3 months."),
        ("years", "It is solid in half a year to 1 year."),
        ("days", "For two weeks, take short walks."),
        ("weight", "Lift no more than 10 pounds (5 kg)."),
        ("fever", "A fever of 100.4 °F (38 °C) or more."),
        ("rate", "998 of 1,000 lived through it."),
        ("rate", "Of 1,000 people, 1 to 2 died and 998 survived."),
        ("few", "997 of 1,000 escaped it."),
        ("span", "5 to 15 of 100 come back, and 95 to 85 do not."),
        ("fever", "A fever of 38 degrees C or 100.4 degrees F."),
        ("next", "Within 5 years 136 of 1,000 had more surgery, and within 10 years 222 had."),
        ("next", "In one group of 1,000 fusions, 136 had it by 60 months and 864 did not."),
        ("next", "Of 1,000 people, 136 had it. We followed them for 10 years."),
        ("scans", "At age 20, 37 of 100 have it and 63 do not. At 80, it is 96 of 100."),
        ("scans", "At age 20, 30 of 100 have a bulge."),
        ("half", "Half of those bleeds come within 5 days, half in people who lie still."),
        ("desk", "Desk work comes back in one to four weeks, for some in one week."),
        ("desk", "Sport waits a quarter or half the summer, and one day it is back."),
        ("most", "Of ten people, nine get better. One foot may stay numb."),
        ("neck", "It is one of the 7 bones of the neck, the one in front."),
        ("words", "It dries out with age."),
    ],
)
def test_a_figure_of_the_fact_however_it_is_told_is_no_finding(
    sources: Path, pictures: Path, fact: str, text: str
) -> None:
    assert judged(sources, pictures, fact, text) == []


@pytest.mark.parametrize(
    ("fact", "text", "odd"),
    [
        ("share", "In one study, 80 of 1,000 people had a tear and 910 did not.", "80 of 1000 stands"),
        ("six", "6 of 1,000 had it.", "6 of 1000 stands"),
        ("six", "94 of 100 had it.", "94 of 100 stands"),
        ("six", "6 of 100 had it. Do not lift more than 94 pounds.", "94 pounds stands"),
        ("few", "30 of 1,000 bled.", "30 of 1000 stands"),
        ("few", "2% bled.", "2% stands"),
        ("most", "1 of 10 gets better.", "1 of 10 stands"),
        ("most", "8 of 10 get better.", "8 of 10 stands"),
        ("span", "85 of 100 come back.", "85 of 100 stands"),
        ("rate", "1 to 20 of 1,000 died in the hospital.", "20 of 1000 stands"),
        ("cut", "About 1 to 6 inches (3 to 51 cm).", "51 cm stands"),
        ("cut", "About 15 inches.", "15 inches stands"),
        ("neck", "The neck has 8 small bones.", "8 stands"),
        ("neck", "The neck has twenty bones.", "twenty stands"),
        ("pain", "Driving waits 6 days.", "6 days stands"),
        ("pain", "Wait 10 hours before you call.", "10 hours stands"),
        ("years", "It is solid in 6 weeks.", "6 weeks stands"),
        ("years", "We saw them for 11 months.", "11 months stands"),
        ("days", "For 1 to 40 days, take short walks.", "40 days stands"),
        ("weight", "Lift no more than 10 pounds (25 kg).", "25 kg stands"),
        ("weight", "Lift no more than 5 kg (2 lb).", "2 lb stands"),
        ("weight", "Lift no more than 10 kg.", "10 kg stands"),
        ("fever", "A fever of 102 °F (38 °C) or more.", "102 °F stands"),
        ("fever", "A fever of 100 °F or more.", "100 °F stands"),
        ("fever", "A fever of 104 or more.", "104 stands"),
        ("fever", "A fever of 38 °F (100.4 °C) or more.", "38 °F and 100.4 °C stand"),
        ("rate", "2 of 1,000 lived through it.", "2 of 1000 stands"),
        ("few", "3 of 997 bled; 1,000 did not.", "3 of 997 and 1,000 stand"),
        ("few", "One of 100 bled.", "One of 100 stands"),
        ("few", "Half of the patients bled.", "Half of the patients stands"),
        ("most", "One in 10 gets better.", "One in 10 stands"),
        ("cut", "About 15 to 3 cm.", "15 to 3 cm stands"),
        ("cut", "The cut is one inch, or half an inch.", "half an inch stands"),
        ("pain", "Pain is worst after one week.", "one week stands"),
        ("pain", "Pain is worst in 72 to 24 hours.", "72 to 24 hours stands"),
        ("desk", "Desk work comes back in 4 to 2 weeks.", "4 to 2 weeks stands"),
        ("desk", "Sport waits half a year.", "half a year stands"),
        ("next", "Within 1,000 years 136 of 1,000 had it.", "1,000 years stands"),
        ("words", "It dries out after 30, and after 40 more.", "30 and 40 stand"),
    ],
)
def test_a_figure_of_no_fact_is_a_warning_at_its_sentence(
    sources: Path, pictures: Path, fact: str, text: str, odd: str
) -> None:
    (found,) = judged(sources, pictures, fact, text)
    assert (found.file, found.severity) == ("topics/discs/en.md", "warning")
    assert found.message == f"{odd} in no fact of this sentence: NUM-01"
    assert text in (sources / found.file).read_text("utf-8").splitlines()[found.line - 1]


@pytest.mark.parametrize(
    ("fact", "text", "told"),
    [
        ("next", "136 of 1,000 had it within 10 years.", ["“136 of 1000” goes with “5 years”"]),
        ("next", "Of 1,000, 222 had it after 60 months.", ["“222” goes with “10 years”"]),
        (
            "next",
            "Within 10 years, in one group, 136 of 1,000 had it.",
            ["“136 of 1000” goes with “5 years”"],
        ),
        (
            "next",
            "By 5 years 222 of 1,000 had it, and 136 of 1,000 by 10 years.",
            ["“136 of 1000” goes with “5 years”", "“222 of 1000” goes with “10 years”"],
        ),
        ("scans", "At age 80, 37 of 100 have it and 63 do not.", ["“37 of 100” goes with “20”"]),
    ],
)
def test_a_share_told_of_the_time_of_another_share_is_a_warning(
    sources: Path, pictures: Path, fact: str, text: str, told: list[str]
) -> None:
    found = judged(sources, pictures, fact, text)
    assert [one.message.partition(" in NUM-01, and not with ")[0] for one in found] == told


def test_who_tells_the_rest_without_a_not_is_told_to_say_it(sources: Path, pictures: Path) -> None:
    (found,) = judged(sources, pictures, "few", "997 of 1,000 went home.")
    assert found.remedy.startswith("Are these the rest, to whom it did not happen? Then say “not”.")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Uno de 100 sangra, y una de cada 10 personas mejora.", ["uno de 100", "una de cada 10"]),
        (
            "La mitad de las personas mejora en media hora o una semana.",
            ["mitad de las personas", "media hora", "una semana"],
        ),
        ("Una de las vértebras, un pie, un día u otro: la mitad de la columna.", []),
        ("One of the bones, one foot, one day: the left half of the roof.", []),
    ],
)
def test_one_and_half_are_figures_where_they_count_something(text: str, written: list[str]) -> None:
    found = quantities_in(text, "en" if text.startswith("One") else "es")
    words = [one.written.lower() for one in found if not one.written[0].isdigit()]
    assert words == written


def test_the_pages_that_ship_give_no_figure_without_a_fact(tmp_path: Path) -> None:
    found = check_sources(paths.SOURCES, paths.PICTURES, lambda *_: None)
    assert [str(one) for one in found if one.rule == "fact.figure"] == []
