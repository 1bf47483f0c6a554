from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from kiosk.content.errors import BrokenEdition
from kiosk.content.pointer import SLOT, read_pointer, write_pointer

OLD, NEW, NEWER = ("1" * 64, "2" * 64, "3" * 64)


def test_the_newest_edition_written_is_current(tmp_path: Path) -> None:
    place = tmp_path / "current"
    for number, root in enumerate((OLD, NEW, NEWER, OLD), 1):
        write_pointer(place, f"{number}", root)
        assert (read_pointer(place).edition, read_pointer(place).root) == (f"{number}", root)
    assert place.stat().st_size == 2 * SLOT


def test_a_write_torn_at_any_byte_leaves_the_old_or_the_new(tmp_path: Path) -> None:
    place = tmp_path / "current"
    write_pointer(place, "1", OLD)
    write_pointer(place, "2", NEW)
    before = place.read_bytes()
    write_pointer(place, "3", NEWER)
    after = place.read_bytes()
    assert before[SLOT:] == after[SLOT:], "the slot in use must not be touched"
    for torn in range(SLOT + 1):
        place.write_bytes(after[:torn] + before[torn:])
        assert read_pointer(place).edition in ("2", "3")
        place.write_bytes(after[:torn] + b"\0" * (SLOT - torn) + after[SLOT:])
        assert read_pointer(place).edition in ("2", "3")


def test_the_first_write_torn_leaves_no_pointer_rather_than_a_wrong_one(tmp_path: Path) -> None:
    place = tmp_path / "current"
    write_pointer(place, "1", OLD)
    whole = place.read_bytes()
    for torn in range(0, SLOT, 7):
        place.write_bytes(whole[:torn])
        with pytest.raises(BrokenEdition):
            read_pointer(place)


def test_a_pointer_with_one_bad_slot_is_mended_by_the_next_write(tmp_path: Path) -> None:
    place = tmp_path / "current"
    write_pointer(place, "1", OLD)
    write_pointer(place, "2", NEW)
    place.write_bytes(place.read_bytes()[:SLOT] + b"\xff" * SLOT)
    assert read_pointer(place).edition == "1"
    write_pointer(place, "3", NEWER)
    assert read_pointer(place).edition == "3"
    place.write_bytes(b"\0" * SLOT + place.read_bytes()[SLOT:])
    assert read_pointer(place).edition == "3", "the bad slot is the one written"


def test_random_bytes_are_no_pointer(tmp_path: Path) -> None:
    place = tmp_path / "current"
    chance = random.Random(4)
    for size in (0, 1, 511, 512, 1024, 1025, 9000):
        place.write_bytes(chance.randbytes(size))
        with pytest.raises(BrokenEdition):
            read_pointer(place)


@pytest.mark.parametrize("what", ["nothing", "folder", "pipe", "link"])
def test_what_is_no_file_is_no_pointer(tmp_path: Path, what: str) -> None:
    place = tmp_path / "current"
    if what == "folder":
        place.mkdir()
    if what == "pipe":
        os.mkfifo(place)
    if what == "link":
        write_pointer(tmp_path / "real", "1", OLD)
        place.symlink_to(tmp_path / "real")
    with pytest.raises(BrokenEdition):
        read_pointer(place)


@pytest.mark.parametrize("edition", ["", ".", "..", "../x", "a/b", "a\\b", "c:", "x" * 101, "ñ", "a b", "-x"])
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, edition: str) -> None:
    with pytest.raises(ValueError, match="cannot name"):
        write_pointer(tmp_path / "current", edition, OLD)
    assert not (tmp_path / "current").exists()
