"""A figure stands on a fact of its paragraph, also when it is told another way; any other is a warning."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.authoring.check import check_sources
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
        ("fever", "A fever of 102 °F (38 °C) or more.", "102 stands"),
        ("fever", "A fever of 100 °F or more.", "100 stands"),
        ("fever", "A fever of 104 or more.", "104 stands"),
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


def test_the_pages_that_ship_give_no_figure_without_a_fact(tmp_path: Path) -> None:
    found = check_sources(paths.SOURCES, paths.PICTURES, lambda *_: None)
    assert [str(one) for one in found if one.rule == "fact.figure"] == []
