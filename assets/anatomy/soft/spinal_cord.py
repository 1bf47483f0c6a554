"""The spinal cord from the atlas to its conus and the whole dural sac with its sleeves; draws no root."""

from __future__ import annotations

import numpy as np

from bones.sacral_axis import canal_line
from bones.spine import CHEST, NECK, UPPER_LUMBAR, Spine
from geometry.field import Sweep
from geometry.solid import SIDES, Solid, Tone, box, dress, normals, ramp, streaks
from morphometry import LEVELS
from soft.nerves import DURA, Course, Row, around, root_rows, sac_line
from soft.spinal_roots import ROOTS, sac_middle, way

UPPER = (*NECK, *CHEST, *UPPER_LUMBAR)
MARROW: tuple[Tone, Tone, Tone] = ((0.93, 0.83, 0.70), (0.87, 0.73, 0.57), (0.74, 0.57, 0.42))
ABOVE = (11.0, 26.0)  # mm over the middle of the atlas through which sac and cord run out of the picture
FADE = (1.0, 15.0)  # mm from their upper end over which they appear
SAC_POWER, CORD_POWER = 2.15, 2.1  # exponents of their outlines; 2 is an ellipse
NODES = 9  # of a sweep for each bone
TIP = 0.5  # mm, half size of the conus where it ends
SHEATH = ((0, 1.0), (1, 1.12), (2, 0.8))  # a sleeve's thickness in those of its root, by the root's row
CUFF = 0.35  # share of the way to the third row that a sleeve goes
INTO_WALL = 1.2  # mm that the fat reaches into the bodies, whose backs are hollow
FAT_HALF = 3.0  # mm, half its width
# The sac's sides are seen through the windows of nerves alone, deep in the canal: how far they take the tone
# of what lies there, and between which shares a face counts as looking sideways.
DEEP, SIDEWAYS = 0.85, (0.7, 0.95)
FAT = (0.56, 0.42, 0.25)  # dim: it lies deep in the canal
Line = list[list[float]]


def _upper(lie: Spine, name: str, z: float, half: tuple[float, float]) -> list[float]:
    """One row of an axis in the canal's middle beside a bone, `z` mm above its middle."""
    return [*lie.bones[name].out((0, sac_middle(lie.levels[name]), z)), *half]


def _run(lie: Spine, width: str, depth: str, until: str) -> Line:
    """Rows from over the atlas down to a bone, half sizes from two columns of the tables."""
    names = UPPER[: UPPER.index(until) + 1]
    half = {n: (lie.levels[n].measures[width] / 2, lie.levels[n].measures[depth] / 2) for n in names}
    top = [_upper(lie, "C1", z, half["C1"]) for z in reversed(ABOVE)]
    return [*top, *(_upper(lie, name, 0.0, half[name]) for name in names)]


def sac_axis(lie: Spine) -> Sweep:
    """The whole sac without its sleeves, to its tip; from L3 down it is that of `soft.nerves`."""
    sacral = lie.low.levels
    # without the row at the plate, between which and the last bone the sac would bend to and fro
    canal = [lie.sacrum.out(row[:3]) for row in canal_line(sacral, sacral["S1"].sac_end)[1:]]
    tail = [(float(x), float(y), float(z)) for x, y, z in canal]
    low = sac_line(lie.low, tail)[1:]  # without its upper end, which runs out of the low back's pictures
    rows = [*_run(lie, "sac_width", "sac_depth", "L2"), *low]
    return Sweep(rows, (0, 1, 0), SAC_POWER, 2.0, NODES * len(rows))


def cord_axis(lie: Spine) -> Sweep:
    """The cord, as thick as the table has it beside each bone, to the tip of the conus."""
    rows = _run(lie, "cord_w", "cord_d", "L1")
    rows.append(_upper(lie, "L2", lie.levels["L2"].cord_end, (TIP, TIP)))
    return Sweep(rows, (0, 1, 0), CORD_POWER, TIP, NODES * len(rows))


def _sleeves(lie: Spine) -> list[Sweep]:
    """The cuffs of dura that go a little way along each root from C1 to L5."""
    ways = [(at.place, at.front) for at in (way(lie, name) for name in ROOTS)]
    ways += [(lie.bones[name], root_rows(lie.levels[name])[0]) for name in LEVELS]
    out = []
    for place, front in ways:
        for sign in SIDES.values():
            rows = [[*place.out((sign * x, y, z)), q, q] for x, y, z, q in _cuff(front)]
            out.append(Sweep(rows, (0, 1, 0.2), 2.0, 0, 20))
    return out


def _cuff(front: list[Row]) -> list[Row]:
    near = np.array(front[:3])
    near[2, :3] = near[1, :3] * (1 - CUFF) + near[2, :3] * CUFF
    thick = near[2, 3]
    out = [(*near[row, :3], thick * share) for row, share in SHEATH]
    return [(float(x), float(y), float(z), float(q)) for x, y, z, q in out]


def sac(lie: Spine, step: float) -> Solid:
    """The dural sac from over the atlas, where it fades, to its tip at S2, with its root sleeves."""
    axis = sac_axis(lie)
    field = box([(axis, 1.0)], step, 6.0)
    field.sweep(axis, 1.0)
    for sleeve in _sleeves(lie):
        field.sweep(sleeve, 2.2)
    v, f = field.surface(0.6)
    solid = _dressed(Solid("dura", "cord", v, f), axis, 8.0, DURA, 31)
    assert solid.colour is not None
    under = ramp(lie.bones["T1"].middle[2] - v[:, 2], 0.0, 20.0)  # in the neck it stands free
    dim = (DEEP * under * ramp(np.abs(normals(v, f)[:, 0]), *SIDEWAYS))[:, None]
    solid.colour = np.asarray(solid.colour + (np.asarray(FAT, np.float32) - solid.colour) * dim, np.float32)
    return solid


def fat(lie: Spine, step: float) -> Solid:
    """The fat between the bodies and the sac from C2 to L5, a thin sheet in the midline.

    From the side nobody looks through the canal beside a disc; from before and behind it is hidden.
    """
    rows = []
    for name in (*UPPER[1:], *LEVELS):
        p = lie.levels[name]
        front, back = p.wall + INTO_WALL, sac_middle(p) if name in UPPER else p.wall - p.sac_behind_wall - 4.0
        for z in (0.32 * p.vbh_p, -0.32 * p.vbh_p):
            place = lie.bones[name].out((0, (front + back) / 2, z))
            rows.append([*place, FAT_HALF, (front - back) / 2])
    sheet = Sweep(rows, (0, 1, 0), 3.0, 1.0, NODES * len(rows) // 2)
    field = box([(sheet, 0.5)], step)
    field.sweep(sheet, 0.5)
    v, f = field.surface(0.4)
    return Solid("dura", "cord", v, f, None, np.tile(np.asarray(FAT, np.float32), (len(v), 1)))


def cord(lie: Spine, step: float) -> Solid:
    """The spinal cord, thick for the arms and for the legs, from over the atlas to the conus at L1-L2."""
    axis = cord_axis(lie)
    field = box([(axis, 1.0)], step)
    field.sweep(axis, 1.0)
    v, f = field.surface(0.4)
    return _dressed(Solid("cord", "cord", v, f), axis, 5.0, MARROW, 35)


def _dressed(solid: Solid, axis: Sweep, radius: float, tones: tuple[Tone, Tone, Tone], seed: int) -> Solid:
    along, angle, _ = Course([axis]).at(solid.v)
    solid.fade = ramp(along, *FADE)
    place = around(along, angle, radius)
    grain = streaks(place, 1.3, 40.0, seed) * 0.75 + streaks(place, 5.0, 30.0, seed + 1) * 0.5
    return dress(solid, np.asarray(grain, np.float32), tones, 0.05)
