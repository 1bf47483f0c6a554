"""Approvals: signed by another person, of these very words, for a time; whatever else a file may claim."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kiosk.authoring.approvals import APPROVAL
from kiosk.authoring.build import build_edition
from kiosk.authoring.findings import AuthoringError
from kiosk.authoring.reviewers import new_key
from kiosk.authoring.signing import approve
from kiosk.content.records import Review
from tests.authoring.drawing import draw_pictures
from tests.authoring.reviewed import DISCS, PHRASE, Clinic


def test_another_persons_signature_approves_a_page(clinic: Clinic) -> None:
    clinic.approve(until="2027-05-01")
    assert clinic.stands() == ("approved", "") and clinic.findings() == []
    assert "state: approved" in (clinic.sources / DISCS).read_text("utf-8")
    assert clinic.stands(date(2027, 5, 1)) == ("approved", "review.soon")
    assert clinic.stands(date(2027, 5, 2)) == ("in_review", "review.passed")


def test_the_edition_carries_the_review_as_verified(clinic: Clinic, tmp_path: Path) -> None:
    clinic.put(
        "topics/home/topic.yaml", "state: draft", "state: draft\nreviewer: Nobody\napproved_until: 2031-01-01"
    )
    today = date.today()
    until = today.replace(year=today.year + 1, day=1)
    laid = clinic.lay()
    approve(clinic.sources, laid, clinic.keys / "Reader.pem", PHRASE, until.isoformat())
    built = build_edition(clinic.sources, clinic.pictures, tmp_path / "out", lambda *_: None)
    edition = built.open()
    for language in edition.languages:
        assert edition.page("discs", language).review == Review(
            sample=True,
            state="approved",
            reviewer="Reader",
            approved_until=until.isoformat(),
            updated="2026-11-21",
        )
        claimed = edition.page("home", language).review
        assert (claimed.state, claimed.reviewer, claimed.approved_until) == ("draft", "", "")
    assert dict(edition.topics())["discs"].state == "approved"


def test_changed_words_fall_back_to_in_review_and_name_who_must_look(clinic: Clinic, tmp_path: Path) -> None:
    clinic.approve()
    clinic.put("topics/discs/en.md", "A disc is soft.", "A disc is firm.")
    assert clinic.stands() == ("in_review", "review.changed")
    (found,) = (one for one in clinic.findings() if one.rule == "review.changed")
    assert found.severity == "warning" and "Reader must look again" in found.remedy
    built = build_edition(clinic.sources, clinic.pictures, tmp_path / "out", lambda *_: None)
    edition = built.open()
    review = edition.page("discs", "es").review
    assert (review.state, review.reviewer, dict(edition.topics())["discs"].state) == (
        "in_review",
        "",
        "in_review",
    )
    clinic.put("topics/discs/en.md", "A disc is firm.", "A disc is soft.")
    assert clinic.stands() == ("approved", "")


CHANGES: dict[str, tuple[str, str, str]] = {
    "a word of Spanish": ("topics/discs/es.md", "blando", "duro"),
    "a fact": (DISCS, "p1: [ANAT-01], p2", "p1: [ANAT-02], p2"),
    "a picture": (DISCS, "picture: mini/plain\nsections", "picture: mini/right\nsections"),
    "another author": (DISCS, "author: Writer", "author: Somebody"),
    "a sentence made two paragraphs": ("topics/discs/en.md", "soft. It is", "soft.\n\nIt is"),
    "how the title sounds": ("topics/discs/en.md", "say: disks", "say: discs"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_a_patient_could_meet_ends_the_approval(clinic: Clinic, change: str) -> None:
    clinic.approve()
    clinic.put(*CHANGES[change])
    assert clinic.stands() == ("in_review", "review.changed")


def test_a_picture_drawn_anew_ends_the_approval(sources: Path, tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir()
    clinic = Clinic(sources, draw_pictures(tmp_path / "drawn"), tmp_path / "keys")
    clinic.approve()
    assert clinic.stands() == ("approved", "")
    master = tmp_path / "drawn" / "mini" / "plain.webp"
    master.write_bytes(master.read_bytes() + b"\0")
    assert clinic.stands() == ("in_review", "review.changed")


@pytest.mark.parametrize(
    "change",
    [
        (DISCS, "updated: 2026-11-21", "updated: 2026-11-22"),
        (DISCS, "related: [glossary]", "related:   [ glossary ]   # as before"),
        ("topics/discs/en.md", "A disc is soft.", "A disc is soft. ".rstrip()),
    ],
)
def test_what_says_nothing_to_a_patient_does_not(clinic: Clinic, change: tuple[str, str, str]) -> None:
    clinic.approve()
    clinic.put(*change)
    for language in ("en", "es"):
        place = clinic.sources / "topics" / "discs" / f"{language}.md"
        place.write_bytes(place.read_bytes().replace(b"\n", b" \r\n") + b"\r\n\r\n")
    assert clinic.stands() == ("approved", "")


def edited(clinic: Clinic, **changed: object) -> None:
    place = clinic.sources / "topics" / "discs" / APPROVAL
    place.write_text(json.dumps({**json.loads(place.read_text("utf-8")), **changed}), "utf-8")


FORGERIES: dict[str, tuple[Callable[[Clinic], None], str]] = {
    "a later day": (lambda clinic: edited(clinic, until="2030-01-01"), "review.forged"),
    "another name": (lambda clinic: edited(clinic, reviewer="Writer"), "review.forged"),
    "another key": (lambda clinic: edited(clinic, key="0" * 16), "review.key"),
    "the words of today": (lambda clinic: edited(clinic, sources="0" * 64), "review.forged"),
    "no signature": (lambda clinic: edited(clinic, signature=""), "review.forged"),
    "a signature of nonsense": (lambda clinic: edited(clinic, signature="zz"), "review.forged"),
    "a number for a text": (lambda clinic: edited(clinic, until=2030), "review"),
    "one key more": (lambda clinic: edited(clinic, note="fine"), "review"),
    "half a file": (
        lambda clinic: (clinic.sources / "topics" / "discs" / APPROVAL).write_text('{"until'),  # type: ignore[dict-item]
        "review",
    ),
    "no file": (lambda clinic: (clinic.sources / "topics" / "discs" / APPROVAL).unlink(), "review"),
    "a revoked key": (
        lambda clinic: clinic.put(
            "reviewers.yaml", "reviewers:", f'revoked: ["{key_of(clinic)}"]\nreviewers:'
        ),
        "review.key",
    ),
    "no reviewer any more": (
        lambda clinic: clinic.put("reviewers.yaml", 'name: "Reader"', 'name: "Another"'),
        "review.forged",
    ),
}


def key_of(clinic: Clinic) -> str:
    return str(json.loads((clinic.sources / "topics" / "discs" / APPROVAL).read_text("utf-8"))["key"])


@pytest.mark.parametrize("forgery", FORGERIES)
def test_an_approval_that_does_not_hold_refuses_the_build(
    clinic: Clinic, forgery: str, tmp_path: Path
) -> None:
    clinic.approve()
    spoil, rule = FORGERIES[forgery]
    spoil(clinic)
    assert clinic.stands() == ("in_review", rule)
    errors = [one for one in clinic.findings() if one.severity == "error"]
    assert [(one.rule, one.file) for one in errors] == [(rule, DISCS)]


def test_an_approval_copied_from_another_page_does_not_hold(clinic: Clinic) -> None:
    clinic.approve()
    clinic.put("topics/home/topic.yaml", "state: draft", "state: approved")
    approval = (clinic.sources / "topics" / "discs" / APPROVAL).read_bytes()
    (clinic.sources / "topics" / "home" / APPROVAL).write_bytes(approval)
    (found,) = (one for one in clinic.findings() if one.severity == "error")
    assert (found.file, found.rule) == ("topics/home/topic.yaml", "review.forged")


@pytest.mark.parametrize(
    ("until", "phrase", "said"),
    [
        ("2026-11-23", PHRASE, "a year at most"),
        ("2031-01-01", PHRASE, "a year at most"),
        ("next year", PHRASE, "is no date"),
        ("", "another four words", "passphrase is wrong"),
    ],
)
def test_an_approval_that_cannot_be_given_changes_nothing(
    clinic: Clinic, until: str, phrase: str, said: str
) -> None:
    before = (clinic.sources / DISCS).read_bytes()
    with pytest.raises(AuthoringError, match=said):
        clinic.approve("Reader", until, phrase)
    assert (clinic.sources / DISCS).read_bytes() == before
    assert not (clinic.sources / "topics" / "discs" / APPROVAL).exists()


def test_a_page_that_cannot_be_built_cannot_be_approved(clinic: Clinic) -> None:
    clinic.put("topics/discs/en.md", "A disc is soft.", "A <b>disc</b> is soft.")
    with pytest.raises(AuthoringError, match="mend it first"):
        clinic.approve()


def test_a_key_nobody_listed_approves_nothing(clinic: Clinic) -> None:
    new_key("Stranger", "Visitor", clinic.keys / "Stranger.pem", PHRASE)
    with pytest.raises(AuthoringError, match="does not list this key"):
        clinic.approve("Stranger")


def test_one_key_for_two_reviewers_is_a_fault(clinic: Clinic) -> None:
    text = (clinic.sources / "reviewers.yaml").read_text("utf-8")
    first = text.splitlines()[1]
    (clinic.sources / "reviewers.yaml").write_text(text + first.replace("Reader", "Twin") + "\n", "utf-8")
    (found,) = clinic.findings()
    assert (found.file, found.line, found.rule) == ("reviewers.yaml", 4, "review.key")


def test_a_key_is_kept_with_its_passphrase_for_its_owner_alone(tmp_path: Path) -> None:
    place = tmp_path / "one.pem"
    line = new_key("José Núñez", "Nurse", place, PHRASE)
    assert b"BEGIN ENCRYPTED PRIVATE KEY" in place.read_bytes() and place.stat().st_mode & 0o077 == 0
    assert line.startswith('  - {name: "José Núñez", role: "Nurse", key: "')
    with pytest.raises(AuthoringError, match="stands already"):
        new_key("José Núñez", "Nurse", place, PHRASE)
    for name, phrase in (("", PHRASE), ('a"b', PHRASE), ("a\nb", PHRASE), ("One", "short")):
        with pytest.raises(AuthoringError):
            new_key(name, "Nurse", tmp_path / "two.pem", phrase)
    assert not (tmp_path / "two.pem").exists()


def test_a_build_by_itself_never_calls_a_forged_page_approved(clinic: Clinic, tmp_path: Path) -> None:
    """``content build`` checks first and refuses; a preview builds without."""
    clinic.approve()
    edited(clinic, until="2030-01-01")
    built = build_edition(clinic.sources, clinic.pictures, tmp_path / "out", lambda *_: None)
    edition = built.open()
    assert edition.page("discs", "en").review.state == "in_review"
