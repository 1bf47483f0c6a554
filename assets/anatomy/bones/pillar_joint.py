"""A facet joint of the neck as a sloping plane between two articular pillars; draws nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from geometry.field import Array
from morphometry import Level


@dataclass(frozen=True)
class PillarJoint:
    """A facet joint's right face, mm: its middle, its slope against the horizontal and where it is turned.

    The face of the lower bone looks up and back; `turned` degrees it looks to the side, or to the middle
    when negative. The left face is its mirror image.
    """

    x: float
    y: float
    z: float
    slope: float
    turned: float = 0.0

    @property
    def normal(self) -> NDArray[np.float64]:
        """Unit vector out of the lower bone's right face, up and back."""
        slope, turned = np.radians(self.slope), np.radians(self.turned)
        return np.array([np.sin(slope) * np.sin(turned), -np.sin(slope) * np.cos(turned), np.cos(slope)])

    @property
    def across(self) -> NDArray[np.float64]:
        """Unit vector along the right face, level and to the side."""
        turned = np.radians(self.turned)
        return np.array([np.cos(turned), np.sin(turned), 0.0])

    @property
    def along(self) -> NDArray[np.float64]:
        """Unit vector along the right face, up its slope: headward and forward."""
        return np.asarray(np.cross(self.normal, self.across))

    def at(self, along: float, over: float) -> NDArray[np.float64]:
        """The point `along` mm up the slope from the right face's middle and `over` mm above it."""
        return np.array([self.x, self.y, self.z]) + along * self.along + over * self.normal

    def distance(self, x: Array, y: Array, z: Array) -> Array:
        """Height above the face, mm, on either side of the body; negative on the lower bone's side."""
        n = self.normal
        return np.asarray((np.abs(x) - self.x) * n[0] + (y - self.y) * n[1] + (z - self.z) * n[2], np.float32)

    def tilted(self, middle: NDArray[np.float64], tilt: float) -> PillarJoint:
        """The same joint in the frame of a bone that sees it at `middle`, mm, tilted by `tilt` degrees.

        Tilts are about the side-to-side axis; a negative one lowers the front.
        """
        x, y, z = (float(v) for v in middle)
        return replace(self, x=x, y=y, z=z, slope=self.slope + tilt)


def pillar_joint(level: Level) -> PillarJoint:
    """The joint with the bone above, in this bone's own frame."""
    return PillarJoint(
        level.joint_half_spacing,
        level.wall - level.joint_back,
        level.joint_height,
        level.joint_slope,
        level.joint_turned,
    )
