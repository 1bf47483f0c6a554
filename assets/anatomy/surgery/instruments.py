"""The retractor that holds the muscle aside and the tube through it, where they stand; cuts nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import CubicSpline, PchipInterpolator

from bones.column import Column
from geometry.field import SUBTRACT, Array, Field, smooth_max
from geometry.slivers import even_surface
from geometry.solid import SIDES, Solid
from soft.muscles import Bed, Bone, Channel, Opening, bed
from surgery.tube import TUBE_INSIDE, tube_axis

POLISHED = np.array((0.66, 0.685, 0.70), np.float32)
BRUSHED = np.array((0.36, 0.38, 0.395), np.float32)
ANODISED = np.array((0.095, 0.098, 0.102), np.float32)
TUBE_INNER = np.array((0.055, 0.057, 0.060), np.float32)
MARK = np.array((0.03, 0.032, 0.034), np.float32)
# a blade of a lamina retractor: half widths in the wound, at the bend and along the arm; thickness; mm
BLADE, NECK, ARM, THICK = 11.5, 6.4, 7.6, 1.5
SLOT_AT, SLOT_HALF = 27.0, 10.0  # mm beyond the bend; so near that either arm shows it in the picture
RIM = 4  # which point of a blade's path lies at the rim of the wound
TUBE_WALL, TUBE_PROUD = 1.3, 9.0  # mm; how far it stands out of the muscle
TUBE_GRID = 0.22  # mm: on a coarser one its thin rim is stepped
TUBE_MARK = 10.0  # mm from one dark ring round its outside to the next
TAB, TAB_WIDE = (9.5, 21.0), 5.5  # mm from the axis, and half its breadth: short, so that it is no handle


def blade(lie: Column, bones: Sequence[Bone], side: str, way: Opening) -> Solid:
    """A blade that leans on the held muscle of one side at L4 and bends outward over its edge to an arm."""
    sign, at = SIDES[side], way.at
    path = _blade_path(bed(lie), bones, sign, way)
    chord = np.r_[0, np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))]
    line = CubicSpline(chord, path)(np.linspace(0, chord[-1], 260))
    length = np.r_[0, np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))]
    bend, end = float(chord[RIM]), float(length[-1])
    low, high = line.min(0) - 6, line.max(0) + 6
    field = Field((low[0], low[1], at - BLADE - 4), (high[0], high[1], at + BLADE + 4), 0.32)
    u, y, z = field.axes()
    off, along = _beside(np.stack(np.broadcast_arrays(u, y), -1)[:, :, 0], line, length)
    off, along, across = off[..., None], along[..., None], np.abs(z - at)
    half = PchipInterpolator(
        [-50, 0, bend, bend + 6, bend + 17, bend + 36, end + 50],
        [BLADE - 1, BLADE - 1, BLADE, BLADE - 2, NECK, ARM, ARM],
    )(along)
    # curved across: the edges turn away from the wound, and the arm is crowned, so that both catch light
    crown = np.interp(along, [0, bend - 4, bend + 6, bend + 18], [0.010, 0.010, 0.016, 0.030])
    bead = 0.45 * np.exp(-(((half - across) / 1.3) ** 2))
    sheet = np.abs(off + crown * across**2) - THICK / 2 - bead
    outline = _rounded(across - half, np.maximum(-along, along - end), 7.0)
    slot = np.hypot(np.maximum(np.abs(along - bend - SLOT_AT) - SLOT_HALF, 0), across) - 2.4
    field.d = smooth_max(np.asarray(sheet, np.float32), outline, 1.3)
    field.put(slot, 0.8, SUBTRACT)
    v, f = field.surface(0.6)
    paint = _brushed(field.at(v.astype(float), outline))
    if sign < 0:
        v, f = v * np.array([-1, 1, 1], np.float32), np.ascontiguousarray(f[:, ::-1])
    return Solid("retractor", "metal", v, f, None, paint)


def _brushed(outline: Array) -> Array:
    """Brushed steel, polished along its edge."""
    return np.asarray(BRUSHED + (POLISHED - BRUSHED) * np.exp(-((outline / 1.6) ** 2))[:, None], np.float32)


def _blade_path(lines: Bed, bones: Sequence[Bone], sign: float, way: Opening) -> NDArray[np.float64]:
    """Points (u, y): from the foot just off the bone up the wall, over its rim and out along the arm."""
    tip = float(lines.tip(way.at))

    def wall(y: float) -> float:
        return float(way.wall(lines, y, way.at)) - THICK / 2 - 1.2

    rim, foot = tip - 6.0, tip + 14.0
    while _room(bones, np.array([(sign * wall(foot), foot + 2.5, way.at + k) for k in (-8, 0, 8)])) > 0.6:
        foot += 0.5
    out = wall(rim)
    return np.array(
        [
            (wall(foot) - 1.0, foot + 1.5),
            (wall(foot - 4) - 0.6, foot - 4),
            (wall(foot - 12), foot - 12),
            (wall(rim + 8), rim + 8),
            (out + 0.5, rim),
            (out + 3.4, rim - 5.2),
            (out + 9.5, rim - 8.2),
            (out + 22, rim - 9.6),
            (out + 42, rim - 11.5),
            (out + 66, rim - 14.5),
        ]
    )


def _rounded(a: NDArray[np.floating[Any]], b: NDArray[np.floating[Any]], corner: float) -> Array:
    """The larger of two distances with a round outside corner of radius `corner` mm."""
    a, b = a + corner, b + corner
    out = np.hypot(np.maximum(a, 0), np.maximum(b, 0)) + np.minimum(np.maximum(a, b), 0) - corner
    return np.asarray(out, np.float32)


def _beside(
    points: NDArray[np.float32], line: NDArray[np.float64], length: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Signed distance to the right of a line in a plane, and how far along it, running on past its ends."""
    step = np.diff(line, axis=0)
    size = np.linalg.norm(step, axis=1)
    unit = step / size[:, None]
    best = np.full(points.shape[:2], 1e9)
    off, along = np.zeros_like(best), np.zeros_like(best)
    for k in range(len(step)):
        d = points - line[k]
        t = d @ unit[k]
        held = np.clip(t, -1e3 if k == 0 else 0, 1e3 if k == len(step) - 1 else size[k])
        far = np.hypot(*np.moveaxis(d - held[..., None] * unit[k], -1, 0))
        nearer = far < best
        best = np.where(nearer, far, best)
        off = np.where(nearer, far * np.sign(d[..., 0] * unit[k, 1] - d[..., 1] * unit[k, 0]), off)
        along = np.where(nearer, length[k] + held, along)
    return off, along


def _room(bones: Sequence[Bone], points: NDArray[np.float64]) -> float:
    """How far the nearest of `points` is from any bone, mm."""
    return min(float(bone.at(points @ turn.T + shift).min()) for bone, turn, shift in bones)


def channel(lie: Column, bones: Sequence[Bone]) -> Channel:
    """The tube's way to the L4-L5 window on the right: in until its edge would touch bone."""
    middle, away = tube_axis(lie)
    axes = _tube_axes(away)
    turn = np.linspace(0, 2 * np.pi, 72, endpoint=False)
    radius = TUBE_INSIDE + TUBE_WALL
    ring = middle + radius * np.stack([np.cos(turn), np.sin(turn)], 1) @ axes[:2]
    far = 40.0
    while _room(bones, ring + (far - 0.5) * axes[2]) > 0.8:
        far -= 0.5
    foot, out = middle + far * axes[2], axes[2]
    return Channel(
        (float(foot[0]), float(foot[1]), float(foot[2])),
        (float(out[0]), float(out[1]), float(out[2])),
        radius + 0.25,
    )


def _tube_axes(out: Sequence[float] | NDArray[np.float64]) -> NDArray[np.float64]:
    """Rows: across the tube toward the patient's right, across it upward, and out of it."""
    axis = np.asarray(out, float) / np.linalg.norm(out)
    up = np.array([0, 0, 1.0]) - axis[2] * axis
    up /= np.linalg.norm(up)
    return np.stack([np.cross(up, axis), up, axis])


def tube(lie: Column, way: Channel) -> Solid:
    """A dark working tube on the bone, 18 mm inside: a rounded rim, depth rings, the tab its holder grips."""
    lines = bed(lie)
    foot, axes = np.array(way.foot), _tube_axes(way.out)
    long = 20.0
    while (here := foot + long * axes[2])[1] > float(lines.top(float(here[0]), float(here[2]))):
        long += 1.0
    long += TUBE_PROUD
    field = Field((-14, -15, -3), (TAB[1] + 3, 15, long + 4), TUBE_GRID)
    x, y, z = field.axes()
    from_axis = np.asarray(np.hypot(x, y), np.float32)
    inside = TUBE_INSIDE + 1.6 * np.clip((z - long + 5) / 5, 0, 1) ** 2
    bead = 0.5 * np.exp(-(((z - long + 0.4) / 0.9) ** 2))
    ring = np.abs(from_axis - inside - TUBE_WALL / 2) - TUBE_WALL / 2 - bead
    field.d = smooth_max(np.asarray(ring, np.float32), np.asarray(np.maximum(-z, z - long), np.float32), 0.7)
    tab = _rounded(np.abs(x - sum(TAB) / 2) - (TAB[1] - TAB[0]) / 2, np.abs(y) - TAB_WIDE, 4.0)
    field.put(smooth_max(tab, np.asarray(np.abs(z - long + 1.6) - 1.3, np.float32), 0.8), 1.2)
    field.put(np.asarray(from_axis - inside + bead, np.float32), 0.5, SUBTRACT)
    field.put(np.asarray(np.hypot(x - TAB[1] + 4.5, y) - 1.9, np.float32), 0.5, SUBTRACT)
    v, f = even_surface(field, 1.2)
    out = np.hypot(v[:, 0], v[:, 1])
    deep = np.clip((long - 1.5 - v[:, 2]) / 4, 0, 1) * (out < TUBE_INSIDE + TUBE_WALL / 2)
    paint = ANODISED + (TUBE_INNER - ANODISED) * deep[:, None]
    rings = np.exp(-(((np.mod(long - v[:, 2], TUBE_MARK) - TUBE_MARK / 2) / 0.35) ** 2))
    outside = (
        (out > TUBE_INSIDE + TUBE_WALL * 0.6) & (out < TUBE_INSIDE + TUBE_WALL + 0.6) & (v[:, 2] < long - 4)
    )
    paint = paint + (MARK - paint) * (rings * outside)[:, None]
    placed = (v @ axes + foot).astype(np.float32)
    return Solid("tube", "metal", placed, f, None, np.asarray(paint, np.float32))
