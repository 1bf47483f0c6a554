"""A shelf knows what it was made from, and says what of that has changed since."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from kiosk.authoring.build import build_checked
from kiosk.authoring.findings import SourcesRefused
from kiosk.authoring.made import NOTE, NotNoted, changed_since
from kiosk.content.shelf import Shelf


def quietly(what: str, done: int, of: int) -> None:
    assert 0 <= done <= of, what


@pytest.fixture
def drawn(tmp_path: Path, pictures: Path) -> Path:
    """A private copy of the small catalogue."""
    return Path(shutil.copytree(pictures, tmp_path / "pictures"))


@pytest.fixture
def shelf(tmp_path: Path, sources: Path, drawn: Path) -> Path:
    build_checked(sources, drawn, tmp_path / "edition", quietly, ledger=tmp_path / "ledger")
    return tmp_path / "edition"


def since(shelf: Path) -> list[str]:
    return changed_since(shelf, Shelf(shelf).current().edition)


def add(file: Path, text: str) -> None:
    file.write_text(file.read_text("utf-8") + text, "utf-8")


def test_nothing_has_changed_right_after_a_build_nor_when_files_are_only_touched(
    shelf: Path, sources: Path
) -> None:
    assert since(shelf) == []
    for file in sources.rglob("*.*"):
        os.utime(file)
    (sources / "topics" / "discs" / ".en.md.swp").write_text("an editor's own", "utf-8")
    (sources / ".DS_Store").touch()
    assert since(shelf) == []


def test_each_thing_that_was_saved_since_is_named(shelf: Path, sources: Path, drawn: Path) -> None:
    add(sources / "clinic.yaml", "\n")
    add(sources / "topics" / "discs" / "en.md", "\nOne more.\n")
    shutil.copytree(sources / "topics" / "discs", sources / "topics" / "knees")
    (sources / "logos").mkdir()
    (sources / "logos" / "our.png").touch()
    assert since(shelf) == ["clinic.yaml", "logos/our.png", "topics/discs", "topics/knees"]
    shutil.rmtree(sources / "topics" / "steps")
    next(drawn.rglob("*.webp")).write_bytes(b"another picture")
    assert since(shelf)[-2:] == ["topics/steps", str(drawn)]


def test_a_build_that_was_refused_leaves_the_sources_newer_than_the_shelf(
    shelf: Path, tmp_path: Path, sources: Path, drawn: Path
) -> None:
    page = sources / "topics" / "discs" / "en.md"
    before = page.read_text("utf-8")
    page.write_text(before.replace("#", "##", 1), "utf-8")
    with pytest.raises(SourcesRefused):
        build_checked(sources, drawn, shelf, quietly, ledger=tmp_path / "ledger")
    assert since(shelf) == ["topics/discs"]
    page.write_text(before, "utf-8")
    assert since(shelf) == []


def test_a_build_that_changes_no_byte_of_the_edition_still_takes_note(
    shelf: Path, tmp_path: Path, sources: Path, drawn: Path
) -> None:
    edition = Shelf(shelf).current()
    add(sources / "clinic.yaml", "# a remark\n")
    assert since(shelf) == ["clinic.yaml"]
    build_checked(sources, drawn, shelf, quietly, ledger=tmp_path / "ledger")
    assert Shelf(shelf).current() == edition and since(shelf) == []


def test_sources_that_are_gone_are_no_sources_of_this_shelf(shelf: Path, sources: Path) -> None:
    sources.rename(sources.with_name("elsewhere"))
    assert since(shelf) == [str(sources)]


@pytest.mark.parametrize("told", [b"", b"[]", b"{}", b"nonsense", b'{"edition": 3}', None])
def test_a_note_that_is_missing_damaged_or_of_another_edition_says_nothing(
    shelf: Path, told: bytes | None
) -> None:
    with pytest.raises(NotNoted):
        changed_since(shelf, "2026-01-01-00000000")
    (shelf / NOTE).unlink()
    if told is not None:
        (shelf / NOTE).write_bytes(told)
    with pytest.raises(NotNoted):
        since(shelf)
