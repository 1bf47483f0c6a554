"""The healthy sac, down into the sacrum, and the nerve roots."""

from __future__ import annotations

import soft
from column import Column, column
from morphometry import LEVELS
from sacral_axis import canal_line
from stock import Made, Stock

KEYS = ("dura", *(f"{level}.root.{side}" for level in (*LEVELS, "S1") for side in soft.SIDES))
NEEDS: tuple[str, ...] = ()


def sac(lie: Column, step: float) -> soft.Solid:
    """The sac with its end in the sacral canal."""
    rows = canal_line(lie.levels, lie.levels["S1"].sac_end)
    return soft.sac(lie, step, [tuple(lie.sacrum.out(row[:3])) for row in rows])


def build(stock: Stock) -> Made:
    lie = column()
    parts = (sac(lie, stock.step), *soft.roots(lie, min(stock.step, soft.FINE)))
    return Made({part.region: part for part in parts})
