"""Places in the arch of C3 to C7 that its parts share, and the canal inside it; draws nothing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geometry.field import Array, smooth_max
from morphometry import Level

ROOF_EDGE = 1.5  # mm under the laminae's upper edge where the canal is measured
ROOF_FALL = 0.9  # share of the laminae's slope that their inner face has
ROOF_CLEAR = 0.6  # mm that the slanting sides stand further back, so that the rounded apex is where it should


@dataclass(frozen=True)
class Plan:
    """Heights and places on the right side, mm."""

    p: Level
    top: float  # upper edge of the laminae
    mid: float  # their middle height
    roof: float  # middle of their thickness in the midline, at `mid`
    pedicle: NDArray[np.float64]  # middle of the pedicle where the canal is widest, x and y
    outward: NDArray[np.float64]  # its direction, away from the body
    across: NDArray[np.float64]  # and across it, away from the canal

    @classmethod
    def of(cls, p: Level) -> Plan:
        top = p.vbh_p / 2 - p.lamina_top
        mid = top - p.lam_h / 2
        angle = np.radians(p.pedicle_angle)
        across = np.array([np.cos(angle), np.sin(angle)])
        inner = np.array([p.half_canal, p.wall - p.pedicle_back])
        return cls(
            p,
            top,
            mid,
            canal_roof(p, mid) - p.lam_t / 2,
            inner + across * p.ped_w / 2,
            np.array([np.sin(angle), -np.cos(angle)]),
            across,
        )


def canal_roof(level: Level, z: float) -> float:
    """Where the canal's roof stands in the midline at a height under the laminae, mm on the y axis."""
    upper = level.vbh_p / 2 - level.lamina_top - ROOF_EDGE
    return level.wall - level.canal_d - ROOF_FALL * level.lamina_slope * max(upper - z, 0.0)


def canal(level: Level, x: Array, y: Array, z: Array) -> Array:
    """Distance to the vertebral canal: a wide triangle with the pedicles cut across its front corners."""
    x = np.abs(x)
    upper = level.vbh_p / 2 - level.lamina_top - ROOF_EDGE
    roofed = y + ROOF_FALL * level.lamina_slope * np.maximum(upper - z, 0.0)
    slant, angle = np.radians(level.lamina_between / 2), np.radians(level.pedicle_angle)
    back = level.wall - level.canal_d
    roof = x * np.cos(slant) - (roofed - back + ROOF_CLEAR) * np.sin(slant)
    corner = (x - level.half_canal) * np.cos(angle) + (y - level.wall + level.pedicle_back) * np.sin(angle)
    out = smooth_max(roof, np.broadcast_to(x - level.half_canal, roof.shape), 2.0)
    out = smooth_max(out, back - roofed - np.float32(0.2), 3.0)
    out = smooth_max(out, np.broadcast_to(corner, out.shape), 2.0)
    return smooth_max(out, np.broadcast_to(y - level.wall, out.shape), 1.5)
