"""The healthy bones, whole; other groups cut their fields."""

from __future__ import annotations

import colour
import numpy as np
from column import Column, bone_fields, column, sacral_top
from field import Array, Field
from morphometry import LEVELS
from soft import Solid
from stock import Made, Stock
from vertebra import PARTS, upper_joint

KEYS = (*LEVELS, "S1.body")
NEEDS: tuple[str, ...] = ()


def painted(lie: Column, name: str, field: Field, whole: Field, cut: Array | None = None) -> Solid:
    """One bone's mesh in the column's frame with its parts; `cut` is the field of what was taken from it."""
    v, f = field.surface()
    paint = colour.bone(whole, v, upper_joint(lie.levels[name]), lie.joint_below(name))
    if cut is not None:
        paint = colour.cut_face(paint, whole, cut, v)
    cell = np.clip(np.rint((v - field.lo) / field.h).astype(int), 0, np.array(field.shape) - 1)
    part = whole.part[cell[:, 0], cell[:, 1], cell[:, 2]]
    return Solid(name, "bone", lie.bones[name].out(v).astype(np.float32), f, None, paint, part, PARTS)


def build(stock: Stock) -> Made:
    lie = column()
    fields = bone_fields(lie, stock.step)
    solids = {name: painted(lie, name, field, field) for name, field in fields.items()}
    field, place = sacral_top(lie, stock.step)
    v, f = field.surface()
    fade = np.clip((v[:, 2] + 20) / 16, 0, 1)
    solids["S1.body"] = Solid(
        "S1.body",
        "bone",
        place.out(v).astype(np.float32),
        f,
        np.asarray(fade * fade * (3 - 2 * fade), np.float32),
        colour.bone(field, v),
    )
    return Made(solids, fields)
