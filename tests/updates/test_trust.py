"""What a kiosk believes and remembers: enrolment, rotation, wrong clocks, torn files, power cuts."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.updates.errors import Altered, Expired, NotEnrolled, Older, OtherClinic, UpdateError
from kiosk.updates.places import FolderPlace
from kiosk.updates.repository import refresh
from kiosk.updates.trust import EARLIEST, Trust
from tests.updates.clinic import DAY, NOW, YEAR, Clinic, Mirror, files_of


def taken(kiosk: Trust, folder: Path) -> list[int]:
    return [offer.sequence for offer in kiosk.offers(FolderPlace(folder))]


# enrolment


def test_a_kiosk_that_is_not_enrolled_takes_nothing(clinic: Clinic, tmp_path: Path) -> None:
    clinic.publish(1)
    with pytest.raises(NotEnrolled, match="first enrol your clinic"):
        taken(Trust(tmp_path / "kiosk"), clinic.repository)
    with pytest.raises(NotEnrolled):
        _ = Trust(tmp_path / "kiosk").enrolment


def test_enrolling_tells_the_same_eight_words_on_every_kiosk(clinic: Clinic) -> None:
    words = clinic.kiosk("one").enrolment.words
    assert len(words) == 8 and words == clinic.kiosk("two").enrol(clinic.first).words


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b"\xff", b'{"signatures":[],"signed":{}}'])
def test_what_is_no_root_is_not_enrolled(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(Altered, match="not a clinic's root"):
        Trust(tmp_path / "kiosk").enrol(data)
    assert not (tmp_path / "kiosk").exists()


def test_a_root_that_too_few_of_its_keys_signed_is_not_enrolled(clinic: Clinic, tmp_path: Path) -> None:
    file = clinic.repository / "metadata" / "1.root.json"
    clinic.signs(file, lambda _: None, clinic.made["root"][0])
    with pytest.raises(Altered):
        Trust(tmp_path / "kiosk").enrol(file.read_bytes())


def test_other_files_of_a_repository_are_not_enrolled(clinic: Clinic, tmp_path: Path) -> None:
    with pytest.raises(Altered):
        Trust(tmp_path / "kiosk").enrol((clinic.repository / "metadata" / "timestamp.json").read_bytes())


def test_another_clinic_is_enrolled_only_where_that_is_asked_for(clinic: Clinic, tmp_path: Path) -> None:
    other = Clinic(tmp_path / "other")
    other.publish(7)
    clinic.publish(1)
    kiosk = clinic.kiosk()
    assert taken(kiosk, clinic.repository) == [1]
    before = files_of(kiosk.folder)
    with pytest.raises(OtherClinic, match="trusts another clinic already"):
        kiosk.enrol(other.first)
    assert files_of(kiosk.folder) == before
    assert kiosk.enrol(other.first, replace=True).words != clinic.kiosk("two").enrolment.words
    assert kiosk.floor == 0 and taken(kiosk, other.repository) == [1]
    with pytest.raises(OtherClinic):
        taken(kiosk, clinic.repository)


def test_enrolling_the_same_clinic_again_forgets_nothing(clinic: Clinic) -> None:
    clinic.publish(1)
    old = clinic.stick("old")
    clinic.publish(2)
    kiosk = clinic.kiosk()
    assert taken(kiosk, clinic.repository) == [2, 1]
    kiosk.enrol(clinic.first, replace=True)
    with pytest.raises(Older):
        taken(kiosk, old)


# rotation


def test_a_kiosk_many_rotations_behind_follows(clinic: Clinic) -> None:
    clinic.publish(1)
    kiosk = clinic.kiosk()
    assert taken(kiosk, clinic.repository) == [1]
    clinic.rotate("targets")
    clinic.rotate("publishing")
    clinic.rotate("root", replaced=clinic.made["root"][0])
    clinic.rotate("root", replaced=clinic.made["root"][1])
    clinic.publish(2)
    assert taken(kiosk, clinic.repository) == [2, 1]
    assert kiosk.enrolment.root == 9
    assert kiosk.enrolment.words != clinic.kiosk("fresh").enrolment.words
    assert taken(clinic.kiosk("fresh"), clinic.repository) == [2, 1]


def test_between_any_two_files_of_a_rotation_a_kiosk_finds_files_that_fit(clinic: Clinic) -> None:
    clinic.publish(1)
    for role in ("root", "targets", "publishing"):
        before = files_of(clinic.repository)
        clinic.rotate(role)
        after = files_of(clinic.repository)
        version = max(int(name.split("/")[1].split(".")[0]) for name in after if "root" in name)
        first, last = f"metadata/{version - 1}.root.json", f"metadata/{version}.root.json"
        others = [name for name in after if after[name] != before.get(name) and "root" not in name]
        order = [first, *sorted(others, key=lambda name: "timestamp" in name), last]
        for done in range(len(order) + 1):
            here = {**before, **{name: after[name] for name in order[:done]}}
            place = clinic.folder / f"{role}-{done}"
            for name, data in here.items():
                (place / name).parent.mkdir(parents=True, exist_ok=True)
                (place / name).write_bytes(data)
            assert taken(clinic.kiosk(f"kiosk-{role}-{done}"), place) == [1], (role, order[:done])


def test_a_lost_root_key_is_replaced_with_the_two_that_are_left(clinic: Clinic) -> None:
    clinic.publish(1)
    lost = clinic.made["root"][2]
    del clinic.pocket.keys[lost.public_key.keyid]
    clinic.rotate("root", replaced=lost)
    assert taken(clinic.kiosk(), clinic.repository) == [1]


def test_a_stick_from_before_a_rotation_is_refused_with_that_reason(clinic: Clinic) -> None:
    clinic.publish(1)
    old = clinic.stick("old")
    clinic.rotate("publishing")
    kiosk = clinic.kiosk()
    assert taken(kiosk, clinic.repository) == [1]
    with pytest.raises(Older, match="made before the clinic's keys were replaced"):
        taken(kiosk, old)


def test_a_replaced_key_signs_nothing_any_more(clinic: Clinic) -> None:
    clinic.publish(1)
    old = clinic.made["publishing"][0]
    clinic.rotate("publishing")
    clinic.signs(clinic.repository / "metadata" / "timestamp.json", lambda _: None, old)
    with pytest.raises(Altered, match="unknown key"):
        taken(clinic.kiosk(), clinic.repository)


# numbers that never go back


def test_a_floor_is_kept_and_hides_what_is_below_it(clinic: Clinic) -> None:
    for number in (1, 2):
        clinic.publish(number)
    clinic.publish(3, min_edition=3)
    kiosk = clinic.kiosk()
    assert taken(kiosk, clinic.repository) == [3] and kiosk.floor == 3
    clinic.publish(4)
    assert taken(kiosk, clinic.repository) == [4, 3] and kiosk.floor == 3


def test_an_edition_taken_back_comes_as_a_new_number(clinic: Clinic) -> None:
    for number in (1, 2, 1):
        clinic.publish(number)
    kiosk = clinic.kiosk()
    (newest, older) = kiosk.offers(FolderPlace(clinic.repository))
    assert (newest.edition, newest.sequence) == (clinic.edition(1).id, 3)
    assert (older.edition, older.sequence) == (clinic.edition(2).id, 2)


# time


def test_a_clock_years_behind_takes_what_is_signed_now_and_keeps_its_time(clinic: Clinic) -> None:
    clinic.publish(1)
    old = clinic.stick("old")
    kiosk = clinic.kiosk(now=datetime(1999, 1, 1, tzinfo=UTC))
    assert taken(kiosk, clinic.repository) == [1] and kiosk.now() == NOW
    clinic.publish(2, now=NOW + 200 * DAY)
    assert taken(kiosk, clinic.repository) == [2, 1] and kiosk.now() == NOW + 200 * DAY
    shutil.rmtree(old / "metadata")
    shutil.copytree(clinic.repository / "metadata", old / "metadata")


def test_a_clock_years_behind_revives_nothing_that_has_ended(clinic: Clinic) -> None:
    clinic.publish(1)
    stick = clinic.stick("stick")
    clinic.publish(2, now=NOW + 300 * DAY)
    behind = clinic.kiosk(now=datetime(1999, 1, 1, tzinfo=UTC))
    assert taken(behind, clinic.repository) == [2, 1]
    with pytest.raises(UpdateError):
        taken(behind, stick)
    assert Trust(behind.folder, clock=behind._clock).now() == NOW + 300 * DAY


def test_a_clock_before_this_program_was_built_counts_as_its_build_time(clinic: Clinic) -> None:
    assert clinic.kiosk(now=datetime(1970, 1, 1, tzinfo=UTC)).now() == EARLIEST


def test_a_clock_years_ahead_takes_nothing_and_says_what_it_reads(clinic: Clinic) -> None:
    clinic.publish(1)
    ahead = clinic.kiosk(now=NOW + 10 * YEAR)
    with pytest.raises(Expired, match=r"here it is 2036-11-28.*or set this kiosk's clock"):
        taken(ahead, clinic.repository)
    right = Trust(ahead.folder, clock=lambda: NOW)
    assert taken(right, clinic.repository) == [1], "a clock put right leaves nothing behind"


# torn files and power cuts


@pytest.mark.parametrize(
    "torn", ["timestamp.json", "snapshot.json", "targets.json", "seen.json", "root.json", "enrolled.json"]
)
@pytest.mark.parametrize("left", [None, 0, 100, -1])
def test_any_one_torn_file_lets_nothing_older_in_and_the_next_look_mends_it(
    clinic: Clinic, torn: str, left: int | None
) -> None:
    clinic.publish(1)
    clinic.publish(2)
    old = clinic.stick("old")
    clinic.publish(3, min_edition=2)
    kiosk = clinic.kiosk()
    assert taken(kiosk, clinic.repository) == [3, 2]
    file = kiosk.folder / torn
    data = file.read_bytes()
    if left is None:
        file.unlink()
    else:
        file.write_bytes(data[:left])
    assert kiosk.floor == 2
    with pytest.raises(Older):
        taken(kiosk, old)
    assert kiosk.now() == NOW
    assert taken(kiosk, clinic.repository) == [3, 2] and kiosk.floor == 2
    if torn != "enrolled.json":
        assert file.read_bytes() == data
    other = Clinic(clinic.folder / "other")
    with pytest.raises(OtherClinic):
        kiosk.enrol(other.first)


def test_a_torn_timestamp_does_not_let_an_older_one_in_even_for_the_same_edition(clinic: Clinic) -> None:
    clinic.publish(1)
    old = clinic.stick("old")
    refresh(clinic.repository, clinic.anchor, clinic.pocket, now=NOW)
    for torn in (
        (),
        ("timestamp.json",),
        ("timestamp.json", "snapshot.json", "targets.json"),
        ("seen.json",),
    ):
        kiosk = clinic.kiosk(f"kiosk-{len(torn)}-{torn[:1]}")
        assert taken(kiosk, clinic.repository) == [1]
        for name in torn:
            (kiosk.folder / name).write_bytes(b"")
        with pytest.raises(Older):
            taken(kiosk, old)


def test_a_linked_root_json_becomes_a_plain_file(clinic: Clinic) -> None:
    clinic.publish(1)
    kiosk = clinic.kiosk()
    root = kiosk.folder / "root.json"
    root.unlink(missing_ok=True)
    root.symlink_to("enrolled.json")
    assert taken(kiosk, clinic.repository) == [1]
    assert root.is_file() and not root.is_symlink()


LOOK = """
import sys
from datetime import datetime
from pathlib import Path
from kiosk.updates.places import FolderPlace
from kiosk.updates.repository import refresh
from kiosk.updates.trust import Trust
kiosk = Trust(Path(sys.argv[1]), clock=lambda: datetime.fromisoformat(sys.argv[3]))
print([offer.sequence for offer in kiosk.offers(FolderPlace(Path(sys.argv[2])))])
"""


def look(root: Path, kiosk: Path, place: Path, *wrapper: str) -> subprocess.CompletedProcess[str]:
    command = [*wrapper, sys.executable, "-c", LOOK, str(kiosk), str(place), NOW.isoformat()]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(root)}
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)


@pytest.mark.long
@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
@pytest.mark.parametrize("call", ["fsync", "rename", "write"])
@pytest.mark.parametrize("fault", ["signal=SIGKILL", "error=ENOSPC", "error=EIO"])
def test_stopped_at_any_call_a_kiosk_takes_nothing_older_and_the_next_look_succeeds(
    clinic: Clinic, root: Path, tmp_path: Path, call: str, fault: str
) -> None:
    clinic.publish(1)
    old = clinic.stick("old")
    clinic.rotate("publishing")
    kiosk = clinic.kiosk()
    assert taken(kiosk, clinic.repository) == [1]
    clinic.rotate("targets")
    clinic.publish(2)
    points = 0
    for when in range(1, 40):
        here = Path(shutil.copytree(kiosk.folder, tmp_path / f"{call}-{when}"))
        inject = f"inject={call}:{fault}:when={when}"
        stopped = look(root, here, clinic.repository, "strace", "-f", "-o", os.devnull, "-e", inject)
        if stopped.returncode == 0:
            break
        points += 1
        with pytest.raises(Older):
            taken(Trust(here, clock=lambda: NOW), old)
        assert taken(Trust(here, clock=lambda: NOW), clinic.repository) == [2, 1]
        left = [name for name in files_of(here) if name.endswith(".part")]
        assert fault == "signal=SIGKILL" or not left
    assert points >= 3


def test_a_look_that_changes_nothing_writes_nothing(clinic: Clinic) -> None:
    clinic.publish(1)
    kiosk = clinic.kiosk()
    assert taken(kiosk, clinic.repository) == [1]
    before = {path: path.stat().st_mtime_ns for path in kiosk.folder.iterdir()}
    assert taken(kiosk, clinic.repository) == [1]
    assert {path: path.stat().st_mtime_ns for path in kiosk.folder.iterdir()} == before


def test_a_kiosk_that_is_up_to_date_reads_four_small_files_and_the_roots_of_the_editions(
    clinic: Clinic,
) -> None:
    clinic.publish(1)
    kiosk = clinic.kiosk()
    assert taken(kiosk, clinic.repository) == [1]
    place = Mirror(clinic.repository, lambda _, data: data)
    kiosk.offers(place)
    assert place.asked[:2] == ["metadata/1.root.json", "metadata/2.root.json"]
    assert place.asked[2] == "metadata/timestamp.json" and len(place.asked) == 4
