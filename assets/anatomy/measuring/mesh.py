"""A bone's mesh to be measured: its sections, loops and rims, and one measure beside its figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from bones.column import Place
from bones.vertebra import PARTS
from geometry.field import Field

Points = NDArray[np.float64]
ANGLE = 2.0  # degrees that an angle may be off


@dataclass(frozen=True)
class Row:
    """One measure of one level: mm, or degrees where the name says angle."""

    level: str
    name: str
    measured: float
    wanted: float
    allowed: float

    @property
    def off(self) -> bool:
        return not abs(self.measured - self.wanted) <= self.allowed


@dataclass(frozen=True)
class Mesh:
    """One bone's closed mesh in its own frame, mm, with the part of each vertex and where it stands."""

    v: Points
    f: NDArray[np.int32]
    part: NDArray[np.uint8]
    place: Place
    parts: tuple[str, ...] = PARTS

    def of(self, *names: str) -> Points:
        """The vertices of some parts, mm. Raises ValueError for a part that the bone has not."""
        return self.v[np.isin(self.part, [self.parts.index(n) + 1 for n in names])]

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
        return np.asarray(points[line == line[np.argmin(np.linalg.norm(points - near, axis=1))]])

    def rim(self, sign: float) -> Points:
        """The upper (1) or lower (-1) end-plate's ring: the furthest point in each of 60 directions."""
        body = self.of("body")
        body = body[body[:, 2] * sign > (body[:, 2] * sign).max() - 6]
        sector = ((np.arctan2(body[:, 0], body[:, 1]) / (2 * np.pi) + 0.5) * 60).astype(int) % 60
        return np.array(
            [body[sector == s][np.argmax(sign * body[sector == s][:, 2])] for s in np.unique(sector)]
        )


X, Y, Z = np.eye(3)


def part_of(field: Field, points: NDArray[Any]) -> NDArray[np.uint8]:
    """The part of a bone each point of its surface belongs to."""
    cell = np.clip(np.rint((points - field.lo) / field.h).astype(int), 0, np.array(field.shape) - 1)
    return np.asarray(field.part[tuple(cell.T)], np.uint8)


def meshed(field: Field, place: Place, parts: tuple[str, ...] = PARTS) -> Mesh:
    """A bone's mesh out of its field; `parts` are the names of its codes, in their order."""
    v, f = field.surface()
    return Mesh(v.astype(float), f, part_of(field, v), place, parts)


def plate(ring: Points) -> tuple[float, float]:
    """Height at the middle, and tilt in degrees, of the plane through a ring."""
    fit = np.linalg.lstsq(np.c_[np.ones(len(ring)), ring[:, 1], ring[:, 0]], ring[:, 2], rcond=None)[0]
    return float(fit[0]), float(np.degrees(np.arctan(fit[1])))


def row(level: str, name: str, measured: float, wanted: float) -> Row:
    allowed = ANGLE if name.endswith("angle") else max(0.05 * abs(wanted), 0.5)
    return Row(level, name, round(measured, 2), wanted, round(allowed, 2))
