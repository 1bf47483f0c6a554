"""One lumbar vertebra as a signed-distance field, built from its row of measures; knows no neighbour."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from field import INTERSECT, SUBTRACT, Array, Field, Sweep, smooth_max
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
ROUNDED = 0.75  # mm that the rim's rounding takes off again


@dataclass(frozen=True)
class Joint:
    """A facet joint's right face: an upright cylinder around (x, y) behind and inside the face."""

    x: float
    y: float
    z: float
    angle: float
    radius: float
    lean: float = 0.0

    @property
    def normal(self) -> np.ndarray:
        """Unit vector out of the face, to the side and front."""
        a = np.radians(self.angle)
        return np.array([np.cos(a), np.sin(a)])

    @property
    def along(self) -> np.ndarray:
        """Unit vector along the face, backward and to the side."""
        n = self.normal
        return np.array([n[1], -n[0]])

    @property
    def axis(self) -> np.ndarray:
        return np.array([self.x, self.y]) - self.radius * self.normal

    def distance(self, x: Array, y: Array, z: Array) -> Array:
        """Distance outside the cylinder, mm, on either side of the body."""
        c = self.axis
        return np.asarray(
            np.hypot(np.abs(x) - c[0], y - self.lean * (z - self.z) - c[1]) - self.radius, np.float32
        )


def upper_joint(level: Level) -> Joint:
    """The joint with the bone above, in this bone's own frame."""
    return Joint(
        level.joint_half_spacing,
        level.wall - level.joint_back,
        level.joint_height,
        level.joint_angle,
        level.joint_radius,
    )


def half_height(level: Level, y: Array | float) -> Array | float:
    """Half the body's height at a front-to-back place, mm."""
    share = np.clip(0.5 + 0.5 * np.asarray(y) / level.half_depth, 0, 1)
    return (level.vbh_p * (1 - share) + level.vbh_a * share) / 2


def outline(level: Level, x: Array, y: Array, z: Array) -> tuple[Array, Array]:
    """Radius of a point and of the body's rim in that direction, mm, at the width of that height."""
    up = np.clip(z / level.vbh_p + 0.5, 0, 1)
    a = (level.epw_l * (1 - up) + level.epw_u * up) / 2
    b = (level.epd_l * (1 - up) + level.epd_u * up) / 4 + level.half_depth / 2
    rho = np.sqrt(x * x + y * y) + 1e-3
    # the back half is deeper by what the hollow takes, so that the wall stands where the table says
    b = b * np.where(y < 0, 1 / (1 - level.body_notch), 1.0)
    c, s = (np.abs(x) + 1e-3) / rho, (np.abs(y) + 1e-3) / rho
    e = level.body_power
    rim = ((c / a) ** e + (s / b) ** e) ** (-1 / e)
    from_back = np.arctan2(np.abs(x) + 1e-5, -y)
    hollow = level.body_notch * np.exp(-((from_back / 0.62) ** 2))
    return rho, (rim + ROUNDED) * (1 - hollow)


def plate_depth(level: Level, x: Array, y: Array) -> Array:
    """How far the end-plate is hollowed below its rim, mm."""
    q = ((x / (level.epw_u / 2)) ** 2 + (y / level.half_depth) ** 2) / level.plate_rim**2
    return np.asarray(level.plate_dish * np.clip(1 - q, 0, 1) ** 1.2, np.float32)


def body(level: Level, x: Array, y: Array, z: Array) -> Array:
    """Distance to the vertebral body: outline, waist, rim and hollow end-plates."""
    rho, rim = outline(level, x, y, z)
    hh = half_height(level, y)
    up = np.minimum(1, np.abs(z) / hh)
    from_back = np.arctan2(np.abs(x) + 1e-5, -y)
    waist = level.body_waist_back + (level.body_waist - level.body_waist_back) * np.minimum(
        1, from_back / 1.4
    )
    side = (rho - rim * (1 - waist * (1 - up**2.6))) * 0.96 - spurs(level, from_back, z, hh)
    plate = np.abs(z) - (hh - plate_depth(level, x, y))
    return smooth_max(np.asarray(side, np.float32), np.asarray(plate, np.float32), 3.0)


def spurs(level: Level, from_back: Array, z: Array, half: Array | float) -> Array | float:
    """How far extra bone lips out at the upper and the lower rim, mm; none in a healthy bone."""
    up, low = level.measures.get("spur_upper", 0.0), level.measures.get("spur_lower", 0.0)
    if not up and not low:
        return 0.0
    tall = np.where(z > 0, up, low)
    uneven = 0.72 + 0.28 * np.sin(5.0 * from_back + 0.8) + 0.14 * np.sin(11.0 * from_back)
    lip = np.exp(-(((half - np.abs(z)) / 3.8) ** 2))
    return np.asarray(tall * uneven * lip, np.float32)


def canal(level: Level, x: Array, y: Array, z: Array) -> Array:
    """Distance to the vertebral canal: flat in front, slanting sides, a roof that slopes."""
    x = np.abs(x)
    wall = level.wall
    top = level.vbh_p / 2 - level.lamina_top
    roofed = y + level.lamina_slope * 0.55 * (z - (top - level.lam_h / 2))
    slant = np.radians(level.lamina_between / 2)
    width = level.half_canal + 0.6
    a = np.array([width, wall - level.canal_d - 1.0 + width / np.tan(slant)])
    e = np.array([-np.sin(slant), -np.cos(slant)])
    n = np.array([-e[1], e[0]])
    n = n if n[0] > 0 else -n
    roof = (x - a[0]) * n[0] + (roofed - a[1]) * n[1]
    apex = (wall - level.canal_d - 0.5) - roofed
    side = x - level.half_canal
    front = y - (wall + 0.6)
    out = smooth_max(smooth_max(roof, np.broadcast_to(side, roof.shape), 3.0), apex, 5.0)
    return smooth_max(out, np.broadcast_to(front, out.shape), 1.5)


def both(field: Field, sweep: Sweep, k: float, part: int, op: int = 0) -> None:
    """Blend a right-hand sweep and its mirror image; a right part's code is followed by its left one's."""
    field.sweep(sweep, k, op, part)
    field.sweep(sweep.mirrored(), k, op, part + 1 if part else 0)


def vertebra(level: Level, below: Joint, step: float, seed: int) -> Field:
    """The whole bone on its own grid; `below` is the joint with the next bone in this bone's frame."""
    p, wall, cw = level, level.wall, level.half_canal
    reach = p.tp_span / 2 + 4
    field = Field(
        (-reach, wall - p.sp_reach - 5, min(below.z - 12, -p.sp_height - 8)),
        (reach, p.half_depth + 4, p.joint_height + 13),
        step,
    )
    _, _, z_axis = field.axes()

    # body first, with its pores, so that nothing can close over a hole
    field.put(body(p, *field.axes()), 0.01, 0, BODY)
    field.ellipsoid((0, wall + 1.0, 0), (2.2, 1.8, 1.6), 2.0, SUBTRACT)
    rng = np.random.default_rng(seed)
    for _ in range(22):
        turn, up, size = rng.uniform(-2.3, 2.3), rng.normal(0, 4.0), rng.uniform(0.28, 0.55)
        line = np.array([[np.sin(turn) * r, np.cos(turn) * r, up] for r in np.arange(12, 28, 0.25)])
        inside = field.at(line) < 0
        if inside.any():
            field.ellipsoid(line[np.nonzero(inside)[0][-1]], (size * 1.2, size * 1.2, size), 0.8, SUBTRACT)

    joint = upper_joint(p)
    top = p.vbh_p / 2 - p.lamina_top
    mid = top - p.lam_h / 2
    ph, pw = p.ped_h / 2, p.ped_w / 2
    pz = p.vbh_p / 2 - 1.2 - ph
    lean = np.tan(np.radians(p.pedicle_angle))
    px = cw + pw / np.sqrt(np.cos(np.radians(p.pedicle_angle)))
    roof = wall - p.canal_d - p.lam_t / 2 + 0.3
    slant = 1 / np.tan(np.radians(p.lamina_between / 2))

    # upper articular process: a stout half-moon with a hollow face and a mammillary knob
    s = np.array([joint.x, joint.y]) + 4.3 * joint.normal
    knob = s + 5.4 * joint.along + 1.0 * joint.normal
    al: Up = (float(joint.along[0]), float(joint.along[1]), 0.12)
    jz = joint.z
    rising = Sweep(
        [
            [px + 0.4, wall - 7.2, pz - 1.5, 5.4, 6.6],
            [s[0] + 0.8, s[1] + 0.4, jz - 6.5, 5.2, 7.2],
            [s[0] + 0.4, s[1], jz - 0.5, 4.9, 7.4],
            [s[0] + 0.0, s[1] - 0.4, jz + 3.4, 4.6, 6.8],
            [s[0] - 0.4, s[1] - 0.5, jz + 5.4, 4.0, 5.9],
        ],
        al,
        2.05,
        4.2,
    )
    _facet(field, rising, joint, 3.4, p.joint_gap, keep_outside=True, knob=(knob[0], knob[1], jz - 3.5))

    # lamina, then the bridge of bone between the two joints
    lx = px - 3.4
    plate = Sweep(
        [
            [px - 1.8, wall - 9.8, pz - 6.4, 3.6, 5.4],
            [lx - 3.2, roof + slant * (lx - 3.2) * 0.98, mid + 0.6, p.lam_t / 2, p.lam_h * 0.47],
            [4.6, roof + slant * 4.0, mid, p.lam_t / 2, p.lam_h * 0.49],
            [0, roof + 0.9, mid - 0.2, p.lam_t / 2, p.lam_h * 0.48],
        ],
        (0, p.lamina_slope, 1),
        2.5,
    )
    both(field, plate, 3.6, LAMINA)
    i = np.array([below.x, below.y]) - 4.6 * below.normal
    bal: Up = (float(below.along[0]), float(below.along[1]), 0.05)
    bridge = Sweep(
        [
            [px - 0.3, wall - 9.0, pz - 1.5, 4.3, 5.6],
            [px - 1.8, wall - 12.4, mid + 4.0, 3.8, 5.4],
            [(px - 3.2 + i[0]) / 2, (wall - 14.6 + i[1]) / 2, mid - 5.0, 4.0, 6.2],
        ],
        (0.75, -0.65, 0),
        2.1,
    )
    both(field, bridge, 4.2, LAMINA)

    # lower articular process: a tongue whose face is trimmed before it joins, so no step is left
    bz = below.z
    tongue = Sweep(
        [
            [i[0] - 3.2, i[1] + 2.2, bz + 13.5, 3.0, 5.4],
            [i[0] - 1.2, i[1] + 0.6, bz + 7.0, 4.7, 7.0],
            [i[0] + 0.1, i[1], bz + 1.0, 5.0, 7.3],
            [i[0] + 0.3, i[1], bz - 5.6, 4.8, 6.6],
            [i[0] + 0.2, i[1], bz - 8.4, 3.8, 5.3],
        ],
        bal,
        2.0,
        2.8,
    )
    _facet(field, tongue, below, 5.0, p.joint_gap, keep_outside=False)

    _transverse(field, p, px, pz)
    _spinous(field, p, roof, mid)
    pedicle = Sweep(
        [
            [px - 12 * lean, wall + 12, pz + 0.2, pw, ph - 0.1],
            [px - 0.4, wall + 0.5, pz, pw, ph],
            [px + 1.0, wall - 7.5, pz - 0.8, pw - 0.2, ph - 0.5],
        ],
        (0, 0, 1),
        2.2,
    )
    both(field, pedicle, 3.6, PEDICLE)

    field.put(canal(p, *field.axes()), 1.8, SUBTRACT)
    field.ellipsoid((0, roof + 1.5, top + 4.0), (p.notch_width + 3.5, 11, 7.6), 9.0, SUBTRACT)
    for side in (1, -1):
        field.ellipsoid((side * 6.4, roof - 2, mid - p.lam_h * 0.5 - 3.6), (5.2, 10, 5.8), 4.0, SUBTRACT)
    calm = np.clip((half_height(p, field.axes()[1]) - 3.0 - np.abs(z_axis)) / 3.0, 0.25, 1)
    field.roughen(0.17, 9.0, seed + 11, np.asarray(calm, np.float32))
    field.roughen(0.05, 2.8, seed + 12, np.asarray(calm, np.float32))
    return field


def _facet(
    field: Field,
    sweep: Sweep,
    joint: Joint,
    k: float,
    gap: float,
    keep_outside: bool,
    knob: tuple[float, float, float] | None = None,
) -> None:
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
        if knob:
            sign = 1 if part == FACET else -1
            field.ellipsoid((sign * knob[0], knob[1], knob[2]), (3.0, 3.0, 4.8), 4.5, 0, part)


FAR_AWAY = 30.0


def _transverse(field: Field, p: Level, px: float, pz: float) -> None:
    """A flat blade with a waist and a spade-shaped tip; at L5 a stout cone from the whole pedicle."""
    tip, wall, t, h = p.tp_span / 2, p.wall, p.transverse_thick, p.transverse_tall
    rise, back = p.transverse_rise, p.transverse_back
    x0, y0 = px + 1.0, wall - 7.0
    if p.name == "L5":
        run = tip - 3.0 - x0
        rows = [
            [px - 1, wall - 3.5, pz - 0.5, 6.4, 7.2],
            [x0 + run * 0.34, wall - 6.4, pz + 1.2, 5.3, 7.0],
            [x0 + run * 0.70, wall - 9.0, pz + rise * 0.62, t * 0.92, h * 0.90],
            [tip - 3.0, wall - 11.2, pz + rise, 2.8, 4.0],
        ]
        both(field, Sweep(rows, (0, -0.2, 1), 2.0, 3.4), 5.5, TRANSVERSE)
        return
    run = tip - 3.4 - x0
    rows = [
        [x0 - 2, y0 - 0.6, pz - 1.0, 4.4, 6.4],
        [x0 + run * 0.30, y0 - back * 0.34, pz - 0.4, t * 1.2, h * 0.92],
        [x0 + run * 0.64, y0 - back * 0.68, pz + rise * 0.38, t, h * 0.92],
        [tip - 2.8, y0 - back, pz + rise * 0.95, t * 0.85, h * 0.76],
    ]
    both(field, Sweep(rows, (0.10, -0.30, 1), 1.9, 3.0), 4.2, TRANSVERSE)
    knob = (px + 3.6, wall - 11.5, pz - 3.8)
    for side in (1, -1):
        field.ellipsoid((side * knob[0], knob[1], knob[2]), (2.1, 2.2, 3.0), 4.0, 0, TRANSVERSE + (side < 0))


def _spinous(field: Field, p: Level, roof: float, mid: float) -> None:
    """A hatchet: thin blade, thick lower back corner, drawn down by its slope."""
    tip = p.wall - p.sp_reach + 1.3
    long = roof - tip
    half = p.sp_height / 2
    slope = np.tan(np.radians(p.sp_slope))
    z0 = mid - 0.8
    rows = [
        [0, roof + 3.0, z0 + 0.6, 4.6, half * 0.68],
        [0, roof - long * 0.22, z0 - long * 0.22 * slope, 3.3, half * 0.66],
        [0, roof - long * 0.55, z0 - long * 0.55 * slope, p.spine_thin, half * 0.76],
        [0, roof - long * 0.84, z0 - long * 0.84 * slope, p.spine_thin + 0.3, half * 0.86],
        [0, tip + 3.0, z0 - long * slope, p.spine_thin, half * 0.80],
    ]
    field.sweep(Sweep(rows, (0, -0.14, 1), 2.3, 2.6), 8.0, 0, SPINOUS)
    ze = z0 - long * slope
    edge = [
        [0, tip + 5.6, ze + half * 0.66, 1.5, 2.2],
        [0, tip + 3.2, ze + half * 0.24, p.spine_thin - 0.3, 3.0],
        [0, tip + 3.6, ze - half * 0.30, p.spine_edge - 0.7, 3.6],
        [0, tip + 5.4, ze - half * 0.68, p.spine_edge, 3.8],
        [0, tip + 7.2, ze - half * 0.74, 3.2, 3.0],
    ]
    field.sweep(Sweep(edge, (0, 1, 0.1), 2.0), 4.5, 0, SPINOUS)


def clear_of(upper: Field, lower_seen: Array, gap: float, wall: float) -> None:
    """Cut the upper bone back from the lower one's surface by `gap` mm, behind the bodies only."""
    _, y, _ = upper.axes()
    near = np.where(y < wall - 4, lower_seen - gap, FAR_AWAY).astype(np.float32)
    upper.put(near, 3.5, SUBTRACT)


__all__ = [
    "INTERSECT",
    "PARTS",
    "Joint",
    "body",
    "canal",
    "clear_of",
    "half_height",
    "outline",
    "plate_depth",
    "upper_joint",
    "vertebra",
]
