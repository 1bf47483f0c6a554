"""One vertebra of C3 to C7 as a signed-distance field, built from its row of measures; knows no neighbour."""

from __future__ import annotations

import numpy as np

from bones import vertebra
from bones.cervical_body import body, grain, hook, vessels
from bones.cervical_plan import ROOF_CLEAR, ROOF_FALL, Plan, canal, canal_roof
from bones.cervical_transverse import artery, artery_and_nerve, transverse
from bones.pillar_joint import PillarJoint, pillar_joint
from bones.vertebra import BODY, FACET, LAMINA, PEDICLE, SPINOUS, both
from bones.vertebral_body import half_height
from geometry.field import SUBTRACT, Array, Field, Sweep, smooth_max
from morphometry import Level

PARTS = (*vertebra.PARTS, "uncinate.right", "uncinate.left")
UNCINATE = len(vertebra.PARTS) + 1
PEDICLE_SWELLS = 0.2  # mm that the fillets beside it add to a pedicle's side
EDGE = 1.8  # mm of rounding round a joint face; more would open the joint to whoever looks from the side
OVER, UNDER = 3.1, 2.3  # mm, half the thickness of a lower and an upper joint process: a nerve is before it
TONGUE = 1.8  # mm, the same at either's end
SPARED = 0.6  # mm behind a pillar's own face where the room for the neighbour begins
FORKED = 0.5  # mm; a fork narrower than this is none


def cervical(level: Level, below: PillarJoint, step: float, seed: int) -> Field:
    """The whole bone on its own grid; `below` is the joint with the next bone in this bone's frame."""
    p, plan = level, Plan.of(level)
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
    transverse(field, plan)
    _pedicle(field, plan)
    _openings(field, plan, below)
    artery_and_nerve(field, plan)
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


def _lamina(field: Field, plan: Plan) -> None:
    """A thin sloping plate from the pillar to the midline, its upper edge the thinner one."""
    p, mid = plan.p, plan.mid
    slant = np.radians(p.lamina_between / 2)
    half = p.lam_t / 2 + 0.1  # the canal takes off the inner half millimetre, fillets add it

    def at(x: float, z: float, thick: float, tall: float) -> list[float]:
        middle = canal_roof(p, mid) - ROOF_CLEAR - (p.lam_t / 2 - 0.3) / np.sin(slant)
        return [x, float(middle + x / np.tan(slant)), z, thick, tall]

    plate = Sweep(
        [
            at(p.joint_half_spacing - 2.5, mid + 1.8, half + 0.7, p.lam_h * 0.50),
            at(p.half_canal - 2.0, mid + 1.0, half + 0.2, p.lam_h * 0.49),
            at(4.0, mid, half, p.lam_h * 0.50),
            at(0.0, mid - 0.3, half, p.lam_h * 0.50),
        ],
        (0, ROOF_FALL * p.lamina_slope, 1),
        2.7,
    )
    both(field, plate, 2.4, LAMINA)
    low = mid - p.lam_h * 0.30
    out, near = p.joint_half_spacing - 2.0, p.half_canal - 4.0
    border = Sweep(
        [
            [out, plan.roof + out / np.tan(slant) - 1.6, low, 1.2, 1.8],
            [near, plan.roof + near / np.tan(slant) - 1.2, low, 0.9, 1.7],
            [0, plan.roof - 1.4, low, 1.0, 1.8],
        ],
        (0, 0, 1),
    )
    both(field, border, 3.0, LAMINA)


def _pillar(field: Field, plan: Plan, below: PillarJoint) -> None:
    """A short column with a waist, cut above and below by the joints' sloping faces."""
    p, joint = plan.p, pillar_joint(plan.p)
    wide, deep = p.facet_width / 2, p.pillar_depth / 2
    middle = [(joint.x + below.x) / 2 + 0.2, (joint.y + below.y) / 2 + 0.1, (joint.z + below.z) / 2]
    column = Sweep(
        [
            [below.x, below.y - 0.5, below.z - 2.0, wide * 0.84, deep * 0.94],
            [below.x, below.y, below.z + 1.0, wide, deep],
            [middle[0] - 1.3, middle[1], middle[2], wide * 0.76, deep * 0.90],
            [joint.x, joint.y, joint.z - 1.0, wide, deep],
            [joint.x, joint.y + 0.5, joint.z + 2.0, wide * 0.86, deep * 0.92],
        ],
        (0, 1, 0),
        2.3,
        3.2,
    )
    for process in (column, _process(joint, p.facet_up, -1, wide), _process(below, p.facet_down, 1, wide)):
        for side, part in ((process, FACET), (process.mirrored(), FACET + 1)):
            pillar, where = field.tube(side, 8)
            x, y, z = field.axes(where)
            pillar = smooth_max(pillar, joint.distance(x, y, z) + np.float32(p.joint_gap / 2), EDGE)
            pillar = smooth_max(pillar, np.float32(p.joint_gap / 2) - below.distance(x, y, z), EDGE)
            field.put(pillar, 4.0 if process is column else 3.0, 0, part, where)


def _process(joint: PillarJoint, reach: float, side: int, wide: float) -> Sweep:
    """A tongue that runs `reach` mm along a joint's slope: down over the face (`side` 1) or up under it (-1).

    So the bones lie over each other like shingles, and the joint shows neither from behind nor from beside.
    """

    def at(along: float, thick: float, half: float) -> list[float]:
        return [*joint.at(-side * along, side * thick * 0.85), thick, half]

    thick = OVER if side > 0 else UNDER
    rows = [at(-2.0, thick, wide * 0.5), at(reach * 0.45, thick, wide * 0.8)]
    rows.append(at(reach - TONGUE, TONGUE, wide * (0.76 if side > 0 else 0.66)))
    return Sweep(rows, tuple(joint.across), 2.3, TONGUE)


def _room_beyond(field: Field, p: Level, face: PillarJoint, upper: bool) -> None:
    """Cut what of the lamina reaches past a joint's face, where the neighbour's pillar stands."""

    def room(x: Array, y: Array, z: Array) -> Array:
        past = face.distance(x, y, z) * np.float32(-1 if upper else 1) + np.float32(SPARED - p.joint_gap / 2)
        outer = face.x + p.facet_width / 2 + 1.5
        beside = np.maximum(np.maximum(p.half_canal + 0.6 - np.abs(x), np.abs(x) - outer), y - p.wall + 5.5)
        near = np.maximum(np.abs(z - face.z), np.abs(y - face.y)) - 8.5
        return smooth_max(past, np.broadcast_to(np.maximum(beside, near), past.shape), 4.0)

    field.shape_by(room, EDGE, SUBTRACT)


def _pedicle(field: Field, plan: Plan) -> None:
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


def _spine_height(plan: Plan, y: float) -> float:
    """Height of the spinous process's middle line at a place behind the roof, mm."""
    return plan.mid + 0.4 - (plan.roof - y) * float(np.tan(np.radians(plan.p.sp_slope)))


def _spinous(field: Field, plan: Plan) -> None:
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
    split = end + p.fork_long * 0.7
    prong = Sweep(
        [
            [0.3, start, _spine_height(plan, start) - 0.6, thick * 0.8, half * 0.6],
            [p.fork_half * 0.5, split, _spine_height(plan, split) - 0.5, 1.7, half * 0.7],
            [p.fork_half, end + tubercle, _spine_height(plan, end) - 0.6, tubercle, tubercle + 0.8],
        ],
        (0, 0, 1),
    )
    for side in (prong, prong.mirrored()):
        field.sweep(side, 2.4, 0, SPINOUS)


def _openings(field: Field, plan: Plan, below: PillarJoint) -> None:
    """The canal, the room for the neighbours' pillars and the notch in the laminae's upper edge."""
    p = plan.p
    field.put(canal(p, *field.axes()), 1.0, SUBTRACT)
    for face in (pillar_joint(p), below):
        _room_beyond(field, p, face, upper=face is not below)
    field.ellipsoid((0, plan.roof + 1.0, plan.top + 3.2), (p.notch_width, 7, 4.4), 3.0, SUBTRACT)


__all__ = ["PARTS", "UNCINATE", "artery", "canal", "canal_roof", "cervical"]
