"""What goes into the folder besides the program: the edition that is shown, and no note of its making."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from build_spec.packaging.components import edition_of
from build_spec.packaging.folder import INTERNAL, PackageFault, files_of, lay_edition
from kiosk.content.edition import choose_edition
from kiosk.content.search import Search
from kiosk.content.shelf import Shelf, candidate


def test_only_the_edition_that_is_shown_is_packed(small_edition: Path, tmp_path: Path) -> None:
    shelf = Path(shutil.copytree(small_edition, tmp_path / "shelf"))
    shown = Shelf(shelf).current().edition
    root = next(path for path in shelf.glob(f"{shown}*.json"))
    (shelf / "2020-01-01-00000000.json").write_bytes(root.read_bytes())
    (shelf / "ab").mkdir(exist_ok=True)
    (shelf / "ab" / ("ab" + "0" * 62)).write_text("of an edition before", "utf-8")
    lay_edition(shelf, tmp_path / "folder")
    packed = tmp_path / "folder" / INTERNAL / "edition"
    assert Shelf(packed).kept() == [shown]
    assert not (packed / "ab" / ("ab" + "0" * 62)).exists()
    assert choose_edition((candidate("shipped", packed),)).edition.id == shown
    assert (shelf / "2020-01-01-00000000.json").exists(), "the shelf itself is left as it is"


def test_no_note_of_how_it_was_made_is_packed(small_edition: Path, tmp_path: Path) -> None:
    assert any(path.name.startswith(".") for path in small_edition.iterdir())
    lay_edition(small_edition, tmp_path)
    assert not any(path.rpartition("/")[2].startswith(".") for path in files_of(tmp_path))


def test_the_index_to_search_by_is_packed_and_the_same_each_time(small_edition: Path, tmp_path: Path) -> None:
    shelf = Path(shutil.copytree(small_edition, tmp_path / "shelf"))
    current = Shelf(shelf).current()
    # a kiosk that ran on this shelf left its index
    Search.open(Shelf(shelf).open(current.edition), None).close()
    for name, source in (("one", shelf), ("two", small_edition)):
        lay_edition(source, tmp_path / name)
    packed = [tmp_path / name / INTERNAL / "edition" for name in ("one", "two")]
    one, two = ((folder / f"{current.edition}.sqlite").read_bytes() for folder in packed)
    assert one == two
    edition = Shelf(packed[0]).open(current.edition, current.root)
    before = (packed[0] / f"{current.edition}.sqlite").stat()
    found = Search.open(edition, None)
    assert found.place == str(packed[0] / f"{current.edition}.sqlite")
    assert (packed[0] / f"{current.edition}.sqlite").stat().st_mtime_ns == before.st_mtime_ns, "made anew"
    found.close()


def test_the_bill_names_the_edition_by_its_id(small_edition: Path, tmp_path: Path) -> None:
    lay_edition(small_edition, tmp_path)
    assert edition_of(files_of(tmp_path)) == Shelf(small_edition).current().edition
    assert edition_of(["lamina", f"{INTERNAL}/settings.json"]) == ""


def test_a_shelf_without_an_edition_stops_the_package(tmp_path: Path) -> None:
    with pytest.raises(PackageFault, match="content build"):
        lay_edition(tmp_path, tmp_path / "folder")
