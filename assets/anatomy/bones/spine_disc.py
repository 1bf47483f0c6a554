"""The discs from C2-C3 to L2-L3, between end-plates of any kind, a little proud of their rims; no nucleus."""

from __future__ import annotations

import numpy as np

from bones import axis, cervical_body
from bones.column import Place, in_bone
from bones.costal import head_middle
from bones.spine import NECK, SPINE, Spine
from bones.vertebral_body import half_height, outline, plate_depth
from geometry.field import INTERSECT, SUBTRACT, Array, Field
from morphometry import Level

SUNK = 0.3  # mm that a disc begins inside its rim, so that it stands proud only between the bones
BULGE = 0.2  # share of its height that it then stands out in the middle
SLIM = 2.3  # mm that it is narrower between hooks, so that these stand free at its sides
BITE = 0.15  # mm that it reaches into either plate, so that no slit is left
EDGE = 1.2  # mm of rounding along its borders
WEDGED = 5.0  # mm beyond its own height: the hooks beside it and the plates' hollows
SEED = 500


def _upper_plate(p: Level, x: Array, y: Array) -> Array:
    """Height of a bone's upper end-plate, mm."""
    if p.name in NECK:
        return cervical_body.upper_plate(p, x, y)
    return np.asarray(half_height(p, y) - plate_depth(p, x, y), np.float32)


def _lower_plate(p: Level, x: Array, y: Array) -> Array:
    """Height of a bone's lower end-plate, mm."""
    if p.name == "C2":
        return axis.lower_plate(p, x, y)
    if p.name in NECK:
        return cervical_body.lower_plate(p, x, y)
    return -_upper_plate(p, x, y)


def disc_field(lie: Spine, name: str, step: float) -> Field:
    """The disc under a bone, in the disc's own frame."""
    place, lower = lie.discs[name], SPINE[SPINE.index(name) + 1]
    p, q = lie.levels[name], lie.levels[lower]
    wide = max(p.epw_l, q.epw_u) / 2 + 4
    deep, tall = max(p.epd_l, q.epd_u) / 2 + 5, p.disc_below / 2 + WEDGED
    field = Field((-wide, -deep, -tall), (wide, deep, tall), step)
    x, y, z = field.axes()
    over, above = in_bone(lie.bones[name], place, y, z)
    under, below = in_bone(lie.bones[lower], place, y, z)
    share = np.clip(0.5 + z / p.disc_below, 0, 1)  # of the upper bone's rim
    side: Array = np.zeros(field.shape, np.float32)
    for level, front, end, part in ((p, over, -0.5, share), (q, under, 0.5, 1 - share)):
        rho, rim = outline(level, x, front, np.full_like(front, end * level.vbh_p))
        side += part * (rho - rim) * 0.96
    if "hook_height" in q.measures or "uncinate" in q.measures:
        side += SLIM * cervical_body.beside(x, y)
    bulge = BULGE * p.disc_below * np.clip(1 - (2 * z / (p.disc_below + 5)) ** 2, 0, 1) - SUNK
    field.d = np.asarray(side - bulge, np.float32)
    field.put(above - _lower_plate(p, x, over) - BITE, EDGE, INTERSECT)
    field.put(_upper_plate(q, x, under) - below - BITE, EDGE, INTERSECT)
    _clear_of_ribs(lie, field, place, lower)
    field.roughen(0.05, 4.0, SEED + SPINE.index(name))
    return field


def _clear_of_ribs(lie: Spine, field: Field, place: Place, lower: str) -> None:
    """Hollow the disc where the heads of the next bone's ribs rest on it."""
    q = lie.levels[lower]
    if "rib_head" not in q.measures:
        return
    head = place.into(lie.bones[lower].out(head_middle(q)))
    for side in (1, -1):
        field.ellipsoid((side * head[0], head[1], head[2]), (q.rib_head,) * 3, 0.6, SUBTRACT)
