"""The yellow bands as an opened roof shows them: carried to the joint, let go by the bone; opens none.

At rest the laminae hide where a yellow ligament runs into the capsule of the joint, so that the healthy ones
(`ligaments.py`) end short of it. Where bone is taken that border is seen: here they go all the way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from bones.column import Column
from geometry.field import SUBTRACT, Array, Field, smooth_max
from geometry.solid import SIDES, Solid, ramp
from soft.held import carve, seen
from soft.ligaments import CLEFT, RIM_ROUND, SAC_ROOM, Cut, Line, course, flavum, flavum_rows, steepness
from soft.nerves import clear_of_sac
from surgery.operations import cutter

BELOW, ABOVE = ("L4", "L5"), ("L3", "L4")  # the bones of the gap below the opened roof and of the one above
TO_JOINT = 3.0  # mm further to the side than the healthy band
# mm from the midline where it turns forward along the joint, and by how many mm, from its top down
TURN, TURNED = (11.0, 14.4), (5.8, 5.8, 2.4, 0.0)
# the unbroken sheet turns softly: bone that is left hides what would lie in it
SOFT_TURN, SOFT_TURNED = (6.5, 16.5), (3.6, 3.6, 1.6, 0.0)
# the sheet under an opened roof: share of its thickness that it has at its top and at the joint; how far its
# upper corners are rounded off and how uneven its upper edge is, mm
THIN, BY_JOINT = 0.40, 1.25
CORNER, FRAYED = 2.8, 0.42
TRIMMED, RAGGED = 0.7, 0.30  # mm between the bone that held it and a band let go; how uneven its rim is


def _line(lie: Column, upper: str, lower: str) -> Line:
    """The band's middle at any distance from the midline.

    It follows the slant of its laminae, then the front of the joint's process, which is thicker than they.
    """
    turn, turned = (SOFT_TURN, SOFT_TURNED) if (upper, lower) == BELOW else (TURN, TURNED)
    rows = np.array(flavum_rows(lie, upper, 1.0, lie.levels[upper].flavum_thick))
    outward = []
    for name in (upper, upper, lower, lower):
        slant = 1 / np.tan(np.radians(lie.levels[name].lamina_between / 2))
        outward.append(lie.bones[name].out((1.0, slant, 0.0)) - lie.bones[name].out((0.0, 0.0, 0.0)))

    def at(x: float) -> NDArray[np.float64]:
        out = rows[:, :3] + (x - rows[:, :1]) * np.array(outward)
        out[:, 1] += float(ramp(np.array(x), *turn)) * np.array(turned)
        return np.asarray(out)

    return at


def joined(lie: Column, bones: Mapping[str, Field], side: str, step: float) -> Solid:
    """The band below the opened roof, as far as the joint: key `L4-L5.flavum.right+joined`."""
    upper, lower = BELOW

    def cut(field: Field) -> None:
        # L4 hides what lies in it, and where it is taken it must leave no print
        carve(field, lie, bones, (lower,))
        clear_of_sac(field, lie, SAC_ROOM)

    return _band(lie, upper, lower, side, step, cut, _unbroken)


def _unbroken(line: Line, field: Field, thick: float, wide: float) -> Array:
    """Distance to one sheet that grows thicker from its ragged top down and toward the joint."""
    x, y, z = field.axes()
    u = np.abs(x)
    middle, bottom, top = course(line, field)
    low, high = bottom[:, None, None], top[:, None, None]
    half = thick / 2 * (THIN + (1 - THIN) * ramp((high - z) / (high - low), 0.0, 0.8))
    half = half * (1 + (BY_JOINT - 1) * ramp(u, 0.4 * wide, 0.9 * wide))
    across = np.abs(y - middle[:, None, :]) / steepness(middle, field.h)[:, None, :] - half
    side = np.maximum(CLEFT - u, u - wide)
    other = x * (field.lo[0] + field.h * field.shape[0] / 2) < 0
    side = np.where(other, CLEFT + u, side)
    rag = FRAYED * (np.sin(0.8 * x + 0.4) + 0.6 * np.sin(1.9 * x + 1.3) + 0.25 * np.sin(4.3 * x + 0.7))
    rounded = CORNER * np.abs(2 * u / wide - 1) ** 5
    ends = np.maximum(low - z, z - high + rounded + rag) + 0.6
    side, ends, across = (np.broadcast_to(a, field.shape).astype(np.float32) for a in (side, ends, across))
    a, b = across + RIM_ROUND, smooth_max(side, ends, 4.0) + RIM_ROUND
    out = np.hypot(np.maximum(a, 0), np.maximum(b, 0)) + np.minimum(np.maximum(a, b), 0) - RIM_ROUND
    return np.asarray(out, np.float32)


def let_go(lie: Column, bones: Mapping[str, Field], side: str, step: float) -> Solid:
    """The band above, hanging from L3 once the top of L4's lamina is gone: `L3-L4.flavum.right+let_go`."""
    upper, lower = ABOVE
    gone = cutter(bones[lower], "laminectomy")
    held = bones[lower].like()
    held.d = smooth_max(bones[lower].d, gone, 0.5)

    def cut(field: Field) -> None:
        carve(field, lie, bones, ABOVE)
        x, y, _ = field.axes()
        rim = RAGGED * (np.sin(0.8 * x + 0.4) + 0.5 * np.sin(2.1 * x + 0.5 * y))
        where_held: Array = seen(lie, {lower: held}, lower, field) - np.asarray(TRIMMED + rim, np.float32)
        field.put(where_held, 2.0, SUBTRACT)
        clear_of_sac(field, lie, SAC_ROOM)

    return _band(lie, upper, lower, side, step, cut)


def _band(
    lie: Column,
    upper: str,
    lower: str,
    side: str,
    step: float,
    cut: Cut,
    shape: Callable[[Line, Field, float, float], Array] | None = None,
) -> Solid:
    thick = lie.levels[upper].flavum_thick
    wide = lie.levels[lower].joint_half_spacing - 1.5 + TO_JOINT
    region = f"{upper}-{lower}.flavum.{side}"
    return flavum(region, _line(lie, upper, lower), thick, wide, SIDES[side], step, cut, shape)


def solids(lie: Column, bones: Mapping[str, Field], step: float) -> dict[str, Solid]:
    """Both bands of each side, by key; `bones` are the whole L3, L4 and L5."""
    out = {}
    for side in SIDES:
        for state, make in (("joined", joined), ("let_go", let_go)):
            band = make(lie, bones, side, step)
            out[f"{band.region}+{state}"] = band
    return out
