"""The discs over L3, from C2-C3 down; those under it are in `groups.discs`."""

from __future__ import annotations

import numpy as np

from bones.spine import DISCS, SPINE, spine
from bones.spine_disc import disc_field
from geometry.solid import Solid
from groups.stock import Made, Stock
from morphometry import LEVELS

KEYS = DISCS[: -len(LEVELS)]
NEEDS: tuple[str, ...] = ()


def build(stock: Stock) -> Made:
    lie, made = spine(), Made({})
    for name, key in zip(SPINE[1:], KEYS, strict=False):
        v, f = disc_field(lie, name, stock.step).surface()
        made.solids[key] = Solid(key, "disc", lie.discs[name].out(v).astype(np.float32), f)
    return made
