"""Draws solids in seconds with a plain light, for shape rounds; makes no picture that ships.

`python preview.py OUT.png KEY ...` draws solids of the model from six sides (`L4`, `L4+hemilaminectomy`).
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage as ndi

from drawing import raster
from drawing.scene import TISSUES
from geometry.camera import Camera
from geometry.solid import Solid, normals

SIDES: dict[str, tuple[tuple[float, float, float], tuple[float, float, float]]] = {
    "behind": ((0, -1, 0.02), (0, 0, 1)),
    "right": ((1, 0, 0), (0, 0, 1)),
    "front": ((0, 1, 0.05), (0, 0, 1)),
    "oblique": ((1, -0.7, 0.35), (0, 0, 1)),
    "above": ((0, -0.1, 1), (0, 1, 0)),
    "feet": ((0, -0.1, -1), (0, 1, 0)),
}
WALL = np.array([0.06, 0.30, 0.33], np.float32)
KEY, FILL = np.array([-0.5, 0.62, 0.6]), np.array([0.8, 0.1, 0.6])


def _paint(solid: Solid) -> NDArray[np.float32]:
    if solid.colour is not None:
        return solid.colour
    tone = [int(TISSUES[solid.tissue].colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return np.tile(np.asarray(tone, np.float32) ** 2.2, (len(solid.v), 1))


def view(solids: Sequence[Solid], camera: Camera, size: tuple[int, int] = (720, 540)) -> NDArray[np.uint8]:
    """One picture of `solids`, (high, wide, 3): lit from the upper left, hollows darkened by their depth."""
    ends = np.cumsum([0, *(len(s.v) for s in solids)])
    points = np.concatenate([s.v for s in solids]).astype(np.float32)
    faces = np.concatenate([s.f + n for s, n in zip(solids, ends, strict=False)]).astype(np.int32)
    clear = np.concatenate([s.fade if s.fade is not None else np.ones(len(s.v), np.float32) for s in solids])
    planes = raster.draw(points, faces, camera, size, clear[faces].min(1) > 0.4)
    normal = planes.blend(normals(points, faces) @ camera.axes().T.astype(np.float32))
    normal /= np.maximum(np.linalg.norm(normal, axis=-1, keepdims=True), 1e-6)
    paint = planes.blend(np.concatenate([_paint(s) for s in solids]))
    light = 0.26 + 0.75 * np.clip(normal @ (KEY / np.linalg.norm(KEY)), 0, 1)
    light += 0.22 * np.clip(normal @ (FILL / np.linalg.norm(FILL)), 0, 1)
    depth = np.where(planes.seen, planes.depth, planes.depth[planes.seen].min() if planes.seen.any() else 0)
    sunk = ndi.gaussian_filter(depth, size[0] / 60) - depth
    light *= np.clip(1 - 0.055 * np.clip(sunk, 0, 12), 0.4, 1)
    out = np.where(planes.seen[..., None], paint * light[..., None], WALL**2.2)
    return np.asarray(np.clip(out, 0, 1) ** (1 / 2.2) * 255, np.uint8)


def sheet(solids: Sequence[Solid], path: Path, width: float = 0, sides: Sequence[str] = tuple(SIDES)) -> None:
    """Write one PNG with `solids` from each of `sides`, three in a row; `width` mm span a picture."""
    low = np.min([s.v.min(0) for s in solids], 0)
    high = np.max([s.v.max(0) for s in solids], 0)
    centre = (low + high) / 2
    span = width or float((high - low).max()) * 1.36
    views = [
        view(solids, Camera((centre[0], centre[1], centre[2]), SIDES[n][0], span, SIDES[n][1])) for n in sides
    ]
    views += [np.zeros_like(views[0])] * (-len(views) % 3)
    rows = [np.concatenate(views[i : i + 3], 1) for i in range(0, len(views), 3)]
    Image.fromarray(np.concatenate(rows, 0)).save(path)


def main() -> None:
    from model import model

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("keys", nargs="+", metavar="key")
    asked = parser.parse_args()
    try:
        solids = model(0.7).take(*asked.keys)
    except KeyError as key:
        parser.error(f"no group of the model makes {key}; groups/*.py list theirs in KEYS")
    sheet(solids, asked.out)


if __name__ == "__main__":
    main()
