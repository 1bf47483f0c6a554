"""The piece of the L4-L5 disc that a discectomy takes, and what gives way to it; cuts no bone, holds no tool.

Three shapes of the disc's matter (bulging, coming out, gone) and two of the nerves beside it (draped over the
piece, held toward the middle). Nerves are moved as finished meshes, so that they keep whatever shape they
were given. Sizes are ours (EST); everything is on the patient's right.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage as ndi
from scipy.spatial import cKDTree

from bones import colour
from bones.column import Column, disc_field
from geometry.field import INTERSECT, SUBTRACT, Field
from geometry.solid import Solid, ramp, streaks
from illness.give import outside_hernia
from illness.states import GAP, LOWER, UPPER, Hernia
from soft.nerves import cuff, root_rows

F32 = NDArray[np.float32]
REGION = "disc_piece"
# linear: the ring as a whole disc is drawn; the piece as blue as gel, which the finish draws without weave
RING, DEEP, WET = (0.40, 0.63, 0.78), (0.44, 0.73, 0.95), (0.54, 0.84, 1.0)
PALE, RING_LINE = (0.86, 0.95, 1.0), (0.52, 0.76, 0.97)  # of the bulge
LIP, LIT_SLIT = (0.86, 0.93, 0.96), (0.84, 0.93, 0.98)
PRESSED = (0.93, 0.74, 0.36)  # linear: a stretched nerve is paler

# blobs in the disc's frame, y from its back wall
PIECE = Hernia(
    (
        ((7.3, -0.6, -0.8), (5.4, 6.9, 4.6)),
        ((4.2, -2.4, -1.6), (2.8, 3.2, 3.0)),
        ((10.0, -2.3, -0.2), (2.5, 3.2, 3.0)),
    ),
    neck=2.2,
)
FLAT = 7.0  # mm behind the wall, where the nerve on it flattens it
HOLE = (11.5, -1.0, -0.2)  # its place, and its half sizes
HOLE_HALF = (2.7, 2.8, 1.0)
# middle of the piece lifted out, behind the window, where the forceps grips it
COME_OUT = (13.5, -23.0, -6.5)
RINGS = 5.0  # faint lines of fibres on the bulge from its top to its rim
STRAND = 1.7  # mm from one to the next on the piece that is out


@dataclass(frozen=True)
class Give:
    """How a nerve gives way near the disc: `by` mm in x, y at `height`, over `reach` mm up and down.

    There it grows by the share `wide` across and `thin` is lost front to back. `rooted` is how far from the
    sac's right edge something is fixed, mm; where it is 0 all of it moves alike.
    """

    by: tuple[float, float]
    height: float
    reach: float
    wide: float = 0.0
    thin: float = 0.0
    rooted: float = 0.0


DRAPED = {
    "root": Give((-0.9, -2.8), -2.6, 8.0, 0.4, 0.52),
    "sac": Give((-2.0, -0.8), -2.0, 9.0, rooted=14.0),
}
HELD = {"root": Give((-4.9, -1.0), -1.0, 8.0, 0.06, 0.12), "sac": Give((-4.4, 0.0), -2.5, 9.5, rooted=15.0)}
CUFF = (2.6, 6.2)  # mm from the root's axis over which the sac around its sleeve gives way as the root does
CLEAR = 0.35  # mm kept between the piece and what lies on it


def _paint(field: Field, v: F32, seed: int, apex: NDArray[np.float64]) -> F32:
    """Wet disc blue, paler where it bends, with faint rings of fibres about `apex`."""
    soft = streaks(v, 2.6, 2.6, seed)
    bend = field.at(v, ndi.laplace(ndi.gaussian_filter(field.d, 1.6 / field.h)) / field.h**2)
    away = np.linalg.norm(v - apex, axis=1) + 0.35 * soft
    rings = np.cos(2 * np.pi * away / STRAND) * ramp(np.asarray(away, np.float32), 0.6, 2.0)
    pale = np.clip(0.30 + 0.8 * bend + 0.10 * soft + 0.16 * rings, 0, 1)
    return colour.mix(np.tile(np.asarray(DEEP, np.float32), (len(v), 1)), WET, np.asarray(pale, np.float32))


def _solid(lie: Column, field: Field, seed: int, apex: tuple[float, float, float]) -> Solid:
    v, f = field.surface(0.8)
    paint = _paint(field, v, seed, np.array(apex))
    return Solid(REGION, "disc", lie.discs[UPPER].out(v).astype(np.float32), f, None, paint)


def bulging(lie: Column, step: float) -> Solid:
    """The herniated piece behind the whole disc, on the right; stands with `L4-L5.disc`."""
    wall = lie.levels[UPPER].wall
    field = Field((-1, wall - 10, -9), (20, wall + 8, 9), step)
    for (x, y, z), half in PIECE.blobs:
        field.ellipsoid((x, wall + y, z), half, PIECE.neck)
    field.roughen(0.26, 2.6, 31)
    field.put(np.broadcast_to(wall - FLAT - field.axes()[1], field.shape).astype(np.float32), 2.0, INTERSECT)
    v, f = field.surface(0.8)
    return Solid(REGION, "disc", lie.discs[UPPER].out(v).astype(np.float32), f, None, _ringed(v))


def _ringed(v: F32) -> F32:
    """The bulge's thin outer ring: blue-white, with a few faint lines that follow its rim."""
    (x, _, z), (a, _, c) = PIECE.blobs[0]
    soft = streaks(v, 3.0, 3.0, 31)
    out = np.hypot((v[:, 0] - x) / a, (v[:, 2] - z) / c) + 0.035 * soft
    line = np.clip((np.cos(2 * np.pi * out * RINGS) - 0.35) / 0.5, 0, 1) * ramp(
        np.asarray(out, np.float32), 0.15, 0.4
    )
    paint = np.tile(np.asarray(PALE, np.float32), (len(v), 1))
    paint = colour.mix(paint, WET, np.asarray(np.clip(0.2 * soft, 0, 0.35), np.float32))
    return colour.mix(paint, RING_LINE, np.asarray(0.5 * line, np.float32))


def coming_out(lie: Column, step: float) -> Solid:
    """The piece lifted out of the disc, lobed, with a frayed tail toward the slit it came from."""
    x, y, z = grip(lie)
    field = Field((x - 9, y - 8, z - 7), (x + 7, y + 11, z + 10), step)
    for at, half, k in (
        ((x - 0.4, y, z + 0.6), (2.9, 2.9, 2.6), 2.0),
        ((x - 2.4, y + 0.6, z + 2.8), (2.6, 2.6, 2.5), 2.2),
        ((x - 0.9, y + 1.6, z + 4.0), (2.0, 2.4, 1.9), 2.2),
        ((x - 4.4, y + 2.4, z + 4.8), (1.6, 2.2, 2.0), 2.4),
        ((x - 5.8, y + 4.4, z + 6.6), (0.8, 1.8, 1.7), 2.0),
    ):
        field.ellipsoid(at, half, k)
    field.roughen(0.16, 3.0, 33)
    return _solid(lie, field, 33, (x - 0.8, y - 3.6, z + 0.9))


def opened_disc(lie: Column, step: float) -> Solid:
    """The disc with the small hole in its ring through which the piece came; key `L4-L5.disc+opened`."""
    wall = lie.levels[UPPER].wall
    field = disc_field(lie, UPPER, step)
    x, y, z = field.axes()
    whole = field.d.copy()
    cx, cy, cz = HOLE
    a, b, c = HOLE_HALF
    # a slit along the ring's fibres, its lips frayed
    lips = 1 + 0.09 * np.sin(2.3 * x + 0.4) + 0.04 * np.sin(4.9 * x + 2.0)
    away = np.sqrt(((x - cx) / a) ** 2 + ((y - wall - cy) / b) ** 2 + ((z - cz) / c) ** 2)
    hole = np.asarray((away - lips) * c, np.float32)
    field.put(hole, 1.0, SUBTRACT)
    v, f = field.surface(0.5)
    under = -field.at(v, whole)
    # pale all the way in: a slit, no black eye
    deep = np.clip((under - 0.3) / 1.6, 0, 1) * np.clip(1.6 - field.at(v, hole), 0, 1)
    rim = np.clip(1 - np.abs(field.at(v, hole) - 0.4) / 0.9, 0, 1) * np.clip(1 - under / 1.2, 0, 1)
    paint = np.tile(np.asarray(RING, np.float32), (len(v), 1))
    paint = colour.mix(paint, LIP, np.asarray(0.6 * rim, np.float32))
    paint = colour.mix(paint, LIT_SLIT, np.asarray(deep, np.float32))
    return Solid(GAP, "disc", lie.discs[UPPER].out(v).astype(np.float32), f, None, paint)


def draped(lie: Column, nerve: Solid) -> Solid:
    """The right L5 root or the sac pressed back by the piece: keys `L5.root.right+draped`, `dura+draped`.

    The root lies flat and stretched over it, and pale where it is pressed.
    """
    at, give = lie.discs[UPPER], _of(DRAPED, nerve)
    before = at.into(nerve.v)
    right = lie.levels[UPPER].sac_width / 2
    v = _given_way(before, give, right)
    if give.rooted:  # the sac: its sleeve stays on the root, else that would come out through it as a point
        line = _root_line(lie)
        sleeve = line[line[:, 2] > _sleeve_end(lie)]
        near = ramp(np.asarray(cKDTree(sleeve).query(before)[0], np.float32), *reversed(CUFF))
        v += near[:, None] * (_given_way(before, DRAPED["root"], right, line) - v)
    v = _off_the_piece(v, lie.levels[UPPER].wall)
    moved = replace(nerve, v=at.out(v).astype(np.float32))
    if nerve.colour is not None and give.thin:
        pressed = np.exp(-(((before[:, 2] - give.height) / (0.7 * give.reach)) ** 2))
        moved.colour = colour.mix(nerve.colour, PRESSED, np.asarray(0.6 * pressed, np.float32))
    return moved


def held(lie: Column, nerve: Solid) -> Solid:
    """The right L5 root or the sac held gently toward the middle: keys end with `+held`."""
    at = lie.discs[UPPER]
    v = _given_way(at.into(nerve.v), _of(HELD, nerve), lie.levels[UPPER].sac_width / 2)
    return replace(nerve, v=at.out(v).astype(np.float32))


def _of(gives: dict[str, Give], nerve: Solid) -> Give:
    return gives["root" if ".root." in nerve.region else "sac"]


def _given_way(
    points: NDArray[np.float64], give: Give, right: float, line: NDArray[np.float64] | None = None
) -> NDArray[np.float64]:
    """Points of a nerve's mesh, in the disc's frame, moved as `give` says about `line` or their own axis."""
    out = points.copy()
    near = np.exp(-(np.abs((out[:, 2] - give.height) / give.reach) ** 2.4))
    if give.thin:
        beside = np.abs(out[:, 2] - give.height) < 2.2 * give.reach
        middle = _axis(points[beside]) if line is None else line
        for axis, grow in ((0, 1 + give.wide), (1, 1 - give.thin)):
            at = np.interp(out[:, 2], middle[:, 2], middle[:, axis])
            out[:, axis] += (out[:, axis] - at) * (grow - 1) * near
    if give.rooted:
        moves = np.clip(1 - (right - out[:, 0]) / give.rooted, 0, 1)
        near = near * moves * moves * (3 - 2 * moves)
    out[:, 0] += give.by[0] * near
    out[:, 1] += give.by[1] * near
    return out


def _root_line(lie: Column) -> NDArray[np.float64]:
    """The first stretch of the right L5 root's centre line from below upward, in the disc's frame."""
    rows = np.array(root_rows(lie.levels[LOWER])[0][:5])[::-1, :3]
    ends = lie.discs[UPPER].into(lie.bones[LOWER].out(rows))
    return np.concatenate([a + (b - a) * np.linspace(0, 1, 24)[:, None] for a, b in pairwise(ends)])


def _sleeve_end(lie: Column) -> float:
    """Height in the disc's frame down to which the sac's sleeve goes along that root, mm."""
    last = cuff(root_rows(lie.levels[LOWER])[0])[-1]
    return float(lie.discs[UPPER].into(lie.bones[LOWER].out(last))[2])


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
