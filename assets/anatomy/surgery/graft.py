"""Bone graft of a fusion, loose as it is laid and later grown into one bridge; cuts and drills nothing."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from bones import colour
from bones.column import Column, disc_field
from geometry.field import INTERSECT, SUBTRACT, Field, Sweep
from geometry.solid import SIDES, Solid
from illness.states import UPPER
from surgery.fusion import CLEANED, Plan, beside_cage, opened, outside_head, plan
from surgery.hardware import CAGE_AT, CAGE_LONG, CAGE_TURN, CAGE_WIDE, FUSED

F32 = NDArray[np.float32]
Points = NDArray[np.float64]
CHIPS, CHIP = 340, (0.9, 1.9)  # bits of graft a side; their half sizes, mm
DISC_CHIPS = 330
IVORY, PINK, PALE = (0.86, 0.76, 0.58), (0.72, 0.46, 0.33), (0.90, 0.83, 0.68)


def _chips(field: Field, centres: Points, seed: int) -> None:
    """Bits of bone, turned every way, each its own part so that no two look alike."""
    rng = np.random.default_rng(seed)
    for index, centre in enumerate(centres):
        half = rng.uniform(*CHIP, 3) * np.array([1.0, 0.8, 0.65])
        axes, _ = np.linalg.qr(rng.standard_normal((3, 3)))
        reach = float(half.max()) * 1.5 + 0.8
        where = field.window(centre - reach, centre + reach)
        x, y, z = (q - c for q, c in zip(field.axes(where), centre, strict=True))
        u = [np.abs(a[0] * x + a[1] * y + a[2] * z) / h for a, h in zip(axes, half, strict=True)]
        k = (u[0] ** 3.2 + u[1] ** 3.2 + u[2] ** 3.2 + 1e-6) ** (1 / 3.2)
        field.put(np.asarray((k - 1) * half.min(), np.float32), 0.35, 0, index % 250 + 1, where)


def _chip_paint(field: Field, v: F32, seed: int) -> F32:
    rng = np.random.default_rng(seed)
    shades = rng.uniform(0, 1, 256).astype(np.float32)
    cell = np.clip(np.rint((v - field.lo) / field.h).astype(int), 0, np.array(field.shape) - 1)
    shade = shades[field.part[cell[:, 0], cell[:, 1], cell[:, 2]]]
    paint = colour.mix(np.tile(np.asarray(PALE, np.float32), (len(v), 1)), IVORY, shade)
    return colour.mix(paint, PINK, np.asarray(np.clip(shade * 2.2 - 1.2, 0, 0.8), np.float32))


def _wing_back(lie: Column, name: str, side: str, bone: Field) -> Points:
    """A point on the back of a transverse process, two thirds out, in the column's frame."""
    p = lie.levels[name]
    x = SIDES[side] * (p.tp_span / 2 * 0.78)
    y, z = np.meshgrid(np.arange(p.wall - 26, p.wall, 0.5), np.arange(-6.0, 18.0, 0.5), indexing="ij")
    slab = bone.at(np.stack([np.full(y.size, x), y.ravel(), z.ravel()], -1)).reshape(y.shape)
    i, j = np.unravel_index(slab.argmin(), slab.shape)
    while i > 0 and slab[i, j] < 0:
        i -= 1
    return np.asarray(lie.bones[name].out((x, y[i, j], z[i, j])))


def _gutter(lie: Column, side: str, bones: dict[str, Field]) -> Points:
    """Four points down the bed of the graft, behind the transverse processes of L4 and L5."""
    top, low = (_wing_back(lie, n, side, bones[n]) for n in FUSED)
    down = (low - top) / np.linalg.norm(low - top)
    out = np.stack([top - 3.5 * down, top + (low - top) / 3, top + (low - top) * 2 / 3, low + 3.0 * down])
    out[[1, 2], 1] += 1.0
    return out


def _clear(
    lie: Column, bones: dict[str, Field], made: Plan, side: str, room: float
) -> Callable[[Points], Points]:
    """Distance kept from heads and rod, and bone's own depth, for points of the graft's bed."""

    def outside(points: Points) -> Points:
        out = np.full(len(points), 30.0)
        for name in FUSED:
            out = np.minimum(out, outside_head(made.heads[name, side], points) - room)
            inside_bone = bones[name].at(lie.bones[name].into(points))
            out = np.minimum(out, inside_bone + 1.2)
        return out

    return outside


def graft(lie: Column, bones: dict[str, Field], made: Plan) -> list[Solid]:
    """Bits of bone laid behind the transverse processes, `graft.right` and `graft.left`."""
    out = []
    for number, side in enumerate(SIDES):
        rng = np.random.default_rng(60 + number)
        bed = _gutter(lie, side, bones)
        along = rng.uniform(0, 3, CHIPS * 3)
        axis = np.stack([np.interp(along, range(4), bed[:, i]) for i in range(3)], -1)
        wide = 5.8 + 0.8 * np.abs(along - 1.5)
        across = (
            rng.standard_normal((len(along), 3))
            * np.stack([wide, np.full_like(wide, 2.6), wide * 0], -1)
            / 1.9
        )
        spread = np.hypot(across[:, 0] / wide, across[:, 1] / 3.4) < 1
        points = (axis + across)[spread]
        points = points[_clear(lie, bones, made, side, 1.6)(points) > 0][:CHIPS]
        field = Field(points.min(0) - 4, points.max(0) + 4, 0.4)
        _chips(field, points, 62 + number)
        v, f = field.surface(0.5, pieces=True)
        out.append(Solid(f"graft.{side}", "bone", v, f, None, _chip_paint(field, v, 64)))
    return out


def disc_graft(lie: Column, cutaway: bool = False) -> Solid:
    """Bits of bone packed into the emptied disc space before, beside and inside the cage: `graft.disc`."""
    p = lie.levels[UPPER]
    rng = np.random.default_rng(70)
    half = (p.epw_l / 2 * CLEANED, p.half_depth * CLEANED)
    space = disc_field(lie, UPPER, 0.7)
    points = rng.uniform(-1, 1, (DISC_CHIPS * 8, 3)) * [half[0], half[1], p.disc_below / 2 + 1.5]
    keep = (points[:, 0] / half[0]) ** 2 + (points[:, 1] / half[1]) ** 2 < 0.94
    keep &= space.at(points) < -1.0
    x, y = _along_cage(points)
    in_cage = (np.abs(x) < CAGE_WIDE / 2 + 0.9) & (np.abs(y) < CAGE_LONG / 2 + 0.9)
    in_window = (np.abs(x) < CAGE_WIDE / 2 - 3.2) & (np.abs(y) < CAGE_LONG / 2 - 3.4)
    points = points[keep & (~in_cage | in_window)][:DISC_CHIPS]
    field = Field((-half[0] - 3, -half[1] - 3, -9), (half[0] + 3, half[1] + 3, 9), 0.4)
    _chips(field, points, 71)
    if cutaway:
        opened(field)
    v, f = field.surface(0.5, pieces=True)
    return Solid(
        "graft.disc", "bone", lie.discs[UPPER].out(v).astype(np.float32), f, None, _chip_paint(field, v, 72)
    )


def _along_cage(points: Points) -> tuple[Points, Points]:
    """Places across and along the cage of points in the disc's frame."""
    a = np.radians(CAGE_TURN)
    x, y = points[:, 0] - CAGE_AT[0], points[:, 1] - CAGE_AT[1]
    return x * np.cos(a) + y * np.sin(a), y * np.cos(a) - x * np.sin(a)


def bridges(lie: Column, bones: dict[str, Field], made: Plan) -> list[Solid]:
    """The graft grown into one bone between the transverse processes: `bridge.right`, `bridge.left`."""
    out = []
    for number, side in enumerate(SIDES):
        bed = _gutter(lie, side, bones)
        rows = [[*q, a, b] for q, a, b in zip(bed, (6.2, 5.6, 5.8, 6.6), (3.0, 2.7, 2.8, 3.2), strict=True)]
        field = Field(bed.min(0) - 11, bed.max(0) + 11, 0.5)
        field.sweep(Sweep(rows, (0, 1, 0.2), 2.2, 4.0, 30), 0.1)
        rng = np.random.default_rng(80 + number)
        for t in rng.uniform(0, 3, 22):
            q = [float(np.interp(t, range(4), bed[:, i])) for i in range(3)]
            q[0] += rng.uniform(-4.8, 4.8)
            q[1] += rng.uniform(-1.6, 0.4)
            size = float(rng.uniform(1.6, 2.4))
            field.ellipsoid(q, (1.3 * size, size, 1.8 * size), 4.5)
        grid = (
            np.stack([np.broadcast_to(q, field.shape) for q in field.axes()], -1).reshape(-1, 3).astype(float)
        )
        for name in FUSED:
            head = outside_head(made.heads[name, side], grid) - 1.2
            field.put(head.reshape(field.shape).astype(np.float32), 2.0, SUBTRACT)
        field.roughen(0.30, 4.0, 82 + number)
        v, f = field.surface()
        out.append(Solid(f"bridge.{side}", "bone", v, f, None, colour.bone(field, v)))
    return out


def disc_bridge(lie: Column, step: float, cutaway: bool = False) -> Solid:
    """The disc space grown solid from bone to bone around the cage: `bridge.disc`."""
    field = disc_field(lie, UPPER, step)
    x, y, _ = field.axes()
    field.d = np.asarray(field.d - 0.6, np.float32)
    p = lie.levels[UPPER]
    inside = (np.sqrt((x / (p.epw_l / 2)) ** 2 + (y / p.half_depth) ** 2) - 0.86) * p.half_depth
    field.put(np.broadcast_to(inside, field.shape), 3.0, INTERSECT)
    field.roughen(0.35, 4.0, 90)
    whole = field.like()
    whole.d = field.d.copy()
    if cutaway:
        opened(field)
    v, f = field.surface(0.6)
    paint = colour.bone(whole, v)
    if cutaway:
        plane = np.broadcast_to(-beside_cage(x, y), field.shape).astype(np.float32)
        paint = colour.cut_face(paint, whole, plane, v)
    return Solid("bridge.disc", "bone", lie.discs[UPPER].out(v).astype(np.float32), f, None, paint)


def solids(lie: Column, bones: dict[str, Field], step: float) -> dict[str, Solid]:
    """Graft and bridges by key; a key ends with `.cutaway` where the disc space is open to the right."""
    made = plan(lie, bones)
    parts = [*graft(lie, bones, made), *bridges(lie, bones, made), disc_graft(lie), disc_bridge(lie, step)]
    out = {part.region: part for part in parts}
    out["graft.disc.cutaway"] = disc_graft(lie, True)
    out["bridge.disc.cutaway"] = disc_bridge(lie, step, True)
    return out
