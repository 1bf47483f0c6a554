"""The attacks that The Update Framework names, each tried on a kiosk and refused with the reason.

Extraneous dependencies (software made to need more software) do not apply: an edition needs no other, and
every file it is made of is fixed by the hashes below its signed root (``test_bits``).
"""

from __future__ import annotations

import itertools
import shutil
import time
from pathlib import Path
from typing import Any

import pytest

from kiosk.content.contents import blobs_of
from kiosk.content.edition import read_root
from kiosk.content.errors import BrokenEdition
from kiosk.updates.errors import (
    Altered,
    Expired,
    NotThere,
    Older,
    OtherClinic,
    PlaceFault,
    Refused,
    UpdateError,
)
from kiosk.updates.framework import Root
from kiosk.updates.keys import make
from kiosk.updates.metadata import blob_file
from kiosk.updates.places import FolderPlace, within
from tests.updates.clinic import DAY, HANG, NOW, Clinic, Mirror, files_of, numbered

TIMESTAMP = "metadata/timestamp.json"


def sequences(clinic: Clinic, folder: Path, kiosk: str = "kiosk") -> list[int]:
    return [offer.sequence for offer in clinic.kiosk(kiosk).offers(FolderPlace(folder))]


def test_a_sound_stick_is_taken(clinic: Clinic) -> None:
    clinic.publish(1)
    clinic.publish(2)
    (newest, older) = clinic.kiosk().offers(FolderPlace(clinic.stick("stick")))
    found = clinic.edition(2)
    assert (newest.edition, newest.root, newest.sequence) == (found.id, found.data, 2)
    assert (older.edition, older.sequence, older.floor) == (clinic.edition(1).id, 1, 1)
    assert newest.title == {"en": "Edition 2", "es": "Edición 2"} and newest.languages == ("en", "es")
    names = blobs_of(found.root, found.blobs.read)
    assert newest.files == 1 + len(names)
    assert newest.size == len(found.data) + sum(len(found.blobs.read(name)) for name in names)


def test_arbitrary_software_an_edition_not_signed_by_the_clinic_is_refused(clinic: Clinic) -> None:
    clinic.publish(1)
    (target,) = (clinic.repository / "targets" / "editions").iterdir()
    target.write_bytes(clinic.edition(2).data[: target.stat().st_size])
    with pytest.raises(Altered, match="damaged"):
        sequences(clinic, clinic.repository)


def test_arbitrary_software_metadata_signed_by_a_strangers_key_is_refused(clinic: Clinic) -> None:
    clinic.publish(1)
    clinic.signs(clinic.repository / TIMESTAMP, lambda _: None, make())
    with pytest.raises(Altered, match="unknown key"):
        sequences(clinic, clinic.repository)


def test_rollback_an_older_stick_is_refused_after_a_newer_one(clinic: Clinic) -> None:
    clinic.publish(1)
    old = clinic.stick("old")
    clinic.publish(2)
    assert sequences(clinic, clinic.stick("new")) == [2, 1]
    with pytest.raises(Older, match="older than what this kiosk has already accepted"):
        sequences(clinic, old)


def test_rollback_of_each_file_signed_by_the_right_key_is_refused(clinic: Clinic) -> None:
    clinic.publish(1)
    clinic.publish(2)
    assert sequences(clinic, clinic.repository) == [2, 1]
    publishing = clinic.made["publishing"][0]

    def newer_timestamp_older_snapshot(signed: Any) -> None:
        signed.version += 1
        signed.snapshot_meta.version -= 1

    clinic.signs(clinic.repository / TIMESTAMP, newer_timestamp_older_snapshot, publishing)
    with pytest.raises(Older):
        sequences(clinic, clinic.repository)


def test_indefinite_freeze_a_stick_kept_for_too_long_is_refused(clinic: Clinic) -> None:
    clinic.publish(1)
    stick = FolderPlace(clinic.stick("stick"))
    assert clinic.kiosk(now=NOW + 179 * DAY).offers(stick)
    with pytest.raises(Expired, match="was signed until 2027-05-30, and here it is 2027-05-30"):
        clinic.kiosk(now=NOW + 180 * DAY).offers(stick)
    with pytest.raises(Expired):
        clinic.kiosk("fresh", now=NOW + 180 * DAY).offers(stick)


def test_indefinite_freeze_each_file_ends_by_itself(clinic: Clinic) -> None:
    clinic.publish(1, profile="network")
    place = FolderPlace(clinic.repository)
    with pytest.raises(Expired, match="2026-12-15"):
        clinic.kiosk(now=NOW + 14 * DAY).offers(place)
    publishing = clinic.made["publishing"][0]

    def longer(signed: Any) -> None:
        signed.expires = NOW + 3000 * DAY

    snapshot = numbered(clinic.repository, "snapshot")
    clinic.signs(snapshot, longer, publishing)

    def over_this_snapshot(signed: Any) -> None:
        signed.expires = NOW + 3000 * DAY
        signed.snapshot_meta = signed.snapshot_meta.from_data(2, snapshot.read_bytes(), ["sha256"])

    clinic.signs(clinic.repository / TIMESTAMP, over_this_snapshot, publishing)
    assert clinic.kiosk(now=NOW + 364 * DAY).offers(place)
    with pytest.raises(Expired, match="publish again"):
        clinic.kiosk("targets", now=NOW + 366 * DAY).offers(place)
    with pytest.raises(Expired, match="replace a root key"):
        clinic.kiosk("root", now=NOW + 1500 * DAY).offers(place)


@pytest.mark.parametrize("name", ["1.root.json", "timestamp.json", "2.snapshot.json", "2.targets.json"])
def test_endless_data_is_read_up_to_its_cap_and_no_further(clinic: Clinic, name: str) -> None:
    clinic.publish(1)
    file = clinic.repository / "metadata" / name
    with file.open("r+b") as sparse:
        sparse.truncate(10**12)
    begun = time.perf_counter()
    with pytest.raises(PlaceFault, match="more than the"):
        sequences(clinic, clinic.repository)
    assert time.perf_counter() - begun < HANG


def test_mix_and_match_files_of_two_publications_are_refused(clinic: Clinic) -> None:
    clinic.publish(1)
    old = files_of(clinic.repository)
    clinic.publish(2)
    new = files_of(clinic.repository)
    for role, was, now in (("snapshot", 2, 3), ("targets", 2, 3)):
        file = clinic.repository / "metadata" / f"{now}.{role}.json"
        file.write_bytes(old[f"metadata/{was}.{role}.json"])
        with pytest.raises(Altered, match=role):
            sequences(clinic, clinic.repository, f"kiosk-{role}")
        file.write_bytes(new[f"metadata/{now}.{role}.json"])
    assert sequences(clinic, clinic.repository) == [2, 1]


def test_wrong_software_one_edition_under_the_name_of_another_is_refused(clinic: Clinic) -> None:
    clinic.publish(1)
    clinic.publish(2)
    first, second = (clinic.repository / "targets" / "editions").iterdir()
    kept = first.read_bytes()
    first.write_bytes(second.read_bytes())
    second.write_bytes(kept)
    with pytest.raises(Altered, match="damaged"):
        sequences(clinic, clinic.repository)


def test_fast_forward_by_a_thief_of_the_publishing_key_ends_with_that_key(clinic: Clinic) -> None:
    clinic.publish(1)
    thief = shutil.copytree(clinic.repository, clinic.folder / "thief")

    def far_ahead(signed: Any) -> None:
        signed.version = 2**31
        signed.unrecognized_fields["signed_at"] = "2090-01-01T00:00:00Z"
        signed.expires = NOW + 40000 * DAY

    clinic.signs(thief / TIMESTAMP, far_ahead, clinic.made["publishing"][0])
    kiosk = clinic.kiosk()
    assert kiosk.offers(FolderPlace(thief))  # no more than a name for an edition that is the clinic's own
    assert kiosk.now().year == 2090
    clinic.publish(2)
    with pytest.raises(Expired, match="here it is 2090-01-01"):
        kiosk.offers(FolderPlace(clinic.repository))
    clinic.rotate("publishing")
    assert [offer.sequence for offer in kiosk.offers(FolderPlace(clinic.repository))] == [2, 1]
    assert kiosk.now() == NOW


def test_fast_forward_of_editions_by_a_thief_of_both_keys_ends_with_those_keys(clinic: Clinic) -> None:
    clinic.publish(1)
    thief = Clinic.__new__(Clinic)
    thief.__dict__.update(clinic.__dict__)
    thief.repository = Path(shutil.copytree(clinic.repository, clinic.folder / "thief"))
    for number in (5, 6, 7, 8):
        thief.publish(number)
    thief.publish(8, min_edition=5)
    kiosk = clinic.kiosk()
    assert [offer.sequence for offer in kiosk.offers(FolderPlace(thief.repository))] == [5]
    clinic.publish(2)
    with pytest.raises(Older):
        kiosk.offers(FolderPlace(clinic.repository))
    clinic.rotate("publishing")
    with pytest.raises(Older):
        kiosk.offers(FolderPlace(clinic.repository))
    clinic.rotate("targets")
    assert [offer.sequence for offer in kiosk.offers(FolderPlace(clinic.repository))] == [2, 1]
    assert kiosk.floor == 1


def test_key_compromise_below_the_threshold_one_root_key_makes_no_root(clinic: Clinic) -> None:
    clinic.publish(1)
    own = make()

    def own_keys(signed: Root) -> None:
        signed.version = 2
        for role in ("root", "targets", "snapshot", "timestamp"):
            signed.roles[role].keyids.clear()
            signed.add_key(own.public_key, role)
        signed.roles["root"].threshold = 1

    forged = clinic.repository / "metadata" / "2.root.json"
    shutil.copy(clinic.repository / "metadata" / "1.root.json", forged)
    clinic.signs(forged, own_keys, clinic.made["root"][0], own)
    with pytest.raises(Altered, match="root"):
        sequences(clinic, clinic.repository)
    clinic.signs(forged, lambda _: None, clinic.made["root"][0], clinic.made["root"][1])
    with pytest.raises(Altered, match="root"):  # two old keys, not the new root's own
        sequences(clinic, clinic.repository)


def test_key_compromise_the_publishing_key_alone_adds_no_edition(clinic: Clinic) -> None:
    clinic.publish(1)
    targets, snapshot = numbered(clinic.repository, "targets"), numbered(clinic.repository, "snapshot")
    publishing = clinic.made["publishing"][0]

    def rise(signed: Any) -> None:
        next(iter(signed.targets.values())).custom["sequence"] = 9

    clinic.signs(targets, rise, publishing)

    def over_targets(signed: Any) -> None:
        meta = signed.meta["targets.json"]
        signed.meta["targets.json"] = meta.from_data(meta.version, targets.read_bytes(), ["sha256"])

    def over_snapshot(signed: Any) -> None:
        meta = signed.snapshot_meta
        signed.snapshot_meta = meta.from_data(meta.version, snapshot.read_bytes(), ["sha256"])

    clinic.signs(snapshot, over_targets, publishing)
    clinic.signs(clinic.repository / TIMESTAMP, over_snapshot, publishing)
    with pytest.raises(Altered, match="unknown key"):
        sequences(clinic, clinic.repository)


def test_key_compromise_the_targets_key_alone_adds_no_edition(clinic: Clinic) -> None:
    clinic.publish(1)
    clinic.signs(numbered(clinic.repository, "targets"), lambda _: None, clinic.made["targets"][0])
    assert sequences(clinic, clinic.repository) == [1]  # signed again with no change: the very same bytes
    clinic.signs(
        numbered(clinic.repository, "targets"),
        lambda signed: setattr(signed, "expires", NOW + 3000 * DAY),
        clinic.made["targets"][0],
    )
    with pytest.raises(Altered, match="targets"):
        sequences(clinic, clinic.repository, "other")


def test_a_malicious_mirror_that_withholds_or_swaps_any_file_offers_nothing_wrong(clinic: Clinic) -> None:
    clinic.publish(1)
    clinic.publish(2)
    sound = Mirror(clinic.repository, lambda _, data: data)
    kiosk = clinic.kiosk()
    expected = [offer.root for offer in kiosk.offers(sound)]
    asked = [path for path in dict.fromkeys(sound.asked) if path != "metadata/2.root.json"]
    files = files_of(clinic.repository)
    tried = 0
    for number, (missing, given) in enumerate(itertools.product(asked, [None, *files])):
        if given == missing or (given is not None and not given.startswith(("metadata", "targets"))):
            continue
        data = None if given is None else files[given]
        mirror = Mirror(clinic.repository, lambda path, it, m=missing, d=data: d if path == m else it)  # type: ignore[misc]
        with pytest.raises(UpdateError):
            clinic.kiosk(f"kiosk-{number}").offers(mirror)
        tried += 1
    assert tried >= 40
    assert [offer.root for offer in kiosk.offers(sound)] == expected


def test_a_stick_changed_between_two_reads_is_refused(clinic: Clinic) -> None:
    clinic.publish(1)
    clinic.publish(2)
    place = FolderPlace(clinic.repository)
    (offer, _) = clinic.kiosk().offers(place)
    name = blobs_of(read_root(offer.root), clinic.edition(2).blobs.read)[0]
    data = place.read(blob_file(name), 10**6, within(5))
    (clinic.repository / blob_file(name)).write_bytes(data[:-1] + b"x")

    def read(sha256: str, cap: int) -> bytes:
        from kiosk.content.blobs import sha256_of

        got = place.read(blob_file(sha256), cap, within(5))
        if sha256_of(got) != sha256:
            raise BrokenEdition(sha256, "altered")
        return got

    with pytest.raises(BrokenEdition, match="altered"):
        blobs_of(read_root(offer.root), read)


def test_another_clinics_stick_is_named_as_such(clinic: Clinic, tmp_path: Path) -> None:
    other = Clinic(tmp_path / "other")
    other.publish(1)
    clinic.publish(1)
    words = " ".join(other.kiosk().enrolment.words)
    with pytest.raises(OtherClinic, match=f"belongs to another clinic .{words}.; take your own stick"):
        clinic.kiosk().offers(FolderPlace(other.stick("stick")))


def test_the_same_number_with_another_content_is_refused(clinic: Clinic) -> None:
    clinic.publish(1)
    fork = Clinic.__new__(Clinic)
    fork.__dict__.update(clinic.__dict__)
    fork.repository = Path(shutil.copytree(clinic.repository, clinic.folder / "fork"))
    clinic.publish(2)
    fork.publish(3)
    assert sequences(clinic, clinic.repository) == [2, 1]
    with pytest.raises(Altered, match="a number this kiosk knows and another content"):
        sequences(clinic, fork.repository)
    fork.publish(4)
    with pytest.raises(Refused, match="number 2 is not the one this kiosk has accepted"):
        sequences(clinic, fork.repository)


def test_a_place_without_a_repository_says_so(clinic: Clinic, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(NotThere, match="there is no repository here"):
        clinic.kiosk().offers(FolderPlace(tmp_path / "empty"))
    with pytest.raises(PlaceFault, match="is not there any more"):
        clinic.kiosk().offers(FolderPlace(tmp_path / "gone"))
