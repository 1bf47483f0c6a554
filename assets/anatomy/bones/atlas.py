"""The atlas (C1) as one signed-distance field: a ring without body or spinous process; knows no skull.

Its frame: origin in the midline, halfway between the inner faces of the two arches, at the middle of the
front arch's height; +z head, +y front, +x the patient's right. `atlas_place` sets it on the axis.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from bones.atlantoaxial import FLATTER, TRIM, Shoulder, atlas_place, oval, trimmed, weather
from bones.column import turn
from bones.vertebra import both
from geometry.field import SUBTRACT, Array, Field, Sweep, smooth_max
from geometry.solid import ramp
from morphometry import Level

ATLAS_PARTS = (
    "arch.front",
    "arch.back",
    "mass.right",
    "mass.left",
    "transverse.right",
    "transverse.left",
    "facet.right",
    "facet.left",
)
FRONT_ARCH, BACK_ARCH, MASS, TRANSVERSE, FACET = 1, 2, 3, 5, 7
FACE_DEEP = 1.2  # mm under a joint face that count as the face
# mm that the rim of the lower face hangs lower, and between which distances outside the face it comes
# to that: from before the joint looks closed
LIP, LIP_FROM, LIP_TO = 0.9, -2.2, 0.6
WORN = 0.5  # mm that rounding and noise take off the ring's sides again


def smooth_min(a: Array, b: Array, k: float) -> Array:
    """The smaller of two fields with a cubic fillet of width `k` mm."""
    return -smooth_max(-a, -b, k)


@dataclass(frozen=True)
class Cup:
    """The right upper face, a kidney-shaped cup for the skull; its long axis runs inward to the front."""

    p: Level

    def along(self, x: Array, y: Array) -> tuple[Array, Array]:
        """Place along the cup, frontward, and across it, outward, mm; the cup's ends bend inward."""
        p = self.p
        s, c = np.sin(np.radians(p.cup_turn)), np.cos(np.radians(p.cup_turn))
        dx, dy = np.abs(x) - p.cup_half_spacing, y - p.cup_front
        u = c * dy - s * dx
        return u, c * dx + s * dy + p.cup_bend * u * u

    def above(self, x: Array, y: Array, z: Array) -> Array:
        """Height over the face, mm."""
        p = self.p
        u, v = self.along(x, y)
        rise = np.tan(np.radians(p.cup_tilt))
        half = p.cup_long / 2
        ends = p.cup_hollow * np.clip(np.abs(u) / half, 0, 1.05) ** 1.8
        dish = -0.07 * np.clip(v - 1.5, 0, None) ** 2  # the outer rim is worn round
        steep = np.sqrt(1 + rise**2 + (1.2 * p.cup_hollow / half) ** 2)
        return np.asarray((z - p.cup_height - rise * v - ends - dish) / steep, np.float32)

    def rim(self, x: Array, y: Array) -> Array:
        """Distance outside the kidney's outline seen from above, mm."""
        u, v = self.along(x, y)
        dent = 0.9 * np.exp(-((u / 3.0) ** 2)) * np.clip(-v / 4, 0, 1)
        return oval(v - dent, u, self.p.cup_wide / 2, self.p.cup_long / 2)


@dataclass(frozen=True)
class LowerFace:
    """The lower faces, nearly flat and round: the axis's shoulders seen in the atlas's frame."""

    table: Mapping[str, Level]

    def _into_axis(self, y: Array, z: Array) -> tuple[Array, Array]:
        place = atlas_place(self.table)
        m = turn(place.tilt)
        return m[1, 1] * y + m[1, 2] * z + place.middle[1], m[2, 1] * y + m[2, 2] * z + place.middle[2]

    def above(self, x: Array, y: Array, z: Array) -> Array:
        """Height over the face, mm: negative in the joint's gap and in the axis."""
        lip = LIP * ramp(self.rim(x, y, z), LIP_FROM, LIP_TO)
        y, z = self._into_axis(y, z)
        return Shoulder.of(self.table["C2"]).above(x, y, z, FLATTER) - self.table["C1"].joint_gap + lip

    def rim(self, x: Array, y: Array, z: Array) -> Array:
        """Distance outside the face's outline seen along the axis's z, mm."""
        return Shoulder.of(self.table["C2"]).rim(x, self._into_axis(y, z)[0])


def ring(p: Level, x: Array, y: Array) -> Array:
    """Distance outside the opening seen from above, mm: wide for the cord, in front a bay for the dens."""
    half = p.canal_d / 2
    back = oval(x, y + 0.18 * half, p.canal_w / 2 - WORN, half * 0.82)
    bay = oval(x, y - 0.46 * half, p.ring_waist + 0.6, half * 0.54)
    return smooth_min(back, bay, 2.0)


def atlas(table: Mapping[str, Level], step: float, seed: int) -> Field:
    """The whole bone on its own grid of `step` mm, in its own frame."""
    p = table["C1"]
    half = p.canal_d / 2
    reach = p.tp_span / 2 + 4
    field = Field((-reach, -half - 13, -17), (reach, half + 13, 17), step)
    cup, low = Cup(p), LowerFace(table)
    _masses(field, cup, low)
    _front_arch(field, p)
    _back_arch(field, p)
    _transverse(field, p)
    field.put(ring(p, *field.axes()[:2]), 1.5, SUBTRACT)
    _tubercles(field, p)
    _arteries(field, p)
    _faces(field, cup, low)
    weather(field, field.part >= FACET, seed)
    return field


def _masses(field: Field, cup: Cup, low: LowerFace) -> None:
    """Wedges, thick outside: a block under each cup joined with one over each lower face."""
    x, y, z = field.axes()
    middle = int(np.searchsorted(x.ravel(), 0.0))
    upper = smooth_max(cup.rim(x, y) - 1.0 - 0.10 * np.clip(3 - z, 0, 6), cup.above(x, y, z), 4.6)
    upper = smooth_max(upper, np.broadcast_to(-4.5 - z, upper.shape).astype(np.float32), 6.0)
    under = smooth_max(low.rim(x, y, z) - 1.3, -low.above(x, y, z), 3.0)
    under = smooth_max(under, np.broadcast_to(z - 3.0, under.shape).astype(np.float32), 6.0)
    both_blocks = smooth_min(upper, under, 7.0)
    for part, side in ((MASS, slice(middle, None)), (MASS + 1, slice(0, middle))):
        where = (side, slice(None), slice(None))
        field.put(both_blocks[where], 0.01, 0, part, where)


def _front_arch(field: Field, p: Level) -> None:
    """A short thick bow, tallest in the middle, with the front tubercle pointing a little down."""
    y, tall = p.canal_d / 2, p.vbh_a / 2
    bow = [
        [-14.5, y - 3.6, -0.6, 3.0, tall * 0.86],
        [-8.5, y + 1.4, -0.3, 2.7, tall * 0.82],
        [0, y + 2.7, 0, 2.7, tall],
        [8.5, y + 1.4, -0.3, 2.7, tall * 0.82],
        [14.5, y - 3.6, -0.6, 3.0, tall * 0.86],
    ]
    field.sweep(Sweep(bow, (0, 0, 1), 2.2, 2.5, 30), 4.0, 0, FRONT_ARCH)
    field.ellipsoid((0, y + 5.0, -1.2), (2.6, 1.9, 3.0), 4.5, 0, FRONT_ARCH)


def _back_arch(field: Field, p: Level) -> None:
    """A broad low shelf behind the masses, narrower and taller to the midline; the small back tubercle."""
    y, wide, tall = -p.canal_d / 2, p.canal_w / 2, p.vbh_p / 2
    bow = [
        [wide + 4.4, y + 13.0, -0.8, 4.6, tall * 0.90],
        [wide + 3.4, y + 6.8, -0.8, 4.3, tall * 0.78],
        [wide + 0.8, y + 2.0, -0.7, 3.5, tall * 0.80],
        [wide * 0.52, y - 2.0, -0.5, 2.9, tall * 0.92],
        [0, y - 3.0, -0.4, 3.0, tall],
    ]
    bow += [[-x, *rest] for x, *rest in bow[-2::-1]]
    field.sweep(Sweep(bow, (0, 0, 1), 2.3, 2.5, 60), 3.0, 0, BACK_ARCH)
    field.ellipsoid((0, y - 5.6, 0.4), (3.4, 2.0, 2.9), 5.0, 0, BACK_ARCH)


def _transverse(field: Field, p: Level) -> None:
    """Two bars round the artery's hole, joined in a rough knob that reaches further out than any below."""
    tip, hole, fore = p.tp_span / 2, p.artery_out, p.artery_front
    r = p.artery_hole
    back = [
        [hole - 7.5, fore - r - 3.2, -0.4, 3.2, 5.0],
        [hole - 0.5, fore - r - 2.4, -0.9, 2.5, 4.2],
        [tip - 3.6, fore - 2.6, -2.2, 2.6, 3.8],
    ]
    both(field, Sweep(back, (0, 0, 1), 2.2, 2.4), 3.0, TRANSVERSE)
    front = [
        [hole - 7.0, fore + r + 1.6, -2.2, 2.4, 4.6],
        [hole + 0.5, fore + r + 1.1, -2.4, 1.8, 3.3],
        [tip - 3.6, fore + 0.2, -2.0, 2.4, 3.6],
    ]
    both(field, Sweep(front, (0, 0, 1), 2.0, 2.4), 3.0, TRANSVERSE)
    end = [
        [tip - 5.6, fore + 2.0, -3.6, 2.2, 2.8],
        [tip - 2.9, fore - 1.2, -3.0, 2.4, 3.9],
        [tip - 3.9, fore - 5.2, -1.6, 2.0, 3.2],
    ]
    both(field, Sweep(end, (0.25, 0, 1), 2.2, 2.4), 3.4, TRANSVERSE)


def _tubercles(field: Field, p: Level) -> None:
    """What the transverse ligament holds to inside each mass, a small pit behind it; the dens's face."""
    y = p.canal_d / 2
    for side in (1, -1):
        field.ellipsoid(
            (side * (p.ring_waist + 1.0), y * 0.42, -1.2), (2.0, 2.6, 2.4), 2.6, 0, MASS + (side < 0)
        )
        field.ellipsoid((side * (p.ring_waist + 1.6), y * 0.10, -0.4), (1.3, 1.6, 1.6), 2.0, SUBTRACT)
    # the oval, slightly hollow face for the dens: its rim stands out a little all round
    field.ellipsoid((0, y - 5.6, 0.0), (5.4, 5.75, 5.2), 1.2, SUBTRACT)


def atlas_artery(p: Level) -> list[tuple[float, float, float]]:
    """Where the right vertebral artery runs through the transverse process, from below, mm."""
    out, fore = p.artery_out, p.artery_front
    return [(out + 0.8, fore - 0.6, -12.0), (out, fore, -2.0), (out + 0.8, fore - 0.8, 10.0)]


def _arteries(field: Field, p: Level) -> None:
    """The hole through each transverse process and the groove from it, behind the mass, into the ring."""
    out, fore, r = p.artery_out, p.artery_front, p.artery_hole
    y, top = -p.canal_d / 2, p.vbh_p / 2
    hole = [[*point, r, r] for point in atlas_artery(p)]
    both(field, Sweep(hole, (0, 1, 0), 2.0, 0.5), 1.6, 0, SUBTRACT)
    groove = [
        [out + 0.2, fore - 2.4, top + 3.4, 2.5, 2.5],
        [out - 1.8, fore - 7.0, top + 1.2, 2.7, 2.5],
        [out - 6.6, y + 4.2, top - 0.6, 3.2, 2.9],
        [out - 12.6, y + 0.8, top - 0.6, 3.4, 2.8],
        [out - 17.6, y + 1.6, top + 1.0, 3.0, 2.5],
        [out - 22.0, y + 5.0, top + 3.0, 2.6, 2.4],
    ]
    both(field, Sweep(groove, (0, 0, 1), 2.0, 1.0), 3.0, 0, SUBTRACT)


def _faces(field: Field, cup: Cup, low: LowerFace) -> None:
    """Trim the joint faces last, so that no fillet creeps over them, and mark their cells."""
    x, y, z = field.axes()
    over, round_it = cup.above(x, y, z), cup.rim(x, y)
    field.put(trimmed(over, round_it, 0.3), TRIM, SUBTRACT)
    below, around = low.above(x, y, z), low.rim(x, y, z)
    field.put(trimmed(-below, around, 1.2), TRIM, SUBTRACT)
    face = ((np.abs(over) < FACE_DEEP) & (round_it < 0)) | ((np.abs(below) < FACE_DEEP) & (around < 0))
    field.part[face] = np.broadcast_to(np.where(x > 0, FACET, FACET + 1), field.shape)[face]


def atlas_cartilage(table: Mapping[str, Level], points: Array) -> Array:
    """Share of joint cartilage, 0..1, at (n, 3) points of the atlas's surface, in its frame."""
    x, y, z = points.T
    p = table["C1"]
    cup, low = Cup(p), LowerFace(table)
    found = [
        np.clip(1.6 - np.abs(cup.above(x, y, z)), 0, 1) * np.clip(0.6 - cup.rim(x, y), 0, 1),
        np.clip(1.6 - np.abs(low.above(x, y, z)), 0, 1) * np.clip(0.6 - low.rim(x, y, z), 0, 1),
        np.clip(0.6 - oval(x, z, 5.0, 4.6), 0, 1) * (np.abs(y - p.canal_d / 2) < 1.6),
    ]
    return np.asarray(np.max(found, 0), np.float32)


__all__ = ["ATLAS_PARTS", "Cup", "LowerFace", "atlas", "atlas_artery", "atlas_cartilage", "ring"]
