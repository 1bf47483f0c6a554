"""Facts are given by a paragraph's number: where paragraphs move and their facts stay, the check says so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kiosk.authoring.check import check_sources
from kiosk.authoring.findings import AuthoringError, Finding
from kiosk.authoring.freshness import KEPT, stamp

DISCS = Path("topics/discs")
WHAT = "what: {p1: [ANAT-01], p2: [ANAT-02], p3: [ANAT-01]}"


def put(sources: Path, file: str, old: str, new: str) -> None:
    place = sources / DISCS / file
    text = place.read_text("utf-8")
    assert old in text
    place.write_text(text.replace(old, new, 1), "utf-8")


def told(sources: Path, pictures: Path, rule: str = "fact.moved") -> list[Finding]:
    return [one for one in check_sources(sources, pictures, lambda *_: None) if one.rule == rule]


def take_out(sources: Path) -> None:
    """The line “It bends with you.” goes, and as careless hands would have it, the last number with it."""
    put(sources, "en.md", "- It bends with you.\n", "")
    put(sources, "es.md", "- Se dobla con usted.\n", "")
    put(sources, "topic.yaml", WHAT, "what: {p1: [ANAT-01], p2: [ANAT-02]}")


def test_a_paragraph_taken_out_names_each_below_it_that_now_rests_on_another_fact(
    sources: Path, pictures: Path
) -> None:
    stamp(sources, "discs")
    take_out(sources)
    (found,) = told(sources, pictures)
    assert (found.file, found.line, found.severity) == ("topics/discs/topic.yaml", 15, "warning")
    assert found.message == "en.md, line 9: “It holds you up.” rested on ANAT-01 and now rests on ANAT-02"
    assert "Its number was p3; under “what” in topic.yaml write p2: [ANAT-01]" in found.remedy
    with pytest.raises(AuthoringError, match=r"“It holds you up\.” rested on ANAT-01 .* --facts-checked"):
        stamp(sources, "discs")
    put(sources, "topic.yaml", "p2: [ANAT-02]", "p2: [ANAT-01]")
    assert told(sources, pictures) == []
    stamp(sources, "discs")
    assert check_sources(sources, pictures, lambda *_: None) == []


def test_a_paragraph_put_in_shifts_the_facts_below_it_too(sources: Path, pictures: Path) -> None:
    stamp(sources, "discs")
    put(sources, "en.md", "- It bends", "- It turns with you.\n- It bends")
    put(sources, "es.md", "- Se dobla", "- Gira con usted.\n- Se dobla")
    assert [one.message.partition(": ")[2] for one in told(sources, pictures)] == [
        "“It bends with you.” rested on ANAT-02 and now rests on ANAT-01",
        "“It holds you up.” rested on ANAT-01 and now rests on no fact",
    ]
    put(sources, "topic.yaml", "p3: [ANAT-01]}", "p3: [ANAT-02], p4: [ANAT-01]}")
    assert told(sources, pictures) == []


def test_whoever_looked_at_the_facts_says_so(sources: Path, pictures: Path) -> None:
    stamp(sources, "discs")
    take_out(sources)
    stamp(sources, "discs", facts_checked=True)
    assert check_sources(sources, pictures, lambda *_: None) == []


def test_a_paragraph_that_moved_and_was_corrected_is_known_again(sources: Path, pictures: Path) -> None:
    stamp(sources, "discs")
    take_out(sources)
    put(sources, "en.md", "It holds you up.", "It holds you upright.")
    (found,) = told(sources, pictures)
    assert "“It holds you upright.” rested on ANAT-01" in found.message


def test_paragraphs_put_in_among_others_that_are_worded_anew_ask_which_fact_is_whose(
    sources: Path, pictures: Path
) -> None:
    stamp(sources, "discs")
    put(
        sources, "en.md", "- It bends with you.\n", "- Coughs squeeze them.\n- Each one gives way a little.\n"
    )
    put(sources, "es.md", "- Se dobla con usted.\n", "- La tos los aprieta.\n- Cada uno cede un poco.\n")
    below = "p3: [ANAT-01], p4: [ANAT-01]}"
    put(sources, "topic.yaml", "p3: [ANAT-01]}", below)
    (found,) = told(sources, pictures)
    assert (found.file, found.severity) == ("topics/discs/topic.yaml", "warning")
    assert found.message == (
        "en.md, line 9: “what” has 2 paragraphs in other words where one paragraph stood, "
        "and p2 still rests on ANAT-02"
    )
    with pytest.raises(AuthoringError, match=r"p2 still rests on ANAT-02.* --facts-checked"):
        stamp(sources, "discs")
    put(sources, "topic.yaml", below, "p3: [ANAT-02], p4: [ANAT-01]}")
    assert told(sources, pictures) == [], "both rest on what stood there"
    put(sources, "topic.yaml", "p2: [ANAT-02], p3", "p2: [ANAT-01], p3")
    assert told(sources, pictures) == []


def test_a_paragraph_taken_out_with_the_next_worded_anew_asks_too(sources: Path, pictures: Path) -> None:
    stamp(sources, "discs")
    take_out(sources)
    put(sources, "en.md", "It holds you up.", "Each one gives way a little.")
    (found,) = told(sources, pictures)
    assert "“what” has one paragraph in other words where 2 paragraphs stood" in found.message
    put(sources, "topic.yaml", "p2: [ANAT-02]", "p2: [ANAT-01]")
    assert told(sources, pictures) == []


def test_paragraphs_worded_anew_in_their_places_are_no_finding(sources: Path, pictures: Path) -> None:
    stamp(sources, "discs")
    put(sources, "en.md", "It bends with you.", "Each one gives way a little.")
    put(sources, "en.md", "It holds you up.", "Coughs squeeze them.")
    assert told(sources, pictures) == []
    put(sources, "en.md", "- Coughs squeeze them.\n", "- It holds you up.\n- Coughs squeeze them.\n")
    put(sources, "topic.yaml", "p3: [ANAT-01]}", "p3: [ANAT-01], p4: [ANAT-02]}")
    assert told(sources, pictures) == [], "the third is known again, and the fourth is new"


def test_facts_given_to_a_paragraph_that_stayed_in_its_place_are_no_finding(
    sources: Path, pictures: Path
) -> None:
    stamp(sources, "discs")
    put(sources, "topic.yaml", WHAT, "what: {p1: [ANAT-01], p2: [ANAT-01, ANAT-02], p3: [ANAT-02]}")
    put(sources, "en.md", "- It holds you up.\n", "- It holds you up.\n- It lifts.\n")
    assert told(sources, pictures) == []


def test_facts_given_to_a_whole_part_go_with_every_paragraph(sources: Path, pictures: Path) -> None:
    put(sources, "topic.yaml", WHAT, "what: [ANAT-01, ANAT-02]")
    stamp(sources, "discs")
    put(sources, "en.md", "- It bends with you.\n", "")
    assert told(sources, pictures) == []


def test_a_record_from_before_facts_were_kept_is_read_and_asks_to_look(sources: Path, pictures: Path) -> None:
    stamp(sources, "discs")
    place = sources / DISCS / KEPT
    kept = json.loads(place.read_text("utf-8"))
    assert kept["es"].pop("facts")["what.p2"] == "ANAT-02"
    place.write_text(json.dumps(kept), "utf-8")
    assert check_sources(sources, pictures, lambda *_: None) == []
    take_out(sources)
    (found,) = told(sources, pictures)
    assert "“It holds you up.” was paragraph p3 of “what” and is p2 now, which rests on ANAT-02" in str(found)


@pytest.mark.parametrize("torn", ["[1, 2]", '{"es": 3}', '{"es": {"sentences": {"what.p9.s1": 4}}}', "{"])
def test_a_torn_record_tells_nothing_and_stops_nothing(sources: Path, pictures: Path, torn: str) -> None:
    stamp(sources, "discs")
    (sources / DISCS / KEPT).write_text(torn, "utf-8")
    assert told(sources, pictures) == []
    stamp(sources, "discs")
