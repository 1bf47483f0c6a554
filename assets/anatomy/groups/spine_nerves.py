"""The spinal cord, the whole sac and the nerve roots C1 to L2; those under them are in `groups.nerves`."""

from __future__ import annotations

from bones.spine import spine
from geometry.solid import SIDES
from groups.stock import FINE, Made, Stock
from soft import spinal_cord, spinal_roots

SAC_STEP = 0.5  # mm, the finest grid of the three long solids, half a metre each
SAC, CORD, FAT = "spine.dura", "spine.cord", "spine.fat"
KEYS = (CORD, SAC, FAT, *(f"{name}.root.{side}" for name in spinal_roots.ROOTS for side in SIDES))
NEEDS: tuple[str, ...] = ()


def build(stock: Stock) -> Made:
    lie, step = spine(), max(stock.step, SAC_STEP)
    made = Made(
        {CORD: spinal_cord.cord(lie, step), SAC: spinal_cord.sac(lie, step), FAT: spinal_cord.fat(lie, step)}
    )
    for name in spinal_roots.ROOTS:
        made.solids |= {root.region: root for root in spinal_roots.roots(lie, name, min(stock.step, FINE))}
    return made
