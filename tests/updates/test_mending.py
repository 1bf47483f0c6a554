"""What is damaged of an installed edition is found and fetched again; what was undone stays undone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kiosk.content.shelf import Shelf, root_name
from kiosk.updates.desk import Desk
from kiosk.updates.errors import Cancelled, Undone
from kiosk.updates.install import Installation
from kiosk.updates.places import FolderPlace
from kiosk.updates.premises import Premises
from kiosk.updates.sticks import repositories
from kiosk.updates.trust import Trust
from kiosk.updates.wire import Offered
from tests.updates.clinic import NOW, Clinic, Mirror
from tests.updates.test_install import bring, offered, shown

pytestmark = pytest.mark.usefixtures("published")

DAMAGES = ("altered", "torn", "gone", "root altered", "root gone")


def damage(shelf: Shelf, how: str) -> None:
    """Do to the edition that is current on ``shelf`` what a disk does."""
    current = shelf.current()
    edition = shelf.open(current.edition, current.root)
    path = shelf.blobs.path(edition.topic("page-1").pages["es"])
    if how.startswith("root"):
        path = shelf.folder / root_name(current.edition)
    data = path.read_bytes()
    if how.endswith("gone"):
        path.unlink()
    else:
        path.write_bytes(data[:-7] if how == "torn" else data[:-1] + bytes([data[-1] ^ 1]))


@pytest.fixture
def machine(tmp_path: Path) -> Installation:
    return Installation(tmp_path / "shelf")


@pytest.mark.parametrize("how", DAMAGES)
def test_installing_what_is_shown_mends_it_and_the_pointer_names_the_same(
    clinic: Clinic, machine: Installation, how: str
) -> None:
    machine.install(offered(clinic), FolderPlace(clinic.repository))
    machine.confirm(offered(clinic).edition)
    before, history = machine.shelf.current(), machine.history
    assert machine.fault() == "" and machine.decide([offered(clinic)])[1] == "nothingNew"
    damage(machine.shelf, how)
    assert machine.fault()
    offer, what = machine.decide([offered(clinic)])
    assert what == "mended"
    place = Mirror(clinic.repository, lambda _path, data: data)
    machine.install(offer, place)
    assert shown(machine) == offer.edition and machine.fault() == ""
    assert len(place.asked) == (0 if how.startswith("root") else 1), "only what is damaged is fetched"
    after = machine.shelf.current()
    assert (after.edition, after.root) == (before.edition, before.root) and machine.history == history


def test_the_edition_gone_back_to_is_mended_from_a_stick_whose_newest_was_undone(
    clinic: Clinic, machine: Installation
) -> None:
    machine.install(offered(clinic), FolderPlace(clinic.repository))
    bring(clinic, machine, 2)
    machine.go_back()
    place = FolderPlace(clinic.repository)
    offers = clinic.kiosk("asking").offers(place)
    with pytest.raises(Undone, match="was undone on this kiosk"):
        machine.decide(offers)
    assert machine.decide(offers, again=True) == (offers[0], "installed")
    damage(machine.shelf, "altered")
    offer, what = machine.decide(offers)
    assert (offer.sequence, what) == (1, "mended")
    machine.install(offer, place)
    assert shown(machine) == clinic.edition(1).id
    with pytest.raises(Undone):
        machine.decide(offers)


def test_what_is_shown_and_published_again_gets_its_new_number(clinic: Clinic, machine: Installation) -> None:
    machine.install(offered(clinic), FolderPlace(clinic.repository))
    clinic.publish(2)
    clinic.publish(1, min_edition=3)
    assert machine.decide([offered(clinic)])[1] == "nothingNew"
    assert [(one.sequence, machine.floor) for one in machine.history] == [(3, 3)]


def test_a_check_that_is_cancelled_ends(clinic: Clinic, machine: Installation) -> None:
    machine.install(offered(clinic), FolderPlace(clinic.repository))
    with pytest.raises(Cancelled):
        machine.fault(lambda: True)


class Kiosk:
    """A desk on a machine of its own, and the folder its sticks come to."""

    def __init__(self, folder: Path, clinic: Clinic) -> None:
        self.sticks = folder / "sticks"
        self.sticks.mkdir(parents=True)
        trust = folder / "trust"
        Trust(trust, clock=lambda: NOW).enrol(clinic.first)
        self.premises = Premises(
            shelf=folder / "shelf", trust=trust, state=folder, shipped=folder / "shipped"
        )
        self.shelf = Shelf(self.premises.shelf)
        self.desk = Desk(self.premises)

    def put_in(self, clinic: Clinic, name: str) -> None:
        shutil.copytree(clinic.repository, self.sticks / name)

    def look(self) -> list[Offered]:
        self.desk.look_at_sticks(repositories([], [self.sticks]), again=True)
        return list(self.desk.offers())

    def take(self, clinic: Clinic, number: int) -> None:
        clinic.publish(number)
        self.put_in(clinic, f"stick-{number}")
        assert self.desk.install(self.look()[0].id).good


@pytest.fixture
def kiosk(tmp_path: Path, clinic: Clinic) -> Kiosk:
    kiosk = Kiosk(tmp_path / "kiosk", clinic)
    kiosk.take(clinic, 1)
    return kiosk


@pytest.mark.parametrize("how", DAMAGES)
def test_what_is_shown_is_offered_as_fresh_only_where_it_is_damaged(kiosk: Kiosk, how: str) -> None:
    (offer,) = kiosk.look()
    assert not offer.fresh and kiosk.desk.install(offer.id).key == "nothingNew"
    damage(kiosk.shelf, how)
    assert not kiosk.desk.offers()[0].fresh, "nobody looked"
    (offer,) = kiosk.look()
    assert offer.fresh and kiosk.desk.wanted() == ""
    before = kiosk.desk.standing().switch
    result = kiosk.desk.install(offer.id)
    assert (result.key, result.good) == ("mended", True)
    assert result.sentence == "Edition 1 was damaged. It is whole again."
    assert kiosk.desk.standing().switch > before, "so that a kiosk which shows another one comes back"
    assert not kiosk.desk.offers()[0].fresh and not kiosk.look()[0].fresh


def test_a_damaged_list_of_topics_is_found_though_the_look_itself_fetches_it(kiosk: Kiosk) -> None:
    current = kiosk.shelf.current()
    edition = kiosk.shelf.open(current.edition)
    kiosk.shelf.blobs.path(next(iter(edition.root.shards.values()))).unlink()
    assert kiosk.look()[0].fresh


def test_many_sticks_cost_one_check_of_what_is_shown(
    kiosk: Kiosk, clinic: Clinic, caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("second", "third"):
        kiosk.put_in(clinic, name)
    damage(kiosk.shelf, "torn")
    assert [one.fresh for one in kiosk.look()] == [True, True, True]
    assert sum("is damaged here" in one.message for one in caplog.records) == 1


def test_one_given_up_because_it_is_damaged_was_undone_by_nobody(kiosk: Kiosk, clinic: Clinic) -> None:
    kiosk.take(clinic, 2)
    damage(kiosk.shelf, "root gone")
    assert not kiosk.desk.give_up(clinic.edition(2).id, "its root is missing").good
    assert kiosk.shelf.current().edition == clinic.edition(1).id
    assert kiosk.desk.standing().undone == ""
    assert kiosk.desk.bring(str(kiosk.sticks / "stick-2")).key == "installed"


def test_one_that_cannot_be_shown_gives_way_to_none_that_staff_undid(kiosk: Kiosk, clinic: Clinic) -> None:
    kiosk.take(clinic, 2)
    kiosk.desk.go_back()
    kiosk.take(clinic, 3)
    kiosk.desk.go_back()
    assert kiosk.shelf.current().edition == clinic.edition(1).id
    kiosk.desk.give_up(clinic.edition(1).id, "its home is broken")
    assert kiosk.shelf.current().edition == clinic.edition(1).id, "what ships is shown instead"


def test_what_was_undone_meanwhile_is_not_installed_at_night(kiosk: Kiosk, clinic: Clinic) -> None:
    kiosk.take(clinic, 2)
    offer = kiosk.look()[0].id
    kiosk.desk.go_back()
    assert kiosk.desk.install(offer, by_itself=True).key == "nothingNew"
    assert kiosk.shelf.current().edition == clinic.edition(1).id
    assert kiosk.desk.bring(str(kiosk.sticks / "stick-2")).key == "undone"
    assert kiosk.desk.bring(str(kiosk.sticks / "stick-2"), again=True).good
