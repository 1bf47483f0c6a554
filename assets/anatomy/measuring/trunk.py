"""Measures the meshes of chest and low back and the gaps between them, as said beside each."""

from __future__ import annotations

import numpy as np
from scipy.spatial import cKDTree

from measuring.mesh import Mesh, Row, X, Y, Z, plate, row
from morphometry import LEVELS, Level

SACRAL_CANAL = -10.0  # mm below the sacrum's plate


def _pedicle(mesh: Mesh, p: Level) -> tuple[float, float]:
    """Width and height at the isthmus: the smallest of all upright sections across the root of the arch."""
    best = (np.inf, 0.0, 0.0)
    for side in (1, -1):
        for angle in np.radians(np.arange(0, 46, 2.5)):
            along = np.array([side * np.sin(angle), -np.cos(angle), 0.0])
            across = np.array([np.cos(angle), side * np.sin(angle), 0.0])
            for behind in np.arange(1.0, 8.0, 0.5):
                inner = np.array([side * p.half_canal, p.wall - behind, p.pedicle_z])
                ring = mesh.loop(along, float(inner @ along), inner)
                wide, tall = float(np.ptp(ring @ across)), float(np.ptp(ring[:, 2]))
                if np.abs(ring[:, 0]).min() > 4 and wide * tall < best[0]:
                    best = (wide * tall, wide, tall)
    return best[1], best[2]


def lamina_of(mesh: Mesh, p: Level, top: float, spacing: float) -> tuple[float, float]:
    """Height and thickness halfway from the midline to the joint, right and left averaged.

    Height from edge to edge on a section from front to back; thickness straight through at mid-height.
    `top` is how far the lamina begins below the body's top, `spacing` the upper joint's middle from the
    midline, mm.
    """
    tall, thick = [], []
    mid = p.vbh_p / 2 - top - p.lam_h / 2
    for side in (1, -1):
        x = side * spacing / 2
        ring = mesh.loop(X, x, np.array([x, p.wall - p.canal_d - p.lam_t / 2, mid]))
        tall.append(float(np.ptp(ring[:, 2])))
        normal = np.cross(
            mesh.v[mesh.f[:, 1]] - mesh.v[mesh.f[:, 0]], mesh.v[mesh.f[:, 2]] - mesh.v[mesh.f[:, 0]]
        )
        at = mesh.v[mesh.f].mean(1)
        here = (np.abs(at[:, 2] - mid) < 6) & (at[:, 0] * side > 3) & (at[:, 1] < p.wall - 6)
        front, back = here & (normal[:, 1] > 0), here & (normal[:, 1] < 0)
        on = front & (np.abs(at[:, 0] - x) < 1.5) & (np.abs(at[:, 2] - mid) < 2.0)
        thick.append(float(np.median(cKDTree(at[back]).query(at[on])[0])))
    return float(np.mean(tall)), float(np.mean(thick))


def arch(
    p: Level, pedicle: tuple[float, float], lamina: tuple[float, float]
) -> list[tuple[str, float, float]]:
    """Pedicle (width, height) and lamina (height, thickness) as measured, each beside its figure."""
    return [
        ("pedicle width", pedicle[0], p.ped_w),
        ("pedicle height", pedicle[1], p.ped_h),
        ("lamina height", lamina[0], p.lam_h),
        ("lamina thickness", lamina[1], p.lam_t),
    ]


def bone_rows(mesh: Mesh, p: Level) -> list[Row]:
    """Every measure of one vertebra."""
    v, body = mesh.v, mesh.of("body")
    middle, _ = mesh.slice(X, 0.0)
    front = middle[middle[:, 1] > p.half_depth - 6]
    back = middle[np.abs(middle[:, 1] - p.wall - 2.5) < 3.5]
    wall = float(back[:, 1].min())
    trunk = middle[middle[:, 1] > wall - 0.01]
    before = body[body[:, 1] > -1]  # the widest place, clear of the pedicles
    upper, lower = (before[before[:, 2] * s > p.vbh_p / 2 - 4] for s in (1, -1))
    roof = middle[middle[:, 1] < wall - 8]
    inner = v[np.abs(v[:, 2] - p.pedicle_z) < 3]
    # a lumbar canal is widest in front, behind the body's wall; a round thoracic one in its middle
    widest = wall - (p.canal_d / 2 if p.name[0] == "T" else 3.5)
    canal = inner[np.abs(inner[:, 1] - widest) < (1.5 if p.name[0] == "T" else 2.5)]
    tip = float(v[:, 1].min())
    blade = [
        mesh.loop(Y, y, np.array([0, y, -12.0]))
        for y in np.arange(tip + 3, (tip + roof[:, 1].max()) / 2, 0.5)
    ]
    # a process that slants down is measured across itself, not upright
    steep = float(np.cos(np.radians(p.sp_slope))) if p.name[0] == "T" else 1.0
    top, low = plate(mesh.rim(1)), plate(mesh.rim(-1))
    found = [
        ("upper width", float(np.ptp(upper[:, 0])), p.epw_u),
        ("lower width", float(np.ptp(lower[:, 0])), p.epw_l),
        ("upper depth", float(np.ptp(trunk[trunk[:, 2] > p.vbh_p / 2 - 5, 1])), p.epd_u),
        ("lower depth", float(np.ptp(trunk[trunk[:, 2] < -p.vbh_p / 2 + 5, 1])), p.epd_l),
        ("front height", float(np.ptp(front[:, 2])), p.vbh_a),
        ("back height", float(np.ptp(back[:, 2])), p.vbh_p),
        ("canal width", 2 * float(np.abs(canal[:, 0]).min()), p.canal_w),
        ("canal depth", wall - float(roof[:, 1].max()), p.canal_d),
        *arch(p, _pedicle(mesh, p), lamina_of(mesh, p, p.lamina_top, p.joint_half_spacing)),
        ("transverse span", float(np.ptp(v[:, 0])), p.tp_span),
        ("spinous reach", wall - tip, p.sp_reach),
        ("spinous height", max(float(np.ptp(ring[:, 2])) for ring in blade) * steep, p.sp_height),
        ("body angle", low[1] - top[1], p.body_wedge),
    ]
    return [row(p.name, *one) for one in found]


def gap_rows(upper: Mesh, lower: Mesh, p: Level) -> list[Row]:
    """The disc's height in its middle, from rim to rim and from hollow to hollow, and the angle of the bones.

    A bone's frame lies halfway between its end-plates; the sacrum's is its plate, as the review asks.
    """
    planes = []
    for mesh, sign in ((upper, -1.0), (lower, 1.0)):
        ring = mesh.rim(sign)
        high, tilt = plate(ring)
        dish = mesh.of("body")
        dish = dish[np.hypot(dish[:, 0], dish[:, 1]) < 2]
        dish = dish[dish[:, 2] * sign > (dish[:, 2] * sign).max() - 3]
        planes.append(
            (
                mesh.place.out((0, 0, high)),
                mesh.place.tilt + tilt,
                mesh.place.out((0, 0, np.median(dish[:, 2]))),
            )
        )
    (a, over, hollow_a), (b, under, hollow_b) = planes
    lean = np.radians((over + under) / 2)
    normal = np.array([0.0, -np.sin(lean), np.cos(lean)])
    frames = [upper.place.tilt + (plate(upper.rim(1))[1] + plate(upper.rim(-1))[1]) / 2]
    frames.append(
        under
        if p.name == LEVELS[-1]
        else lower.place.tilt + (plate(lower.rim(1))[1] + plate(lower.rim(-1))[1]) / 2
    )
    found = [
        ("disc height", float((a - b) @ normal), p.disc_below),
        ("segment angle", frames[1] - frames[0], p.seg_angle_below),
    ]
    if "disc_below_high" in p.measures:
        hollows = float((hollow_a - hollow_b) @ normal)
        found.insert(1, ("disc height in the hollows", hollows, p.disc_below_high))
    return [row(p.name, *one) for one in found]


def sacrum_rows(mesh: Mesh, p: Level) -> list[Row]:
    """The sacrum's plate, and the canal's width just under it, between the wings."""
    top = mesh.of("body")
    top = top[top[:, 2] > top[:, 2].max() - 2.5]
    middle = top[np.abs(top[:, 0]) < 1]
    canal = mesh.loop(Z, SACRAL_CANAL, np.array([p.canal_w / 2, -p.epd_u / 2 - 4.0, SACRAL_CANAL]))
    beside = canal[np.abs(canal[:, 1] + p.epd_u / 2 + 4.0) < 1.5]
    free = float(beside[beside[:, 0] > 0, 0].min() - beside[beside[:, 0] < 0, 0].max())
    found = [
        ("upper width", float(np.ptp(top[:, 0])), p.epw_u),
        ("upper depth", float(np.ptp(middle[:, 1])), p.epd_u),
        ("canal width", free, p.canal_w),
    ]
    return [row(p.name, *one) for one in found]
