"""What each pixel sees of a surface: place, normal, curve, hollows, the way fibres run; knows no colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray
from scipy import sparse

from drawing.blur import blurred
from drawing.raster import Planes
from geometry.camera import Camera
from geometry.solid import Solid, normals

F32 = NDArray[np.float32]
Box = tuple[slice, slice]
# how far, in mm, the neighbourhood of a fine curve reaches, and that of a broad one and of fibres
FINE, BROAD = 0.8, 2.2
WIDEST = 4.0  # pixels from one look along a stroke to the next


@dataclass
class Surface:
    """Planes of one view; `mm` is the size of a pixel, `view` the normal (right, up, toward the viewer).

    `fine` and `broad` are mean curves, 1/mm, positive on ridges; `along` is the direction, in the column's
    frame, in which the surface bends least: down a nerve, along a process, up the waist of a body.
    `bent`, 0..1, says how sure that direction is: 0 on flats and on knobs.
    `hidden` is how deep a pixel lies in a hollow, 0..1. `owner` is the number of the solid, -1 for none.
    """

    seen: NDArray[np.bool_]
    owner: NDArray[np.int32]
    tissue: tuple[str, ...]
    place: F32
    normal: F32
    view: F32
    fine: F32
    broad: F32
    along: F32
    bent: F32
    hidden: F32
    paint: F32
    mm: float
    camera: Camera

    def within(self, box: Box) -> Surface:
        """The same view, of the pixels in a box alone."""
        whole = {f.name: getattr(self, f.name) for f in fields(self)}
        planes: dict[str, Any] = {name: v[box] for name, v in whole.items() if isinstance(v, np.ndarray)}
        return replace(self, **planes)

    def of(self, tissue: str) -> NDArray[np.bool_]:
        """The pixels of one tissue."""
        wanted = np.array([t == tissue for t in (*self.tissue, "")])
        return np.asarray(wanted[self.owner] & self.seen)


@dataclass
class _Shape:
    """What meshes are like at their vertices, whoever looks; `square` is the products of normals."""

    points: F32
    unit: F32
    fine: F32
    broad: F32
    square: F32


_last: tuple[tuple[Solid, ...], _Shape] | None = None


def _shape(solids: tuple[Solid, ...], faces: NDArray[np.int32]) -> _Shape:
    """Normals and mean curves; the last view's own where it shows the same meshes, as a turn does."""
    global _last
    if _last and len(_last[0]) == len(solids) and all(a is b for a, b in zip(_last[0], solids, strict=True)):
        return _last[1]
    points = np.concatenate([s.v for s in solids]).astype(np.float32)
    unit = normals(points, faces)
    smooth = _neighbourhood(points, faces)
    square = np.stack(
        [unit[:, i] * unit[:, j] for i, j in ((0, 0), (1, 1), (2, 2), (0, 1), (0, 2), (1, 2))], 1
    )
    wide = np.concatenate([points, square], 1)
    edge = float(np.linalg.norm(np.diff(points[faces[::97, :2]], axis=1), axis=-1).mean())
    steps = [max(2, round(2 * (reach / edge) ** 2)) for reach in (FINE, BROAD)]
    curves = []
    done = 0
    for reach, until in zip((FINE, BROAD), steps, strict=True):
        for _ in range(until - done):
            wide = smooth @ wide
        done = until
        curves.append(((points - wide[:, :3]) * unit).sum(1) / reach**2)
    _last = solids, _Shape(points, unit, curves[0], curves[1], np.asarray(wide[:, 3:], np.float32))
    return _last[1]


def surface(solids: Sequence[Solid], planes: Planes, owner: NDArray[np.int32], camera: Camera) -> Surface:
    """Everything the textures need, from the meshes and what each pixel sees of them."""
    shape = _shape(tuple(solids), planes.faces)
    points, unit = shape.points, shape.unit
    seen = planes.seen
    corner = np.argmax(np.stack([planes.w0, planes.w1, 1 - planes.w0 - planes.w1], -1), -1)
    nearest = np.where(seen, planes.faces[planes.face, corner], 0)
    place, normal = planes.blend(points), planes.blend(unit)
    normal /= np.maximum(np.linalg.norm(normal, axis=-1, keepdims=True), 1e-6)
    paint = [s.colour if s.colour is not None else np.full((len(s.v), 3), -1, np.float32) for s in solids]
    wanted = np.zeros(len(points), bool)
    wanted[nearest[seen]] = True
    along, bent = np.zeros_like(points), np.zeros(len(points), np.float32)
    along[wanted], bent[wanted] = _least_bent(shape.square[wanted])
    mm = camera.width / seen.shape[1]
    way = np.asarray(along[nearest] * seen[..., None], np.float32)
    side = np.clip(1.6 - 2 * np.abs((way * normal).sum(-1)), 0, 1)
    return Surface(
        seen,
        owner,
        tuple(s.tissue for s in solids),
        place,
        normal,
        np.asarray(normal @ camera.axes().T.astype(np.float32), np.float32),
        planes.blend(np.clip(shape.fine, -0.6, 0.6).astype(np.float32)),
        planes.blend(np.clip(shape.broad, -0.4, 0.4).astype(np.float32)),
        way,
        blurred(np.where(seen, bent[nearest] * side, 0), 0.4 / mm),
        _hidden(planes, mm),
        planes.blend(np.concatenate(paint).astype(np.float32)),
        mm,
        camera,
    )


def _neighbourhood(points: F32, faces: NDArray[np.int32]) -> sparse.csr_matrix:
    """The matrix that moves every vertex's value halfway to the mean of its neighbours."""
    a, b = faces[:, [0, 1, 2]].ravel(), faces[:, [1, 2, 0]].ravel()
    n = len(points)
    out = sparse.coo_matrix((np.ones(len(a), np.float32), (a, b)), (n, n)).tocsr()
    out = ((out + out.T) > 0).astype(np.float32)
    count = np.asarray(out.sum(1)).ravel()
    return (sparse.diags((0.5 / np.maximum(count, 1)).astype(np.float32)) @ out).tocsr() + sparse.diags(
        np.where(count > 0, 0.5, 1).astype(np.float32)
    )


def _least_bent(square: F32) -> tuple[F32, F32]:
    """The direction in which normals vary least, from the mean of their products, and how sure it is."""
    xx, yy, zz, xy, xz, yz = square.T
    m = np.stack([np.stack([xx, xy, xz], -1), np.stack([xy, yy, yz], -1), np.stack([xz, yz, zz], -1)], -2)
    size, way = np.linalg.eigh(m.astype(np.float64))
    sure = np.clip((size[:, 1] - 2.0 * size[:, 0] - 0.001) / 0.014, 0, 1)
    return np.asarray(way[:, :, 0], np.float32), np.asarray(sure, np.float32)


def _hidden(planes: Planes, mm: float) -> F32:
    """How far a pixel lies behind what surrounds it, at three widths; not at the wall, where forms turn."""
    seen = planes.seen
    depth = np.where(seen, planes.depth, 0)
    out = np.zeros(seen.shape, np.float32)
    for reach, share in ((0.9, 0.34), (2.6, 0.40), (6.5, 0.26)):
        size = max(reach / mm, 0.8)
        weight = blurred(seen, size)
        level = blurred(depth, size) / np.maximum(weight, 1e-3)
        out += share * np.clip((level - depth) / (reach * 1.3), 0, 1)
    edge = blurred(~seen, 1.4 / mm)
    return np.asarray(np.clip(out, 0, 1) * seen * np.clip(1 - 2.4 * edge, 0, 1), np.float32)


@njit(cache=True, inline="always")
def _hash(x, y, z, seed):  # type: ignore[no-untyped-def]
    h = (x * 374761393 + y * 668265263 + z * 2147483647 + seed * 1274126177) & 0xFFFFFFFF
    h = ((h ^ (h >> 13)) * 1274126177) & 0xFFFFFFFF
    h = ((h ^ (h >> 16)) * 2246822519) & 0xFFFFFFFF
    return ((h ^ (h >> 15)) & 0xFFFFFF) / 8388608.0 - 1.0


@njit(parallel=True, cache=True)
def _noise(p, seed):  # type: ignore[no-untyped-def]
    out = np.empty(p.shape[0], np.float32)
    for n in prange(p.shape[0]):
        x0, y0, z0 = np.floor(p[n, 0]), np.floor(p[n, 1]), np.floor(p[n, 2])
        i, j, k = int(x0), int(y0), int(z0)
        u, v, w = p[n, 0] - x0, p[n, 1] - y0, p[n, 2] - z0
        u, v, w = u * u * (3 - 2 * u), v * v * (3 - 2 * v), w * w * (3 - 2 * w)
        total = 0.0
        for a in range(2):
            for b in range(2):
                for c in range(2):
                    share = (u if a else 1 - u) * (v if b else 1 - v) * (w if c else 1 - w)
                    total += share * _hash(i + a, j + b, k + c, seed)
        out[n] = total
    return out


@njit(parallel=True, cache=True)
def _cells(p, seed):  # type: ignore[no-untyped-def]
    out = np.empty((p.shape[0], 3), np.float32)
    for n in prange(p.shape[0]):
        i, j, k = int(np.floor(p[n, 0])), int(np.floor(p[n, 1])), int(np.floor(p[n, 2]))
        first, second, name = 9.0, 9.0, 0.0
        for a in range(-1, 2):
            for b in range(-1, 2):
                for c in range(-1, 2):
                    x, y, z = i + a, j + b, k + c
                    dx = x + 0.5 + 0.45 * _hash(x, y, z, seed) - p[n, 0]
                    dy = y + 0.5 + 0.45 * _hash(x, y, z, seed + 1) - p[n, 1]
                    dz = z + 0.5 + 0.45 * _hash(x, y, z, seed + 2) - p[n, 2]
                    q = np.sqrt(dx * dx + dy * dy + dz * dz)
                    if q < first:
                        second, first, name = first, q, _hash(x, y, z, seed + 3)
                    elif q < second:
                        second = q
        out[n, 0], out[n, 1], out[n, 2] = first, second, name
    return out


# turned off the axes, so that no row of cells lines up with a bone
_TURN = np.array([[0.804, -0.311, 0.507], [0.506, 0.807, -0.305], [-0.314, 0.502, 0.806]])


def noise(place: F32, wave: float, seed: int) -> F32:
    """Soft noise about -0.8..0.8 at (n, 3) points; `wave` mm from one blot to the next."""
    return np.asarray(_noise(np.asarray(place, np.float64) @ _TURN.T / wave + 500, seed), np.float32)


def cells(place: F32, wave: float, seed: int) -> F32:
    """(n, 3): distance to the nearest and second seed, in cells of `wave` mm, and the cell's own number."""
    return np.asarray(_cells(np.asarray(place, np.float64) @ _TURN.T / wave + 500, seed), np.float32)


@njit(parallel=True, cache=True)
def _stroke(seed, owner, u, v, count, stride, out):  # type: ignore[no-untyped-def]
    high, wide = owner.shape
    for row in prange(high):
        for column in range(wide):
            who = owner[row, column]
            if who < 0:
                continue
            total, weight = seed[row, column], 1.0
            for way in (-1.0, 1.0):
                x, y = column + 0.5, row + 0.5
                du, dv = way * stride * u[row, column], way * stride * v[row, column]
                for step in range(count):
                    x += du
                    y += dv
                    i, j = int(y), int(x)
                    if x < 0 or y < 0 or i >= high or j >= wide or owner[i, j] != who:
                        break
                    share = 1.0 - (step + 1.0) / (count + 1.0)
                    total += share * seed[i, j]
                    weight += share
                    nu, nv = stride * u[i, j], stride * v[i, j]
                    if nu * du + nv * dv < 0:
                        nu, nv = -nu, -nv
                    du, dv = nu, nv
            out[row, column] = total / np.sqrt(weight)


def strokes(on: Surface, inside: NDArray[np.bool_], along: F32, wave: float, length: float, seed: int) -> F32:
    """Brush strokes `wave` mm fine and about `length` mm long that follow `along`; mean 0, spread 1.

    `along` is (high, wide, 3) in the column's frame; its sign does not matter. Strokes keep to their solid
    and are drawn only `inside`.
    """
    right, up, _ = on.camera.axes().astype(np.float32)
    tangent = along - (along * on.normal).sum(-1, keepdims=True) * on.normal
    tangent /= np.maximum(np.linalg.norm(tangent, axis=-1, keepdims=True), 1e-4)
    first = np.zeros(on.seen.shape, np.float32)
    first[inside] = noise(on.place[inside], max(wave, 1.5 * on.mm), seed)
    out = np.zeros_like(first)
    # two looks at every blot of the noise are enough to draw it out
    stride = min(max(1.0, wave / on.mm / 2), WIDEST)
    count = max(2, round(length / on.mm / 2 / stride))
    u, v = np.ascontiguousarray(tangent @ right), np.ascontiguousarray(-(tangent @ up))
    _stroke(first, np.where(inside, on.owner, -1), u, v, count, stride, out)
    return np.asarray(out / max(float(out[inside].std()), 1e-6), np.float32)
