"""What grows of a fusion's graft: bone from L4 to L5 round the cage and in its beds; lays no graft."""

from __future__ import annotations

import numpy as np

from bones import colour
from bones.column import Column, disc_field, in_bone, turn
from bones.vertebra import outline
from geometry.field import INTERSECT, SUBTRACT, Array, Field, Sweep, smooth_max
from geometry.solid import SIDES, Solid, ramp
from illness.states import LOWER, UPPER
from soft.held import seen
from surgery.fusion import Plan, beside_cage, outside_head, screw_plane
from surgery.graft import along_cage, gutter
from surgery.hardware import CAGE_LONG, FUSED

PROUD = 0.4  # mm that new bone stands over the old surface it runs into
INTO = 8.0  # mm of either body it runs over
FILLET = 2.5  # mm, how softly it rounds into the bodies' rims
WAIST = (0.9, 0.7)  # mm that it stands inside the line from rim to rim at either, and further in between
TWIST = 2.5  # mm above and below the disc's middle where the cutaway's face is that of either bone
SEAM = (2.0, 0.8)  # mm beside the cage over which it fades out on the bodies' cut faces
BACK_SEAM = (-2.6, -0.8)  # mm inside its edge before the back wall over which it does so there
# mm before the back wall, by its middle: healed, its edge stands about 1 mm before it, clear of nerves
BEHIND = 2.2
CAGE_ROOM = 0.2  # mm around the cage where the cutaway shows it
# the mass over a joint: places (mm to the side, in front of or behind the wall, up) on L4, between, on L5
ON_UPPER, ON_LOWER = (22.5, -11.5, 2.5), (24.0, -12.5, 6.0)
JOINT_HALF = (5.2, 4.0)
TAKEN = "right"  # the side of the joint that was taken
HEALED_DEEP = (2.6, 2.3, 2.3, 2.6)  # mm, half the healed mass's depth down its bed


def _open_plane(lie: Column, field: Field) -> Array:
    """Distance to the left of the cutaway's face, mm: L4's plane above the disc, L5's below it."""
    planes = []
    x, y, z = field.axes()
    for name in FUSED:
        place = lie.bones[name]
        back = turn(place.tilt).T
        shift = -back @ place.middle
        planes.append(screw_plane(lie, name, x, np.asarray(back[1, 1] * y + back[1, 2] * z + shift[1])))
    disc = turn(lie.discs[UPPER].tilt).T
    up = disc[2, 1] * y + disc[2, 2] * z - float((disc @ lie.discs[UPPER].middle)[2])
    out = planes[0] + (planes[1] - planes[0]) * ramp(up, TWIST, -TWIST)
    return np.asarray(np.broadcast_to(out, field.shape), np.float32)


def _rim_to_rim(lie: Column, field: Field) -> Array:
    """Distance outside the line from L4's lower rim to L5's upper one, waisted, on the disc's grid, mm."""
    x, y, z = field.axes()
    p, disc = lie.levels[UPPER], lie.discs[UPPER]
    share = np.clip(0.5 + z / p.disc_below, 0, 1)
    inset, waist = WAIST
    out = inset + waist * np.clip(1 - (2 * z / p.disc_below) ** 2, 0, 1)
    for name, end, part in ((UPPER, -0.5, share), (LOWER, 0.5, 1 - share)):
        level = lie.levels[name]
        ahead, _ = in_bone(lie.bones[name], disc, y, z)
        rho, rim = outline(level, x, ahead, np.full_like(ahead, end * level.vbh_p))
        out = out + part * (rho - rim) * np.float32(0.96)
    return np.asarray(np.broadcast_to(out, field.shape), np.float32)


def _cut_open(lie: Column, field: Field) -> tuple[Field, Array]:
    """The field without what lies to the right of the cutaway's face, and that face."""
    plane = _open_plane(lie, field) + np.float32(PROUD / 2)
    left = field.like()
    left.d = field.d.copy()
    left.put(plane, 0.3, SUBTRACT)
    return left, plane


def _solid(
    region: str, whole: Field, left: Field, cut: Array | None, ends: Array, old: Array, beside: Array | None
) -> Solid:
    """`ends` is 0 where new bone begins to run over the `old` and 1 where it ends: there it fades into it.

    On the cut face of the old it also fades where `beside` is 1.
    """
    v, f = left.surface(0.7)
    paint = colour.bone(whole, v)
    if cut is not None:
        paint = colour.cut_face(paint, whole, cut, v)
    under = left.at(v, old)
    fade = 1 - ramp(under, 0.6, 0.1) * np.clip(left.at(v, ends), 0, 1)
    if beside is not None:
        fade = fade * (1 - ramp(under, -0.5, -1.1) * np.clip(left.at(v, beside), 0, 1))
    return Solid(region, "bone", v, f, np.asarray(fade, np.float32), paint)


def disc_bridge(lie: Column, grown: dict[str, Field], step: float, cutaway: bool = False) -> Solid:
    """The disc space grown solid from body to body around the cage: `bridge.disc`; `grown` are L4 and L5."""
    p, place = lie.levels[UPPER], lie.discs[UPPER]
    reach = p.epw_l / 2 + 4
    half = np.array([reach, reach, 18])
    field = Field(place.middle - half, place.middle + half, step)
    back = turn(place.tilt).T
    shift = -back @ place.middle
    between = disc_field(lie, UPPER, step)
    between.put(_rim_to_rim(lie, between), 1.0, INTERSECT)
    space = between.moved(back, shift, field)
    x, y, z = field.axes()
    ahead = np.asarray(back[1, 1] * y + back[1, 2] * z + shift[1], np.float32)
    tall = np.abs(back[2, 1] * y + back[2, 2] * z + shift[2]) - p.disc_below / 2
    field.d = space.copy()
    old = np.minimum(*(seen(lie, grown, name, field) for name in FUSED))
    field.put(old, FILLET)
    ends = np.broadcast_to(ramp(tall, INTO - 5.0, INTO - 1.6), field.shape)
    healed = field.like()
    healed.d = field.d.copy()
    # over the old surface by a hair, under it only where it has faded: before, its border would be a line
    field.d = np.asarray(field.d - PROUD + 1.4 * ramp(tall, INTO - 1.6, INTO), np.float32)
    rho, rim = outline(p, x, ahead, np.full_like(ahead, -p.vbh_p / 2))
    behind_wall = (rho - rim) * 0.96 + BEHIND - 40.0 * ramp(ahead, -7.0, 0.0)
    # its edge before the back wall would be a seam down the bodies' cut faces
    ends = np.maximum(ends, np.broadcast_to(ramp(behind_wall, *BACK_SEAM), field.shape))
    over, behind = (np.broadcast_to(a, field.shape).astype(np.float32) for a in (tall - INTO, behind_wall))
    edge = smooth_max(over, behind, 1.0)
    field.put(edge, 0.6, INTERSECT)
    if not cutaway:
        return _solid("bridge.disc", healed, field, None, ends, old, None)
    left, plane = _cut_open(lie, field)
    across = np.asarray(-beside_cage(x, ahead), np.float32)
    long = np.abs(along_cage(x, ahead)[1]) - CAGE_LONG / 2 - CAGE_ROOM
    niche = np.maximum(np.maximum(across, long), space - CAGE_ROOM)
    left.put(niche, 0.6, SUBTRACT)
    # beside the cage it would end as a hair's step on the bodies' cut faces
    beside = ramp(niche, *SEAM)
    return _solid("bridge.disc", healed, left, np.minimum(plane, niche), ends, old, beside)


def bridges(lie: Column, bones: dict[str, Field], grown: dict[str, Field], made: Plan) -> list[Solid]:
    """The graft grown into one smooth bone a side, from wing to wing where it was laid.

    On the left it also runs over the joint. On the right the joint was taken: nothing grows there.
    """
    out = []
    for side, sign in SIDES.items():
        bed = gutter(lie, side, bones)
        ends = [
            lie.bones[name].out((sign * x, lie.levels[name].wall + y, z))
            for name, (x, y, z) in ((UPPER, ON_UPPER), (LOWER, ON_LOWER))
        ]
        joint = np.stack([ends[0], (ends[0] + ends[1]) / 2 + (0, -1.2, 0), ends[1]])
        points = bed[:, :3] if side == TAKEN else np.concatenate([bed[:, :3], joint])
        field = Field(points.min(0) - 12, points.max(0) + 12, 0.5)
        rows = [[x, y - 0.8, z, a * 0.86, b] for (x, y, z, a), b in zip(bed, HEALED_DEEP, strict=True)]
        field.sweep(Sweep(rows, (0, 1, 0.2), 2.2, 4.0, 30), 0.1)
        if side != TAKEN:
            field.sweep(Sweep([[*q, *JOINT_HALF] for q in joint], (0, 1, 0.2), 2.2, 3.0, 24), 5.0)
        whole = field.like()
        whole.d = field.d.copy()
        old = np.minimum(*(seen(lie, grown, name, field) for name in FUSED))
        whole.put(old, 4.0)
        healed = whole.like()
        healed.d = whole.d.copy()
        # only what is near: the mass with the fillets it makes
        whole.put(np.asarray(field.d - 2.6, np.float32), 1.5, INTERSECT)
        whole.d = np.asarray(whole.d - PROUD * ramp(field.d, 2.4, 0.8), np.float32)
        grid = np.stack([np.broadcast_to(q, field.shape) for q in field.axes()], -1).reshape(-1, 3)
        for name in FUSED:
            head = outside_head(made.heads[name, side], grid.astype(float)) - 1.2
            whole.put(head.reshape(field.shape).astype(np.float32), 2.0, SUBTRACT)
        whole.roughen(0.22, 4.0, 82)
        out.append(_solid(f"bridge.{side}", healed, whole, None, ramp(field.d, 0.4, 2.0), old, None))
    return out


def solids(
    lie: Column, bones: dict[str, Field], grown: dict[str, Field], made: Plan, step: float
) -> dict[str, Solid]:
    """New bone by key; `bridge.disc.cutaway` is open to the right as the bones are."""
    out = {part.region: part for part in (*bridges(lie, bones, grown, made), disc_bridge(lie, grown, step))}
    out["bridge.disc.cutaway"] = disc_bridge(lie, grown, step, True)
    return out
