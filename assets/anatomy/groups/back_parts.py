"""Muscles, retractor and skin of the low back."""

from __future__ import annotations

import back
from column import column, turn
from morphometry import LEVELS
from stock import Made, Stock

KEYS = ("retractor", "skin", "sheet", "multifidus.left", "multifidus.right", "multifidus.right+aside")
NEEDS = ("bones",)


def build(stock: Stock) -> Made:
    lie, coarse = column(), max(stock.step, 0.5)
    seen = [
        (stock.field(n), turn(lie.bones[n].tilt).T, -turn(lie.bones[n].tilt).T @ lie.bones[n].middle)
        for n in LEVELS
    ]
    skin = back.skin()
    parts = [back.retractor(lie), skin, back.sheet(skin)]
    parts += [back.muscle(lie, seen, side, False, coarse) for side in ("left", "right")]
    made = Made({part.region: part for part in parts})
    made.solids["multifidus.right+aside"] = back.muscle(lie, seen, "right", True, coarse)
    return made
