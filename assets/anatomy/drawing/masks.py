"""From what each pixel sees to region codes, outlines and anchors; knows no pictures and no files."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage as ndi
from skimage import measure

from drawing.raster import Planes
from geometry.solid import Solid

Codes = NDArray[np.uint8]
SMALL = 40


def region_of(solid: Solid, part: int) -> str:
    """The region id of one part of a solid; a ligament's two halves share one id."""
    if solid.parts:
        return f"{solid.region}.{solid.parts[max(part, 1) - 1]}"
    name = solid.region
    return name.rsplit(".", 1)[0] if ".flavum." in name else name


def face_codes(solids: Sequence[Solid], codes: dict[str, int]) -> Codes:
    """The code of every face of the joined meshes, in the order of `solids`."""
    out = []
    for solid in solids:
        if solid.part is None:
            out.append(np.full(len(solid.f), codes.get(region_of(solid, 0), 0), np.uint8))
            continue
        table = np.array([codes[region_of(solid, k)] for k in range(len(solid.parts) + 1)], np.uint8)
        out.append(table[np.median(solid.part[solid.f], axis=1).astype(int)])
    return np.concatenate(out)


def smooth(codes: Codes, owner: NDArray[np.int32], size: float) -> Codes:
    """Even the borders between parts of one solid; borders between solids stay where they are."""
    out = codes.copy()
    for who in np.unique(owner[owner >= 0]):
        inside = owner == who
        kinds = np.unique(codes[inside])
        if len(kinds) < 2:
            continue
        best = np.full(codes.shape, -1.0, np.float32)
        for kind in kinds:
            weight = ndi.gaussian_filter(((codes == kind) & inside).astype(np.float32), size)
            wins = inside & (weight > best)
            out[wins], best[wins] = kind, weight[wins]
    return out


def without_crumbs(codes: Codes) -> Codes:
    """Pieces too small to touch or outline take the code around them."""
    out = codes.copy()
    crumbs = np.zeros(codes.shape, bool)
    for kind in np.unique(codes):
        pieces, count = ndi.label(codes == kind)
        if count:
            sizes = np.bincount(pieces.ravel())
            small = sizes < SMALL
            small[0] = False
            crumbs |= small[pieces]
    if crumbs.any():
        rows, columns = ndi.distance_transform_edt(crumbs, return_distances=False, return_indices=True)
        out = out[rows, columns]
    return out


def halved(codes: Codes) -> Codes:
    """Every second pixel: a mask at half size that never invents a code."""
    return np.ascontiguousarray(codes[1::2, 1::2])


def outlines(mask: Codes, code: int, tolerance: float = 0.35) -> list[list[float]]:
    """Closed polygons x, y, x, y ... as fractions of the picture; holes are polygons too (even-odd)."""
    high, wide = mask.shape
    region = np.pad((mask == code).astype(np.float32), 2)
    out = []
    for line in measure.find_contours(ndi.gaussian_filter(region, 0.6), 0.5):
        line = measure.approximate_polygon(line, tolerance) - 1.5
        if len(line) < 4 or abs(_area(line)) < 12:
            continue
        flat = np.stack([line[:-1, 1] / wide, line[:-1, 0] / high], 1).clip(0, 1)
        out.append([round(float(v), 4) for v in flat.ravel()])
    return out


def outlined(mask: Codes, least: float = 0.955) -> Codes:
    """The mask without regions too thin for an honest outline: those give way to what surrounds them."""
    out = mask.copy()
    for code in np.unique(mask):
        if code and agreement(out, int(code), outlines(out, int(code))) < least:
            thin = out == code
            rows, columns = ndi.distance_transform_edt(thin, return_distances=False, return_indices=True)
            out = out[rows, columns]
    return out


def _area(line: NDArray[np.float64]) -> float:
    return float(np.dot(line[:, 0], np.roll(line[:, 1], 1)) - np.dot(line[:, 1], np.roll(line[:, 0], 1))) / 2


def agreement(mask: Codes, code: int, lines: list[list[float]]) -> float:
    """Intersection over union of a region and its filled outlines."""
    high, wide = mask.shape
    crossed = np.zeros((high, wide + 1), np.int32)
    for line in lines:
        a = np.array(line).reshape(-1, 2) * (wide, high)
        b = np.roll(a, -1, axis=0)
        first = np.clip(np.ceil(np.minimum(a[:, 1], b[:, 1]) - 0.5), 0, high).astype(int)
        count = np.clip(np.ceil(np.maximum(a[:, 1], b[:, 1]) - 0.5), 0, high).astype(int) - first
        edge = np.repeat(np.arange(len(a)), count)
        row = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count) + first[edge]
        slope = (b[edge, 0] - a[edge, 0]) / (b[edge, 1] - a[edge, 1])
        across = a[edge, 0] + (row + 0.5 - a[edge, 1]) * slope
        np.add.at(crossed, (row, np.clip(np.ceil(across - 0.5), 0, wide).astype(int)), 1)
    filled = np.cumsum(crossed, axis=1)[:, :wide] % 2 == 1
    region = mask == code
    return float((region & filled).sum() / max(1, (region | filled).sum()))


def anchor(mask: Codes, code: int) -> list[float]:
    """The point of a region that lies deepest inside it, as fractions of the picture."""
    deep = ndi.distance_transform_edt(np.pad(mask == code, 1))[1:-1, 1:-1]
    row, column = np.unravel_index(int(deep.argmax()), mask.shape)
    return [round((float(column) + 0.5) / mask.shape[1], 4), round((float(row) + 0.5) / mask.shape[0], 4)]


def owners(planes: Planes, solids: Sequence[Solid]) -> NDArray[np.int32]:
    """Which solid each pixel sees, -1 for none."""
    ends = np.cumsum([len(s.f) for s in solids])
    return np.where(planes.seen, np.searchsorted(ends, planes.face, side="right"), -1).astype(np.int32)
