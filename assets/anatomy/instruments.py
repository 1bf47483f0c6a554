"""The retractor that holds the muscle aside and the tube through it, where they stand; cuts nothing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from column import Column
from field import SUBTRACT, Array, Field, smooth_max
from muscles import Bone, Channel, Opening, bed
from numpy.typing import NDArray
from scipy.interpolate import CubicSpline, PchipInterpolator
from soft import SIDES, Solid

POLISHED = np.array((0.62, 0.66, 0.69), np.float32)
BRUSHED = np.array((0.44, 0.48, 0.51), np.float32)
DARK_STEEL = np.array((0.085, 0.094, 0.105), np.float32)
WORN_EDGE = np.array((0.30, 0.32, 0.34), np.float32)
# a blade of a lamina retractor: half widths in the wound, at the bend and along the arm; thickness; mm
BLADE, NECK, ARM, THICK = 11.5, 6.4, 7.6, 1.5
TUBE_INSIDE, TUBE_WALL, TUBE_PROUD = 9.0, 0.9, 7.0


def blade(lie: Column, bones: Sequence[Bone], side: str, way: Opening) -> Solid:
    """A blade that leans on the held muscle of one side at L4 and bends outward over its edge to an arm."""
    lines, sign = bed(lie), SIDES[side]
    at = way.at
    tip = float(lines.tip(at))

    def wall(y: float) -> float:
        return float(way.wall(lines, np.float32(y), np.float32(at))) - THICK / 2 - 0.6

    rim, foot = tip - 6.0, tip + 14.0
    while _room(bones, np.array([(wall(foot), foot + 2.5, at + k) for k in (-8, 0, 8)])) > 0.6:
        foot += 0.5
    path = np.array(
        [
            (wall(foot) + 2.6, foot + 2.2),
            (wall(foot - 3) + 0.3, foot - 3),
            (wall(foot - 12), foot - 12),
            (wall(rim + 8), rim + 8),
            (wall(rim) + 0.5, rim),
            (wall(rim) + 3.4, rim - 5.2),
            (wall(rim) + 9.5, rim - 8.2),
            (wall(rim) + 22, rim - 9.6),
            (wall(rim) + 42, rim - 11.5),
            (wall(rim) + 66, rim - 14.5),
        ]
    )
    chord = np.r_[0, np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))]
    fine = CubicSpline(chord, path)(np.linspace(0, chord[-1], 260))
    length = np.r_[0, np.cumsum(np.linalg.norm(np.diff(fine, axis=0), axis=1))]
    bend = float(chord[4])
    low, high = fine.min(0) - 6, fine.max(0) + 6
    field = Field((low[0], low[1], at - 16), (high[0], high[1], at + 16), 0.4)
    u, y, z = field.axes()
    off, along = _beside(np.stack(np.broadcast_arrays(u[..., 0], y[..., 0]), -1), fine, length)
    half = PchipInterpolator(
        [-50, 0, bend, bend + 9, bend + 30, bend + 52, length[-1] + 50],
        [BLADE - 1, BLADE - 1, BLADE, BLADE - 1.5, NECK, ARM, ARM],
    )(along)
    across = z - at
    hollow = np.interp(along, [0, bend - 4, bend + 8], [0.016, 0.014, 0.0])
    sheet = np.abs(off[..., None] - hollow[..., None] * across**2)
    bead = 0.45 * np.exp(-(((half[..., None] - np.abs(across)) / 1.3) ** 2))
    ends = np.maximum(-along, along - length[-1])[..., None]
    corner = 7.0
    outline = _rounded(np.abs(across) - half[..., None], ends, corner)
    field.d = smooth_max(
        np.asarray(sheet - THICK / 2 - bead, np.float32), np.asarray(outline, np.float32), 1.3
    )
    slot = np.hypot(np.maximum(np.abs(along - bend - 42)[..., None] - 11, 0), across) - 2.6
    field.put(slot, 0.8, SUBTRACT)
    v, f = field.surface(0.6)
    if sign < 0:
        v, f = v * np.array([-1, 1, 1], np.float32), np.ascontiguousarray(f[:, ::-1])
    edge = field.at(v * np.array([sign, 1, 1]), np.asarray(-outline, np.float32))
    paint = BRUSHED + (POLISHED - BRUSHED) * np.exp(-((edge / 1.6) ** 2))[:, None]
    return Solid("retractor", "metal", v, f, None, np.asarray(paint, np.float32))


def _rounded(a: Array, b: Array, corner: float) -> Array:
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
    """The tube's way to the L4-L5 window on the right: where its outer edge first touches bone."""
    out = np.array([0.13, -0.955, 0.235])
    out /= np.linalg.norm(out)
    a, b, p, q = lie.bones["L4"], lie.bones["L5"], lie.levels["L4"], lie.levels["L5"]
    lower_edge = a.out((0, p.wall - p.canal_d, p.vbh_p / 2 - p.lamina_top - p.lam_h))
    upper_edge = b.out((0, q.wall - q.canal_d, q.vbh_p / 2 - q.lamina_top))
    middle = (lower_edge + upper_edge) / 2 + np.array([12.5, 0, -3.0])
    radius = TUBE_INSIDE + TUBE_WALL
    round_ = np.linspace(0, 2 * np.pi, 72, endpoint=False)
    side = np.cross(out, [0, 0, 1.0])
    side /= np.linalg.norm(side)
    ring = radius * (np.cos(round_)[:, None] * side + np.sin(round_)[:, None] * np.cross(side, out))
    far = 40.0
    while _room(bones, middle + (far - 0.5) * out + ring) > 0.8:
        far -= 0.5
    foot = middle + far * out
    return Channel(tuple(map(float, foot)), tuple(map(float, out)), radius + 0.25)  # type: ignore[arg-type]


def tube(lie: Column, way: Channel) -> Solid:
    """A working tube on the bone, 18 mm inside, with a rounded rim and the tab its holder grips."""
    lines = bed(lie)
    foot, out = np.array(way.foot), np.array(way.out)
    long = 20.0
    while (here := foot + long * out)[1] > float(lines.top(np.float32(here[0]), np.float32(here[2]))):
        long += 1.0
    long += TUBE_PROUD
    field = Field((-14, -15, -3), (40, 15, long + 4), 0.4)
    x, y, z = field.axes()
    flare = 1.6 * np.clip((z - long + 5) / 5, 0, 1) ** 2
    bead = 0.5 * np.exp(-(((z - long + 0.4) / 0.9) ** 2))
    middle = TUBE_INSIDE + TUBE_WALL / 2 + flare
    ring = np.abs(np.hypot(x, y) - middle) - TUBE_WALL / 2 - bead
    field.d = smooth_max(np.asarray(ring, np.float32), np.asarray(np.maximum(-z, z - long), np.float32), 0.7)
    tab = _rounded(np.abs(x - 22.5) - 12.5, np.abs(y) - 4.5, 4.0)
    tab = smooth_max(tab, np.asarray(np.abs(z - long + 1.6) - 1.3, np.float32), 0.8)
    hole = np.hypot(x - 29, y) - 2.2 + 0 * z
    field.put(tab, 1.2)
    field.put(np.hypot(x, y) - TUBE_INSIDE - flare + bead + 0 * z, 0.5, SUBTRACT)
    field.put(hole, 0.5, SUBTRACT)
    v, f = field.surface(0.5)
    side = np.cross(out, [0, 0, 1.0])
    side /= np.linalg.norm(side)
    if side[0] < 0:
        side = -side
    frame = np.stack([side, np.cross(out, side), out])
    bright = np.exp(-((np.minimum(np.abs(v[:, 2]), np.abs(v[:, 2] - long)) / 0.6) ** 2))
    paint = DARK_STEEL + (WORN_EDGE - DARK_STEEL) * bright[:, None]
    placed = v @ frame.astype(np.float32) + foot.astype(np.float32)
    return Solid("tube", "metal", placed, f, None, np.asarray(paint, np.float32))
