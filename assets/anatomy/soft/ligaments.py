"""The ligaments of the arches: flava, the sheets and cord of the spinous processes, the joints' capsules."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage as ndi
from scipy.interpolate import PchipInterpolator

from bones.column import Column
from bones.vertebra import canal_roof as front_of_lamina
from geometry.field import Array, Field, smooth_max
from geometry.solid import SIDES, Solid, Tone, dress, ramp, streaks
from soft.held import carve, seen
from soft.nerves import clear_of_sac

Fields = Mapping[str, Field]
Line = Callable[[float], NDArray[np.float64]]  # a yellow ligament's middle so many mm from the midline
Cut = Callable[[Field], None]
# straw, and no gold: gold is the nerves' alone
STRAW: tuple[Tone, Tone, Tone] = ((0.82, 0.70, 0.43), (0.72, 0.60, 0.36), (0.57, 0.44, 0.24))
PALE: tuple[Tone, Tone, Tone] = ((0.88, 0.77, 0.57), (0.76, 0.64, 0.45), (0.60, 0.49, 0.35))
FILM: tuple[Tone, Tone, Tone] = ((0.88, 0.82, 0.72), (0.80, 0.73, 0.62), (0.66, 0.59, 0.49))
CAPSULE_SUNK = 0.7  # mm that a capsule reaches into its bones
CAPSULE_EVEN = 2.2  # mm over which a capsule's border evens out what is uneven on the bones
SAC_ROOM = 0.35  # mm between a ligament and the sac
RIM_ROUND, RIM_WAVE = 1.2, 0.22  # mm: a yellow ligament's rim is rounded and a little wavy
TIP_DEEP = 4.0  # mm in front of a spinous process's rearmost point that still count as its tip
MOULDED = 0.8  # mm: how softly the strap follows the tips
STRAP_SUNK = 0.9  # mm that it reaches into the tips
STRAP_BEND = 4.5  # mm, EST radius it is bent to from side to side
STRAP_ROUND = 1.6  # mm: its edges' rounding
STRAP_FADE, STRAP_FRAYED = 7.0, 1.5  # mm over which its ends fade, and how unevenly
STRAP_SHORT = 2.0  # mm above the last tip's lower end, which turns under, where it ends
STRAP_END = 0.7  # of its width is left at its ends, as narrow as the corners of the tips
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


def flavum(
    region: str,
    line: Line,
    thick: float,
    wide: float,
    sign: float,
    step: float,
    cut: Cut,
    shape: Callable[[Line, Field, float, float], Array] | None = None,
) -> Solid:
    """One side's yellow ligament, `thick` mm thick and reaching `wide` mm from the midline.

    `cut` takes bones and sac out of the sheet before it is meshed; `sign` is 1 on the right. `shape` gives
    the distance to another sheet than the one at rest.
    """
    ends = np.array([line(x) for x in (0.0, wide)]).reshape(-1, 3)
    low, high = ends.min(0) - 5, ends.max(0) + 5
    span = sorted((sign * -2.0, sign * (wide + 3)))
    field = Field((span[0], low[1], low[2]), (span[1], high[1], high[2]), step)
    field.d = (shape or _sheet)(line, field, thick, wide)
    cut(field)
    v, f = field.surface(0.5)
    solid = Solid(region, "ligament", v, f)
    fan = np.abs(v[:, 0]) * (1 + 0.010 * (v[:, 2] - ends[:, 2].mean()))
    fibre = np.stack([fan, v[:, 1] * 0.15, v[:, 2]], 1)
    grain = streaks(fibre, 0.7, 26.0, 51) * 0.55 + streaks(fibre, 2.2, 30.0, 52) * 0.15
    # its fibres end evenly: no ridge runs out over the upper rim
    rim = np.interp(np.abs(v[:, 0]), (0, wide), (ends[0, 2], ends[4, 2])) - 0.6
    grain = grain * ramp(rim - v[:, 2], 0.4, 2.6)
    return dress(solid, np.asarray(grain, np.float32), STRAW, 0.05)


def course(line_at: Line, field: Field) -> tuple[Array, Array, Array]:
    """Where the middle of the yellow ligaments lies on a grid: y (nx, nz), its lowest and highest z (nx)."""
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
    middle, bottom, top = course(line, field)
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
    away = ndi.gaussian_filter(np.maximum(np.abs(a), np.abs(b)), CAPSULE_EVEN / step)
    near = smooth_max(-a, -b, 4.5)
    x, y, z = field.axes()
    aside = np.abs(x) - abs(c[0])  # inward it ends sooner, on the lower process's own back
    aside = aside / np.where(aside > 0, 11.5, 8.0)
    ball = np.sqrt(aside**2 + ((y - c[1]) / 11.5) ** 2 + ((z - c[2]) / 14.0) ** 2)
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
    return dress(solid, np.asarray(streaks(fibre, 0.6, 20.0, 61) * 0.3, np.float32), FILM, 0.02)


def kinds(paint: Array) -> tuple[Array, Array]:
    """How much of each painted point is yellow ligament and how much capsule, 0..1, read back from its hue.

    `drawing.texture` asks: a yellow ligament lies deep and is pale all the same, and only a capsule's fibres
    run across. Unpainted points (below 0) are neither.
    """
    white = paint[..., 2] / np.maximum(paint[..., 0], 1e-3)
    painted = paint[..., 0] > 0
    straw, film = np.clip((0.565 - white) / 0.03, 0, 1), np.clip((white - 0.69) / 0.03, 0, 1)
    return np.asarray(straw * painted, np.float32), np.asarray(film * painted, np.float32)


def spine_edge(field: Field, start: float, end: float, count: int, edge: str) -> NDArray[np.float64]:
    """Points (0, y, z) of a spinous process in its bone's frame, read off the bone itself.

    `edge` is 'over' or 'under': its upper or lower edge at depths `start` to `end`.
    """
    middle = round(-field.lo[0] / field.h)
    inside = field.d[middle] < 0
    points = []
    for value in np.linspace(start, end, count):
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


def _rear(lie: Column, fields: Fields, field: Field, dip: float) -> tuple[Array, float, float]:
    """How far back (y, mm) the spinous processes reach in the midline at each height of a grid.

    Between two tips that is `dip` mm before the line from tip to tip. Also the upper and lower end of the
    tips, mm.
    """
    _, y, z = field.axes()
    y, z = y.ravel(), z.ravel()
    middle = round(-field.lo[0] / field.h)
    edges, tips = [], []
    for name in lie.bones:
        inside = seen(lie, fields, name, field)[middle] < 0
        edge = np.where(inside.any(0), y[inside.argmax(0)], np.inf)
        # its own tip: what lies further in front is lamina
        edge[edge > edge.min() + TIP_DEEP] = np.inf
        edges.append(edge)
        # where the tip is about as far back as anywhere, at the height of its middle
        back = np.flatnonzero(edge < edge.min() + 1.0)
        tips.append((z[back].mean(), edge.min()))
    rear = np.min(edges, 0)
    ends = z[np.isfinite(rear)][[-1, 0]]
    high, back_at = np.array(tips)[::-1].T
    chord = np.where((z > high[0]) & (z < high[-1]), np.interp(z, high, back_at) + dip, np.inf)
    line = np.minimum(rear, chord)
    known = np.isfinite(line)
    even = ndi.gaussian_filter1d(np.interp(z, z[known], line[known]), MOULDED / field.h)
    return np.asarray(even, np.float32), float(ends[0]), float(ends[1])


def supraspinous(lie: Column, fields: Fields, step: float) -> Solid:
    """The strap over the tips of the spinous processes, moulded over each.

    Its ends fray and fade on the first and the last tip, where the muscles' own sheets take over.
    """
    names = list(lie.bones)
    span = np.concatenate([_tip_corners(lie, fields[name], name) for name in names])
    field = Field(span.min(0) - np.array([7, 4, 4]), span.max(0) + np.array([7, 6, 4]), step)
    x, y, z = field.axes()
    rear, top, bottom = _rear(lie, fields, field, lie.levels[names[0]].supraspinous_dip)
    bottom += STRAP_SHORT
    at = [float(lie.bones[n].out((0.0, 0.0, 0.0))[2]) for n in reversed(names)]
    wide, thick = (
        np.interp(z.ravel(), at, [lie.levels[n].measures[key] for n in reversed(names)])
        for key in ("supraspinous_wide", "supraspinous_thick")
    )
    inward = np.minimum(z.ravel() - bottom, top - z.ravel())
    wide = (wide * (STRAP_END + (1 - STRAP_END) * ramp(inward, 0, 2 * STRAP_FADE)))[None, None]
    # sunk into the tips and the sheets between them, so that only its back stands out
    front, back = rear + STRAP_SUNK, rear - 2 * thick
    bent = x**2 / (2 * STRAP_BEND)
    slope = np.sqrt(1 + np.gradient(rear, step) ** 2)
    across = (np.abs(y - bent - (front + back) / 2) - (front - back) / 2) / slope
    rim = np.maximum(np.abs(x) - wide, np.maximum(bottom - z, z - top))
    rim, across = (np.broadcast_to(a, field.shape).astype(np.float32) for a in (rim, across))
    field.d = smooth_max(across, rim, STRAP_ROUND)
    carve(field, lie, fields, names, STRAP_SUNK)
    v, f = field.surface(0.5)
    solid = Solid("supraspinous", "ligament", v, f)
    fibre = np.stack([v[:, 0], v[:, 1] * 0.25, v[:, 2]], 1)
    frayed = v[:, 2] + STRAP_FRAYED * streaks(fibre, 0.8, 40.0, 73)
    solid.fade = ramp(frayed, bottom + 0.5, bottom + STRAP_FADE) * ramp(frayed, top - 0.5, top - STRAP_FADE)
    grain = streaks(fibre, 0.8, 30.0, 71) * 0.6 + streaks(fibre, 2.2, 34.0, 72) * 0.2
    return dress(solid, np.asarray(grain, np.float32), PALE, 0.07)


def _tip_corners(lie: Column, field: Field, name: str) -> NDArray[np.float64]:
    """The upper and lower end of a spinous process's tip, mm, the column's frame."""
    p = lie.levels[name]
    low, high, back = _spine_range(field, p.wall - p.canal_d)
    return lie.bones[name].out([(0.0, back, low), (0.0, back, high)])


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
    grain = streaks(fibre, 0.9, 22.0, 81) * 0.7 + streaks(fibre, 2.8, 26.0, 82) * 0.25
    return dress(solid, np.asarray(grain, np.float32), PALE, 0.10)


def sagittal_ligaments(lie: Column, fields: Fields, step: float) -> list[Solid]:
    """Sheets between the spinous processes and the cord over their tips."""
    return [supraspinous(lie, fields, step), *interspinous(lie, fields, step)]
