"""A closed mesh with its region and tissue, and how a mesh gets fibres and paint; knows no anatomy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field as default
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage as ndi

from geometry.field import Array, Field, Sweep

F32 = NDArray[np.float32]
Tone = tuple[float, float, float]
SIDES = {"right": 1.0, "left": -1.0}


@dataclass
class Solid:
    """A closed mesh in the column's frame with its region id and tissue; `fade` is opacity."""

    region: str
    tissue: str
    v: NDArray[np.float32]
    f: NDArray[np.int32]
    fade: NDArray[np.float32] | None = None
    colour: NDArray[np.float32] | None = None
    part: NDArray[np.uint8] | None = None
    parts: tuple[str, ...] = ()
    extra: dict[str, NDArray[np.float32]] = default(default_factory=dict)


def ramp(value: NDArray[np.floating[Any]], start: float, end: float) -> Array:
    """0 at `start`, 1 at `end`, smooth between; the ends may stand either way round."""
    t = np.clip((value - start) / (end - start), 0, 1)
    return np.asarray(t * t * (3 - 2 * t), np.float32)


def box(sweeps: Sequence[tuple[Sweep, float]], step: float, pad: float = 3.0) -> Field:
    """An empty field around sweeps, `pad` mm wider than they."""
    ends = [s.frames() for s, _ in sweeps]
    pad += max(float(max(e[4].max(), e[5].max())) for e in ends)
    low = np.min([e[0].min(0) for e in ends], 0) - pad
    high = np.max([e[0].max(0) for e in ends], 0) + pad
    return Field(low, high, step)


def tube(
    region: str, tissue: str, sweeps: list[tuple[Sweep, float]], step: float, pieces: bool = False
) -> Solid:
    """A solid of blended sweeps on a grid of its own; each sweep comes with its fillet in mm."""
    field = box(sweeps, step)
    for sweep, k in sweeps:
        field.sweep(sweep, k)
    v, f = field.surface(0.6, pieces)
    return Solid(region, tissue, v, f)


def streaks(place: NDArray[np.floating[Any]], wave: float, run: float, seed: int) -> F32:
    """Noise of deviation 1 drawn out along fibres.

    `place` is (n, 3) in mm: across the fibres, deep, along them. A fibre is about `wave` mm wide and
    `run` mm long.
    """
    block = np.random.default_rng(seed).standard_normal((72, 72, 72)).astype(np.float32)
    block = ndi.gaussian_filter(block, 1.0, mode="wrap")
    where = np.asarray(place, float) * 3.0 / np.array([wave, wave, run])
    return np.asarray(
        ndi.map_coordinates(block / block.std(), where.T, order=1, mode="grid-wrap"), np.float32
    )


def normals(points: F32, faces: NDArray[np.int32]) -> F32:
    """Unit normals at the vertices, weighted by area."""
    a, b, c = (points[faces[:, i]] for i in range(3))
    n = np.cross(b - a, c - a)
    out = np.zeros_like(points)
    for i in range(3):
        for k in range(3):
            out[:, k] += np.bincount(faces[:, i], n[:, k], len(points)).astype(np.float32)
    return np.asarray(out / np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-9), np.float32)


def _even_normals(v: F32, f: NDArray[np.int32]) -> F32:
    """Unit normals averaged over neighbours, so that a sliver's own cannot turn its triangles over."""
    out = normals(v, f)
    for _ in range(3):
        faces = out[f].sum(1)
        total = [np.bincount(f.ravel(), np.repeat(faces[:, k], 3), len(v)) for k in range(3)]
        out = np.stack(total, 1)
        out /= np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-9)
    return np.asarray(out, np.float32)


def dress(solid: Solid, grain: F32, tones: tuple[Tone, Tone, Tone], relief: float) -> Solid:
    """Raise the fibres by `relief` mm and paint them: tones are the raised, the plain and the sunk."""
    high, plain, low = (np.asarray(t, np.float32) for t in tones)
    paint = np.tile(plain, (len(solid.v), 1))
    for target, share in ((high, 0.45 * grain), (low, -0.45 * grain)):
        paint = paint + (target - paint) * np.clip(share, 0, 1)[:, None]
    solid.colour = np.asarray(paint, np.float32)
    normal = _even_normals(solid.v, solid.f)
    # none at sharp edges, where neighbours would be pushed past each other
    flat = np.clip(((normal * normals(solid.v, solid.f)).sum(1) - 0.8) / 0.18, 0, 1)
    lift = relief * np.clip(grain, -1.6, 1.6) * flat
    solid.v = np.asarray(solid.v + normal * lift[:, None], np.float32)
    return solid


def joined(region: str, solids: Sequence[Solid]) -> Solid:
    """Several painted solids of one tissue as one, keeping every piece closed."""
    ends = np.cumsum([0, *(len(s.v) for s in solids)])
    f = np.concatenate([s.f + n for s, n in zip(solids, ends, strict=False)]).astype(np.int32)
    colours = [s.colour for s in solids if s.colour is not None]
    fades = [s.fade for s in solids if s.fade is not None]
    return Solid(
        region,
        solids[0].tissue,
        np.concatenate([s.v for s in solids]),
        f,
        np.concatenate(fades) if len(fades) == len(solids) else None,
        np.concatenate(colours) if len(colours) == len(solids) else None,
    )
