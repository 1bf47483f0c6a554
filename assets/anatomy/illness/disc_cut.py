"""The L4-L5 disc and the two bones beside it, cut across the disc's middle; knows nothing of the canal."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage as ndi

from bones import colour
from bones.column import Column, turn
from bones.vertebra import outline
from geometry.field import SUBTRACT, Array, Field, smooth_max
from geometry.solid import Solid, streaks
from illness import give
from illness.give import outside_hernia
from illness.states import GAP, HERNIAS, UPPER, Hernia
from morphometry import Level

GEL, RING, RING_LINE = (0.30, 0.66, 0.86), (0.80, 0.84, 0.82), (0.34, 0.47, 0.56)
FULL, DRY = (0.40, 0.63, 0.78), (0.52, 0.40, 0.26)
# a worn disc: its ring dry, its gel dark and shrunken, with clefts in it
WORN, RING_DRY = ("stenosis",), 0.46
GEL_WORN, CLEFT = (0.12, 0.22, 0.29), (0.03, 0.06, 0.08)
SHRUNK, RAGGED = 0.64, 0.42  # of the healthy gel's size; mm that its edge wanders
# clefts in the worn gel, shares of its half sizes: from and to (across, frontward), and how far they bow
CLEFTS = (((-0.80, -0.16), (0.52, -0.34), 0.26), ((-0.30, 0.46), (0.86, 0.20), 0.20))
CLEFT_WIDE = 0.65  # mm, half of it, at its middle
TORN = (0.20, 0.36, 0.46)
# the line over the edge of the bone that a bulging rim stands beyond
BONE_EDGE, EDGE_WIDE, DASH = (0.50, 0.36, 0.20), 0.34, 4.2  # half of it, mm; mm from dash to dash
MOUTH = 5.0  # mm: how softly the gel's edge turns into the edge of the way it broke
LINES = 0.70  # how dark the lines between the layers of the ring are
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


def cut_disc(lie: Column, name: str, step: float) -> list[Solid]:
    """The disc above its middle plane with rings and gel painted, and a loose piece where there is one."""
    p, place = lie.levels[UPPER], lie.discs[UPPER]
    hernia = HERNIAS.get(name, Hernia())
    ring = give.ring(lie, hernia, step)
    field = ring.like()
    field.d = ring.d.copy()
    axes = field.axes()
    above = np.broadcast_to(axes[2], field.shape).astype(np.float32)
    pieces = outside_hernia(hernia, p.wall, *axes)
    loose: list[Solid] = []
    if hernia.gap:
        give.torn(field, hernia, p)
    if hernia.loose:
        apart = field.like()
        for (x, y, z), half in hernia.blobs:
            apart.ellipsoid((x, p.wall + y, z), half, hernia.neck)
        apart.roughen(0.30, 2.6, 21)
        apart.put(above, 0.3, SUBTRACT)
        v, f = apart.surface(0.6)
        paint = np.tile(np.asarray(GEL, np.float32), (len(v), 1))
        loose.append(Solid(GAP, "disc", place.out(v).astype(np.float32), f, None, paint))
    elif hernia.blobs:
        field.put(pieces, hernia.neck)
    field.put(above, 0.3, SUBTRACT)
    v, f = field.surface(0.6)
    paint = _disc_paint(v, ring, p, hernia, name in WORN)
    return [Solid(GAP, "disc", place.out(v).astype(np.float32), f, None, paint), *loose]


def _disc_paint(v: F32, ring: Field, p: Level, hernia: Hernia, worn: bool) -> F32:
    """Rings that grow wider inward, bent as the ring is; the gel in the middle and on the way it took."""
    x, y = give.before(hernia, p, v[:, 0], v[:, 1], v[:, 2])
    rho, rim = outline(p, x, y, np.full(len(v), -p.vbh_p / 2, np.float32))
    inward = np.clip(1 - rho / rim, 0, 1)
    rings = 0.5 + 0.5 * np.cos(2 * np.pi * inward * RINGS)
    paint = GEL_WORN if worn else GEL
    out = colour.mix(
        np.tile(np.asarray(RING, np.float32), (len(v), 1)),
        RING_LINE,
        np.asarray(LINES * rings * np.clip(1.1 - inward / 0.6, 0, 1), np.float32),
    )
    deep = p.half_depth * give.GEL_DEEP
    across, front = x / (p.epw_l * give.GEL_WIDE), (y + give.GEL_BACK) / deep
    core = (np.hypot(across, front) - (SHRUNK if worn else 1)) * deep
    if worn:
        core = core + RAGGED * streaks(v, 7.0, 7.0, 61)
    if hernia.path:
        core = -smooth_max(np.asarray(-core, np.float32), -_off_the_way(x, y, p, hernia), MOUTH)
    gel = np.clip(0.5 - core / 0.8, 0, 1)
    if hernia.gap:
        slit = give.outside_tear(hernia, p, v[:, 0], v[:, 1])
        out = colour.mix(out, TORN, np.asarray(np.clip((0.45 - slit) / 0.6, 0, 1), np.float32))
        gel = np.where(slit < 0.3, 0.0, gel)
    if hernia.blobs and not hernia.loose:
        gel = np.maximum(gel, np.clip(ring.at(v.astype(float)) / 0.5, 0, 1))
    out = colour.mix(out, DRY, np.full(len(v), RING_DRY if worn else 0.0, np.float32))
    if hernia.bulge and not worn:
        out = colour.mix(out, BONE_EDGE, _bone_edge(v, p))
    out = colour.mix(out, paint, np.asarray(gel, np.float32))
    return colour.mix(out, CLEFT, gel * _clefts(across / SHRUNK, front / SHRUNK, deep)) if worn else out


def _bone_edge(v: F32, p: Level) -> F32:
    """Where the dashed line over the bone's rim runs on the cut face, 0..1."""
    x, y, z = v.T
    rho, rim = outline(p, x, y, np.full(len(v), -p.vbh_p / 2, np.float32))
    way = np.arctan2(x / p.epw_l, y / p.epd_l) * (p.epw_l + p.epd_l) / 4
    dashes = 0.5 + 0.9 * np.cos(2 * np.pi * way / DASH)
    line = np.clip((EDGE_WIDE + 0.25 - np.abs(rho - rim)) / 0.5, 0, 1) * np.clip(dashes * 1.5, 0, 1)
    return np.asarray(line * (z < 0.4), np.float32)


def _clefts(across: Array, front: Array, deep: float) -> F32:
    """Where the worn gel has split, 0..1, its points in shares of the gel's half sizes."""
    out = np.zeros(len(across), np.float32)
    for (x0, y0), (x1, y1), bow in CLEFTS:
        t = np.clip((across - x0) / (x1 - x0), 0, 1)
        line = y0 + (y1 - y0) * t + bow * np.sin(np.pi * t) + 0.05 * np.sin(9.0 * across)
        beyond = np.clip(np.abs(across - (x0 + x1) / 2) - (x1 - x0) / 2, 0, None)
        away = np.hypot(front - line, beyond) * deep * SHRUNK
        wide = CLEFT_WIDE * np.sqrt(np.clip(4 * t * (1 - t), 0, 1))
        out = np.maximum(out, np.clip((wide - away) / 0.45 + 0.35, 0, 1))
    return out


def _off_the_way(x: F32, y: F32, p: Level, hernia: Hernia) -> F32:
    """Distance of points of the healthy disc from the way the gel broke into the ring; its end is round."""
    along, aside, rim = give.course(hernia, p, x, y)
    edge = give.gel_edge(p)
    end = edge + hernia.through * (rim - edge) - (hernia.path if hernia.through < 1 else -2.0)
    beyond = np.clip(along - end, 0, None) + np.clip(-along, 0, None)
    return np.asarray(np.hypot(beyond, aside) - hernia.path, np.float32)
