"""Measures the bones' meshes against the published table; ends with 1 when one is off; draws nothing.

`python measure.py [STEP] [--json]` builds the bones alone. What is measured how is said beside each.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from bones.column import Column, Place, column
from bones.vertebra import PARTS
from geometry.field import Field
from groups.bones import stack
from morphometry import LEVELS, Level

Points = NDArray[np.float64]
ANGLE = 2.0  # degrees that an angle may be off
# Measures that cannot hold together with the others, by name, with the reason; they are shown, never counted.
EXCEPTIONS: dict[str, str] = {}


@dataclass(frozen=True)
class Row:
    """One measure of one level: mm, or degrees where the name says angle."""

    level: str
    name: str
    measured: float
    wanted: float
    allowed: float
    exception: str = ""

    @property
    def off(self) -> bool:
        return not abs(self.measured - self.wanted) <= self.allowed and not self.exception


@dataclass(frozen=True)
class Mesh:
    """One bone's closed mesh in its own frame, mm, with the part of each vertex and where it stands."""

    v: Points
    f: NDArray[np.int32]
    part: NDArray[np.uint8]
    place: Place

    def of(self, *names: str) -> Points:
        return self.v[np.isin(self.part, [PARTS.index(n) + 1 for n in names])]

    def slice(self, normal: Points, offset: float) -> tuple[Points, NDArray[np.int32]]:
        """Points where a plane cuts the mesh, and for each the number of the closed line it lies on."""
        side = self.v @ normal - offset
        side = np.where(side == 0, 1e-9, side)
        cut = self.f[(side[self.f] > 0).sum(1) % 3 != 0]
        pairs = np.sort(np.concatenate([cut[:, [0, 1]], cut[:, [1, 2]], cut[:, [2, 0]]]), axis=1)
        crossing = side[pairs[:, 0]] * side[pairs[:, 1]] < 0
        edges, which = np.unique(pairs[crossing], axis=0, return_inverse=True)
        of_face = np.tile(np.arange(len(cut)), 3)[crossing]
        order = np.argsort(of_face, kind="stable")
        ends = which.ravel()[order].reshape(-1, 2)
        a, b = side[edges[:, 0]], side[edges[:, 1]]
        points = self.v[edges[:, 0]] + (a / (a - b))[:, None] * (self.v[edges[:, 1]] - self.v[edges[:, 0]])
        graph = coo_matrix((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(len(edges),) * 2)
        return points, connected_components(graph, directed=False)[1]

    def loop(self, normal: Points, offset: float, near: Points) -> Points:
        """The closed line of a section that passes nearest to a point."""
        points, line = self.slice(normal, offset)
        return points[line == line[np.argmin(np.linalg.norm(points - near, axis=1))]]

    def rim(self, sign: float) -> Points:
        """The upper (1) or lower (-1) end-plate's ring: the furthest point in each of 60 directions."""
        body = self.of("body")
        body = body[body[:, 2] * sign > (body[:, 2] * sign).max() - 6]
        sector = ((np.arctan2(body[:, 0], body[:, 1]) / (2 * np.pi) + 0.5) * 60).astype(int) % 60
        return np.array(
            [body[sector == s][np.argmax(sign * body[sector == s][:, 2])] for s in np.unique(sector)]
        )


X, Y, Z = np.eye(3)


def _plate(ring: Points) -> tuple[float, float]:
    """Height at the middle, and tilt in degrees, of the plane through a ring."""
    fit = np.linalg.lstsq(np.c_[np.ones(len(ring)), ring[:, 1], ring[:, 0]], ring[:, 2], rcond=None)[0]
    return float(fit[0]), float(np.degrees(np.arctan(fit[1])))


def _pedicle(mesh: Mesh, p: Level) -> tuple[float, float]:
    """Width and height at the isthmus: the smallest of all upright sections across the root of the arch."""
    best = (np.inf, 0.0, 0.0)
    z = p.vbh_p / 2 - 1.0 - p.ped_h / 2
    for side in (1, -1):
        for angle in np.radians(np.arange(0, 46, 5)):
            along = np.array([side * np.sin(angle), -np.cos(angle), 0.0])
            across = np.array([np.cos(angle), side * np.sin(angle), 0.0])
            for behind in np.arange(1.0, 8.0, 1.0):
                inner = np.array([side * p.half_canal, p.wall - behind, z])
                ring = mesh.loop(along, float(inner @ along), inner)
                wide, tall = float(np.ptp(ring @ across)), float(np.ptp(ring[:, 2]))
                if np.abs(ring[:, 0]).min() > 4 and wide * tall < best[0]:
                    best = (wide * tall, wide, tall)
    return best[1], best[2]


def _lamina(mesh: Mesh, p: Level) -> tuple[float, float]:
    """Height and thickness halfway from the midline to the joint, right and left averaged.

    Height from edge to edge on a section from front to back; thickness straight through at mid-height.
    """
    tall, thick = [], []
    mid = p.vbh_p / 2 - p.lamina_top - p.lam_h / 2
    for side in (1, -1):
        x = side * p.joint_half_spacing / 2
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
    inner = v[np.abs(v[:, 2] - (p.vbh_p / 2 - 1.2 - p.ped_h / 2)) < 3]
    # a lumbar canal is widest in front, behind the body's wall; a round thoracic one in its middle
    widest = wall - (p.canal_d / 2 if p.name[0] == "T" else 3.5)
    canal = inner[np.abs(inner[:, 1] - widest) < (1.5 if p.name[0] == "T" else 2.5)]
    tip = float(v[:, 1].min())
    blade = [
        mesh.loop(Y, y, np.array([0, y, -12.0])) for y in np.arange(tip + 3, (tip + roof[:, 1].max()) / 2)
    ]
    # a process that slants down is measured across itself, not upright
    steep = float(np.cos(np.radians(p.sp_slope))) if p.name[0] == "T" else 1.0
    pedicle, lamina = _pedicle(mesh, p), _lamina(mesh, p)
    top, low = _plate(mesh.rim(1)), _plate(mesh.rim(-1))
    found = [
        ("upper width", float(np.ptp(upper[:, 0])), p.epw_u),
        ("lower width", float(np.ptp(lower[:, 0])), p.epw_l),
        ("upper depth", float(np.ptp(trunk[trunk[:, 2] > p.vbh_p / 2 - 5, 1])), p.epd_u),
        ("lower depth", float(np.ptp(trunk[trunk[:, 2] < -p.vbh_p / 2 + 5, 1])), p.epd_l),
        ("front height", float(np.ptp(front[:, 2])), p.vbh_a),
        ("back height", float(np.ptp(back[:, 2])), p.vbh_p),
        ("canal width", 2 * float(np.abs(canal[:, 0]).min()), p.canal_w),
        ("canal depth", wall - float(roof[:, 1].max()), p.canal_d),
        ("pedicle width", pedicle[0], p.ped_w),
        ("pedicle height", pedicle[1], p.ped_h),
        ("lamina height", lamina[0], p.lam_h),
        ("lamina thickness", lamina[1], p.lam_t),
        ("transverse span", float(np.ptp(v[:, 0])), p.tp_span),
        ("spinous reach", wall - tip, p.sp_reach),
        ("spinous height", max(float(np.ptp(ring[:, 2])) for ring in blade) * steep, p.sp_height),
        ("body angle", low[1] - top[1], p.body_wedge),
    ]
    return [_row(p.name, *one) for one in found]


def _row(level: str, name: str, measured: float, wanted: float) -> Row:
    allowed = ANGLE if name.endswith("angle") else max(0.05 * abs(wanted), 0.5)
    return Row(
        level, name, round(measured, 2), wanted, round(allowed, 2), EXCEPTIONS.get(f"{level} {name}", "")
    )


def gap_rows(upper: Mesh, lower: Mesh, p: Level) -> list[Row]:
    """The disc's height in its middle, from rim to rim and from hollow to hollow, and the angle of the bones.

    A bone's frame lies halfway between its end-plates; the sacrum's is its plate, as the review asks.
    """
    planes = []
    for mesh, sign in ((upper, -1.0), (lower, 1.0)):
        ring = mesh.rim(sign)
        high, tilt = _plate(ring)
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
    frames = [upper.place.tilt + (_plate(upper.rim(1))[1] + _plate(upper.rim(-1))[1]) / 2]
    frames.append(
        under
        if p.name == LEVELS[-1]
        else lower.place.tilt + (_plate(lower.rim(1))[1] + _plate(lower.rim(-1))[1]) / 2
    )
    found = [
        ("disc height", float((a - b) @ normal), p.disc_below),
        ("disc height in the hollows", float((hollow_a - hollow_b) @ normal), p.disc_below_high),
        ("segment angle", frames[1] - frames[0], p.seg_angle_below),
    ]
    return [_row(p.name, *one) for one in found]


def bones(step: float, lie: Column | None = None) -> tuple[dict[str, Field], dict[str, Mesh]]:
    """The bones alone, as fields and as meshes, each in its own frame; S1 is the sacrum."""
    lie = lie or column()
    fields = stack(lie, step)
    places = {**lie.bones, "S1": lie.sacrum}
    meshes = {}
    for name, field in fields.items():
        v, f = field.surface()
        cell = np.clip(np.rint((v - field.lo) / field.h).astype(int), 0, np.array(field.shape) - 1)
        meshes[name] = Mesh(v.astype(float), f, field.part[cell[:, 0], cell[:, 1], cell[:, 2]], places[name])
    return fields, meshes


def rows(meshes: Mapping[str, Mesh], table: Mapping[str, Level]) -> list[Row]:
    """Every measure of every bone given, from the head down, and of the gaps between neighbours."""
    out: list[Row] = []
    names = [n for n in table if n in meshes]
    for name in names:
        if "lam_h" in table[name].measures:
            out += bone_rows(meshes[name], table[name])
    for upper, lower in pairwise(names):
        out += gap_rows(meshes[upper], meshes[lower], table[upper])
    return out


def main() -> int:
    words = [w for w in sys.argv[1:] if w != "--json"]
    lie = column()
    found = rows(bones(float(words[0]) if words else 0.42, lie)[1], lie.levels)
    if "--json" in sys.argv:
        print(json.dumps([asdict(r) for r in found], indent=1))
    else:
        for r in found:
            note = f"  {r.exception}" if r.exception else "  off" if r.off else ""
            figures = f"{r.measured:6.1f} {r.wanted:6.1f} {r.measured - r.wanted:+5.1f}"
            print(f"{r.level}  {r.name:26s} {figures}{note}")
    return int(any(r.off for r in found))


if __name__ == "__main__":
    sys.exit(main())
