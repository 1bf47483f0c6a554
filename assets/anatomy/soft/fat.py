"""The soft fat that fills the canal behind the sac and around the roots; knows no ligament but the roof's."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage as ndi

from bones.column import Column
from geometry.field import INTERSECT, SUBTRACT, Array, Field, Sweep
from geometry.solid import SIDES, Solid, Tone, dress, joined, streaks
from soft.held import carve
from soft.ligaments import canal_roof, steepness
from soft.nerves import clear_of_sac, root_rows, sac_axis

YELLOW: tuple[Tone, Tone, Tone] = ((0.93, 0.83, 0.52), (0.88, 0.74, 0.38), (0.74, 0.56, 0.24))
BEHIND, BESIDE = 120, 46  # lobules behind the sac, and beside each root
CRUMB = 30.0  # mm3, the least a lobule that stands alone must have
REACH = 13.0  # mm above and below a gap's middle


def epidural_fat(lie: Column, fields: Mapping[str, Field], step: float) -> Solid:
    """Pale lobules at every gap: a wedge behind the sac under the yellow ligaments, a cuff at the roots."""
    return joined(
        "epidural_fat", [_gap(lie, fields, upper, lower, step) for upper, lower in pairwise(lie.bones)]
    )


def _gap(lie: Column, fields: Mapping[str, Field], upper: str, lower: str, step: float) -> Solid:
    p = lie.levels[upper]
    roots = [
        Sweep([[*lie.bones[n].out((s * x, y, z)), r, r] for x, y, z, r in root_rows(lie.levels[n])[0][:8]],
              (0, 1, 0.2), 2.0, 0, 32)
        for n in (upper, lower) for s in SIDES.values()
    ]  # fmt: skip
    y, _ = canal_roof_at(lie, upper, lower)
    field = Field((-17, y[1] - 4, y[2] - REACH - 4), (17, y[1] + p.canal_d + 4, y[2] + REACH + 4), step)
    lobes = _lobules(sac_axis(lie), roots, y, p.sac_depth)
    field.ellipsoid((0, y[1] + 3.5, y[2]), (7.5, 6.0, REACH - 3.0), 0.5)
    for centre, size in lobes:
        field.ellipsoid(centre.tolist(), size.tolist(), 0.5)
    clear_of_sac(field, lie, 0.15)
    for root in roots:
        other, where = field.tube(root, 4.0)
        field.put(other - np.float32(0.1), 0.4, SUBTRACT, 0, where)
    field.put(_in_front_of_roof(lie, upper, lower, field), 0.6, INTERSECT)
    carve(field, lie, fields, (upper, lower), 0.1)
    pieces, _ = ndi.label(field.d < 0)
    small = np.bincount(pieces.ravel()) * field.h**3 < CRUMB
    field.d = np.where(small[pieces] & (pieces > 0), np.float32(1.0), field.d)
    v, f = field.surface(0.7, pieces=True)
    grain = streaks(v, 2.2, 2.2, 95)
    return dress(Solid("epidural_fat", "cord", v, f), grain, YELLOW, 0.16)


def canal_roof_at(lie: Column, upper: str, lower: str) -> tuple[NDArray[np.float64], float]:
    """The middle of the canal's roof at a gap (column's frame), and how tall the gap's ligaments are, mm."""
    probe = Field((-0.5, -200, -400), (0.5, -199, 400), 1.0)
    middle, bottom, top = canal_roof(lie, upper, lower, probe)
    z = (float(bottom[0]) + float(top[0])) / 2
    return np.array([0.0, float(middle[0, round(z + 400)]), z]), float(top[0] - bottom[0])


def _lobules(
    axis: Sweep, roots: list[Sweep], roof: NDArray[np.float64], deep: float
) -> list[tuple[NDArray[np.float64], NDArray[np.float64]]]:
    """Centres and half sizes, mm, of the lobules about one gap."""
    rng = np.random.default_rng(17)
    out = []
    line = axis.frames()[0]
    for _ in range(BEHIND):
        z = roof[2] + rng.uniform(-REACH, REACH)
        x = float(np.clip(rng.normal(0, 4.2), -9, 9))
        sac_back = float(np.interp(z, line[::-1, 2], line[::-1, 1])) - deep / 2 * np.sqrt(1 - (x / 12) ** 2)
        y = sac_back - rng.uniform(0.0, max(0.6, 4.2 - 0.35 * abs(x)))
        out.append((np.array([x, y, z]), rng.uniform(1.3, 2.3) * rng.uniform(0.85, 1.2, 3)))
    for root in roots:
        centre, normal, binormal, _, size, _ = root.frames()
        for i in rng.integers(6, len(centre), BESIDE):
            turned, away = rng.uniform(0, 2 * np.pi), size[i] + rng.uniform(0.0, 0.3)
            off = (np.cos(turned) * normal[i] + np.sin(turned) * binormal[i]) * away
            out.append((centre[i] + off, rng.uniform(1.1, 1.7) * rng.uniform(0.85, 1.2, 3)))
    return [(c, s) for c, s in out if abs(c[2] - roof[2]) < REACH + 2 and abs(c[0]) < 15]


def _in_front_of_roof(lie: Column, upper: str, lower: str, field: Field) -> Array:
    middle, _, _ = canal_roof(lie, upper, lower, field)
    steep = steepness(middle, field.h)
    front = middle + lie.levels[upper].flavum_thick / 2 * steep
    return np.asarray((front[:, None, :] - field.axes()[1]) / steep[:, None, :], np.float32)
