"""Bone graft of a fusion, loose as it is laid; cuts and drills nothing, grows nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from bones import colour
from bones.column import Column, disc_field
from geometry.field import Field, Sweep
from geometry.solid import SIDES, Solid
from illness.states import UPPER
from surgery.fusion import CLEANED, Plan, opened, outside_head
from surgery.hardware import CAGE_AT, CAGE_LONG, CAGE_TURN, CAGE_WIDE, FUSED

F32 = NDArray[np.float32]
Points = NDArray[np.float64]
GRID = 0.3  # mm: chips are thin
# half sizes of a chip, mm: crushed cortex, longer than broad and broader than thick
LENGTH, BREADTH, THICKNESS = (0.9, 1.9), (0.55, 0.95), (0.34, 0.48)
TRIES, APART = 6000, 1.0  # places tried for a chip a side; mm between the middles of two
# A bed's middle and half breadth, mm from the midline: on L4's wing, twice on the membrane between, on L5's.
# On the right the joint is gone and L4's nerve lies open: there the bed keeps to the outside of both.
BEDS = {
    "right": ((36.0, 5.4), (35.4, 3.3), (36.8, 2.3), (38.0, 3.8)),
    "left": ((33.8, 7.4), (34.4, 4.4), (34.5, 4.4), (35.3, 6.0)),
}
BED_HIGH, BED_EDGE = 2.0, 1.0  # mm: how high chips are heaped on it; how uneven its edges are
SAG = 2.5  # mm that the membrane lies in front of the backs of the wings
LAID = 9.0  # mm that a chip is lifted at most, onto bone that stands back of the bed
DISC_TRIES, DISC_APART = 6000, 1.55
IVORY, PINK, PALE = (0.86, 0.76, 0.58), (0.78, 0.55, 0.42), (0.90, 0.83, 0.68)


def _spaced(points: Points, apart: float) -> Points:
    """Those of `points`, in order, that lie at least `apart` mm from all kept before them."""
    kept = np.ones(len(points), bool)
    for first, second in sorted(cKDTree(points).query_pairs(apart)):
        if kept[first]:
            kept[second] = False
    return np.asarray(points[kept])


def _chips(field: Field, centres: Points, seed: int, lie_flat: float) -> None:
    """Flat bits of bone with edges, each its own part so that no two look alike.

    `lie_flat` is how far they lean from lying on a bed that looks back with their length up and down:
    0 not at all, large every way.
    """
    rng = np.random.default_rng(seed)
    for index, centre in enumerate(centres):
        half = np.array([rng.uniform(*BREADTH), rng.uniform(*THICKNESS), rng.uniform(*LENGTH)])
        lean = np.eye(3) + lie_flat * rng.standard_normal((3, 3))
        thin = lean[1] / np.linalg.norm(lean[1])
        long = lean[2] + 1.2 * lie_flat * rng.standard_normal(3) * np.array([2.0, 0.2, 1.0])
        long -= (long @ thin) * thin
        long /= np.linalg.norm(long)
        axes = np.stack([np.cross(thin, long), thin, long])
        reach = float(half.max()) * 1.3 + 0.8
        where = field.window(centre - reach, centre + reach)
        x, y, z = (q - c for q, c in zip(field.axes(where), centre, strict=True))
        across, deep, along = (a[0] * x + a[1] * y + a[2] * z for a in axes)
        # a crushed chip: slanted ends, one edge narrower than the other
        across = across * (1 + 0.22 * rng.uniform(-1, 1) * along / half[2])
        along = along + rng.uniform(-0.6, 0.6) * across
        u = [np.abs(q) / h for q, h in zip((across, deep, along), half, strict=True)]
        k = (u[0] ** 5 + u[1] ** 4 + u[2] ** 5 + 1e-6) ** 0.2
        field.put(np.asarray((k - 1) * half[1], np.float32), 0.12, 0, index % 250 + 1, where)


def _chip_paint(field: Field, v: F32, seed: int) -> F32:
    rng = np.random.default_rng(seed)
    shades = rng.uniform(0, 1, 256).astype(np.float32)
    cell = np.clip(np.rint((v - field.lo) / field.h).astype(int), 0, np.array(field.shape) - 1)
    shade = shades[field.part[cell[:, 0], cell[:, 1], cell[:, 2]]]
    paint = colour.mix(np.tile(np.asarray(PALE, np.float32), (len(v), 1)), IVORY, shade)
    return colour.mix(paint, PINK, np.asarray(np.clip(shade * 2.0 - 1.2, 0, 0.7), np.float32))


def _wing_back(lie: Column, name: str, x: float, bone: Field) -> Points:
    """A point on the back of a transverse process, `x` mm to the right, in the column's frame."""
    p = lie.levels[name]
    y, z = np.meshgrid(np.arange(p.wall - 26, p.wall, 0.5), np.arange(-6.0, 18.0, 0.5), indexing="ij")
    slab = bone.at(np.stack([np.full(y.size, x), y.ravel(), z.ravel()], -1)).reshape(y.shape)
    i, j = np.unravel_index(slab.argmin(), slab.shape)
    while i > 0 and slab[i, j] < 0:
        i -= 1
    return np.asarray(lie.bones[name].out((x, y[i, j], z[i, j])))


def gutter(lie: Column, side: str, bones: dict[str, Field]) -> Points:
    """Four places down the bed of the graft on wings and membrane: x, y, z in the column's frame, half
    breadth, mm."""
    at, wide = (SIDES[side] * np.array(BEDS[side])).T
    top, low = (_wing_back(lie, n, x, bones[n]) for n, x in zip(FUSED, at[[0, 3]], strict=True))
    down = (low - top) / np.linalg.norm(low - top)
    out = np.stack([top - 2.0 * down, top + (low - top) / 3, top + (low - top) * 2 / 3, low + 2.0 * down])
    out[[1, 2], 1] += SAG
    out[:, 0] = at
    return np.column_stack([out, np.abs(wide)])


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


def _laid(lie: Column, bones: dict[str, Field], points: Points) -> Points:
    """Points that lie in bone lifted straight back onto it; those too deep for that are left out."""
    out, free = points.copy(), np.zeros(len(points))
    for _ in range(8):
        free = np.min([bones[n].at(lie.bones[n].into(out)) for n in FUSED], axis=0)
        out[:, 1] -= np.clip(0.3 - free, 0, None)
    return out[(points[:, 1] - out[:, 1] < LAID) & (free > -0.5)]


def graft(lie: Column, bones: dict[str, Field], made: Plan) -> list[Solid]:
    """Bits of bone laid on wings and membrane, `graft.right` and `graft.left`; none on nerve or joint."""
    out = []
    for number, side in enumerate(SIDES):
        rng = np.random.default_rng(60 + number)
        bed = gutter(lie, side, bones)
        along = rng.uniform(0, 3, TRIES)
        axis = np.stack([np.interp(along, range(4), bed[:, i]) for i in range(3)], -1)
        uneven = np.sin(7.3 * along + number) + 0.8 * np.sin(12.9 * along + 2 + number)
        wide = np.interp(along, range(4), bed[:, 3]) - 0.8 + BED_EDGE * (uneven - 1) / 2
        round_it, out_of = rng.uniform(0, np.pi, TRIES), np.sqrt(rng.uniform(0, 1, TRIES))
        across = (
            np.stack([wide * np.cos(round_it), -BED_HIGH * np.sin(round_it), np.zeros(TRIES)], -1)
            * out_of[:, None]
        )
        points = _laid(lie, bones, axis + across)
        points = _spaced(points[_clear(lie, bones, made, side, 1.6)(points) > 0], APART)
        field = Field(points.min(0) - 4, points.max(0) + 4, GRID)
        _chips(field, points, 62 + number, 0.20)
        core, where = field.tube(_core(bed), 2.0)
        grid = np.stack([np.broadcast_to(q, core.shape) for q in field.axes(where)], -1)
        clear = _clear(lie, bones, made, side, 1.6)(grid.reshape(-1, 3).astype(float)).reshape(core.shape)
        field.put(np.maximum(core, -clear.astype(np.float32)), 0.1, 0, 255, where)
        v, f = field.surface(0.4, pieces=True)
        out.append(Solid(f"graft.{side}", "bone", v, f, None, _chip_paint(field, v, 64)))
    return out


def _core(bed: Points) -> Sweep:
    """What is packed between the chips of a bed and lies on the membrane, so that none hangs in the air."""
    return Sweep([[x, y - 0.3, z, wide * 0.7, 0.8] for x, y, z, wide in bed], (0, 1, 0.2), 2.2, 2.0, 30)


def disc_graft(lie: Column, cutaway: bool = False) -> Solid:
    """Bits of bone packed into the emptied disc space: `graft.disc`.

    They lie before, beside and inside the cage; behind it the way to the nerves is kept clear.
    """
    p = lie.levels[UPPER]
    rng = np.random.default_rng(70)
    half = (p.epw_l / 2 * CLEANED, p.half_depth * CLEANED)
    space = disc_field(lie, UPPER, 0.7)
    points = rng.uniform(-1, 1, (DISC_TRIES, 3)) * [half[0], half[1], p.disc_below / 2 + 1.5]
    keep = (points[:, 0] / half[0]) ** 2 + (points[:, 1] / half[1]) ** 2 < 0.94
    keep &= space.at(points) < -1.0
    x, y = along_cage(points[:, 0], points[:, 1])
    in_cage = (np.abs(x) < CAGE_WIDE / 2 + 0.9) & (np.abs(y) < CAGE_LONG / 2 + 0.9)
    in_window = (np.abs(x) < CAGE_WIDE / 2 - 2.0) & (np.abs(y) < CAGE_LONG / 2 - 3.4)
    keep &= ~in_cage | in_window
    keep &= y > 3.0 - CAGE_LONG / 2
    points = _spaced(points[keep], DISC_APART)
    field = Field((-half[0] - 3, -half[1] - 3, -9), (half[0] + 3, half[1] + 3, 9), GRID)
    _chips(field, points, 71, 1.0)
    if cutaway:
        opened(field)
    v, f = field.surface(0.5, pieces=True)
    return Solid(
        "graft.disc", "bone", lie.discs[UPPER].out(v).astype(np.float32), f, None, _chip_paint(field, v, 72)
    )


def along_cage(x: Any, y: Any) -> tuple[Any, Any]:
    """Places across and along the cage of places in the disc's frame, mm."""
    a = np.radians(CAGE_TURN)
    x, y = x - CAGE_AT[0], y - CAGE_AT[1]
    return x * np.cos(a) + y * np.sin(a), y * np.cos(a) - x * np.sin(a)


def solids(lie: Column, bones: dict[str, Field], made: Plan) -> dict[str, Solid]:
    """Graft by key; `graft.disc.cutaway` is open to the right."""
    out = {part.region: part for part in (*graft(lie, bones, made), disc_graft(lie))}
    out["graft.disc.cutaway"] = disc_graft(lie, True)
    return out
