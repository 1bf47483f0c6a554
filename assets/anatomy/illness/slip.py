"""A bone that slid forward: its arch cracked and left behind, and the nerves that follow; places no bone.

The crack runs through the narrow bridge of bone between the upper and the lower joint (the pars). What is in
front of it slides with the body; laminae, lower joints and spinous process stay with the bone below.
"""

from __future__ import annotations

import numpy as np

from bones.column import Column, column
from bones.vertebra import half_height
from geometry.field import SUBTRACT, Field
from geometry.solid import F32, Solid, ramp
from illness.states import LOWER, UPPER
from morphometry import Level

# the crack in the bone's frame: a place in it (beside, behind the wall, above the middle) and the way back
CRACK_ASIDE, CRACK_BEHIND, CRACK_HIGH = 0.84, 13.0, -4.0  # share of the pedicle's distance, mm, mm
REARWARD = np.array([-0.30, -0.75, -0.60]) / np.linalg.norm([0.30, 0.75, 0.60])
CRACK = 2.0  # mm of bone that is gone
UNEVEN = 0.3  # mm
ON_TOP = 1.0  # mm over the lower bone's plate where the sac begins to follow the upper bone
DRAPED = {True: 24.0, False: 15.0}  # mm over which it does, with the arch left behind and with it


def unslipped(lie: Column) -> Column:
    """The same column before anything slid."""
    return column(lie.levels)


def slid(lie: Column) -> F32:
    """How far the slipped bone and all above it moved, mm in the column's frame."""
    return np.asarray(lie.bones[UPPER].middle - unslipped(lie).bones[UPPER].middle, np.float32)


def cracked(whole: Field, p: Level) -> tuple[Field, Field]:
    """The body's part of a bone and the arch that broke off, each on the bone's own grid."""
    x, y, z = whole.axes()
    aside = CRACK_ASIDE * (p.half_canal + p.ped_w / 2)
    n = REARWARD
    plane = n[0] * (np.abs(x) - aside) + n[1] * (y - p.wall + CRACK_BEHIND) + n[2] * (z - CRACK_HIGH)
    crooked = UNEVEN * (np.sin(1.1 * x + 0.7 * z) + 0.6 * np.sin(2.3 * z - 1.7 * x))
    rear = np.asarray(plane + crooked, np.float32)
    rear = np.where(y > p.wall - 3.0, np.float32(-9.0), rear)  # the body keeps all of itself
    out = []
    for outside in (rear, -rear):
        piece = whole.like()
        piece.part, piece.best, piece.d = whole.part, whole.best, whole.d.copy()
        piece.put(-np.asarray(outside + CRACK / 2, np.float32), 2.6, SUBTRACT)
        out.append(piece)
    return out[0], out[1]


def as_one(front: Solid, rear: Solid) -> Solid:
    """Both pieces of a cracked bone under one name, each still closed."""
    f = np.concatenate([front.f, rear.f + len(front.v)]).astype(np.int32)
    assert front.colour is not None and rear.colour is not None
    assert front.part is not None and rear.part is not None
    paint, part = np.concatenate([front.colour, rear.colour]), np.concatenate([front.part, rear.part])
    return Solid(
        front.region, front.tissue, np.concatenate([front.v, rear.v]), f, None, paint, part, front.parts
    )


def followed(nerve: Solid, lie: Column, broken: bool) -> Solid:
    """A nerve or the sac of the unslipped column, led from the slid bone back to those that stayed.

    `broken` says that the arch stayed behind, so that the sac has a long way to come back.
    """
    start, end = _share(lie, nerve.region, broken)
    share = ramp(np.asarray(nerve.v[:, 2], np.float32), start, end)
    nerve.v = np.asarray(nerve.v + share[:, None] * slid(lie), np.float32)
    return nerve


def _share(lie: Column, region: str, broken: bool) -> tuple[float, float]:
    """Heights in the column's frame between which a nerve comes back, mm; it rests below the first."""
    upper, lower = lie.levels[UPPER], lie.levels[LOWER]
    plate = lie.bones[LOWER].out((0, lower.wall, float(half_height(lower, lower.wall))))[2]
    if region.split(".")[0] in ("L3", UPPER):  # beside the bones it has a long way, which keeps it straight
        bottom = lie.bones[UPPER].out((0, upper.wall, -float(half_height(upper, upper.wall))))[2]
        return float(lie.bones[LOWER].middle[2] - 12.0), float(bottom + 9.0)
    return float(plate + ON_TOP), float(plate + ON_TOP + DRAPED[broken])
