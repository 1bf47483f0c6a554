"""The vertebral body: outline, waist, rim and hollow end-plates, its small vessels' holes; knows no arch."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from geometry.field import SUBTRACT, Array, Field, smooth_max
from morphometry import Level

ROUNDED = 0.72  # mm that the rim's rounding takes off again
LIP = 0.45  # mm by which the ring stands out over the waist
PORES = 18


def half_height(level: Level, y: NDArray[Any] | float) -> NDArray[Any] | float:
    """Half the body's height at a front-to-back place, mm."""
    share = np.clip(0.5 + 0.5 * np.asarray(y) / level.half_depth, 0, 1)
    return (level.vbh_p * (1 - share) + level.vbh_a * share) / 2


def outline(level: Level, x: Array, y: Array, z: Array) -> tuple[NDArray[Any], NDArray[Any]]:
    """Radius of a point and of the body's rim in that direction, mm, at the width of that height.

    The back wall stands upright at `level.wall`; where the end-plates' depths differ, they do so in front.
    """
    up = np.clip(z / level.vbh_p + 0.5, 0, 1)
    a = (level.epw_l * (1 - up) + level.epw_u * up) / 2
    front = (level.epd_l * (1 - up) + level.epd_u * up) - level.half_depth
    rho = np.sqrt(x * x + y * y) + 1e-3
    # the back half is deeper by what the hollow takes, so that the wall stands where the table says
    b = np.where(y < 0, level.half_depth / (1 - level.body_notch), front)
    c, s = (np.abs(x) + 1e-3) / rho, (np.abs(y) + 1e-3) / rho
    front_power = level.measures.get("body_power_front")  # a thoracic body narrows toward the front
    e = level.body_power if front_power is None else np.where(y > 0, front_power, level.body_power)
    rim = ((c / a) ** e + (s / b) ** e) ** (-1 / e)
    from_back = np.arctan2(np.abs(x) + 1e-5, -y)
    hollow = level.body_notch * np.exp(-((from_back / 0.62) ** 2))
    return rho, (rim + ROUNDED) * (1 - hollow)


def plate_depth(level: Level, x: Array, y: Array) -> Array:
    """How far the end-plate is hollowed below its rim, mm: a short slope inside the ring, then a dish."""
    q = ((x / (level.epw_u / 2)) ** 2 + (y / level.half_depth) ** 2) / level.plate_rim**2
    edge = np.clip((1 - q) / 0.28, 0, 1)
    return np.asarray(
        level.plate_dish * (0.34 * edge * edge * (3 - 2 * edge) + 0.66 * np.clip(1 - q, 0, 1) ** 1.2),
        np.float32,
    )


def body(level: Level, x: Array, y: Array, z: Array) -> Array:
    """Distance to the vertebral body, mm."""
    rho, rim = outline(level, x, y, z)
    hh = half_height(level, y)
    up = np.minimum(1, np.abs(z) / hh)
    from_back = np.arctan2(np.abs(x) + 1e-5, -y)
    waist = level.body_waist_back + (level.body_waist - level.body_waist_back) * np.minimum(
        1, from_back / 1.4
    )
    around = np.minimum(1, from_back / 0.9)
    lip = LIP * np.exp(-(((hh - np.abs(z) - 1.2) / 1.5) ** 2)) * around
    side = (rho - rim * (1 - waist * (1 - up**2.3))) * 0.96 - lip - spurs(level, from_back, z, hh)
    side = side + LIP * around  # the lip itself reaches the table's width
    plate = np.abs(z) - (hh - plate_depth(level, x, y))
    return smooth_max(np.asarray(side, np.float32), np.asarray(plate, np.float32), 2.2)


def spurs(level: Level, from_back: Array, z: Array, half: Array | float) -> Array | float:
    """How far extra bone lips out at the upper and the lower rim, mm; none in a healthy bone."""
    up, low = level.measures.get("spur_upper", 0.0), level.measures.get("spur_lower", 0.0)
    if not up and not low:
        return 0.0
    tall = np.where(z > 0, up, low)
    uneven = 0.72 + 0.28 * np.sin(5.0 * from_back + 0.8) + 0.14 * np.sin(11.0 * from_back)
    lip = np.exp(-(((half - np.abs(z)) / 3.8) ** 2))
    return np.asarray(tall * uneven * lip, np.float32)


def vessels(field: Field, level: Level, seed: int) -> None:
    """Cut the basivertebral foramen behind and a few tiny holes around the waist.

    Done before the arch is joined, so that nothing can close over a hole.
    """
    for side in (1, -1):
        field.ellipsoid((side * 1.3, level.wall + 1.2, -0.2), (1.9, 3.0, 1.5), 1.6, SUBTRACT)
    rng = np.random.default_rng(seed)
    for turn in np.linspace(-2.2, 2.2, PORES) + rng.uniform(-0.11, 0.11, PORES):
        up, size = rng.normal(0, 3.4), rng.uniform(0.26, 0.46)
        line = np.array([[np.sin(turn) * r, np.cos(turn) * r, up] for r in np.arange(12, 28, 0.25)])
        inside = field.at(line) < 0
        if inside.any():
            field.ellipsoid(line[np.nonzero(inside)[0][-1]], (size, size, size * 1.3), 0.8, SUBTRACT)


def grain(field: Field, level: Level, seed: int) -> None:
    """Fine upright lines around the waist and a faint pitting of the hollow end-plates."""
    x, y, z = field.axes()
    hh = half_height(level, y)
    rho, rim = outline(level, x, y, z)
    near = np.clip((rho - rim * 0.72) / (rim * 0.1), 0, 1) * (rho < rim * 1.06)
    waist = near * np.clip((hh - 1.6 - np.abs(z)) / 2.5, 0, 1)
    field.roughen(0.075, 1.9, seed, np.asarray(waist, np.float32), stretch=6.0)
    hollow = np.clip(plate_depth(level, x, y) / level.plate_dish, 0, 1) * (np.abs(np.abs(z) - hh) < 4)
    field.roughen(0.07, 1.7, seed + 1, np.asarray(hollow, np.float32))
