"""The muscles beside the spine, the retractor that holds them and the skin of the low back; cuts no bone."""

from __future__ import annotations

import numpy as np
from column import Column
from field import SUBTRACT, Array, Field, Sweep, smooth_max
from morphometry import LEVELS, levels
from numpy.typing import NDArray
from scipy import ndimage as ndi
from soft import Solid, tube

F32 = NDArray[np.float32]
CUT_LENGTH = 42.0
CUT_BESIDE = 7.0
MEAT, DEEP, SHEEN, FASCIA = (
    (0.50, 0.185, 0.150),
    (0.32, 0.095, 0.080),
    (0.66, 0.335, 0.285),
    (0.80, 0.68, 0.58),
)


def tips(lie: Column) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Heights (rising) and depths of the spinous tips, carried on above L3 and below L5."""
    points = []
    for name in LEVELS:
        p = levels()[name]
        points.append(
            lie.bones[name].out((0, p.wall - p.sp_reach, p.vbh_p / 2 - p.lamina_top - p.lam_h / 2 - 5))
        )
    z = np.array([q[2] for q in points])[::-1]
    y = np.array([q[1] for q in points])[::-1]
    z = np.r_[z[0] - 45, z, z[-1] + 45]
    y = np.r_[y[0] - 6, y, y[-1] + 4]
    return z, y


def _fibres(x: Array, y: Array, z: Array, sign: float, wave: float, run: float, seed: int) -> Array:
    """Noise drawn out along the fibres, which run from the midline down and to the side."""
    rng = np.random.default_rng(seed)
    block = ndi.gaussian_filter(rng.standard_normal((96, 96, 96)).astype(np.float32), 1.0, mode="wrap")
    block /= block.std()
    across = (sign * x + 0.30 * z + 0.0 * y) * 0.957
    along = (z - 0.30 * sign * x) * 0.957
    across, deep, along = np.broadcast_arrays(across / wave, y / wave, along / run)
    where = np.stack([a.ravel() for a in (across, deep, along)])
    return np.asarray(
        ndi.map_coordinates(block, where, order=1, mode="grid-wrap").reshape(across.shape), np.float32
    )


def muscle(
    lie: Column,
    bones: list[tuple[Field, NDArray[np.float64], NDArray[np.float64]]],
    side: str,
    held_aside: bool,
    step: float,
) -> Solid:
    """Multifidus of one side, lying on the laminae or held to the side by a retractor at L4."""
    sign = 1.0 if side == "right" else -1.0
    low, high = (2.0, 66.0) if sign > 0 else (-66.0, -2.0)
    field = Field((low - 4, -96, -62), (high + 4, -22, 62), step)
    x, y, z = field.axes()
    u = np.abs(x)
    heights, depths = tips(lie)
    tip = np.interp(z, heights, depths).astype(np.float32)
    swell = 8.5 * np.sin(np.pi * np.clip(u / 44, 0, 1) ** 0.8) - 0.06 * np.clip(u - 30, 0, None) ** 1.5
    top = tip + 3.0 - swell
    if held_aside:
        open_to = 3.2 + 25.5 * np.exp(-(((z + 1.5) / 33.0) ** 4))
        top = top - 3.0 * np.exp(-(((u - open_to - 9) / 8.0) ** 2)) * np.exp(-((z / 34.0) ** 4))
        wall = open_to - 0.16 * np.clip(y - top, 0, 40) * np.exp(-((z / 33.0) ** 4)) - u
    else:
        wall = 2.9 - u
    outside = np.asarray(top - y, np.float32)
    shape = np.broadcast_shapes(outside.shape, wall.shape)
    field.d = smooth_max(
        np.broadcast_to(outside, shape), np.broadcast_to(wall, shape).astype(np.float32), 7.0
    )
    broad = _fibres(x, y, z, sign, 2.4, 26.0, 21)
    fine = _fibres(x, y, z, sign, 0.75, 15.0, 22)
    field.d += 0.62 * broad + 0.24 * fine
    field.put(np.broadcast_to(y + 24, field.shape), 2.0, 2)
    for bone, turn, shift in bones:
        field.put(bone.moved(turn, shift, field) - 0.5, 1.5, SUBTRACT)
    v, f = field.surface(0.5)
    b, n = field.at(v, broad), field.at(v, fine)
    paint = np.tile(np.asarray(MEAT, np.float32), (len(v), 1))
    for target, share in (
        (DEEP, np.clip(0.45 * b + 0.25 * n, 0, 0.8)),
        (SHEEN, np.clip(-0.42 * b - 0.25 * n, 0, 0.8)),
    ):
        paint = paint + (np.asarray(target, np.float32) - paint) * share[:, None]
    at_top = np.clip(1 - np.abs(field.at(v, np.broadcast_to(outside, shape).astype(np.float32))) / 2.2, 0, 1)
    if held_aside:
        open_at = 3.2 + 25.5 * np.exp(-(((v[:, 2] + 1.5) / 33.0) ** 4))
        rim = np.clip(1 - np.abs(np.abs(v[:, 0]) - open_at - 3.0) / 2.4, 0, 1)
        paint = paint + (np.asarray(FASCIA, np.float32) - paint) * (rim * at_top * 0.85)[:, None]
    return Solid(f"multifidus.{side}", "muscle", v, f, None, np.asarray(paint, np.float32))


def retractor(lie: Column) -> Solid:
    """A flat blade that leans on the muscle's wall at L4 and turns outward over its edge."""
    heights, depths = tips(lie)
    tip = float(np.interp(-1, heights, depths))
    rows = [
        [21.5, tip + 37, -1, 0.75, 8.5],
        [24.0, tip + 26, -1, 0.75, 9.5],
        [26.5, tip + 12, -1, 0.75, 10.5],
        [28.0, tip - 1, -1, 0.8, 10.5],
        [29.6, tip - 9.5, -1, 0.85, 10.0],
        [34.5, tip - 13.5, -1, 0.85, 8.6],
        [45.0, tip - 14.5, -1, 0.9, 6.6],
        [60, tip - 15, -1, 0.95, 5.6],
        [80, tip - 16, -1, 1.0, 5.2],
    ]
    return tube("retractor", "metal", [(Sweep(rows, (0, 0, 1), 5.0, 0.8, 60), 0.5)], 0.42)


def skin() -> Solid:
    """The low back lying face down, seen from behind: furrow, long muscles, waist and dimples."""
    turn, height = np.meshgrid(np.linspace(-1.72, 1.72, 760), np.linspace(-205, 205, 760))
    z = height
    wide = 150 + 26 * _bell(z, -135, 70) + 12 * _bell(z, 175, 80) - 6 * _bell(z, 25, 60)
    thick = 92 + 14 * _bell(z, -150, 70) + 10 * _bell(z, 190, 90)
    x = wide * np.sin(turn) * (1 + 0.10 * np.cos(turn) ** 2)
    flat = np.abs(np.cos(turn)) ** 0.62 * np.sign(np.cos(turn))
    y = -thick * flat
    lumbar = 1 - _rise(-z, 60, 115)
    y += 8.5 * np.exp(-((x / 10) ** 2)) * (0.25 + 0.75 * lumbar) + 5.0 * _bell(z, 10, 75) * np.exp(
        -((x / 70) ** 2)
    )
    y -= 16.0 * np.exp(-(((np.abs(x) - 37) / 21) ** 2)) * (0.22 + 0.78 * lumbar)
    y -= 30 * _rise(-z, 85, 185) * np.exp(-(((np.abs(x) - 70) / 52) ** 2))
    y += 26 * _rise(-z, 128, 200) * np.exp(-((x / (9 + 10 * _rise(-z, 128, 200))) ** 2))
    y += 2.6 * np.exp(-(((np.abs(x) - 43) / 9.5) ** 2) - ((z + 74) / 11) ** 2)
    y += 5 * np.exp(-(((np.abs(x) - 112) / 28) ** 2) - ((z - 18) / 40) ** 2)
    y -= 0.5 * np.exp(-((x / 6) ** 2)) * np.cos(2 * np.pi * (z - 4) / 35) * np.exp(-(((z - 5) / 75) ** 4))
    v = np.stack([x, y, z], -1).reshape(-1, 3).astype(np.float32)
    n = turn.shape[1]
    corner = (np.arange(turn.shape[0] - 1)[:, None] * n + np.arange(n - 1)).ravel()
    f = np.concatenate(
        [np.stack([corner, corner + n, corner + 1], 1), np.stack([corner + 1, corner + n, corner + n + 1], 1)]
    )
    a, b, c = v[f[0]].astype(float)
    if np.cross(b - a, c - a) @ (a - np.array([0, 0, a[2]])) < 0:
        f = f[:, ::-1]
    warm = ndi.gaussian_filter(np.random.default_rng(4).standard_normal(turn.shape), 26)
    warm /= np.abs(warm).max()
    tint = np.array([0.0, -0.022, -0.026]) * warm[..., None] + np.array([0.62, 0.345, 0.225])
    furrow = np.exp(-((x / 12) ** 2)) * lumbar
    tint = tint + furrow[..., None] * np.array([-0.02, -0.035, -0.035])
    solid = Solid(
        "skin", "skin", v, np.ascontiguousarray(f, np.int32), None, tint.reshape(-1, 3).astype(np.float32)
    )
    solid.extra["along"] = np.asarray(v[:, 2] - 2.0, np.float32)
    solid.extra["across"] = np.asarray(v[:, 0] - CUT_BESIDE, np.float32)
    return solid


def sheet(on: Solid) -> Solid:
    """A linen sheet drawn up over the hips, with a soft hem and a few folds, lying on the skin."""
    n = 760
    x, y, z = (on.v[:, k].reshape(n, n).astype(float) for k in range(3))
    hem = -80 + 7 * np.sin(x / 46 + 0.7) + 3 * np.sin(x / 17)
    below = hem - z
    row = 410 / (n - 1)
    z = np.where((below < 0) & (below > -row), hem, z)
    below = np.where((below < 0) & (below > -row), 1e-3, below)
    fold = 2.2 * np.sin(x / 21 + below / 40 + 1.4 * np.sin(below / 34)) + 1.4 * np.sin(x / 9.5 - below / 23)
    lift = 3.0 + 3.6 * np.exp(-(((below - 4) / 4.2) ** 2)) + fold * _rise(below, 4, 34)
    lift += 1.6 * np.exp(-(((below - 15) / 3.0) ** 2))
    lift = np.maximum(lift, 1.6)
    out = np.stack([x * (1 + lift / 170), y - lift, z], -1)
    keep = below > 0
    number = np.where(keep.ravel(), np.cumsum(keep.ravel()) - 1, -1)
    faces = number[on.f]
    v = out.reshape(-1, 3)[keep.ravel()].astype(np.float32)
    return Solid("sheet", "cloth", v, np.ascontiguousarray(faces[(faces >= 0).all(1)], np.int32))


def _bell(t: NDArray[np.float64], middle: float, width: float) -> NDArray[np.float64]:
    return np.asarray(np.exp(-(((t - middle) / width) ** 2)))


def _rise(t: NDArray[np.float64], start: float, end: float) -> NDArray[np.float64]:
    s = np.clip((t - start) / (end - start), 0, 1)
    return np.asarray(s * s * (3 - 2 * s))
