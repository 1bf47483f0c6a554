"""One vertebra of C3 to C7 as a signed-distance field, built from its row of measures; knows no neighbour."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import vertebra
from cervical_body import body, grain, half_height, hook, vessels
from field import SUBTRACT, Array, Field, Sweep, smooth_max
from morphometry import Level
from pillar_joint import PillarJoint, pillar_joint
from vertebra import BODY, FACET, LAMINA, PEDICLE, SPINOUS, TRANSVERSE, both

PARTS = (*vertebra.PARTS, "uncinate.right", "uncinate.left")
UNCINATE = len(vertebra.PARTS) + 1
ROOF_EDGE = 1.5  # mm under the laminae's upper edge where the canal is measured
ROOF_FALL = 0.9  # share of the laminae's slope that their inner face has
PEDICLE_SWELLS = 0.2  # mm that the fillets beside it add to a pedicle's side
ARTERY_CLEAR = 0.4  # mm of bone left of the pedicle's side where the artery's hole touches it
SPARED = 0.6  # mm behind a pillar's own face where the room for the neighbour begins
FORKED = 0.5  # mm; a fork narrower than this is none


@dataclass(frozen=True)
class _Plan:
    """Places that several parts of the arch share, mm, right side."""

    p: Level
    top: float  # upper edge of the laminae
    mid: float  # their middle height
    roof: float  # middle of their thickness in the midline, at `mid`
    pedicle: np.ndarray  # middle of the pedicle where the canal is widest, x and y
    outward: np.ndarray  # its direction, away from the body
    across: np.ndarray  # and across it, away from the canal

    @classmethod
    def of(cls, p: Level) -> _Plan:
        top = p.vbh_p / 2 - p.lamina_top
        mid = top - p.lam_h / 2
        angle = np.radians(p.pedicle_angle)
        across = np.array([np.cos(angle), np.sin(angle)])
        inner = np.array([p.half_canal, p.wall - p.pedicle_back])
        return cls(
            p,
            top,
            mid,
            canal_roof(p, mid) - p.lam_t / 2,
            inner + across * p.ped_w / 2,
            np.array([np.sin(angle), -np.cos(angle)]),
            across,
        )


def canal_roof(level: Level, z: float) -> float:
    """Where the canal's roof stands in the midline at a height under the laminae, mm on the y axis."""
    upper = level.vbh_p / 2 - level.lamina_top - ROOF_EDGE
    return level.wall - level.canal_d - ROOF_FALL * level.lamina_slope * max(upper - z, 0.0)


def canal(level: Level, x: Array, y: Array, z: Array) -> Array:
    """Distance to the vertebral canal: a wide triangle with the pedicles cut across its front corners."""
    x = np.abs(x)
    upper = level.vbh_p / 2 - level.lamina_top - ROOF_EDGE
    roofed = y + ROOF_FALL * level.lamina_slope * np.maximum(upper - z, 0.0)
    slant, angle = np.radians(level.lamina_between / 2), np.radians(level.pedicle_angle)
    back = level.wall - level.canal_d
    roof = x * np.cos(slant) - (roofed - back + 0.6) * np.sin(slant)
    corner = (x - level.half_canal) * np.cos(angle) + (y - level.wall + level.pedicle_back) * np.sin(angle)
    out = smooth_max(roof, np.broadcast_to(x - level.half_canal, roof.shape), 2.0)
    out = smooth_max(out, back - roofed - np.float32(0.2), 3.0)
    out = smooth_max(out, np.broadcast_to(corner, out.shape), 2.0)
    return smooth_max(out, np.broadcast_to(y - level.wall, out.shape), 1.5)


def artery(level: Level) -> tuple[float, float]:
    """The middle of the right hole for the vertebral artery, x and y in mm: in front of the pedicle."""
    plan = _Plan.of(level)
    away = level.ped_w / 2 + ARTERY_CLEAR + level.artery_half
    on_axis = plan.pedicle + away * plan.across
    along = (level.artery_spacing - on_axis[0]) / plan.outward[0]
    return level.artery_spacing, float((on_axis + along * plan.outward)[1])


def cervical(level: Level, below: PillarJoint, step: float, seed: int) -> Field:
    """The whole bone on its own grid; `below` is the joint with the next bone in this bone's frame."""
    p, plan = level, _Plan.of(level)
    reach = p.tp_span / 2 + 4
    tip = _spine_height(plan, p.wall - p.sp_reach)
    field = Field(
        (-reach, p.wall - p.sp_reach - 4, min(below.z - 10, tip - p.sp_height - 3)),
        (reach, p.half_depth + 5, p.joint_height + 12),
        step,
    )
    x, y, z = field.axes()
    field.put(body(p, x, y, z), 0.01, 0, BODY)
    vessels(field, p, seed)
    _lamina(field, plan)
    _pillar(field, plan, below)
    _spinous(field, plan)
    _transverse(field, plan)
    _pedicle(field, plan)
    _openings(field, plan, below)
    _name_hooks(field, p)
    calm = np.clip((half_height(p, y) - 2.0 - np.abs(z)) / 2.5, 0.3, 1)
    field.roughen(0.10, 6.5, seed + 11, np.asarray(calm, np.float32))
    field.roughen(0.04, 2.2, seed + 12, np.asarray(calm, np.float32))
    grain(field, p, seed + 13)
    return field


def _name_hooks(field: Field, p: Level) -> None:
    """What the body claimed above its upper plate belongs to the uncinate processes."""
    x, y, z = field.axes()
    hooks = hook(p, x, y, z) & (field.part == BODY)
    field.part[hooks & (x > 0)] = UNCINATE
    field.part[hooks & (x < 0)] = UNCINATE + 1


def _lamina(field: Field, plan: _Plan) -> None:
    """A thin sloping plate from the pillar to the midline, its upper edge the thinner one."""
    p, mid = plan.p, plan.mid
    slant = np.radians(p.lamina_between / 2)
    half = p.lam_t / 2 + 0.4  # the canal takes the inner half millimetre off again

    def at(x: float, z: float, thick: float, tall: float) -> list[float]:
        middle = canal_roof(p, mid) - 0.6 - (p.lam_t / 2 - 0.3) / np.sin(slant)
        return [x, float(middle + x / np.tan(slant)), z, thick, tall]

    plate = Sweep(
        [
            at(p.joint_half_spacing - 1.0, mid + 1.0, half + 0.9, p.lam_h * 0.54),
            at(p.half_canal - 2.0, mid + 0.5, half + 0.2, p.lam_h * 0.49),
            at(4.0, mid, half, p.lam_h * 0.50),
            at(0.0, mid, half, p.lam_h * 0.50),
        ],
        (0, ROOF_FALL * p.lamina_slope, 1),
        2.7,
    )
    both(field, plate, 2.4, LAMINA)
    low = mid - p.lam_h * 0.30
    border = Sweep(
        [
            [
                p.joint_half_spacing - 2.0,
                plan.roof + (p.joint_half_spacing - 2) / np.tan(slant) - 1.6,
                low,
                1.2,
                1.8,
            ],
            [p.half_canal - 4.0, plan.roof + (p.half_canal - 4) / np.tan(slant) - 1.2, low, 0.9, 1.7],
            [0, plan.roof - 1.4, low, 1.0, 1.8],
        ],
        (0, 0, 1),
    )
    both(field, border, 3.0, LAMINA)


def _pillar(field: Field, plan: _Plan, below: PillarJoint) -> None:
    """A short column with a waist, cut above and below by the joints' sloping faces."""
    p, joint = plan.p, pillar_joint(plan.p)
    wide, deep = p.facet_width / 2, p.pillar_depth / 2
    middle = [(joint.x + below.x) / 2 + 0.2, (joint.y + below.y) / 2 + 0.1, (joint.z + below.z) / 2]
    column = Sweep(
        [
            [below.x, below.y - 0.5, below.z - 2.0, wide * 0.90, deep * 0.94],
            [below.x, below.y, below.z + 1.0, wide, deep],
            [middle[0], middle[1], middle[2], wide * 0.94, deep * 0.90],
            [joint.x, joint.y, joint.z - 1.0, wide, deep],
            [joint.x, joint.y + 0.5, joint.z + 2.0, wide * 0.86, deep * 0.92],
        ],
        (0, 1, 0),
        2.3,
        3.2,
    )
    for side, part in ((column, FACET), (column.mirrored(), FACET + 1)):
        pillar, where = field.tube(side, 8)
        x, y, z = field.axes(where)
        pillar = smooth_max(pillar, joint.distance(x, y, z) + np.float32(p.joint_gap / 2), 3.2)
        pillar = smooth_max(pillar, np.float32(p.joint_gap / 2) - below.distance(x, y, z), 3.2)
        field.put(pillar, 4.0, 0, part, where)


def _room_beyond(field: Field, p: Level, face: PillarJoint, upper: bool) -> None:
    """Cut what of the lamina reaches past a joint's face, where the neighbour's pillar stands."""

    def room(x: Array, y: Array, z: Array) -> Array:
        past = face.distance(x, y, z) * np.float32(-1 if upper else 1) + np.float32(SPARED - p.joint_gap / 2)
        outer = face.x + p.facet_width / 2 + 1.5
        beside = np.maximum(np.maximum(p.half_canal + 0.6 - np.abs(x), np.abs(x) - outer), y - p.wall + 5.5)
        near = np.maximum(np.abs(z - face.z), np.abs(y - face.y)) - 7.5
        return smooth_max(past, np.broadcast_to(np.maximum(beside, near), past.shape), 4.0)

    field.shape_by(room, 3.0, SUBTRACT)


def _pedicle(field: Field, plan: _Plan) -> None:
    p = plan.p
    half, tall, z = p.ped_w / 2 - PEDICLE_SWELLS, p.ped_h / 2, p.pedicle_up

    def at(along: float, wide: float, high: float) -> list[float]:
        x, y = plan.pedicle + along * plan.outward
        return [float(x), float(y), z, wide, high]

    pedicle = Sweep(
        [
            at(-8.5, half * 0.8, tall - 0.9),
            at(-4.0, half, tall),
            at(-0.5, half, tall),
            at(3.5, half + 1.6, tall),
            at(7.0, half + 2.4, tall),
        ],
        (0, 0, 1),
        2.3,
    )
    both(field, pedicle, 3.0, PEDICLE)


def _transverse(field: Field, plan: _Plan) -> None:
    """A front and a back bar with their tubercles, joined outside the artery's hole by a low plate."""
    p = plan.p
    ax, ay = artery(p)
    tip = p.tp_span / 2 - p.back_tubercle
    back = [tip, p.wall + p.back_tubercle_fore, p.back_tubercle_up]
    front = [p.front_tubercle_spacing, p.wall + p.front_tubercle_fore, p.front_tubercle_up]
    root = plan.pedicle + 3.5 * plan.outward
    outer = ax + p.artery_half + p.bar_thick
    mid_bar = (root[0] * 0.45 + tip * 0.55, root[1] * 0.4 + back[1] * 0.6)
    rim = p.artery_half + p.bar_thick
    for side, part in (
        (1, TRANSVERSE),
        (-1, TRANSVERSE + 1),
    ):  # the hole's rim and the webs behind and inside it
        field.ellipsoid((side * ax, ay, p.groove_floor * 0.5), (rim, rim, 2.6), 2.0, 0, part)
        web = (side * (ax + mid_bar[0]) / 2, (ay + mid_bar[1]) / 2, p.groove_floor * 0.7)
        field.ellipsoid(web, (3.6, 3.6, 2.2), 2.0, 0, part)
        field.ellipsoid((side * (ax - rim + 0.6), ay, p.pedicle_up - 1.4), (2.2, 3.2, 2.2), 2.0, 0, part)
    front_bar = Sweep(
        [
            [p.epw_l / 2 - 2.5, ay + p.artery_half * 0.7, 0.2, 2.4, 3.2],
            [ax - 1.0, ay + p.artery_half + p.bar_thick * 0.8, -0.4, p.bar_thick, 2.4],
            [(ax + front[0]) / 2 + 0.6, (ay + p.artery_half + front[1]) / 2 + 0.6, -0.8, p.bar_thick, 2.3],
            [*front, p.front_tubercle * 0.85, p.front_tubercle],
        ],
        (0, 0, 1),
    )
    both(field, front_bar, 2.0, TRANSVERSE)
    back_bar = Sweep(
        [
            [root[0], root[1], p.pedicle_up - 1.0, p.back_bar + 0.4, p.back_bar + 0.8],
            [*mid_bar, back[2] * 0.55, p.back_bar, p.back_bar + 0.4],
            [*back, p.back_tubercle, p.back_tubercle + 0.6],
        ],
        (0, 0, 1),
    )
    both(field, back_bar, 2.4, TRANSVERSE)
    floor = Sweep(
        [
            [front[0] - 0.5, front[1] - 1.0, front[2] - 0.8, 1.6, 1.6],
            [outer + 0.8, ay + 1.0, p.groove_floor, p.bar_thick + 1.6, 1.8],
            [(outer + tip) / 2, (ay + back[1]) / 2 - 0.6, p.groove_floor, 3.2, 1.8],
            [tip - 0.6, back[1] - 0.4, back[2] - 0.2, 1.8, 1.6],
        ],
        (0, 0, 1),
    )
    both(field, floor, 2.0, TRANSVERSE)


def _spine_height(plan: _Plan, y: float) -> float:
    """Height of the spinous process's middle line at a place behind the roof, mm."""
    return plan.mid + 0.4 - (plan.roof - y) * float(np.tan(np.radians(plan.p.sp_slope)))


def _spinous(field: Field, plan: _Plan) -> None:
    """A short stem that forks into two drooping tubercles; at C7 a long single one that ends in a knob."""
    p, roof = plan.p, plan.roof
    end = p.wall - p.sp_reach
    half, thick = p.sp_height / 2, p.spine_thick
    forked = p.fork_half > FORKED
    stop = end + (p.fork_long * 0.75 if forked else p.spine_knob)

    def at(share: float, up: float, wide: float, tall: float) -> list[float]:
        y = roof + 0.5 + (stop - roof - 0.5) * share
        return [0.0, y, _spine_height(plan, y) + up, wide, tall]

    last = (thick * 0.8, half * 0.7) if forked else (p.spine_knob, half)
    stem = Sweep(
        [
            at(0.0, 0.2, thick + 1.0, half + 1.2),
            at(0.3, 0.1, thick + 0.1, half + 0.2),
            at(0.7, 0.0, thick, half - (0.3 if forked else 0.6)),
            at(1.0, 0.0, *last),
        ],
        (0, 0, 1),
        2.3,
    )
    field.sweep(stem, 4.0, 0, SPINOUS)
    if not forked:
        return
    start, tubercle = end + p.fork_long * 1.5, p.fork_tubercle
    prong = Sweep(
        [
            [0.3, start, _spine_height(plan, start) - 0.6, thick * 0.8, half * 0.6],
            [
                p.fork_half * 0.5,
                end + p.fork_long * 0.7,
                _spine_height(plan, end + p.fork_long * 0.7) - 0.5,
                1.7,
                half * 0.7,
            ],
            [p.fork_half, end + tubercle, _spine_height(plan, end) - 0.6, tubercle, tubercle + 0.8],
        ],
        (0, 0, 1),
    )
    both(field, prong, 2.4, 0)


def _openings(field: Field, plan: _Plan, below: PillarJoint) -> None:
    """The canal, the nerves' grooves, the artery's holes and the notches in the laminae's edges."""
    p = plan.p
    field.put(canal(p, *field.axes()), 1.0, SUBTRACT)
    for face in (pillar_joint(p), below):
        _room_beyond(field, p, face, upper=face is not below)
    ax, ay = artery(p)
    hole = Sweep(
        [[ax, ay, z, p.artery_half, p.artery_half * 0.92] for z in (p.joint_height + 10, 0.0, -16.0)],
        (0, 1, 0),
        2.0,
        1.0,
    )
    both(field, hole, 1.2, 0, SUBTRACT)
    over = p.pedicle_up + p.ped_h / 2 + p.groove_half - 0.6
    tip = p.tp_span / 2
    groove = Sweep(
        [
            [p.half_canal - 4.0, p.wall - 1.5, over + 1.0, p.groove_half, p.groove_half],
            [ax + 1.0, ay - 1.8, over - 0.4, p.groove_half, p.groove_half],
            [
                (ax + tip) / 2 + 1.0,
                p.wall + p.groove_fore,
                p.groove_floor + 1.4 + p.groove_half,
                p.groove_half,
                p.groove_half,
            ],
            [
                tip + 3.0,
                p.wall + p.groove_fore + 3.0,
                p.groove_floor - 0.6 + p.groove_half,
                p.groove_half,
                p.groove_half,
            ],
        ],
        (0, 0, 1),
    )
    both(field, groove, 1.6, 0, SUBTRACT)
    field.ellipsoid((0, plan.roof + 1.0, plan.top + 3.2), (p.notch_width, 7, 4.4), 3.0, SUBTRACT)
