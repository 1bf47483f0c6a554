"""Publishing: what is kept, what goes, what is never signed, and stopping at any moment."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from kiosk.content.contents import blobs_of
from kiosk.content.errors import BrokenEdition
from kiosk.updates.copying import READ_ME, copy
from kiosk.updates.errors import Cancelled, PublishFault
from kiosk.updates.found import find
from kiosk.updates.places import FolderPlace
from kiosk.updates.repository import init, refresh
from kiosk.updates.standing import load
from tests.faults.journeys import sequences as offered_whole
from tests.faults.publishing import bring_out, keep_case
from tests.updates.clinic import DAY, NOW, YEAR, Clinic, files_of, onto_shelf


def sequences(clinic: Clinic, folder: Path, kiosk: str = "kiosk") -> list[int]:
    return [offer.sequence for offer in clinic.kiosk(kiosk).offers(FolderPlace(folder))]


def blobs_on(folder: Path) -> set[str]:
    return {path.name for path in folder.glob("blobs/[0-9a-f][0-9a-f]/*")}


def test_three_editions_stay_and_what_only_older_ones_used_goes(clinic: Clinic) -> None:
    for number in range(1, 6):
        assert clinic.publish(number).sequence == number
    assert sequences(clinic, clinic.repository) == [5, 4, 3]
    kept = [clinic.edition(number) for number in (3, 4, 5)]
    assert blobs_on(clinic.repository) == {
        name for found in kept for name in blobs_of(found.root, found.blobs.read)
    }
    assert len(list((clinic.repository / "targets" / "editions").iterdir())) == 3


def test_a_change_writes_only_what_is_new(clinic: Clinic) -> None:
    first = clinic.publish(1)
    assert first.new and first.written == first.files
    told: list[tuple[str, int, int]] = []
    second = clinic.publish(2, progress=lambda *step: told.append(step))
    assert second.written == 5  # two pages, their shard, the clinic's words and the root
    assert told[-1] == ("publishing", second.files - 1, second.files - 1)


def test_the_newest_edition_published_again_is_only_signed_again(clinic: Clinic) -> None:
    clinic.publish(1)
    again = clinic.publish(1, now=NOW + DAY)
    assert (again.sequence, again.new, again.written) == (1, False, 0)
    assert again.expires == NOW + 181 * DAY


def test_an_edition_is_found_on_a_shelf_and_in_a_folder_of_its_own(clinic: Clinic, tmp_path: Path) -> None:
    found = clinic.edition(1)
    shelf = onto_shelf(found, tmp_path / "shelf")
    for folder in (shelf, found.blobs.folder):
        assert find(folder).data == found.data
        assert set(blobs_of(found.root, find(folder).blobs.read)) == set(found.blobs)
    (shelf / f"{found.id}.json").write_bytes(found.data + b" ")
    with pytest.raises(BrokenEdition, match="not the root this edition was installed with"):
        find(shelf)


def test_a_damaged_file_is_never_published(clinic: Clinic) -> None:
    clinic.publish(1)
    before = files_of(clinic.repository)
    found = clinic.edition(2)
    name = blobs_of(found.root, found.blobs.read)[-1]
    found.blobs.path(name).write_bytes(b"altered")
    with pytest.raises(BrokenEdition, match="altered"):
        clinic.publish(2)
    after = files_of(clinic.repository)
    assert {path: after[path] for path in before} == before
    assert sequences(clinic, clinic.repository) == [1]


def test_stopping_leaves_the_old_edition_and_the_next_try_goes_on(clinic: Clinic) -> None:
    clinic.publish(1)
    asked = iter([False] * 4 + [True])
    with pytest.raises(Cancelled, match="what stood before still stands"):
        clinic.publish(2, cancel=lambda: next(asked))
    assert sequences(clinic, clinic.repository) == [1]
    assert clinic.publish(2).written < 5
    assert sequences(clinic, clinic.repository) == [2, 1]


def test_a_repository_somebody_altered_is_not_signed_on_top_of(clinic: Clinic, tmp_path: Path) -> None:
    clinic.publish(1)
    targets = clinic.repository / "metadata" / "2.targets.json"
    targets.write_bytes(targets.read_bytes().replace(b'"sequence":1', b'"sequence":7'))
    with pytest.raises(PublishFault, match=r"2.targets.json is not sound"):
        clinic.publish(2)
    other = Clinic(tmp_path / "other")
    with pytest.raises(PublishFault, match="another clinic's repository"):
        load(other.repository, clinic.anchor)
    with pytest.raises(PublishFault, match="there is no repository here; make one with `repo init`"):
        load(tmp_path / "nowhere", clinic.anchor)
    with pytest.raises(PublishFault, match="there is a repository already"):
        init(other.repository, other.made)


def test_a_floor_is_never_lowered_and_never_above_the_newest(clinic: Clinic) -> None:
    clinic.publish(1)
    clinic.publish(2, min_edition=2)
    clinic.publish(3, min_edition=1)
    assert clinic.kiosk().offers(FolderPlace(clinic.repository))[0].floor == 2
    with pytest.raises(PublishFault, match="no edition has the number 9 yet; the newest is 4"):
        clinic.publish(4, min_edition=9)


@pytest.mark.parametrize("wrong", [NOW - 2 * DAY, NOW + 6 * YEAR])
def test_nothing_is_signed_by_a_clock_that_cannot_be_right(clinic: Clinic, wrong: datetime) -> None:
    with pytest.raises(PublishFault, match="set the clock and try again"):
        clinic.publish(1, now=wrong)


def test_refreshing_signs_for_a_new_term_and_renews_the_list_in_time(clinic: Clinic) -> None:
    clinic.publish(1)
    assert refresh(clinic.repository, clinic.anchor, clinic.pocket, now=NOW + 100 * DAY) == NOW + 280 * DAY
    version = load(clinic.repository, clinic.anchor).targets.version
    expires = refresh(clinic.repository, clinic.anchor, clinic.pocket, "network", now=NOW + 200 * DAY)
    assert expires == NOW + 214 * DAY
    standing = load(clinic.repository, clinic.anchor)
    assert standing.targets.version == version + 1 and standing.profile == "network"
    later = clinic.kiosk(now=NOW + 210 * DAY)
    assert [offer.sequence for offer in later.offers(FolderPlace(clinic.repository))] == [1]


# copying to a stick


def test_a_stick_gets_what_it_lacks_and_is_read_back(clinic: Clinic) -> None:
    clinic.publish(1)
    stick = clinic.folder / "stick"
    first = copy(clinic.repository, clinic.anchor, stick)
    assert files_of(stick).keys() - {READ_ME} == files_of(clinic.repository).keys() - {
        ".lock",
        "metadata/1.snapshot.json",
        "metadata/1.targets.json",
    }
    clinic.publish(2)
    second = copy(clinic.repository, clinic.anchor, stick)
    assert 0 < second.written < first.written and second.checked > first.checked
    again = copy(clinic.repository, clinic.anchor, stick)
    assert again.written == 0 and again.checked == second.checked
    assert sequences(clinic, stick) == [2, 1]


def test_a_damaged_file_on_a_stick_is_written_again(clinic: Clinic) -> None:
    clinic.publish(1)
    stick = clinic.stick("stick")
    name = next(stick.glob("blobs/[0-9a-f][0-9a-f]/*"))
    whole = name.read_bytes()
    for damage in (b"", whole[:-1], b"x" * len(whole)):
        name.write_bytes(damage)
        copy(clinic.repository, clinic.anchor, stick)
        assert name.read_bytes() == whole


def test_a_stick_that_does_not_give_back_what_was_written_is_never_called_safe(clinic: Clinic) -> None:
    clinic.publish(1)
    stick = clinic.stick("stick")
    clinic.publish(2)
    before = (stick / "metadata" / "timestamp.json").read_bytes()

    def wears_out(what: str, done: int, of: int) -> None:
        if (what, done) == ("copying", of):
            next(stick.glob("blobs/[0-9a-f][0-9a-f]/*")).write_bytes(b"worn")

    with pytest.raises(PublishFault, match=r"does not give back what was written .*; take another stick"):
        copy(clinic.repository, clinic.anchor, stick, wears_out)
    assert (stick / "metadata" / "timestamp.json").read_bytes() == before


def test_a_stick_of_another_clinic_or_of_a_newer_state_is_left_alone(clinic: Clinic, tmp_path: Path) -> None:
    other = Clinic(tmp_path / "other")
    stick = other.stick("stick")
    before = files_of(stick)
    with pytest.raises(PublishFault, match="holds another clinic's repository"):
        copy(clinic.repository, clinic.anchor, stick)
    assert files_of(stick) == before
    backup = shutil.copytree(clinic.repository, tmp_path / "backup")
    clinic.publish(1)
    with pytest.raises(PublishFault, match="seems to come from a backup"):
        copy(Path(backup), clinic.anchor, clinic.stick("newer"))
    with pytest.raises(PublishFault, match="this is the repository itself"):
        copy(clinic.repository, clinic.anchor, clinic.repository)


def test_a_stick_whose_folders_are_links_is_not_written_through(clinic: Clinic, tmp_path: Path) -> None:
    clinic.publish(1)
    stick = tmp_path / "stick"
    (tmp_path / "elsewhere").mkdir()
    stick.mkdir()
    name = next(clinic.repository.glob("blobs/[0-9a-f][0-9a-f]")).name
    (stick / "blobs").mkdir()
    (stick / "blobs" / name).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(PublishFault, match="is a link"):
        copy(clinic.repository, clinic.anchor, stick)
    assert not list((tmp_path / "elsewhere").iterdir())


def test_other_files_on_a_stick_stay(clinic: Clinic) -> None:
    clinic.publish(1)
    stick = clinic.folder / "stick"
    others = {
        "letter.txt": b"x",
        "blobs/ab/photo.jpg": b"y",
        "metadata/notes.txt": b"z",
        "blobs/da/.hidden": b"w",
    }
    for name, data in others.items():
        (stick / name).parent.mkdir(parents=True, exist_ok=True)
        (stick / name).write_bytes(data)
    copy(clinic.repository, clinic.anchor, stick)
    files = files_of(stick)
    assert {name: files[name] for name in others} == others


@pytest.mark.long
@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
@pytest.mark.parametrize("fault", ["signal=SIGKILL", "error=ENOSPC"])
@pytest.mark.parametrize("call", ["fsync", "rename", "unlink", "mkdir"])
def test_stopped_at_any_call_repository_and_stick_offer_the_old_or_the_new_and_the_retry_the_new(
    clinic: Clinic, root: Path, tmp_path: Path, call: str, fault: str
) -> None:
    for number in (1, 2, 3):
        clinic.publish(number)
    stick = clinic.stick("stick")
    case = tmp_path / "case"
    keep_case(clinic, 4, case)
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    points = 0
    for when in range(1, 500):
        here = tmp_path / f"{call}-{when}"
        shutil.copytree(clinic.repository, here / "repository")
        shutil.copytree(stick, here / "stick")
        inject = ["strace", "-f", "-o", os.devnull, "-e", f"trace={call}"]
        inject += ["-e", f"inject={call}:{fault}:when={when}"]
        command = [*inject, sys.executable, "-m", "tests.faults.publishing", str(case), str(here)]
        stopped = subprocess.run(command, cwd=root, env=environment, capture_output=True, timeout=60)
        if stopped.returncode == 0:
            break
        points += 1
        for place in ("repository", "stick"):
            assert offered_whole(clinic, here / place) in ([3, 2, 1], [4, 3, 2])
        bring_out(case, here)
        for place in ("repository", "stick"):
            assert offered_whole(clinic, here / place) == [4, 3, 2]
            assert not [name for name in files_of(here / place) if name.endswith(".part")]
        shutil.rmtree(here)
    assert points >= 2
