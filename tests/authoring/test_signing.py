"""What a reviewer is shown, who may sign it, and that nothing else is signed."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from kiosk.authoring.approvals import APPROVAL, SIGNED, read_approval
from kiosk.authoring.build import build_checked, build_edition
from kiosk.authoring.findings import AuthoringError, SourcesRefused
from kiosk.authoring.galley import Change, is_code, parts_of, read_galley, short_code
from kiosk.authoring.reviewers import same_person, wrote
from kiosk.authoring.signing import approve
from kiosk.content.records import About
from tests.authoring.reviewed import DISCS, PHRASE, TODAY, Clinic

EN, ES = "topics/discs/en.md", "topics/discs/es.md"


def test_the_first_time_the_whole_page_is_laid_before_the_reviewer(clinic: Clinic) -> None:
    laid = clinic.lay()
    assert (laid.before, laid.changes, laid.author) == (None, (), "Writer")
    said = dict(parts_of(laid.galley.words["es"]))
    assert said["Cuidados"] == [
        ("p1.s1", "Camine un poco cada día."),
        ("p2.s1", "No cargue cosas pesadas."),
        ("p3.s1", "Pregunte a su equipo."),
    ]
    assert list(laid.galley.pictures) == ["mini/plain"]
    assert laid.galley.facts["ANAT-02"].startswith("Discs are cushions")


def test_later_only_what_changed_since_the_last_approval_is_laid(clinic: Clinic) -> None:
    clinic.approve()
    clinic.put(EN, "A disc is soft.", "A disc is firm.")
    clinic.put(ES, "- Sostiene su cuerpo.", "- Sostiene su cuerpo.\n- Lo levanta.")
    clinic.put(DISCS, "part: bone", "part: nerve")
    laid = clinic.lay()
    assert laid.before is not None and laid.before.reviewer == "Reader"
    assert laid.changes == (
        Change("English, “What it is”", "A disc is soft.", "A disc is firm."),
        Change("Spanish, “Qué es”", "", "Lo levanta."),
        Change("topic.yaml, next part", "bone", "nerve"),
    )


def test_what_an_unsound_approval_was_of_hides_nothing(clinic: Clinic) -> None:
    """Who could write the files beside a page could else choose what its reviewer is shown."""
    clinic.approve()
    clinic.put(EN, "A disc is soft.", "A disc is firm.")
    clinic.put(EN, "## care: Care", "## care: Your care")
    kept = clinic.sources / "topics" / "discs" / SIGNED
    kept.write_text(kept.read_text("utf-8").replace("is soft", "is firm"), "utf-8")
    laid = clinic.lay()
    assert (laid.before, laid.changes) == (None, ())
    assert [one.rule for one in clinic.findings()] == ["review.changed"]
    for nonsense in ("[]", "{", '{"topic": 1}', '{"words": {"en": [["a"]]}}'):
        kept.write_text(nonsense, "utf-8")
        assert clinic.lay().before is None


def test_what_is_saved_while_the_reviewer_reads_is_not_signed(clinic: Clinic) -> None:
    laid = clinic.lay()
    clinic.put(EN, "A disc is soft.", "A disc is firm.")
    approve(clinic.sources, laid, clinic.keys / "Reader.pem", PHRASE, "", TODAY)
    assert clinic.stands() == ("in_review", "review.changed")
    clinic.put(EN, "A disc is firm.", "A disc is soft.")
    assert clinic.stands() == ("approved", "")


def test_a_code_is_named_by_its_first_twelve_digits(clinic: Clinic) -> None:
    code = clinic.lay().galley.code
    assert len(short_code(code)) == 14 and is_code(short_code(code).upper(), code) and is_code(code, code)
    assert not is_code(code[:11], code) and not is_code("", code) and not is_code(short_code("0" * 64), code)
    assert read_galley(clinic.lay().galley.written()).code == code


def test_an_author_cannot_approve_their_own_change(clinic: Clinic) -> None:
    before = (clinic.sources / DISCS).read_bytes()
    with pytest.raises(AuthoringError, match="another person"):
        clinic.approve("Writer")
    assert (clinic.sources / DISCS).read_bytes() == before
    assert not (clinic.sources / "topics" / "discs" / APPROVAL).exists()


@pytest.mark.parametrize(
    "author", ["Dr. Writer", "WRÍTER, RN", "Lic.  Writer", "Somebody and Writer", "Somebody y Dra. Writer"]
)
def test_a_title_makes_nobody_another_person(clinic: Clinic, author: str) -> None:
    clinic.put(DISCS, "author: Writer", f'author: "{author}"')
    with pytest.raises(AuthoringError, match="another person"):
        clinic.approve("Writer")
    clinic.approve("Reader")
    assert clinic.stands() == ("approved", "")


@pytest.mark.parametrize("author", ["", "author: ' Tests '", 'author: ""', "author: Dr.", "author: '—'"])
def test_a_page_without_a_person_as_its_author_cannot_be_approved(clinic: Clinic, author: str) -> None:
    clinic.put(DISCS, "author: Writer\n", f"{author}\n" if author else "")
    with pytest.raises(AuthoringError, match="names no person as its author"):
        clinic.approve()


def test_taking_the_author_out_afterwards_is_found(clinic: Clinic) -> None:
    clinic.approve()
    clinic.put(DISCS, "author: Writer\n", "")
    assert clinic.stands() == ("in_review", "review.own")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ana Ruiz", "Dr Ana Ruiz", True),
        ("Ana Ruiz", "dra.  ana ruíz, M.D.", True),
        ("Tom Lee, PT, DPT", "Tom Lee", True),
        ("Tom Lee Ph.D.", "Lee, Tom", True),
        ("Dr.Ruiz", "Ruiz", True),
        ("De la Cruz", "Delacruz", True),
        ("Ana Ruiz", "Ana Lee", False),
        ("Minh Do", "Minh Ma", False),
        ("Ana Ruiz", "Ana Ruiz Jr.", False),
    ],
)
def test_names_are_compared_without_titles(one: str, other: str, same: bool) -> None:
    assert same_person(one, other) is same and same_person(other, one) is same
    assert wrote(f"{other} & Kim Park", one) is same


def test_a_fact_that_changes_ends_the_approval_and_is_named(clinic: Clinic) -> None:
    clinic.approve()
    clinic.put("facts.md", "between bones. | [P01]", "between bones. | not true | [P01]")
    (found,) = clinic.findings()
    assert (found.rule, found.severity) == ("review.fact", "warning")
    assert "the fact ANAT-02, which was changed after Reader approved it" in found.message
    assert "not true" in found.message
    (change,) = clinic.lay().changes
    assert (change.where, change.fact) == ("facts.md, ANAT-02", "ANAT-02")
    clinic.approve()
    assert clinic.findings() == []


def test_a_fact_taken_out_ends_the_approval_and_a_strange_one_does_not(clinic: Clinic) -> None:
    clinic.approve()
    clinic.put("facts.md", "ANAT-03 | How rare it is.", "ANAT-03 | How often it is.")
    clinic.put("facts.md", "ANAT-02 |  Discs".replace("  ", " "), "ANAT-02 |   Discs")
    assert clinic.stands() == ("approved", "")
    clinic.put("facts.md", "ANAT-02 |", "ANAT-09 |")
    said = [one.message for one in clinic.findings() if one.rule == "review.fact"]
    assert len(said) == 1 and "ANAT-02, which was taken out of facts.md" in said[0]


def everywhere_approved(clinic: Clinic) -> None:
    for place in sorted((clinic.sources / "topics").iterdir()):
        if place.name != "discs":
            clinic.put(f"topics/{place.name}/topic.yaml", "owner: tests", "owner: tests\nauthor: Writer")
        clinic.approve(until="2027-11-01", topic=place.name)


def test_an_edition_that_is_no_sample_needs_every_page_approved(clinic: Clinic, tmp_path: Path) -> None:
    pages = len(list((clinic.sources / "topics").iterdir()))
    clinic.approve(until="2027-11-01")
    assert clinic.findings() == []
    clinic.put("edition.yaml", "sample: true", "sample: false")
    found = clinic.findings()
    assert [(one.rule, one.severity) for one in found] == [("review.none", "error")] * (pages - 1)
    assert all("content approve" in one.remedy and "sample: true" in one.remedy for one in found)
    with pytest.raises(SourcesRefused):
        build_checked(clinic.sources, clinic.pictures, tmp_path / "out", lambda *_: None, today=TODAY)
    everywhere_approved(clinic)
    assert clinic.findings() == []
    built = build_checked(clinic.sources, clinic.pictures, tmp_path / "out", lambda *_: None, today=TODAY)
    assert {entry.state for _, entry in built.open().topics()} == {"approved"}


def test_what_the_page_about_this_screen_says_of_a_sample_is_said_by_a_sample_alone(
    clinic: Clinic, tmp_path: Path
) -> None:
    clinic.put("topics/about/topic.yaml", "  - {id: who}", "  - {id: who}\n  - {id: only, sample: true}")
    for language in ("en", "es"):
        place = clinic.sources / "topics" / "about" / f"{language}.md"
        place.write_text(place.read_text("utf-8") + "\n## only: Sample\nfacts: none\nIt is one.\n", "utf-8")
    parts = []
    for said in ("true", "false"):
        clinic.put("edition.yaml", "sample: true", f"sample: {said}")
        built = build_edition(clinic.sources, clinic.pictures, tmp_path / "out", lambda *_: None)
        page = built.open().page("about", "en")
        assert isinstance(page, About)
        parts.append([section.id for section in page.sections])
    assert parts == [["who", "only"], ["who"]]


@pytest.mark.parametrize(
    ("what", "rule"), [("words", "review.changed"), ("fact", "review.fact"), ("day", "review.passed")]
)
def test_an_approval_that_fell_is_an_error_where_the_edition_is_no_sample(
    clinic: Clinic, what: str, rule: str, tmp_path: Path
) -> None:
    everywhere_approved(clinic)
    clinic.put("edition.yaml", "sample: true", "sample: false")
    if what == "words":
        clinic.put(EN, "A disc is soft.", "A disc is firm.")
    if what == "fact":
        clinic.put("facts.md", "Discs are cushions", "Discs are pads")
    today = date(2027, 11, 2) if what == "day" else TODAY
    mine = [one for one in clinic.findings(today) if one.file == DISCS]
    assert [(one.rule, one.severity) for one in mine] == [(rule, "error")]
    shutil.rmtree(clinic.sources / "topics" / "discs")


def test_the_last_approval_is_read_as_it_was_written(clinic: Clinic) -> None:
    clinic.approve()
    found = read_approval(clinic.sources / "topics" / "discs")
    assert found is not None and found.sources == clinic.lay().galley.code
