"""C1 to C7, and C5 by itself, upright in its own frame (`C5+alone`)."""

from __future__ import annotations

from bones.joint_pad import goes_with, pads
from bones.spine import NECK, spine
from bones.spine_fields import bones
from geometry.solid import joined
from groups.chest import alone
from groups.stock import Made, Stock
from groups.upper_lumbar import whole

ALONE = "C5"
KEYS = (*NECK, f"{ALONE}+alone")
NEEDS = ("chest",)


def build(stock: Stock) -> Made:
    lie = spine()
    first = stock.field("T1")
    fields = bones(lie, NECK, first, stock.step)
    made = Made({name: whole(lie, name, field) for name, field in fields.items()})
    made.solids[f"{ALONE}+alone"] = alone(lie, ALONE, made.solids[ALONE])
    unders = [*list(fields.values())[1:], first]
    for (name, field), under in zip(fields.items(), unders, strict=True):
        key = goes_with(name)
        made.solids[key] = joined(key, [made.solids[key], *pads(lie, name, field, under)])
    return made
