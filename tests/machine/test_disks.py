"""A stick is told from a folder of this computer by what the system says of its disk."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kiosk.machine.disks import is_carried


def blocks_with(folder: Path, beside: Path, removable: str) -> Path:
    """What Linux tells where ``beside`` lies on the first part of a disk."""
    device = beside.stat().st_dev
    part = folder / "devices" / "sdq" / "sdq1"
    part.mkdir(parents=True)
    (part.parent / "removable").write_text(f"{removable}\n")
    (folder / "block").mkdir()
    (folder / "block" / f"{os.major(device)}:{os.minor(device)}").symlink_to(part)
    return folder / "block"


def test_a_folder_beside_another_on_the_same_fixed_disk_stays_here(tmp_path: Path) -> None:
    assert not is_carried(tmp_path, Path(tmp_path.parent))
    assert not is_carried(tmp_path, tmp_path, blocks_with(tmp_path, tmp_path, "0"))


@pytest.mark.skipif(os.name == "nt", reason="Windows tells it another way")
def test_a_disk_that_calls_itself_removable_is_carried_away(tmp_path: Path) -> None:
    assert is_carried(tmp_path, tmp_path, blocks_with(tmp_path, tmp_path, "1"))


def test_another_file_system_is_carried_away_whatever_it_calls_itself(tmp_path: Path) -> None:
    others = [each for each in map(Path, ("/dev/shm", "/run", "/proc")) if each.is_dir()]
    other = next((each for each in others if each.stat().st_dev != tmp_path.stat().st_dev), None)
    if other is None:
        pytest.skip("this machine has one file system")
    assert is_carried(other, tmp_path, tmp_path / "nothing")


def test_a_folder_that_is_not_there_is_no_answer(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        is_carried(tmp_path / "none", tmp_path)
