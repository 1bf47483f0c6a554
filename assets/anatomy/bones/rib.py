"""The back end of a rib (head, neck, tubercle, stub of shaft) in its vertebra's frame; no chest wall."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from bones.costal import RIB_GAP, TUBERCLE, head_middle, tip, tip_way, tubercle_middle
from geometry.field import SUBTRACT, Array, Field, Sweep
from geometry.solid import box
from morphometry import Level

HEAD_PART, SHAFT_PART, TUBERCLE_PART = 1, 2, 3
NECK = 0.80  # share of the shaft's section that the neck has
GROOVE = 1.5  # mm, half width of the groove for the nerve and vessels along the lower edge within


def _axis(level: Level) -> NDArray[np.float64]:
    """The right rib's middle line from the head outward: (n, 3), mm."""
    head = head_middle(level)
    if level.costal_tip:
        bend = tubercle_middle(level) + 1.2 * tip_way(level)
    else:  # the two floating ribs pass before the transverse process without touching it
        bend = tip(level) + (level.transverse_club + level.rib_thick + 2.0) * np.array([0.5, 0.866, 0.0])
    neck = bend - head
    run, fall = level.rib_stub, level.rib_fall
    outward = np.array([0.86, -0.46, -fall]) + 0.35 * neck / np.linalg.norm(neck)
    across = np.array([0.93, -0.28, -1.2 * fall])
    middle = bend + run / 2 * outward / np.linalg.norm(outward)
    end = middle + run / 2 * across / np.linalg.norm(across)
    # the neck sags a little between head and tubercle
    return np.array(
        [head, head + neck * 0.36 + [0, 0, -0.4], head + neck * 0.70 + [0, 0, -0.3], bend, middle, end]
    )


def to_end(level: Level, points: NDArray[np.floating[Any]]) -> Array:
    """How far (n, 3) points near a rib's outer end, on either side, lie before it along the rib, mm."""
    line = _axis(level)
    way = (line[-1] - line[-2]) / np.linalg.norm(line[-1] - line[-2])
    right = np.array(points, float)
    right[:, 0] = np.abs(right[:, 0])
    return np.asarray((line[-1] - right) @ way, np.float32)


def _sweep(level: Level) -> Sweep:
    line = _axis(level)
    t, h = level.rib_thick, level.rib_tall
    sizes = (
        (t * NECK, h * NECK),
        (t * NECK, h * NECK),
        (t * NECK, h * 0.86),
        (t, h),
        (t * 0.94, h * 0.92),
        (t * 0.6, h * 0.55),
    )
    tangent = np.gradient(line, axis=0)
    before = np.stack([-tangent[:, 1], tangent[:, 0], 0 * tangent[:, 0]], 1)
    before /= np.linalg.norm(before, axis=1, keepdims=True)
    flat = np.radians(level.rib_flat) * np.linspace(0.5, 1, len(line))
    up = np.cos(flat)[:, None] * np.array([0, 0, 1.0]) + np.sin(flat)[:, None] * before
    rows = [[*p, *s] for p, s in zip(line, sizes, strict=True)]
    return Sweep(rows, up.tolist(), 2.3, 0.7, 28)


def _groove(level: Level, body: Sweep) -> Sweep:
    """A shallow groove inside the lower edge that begins beyond the tubercle."""
    centre, normal, binormal, _, thick, tall = body.frames()
    before = normal * np.sign(normal[:, 1:2])
    line = centre + 0.95 * thick[:, None] * before - 0.52 * tall[:, None] * binormal
    start = len(line) * 3 // 5
    width = np.linspace(0.5, GROOVE, 6)
    picked = line[np.linspace(start, len(line) - 1, 6).astype(int)]
    picked[-1] += picked[-1] - picked[-2]  # runs out through the stub's end
    return Sweep([[*p, 0.8, w] for p, w in zip(picked, width, strict=True)], binormal[start].tolist())


def rib(level: Level, side: float, step: float, seed: int) -> Field:
    """One rib's back end on its own grid in its vertebra's frame; `side` is 1 right, -1 left."""
    body = _sweep(level)
    groove = _groove(level, body)
    if side < 0:
        body, groove = body.mirrored(), groove.mirrored()
    flip = np.array([side, 1.0, 1.0])
    field = box([(body, 3.0)], step, 6.0)
    small = level.rib_head - RIB_GAP
    field.ellipsoid(head_middle(level) * flip, (small * 0.86, small * 0.92, small * 1.08), 0.01, 0, HEAD_PART)
    field.sweep(body, 4.0, 0, SHAFT_PART)
    if level.costal_tip:
        knob = TUBERCLE - RIB_GAP
        field.ellipsoid(tubercle_middle(level) * flip, (knob * 0.86, knob, knob), 3.0, 0, TUBERCLE_PART)
    field.sweep(groove, 1.6, SUBTRACT)
    field.roughen(0.12, 7.0, seed)
    field.roughen(0.05, 2.4, seed + 1)
    return field


def clear_of_bone(field: Field, seen: Array) -> None:
    """Cut a rib back from a vertebra by the joint's gap; `seen` is its distances, mm, on the rib's grid."""
    field.put(seen - np.float32(RIB_GAP), 1.0, SUBTRACT)
