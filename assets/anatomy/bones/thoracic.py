"""One thoracic vertebra as a signed-distance field, built from its row of measures; knows no neighbour."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bones.costal import Joined, body_faces, lower_process, pedicle_middle, transverse, upper_process
from bones.thoracic_joint import TiltedJoint, tilted_joint
from bones.vertebra import (
    BODY,
    HATCHET,
    LAMINA,
    PEDICLE,
    ROOF_EDGE,
    ROOF_FALL,
    SPINE_SWELLS,
    SPINOUS,
    both,
)
from bones.vertebral_body import body, grain, half_height, vessels
from geometry.field import SUBTRACT, Array, Field, Sweep, smooth_max
from morphometry import Level

ROUND, SQUARE = 2.0, 2.9  # exponents of the canal's outline behind and in front; 2 is an ellipse
GABLE = 1.72  # the same of the laminae, which meet at a blunt angle
CANAL_ROUNDED = 0.5  # mm that the rounding of the laminae's edge adds to the canal's depth
HATCHET_LOWER = 0.95  # a lumbar outline is rounded less than the slender ones here
# mm that the rounding of both borders takes off a spinous process; a square one loses less
SPINE_ROUNDED = 1.05
PROCESS = 9.0  # mm before a joint's face that room is made for the lower bone's process
PEDICLE_FILLED = 0.2  # mm that the fillets around a pedicle add to its side
LIP_INSIDE = 0.3  # mm that the fillet of the first bone's side lips adds to the body's width
LAMINA_WORN = 0.15  # mm that the canal takes off a lamina's thickness again
LAMINA_EDGES = 3.2  # mm that the rounding of both edges takes off its height

# The lamina from the side to the midline: degrees around the canal from straight back, then shift up and half
# height as shares of its height.
LAMINA_ROWS = ((84, 0.15, 0.30), (62, 0.10, 0.36), (40, 0.03, 0.45), (20, 0, 0.5), (0, 0, 0.5))


@dataclass(frozen=True)
class _Plan:
    """Heights and places of the arch that several of its parts share, mm, right side."""

    p: Level
    top: float  # upper edge of the laminae
    mid: float  # their middle height

    @classmethod
    def of(cls, p: Level) -> _Plan:
        top = p.vbh_p / 2 - p.lamina_top
        return cls(p, top, top - p.lam_h / 2)


def canal_roof(level: Level, z: float) -> float:
    """Where the canal's roof stands in the midline at a height under the laminae, mm on the y axis.

    The table's depth is that under the laminae's upper edge, the narrowest; the roof falls back from there.
    """
    upper = level.vbh_p / 2 - level.lamina_top - ROOF_EDGE
    return level.wall - level.canal_d + CANAL_ROUNDED - ROOF_FALL * level.lamina_slope * max(upper - z, 0.0)


def canal(level: Level, x: Array, y: Array, z: Array) -> Array:
    """Distance to the vertebral canal: a round tube, flattened by the body, that widens back downward."""
    upper = level.vbh_p / 2 - level.lamina_top - ROOF_EDGE
    fall = ROOF_FALL * level.lamina_slope * np.maximum(upper - z, 0.0)
    half = (level.canal_d + 0.6 - CANAL_ROUNDED + fall) / 2
    a = np.abs(x) / (level.half_canal + 0.15) + 1e-4
    b = (y - (level.wall + 0.6 - half)) / half
    e = np.where(b > 0, SQUARE, ROUND)
    b = np.abs(b) + 1e-4
    size = (a**e + b**e) ** (1 / e)
    # divided by its slope, so that the distance is in mm on every side
    slope = np.hypot((a / size) ** (e - 1) / level.half_canal, (b / size) ** (e - 1) / half)
    return np.asarray((size - 1) / slope, np.float32)


def thoracic(level: Level, below: Joined, step: float, seed: int) -> Field:
    """The whole bone on its own grid; `below` is the joint with the next bone in this bone's frame."""
    p, plan = level, _Plan.of(level)
    reach = p.tp_span / 2 + 4
    droop = (p.sp_reach - p.canal_d) * float(np.tan(np.radians(p.sp_slope)))
    field = Field(
        (-reach, p.wall - p.sp_reach - 5, min(below.z - 12, _spine_start(plan) - droop - 9)),
        (reach, p.half_depth + 4, p.joint_height + 12),
        step,
    )
    field.put(body(p, *field.axes()), 0.01, 0, BODY)
    _uncinate(field, p)
    vessels(field, p, seed)
    body_faces(field, p)
    joint = tilted_joint(p)
    _lamina(field, plan)
    upper_process(field, p, joint)
    lower_process(field, p, below, plan.mid)
    transverse(field, p)
    _spinous(field, plan)
    _pedicle(field, p)
    _openings(field, plan, joint, below)
    _, y, z = field.axes()
    calm = np.clip((half_height(p, y) - 3.0 - np.abs(z)) / 3.0, 0.25, 1)
    field.roughen(0.13, 8.0, seed + 11, np.asarray(calm, np.float32))
    field.roughen(0.05, 2.6, seed + 12, np.asarray(calm, np.float32))
    grain(field, p, seed + 13)
    return field


def _uncinate(field: Field, p: Level) -> None:
    """The first bone's upper end-plate is lipped at both sides, as in the neck."""
    tall = p.measures.get("uncinate", 0.0)
    if not tall:
        return
    x, z = p.epw_u / 2 - LIP_INSIDE, p.vbh_p / 2
    lip = Sweep(
        [
            [x - 3.8, -6.2, z - 1.6, 1.4, 1.6],
            [x - 2.6, -2.6, z - 1.3 + tall / 2, 1.5, 1.4 + tall / 2],
            [x - 2.8, 1.6, z - 1.3 + tall / 2, 1.5, 1.2 + tall / 2],
            [x - 4.0, 5.2, z - 1.6, 1.4, 1.4],
        ],
        (0.15, 0, 1),
        2.0,
        1.5,
    )
    both(field, lip, 2.6, 0)


def _lamina(field: Field, plan: _Plan) -> None:
    """The broad sloping plate around the canal's back, from one pedicle's foot to the midline."""
    p, mid = plan.p, plan.mid
    half = p.lam_t / 2 + LAMINA_WORN
    rows = []
    for turn, rise, share in LAMINA_ROWS:
        z = mid + rise * p.lam_h
        deep = (p.wall - canal_roof(p, z)) / 2
        a = np.radians(turn)
        round_x, round_y = np.sin(a) ** (2 / GABLE), np.cos(a) ** (2 / GABLE)
        rows.append(
            [
                round_x * (p.half_canal + half),
                p.wall - deep - round_y * (deep + half - LAMINA_WORN),
                z,
                half,
                (p.lam_h + LAMINA_EDGES) * share,
            ]
        )
    rows[-1][0] = 0.0
    both(field, Sweep(rows, (0, ROOF_FALL * p.lamina_slope, 1), 2.8, 2.2), 3.0, LAMINA)
    low = plan.top - p.lam_h
    arch = (0.95 * p.joint_half_spacing, 10, 5.0)  # the lower edge rises a little toward the spinous process
    field.ellipsoid((0, canal_roof(p, low), low - arch[2] + p.lamina_arch), arch, 2.4, SUBTRACT)


def _pedicle(field: Field, p: Level) -> None:
    """High on the body and short, so that the notch under it is deep."""
    px, pz = pedicle_middle(p)
    ph, pw = p.ped_h / 2 + 0.1, p.ped_w / 2 - PEDICLE_FILLED
    lean = np.tan(np.radians(p.pedicle_angle))
    pedicle = Sweep(
        [
            [px - 9 * lean - 3.4, p.wall + 8, pz - 1.2, pw * 0.5, ph - 2.6],
            [px - 4 * lean - 0.3, p.wall + 3.0, pz - 0.1, pw, ph - 0.3],
            [px, p.wall - 1.5, pz, pw, ph],
            [px + 2.4 * lean, p.wall - 6.5, pz - 0.6, pw, ph - 0.4],
        ],
        (0, 0, 1),
        2.2,
    )
    both(field, pedicle, 4.2, PEDICLE)


def _openings(field: Field, plan: _Plan, joint: TiltedJoint, below: Joined) -> None:
    """The canal, the room for both neighbours' joint processes and the notches of the laminae."""
    p = plan.p
    field.put(canal(p, *field.axes()), 1.2, SUBTRACT)
    wide, tall = p.facet_width / 2, p.facet_tall / 2

    def behind(x: Array, y: Array, z: Array) -> Array:
        """Where the bone above comes down behind this bone's upper faces."""
        face = joint.distance(x, y, z) - p.joint_gap / 2
        return smooth_max(face, joint.around(x, y, z, (wide + 0.8, tall + 1.6)), 3.0)

    field.shape_by(behind, 2.0, SUBTRACT)
    if isinstance(below, TiltedJoint):

        def before(x: Array, y: Array, z: Array) -> Array:
            """Where the bone below stands up before this bone's lower faces."""
            face = -below.distance(x, y, z) - p.joint_gap / 2
            box = below.around(x, y, z, (wide + 2.0, tall + 1.6))
            return smooth_max(smooth_max(face, box, 2.5), below.distance(x, y, z) - PROCESS, 2.0)

        field.shape_by(before, 1.6, SUBTRACT)
    roof = canal_roof(p, plan.top) - p.lam_t / 2
    field.ellipsoid((0, roof + 1.5, plan.top + 3.4), (p.notch_width, 8, 4.4), 3.5, SUBTRACT)


# Outline of a long spinous process, once round: share of its length, share of half its height across it.
LANCE = (
    *((-0.12, 0.70), (0.16, 1.02), (0.45, 0.98), (0.72, 0.74), (0.90, 0.72), (0.985, 0.48)),
    *((1.0, 0.0), (0.98, -0.46), (0.88, -0.74), (0.70, -0.82), (0.45, -1.02), (0.20, -1.42), (-0.12, -1.7)),
)


def _spine_start(plan: _Plan) -> float:
    return plan.top - plan.p.spine_start


def _spinous(field: Field, plan: _Plan) -> None:
    """A long blade that slants down, its sides meeting in a ridge above, with a small knob at its tip."""
    p, z0 = plan.p, _spine_start(plan)
    y0 = canal_roof(p, z0) - p.lam_t / 2
    slope = np.radians(p.sp_slope)
    ahead = np.array([-np.cos(slope), -np.sin(slope)])
    over = np.array([-np.sin(slope), np.cos(slope)])
    tip = p.wall - p.sp_reach + SPINE_SWELLS
    rounded = SPINE_ROUNDED * (1 - p.spine_hatchet)
    long, half = (y0 - tip) / float(np.cos(slope)), (p.sp_height + rounded) / 2
    # the corner that stands furthest back is the upper one of a steep process: it ends the reach
    share_hatchet = p.spine_hatchet
    lance, hatchet = _resampled(LANCE), _resampled(HATCHET) * np.array([1, HATCHET_LOWER])
    share = share_hatchet * hatchet + (1 - share_hatchet) * lance
    flat = share[:, :1] * long * ahead + share[:, 1:] * half * over
    flat[:, 0] *= (tip - y0) / flat[:, 0].min()
    corners = np.array([y0, z0]) + flat

    def thickness(y: NDArray[np.float64], z: NDArray[np.float64]) -> NDArray[np.float64]:
        along = (y - y0) * ahead[0] + (z - z0) * ahead[1]
        up = ((y - y0) * over[0] + (z - z0) * over[1]) / half
        ridge = p.spine_thin * (1.08 - 0.34 * np.clip(up, -0.6, 1))
        knob = np.exp(-((np.clip(long - 1.6 - along, 0, None) / 4.4) ** 2))
        root = np.exp(-((np.clip(along - 2.0, 0, None) / 8.5) ** 2))
        rough = 0.10 * np.sin(1.9 * along + 0.7 * up) * knob
        return np.asarray(ridge + (p.spine_edge - p.spine_thin) * knob + 2.2 * root + rough)

    field.blade(corners, thickness, 3.6, 5.0, SPINOUS)


def _resampled(ring: tuple[tuple[float, float], ...], count: int = 14) -> NDArray[np.float64]:
    """The same outline with `count` corners, evenly by their number, so that two can be mixed."""
    corners = np.array(ring)
    at = np.linspace(0, len(corners) - 1, count)
    return np.stack([np.interp(at, np.arange(len(corners)), corners[:, i]) for i in (0, 1)], 1)
