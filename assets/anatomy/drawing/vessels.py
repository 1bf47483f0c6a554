"""Where fine vessels run on the dural sac: lines along it that waver and seldom branch; paints nothing.

Each is told by how far round the sac's axis it runs at a height, so none closes, turns back or leaves the
axis's direction by more than about 30 degrees. They are the same in every picture.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage as ndi

from bones.spine import spine
from soft.spinal_cord import sac_axis

F32 = NDArray[np.float32]
TURN = 46.0  # mm once round the sac, about
SEED = 55
# half thickness and strength, mm from one to the next, mm long: a few with body, more like hairs
SORTS = ((0.16, 0.28, 9.0, 75.0), (0.09, 0.20, 5.0, 34.0))
WAVES = ((1.2, 46.0), (0.25, 16.0))  # slow and quick waver: mm aside, mm long
LEAN = (0.15, 0.25)  # mm aside for each mm that a branch comes down at first
BEND = 9.0  # mm over which a branch turns into its stem's direction
EVEN = 3.0  # of the axis's nodes, over which it is smoothed, so that no vessel has a corner
TAPER = 9.0  # mm over which an end runs out
BRANCHING = 0.4  # share of the long ones that have a branch


@dataclass(frozen=True)
class Vessel:
    """One line: its waves are mm aside, mm long and phase; its ends are heights in the column's frame, mm."""

    middle: float
    waves: tuple[tuple[float, float, float], ...]
    top: float
    bottom: float
    half: float
    strength: float
    lean: float = 0.0

    def at(self, height: F32) -> F32:
        """How far round the axis it runs, mm; a branch leaves its stem at its top."""
        down = np.clip(self.top - height, 0, None)
        way = self.middle + self.lean * BEND * (1 - np.exp(-down / BEND))
        for aside, long, phase in self.waves:
            way = way + aside * np.sin(height * 2 * np.pi / long + phase)
        return np.asarray(way, np.float32)

    def width(self, height: F32) -> F32:
        """Half its thickness, mm."""
        left = height - self.bottom
        if not self.lean:
            left = np.minimum(left, self.top - height)
        return np.asarray(self.half * np.clip(left / TAPER, 0, 1) ** 0.6, np.float32)


def share(place: F32, mm: float) -> F32:
    """How much of a vessel's colour each point of the sac's surface takes, 0..1; a pixel is `mm` wide."""
    height, turn = _about_axis(place)
    order = np.argsort(height)
    height, turn = height[order], turn[order]
    out = np.zeros(len(height), np.float32)
    for vessel in tree():
        near = slice(*np.searchsorted(height, (vessel.bottom, vessel.top)))
        away = np.abs((turn[near] - vessel.at(height[near]) + TURN / 2) % TURN - TURN / 2)
        width = vessel.width(height[near])
        line = np.clip((width - away) / max(0.12, mm) + 0.5, 0, 1) * np.clip(width / 0.06, 0, 1)
        out[near] = np.maximum(out[near], line * vessel.strength)
    back = np.empty_like(out)
    back[order] = out
    return back


def _about_axis(place: F32) -> tuple[F32, F32]:
    """Height, and mm round the sac's axis from its middle behind, of points of its surface."""
    axis = _axis()
    height = place[:, 2]
    behind = np.interp(height, axis[:, 2], axis[:, 1]) - place[:, 1]
    return height, np.asarray(np.arctan2(place[:, 0], behind) * TURN / (2 * np.pi), np.float32)


@cache
def _axis() -> NDArray[np.float64]:
    """The healthy sac's axis from its tip up; an ill one lies close enough for its vessels."""
    line = sac_axis(spine()).frames()[0]
    line = ndi.gaussian_filter1d(line[np.argsort(line[:, 2])], EVEN, axis=0, mode="nearest")
    return np.asarray(line)


@cache
def tree() -> tuple[Vessel, ...]:
    """All vessels of the sac from its tip to the neck."""
    dice = np.random.default_rng(SEED)
    low, high = (float(z) for z in _axis()[[0, -1], 2])
    out: list[Vessel] = []
    for half, strength, apart, long in SORTS:
        for middle in np.arange(0, TURN, apart):
            top = high + dice.uniform(0, long)
            while top > low:
                bottom = top - long * dice.uniform(0.6, 1.4)
                waves = tuple(
                    (aside * dice.uniform(0.4, 1), run * dice.uniform(0.8, 1.3), dice.uniform(0, 2 * np.pi))
                    for aside, run in WAVES
                )
                stem = Vessel(middle + dice.uniform(-0.3, 0.3) * apart, waves, top, bottom, half, strength)
                out.append(stem)
                if long > 5 * TAPER and dice.uniform() < BRANCHING:
                    fork = dice.uniform(bottom + 2 * TAPER, top - TAPER)
                    lean = dice.choice((-1, 1)) * dice.uniform(*LEAN)
                    end = fork - dice.uniform(14, 26)
                    out.append(replace(stem, top=fork, bottom=end, half=half * 0.6, lean=lean))
                top = bottom - long * dice.uniform(0.1, 0.9)
    return tuple(out)
