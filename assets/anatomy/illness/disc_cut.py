"""The L4-L5 disc and the two bones beside it, cut across the disc's middle; knows nothing of the canal."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage as ndi

from bones import colour
from bones.column import Column, disc_field, turn
from bones.vertebra import outline
from geometry.field import SUBTRACT, Array, Field
from geometry.solid import Solid
from illness.states import GAP, HERNIAS, UPPER, Hernia
from morphometry import Level

GEL, RING, RING_LINE = (0.30, 0.66, 0.86), (0.80, 0.84, 0.82), (0.34, 0.47, 0.56)
FULL, DRY = (0.40, 0.63, 0.78), (0.52, 0.40, 0.26)
RINGS = 17  # from rim to middle, were they to go on
TIP = 250.0  # mm3
F32 = NDArray[np.float32]


def dried(solid: Solid, share: float) -> Solid:
    """The disc browner by `share` 0..1, as a worn one is drawn."""
    healthy = np.tile(np.asarray(FULL, np.float32), (len(solid.v), 1))
    solid.colour = colour.mix(healthy, DRY, np.full(len(solid.v), share, np.float32))
    return solid


def _depth_of(axes: tuple[Array, Array, Array], lie: Column, bone: str) -> Array:
    """Height over the disc's middle plane of a bone's own grid, mm."""
    disc, place = lie.discs[UPPER], lie.bones[bone]
    m = turn(disc.tilt).T @ turn(place.tilt)
    o = turn(disc.tilt).T @ (place.middle - disc.middle)
    x, y, z = axes
    return np.asarray(m[2, 0] * x + m[2, 1] * y + m[2, 2] * z + o[2], np.float32)


def grown_joints(whole: Field, p: Level, amount: float) -> Field:
    """The bone with its joints thicker by `amount` mm all round, as wear makes them; the rest is left."""
    out = whole.like()
    out.part, out.best = whole.part, whole.best
    x, y, _ = whole.axes()
    away = np.hypot(np.abs(x) - p.joint_half_spacing, y - (p.wall - p.joint_back))
    behind = np.clip((p.wall - 4.0 - y) / 3.0, 0, 1)
    out.d = np.asarray(whole.d - amount * np.clip((14.0 - away) / 5.0, 0, 1) * behind, np.float32)
    return out


def without_tips(d: Array, least: float) -> Array:
    """The field without pieces of fewer than `least` cells: what the plane left of a wing would float."""
    pieces, _count = ndi.label(d < 0)
    small = np.bincount(pieces.ravel()) < least
    small[0] = False
    return np.where(small[pieces], np.float32(0.3), d)


def cut_bone(lie: Column, name: str, whole: Field, part_names: tuple[str, ...]) -> Solid:
    """A bone above the disc's middle plane, its cut face painted."""
    field = whole.like()
    field.d = whole.d.copy()
    plane = np.broadcast_to(_depth_of(field.axes(), lie, name), field.shape).astype(np.float32)
    field.put(plane, 0.3, SUBTRACT)
    field.d = without_tips(field.d, TIP / field.h**3)
    v, f = field.surface(0.6, pieces=True)
    paint = colour.cut_face(colour.bone(whole, v), whole, plane, v)
    cell = np.clip(np.rint((v - field.lo) / field.h).astype(int), 0, np.array(field.shape) - 1)
    part = whole.part[cell[:, 0], cell[:, 1], cell[:, 2]]
    return Solid(name, "bone", lie.bones[name].out(v).astype(np.float32), f, None, paint, part, part_names)


def _outside(x: Array, y: Array, z: Array, centre: tuple[float, ...], half: tuple[float, ...]) -> Array:
    u = [(q - c) / h for q, c, h in zip((x, y, z), centre, half, strict=True)]
    k0 = np.sqrt(u[0] ** 2 + u[1] ** 2 + u[2] ** 2) + 1e-6
    k1 = np.sqrt((u[0] / half[0]) ** 2 + (u[1] / half[1]) ** 2 + (u[2] / half[2]) ** 2) + 1e-6
    return np.asarray(k0 * (k0 - 1) / k1, np.float32)


def outside_hernia(hernia: Hernia, wall: float, x: Array, y: Array, z: Array, swell: float = 0.0) -> Array:
    """Distance outside disc matter grown by `swell` mm, in the disc's frame."""
    out = np.full(np.broadcast_shapes(x.shape, y.shape, z.shape), 30.0, np.float32)
    for (cx, cy, cz), half in hernia.blobs:
        grown = tuple(h + swell for h in half)
        out = np.minimum(out, _outside(x, y, z, (cx, wall + cy, cz), grown))
    return out


def cut_disc(lie: Column, name: str, step: float) -> list[Solid]:
    """The disc above its middle plane with rings and gel painted, and a loose piece where there is one."""
    p, place = lie.levels[UPPER], lie.discs[UPPER]
    hernia = HERNIAS.get(name, Hernia())
    wall = p.wall
    small = disc_field(lie, UPPER, step)
    behind = round(12 / step)
    field = small.like(behind)
    field.d[:, behind:, :] = small.d
    x, y, z = field.axes()
    ring = field.like()
    ring.d = field.d.copy()
    if hernia.bulge:
        from_back = np.arctan2(np.abs(x) + 1e-5, -y)
        swell = hernia.bulge * np.clip((2.3 - from_back) / 0.8, 0, 1) * np.exp(-((z / 5.0) ** 2))
        field.d = np.asarray(field.d - swell, np.float32)
    pieces = outside_hernia(hernia, wall, x, y, z)
    loose: list[Solid] = []
    if hernia.loose:
        apart = field.like()
        apart.d = pieces.copy()
        apart.put(np.broadcast_to(z, field.shape).astype(np.float32), 0.3, SUBTRACT)
        v, f = apart.surface(0.6)
        paint = np.tile(np.asarray(GEL, np.float32), (len(v), 1))
        loose.append(Solid(GAP, "disc", place.out(v).astype(np.float32), f, None, paint))
    elif hernia.blobs:
        field.put(pieces, hernia.neck)
    field.put(np.broadcast_to(z, field.shape).astype(np.float32), 0.3, SUBTRACT)
    v, f = field.surface(0.6)
    paint = _disc_paint(v, ring, p, hernia, name in ("stenosis",))
    return [Solid(GAP, "disc", place.out(v).astype(np.float32), f, None, paint), *loose]


def _disc_paint(v: F32, ring: Field, p: Level, hernia: Hernia, worn: bool) -> F32:
    """Rings that grow wider inward, the gel in the middle and on the way it took."""
    inside = -ring.at(v)
    rho, rim = outline(p, v[:, 0], v[:, 1], np.full(len(v), -p.vbh_p / 2, np.float32))
    inward = np.clip(1 - rho / rim, 0, 1)
    rings = 0.5 + 0.5 * np.cos(2 * np.pi * inward * RINGS)
    out = colour.mix(
        np.tile(np.asarray(RING, np.float32), (len(v), 1)),
        RING_LINE,
        np.asarray(0.55 * rings * np.clip(1.1 - inward / 0.6, 0, 1), np.float32),
    )
    core = np.hypot(v[:, 0] / (p.epw_l * 0.27), (v[:, 1] + 2.0) / (p.half_depth * 0.50))
    gel = np.clip((1.0 - core) / 0.10 + 0.5, 0, 1)
    if hernia.path and hernia.blobs:
        (cx, _cy, _cz), _half = hernia.blobs[0]
        a, b = np.array([2.0, -3.0]), np.array([cx, p.wall - 2.5])
        t = np.clip(((v[:, :2] - a) @ (b - a)) / ((b - a) @ (b - a)), 0, 1)
        away = np.linalg.norm(v[:, :2] - (a + t[:, None] * (b - a)), axis=1)
        gel = np.maximum(gel, np.clip((hernia.path * (0.75 + 0.5 * t) - away) / 0.5 + 0.5, 0, 1))
        gel = np.maximum(gel, np.clip(-inside / 0.5, 0, 1))
    out = colour.mix(out, GEL, np.asarray(gel, np.float32))
    return colour.mix(out, DRY, np.full(len(v), 0.42, np.float32)) if worn else out
