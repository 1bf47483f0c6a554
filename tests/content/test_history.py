"""What was installed on a shelf, and which of it may take a damaged edition's place."""

from __future__ import annotations

from pathlib import Path

from kiosk.content.history import RECORD, History, Installed, read_history, write_history


def installed(sequence: int, undone: bool = False) -> Installed:
    name = f"2026-12-{sequence:02d}-{sequence:08x}"
    return Installed(edition=name, root=f"{sequence:064x}", sequence=sequence, undone=undone)


def test_the_newest_that_was_neither_called_back_nor_undone_comes_first() -> None:
    four = (installed(2), installed(1), installed(4, undone=True), installed(3))
    assert [one.sequence for one in History(installed=four).in_place()] == [3, 2, 1]
    assert [one.sequence for one in History(installed=four, floor=2).in_place()] == [3, 2]
    assert History(installed=four, floor=4).in_place() == []


def test_a_record_is_read_as_it_was_written_and_a_damaged_one_is_empty(tmp_path: Path) -> None:
    assert read_history(tmp_path) == History()
    history = History(installed=(installed(1), installed(2)), floor=2)
    write_history(tmp_path, history)
    assert read_history(tmp_path) == history
    (tmp_path / RECORD).write_bytes((tmp_path / RECORD).read_bytes()[:-3])
    assert read_history(tmp_path) == History()


def test_a_record_from_before_there_was_a_floor_is_read(tmp_path: Path) -> None:
    (tmp_path / RECORD).write_text('{"installed":[{"edition":"a","root":"b","sequence":1}]}', "utf-8")
    assert read_history(tmp_path).installed[0].sequence == 1 and read_history(tmp_path).floor == 0
