"""Measures the meshes against the published table and prints both; ends with 1 when one is off."""

from __future__ import annotations

import sys
from itertools import pairwise

import numpy as np
from column import column
from model import Model, model
from morphometry import LEVELS, Level, levels
from numpy.typing import NDArray
from vertebra import PARTS

Points = NDArray[np.float64]


def _of(points: Points, part: NDArray[np.uint8], *names: str) -> Points:
    codes = [PARTS.index(n) + 1 for n in names]
    return points[np.isin(part, codes)]


def measure(built: Model, name: str) -> list[tuple[str, float, float]]:
    """Name, measured, wanted, in mm, of one vertebra in its own frame."""
    p: Level = levels()[name]
    solid = built.solid(name)
    assert solid.part is not None
    v = column().bones[name].into(solid.v)
    body = _of(v, solid.part, "body")
    upper, lower = body[body[:, 2] > p.vbh_p / 2 - 4], body[body[:, 2] < -p.vbh_p / 2 + 4]
    front = body[(np.abs(body[:, 0]) < 4) & (body[:, 1] > p.half_depth - 5)]
    back = body[(np.abs(body[:, 0]) < 6) & (body[:, 1] < p.wall + 5)]
    inner = v[(np.abs(v[:, 2] - 3) < 3)]
    canal = inner[(inner[:, 1] < p.wall - 1) & (inner[:, 1] > p.wall - 6)]
    roof = v[(np.abs(v[:, 0]) < 1.0) & (v[:, 1] < p.wall - 10)]
    mid = p.vbh_p / 2 - p.lamina_top - p.lam_h / 2
    roof = roof[np.abs(roof[:, 2] - mid) < 1.5]
    wing = _of(v, solid.part, "transverse.right", "transverse.left")
    return [
        ("upper width", float(np.ptp(upper[:, 0])), p.epw_u),
        ("lower width", float(np.ptp(lower[:, 0])), p.epw_l),
        ("upper depth", float(np.ptp(upper[np.abs(upper[:, 0]) < 5, 1])), (p.epd_u + p.half_depth * 2) / 2),
        ("front height", float(np.ptp(front[:, 2])), p.vbh_a),
        ("back height", float(np.ptp(back[:, 2])), p.vbh_p),
        ("canal width", 2 * float(np.abs(canal[:, 0]).min()), p.canal_w),
        ("canal depth", p.wall - float(roof[:, 1].max()), p.canal_d),
        ("transverse span", float(np.ptp(wing[:, 0])), p.tp_span),
        ("spinous reach", p.wall - float(v[:, 1].min()), p.sp_reach),
    ]


def main() -> int:
    built = model(float(sys.argv[1]) if len(sys.argv) > 1 else 0.42)
    off = 0
    for name in LEVELS:
        for what, found, wanted in measure(built, name):
            bad = abs(found - wanted) > max(0.05 * wanted, 0.5)
            off += bad
            note = "  off" if bad else ""
            print(f"{name}  {what:16s} {found:6.1f} {wanted:6.1f} {found - wanted:+5.1f}{note}")
    lie = column()
    for upper, lower in pairwise(LEVELS):
        angle = lie.bones[lower].tilt - lie.bones[upper].tilt
        print(f"{upper}-{lower} angle {angle:6.1f} {levels()[upper].seg_angle_below:6.1f}")
    print("bone removed, cm3, this model's:", built.figures())
    return int(off > 0)


if __name__ == "__main__":
    sys.exit(main())
