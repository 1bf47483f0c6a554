"""The nerve roots C1 to L2: their ways out of the foramina, and the solids along them; draws no sac."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from bones.cervical_transverse import artery
from bones.column import Place
from bones.costal import pedicle_middle
from bones.spine import CHEST, NECK, UPPER_LUMBAR, Spine
from geometry.field import Sweep
from geometry.solid import F32, SIDES, Solid, box, dress, ramp, streaks
from morphometry import Level
from soft.nerves import DURA, GANGLION, NERVE, Course, Row, around, ending, pale_end, under_pedicle

ROOTS = (*NECK, "C8", *CHEST, *UPPER_LUMBAR)  # those from L3 down are in `soft.nerves`
SLENDER = 0.45  # share of its thickness that a branch keeps where it has faded
Rows = list[Row]


@dataclass(frozen=True)
class Way:
    """A right root in the frame of a bone: rows (x, y, z, radius in mm) of its front and back branch.

    The first two rows of `front` leave the sac; both branches have the ganglion behind them.
    """

    place: Place
    front: Rows
    back: Rows


def canal_front(p: Level) -> float:
    """Where the canal's front wall stands on a bone's y axis, mm; in the atlas it is the front arch."""
    return p.canal_d / 2 if p.name == "C1" else p.wall


def sac_middle(p: Level) -> float:
    """Where the middle of the sac stands on a bone's y axis, mm."""
    return canal_front(p) - p.sac_behind_wall - p.sac_depth / 2


def _first(p: Level, q: Level) -> tuple[Rows, Rows]:
    """C1: over the back arch, in the artery's groove behind the mass; most of it goes back to the nape."""
    x, y, r = p.sac_width / 2, sac_middle(p), q.root_radius
    front = [
        (x - 1.6, y - 0.5, 7.2, r * 0.7),
        (x - 0.2, y - 0.5, 6.8, r * 0.95),
        (x + 3.5, y - 0.8, 5.8, r),
        (x + 8.5, y - 1.0, 5.4, q.ganglion_radius),
        (x + 13.0, y + 0.2, 5.8, r * 0.9),
        (x + 17.5, y + 3.6, 6.6, r * 0.75),
        (x + 20.0, y + 9.0, 6.0, r * SLENDER),
    ]
    back = [
        (x + 8.0, y - 1.0, 5.4, r * 1.05),
        (x + 9.4, y - 3.0, 7.0, r),
        (x + 9.0, y - 4.6, 10.6, r * 0.85),
        (x + 8.2, y - 5.4, 17.6, r * SLENDER),
    ]
    return front, back


def _second(p: Level, q: Level) -> tuple[Rows, Rows]:
    """C2: between the arches behind the lateral joint, with the largest ganglion for its size."""
    x, y, r = p.sac_width / 2, sac_middle(p), q.root_radius
    joint = p.shoulder_front - p.shoulder_long / 2
    front = [
        (x - 1.6, y + 0.6, 10.2, r * 0.7),
        (x - 0.2, y + 0.6, 9.6, r * 0.95),
        (x + 3.0, joint - 3.8, 8.4, r),
        (x + 6.8, joint - 4.6, 7.4, q.ganglion_radius),
        (x + 11.5, joint - 3.0, 6.2, r * 0.95),
        (x + 16.5, joint + 2.8, 4.2, r * 0.8),
        (x + 19.0, joint + 9.0, 2.4, r * SLENDER),
    ]
    back = [
        (x + 6.4, joint - 4.6, 7.4, r * 1.1),
        (x + 7.6, joint - 8.0, 5.8, r * 0.95),
        (x + 7.4, joint - 13.4, 6.6, r * 0.85),
        (x + 5.4, joint - 16.4, 12.6, r * 0.7),
        (x + 3.4, joint - 17.4, 22.0, r * SLENDER),
    ]
    return front, back


def _neck(p: Level, q: Level) -> tuple[Rows, Rows]:
    """C3 to C7: over the pedicle into the groove of the transverse process, behind the artery."""
    ax, ay = artery(p)
    tip, r, drop = p.tp_span / 2, q.root_radius, p.root_back_drop
    over = p.pedicle_up + p.ped_h / 2 + p.groove_half - 0.6
    beside = p.wall + p.groove_fore
    low = p.groove_floor + p.groove_half
    x, y = p.sac_width / 2, sac_middle(p)
    front = [
        (x - 2.2, y + 1.0, over + q.root_fall, r * 0.7),
        (x - 0.5, y + 1.6, over + q.root_fall * 0.75, r * 0.95),
        (p.half_canal - 0.6, p.wall - 3.0, over + 0.9, r),
        (ax, ay - 3.6, over, q.ganglion_radius),
        (ax + 3.2, beside - 0.6, over - 1.9, r * 1.1),
        ((ax + tip) / 2 + 1.2, beside + 0.6, low + 1.7, r),
        (tip + 2.0, beside + 2.8, low - 0.6, r * 0.92),
        (tip + 6.5, beside + 5.4, low - 4.0, r * 0.78),
        (tip + 10.0, beside + 7.4, low - 8.6, r * SLENDER),
    ]
    pillar = p.joint_half_spacing + p.facet_width / 2
    back = [
        (ax + 2.2, beside - 0.8, over - 1.6, r * 0.6),
        (pillar + 0.8, p.wall - 1.4, over - 2.0, r * 0.56),
        (pillar + 2.0, p.wall - 6.5, over - 2.0 - 1.6 * drop, r * 0.5),
        (pillar + 1.6, p.wall - 11.0, over - 2.6 - 5.0 * drop, r * 0.44),
        (pillar + 0.6 - 5 * (1 - drop), p.wall - 13.4, over - 3.0 - 12.0 * drop, r * SLENDER * 0.6),
    ]
    return front, back


def _eighth(p: Level, q: Level) -> tuple[Rows, Rows]:
    """C8, in the frame of T1: over that bone's pedicle and the first rib's neck."""
    px, pz = pedicle_middle(p)
    top, r = pz + p.ped_h / 2, q.root_radius
    x, y = p.sac_width / 2, sac_middle(p)
    front = [
        (x - 2.2, y + 0.8, top + 3.2 + q.root_fall, r * 0.7),
        (x - 0.5, y + 1.2, top + 3.0 + q.root_fall * 0.75, r * 0.95),
        (px - 5.2, p.wall - 2.2, top + 4.7, r),
        (px - 2.0, p.wall + 0.6, top + 4.7, r * 1.1),
        (px + 1.4, p.wall + 1.8, top + 4.4, q.ganglion_radius),
        (px + 6.5, p.wall + 2.8, top + 3.9, r),
        (px + 13.0, p.wall + 5.6, top + 3.2, r * 0.92),
        (px + 19.0, p.wall + 9.0, top + 0.6, r * 0.78),
        (px + 24.0, p.wall + 11.0, top - 4.0, r * SLENDER),
    ]
    back = [
        (px + 4.0, p.wall + 1.8, top + 4.0, r * 0.6),
        (px + 8.5, p.wall - 3.0, top + 3.6, r * 0.54),
        (px + 10.5, p.wall - 8.5, top + 3.4, r * 0.48),
        (px + 11.0, p.wall - 14.0, top + 3.4, r * SLENDER * 0.6),
    ]
    return front, back


def _chest(p: Level, q: Level) -> tuple[Rows, Rows]:
    """T1 to T12: straight out close under the pedicle, over the next rib's head, then under its own rib.

    Their back branches are left out: from the side they would only clutter the small openings.
    """
    px, _ = pedicle_middle(p)
    under, r, g = under_pedicle(p), q.root_radius, q.ganglion_radius
    x, y, out = p.sac_width / 2, sac_middle(p), px + p.ped_w / 2
    knot = under - p.root_under
    far, fore, fall = under + p.root_rise, p.wall + p.root_fore, p.rib_fall
    beside = p.wall - 2.9

    def between(share: float) -> tuple[float, float]:
        """y and z on the straight way from the ganglion to under the rib."""
        return beside + (fore - beside) * share, knot + (far - knot) * share

    front = [
        # from the sac's front corner, level with the opening, so that nothing bends forward in it
        (x - 2.8, y + 3.0, knot + q.root_fall, r * 0.7),
        (x - 1.2, y + 3.2, knot + q.root_fall * 0.6, r * 0.95),
        (p.half_canal - 0.6, p.wall - 3.7, knot + q.root_fall * 0.1, r),
        (px, beside, knot, g),
        (out + 3.5, *between(0.35), r),
        (out + 9.0, *between(0.65), r * 0.92),
        (out + 15.0, fore, far, r * 0.84),
        (out + 20.5, fore - 2.6, far - 2.5 * fall, r * 0.7),
        (out + 25.0, fore - 5.0, far - 5.5 * fall, r * SLENDER),
    ]
    return front, []


def _low(p: Level, q: Level) -> tuple[Rows, Rows]:
    """L1 and L2: steep beside the sac, close round the pedicle, then down before the transverse process."""
    half, wall, r = p.half_canal, p.wall, q.root_radius
    across = p.ped_w / np.cos(np.radians(p.pedicle_angle))
    under, out = under_pedicle(p), half + across
    x, y = p.sac_width / 2, sac_middle(p)
    front = [
        (x - 2.8, y + 0.2, 15.0, r * 0.7),
        (x - 0.4, y + 0.2, 9.0, r * 0.95),
        (half - 2.4, wall - 5.0, under + 3.5, r),
        (half - 0.9, wall - 4.0, under - 4.4, r * 1.04),
        (half + across * 0.24, wall - 2.8, under - 6.0, r * 1.14),
        (half + across * 0.58, wall - 1.6, under - 7.6, q.ganglion_radius),
        (out - 0.2, wall - 0.4, under - 10.4, r * 1.1),
        (out + 2.6, wall + 1.4, under - 15.0, r),
        (out + 4.6, wall + 4.6, under - 22.0, r * 0.9),
        (out + 6.2, wall + 7.8, under - 30.0, r * 0.7),
        (out + 7.0, wall + 9.6, under - 36.0, r * SLENDER),
    ]
    drop = p.root_back_drop
    back = [
        (out - 0.6, wall - 1.2, under - 9.6, r * 0.56),
        (out + 3.6, wall - 5.2, under - 10.0 - 3.0 * drop, r * 0.5),
        (out + 5.6, wall - 9.8, under - 10.0 - 7.0 * drop, r * 0.42),
        (out + 6.0, wall - 15.0, under - 10.0 - 10.0 * drop, r * SLENDER * 0.6),
    ]
    return front, back


def _rule(name: str) -> Callable[[Level, Level], tuple[Rows, Rows]]:
    special = {"C1": _first, "C2": _second, "C8": _eighth}
    if name in special:
        return special[name]
    return _neck if name in NECK else _chest if name in CHEST else _low


def way(lie: Spine, name: str) -> Way:
    """The way of one of `ROOTS`; C8 is told in the frame of T1, each other in its own bone's."""
    bone = "T1" if name == "C8" else name
    front, back = _rule(name)(lie.levels[bone], lie.levels[name])
    return Way(lie.bones[bone], front, back)


def placed(place: Place, rows: Rows, up: tuple[float, float, float]) -> Sweep:
    """Rows of a way as a sweep in the spine's frame; `up` must nowhere be the way's own direction."""
    out = [[*place.out(row[:3]), row[3], row[3]] for row in rows]
    return Sweep(out, up, 2.0, 0, 8 + 4 * len(rows))


def roots(lie: Spine, name: str, step: float) -> list[Solid]:
    """The right and the left root of one of `ROOTS`, each other's mirror image, on a grid of `step` mm."""
    at = way(lie, name)
    sweeps = [placed(at.place, at.front, (0, 1, 0.2))]
    if at.back:
        sweeps.append(placed(at.place, at.back, (1, 0, 0.2)))
    right = _root(f"{name}.root.right", sweeps, step)
    return [right if sign > 0 else _mirrored(right, f"{name}.root.{side}") for side, sign in SIDES.items()]


def _root(region: str, sweeps: list[Sweep], step: float) -> Solid:
    """One root; both branches fade toward their ends, and the first millimetres are the sac's colour."""
    field = box([(s, 1.0) for s in sweeps], step)
    for sweep, k in zip(sweeps, (1.2, 1.4), strict=False):
        field.sweep(sweep, k)
    v, f = field.surface(0.4)
    solid = Solid(region, "nerve", v, f)
    course = Course(sweeps)
    along, angle, which = course.at(v)
    long = np.array([float(run[-1]) for run in course.length], np.float32)
    left = long[which] - along
    solid.fade = ending(left)
    place = around(along, angle, 2.0)
    grain = streaks(place, 0.7, 14.0, 43) * 0.8 + streaks(place, 2.6, 18.0, 44) * 0.35
    solid = dress(solid, np.asarray(grain, np.float32), NERVE, 0.04)
    size = course.frames[0][4]
    knot = float(course.length[0][int(size.argmax())])
    _tint(solid, GANGLION, np.exp(-(((along - knot) / 3.2) ** 2)) * (which == 0) * 0.5)
    _tint(solid, DURA[1], (1 - ramp(along, 2.5, 6.0)) * (which == 0))
    pale_end(solid, left)
    return solid


def _tint(solid: Solid, tone: tuple[float, float, float], share: F32) -> None:
    assert solid.colour is not None
    solid.colour += (np.asarray(tone, np.float32) - solid.colour) * np.asarray(share, np.float32)[:, None]


def _mirrored(solid: Solid, region: str) -> Solid:
    """The same solid on the patient's other side."""
    v = np.asarray(solid.v * np.array([-1, 1, 1], np.float32))
    return Solid(region, solid.tissue, v, np.ascontiguousarray(solid.f[:, ::-1]), solid.fade, solid.colour)
