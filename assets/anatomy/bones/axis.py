"""The axis (C2) as one signed-distance field: body, dens, shoulders and forked spine; knows no neighbour.

Its frame: origin at the middle of the body without the dens; +z head, +y front, +x the patient's right.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from bones.atlantoaxial import TRIM, DensAxis, Face, Shoulder, oval, trimmed, weather
from bones.vertebra import both
from geometry.field import SUBTRACT, Array, Field, Sweep, smooth_max
from morphometry import Level

AXIS_PARTS = (
    "body",
    "dens",
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
BODY, DENS, PEDICLE, LAMINA, SPINOUS, TRANSVERSE, FACET = 1, 2, 3, 5, 7, 8, 10
FACE_DEEP = 1.2  # mm under a joint face that count as the face
NARROWER = 0.74  # share of a pedicle's height that is swept: the fillets above and below add the rest
THINNED = 1.3  # mm that the canal takes off the laminae's inner side
FLATTER_SPINE = 1.1  # the spinous process is swept so much taller than it becomes
EDGE_ROUNDED = 0.7  # mm that the rounding takes off the lower plate's front and back edge again


def wall(p: Level) -> float:
    """Where the body's back wall stands on the y axis, mm."""
    return -p.epd_l / 2


def lower_plate(p: Level, x: Array, y: Array) -> Array:
    """Height of the lower end-plate, mm: hollow from front to back, its front lip drawn down over C3."""
    share = y / (p.epd_l / 2)
    hollow = p.axis_plate_hollow * np.clip(1 - share**2, 0, 1)
    lip = (p.vbh_a - p.vbh_p) * np.clip(share, 0, 1) ** 2
    edge = EDGE_ROUNDED * np.clip(np.abs(share), 0, 1) ** 4
    return np.asarray(-p.vbh_p / 2 - lip - edge + hollow + 0.5 * (x / (p.epw_l / 2)) ** 2, np.float32)


def _body(p: Level, x: Array, y: Array, z: Array) -> Array:
    """A short column, flared below; in front a ridge in the midline with a hollow on either side."""
    down = np.clip(0.5 - z / p.vbh_p, 0, 1)  # 0 at the dens, 1 at the lower plate
    back = wall(p) + 1.4 * (1 - down) ** 3
    flare = down**1.5
    half = p.epw_l / 2 * (0.80 + 0.20 * flare + 0.14 * np.clip(1 - 2.6 * down, 0, 1))
    front = p.dens_front + p.dens_depth / 2 + 0.2 + (p.epd_l / 2 - p.dens_front - p.dens_depth / 2) * flare
    ridge = (0.5 + 0.3 * down) * np.exp(-((x / (1.8 + 2.0 * flare)) ** 2))
    beside = 0.9 * np.exp(-(((np.abs(x) - 4.8) / 2.6) ** 2)) * np.sin(np.pi * down)
    front = front + ridge - beside
    middle, deep = (front + back) / 2, (front - back) / 2
    v = (y - middle) / deep
    e = 2.6
    size = ((np.abs(x) / half) ** e + (np.abs(v) + 1e-4) ** e) ** (1 / e)
    side = (size - 1) * np.minimum(half, deep) * 0.95
    d = smooth_max(np.asarray(side, np.float32), lower_plate(p, x, y) - z, 2.8)
    return smooth_max(d, np.broadcast_to(z - p.vbh_p / 2, d.shape).astype(np.float32), 3.0)


def axis(table: Mapping[str, Level], below: Face, step: float, seed: int) -> Field:
    """The whole bone on its own grid of `step` mm; `below` is the joint with C3 in this bone's frame."""
    p = table["C2"]
    reach = p.tp_span / 2 + 4
    top = p.vbh_p / 2 + p.dens_height + 4
    field = Field(
        (-reach, wall(p) - p.sp_reach - 4, -p.vbh_p / 2 - p.sp_height), (reach, p.epd_l / 2 + 5, top), step
    )
    shoulder = Shoulder.of(p)
    field.put(_body(p, *field.axes()), 0.01, 0, BODY)
    _dens(field, p)
    _shoulders(field, p, shoulder)
    _pillar(field, p, below)
    _laminae(field, p, below)
    _transverse(field, p)
    _spinous(field, p)
    field.put(_canal(p, *field.axes()), 2.4, SUBTRACT)
    _artery(field, p)
    _faces(field, p, shoulder, below)
    weather(field, field.part >= FACET, seed)
    return field


def _dens(field: Field, p: Level) -> None:
    """A peg with a waist for the transverse ligament, a belly and a rounded, slightly pointed top."""
    line = DensAxis.of(p)
    wide, deep, tall = p.dens_width / 2, p.dens_depth / 2, p.dens_height
    rows = [
        [*line.at(-5.0), wide * 1.15, deep * 1.10],
        [*line.at(0.0), wide * 1.02, deep * 1.02],
        [*line.at(tall * 0.26), wide * 0.86, deep * 0.86],
        [*line.at(tall * 0.52), wide * 0.99, deep * 0.97],
        [*line.at(tall - 4.2), wide * 0.86, deep * 0.84],
    ]
    field.sweep(Sweep(rows, (0, 1, 0), 2.15, 4.2, 40), 4.0, 0, DENS)


def _shoulders(field: Field, p: Level, shoulder: Shoulder) -> None:
    """The masses under the large upper faces, thick at the body and thin at their outer edge."""
    x, y, z = field.axes()
    face = shoulder.above(x, y, z)
    ahead = np.clip(y - shoulder.y, 0, None) / shoulder.half_long
    floor = -4.0 + 0.20 * np.clip(np.abs(x) - 9, 0, None) + 2.4 * ahead**2 - z
    mass = smooth_max(np.broadcast_to(shoulder.rim(x, y) - 0.8, face.shape), face, 2.6)
    mass = smooth_max(mass, np.broadcast_to(floor * 0.94, face.shape).astype(np.float32), 4.0)
    middle = int(np.searchsorted(x.ravel(), 0.0))
    for part, side in ((PEDICLE, slice(middle, None)), (PEDICLE + 1, slice(0, middle))):
        where = (side, slice(None), slice(None))
        field.put(mass[where], 6.0, 0, part, where)


def _pillar(field: Field, p: Level, below: Face) -> None:
    """Pedicle and isthmus, running back and down from the shoulder, and the round lower process."""
    inner = p.canal_w / 2
    tall, wide = p.ped_h / 2, p.ped_w / 2
    neck = np.array([below.x, below.y, below.z]) + 2.4 * np.array(below.normal)
    pedicle = [
        [inner - 3.0, wall(p) + 3.6, 1.5, wide, tall],
        [inner + wide * 0.7, wall(p) - 2.4, 0.8, wide, tall * NARROWER],
        [inner + wide, wall(p) - 6.2, -2.4, wide, tall * NARROWER],
        [neck[0], neck[1], neck[2], wide, 3.2],
    ]
    # it turns with the way, which ends nearly upright: a fixed one would crease the bone behind it
    up = [(0, 0.4, 1), (0, 0.2, 1), (0, -0.4, 0.9), (0, -0.8, 0.6)]
    both(field, Sweep(pedicle, up, 2.2, 2.4), 4.0, PEDICLE)
    x, y, z = field.axes()
    over = below.above(x, y, z)
    process = smooth_max(below.rim(x, y, z, p.facet_wide / 2 + 0.6), np.asarray(p.joint_gap / 2 - over), 2.0)
    process = smooth_max(process, np.asarray(over - 5.0, np.float32), 6.0)
    middle = int(np.searchsorted(x.ravel(), 0.0))
    for part, side in ((FACET, slice(middle, None)), (FACET + 1, slice(0, middle))):
        where = (side, slice(None), slice(None))
        field.put(process[where], 6.0, 0, part, where)


def _laminae(field: Field, p: Level, below: Face) -> None:
    """Thick sloping plates hung at the lower half of the body, with a stout upper edge."""
    slant = 1 / np.tan(np.radians(p.lam_angle_between / 2))
    top = p.vbh_p / 2 - p.axis_lamina_top
    mid, half = top - p.lam_h / 2, p.lam_t / 2 + THINNED
    roof = wall(p) - p.canal_d - (half - THINNED / 2) * np.hypot(1, slant) * 0.86
    plate = [
        [below.x - 1.0, below.y + 0.5, mid + 2.0, half + 0.6, p.lam_h * 0.50],
        [below.x * 0.60, roof + slant * below.x * 0.60 * 0.92, mid + 0.4, half, p.lam_h * 0.50],
        [4.0, roof + slant * 3.6, mid, half, p.lam_h * 0.51],
        [0, roof + 1.2, mid, half, p.lam_h * 0.51],
    ]
    both(field, Sweep(plate, (0, 0.30, 1), 2.5, 2.5), 5.0, LAMINA)


def _canal(p: Level, x: Array, y: Array, z: Array) -> Array:
    """Distance to the canal: flat in front, rounded sides, blunt behind; wider toward the atlas."""
    x = np.abs(x)
    slant = np.radians(p.lam_angle_between / 2)
    up = np.clip(z, 0, None)
    back = wall(p) - p.canal_d - 0.20 * up
    side = x - p.canal_w / 2
    corner = 3.4  # mm that the blunt back of the canal takes from the laminae's meeting line
    roof = (x - corner) * np.cos(slant) - (y - back) * np.sin(slant)
    roof = smooth_max(np.asarray(roof, np.float32), np.broadcast_to(back + 0.4 - y, roof.shape), 3.0)
    d = smooth_max(roof, np.broadcast_to(side, roof.shape).astype(np.float32), 4.0)
    return smooth_max(d, np.broadcast_to(y - wall(p), d.shape).astype(np.float32), 4.0)


def _spinous(field: Field, p: Level) -> None:
    """A stout keel on two limbs, hollow underneath, that part into blunt prongs hanging down and outward."""
    mid = p.vbh_p / 2 - p.axis_lamina_top - p.lam_h / 2
    root, tip = wall(p) - p.canal_d - 2.0, wall(p) - p.sp_reach
    long, half = root - tip, p.sp_height / 2 * FLATTER_SPINE
    fall = np.tan(np.radians(p.sp_slope))

    def at(share: float, up: float) -> tuple[float, float]:
        return root - share * long, mid - fall * share * long + up * half

    keel = [
        [0, *at(-0.05, 0.10), 3.6, half * 0.74],
        [0, *at(0.30, 0.34), 3.0, half * 0.62],
        [0, *at(0.62, 0.36), 3.0, half * 0.52],
        [0, *at(0.74, 0.20), 3.0, half * 0.44],
    ]
    field.sweep(Sweep(keel, (0, 0, 1), 2.1, 2.4), 5.0, 0, SPINOUS)
    spread = p.fork_spread / 2
    limb = [
        [6.5, root + 6.0, mid - 0.8, 2.6, half * 0.60],
        [3.0, *at(0.16, -0.16), 2.8, half * 0.66],
        [spread - 4.2, *at(0.58, -0.16), 3.2, half * 0.66],
        [spread - 2.8, *at(0.80, -0.20), 2.9, half * 0.60],
        [spread - 2.3, *at(0.90, -0.34), 2.3, half * 0.44],
    ]
    right = Sweep(limb, (0, 0.2, 1), 2.2, 2.4)
    for sweep in (right, right.mirrored()):
        field.sweep(sweep, 4.0, 0, SPINOUS)
    cleft = [
        [0, *at(0.74, -1.30), 1.6, 2.6],
        [0, *at(0.96, -0.62), 2.3, 3.6],
        [0, *at(1.10, 0.42), 2.8, 5.0],
    ]
    field.sweep(Sweep(cleft, (0, 1, 0.4), 2.0, 1.5), 2.6, SUBTRACT)
    under = [[0, *at(0.0, -1.30), 2.0, 2.0], [0, *at(0.5, -1.15), 2.8, 3.2], [0, *at(1.0, -1.05), 3.6, 3.8]]
    field.sweep(Sweep(under, (0, 0, 1), 2.0, 1.5), 3.4, SUBTRACT)


def _transverse(field: Field, p: Level) -> None:
    """A small pyramid that points down and outward; the artery's hole makes two roots of it."""
    tip, y = p.tp_span / 2, p.artery_front
    stub = [
        [8.0, y + 1.6, -2.4, 4.6, 6.0],
        [14.5, y + 0.5, -4.6, 5.6, 5.2],
        [20.5, y - 0.6, -7.2, 4.6, 3.4],
        [tip - 2.8, y - 1.8, -9.4, 2.9, 2.7],
    ]
    both(field, Sweep(stub, (0, 0, 1), 2.2, 2.4), 3.0, TRANSVERSE)


def axis_artery(p: Level) -> list[tuple[float, float, float]]:
    """Where the right vertebral artery runs: up into the process, then outward under the shoulder, mm."""
    out, y = p.artery_out, p.artery_front
    return [
        (out - 0.4, y + 0.6, -18.0),
        (out, y + 0.2, -9.5),
        (out + 2.4, y, -5.6),
        (out + 7.4, y - 0.2, -4.0),
        (out + 16.0, y - 0.4, -1.0),
    ]


def _artery(field: Field, p: Level) -> None:
    """The slanting hole, a little wider at both mouths."""
    r = p.artery_hole
    line, wide = axis_artery(p), (1.25, 1.0, 1.0, 1.0, 1.25)
    hole = [[*point, r * w, r * w] for point, w in zip(line, wide, strict=True)]
    both(field, Sweep(hole, (0, 1, 0), 2.0, 0.5, 30), 1.4, 0, SUBTRACT)


def _faces(field: Field, p: Level, shoulder: Shoulder, below: Face) -> None:
    """Trim the joint faces last, so that no fillet creeps over them, and mark their cells."""
    x, y, z = field.axes()
    over, around = shoulder.above(x, y, z), shoulder.rim(x, y)
    field.put(trimmed(over, around, 0.8), TRIM, SUBTRACT)
    under, rim = below.above(x, y, z) - p.joint_gap / 2, below.rim(x, y, z, p.facet_wide / 2)
    field.put(trimmed(-under, rim, 1.5), TRIM, SUBTRACT)
    face = ((np.abs(over) < FACE_DEEP) & (around < 0)) | ((np.abs(under) < FACE_DEEP) & (rim < 0))
    field.part[face] = np.broadcast_to(np.where(x > 0, FACET, FACET + 1), field.shape)[face]


def axis_cartilage(table: Mapping[str, Level], below: Face, points: Array) -> Array:
    """Share of joint cartilage, 0..1, at (n, 3) points of the axis's surface, in its frame."""
    p = table["C2"]
    x, y, z = points.T
    shoulder, dens = Shoulder.of(p), DensAxis.of(p)
    over, around = shoulder.above(x, y, z), shoulder.rim(x, y)
    under, rim = below.above(x, y, z) - p.joint_gap / 2, below.rim(x, y, z, p.facet_wide / 2)
    face = dens.at(p.dens_face_up, p.dens_depth / 2)
    found = [
        np.clip(1.6 - np.abs(over), 0, 1) * np.clip(0.6 - around, 0, 1),
        np.clip(1.6 - np.abs(under), 0, 1) * np.clip(0.6 - rim, 0, 1),
        np.clip(0.6 - oval(x, z - face[2], 3.8, 4.8), 0, 1) * (y > face[1] - 2.2),
    ]
    return np.asarray(np.max(found, 0), np.float32)


__all__ = ["AXIS_PARTS", "axis", "axis_artery", "axis_cartilage", "lower_plate", "wall"]
