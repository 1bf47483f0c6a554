"""The bent axis of the sacrum and its measures along it; shapes no bone.

The axis is the front wall of the sacral canal. A point has `x` to the patient's right, `u` in front of the
axis and `s` down along it from S1's upper plate, all mm; the frame is that of the plate (+z head, +y front).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from scipy.interpolate import PchipInterpolator
from scipy.spatial import cKDTree

from geometry.field import Array
from morphometry import Level

SEGMENTS = ("S1", "S2", "S3", "S4", "S5")
HOLES = SEGMENTS[:4]
BEYOND = 40.0  # mm that the axis runs on straight past both ends


class SacralAxis:
    """Carries points between the plate's frame and the straightened sacrum, and reads measures along it."""

    def __init__(self, table: Mapping[str, Level]) -> None:
        self.table = table
        self.top = table["S1"]
        heights = [table[n].sacral_height for n in SEGMENTS]
        self.edges = np.r_[0, np.cumsum(heights)]
        self.middles = (self.edges[:-1] + self.edges[1:]) / 2
        self.length = float(self.edges[-1])
        # the transverse lines of the front lie a little below the seams at the canal: S1 is taller in front
        self.lines = [float(e) + low for e, low in zip(self.edges[1:5], (1.5, 1.0, 0.5, 0.0), strict=True)]
        self._s = np.arange(-BEYOND, self.length + BEYOND, 0.25)
        self._angle = np.radians(self.along("sacral_tilt", self._s.astype(np.float32)))
        self._tangent = np.stack([np.sin(self._angle), -np.cos(self._angle)], 1)
        line = np.cumsum(self._tangent * 0.25, axis=0)
        start = line[np.searchsorted(self._s, 0.0)]
        self._line = line - start + np.array([-self.top.epd_u / 2, 0.0])
        self._bend = np.gradient(self._angle, self._s)

    def along(self, name: str, s: Array | float, top: float | None = None) -> Array:
        """A measure at `s`, through its rows at mid-segment; `top` is its value at the plate."""
        rows = [(m, self.table[n].measures) for n, m in zip(SEGMENTS, self.middles, strict=True)]
        if "Co1" in self.table:
            rows.append((self.length, self.table["Co1"].measures))
        nodes = [(at, measures[name]) for at, measures in rows if name in measures]
        if top is not None:
            nodes.insert(0, (0.0, top))
        at, value = np.array(nodes).T
        return np.asarray(PchipInterpolator(at, value)(np.clip(s, at[0], at[-1])), np.float32)

    def out(self, x: float, u: float, s: float) -> tuple[float, float, float]:
        """A point of the straightened sacrum in the plate's frame."""
        angle = np.interp(s, self._s, self._angle)
        y = np.interp(s, self._s, self._line[:, 0]) + u * np.cos(angle)
        z = np.interp(s, self._s, self._line[:, 1]) + u * np.sin(angle)
        return float(x), float(y), float(z)

    def angle(self, s: float) -> float:
        """Radians by which the axis leaves the downward normal of the plate, toward the front."""
        return float(np.interp(s, self._s, self._angle))

    def front(self, s: float) -> tuple[float, float, float]:
        """Unit vector out of the front face at `s`."""
        a = self.angle(s)
        return 0.0, float(np.cos(a)), float(np.sin(a))

    def down(self, s: float) -> tuple[float, float, float]:
        """Unit vector along the axis, toward the coccyx."""
        a = self.angle(s)
        return 0.0, float(np.sin(a)), float(-np.cos(a))

    def unroll(self, y: Array, z: Array) -> tuple[Array, Array]:
        """`u` and `s` of places in the middle plane."""
        y, z = np.broadcast_arrays(y, z)
        points = np.stack([y.ravel(), z.ravel()], 1)
        _, near = cKDTree(self._line).query(points)
        away = points - self._line[near]
        tangent = self._tangent[near]
        u = away[:, 0] * -tangent[:, 1] + away[:, 1] * tangent[:, 0]
        step = (away * tangent).sum(1) / np.maximum(1 - u * self._bend[near], 0.3)
        # past either end the nearest node is the last one: the axis runs on straight
        s = self._s[near] + np.where(np.abs(step) < 1, step, (away * tangent).sum(1))
        return u.reshape(y.shape).astype(np.float32), s.reshape(y.shape).astype(np.float32)


def canal_line(table: Mapping[str, Level], until: float | None = None) -> list[list[float]]:
    """Rows x, y, z, half width, half depth (mm) of the sacral canal's middle, from the plate to `until`.

    `until` is mm along the canal's front; left out it is the hiatus. `sac_end` of S1 is where the sac ends.
    """
    axis = SacralAxis(table)
    p = axis.top
    rows = []
    for s in np.linspace(0.0, p.hiatus_apex if until is None else until, 9):
        deep = float(axis.along("sacral_canal_depth", s, top=p.canal_d))
        half = float(axis.along("sacral_canal_half", s, top=p.half_canal))
        # the canal is three-sided: its roof is narrower than its floor
        rows.append([*axis.out(0, -deep / 2, float(s)), half * 0.8, deep / 2])
    return rows
