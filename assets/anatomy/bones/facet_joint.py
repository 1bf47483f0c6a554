"""A facet joint as a curved face between two bones, in the frame of one of them; draws nothing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geometry.field import Array
from morphometry import Level


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
    def normal(self) -> NDArray[np.float64]:
        """Unit vector out of the face, to the side and front."""
        a = np.radians(self.angle)
        return np.array([np.cos(a), np.sin(a)])

    @property
    def along(self) -> NDArray[np.float64]:
        """Unit vector along the face, backward and to the side."""
        n = self.normal
        return np.array([n[1], -n[0]])

    @property
    def axis(self) -> NDArray[np.float64]:
        return np.asarray(np.array([self.x, self.y]) - self.radius * self.normal)

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
