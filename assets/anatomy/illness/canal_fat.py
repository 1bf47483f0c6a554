"""The fat that fills what all else leaves free in the canal cut across; knows no part of it by name."""

from __future__ import annotations

import numpy as np
from scipy import ndimage as ndi
from scipy.spatial import cKDTree

from bones.column import Column
from geometry.field import SUBTRACT, Array, Field
from geometry.solid import F32, Solid, Tone, dress, ramp
from illness.states import UPPER

# butter: far enough from the sac's cream that the finish takes it for no sac, and paler than nerves
BUTTER: tuple[Tone, Tone, Tone] = ((1.00, 0.93, 0.37), (0.97, 0.83, 0.32), (0.86, 0.64, 0.19))
FACE = 0.35  # mm above the cut face where it ends, so that whatever it surrounds stands before it
DEEP = 9.0  # mm up the canal: a ground behind the cut, so that no paper shows beside what is smaller there
BITE = 0.12  # mm it reaches into its neighbours, so that no slit is left
# mm: its middle behind the wall, past the pedicles, front and back
BEHIND, ASIDE, LONG = 7.4, 2.6, (9.0, 11.0)
JOINT, NARROWER = (5.5, 7.5), 1.9  # mm behind the wall, and how much less wide it is there: beside the joint
SQUARE = 2.5  # power of its outline
MIDDLE = (3.6, 2.4, 8.4)  # mm: narrower than the pedicles, its middle before the arch, half its depth
LOBULE, CREASE = 2.0, 0.42  # mm from one lobule to the next, and how wide the crease between them is
RELIEF = 0.11  # mm
CRUMB = 12.0  # mm3, the least a piece must have


def fat(lie: Column, filled: Array, box: Field) -> Solid:
    """All that is free of `filled` (distances on `box`, in the disc's frame) out to the side windows."""
    p = lie.levels[UPPER]
    out = box.like()
    x, y, z = box.axes()
    back = p.wall - p.canal_d
    beside = NARROWER * ramp(p.wall - y, *JOINT)
    rule = np.minimum(
        _pillar(np.abs(x) + beside, y - (p.wall - BEHIND), p.half_canal + ASIDE, LONG),
        _pillar(x, y - (back + MIDDLE[1]), p.half_canal - MIDDLE[0], (MIDDLE[2], MIDDLE[2])),
    )
    out.d = np.asarray(np.maximum(rule, z - DEEP), np.float32)
    out.roughen(0.30, 2.4, 17)
    out.put(np.broadcast_to(z - np.float32(FACE), out.shape).astype(np.float32), 0.2, SUBTRACT)
    out.put(filled + np.float32(BITE), 0.2, SUBTRACT)
    pieces, _count = ndi.label(out.d < 0)
    small = np.bincount(pieces.ravel()) * out.h**3 < CRUMB
    out.d = np.where(small[pieces] & (pieces > 0), np.float32(0.5), out.d)
    v, f = out.surface(0.5, True)
    solid = Solid("epidural_fat", "cord", v, f)
    dress(solid, _lobules(v), BUTTER, RELIEF)
    solid.v = lie.discs[UPPER].out(solid.v).astype(np.float32)
    return solid


def _pillar(x: Array, y: Array, a: float, depths: tuple[float, float]) -> Array:
    """Distance outside an upright pillar with a rounded square section, mm, about."""
    b = np.where(y > 0, *depths)
    size = ((np.abs(x) / a) ** SQUARE + (np.abs(y) / b) ** SQUARE) ** (1 / SQUARE)
    return np.asarray((size - 1) * min(a, *depths), np.float32)


def _lobules(v: F32) -> F32:
    """What `dress` raises and pales: high in the heart of a lobule, low in the creases between."""
    low, high = v.min(0) - 2 * LOBULE, v.max(0) + 2 * LOBULE
    grid = np.stack(np.meshgrid(*(np.arange(a, b, LOBULE) for a, b in zip(low, high, strict=True))), -1)
    seeds = grid.reshape(-1, 3)
    seeds = seeds + np.random.default_rng(29).uniform(-0.42, 0.42, seeds.shape) * LOBULE
    near, _ = cKDTree(seeds).query(v, 2)
    heart = np.clip((near[:, 1] - near[:, 0]) / (2 * CREASE), 0, 1.6)
    return np.asarray(2.2 * heart - 1.7, np.float32)
