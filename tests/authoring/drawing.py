"""Draws the pictures of the small sources, with masks and entries as docs/format.md asks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

SOURCES = Path(__file__).parent / "sources"


def draw_pictures(folder: Path) -> Path:
    """``mini/plain``, ``mini/right`` and its mirror image ``mini/left``, and a turn; returns ``folder``."""
    place = folder / "mini"
    place.mkdir(parents=True, exist_ok=True)
    _draw(place, "plain", "", {"L4-L5.disc": 9})
    for frame in range(3):
        _draw(place, f"turn-{frame:03d}", "", {"L4.body": 20 + frame})
    right = _draw(place, "right", "right", {"L4.lamina.right": 7})
    left = {"name": "mini/left", "mirror_of": "mini/right"}
    (place / "left.json").write_text(json.dumps(left), "utf-8")
    assert right["side"] == "right"
    return folder


def _draw(place: Path, name: str, side: str, codes: dict[str, int]) -> dict[str, Any]:
    """A red box right of the middle on nothing: x 1200..1400, y 300..500 of 1920 x 1440."""
    master = Image.new("RGBA", (1920, 1440), (0, 0, 0, 0))
    red = (200, 40, 30 + next(iter(codes.values())), 255)  # no two pictures alike
    ImageDraw.Draw(master).rectangle((1200, 300, 1399, 499), fill=red)
    master.save(place / f"{name}.webp", lossless=True)
    mask = Image.new("L", (960, 720), 0)
    ImageDraw.Draw(mask).rectangle((600, 150, 699, 249), fill=next(iter(codes.values())))
    mask.save(place / f"{name}.mask.png")
    (region,) = codes
    x0, x1, y0, y1 = 1200 / 1920, 1400 / 1920, 300 / 1440, 500 / 1440
    entry = {
        "name": f"mini/{name}",
        "camera": "test",
        "side": side,
        "level": "L4",
        "layers": ["bone"],
        "size": [1920, 1440],
        "safe": [132, 0, 1656, 1440],
        "focus": [900, 200, 900, 600],
        "codes": codes,
        "outlines": {region: [[x0, y0, x1, y0, x1, y1, x0, y1]]},
        "anchors": {region: [(x0 + x1) / 2, (y0 + y1) / 2]},
        "labels": {"left": "your_left", "right": "your_right", "top": "head", "bottom": "feet"},
        "key": ["removed"],
        "mirror_of": "",
        "flip": False,
        "made_by": "tests",
        "hash": "",
    }
    (place / f"{name}.json").write_text(json.dumps(entry), "utf-8")
    return entry
