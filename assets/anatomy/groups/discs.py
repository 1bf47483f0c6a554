"""The healthy discs, whole."""

from __future__ import annotations

import numpy as np

from bones.column import Column, column, disc_field
from geometry.solid import Solid
from groups.stock import Made, Stock
from morphometry import LEVELS

UNDER = {"L3": "L3-L4.disc", "L4": "L4-L5.disc", "L5": "L5-S1.disc"}
KEYS = tuple(UNDER.values())
NEEDS: tuple[str, ...] = ()


def disc(lie: Column, name: str, step: float) -> Solid:
    """The disc under a bone."""
    v, f = disc_field(lie, name, step).surface()
    return Solid(UNDER[name], "disc", lie.discs[name].out(v).astype(np.float32), f)


def build(stock: Stock) -> Made:
    lie = column()
    return Made({UNDER[name]: disc(lie, name, stock.step) for name in LEVELS})
