"""Bone and disc as a fusion of L4 and L5 leaves them: opened, cleaned, drilled, grafted, grown together.

The metal is made elsewhere (`hardware.py`), the first cut on L4 too (`operations.py`). A cutaway takes the
right side of every part in the plane of the right screws: screws and cage are seen inside the bone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import colour
import numpy as np
from column import Column, disc_field
from field import INTERSECT, SUBTRACT, Array, Field, Sweep
from hardware import (
    CAGE_AT,
    CAGE_LONG,
    CAGE_TURN,
    CAGE_WIDE,
    FUSED,
    HEAD_HIGH,
    HEAD_LOW,
    HEAD_ROUND,
    LONG,
    Stand,
    head_stand,
    pedicle_axis,
    rod_ends,
    screw_stand,
    shaft_radius,
)
from illness import GAP, LOWER, UPPER
from numpy.typing import NDArray
from operations import operated, taken
from scipy import ndimage as ndi
from soft import SIDES, Solid
from vertebra import PARTS, upper_joint

F32 = NDArray[np.float32]
Points = NDArray[np.float64]
STATES = ("room", "cleaned", "drilled", "grown")

DECORTICATED = 1.5  # mm of surface taken where graft will lie
HEALED = 30.0  # mm: so far from any cut that no fresh bone is painted
HEAD_ROOM = 0.5  # mm cleared around a screw's head
CHIPS, CHIP = 340, (0.9, 1.9)  # bits of graft a side; their half sizes, mm
DISC_CHIPS = 330
IVORY, PINK, PALE = (0.86, 0.76, 0.58), (0.72, 0.46, 0.33), (0.90, 0.83, 0.68)
CLEANED = 0.72  # share of the disc's half width that is emptied


@dataclass(frozen=True)
class Plan:
    """Where the metal will stand: what bone and graft must keep clear of."""

    screws: dict[tuple[str, str], Stand]
    heads: dict[tuple[str, str], Stand]
    rods: dict[str, dict[str, Points]]


def plan(lie: Column, bones: dict[str, Field]) -> Plan:
    """The places of all screws, heads and rods, from the whole bones."""
    screws = {(n, s): screw_stand(lie, n, s, bones[n]) for n in FUSED for s in SIDES}
    rods = {s: rod_ends({n: screws[n, s] for n in FUSED}) for s in SIDES}
    heads = {(n, s): head_stand(at, rods[s][UPPER] - rods[s][LOWER]) for (n, s), at in screws.items()}
    return Plan(screws, heads, rods)


# bone


def prepared(lie: Column, name: str, whole: Field, state: str, made: Plan) -> tuple[Field, Array]:
    """L4 or L5 in one of `STATES`, and the field of all that was cut, to paint it by.

    Raises ValueError for a state this model does not know.
    """
    if state not in STATES:
        raise ValueError(f"no state of a fusion called '{state}': choose one of {', '.join(STATES)}")
    if name == UPPER:
        left, cut = operated(whole, "facetectomy")
    else:
        cut = _process_tip(lie, whole)
        left = taken(whole, cut)
    if state in ("cleaned", "drilled"):
        shell = _decorticated(lie, name, whole)
        left, cut = taken(left, shell, 0.4), np.minimum(cut, shell)
    if state in ("drilled", "grown"):
        holes = _holes(lie, name, whole, made)
        left, cut = taken(left, holes, 0.5), np.minimum(cut, holes)
    return left, np.full_like(cut, HEALED) if state == "grown" else cut


def _process_tip(lie: Column, whole: Field) -> Array:
    """The top and the inner half of L5's right upper joint process, which covers the disc space."""
    p = lie.levels[LOWER]
    joint = upper_joint(p)
    x, y, z = whole.axes()
    u = [(x - joint.x - 2.5) / 15.0, (y - joint.y) / 14.0, (z - joint.z - 7.5) / 9.5]
    cut = (np.sqrt(u[0] ** 2 + u[1] ** 2 + u[2] ** 2) - 1) * 9.5
    front = np.broadcast_to(y - (p.wall - 3.0), cut.shape)
    return np.asarray(np.maximum(cut, front), np.float32)


def _decorticated(lie: Column, name: str, whole: Field) -> Array:
    """A shell of the surfaces that look back: transverse processes, the outer joints, the laminae."""
    p = lie.levels[name]
    x, y, z = whole.axes()
    side = np.abs(x)
    middle, _ = pedicle_axis(p, 1.0)
    noise = np.random.default_rng(51).standard_normal(whole.shape).astype(np.float32)
    soft = ndi.gaussian_filter(noise, 1.6 / whole.h)
    uneven = soft / soft.std()
    mid = p.vbh_p / 2 - p.lamina_top - p.lam_h / 2
    reach = p.tp_span / 2
    wing = _oval(side, z, ((middle[0] + reach) / 2, middle[2] + 3.5), ((reach - middle[0]) / 2 - 1.5, 9.5))
    plate = _oval(side, z, (middle[0] / 2 + 3.0, mid), (middle[0] / 2 - 1.5, p.lam_h * 0.38))
    looks_back = np.gradient(ndi.gaussian_filter(whole.d, 1.0), whole.h, axis=1)
    area = np.maximum(np.minimum(wing, plate) + 0.7 * uneven, y - p.wall + 4.0)
    behind = (looks_back + 0.35) * 5.0
    shell = -(whole.d + DECORTICATED + 0.22 * uneven)
    return np.asarray(np.maximum(np.maximum(shell, area), behind), np.float32)


def _oval(x: Array, z: Array, centre: tuple[float, float], half: tuple[float, float]) -> Array:
    """Distance outside an oval seen from behind, mm, roughly."""
    k = ((np.abs(x - centre[0]) / half[0]) ** 2.5 + (np.abs(z - centre[1]) / half[1]) ** 2.5) ** 0.4
    return np.asarray((k - 1) * min(half), np.float32)


def _holes(lie: Column, name: str, whole: Field, made: Plan) -> Array:
    """The drilled ways of both screws and the seats of their heads."""
    bone = lie.bones[name]
    grid = np.stack([np.broadcast_to(q, whole.shape) for q in whole.axes()], -1).reshape(-1, 3)
    points = bone.out(grid)
    out = np.full(len(points), 30.0)
    for side in SIDES:
        q = made.screws[name, side].into(points)
        way = np.maximum(
            np.hypot(q[:, 0], q[:, 1]) - shaft_radius(q[:, 2]) - 0.15,
            np.maximum(-2.0 - q[:, 2], q[:, 2] - LONG),
        )
        out = np.minimum(out, np.minimum(way, _outside_head(made.heads[name, side], points) - HEAD_ROOM))
    return out.reshape(whole.shape).astype(np.float32)


def _outside_head(head: Stand, points: Points) -> Points:
    q = head.into(points)
    tall = np.maximum(HEAD_LOW - q[:, 2], q[:, 2] - HEAD_HIGH - 8.0)
    return np.asarray(np.maximum(np.hypot(q[:, 0], q[:, 1]) - HEAD_ROUND, tall))


def bone_solid(lie: Column, name: str, whole: Field, left: Field, cut: Array, cutaway: bool = False) -> Solid:
    """The mesh of a prepared bone with its cut faces painted; `cutaway` opens it along the right screw."""
    if cutaway:
        middle, way = pedicle_axis(lie.levels[name], 1.0)
        x, y, _ = whole.axes()
        beyond = np.broadcast_to((middle[0] - x) * way[1] - (middle[1] - y) * way[0], whole.shape)
        plane = np.asarray(beyond, np.float32)
        left, cut = taken(left, plane, 0.3), np.minimum(cut, plane)
    v, f = left.surface()
    paint = colour.bone(whole, v, upper_joint(lie.levels[name]), lie.joint_below(name))
    paint = colour.cut_face(paint, whole, cut, v)
    cell = np.clip(np.rint((v - left.lo) / left.h).astype(int), 0, np.array(left.shape) - 1)
    part = whole.part[cell[:, 0], cell[:, 1], cell[:, 2]]
    return Solid(name, "bone", lie.bones[name].out(v).astype(np.float32), f, None, paint, part, PARTS)


# disc space


def _beside_cage(x: Array, y: Array) -> Array:
    """Distance, mm, to the left of the plane just inside the cage's right cheek, in the disc's frame."""
    a = np.radians(CAGE_TURN)
    inset = CAGE_WIDE / 2 - 1.0
    return np.asarray((x - CAGE_AT[0]) * np.cos(a) + (y - CAGE_AT[1]) * np.sin(a) - inset, np.float32)


def _opened(field: Field) -> None:
    x, y, _ = field.axes()
    field.put(-np.broadcast_to(_beside_cage(x, y), field.shape), 0.3, SUBTRACT)


def cleaned_disc(lie: Column, step: float, cutaway: bool = False) -> Solid:
    """The ring of the L4-L5 disc with its middle emptied and a door at the back on the right."""
    p = lie.levels[UPPER]
    field = disc_field(lie, UPPER, step)
    x, y, z = field.axes()
    half = (p.epw_l / 2 * CLEANED, p.half_depth * CLEANED)
    space = (np.sqrt((x / half[0]) ** 2 + ((y - 1.0) / half[1]) ** 2) - 1) * half[1]
    field.put(np.broadcast_to(space, field.shape), 1.0, SUBTRACT)
    door = ((np.abs((x - 11.0) / 6.0)) ** 3 + (np.abs(z) / 4.2) ** 3) ** (1 / 3) - 1
    door = np.maximum(door * 4.2, y + 4.0)
    field.put(np.broadcast_to(door, field.shape), 1.0, SUBTRACT)
    if cutaway:
        _opened(field)
    v, f = field.surface(0.5, pieces=True)
    return Solid(GAP, "disc", lie.discs[UPPER].out(v).astype(np.float32), f)


# graft


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
            out = np.minimum(out, _outside_head(made.heads[name, side], points) - room)
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
        _opened(field)
    v, f = field.surface(0.5, pieces=True)
    return Solid(
        "graft.disc", "bone", lie.discs[UPPER].out(v).astype(np.float32), f, None, _chip_paint(field, v, 72)
    )


def _along_cage(points: Points) -> tuple[Points, Points]:
    """Places across and along the cage of points in the disc's frame."""
    a = np.radians(CAGE_TURN)
    x, y = points[:, 0] - CAGE_AT[0], points[:, 1] - CAGE_AT[1]
    return x * np.cos(a) + y * np.sin(a), y * np.cos(a) - x * np.sin(a)


# grown solid


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
            field.ellipsoid(q, rng.uniform(1.6, 2.4) * np.array([1.3, 1.0, 1.8]), 4.5)
        grid = np.stack([np.broadcast_to(q, field.shape) for q in field.axes()], -1).reshape(-1, 3)
        for name in FUSED:
            head = _outside_head(made.heads[name, side], grid) - 1.2
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
        _opened(field)
    v, f = field.surface(0.6)
    paint = colour.bone(whole, v)
    if cutaway:
        plane = np.broadcast_to(-_beside_cage(x, y), field.shape).astype(np.float32)
        paint = colour.cut_face(paint, whole, plane, v)
    return Solid("bridge.disc", "bone", lie.discs[UPPER].out(v).astype(np.float32), f, None, paint)
