"""A nerve root cut where a fusion's cutaway opens its bone, with its bundles on the cut; cuts no bone."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bones import colour
from bones.column import Column
from geometry.solid import Solid, streaks
from surgery.fusion import screw_plane

SHORT = 1.2  # mm that the cut lies behind the bone's, so that the pedicle throws its shade on it
# linear: bundles and what lies between them; the sheath round them
BUNDLES, BETWEEN, SHEATH = (0.93, 0.69, 0.24), (0.70, 0.40, 0.05), (0.52, 0.26, 0.02)
RINGS = (0.98, 0.9, 0.78, 0.62, 0.45, 0.27, 0.1)  # shares of the cut's radius


def cut_root(lie: Column, name: str, root: Solid) -> Solid:
    """The right root of L4 or L5 without what lies to the right of the cutaway: `L4.root.right+cutaway`."""
    assert root.colour is not None
    place = lie.bones[name]
    here = place.into(root.v)
    off = screw_plane(lie, name, here[:, 0], here[:, 1]) - SHORT
    # distances are to the left of the plane: what is negative goes
    kept = root.f[(off[root.f] > 0).any(1)]
    edge = off < 0
    way = _square_to_plane(lie, name)
    here[edge] -= off[edge, None] * way
    v = np.asarray(place.out(here), np.float32)
    lip = _lip(kept)
    middle = v[lip].mean(0)
    rings = np.concatenate([middle + share * (v[lip] - middle) for share in RINGS])
    share = np.repeat(np.asarray(RINGS, np.float32), len(lip))
    paint = colour.mix(
        np.tile(np.asarray(BETWEEN, np.float32), (len(rings), 1)),
        BUNDLES,
        np.asarray(np.clip(0.62 + 0.55 * streaks(rings, 0.9, 0.9, 91), 0, 1), np.float32),
    )
    paint = colour.mix(paint, SHEATH, np.asarray(np.clip((share - 0.84) / 0.12, 0, 1), np.float32))
    f = np.concatenate([kept, _cap(lip, len(v))]).astype(np.int32)
    fade = np.ones(len(v) + len(rings), np.float32)
    if root.fade is not None:
        fade[: len(v)] = root.fade
    solid = replace(root, v=np.concatenate([v, rings]), f=f, fade=fade, extra={})
    solid.colour = np.concatenate([root.colour, paint])
    return _without_loose(solid)


def _square_to_plane(lie: Column, name: str) -> NDArray[np.float64]:
    """The unit way, in the bone's frame, along which the distance to the cutaway's plane grows."""
    corners = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
    origin, x, y = screw_plane(lie, name, corners[:, 0], corners[:, 1]).astype(float)
    return np.array([x - origin, y - origin, 0.0])


def _lip(faces: NDArray[np.int32]) -> NDArray[np.int64]:
    """The longest open edge of a mesh as a ring of vertices in order."""
    sides = np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]])
    there = {(int(a), int(b)) for a, b in sides}
    # the cap's own edges run the other way round
    after = {b: a for a, b in there if (b, a) not in there}
    longest: list[int] = []
    while after:
        ring = [next(iter(after))]
        while (following := after.pop(ring[-1], None)) is not None and following != ring[0]:
            ring.append(following)
        longest = max(longest, ring, key=len)
    return np.array(longest)


def _cap(lip: NDArray[np.int64], first: int) -> NDArray[np.int64]:
    """Triangles from the lip inward, ring by ring, and across the last; rings' vertices begin at `first`."""
    rings = [lip, *(first + np.arange(len(lip) * len(RINGS)).reshape(len(RINGS), -1))]
    out = []
    for a, b in pairwise(rings):
        c, d = np.roll(a, -1), np.roll(b, -1)
        out += [np.stack([a, c, d], 1), np.stack([a, d, b], 1)]
    last = rings[-1]
    out.append(np.stack([np.full(len(last) - 2, last[0]), last[1:-1], last[2:]], 1))
    return np.concatenate(out)


def _without_loose(solid: Solid) -> Solid:
    """The solid without vertices that no triangle uses."""
    used, f = np.unique(solid.f, return_inverse=True)
    assert solid.fade is not None
    assert solid.colour is not None
    return replace(
        solid,
        v=solid.v[used],
        f=f.reshape(solid.f.shape).astype(np.int32),
        fade=solid.fade[used],
        colour=solid.colour[used],
    )
