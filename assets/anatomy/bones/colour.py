"""Paints bone by the curve of its surface and by depth under a cut; knows no light."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage as ndi

from bones.vertebra import Joint
from geometry.field import Array, Field

F32 = NDArray[np.float32]
RIDGE, PLAIN, HOLLOW = (0.92, 0.85, 0.70), (0.80, 0.685, 0.49), (0.44, 0.275, 0.145)
CARTILAGE, CORTEX, SPONGE = (0.78, 0.85, 0.87), (0.95, 0.87, 0.70), (0.79, 0.50, 0.36)


def mix(a: F32, b: tuple[float, float, float], share: NDArray[Any]) -> F32:
    """`a` moved toward colour `b` by `share` 0..1."""
    s = np.clip(share, 0, 1)[:, None]
    return np.asarray(a * (1 - s) + np.asarray(b, np.float32) * s, np.float32)


def bone(field: Field, points: F32, upper: Joint | None = None, lower: Joint | None = None) -> F32:
    """Linear colours: ridges pale, hollows warm, joint faces blue-grey."""
    fine = field.at(points, ndi.laplace(ndi.gaussian_filter(field.d, 1.4 / field.h)) / field.h**2)
    broad = field.at(points, ndi.laplace(ndi.gaussian_filter(field.d, 3.4 / field.h)) / field.h**2)
    t = np.clip(fine / 0.20, -1, 1) * 0.5 + np.clip(broad / 0.13, -1, 1) * 0.6
    out = np.tile(np.asarray(PLAIN, np.float32), (len(points), 1))
    out = mix(out, RIDGE, np.clip(t, 0, 1) ** 0.8)
    out = mix(out, HOLLOW, np.clip(-t * 1.05, 0, 1))
    speck = np.random.default_rng(3).standard_normal((80, 80, 80)).astype(np.float32)
    stain = sum(
        w
        * ndi.map_coordinates(
            ndi.gaussian_filter(speck, s, mode="wrap") * s**1.5, (points * k).T, order=1, mode="grid-wrap"
        )
        for s, k, w in ((2.0, 0.42, 0.5), (1.0, 1.7, 0.35))
    )
    out = mix(out, HOLLOW, np.clip(0.10 + 0.30 * np.asarray(stain, np.float32), 0, 0.32))
    for joint, low, high in ((upper, -7.5, 9.0), (lower, -9.0, 7.0)):
        if joint is None:
            continue
        x, y, z = points[:, 0], points[:, 1], points[:, 2]
        ahead = (np.abs(x) - joint.axis[0]) * joint.normal[0] + (y - joint.axis[1]) * joint.normal[1]
        near = np.clip(1.2 - np.abs(np.abs(joint.distance(x, y, z)) - 0.75) / 1.0, 0, 1)
        band = np.clip((z - joint.z - low) / 1.5, 0, 1) * np.clip((joint.z + high - z) / 1.5, 0, 1)
        out = mix(out, CARTILAGE, near * band * (ahead > 4) * 0.85)
    return out


def cut_face(colours: F32, whole: Field, cut: Array, points: F32) -> F32:
    """Cut bone: an ivory rim of cortex, salmon sponge deeper, as depth under the old surface says."""
    depth = -whole.at(points, ndi.gaussian_filter(whole.d, 0.8))
    on = np.clip((0.9 - np.abs(whole.at(points, cut))) / 0.5, 0, 1) * np.clip((depth - 0.25) / 0.3, 0, 1)
    grain = np.random.default_rng(8).standard_normal((64, 64, 64)).astype(np.float32)
    grain = ndi.gaussian_filter(grain, 1.1, mode="wrap")
    speck = ndi.map_coordinates(grain / grain.std(), ((points * 1.9) % 63).T, order=1)
    out = mix(colours, CORTEX, on)
    sponge = np.asarray(SPONGE, np.float32) + speck[:, None] * np.array([0.08, 0.085, 0.075], np.float32)
    share = (np.clip((depth - 1.0) / 0.5, 0, 1) * on)[:, None]
    return np.asarray(np.clip(out * (1 - share) + sponge * share, 0, 1), np.float32)


def sponge_share(colours: F32) -> F32:
    """How much of each vertex is cut sponge, 0..1, read back from its salmon: a mesh keeps only its paint."""
    r, g, b = colours.T
    salmon = ((r - g) - 0.8 * (g - b)) / np.maximum(r, 1e-3)
    return np.asarray(np.clip((salmon - 0.155) / 0.04, 0, 1) * np.clip((r - 0.56) / 0.08, 0, 1), np.float32)
