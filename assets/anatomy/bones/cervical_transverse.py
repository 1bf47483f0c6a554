"""The transverse process of C3 to C7 with the artery's hole and the nerve's groove; knows no other part."""

from __future__ import annotations

from bones.cervical_plan import Plan
from bones.vertebra import TRANSVERSE, both
from geometry.field import SUBTRACT, Field, Sweep
from morphometry import Level

ARTERY_CLEAR = 0.4  # mm of bone left of the pedicle's side where the artery's hole touches it


def artery(level: Level) -> tuple[float, float]:
    """The middle of the right hole for the vertebral artery, x and y in mm: in front of the pedicle."""
    plan = Plan.of(level)
    away = level.ped_w / 2 + ARTERY_CLEAR + level.artery_half
    on_axis = plan.pedicle + away * plan.across
    along = (level.artery_spacing - on_axis[0]) / plan.outward[0]
    return level.artery_spacing, float((on_axis + along * plan.outward)[1])


def transverse(field: Field, plan: Plan) -> None:
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
    # the hole's rim and the webs behind and inside it
    for side, part in ((1, TRANSVERSE), (-1, TRANSVERSE + 1)):
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
            [*mid_bar, back[2] * 0.55, p.back_bar, p.back_bar * 1.2],
            [*back, p.back_tubercle, p.back_tubercle * 1.3],
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


def artery_and_nerve(field: Field, plan: Plan) -> None:
    """Cut the holes of the vertebral arteries and the grooves in which the nerves leave."""
    p = plan.p
    ax, ay = artery(p)
    hole = Sweep(
        [[ax, ay, z, p.artery_half, p.artery_half * 0.92] for z in (p.joint_height + 10, 0.0, -16.0)],
        (0, 1, 0),
        2.0,
        1.0,
    )
    both(field, hole, 1.2, 0, SUBTRACT)
    half, tip = p.groove_half, p.tp_span / 2
    over = p.pedicle_up + p.ped_h / 2 + half - 0.6
    beside = p.wall + p.groove_fore
    groove = Sweep(
        [
            [p.half_canal - 4.0, p.wall - 1.5, over + 1.0, half, half],
            [ax + 1.0, ay - 1.8, over - 0.4, half, half],
            [(ax + tip) / 2 + 1.0, beside, p.groove_floor + 1.4 + half, half, half],
            [tip + 3.0, beside + 3.0, p.groove_floor - 0.6 + half, half, half],
        ],
        (0, 0, 1),
    )
    both(field, groove, 1.6, 0, SUBTRACT)
