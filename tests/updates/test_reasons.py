"""Why a place offers nothing to a kiosk that has followed new keys: each reason is the true one."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.updates.errors import NotThere, Older, OtherClinic, UpdateError
from kiosk.updates.places import FolderPlace, Place
from kiosk.updates.trust import Trust
from kiosk.updates.web import WebPlace
from tests.updates.clinic import Clinic, onto_shelf, write_edition
from tests.updates.running import Server

pytestmark = pytest.mark.usefixtures("published")


def followed(clinic: Clinic, rotations: int) -> Trust:
    """A kiosk enrolled with the first root that has followed so many replaced keys."""
    kiosk = clinic.kiosk()
    for _ in range(rotations):
        clinic.rotate("publishing")
    kiosk.offers(FolderPlace(clinic.repository))
    assert kiosk.enrolment.root == 1 + 2 * rotations
    return kiosk


def refusal(kiosk: Trust, place: Place) -> UpdateError:
    with pytest.raises(UpdateError) as told:
        kiosk.offers(place)
    place.close()
    return told.value


def other(clinic: Clinic) -> Path:
    other = Clinic(clinic.folder / "other")
    other.publish(1)
    return other.repository


def nothing(clinic: Clinic) -> Path:
    (clinic.folder / "empty").mkdir()
    return clinic.folder / "empty"


def an_edition(clinic: Clinic) -> Path:
    return write_edition(clinic.folder / "built", 7).blobs.folder


def a_shelf(clinic: Clinic) -> Path:
    return onto_shelf(write_edition(clinic.folder / "built", 7), clinic.folder / "shelf")


@pytest.mark.parametrize("rotations", [0, 1, 2])
@pytest.mark.parametrize(
    ("what", "kind", "told"),
    [
        (other, OtherClinic, "belongs to another clinic ("),
        (nothing, NotThere, "metadata/1.root.json: missing; there is no repository here"),
        (an_edition, NotThere, "this is an edition's folder, and no repository; name the folder"),
        (a_shelf, NotThere, "this is an edition's folder, and no repository; name the folder"),
    ],
)
def test_each_place_that_is_no_repository_of_ours_is_told_by_what_it_is(
    clinic: Clinic, rotations: int, what: Callable[[Clinic], Path], kind: type[UpdateError], told: str
) -> None:
    kiosk = followed(clinic, rotations)
    fault = refusal(kiosk, FolderPlace(what(clinic)))
    assert type(fault) is kind and told in str(fault)


@pytest.mark.parametrize("rotations", [0, 1])
def test_an_address_where_nothing_is_says_what_the_server_answered(clinic: Clinic, rotations: int) -> None:
    kiosk = followed(clinic, rotations)
    server = Server(nothing(clinic))
    try:
        fault = refusal(kiosk, WebPlace(f"{server.address}/elsewhere"))
    finally:
        server.close()
    assert type(fault) is NotThere
    assert "missing (the server answers 404); there is no repository here" in str(fault)


def test_a_stick_from_before_the_keys_were_replaced_is_told_so_whoever_was_enrolled_when(
    clinic: Clinic,
) -> None:
    old = clinic.stick("old")
    clinic.rotate("publishing")
    clinic.rotate("root")
    late = Trust(clinic.folder / "late")
    late.enrol(clinic.anchor)
    early = clinic.kiosk()
    early.offers(FolderPlace(clinic.repository))
    for kiosk in (early, late):
        fault = refusal(kiosk, FolderPlace(old))
        assert type(fault) is Older and "made before the clinic's keys were replaced" in str(fault)


def test_a_first_root_that_is_damaged_is_no_other_clinics(clinic: Clinic) -> None:
    old = clinic.stick("old")
    kiosk = followed(clinic, 1)
    (old / "metadata" / "1.root.json").write_bytes(b"{")
    assert "1.root.json is damaged; publish again" in str(refusal(kiosk, FolderPlace(old)))


def test_an_older_copy_says_that_it_is_never_taken_and_what_does(clinic: Clinic) -> None:
    old = clinic.folder / "old"
    shutil.copytree(clinic.repository, old)
    clinic.publish(2)
    kiosk = clinic.kiosk()
    kiosk.offers(FolderPlace(clinic.repository))
    told = str(refusal(kiosk, FolderPlace(old)))
    assert "An older repository is never taken, with --roll-back neither; `edition rollback`" in told
