"""Builds C1 to L2 and the ribs on the joints that the spine has for them, upper bones clear of the lower."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from bones.atlantoaxial import Face
from bones.atlas import atlas
from bones.axis import axis
from bones.cervical import cervical
from bones.column import turn
from bones.costal import Joined
from bones.pillar_joint import PillarJoint
from bones.rib import clear_of_bone, rib
from bones.spine import CHEST, NECK, SPINE, Spine
from bones.thoracic import thoracic
from bones.vertebra import Joint, clear_of, vertebra
from geometry.field import FAR, Array, Field
from geometry.solid import SIDES

SEED = 100  # of the atlas; the bones under it follow
RIB_SEED = 300
KEPT = 0.7  # share of a joint's gap that is cut wherever the two bones come nearer


def seen(lie: Spine, field: Field, name: str, onto: Field, of: str) -> Array:
    """A bone's distances, mm, on the grid of a field that stands in another bone's frame."""
    a, b = lie.bones[of], lie.bones[name]
    back = turn(b.tilt).T
    return field.moved(back @ turn(a.tilt), back @ (a.middle - b.middle), onto)


def seen_at(lie: Spine, field: Field, name: str, points: NDArray[np.float64]) -> Array:
    """How far (n, 3) points of the spine's frame lie outside a bone or its rib, mm; far beyond its box."""
    local = lie.bones[name].into(points)
    last = field.lo + field.h * (np.array(field.shape) - 1)
    inside = ((local > field.lo) & (local < last)).all(1)
    return np.where(inside, field.at(local), np.float32(FAR))


def bone(lie: Spine, name: str, step: float) -> Field:
    """One bone of C1 to L2 as it grew, on its own grid of `step` mm and in its own frame."""
    p, seed = lie.levels[name], SEED + SPINE.index(name)
    if name == "C1":
        return atlas(lie.levels, step, seed)
    below = lie.joint_below(name)
    if isinstance(below, Face):
        return axis(lie.levels, below, step, seed)
    if name in NECK:
        assert isinstance(below, PillarJoint)
        return cervical(p, below, step, seed)
    if name in CHEST:
        assert isinstance(below, Joined)
        return thoracic(p, below, step, seed)
    assert isinstance(below, Joint)
    return vertebra(p, below, step, seed)


def bones(lie: Spine, names: tuple[str, ...], under: Field, step: float) -> dict[str, Field]:
    """Neighbouring bones from the head down; `under` is the bone below the last, in that one's frame."""
    fields: dict[str, Field] = {}
    lower = SPINE[SPINE.index(names[-1]) + 1]
    for name in reversed(names):
        fields[name] = bone(lie, name, step)
        if name != "C1":  # made to the axis's own shoulders, with their gap
            image = seen(lie, under, lower, fields[name], name)
            clear_of(fields[name], image, lie.levels[lower].joint_gap * KEPT, lie.levels[name].wall)
        lower, under = name, fields[name]
    return {name: fields[name] for name in names}


def rests_on(name: str) -> tuple[str, ...]:
    """The bones that a rib lies against: its own and, but for the first, the one above."""
    index = CHEST.index(name)
    return CHEST[max(index - 1, 0) : index + 1]


def ribs(lie: Spine, chest: Mapping[str, Field], step: float) -> dict[str, Field]:
    """The rib stubs by key (`T6.rib.right`), each in its bone's frame and clear of the bones it rests on."""
    out: dict[str, Field] = {}
    for index, name in enumerate(CHEST):
        for side, sign in SIDES.items():
            field = rib(lie.levels[name], sign, step, RIB_SEED + index)
            for other in rests_on(name):
                clear_of_bone(field, seen(lie, chest[other], other, field, name))
            out[f"{name}.rib.{side}"] = field
    return out
