"""Places all bones and discs from the atlas to the sacrum, each joint in its upper bone's frame; builds none.

The frame is that of `bones.column`: the middle of a healthy L4 is the origin. What stands from L3 down is the
column's own; the rest is set on top of it, each bone by the table's angle and disc height under it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from bones.atlantoaxial import Face, Shoulder, atlas_place
from bones.atlas import LowerFace
from bones.column import Column, Place, column, turn, wedge
from bones.pillar_joint import PillarJoint, pillar_joint
from bones.thoracic_joint import TiltedJoint, tilted_joint
from bones.vertebra import Joint, half_height, upper_joint
from morphometry import LEVELS, Level, levels

NECK = tuple(f"C{i}" for i in range(1, 8))
CHEST = tuple(f"T{i}" for i in range(1, 13))
UPPER_LUMBAR = ("L1", "L2")
SPINE = (*NECK, *CHEST, *UPPER_LUMBAR, *LEVELS)
DISCS = tuple(f"{upper}-{lower}.disc" for upper, lower in pairwise((*SPINE[1:], "S1")))

Above = Shoulder | PillarJoint | TiltedJoint | Joint
Below = LowerFace | Face | PillarJoint | TiltedJoint | Joint


@dataclass(frozen=True)
class Spine:
    """Bones C1 to L5 and the discs under them (by the upper bone's name) where they stand."""

    bones: Mapping[str, Place]
    discs: Mapping[str, Place]
    levels: Mapping[str, Level]
    low: Column

    @property
    def sacrum(self) -> Place:
        """Where the sacrum and the coccyx stand."""
        return self.low.sacrum

    def joint_above(self, name: str) -> Above:
        """The joint over a bone from C2 down, in its own frame. Raises KeyError for the atlas."""
        if name == "C1":
            raise KeyError("the atlas's joint with the skull is no joint of the spine")
        p = self.levels[name]
        if name == "C2":
            return Shoulder.of(p)
        if name in NECK:
            return pillar_joint(p)
        return tilted_joint(p) if name in CHEST else upper_joint(p)

    def joint_below(self, name: str) -> Below:
        """The joint under any bone, of the upper bone's kind and in the upper bone's frame."""
        if name in LEVELS:
            return self.low.joint_below(name)
        if name == "C1":
            return LowerFace(self.levels)
        lower = SPINE[SPINE.index(name) + 1]
        here, place, joint = self.bones[name], self.bones[lower], self.joint_above(lower)
        at = here.into(place.out((joint.x, joint.y, joint.z)))
        tilt = place.tilt - here.tilt
        if isinstance(joint, Joint):
            x, y, z = (float(v) for v in at)
            return Joint(x, y, z, joint.angle, joint.radius, float(-np.tan(np.radians(tilt))))
        if isinstance(joint, TiltedJoint):
            # the last bone of the neck sees the flat of the face that the chest's first bone holds up
            flat = PillarJoint(joint.x, joint.y, joint.z, joint.rise, joint.turn)
            return flat.tilted(at, tilt) if name in NECK else joint.seen(tilt, at)
        assert isinstance(joint, PillarJoint)
        seen = joint.tilted(at, tilt)
        if name != "C2":
            return seen
        normal = tuple(float(v) for v in seen.normal)
        return Face(seen.x, seen.y, seen.z, (normal[0], normal[1], normal[2]))


def _whole(table: Mapping[str, Level]) -> dict[str, Level]:
    """The table with an axis as wide above as below and with C3's rim: the dens leaves no upper plate."""
    axis, next_ = table["C2"], table["C3"]
    like = {"body_power": next_.body_power, "body_notch": next_.body_notch}
    return {**table, "C2": axis.changed(epd_u=axis.epd_l, epw_u=axis.epw_l, **like)}


def spine() -> Spine:
    """The lie of the healthy spine, standing."""
    low, table = column(), _whole(levels())
    bones = {name: low.bones[name] for name in LEVELS}
    discs = {name: low.discs[name] for name in LEVELS}
    for lower, upper in pairwise(SPINE[SPINE.index(LEVELS[0]) : 0 : -1]):
        under, q, p = bones[lower], table[lower], table[upper]
        tilt = under.tilt - p.seg_angle_below
        between = (under.tilt + wedge(q) + tilt - wedge(p)) / 2
        up = turn(between)[:, 2]
        plate = under.out((0, 0, float(half_height(q, 0.0))))
        discs[upper] = Place(between, plate + up * p.disc_below / 2)
        middle = plate + up * p.disc_below + turn(tilt)[:, 2] * float(half_height(p, 0.0))
        bones[upper] = Place(tilt, middle)
    axis, atlas = bones["C2"], atlas_place(table)
    bones["C1"] = Place(axis.tilt + atlas.tilt, axis.out(atlas.middle))
    return Spine({n: bones[n] for n in SPINE}, {n: discs[n] for n in SPINE[1:]}, table, low)
