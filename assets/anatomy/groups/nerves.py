"""The healthy sac, down into the sacrum, and the nerve roots."""

from __future__ import annotations

from bones.column import Column, column
from bones.sacral_axis import canal_line
from geometry.solid import SIDES, Solid
from groups.stock import FINE, Made, Stock
from morphometry import LEVELS
from soft import nerves

KEYS = ("dura", *(f"{level}.root.{side}" for level in (*LEVELS, "S1") for side in SIDES))
NEEDS: tuple[str, ...] = ()


def sac(lie: Column, step: float) -> Solid:
    """The sac with its end in the sacral canal."""
    # without the row at the plate, between which and the last bone the sac would bend to and fro
    rows = canal_line(lie.levels, lie.levels["S1"].sac_end)[1:]
    return nerves.sac(lie, step, [tuple(lie.sacrum.out(row[:3])) for row in rows])


def build(stock: Stock) -> Made:
    lie = column()
    parts = (sac(lie, stock.step), *nerves.roots(lie, min(stock.step, FINE)))
    return Made({part.region: part for part in parts})
