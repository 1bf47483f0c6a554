"""Measures the meshes of C3 to C7 and the gaps under C2 to C7, as said beside each; draws nothing."""

from __future__ import annotations

import numpy as np

from bones.column import turn
from measuring.mesh import Mesh, Points, Row, X, Y, plate, row
from measuring.trunk import arch, lamina_of
from morphometry import Level

BODY = 13.0  # mm before and behind the middle in which the body lies, and nothing of the arch
BACK, FRONT = 0.06, 0.94  # places of an end-plate's edges, as shares of its depth


def _hooks(mesh: Mesh) -> tuple[float, float]:
    """Distance between the two crests where they are highest, and how high they stand, mm."""
    crests = []
    for side in ("uncinate.right", "uncinate.left"):
        hook = mesh.of(side)
        high = hook[hook[:, 2] > hook[:, 2].max() - 0.4]
        crests.append((float(np.abs(high[:, 0]).mean()), float(hook[:, 2].max())))
    return crests[0][0] + crests[1][0], (crests[0][1] + crests[1][1]) / 2


def _canal_width(mesh: Mesh, p: Level) -> float:
    """The widest free line from side to side between the pedicles."""
    z = p.pedicle_up
    free = []
    for behind in np.arange(2.0, 7.0, 0.5):
        points, _ = mesh.slice(Y, p.wall - behind)
        level = points[np.abs(points[:, 2] - z) < 0.8]
        free.append(float(level[level[:, 0] > 0, 0].min() - level[level[:, 0] < 0, 0].max()))
    return max(free)


def _pedicle(mesh: Mesh, p: Level) -> tuple[float, float]:
    """Width and height at the isthmus: the smallest upright section across the pedicle's own direction."""
    angle = np.radians(p.pedicle_angle)
    best = (np.inf, 0.0, 0.0)
    for side in (1, -1):
        along = np.array([side * np.sin(angle), -np.cos(angle), 0.0])
        across = np.array([side * np.cos(angle), np.sin(angle), 0.0])
        inner = np.array([side * p.half_canal, p.wall - p.pedicle_back, p.pedicle_up])
        for step in np.arange(-6.0, 2.0, 0.5):
            at = inner + step * along + across * p.ped_w / 2
            ring = mesh.loop(along, float(at @ along), at + across * p.ped_w / 2)
            wide, tall = float(np.ptp(ring @ across)), float(np.ptp(ring[:, 2]))
            if np.abs(ring[:, 0]).min() > 4 and wide * tall < best[0]:
                best = (wide * tall, wide, tall)
    return best[1], best[2]


def cervical_rows(mesh: Mesh, p: Level) -> list[Row]:
    """Every published measure of one vertebra of C3 to C7."""
    v = mesh.v
    middle, _ = mesh.slice(X, 0.0)
    back = middle[np.abs(middle[:, 1] - p.wall - 2.0) < 3.0]
    wall = float(back[:, 1].min())
    trunk = middle[middle[:, 1] > wall - 0.01]
    front = trunk[trunk[:, 1] > 0]
    upper, lower = trunk[trunk[:, 2] > p.vbh_p / 2 - 3.5], trunk[trunk[:, 2] < 0]
    roof = middle[(middle[:, 1] < wall - 8)]
    body = mesh.of("body")
    low = body[body[:, 2] < -p.vbh_p / 2 + 3.3]
    crests, tall = _hooks(mesh)
    tip = float(v[:, 1].min())
    behind = np.arange(tip + 3, (tip + roof[:, 1].max()) / 2)
    blade = [mesh.loop(Y, y, np.array([0, y, -8.0])) for y in behind]
    found = [
        ("upper width between the hooks' crests", crests, p.epw_u),
        ("hook height", tall - float(upper[np.abs(upper[:, 1]) < 2, 2].max()), p.hook_height),
        ("lower width", float(np.ptp(low[:, 0])), p.epw_l),
        ("upper depth", float(np.ptp(upper[:, 1])), p.epd_u),
        ("lower depth", float(np.ptp(lower[:, 1])), p.epd_l),
        ("front height", float(np.ptp(front[front[:, 1] > p.epd_u - p.half_depth - 2.5, 2])), p.vbh_a),
        ("back height", float(np.ptp(back[:, 2])), p.vbh_p),
        ("canal width", _canal_width(mesh, p), p.canal_w),
        ("canal depth", wall - float(roof[:, 1].max()), p.canal_d),
        *arch(p, _pedicle(mesh, p), lamina_of(mesh, p, p.lamina_top, p.joint_half_spacing)),
        ("transverse span", float(np.ptp(v[:, 0])), p.tp_span),
        ("spinous reach", wall - tip, p.sp_reach),
        ("spinous height", max(float(np.ptp(ring[:, 2])) for ring in blade), p.sp_height),
    ]
    return [row(p.name, *one) for one in found]


def _edges(mesh: Mesh, sign: float, ahead: Points, up: Points) -> tuple[float, float]:
    """Heights along `up`, mm, of an end-plate's back and front edge in the midline."""
    middle, _ = mesh.slice(X, 0.0)
    body = middle[(middle[:, 2] * sign > 0) & (np.abs(middle[:, 1]) < BODY)]
    out = mesh.place.out(body)
    at, high = out @ ahead, out @ up * sign
    edges = []
    for share in (BACK, FRONT):
        near = at.min() + share * np.ptp(at)
        edges.append(sign * float(high[np.abs(at - near) < 0.6].max()))
    return edges[0], edges[1]


def neck_gap_rows(upper: Mesh, lower: Mesh, p: Level) -> list[Row]:
    """The disc's height, mean of its back and front edge in the midline, and the angle of the two bones.

    A bone's tilt is the mean of its two end-plates'. The axis has no upper one: under it the two lower ones
    are compared, as Cobb did.
    """
    lean = turn((upper.place.tilt + lower.place.tilt) / 2)
    ahead, up = lean[:, 1], lean[:, 2]
    over, under = _edges(upper, -1.0, ahead, up), _edges(lower, 1.0, ahead, up)
    signs = (-1,) if p.name == "C2" else (1, -1)
    tilts = [m.place.tilt + float(np.mean([plate(m.rim(s))[1] for s in signs])) for m in (upper, lower)]
    found = [
        ("disc height", (over[0] - under[0] + over[1] - under[1]) / 2, p.disc_below),
        ("segment angle", tilts[1] - tilts[0], p.seg_angle_below),
    ]
    return [row(p.name, *one) for one in found]
