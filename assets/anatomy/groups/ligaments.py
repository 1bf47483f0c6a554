"""The healthy ligaments."""

from __future__ import annotations

from itertools import pairwise

import soft
from column import column
from morphometry import LEVELS
from stock import Made, Stock

GAPS = tuple(f"{upper}-{lower}" for upper, lower in pairwise(LEVELS))
KEYS = (
    *(f"{gap}.flavum.{side}" for gap in GAPS for side in soft.SIDES),
    *(f"{gap}.interspinous" for gap in GAPS),
    "supraspinous",
)
NEEDS: tuple[str, ...] = ()


def build(stock: Stock) -> Made:
    lie, fine = column(), min(stock.step, 0.45)
    parts = (*soft.flava(lie, fine), *soft.sagittal_ligaments(lie, fine))
    return Made({part.region: part for part in parts})
