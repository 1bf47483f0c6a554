"""Each rule of ``content check`` on the small sources with one thing spoiled: the finding and its line."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
import yaml

from kiosk.authoring.check import check_sources, readability_table
from kiosk.authoring.findings import Finding
from tests.authoring.drawing import draw_pictures

TODAY = date(2026, 11, 21)


def findings(sources: Path, pictures: Path) -> list[Finding]:
    return check_sources(sources, pictures, lambda what, done, of: None, TODAY)


def spoil(sources: Path, file: str, old: str, new: str) -> int:
    """Replace ``old`` once and return the line it stood on."""
    path = sources / file
    text = path.read_text("utf-8")
    assert text.count(old) >= 1, f"{old!r} is not in {file}"
    path.write_text(text.replace(old, new, 1), "utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_the_small_sources_have_no_fault(sources: Path, pictures: Path) -> None:
    assert findings(sources, pictures) == []


LONG = "The surgeon " + "and the team " * 7 + "close it."

SPOILED = [
    ("topics/discs/topic.yaml", "owner: tests", "ownr: tests", "schema", 0),
    ("topics/discs/topic.yaml", "  - {id: care}", "  - {id: what}", "schema", 0),
    ("topics/discs/topic.yaml", "state: draft", "state: finished", "schema", 0),
    ("topics/discs/topic.yaml", "related: [glossary]", "related: [glossary", "yaml", 0),
    ("topics/discs/topic.yaml", "next: {topic: steps, part: bone}", "next: {topic: stepz}", "link.dead", 0),
    ("topics/discs/topic.yaml", "part: bone", "part: bonez", "link.dead", 0),
    ("topics/discs/topic.yaml", "harm: [ANAT-02]", "harm: []", "pair.half", 0),
    ("topics/discs/topic.yaml", "p1: [ANAT-01], p2", "p1: [ANAT-99], p2", "fact.unknown", 0),
    ("topics/discs/topic.yaml", "p1: [ANAT-01], p2", "p1: [ANAT-03], p2", "fact.withdrawn", 0),
    ("topics/discs/topic.yaml", "  lead: {p1: [ANAT-02]}", "  lead: {p2: [ANAT-02]}", "fact.dangling", 0),
    ("topics/discs/topic.yaml", "picture: mini/plain", "picture: mini/gone", "picture.missing", 0),
    ("edition.yaml", "turn: mini/turn", "turn: mini/gone", "picture.missing", 0),
    ("topics/low-back/topic.yaml", "  L4-L5.disc: {opens", "  L9.disc: {opens", "region.nothing", 0),
    (
        "topics/discs/topic.yaml",
        "state: draft",
        "state: draft\napproved_until: 2026-01-01",
        "review.passed",
        1,
    ),
    ("topics/discs/topic.yaml", "state: draft", "state: approved", "review", 0),
    ("topics/discs/en.md", "### harm\nLong rest makes muscles weak.\n", "", "pair.half", -3),
    ("topics/discs/en.md", "## care: Care", "## cares: Care", "part.surplus", 0),
    ("topics/discs/en.md", "### alt\nA round disc seen from above.\n", "", "translation", None),
    ("topics/discs/en.md", "A disc is soft.", "A <b>disc</b> is soft.", "words.markup", 0),
    ("topics/discs/en.md", "A disc is soft.", "A disc on {one side is soft.", "words.side", 0),
    ("topics/discs/en.md", "A disc is soft.", "A disc is a miracle.", "banned", 0),
    ("topics/discs/en.md", "A disc is soft.", "A disc can cure you.", "banned", 0),
    ("topics/discs/en.md", "A disc is soft.", "A disc hurts in 1 in 8 people.", "banned", 0),
    ("topics/discs/en.md", "A disc is soft.", "It is safe and works for everyone.", "banned", 0),
    ("topics/discs/es.md", "Un disco es blando.", "Es bueno y funciona para todos.", "banned", 0),
    ("topics/discs/en.md", "A disc is soft.", "Arthrodesis can help.", "term", 0),
    ("topics/discs/en.md", "A disc is soft.", "Your comorbidities count.", "term", 0),
    ("topics/discs/es.md", "Un disco es blando.", "La deambulación ayuda.", "term", 0),
    ("topics/discs/en.md", "A disc is soft.", LONG, "length", 0),
    ("topics/discs/en.md", "A disc is soft.", "A stenosis is bad.", "term", 0),
    ("topics/discs/es.md", "Un disco es blando.", "Es el mejor disco.", "banned", 0),
    (
        "topics/discs/es.md",
        "Mide como 4.5 cm de ancho y 1.5 pulgadas de grueso.",
        "",
        "translation.sentences",
        0,
    ),
    ("topics/discs/es.md", "- Se dobla con usted.\n", "", "translation.shape", -3),
    ("topics/discs/es.md", "## care: Cuidados", "## cuidado: Cuidados", "part.surplus", 0),
    ("topics/steps/en.md", "part or all of the bone.", "some of the bone.", "dis.sentence", None),
    ("topics/glossary/en.md", "facts: none\n", "", "fact.none", 0),
    ("topics/steps/topic.yaml", "  bone.then: {p2: [ANAT-01]}\n", "", "fact.none", None),
    ("edition.yaml", "part: what", "part: whatever", "link.dead", -2),
    ("clinic.yaml", '{en: "our clinic", es: "nuestra clínica"}', '{en: "our clinic"}', "translation", 0),
]


@pytest.mark.parametrize(("file", "old", "new", "rule", "shift"), SPOILED)
def test_a_spoiled_line_is_named(
    sources: Path, pictures: Path, file: str, old: str, new: str, rule: str, shift: int | None
) -> None:
    line = spoil(sources, file, old, new)
    found = findings(sources, pictures)
    if not rule:
        assert found == [], "another part still speaks for the same picture"
        return
    named = [one for one in found if one.rule == rule and (shift is None or one.file == file)]
    assert named, [str(one) for one in found]
    assert all(one.message and one.remedy for one in named)
    if shift is not None:
        assert line + shift in {one.line for one in named}, [str(one) for one in named]


@pytest.mark.parametrize(
    ("words", "known"), [("Joining bones is also called arthrodesis.", True), ("Ask for arthrodesis.", False)]
)
def test_the_surgeons_word_behind_plain_ones_is_explained(
    sources: Path, pictures: Path, words: str, known: bool
) -> None:
    spoil(sources, "topics/discs/en.md", "A disc is soft.", words)
    assert ("term" not in {one.rule for one in findings(sources, pictures)}) is known


def test_a_picture_nobody_speaks_for_is_named_where_its_words_belong(sources: Path, pictures: Path) -> None:
    for language, words in (
        ("en", "A round disc seen from above."),
        ("es", "Un disco redondo visto desde arriba."),
    ):
        spoil(sources, f"topics/discs/{language}.md", f"alt: {words}\n", "")
        spoil(sources, f"topics/discs/{language}.md", f"### alt\n{words}\n", "")
    named = findings(sources, pictures)
    assert [(one.file, one.rule, one.line) for one in named] == [
        ("topics/discs/en.md", "alt.missing", 1),
        ("topics/discs/es.md", "alt.missing", 1),
    ]
    assert "“alt: ...” below the title" in named[0].remedy


@pytest.mark.parametrize("file", ["plain.webp", "plain.mask.png"])
@pytest.mark.parametrize(("left", "told"), [(None, "is missing"), (b"RIFF", "torn or not a picture")])
def test_a_picture_whose_file_is_lost_or_torn_is_named(
    sources: Path, tmp_path: Path, file: str, left: bytes | None, told: str
) -> None:
    catalogue = draw_pictures(tmp_path / "pictures")
    if left is None:
        (catalogue / "mini" / file).unlink()
    else:
        (catalogue / "mini" / file).write_bytes(left)
    named = [one for one in findings(sources, catalogue) if one.rule == "picture.file"]
    assert named and all(f"mini/{file}" in one.message and told in one.message for one in named)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("size", [1920]),
        ("safe", [132, 0, 0, 1440]),
        ("focus", ["left", 0, 900, 600]),
        ("codes", {"L4-L5.disc": 300}),
        ("outlines", {"L4-L5.disc": [[0.1, 0.2, 0.3]]}),
        ("anchors", {"L4-L5.disc": [0.5]}),
        ("anchors", {}),
        ("labels", {"left-hand": "your_left"}),
    ],
)
def test_a_picture_whose_entry_makes_no_sense_is_named(
    sources: Path, tmp_path: Path, key: str, value: object
) -> None:
    catalogue = draw_pictures(tmp_path / "pictures")
    path = catalogue / "mini" / "plain.json"
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), key: value}), "utf-8")
    (found,) = [one for one in findings(sources, catalogue) if one.rule == "picture.catalogue"]
    assert found.file == "pictures/mini/plain.json" and key in found.message


def test_a_frame_lost_from_a_turn_is_named(sources: Path, tmp_path: Path) -> None:
    catalogue = draw_pictures(tmp_path / "pictures")
    (catalogue / "mini" / "turn-001.json").unlink()
    told = [str(one) for one in findings(sources, catalogue)]
    assert told and all("the turn “mini/turn” has no frame “mini/turn-001”" in one for one in told)


def test_a_step_without_alt_text_is_named_on_the_line_of_its_step(sources: Path, pictures: Path) -> None:
    lines = {}
    for language in ("en", "es"):
        path = sources / "topics" / "steps" / f"{language}.md"
        text = path.read_text("utf-8")
        _, rest = text[text.index("## bone") :].split("### alt", 1)
        path.write_text(text.replace("### alt" + rest, rest.split("\n", 2)[2]), "utf-8")
        lines[f"topics/steps/{language}.md"] = text[: text.index("## bone")].count("\n") + 1
    named = [one for one in findings(sources, pictures) if one.rule == "alt.missing"]
    assert {one.file: one.line for one in named} == lines
    assert all("Below “## bone” add a line “alt: ...”" in one.remedy for one in named)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("start", ["alt: ", "### alt\n"])
def test_alt_text_in_one_language_only_is_named(
    sources: Path, pictures: Path, language: str, start: str
) -> None:
    path = sources / "topics" / "discs" / f"{language}.md"
    before, after = path.read_text("utf-8").split(start, 1)
    path.write_text(before + after.split("\n", 1)[1], "utf-8")
    named = findings(sources, pictures)
    assert [(one.file, one.rule) for one in named] == [(f"topics/discs/{language}.md", "translation")]
    other = "es" if language == "en" else "en"
    assert f"is in {other}.md (line" in named[0].message


def test_markup_in_alt_text_is_named_on_its_own_line(sources: Path, pictures: Path) -> None:
    line = spoil(sources, "topics/discs/en.md", "alt: A round", "alt: A **round**")
    assert [(one.rule, one.line) for one in findings(sources, pictures)] == [("words.markup", line)]


def test_a_missing_language_is_named(sources: Path, pictures: Path) -> None:
    (sources / "topics" / "about" / "es.md").unlink()
    assert ("topics/about/es.md", "translation") in {(f.file, f.rule) for f in findings(sources, pictures)}


def test_a_disagreement_without_an_entry_is_named(sources: Path, pictures: Path) -> None:
    (sources / "disagreements.yaml").unlink()
    assert [(f.file, f.rule) for f in findings(sources, pictures)] == [
        ("topics/steps/topic.yaml", "dis.missing")
    ]


def test_a_page_too_hard_to_read_is_named_in_both_languages(sources: Path, pictures: Path) -> None:
    hard_en = "Degenerative pathology necessitates comprehensive multidisciplinary evaluation. " * 4
    hard_es = "La patología degenerativa necesita evaluación multidisciplinaria constante. " * 4
    spoil(sources, "topics/discs/en.md", "A disc is soft.", hard_en + "A disc is soft.")
    spoil(sources, "topics/discs/es.md", "Un disco es blando.", hard_es + "Un disco es blando.")
    assert {(f.file, f.rule) for f in findings(sources, pictures) if f.severity == "error"} == {
        ("topics/discs/en.md", "grade"),
        ("topics/discs/es.md", "inflesz"),
    }


def test_a_page_of_passive_sentences_is_a_warning(sources: Path, pictures: Path) -> None:
    spoil(
        sources,
        "topics/discs/en.md",
        "A disc is soft.",
        "The disc is moved. The bone is opened. The skin is closed.",
    )
    spoil(
        sources,
        "topics/discs/es.md",
        "Un disco es blando.",
        "Se mueve el disco. Se abre el hueso. Se cierra.",
    )
    named = [f for f in findings(sources, pictures) if f.rule == "passive"]
    assert [(f.file, f.line, f.severity) for f in named] == [("topics/discs/en.md", 7, "warning")]


def test_a_file_that_is_no_text_is_named_and_nothing_breaks(sources: Path, pictures: Path) -> None:
    (sources / "topics" / "about" / "en.md").write_bytes(b"\xff\xfe\x00")
    (sources / "topics" / "discs" / "topic.yaml").write_bytes(b"kind: [\x80")
    (sources / "edition.yaml").write_text("- a\n- list\n", "utf-8")
    rules = {(f.file, f.rule) for f in findings(sources, pictures)}
    assert {
        ("topics/about/en.md", "file"),
        ("topics/discs/topic.yaml", "file"),
        ("edition.yaml", "schema"),
    } <= rules


def test_the_table_tells_worst_and_median(sources: Path) -> None:
    table = readability_table(sources)
    assert set(table) == {"en", "es"}
    assert table["en"]["n"] == len(table["en"]["pages"]) > 0
    assert table["en"]["worst"] == max(table["en"]["pages"].values())
    assert table["es"]["worst"] == min(table["es"]["pages"].values())


@pytest.mark.parametrize("file", ["topics/discs/topic.yaml", "topics/discs/en.md", "edition.yaml"])
def test_an_emptied_file_is_named_before_all_else(sources: Path, pictures: Path, file: str) -> None:
    (sources / file).write_text("", "utf-8")
    first = findings(sources, pictures)[0]
    assert (first.file, first.rule, first.message) == (file, "file", "the file is empty")


def test_nothing_is_said_of_a_topic_that_cannot_be_read_but_that(sources: Path, pictures: Path) -> None:
    (sources / "topics" / "steps" / "en.md").write_bytes("# Title".encode("utf-16"))
    told = findings(sources, pictures)
    assert told[0].file == "topics/steps/en.md" and told[0].rule == "file"
    assert [one for one in told if one.file.startswith("topics/steps/")] == [told[0]]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("owner: tests", "\towner: tests", "there is a tab before the words"),
        ("owner: tests", "owner tests", "a colon is missing on this line"),
        ("owner: tests", "   owner: tests", "starts too far right"),
    ],
)
def test_a_slip_in_yaml_is_told_in_plain_words(
    sources: Path, pictures: Path, old: str, new: str, message: str
) -> None:
    line = spoil(sources, "topics/discs/topic.yaml", old, new)
    first = findings(sources, pictures)[0]
    assert message in first.message and first.file == "topics/discs/topic.yaml"
    assert abs(first.line - line) <= 1


def test_a_copy_nobody_reads_and_an_empty_folder_are_warnings(sources: Path, pictures: Path) -> None:
    (sources / "topics" / "discs" / "en.md.txt").write_text("# Discs", "utf-8")
    (sources / "topics" / "left-over").mkdir()
    assert [(one.file, one.severity) for one in findings(sources, pictures)] == [
        ("topics/left-over", "warning"),
        ("topics/discs/en.md.txt", "warning"),
    ]


def test_a_lost_reviewed_sentence_is_named_where_it_stood(sources: Path, pictures: Path) -> None:
    spoil(sources, "topics/steps/en.md", "part or all of the bone.", "some of the bone.")
    named = [one for one in findings(sources, pictures) if one.rule == "dis.sentence"]
    assert [one.file for one in named] == ["topics/steps/en.md"] and named[0].line > 1


NONSENSE = [None, "x", 7, True, [], {}, ["x"], [None], {"x": 1}, [{"id": "a"}], [["x"]]]


@pytest.mark.parametrize("file", ["edition.yaml", "clinic.yaml", "interface.yaml", "disagreements.yaml"])
def test_nonsense_under_any_key_of_the_site_is_a_finding_and_never_a_crash(sources: Path, file: str) -> None:
    whole = yaml.safe_load((sources / file).read_text("utf-8"))
    for key in whole:
        for value in NONSENSE:
            (sources / file).write_text(yaml.safe_dump({**whole, key: value}), "utf-8")
            for one in findings(sources, sources / "no-pictures"):
                assert one.message and one.remedy


def test_a_kind_that_is_no_word_is_a_finding(sources: Path, pictures: Path) -> None:
    for nonsense in ("{a: b}", "[article]", "true", ""):
        spoil(sources, "topics/discs/topic.yaml", "kind: article", f"kind: {nonsense}")
        assert ("topics/discs/topic.yaml", "schema") in {
            (f.file, f.rule) for f in findings(sources, pictures)
        }
        spoil(sources, "topics/discs/topic.yaml", f"kind: {nonsense}", "kind: article")
