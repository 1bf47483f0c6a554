"""The skin of the low back and the sheet over the hips."""

from __future__ import annotations

from groups.stock import Made, Stock
from soft import skin

KEYS = ("skin", "sheet")
NEEDS: tuple[str, ...] = ()


def build(stock: Stock) -> Made:
    return Made({"skin": skin.skin(), "sheet": skin.sheet()})
