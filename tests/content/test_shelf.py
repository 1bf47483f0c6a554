"""Several editions on one shelf: what is kept, what is forgotten, and what a damaged one may not cost."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.content.errors import BrokenEdition
from kiosk.content.manifest import FORMAT, Root
from kiosk.content.records import Menu, Review
from kiosk.content.shelf import Shelf, is_edition_id, root_name
from kiosk.content.verify import verify
from kiosk.content.writer import EditionWriter

REVIEW = Review(sample=True, state="draft")
HOME = Menu(topic="home", language="en", title="Home", review=REVIEW, doors=())
ASIDE = Menu(topic="aside", language="en", title="Aside", review=REVIEW, doors=())
FIRST, SECOND, THIRD = "2026-11-01-00000001", "2026-11-02-00000002", "2026-11-03-00000003"


def put(shelf: Shelf, edition: str, *menus: Menu) -> str:
    """Write an edition of these menus onto the shelf; returns its root's sha256."""
    writer = EditionWriter(shelf.folder)
    for menu in menus:
        writer.topic([menu], "draft")
    head = Root(
        format=FORMAT,
        edition=edition,
        title={"en": "One"},
        sample=True,
        built="",
        languages=("en",),
        home="home",
    )
    return writer.finish(head, {"en": {"back": "Back"}}, {"en": {"name": "C"}}, root_name(edition))


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "shelf")


def test_an_empty_shelf_keeps_nothing_and_points_nowhere(shelf: Shelf) -> None:
    assert shelf.kept() == []
    with pytest.raises(BrokenEdition, match="missing"):
        shelf.current()


def test_the_current_edition_is_the_one_the_pointer_names(shelf: Shelf) -> None:
    roots = {name: put(shelf, name, HOME) for name in (FIRST, SECOND)}
    shelf.show(FIRST, roots[FIRST])
    assert shelf.candidate("installed").open().id == FIRST
    shelf.show(SECOND, roots[SECOND])
    assert shelf.candidate("installed").open().id == SECOND
    assert shelf.kept() == [FIRST, SECOND]


def test_what_two_editions_share_lies_there_once_and_outlives_either(shelf: Shelf) -> None:
    put(shelf, FIRST, HOME, ASIDE)
    put(shelf, SECOND, replace(HOME, title="New"), ASIDE)
    shared = set(shelf.open(FIRST).used_blobs()) & set(shelf.open(SECOND).used_blobs())
    assert shelf.open(FIRST).topic("aside").pages["en"] in shared
    gone = shelf.forget_all_but([SECOND])
    assert gone == 2, "the first edition's home page and the shard that listed it"
    assert shelf.kept() == [SECOND] and shared <= set(shelf.blobs)
    assert verify(shelf.open(SECOND)).topics == 2


def test_blobs_no_edition_uses_go_with_the_next_forgetting(shelf: Shelf) -> None:
    put(shelf, FIRST, HOME)
    stray = shelf.blobs.add(b"left by a build that was stopped")
    assert shelf.forget_all_but([FIRST]) == 1 and stray not in shelf.blobs


def test_nothing_is_removed_while_a_kept_edition_cannot_be_read(shelf: Shelf) -> None:
    put(shelf, FIRST, HOME)
    put(shelf, SECOND, ASIDE, HOME)
    put(shelf, THIRD, replace(HOME, title="New"))
    (shard,) = set(shelf.open(SECOND).root.shards.values()) - set(shelf.open(FIRST).root.shards.values())
    shelf.blobs.path(shard).write_bytes(b"{}")
    before = set(shelf.blobs)
    with pytest.raises(BrokenEdition):
        shelf.forget_all_but([SECOND, THIRD])
    assert shelf.kept() == [FIRST, SECOND, THIRD] and set(shelf.blobs) == before


def test_nothing_is_removed_to_keep_an_edition_that_is_not_here(shelf: Shelf) -> None:
    put(shelf, FIRST, HOME)
    before = set(shelf.blobs)
    for name in (SECOND, "generated"):
        with pytest.raises(BrokenEdition, match="missing"):
            shelf.forget_all_but([name])
    assert shelf.kept() == [FIRST] and set(shelf.blobs) == before


def test_a_file_that_is_no_root_by_its_name_is_no_edition(shelf: Shelf) -> None:
    put(shelf, FIRST, HOME)
    for name in ("notes.json", "2026-11-01-0000000g.json", f"{SECOND}.sqlite", f".{SECOND}.json"):
        (shelf.folder / name).write_text("{}", "utf-8")
    assert shelf.kept() == [FIRST]
    assert not is_edition_id("../2026-11-01-00000001") and is_edition_id(FIRST)


def test_digits_of_another_script_name_no_edition() -> None:
    assert is_edition_id("2026-12-01-00000001")
    assert not is_edition_id("２０２６-12-01-00000001")
