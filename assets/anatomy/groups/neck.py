"""C1 to C7, and C5 by itself, upright in its own frame (`C5+alone`)."""

from __future__ import annotations

from bones.spine import NECK, spine
from bones.spine_fields import bones
from groups.chest import alone
from groups.stock import Made, Stock
from groups.upper_lumbar import whole

ALONE = "C5"
KEYS = (*NECK, f"{ALONE}+alone")
NEEDS = ("chest",)


def build(stock: Stock) -> Made:
    lie = spine()
    fields = bones(lie, NECK, stock.field("T1"), stock.step)
    made = Made({name: whole(lie, name, field) for name, field in fields.items()})
    made.solids[f"{ALONE}+alone"] = alone(lie, ALONE, made.solids[ALONE])
    return made
