"""L4 after each operation, and the whole L4 that knows what each would take (`L4+planned`)."""

from __future__ import annotations

from copy import copy

from bones.column import column
from groups.bones import painted
from groups.stock import Made, Stock
from surgery import operations
from surgery.operations import LEVEL, OPERATIONS

PLANNED = f"{LEVEL}+planned"
KEYS = (PLANNED, *(f"{LEVEL}+{operation}" for operation in OPERATIONS))
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
    return made
