"""Beaks of new bone at the rims beside a worn disc; grows no joint (see `disc_cut.grown_joints`)."""

from __future__ import annotations

from copy import copy
from itertools import pairwise

import numpy as np
from scipy.interpolate import PchipInterpolator

from bones.column import Column, wedge
from bones.vertebra import BODY, outline
from bones.vertebral_body import half_height
from geometry.field import SUBTRACT, Array, Field, Sweep
from geometry.solid import SIDES
from illness.states import LOWER, UPPER
from soft.nerves import root_rows

ROOM = 9.0  # mm that a bone's grid must be wider for its beaks
Line = tuple[tuple[float, float, float], ...]
# a beak's middle line from its root to its tip: mm outside the rim, mm under the plate (below 0: share of how
# far its tip stands past the plate), half thickness
CLAW: Line = (
    (-3.0, 9.4, 2.0), (-0.8, 6.0, 2.4), (1.8, 3.2, 2.2), (4.0, 1.2, 1.75), (5.1, -0.35, 1.25), (5.3, -1, 0.8)
)  # fmt: skip
LIP: Line = ((-2.6, 5.4, 1.4), (-0.2, 3.0, 1.7), (1.9, 1.3, 1.3), (2.6, -1.0, 0.75))  # at the side window
LIP_DROP = 0.7  # mm that its tip hangs past the plate
# how far beaks are grown, 0..1, round the rim: angle from the front toward the right, radians
GROWN = {
    UPPER: (
        (-2.0, -1.5, -1.0, -0.5, 0.0, 0.40, 0.80, 1.20, 1.55, 1.85),
        (0.0, 0.34, 0.72, 0.84, 0.93, 1.00, 0.94, 0.70, 0.34, 0.0),
    ),
    LOWER: (
        (-2.0, -1.5, -1.0, -0.5, 0.0, 0.40, 0.80, 1.20, 1.55, 1.85),
        (0.0, 0.28, 0.66, 0.86, 0.98, 0.95, 0.84, 0.62, 0.28, 0.0),
    ),
}
BACK, BACK_WIDE = 2.28, 0.30  # where round the rim a lip stands at the side window, radians
TIPS_APART = 3.4  # mm
HANGS = {UPPER: 0.75, LOWER: 1.25}  # the lower bone's plate slopes away, so that its claw has more to rise
OFF_NERVE = 0.25  # mm that a lip keeps off the nerve it presses


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


def _claw(line: Line, grown: Array, beyond: Array, under: Array, past: Array | float) -> Array:
    """Distance to a beak along the rim: a tapering hook whose tip stands `past` mm beyond the plate."""
    best = np.full(np.broadcast_shapes(beyond.shape, under.shape), 30.0, np.float32)
    nodes = [
        (
            -4.0 + (r + 4.0) * grown,
            6.5 + (h * (past if h < 0 else 1) - 6.5) * grown,
            thick * (0.4 + 0.6 * grown),
        )
        for r, h, thick in line
    ]
    for (r0, h0, t0), (r1, h1, t1) in pairwise(nodes):
        dr, dh = r1 - r0, h1 - h0
        t = np.clip(((beyond - r0) * dr + (under - h0) * dh) / (dr * dr + dh * dh + 1e-6), 0, 1)
        away = np.hypot(beyond - r0 - t * dr, under - h0 - t * dh) - (t0 + (t1 - t0) * t)
        best = np.minimum(best, away.astype(np.float32))
    return np.where(grown > 0.05, best, np.maximum(best, 0.6)).astype(np.float32)


def _nerve(lie: Column, name: str, sign: float, out: Field) -> tuple[Array, tuple[slice, ...]]:
    """Distance to the root that leaves over the ill disc, on the grid of the bone `name`."""
    of, place = lie.bones[UPPER], lie.bones[name]
    rows = [[*place.into(of.out((sign * x, y, z))), r, r] for x, y, z, r in root_rows(lie.levels[UPPER])[0]]
    return out.tube(Sweep(rows, (0, 1, 0.2), 2.0, 0, 40), 2.0)


def with_beaks(lie: Column, name: str, whole: Field) -> Field:
    """The bone with beaks at the rim beside the L4-L5 disc, curved toward those of the other bone.

    In front they are claws; a smaller lip stands at each side window, grooved by the nerve it presses.
    """
    p, end = lie.levels[name], -1 if name == UPPER else 1
    out = roomier(whole, ROOM)
    where = out.window((out.lo[0], p.wall - 4.0, -20), (-out.lo[0], p.half_depth + ROOM, 20))
    x, y, z = out.axes(where)
    rho, rim = outline(p, x, y, z)
    beyond, angle = rho - rim, np.arctan2(x, y)
    under = half_height(p, np.clip(y, p.wall, p.half_depth)) - end * z
    grown = np.clip(PchipInterpolator(*GROWN[name])(np.clip(angle, -2.0, 1.85)), 0, 1)
    past = np.clip(gap_at(lie, np.clip(y, 0, None)) - TIPS_APART, 1.0, None) / 2 - CLAW[-1][2]
    past = past * HANGS[name]
    claws = _claw(CLAW, grown, beyond, under, past)
    aside = np.exp(-(((np.abs(angle) - BACK) / BACK_WIDE) ** 2))
    lips = out.like()
    lips.d = np.full(out.shape, 30.0, np.float32)
    lips.d[where] = _claw(LIP, aside, beyond, under, LIP_DROP)
    for sign in SIDES.values():
        nerve, near = _nerve(lie, name, sign, out)
        lips.put(nerve - np.float32(OFF_NERVE), 0.4, SUBTRACT, 0, near)
    out.put(claws, 2.4, 0, BODY, where)
    out.put(lips.d[where], 1.6, 0, BODY, where)
    return out
