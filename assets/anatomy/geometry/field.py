"""Signed-distance fields on a regular grid: primitives, smooth unions, meshes; knows no anatomy.

Lengths are millimetres, a field is negative inside. Axes: +x patient's right, +y front, +z head.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray
from scipy import ndimage as ndi
from scipy.interpolate import CubicSpline, PchipInterpolator

Array = NDArray[np.float32]
UNION, SUBTRACT, INTERSECT = 0, 1, 2
FAR = 40.0


@njit(parallel=True, fastmath=False, cache=True)
def _tube(out, lo, h, centre, normal, binormal, tangent, half_n, half_b, power, cap):  # type: ignore[no-untyped-def]
    """First-order distance to a swept super-ellipse; the nearest point is sought on the centre line."""
    nx, ny, nz = out.shape
    last = centre.shape[0] - 1
    for i in prange(nx):
        x = lo[0] + h * i
        for j in range(ny):
            y = lo[1] + h * j
            for k in range(nz):
                z = lo[2] + h * k
                best = 1e18
                at, part = 0, 0.0
                for s in range(last):
                    dx = centre[s + 1, 0] - centre[s, 0]
                    dy = centre[s + 1, 1] - centre[s, 1]
                    dz = centre[s + 1, 2] - centre[s, 2]
                    px = x - centre[s, 0]
                    py = y - centre[s, 1]
                    pz = z - centre[s, 2]
                    t = (px * dx + py * dy + pz * dz) / (dx * dx + dy * dy + dz * dz)
                    t = min(1.0, max(0.0, t))
                    q = (px - t * dx) ** 2 + (py - t * dy) ** 2 + (pz - t * dz) ** 2
                    if q < best:
                        best, at, part = q, s, t
                s, t, r = at, part, 1.0 - part
                ox = x - centre[s, 0] * r - centre[s + 1, 0] * t
                oy = y - centre[s, 1] * r - centre[s + 1, 1] * t
                oz = z - centre[s, 2] * r - centre[s + 1, 2] * t
                n0 = normal[s, 0] * r + normal[s + 1, 0] * t
                n1 = normal[s, 1] * r + normal[s + 1, 1] * t
                n2 = normal[s, 2] * r + normal[s + 1, 2] * t
                b0 = binormal[s, 0] * r + binormal[s + 1, 0] * t
                b1 = binormal[s, 1] * r + binormal[s + 1, 1] * t
                b2 = binormal[s, 2] * r + binormal[s + 1, 2] * t
                t0 = tangent[s, 0] * r + tangent[s + 1, 0] * t
                t1 = tangent[s, 1] * r + tangent[s + 1, 1] * t
                t2 = tangent[s, 2] * r + tangent[s + 1, 2] * t
                a = half_n[s] * r + half_n[s + 1] * t
                b = half_b[s] * r + half_b[s + 1] * t
                c = cap if cap > 0 else min(a, b)
                u = abs(ox * n0 + oy * n1 + oz * n2) / a + 1e-6
                v = abs(ox * b0 + oy * b1 + oz * b2) / b + 1e-6
                w = abs(ox * t0 + oy * t1 + oz * t2) / c
                section = u**power + v**power
                size = math.sqrt(section ** (2.0 / power) + w * w)
                scale = section ** (2.0 / power - 1.0)
                gu = scale * u ** (power - 1.0) / a
                gv = scale * v ** (power - 1.0) / b
                gw = w / c
                out[i, j, k] = (size - 1.0) * size / math.sqrt(gu * gu + gv * gv + gw * gw + 1e-12)


@njit(parallel=True, cache=True)
def _blend(field, other, k, op):  # type: ignore[no-untyped-def]
    """Cubic smooth union, subtraction or intersection, in place."""
    nx, ny, nz = field.shape
    for i in prange(nx):
        for j in range(ny):
            for l in range(nz):  # noqa: E741
                a = field[i, j, l]
                b = other[i, j, l]
                if op == 1:
                    b = -b
                e = max(k - abs(a - b), 0.0) / k if k > 0 else 0.0
                soft = e * e * e * k / 6.0
                field[i, j, l] = min(a, b) - soft if op == 0 else max(a, b) + soft


@njit(parallel=True, cache=True)
def _claim(best, part, other, code):  # type: ignore[no-untyped-def]
    nx, ny, nz = best.shape
    for i in prange(nx):
        for j in range(ny):
            for k in range(nz):
                if other[i, j, k] < best[i, j, k]:
                    best[i, j, k] = other[i, j, k]
                    part[i, j, k] = code


def smooth_max(a: NDArray[np.floating[Any]], b: NDArray[np.floating[Any]], k: float) -> Array:
    """The larger of two fields with a cubic fillet of width `k` mm."""
    e = np.maximum(k - np.abs(a - b), 0) / k
    return np.asarray(np.maximum(a, b) + e**3 * (k / 6), np.float32)


@dataclass
class Sweep:
    """A spline axis with an elliptic section: rows are x, y, z, half size across, half size along `up`."""

    rows: Sequence[Sequence[float]]
    up: Sequence[float] | Sequence[Sequence[float]]
    power: float = 2.0
    cap: float = 0.0
    nodes: int = 20

    def mirrored(self) -> Sweep:
        """The same sweep on the patient's other side."""
        flip = np.array([-1.0, 1, 1])
        up = np.asarray(self.up, float) * flip
        rows = np.asarray(self.rows, float).copy()
        rows[:, 0] *= -1
        return Sweep(rows.tolist(), up.tolist(), self.power, self.cap, self.nodes)

    def frames(self) -> tuple[NDArray[np.float64], ...]:
        """Centre, normal, binormal, tangent (n, 3) and the two half sizes (n)."""
        rows = np.asarray(self.rows, float)
        along = np.r_[0, np.cumsum(np.linalg.norm(np.diff(rows[:, :3], axis=0), axis=1))]
        along /= along[-1]
        t = np.linspace(0, 1, self.nodes)
        if len(rows) > 2:
            centre = CubicSpline(along, rows[:, :3])(t)
        else:
            centre = np.stack([np.interp(t, along, rows[:, c]) for c in range(3)], 1)
        half = [PchipInterpolator(along, rows[:, c])(t) for c in (3, 4)]
        tangent = np.gradient(centre, axis=0)
        tangent /= np.linalg.norm(tangent, axis=1, keepdims=True)
        up = np.asarray(self.up, float)
        if up.ndim == 1:
            up = np.tile(up, (self.nodes, 1))
        else:
            up = np.stack([np.interp(t, np.linspace(0, 1, len(up)), up[:, c]) for c in range(3)], 1)
        binormal = up - (up * tangent).sum(1, keepdims=True) * tangent
        binormal /= np.linalg.norm(binormal, axis=1, keepdims=True)
        return centre, np.cross(binormal, tangent), binormal, tangent, half[0], half[1]


class Field:
    """A box of distances with, for each cell, the part of the bone that lies nearest."""

    def __init__(self, low: Sequence[float], high: Sequence[float], step: float) -> None:
        self.lo = np.asarray(low, float)
        self.h = float(step)
        self.shape = tuple(int(n) for n in np.ceil((np.asarray(high) - self.lo) / step).astype(int) + 1)
        self.d: Array = np.full(self.shape, FAR, np.float32)
        self.best: Array = np.full(self.shape, FAR, np.float32)
        self.part: NDArray[np.uint8] = np.zeros(self.shape, np.uint8)

    def like(self, behind: int = 0) -> Field:
        """An empty field on the same box, or on one longer by `behind` cells toward the back."""
        out = copy(self)
        out.lo = self.lo - np.array([0, behind * self.h, 0])
        out.shape = (self.shape[0], self.shape[1] + behind, self.shape[2])
        out.d, out.best = np.full(out.shape, FAR, np.float32), np.full(out.shape, FAR, np.float32)
        out.part = np.zeros(out.shape, np.uint8)
        return out

    def axes(self, where: tuple[slice, ...] | None = None) -> tuple[Array, Array, Array]:
        """Open x, y, z coordinates of the box or of a part of it, ready to broadcast."""
        out = []
        for i in range(3):
            span = range(*where[i].indices(self.shape[i])) if where else range(self.shape[i])
            line = (self.lo[i] + self.h * np.array(span)).astype(np.float32)
            out.append(line.reshape([-1 if j == i else 1 for j in range(3)]))
        return out[0], out[1], out[2]

    def window(self, low: Sequence[float], high: Sequence[float]) -> tuple[slice, ...]:
        """The slices of the box between two corners."""
        a = np.clip(np.floor((np.asarray(low) - self.lo) / self.h).astype(int), 0, np.array(self.shape) - 2)
        b = np.clip(np.ceil((np.asarray(high) - self.lo) / self.h).astype(int) + 1, a + 1, self.shape)
        return tuple(slice(int(p), int(q)) for p, q in zip(a, b, strict=True))

    def put(
        self, other: Array, k: float, op: int = UNION, part: int = 0, where: tuple[slice, ...] | None = None
    ) -> None:
        """Join, cut or keep; a union may claim its cells for `part`."""
        where = where or (slice(None),) * 3
        mine = np.ascontiguousarray(self.d[where])
        other = np.ascontiguousarray(np.broadcast_to(other, mine.shape), np.float32)
        if part and op == UNION:
            best, code = np.ascontiguousarray(self.best[where]), np.ascontiguousarray(self.part[where])
            _claim(best, code, other, part)
            self.best[where], self.part[where] = best, code
        _blend(mine, other, float(k), op)
        self.d[where] = mine

    def tube(self, sweep: Sweep, margin: float) -> tuple[Array, tuple[slice, ...]]:
        """The distance to a sweep in the window it needs, without joining it."""
        centre, normal, binormal, tangent, a, b = sweep.frames()
        reach = float(max(a.max(), b.max())) + margin
        where = self.window(centre.min(0) - reach, centre.max(0) + reach)
        out = np.empty(self.d[where].shape, np.float32)
        low = self.lo + self.h * np.array([w.start for w in where])
        _tube(out, low, self.h, centre, normal, binormal, tangent, a, b, float(sweep.power), float(sweep.cap))
        return out, where

    def sweep(self, sweep: Sweep, k: float, op: int = UNION, part: int = 0) -> None:
        """Blend one sweep into the field with fillet `k` mm."""
        other, where = self.tube(sweep, k + 4)
        self.put(other, k, op, part, where)

    def blade(
        self,
        corners: NDArray[np.float64],
        thickness: Callable[[NDArray[np.float64], NDArray[np.float64]], NDArray[np.float64]],
        edge: float,
        k: float,
        part: int = 0,
    ) -> None:
        """Blend a plate in the middle plane: `corners` (n, 2) in y, z go once round, joined by a spline.

        `thickness` gives half the plate's thickness, mm, at y, z; `edge` mm is how broadly its rim rounds.
        """
        border = _closed_spline(corners)
        reach = k + 6
        low, high = border.min(0) - reach, border.max(0) + reach
        where = self.window((-12 - reach, *low), (12 + reach, *high))
        x, y, z = (a.astype(float) for a in self.axes(where))
        flat = _outside_border(border, np.broadcast_to(y, (1, *self.d[where].shape[1:])), z + 0 * y)
        side = np.abs(x) - thickness(y, z)
        self.put(
            smooth_max(
                np.asarray(side, np.float32), np.broadcast_to(flat, side.shape).astype(np.float32), edge
            ),
            k,
            UNION,
            part,
            where,
        )

    def ellipsoid(
        self, centre: Sequence[float], half: Sequence[float], k: float, op: int = UNION, part: int = 0
    ) -> None:
        """Blend an axis-aligned ellipsoid of half sizes `half` mm."""
        c, r = np.asarray(centre, float), np.asarray(half, float)
        reach = r.max() + k + 3
        where = self.window(c - reach, c + reach)
        x, y, z = self.axes(where)
        x, y, z = x - c[0], y - c[1], z - c[2]
        k0 = np.sqrt((x / r[0]) ** 2 + (y / r[1]) ** 2 + (z / r[2]) ** 2) + 1e-6
        k1 = np.sqrt((x / r[0] ** 2) ** 2 + (y / r[1] ** 2) ** 2 + (z / r[2] ** 2) ** 2) + 1e-6
        self.put((k0 * (k0 - 1) / k1).astype(np.float32), k, op, part, where)

    def shape_by(
        self,
        rule: Callable[[Array, Array, Array], Array],
        k: float,
        op: int,
        part: int = 0,
        where: tuple[slice, ...] | None = None,
    ) -> None:
        """Blend a field given as a function of x, y, z."""
        self.put(np.asarray(rule(*self.axes(where)), np.float32), k, op, part, where)

    def roughen(
        self, amount: float, wave: float, seed: int, weight: Array | None = None, stretch: float = 1.0
    ) -> None:
        """Add soft noise of `amount` mm and wavelength `wave` mm (`stretch` times that upright)."""
        rng = np.random.default_rng(seed)
        waves = wave * np.array([1.0, 1.0, stretch])
        coarse = rng.standard_normal(np.ceil(np.array(self.shape) * self.h / waves).astype(int) + 4)
        middle = ndi.zoom(coarse.astype(np.float32), 4, order=3)
        ratio = self.h / (waves / 4)
        full = ndi.affine_transform(middle, ratio, offset=2, output_shape=self.shape, order=1)
        self.d += amount * full if weight is None else amount * full * weight

    def at(self, points: NDArray[np.floating[Any]], values: Array | None = None, order: int = 1) -> Array:
        """Values at (n, 3) points in mm."""
        where = ((np.asarray(points) - self.lo) / self.h).T
        source = self.d if values is None else values
        return np.asarray(ndi.map_coordinates(source, where, order=order, mode="nearest"))

    def moved(self, turn: NDArray[np.float64], shift: NDArray[np.float64], onto: Field) -> Array:
        """This field seen on another box whose points p lie at `turn @ p + shift` here."""
        offset = (turn @ onto.lo + shift - self.lo) / self.h
        return np.asarray(
            ndi.affine_transform(
                self.d,
                turn * onto.h / self.h,
                offset=offset,
                output_shape=onto.shape,
                order=1,
                mode="constant",
                cval=FAR,
            )
        )

    def surface(
        self, blur: float = 0.8, pieces: bool = False
    ) -> tuple[NDArray[np.float32], NDArray[np.int32]]:
        """Vertices (mm) and outward triangles of the zero level.

        Bubbles are filled and only the largest piece is kept, unless `pieces` says that there are several.

        Raises ValueError when nothing is inside.
        """
        from skimage.measure import marching_cubes

        d = ndi.gaussian_filter(self.d, blur) if blur else self.d.copy()
        for axis in range(3):
            edge = [slice(None)] * 3
            for end in (0, -1):
                edge[axis] = end  # type: ignore[call-overload]
                d[tuple(edge)] = 5.0
        if not pieces:
            d = _largest_piece(d)
        if d.min() >= 0:
            raise ValueError("the field is empty: there is no surface to mesh")
        v, f, _, _ = marching_cubes(d, 0.0, spacing=(self.h,) * 3)
        v = (v + self.lo).astype(np.float32)
        if volume(v, f) < 0:
            f = f[:, ::-1]
        return v, np.ascontiguousarray(f, np.int32)


def _closed_spline(corners: NDArray[np.float64], count: int = 120) -> NDArray[np.float64]:
    ring = np.concatenate([corners, corners[:1]])
    along = np.r_[0, np.cumsum(np.linalg.norm(np.diff(ring, axis=0), axis=1))]
    return np.asarray(CubicSpline(along, ring, bc_type="periodic")(np.linspace(0, along[-1], count)))


def _outside_border(
    border: NDArray[np.float64], u: NDArray[np.float64], w: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Signed distance to a closed line in the plane, negative inside."""
    best = np.full(u.shape, np.inf)
    inside = np.zeros(u.shape, bool)
    for (a0, a1), (b0, b1) in pairwise(border):
        du, dw = b0 - a0, b1 - a1
        t = np.clip(((u - a0) * du + (w - a1) * dw) / (du * du + dw * dw), 0, 1)
        best = np.minimum(best, (u - a0 - t * du) ** 2 + (w - a1 - t * dw) ** 2)
        if a1 != b1:
            inside ^= ((a1 > w) != (b1 > w)) & (u < du * (w - a1) / dw + a0)
    return np.asarray(np.where(inside, -1.0, 1.0) * np.sqrt(best))


def _largest_piece(d: Array) -> Array:
    """Fill enclosed bubbles and drop loose crumbs."""
    solid, count = ndi.label(d < 0)
    if count > 1:
        sizes = np.bincount(solid.ravel())
        sizes[0] = 0
        d = np.where((d < 0) & (solid != sizes.argmax()), np.float32(0.3), d)
    hollow, count = ndi.label(d >= 0)
    if count > 1:
        sizes = np.bincount(hollow.ravel())
        outer = hollow[0, 0, 0]
        d = np.where((d >= 0) & (hollow != outer), np.float32(-0.3), d)
    return d


def volume(v: NDArray[np.float32], f: NDArray[np.int32]) -> float:
    """Signed volume of a closed mesh in cubic millimetres."""
    a, b, c = (v[f[:, i]].astype(float) for i in range(3))
    return float(np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6)
