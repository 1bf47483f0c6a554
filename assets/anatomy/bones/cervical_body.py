"""The body of C3 to C7: a saddle with hooks above, hollow with a hanging lip below; knows no arch."""

from __future__ import annotations

import numpy as np

from bones.vertebral_body import half_height, outline
from geometry.field import SUBTRACT, Array, Field, smooth_max
from morphometry import Level

EDGE = 2.4  # mm over which the plates round into the sides
FLARE = 2.0  # how late the body widens toward its lower plate; 1 would be evenly
HOOK_AT, HOOK_SPREAD = 1.22, 0.58  # direction of a hook's highest place from straight behind, radians
HOOK_ROUNDED = 0.5  # mm that this rounding takes off a hook's crest
PROUD = 0.2  # mm by which the rim's rounding leaves the front too far forward
PORES = 7


def _turned(x: Array, y: Array) -> Array:
    """Direction from the body's middle in radians: 0 behind, half pi at the side, pi in front."""
    return np.asarray(np.arctan2(np.abs(x) + 1e-5, -y), np.float32)


def _step(value: Array, start: float, end: float) -> Array:
    t = np.clip((value - start) / (end - start), 0, 1)
    return np.asarray(t * t * (3 - 2 * t), np.float32)


def beside(x: Array, y: Array) -> Array:
    """Where the hooks stand: 1 a little behind the side's middle, falling to 0 in front and behind."""
    return np.asarray(np.exp(-(((_turned(x, y) - HOOK_AT) / HOOK_SPREAD) ** 2)), np.float32)


def _with_hooks(level: Level) -> Level:
    """The body as wide as its hooks and lower edges are outside, before they are rounded.

    The table gives the width from crest to crest and from edge to edge.
    """
    return level.changed(
        epw_u=level.epw_u + 2 * level.hook_outside, epw_l=level.epw_l + 2 * level.edge_outside
    )


def _rim(level: Level, x: Array, y: Array, z: Array) -> tuple[Array, Array]:
    """Radius of a point and of the rim in its direction, mm; slim until it flares to the lower lip."""
    up = np.clip(z / level.vbh_p + 0.5, 0, 1)
    height = np.asarray((0.5 - (1 - up) ** FLARE) * level.vbh_p, np.float32)
    rho, rim = outline(_with_hooks(level), x, y, height)
    return rho, rim - PROUD * np.clip(y / rho, 0, 1)


def _share(level: Level, x: Array, y: Array, z: float) -> Array:
    """Share of the way from the body's middle to the rim at one height."""
    rho, rim = _rim(level, x, y, np.full_like(y, z))
    return np.asarray(rho / rim, np.float32)


def _drop(level: Level, y: Array, depth: float) -> Array:
    """How far a plate of `depth` mm hangs down toward its front edge: the body is sheared, not taller."""
    return np.asarray(level.lip_drop * np.clip(y / (depth - level.half_depth), 0, 1) ** 2, np.float32)


def upper_plate(level: Level, x: Array, y: Array) -> Array:
    """Height of the upper end-plate, mm: rolled down in front, rising at both sides to the hooks."""
    share = _share(level, x, y, level.vbh_p / 2)
    rise = _step(share, 0.44, 0.92)
    hooks = (level.hook_height + HOOK_ROUNDED) * rise * beside(x, y)
    return np.asarray(half_height(level, y) - _drop(level, y, level.epd_u) + hooks, np.float32)


def lower_plate(level: Level, x: Array, y: Array) -> Array:
    """Height of the lower end-plate, mm: hollow from front to back, bevelled for the hooks below."""
    share = _share(level, x, y, -level.vbh_p / 2)
    back = np.clip(0.5 + 0.5 * y / level.half_depth, 0, 1)
    hollow = level.plate_hollow * np.clip(np.sin(np.pi * back**1.15), 0, 1) ** 1.2
    bevel = level.plate_bevel * np.clip((share - 0.52) / 0.40, 0, 1.2) ** 1.4 * beside(x, y)
    return np.asarray(-half_height(level, y) - _drop(level, y, level.epd_l) + hollow + bevel, np.float32)


def body(level: Level, x: Array, y: Array, z: Array) -> Array:
    """Distance to the vertebral body with its hooks, mm."""
    rho, rim = _rim(level, x, y, z)
    up = np.clip(np.abs(z) / half_height(level, y), 0, 1)
    waist = level.body_waist_back + (level.body_waist - level.body_waist_back) * np.minimum(
        1, _turned(x, y) / 1.4
    )
    # a faint upright ridge in the middle of the front, between the beds of the long neck muscles
    keel = 0.5 * np.exp(-((x / 2.6) ** 2)) * (y > 0)
    side = np.asarray((rho - rim * (1 - waist * (1 - up**2.2)) - keel * (1 - up**2)) * 0.96, np.float32)
    plate = np.maximum(z - upper_plate(level, x, y), lower_plate(level, x, y) - z)
    # a steep plate counts its height for more than its distance
    steep = 1 / np.sqrt(1 + (0.9 * beside(x, y) * np.clip(rho / rim - 0.5, 0, 0.5) / 0.5) ** 2)
    return smooth_max(side, np.asarray(plate * steep, np.float32), EDGE)


def hook(level: Level, x: Array, y: Array, z: Array) -> Array:
    """True in the hooks: what of the body stands above its upper plate's middle."""
    return np.asarray((z > half_height(level, y) + 0.4) & (beside(x, y) > 0.1))


def vessels(field: Field, level: Level, seed: int) -> None:
    """Cut the basivertebral holes behind and a few tiny ones around the waist, before the arch is joined."""
    for side in (1, -1):
        field.ellipsoid((side * 2.2, level.wall + 0.6, -0.4), (0.9, 1.5, 0.8), 0.9, SUBTRACT)
    rng = np.random.default_rng(seed)
    for turn in np.linspace(-1.3, 1.3, PORES) + rng.uniform(-0.14, 0.14, PORES):
        up, size = rng.normal(-0.6, 1.6), rng.uniform(0.26, 0.40)
        line = np.array([[np.sin(turn) * r, np.cos(turn) * r, up] for r in np.arange(4, 16, 0.2)])
        inside = field.at(line) < 0
        if inside.any():
            field.ellipsoid(line[np.nonzero(inside)[0][-1]], (size, size, size * 1.3), 0.7, SUBTRACT)


def grain(field: Field, level: Level, seed: int) -> None:
    """Fine upright lines around the waist and a faint pitting of the end-plates."""
    x, y, z = field.axes()
    rho, rim = _rim(level, x, y, z)
    near = np.clip((rho - rim * 0.72) / (rim * 0.1), 0, 1) * (rho < rim * 1.1)
    waist = near * np.clip((half_height(level, y) - 1.4 - np.abs(z)) / 2.0, 0, 1)
    field.roughen(0.06, 1.5, seed, np.asarray(waist, np.float32), stretch=5.0)
    plates = (rho < rim * 0.9) * np.exp(-(((np.abs(z) - half_height(level, y)) / 2.0) ** 2))
    field.roughen(0.05, 1.4, seed + 1, np.asarray(plates, np.float32))
