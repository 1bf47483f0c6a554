"""What is of metal: the screws, rods and cage of a fusion, and two tools of a discectomy; cuts no bone.

Every piece is made upright on a small fine grid of its own and then stood in its place in the column's frame.
Sizes are those of common titanium implants (EST: no maker's drawing was used).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bones.column import Column, turn
from bones.vertebra import half_height, plate_depth
from geometry.field import INTERSECT, SUBTRACT, Array, Field, Sweep, smooth_max
from geometry.solid import SIDES, Solid
from illness.states import LOWER, UPPER
from morphometry import Level

FUSED = (UPPER, LOWER)
FINE = 0.22  # mm, the grid of a screw

# screws, mm
OUTER, CORE, PITCH, LONG, POINT = 3.25, 2.4, 2.6, 44.0, 7.0
BALL = 3.9  # its middle above the bone where the screw goes in
HEAD_ROUND, HEAD_LOW, HEAD_HIGH = 5.9, -4.4, 9.2
ROD, ROD_BEYOND, ROD_BOW = 2.75, 7.0, 1.3
ROD_OVER_BALL = 3.0

# cage, mm
CAGE_LONG, CAGE_WIDE = 22.0, 10.5
# so that its back edge stands well clear of the bodies' back wall and graft fits before it
CAGE_AT, CAGE_TURN = (6.0, -0.8), 14.0  # middle in the disc's frame; degrees from straight back to front
RIDGE, RIDGE_TALL = 2.2, 0.55


@dataclass(frozen=True)
class Stand:
    """Where a piece stands: columns of `axes` are its own x, y and z in the column's frame."""

    at: NDArray[np.float64]
    axes: NDArray[np.float64]

    def out(self, points: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.asarray(points @ self.axes.T + self.at, np.float32)

    def into(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray((points - self.at) @ self.axes)


def stand(at: NDArray[np.float64], z: NDArray[np.float64], near_y: NDArray[np.float64]) -> Stand:
    """A place with a given z axis and a y axis as near as can be to `near_y`."""
    z = z / np.linalg.norm(z)
    y = near_y - (near_y @ z) * z
    y = y / np.linalg.norm(y)
    return Stand(np.asarray(at, float), np.stack([np.cross(y, z), y, z], 1))


def _metal(region: str, field: Field, place: Stand) -> Solid:
    v, f = field.surface(0.5)
    return Solid(region, "metal", place.out(v), f)


def _full(part: NDArray[np.floating[Any]], field: Field) -> Array:
    return np.array(np.broadcast_to(part, field.shape), np.float32)


# screws


def pedicle_axis(p: Level, sign: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The middle of a pedicle's waist and the unit way through it into the body, in the bone's frame."""
    a = np.radians(p.pedicle_angle)
    x = p.half_canal + p.ped_w / 2 / np.sqrt(np.cos(a)) - 0.4
    return np.array([sign * x, p.wall + 0.5, p.pedicle_z]), np.array([-sign * np.sin(a), np.cos(a), 0.0])


def screw_stand(lie: Column, name: str, side: str, bone: Field) -> Stand:
    """A screw's place: its origin where its axis enters the whole bone, z into the bone."""
    middle, way = pedicle_axis(lie.levels[name], SIDES[side])
    back = np.arange(0.0, 30.0, 0.1)
    inside = bone.at(middle - back[:, None] * way) < 0
    entry = middle - way * back[np.argmin(inside)]
    at, axes = lie.bones[name].out(entry), turn(lie.bones[name].tilt)
    return stand(at, axes @ way, axes @ np.array([0.0, 0.0, 1.0]))


def shaft_radius(along: NDArray[np.float64]) -> NDArray[np.float64]:
    """Radius over the thread at a way along the screw, mm; it runs to a point."""
    return np.asarray(OUTER * np.clip((LONG - along) / POINT, 0.1, 1) ** 0.6)


def _shaft(field: Field) -> None:
    """The thread winds along z; it grows out of the point and ends under the head."""
    x, y, z = field.axes()
    rho, round_it = np.hypot(x, y), np.arctan2(y, x + 1e-6)
    phase = np.mod(z / PITCH - round_it / (2 * np.pi), 1.0) - 0.5
    thread = np.clip((0.36 - np.abs(phase)) / 0.24, 0, 1)
    taper = np.clip((LONG - z) / POINT, 0, 1) ** 0.6
    grown = np.clip((z - 0.5) / 2.0, 0, 1)
    r = CORE * np.clip(taper, 0.12, 1) + (OUTER - CORE) * thread * taper * grown
    ends = np.maximum(-BALL - z, z - LONG)
    field.d = np.maximum((rho - r) * 0.8, _full(ends, field)).astype(np.float32)


def _head(field: Field) -> None:
    """The tulip: a round body on the ball, two arms with a slot along x, bevelled at the top."""
    x, y, z = field.axes()
    rho = np.hypot(x, y)
    tall = np.abs(z - (HEAD_LOW + HEAD_HIGH) / 2) - (HEAD_HIGH - HEAD_LOW) / 2
    flats = np.abs(x) - HEAD_ROUND * 0.84
    body = smooth_max(_full(rho - HEAD_ROUND, field), _full(flats, field), 1.0)
    body = smooth_max(body, _full(tall, field), 1.6)
    bevel = np.hypot(rho, np.clip(z - HEAD_LOW - 4.6, None, 0)) - HEAD_ROUND
    waist = np.abs(z - HEAD_HIGH + 4.4) - 0.35
    field.put(smooth_max(body, _full(bevel, field), 1.2), 0.3)
    ring = np.maximum(waist, HEAD_ROUND - 0.4 - rho)
    field.put(_full(ring, field), 0.2, SUBTRACT)
    slot = np.where(z > ROD_OVER_BALL, np.abs(y), np.hypot(y, z - ROD_OVER_BALL)) - ROD - 0.12
    field.put(_full(slot, field), 0.5, SUBTRACT)


def _set_screw(field: Field) -> None:
    """The plug that holds the rod down: round, with a six-lobed socket."""
    x, y, z = field.axes()
    rho, round_it = np.hypot(x, y), np.arctan2(y, x + 1e-6)
    low, high = ROD_OVER_BALL + ROD - 0.2, HEAD_HIGH - 0.5
    plug = np.maximum(rho - 4.1, np.abs(z - (low + high) / 2) - (high - low) / 2)
    field.put(_full(plug, field), 0.15)
    socket = np.maximum(rho - 1.9 - 0.32 * np.cos(6 * round_it), high - 2.2 - z)
    field.put(_full(socket, field), 0.3, SUBTRACT)


def rod_ends(stands: dict[str, Stand]) -> dict[str, NDArray[np.float64]]:
    """The rod's middle over each ball: straight behind it as the bones lie, not along the screw."""
    ends = {}
    for name, place in stands.items():
        way = place.axes[:, 2]
        ends[name] = place.at - way * BALL
    along = ends[UPPER] - ends[LOWER]
    along = along / np.linalg.norm(along)
    for name, place in stands.items():
        out = -place.axes[:, 2] + (place.axes[:, 2] @ along) * along
        ends[name] = ends[name] + ROD_OVER_BALL * out / np.linalg.norm(out)
    return ends


def fixation(lie: Column, bones: dict[str, Field]) -> list[Solid]:
    """Four pedicle screws `screw.L4.right` and two rods `rod.right`, tissue metal."""
    out = []
    for side in SIDES:
        stands = {name: screw_stand(lie, name, side, bones[name]) for name in FUSED}
        ends = rod_ends(stands)
        along = ends[UPPER] - ends[LOWER]
        for name, place in stands.items():
            out.append(_screw(name, side, place, along))
        out.append(_rod(side, ends))
    return out


def _screw(name: str, side: str, place: Stand, rod: NDArray[np.float64]) -> Solid:
    region = f"screw.{name}.{side}"
    half = OUTER + 0.6
    shaft = Field((-half, -half, -BALL - 0.6), (half, half, LONG + 0.8), FINE)
    _shaft(shaft)
    r = HEAD_ROUND + 0.8
    head = Field((-r, -r, HEAD_LOW - 0.8), (r, r, HEAD_HIGH + 0.8), FINE)
    _head(head)
    _set_screw(head)
    made = _metal(region, shaft, place)
    top = _metal(region, head, head_stand(place, rod))
    v, f = np.concatenate([made.v, top.v]), np.concatenate([made.f, top.f + len(made.v)])
    return Solid(region, "metal", v, f)


def head_stand(place: Stand, rod: NDArray[np.float64]) -> Stand:
    """The tulip's place on its ball: its slot along the rod, its mouth as near the screw as that lets."""
    along = rod / np.linalg.norm(rod)
    back = -place.axes[:, 2]
    z = back - (back @ along) * along
    return stand(place.at + back * BALL, z, np.cross(z, along))


def _rod(side: str, ends: dict[str, NDArray[np.float64]]) -> Solid:
    """A rod bowed forward between its ends, as the low back is, with rounded ends."""
    top, low = ends[UPPER], ends[LOWER]
    place = stand((top + low) / 2, top - low, np.array([0.0, 1.0, 0.0]))
    half = float(np.linalg.norm(top - low)) / 2
    reach = half + ROD_BEYOND
    z = np.linspace(-reach, reach, 9)
    rows = [[0.0, ROD_BOW * (1 - (q / half) ** 2), q, ROD, ROD] for q in z]
    field = Field((-4, -6, -reach - 4), (4, 6, reach + 4), 0.3)
    field.sweep(Sweep(rows, (0, 1, 0), 2.0, 1.4, 40), 0.1)
    return _metal(f"rod.{side}", field, place)


# cage


def cage_stand(lie: Column) -> Stand:
    """The cage's place between L4 and L5: its y along its length, forward and to the left."""
    disc = lie.discs[UPPER]
    a = np.radians(CAGE_TURN)
    axes = turn(disc.tilt)
    return stand(
        disc.out((*CAGE_AT, 0.0)), axes @ np.array([0, 0, 1.0]), axes @ np.array([-np.sin(a), np.cos(a), 0.0])
    )


def plates(lie: Column, place: Stand, field: Field) -> tuple[Array, Array]:
    """Distances beyond the end-plate above and the one below, mm, on a field stood at `place`."""
    x, y, z = field.axes()
    grid = np.stack([np.broadcast_to(q, field.shape) for q in (x, y, z)], -1).reshape(-1, 3)
    points = place.out(grid)
    out = []
    for name, sign in ((UPPER, 1.0), (LOWER, -1.0)):
        p, v = lie.levels[name], lie.bones[name].into(points).astype(np.float32)
        plate = np.asarray(half_height(p, v[:, 1]) - plate_depth(p, v[:, 0], v[:, 1]), np.float32)
        out.append((sign * v[:, 2] + plate).reshape(field.shape))
    return out[0], out[1]


def cage(lie: Column) -> Solid:
    """The box that holds the disc space open: blunt nose, windows for bone, ridges against the end-plates."""
    place = cage_stand(lie)
    a, b = CAGE_WIDE / 2, CAGE_LONG / 2
    field = Field((-a - 1.5, -b - 1.5, -8), (a + 1.5, b + 1.5, 8), 0.25)
    x, y, z = field.axes()
    u, v = np.abs(x) / a, np.abs(y) / b
    field.d = _full(((u**4 + v**5) ** 0.22 - 1) * a, field)
    above, below = plates(lie, place, field)
    saw = RIDGE_TALL * (np.mod(y / RIDGE, 1.0) - 0.5)
    nose = 2.6 * np.clip((y - b + 7.0) / 7.0, 0, 1) ** 2
    field.put(above + saw + nose, 0.5, INTERSECT)
    field.put(below + saw + nose, 0.5, INTERSECT)
    for middle in (-4.9, 3.9):
        through = ((np.abs(x) / (a - 2.3)) ** 4 + (np.abs(y - middle) / 3.4) ** 4) ** 0.25 - 1
        field.put(_full(through * 2.8, field), 0.6, SUBTRACT)
        beside = ((np.abs(z) / 2.4) ** 3 + (np.abs(y - middle) / 2.9) ** 3) ** (1 / 3) - 1
        field.put(_full(beside * 2.4, field), 0.6, SUBTRACT)
    return _metal("cage", field, place)


# tools


def nerve_hook(lie: Column) -> Solid:
    """A root retractor: a blunt foot bent round the held L5 root, its stem bent out of sight."""
    disc = lie.discs[UPPER]
    wall = lie.levels[UPPER].wall
    axes = turn(disc.tilt)
    place = Stand(disc.out((6.9, wall - 4.4, -0.6)), axes)
    rows = [
        [-4.6, -0.9, 0.0, 0.5, 1.2],
        [-3.2, 0.5, 0.0, 0.6, 1.8],
        [-1.4, 0.9, 0.0, 0.7, 2.1],
        [-0.2, -0.6, 0.1, 0.8, 2.1],
        [0.1, -3.6, 0.4, 0.95, 1.8],
        [0.2, -9.0, 1.0, 1.15, 1.45],
        [0.2, -17.0, 2.6, 1.3, 1.3],
        [0.0, -29.0, 6.5, 1.4, 1.4],
        [-0.6, -40.0, 16.0, 1.5, 1.5],
        [-1.6, -50.0, 33.0, 1.6, 1.6],
        [-2.8, -59.0, 52.0, 1.7, 1.7],
        [-4.2, -68.0, 72.0, 1.75, 1.75],
    ]
    field = Field((-8, -71, -5), (5, 4, 76), 0.32)
    field.sweep(Sweep(rows, (0, 0.35, 1), 2.2, 0.8, 90), 0.1)
    return _metal("nerve_hook", field, place)


GRASP_WAY = (0.30, -1.0, -0.66)  # from the piece to the hand, in the column's frame
JAW_LONG, JAW_OPEN = 9.0, 13.0  # mm; degrees each jaw


def grasper(lie: Column, grip: tuple[float, float, float]) -> Solid:
    """A disc forceps whose two cups hold the piece at `grip` (disc's frame); only its tip and stem."""
    way = -np.array(GRASP_WAY) / np.linalg.norm(GRASP_WAY)
    at = lie.discs[UPPER].out(grip) - way * JAW_LONG * 0.62
    place = stand(at, way, np.array([1.0, 0.0, 0.35]))
    field = Field((-4, -6, -16), (4, 6, JAW_LONG + 2), FINE)
    lean = np.tan(np.radians(JAW_OPEN))
    for sign in (1.0, -1.0):
        rows = [
            [0, 0.5 * sign, -4.0, 1.5, 1.0],
            [0, (0.6 + 2.0 * lean) * sign, 1.5, 1.75, 1.05],
            [0, (0.7 + 6.0 * lean) * sign, 5.5, 2.1, 1.15],
            [0, (0.5 + JAW_LONG * lean) * sign, JAW_LONG, 1.7, 1.0],
        ]
        field.sweep(Sweep(rows, (0, 1, 0), 2.2, 1.2, 24), 0.3)
    field.ellipsoid((0, 0, 5.6), (1.25, 2.1, 3.2), 0.4, SUBTRACT)
    stem = Sweep(
        [[0, 0, -40, 1.8, 1.95], [0, 0, -10, 1.8, 1.95], [0, 0, -2.5, 1.8, 1.95]], (0, 1, 0), 2.6, 0.4
    )
    field.sweep(stem, 0.6)
    tip = _metal("instrument", field, place)
    shaft = Field((-3, -3, -112), (3, 3, -13), 0.35)
    shaft.sweep(
        Sweep([[0, 0, -109, 1.8, 1.95], [0, 0, -60, 1.8, 1.95], [0, 0, -14, 1.8, 1.95]], (0, 1, 0), 2.6, 0.4),
        0.1,
    )
    stem_mesh = _metal("instrument", shaft, place)
    v = np.concatenate([tip.v, stem_mesh.v])
    return Solid("instrument", "metal", v, np.concatenate([tip.f, stem_mesh.f + len(tip.v)]))
