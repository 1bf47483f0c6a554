"""What stands in L4's canal seen from the feet: the sac cut across, its nerves, two roots beside it."""

from __future__ import annotations

import numpy as np

from bones.column import Column
from geometry.field import SUBTRACT, Field, Sweep
from geometry.solid import Solid
from morphometry import levels

LEVEL = "L4"
CUT = -14.5
WALL = 0.75
CLEAR = (0.80, 0.90, 0.97)
FLUSH = 0.3  # mm above the cut where the fluid ends
NEARER = 0.1  # mm that nerves stand out of the fluid: little enough to cast no shadow on it


def _column_of(
    field: Field, x: float, y: float, a: float, b: float, low: float, high: float, op: int = 0
) -> None:
    rows = [[x, y, low, a, b], [x, y, (low + high) / 2, a, b], [x, y, high, a, b]]
    field.sweep(Sweep(rows, (0, 1, 0), 2.1, 0.25, 6), 0.2, op)


def _flat(field: Field, height: float) -> None:
    """End what is in `field` with a flat face at `height` mm: a sweep's own end is round."""
    field.put(field.axes()[2] - height, 0.1, SUBTRACT)


def canal_section(lie: Column) -> list[Solid]:
    """Sac wall, clear fluid, the nerves inside, both L5 roots on their way down; cut below the lamina."""
    p, place = levels()[LEVEL], lie.bones[LEVEL]
    a, b = p.sac_width / 2, p.sac_depth / 2
    y = p.wall - p.sac_behind_wall - b
    box = ((-a - 8, y - b - 6, CUT - 4), (a + 8, y + b + 8, 20))

    def solid(region: str, tissue: str, field: Field, pieces: bool = False) -> Solid:
        v, f = field.surface(0.6, pieces)
        return Solid(region, tissue, place.out(v).astype(np.float32), f)

    shell = Field(*box, 0.3)
    _column_of(shell, 0, y, a, b, CUT, 15)
    _column_of(shell, 0, y, a - WALL, b - WALL, CUT - 3, CUT + 4, SUBTRACT)
    fluid = Field(*box, 0.3)
    _column_of(fluid, 0, y, a - WALL + 0.1, b - WALL + 0.1, CUT - 3, CUT + 6)
    _flat(fluid, CUT + FLUSH)
    nerves = Field(*box, 0.15)
    rng = np.random.default_rng(12)
    placed: list[tuple[float, float]] = []
    while len(placed) < 26:
        x, d = rng.uniform(-a + 1.7, a - 1.7), rng.uniform(-b + 1.7, b - 1.7)
        inside = (x / (a - 1.6)) ** 2 + (d / (b - 1.6)) ** 2 < 1
        if inside and all(np.hypot(x - q, d - r) > 1.55 for q, r in placed):
            placed.append((x, d))
            size = rng.uniform(0.55, 0.72)
            _column_of(nerves, x, y + d, size, size, CUT - 3, CUT + 5)
    _flat(nerves, CUT + FLUSH - NEARER)
    out = [solid("dura", "cord", shell), solid("dura", "cord", fluid), solid("cauda", "nerve", nerves, True)]
    out[1].colour = np.tile(np.asarray(CLEAR, np.float32), (len(out[1].v), 1))
    for side, sign in (("right", 1), ("left", -1)):
        root = Field(*box, 0.3)
        x = sign * (p.half_canal - 2.6)
        r = p.root_radius
        rows = [
            [sign * a * 0.9, y + 1.5, 14, r, r],
            [x, p.wall - 5.0, 0, r, r],
            [x * 1.02, p.wall - 4.6, CUT - 0.3, r, r],
        ]
        root.sweep(Sweep(rows, (0, 1, 0), 2.0, 0.4, 16), 0.2)
        out.append(solid(f"L5.root.{side}", "nerve", root))
    return out
