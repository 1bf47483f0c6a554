"""What the updater finds at sticks and a server, and what it does for those who ask."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.content.edition import Edition
from kiosk.content.shelf import Shelf
from kiosk.updates.desk import Desk
from kiosk.updates.disk import Progress, silent
from kiosk.updates.notes import read_notes
from kiosk.updates.premises import Premises
from kiosk.updates.sticks import repositories
from kiosk.updates.trust import Trust
from kiosk.updates.wire import Offered
from tests.updates.clinic import NOW, Clinic, write_edition
from tests.updates.running import Server

pytestmark = pytest.mark.usefixtures("published")


class Kiosk:
    """A desk on a machine of its own, and the folder its sticks come to."""

    def __init__(self, folder: Path, clinic: Clinic, repository: str = "") -> None:
        self.folder = folder
        self.sticks = folder / "sticks"
        self.sticks.mkdir(parents=True)
        self.premises = Premises(
            shelf=folder / "shelf",
            trust=folder / "trust",
            state=folder,
            shipped=folder / "shipped",
            repository=repository,
        )
        Trust(self.premises.trust, clock=lambda: NOW).enrol(clinic.first)
        self.desk = self.at()

    def at(self, progress: Progress = silent) -> Desk:
        return Desk(self.premises, progress)

    def put_in(self, clinic: Clinic, name: str = "stick") -> Path:
        stick = self.sticks / name
        shutil.copytree(clinic.repository, stick)
        return stick

    def look(self, desk: Desk | None = None) -> tuple[Offered, ...]:
        desk = desk or self.desk
        desk.look_at_sticks(repositories([], [self.sticks]))
        return desk.offers()

    @property
    def shown(self) -> str:
        return Shelf(self.premises.shelf).current().edition


@pytest.fixture
def kiosk(tmp_path: Path, clinic: Clinic) -> Kiosk:
    return Kiosk(tmp_path / "kiosk", clinic)


def test_a_stick_tells_whose_it_is_and_what_is_new(kiosk: Kiosk, clinic: Clinic) -> None:
    write_edition(kiosk.premises.shipped, 9)
    kiosk.put_in(clinic)
    (offer,) = kiosk.look()
    assert offer.whose == {"en": "C1"} and len(offer.words) == 8
    assert offer.title == {"en": "Edition 1", "es": "Edición 1"} and offer.fresh and offer.refusal is None
    assert offer.news is not None and offer.news.parts == ("name", "title")
    assert [title["en"] for title in offer.news.changed] == ["Home 1"], "against the edition that ships"
    assert (offer.news.added_count, offer.news.changed_count, offer.news.removed_count) == (0, 1, 0)


def test_looking_fetches_no_page_and_shows_nothing(kiosk: Kiosk, clinic: Clinic) -> None:
    kiosk.put_in(clinic)
    kiosk.look()
    shelf = Shelf(kiosk.premises.shelf)
    topics = Edition.open(clinic.edition(1).blobs.folder).topics()
    pages = {page for _, topic in topics for page in topic.pages.values()}
    assert pages and not pages & set(shelf.blobs) and not shelf.kept()


def test_pages_that_come_and_go_are_named_in_each_language(
    tmp_path: Path, kiosk: Kiosk, clinic: Clinic
) -> None:
    kiosk.put_in(clinic)
    kiosk.desk.install(kiosk.look()[0].id)
    write_edition(clinic.folder / "edition-2", 2, topics=4)
    clinic.publish(2)
    write_edition(clinic.folder / "edition-3", 3, topics=1)
    kiosk.put_in(clinic, "two")
    newer = kiosk.look()[0]
    assert newer.news is not None
    assert [title["es"] for title in newer.news.added] == ["Page 2", "Page 3"]
    kiosk.desk.install(newer.id)
    clinic.publish(3)
    kiosk.put_in(clinic, "three")
    least = kiosk.look()[0].news
    assert least is not None and least.removed_count == 3
    assert {title["en"] for title in least.removed} == {"Page 1", "Page 2", "Page 3"}


def test_of_two_sticks_the_newer_stands_first(kiosk: Kiosk, clinic: Clinic) -> None:
    kiosk.put_in(clinic, "a-old")
    clinic.publish(2)
    kiosk.put_in(clinic, "b-new")
    assert [(Path(one.place).name, one.sequence) for one in kiosk.look()] == [("b-new", 2), ("a-old", 1)]


def test_a_stick_that_was_seen_is_not_read_again(kiosk: Kiosk, clinic: Clinic) -> None:
    stick = kiosk.put_in(clinic)
    first = kiosk.look()
    shutil.rmtree(stick / "targets")
    assert kiosk.look() == first
    kiosk.desk.look_at_sticks(repositories([], [kiosk.sticks]), again=True)
    (offer,) = kiosk.desk.offers()
    assert offer.refusal is not None and not offer.fresh


def test_a_stick_that_went_is_offered_no_more(kiosk: Kiosk, clinic: Clinic) -> None:
    stick = kiosk.put_in(clinic)
    assert kiosk.look()
    shutil.rmtree(stick)
    assert kiosk.look() == ()


def test_another_clinics_stick_is_refused_with_its_words(tmp_path: Path, kiosk: Kiosk) -> None:
    other = Clinic(tmp_path / "other")
    other.publish(1)
    kiosk.put_in(other)
    (offer,) = kiosk.look()
    assert offer.refusal is not None and offer.refusal.key == "otherClinic" and not offer.whose
    result = kiosk.desk.install(offer.id)
    assert not result.good and "another clinic" in result.sentence


def test_a_kiosk_that_trusts_nobody_says_so(tmp_path: Path, kiosk: Kiosk, clinic: Clinic) -> None:
    shutil.rmtree(kiosk.premises.trust)
    kiosk.put_in(clinic)
    (offer,) = kiosk.look()
    assert offer.refusal is not None and offer.refusal.key == "notEnrolled"
    assert not kiosk.premises.trust.exists()


def test_an_install_tells_how_far_it_is_and_what_it_came_to(kiosk: Kiosk, clinic: Clinic) -> None:
    kiosk.put_in(clinic)
    told: list[str] = []
    desk = kiosk.at(lambda what, _done, _of: told.append(what))
    result = desk.install(kiosk.look(desk)[0].id)
    assert result.good and result.key == "installed" and kiosk.shown == clinic.edition(1).id
    assert list(dict.fromkeys(told)) == ["looking", "copying", "verifying", "installed"]
    standing = desk.standing()
    assert (standing.sequence, standing.switch, standing.confirmed) == (1, 1, False)
    assert standing.source.endswith("stick") and standing.title == {"en": "Edition 1", "es": "Edición 1"}
    (offer,) = desk.offers()
    assert not offer.fresh and offer.news is not None and offer.news.changed_count == 0
    assert read_notes(kiosk.folder).last == standing.last


def test_a_stick_pulled_out_in_the_middle_is_one_sentence_and_the_old_edition(
    kiosk: Kiosk, clinic: Clinic
) -> None:
    kiosk.put_in(clinic)
    kiosk.desk.install(kiosk.look()[0].id)
    clinic.publish(2)
    stick = kiosk.put_in(clinic, "two")

    def pull(what: str, _done: int, _of: int) -> None:
        if what == "copying":
            shutil.rmtree(stick, ignore_errors=True)

    desk = kiosk.at(pull)
    result = desk.install(kiosk.look(desk)[0].id)
    assert result.key == "placeGone" and not result.good
    assert "is not there any more; put it in again" in result.sentence and "\n" not in result.sentence
    assert kiosk.shown == clinic.edition(1).id
    kiosk.put_in(clinic, "three")
    assert desk.install(kiosk.look(desk)[0].id).good, "the next stick brings it"


def test_going_back_shows_the_one_before_and_offers_the_one_left(kiosk: Kiosk, clinic: Clinic) -> None:
    kiosk.put_in(clinic)
    kiosk.desk.install(kiosk.look()[0].id)
    assert kiosk.desk.go_back().key == "nothingBefore"
    clinic.publish(2)
    kiosk.put_in(clinic, "two")
    kiosk.desk.install(kiosk.look()[0].id)
    assert kiosk.desk.standing().previous == clinic.edition(1).id
    result = kiosk.desk.go_back()
    assert result.good and result.title["en"] == "Edition 1" and kiosk.shown == clinic.edition(1).id
    assert result.built == clinic.edition(1).root.built
    assert [one.fresh for one in kiosk.desk.offers()] == [True, False], "staff may take it again"


def test_what_going_back_changes_is_told_before_and_what_was_undone_after(
    kiosk: Kiosk, clinic: Clinic
) -> None:
    kiosk.put_in(clinic)
    kiosk.desk.install(kiosk.look()[0].id)
    assert kiosk.desk.standing().back is None, "there is nothing to go back to"
    write_edition(clinic.folder / "edition-2", 2, topics=3)
    clinic.publish(2)
    kiosk.put_in(clinic, "two")
    kiosk.desk.install(kiosk.look()[0].id)
    so = kiosk.desk.standing()
    assert so.back is not None and so.back is kiosk.desk.standing().back, "compared once"
    assert [title["en"] for title in so.back.changed] == ["Home 1"], "the titles that come back"
    assert [title["en"] for title in so.back.removed] == ["Page 2"]
    assert so.previous_built == clinic.edition(1).root.built and so.undone == ""
    kiosk.desk.go_back()
    so = kiosk.desk.standing()
    assert (so.previous, so.back) == ("", None), "what was undone is not what was before"
    assert (so.undone, so.undone_title["en"]) == (clinic.edition(2).id, "Edition 2")


def test_an_edition_that_ran_well_is_confirmed_and_stays_so(kiosk: Kiosk, clinic: Clinic) -> None:
    kiosk.put_in(clinic)
    kiosk.desk.install(kiosk.look()[0].id)
    kiosk.desk.confirm("2026-12-24-99999999")
    assert not kiosk.desk.standing().confirmed
    kiosk.desk.confirm(clinic.edition(1).id)
    assert kiosk.desk.standing().confirmed and kiosk.at().standing().confirmed


def test_an_edition_that_cannot_be_shown_gives_way_to_the_one_before(kiosk: Kiosk, clinic: Clinic) -> None:
    kiosk.put_in(clinic)
    kiosk.desk.install(kiosk.look()[0].id)
    clinic.publish(2)
    kiosk.put_in(clinic, "two")
    kiosk.desk.install(kiosk.look()[0].id)
    kiosk.desk.give_up(clinic.edition(1).id, "it is not the one that is current")
    assert kiosk.shown == clinic.edition(2).id
    result = kiosk.desk.give_up(clinic.edition(2).id, "its home is broken")
    assert not result.good and "its home is broken" in result.sentence
    assert kiosk.shown == clinic.edition(1).id


@pytest.fixture
def server(clinic: Clinic) -> Iterator[Server]:
    server = Server(clinic.repository)
    yield server
    server.close()


def test_what_a_server_offers_is_wanted_until_staff_went_back_from_it(
    tmp_path: Path, clinic: Clinic, server: Server
) -> None:
    kiosk = Kiosk(tmp_path / "networked", clinic, server.address)
    desk = kiosk.desk
    assert desk.look_at_server().key == "looked" and desk.notes.looked
    assert desk.install(desk.wanted()).good and desk.wanted() == ""
    clinic.publish(2)
    assert desk.look_at_server().good
    fetched = desk.install(desk.wanted(), only_fetch=True)
    assert fetched.key == "fetched" and kiosk.shown == clinic.edition(1).id
    server.close()
    assert desk.install(desk.wanted()).good, "all of it is here already"
    desk.go_back()
    assert desk.wanted() == ""


def test_a_server_that_does_not_answer_is_a_sentence(tmp_path: Path, clinic: Clinic, server: Server) -> None:
    kiosk = Kiosk(tmp_path / "networked", clinic, server.address)
    server.close()
    result = kiosk.desk.look_at_server()
    assert not result.good and "refuses connections" in result.sentence
    assert kiosk.desk.notes.looked == "" and read_notes(kiosk.folder).last == result


def test_where_other_users_ask_nobody_can_send_the_updater_anywhere_but_to_its_own_server(
    tmp_path: Path, clinic: Clinic, server: Server
) -> None:
    kiosk = Kiosk(tmp_path / "shared", clinic)
    kiosk.premises = replace(kiosk.premises, shared=True)
    done = kiosk.at().bring(server.address)
    assert not done.good and "is not the server in the settings of this kiosk" in done.sentence
    assert not server.asked.is_set() and not kiosk.premises.shelf.exists()
    kiosk.premises = replace(kiosk.premises, repository=server.address)
    assert kiosk.at().bring(server.address).good
