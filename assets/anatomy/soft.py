"""The soft parts along the column: sac, named roots, ligaments, in the column's frame; cuts nothing."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as default
from itertools import pairwise

import numpy as np
from column import Column
from field import INTERSECT, SUBTRACT, UNION, Array, Field, Sweep
from morphometry import LEVELS, Level
from numpy.typing import NDArray

SIDES = {"right": 1.0, "left": -1.0}


@dataclass
class Solid:
    """A closed mesh in the column's frame with its region id and tissue; `fade` is opacity."""

    region: str
    tissue: str
    v: NDArray[np.float32]
    f: NDArray[np.int32]
    fade: NDArray[np.float32] | None = None
    colour: NDArray[np.float32] | None = None
    part: NDArray[np.uint8] | None = None
    parts: tuple[str, ...] = ()
    extra: dict[str, NDArray[np.float32]] = default(default_factory=dict)


def _ramp(value: Array, start: float, end: float) -> Array:
    t = np.clip((value - start) / (end - start), 0, 1)
    return np.asarray(t * t * (3 - 2 * t), np.float32)


def tube(
    region: str,
    tissue: str,
    sweeps: list[tuple[Sweep, float]],
    step: float,
    pieces: bool = False,
    clear: Array | None = None,
) -> Solid:
    """A solid of blended sweeps on a grid of its own."""
    ends = [s.frames() for s, _ in sweeps]
    pad = max(float(max(e[4].max(), e[5].max())) for e in ends) + 3
    low = np.min([e[0].min(0) for e in ends], 0) - pad
    high = np.max([e[0].max(0) for e in ends], 0) + pad
    field = Field(low, high, step)
    for sweep, k in sweeps:
        field.sweep(sweep, k)
    v, f = field.surface(0.6, pieces)
    return Solid(region, tissue, v, f)


def sac_line(lie: Column) -> list[list[float]]:
    """Rows of the sac's axis from above L3 to below L5: x, y, z, half width, half depth."""
    table = lie.levels
    rows: list[list[float]] = []
    for name in LEVELS:
        p = table[name]
        y = p.wall - p.sac_behind_wall - p.sac_depth / 2
        for z in (9.0, -13.0):
            rows.append([*lie.bones[name].out((0, y, z)), p.sac_width / 2, p.sac_depth / 2])
    first, last = np.array(rows[0]), np.array(rows[-1])
    top = first + np.r_[(first - np.array(rows[1]))[:3] * 1.15, 0.2, 0.1]
    low = last + np.r_[(last - np.array(rows[-2]))[:3] * 0.85, -0.7, -0.6]
    return [top.tolist(), *rows, low.tolist()]


def sac(lie: Column, step: float) -> Solid:
    """The dural sac, fading where the picture's column ends."""
    rows = sac_line(lie)
    solid = tube("dura", "cord", [(Sweep(rows, (0, 1, 0), 2.15, 2.0, 40), 1.0)], step)
    z = solid.v[:, 2]
    solid.fade = _ramp(rows[0][2] - z, 3, 15) * _ramp(z - rows[-1][2], 8, 22)
    return solid


def root_rows(p: Level) -> tuple[list[tuple[float, ...]], list[tuple[float, ...]]]:
    """Rows (x, y, z, radius) of a right root and of its back branch, in its own bone's frame."""
    half, wall, r, g = p.half_canal, p.wall, p.root_radius, p.ganglion_radius
    sac_x, sac_y = p.sac_width / 2, wall - p.sac_behind_wall - p.sac_depth / 2
    out_x = half + p.ped_w / np.cos(np.radians(p.pedicle_angle))
    under = under_pedicle(p)
    front = [
        (sac_x - 3.4, sac_y + 0.8, 21, r * 0.7),
        (sac_x + 0.8, sac_y + 1.2, 15, r * 1.05),
        (half - 2.9, wall - 5.2, 6, r * 1.05),
        (half - 1.2, wall - 5.0, under - 1.2, r * 1.1),
        (half + 4.0, wall - 5.0, under - 5.0, g * 0.92),
        (half + 8.4, wall - 3.6, under - 8.0, g),
        (out_x + 1.5, wall - 0.6, under - 12.0, r * 1.08),
        (out_x + 4.2, wall + 5.0, under - 20, r * 0.98),
        (out_x + 5.6, wall + 10.5, under - 34, r * 0.92),
        (out_x + 6.0, wall + 13.0, under - 50, r * 0.84),
        (out_x + 6.0, wall + 14.0, under - 60, r * 0.74),
    ]
    back = [
        (half + 8.4, wall - 4.2, under - 8.0, r * 0.6),
        (half + 11.5, wall - 9.0, under - 11.0, r * 0.44),
        (half + 12.6, wall - 12.0, under - 14.5, r * 0.20),
    ]
    return front, back


def under_pedicle(p: Level) -> float:
    """Height of a pedicle's lower edge in its own bone's frame, mm."""
    return p.vbh_p / 2 - 1.2 - p.ped_h


def roots(lie: Column, step: float) -> list[Solid]:
    """L3 to L5 on both sides: sleeve, way under the pedicle, ganglion, two branches."""
    out = []
    for name in LEVELS:
        p, bone = lie.levels[name], lie.bones[name]
        under = under_pedicle(p)
        front, back = root_rows(p)
        for side, sign in SIDES.items():
            sweeps = []
            for rows, k in ((front, 1.6), (back, 1.8)):
                placed = [[*bone.out((sign * x, y, z)), q, q] for x, y, z, q in rows]
                sweeps.append((Sweep(placed, (0, 1, 0.2), 2.0, 0, 44), k))
            solid = tube(f"{name}.root.{side}", "nerve", sweeps, step)
            local = bone.into(solid.v)
            solid.fade = _ramp(local[:, 2], under - 60, under - 38)
            solid.extra["along"] = np.asarray(local[:, 2], np.float32)
            out.append(solid)
    return out


def flavum_rows(lie: Column, upper: str, sign: float, thick: float) -> list[list[float]]:
    """Rows of one side's yellow ligament under `upper`, `thick` mm thick; it thickens toward the canal."""
    lower = LEVELS[LEVELS.index(upper) + 1]
    a, b, p, q = lie.bones[upper], lie.bones[lower], lie.levels[upper], lie.levels[lower]
    top_a, top_b = p.vbh_p / 2 - p.lamina_top, q.vbh_p / 2 - q.lamina_top
    inward = (thick - p.flavum_thick) / 2
    rows = []
    for bone, level, z, back, x in (
        (a, p, top_a - p.lam_h * 0.45, 0.0, 6.4),
        (a, p, top_a - p.lam_h * 0.85, 1.2, 6.6),
        (b, q, top_b + 5.0, 2.6, 7.0),
        (b, q, top_b - 2.5, 2.0, 6.6),
    ):
        slant = 1 / np.tan(np.radians(level.lamina_between / 2))
        slope = level.lamina_slope * 0.55 * (z - (level.vbh_p / 2 - level.lamina_top - level.lam_h / 2))
        y = level.wall - level.canal_d + slant * (x - 1.5) - slope - back + 1.0 + inward
        rows.append([*bone.out((sign * x, y, z)), thick / 2, 6.8])
    return rows


def flava(lie: Column, step: float) -> list[Solid]:
    """The yellow ligament of each gap: a sheet a side between the laminae."""
    out = []
    for upper, lower in pairwise(LEVELS):
        for side, sign in SIDES.items():
            rows = flavum_rows(lie, upper, sign, lie.levels[upper].flavum_thick)
            sheet = Sweep(rows, (sign * 0.86, 0.5, 0.0), 2.6, 1.6, 24)
            out.append(tube(f"{upper}-{lower}.flavum.{side}", "ligament", [(sheet, 1.0)], step))
    return out


def sagittal_ligaments(lie: Column, step: float) -> list[Solid]:
    """Sheets between the spinous processes and the cord over their tips."""
    table, out = lie.levels, []
    tips = []
    for name in LEVELS:
        p, bone = table[name], lie.bones[name]
        mid = p.vbh_p / 2 - p.lamina_top - p.lam_h / 2 - 0.8
        drop = np.tan(np.radians(p.sp_slope))
        long = p.sp_reach - p.canal_d - p.lam_t / 2
        tips += [
            bone.out((0, p.wall - p.sp_reach - 0.8, mid - long * drop + s * p.sp_height * 0.3))
            for s in (1, -1)
        ]
    up, down = tips[0] + (tips[0] - tips[2]) * 1.2, tips[-1] + (tips[-1] - tips[-3]) * 1.2
    rows = [[*t, 2.7, 1.8] for t in (up, *tips, down)]
    out.append(tube("supraspinous", "ligament", [(Sweep(rows, (0, 1, 0), 2.4, 2, 40), 1)], step))
    for upper, lower in pairwise(LEVELS):
        a, b, p, q = lie.bones[upper], lie.bones[lower], table[upper], table[lower]
        rows = []
        for share in (0.18, 0.5, 0.86):
            ends = []
            for bone, level, sign in ((a, p, -1), (b, q, 1)):
                mid = level.vbh_p / 2 - level.lamina_top - level.lam_h / 2
                long = level.sp_reach - level.canal_d - level.lam_t / 2
                y = level.wall - level.canal_d - level.lam_t / 2 - long * share
                ends.append(
                    bone.out(
                        (
                            0,
                            y,
                            mid
                            + sign * level.sp_height * 0.34
                            - long * share * np.tan(np.radians(level.sp_slope)),
                        )
                    )
                )
            rows.append([*((ends[0] + ends[1]) / 2), 1.3, float(np.linalg.norm(ends[0] - ends[1])) / 2 + 2.0])
        out.append(
            tube(f"{upper}-{lower}.interspinous", "ligament", [(Sweep(rows, (0, 0, 1), 3, 2, 20), 1)], step)
        )
    return out


__all__ = [
    "INTERSECT",
    "SIDES",
    "SUBTRACT",
    "UNION",
    "Solid",
    "flava",
    "roots",
    "sac",
    "sac_line",
    "sagittal_ligaments",
]
