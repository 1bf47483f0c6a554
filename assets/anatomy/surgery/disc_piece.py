"""The piece of the L4-L5 disc that a discectomy takes, and what gives way to it; cuts no bone, holds no tool.

Three shapes of the disc's matter (bulging, coming out, gone) and two of the nerves beside it (draped over the
piece, held toward the middle). Nerves are moved as finished meshes, so that they keep whatever shape they
were given. Sizes are ours (EST); everything is on the patient's right.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage as ndi

from bones import colour
from bones.column import Column, disc_field
from geometry.field import SUBTRACT, Field
from geometry.solid import Solid
from illness.disc_cut import outside_hernia
from illness.states import GAP, UPPER, Hernia

F32 = NDArray[np.float32]
REGION = "disc_piece"
# linear: the ring as a whole disc is drawn; the piece paler, so that it shows deep in the window
RING, DEEP, WET, FRAYED = (0.40, 0.63, 0.78), (0.50, 0.74, 0.88), (0.94, 0.96, 0.93), (0.84, 0.80, 0.66)
HOLLOW = (0.16, 0.22, 0.26)

# blobs in the disc's frame, y from its back wall
PIECE = Hernia(
    (
        ((9.4, 0.4, -0.6), (7.4, 7.8, 5.2)),
        ((6.4, -3.0, -3.2), (4.4, 3.8, 3.8)),
        ((12.2, -3.2, 0.4), (3.8, 3.8, 3.6)),
    ),
    neck=2.6,
)
HOLE = (12.8, -1.0, -0.4)  # its place, and its half sizes
HOLE_HALF = (2.5, 5.0, 0.8)
COME_OUT = (9.9, -10.5, 0.0)  # middle of the piece on its way out, where the forceps grips it


@dataclass(frozen=True)
class Give:
    """How a nerve gives way near the disc: `by` mm in x, y at `height`, over `reach` mm up and down.

    `flat` widens it there and thins it front to back. `rooted` is how far from the sac's right edge
    something is fixed, mm; where it is 0 all of it moves alike.
    """

    by: tuple[float, float]
    height: float
    reach: float
    flat: float = 0.0
    rooted: float = 0.0


DRAPED = {"root": Give((-0.7, -4.3), -1.5, 7.0, 0.32), "sac": Give((-2.0, -0.8), -2.0, 9.0, rooted=14.0)}
HELD = {"root": Give((-4.9, -1.0), -1.0, 8.0, 0.12), "sac": Give((-4.4, 0.0), -2.5, 9.5, rooted=15.0)}
CLEAR = 0.35  # mm kept between the piece and what lies on it


def _paint(field: Field, v: F32, seed: int) -> F32:
    """Wet off-white over blue, in soft strands."""
    grain = np.random.default_rng(seed).standard_normal((64, 64, 64)).astype(np.float32)
    strands = ndi.gaussian_filter(grain, (1.0, 1.0, 2.6), mode="wrap")
    share = ndi.map_coordinates(strands / strands.std(), (v * 1.5).T, order=1, mode="grid-wrap")
    bend = field.at(v, ndi.laplace(ndi.gaussian_filter(field.d, 1.6 / field.h)) / field.h**2)
    thin = np.clip(0.34 + 0.9 * bend + 0.20 * share, 0, 1)
    out = colour.mix(np.tile(np.asarray(DEEP, np.float32), (len(v), 1)), WET, np.asarray(thin, np.float32))
    return colour.mix(out, FRAYED, np.asarray(np.clip(0.22 * share - 0.16, 0, 0.4), np.float32))


def _solid(lie: Column, field: Field, seed: int) -> Solid:
    v, f = field.surface(0.5)
    return Solid(REGION, "disc", lie.discs[UPPER].out(v).astype(np.float32), f, None, _paint(field, v, seed))


def bulging(lie: Column, step: float) -> Solid:
    """The herniated piece behind the whole disc, on the right; stands with `L4-L5.disc`."""
    wall = lie.levels[UPPER].wall
    field = Field((-1, wall - 10, -9), (20, wall + 8, 9), step)
    for (x, y, z), half in PIECE.blobs:
        field.ellipsoid((x, wall + y, z), half, PIECE.neck)
    field.roughen(0.16, 3.2, 31)
    return _solid(lie, field, 31)


def coming_out(lie: Column, step: float) -> Solid:
    """The piece drawn out through the hole, longer and frayed at its tail; stands with the opened disc."""
    wall = lie.levels[UPPER].wall
    x, y, z = grip(lie)
    field = Field((x - 8, y - 7, z - 6), (x + 8, wall + 4, z + 7), step)
    hx, hy, hz = HOLE[0], wall + HOLE[1], HOLE[2]
    for at, half, k in (
        ((x - 0.2, y - 0.6, z + 0.2), (3.0, 3.0, 2.2), 2.0),
        ((x - 2.1, y + 1.4, z + 1.5), (2.3, 3.0, 1.6), 1.6),
        ((x + 1.9, y + 0.6, z - 1.4), (2.2, 3.2, 1.5), 1.6),
        ((x + 0.6, y + 3.4, z - 0.2), (2.5, 4.0, 1.9), 2.4),
        ((x * 0.5 + hx * 0.5, y * 0.45 + hy * 0.55, z * 0.5 + hz * 0.5), (1.8, 4.0, 1.4), 2.6),
        ((hx, hy - 0.6, hz), (1.3, 3.4, 1.0), 2.4),
        ((x + 2.9, y + 4.6, z + 1.0), (0.7, 3.4, 0.6), 1.2),
        ((x - 2.4, y + 4.2, z - 0.4), (0.6, 2.6, 0.6), 1.2),
    ):
        field.ellipsoid(at, half, k)
    field.roughen(0.34, 2.4, 33)
    return _solid(lie, field, 33)


def opened_disc(lie: Column, step: float) -> Solid:
    """The disc with the small hole in its ring through which the piece came; key `L4-L5.disc+opened`."""
    wall = lie.levels[UPPER].wall
    field = disc_field(lie, UPPER, step)
    x, y, z = field.axes()
    whole = field.d.copy()
    cx, cy, cz = HOLE
    a, b, c = HOLE_HALF
    # a slit along the ring's fibres, its lips frayed
    lips = 1 + 0.16 * np.sin(2.3 * x + 0.4) + 0.10 * np.sin(4.9 * x + 2.0)
    away = np.sqrt(((x - cx) / a) ** 2 + ((y - wall - cy) / b) ** 2 + ((z - cz) / c) ** 2)
    hole = np.asarray((away - lips) * c, np.float32)
    field.put(hole, 1.0, SUBTRACT)
    v, f = field.surface(0.5)
    under = -field.at(v, whole)
    # dim all the way in: no eye at the bottom
    deep = np.clip((under - 0.3) / 1.6, 0, 1) * np.clip(1.6 - field.at(v, hole), 0, 1)
    rim = np.clip(1 - np.abs(field.at(v, hole) - 0.4) / 0.9, 0, 1) * np.clip(1 - under / 1.2, 0, 1)
    paint = np.tile(np.asarray(RING, np.float32), (len(v), 1))
    paint = colour.mix(paint, WET, np.asarray(0.45 * rim, np.float32))
    paint = colour.mix(paint, HOLLOW, np.asarray(deep, np.float32))
    return Solid(GAP, "disc", lie.discs[UPPER].out(v).astype(np.float32), f, None, paint)


def draped(lie: Column, nerve: Solid) -> Solid:
    """The right L5 root or the sac pressed back by the piece: keys `L5.root.right+draped`, `dura+draped`."""
    at = lie.discs[UPPER]
    v = _given_way(at.into(nerve.v), _of(DRAPED, nerve), lie.levels[UPPER].sac_width / 2)
    return replace(nerve, v=at.out(_off_the_piece(v, lie.levels[UPPER].wall)).astype(np.float32))


def held(lie: Column, nerve: Solid) -> Solid:
    """The right L5 root or the sac held gently toward the middle: keys end with `+held`."""
    at = lie.discs[UPPER]
    v = _given_way(at.into(nerve.v), _of(HELD, nerve), lie.levels[UPPER].sac_width / 2)
    return replace(nerve, v=at.out(v).astype(np.float32))


def _of(gives: dict[str, Give], nerve: Solid) -> Give:
    return gives["root" if ".root." in nerve.region else "sac"]


def _given_way(points: NDArray[np.float64], give: Give, right: float) -> NDArray[np.float64]:
    """Points of a nerve's mesh, in the disc's frame, moved as `give` says."""
    out = points.copy()
    near = np.exp(-(np.abs((out[:, 2] - give.height) / give.reach) ** 2.4))
    if give.flat:
        beside = np.abs(out[:, 2] - give.height) < 2.2 * give.reach
        middle = _axis(points[beside])
        for axis, grow in ((0, 1 + give.flat), (1, 1 - give.flat)):
            line = np.interp(out[:, 2], middle[:, 2], middle[:, axis])
            out[:, axis] += (out[:, axis] - line) * (grow - 1) * near
    if give.rooted:
        moves = np.clip(1 - (right - out[:, 0]) / give.rooted, 0, 1)
        near = near * moves * moves * (3 - 2 * moves)
    out[:, 0] += give.by[0] * near
    out[:, 1] += give.by[1] * near
    return out


def _axis(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Middle of an upright tube's mesh at rising heights, (n, 3)."""
    edges = np.linspace(points[:, 2].min(), points[:, 2].max(), 16)
    which = np.clip(np.digitize(points[:, 2], edges) - 1, 0, 14)
    return np.array([points[which == i].mean(0) for i in range(15) if (which == i).any()])


def _off_the_piece(points: NDArray[np.float64], wall: float) -> NDArray[np.float64]:
    """Points pushed straight back until they lie on the piece, not in it."""
    out = points.copy()
    for _ in range(6):
        x, y, z = (out[:, i].astype(np.float32) for i in range(3))
        sunk = np.clip(CLEAR - outside_hernia(PIECE, wall, x, y, z * 0.8), 0, None)
        out[:, 1] -= sunk
    return out


def grip(lie: Column) -> tuple[float, float, float]:
    """Where the forceps holds the piece, in the disc's frame."""
    return COME_OUT[0], lie.levels[UPPER].wall + COME_OUT[1], COME_OUT[2]


def solids(lie: Column, root: Solid, sac: Solid, step: float) -> dict[str, Solid]:
    """The piece, the opened disc and both nerves beside it, by key; `root` is the right L5 root."""
    out = {REGION: bulging(lie, step), f"{REGION}+out": coming_out(lie, step)}
    out[f"{GAP}+opened"] = opened_disc(lie, step)
    for nerve in (root, sac):
        out[f"{nerve.region}+draped"] = draped(lie, nerve)
        out[f"{nerve.region}+held"] = held(lie, nerve)
    return out
