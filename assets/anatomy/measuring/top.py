"""Measures the meshes of atlas and axis against the published table, as said beside each; draws nothing."""

from __future__ import annotations

import numpy as np

from measuring.mesh import Mesh, Points, Row, X, Y, Z, row
from measuring.trunk import arch, lamina_of
from morphometry import Level

CANAL_AT = -3.0  # mm below the middle of the axis's body, where pedicles and laminae close the ring


def _midline(mesh: Mesh, near: Points) -> Points:
    """The closed line of the section from front to back that passes nearest to a point."""
    return mesh.loop(X, 0.0, near)


def atlas_rows(mesh: Mesh, p: Level) -> list[Row]:
    """Every published measure of the atlas: a ring without a body or a spinous process."""
    half = p.canal_d / 2
    front, back = (_midline(mesh, np.array([0.0, side * half, 0.0])) for side in (1, -1))
    opening = mesh.loop(Z, 0.0, np.array([p.canal_w / 2, -3.0, 0.0]))
    found = [
        ("front arch height", float(np.ptp(front[:, 2])), p.vbh_a),
        ("back arch height", float(np.ptp(back[:, 2])), p.vbh_p),
        ("canal width", float(np.ptp(opening[:, 0])), p.canal_w),
        ("canal depth", float(front[:, 1].min() - back[:, 1].max()), p.canal_d),
        ("transverse span", float(np.ptp(mesh.v[:, 0])), p.tp_span),
    ]
    return [row(p.name, *one) for one in found]


def _pedicle(mesh: Mesh, p: Level, wall: float) -> tuple[float, float]:
    """Width and height at the isthmus: the smallest section across the pedicle, which runs back and down."""
    best = (np.inf, 0.0, 0.0)
    for side in (1, -1):
        for fall in np.radians(np.arange(0, 46, 5)):
            along = np.array([0.0, -np.cos(fall), -np.sin(fall)])
            up = np.array([0.0, -np.sin(fall), np.cos(fall)])
            for behind in np.arange(1.0, 7.0, 0.5):
                near = np.array([side * (p.canal_w + p.ped_w) / 2, wall - behind, 1 - 0.8 * behind])
                ring = mesh.loop(along, float(near @ along), near)
                wide, tall = float(np.ptp(ring[:, 0])), float(np.ptp(ring @ up))
                if np.abs(ring[:, 0]).min() > 4 and wide * tall < best[0]:
                    best = (wide * tall, wide, tall)
    return best[1], best[2]


def axis_rows(mesh: Mesh, p: Level) -> list[Row]:
    """Every published measure of the axis; the dens hides its upper plate, so heights are asked with it."""
    column = _midline(mesh, np.zeros(3))
    body = mesh.of("body")
    low = body[body[:, 2] < -p.vbh_p / 2 + 3.3]
    wall = float(column[np.abs(column[:, 2]) < 3, 1].min())
    opening = mesh.loop(Z, CANAL_AT, np.array([p.canal_w / 2, wall - 6.0, CANAL_AT]))
    roof = _midline(mesh, np.array([0.0, wall - p.canal_d, -4.0]))
    tip = float(mesh.v[:, 1].min())
    blade = [mesh.slice(Y, y)[0] for y in np.arange(tip + 3, (tip + float(roof[:, 1].max())) / 2)]
    found = [
        ("lower width", float(np.ptp(low[:, 0])), p.epw_l),
        ("lower depth", float(np.ptp(low[np.abs(low[:, 0]) < 1, 1])), p.epd_l),
        ("height with the dens", float(np.ptp(column[:, 2])), (p.vbh_a + p.vbh_p) / 2 + p.dens_height),
        ("canal width", float(np.ptp(opening[:, 0])), p.canal_w),
        ("canal depth", wall - float(roof[:, 1].max()), p.canal_d),
        *arch(p, _pedicle(mesh, p, wall), lamina_of(mesh, p, p.axis_lamina_top, p.shoulder_half_spacing)),
        ("transverse span", float(np.ptp(mesh.v[:, 0])), p.tp_span),
        ("spinous reach", wall - tip, p.sp_reach),
        ("spinous height", max(float(np.ptp(cut[:, 2])) for cut in blade), p.sp_height),
    ]
    return [row(p.name, *one) for one in found]
