"""One bone by itself, upright in its own frame: `L4+alone`."""

from __future__ import annotations

from copy import copy

import numpy as np

from bones.column import column
from groups.stock import Made, Stock

LEVELS = ("L3", "L4")
KEYS = tuple(f"{level}+alone" for level in LEVELS)
NEEDS = ("bones",)


def build(stock: Stock) -> Made:
    lie, made = column(), Made({})
    for level in LEVELS:
        made.solids[f"{level}+alone"] = solid = copy(stock.solid(level))
        solid.v = lie.bones[level].into(solid.v).astype(np.float32)
    return made
