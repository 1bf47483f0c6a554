from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.staff.outlets import free_name, sticks

LINE = "36 35 98:0 / {place} rw,noatime shared:1 - vfat /dev/sdb1 rw\n"


def mounts(tmp_path: Path, *places: Path) -> Path:
    """A list of mounts as Linux writes it: blanks as octal."""
    file = tmp_path / "mountinfo"
    written = [LINE.format(place=str(place).replace(" ", "\\040")) for place in [Path("/"), *places]]
    file.write_text("".join(written), "utf-8")
    return file


def test_sticks_that_can_be_written_to_are_found_by_name(tmp_path: Path) -> None:
    blue, red = tmp_path / "media" / "BLUE STICK", tmp_path / "media" / "añil"
    for stick in (blue, red):
        stick.mkdir(parents=True)
    gone = tmp_path / "media" / "gone"
    found = sticks(mounts(tmp_path, red, blue, gone, tmp_path / "other"), [f"{tmp_path}/media/"])
    assert found == [blue, red]


def test_where_nobody_lists_mounts_there_is_no_stick(tmp_path: Path) -> None:
    assert sticks(tmp_path / "none") == []


@pytest.mark.parametrize("there", [0, 1, 2])
def test_no_earlier_table_is_written_over(tmp_path: Path, there: int) -> None:
    names = ["counts.csv", "counts-2.csv", "counts-3.csv"]
    for name in names[:there]:
        (tmp_path / name).write_text("kept")
    assert free_name(tmp_path, "counts", ".csv") == tmp_path / names[there]
