"""An edition for a group of kiosks first: who is offered what, and every attack on a group's own list."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kiosk.content.verify import verify
from kiosk.updates.errors import Altered, Expired, Older, PlaceFault, PublishFault, UpdateError
from kiosk.updates.framework import Metadata, Targets
from kiosk.updates.groups import GROUPS
from kiosk.updates.install import Installation
from kiosk.updates.keys import make
from kiosk.updates.places import FolderPlace
from kiosk.updates.repository import refresh
from kiosk.updates.seen import REMEMBERED
from kiosk.updates.standing import load
from tests.updates.clinic import DAY, NOW, Clinic, Mirror, files_of, numbered, value

PILOT = "group-pilot"
TIMESTAMP = "metadata/timestamp.json"


def offered(clinic: Clinic, group: str = "", kiosk: str = "", place: Path | None = None) -> list[int]:
    """The numbers that a kiosk of ``group`` is offered."""
    one = clinic.kiosk(kiosk or f"kiosk-{group}", group=group)
    return [offer.sequence for offer in one.offers(FolderPlace(place or clinic.repository))]


@pytest.fixture
def pilot(clinic: Clinic) -> Clinic:
    """A clinic that offers its first edition to all and its second to the group pilot."""
    clinic.publish(1)
    clinic.publish(2, group="pilot")
    return clinic


def resign(clinic: Clinic, change: Callable[[Any], None], *keys: Any, over: bool = True) -> None:
    """The pilot's list changed and signed by ``keys``; snapshot and timestamp follow where ``over``."""
    file = numbered(clinic.repository, PILOT)
    clinic.signs(file, change, *(keys or clinic.made["targets"]))
    if over:
        follow(clinic, f"{PILOT}.json", file)


def follow(clinic: Clinic, name: str, file: Path | None) -> None:
    """A new snapshot and timestamp, of which the first says that ``name`` is ``file``, or nothing of it."""
    publishing = clinic.made["publishing"][0]
    old = numbered(clinic.repository, "snapshot")
    snapshot = old.with_name(f"{int(old.name.split('.')[0]) + 1}.snapshot.json")
    shutil.copy(old, snapshot)

    def over_list(signed: Any) -> None:
        signed.version += 1
        if file is None:
            del signed.meta[name]
        else:
            version = Metadata.from_bytes(file.read_bytes()).signed.version
            signed.meta[name] = signed.meta["targets.json"].from_data(version, file.read_bytes(), ["sha256"])

    def over_snapshot(signed: Any) -> None:
        signed.version += 1
        meta = signed.snapshot_meta
        signed.snapshot_meta = meta.from_data(meta.version + 1, snapshot.read_bytes(), ["sha256"])

    clinic.signs(snapshot, over_list, publishing)
    clinic.signs(clinic.repository / TIMESTAMP, over_snapshot, publishing)


# who is offered what


def test_a_group_is_offered_an_edition_before_all_and_then_all_are(pilot: Clinic) -> None:
    assert offered(pilot, "pilot") == [2, 1]
    assert offered(pilot) == offered(pilot, "west") == [1]
    done = pilot.publish(2)
    assert (done.sequence, done.new, done.ended) == (3, True, ("pilot",))
    assert offered(pilot, "pilot") == offered(pilot) == offered(pilot, "west") == [3, 1]


def test_the_group_of_an_offer_is_told(pilot: Clinic) -> None:
    offers = pilot.kiosk(group="pilot").offers(FolderPlace(pilot.repository))
    assert [one.group for one in offers] == ["pilot", ""]
    kiosk = pilot.kiosk("other", group="wset")
    assert [one.group for one in kiosk.offers(FolderPlace(pilot.repository))] == [""]
    assert not kiosk.knows_group and pilot.kiosk(group="pilot").knows_group


def test_a_kiosk_of_a_group_installs_its_edition_and_fetches_nothing_when_all_get_it(pilot: Clinic) -> None:
    kiosk, machine = pilot.kiosk(group="pilot"), Installation(pilot.folder / "shelf")
    place = FolderPlace(pilot.repository)
    machine.install(kiosk.offers(place)[0], place)
    assert machine.current and machine.current.edition == pilot.edition(2).id
    verify(machine.shelf.candidate("installed").open())
    pilot.publish(2)
    offers = kiosk.offers(place)
    assert machine.decide(offers) == (offers[0], "nothingNew")
    assert machine.current.sequence == 3 and not machine.wanted(offers[0])


def test_what_is_newer_for_all_reaches_a_group_too(pilot: Clinic) -> None:
    pilot.publish(3)
    assert offered(pilot, "pilot") == [3, 1] and not load(pilot.repository).lists["pilot"].editions
    assert not list((pilot.repository / "targets/groups/pilot").iterdir())


def test_a_withdrawn_edition_is_followed_by_what_is_for_all_under_a_new_number(pilot: Clinic) -> None:
    kiosk, machine = pilot.kiosk(group="pilot"), Installation(pilot.folder / "shelf")
    place = FolderPlace(pilot.repository)
    machine.install(kiosk.offers(place)[0], place)
    assert pilot.withdraw("pilot").sequence == 3
    (offer,) = kiosk.offers(place)
    assert (offer.edition, offer.sequence) == (pilot.edition(1).id, 3) and machine.wanted(offer)
    machine.install(offer, place)
    assert machine.current and machine.current.edition == pilot.edition(1).id
    assert offered(pilot) == [1], "all others have it already, and are told nothing"
    assert not (pilot.repository / "targets/groups/pilot").joinpath(f"{pilot.edition(2).id}.json").exists()


def test_a_kiosk_that_leaves_its_group_keeps_what_it_shows_until_something_newer_is_for_all(
    pilot: Clinic,
) -> None:
    place, machine = FolderPlace(pilot.repository), Installation(pilot.folder / "shelf")
    machine.install(pilot.kiosk(group="pilot").offers(place)[0], place)
    (offer,) = pilot.kiosk().offers(place)
    assert offer.sequence == 1 and not machine.wanted(offer)
    pilot.publish(3)
    assert machine.wanted(pilot.kiosk().offers(place)[0])


def test_a_kiosk_moves_between_groups_whichever_was_offered_something_first(pilot: Clinic) -> None:
    pilot.publish(3, group="west")
    assert offered(pilot, "west", "moved") == [3, 1]
    assert offered(pilot, "pilot", "moved") == [2, 1]
    assert offered(pilot, "", "moved") == [1]
    pilot.publish(2)
    assert offered(pilot, "west", "moved") == offered(pilot, "pilot", "moved") == [4, 1]


def test_a_group_with_many_editions_of_its_own_does_not_forget_what_is_for_all(clinic: Clinic) -> None:
    clinic.publish(1)
    for turn in range(REMEMBERED + 2):
        clinic.publish(2 + turn % 2, group="pilot")
        assert offered(clinic, "pilot")[-1] == 1


def test_a_floor_is_for_all_and_follows_a_kiosk_out_of_its_group(pilot: Clinic) -> None:
    with pytest.raises(PublishFault, match="is said to all: publish without a group"):
        pilot.publish(3, group="pilot", min_edition=2)
    pilot.publish(3, min_edition=3)
    assert offered(pilot, "pilot", "one") == offered(pilot, "", "one") == [3]
    pilot.publish(4, group="pilot")
    assert offered(pilot, "pilot", "one") == [4, 3] and offered(pilot, "", "one") == [3]
    assert pilot.kiosk("one").floor == 3


def test_a_repository_without_groups_is_as_it_was_and_one_with_groups_is_read_by_a_kiosk_of_none(
    clinic: Clinic,
) -> None:
    clinic.publish(1)
    before = value(numbered(clinic.repository, "targets"))["signed"]
    assert "delegations" not in before and set(before) == {
        "_type",
        "expires",
        "spec_version",
        "targets",
        "version",
    }
    assert list(value(numbered(clinic.repository, "snapshot"))["signed"]["meta"]) == ["targets.json"]
    kiosk = clinic.kiosk()
    assert kiosk.offers(FolderPlace(clinic.repository))
    clinic.publish(2, group="pilot")
    mirror = Mirror(clinic.repository, lambda _, data: data)
    assert [one.sequence for one in kiosk.offers(mirror)] == [1]
    assert not any("group" in path for path in mirror.asked), "a kiosk of no group reads no group's list"


def test_a_stick_carries_the_groups_with_it(pilot: Clinic) -> None:
    stick = pilot.stick("stick")
    assert offered(pilot, "pilot", place=stick) == [2, 1] and offered(pilot, place=stick) == [1]
    assert files_of(stick).keys() - files_of(pilot.repository).keys() == {"READ ME kiosk.txt"}
    pilot.publish(2)
    assert offered(pilot, "pilot", place=pilot.stick("stick")) == [3, 1]


@pytest.mark.parametrize("role", ["targets", "publishing"])
def test_a_replaced_key_is_followed_by_every_group(pilot: Clinic, role: Any) -> None:
    assert offered(pilot, "pilot") == [2, 1]
    pilot.rotate(role)
    assert offered(pilot, "pilot") == offered(pilot, "pilot", "fresh") == [2, 1]
    pilot.publish(3, group="pilot")
    assert offered(pilot, "pilot") == [3, 2, 1]


def test_the_list_of_a_group_is_signed_again_in_the_second_half_of_its_term(pilot: Clinic) -> None:
    late = NOW + 200 * DAY
    refresh(pilot.repository, pilot.anchor, pilot.pocket, now=late)
    lists = load(pilot.repository).lists
    assert {one.targets.expires for one in lists.values()} == {late + 365 * DAY} and len(lists) == 2
    kiosk = pilot.kiosk(group="pilot", now=late)
    assert [one.sequence for one in kiosk.offers(FolderPlace(pilot.repository))] == [2, 1]


def test_names_that_are_none_and_groups_beyond_the_cap_are_refused(clinic: Clinic) -> None:
    clinic.publish(1)
    for name in ("Pilot", "a b", "-a", "a/b", "x" * 33, "..", "ä"):
        with pytest.raises(PublishFault, match="small letters, digits and hyphens"):
            clinic.publish(2, group=name)
    with pytest.raises(PublishFault, match="is offered nothing of its own"):
        clinic.withdraw("pilot")
    for number in range(GROUPS):
        clinic.publish(2, group=f"g{number}")
    with pytest.raises(PublishFault, match=f"there are {GROUPS} groups already"):
        clinic.publish(2, group="more")
    assert offered(clinic, f"g{GROUPS - 1}")[0] == GROUPS + 1 and clinic.publish(3, group="g0").new


# attacks on a group's list


def test_a_list_signed_by_a_strangers_key_or_by_another_role_is_refused(pilot: Clinic) -> None:
    for key in (make(), pilot.made["publishing"][0], pilot.made["root"][0]):
        resign(pilot, lambda _: None, key)
        with pytest.raises(Altered, match="group-pilot carries a signature by an unknown key"):
            offered(pilot, "pilot")
    assert offered(pilot) == [1], "who is in no group is not kept from anything"


def test_a_list_that_too_few_keys_signed_is_refused(pilot: Clinic) -> None:
    file = numbered(pilot.repository, PILOT)
    metadata: Metadata[Targets] = Metadata.from_bytes(file.read_bytes())
    metadata.signatures.clear()
    from kiosk.updates.metadata import written

    file.write_bytes(written(metadata))
    follow(pilot, f"{PILOT}.json", file)
    with pytest.raises(Altered, match="signed by 0/1 keys"):
        offered(pilot, "pilot")


def test_rollback_of_a_list_is_refused_with_and_without_what_is_kept_of_it(pilot: Clinic) -> None:
    old = numbered(pilot.repository, PILOT)
    kept = old.read_bytes()
    pilot.publish(3, group="pilot")
    for torn in ("", "snapshot.json", "timestamp.json", "seen.json", f"{PILOT}.json"):
        assert offered(pilot, "pilot", f"kiosk-{torn}") == [3, 2, 1]
    old.write_bytes(kept)
    follow(pilot, f"{PILOT}.json", old)
    for torn in ("", "snapshot.json", "timestamp.json", "seen.json", f"{PILOT}.json"):
        if torn:
            (pilot.folder / f"kiosk-{torn}" / torn).write_bytes(b"")
        with pytest.raises((Older, Altered)):
            offered(pilot, "pilot", f"kiosk-{torn}")
    with pytest.raises((Older, Altered)):
        offered(pilot, "west", "kiosk-")


def test_an_older_repository_is_refused_by_a_kiosk_of_a_group(pilot: Clinic) -> None:
    old = pilot.stick("old")
    pilot.publish(3, group="pilot")
    assert offered(pilot, "pilot") == [3, 2, 1]
    with pytest.raises(Older):
        offered(pilot, "pilot", place=old)


def test_a_list_that_has_ended_is_refused(pilot: Clinic) -> None:
    resign(pilot, lambda signed: setattr(signed, "expires", NOW - DAY))
    with pytest.raises(Expired, match="publish again"):
        offered(pilot, "pilot")
    assert offered(pilot) == [1]


def test_a_list_that_is_missing_or_that_the_snapshot_does_not_name_is_refused(pilot: Clinic) -> None:
    assert offered(pilot, "pilot", "one") == [2, 1]
    follow(pilot, f"{PILOT}.json", None)
    for kiosk in ("one", "fresh"):
        with pytest.raises(Altered, match=r"not part of snapshot|missing info"):
            offered(pilot, "pilot", kiosk)
    follow(pilot, f"{PILOT}.json", numbered(pilot.repository, PILOT))
    numbered(pilot.repository, PILOT).unlink()
    with pytest.raises(PlaceFault, match=r"group-pilot\.json.*missing"):
        offered(pilot, "pilot", "two")


def test_the_list_of_another_group_under_this_name_is_refused_and_offers_nothing(pilot: Clinic) -> None:
    pilot.publish(3, group="west")
    west, mine = numbered(pilot.repository, "group-west"), numbered(pilot.repository, PILOT)
    kept = mine.read_bytes()
    mine.write_bytes(west.read_bytes())
    with pytest.raises(Altered, match="group-pilot"):
        offered(pilot, "pilot", "one")
    follow(pilot, f"{PILOT}.json", mine)  # the publishing key alone: both lists are signed by the same key
    assert offered(pilot, "pilot", "two") == [1], "what it lists is not for this group"
    mine.write_bytes(kept)


@pytest.mark.parametrize("folder", ["editions", "groups/west", "groups/pilot/x", "groups", "groups/pilot"])
def test_a_target_outside_its_delegation_is_never_taken(pilot: Clinic, folder: str) -> None:
    there = pilot.repository / "targets" / folder
    shutil.copytree(pilot.repository / "targets/groups/pilot", pilot.folder / "copy")
    shutil.copytree(pilot.folder / "copy", there, dirs_exist_ok=True)

    def elsewhere(signed: Any) -> None:
        (path, target), *_ = signed.targets.items()
        target.path = f"{folder}/{path.rpartition('/')[2]}"
        signed.targets = {target.path: target}

    resign(pilot, elsewhere)
    control = folder == "groups/pilot"
    assert offered(pilot, "pilot") == ([2, 1] if control else [1])


def test_a_path_that_the_list_for_all_delegates_to_nobody_is_never_taken(pilot: Clinic) -> None:
    targets = numbered(pilot.repository, "targets")

    def to_nobody(signed: Any) -> None:
        signed.delegations.roles[PILOT].paths = ["groups/nobody/*"]

    pilot.signs(targets, to_nobody, pilot.made["targets"][0])
    follow(pilot, "targets.json", targets)
    assert offered(pilot, "pilot") == [1]


def test_a_huge_list_is_read_up_to_its_length_and_no_further(pilot: Clinic) -> None:
    with numbered(pilot.repository, PILOT).open("r+b") as sparse:
        sparse.truncate(10**12)
    with pytest.raises(PlaceFault, match="more than the"):
        offered(pilot, "pilot")


def test_mix_and_match_of_two_publications_of_a_group_is_refused(pilot: Clinic) -> None:
    old = numbered(pilot.repository, PILOT).read_bytes()
    pilot.publish(3, group="pilot")
    numbered(pilot.repository, PILOT).write_bytes(old)
    with pytest.raises(Altered, match=PILOT):
        offered(pilot, "pilot")


def test_a_flipped_bit_here_and_there_in_the_files_of_a_group_is_refused(pilot: Clinic) -> None:
    sound = Mirror(pilot.repository, lambda _, data: data)
    kiosk = pilot.kiosk(group="pilot")
    expected = [one.root for one in kiosk.offers(sound)]
    tried = 0
    for path in [path for path in dict.fromkeys(sound.asked) if "group" in path]:
        data = (pilot.repository / path).read_bytes()
        fresh = pilot.kiosk(f"kiosk-{tried}", group="pilot")
        for byte in range(0, len(data), 11):
            bad = data[:byte] + bytes([data[byte] ^ 1 << byte % 8]) + data[byte + 1 :]
            mirror = Mirror(pilot.repository, lambda name, it, p=path, b=bad: b if name == p else it)  # type: ignore[misc]
            with pytest.raises(UpdateError):
                fresh.offers(mirror)
            tried += 1
    assert tried > 100 and [one.root for one in kiosk.offers(sound)] == expected


def test_a_fork_that_gives_a_known_number_of_the_group_to_another_edition_is_refused(pilot: Clinic) -> None:
    fork = Clinic.__new__(Clinic)
    fork.__dict__.update(pilot.__dict__)
    fork.repository = Path(shutil.copytree(pilot.repository, pilot.folder / "fork"))
    pilot.publish(3, group="pilot")
    assert offered(pilot, "pilot") == [3, 2, 1]
    fork.publish(4, group="pilot")
    fork.publish(5, group="pilot")
    with pytest.raises(Older, match="number 3 is not the one this kiosk has accepted"):
        offered(pilot, "pilot", place=fork.repository)


def test_fast_forward_of_a_list_by_a_thief_of_the_publishing_key_ends_with_that_key(pilot: Clinic) -> None:
    assert offered(pilot, "pilot") == [2, 1]
    thief = Clinic.__new__(Clinic)
    thief.__dict__.update(pilot.__dict__)
    thief.repository = Path(shutil.copytree(pilot.repository, pilot.folder / "thief"))
    file = numbered(thief.repository, PILOT)
    resign(thief, lambda signed: setattr(signed, "version", 2**30), pilot.made["publishing"][0], over=False)
    follow(thief, f"{PILOT}.json", file.rename(file.with_name(f"{2**30}.{PILOT}.json")))
    with pytest.raises(Altered, match="unknown key"):
        offered(thief, "pilot")
    for number in (3, 4):
        pilot.publish(number, group="pilot")
    with pytest.raises((Older, Altered)):
        offered(pilot, "pilot")
    pilot.rotate("publishing")
    assert offered(pilot, "pilot") == [4, 3, 2, 1]
