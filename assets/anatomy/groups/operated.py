"""L4 after each operation, the yellow bands its open roof shows, the L4 that knows what each would take."""

from __future__ import annotations

from copy import copy

from bones.column import column
from geometry.solid import SIDES
from groups.bones import painted
from groups.stock import FINE, Made, Stock
from morphometry import LEVELS
from surgery import operations, yellow_bands
from surgery.operations import LEVEL, OPERATIONS

PLANNED = f"{LEVEL}+planned"
BANDS = tuple(
    f"{gap}.flavum.{side}+{state}"
    for gap, state in (("L4-L5", "joined"), ("L3-L4", "let_go"))
    for side in SIDES
)
KEYS = (PLANNED, *(f"{LEVEL}+{operation}" for operation in OPERATIONS), *BANDS)
NEEDS = ("bones",)


def build(stock: Stock) -> Made:
    lie = column()
    whole, place = stock.field(LEVEL), lie.bones[LEVEL]
    planned = copy(stock.solid(LEVEL))
    planned.extra = {}
    made = Made({PLANNED: planned})
    volume = float((whole.d < 0).sum())
    for operation in OPERATIONS:
        left, cut = operations.operated(whole, operation)
        made.solids[f"{LEVEL}+{operation}"] = painted(lie, LEVEL, left, whole, cut)
        planned.extra[operation] = whole.at(place.into(planned.v), cut)
        taken = (volume - float((left.d < 0).sum())) * stock.step**3 / 1000
        made.figures[f"{operation} cm3"] = round(taken, 2)
    fields = {name: stock.field(name) for name in LEVELS}
    made.solids |= yellow_bands.solids(lie, fields, min(stock.step, FINE))
    return made
