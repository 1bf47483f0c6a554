"""The dural sac and the nerve roots that leave it, down to their branches; knows nothing of ligaments."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from bones.column import Column, Place
from bones.vertebra import upper_joint
from geometry.field import SUBTRACT, Array, Field, Sweep
from geometry.slivers import even_surface
from geometry.solid import F32, SIDES, Solid, Tone, box, dress, ramp, streaks
from morphometry import Level

Row = tuple[float, float, float, float]
Point = tuple[float, float, float]
DURA: tuple[Tone, Tone, Tone] = ((0.93, 0.85, 0.65), (0.87, 0.75, 0.50), (0.74, 0.60, 0.39))
NERVE: tuple[Tone, Tone, Tone] = ((0.92, 0.64, 0.17), (0.84, 0.49, 0.055), (0.62, 0.31, 0.02))
GANGLION = (0.80, 0.42, 0.075)
TRUNK = ("L4", "L5")  # the branch of the first joins the second, over the wing of the sacrum
# a branch's end, mm before it: between which distances it grows as pale as bone, and fades
PALER, FADING, PALE = (1.5, 11.0), (0.2, 10.0), (0.93, 0.83, 0.62)
THIN = 0.48  # share of its thickness that a root keeps where it ends
FAR = {22: 0.98, 35: 0.90, 50: 0.80, 65: 0.66, 80: THIN}  # share of its thickness, by mm under its pedicle
SAC_OVER = (2.0, 14.0)  # mm above the middle of the first bone's upper joint: there the sac runs out


class Course:
    """The centre lines of a solid's sweeps, to ask of any point of its surface where along them it lies."""

    def __init__(self, sweeps: Sequence[Sweep]) -> None:
        self.frames = [s.frames() for s in sweeps]
        self.length = [
            np.r_[0, np.cumsum(np.linalg.norm(np.diff(f[0], axis=0), axis=1))] for f in self.frames
        ]
        dense: list[NDArray[np.float64]] = []
        for i, (f, run) in enumerate(zip(self.frames, self.length, strict=True)):
            at = np.linspace(0, run[-1], int(run[-1] / 0.25) + 2)
            columns = np.concatenate([f[0], f[1], f[2], f[4][:, None]], 1)
            dense.append(
                np.column_stack([*(np.interp(at, run, c) for c in columns.T), at, np.full(len(at), i)])
            )
        self.points = np.concatenate(dense)

    def at(self, v: F32) -> tuple[F32, F32, NDArray[np.int64]]:
        """Millimetres along, angle around (radians) and number of the sweep nearest to each point."""
        best = np.full(len(v), np.inf)
        index = np.zeros(len(v), np.int64)
        for i in range(len(self.frames)):
            mine = np.flatnonzero(self.points[:, -1] == i)
            far, near = cKDTree(self.points[mine, :3]).query(v)
            outside = far - self.points[mine[near], 9]
            closer = outside < best
            best[closer], index[closer] = outside[closer], mine[near[closer]]
        p = self.points[index]
        off = v - p[:, :3]
        angle = np.arctan2((off * p[:, 3:6]).sum(1), (off * p[:, 6:9]).sum(1))
        return p[:, 10].astype(np.float32), angle.astype(np.float32), p[:, 11].astype(np.int64)


def around(along: F32, angle: F32, radius: float) -> F32:
    """Fibre coordinates, mm, on a tube about `radius` mm thick; closed, so no seam shows."""
    return np.stack([radius * np.sin(angle), radius * np.cos(angle), along], 1)


def sacral_plate(lie: Column) -> Place:
    """Where the sacrum's upper plate stands, under the last bone."""
    last = list(lie.bones)[-1]
    p = lie.levels[last]
    tilt = lie.bones[last].tilt + p.seg_angle_below
    return Place(tilt, lie.discs[last].out((0, 0, -p.disc_below / 2)))


def sac_line(lie: Column, tail: Sequence[Point] = ()) -> list[list[float]]:
    """Rows of the sac's axis from above the first bone down: x, y, z, half width, half depth.

    `tail` are points along the sacral canal, the last of them the sac's tip (at S2); without them the axis
    ends behind the first piece of the sacrum.
    """
    rows: list[list[float]] = []
    for name, place in lie.bones.items():
        p = lie.levels[name]
        y = p.wall - p.sac_behind_wall - p.sac_depth / 2
        # well apart from the next bone's, so that the sac does not fold where one slips
        for z in (7.0, -9.0):
            rows.append([*place.out((0, y, z)), p.sac_width / 2, p.sac_depth / 2])
    first = np.array(rows[0])
    # well beyond where it has faded
    top = first + np.r_[(first - np.array(rows[1]))[:3] * 3.2, 0.2, 0.1]
    s = lie.levels["S1"]
    a, b = s.sac_width / 2, s.sac_depth / 2
    if not tail:
        plate, y = sacral_plate(lie), -s.epd_u / 2 - s.sac_behind_wall - b
        low = [[*plate.out((0, y, z)), a * k, b * k] for z, k in ((-4.0, 1.0), (-16.0, 0.88), (-27.0, 0.74))]
        return [top.tolist(), *rows, *low]
    share = np.linspace(1, 0, len(tail)) ** 0.5
    return [
        top.tolist(),
        *rows,
        *([*p, max(a * k, 1.2), max(b * k, 1.2)] for p, k in zip(tail, share, strict=True)),
    ]


def sac_axis(lie: Column, tail: Sequence[Point] = ()) -> Sweep:
    """The sac without its sleeves, as one sweep."""
    return Sweep(sac_line(lie, tail), (0, 1, 0), 2.15, 2.0, 16 + 8 * len(lie.bones))


def clear_of_sac(field: Field, lie: Column, room: float) -> None:
    """Cut a soft part back until it stands `room` mm off the sac."""
    sac_there, where = field.tube(sac_axis(lie), 4.0)
    field.put(sac_there - np.float32(room), 0.4, SUBTRACT, 0, where)


def cuff(front: Sequence[Row]) -> list[Point]:
    """Where the sac's sleeve on a root goes, from within the sac to its end, in the root's frame."""
    # short, so that the root itself shows from where it leaves the sac, as it does through a window
    end = np.array(front[1]) * 0.8 + np.array(front[2]) * 0.2
    return [(float(x), float(y), float(z)) for x, y, z, _ in (front[0], front[1], end)]


def _sleeves(lie: Column) -> list[Sweep]:
    """The cuffs of dura that go a little way along each root."""
    out = []
    for name, place in lie.bones.items():
        p = lie.levels[name]
        front, _ = root_rows(p)
        sizes = (p.root_radius * 1.0, p.root_radius * 1.06, p.root_radius * 0.72)
        for sign in SIDES.values():
            rows = [
                [*place.out((sign * x, y, z)), q, q] for (x, y, z), q in zip(cuff(front), sizes, strict=True)
            ]
            out.append(Sweep(rows, (0, 1, 0.2), 2.0, 0, 20))
    return out


def over_first(lie: Column, v: F32) -> F32:
    """Opacity of what runs on above the first bone: gone 5 mm over the tips of its upper joints."""
    name, place = next(iter(lie.bones.items()))
    low, high = (upper_joint(lie.levels[name]).z + over for over in SAC_OVER)
    return ramp(np.asarray(place.into(v)[:, 2], np.float32), high, low)


def sac(lie: Column, step: float, tail: Sequence[Point]) -> Solid:
    """The dural sac with its root sleeves; it closes in a cone along the sacral canal's points in `tail`
    (column's frame, mm, the last at S2)."""
    axis = sac_axis(lie, tail)
    sleeves = _sleeves(lie)
    field = box([(axis, 1.0)], step, 12.0)
    field.sweep(axis, 1.0)
    for sleeve in sleeves:
        field.sweep(sleeve, 2.2)
    v, f = even_surface(field, 0.6)
    solid = Solid("dura", "cord", v, f)
    along, angle, _ = Course([axis]).at(v)
    solid.fade = over_first(lie, v)
    place = around(along, angle, 8.0)
    grain = streaks(place, 1.3, 40.0, 31) * 0.75 + streaks(place, 5.0, 30.0, 32) * 0.5
    return dress(solid, np.asarray(grain, np.float32), DURA, 0.05)


def under_pedicle(p: Level) -> float:
    """Height of a pedicle's lower edge in its own bone's frame, mm."""
    return p.vbh_p / 2 - p.pedicle_top - p.ped_h


def root_rows(p: Level) -> tuple[list[Row], list[Row]]:
    """Rows (x, y, z, radius) of a right root and of its back branch, in its own bone's frame.

    The fourth to the sixth go round the pedicle's lower inner edge to the ganglion under it.
    """
    half, wall, r, g = p.half_canal, p.wall, p.root_radius, p.ganglion_radius
    sac_x, sac_y = p.sac_width / 2, wall - p.sac_behind_wall - p.sac_depth / 2
    across = p.ped_w / np.cos(np.radians(p.pedicle_angle))
    out_x = half + across
    under = under_pedicle(p)
    front = [
        (sac_x - 3.2, sac_y + 0.2, 23.5, r * 0.7),
        (sac_x - 0.4, sac_y + 0.2, 17.2, r * 0.94),
        (half - 3.0, wall - 5.2, 6.5, r * 1.0),
        (half - 0.9, wall - 4.8, under - 0.6, r * 1.04),
        (half + across * 0.20, wall - 4.4, under - 3.6, r * 1.14),
        (half + across * 0.48, wall - 3.3, under - 6.2, g),
        (half + across * 0.75, wall - 1.5, under - 9.4, r * 1.14),
        (half + across * 0.94, wall + 1.4, under - 14.0, r * 1.02),
        *(
            (out_x + p.measures[f"root_out_{d}"], wall + p.measures[f"root_fore_{d}"], under - d, r * size)
            for d, size in FAR.items()
            if f"root_out_{d}" in p.measures
        ),
    ]
    x, y, z, _ = front[-1]
    front[-1] = (x, y, z, r * THIN)
    drop = p.root_back_drop
    back = [
        (half + across * 0.72, wall - 2.2, under - 8.8, r * 0.52),
        (half + 13.0, wall - 5.6, under - 8.8 - 3.2 * drop, r * 0.44),
        (half + 15.4, wall - 10.0, under - 8.8 - 8.7 * drop, r * 0.36),
        (half + 15.8, wall - 14.5, under - 8.8 - 14.2 * drop, r * 0.28),
    ]
    return front, back


def _placed(place: Place, rows: Sequence[Row], sign: float) -> Sweep:
    out = [[*place.out((sign * x, y, z)), q, q] for x, y, z, q in rows]
    return Sweep(out, (0, 1, 0.2), 2.0, 0, 12 + 4 * len(rows))


def _trunk(lie: Column, sign: float) -> Sweep:
    """The branch that joins the two roots of `TRUNK`."""
    rows: list[list[float]] = []
    upper, lower = (root_rows(lie.levels[n])[0] for n in TRUNK)
    start, end = upper[8], lower[9]
    a = lie.bones[TRUNK[0]].out((sign * start[0], start[1], start[2]))
    b = lie.bones[TRUNK[1]].out((sign * end[0], end[1], end[2]))
    for t, bow, size in ((0.0, 0.0, 0.5), (0.3, 1.0, 0.56), (0.7, 0.6, 0.58), (1.0, 0.0, 0.5)):
        rows.append([*(a * (1 - t) + b * t + np.array([-sign * bow * 1.4, bow, 0])), *[start[3] * size] * 2])
    return Sweep(rows, (0, 1, 0.2), 2.0, 0, 28)


def roots(lie: Column, step: float) -> list[Solid]:
    """Every level's root on both sides: way under the pedicle, ganglion, thick front and thin back branch.

    The first root under the last bone is there as far as it goes down behind the sacrum's body.
    """
    out = []
    for name, place in lie.bones.items():
        front, back = root_rows(lie.levels[name])
        for side, sign in SIDES.items():
            sweeps = [_placed(place, front, sign), _placed(place, back, sign)]
            if name == TRUNK[0] and TRUNK[1] in lie.bones:
                sweeps.append(_trunk(lie, sign))
            solid = _root(f"{name}.root.{side}", sweeps, step)
            if name == next(iter(lie.bones)) and solid.fade is not None:
                solid.fade *= over_first(lie, solid.v)
            out.append(solid)
    return [*out, *_first_sacral(lie, step)]


def _root(region: str, sweeps: list[Sweep], step: float) -> Solid:
    """One root: front branch, back branch, trunk; the branches' ends pale and fade."""
    field = box([(s, 1.0) for s in sweeps], step)
    for sweep, k in zip(sweeps, (1.6, 1.8, 2.4), strict=False):
        field.sweep(sweep, k)
    v, f = even_surface(field, 0.5)
    solid = Solid(region, "nerve", v, f)
    course = Course(sweeps)
    along, angle, which = course.at(v)
    long = [float(r[-1]) for r in course.length]
    left = np.asarray(long, np.float32)[which] - along
    left[which == 2] = np.inf  # the trunk ends within the root it joins
    solid.fade = ending(left)
    place = around(along, angle, 2.4)
    grain = streaks(place, 0.8, 16.0, 41) * 0.8 + streaks(place, 3.0, 20.0, 42) * 0.35
    solid = dress(solid, np.asarray(grain, np.float32), NERVE, 0.05)
    assert solid.colour is not None
    thick = np.clip((np.asarray(course.points[:, 9]).max() - 2.2) / 0.8, 0, 1)
    knot = _ganglion_at(sweeps[0])
    near = np.exp(-(((along - knot) / 4.0) ** 2)) * (which == 0) * 0.55 * thick
    new = 1 - ramp(along, 3.5, 8.0)
    for target, share in ((GANGLION, near), (DURA[1], np.where(which == 0, new, 0))):
        toward = np.asarray(target, np.float32) - solid.colour
        solid.colour += toward * np.asarray(share, np.float32)[:, None]
    pale_end(solid, left)
    return solid


def ending(left: Array) -> F32:
    """Opacity of a nerve by how many mm of it are `left`."""
    return ramp(left, *FADING)


def pale_end(solid: Solid, left: Array) -> None:
    """Paint a nerve ever paler toward its end, `left` mm ahead of each vertex."""
    assert solid.colour is not None
    share = np.asarray(1 - ramp(left, *PALER), np.float32)[:, None]
    solid.colour += (np.asarray(PALE, np.float32) - solid.colour) * share


def _ganglion_at(front: Sweep) -> float:
    """Millimetres along a root to the middle of its thickest place."""
    centre, _, _, _, size, _ = front.frames()
    run = np.r_[0, np.cumsum(np.linalg.norm(np.diff(centre, axis=0), axis=1))]
    return float(run[int(size.argmax())])


def _first_sacral(lie: Column, step: float) -> list[Solid]:
    """The beginnings of the S1 roots, from the last disc down beside the sac."""
    p, plate = lie.levels["S1"], sacral_plate(lie)
    half, r = p.sac_width / 2, p.root_radius
    y = -p.epd_u / 2 - p.sac_behind_wall - p.sac_depth / 2
    rows: list[Row] = [
        (half - 2.4, y + 1.0, 13.0, r * 0.75),
        (half + 0.8, y + 2.4, 4.0, r * 0.95),
        (half + 3.6, y + 4.0, -7.0, r * 1.02),
        (half + 6.2, y + 5.0, -17.0, r * 1.1),
        (half + 8.4, y + 6.0, -27.0, r * 1.1),
    ]
    return [_root(f"S1.root.{side}", [_placed(plate, rows, sign)], step) for side, sign in SIDES.items()]
