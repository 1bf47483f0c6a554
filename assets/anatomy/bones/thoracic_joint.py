"""A thoracic facet joint as a gently curved, leaning face in the frame of one of its bones; draws nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from geometry.field import Array
from morphometry import Level


@dataclass(frozen=True)
class TiltedJoint:
    """A facet joint's right face: a patch of a large sphere whose middle lies in front of it.

    x, y, z is the middle of the joint in mm. `rise` is the face's angle to the horizontal and `turn` how far
    the lower bone's face looks to the side rather than straight back, both in degrees.
    """

    x: float
    y: float
    z: float
    rise: float
    turn: float
    radius: float

    @property
    def out(self) -> NDArray[np.float64]:
        """Unit vector that the lower bone's face looks along: backward, a little up and to the side."""
        up, side = np.radians(90 - self.rise), np.radians(self.turn)
        return np.array([np.sin(side) * np.cos(up), -np.cos(side) * np.cos(up), np.sin(up)])

    @property
    def across(self) -> NDArray[np.float64]:
        """Unit vector along the face, level and to the side."""
        side = np.radians(self.turn)
        return np.array([np.cos(side), np.sin(side), 0.0])

    @property
    def upward(self) -> NDArray[np.float64]:
        """Unit vector along the face, headward and forward."""
        return np.cross(self.across, -self.out)

    @property
    def middle(self) -> NDArray[np.float64]:
        return np.array([self.x, self.y, self.z])

    def distance(self, x: Array, y: Array, z: Array) -> Array:
        """Distance from the face, mm, on either side of the body; positive in the lower bone."""
        c = self.middle - self.radius * self.out
        away = np.sqrt((np.abs(x) - c[0]) ** 2 + (y - c[1]) ** 2 + (z - c[2]) ** 2)
        return np.asarray(self.radius - away, np.float32)

    def around(self, x: Array, y: Array, z: Array, half: tuple[float, float]) -> Array:
        """Distance, mm, outside the rectangle of `half` sizes (across, upward) that the face fills."""
        d = [np.abs(x) - self.x, y - self.y, z - self.z]
        level = np.abs(d[0] * self.across[0] + d[1] * self.across[1]) - half[0]
        tall = np.abs(d[0] * self.upward[0] + d[1] * self.upward[1] + d[2] * self.upward[2]) - half[1]
        return np.asarray(np.maximum(level, tall), np.float32)

    def seen(self, tilt: float, at: NDArray[np.float64]) -> TiltedJoint:
        """The same joint in a frame in which its bone leans by `tilt` degrees and its middle lies `at`."""
        return replace(self, x=float(at[0]), y=float(at[1]), z=float(at[2]), rise=self.rise + tilt)


def tilted_joint(level: Level) -> TiltedJoint:
    """The joint with the bone above, in this bone's own frame."""
    return TiltedJoint(
        level.joint_half_spacing,
        level.wall - level.joint_back,
        level.joint_height,
        level.joint_rise,
        level.joint_turn,
        level.joint_radius,
    )
