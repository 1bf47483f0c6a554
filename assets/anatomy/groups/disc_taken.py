"""The piece of disc that presses, is taken and is gone, and the nerves beside it (`+draped`, `+held`)."""

from __future__ import annotations

from bones.column import column
from groups.stock import Made, Stock
from surgery import disc_piece, hardware

NERVES = ("L5.root.right", "dura")
KEYS = (
    "disc_piece",
    "disc_piece+out",
    "L4-L5.disc+opened",
    *(f"{nerve}+{state}" for nerve in NERVES for state in ("draped", "held")),
    "nerve_hook",
    "instrument",
)
NEEDS = ("nerves",)
FINE = 0.3  # mm


def build(stock: Stock) -> Made:
    lie = column()
    root, sac = (stock.solid(name) for name in NERVES)
    made = Made(disc_piece.solids(lie, root, sac, min(stock.step, FINE)))
    made.solids["nerve_hook"] = hardware.nerve_hook(lie)
    made.solids["instrument"] = hardware.grasper(lie, disc_piece.grip(lie))
    return made
