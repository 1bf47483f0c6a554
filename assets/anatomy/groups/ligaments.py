"""The healthy ligaments, and the fat behind the sac."""

from __future__ import annotations

from itertools import pairwise

from bones.column import column
from geometry.solid import SIDES
from groups.stock import FINE, Made, Stock
from morphometry import LEVELS
from soft import bands, ligaments, lumbosacral

GAPS = tuple(f"{upper}-{lower}" for upper, lower in pairwise(LEVELS))
KEYS = (
    *(
        f"{gap}.{band}.{side}"
        for gap in GAPS
        for band in ("flavum", "capsule", "intertransverse")
        for side in SIDES
    ),
    *(f"{gap}.interspinous" for gap in GAPS),
    "supraspinous",
    "anterior_longitudinal",
    "posterior_longitudinal",
    *(f"{lumbosacral.GAP}.{band}.{side}" for band in ("flavum", "capsule") for side in SIDES),
    f"{lumbosacral.GAP}.interspinous",
)
NEEDS = ("bones",)


def build(stock: Stock) -> Made:
    lie, fine = column(), min(stock.step, FINE)
    fields = {name: stock.field(name) for name in (*LEVELS, "S1")}
    parts = (
        *ligaments.flava(lie, fields, fine),
        *ligaments.sagittal_ligaments(lie, fields, fine),
        *ligaments.capsules(lie, fields, fine),
        *bands.intertransverse(lie, fields, fine),
        bands.anterior_longitudinal(lie, fields, stock.step),
        bands.posterior_longitudinal(lie, fields, stock.step),
        *lumbosacral.lumbosacral_ligaments(lie, fields, fine),
    )
    return Made({part.region: part for part in parts})
