"""Draws bundles of muscle fibres on a mesh: cells drawn out along the fibres; knows no anatomy."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

F32 = NDArray[np.float32]
TAPER = 4.0


@dataclass(frozen=True)
class Cells:
    """What each point knows of its own bundle: `edge` mm to the next one, `tone` a chance number -1..1."""

    edge: F32
    tone: F32

    def seam(self, width: float) -> F32:
        """1 between two bundles, nothing from about `width` mm on."""
        return np.asarray(np.exp(-((self.edge / width) ** 2)), np.float32)


@njit(cache=True)
def _chance(a, b, c, seed):  # type: ignore[no-untyped-def]
    """A number 0..1 that depends on a cell's place alone."""
    h = (
        np.uint64(a * 73856093)
        ^ np.uint64(b * 19349663)
        ^ np.uint64(c * 83492791)
        ^ np.uint64(seed * 2654435)
    )
    h = (h ^ (h >> np.uint64(13))) * np.uint64(1274126177)
    h = (h ^ (h >> np.uint64(16))) * np.uint64(2246822519)
    h = h ^ (h >> np.uint64(15))
    return float(h & np.uint64(0xFFFFFF)) / 16777215.0


@njit(parallel=True, cache=True)
def _cells(points, size, seed, edge, tone):  # type: ignore[no-untyped-def]
    """Distance, mm, to the nearest plane halfway to another cell's centre; and the own cell's number."""
    for i in prange(points.shape[0]):
        x, y, z = points[i, 0], points[i, 1], points[i, 2]
        cx, cy, cz = int(np.floor(x)), int(np.floor(y)), int(np.floor(z))
        near = np.empty((27, 4))
        first, n = 0, 0
        for a in range(cx - 1, cx + 2):
            for b in range(cy - 1, cy + 2):
                for c in range(cz - 1, cz + 2):
                    near[n, 0] = a + 0.1 + 0.8 * _chance(a, b, c, seed)
                    near[n, 1] = b + 0.1 + 0.8 * _chance(a, b, c, seed + 1)
                    near[n, 2] = c + 0.1 + 0.8 * _chance(a, b, c, seed + 2)
                    near[n, 3] = (near[n, 0] - x) ** 2 + (near[n, 1] - y) ** 2 + (near[n, 2] - z) ** 2
                    if n == 0 or near[n, 3] < near[first, 3]:
                        first = n
                        tone[i] = 2 * _chance(a, b, c, seed + 3) - 1
                    n += 1
        edge[i] = 1e9
        for n in range(27):
            if n == first:
                continue
            steep = 0.0
            for k in range(3):
                steep += ((near[n, k] - near[first, k]) / size[k]) ** 2
            edge[i] = min(edge[i], (near[n, 3] - near[first, 3]) / (2 * np.sqrt(steep)))


def cells(across: F32, deep: F32, along: F32, size: tuple[float, float, float], seed: int) -> Cells:
    """Bundles about `size` mm across, deep and along, with tapering ends, at points in fibre coordinates."""
    points = np.stack([across / size[0], deep / size[1], along / size[2]], 1).astype(np.float64)
    edge, tone = np.empty(len(points), np.float32), np.empty(len(points), np.float32)
    # a bundle's ends taper: measured along the fibres as if it were shorter, else they would look sawn off
    _cells(points, (size[0], size[1], TAPER * size[0]), seed, edge, tone)
    return Cells(edge, tone)


def refined(v: F32, f: NDArray[np.int32]) -> tuple[F32, NDArray[np.int32]]:
    """The same closed mesh with every triangle cut in four at the middles of its sides."""
    sides = np.sort(np.concatenate([f[:, [0, 1]], f[:, [1, 2]], f[:, [2, 0]]]), axis=1)
    key = sides[:, 0].astype(np.int64) * len(v) + sides[:, 1]
    _, first, number = np.unique(key, return_index=True, return_inverse=True)
    middles = (v[sides[first, 0]] + v[sides[first, 1]]) / 2
    ab, bc, ca = (len(v) + number.reshape(3, -1)).astype(np.int32)
    a, b, c = f.T
    faces = np.concatenate([np.stack(t, 1) for t in ((a, ab, ca), (ab, b, bc), (ca, bc, c), (ab, bc, ca))])
    return np.concatenate([v, middles]).astype(np.float32), np.ascontiguousarray(faces, np.int32)


def evened(values: F32, f: NDArray[np.int32], rounds: int) -> F32:
    """Vertex values, (n,) or (n, k), averaged over neighbours: nothing is then finer than the mesh."""
    out = np.asarray(values, np.float64).reshape(len(values), -1).copy()
    count = np.bincount(f.ravel(), minlength=len(out)) * 3
    for _ in range(rounds):
        for k in range(out.shape[1]):
            total = np.repeat(out[:, k][f].sum(1), 3)
            out[:, k] = np.bincount(f.ravel(), total, len(out)) / np.maximum(count, 1)
    return np.asarray(out.reshape(values.shape), np.float32)
