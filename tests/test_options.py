"""What health says of the updater, of whose editions are taken, and of reviews that end."""

from __future__ import annotations

import json
import socket
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.content.days import day_in
from kiosk.content.edition import Edition
from kiosk.content.history import RECORD
from kiosk.content.manifest import FORMAT, Root
from kiosk.content.records import Menu, Review
from kiosk.content.reviews import reviews_of
from kiosk.content.writer import EditionWriter
from kiosk.machine import paths
from kiosk.machine.settings import Settings
from kiosk.options import check_reviews, check_signature, check_trust, check_updater
from kiosk.ui.behind import Behind
from kiosk.updates.sentences import told
from kiosk.updates.wire import Said, Standing
from tests.ui.conftest import small
from tests.ui.followed import clinic, machine
from tests.updates.clinic import Clinic
from tests.updates.running import Machine

__all__ = ["clinic", "machine", "small"]

ON_A_SERVER = Settings(repository="https://clinic.example/lamina")
SELDOM = replace(ON_A_SERVER, look_hours=168)


def in_days(days: float) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).isoformat(timespec="seconds")


@pytest.mark.parametrize(
    ("settings", "now", "running", "state"),
    [
        (Settings(updater="off"), None, True, "ok"),
        (Settings(updater="start"), None, False, "ok"),
        (Settings(updater="start"), None, True, "fault"),
        (Settings(updater="running"), None, False, "fault"),
        (Settings(), Standing(), True, "ok"),
        (Settings(), Standing(last=told("installed")), True, "ok"),
        (Settings(), Standing(last=Said(key="noRoom", sentence="full", good=False)), True, "warning"),
        (ON_A_SERVER, Standing(last_look=in_days(-1)), True, "ok"),
        (ON_A_SERVER, Standing(last_look=in_days(-4)), True, "warning"),
        (SELDOM, Standing(last_look=in_days(-13)), True, "ok"),
        (SELDOM, Standing(last_look=in_days(-15)), True, "warning"),
        (ON_A_SERVER, Standing(), True, "warning"),
    ],
)
def test_the_updater_is_as_well_as_what_it_tells(
    settings: Settings, now: Standing | None, running: bool, state: str
) -> None:
    item = check_updater(settings, now, running)
    assert item.state == state and (item.remedy == "") == (state == "ok")


@pytest.mark.parametrize(("days", "state"), [(400, "ok"), (30, "warning"), (-1, "fault")])
def test_a_root_that_ends_soon_is_told_in_time(days: float, state: str) -> None:
    item = check_trust(("kayak", "lawn"), in_days(days))
    assert item.state == state and "kayak lawn" in item.message


def test_the_group_of_a_kiosk_is_told_and_whether_its_clinic_knows_it() -> None:
    assert check_trust(("kayak",), in_days(400)).message.endswith(in_days(400)[:10])
    assert check_trust(("kayak",), in_days(400), "pilot").message.endswith("; group pilot")
    item = check_trust(("kayak",), in_days(400), "plot", known=False)
    assert item.message.endswith("; group plot, which no repository seen here names") and item.state == "ok"


def test_a_kiosk_that_trusts_nobody_is_told_to_enrol() -> None:
    item = check_trust((), "")
    assert item.state == "warning" and "enrol" in item.remedy


def reviewed(folder: Path, *days: int | None, sample: bool = False) -> Edition:
    """An edition whose pages are reviewed until so many days from now; None is a draft."""
    writer = EditionWriter(folder)
    for number, day in enumerate(days):
        review = Review(sample=sample, state="draft")
        if day is not None:
            until = (date.today() + timedelta(days=day)).isoformat()
            review = replace(review, state="approved", reviewer="someone", approved_until=until)
        name = "home" if number == 0 else f"page-{number}"
        writer.topic([Menu(topic=name, language="en", title=name, review=review, doors=())], review.state)
    head = Root(
        format=FORMAT,
        edition="2026-12-01-00000001",
        title={"en": "One"},
        sample=sample,
        built="2026-12-01T00:00:00Z",
        languages=("en",),
        home="home",
    )
    writer.finish(head, {"en": {}}, {"en": {}})
    return Edition.open(folder)


@pytest.mark.parametrize(
    ("days", "state", "words"),
    [
        ((300, 200), "ok", "2 of 2 pages checked; the first review ends on "),
        ((300, 10), "warning", "2 of 2 pages checked; the first review ends on "),
        ((300, -2), "warning", "1 of 2 pages checked; the review of 1 is over"),
        ((300, None, None), "warning", "1 of 3 pages checked"),
    ],
)
def test_reviews_are_counted_and_told_in_time(
    tmp_path: Path, days: tuple[int | None, ...], state: str, words: str
) -> None:
    item = check_reviews(reviewed(tmp_path / "edition", *days))
    assert item.state == state and item.message.startswith(words)
    assert ("first review" in item.message) is ("first review" in words)


def test_a_sample_is_never_told_to_be_checked(tmp_path: Path) -> None:
    item = check_reviews(reviewed(tmp_path / "edition", 300, None, sample=True))
    assert (item.state, item.message) == ("ok", "a sample: 1 of 2 pages checked")


def test_what_is_shown_counts_the_pages_that_are_checked(tmp_path: Path) -> None:
    edition = reviewed(tmp_path / "edition", 300, None, -1)
    behind = Behind(lambda: edition, list, tmp_path / "shelf", tmp_path, list)
    assert {"label": "Checked", "value": "1 of 3 pages checked"} in behind.live("en")
    whole = reviewed(tmp_path / "whole", 300, 200)
    behind = Behind(lambda: whole, list, tmp_path / "shelf", tmp_path, list)
    day = day_in("es", (date.today() + timedelta(days=200)).isoformat())
    assert {"label": "Revisión", "value": f"Vale hasta el {day}"} in behind.live("es")


def test_of_very_many_pages_the_days_are_not_read(tmp_path: Path) -> None:
    edition = reviewed(tmp_path / "edition", 300, -1, None)
    found = reviews_of(edition, date.today(), most=2)
    assert (found.pages, found.checked, found.until, found.unchecked) == (3, 2, "", ("page-2",))


def test_the_pages_are_read_through_once_for_an_edition(tmp_path: Path) -> None:
    edition = reviewed(tmp_path / "edition", 300, 200)
    item = check_reviews(edition)
    for entry in dict(edition.topics()).values():
        for page in entry.pages.values():
            edition.blobs.path(page).unlink()
    assert check_reviews(edition) == item


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="no updater on this system yet")
def test_check_says_who_answers_for_what_is_shown(clinic: Clinic, machine: Machine, small: Edition) -> None:
    def signature() -> tuple[str, str]:
        found = json.loads(machine.command("check", "--json").stdout)["items"]
        (item,) = (item for item in found if item["name"] == "signature")
        return item["state"], item["message"]

    for number in (1, 2):
        clinic.publish(number)
        assert machine.command("edition", "install", str(clinic.repository)).returncode == 0
    assert signature() == ("ok", f"{clinic.edition(2).id} was signed by the clinic as number 2")
    (machine.shelf / RECORD).write_text("damaged")
    assert signature() == ("warning", f"no record tells how {clinic.edition(2).id} came here")
    named = check_signature(str(small.folder))
    assert named.state == "warning" and str(small.folder) in named.message and "Leave" in named.remedy


def test_what_came_with_the_program_has_no_signature_of_its_own(
    small: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "SHIPPED", small.folder)
    assert (check_signature("").state, small.id in check_signature("").message) == ("ok", True)
    monkeypatch.setattr(paths, "SHIPPED", small.folder / "none")
    assert check_signature("").state == "fault"
