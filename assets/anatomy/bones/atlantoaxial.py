"""Where atlas and axis meet: their joint faces, the dens and the atlas's place on the axis; draws no bone.

Points are in the frame of the axis: origin at the middle of its body without the dens, +z head, +y front.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage as ndi

from bones.column import Place, turn
from geometry.field import Array, Field, smooth_max
from morphometry import Level

FLATTER = 0.6  # share of the axis's bulge that the atlas's hollow has, so that the gap opens at the rim
TRIM = 2.4  # mm of rounding between a joint face and what stands round it


@dataclass(frozen=True)
class Face:
    """A flat joint face: its middle on the patient's right, mm, and the unit normal out of the lower bone."""

    x: float
    y: float
    z: float
    normal: tuple[float, float, float]

    def above(self, x: Array, y: Array, z: Array) -> Array:
        """Height over the lower bone's face, mm, on either side of the body."""
        a, b, c = self.normal
        return np.asarray((np.abs(x) - self.x) * a + (y - self.y) * b + (z - self.z) * c, np.float32)

    def rim(self, x: Array, y: Array, z: Array, half: float) -> Array:
        """Distance outside a round face of `half` mm, across the normal; negative over the face."""
        d = [np.abs(x) - self.x, y - self.y, z - self.z]
        up = self.above(x, y, z)
        return np.asarray(np.sqrt(np.maximum(sum(v * v for v in d) - up * up, 0)) - half, np.float32)


@dataclass(frozen=True)
class Shoulder:
    """The right lateral joint: the axis's upper face, sloping outward and a little domed."""

    x: float
    y: float
    z: float
    fall: float
    half_wide: float
    half_long: float
    dome: float

    @classmethod
    def of(cls, c2: Level) -> Shoulder:
        return cls(
            c2.shoulder_half_spacing,
            c2.shoulder_front,
            c2.shoulder_height,
            float(np.tan(np.radians(c2.shoulder_fall))),
            c2.shoulder_wide / 2,
            c2.shoulder_long / 2,
            c2.shoulder_dome,
        )

    def above(self, x: Array, y: Array, z: Array, dome: float = 1.0) -> Array:
        """Height over the face, mm; `dome` is the share of its bulge that is counted."""
        out, ahead = np.abs(x) - self.x, y - self.y
        bulge = self.dome * dome * (out * out + ahead * ahead)
        return np.asarray((z - self.z + self.fall * out + bulge) / np.hypot(1, self.fall), np.float32)

    def rim(self, x: Array, y: Array) -> Array:
        """Distance outside the face's oval outline seen from above, mm."""
        out = np.asarray(np.abs(x) - self.x, np.float32)
        return oval(out, y - self.y, self.half_wide, self.half_long)


def oval(u: Array, v: Array, half_u: float, half_v: float) -> Array:
    """First-order distance outside an ellipse, mm."""
    size = np.sqrt((u / half_u) ** 2 + (v / half_v) ** 2) + 1e-4
    steep = np.sqrt((u / half_u**2) ** 2 + (v / half_v**2) ** 2) + 1e-4
    return np.asarray(size * (size - 1) / steep, np.float32)


def trimmed(above: Array, rim: Array, beyond: float) -> Array:
    """What a joint face cuts away over itself, out to `beyond` mm past its rim, where it lies on bone.

    It starts a little over the face, by as much as the fillet of `TRIM` mm would otherwise sink it.
    """
    return smooth_max(TRIM / 8 - above, np.broadcast_to(rim - beyond, above.shape), 1.6)


def weather(field: Field, faces: NDArray[np.bool_], seed: int) -> None:
    """Make bone uneven, the cells of its joint `faces` hardly, with no step between."""
    calm = 1 - 0.85 * ndi.gaussian_filter(faces.astype(np.float32), 1.2 / field.h)
    field.roughen(0.16, 8.0, seed, calm)
    field.roughen(0.06, 2.6, seed + 1, calm)


@dataclass(frozen=True)
class DensAxis:
    """The middle line of the dens, leaning backward from the top of the body."""

    front: float
    bottom: float
    lean: float

    @classmethod
    def of(cls, c2: Level) -> DensAxis:
        return cls(c2.dens_front, c2.vbh_p / 2, np.radians(c2.dens_lean))

    def at(self, up: float, ahead: float = 0.0) -> NDArray[np.float64]:
        """The point `up` mm along the dens from the body's top, `ahead` mm before its middle line."""
        s, c = np.sin(self.lean), np.cos(self.lean)
        return np.array([0.0, self.front - s * up + c * ahead, self.bottom + c * up + s * ahead])


def atlas_place(table: Mapping[str, Level]) -> Place:
    """Where the atlas stands in the axis's frame, head straight: its front arch before the dens's face."""
    c1, c2 = table["C1"], table["C2"]
    tilt = -c1.seg_angle_below
    face = DensAxis.of(c2).at(c2.dens_face_up, c2.dens_depth / 2 + c1.dens_gap)
    return Place(tilt, face - turn(tilt) @ [0, c1.canal_d / 2, 0])
