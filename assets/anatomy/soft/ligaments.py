"""The ligaments of the arches: flava, the sheets and cord of the spinous processes, the joints' capsules."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import PchipInterpolator

from bones.column import Column
from bones.vertebra import canal_roof as front_of_lamina
from geometry.field import Array, Field, Sweep, smooth_max
from geometry.solid import SIDES, Solid, Tone, box, dress, ramp, streaks
from soft.held import carve, seen
from soft.nerves import Course, clear_of_sac

Fields = Mapping[str, Field]
Line = Callable[[float], NDArray[np.float64]]  # a yellow ligament's middle so many mm from the midline
Cut = Callable[[Field], None]
OCHRE: tuple[Tone, Tone, Tone] = ((0.84, 0.64, 0.27), (0.68, 0.45, 0.125), (0.40, 0.23, 0.05))
PALE: tuple[Tone, Tone, Tone] = ((0.90, 0.82, 0.66), (0.74, 0.61, 0.41), (0.47, 0.34, 0.19))
FILM: tuple[Tone, Tone, Tone] = ((0.90, 0.82, 0.68), (0.80, 0.70, 0.52), (0.63, 0.50, 0.33))
CAPSULE_SUNK = 0.7  # mm that a capsule reaches into its bones
SAC_ROOM = 0.35  # mm between a ligament and the sac
RIM_ROUND, RIM_WAVE = 1.2, 0.22  # mm: a yellow ligament's rim is rounded and a little wavy
CLEFT = 0.45  # mm from the midline to either yellow ligament, where small veins pass between them


def _roof(lie: Column, upper: str, lower: str, x: float) -> NDArray[np.float64]:
    """Four points (y, z in the column's frame) down the middle of a yellow ligament, `x` mm from the midline.

    They lead from the front face of the upper lamina to the upper edge of the lower one.
    """
    out = []
    for name, share, back in ((upper, 0.42, 0.0), (upper, 0.85, 0.0), (lower, 0.0, 2.2), (lower, 0.42, 3.0)):
        p = lie.levels[name]
        z = p.vbh_p / 2 - p.lamina_top - p.lam_h * share
        slant = 1 / np.tan(np.radians(p.lamina_between / 2))
        y = front_of_lamina(p, z) + slant * (x - 1.5) - back + 1.0
        out.append(lie.bones[name].out((x, y, z)))
    return np.asarray(out)


def flavum_rows(lie: Column, upper: str, sign: float, thick: float) -> list[list[float]]:
    """Rows of one side's yellow ligament under `upper`, `thick` mm thick; it thickens toward the canal."""
    names = list(lie.bones)
    inward = (thick - lie.levels[upper].flavum_thick) / 2
    points = _roof(lie, upper, names[names.index(upper) + 1], 6.6)
    return [[sign * x, y + inward, z, thick / 2, 6.8] for x, y, z in points]


def flava(lie: Column, fields: Fields, step: float) -> list[Solid]:
    """The yellow ligament of each gap, one a side: upright elastic fibres from lamina to lamina."""
    out = []
    for upper, lower in pairwise(lie.bones):
        thick, wide = lie.levels[upper].flavum_thick, lie.levels[lower].joint_half_spacing - 1.5

        def cut(field: Field, pair: tuple[str, str] = (upper, lower)) -> None:
            carve(field, lie, fields, pair)
            clear_of_sac(field, lie, SAC_ROOM)

        line = partial(_roof, lie, upper, lower)
        out += [
            flavum(f"{upper}-{lower}.flavum.{side}", line, thick, wide, sign, step, cut)
            for side, sign in SIDES.items()
        ]
    return out


def flavum(region: str, line: Line, thick: float, wide: float, sign: float, step: float, cut: Cut) -> Solid:
    """One side's yellow ligament, `thick` mm thick and reaching `wide` mm from the midline.

    `cut` takes bones and sac out of the sheet before it is meshed; `sign` is 1 on the right.
    """
    ends = np.array([line(x) for x in (0.0, wide)]).reshape(-1, 3)
    low, high = ends.min(0) - 5, ends.max(0) + 5
    span = sorted((sign * -2.0, sign * (wide + 3)))
    field = Field((span[0], low[1], low[2]), (span[1], high[1], high[2]), step)
    field.d = _sheet(line, field, thick, wide)
    cut(field)
    v, f = field.surface(0.5)
    solid = Solid(region, "ligament", v, f)
    fan = np.abs(v[:, 0]) * (1 + 0.010 * (v[:, 2] - ends[:, 2].mean()))
    fibre = np.stack([fan, v[:, 1] * 0.15, v[:, 2]], 1)
    grain = streaks(fibre, 0.85, 26.0, 51) * 0.85 + streaks(fibre, 2.6, 30.0, 52) * 0.45
    # its fibres end evenly: no ridge runs out over the upper rim
    rim = np.interp(np.abs(v[:, 0]), (0, wide), (ends[0, 2], ends[4, 2])) - 0.6
    grain = grain * ramp(rim - v[:, 2], 0.4, 2.6)
    return dress(solid, np.asarray(grain, np.float32), OCHRE, 0.17)


def canal_roof(lie: Column, upper: str, lower: str, field: Field) -> tuple[Array, Array, Array]:
    """Where the middle of the yellow ligaments lies on a grid: y (nx, nz), its lowest and highest z (nx)."""
    return _course(partial(_roof, lie, upper, lower), field)


def _course(line_at: Line, field: Field) -> tuple[Array, Array, Array]:
    x, _, z = field.axes()
    middle = np.empty((field.shape[0], field.shape[2]), np.float32)
    bottom, top = np.empty((2, field.shape[0]), np.float32)
    tall = z.ravel()
    for i, at in enumerate(np.abs(x.ravel())):
        line = line_at(float(at))[::-1]
        # far from the midline the two laminae may overlap in height: keep the line rising
        line[:, 2] = np.maximum.accumulate(line[:, 2] + 0.4 * np.arange(len(line)))
        curve = PchipInterpolator(line[:, 2] + 1e-3 * np.arange(len(line)), line[:, 1])
        middle[i] = curve(np.clip(tall, line[0, 2], line[-1, 2]))
        bottom[i], top[i] = line[0, 2], line[-1, 2]
    return middle, bottom, top


def steepness(middle: Array, step: float) -> Array:
    """How much thicker a sheet of that course is along y than across itself."""
    return np.asarray(np.sqrt(1 + sum(np.gradient(middle, step, axis=a) ** 2 for a in (0, 1))), np.float32)


def _sheet(line: Line, field: Field, thick: float, wide: float) -> Array:
    """Distance to one yellow ligament before the bones are cut out of it."""
    x, y, z = field.axes()
    middle, bottom, top = _course(line, field)
    u = np.abs(x)
    # thinner toward the joint and where it begins under the upper lamina, never a feather edge
    half = thick / 2 * (1 - 0.35 * np.clip((u - 5) / (wide - 5), 0, 1))
    half = half * (0.70 + 0.30 * np.clip((top[:, None, None] - z) / 7.0, 0, 1))
    across = (np.abs(y - middle[:, None, :]) / steepness(middle, field.h)[:, None, :] - half).astype(
        np.float32
    )
    side = np.maximum(CLEFT - u, u - wide)
    side = np.where(x * (field.lo[0] + field.h * field.shape[0] / 2) < 0, CLEFT + u, side)
    wave = RIM_WAVE * (np.sin(0.9 * u + 0.6 * np.sign(field.lo[0])) + 0.5 * np.sin(2.1 * u + 1.0))
    ends = np.maximum(bottom[:, None, None] - z, z - top[:, None, None] + wave) + 0.6
    side, ends = (np.broadcast_to(a, across.shape).astype(np.float32) for a in (side, ends))
    edge = smooth_max(side, ends, 3.0)
    a, b = across + RIM_ROUND, edge + RIM_ROUND
    out = np.hypot(np.maximum(a, 0), np.maximum(b, 0)) + np.minimum(np.maximum(a, b), 0) - RIM_ROUND
    return np.asarray(out, np.float32)


def capsules(lie: Column, fields: Fields, step: float) -> list[Solid]:
    """A thin sleeve over each facet joint, grown out of the two bones and thickest over the gap."""
    out = []
    for upper, lower in pairwise(lie.bones):
        p, place = lie.levels[lower], lie.bones[lower]
        cut = partial(carve, lie=lie, fields=fields, names=(upper, lower), sunk=CAPSULE_SUNK)
        for side, sign in SIDES.items():
            c = place.out((sign * p.joint_half_spacing, p.wall - p.joint_back, p.joint_height))
            across = sign * np.cos(np.radians(p.joint_angle)), np.sin(np.radians(p.joint_angle))
            region = f"{upper}-{lower}.capsule.{side}"
            out.append(capsule(region, lie, fields, (upper, lower), c, across, p.capsule_thick, step, cut))
    return out


def capsule(
    region: str,
    lie: Column,
    fields: Fields,
    pair: tuple[str, str],
    c: NDArray[np.float64],
    across: tuple[float, float],
    thick: float,
    step: float,
    cut: Cut,
) -> Solid:
    """The sleeve over the joint of two bones about `c` (mm, the column's frame), `thick` mm over the gap.

    `across` is the way from face to face, x and y; `cut` takes bones and nerves out of the sleeve.
    """
    upper, lower = pair
    field = Field(c - np.array([15, 15, 19]), c + np.array([15, 15, 19]), step)
    a, b = seen(lie, fields, upper, field), seen(lie, fields, lower, field)
    away = np.maximum(np.abs(a), np.abs(b))
    near = smooth_max(-a, -b, 4.5)
    x, y, z = field.axes()
    ball = np.sqrt(((x - c[0]) / 11.5) ** 2 + ((y - c[1]) / 11.5) ** 2 + ((z - c[2]) / 14.0) ** 2)
    # whole over the gap, gone within a few millimetres of bone, with an edge that dips steeply
    over = np.clip((6.2 - away) / 3.0, 0, 1) - 1.6 * np.clip((away - 4.6) / 2.0, 0, 1)
    grown = thick * over - 6.0 * np.clip(ball - 0.9, 0, None)
    field.d = np.asarray(-near - grown, np.float32)
    cut(field)
    v, f = field.surface(0.7)
    solid = Solid(region, "ligament", v, f)
    # fibres run across the joint's gap, from bone to bone
    n = np.array([*across, 0.25])
    n /= np.linalg.norm(n)
    along = (v - c) @ n
    fibre = np.stack([v[:, 2] - c[2], np.zeros(len(v)), along], 1)
    grain = streaks(fibre, 0.9, 20.0, 61) * 0.6 + streaks(v, 5.0, 5.0, 62) * 0.3
    return dress(solid, np.asarray(grain, np.float32), FILM, 0.05)


def spine_edge(field: Field, start: float, end: float, count: int, edge: str) -> NDArray[np.float64]:
    """Points (0, y, z) of a spinous process in its bone's frame, read off the bone itself.

    `edge` is 'tip' (rearmost at heights `start` to `end`), 'over' or 'under' (upper or lower edge at depths
    `start` to `end`).
    """
    middle = round(-field.lo[0] / field.h)
    inside = field.d[middle] < 0
    at = np.linspace(start, end, count)
    points = []
    for value in at:
        if edge == "tip":
            k = int(np.clip(round((value - field.lo[2]) / field.h), 0, field.shape[2] - 1))
            solid = np.flatnonzero(inside[:, k])
            if len(solid):
                points.append((0.0, field.lo[1] + field.h * solid[0], value))
        else:
            j = int(np.clip(round((value - field.lo[1]) / field.h), 0, field.shape[1] - 1))
            solid = np.flatnonzero(inside[j])
            if len(solid):
                k = solid[-1] if edge == "over" else solid[0]
                points.append((0.0, value, field.lo[2] + field.h * k))
    return np.asarray(points)


def _spine_range(field: Field, behind: float) -> tuple[float, float, float]:
    """Lowest and highest z, and rearmost y, of the spinous process more than `behind` mm back (y < it)."""
    middle = round(-field.lo[0] / field.h)
    j, k = np.nonzero(field.d[middle] < 0)
    y, z = field.lo[1] + field.h * j, field.lo[2] + field.h * k
    rear = y < y.min() + 0.35 * (behind - y.min())
    return float(z[rear].min()), float(z[rear].max()), float(y.min())


def supraspinous(lie: Column, fields: Fields, step: float) -> Solid:
    """The cord over the tips of the spinous processes; it thins out over the last two."""
    rows: list[list[float]] = []
    names = list(lie.bones)
    for name in names:
        p, place = lie.levels[name], lie.bones[name]
        low, high, _ = _spine_range(fields[name], p.wall - p.canal_d)
        part = (high - low) / 4
        for point in spine_edge(fields[name], high - part, low + part, 3, "tip"):
            y = point[1] - p.supraspinous_thick * 0.7
            rows.append([*place.out((0, y, point[2])), p.supraspinous_wide, p.supraspinous_thick])
    first, second = np.array(rows[0]), np.array(rows[2])
    up = first + (first - second) * np.array([1, 1, 1, 0, 0]) * 2.0
    last = np.array(rows[-1]) + np.array([0, 0.8, -3.0, 0, 0])
    last[3:] = 0.9, 0.5
    cord = Sweep([up.tolist(), *rows, last.tolist()], (0, 1, 0), 2.3, 2.0, 16 * len(names))
    field = box([(cord, 1.0)], step)
    field.sweep(cord, 1.0)
    carve(field, lie, fields, names, 0.9)
    v, f = field.surface(0.5)
    solid = Solid("supraspinous", "ligament", v, f)
    along, _, _ = Course([cord]).at(v)
    solid.fade = ramp(along, 1.0, 11.0)
    fibre = np.stack([v[:, 0], v[:, 1] * 0.5, along], 1)
    grain = streaks(fibre, 0.8, 30.0, 71) * 0.85 + streaks(fibre, 2.2, 34.0, 72) * 0.4
    return dress(solid, np.asarray(grain, np.float32), PALE, 0.14)


def interspinous(lie: Column, fields: Fields, step: float) -> list[Solid]:
    """The sheets between neighbouring spinous processes; their fibres fan upward and backward."""
    out = []
    for upper, lower in pairwise(lie.bones):
        shape = [spinous_edge(lie, fields, name, edge) for name, edge in ((upper, "under"), (lower, "over"))]
        region, thick = f"{upper}-{lower}.interspinous", lie.levels[upper].interspinous_thick
        out.append(spinous_sheet(region, lie, fields, (upper, lower), shape, thick, step))
    return out


def spinous_edge(lie: Column, fields: Fields, name: str, edge: str) -> NDArray[np.float64]:
    """Points of a vertebra's spinous process from its tip to its root, mm, the column's frame.

    They lie on its lower (`edge` 'under') or upper ('over') edge.
    """
    level = lie.levels[name]
    root = level.wall - level.canal_d - level.lam_t * 0.8
    tip = _spine_range(fields[name], root)[2]
    return lie.bones[name].out(spine_edge(fields[name], tip + 1.6, root, 9, edge))


def spinous_sheet(
    region: str,
    lie: Column,
    fields: Fields,
    pair: tuple[str, str],
    shape: Sequence[NDArray[np.float64]],
    thick: float,
    step: float,
) -> Solid:
    """The sheet between two edges of `shape`, the upper bone's lower one first; `thick` is half its mm."""
    low = np.minimum(shape[0].min(0), shape[1].min(0)) - np.array([4.5, 4.0, 4.0])
    high = np.maximum(shape[0].max(0), shape[1].max(0)) + np.array([4.5, 4.5, 4.0])
    field = Field(low, high, step)
    x, y, z = field.axes()
    under, over = (np.interp(y, e[:, 1], e[:, 2]) for e in shape)
    gap = np.maximum(under - over, 1.0)
    t = np.clip((z - over) / gap, 0, 1)
    # thinner half-way between the bones and toward the tips
    half = thick * (0.62 + 0.38 * (2 * t - 1) ** 2)
    front, back = max(e[:, 1].max() for e in shape) + 3.5, min(e[:, 1].min() for e in shape) - 0.8
    middle = (front + back) / 2
    half = half * (0.82 + 0.25 * np.clip((y - middle) / (front - middle), -1, 1))
    half = half - 0.5 * np.clip(np.maximum(z - under, over - z), 0, 2)
    rim = np.maximum(np.maximum(z - under - 2.0, over - 2.0 - z), np.maximum(y - front, back - y))
    d = np.broadcast_to(np.abs(x) - half, field.shape).astype(np.float32)
    field.d = smooth_max(d, np.broadcast_to(rim, field.shape).astype(np.float32), 1.0)
    carve(field, lie, fields, pair)
    v, f = field.surface(0.5)
    solid = Solid(region, "ligament", v, f)
    # the fan's hub lies low and in front, so that fibres rise steeply in front and flatten backward
    hub = np.array([front + 10.5, float(np.mean(shape[1][:, 2])) - 16.0])
    away = v[:, 1:] - hub
    turned = np.arctan2(-away[:, 0], away[:, 1])
    radius = np.linalg.norm(away, axis=1)
    fibre = np.stack([turned * 34.0, v[:, 0] * 0.4, radius], 1)
    grain = streaks(fibre, 0.9, 22.0, 81) * 0.9 + streaks(fibre, 2.8, 26.0, 82) * 0.45
    return dress(solid, np.asarray(grain, np.float32), PALE, 0.17)


def sagittal_ligaments(lie: Column, fields: Fields, step: float) -> list[Solid]:
    """Sheets between the spinous processes and the cord over their tips."""
    return [supraspinous(lie, fields, step), *interspinous(lie, fields, step)]
