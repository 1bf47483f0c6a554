"""The coccyx, four beads in the frame of S1's upper plate; knows the sacrum only by its axis."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from bones.sacral_axis import SacralAxis
from bones.vertebra import both
from geometry.field import Field, Sweep
from morphometry import Level

BEADS = ("Co1", "Co2", "Co3", "Co4")
WAIST = 2.6  # mm of blend between neighbouring beads


def coccyx(table: Mapping[str, Level], step: float, seed: int = 67) -> Field:
    """All four beads on one grid of `step` mm, fused by narrow waists."""
    axis = SacralAxis(table)
    first = table["Co1"]
    start = np.array(axis.out(0, float(axis.along("sacral_depth", axis.length)) / 2, axis.length))
    start = start + np.array(axis.down(axis.length)) * first.bead_gap
    places, downs = [], []
    for name in BEADS:
        tilt = np.radians(table[name].bead_tilt)
        down = np.array([0, np.sin(tilt), -np.cos(tilt)])
        places.append(start + down * table[name].bead_height / 2)
        downs.append(down)
        start = start + down * table[name].bead_height
    low, high = np.min(places, 0), np.max(places, 0)
    field = Field(
        (-first.bead_wing - 4, low[1] - 22, low[2] - 12),
        (first.bead_wing + 4, high[1] + 12, high[2] + 20),
        step,
    )
    for name, place, down in zip(BEADS, places, downs, strict=True):
        q = table[name]
        tall = q.bead_height / 2
        front = (0.0, float(-down[2]), float(down[1]))
        rows = [
            [*(place - down * tall * 0.58), q.bead_half, q.bead_depth],
            [*place, q.bead_half * 0.90, q.bead_depth * 0.95],
            [*(place + down * tall * 0.50), q.bead_half * 0.76, q.bead_depth * 0.84],
        ]
        field.sweep(Sweep(rows, front, 2.2, tall * 0.48), WAIST, 0, 1)
    place, down = places[0], downs[0]
    back = np.array([0, down[2], -down[1]])
    wide, deep, tall = first.bead_half, first.bead_depth, first.bead_height / 2
    right = np.array([1.0, 0, 0])
    wing = [
        [*(place + right * wide * 0.5 - down * tall * 0.45), deep * 0.70, tall * 0.62],
        [*(place + right * (wide + first.bead_wing) / 2 - down * tall * 0.55), deep * 0.50, tall * 0.42],
        [*(place + right * first.bead_wing - down * tall * 0.85 + back * 0.5), deep * 0.36, tall * 0.26],
    ]
    both(field, Sweep(wing, tuple(down), 2.0, 1.6), 4.0, 0)
    horn = [
        [*(place + right * wide * 0.62 + back * deep * 0.4 - down * tall * 0.2), 2.2, 2.2],
        [*(place + right * wide * 0.72 + back * (deep + 1.2) - down * tall * 0.95), 1.8, 1.9],
        [*(place + right * wide * 0.78 + back * (deep + 2.0) - down * (tall + 3.2)), 1.3, 1.4],
    ]
    both(field, Sweep(horn, (1, 0, 0), 2.0, 1.8), 3.0, 0)
    field.roughen(0.16, 5.0, seed)
    return field
