"""The healthy ligaments, and the fat behind the sac."""

from __future__ import annotations

from itertools import pairwise

import soft
from column import column
from morphometry import LEVELS
from stock import Made, Stock

GAPS = tuple(f"{upper}-{lower}" for upper, lower in pairwise(LEVELS))
KEYS = (
    *(
        f"{gap}.{band}.{side}"
        for gap in GAPS
        for band in ("flavum", "capsule", "intertransverse")
        for side in soft.SIDES
    ),
    *(f"{gap}.interspinous" for gap in GAPS),
    "supraspinous",
    "anterior_longitudinal",
    "posterior_longitudinal",
    "epidural_fat",
)
NEEDS = ("bones",)


def build(stock: Stock) -> Made:
    lie, fine = column(), min(stock.step, soft.FINE)
    fields = {name: stock.field(name) for name in LEVELS}
    parts = (
        *soft.flava(lie, fields, fine),
        *soft.sagittal_ligaments(lie, fields, fine),
        *soft.capsules(lie, fields, fine),
        *soft.intertransverse(lie, fields, fine),
        soft.anterior_longitudinal(lie, fields, stock.step),
        soft.posterior_longitudinal(lie, fields, stock.step),
        soft.epidural_fat(lie, fields, stock.step),
    )
    return Made({part.region: part for part in parts})
