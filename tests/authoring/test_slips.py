"""The slips of people who write: each is told with its place, in plain words, before what follows from it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kiosk.authoring.check import check_sources
from kiosk.authoring.findings import Finding
from kiosk.authoring.new import new_topic

Slip = Callable[[Path], object]
DISCS = "topics/discs"
EN, ES, YAML = f"{DISCS}/en.md", f"{DISCS}/es.md", f"{DISCS}/topic.yaml"


def put(file: str, old: str, new: str) -> Slip:
    """Write ``new`` in place of ``old`` in one file."""

    def slip(sources: Path) -> None:
        text = (sources / file).read_text("utf-8")
        assert old in text, f"{old!r} is not in {file}"
        (sources / file).write_text(text.replace(old, new, 1), "utf-8")

    return slip


def save(file: str, data: bytes) -> Slip:
    """A file of these bytes."""
    return lambda sources: (sources / file).write_bytes(data)


def rename(old: str, new: str) -> Slip:
    """A file or folder under another name."""
    return lambda sources: (sources / old).rename(sources / new)


def both(*slips: Slip) -> Slip:
    """One slip after another."""
    return lambda sources: [slip(sources) for slip in slips]


def logo(name: str, data: bytes) -> Slip:
    """A logo named in clinic.yaml, with its file."""
    return both(put("clinic.yaml", 'logo: ""', f'logo: "{name}"'), save(name, data))


PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
HARD = "The intraoperative team closes."

# what was done -> (the slip, the file told first, its line, its rule, words of its message or remedy)
SLIPS: dict[str, tuple[Slip, str, int, str, str]] = {
    "a line too far right": (
        put(YAML, "  - {id: care}", "    - {id: care}"),
        YAML,
        8,
        "yaml",
        "starts further right",
    ),
    "a line too far left": (
        put(YAML, "  what: {", " what: {"),
        YAML,
        15,
        "yaml",
        "starts further right or left",
    ),
    "a tab": (put(YAML, "owner: tests", "\towner: tests"), YAML, 3, "yaml", "a tab before the words"),
    "a brace never closed": (put(YAML, "part: bone}", "part: bone"), YAML, 11, "yaml", "never closed"),
    "curly quotes in the clinic's words": (
        put("clinic.yaml", '"our clinic"', "“Smith, Jones”"),
        "clinic.yaml",
        1,
        "yaml",
        "curly",
    ),
    "a key that stands twice": (
        put(YAML, "state: draft", "state: draft\nstate: draft"),
        YAML,
        3,
        "yaml",
        "“state” stands twice",
    ),
    "an unknown key of the clinic": (
        put("clinic.yaml", "emergency:", "emergncy:"),
        "clinic.yaml",
        3,
        "schema",
        "Did you mean “emergency”?",
    ),
    "no words in Spanish": (
        put("clinic.yaml", '"nuestra clínica"', '""'),
        "clinic.yaml",
        1,
        "translation",
        "no words in es",
    ),
    "a heading lost": (put(EN, "## care: Care\n", ""), EN, 6, "part.missing", "no “## care: ...”"),
    "a heading without its blank": (
        put(EN, "## care: Care", "##care: Care"),
        EN,
        15,
        "words.heading",
        "Write “## care: Care”",
    ),
    "a heading twice": (put(EN, "## care: Care", "## what: Care"), EN, 15, "words.heading", "stands twice"),
    "a heading of Word": (put(EN, "## care: Care", "**Care**"), EN, 6, "part.missing", "no “## care: ...”"),
    "a heading missing in Spanish": (put(ES, "## care: Cuidados\n", ""), ES, 6, "part.missing", "“care”"),
    "a bullet of Word": (put(EN, "- It bends", "•\tIt bends"), EN, 9, "words.list", "starts with “•”"),
    "a dash for a list": (put(EN, "- It bends", "– It bends"), EN, 9, "words.list", "starts with “–”"),
    "a list without its blank": (
        put(EN, "- It bends", "-It bends"),
        EN,
        9,
        "words.list",
        "a hyphen and a blank",
    ),
    "a numbered list": (put(EN, "- It bends", "1. It bends"), EN, 9, "words.list", "starts with “1.”"),
    "a key with a capital": (
        put(EN, "Ask your team.", "Facts: none\nAsk your team."),
        EN,
        19,
        "words.key",
        "“facts: ...”",
    ),
    "a key amid a paragraph": (
        put(EN, "Ask your team.", "Ask your team.\nfacts: none"),
        EN,
        20,
        "words.key",
        "Move it above",
    ),
    "an unseen sign": (
        put(EN, "A disc is soft.", "A disc\u200b is soft."),
        EN,
        7,
        "words.unseen",
        "type the words again",
    ),
    "a small picture for a word": (
        put(EN, "A disc is soft.", "A disc is soft 🙂."),
        EN,
        7,
        "words.letter",
        "cannot be shown",
    ),
    "a web address": (
        put(EN, "A disc is soft.", "See www.example.com."),
        EN,
        7,
        "words.markup",
        "plain words only",
    ),
    "a mail address": (
        put(EN, "A disc is soft.", "Write to me@example.com."),
        EN,
        7,
        "words.markup",
        "“me@example.com” is not plain text",
    ),
    "an address that names no web": (
        put(EN, "A disc is soft.", "See spine.example.com/fusion."),
        EN,
        7,
        "words.markup",
        "“spine.example.com/fusion” is not plain text",
    ),
    "no blank between two sentences": (
        put(EN, "A disc is soft. It", "A disc is soft.It"),
        EN,
        7,
        "words.blank",
        "“soft.It”",
    ),
    "a Word document": (save(EN, b"PK\x03\x04" + bytes(range(256))), EN, 0, "file", "a Word document"),
    "a file in Latin-1": (
        save(ES, "# Discos\n\nUn disco pequeño.\n".encode("latin-1")),
        ES,
        3,
        "file",
        "the encoding “UTF-8”",
    ),
    "a file in UTF-16": (save(ES, "# Discos".encode("utf-16")), ES, 0, "file", "UTF-16"),
    "a file with a capital": (
        rename(EN, f"{DISCS}/EN.md"),
        EN,
        0,
        "translation",
        "Rename “EN.md” to “en.md”",
    ),
    "a file with a second ending": (rename(ES, f"{ES}.txt"), ES, 0, "translation", "Rename “es.md.txt”"),
    "a structure under another ending": (
        rename(YAML, f"{DISCS}/topic.yml"),
        YAML,
        0,
        "file",
        "Rename “topic.yml”",
    ),
    "a copy that took the file's place": (
        rename(ES, f"{DISCS}/es (1).md"),
        ES,
        0,
        "translation",
        "Rename “es (1).md” to “es.md”",
    ),
    "a folder with a capital": (
        rename(DISCS, "topics/Discs"),
        "topics/Discs",
        0,
        "topic.id",
        "small letters",
    ),
    "a file among the folders": (
        save("topics/notes.docx", b"x"),
        "topics/notes.docx",
        0,
        "file.stray",
        "not read",
    ),
    "the facts lost": (lambda sources: (sources / "facts.md").unlink(), "facts.md", 0, "file", "Put it back"),
    "a picture mistyped": (
        put(YAML, "mini/plain", "mini/plane"),
        YAML,
        5,
        "picture.missing",
        "Did you mean “mini/plain”?",
    ),
    "a picture with a backslash": (
        put(YAML, "mini/plain", "mini\\plain"),
        YAML,
        5,
        "schema",
        "the name of a picture",
    ),
    "a day that is none": (
        put(YAML, "updated: 2026-11-21", "updated: 2026-02-31"),
        YAML,
        4,
        "review",
        "year first",
    ),
    "a link mistyped": (
        put(YAML, "topic: steps", "topic: step"),
        YAML,
        11,
        "link.dead",
        "Did you mean “steps”?",
    ),
    "a very long word": (put(EN, "A disc is soft.", HARD), EN, 7, "term", "“intraoperative” is a hard word"),
    "a rate that is hard to compare": (
        put(EN, "A disc is soft.", "A disc hurts 1 in 8 people."),
        EN,
        7,
        "banned",
        "Say how many of 100, such as “10 of 100 people”",
    ),
    "a promise": (put(EN, "A disc is soft.", "A disc is 100% safe."), EN, 7, "banned", "“100% safe”"),
    "English left in Spanish": (
        put(ES, "Un disco es blando.", "A disc is soft."),
        ES,
        7,
        "translation.same",
        "the same in both languages",
    ),
    "a logo that is not there": (
        put("clinic.yaml", 'logo: ""', 'logo: "x.png"'),
        "clinic.yaml",
        2,
        "clinic.logo",
        "no such file",
    ),
    "a logo elsewhere": (
        put("clinic.yaml", 'logo: ""', 'logo: "../x.png"'),
        "clinic.yaml",
        2,
        "clinic.logo",
        "outside",
    ),
    "a logo of another kind": (
        logo("x.jpg", b"\xff\xd8\xff"),
        "clinic.yaml",
        2,
        "clinic.logo",
        "a PNG or WebP picture",
    ),
    "a logo too large": (
        logo("x.png", PNG + (20000).to_bytes(4, "big") * 2 + bytes(9)),
        "clinic.yaml",
        2,
        "clinic.logo",
        "20000 x 20000",
    ),
    "a logo of many bytes": (
        logo("x.png", PNG + bytes(2_000_000)),
        "clinic.yaml",
        2,
        "clinic.logo",
        "larger than 1024",
    ),
}

JARGON = re.compile(
    r"Traceback|Error\b|NoneType|codec|utf-8\b|\bdict\b|\bstr\b|\bnull\b|mapping|scalar|token|parser|\\x|0x|<[a-z]"
)
"""Words of programs that no person who writes should have to know."""


def told(sources: Path, pictures: Path) -> list[Finding]:
    return check_sources(sources, pictures, lambda what, done, of: None, date(2026, 11, 21))


@pytest.mark.parametrize("what", SLIPS)
def test_a_slip_is_told_first_with_its_place_in_plain_words(sources: Path, pictures: Path, what: str) -> None:
    slip, file, line, rule, words = SLIPS[what]
    slip(sources)
    found = told(sources, pictures)
    named = [one for one in found if (one.file, one.rule) == (file, rule)]
    assert named, [str(one) for one in found]
    assert named[0].line == line and words in str(named[0]), str(named[0])
    assert not [str(one) for one in found if JARGON.search(f"{one.message} {one.remedy}")]
    causes = [one for one in found if one.severity == "error"][:3]
    assert named[0].severity == "warning" or named[0] in causes, [str(one) for one in causes]


@pytest.mark.parametrize("end", [b"\r\n", b"\r"])
def test_line_ends_of_other_systems_and_a_byte_order_mark_are_no_fault(
    sources: Path, pictures: Path, end: bytes
) -> None:
    for file in (EN, ES, YAML, "facts.md", "edition.yaml"):
        path = sources / file
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", end))
    assert told(sources, pictures) == []


def test_one_unread_table_is_one_finding_and_not_one_for_every_page(sources: Path, pictures: Path) -> None:
    for name in ("facts.md", "sources.md", "disagreements.yaml"):
        (sources / name).write_bytes(b"\xff")
    assert [(one.file, one.rule) for one in told(sources, pictures)] == [
        ("disagreements.yaml", "file"),
        ("facts.md", "file"),
        ("sources.md", "file"),
    ]


def test_a_heading_without_its_blank_is_one_finding(sources: Path, pictures: Path) -> None:
    put(EN, "## care: Care", "##care: Care")(sources)
    assert [(one.file, one.rule) for one in told(sources, pictures)] == [(EN, "words.heading")]


@pytest.mark.parametrize(("lost", "name"), [(ES, "es (1).md"), (EN, "EN.md")])
def test_a_file_to_rename_is_one_finding(sources: Path, pictures: Path, lost: str, name: str) -> None:
    rename(lost, f"{DISCS}/{name}")(sources)
    assert [one.file for one in told(sources, pictures) if name in str(one)] == [lost]


def test_a_copy_beside_the_file_itself_is_one_to_take_out(sources: Path, pictures: Path) -> None:
    shutil.copy(sources / ES, sources / DISCS / "es (1).md")
    assert [(one.file, one.rule) for one in told(sources, pictures)] == [(f"{DISCS}/es (1).md", "file.stray")]


def test_a_topic_listed_twice_is_named_with_both_lines(sources: Path, pictures: Path) -> None:
    place = sources / "edition.yaml"
    place.write_text(
        place.read_text("utf-8").replace("topics: [home, discs]", "topics:\n- home\n- discs\n- home")
    )
    (found,) = told(sources, pictures)
    assert (found.file, found.line, found.rule) == ("edition.yaml", 15, "topic.double")
    assert "in line 13 already" in found.message


def test_a_copy_of_a_folder_is_not_asked_for_a_door(sources: Path, pictures: Path) -> None:
    shutil.copytree(sources / DISCS, sources / "topics" / "discs - Copy")
    rules = {one.rule for one in told(sources, pictures)}
    assert "topic.id" in rules and "link.none" not in rules


def test_a_page_that_nothing_leads_to_is_a_warning_that_says_how(sources: Path, pictures: Path) -> None:
    new_topic(sources, "knee-care", "article")
    named = [one for one in told(sources, pictures) if one.rule == "link.none"]
    assert [(one.file, one.severity) for one in named] == [("topics/knee-care/topic.yaml", "warning")]
    assert "- {topic: knee-care}" in named[0].remedy


def test_every_rule_a_finding_may_name_stands_in_the_guide(root: Path) -> None:
    guide = (root / "docs" / "authoring.md").read_text("utf-8")
    listed = set(
        re.findall(r"[a-z]+(?:\.[a-z]+)?", " ".join(re.findall(r"^\| ([^|]+) \|", guide, re.MULTILINE)))
    )
    groups = "words|facts?|pair|part|link|picture|alt|region|clinic|file|source|topic|review|translation|dis"
    rules = {
        rule
        for path in (root / "kiosk" / "authoring").rglob("*.py")
        for rule in re.findall(rf'"((?:{groups})\.[a-z]+)"', path.read_text("utf-8"))
        if not rule.endswith((".yaml", ".md"))
    }
    assert len(rules) > 30 and rules <= listed, rules - listed
