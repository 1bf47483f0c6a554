"""Masters into renditions: sizes, mirror images, flips, masks and shadows, on real pixels."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from PIL import Image

from kiosk.authoring.around import Around, Known
from kiosk.authoring.draft import Draft
from kiosk.authoring.findings import AuthoringError
from kiosk.authoring.kinds import compile_page
from kiosk.authoring.pictures import Catalogue, Role
from kiosk.authoring.sources import read_sources
from kiosk.content.codec import write_page
from kiosk.content.outlines import RINGS, read_outlines
from kiosk.content.records import Diagram, Rendition
from kiosk.machine import paths
from tests.authoring.drawing import draw_pictures

RED = (200, 40, 30)


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    made = Catalogue(draw_pictures(tmp_path / "pictures"), tmp_path / "cache")
    made.prepare(["mini/right", "mini/left"], lambda done, of: None, workers=1)
    return made


def image(catalogue: Catalogue, name: str, role: str) -> Image.Image:
    (sha,) = (r.blob for r in catalogue.renditions(name) if r.role == role)
    return Image.open(io.BytesIO(catalogue.blobs[sha].read_bytes()))


def reddest(picture: Image.Image) -> tuple[float, float]:
    """The middle of what is opaque, as fractions."""
    box = picture.getchannel("A").point(lambda value: 255 if value > 200 else 0).getbbox()
    assert box
    return (box[0] + box[2]) / 2 / picture.width, (box[1] + box[3]) / 2 / picture.height


def test_every_size_is_made(catalogue: Catalogue) -> None:
    sizes = {r.role: (r.width, r.height) for r in catalogue.renditions("mini/right")}
    assert sizes == {"stage": (1104, 960), "half": (736, 640), "card": (600, 400), "mask": (552, 480)}
    for role, size in sizes.items():
        assert image(catalogue, "mini/right", role).size == size


def test_outline_mask_and_pixels_lie_on_each_other(catalogue: Catalogue) -> None:
    for name in ("mini/right", "mini/left"):
        shown = catalogue.shown(name)
        assert shown
        (outline,) = next(iter(shown.outlines.values()))
        across = sum(outline[::2]) / 4
        mask = image(catalogue, name, "mask")
        box = mask.getbbox()
        assert box and set(mask.getcolors() or []) >= {(mask.width * mask.height - _inside(mask), 0)}
        assert (box[0] + box[2]) / 2 / mask.width == pytest.approx(across, abs=0.004)
        assert reddest(image(catalogue, name, "stage"))[0] == pytest.approx(across, abs=0.004)


def test_outlines_and_extents_are_those_of_the_box_that_was_drawn(catalogue: Catalogue) -> None:
    side, wide, high = 200, 1656, 1440  # pixels of the master: the box, and the safe middle the stage shows
    for name, region in (("mini/right", "L4.lamina.right"), ("mini/left", "L4.lamina.left")):
        shown = catalogue.shown(name)
        assert shown
        area, thick = shown.extents[region]
        assert area == pytest.approx(side * side / (wide * high), rel=0.005)
        assert thick == pytest.approx(side / 2 / wide, rel=0.005)
        kept = read_outlines(catalogue.blobs[catalogue.outlines(name)].read_bytes())
        assert kept == {7: shown.outlines[region]}
    assert catalogue.outlines("mini/right") != catalogue.outlines("mini/left")


def test_a_card_of_two_subjects_from_one_place_must_show_the_right_one(tmp_path: Path) -> None:
    folder = draw_pictures(tmp_path / "pictures")
    path = folder / "mini" / "right.json"
    entry = json.loads(path.read_text("utf-8"))
    entry["labels"] = {"left": "back", "right": "front", "left_half": "healthy", "right_half": "worn"}
    for x, sound in ((0, False), (entry["size"][0] // 2, True)):
        entry["focus"][0] = x
        path.write_text(json.dumps(entry), "utf-8")
        told = [one.message for one in Catalogue(folder).findings]
        assert told == ([] if sound else ["the entry's focus is missing or wrong"])


def test_outlines_beyond_their_caps_stop_the_build_in_words(tmp_path: Path) -> None:
    folder = draw_pictures(tmp_path / "pictures")
    path = folder / "mini" / "right.json"
    entry = json.loads(path.read_text("utf-8"))
    entry["outlines"]["L4.lamina.right"] *= RINGS + 1
    path.write_text(json.dumps(entry), "utf-8")
    with pytest.raises(AuthoringError, match="mini/right: its outlines: 7: 65 polygons"):
        Catalogue(folder, tmp_path / "cache").prepare(["mini/right"], lambda done, of: None, workers=1)


@pytest.mark.parametrize("name", ["mini/right.webp", "mini/right.mask.png"])
@pytest.mark.parametrize("share", [0.0, 0.1, 0.9])
def test_a_torn_file_stops_the_build_by_name(tmp_path: Path, name: str, share: float) -> None:
    folder = draw_pictures(tmp_path / "pictures")
    data = (folder / name).read_bytes()
    (folder / name).write_bytes(data[: int(len(data) * share)])
    with pytest.raises(AuthoringError, match=f"{name}: the picture is torn or not a picture"):
        Catalogue(folder, tmp_path / "cache").prepare(["mini/left"], lambda done, of: None, workers=1)


def test_the_low_back_with_all_its_shots_stays_a_small_page() -> None:
    sources = read_sources(paths.SOURCES)
    known = Known(sources, {}, Catalogue(paths.PICTURES), date.today())
    for language in sources.languages:
        page = compile_page(Draft(sources.topics["low-back-diagram"], language, Around(known)))
        assert isinstance(page, Diagram)
        frames = {frame for view in page.views for frame in view.frames}
        shots = [picture for picture in page.pictures if picture.name not in frames]
        fullest = max(shots, key=lambda picture: len(picture.regions))
        sizes = tuple(Rendition(blob="a" * 64, width=1104, height=960, role=role) for role in get_args(Role))
        heavy = replace(fullest, renditions=sizes, outlines="b" * 64)
        turning = [picture for picture in page.pictures if picture.name in frames]
        assert len(heavy.regions) > 40 and len(turning) == 36
        most = [replace(heavy, name=f"{heavy.name}-{number}") for number in range(48)]
        assert len(write_page(replace(page, pictures=(*most, *turning)))) < 400_000


def _inside(mask: Image.Image) -> int:
    return sum(count for count, value in mask.getcolors() or [] if value)


def test_a_mirror_image_changes_sides_in_names_and_pixels(catalogue: Catalogue) -> None:
    right, left = catalogue.shown("mini/right"), catalogue.shown("mini/left")
    assert right and left
    assert (right.side, left.side) == ("right", "left")
    assert list(left.codes) == ["L4.lamina.left"] and left.codes["L4.lamina.left"] == 7
    assert left.labels == {"left": "your_left", "right": "your_right", "top": "head", "bottom": "feet"}
    assert left.anchors["L4.lamina.left"][0] == pytest.approx(
        1 - right.anchors["L4.lamina.right"][0], abs=1e-3
    )


def test_a_flipped_picture_turns_and_keeps_the_names_of_its_parts(tmp_path: Path) -> None:
    folder = draw_pictures(tmp_path / "pictures")
    path = folder / "mini" / "right.json"
    entry = json.loads(path.read_text("utf-8")) | {"flip": True}
    path.write_text(json.dumps(entry), "utf-8")
    catalogue = Catalogue(folder, tmp_path / "cache")
    catalogue.prepare(["mini/right"], lambda done, of: None, workers=1)
    shown = catalogue.shown("mini/right")
    assert shown and list(shown.codes) == ["L4.lamina.right"] and shown.side == "right"
    assert shown.labels["left"] == "your_right"
    assert reddest(image(catalogue, "mini/right", "stage"))[0] < 0.5


def test_the_words_under_two_halves_turn_with_the_picture(tmp_path: Path) -> None:
    folder = draw_pictures(tmp_path / "pictures")
    path = folder / "mini" / "right.json"
    entry = json.loads(path.read_text("utf-8"))
    entry["labels"] = {"left_half": "healthy", "right_half": "worn"}
    path.write_text(json.dumps(entry), "utf-8")
    straight = Catalogue(folder, tmp_path / "cache").shown("mini/right")
    path.write_text(json.dumps(entry | {"flip": True}), "utf-8")
    turned = Catalogue(folder, tmp_path / "cache").shown("mini/right")
    assert straight and straight.labels == {"left_half": "healthy", "right_half": "worn"}
    assert turned and turned.labels == {"left_half": "worn", "right_half": "healthy"}


def test_the_shadow_falls_down_and_to_the_right(catalogue: Catalogue) -> None:
    stage = image(catalogue, "mini/right", "stage")
    alpha = stage.getchannel("A")
    box = alpha.point(lambda value: 255 if value > 200 else 0).getbbox()
    assert box
    middle = (box[0] + box[2]) // 2, (box[1] + box[3]) // 2
    pixels = np.asarray(stage)
    below, above = pixels[box[3] + 12, middle[0]], pixels[box[1] - 12, middle[0]]
    assert int(below[3]) > int(above[3]) + 20
    assert below[:3].max() < 40
    assert pixels[2, 2, 3] == 0


def test_an_entry_that_names_the_wrong_picture_is_a_finding(tmp_path: Path) -> None:
    folder = draw_pictures(tmp_path / "pictures")
    (folder / "mini" / "plain.json").write_text('{"name": "mini/other"}', "utf-8")
    catalogue = Catalogue(folder)
    assert [found.file for found in catalogue.findings] == ["pictures/mini/plain.json"]
    assert "mini/plain" not in catalogue
