"""Places the vertebrae one under the other along the measured curve, discs between; knows no nerves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bones.sacrum import plate_dish
from bones.vertebra import Joint, clear_of, half_height, outline, plate_depth, upper_joint, vertebra
from geometry.field import INTERSECT, Array, Field
from morphometry import LEVELS, Level, levels

Matrix = NDArray[np.float64]
MIDDLE = "L4"
MIDDLE_TILT = -8.0
SACRAL = "S1"  # the row of the sacrum's plate
BITE = 0.15  # mm that a disc reaches into either plate, so that no slit is left
EDGE = 1.8  # mm of rounding along its borders


def turn(angle: float) -> Matrix:
    """Rotation about the side-to-side axis, degrees; negative lowers the front."""
    c, s = np.cos(np.radians(angle)), np.sin(np.radians(angle))
    return np.array([[1, 0, 0], [0, c, -s], [0, s, c]])


@dataclass(frozen=True)
class Place:
    """Where a bone or disc stands: its tilt in degrees and its middle in mm."""

    tilt: float
    middle: NDArray[np.float64]

    def out(self, point: object) -> NDArray[np.float64]:
        """A point of its own frame, in the column's frame."""
        return np.asarray(point, float) @ turn(self.tilt).T + self.middle

    def into(self, point: object) -> NDArray[np.float64]:
        """A point of the column's frame, in its own."""
        return (np.asarray(point, float) - self.middle) @ turn(self.tilt)

    @property
    def matrix(self) -> Matrix:
        m = np.eye(4)
        m[:3, :3], m[:3, 3] = turn(self.tilt), self.middle
        return m


def wedge(level: Level) -> float:
    """Tilt of either end-plate against the middle of its body, degrees."""
    return float(np.degrees(np.arctan((level.vbh_a - level.vbh_p) / 2 / (2 * level.half_depth))))


def sacral_joint(lowest: Level, sacral: Level) -> Joint:
    """The joint of the lowest free vertebra with the sacrum, in the frame of the sacrum's plate."""
    return Joint(
        lowest.sacral_half_spacing,
        -sacral.epd_u / 2 - lowest.sacral_back,
        0.5,
        lowest.sacral_angle,
        lowest.joint_radius,
    )


@dataclass(frozen=True)
class Column:
    """Bones and discs where they stand, with the measures they were placed by."""

    bones: dict[str, Place]
    discs: dict[str, Place]
    levels: Mapping[str, Level]
    slips: Mapping[str, float]

    @property
    def sacrum(self) -> Place:
        """Where the sacrum stands: the middle of its upper plate, under the last disc."""
        name = LEVELS[-1]
        p, disc = self.levels[name], self.discs[name]
        return Place(self.bones[name].tilt + p.seg_angle_below, disc.out((0, 0, -p.disc_below / 2)))

    def joint_below(self, name: str) -> Joint:
        """The facet joint under a bone, in that bone's frame."""
        here = self.bones[name]
        table = self.levels
        index = LEVELS.index(name)
        if index + 1 < len(LEVELS):
            lower = LEVELS[index + 1]
            joint, place = upper_joint(table[lower]), self.bones[lower]
        else:
            joint, place = sacral_joint(table[name], table["S1"]), self.sacrum
        x, y, z = here.into(place.out((joint.x, joint.y, joint.z)))
        return Joint(
            float(x),
            float(y),
            float(z),
            joint.angle,
            joint.radius,
            float(-np.tan(np.radians(place.tilt - here.tilt))),
        )


def column(table: Mapping[str, Level] | None = None, slips: Mapping[str, float] | None = None) -> Column:
    """The lie of L3 to L5 and of the three discs under them.

    The middle of a healthy L4 is the origin. Other measures (`table`) or a bone that slipped forward on the
    one below (`slips`, mm) move what stands above; L5 stays where it is in the healthy column.
    """
    table, slips = table or levels(), slips or {}
    bones: dict[str, Place] = {}
    discs: dict[str, Place] = {}
    tilt = MIDDLE_TILT - table["L3"].seg_angle_below
    middle = np.zeros(3)
    for name in LEVELS:
        p = table[name]
        bones[name] = Place(tilt, middle.copy())
        lower_plate = tilt - wedge(p)
        following = LEVELS[LEVELS.index(name) + 1] if name != LEVELS[-1] else ""
        next_tilt = tilt + p.seg_angle_below
        next_plate = next_tilt + (wedge(table[following]) if following else 0)
        between = (lower_plate + next_plate) / 2
        back = turn(between) @ [0, -slips.get(name, 0.0), 0]
        plate = middle + turn(tilt) @ [0, 0, -float(half_height(p, 0.0))]
        discs[name] = Place(between, plate + back / 2 + turn(between) @ [0, 0, -p.disc_below / 2])
        if following:
            top = plate + back + turn(between) @ [0, 0, -p.disc_below]
            middle = top + turn(next_tilt) @ [0, 0, -float(half_height(table[following], 0.0))]
            tilt = next_tilt
    healthy = table == levels() and not slips
    shift = bones[MIDDLE].middle if healthy else bones["L5"].middle - column().bones["L5"].middle
    return Column(
        {n: Place(b.tilt, b.middle - shift) for n, b in bones.items()},
        {n: Place(d.tilt, d.middle - shift) for n, d in discs.items()},
        table,
        slips,
    )


def bone_fields(lie: Column, step: float) -> dict[str, Field]:
    """All bones, each in its own frame, upper ones cut clear of the lower."""
    table = lie.levels
    grown = column(table)  # a bone that slipped grew where it stood before
    fields = {n: vertebra(table[n], grown.joint_below(n), step, 5 + i) for i, n in enumerate(LEVELS)}
    for upper, lower in pairwise(LEVELS):
        cleared(lie, fields, upper, lower)
    return fields


def cleared(lie: Column, fields: dict[str, Field], upper: str, lower: str) -> None:
    """Cut one bone back from the one below, so that their joints keep a gap."""
    _cut_back(lie, fields[upper], upper, fields[lower], lie.bones[lower], lie.levels[lower].joint_gap)


def clear_of_sacrum(lie: Column, lowest: Field, sacral: Field) -> None:
    """Cut the lowest vertebra back from the sacrum, so that their joints keep a gap."""
    _cut_back(lie, lowest, LEVELS[-1], sacral, lie.sacrum, lie.levels["S1"].joint_gap)


def _cut_back(lie: Column, bone: Field, name: str, below: Field, b: Place, gap: float) -> None:
    a = lie.bones[name]
    seen = below.moved(turn(b.tilt).T @ turn(a.tilt), turn(b.tilt).T @ (a.middle - b.middle), bone)
    clear_of(bone, seen, gap * 0.7, lie.levels[name].wall)


def in_bone(bone: Place, disc: Place, y: Array, z: Array) -> tuple[Array, Array]:
    """Places of a disc's frame in a bone's, front to back and upright."""
    m, o = turn(bone.tilt).T @ turn(disc.tilt), bone.into(disc.middle)
    return (
        np.asarray(m[1, 1] * y + m[1, 2] * z + o[1], np.float32),
        np.asarray(m[2, 1] * y + m[2, 2] * z + o[2], np.float32),
    )


def _plate(level: Level, x: Array, y: Array) -> Array:
    """Height of an upper end-plate in its bone's frame, mm; a lower one is its mirror image."""
    if level.name == SACRAL:
        return -plate_dish(level, x, y)
    return np.asarray(half_height(level, y) - plate_depth(level, x, y), np.float32)


def disc_field(lie: Column, name: str, step: float) -> Field:
    """The disc under a bone: the body's outline, bulging a little, shut between both end-plates."""
    table = lie.levels
    p, place = table[name], lie.discs[name]
    tall = p.disc_below
    field = Field((-p.epw_l / 2 - 5, p.wall - 6, -tall), (p.epw_l / 2 + 5, p.half_depth + 6, tall), step)
    x, y, z = field.axes()
    index = LEVELS.index(name)
    lower = table[(*LEVELS, SACRAL)[index + 1]]
    over, above = in_bone(lie.bones[name], place, y, z)
    under, below = in_bone(lie.sacrum if lower.name == SACRAL else lie.bones[lower.name], place, y, z)
    share = np.clip(0.5 + z / tall, 0, 1)  # of the upper bone's rim
    # the sacrum's table has no lower plate: there the rim of L5 goes all the way down
    rims = ((p, over, -0.5, share), (p, under, -0.5, 1 - share))
    if lower.name != SACRAL:
        rims = (rims[0], (lower, under, 0.5, 1 - share))
    side = np.float32(1.5) * -np.clip(1 - (2 * z / (tall + 5)) ** 2, 0, 1) + np.float32(0.3)
    for level, ahead, end, part in rims:
        rho, rim = outline(level, x, ahead, np.full_like(ahead, end * level.vbh_p))
        side = side + part * (rho - rim) * np.float32(0.96)
    field.d = np.asarray(side, np.float32)
    field.put(above + _plate(p, x, over) - BITE, EDGE, INTERSECT)
    field.put(_plate(lower, x, under) - below - BITE, EDGE, INTERSECT)
    field.roughen(0.06, 5.0, 40 + index)
    return field
