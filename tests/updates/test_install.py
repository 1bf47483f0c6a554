"""An offered edition comes onto the shelf whole or not at all, and staff can go back from it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.content.history import RECORD, Installed
from kiosk.content.verify import verify
from kiosk.updates.errors import Altered, Cancelled, NoRoom, Older, PlaceFault
from kiosk.updates.install import KEPT, Installation
from kiosk.updates.offer import Offer
from kiosk.updates.places import FolderPlace
from tests.updates.clinic import Clinic, Mirror

pytestmark = pytest.mark.usefixtures("published")

PLENTY = 10**12


@pytest.fixture
def machine(tmp_path: Path) -> Installation:
    return Installation(tmp_path / "shelf")


def offered(clinic: Clinic) -> Offer:
    """The newest edition a kiosk of this clinic is offered."""
    return clinic.kiosk("asking").offers(FolderPlace(clinic.repository))[0]


def bring(clinic: Clinic, machine: Installation, number: int) -> Installed:
    """Publish edition ``number`` and install it."""
    clinic.publish(number)
    return machine.install(offered(clinic), FolderPlace(clinic.repository))


def shown(machine: Installation) -> str:
    """The edition that is shown, every byte of it checked."""
    edition = machine.shelf.candidate("installed").open()
    verify(edition)
    return edition.id


def test_the_first_edition_is_installed_and_shown(clinic: Clinic, machine: Installation) -> None:
    offer = offered(clinic)
    installed = machine.install(offer, FolderPlace(clinic.repository))
    assert (installed.edition, installed.sequence) == (offer.edition, 1)
    assert shown(machine) == offer.edition and machine.current == installed
    assert machine.before is None and machine.history[-1].sequence == 1


def test_a_second_edition_fetches_only_what_is_new(clinic: Clinic, machine: Installation) -> None:
    machine.install(offered(clinic), FolderPlace(clinic.repository))
    clinic.publish(2)
    place = Mirror(clinic.repository, lambda _path, data: data)
    machine.install(offered(clinic), place)
    old, new = (set(machine.shelf.open(one).used_blobs()) for one in machine.shelf.kept())
    assert {path.rpartition("/")[2] for path in place.asked} == new - old
    assert new & old, "the page that did not change"


def test_the_same_edition_again_fetches_nothing(clinic: Clinic, machine: Installation) -> None:
    machine.install(offered(clinic), FolderPlace(clinic.repository))
    place = Mirror(clinic.repository, lambda _path, data: data)
    machine.install(offered(clinic), place)
    assert place.asked == [] and machine.history[-1].sequence == 1


def test_a_blob_that_rotted_on_the_shelf_is_fetched_again(clinic: Clinic, machine: Installation) -> None:
    machine.install(offered(clinic), FolderPlace(clinic.repository))
    blob = machine.shelf.candidate("installed").open().topic("home").pages["en"]
    machine.shelf.blobs.path(blob).write_bytes(b"{}")
    machine.install(offered(clinic), FolderPlace(clinic.repository))
    assert shown(machine) == offered(clinic).edition


def test_what_is_new_can_be_told_before_it_is_installed(clinic: Clinic, machine: Installation) -> None:
    bring(clinic, machine, 2)
    clinic.publish(3)
    before = shown(machine)
    looked = machine.look(offered(clinic), FolderPlace(clinic.repository))
    now = machine.shelf.candidate("installed").open()
    changed = [name for name, topic in looked.topics() if topic.pages != now.topic(name).pages]
    assert changed == ["home"] and shown(machine) == before


@pytest.mark.parametrize("damage", ["flipped", "short", "gone"])
def test_a_damaged_blob_on_the_stick_leaves_what_is_shown(
    clinic: Clinic, machine: Installation, damage: str
) -> None:
    machine.install(offered(clinic), FolderPlace(clinic.repository))
    before = shown(machine)
    clinic.publish(2)

    def spoil(path: str, data: bytes) -> bytes | None:
        if path.startswith("metadata") or b"Home 2" not in data:
            return data
        return {"flipped": bytes([data[0] ^ 1]) + data[1:], "short": data[:-1], "gone": None}[damage]

    with pytest.raises((Altered, PlaceFault), match="new stick or publish again"):
        machine.install(offered(clinic), Mirror(clinic.repository, spoil))
    assert shown(machine) == before
    machine.install(offered(clinic), FolderPlace(clinic.repository))
    assert shown(machine) != before, "the next stick brings it"


def test_a_stick_that_changes_after_it_was_read_changes_nothing(
    clinic: Clinic, machine: Installation
) -> None:
    """Each file is read once: what was checked is what is written."""
    place = Mirror(clinic.repository, lambda _path, data: data)
    machine.install(offered(clinic), place)
    assert len(place.asked) == len(set(place.asked))


def test_an_older_edition_is_refused_unless_staff_choose_it(clinic: Clinic, machine: Installation) -> None:
    first = offered(clinic)
    bring(clinic, machine, 2)
    newest = shown(machine)
    with pytest.raises(Older, match="--roll-back"):
        machine.install(first, FolderPlace(clinic.repository))
    assert shown(machine) == newest
    machine.install(first, FolderPlace(clinic.repository), roll_back=True)
    assert shown(machine) == first.edition and machine.newest(offered(clinic).clinic) == 2


def test_an_edition_by_no_editions_name_is_refused(clinic: Clinic, machine: Installation) -> None:
    strange = replace(offered(clinic), edition="../elsewhere")
    with pytest.raises(Altered, match="cannot be the name"):
        machine.install(strange, FolderPlace(clinic.repository))
    assert not machine.shelf.folder.exists()


def test_going_back_shows_the_edition_before_and_the_one_left_is_not_taken_by_itself(
    clinic: Clinic, machine: Installation
) -> None:
    first = machine.install(offered(clinic), FolderPlace(clinic.repository))
    bring(clinic, machine, 2)
    second = offered(clinic)
    assert machine.before == first
    assert machine.go_back() == first and shown(machine) == first.edition
    assert not machine.wanted(second)
    clinic.publish(3)
    assert machine.wanted(offered(clinic)), "the next edition is"
    machine.install(second, FolderPlace(clinic.repository))
    assert shown(machine) == second.edition, "and staff may take it after all"


def test_an_edition_that_was_undone_comes_back_only_where_there_is_no_other(
    clinic: Clinic, machine: Installation
) -> None:
    first = machine.install(offered(clinic), FolderPlace(clinic.repository))
    bring(clinic, machine, 2)
    machine.go_back()
    bring(clinic, machine, 3)
    assert machine.before == first, "the second was undone for a reason"
    assert machine.go_back() == first


def test_another_clinics_first_edition_is_installed_and_leaves_nothing_of_the_one_before(
    clinic: Clinic, machine: Installation, tmp_path: Path
) -> None:
    for number in (2, 3):
        bring(clinic, machine, number)
    theirs = Clinic(tmp_path / "theirs")
    theirs.publish(4)
    offer, floor = offered(theirs), machine.floor
    machine.call_back(offer.clinic, 9)
    machine.heed(offer)
    assert machine.floor == floor, "what they call back is none of ours"
    assert offer.sequence == 1 and machine.wanted(offer)
    installed = machine.install(offer, FolderPlace(theirs.repository))
    assert shown(machine) == offer.edition and machine.shelf.kept() == [offer.edition]
    assert machine.history == (installed,) and machine.before is None
    with pytest.raises(Older, match="no edition before"):
        machine.go_back()


def test_another_clinic_that_publishes_what_is_shown_leaves_no_way_back_either(
    clinic: Clinic, machine: Installation, tmp_path: Path
) -> None:
    bring(clinic, machine, 2)
    bring(clinic, machine, 3)
    theirs = Clinic(tmp_path / "theirs")
    theirs.publish(3)
    offer, how = machine.decide([offered(theirs)])
    assert how == "installed" and offer.edition == shown(machine)
    place = Mirror(theirs.repository, lambda _path, data: data)
    machine.install(offer, place)
    assert place.asked == [] and shown(machine) == offer.edition
    assert machine.before is None and [one.sequence for one in machine.history] == [1]


def test_there_is_no_going_back_from_the_first(clinic: Clinic, machine: Installation) -> None:
    machine.install(offered(clinic), FolderPlace(clinic.repository))
    with pytest.raises(Older, match="no edition before"):
        machine.go_back()


def test_an_edition_the_clinic_called_back_is_not_shown_again(clinic: Clinic, machine: Installation) -> None:
    machine.install(offered(clinic), FolderPlace(clinic.repository))
    bring(clinic, machine, 2)
    before = shown(machine)
    with pytest.raises(Older, match="called back"):
        machine.go_back(floor=2)
    assert shown(machine) == before


def test_a_damaged_edition_is_not_gone_back_to(clinic: Clinic, machine: Installation) -> None:
    first = machine.install(offered(clinic), FolderPlace(clinic.repository))
    bring(clinic, machine, 2)
    before = shown(machine)
    blob = machine.shelf.open(first.edition).topic("home").pages["en"]
    machine.shelf.blobs.path(blob).unlink()
    with pytest.raises(Altered, match="damaged here"):
        machine.go_back()
    assert shown(machine) == before


def test_three_editions_are_kept(clinic: Clinic, machine: Installation) -> None:
    for number in range(2, KEPT + 3):
        bring(clinic, machine, number)
    assert len(machine.shelf.kept()) == KEPT
    used = {blob for one in machine.shelf.kept() for blob in machine.shelf.open(one).used_blobs()}
    assert set(machine.shelf.blobs) == used


def test_the_current_edition_is_kept_even_when_it_is_the_oldest(
    clinic: Clinic, machine: Installation
) -> None:
    for number in (2, 3, 4, 5):
        bring(clinic, machine, number)
    for _ in range(2):
        machine.go_back()
    current = shown(machine)
    machine.tidy()
    assert shown(machine) == current


def test_a_disk_without_room_refuses_before_it_is_full(clinic: Clinic, tmp_path: Path) -> None:
    free = PLENTY
    machine = Installation(tmp_path / "shelf", lambda _place: free)
    machine.install(offered(clinic), FolderPlace(clinic.repository))
    before = shown(machine)
    clinic.publish(2)
    free = 1024 * 1024
    with pytest.raises(NoRoom, match="MB free"):
        machine.install(offered(clinic), FolderPlace(clinic.repository))
    assert shown(machine) == before


def test_an_install_that_is_cancelled_leaves_what_is_shown_and_goes_on_later(
    clinic: Clinic, machine: Installation
) -> None:
    machine.install(offered(clinic), FolderPlace(clinic.repository))
    before = shown(machine)
    clinic.publish(2)
    asked = 0

    def tired() -> bool:
        nonlocal asked
        asked += 1
        return asked > 6

    place = Mirror(clinic.repository, lambda _path, data: data)
    with pytest.raises(Cancelled):
        machine.install(offered(clinic), place, cancel=tired)
    assert shown(machine) == before
    got = set(place.asked)
    again = Mirror(clinic.repository, lambda _path, data: data)
    machine.install(offered(clinic), again)
    assert shown(machine) != before and not got & set(again.asked), "what came once is not fetched twice"


def test_parts_left_by_a_stopped_install_go_with_the_next(clinic: Clinic, machine: Installation) -> None:
    machine.install(offered(clinic), FolderPlace(clinic.repository))
    shelf = next(machine.shelf.folder.glob("[0-9a-f][0-9a-f]"))
    left = [shelf / f".{'0' * 64}.77.part", machine.shelf.folder / f".{RECORD}.77.part"]
    for part in left:
        part.write_bytes(b"half")
    bring(clinic, machine, 2)
    assert not any(part.exists() for part in left)


def test_a_lost_record_costs_the_way_back_and_nothing_else(clinic: Clinic, machine: Installation) -> None:
    machine.install(offered(clinic), FolderPlace(clinic.repository))
    before = shown(machine)
    (machine.shelf.folder / RECORD).write_bytes(b"[")
    assert (machine.history, machine.current, machine.before) == ((), None, None)
    assert shown(machine) == before
    second = bring(clinic, machine, 2)
    assert shown(machine) == second.edition and machine.history == (second,)


def test_progress_is_told_from_nothing_to_all(clinic: Clinic, machine: Installation) -> None:
    told: list[tuple[str, int, int]] = []
    machine.install(offered(clinic), FolderPlace(clinic.repository), lambda *one: told.append(one))
    assert list(dict.fromkeys(what for what, _, _ in told))[-1] == "installed"
    assert {"looking", "verifying"} <= {what for what, _, _ in told}
    assert all(0 <= done <= of for _, done, of in told)
