"""A thoracic vertebra's joint and transverse processes and its rib faces, and where a rib meets them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bones.facet_joint import Joint
from bones.thoracic_joint import TiltedJoint
from bones.vertebra import FACET, TRANSVERSE, both
from bones.vertebral_body import outline
from geometry.field import SUBTRACT, Field, Sweep, smooth_max
from morphometry import Level

Joined = TiltedJoint | Joint
COSTAL = 11  # the part that follows the last of `vertebra.PARTS`
CUSHION = 3.7  # mm inside the body's side that a rib's cushion has its middle: the fillet lifts it out
SUNK = 1.5  # mm that a rib's face is hollowed under the bone's side
RIB_GAP = 0.8  # mm of cartilage between a rib and the bone
FROM_PEDICLE = 80.0  # degrees from straight back that the floating ribs' heads look at the pedicle
TUBERCLE = 5.5  # mm, half size of a rib's tubercle against the transverse process
FLAT_END = 0.5  # share of a transverse process's club that its rounded end is long
ROOT_BACK = 7.0  # mm that a transverse process springs behind the wall


def pedicle_middle(level: Level) -> tuple[float, float]:
    """Middle of the right pedicle at the wall, mm: from the midline and above the body's middle."""
    tilted = float(np.cos(np.radians(level.pedicle_angle)))
    return level.half_canal + level.ped_w / 2 / tilted, level.pedicle_z


def _on_body(level: Level, z: float) -> NDArray[np.float64]:
    """A point on the body's right back corner, or beyond the rim at that place."""
    way = head_way(level)
    at_rim = np.clip(z, -level.vbh_p / 2, level.vbh_p / 2)
    x, y, height = (np.full(1, v, np.float32) for v in (way[0], way[1], at_rim))
    edge = float(outline(level, x, y, height)[1][0])
    return np.array([edge * way[0], edge * way[1], z])


def head_face(level: Level) -> NDArray[np.float64]:
    """Middle of the face for the head of this bone's own right rib, mm; between two bones over the disc."""
    z = level.vbh_p / 2 - level.costal_drop
    if level.costal_angle > 0:
        return _on_body(level, z)
    px, _ = pedicle_middle(level)
    return np.array([px + level.ped_w / 2 - 0.7, level.wall - 1.0, z])


def head_way(level: Level) -> NDArray[np.float64]:
    """Unit vector from that face toward the rib's head."""
    a = np.radians(level.costal_angle or FROM_PEDICLE)
    return np.array([np.sin(a), -np.cos(a), 0.0])


def head_middle(level: Level) -> NDArray[np.float64]:
    """Middle of the right rib's round head, mm."""
    return head_face(level) + (level.rib_head - SUNK) * head_way(level)


def tip(level: Level) -> NDArray[np.float64]:
    """Middle of the right transverse process's end, mm."""
    _, pz = pedicle_middle(level)
    return np.array(
        [
            level.tp_span / 2 - level.transverse_club,
            level.wall - ROOT_BACK - level.transverse_back,
            pz - 2.0 + level.transverse_rise,
        ]
    )


def tip_way(level: Level) -> NDArray[np.float64]:
    """Unit vector that the face for the rib's tubercle looks along: forward, and up lower in the chest."""
    up = np.radians(level.costal_up)
    return np.array([0.26 * np.cos(up), 0.966 * np.cos(up), np.sin(up)])


def tubercle_middle(level: Level) -> NDArray[np.float64]:
    """Middle of the right rib's round tubercle, mm."""
    return tip(level) + (level.transverse_club * 0.82 + TUBERCLE) * tip_way(level)


def body_faces(field: Field, p: Level) -> None:
    """The faces for the heads of this bone's rib and of the next one: low cushions, hollowed a little."""
    faces = [head_face(p)]
    if p.costal_lower:
        faces.append(_on_body(p, -p.vbh_p / 2 - p.disc_below / 2))
    way = head_way(p)
    for at in faces:
        base = at - CUSHION * way
        base[2] = np.clip(base[2], -p.vbh_p / 2 + 3.4, p.vbh_p / 2 - 3.4)
        for side in (1, -1):
            flip = np.array([side, 1, 1])
            field.ellipsoid(base * flip, (3.2, 4.6, 4.6), 2.0, 0, COSTAL + (side < 0))
            field.ellipsoid((at + (p.rib_head - SUNK) * way) * flip, (p.rib_head,) * 3, 0.6, SUBTRACT)


def upper_process(field: Field, p: Level, joint: TiltedJoint) -> None:
    """A thin upright plate on the pedicle's back whose face looks backward."""
    px, pz = pedicle_middle(p)
    wide, tall, j = p.facet_width / 2, p.facet_tall / 2, joint.middle

    def row(up: float, deep: float, thick: float, half: float) -> list[float]:
        return [*(j + up * joint.upward - deep * joint.out), thick, half]

    plate = Sweep(
        [
            [px, p.wall - 6.0, pz + 0.5, 3.0, wide - 1.4],
            row(-0.55 * tall, 3.2, 3.3, wide - 0.1),
            row(0.10 * tall, 2.7, 3.1, wide + 0.2),
            row(0.55 * tall, 2.4, 2.9, wide),
            row(0.80 * tall, 2.2, 2.5, wide - 0.7),
        ],
        tuple(joint.across),
        2.3,
        3.2,
    )
    _faced(field, plate, joint, p.joint_gap, 1.0)


def lower_process(field: Field, p: Level, below: Joined, mid: float) -> None:
    """The laminae's lower corner with a face that looks forward; the last bone has a lumbar tongue."""
    wide, tall = p.facet_width / 2, p.facet_tall / 2
    if isinstance(below, Joint):
        _tongue(field, p, below, mid)
        return
    j = below.middle

    def row(up: float, deep: float, thick: float, half: float) -> list[float]:
        return [*(j + up * below.upward + deep * below.out), thick, half]

    plate = Sweep(
        [
            [j[0] - 0.4, (j[1] + p.wall - ROOT_BACK) / 2 - 3.2, (mid + j[2]) / 2 + 7.0, 2.6, wide - 0.6],
            row(0.75 * tall, 3.4, 2.8, wide - 0.1),
            row(0.0, 2.9, 2.9, wide),
            row(-0.45 * tall, 2.6, 2.7, wide - 0.5),
            row(-0.8 * tall, 2.3, 2.3, wide - 1.4),
        ],
        tuple(below.across),
        2.3,
        2.6,
    )
    _faced(field, plate, below, p.joint_gap, -1.0)


def _tongue(field: Field, p: Level, below: Joint, mid: float) -> None:
    """The last thoracic bone's lower process, rounded and turned to the side to fit the lumbar joint."""
    i = np.array([below.x, below.y]) - 3.6 * below.normal + 1.4 * below.along
    z, lean, wide = below.z, below.lean, p.facet_width / 2
    tongue = Sweep(
        [
            [i[0] - 1.2, i[1] + 1.6 + lean * 14.0, max(z + 14.0, mid), 3.0, wide - 0.8],
            [i[0] - 0.8, i[1] + 0.6 + lean * 7.0, z + 7.0, 3.6, wide - 0.6],
            [i[0] - 0.4, i[1] + lean * 1.0, z + 1.0, 4.2, wide],
            [i[0] - 0.3, i[1] - lean * 4.2, z - 4.2, 4.0, wide - 0.8],
            [i[0] - 0.2, i[1] - lean * 6.4, z - 6.4, 3.2, wide - 2.4],
        ],
        (float(below.along[0]), float(below.along[1]), 0.05),
        2.0,
        3.6,
    )
    for side, part in ((tongue, FACET), (tongue.mirrored(), FACET + 1)):
        process, where = field.tube(side, 10)
        x, y, z_ = field.axes(where)
        c = below.axis
        ahead = (np.abs(x) - c[0]) * below.normal[0] + (y - c[1]) * below.normal[1]
        face = below.distance(x, y, z_) + p.joint_gap / 2 - 2.0 * np.clip(3.0 - ahead, 0, None)
        process = smooth_max(process, np.broadcast_to(face, process.shape).astype(np.float32), 1.6)
        field.put(process, 4.0, 0, part, where)


def _faced(field: Field, plate: Sweep, joint: TiltedJoint, gap: float, sign: float) -> None:
    """Blend a process trimmed at its joint's face; `sign` is 1 for the lower bone's, -1 for the upper's."""
    for side, part in ((plate, FACET), (plate.mirrored(), FACET + 1)):
        process, where = field.tube(side, 9)
        x, y, z = field.axes(where)
        face = gap / 2 - sign * joint.distance(x, y, z)
        process = smooth_max(process, np.broadcast_to(face, process.shape).astype(np.float32), 1.4)
        field.put(process, 3.2, 0, part, where)


def transverse(field: Field, p: Level) -> None:
    """A strong stem out and back to a club with a rib face; in the last bone three low tubercles."""
    px, pz = pedicle_middle(p)
    end, t, h, club = tip(p), p.transverse_thick, p.transverse_tall, p.transverse_club
    root = np.array([px - 0.5, p.wall - ROOT_BACK, pz - 2.0])

    def row(share: float, lift: float, thick: float, tall: float) -> list[float]:
        return [*(root + share * (end - root) + np.array([0, 0, lift])), thick, tall]

    stem = Sweep(
        [
            row(-0.12, -0.6, t * 1.05, h * 1.25),
            row(0.25, -0.4, t * 1.02, h * 1.08),
            row(0.60, 0.2, t * 0.95, h * 0.96),
            row(0.84, 0.0, t * 1.06, club * 1.06),
            row(1.0, 0.1, club * 0.74, club * 0.86),
        ],
        (0, 0, 1),
        2.4,
        club * FLAT_END,
    )
    both(field, stem, 4.0, TRANSVERSE)
    _uneven(field, end, club)
    if p.costal_tip:
        _tip_face(field, p, end, club)
    if p.mammillary:
        _tubercles(field, p)


def _uneven(field: Field, end: NDArray[np.float64], club: float) -> None:
    """Two low swellings that make the club's end an uneven oval: behind over its middle, and under it."""
    for across, up, half in ((-0.34, 0.36, (0.50, 0.44, 0.62)), (-0.10, -0.44, (0.52, 0.42, 0.58))):
        at = end + np.array([0.05, across, up]) * club
        for side in (1, -1):
            part = TRANSVERSE + (side < 0)
            field.ellipsoid((side * at[0], at[1], at[2]), [club * v for v in half], 2.2, 0, part)


def _tubercles(field: Field, p: Level) -> None:
    """The mammillary tubercle beside and behind the joint, the accessory one under the stem's root."""
    px, pz = pedicle_middle(p)
    m, y = p.mammillary, p.wall - ROOT_BACK
    beside = max(px + 2.5, p.joint_half_spacing + p.facet_width / 2 + 0.2)
    for side in (1, -1):
        part = TRANSVERSE + (side < 0)
        field.ellipsoid((side * beside, y - 5.0, pz + 1.2 + 0.7 * m), (2.2, 2.7, m + 1.0), 3.0, 0, part)
        low = (side * (px + 1.2), y - 3.2, pz - 4.4 - 0.8 * m)
        field.ellipsoid(low, (1.8, 2.2, m + 1.0), 3.0, 0, part)


def _tip_face(field: Field, p: Level, end: NDArray[np.float64], club: float) -> None:
    """A shallow hollow on the club's front, round, with a raised edge, where the rib's tubercle rests."""
    way = tip_way(p)
    for side in (1, -1):
        flip = np.array([side, 1, 1])
        rim = end + (club * 0.45) * way
        field.ellipsoid(rim * flip, (club * 0.84, club * 0.62, club * 0.92), 1.6, 0, COSTAL + (side < 0))
        field.ellipsoid(tubercle_middle(p) * flip, (TUBERCLE,) * 3, 0.8, SUBTRACT)
