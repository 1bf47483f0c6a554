"""One lumbar vertebra as a signed-distance field, built from its row of measures; knows no neighbour."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bones.facet_joint import Joint, upper_joint
from bones.vertebral_body import body, grain, half_height, outline, plate_depth, vessels
from geometry.field import SUBTRACT, Array, Field, Sweep, smooth_max
from morphometry import Level

PARTS = (
    "body",
    "pedicle.right",
    "pedicle.left",
    "lamina.right",
    "lamina.left",
    "spinous",
    "transverse.right",
    "transverse.left",
    "facet.right",
    "facet.left",
)
BODY, PEDICLE, LAMINA, SPINOUS, TRANSVERSE, FACET = 1, 2, 4, 6, 7, 9
Up = tuple[float, float, float]
FAR_AWAY = 30.0
ROOF_EDGE = 3.0  # mm under the laminae's upper edge where the canal is measured
ROOF_FALL = 0.9  # share of the laminae's slope that their inner face has
SPINE_SWELLS = 0.3  # mm that the spinous tip's spline stands out past its corners
SOCKET = 11.0  # mm under a joint's middle that the upper bone's process comes down
ARCH = 0.36  # share of a joint's distance at which the lower edge of a lamina is arched highest


@dataclass(frozen=True)
class _Plan:
    """Heights and places of the arch that several of its parts share, mm, right side."""

    p: Level
    top: float  # upper edge of the laminae
    mid: float  # their middle height
    roof: float  # middle of their thickness in the midline, at `mid`
    px: float  # middle of the pedicle from side to side, at the wall
    pz: float  # and its height

    @classmethod
    def of(cls, p: Level) -> _Plan:
        top = p.vbh_p / 2 - p.lamina_top
        mid = top - p.lam_h / 2
        tilted = np.cos(np.radians(p.pedicle_angle))
        return cls(
            p,
            top,
            mid,
            canal_roof(p, mid) - p.lam_t / 2,
            p.half_canal + p.ped_w / 2 / float(tilted),
            p.pedicle_z,
        )


def canal_roof(level: Level, z: float) -> float:
    """Where the canal's roof stands in the midline at a height under the laminae, mm on the y axis.

    The table's depth is that under the laminae's upper edge, the narrowest; the roof falls back from there.
    """
    upper = level.vbh_p / 2 - level.lamina_top - ROOF_EDGE
    return level.wall - level.canal_d - ROOF_FALL * level.lamina_slope * max(upper - z, 0.0)


def canal(level: Level, x: Array, y: Array, z: Array) -> Array:
    """Distance to the vertebral canal: flat in front, slanting sides, a roof that falls back downward."""
    x = np.abs(x)
    upper = level.vbh_p / 2 - level.lamina_top - ROOF_EDGE
    roofed = y + ROOF_FALL * level.lamina_slope * np.maximum(upper - z, 0.0)
    slant = np.radians(level.lamina_between / 2)
    back = level.wall - level.canal_d
    width = level.half_canal + 0.6
    a = np.array([width, back - 0.6 + width / np.tan(slant)])
    n = np.array([np.cos(slant), -np.sin(slant)])
    roof = (x - a[0]) * n[0] + (roofed - a[1]) * n[1]
    side = x - level.half_canal
    front = y - (level.wall + 0.6)
    out = smooth_max(smooth_max(roof, np.broadcast_to(side, roof.shape), 3.0), back + 0.8 - roofed, 5.0)
    return smooth_max(out, np.broadcast_to(front, out.shape), 1.5)


def both(field: Field, sweep: Sweep, k: float, part: int, op: int = 0) -> None:
    """Blend a right-hand sweep and its mirror image; a right part's code is followed by its left one's."""
    field.sweep(sweep, k, op, part)
    field.sweep(sweep.mirrored(), k, op, part + 1 if part else 0)


def vertebra(level: Level, below: Joint, step: float, seed: int) -> Field:
    """The whole bone on its own grid; `below` is the joint with the next bone in this bone's frame."""
    p, plan = level, _Plan.of(level)
    reach = p.tp_span / 2 + 4
    field = Field(
        (-reach, p.wall - p.sp_reach - 5, min(below.z - 16, -p.sp_height - 12)),
        (reach, p.half_depth + 4, p.joint_height + 13),
        step,
    )
    field.put(body(p, *field.axes()), 0.01, 0, BODY)
    vessels(field, p, seed)
    _upper_process(field, plan)
    _lamina(field, plan, below)
    _lower_process(field, plan, below)
    _transverse(field, plan)
    _spinous(field, plan)
    _pedicle(field, plan)
    _openings(field, plan)
    _, y, z = field.axes()
    calm = np.clip((half_height(p, y) - 3.0 - np.abs(z)) / 3.0, 0.25, 1)
    field.roughen(0.15, 9.0, seed + 11, np.asarray(calm, np.float32))
    field.roughen(0.05, 2.8, seed + 12, np.asarray(calm, np.float32))
    grain(field, p, seed + 13)
    return field


def _upper_process(field: Field, plan: _Plan) -> None:
    """A crescent with a hollow face, thin above, and the mammillary tubercle low on its back edge."""
    p, joint = plan.p, upper_joint(plan.p)
    wide = p.facet_width / 2
    s = np.array([joint.x, joint.y]) + 3.1 * joint.normal
    al: Up = (float(joint.along[0]), float(joint.along[1]), 0.12)
    jz = joint.z
    rising = Sweep(
        [
            [plan.px + 0.2, p.wall - 7.0, plan.pz - 1.0, 4.6, 6.0],
            [s[0] + 1.4, s[1] + 0.9, jz - 7.0, 4.6, wide - 0.7],
            [s[0] + 0.5, s[1] + 0.2, jz - 1.0, 3.9, wide],
            [s[0] - 0.1, s[1] - 0.2, jz + 3.0, 3.3, wide - 0.5],
            [s[0] - 0.7, s[1] - 0.3, jz + 5.8, 2.5, wide - 2.0],
        ],
        al,
        2.15,
        3.4,
    )
    _facet(field, rising, joint, 3.4, p.joint_gap, keep_outside=True)
    at = s + (wide - 1.6) * joint.along + 1.6 * joint.normal
    tubercle = Sweep(
        [
            [at[0] + 0.9, at[1] + 1.0, jz - 9.5, 1.6, 2.0],
            [at[0] + 0.3, at[1] - 0.1, jz - 4.8, 2.6, 2.9],
            [at[0] - 0.2, at[1] + 0.1, jz - 0.4, 2.3, 2.5],
            [at[0] - 0.6, at[1] + 0.9, jz + 3.4, 1.4, 1.8],
        ],
        al,
        2.0,
        2.0,
    )
    both(field, tubercle, 4.5, FACET)


def _lamina(field: Field, plan: _Plan, below: Joint) -> None:
    """The sloping plate, the narrow isthmus between the joints and the ridge from it to the lower process."""
    p, px, pz, mid, roof = plan.p, plan.px, plan.pz, plan.mid, plan.roof
    slant = 1 / np.tan(np.radians(p.lamina_between / 2))
    lx = px - 6.4
    half = p.lam_t / 2 + 0.4  # what the canal and the muscle's bed take off again
    plate = Sweep(
        [
            [px - 2.6, p.wall - 10.0, pz - 7.0, 3.0, 6.2],
            [lx, roof + slant * lx * 0.98, mid + 0.6, half, p.lam_h * 0.50],
            [4.6, roof + slant * 4.0, mid, half, p.lam_h * 0.51],
            [0, roof + 0.9, mid - 0.2, half, p.lam_h * 0.51],
        ],
        (0, ROOF_FALL * p.lamina_slope, 1),
        2.6,
    )
    both(field, plate, 3.2, LAMINA)
    back, out = p.wall - p.canal_d, (px + 3.5) / 2
    shoulder = Sweep(
        [
            [6.0, back + slant * 6.0 - 2.6, plan.top - 3.2, 2.0, 2.2],
            [out, back + slant * out - 2.0, plan.top - 1.6, 2.1, 2.6],
            [px - 3.0, p.wall - 10.4, pz - 2.0, 2.6, 3.2],
        ],
        (0, 0, 1),
    )
    both(field, shoulder, 4.0, LAMINA)
    i = np.array([below.x, below.y]) - 3.6 * below.normal
    isthmus = Sweep(
        [
            [px - 0.6, p.wall - 8.6, pz - 1.0, 4.0, 5.2],
            [px - 3.0, p.wall - 12.0, mid + 5.0, 3.3, 4.6],
            [(px - 3.6 + i[0]) / 2, (p.wall - 14.4 + i[1]) / 2, (mid + 7.0 + below.z) / 2, 3.4, 5.2],
            [i[0] - 0.6, i[1] + 0.4 + below.lean * 2.0, below.z + 2.0, 3.0, 5.0],
        ],
        (0.75, -0.65, 0),
        2.1,
    )
    both(field, isthmus, 3.4, LAMINA)
    ridge = Sweep(
        [
            [px - 1.4, p.wall - 13.0, pz - 3.0, 1.6, 1.6],
            [px - 4.0, (p.wall - 16.4 + i[1]) / 2 - 1.0, (pz + 2.0 + below.z) / 2, 2.0, 1.9],
            [i[0] - 1.6, i[1] - 2.0 + below.lean * 5.0, below.z + 5.0, 2.1, 1.9],
            [i[0] - 1.0, i[1] - 0.8, below.z, 1.4, 1.4],
        ],
        (0, 1, 0),
        2.0,
    )
    both(field, ridge, 5.0, LAMINA)


def _lower_process(field: Field, plan: _Plan, below: Joint) -> None:
    """A tongue whose face is trimmed before it joins, so no step is left."""
    p, bz, lean = plan.p, below.z, below.lean  # it leans as the lower bone's face does
    wide = p.facet_width / 2
    i = np.array([below.x, below.y]) - 4.0 * below.normal
    bal: Up = (float(below.along[0]), float(below.along[1]), 0.05)
    tongue = Sweep(
        [
            [i[0] - 2.0, i[1] + 1.0 + lean * 12.0, bz + 13.0, 2.6, 4.6],
            [i[0] - 1.3, i[1] + 0.6 + lean * 7.0, bz + 7.0, 4.0, wide - 1.4],
            [i[0] - 0.6, i[1] + lean * 1.0, bz + 1.0, 4.5, wide - 0.6],
            [i[0] - 0.4, i[1] - 0.2 - lean * 5.4, bz - 5.4, 4.4, wide - 1.4],
            [i[0] - 0.3, i[1] - 0.4 - lean * 9.2, bz - 9.2, 3.6, wide - 3.2],
        ],
        bal,
        2.0,
        4.4,
    )
    _facet(field, tongue, below, 4.2, p.joint_gap, keep_outside=False)


def _pedicle(field: Field, plan: _Plan) -> None:
    p, px, pz = plan.p, plan.px, plan.pz
    ph, pw = p.ped_h / 2 - 0.1, p.ped_w / 2 + p.pedicle_rounded
    lean = np.tan(np.radians(p.pedicle_angle))
    pedicle = Sweep(
        [
            [px - 10 * lean - 3.0, p.wall + 10, pz - 0.6, pw * 0.55, ph - 2.4],
            [px - 5 * lean - 0.3, p.wall + 4.0, pz - 0.1, pw, ph - 0.4],
            [px, p.wall - 1.5, pz, pw, ph],
            [px + 3.0 * lean, p.wall - 7.5, pz - 0.8, pw, ph - 0.5],
        ],
        (0, 0, 1),
        2.2,
    )
    both(field, pedicle, 5.0, PEDICLE)


def _openings(field: Field, plan: _Plan) -> None:
    """The canal, the notch between the laminae above and the arches beside the spinous process below."""
    p, roof = plan.p, plan.roof
    field.put(canal(p, *field.axes()), 1.2, SUBTRACT)
    joint = upper_joint(p)

    def socket(x: Array, y: Array, z: Array) -> Array:
        """Where the lower process of the bone above comes down, medial of the joint's face."""
        inside = joint.distance(x, y, z) + p.joint_gap / 2
        floor = np.broadcast_to(joint.z - SOCKET - z, inside.shape).astype(np.float32)
        return smooth_max(inside, floor, 3.0)

    field.shape_by(socket, 2.0, SUBTRACT)
    field.ellipsoid((0, roof + 1.5, plan.top + 4.6), (p.notch_width, 11, 7.4), 5.0, SUBTRACT)
    for side in (1, -1):
        low = plan.mid - p.lam_h * 0.5
        field.ellipsoid(
            (side * ARCH * p.joint_half_spacing, roof - 2, low - 5.1), (4.4, 11, 6.8), 3.4, SUBTRACT
        )
        # the bed of the deepest muscle: the lamina's back is hollowed above and beside the spinous process
        bed = (side * 8.6, roof - p.lam_t / 2 - 6.2, plan.mid - p.lam_h * 0.02)
        field.ellipsoid(bed, (4.8, 7.4, 9.0), 5.0, SUBTRACT)


def _facet(field: Field, sweep: Sweep, joint: Joint, k: float, gap: float, keep_outside: bool) -> None:
    for side, part in ((sweep, FACET), (sweep.mirrored(), FACET + 1)):
        process, where = field.tube(side, k + 6)
        x, y, z = field.axes(where)
        face = gap / 2 - joint.distance(x, y, z) if keep_outside else joint.distance(x, y, z) + gap / 2
        # only the cheek that looks at the other bone is shaped; the far side of the cylinder is left alone
        c = joint.axis
        ahead = (np.abs(x) - c[0]) * joint.normal[0] + (y - c[1]) * joint.normal[1]
        if not keep_outside:
            face = face - 2.0 * np.clip(3.0 - ahead, 0, None)
        process = smooth_max(process, np.broadcast_to(face, process.shape).astype(np.float32), 1.6)
        field.put(process, k, 0, part, where)


def _transverse(field: Field, plan: _Plan) -> None:
    """A flat, slightly bent blade with a spade-shaped end; at L5 a stout pyramid on the whole pedicle."""
    p, px, pz = plan.p, plan.px, plan.pz
    tip, wall, t, h = p.tp_span / 2, p.wall, p.transverse_thick, p.transverse_tall
    rise, back = p.transverse_rise, p.transverse_back
    x0, y0 = px + 1.0, wall - 7.0
    if p.name == "L5":
        run = tip - 2.6 - x0
        rows = [
            [px - 1.5, wall - 2.6, pz - 0.8, 6.8, 7.4],
            [x0 + run * 0.30, wall - 5.4, pz + 0.8, 5.4, 7.0],
            [x0 + run * 0.66, wall - 8.2, pz + rise * 0.56, t * 0.92, h * 0.92],
            [tip - 2.8, wall - back - 1.6, pz + rise, 2.5, 4.1],
        ]
        both(field, Sweep(rows, (0, -0.25, 1), 2.2, 2.6), 5.0, TRANSVERSE)
        return
    run = tip - 2.4 - x0
    rows = [
        [x0 - 2, y0 - 0.2, pz - 1.6, 4.0, 6.0],
        [x0 + run * 0.26, y0 - back * 0.27, pz - 0.9, t * 1.4, h * 0.98],
        [x0 + run * 0.58, y0 - back * 0.64, pz + rise * 0.30, t, h * 0.90],
        [x0 + run * 0.84, y0 - back * 0.90, pz + rise * 0.74, t * 0.95, h * 0.96],
        [tip - 2.6, y0 - back, pz + rise, t * 0.8, h * 0.66],
    ]
    both(field, Sweep(rows, (0.12, -0.35, 1), 2.7, 2.4), 4.0, TRANSVERSE)
    # accessory tubercle on the back of the root
    for side in (1, -1):
        field.ellipsoid(
            (side * (px + 4.0), wall - 11.0, pz - 4.4), (1.7, 1.9, 3.0), 3.6, 0, TRANSVERSE + (side < 0)
        )


# Outline of the spinous process, once round: share of its length behind the lamina, share of half its height.
# Both are tallest some way before their end, so that ends keep apart where the small of the back is hollow.
HATCHET = (
    *((-0.10, 0.62), (0.20, 0.82), (0.40, 0.97), (0.56, 0.98), (0.74, 0.82), (0.90, 0.60), (0.975, 0.20)),
    *(
        (0.99, -0.38),
        (0.965, -0.76),
        (0.89, -0.97),
        (0.74, -1.02),
        (0.58, -1.05),
        (0.36, -0.95),
        (-0.10, -0.80),
    ),
)
DROOPING = (
    *((-0.10, 0.62), (0.25, 0.62), (0.45, 0.62), (0.62, 0.56), (0.80, 0.34), (0.93, 0.02), (0.99, -0.38)),
    *((0.99, -0.75), (0.95, -1.16), (0.84, -1.51), (0.66, -1.46), (0.50, -1.16), (0.30, -0.88)),
    (-0.10, -0.76),
)


def _spinous(field: Field, plan: _Plan) -> None:
    """A thin upright blade, its back border thickened toward the lower corner and a little rough."""
    p, roof = plan.p, plan.roof
    tip = p.wall - p.sp_reach + SPINE_SWELLS
    long, half = roof - tip, p.sp_height / 2
    slope = np.tan(np.radians(p.sp_slope))
    z0 = plan.mid - 0.8 + p.spine_lift
    share = p.spine_hatchet * np.array(HATCHET) + (1 - p.spine_hatchet) * np.array(DROOPING)
    behind = share[:, 0] * long
    corners = np.stack([roof - behind, z0 - behind * slope + share[:, 1] * half], 1)

    def thickness(y: NDArray[np.float64], z: NDArray[np.float64]) -> NDArray[np.float64]:
        up = (z - z0 + (roof - y) * slope) / half
        low = np.clip(0.5 - 0.5 * up, 0, 1)
        border = np.exp(-((np.clip(y - tip - 0.8, 0, None) / 4.6) ** 2))
        root = np.exp(-((np.clip(roof - y, 0, None) / 6.0) ** 2))
        foot = np.exp(-(((up + 0.85) / 0.30) ** 2))  # the lower border is a little stouter
        blade = p.spine_thin * (1 - 0.22 * np.clip(up, 0, 1)) + 0.5 * foot
        rough = (0.10 * np.sin(1.7 * z + 0.9 * y) + 0.09 * np.sin(0.83 * z)) * border
        return np.asarray(
            blade + (p.spine_edge - p.spine_thin) * border * (0.30 + 0.70 * low) + 2.4 * root + rough
        )

    field.blade(corners, thickness, 4.4, 6.0, SPINOUS)


def clear_of(upper: Field, lower_seen: Array, gap: float, wall: float) -> None:
    """Cut the upper bone back from the lower one's surface by `gap` mm, behind the bodies only."""
    _, y, _ = upper.axes()
    near = np.where(y < wall - 4, lower_seen - gap, FAR_AWAY).astype(np.float32)
    upper.put(near, 3.5, SUBTRACT)


__all__ = [
    "PARTS",
    "Joint",
    "canal_roof",
    "clear_of",
    "half_height",
    "outline",
    "plate_depth",
    "upper_joint",
    "vertebra",
]
