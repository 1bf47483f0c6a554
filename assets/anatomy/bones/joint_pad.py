"""What fills the joints of the neck to a hairline: the cartilage between two faces.

A joint stands open by its two cartilages and whoever looks along it would see the canal. A pad goes with a
bone's solid, so that it needs no region of its own: the lower bone's, whose upper process it lies on.
"""

from __future__ import annotations

import numpy as np

from bones.atlantoaxial import Face
from bones.atlas import LowerFace
from bones.pillar_joint import PillarJoint
from bones.spine import NECK, SPINE, Spine
from bones.spine_fields import seen
from geometry.field import Array, Field, smooth_max
from geometry.solid import SIDES, Solid

FREE = 0.12  # mm between a pad and either bone; less would let its mesh break through theirs
REACH = 1.6  # mm from both bones that a pad reaches
UPPER_END = 8.0  # mm up the slope that it fills
ABOVE_EDGE = 1.0  # mm that it ends above the lower process's edge, so that none of it shows from behind
WITHIN = 1.8  # mm that it ends inside the outer border of the pillars
ATLAS_REACH = 2.9  # mm, the same as REACH, over the axis's shoulders
AXIS_DOWN = 6.2  # mm down the slope that the axis's round lower process reaches
EDGE = 0.7  # mm of rounding where its sides meet
PALE, SHADED = (0.80, 0.75, 0.64), (0.60, 0.52, 0.40)  # cartilage under the atlas; in the narrow joints


def _along(joint: PillarJoint | Face, x: Array, y: Array, z: Array) -> Array:
    """How far up the slope from a joint's middle, mm."""
    nx, ny, nz = joint.normal
    level = np.hypot(nx, ny)
    flat = (np.abs(x) - joint.x) * nx + (y - joint.y) * ny
    return np.asarray(-flat / level * nz + (z - joint.z) * level, np.float32)


def _of_pillars(lie: Spine, name: str, joint: PillarJoint | Face, field: Field) -> Array:
    """Distance outside the room between the pillars, mm."""
    upper, lower = lie.levels[name], lie.levels[SPINE[SPINE.index(name) + 1]]
    x, y, z = field.axes()
    along, out = _along(joint, x, y, z), np.abs(x) - joint.x
    low = ABOVE_EDGE - upper.measures.get("facet_down", AXIS_DOWN)
    beside = np.maximum(lower.half_canal - joint.x - out, out - (lower.facet_width / 2 - WITHIN))
    return np.asarray(np.maximum(np.maximum(low - along, along - UPPER_END), beside), np.float32)


def pad(lie: Spine, name: str, field: Field, under: Field) -> Field:
    """What fills both joints under a bone of the neck, on its grid; `under` is the next bone in its frame."""
    lower = SPINE[SPINE.index(name) + 1]
    joint = lie.joint_below(name)
    if isinstance(joint, LowerFace):
        reach, room = ATLAS_REACH, np.asarray(joint.rim(*field.axes()) + 0.8, np.float32)
    else:
        assert isinstance(joint, PillarJoint | Face)
        reach, room = REACH, _of_pillars(lie, name, joint, field)
    other = seen(lie, under, lower, field, name)
    apart, far = np.maximum(FREE - field.d, FREE - other), np.maximum(field.d, other)
    out = field.like()
    body = smooth_max(far - reach, np.broadcast_to(room, far.shape), 2.0)
    out.d = smooth_max(body, apart, EDGE)
    return out


def goes_with(name: str) -> str:
    """The bone of the neck that has the pads under a bone: the lower one, but for those of its ends."""
    return name if name in (NECK[0], NECK[-1]) else NECK[NECK.index(name) + 1]


def pads(lie: Spine, name: str, field: Field, under: Field) -> list[Solid]:
    """The right and the left pad where they stand, with the region of the bone that they go with."""
    both, joint, made = pad(lie, name, field, under), lie.joint_below(name), []
    x = field.axes()[0]
    for sign in SIDES.values():
        one = both.like()
        one.d = np.where(x * sign > 0, both.d, np.float32(5.0))
        v, f = one.surface(0.5)
        tone = SHADED if isinstance(joint, PillarJoint | Face) else PALE
        paint = np.tile(np.asarray(tone, np.float32), (len(v), 1))
        made.append(Solid(goes_with(name), "bone", lie.bones[name].out(v).astype(np.float32), f, None, paint))
    return made
