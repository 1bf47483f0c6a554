"""Paints joint faces of the neck, the chest and the ribs; the lumbar ones are those of `bones.colour`."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bones import colour
from bones.atlantoaxial import Face
from bones.atlas import atlas_cartilage
from bones.axis import axis_cartilage
from bones.pillar_joint import PillarJoint
from bones.spine import Spine
from bones.thoracic_joint import TiltedJoint
from bones.vertebra import Joint
from geometry.field import Array, Field
from morphometry import Level

F32 = NDArray[np.float32]
FAINT = 0.85  # how much of cartilage's own colour a face shows, as on the lumbar bones
DEEP = 1.1  # mm off its face, the gap's half, that a bone's surface still belongs to it
SOFT = 0.8  # mm over which the colour ends
COVERED = 0.70  # share of a neck bone's upper process that the bone above hides from behind
BESIDE = 0.9  # mm that its cartilage ends inside the pillar's side
TOUCHING = 1.5  # mm between a rib and its bone where both are covered


def _face(away: Array, rim: Array, gap: float) -> Array:
    """Share of cartilage from the distances to a joint's face and outside its rim, mm."""
    near = np.clip((DEEP - np.abs(np.abs(away) - gap / 2)) / SOFT, 0, 1)
    return np.asarray(near * np.clip(0.5 - rim / SOFT, 0, 1), np.float32)


def tilted(joint: TiltedJoint, level: Level, points: F32) -> Array:
    """Share of cartilage on either side of a joint of the chest, 0..1; `level` is its lower bone."""
    x, y, z = points.T
    rim = joint.around(x, y, z, (level.facet_width / 2, level.facet_tall / 2))
    return _face(joint.distance(x, y, z), rim, level.joint_gap)


def pillared(joint: PillarJoint, level: Level, points: F32) -> Array:
    """The same for a joint of the neck; `level` has the pillar's width and the upper process's reach."""
    x, y, z = points.T
    slope = np.radians(joint.slope)
    along = (y - joint.y) * np.cos(slope) + (z - joint.z) * np.sin(slope)
    wide, long = level.facet_width / 2 - BESIDE, COVERED * level.facet_up
    size = np.sqrt(((np.abs(x) - joint.x) / wide) ** 2 + (along / long) ** 2)
    rim = (size - 1) * min(wide, long)
    return _face(joint.distance(x, y, z), np.asarray(rim, np.float32), level.joint_gap)


def shares(lie: Spine, name: str, points: F32) -> Array:
    """Share of joint cartilage, 0..1, at (n, 3) points of a bone's surface in its own frame."""
    p, out = lie.levels[name], np.zeros(len(points), np.float32)
    if name == "C1":
        return atlas_cartilage(lie.levels, points)
    below = lie.joint_below(name)
    if isinstance(below, Face):
        return axis_cartilage(lie.levels, below, points)
    for joint in (lie.joint_above(name), below):
        if isinstance(joint, TiltedJoint):
            out = np.maximum(out, tilted(joint, p, points))
        elif isinstance(joint, PillarJoint):
            out = np.maximum(out, pillared(joint, p, points))
    return out


def painted(lie: Spine, name: str, field: Field, points: F32) -> F32:
    """Linear colours of a bone of C1 to L2 at points of its surface, in its own frame."""
    lumbar = [lie.joint_above(name) if name != "C1" else None, lie.joint_below(name)]
    upper, lower = (joint if isinstance(joint, Joint) else None for joint in lumbar)
    paint = colour.bone(field, points, upper, lower)
    return colour.mix(paint, colour.CARTILAGE, FAINT * shares(lie, name, points))


def touched(paint: F32, apart: Array) -> F32:
    """The same colours with cartilage where another bone stands `apart` mm away: ribs and their faces."""
    return colour.mix(paint, colour.CARTILAGE, FAINT * np.clip((TOUCHING - apart) / SOFT, 0, 1))
