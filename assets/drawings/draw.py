"""Turns our flat drawings of people (SVG, by hand) into pictures of the catalogue; knows no spine model.

Run: python assets/drawings/draw.py [name ...]. Each drawing of drawings.json becomes a 1920x1440 WebP with a
clear background, an empty mask (a drawing of people has no parts to touch) and its catalogue entry, as
docs/format.md section 2 lays them down.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QRectF
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

HERE = Path(__file__).resolve().parent
PICTURES = HERE.parent / "pictures"
WIDTH, HEIGHT = 1920, 1440
SAFE = [132, 0, 1656, 1440]
QUALITY = 92


def draw(stem: str, entry: dict[str, object]) -> Path:
    """Draws one SVG; returns the master's path. Raises ValueError when the SVG cannot be read."""
    source = HERE / f"{stem}.svg"
    renderer = QSvgRenderer(str(source))
    if not renderer.isValid():
        raise ValueError(f"{source.name} is not a drawing that can be read: check its XML")
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(0, 0, WIDTH, HEIGHT))
    painter.end()
    master = (PICTURES / str(entry["name"])).with_suffix(".webp")
    master.parent.mkdir(parents=True, exist_ok=True)
    image.save(str(master), "webp", QUALITY)
    mask = QImage(WIDTH // 2, HEIGHT // 2, QImage.Format.Format_Grayscale8)
    mask.fill(0)
    mask.save(str(master.with_suffix(".mask.png")))
    catalogue = {
        "name": entry["name"], "camera": "drawing", "side": "", "level": "", "layers": [],
        "size": [WIDTH, HEIGHT], "safe": SAFE, "focus": entry["focus"],
        "codes": {}, "outlines": {}, "anchors": {},
        "labels": {}, "key": [], "mirror_of": "", "flip": False, "made_by": "assets/drawings",
        "hash": hashlib.sha256(source.read_bytes()).hexdigest(),
    }  # fmt: skip
    master.with_suffix(".json").write_text(json.dumps(catalogue, indent=1) + "\n", encoding="utf-8")
    return master


def main(names: list[str]) -> int:
    """Draws the named drawings, or all of them."""
    app = QGuiApplication.instance() or QGuiApplication([])
    listed: dict[str, dict[str, object]] = json.loads((HERE / "drawings.json").read_text(encoding="utf-8"))
    for stem in names or sorted(listed):
        print(draw(stem, listed[stem]).relative_to(PICTURES))
    del app
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
