"""Draws triangles into depth, face and weight planes, orthographic; knows no light and no colour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from geometry.camera import Camera

F32 = NDArray[np.float32]


@njit(cache=True)
def _draw(points, faces, solid, depth, face, w0, w1):  # type: ignore[no-untyped-def]
    high, wide = depth.shape
    for f in range(faces.shape[0]):
        if not solid[f]:
            continue
        a, b, c = faces[f, 0], faces[f, 1], faces[f, 2]
        ax, ay, bx, by, cx, cy = (
            points[a, 0],
            points[a, 1],
            points[b, 0],
            points[b, 1],
            points[c, 0],
            points[c, 1],
        )
        area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay)
        if area >= 0:
            continue
        x0 = max(0, int(np.floor(min(ax, bx, cx) - 0.5)))
        x1 = min(wide - 1, int(np.ceil(max(ax, bx, cx) - 0.5)))
        y0 = max(0, int(np.floor(min(ay, by, cy) - 0.5)))
        y1 = min(high - 1, int(np.ceil(max(ay, by, cy) - 0.5)))
        for y in range(y0, y1 + 1):
            for x in range(x0, x1 + 1):
                px, py = x + 0.5, y + 0.5
                u = ((bx - px) * (cy - py) - (cx - px) * (by - py)) / area
                v = ((cx - px) * (ay - py) - (ax - px) * (cy - py)) / area
                w = 1.0 - u - v
                if u < -1e-6 or v < -1e-6 or w < -1e-6:
                    continue
                z = u * points[a, 2] + v * points[b, 2] + w * points[c, 2]
                if z > depth[y, x]:
                    depth[y, x], face[y, x], w0[y, x], w1[y, x] = z, f, u, v


@dataclass
class Planes:
    """What each pixel sees: `depth` mm (-inf where nothing), `face` (-1 where nothing) and its weights."""

    depth: F32
    face: NDArray[np.int32]
    w0: F32
    w1: F32
    faces: NDArray[np.int32]

    @property
    def seen(self) -> NDArray[np.bool_]:
        return np.asarray(self.face >= 0)

    def blend(self, values: F32, nothing: float = 0.0) -> F32:
        """A per-vertex value, (n,) or (n, k), carried to the pixels."""
        shape = self.face.shape + values.shape[1:]
        out = np.full(shape, nothing, np.float32)
        s = self.seen
        f = self.faces[self.face[s]]
        u, v = self.w0[s], self.w1[s]
        if values.ndim > 1:
            u, v = u[:, None], v[:, None]
        out[s] = values[f[:, 0]] * u + values[f[:, 1]] * v + values[f[:, 2]] * (1 - u - v)
        return out


def draw(
    points: NDArray[np.floating[Any]],
    faces: NDArray[np.int32],
    camera: Camera,
    size: tuple[int, int],
    solid: NDArray[np.bool_] | None = None,
) -> Planes:
    """Project and draw closed, outward meshes at `size` (wide, high) pixels; only faces marked `solid`."""
    wide, high = size
    depth = np.full((high, wide), -np.inf, np.float32)
    face = np.full((high, wide), -1, np.int32)
    w0, w1 = np.zeros((high, wide), np.float32), np.zeros((high, wide), np.float32)
    marked = np.ones(len(faces), np.bool_) if solid is None else solid
    _draw(camera.project(points, size), faces, marked, depth, face, w0, w1)
    return Planes(depth, face, w0, w1, faces)
