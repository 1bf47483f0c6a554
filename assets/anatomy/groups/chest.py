"""T1 to T12 with the back ends of their ribs, and T6 by itself, upright in its own frame (`T6+alone`)."""

from __future__ import annotations

from copy import copy

import numpy as np

from bones import cartilage, colour
from bones.rib import to_end
from bones.spine import CHEST, Spine, spine
from bones.spine_fields import bones, rests_on, ribs, seen_at
from geometry.field import Field
from geometry.solid import SIDES, Solid, ramp
from groups.stock import Made, Stock
from groups.upper_lumbar import whole

ALONE = "T6"
RIBS = tuple(f"{name}.rib.{side}" for name in CHEST for side in SIDES)
KEYS = (*CHEST, *RIBS, f"{ALONE}+alone")
NEEDS = ("upper_lumbar",)
# a rib's outer end, mm before it: between which distances it grows paler, and fades
PALER, FADING, PALE = (2.0, 12.0), (0.2, 11.0), (0.95, 0.88, 0.74)


def _rib(lie: Spine, name: str, field: Field, chest: dict[str, Field]) -> Solid:
    """A rib's stub where it stands, cartilage on it where it rests on bone; all ribs are one region."""
    v, f = field.surface()
    out = lie.bones[name].out(v)
    apart = np.min([seen_at(lie, chest[near], near, out) for near in rests_on(name)], 0)
    paint = cartilage.touched(colour.bone(field, v), apart)
    left = to_end(lie.levels[name], v)
    paint = colour.mix(paint, PALE, 1 - ramp(left, *PALER))
    return Solid("ribs", "bone", out.astype(np.float32), f, ramp(left, *FADING), paint)


def build(stock: Stock) -> Made:
    lie = spine()
    fields = bones(lie, CHEST, stock.field("L1"), stock.step)
    stubs = ribs(lie, fields, stock.step)
    made = Made({name: whole(lie, name, field) for name, field in fields.items()}, {"T1": fields["T1"]})
    for key, stub in stubs.items():
        name = key.split(".")[0]
        made.solids[key] = _rib(lie, name, stub, fields)
        for near in rests_on(name):
            bone = made.solids[near]
            apart = seen_at(lie, stub, name, bone.v.astype(float))
            bone.colour = cartilage.touched(np.asarray(bone.colour), apart)
    made.solids[f"{ALONE}+alone"] = alone(lie, ALONE, made.solids[ALONE])
    return made


def alone(lie: Spine, name: str, bone: Solid) -> Solid:
    """The same bone upright in its own frame."""
    out = copy(bone)
    out.v = lie.bones[name].into(bone.v).astype(np.float32)
    return out
