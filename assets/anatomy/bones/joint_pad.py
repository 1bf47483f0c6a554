"""What fills the joints of the neck to a hairline: cartilage, and an upper process's tip below the pillar.

A joint stands open by its two cartilages and whoever looks along it would see the canal. A pad goes with a
bone's solid, so that it needs no region of its own: the lower bone's, as it grows out of its upper process.
"""

from __future__ import annotations

import numpy as np

from bones import colour
from bones.atlantoaxial import Face
from bones.atlas import LowerFace
from bones.pillar_joint import PillarJoint
from bones.spine import NECK, SPINE, Spine
from bones.spine_fields import seen
from geometry.field import Array, Field, smooth_max
from geometry.solid import SIDES, Solid, ramp

TIP_INSIDE = 1.6  # mm inward of a joint's middle that it fills over its end: a nerve passes there
ROOTED = 0.6  # mm that it is sunk into the upper process's end
FREE = 0.12  # mm between a pad and either bone; less would let its mesh break through theirs
IN_JOINT, OVER_TIP = 1.8, 2.9  # mm from both bones that a pad reaches, in a joint and over its upper end
TIP = (2.0, 6.0)  # mm up the slope between the two
UPPER_END = 11.0  # mm up the slope that it fills at the most
ABOVE_EDGE = 0.8  # mm that it ends above the lower process's edge, so that none of it shows from behind
WITHIN = (2.2, 1.7)  # mm that it ends inside the outer border of the pillars, in a joint and over its end
ATLAS_REACH = 2.9  # mm, the same as IN_JOINT, over the axis's shoulders
AXIS_DOWN = 6.2  # mm down the slope that the axis's round lower process reaches
EDGE = 0.7  # mm of rounding where its sides meet
PALE, SHADED = (0.80, 0.75, 0.64), (0.60, 0.52, 0.40)  # cartilage under the atlas; in the narrow joints
TIP_TONE = (0.84, 0.74, 0.57)  # of the bone that it goes on from


def _along(joint: PillarJoint | Face, x: Array, y: Array, z: Array) -> Array:
    """How far up the slope from a joint's middle, mm."""
    nx, ny, nz = joint.normal
    level = np.hypot(nx, ny)
    flat = (np.abs(x) - joint.x) * nx + (y - joint.y) * ny
    return np.asarray(-flat / level * nz + (z - joint.z) * level, np.float32)


def _of_pillars(lie: Spine, name: str, joint: PillarJoint | Face, field: Field) -> tuple[Array, Array]:
    """Reach from both bones, mm, and distance outside the room between the pillars."""
    upper, lower = lie.levels[name], lie.levels[SPINE[SPINE.index(name) + 1]]
    x, y, z = field.axes()
    along, out = _along(joint, x, y, z), np.abs(x) - joint.x
    low = ABOVE_EDGE - upper.measures.get("facet_down", AXIS_DOWN)
    end = ramp(along, *TIP)
    outer = lower.facet_width / 2 - WITHIN[0] - (WITHIN[1] - WITHIN[0]) * end
    inmost = lower.half_canal - joint.x
    inner = inmost + (-TIP_INSIDE - inmost) * end
    beside = np.maximum(inner - out, out - outer)
    room = np.maximum(np.maximum(low - along, along - UPPER_END), beside)
    return IN_JOINT + (OVER_TIP - IN_JOINT) * end, np.asarray(room, np.float32)


def _of_atlas(joint: LowerFace, field: Field) -> tuple[Array, Array]:
    room = joint.rim(*field.axes()) + 0.8
    return np.full((1, 1, 1), ATLAS_REACH, np.float32), np.asarray(room, np.float32)


def pad(lie: Spine, name: str, field: Field, under: Field) -> Field:
    """What fills both joints under a bone of the neck, on its grid; `under` is the next bone in its frame."""
    lower = SPINE[SPINE.index(name) + 1]
    joint = lie.joint_below(name)
    if isinstance(joint, LowerFace):
        reach, room, free = *_of_atlas(joint, field), np.full((1, 1, 1), FREE, np.float32)
    else:
        assert isinstance(joint, PillarJoint | Face)
        reach, room = _of_pillars(lie, name, joint, field)
        sunk = (FREE + ROOTED) * ramp(_along(joint, *field.axes()), *TIP)
        free = np.asarray(FREE - sunk, np.float32)
    other = seen(lie, under, lower, field, name)
    apart, far = np.maximum(FREE - field.d, free - other), np.maximum(field.d, other)
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
        tone = np.tile(np.asarray(PALE, np.float32), (len(v), 1))
        if isinstance(joint, PillarJoint | Face):
            tone = colour.mix(
                np.tile(np.asarray(SHADED, np.float32), (len(v), 1)),
                TIP_TONE,
                ramp(_along(joint, *v.T), *TIP),
            )
        made.append(Solid(goes_with(name), "bone", lie.bones[name].out(v).astype(np.float32), f, None, tone))
    return made
