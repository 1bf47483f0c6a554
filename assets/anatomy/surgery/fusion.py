"""Bone and disc as a fusion of L4 and L5 leaves them: opened, cleaned, drilled, healed; makes no graft.

The metal is made elsewhere (`hardware.py`), the first cut on L4 too (`operations.py`). A cutaway takes the
right side of every part in the plane of the right screws: screws and cage are seen inside the bone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage as ndi

from bones import colour
from bones.column import Column, disc_field, turn
from bones.vertebra import PARTS, upper_joint
from geometry.field import SUBTRACT, Array, Field, smooth_max
from geometry.solid import SIDES, Solid, normals, ramp, streaks
from illness.states import GAP, LOWER, UPPER
from surgery.hardware import (
    CAGE_AT,
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
from surgery.operations import operated, taken

F32 = NDArray[np.float32]
Points = NDArray[np.float64]
STATES = ("room", "cleaned", "drilled", "grown")

SCRAPED = 0.30  # mm that the surface is roughened by where graft will lie: the bone is bared, not hollowed
BARED, POINTS = (0.88, 0.665, 0.535), (0.62, 0.26, 0.20)  # linear: scraped bone, and where it bleeds a little
# linear: the ring as a whole disc is drawn; its emptied inside, so pale that the door does not gape black
RING, INNER = (0.40, 0.63, 0.78), (0.90, 0.90, 0.86)
# linear: a disc's rim, which the finish weaves, and the face of one that is bared, which it leaves smooth
WOVEN, PLAIN = (0.45, 0.64, 0.75), (0.38, 0.64, 0.85)
HEALED = 30.0  # mm: so far from any cut that no fresh bone is painted
HEAD_ROOM = 0.5  # mm cleared around a screw's head
DOOR = (11.0, 6.0, 4.2)  # mm: middle to the right, half breadth and half height of the way into the disc
SEEN_DEEP = -3.0  # mm from the disc's middle: from behind, the emptied space ends here, where light reaches
CLEANED = 0.75  # share of the disc's half width that is emptied


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


def prepared(lie: Column, name: str, whole: Field, state: str, made: Plan) -> tuple[Field, Array, Array]:
    """L4 or L5 in one of `STATES`, the field of all that was cut, and how bare each cell was scraped, 0..1.

    Raises ValueError for a state this model does not know.
    """
    if state not in STATES:
        raise ValueError(f"no state of a fusion called '{state}': choose one of {', '.join(STATES)}")
    if name == UPPER:
        left, cut = operated(whole, "facetectomy")
    else:
        cut = _process_tip(lie, whole)
        left = taken(whole, cut)
    bare = np.zeros_like(cut)
    if state in ("cleaned", "drilled"):
        bare = _bared(lie, name, whole)
        left.roughen(SCRAPED, 1.5, 51, bare)
    if state in ("drilled", "grown"):
        holes = _holes(lie, name, whole, made)
        left, cut = taken(left, holes, 0.5), np.minimum(cut, holes)
    return left, np.full_like(cut, HEALED) if state == "grown" else cut, bare


def _process_tip(lie: Column, whole: Field) -> Array:
    """The top and the inner half of L5's right upper joint process, which covers the disc space."""
    p = lie.levels[LOWER]
    joint = upper_joint(p)
    x, y, z = whole.axes()
    u = [(x - joint.x - 2.5) / 15.0, (y - joint.y) / 14.0, (z - joint.z - 7.5) / 9.5]
    cut = (np.sqrt(u[0] ** 2 + u[1] ** 2 + u[2] ** 2) - 1) * 9.5
    front = np.broadcast_to(y - (p.wall - 3.0), cut.shape)
    return np.asarray(np.maximum(cut, front), np.float32)


def _bared(lie: Column, name: str, whole: Field) -> Array:
    """Where bone is scraped for the graft, 0..1: the backs of transverse processes and outer joints."""
    p = lie.levels[name]
    x, y, z = whole.axes()
    middle, _ = pedicle_axis(p, 1.0)
    noise = np.random.default_rng(51).standard_normal(whole.shape).astype(np.float32)
    soft = ndi.gaussian_filter(noise, 1.6 / whole.h)
    inner, reach = middle[0] + 1.0, p.tp_span / 2 - 2.0
    wing = _oval(np.abs(x), z, ((inner + reach) / 2, middle[2] + 3.0), ((reach - inner) / 2, 8.5))
    looks_back = np.gradient(ndi.gaussian_filter(whole.d, 1.0), whole.h, axis=1)
    area = np.maximum(wing + 0.8 * soft / soft.std(), y - p.wall + 4.0)
    return ramp(area, 0.8, -1.2) * ramp(np.asarray(looks_back, np.float32), -0.15, -0.55)


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
        out = np.minimum(out, np.minimum(way, outside_head(made.heads[name, side], points) - HEAD_ROOM))
    return out.reshape(whole.shape).astype(np.float32)


def outside_head(head: Stand, points: Points) -> Points:
    """Distance, mm, outside a screw's head and the way it came in, of points in the column's frame."""
    q = head.into(points)
    tall = np.maximum(HEAD_LOW - q[:, 2], q[:, 2] - HEAD_HIGH - 8.0)
    return np.asarray(np.maximum(np.hypot(q[:, 0], q[:, 1]) - HEAD_ROUND, tall))


def bone_solid(
    lie: Column, name: str, whole: Field, state: tuple[Field, Array, Array], cutaway: bool = False
) -> Solid:
    """The mesh of a `prepared` bone, its cut and scraped faces painted; `cutaway` opens it at the screw."""
    left, cut, bare = state
    if cutaway:
        plane = screw_plane(lie, name, *whole.axes()[:2])
        plane = np.asarray(np.broadcast_to(plane, whole.shape), np.float32)
        left, cut = taken(left, plane, 0.3), np.minimum(cut, plane)
    v, f = left.surface()
    paint = colour.bone(whole, v, upper_joint(lie.levels[name]), lie.joint_below(name))
    share = whole.at(v, bare)
    speck = streaks(v, 1.1, 1.1, 52)
    paint = colour.mix(paint, BARED, share * (0.78 + 0.12 * np.clip(speck, -1, 1)))
    paint = colour.mix(paint, POINTS, share * 0.55 * ramp(speck, 1.15, 1.9))
    paint = colour.cut_face(paint, whole, cut, v)
    cell = np.clip(np.rint((v - left.lo) / left.h).astype(int), 0, np.array(left.shape) - 1)
    part = whole.part[cell[:, 0], cell[:, 1], cell[:, 2]]
    return Solid(name, "bone", lie.bones[name].out(v).astype(np.float32), f, None, paint, part, PARTS)


def screw_plane(lie: Column, name: str, x: NDArray[np.floating[Any]], y: NDArray[np.floating[Any]]) -> Array:
    """Distance, mm, to the left of the upright plane along the bone's right screw, in its own frame."""
    middle, way = pedicle_axis(lie.levels[name], 1.0)
    return np.asarray((middle[0] - x) * way[1] - (middle[1] - y) * way[0], np.float32)


# disc space


def beside_cage(x: Array, y: Array) -> Array:
    """Distance, mm, to the left of the plane just inside the cage's right cheek, in the disc's frame."""
    a = np.radians(CAGE_TURN)
    inset = CAGE_WIDE / 2 - 1.0
    return np.asarray((x - CAGE_AT[0]) * np.cos(a) + (y - CAGE_AT[1]) * np.sin(a) - inset, np.float32)


def opened(field: Field) -> None:
    """Take what lies to the right of the cutaway's plane from a field in the disc's frame."""
    x, y, _ = field.axes()
    field.put(-np.broadcast_to(beside_cage(x, y), field.shape), 0.3, SUBTRACT)


def cleaned_disc(lie: Column, step: float, cutaway: bool = False) -> Solid:
    """The ring of the L4-L5 disc with its middle emptied and a door at the back on the right."""
    p = lie.levels[UPPER]
    field = disc_field(lie, UPPER, step)
    x, y, z = field.axes()
    half = (p.epw_l / 2 * CLEANED, p.half_depth * CLEANED)
    space: NDArray[Any] = (np.sqrt((x / half[0]) ** 2 + ((y - 1.0) / half[1]) ** 2) - 1) * half[1]
    if not cutaway:
        space = smooth_max(space, np.broadcast_to(y - SEEN_DEEP, space.shape), 3.0)
    field.put(np.broadcast_to(space, field.shape), 1.0, SUBTRACT)
    door = ((np.abs((x - DOOR[0]) / DOOR[1])) ** 3 + (np.abs(z) / DOOR[2]) ** 3) ** (1 / 3) - 1
    door = np.maximum(door * DOOR[2], y + 4.0)
    field.put(np.broadcast_to(door, field.shape), 1.0, SUBTRACT)
    if cutaway:
        opened(field)
    v, f = field.surface(0.5, pieces=True)
    inside = ramp(field.at(v, np.broadcast_to(np.minimum(space, door), field.shape)), 1.0, 0.3)
    paint = colour.mix(np.tile(np.asarray(RING, np.float32), (len(v), 1)), INNER, inside)
    return Solid(GAP, "disc", lie.discs[UPPER].out(v).astype(np.float32), f, None, paint)


def plain_topped(lie: Column, below: Solid) -> Solid:
    """The L5-S1 disc as a cutaway of L5 bares its upper face: smooth there, its fibres on its rim alone."""
    up = normals(below.v, below.f) @ turn(lie.discs[LOWER].tilt)[:, 2].astype(np.float32)
    paint = np.tile(np.asarray(WOVEN, np.float32), (len(below.v), 1))
    return replace(below, colour=colour.mix(paint, PLAIN, ramp(up, 0.45, 0.75)))


def solids(lie: Column, bones: dict[str, Field], step: float) -> dict[str, Solid]:
    """Both bones in every state (`L4+drilled`, open: `L4+drilled.cutaway`) and the cleaned disc, by key."""
    made = plan(lie, bones)
    out = {}
    for name in FUSED:
        for state in STATES:
            left = prepared(lie, name, bones[name], state, made)
            out[f"{name}+{state}"] = bone_solid(lie, name, bones[name], left)
            if state in ("drilled", "grown"):
                out[f"{name}+{state}.cutaway"] = bone_solid(lie, name, bones[name], left, True)
    out[f"{GAP}+cleaned"] = cleaned_disc(lie, step)
    out[f"{GAP}+cleaned.cutaway"] = cleaned_disc(lie, step, True)
    return out
