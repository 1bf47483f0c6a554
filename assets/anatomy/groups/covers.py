"""The skin of the low back and the sheet over the hips."""

from __future__ import annotations

import skin
from stock import Made, Stock

KEYS = ("skin", "sheet")
NEEDS: tuple[str, ...] = ()


def build(stock: Stock) -> Made:
    return Made({"skin": skin.skin(), "sheet": skin.sheet()})
