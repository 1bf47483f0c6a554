"""Asks of the folder of pictures and the cache that nothing torn, lost or stale is taken for whole."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

np = pytest.importorskip("numpy")

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "assets" / "anatomy"))
NAME = "set/picture"


@pytest.fixture
def kept(tmp_path: Path) -> Any:
    """A store that holds one picture and its mirror image."""
    store = import_module("store").Store(tmp_path)
    store.keep({"name": NAME, "hash": "1"}, np.zeros((8, 8, 4), np.float32), np.zeros((4, 4), np.uint8))
    store.keep_record({"name": "set/mirrored", "mirror_of": NAME})
    return store


def _again(store: Any) -> Any:
    return type(store)(store.out)


def test_what_was_kept_is_found_by_the_next_run(kept: Any) -> None:
    assert _again(kept).record(NAME) == {"name": NAME, "hash": "1"}
    assert _again(kept).mirror("set/mirrored") == {"name": "set/mirrored", "mirror_of": NAME}
    assert not list(kept.out.rglob("*.part"))


@pytest.mark.parametrize("ending", [".webp", ".mask.png", ".json"])
@pytest.mark.parametrize("left", [None, 0.0, 0.5])
def test_a_lost_or_torn_file_is_no_picture(kept: Any, ending: str, left: float | None) -> None:
    path = kept.out / f"{NAME}{ending}"
    data = path.read_bytes()
    path.unlink()
    if left is not None:
        path.write_bytes(data[: int(len(data) * left)])
    assert _again(kept).record(NAME) is None


def test_the_list_is_one_that_sha256sum_reads(kept: Any) -> None:
    command = ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"]
    assert subprocess.run(command, cwd=kept.out).returncode == 0
    (kept.out / f"{NAME}.webp").write_bytes(b"other")
    assert subprocess.run(command, cwd=kept.out, capture_output=True).returncode == 1


def test_what_left_the_catalogue_is_deleted_and_nothing_else(kept: Any) -> None:
    stranger = kept.out / "set" / "by-hand.webp"
    stranger.write_bytes(b"by hand")
    assert kept.drop_all_but([NAME]) == ["set/mirrored.json"]
    assert _again(kept).record(NAME) and stranger.exists()


def test_the_cache_forgets_only_what_nobody_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache: Any = import_module("cache")
    monkeypatch.setattr(cache.tempfile, "gettempdir", lambda: str(tmp_path))
    long_ago = time.time() - 2 * cache.WEEK
    for name in ("asked", "not-asked"):
        (cache.folder() / name).write_bytes(b"kept")
        os.utime(cache.folder() / name, (long_ago, long_ago))
    assert cache.found(cache.folder() / "asked") and not cache.found(cache.folder() / "never-made")
    assert cache.forget() == 4
    assert [path.name for path in cache.folder().iterdir()] == ["asked"]


def test_two_runs_may_make_the_same_at_once_and_a_stopped_one_leaves_nothing(tmp_path: Path) -> None:
    cache: Any = import_module("cache")
    kept = tmp_path / "L3.pickle"
    with cache.keeping(kept) as first, cache.keeping(kept) as second:
        first.write(b"same")
        second.write(b"same")
    with pytest.raises(KeyboardInterrupt), cache.keeping(tmp_path / "torn") as torn:
        torn.write(b"ha")
        raise KeyboardInterrupt
    assert [path.name for path in tmp_path.iterdir()] == [kept.name] and kept.read_bytes() == b"same"


def test_a_moved_border_or_another_edge_word_is_another_picture(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pytest.importorskip("bpy")
    develop: Any = import_module("drawing.develop")
    picture = next(p for p in import_module("catalogue").pictures() if not p.plan and not p.beside)
    part, grade = np.array([1, 1, 2], np.uint8), develop.Grade(0.25, 1)
    points, faces = np.eye(3, dtype=np.float32), np.array([[0, 1, 2]], np.int32)

    class Built:
        """A model of one triangle."""

        def take(self, *keys: str) -> list[Any]:
            solid: Any = import_module("geometry.solid").Solid
            return [solid("L4", "bone", points, faces, part=part, parts=("body", "spinous"))]

    first = develop.wanted_hash(picture, Built(), grade)
    assert develop.wanted_hash(picture, Built(), grade) == first
    part[0] = 2
    moved = develop.wanted_hash(picture, Built(), grade)
    assert moved != first
    monkeypatch.setitem(develop.LABELS, picture.camera, {"top": "feet"})
    assert develop.wanted_hash(picture, Built(), grade) != moved
