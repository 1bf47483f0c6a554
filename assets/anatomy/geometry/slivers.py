"""Meshes a field without needle-thin triangles; knows no anatomy.

Where a surface passes close by a node of its grid, marching cubes leave triangles of next to no area. Raised
fibres turn them over, and a renderer that weighs a corner's normal by its angle then shows a dark or bright
speck there.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage as ndi

from geometry.field import Field

F32 = NDArray[np.float32]
Faces = NDArray[np.int32]
OFF = 0.04  # of a cell, that a surface keeps from every node of its grid


def even_surface(field: Field, blur: float) -> tuple[F32, Faces]:
    """`Field.surface` moved off the grid's nodes, by less than a fiftieth of a millimetre in the pictures."""
    even = field.like()
    even.d = ndi.gaussian_filter(field.d, blur) if blur else field.d.copy()
    off = np.float32(OFF * field.h)
    even.d = np.where(np.abs(even.d) < off, np.where(even.d < 0, -off, off), even.d)
    return even.surface(0)


def turned_over(v: F32, f: Faces) -> int:
    """How many vertices a normal weighted by corner angles would show wrong by more than 25 degrees."""
    a = v[f].astype(float)
    ways = [a[:, (i + 1) % 3] - a[:, i] for i in range(3)]
    long = [np.maximum(np.linalg.norm(w, axis=1, keepdims=True), 1e-12) for w in ways]
    area = np.cross(ways[0], -ways[2])
    unit = area / np.maximum(np.linalg.norm(area, axis=1, keepdims=True), 1e-12)
    by_angle, by_area = np.zeros((2, len(v), 3))
    for i in range(3):
        before = (i + 2) % 3
        angle = np.arccos(np.clip(-(ways[i] / long[i] * ways[before] / long[before]).sum(1), -1, 1))
        for k in range(3):
            by_angle[:, k] += np.bincount(f[:, i], angle * unit[:, k], len(v))
            by_area[:, k] += np.bincount(f[:, i], area[:, k], len(v))
    size = np.linalg.norm(by_angle, axis=1) * np.linalg.norm(by_area, axis=1)
    return int(((by_angle * by_area).sum(1) < 0.9 * size).sum())
