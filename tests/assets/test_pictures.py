"""Asks of the picture files what docs/format.md promises of them; needs no Blender and makes no picture."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageFilter

PICTURES = Path(__file__).resolve().parents[2] / "assets" / "pictures"
TISSUES = {
    "bone",
    "disc",
    "nerve",
    "cord",
    "ligament",
    "muscle",
    "removed",
    "skin",
    "metal",
    "graft",
    "tumor",
}
WORDS = {"your_left", "your_right", "front", "back", "head", "feet"}
HALVES = {"left_half", "right_half"}
FIRST = {"healthy", "grade_one"}  # what the left half may be called
LIMIT = 80 * 1024 * 1024

Mask = NDArray[np.uint8]
Plane = NDArray[Any]


def _entries() -> dict[str, dict[str, Any]]:
    found = {}
    for path in sorted(PICTURES.rglob("*.json")):
        entry = json.loads(path.read_text("utf-8"))
        if entry.get("made_by") == "assets/anatomy":
            found[path.relative_to(PICTURES).with_suffix("").as_posix()] = entry
    return found


ENTRIES = _entries()
DRAWN = sorted(name for name, entry in ENTRIES.items() if not entry["mirror_of"])
STILLS = [name for name in DRAWN if ENTRIES[name]["codes"]]
FRAMES = [name for name in DRAWN if re.search(r"turn-\d+$", name)]
MIRRORED = sorted(name for name, entry in ENTRIES.items() if entry["mirror_of"])


def _mask(name: str) -> Mask:
    with Image.open(PICTURES / f"{name}.mask.png") as image:
        assert image.mode == "L", f"{name}: the mask is {image.mode}, not 8-bit grey"
        return np.asarray(image)


def _filled(lines: list[list[float]], width: int, height: int) -> NDArray[np.bool_]:
    """Even-odd fill at pixel centres: count the edges crossed to the left of each."""
    crossings = np.zeros((height, width + 1), np.int32)
    for line in lines:
        points = np.array(line).reshape(-1, 2) * (width, height)
        for (x0, y0), (x1, y1) in zip(points, np.roll(points, -1, axis=0), strict=True):
            rows = np.arange(np.ceil(min(y0, y1) - 0.5), np.ceil(max(y0, y1) - 0.5)).astype(int)
            rows = rows[(rows >= 0) & (rows < height)]
            if len(rows):
                across = x0 + (rows + 0.5 - y0) * (x1 - x0) / (y1 - y0)
                columns = np.clip(np.ceil(across - 0.5), 0, width).astype(int)
                np.add.at(crossings, (rows, columns), 1)
    return (np.cumsum(crossings, axis=1)[:, :width] % 2).astype(bool)


def test_every_file_is_the_one_that_was_made() -> None:
    listed = {}
    for line in (PICTURES / "SHA256SUMS").read_text("utf-8").splitlines():
        digest, _, file = line.partition("  ")
        listed[file] = digest
    made = {f"{name}{end}" for name in DRAWN for end in (".webp", ".mask.png", ".json")}
    made |= {f"{name}.json" for name in MIRRORED}
    assert sorted(listed) == sorted(made)
    for file, digest in listed.items():
        assert hashlib.sha256((PICTURES / file).read_bytes()).hexdigest() == digest, file


def test_the_first_subject_has_its_pictures() -> None:
    for step in (
        "03-cut",
        "04-muscle",
        "05-bone-before",
        "05-bone-plan",
        "05-bone-after",
        "06-nerve",
        "07-closing",
    ):
        assert f"hemilaminectomy/{step}-right" in DRAWN
        assert f"hemilaminectomy/{step}-left" in MIRRORED
    for view in ("oblique", "lateral", "posterior"):
        assert f"lumbar/{view}" in DRAWN


@pytest.mark.parametrize("name", DRAWN)
def test_files_and_catalogue_agree_on_name_and_size(name: str) -> None:
    entry = ENTRIES[name]
    assert entry["name"] == name
    with Image.open(PICTURES / f"{name}.webp") as master:
        assert list(master.size) == entry["size"]
        assert master.mode == "RGBA", "the wall is drawn by the kiosk: a master needs its alpha"
    height, width = _mask(name).shape
    assert [width * 2, height * 2] == entry["size"]
    x, y, wide, high = entry["focus"]
    assert wide * 2 == high * 3, "a card's crop is 3:2"
    assert x >= 0 and y >= 0 and x + wide <= entry["size"][0] and y + high <= entry["size"][1]


@pytest.mark.parametrize("name", STILLS)
def test_the_mask_holds_the_catalogues_codes_and_no_others(name: str) -> None:
    entry = ENTRIES[name]
    assert set(np.unique(_mask(name))) - {0} == set(entry["codes"].values())
    assert entry["codes"].keys() == entry["outlines"].keys() == entry["anchors"].keys()


@pytest.mark.parametrize("name", sorted(set(DRAWN) - set(STILLS)))
def test_only_a_frame_of_a_turn_has_nothing_to_touch(name: str) -> None:
    assert name in FRAMES
    assert not ENTRIES[name]["outlines"] and not _mask(name).any()


def test_a_turn_has_every_frame() -> None:
    turns: dict[str, list[int]] = {}
    for name in FRAMES:
        stem, number = name.rsplit("-", 1)
        turns.setdefault(stem, []).append(int(number))
    assert turns
    for stem, numbers in turns.items():
        assert sorted(numbers) == list(range(len(numbers))), stem


@pytest.mark.parametrize("name", STILLS)
def test_every_outline_fits_its_region(name: str) -> None:
    mask = _mask(name)
    height, width = mask.shape
    for region, lines in ENTRIES[name]["outlines"].items():
        inside = _filled(lines, width, height)
        truth = mask == ENTRIES[name]["codes"][region]
        agreement = (inside & truth).sum() / (inside | truth).sum()
        assert agreement >= 0.95, f"{region}: outline and mask agree by {agreement:.3f} only"


@pytest.mark.parametrize("name", STILLS)
def test_an_anchor_lies_in_its_own_region(name: str) -> None:
    mask = _mask(name)
    height, width = mask.shape
    for region, (x, y) in ENTRIES[name]["anchors"].items():
        assert mask[int(y * height), int(x * width)] == ENTRIES[name]["codes"][region], region


@pytest.mark.parametrize("name", [n for n in DRAWN if ENTRIES[n]["labels"].get("left") == "your_left"])
def test_from_behind_the_patients_left_is_on_the_pictures_left(name: str) -> None:
    mask, codes = _mask(name), ENTRIES[name]["codes"]
    assert ENTRIES[name]["labels"]["right"] == "your_right"
    pairs = [region for region in codes if region.endswith(".right") and region[:-5] + "left" in codes]
    for right in pairs:
        middle = {side: np.nonzero(mask == codes[right[:-5] + side])[1].mean() for side in ("left", "right")}
        assert middle["left"] < middle["right"], right[:-6]


@pytest.mark.parametrize("name", DRAWN)
def test_labels_and_key_use_the_agreed_words(name: str) -> None:
    labels = ENTRIES[name]["labels"]
    assert {word for edge, word in labels.items() if edge not in HALVES} <= WORDS
    assert not HALVES & labels.keys() or (labels["left_half"] in FIRST and labels["right_half"])
    assert set(ENTRIES[name]["key"]) <= TISSUES
    assert set(ENTRIES[name]["tissues"].values()) <= TISSUES
    assert ENTRIES[name]["tissues"].keys() == ENTRIES[name]["codes"].keys()
    grafts = {
        tissue
        for region, tissue in ENTRIES[name]["tissues"].items()
        if region.startswith(("graft", "bridge"))
    }
    assert grafts <= {"graft"}, "not of the disc whose place it takes"


@pytest.mark.parametrize("name", STILLS)
def test_half_clear_edges_are_no_lighter_than_what_they_edge(name: str) -> None:
    with Image.open(PICTURES / f"{name}.webp") as master:
        pixels = np.asarray(master.resize((960, 720), Image.Resampling.BOX), np.float32) / 255
    alpha, light = pixels[..., 3], pixels[..., :3].mean(-1)
    edge, solid = (alpha > 0.1) & (alpha < 0.9), alpha > 0.98
    near = _lighter(edge, solid, light, 4)
    if near.size:
        assert near.mean() < 0.045, "a pale fringe would show on the dark wall"
    else:  # what fades as an oval has nothing solid right beside its edge
        assert _lighter(edge, solid, light, 12).mean() < 0.06, "a pale fringe would show on the dark wall"


def _lighter(edge: Plane, solid: Plane, light: Plane, reach: int) -> Plane:
    """How much lighter edges are than what is solid up to `reach` pixels from them."""
    share = _blurred(solid, reach)
    beside = _blurred(light * solid, reach) / np.maximum(share, 1e-3)
    # an edge of something solid; what fades out at a frame may be bright itself
    return (light - beside)[edge & (share > 0.05)]


def _blurred(plane: Plane, reach: int) -> Plane:
    """A plane 0..1, each pixel the mean of those up to `reach` pixels beside and above it."""
    grey = Image.fromarray((plane * 255).astype(np.uint8), "L")
    return np.asarray(grey.filter(ImageFilter.BoxBlur(reach)), np.float32) / 255


@pytest.mark.parametrize("name", MIRRORED)
def test_a_mirror_image_names_a_drawn_picture_of_the_other_side(name: str) -> None:
    entry = ENTRIES[name]
    source = ENTRIES[entry["mirror_of"]]
    assert not source["mirror_of"]
    assert {entry["side"], source["side"]} == {"left", "right"}
    assert not (PICTURES / f"{name}.webp").exists()


@pytest.mark.parametrize("name", [n for n in DRAWN if HALVES & ENTRIES[n]["labels"].keys()])
def test_what_stands_side_by_side_is_one_place_healthy_and_ill(name: str) -> None:
    """Both halves show the same discs, from the same side; the ill half differs from the healthy one."""
    mask, codes = _mask(name), ENTRIES[name]["codes"]
    halves = np.split(mask, 2, axis=1)
    seen = [{code for code in np.unique(half) if code} for half in halves]
    assert codes["L4-L5.disc"] in seen[0] & seen[1]
    assert len(seen[0] & seen[1]) > 0.8 * len(seen[0] | seen[1])
    assert (halves[0] != halves[1]).mean() > 0.01
    if ENTRIES[name]["camera"] == "feet-pair":
        for half in halves:
            right, left = (
                np.nonzero(half == codes[f"L4.root.{side}"])[1].mean() for side in ("right", "left")
            )
            assert right < left, "seen from the feet, the patient's right is on the picture's left"


def test_the_plans_take_least_middle_and_most_bone() -> None:
    """Counts the coral of the bone to be taken, which nothing else in these pictures wears."""
    areas = []
    for operation in ("laminotomy", "hemilaminectomy", "laminectomy"):
        with Image.open(next((PICTURES / "compare").glob(f"{operation}-plan*.webp"))) as master:
            red, green, blue, alpha = np.moveaxis(np.asarray(master.resize((960, 720)), np.float32), -1, 0)
        areas.append(int(((red > 1.75 * green) & (red > 1.75 * blue) & (red > 110) & (alpha > 200)).sum()))
    assert areas[0] > 2000, areas
    assert areas[0] * 1.1 < areas[1] < areas[2] / 1.5, areas


def test_the_whole_set_stays_small() -> None:
    assert sum(path.stat().st_size for path in PICTURES.rglob("*") if path.is_file()) < LIMIT
