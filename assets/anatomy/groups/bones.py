"""The healthy bones, whole; other groups cut their fields."""

from __future__ import annotations

import numpy as np

from bones import colour
from bones.coccyx import coccyx
from bones.column import Column, Place, bone_fields, clear_of_sacrum, column, sacral_joint
from bones.sacrum import SACRUM_PARTS, sacrum
from bones.vertebra import PARTS, Joint, upper_joint
from geometry.field import Array, Field
from geometry.solid import Solid
from groups.stock import Made, Stock
from morphometry import LEVELS

KEYS = (*LEVELS, "S1", "coccyx")
NEEDS: tuple[str, ...] = ()


def solid_of(
    name: str,
    place: Place,
    field: Field,
    whole: Field,
    joints: tuple[Joint | None, Joint | None],
    parts: tuple[str, ...],
    cut: Array | None = None,
) -> Solid:
    """One bone's mesh in the column's frame with its parts; `cut` is the field of what was taken from it."""
    v, f = field.surface()
    paint = colour.bone(whole, v, *joints)
    if cut is not None:
        paint = colour.cut_face(paint, whole, cut, v)
    cell = np.clip(np.rint((v - field.lo) / field.h).astype(int), 0, np.array(field.shape) - 1)
    part = whole.part[cell[:, 0], cell[:, 1], cell[:, 2]] if parts else None
    return Solid(name, "bone", place.out(v).astype(np.float32), f, None, paint, part, parts)


def painted(lie: Column, name: str, field: Field, whole: Field, cut: Array | None = None) -> Solid:
    """One vertebra's mesh in the column's frame with its parts."""
    joints = upper_joint(lie.levels[name]), lie.joint_below(name)
    return solid_of(name, lie.bones[name], field, whole, joints, PARTS, cut)


def stack(lie: Column, step: float) -> dict[str, Field]:
    """The vertebrae and the sacrum (`S1`), each in its own frame, upper ones cut clear of the lower."""
    fields = bone_fields(lie, step)
    joint = sacral_joint(lie.levels[LEVELS[-1]], lie.levels["S1"])
    fields["S1"] = sacrum(lie.levels, joint, step)
    clear_of_sacrum(lie, fields[LEVELS[-1]], fields["S1"])
    return fields


def sacral(lie: Column, field: Field) -> Solid:
    """The sacrum's mesh in the column's frame with its parts."""
    joint = sacral_joint(lie.levels[LEVELS[-1]], lie.levels["S1"])
    return solid_of("S1", lie.sacrum, field, field, (joint, None), SACRUM_PARTS)


def build(stock: Stock) -> Made:
    lie = column()
    fields = stack(lie, stock.step)
    solids = {name: painted(lie, name, fields[name], fields[name]) for name in LEVELS}
    solids["S1"] = sacral(lie, fields["S1"])
    tail = coccyx(lie.levels, stock.step)
    solids["coccyx"] = solid_of("coccyx", lie.sacrum, tail, tail, (None, None), ())
    return Made(solids, fields)
