"""The healthy sac and nerve roots."""

from __future__ import annotations

import soft
from column import column
from morphometry import LEVELS
from stock import Made, Stock

KEYS = ("dura", *(f"{level}.root.{side}" for level in LEVELS for side in soft.SIDES))
NEEDS: tuple[str, ...] = ()


def build(stock: Stock) -> Made:
    lie = column()
    parts = (soft.sac(lie, stock.step), *soft.roots(lie, min(stock.step, 0.42)))
    return Made({part.region: part for part in parts})
