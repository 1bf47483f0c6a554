"""Beaks of new bone at the rims beside a worn disc; grows no joint (see `disc_cut.grown_joints`)."""

from __future__ import annotations

from copy import copy
from itertools import pairwise

import numpy as np
from scipy.interpolate import PchipInterpolator

from bones.column import Column, wedge
from bones.vertebra import BODY, outline
from bones.vertebral_body import half_height
from geometry.field import Array, Field
from illness.states import LOWER, UPPER

ROOM = 8.0  # mm that a bone's grid must be wider for its beaks
# a beak's middle line from the waist to its tip: mm outside the rim, mm under the plate, half thickness
LINE = ((-3.4, 12.5, 2.2), (-1.2, 8.4, 3.4), (1.4, 4.2, 3.8), (3.2, 0.9, 3.2), (3.6, 0.0, 1.9))
# how far beaks are grown, 0..1, round the rim: angle from the front toward the right, radians
GROWN = {
    UPPER: (
        (-1.9, -1.45, -1.0, -0.5, -0.1, 0.30, 0.62, 0.98, 1.30, 1.60, 1.9),
        (0.0, 0.42, 0.84, 0.76, 0.98, 1.00, 0.80, 0.92, 0.60, 0.22, 0.0),
    ),
    LOWER: (
        (-1.9, -1.50, -1.1, -0.6, -0.1, 0.24, 0.56, 0.92, 1.26, 1.56, 1.9),
        (0.0, 0.35, 0.76, 0.74, 1.00, 0.96, 0.76, 0.86, 0.55, 0.20, 0.0),
    ),
}
TIPS_APART = 2.4  # mm


def roomier(field: Field, mm: float) -> Field:
    """The same field on a box wider by `mm` to the sides and in front."""
    more = int(np.ceil(mm / field.h))
    pad = ((more, more), (0, more), (0, 0))
    out = copy(field)
    out.lo = field.lo - np.array([more, 0, 0]) * field.h
    out.d, out.best = (np.pad(a, pad, mode="edge") for a in (field.d, field.best))
    out.part = np.pad(field.part, pad, mode="edge")
    out.shape = out.d.shape
    return out


def gap_at(lie: Column, y: Array) -> Array:
    """How far apart the two end-plates stand at a front-to-back place, mm."""
    upper, lower = (lie.bones[name].tilt for name in (UPPER, LOWER))
    opens = (upper - wedge(lie.levels[UPPER])) - (lower + wedge(lie.levels[LOWER]))
    return np.asarray(lie.levels[UPPER].disc_below + y * np.tan(np.radians(opens)), np.float32)


def with_beaks(lie: Column, name: str, whole: Field) -> Field:
    """The bone with beaks at the rim beside the L4-L5 disc, curved toward those of the other bone."""
    p, end = lie.levels[name], -1 if name == UPPER else 1
    out = roomier(whole, ROOM)
    where = out.window((out.lo[0], p.wall, -20), (-out.lo[0], p.half_depth + ROOM, 20))
    x, y, z = out.axes(where)
    rho, rim = outline(p, x, y, z)
    beyond = rho - rim
    under = half_height(p, np.clip(y, p.wall, p.half_depth)) - end * z
    grown = np.clip(PchipInterpolator(*GROWN[name])(np.clip(np.arctan2(x, y), -1.9, 1.9)), 0, 1)
    reach = np.clip(gap_at(lie, np.clip(y, 0, None)) - TIPS_APART, 1.0, None) / 2 - LINE[-1][2]
    best = np.full(np.broadcast_shapes(beyond.shape, under.shape), 30.0, np.float32)
    nodes = [
        (
            -4.0 + (r + 4.0) * grown,
            8.0 + ((h if index < len(LINE) - 1 else -reach) - 8.0) * grown,
            thick * (0.35 + 0.65 * grown),
        )
        for index, (r, h, thick) in enumerate(LINE)
    ]
    for (r0, h0, t0), (r1, h1, t1) in pairwise(nodes):
        dr, dh = r1 - r0, h1 - h0
        t = np.clip(((beyond - r0) * dr + (under - h0) * dh) / (dr * dr + dh * dh + 1e-6), 0, 1)
        away = np.hypot(beyond - r0 - t * dr, under - h0 - t * dh) - (t0 + (t1 - t0) * t)
        best = np.minimum(best, away.astype(np.float32))
    best = np.where(grown > 0.05, best, np.maximum(best, 0.6)).astype(np.float32)
    out.put(best, 3.2, 0, BODY, where)
    return out
