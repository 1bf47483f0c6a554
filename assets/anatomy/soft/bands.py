"""The long bands before and behind bodies and discs, and the sheets between transverse processes."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage as ndi

from bones.column import Column, Place, disc_field, turn
from bones.vertebra import outline
from geometry.field import SUBTRACT, Array, Field, Sweep
from geometry.solid import SIDES, Solid, Tone, box, dress, ramp, streaks
from soft.held import SUNK, carve, seen
from soft.nerves import clear_of_sac, sacral_plate

Fields = Mapping[str, Field]
SMOOTH = 2.6  # mm: how softly a band passes from a body's rim over the waist and the disc
PEARL: tuple[Tone, Tone, Tone] = ((0.90, 0.80, 0.60), (0.80, 0.69, 0.50), (0.61, 0.50, 0.36))
RIM_UNDER = 3.0  # mm under the sacrum's plate where its body stands at its full depth
LEANS = 0.35  # mm that the disc's front lies further back a mm above the plate
MEMBRANE = 1.7  # mm, EST: drawn thicker than life, so that the grid holds it
FADE = (4.0, 15.0)  # mm of sacrum over which a band fades


def _local(field: Field, place: Place) -> tuple[Array, Array]:
    """Front-to-back and height coordinates of a grid in the frame of a bone or disc, mm."""
    _, y, z = field.axes()
    m = turn(place.tilt).T
    o = -m @ place.middle
    return m[1, 1] * y + m[1, 2] * z + np.float32(o[1]), m[2, 1] * y + m[2, 2] * z + np.float32(o[2])


def _discs(lie: Column, field: Field, step: float) -> list[Array]:
    out = []
    for name, place in lie.discs.items():
        back = turn(place.tilt).T
        out.append(disc_field(lie, name, max(step, 0.6)).moved(back, -back @ place.middle, field))
    return out


def _sacrum(lie: Column, field: Field) -> Array:
    """Distance to the upper part of the sacrum's body."""
    p = lie.levels[list(lie.bones)[-1]]
    y, z = _local(field, sacral_plate(lie))
    x = field.axes()[0]
    rho, rim = outline(p, *np.broadcast_arrays(x, y + 0.6, np.float32(-p.vbh_p / 2)))
    return np.asarray(np.maximum(rho - rim * (0.96 + 0.004 * np.clip(z, -30, 0)), z), np.float32)


def _before_plate(lie: Column, sacrum: Field, field: Field) -> Array:
    """Below 0 over the sacrum's plate, behind its front rim: there the disc is, and no band."""
    x, _, _ = field.axes()
    y, z = _local(field, sacral_plate(lie))
    depth = round((-RIM_UNDER - sacrum.lo[2]) / sacrum.h)
    inside = sacrum.d[:, :, depth] < 0
    there = sacrum.lo[0] + sacrum.h * np.flatnonzero(inside.any(1))
    rim = sacrum.lo[1] + sacrum.h * (inside.shape[1] - 1 - inside[:, ::-1].argmax(1)[inside.any(1)])
    ahead = np.interp(x.ravel(), there, ndi.gaussian_filter1d(rim, 1.5 / sacrum.h))[:, None, None]
    behind = y - ahead - 0.7 * np.clip(z + 1, 0, 1) + LEANS * np.clip(z - 1, 0, None)
    over = np.maximum(-RIM_UNDER / 2 - z, z - lie.levels[list(lie.bones)[-1]].disc_below)
    return np.asarray(np.maximum(behind, over), np.float32)


def _band(lie: Column, fields: Fields, region: str, step: float, front: bool) -> Solid:
    names = list(lie.bones)
    first, last = names[0], names[-1]
    line = []
    for place, p in [*((lie.bones[n], lie.levels[n]) for n in names), (sacral_plate(lie), lie.levels[last])]:
        y = p.half_depth if front else p.wall
        line += [place.out((0, y + s, z)) for z in (p.vbh_p / 2, -p.vbh_p / 2) for s in (-9, 5)]
    line += [] if front else [np.asarray(q) + np.array([0, 4, 0]) for q in line]
    wide = 18.0 if front else 12.5
    low, high = np.min(line, 0), np.max(line, 0)
    field = Field((-wide, low[1], low[2]), (wide, high[1], high[2] + 2), step)
    x = field.axes()[0]
    bodies = [seen(lie, fields, n, field) for n in names]
    discs = _discs(lie, field, step)
    sacrum = seen(lie, fields, "S1", field) if front else _sacrum(lie, field)
    core = np.clip(np.minimum.reduce([*bodies, *discs, sacrum]), -8, 8)
    core = ndi.gaussian_filter(core, (0.6 / step, 0.8 / step, SMOOTH / step))
    near = np.exp(-np.stack([(_local(field, d)[1] / 7.5) ** 2 for d in lie.discs.values()]))
    at_disc = np.broadcast_to(near.max(0), field.shape)
    at_level = np.stack([np.abs(_local(field, b)[1]) for b in lie.bones.values()]).argmin(0)
    ahead = np.stack([_local(field, b)[0] for b in lie.bones.values()])
    middle = np.broadcast_to(np.take_along_axis(ahead, at_level[None], 0)[0], field.shape)

    def measure(key: str) -> Array:
        return np.broadcast_to(
            np.array([getattr(lie.levels[n], key) for n in names], np.float32)[at_level], field.shape
        )

    if front:
        half, thick = measure("front_band") * (1 - 0.08 * at_disc), measure("front_band_thick")
    else:
        bone, disc = measure("back_band_bone"), measure("back_band_disc")
        half, thick = bone + (disc - bone) * at_disc**1.5, measure("back_band_thick")
    half = ndi.gaussian_filter(np.asarray(half, np.float32), (0, 2.0 / step, 2.0 / step))
    q = np.abs(x) / half
    edge = thick * (1.0 - 1.35 * np.clip(q, 0, 1.25) ** 5)
    if front:
        facing = np.where(middle > 0, -1.0, 9.0)
    else:  # in front of the canal's middle: none of it on the laminae
        facing = np.where((middle < -2) & (middle > measure("wall") - measure("canal_d") / 2), -1.0, 9.0)
    top = _local(field, lie.bones[first])[1] - lie.levels[first].vbh_p / 2 + 1.5
    field.d = np.asarray(
        np.maximum(np.maximum(core - edge, facing), np.broadcast_to(top, field.shape)), np.float32
    )
    carve(field, lie, fields, names)
    for other in (*discs, sacrum):
        field.put(other + np.float32(SUNK), 0.5, SUBTRACT)
    if front:
        field.put(_before_plate(lie, fields["S1"], field), 1.0, SUBTRACT)
    else:
        clear_of_sac(field, lie, 0.2)
    v, f = field.surface(0.6)
    solid = Solid(region, "ligament", v, f)
    solid.fade = ramp(sacral_plate(lie).into(v)[:, 2], -FADE[1], -FADE[0])
    fibre = np.stack([v[:, 0], v[:, 1] * 0.25, v[:, 2]], 1)
    grain = streaks(fibre, 0.9, 34.0, 91) * 0.85 + streaks(fibre, 3.0, 40.0, 92) * 0.4
    return dress(solid, np.asarray(grain, np.float32), PEARL, 0.10)


def anterior_longitudinal(lie: Column, fields: Fields, step: float) -> Solid:
    """The broad thin band down the front of bodies and discs, fading on the sacrum."""
    return _band(lie, fields, "anterior_longitudinal", step, True)


def posterior_longitudinal(lie: Column, fields: Fields, step: float) -> Solid:
    """The band down the canal's front wall: narrow behind the bodies, a lozenge behind each disc."""
    return _band(lie, fields, "posterior_longitudinal", step, False)


def _blade(field: Field, x: float, edge: str) -> NDArray[np.float64]:
    """The middle of the lower or upper edge of a transverse process `x` mm out, in its bone's frame."""
    i = int(np.clip(round((x - field.lo[0]) / field.h), 0, field.shape[0] - 1))
    j, k = np.nonzero(field.d[i] < 0)
    at = k.min() if edge == "under" else k.max()
    y = field.lo[1] + field.h * float(j[np.abs(k - at) <= 1].mean())
    return np.array([x, y, field.lo[2] + field.h * at])


def intertransverse(lie: Column, fields: Fields, step: float) -> list[Solid]:
    """Thin sheets between neighbouring transverse processes, one a side of each gap."""
    out = []
    for upper, lower in pairwise(lie.bones):
        p, q = lie.levels[upper], lie.levels[lower]
        inner = max(p.half_canal + p.ped_w, q.half_canal + q.ped_w) + 1.0
        outer = min(p.tp_span, q.tp_span) / 2 - 3.0
        for side, sign in SIDES.items():
            x, half = sign * (inner + outer) / 2, (outer - inner) / 2
            a = lie.bones[upper].out(_blade(fields[upper], x, "under"))
            b = lie.bones[lower].out(_blade(fields[lower], x, "over"))
            over = 2.5 * (a - b) / np.linalg.norm(a - b)  # its ends lie in the bone
            rows = [
                [*point, half * wide, MEMBRANE / 2]
                for point, wide in ((a + over, 1.0), ((a + b) / 2, 0.72), (b - over, 1.0))
            ]
            sheet = Sweep(rows, (0, 1, 0), 3.0, 1.0, 16)
            field = box([(sheet, 1.0)], step)
            field.sweep(sheet, 0.5)
            carve(field, lie, fields, (upper, lower))
            v, f = field.surface(0.4)
            solid = Solid(f"{upper}-{lower}.intertransverse.{side}", "ligament", v, f)
            grain = streaks(np.stack([v[:, 0], v[:, 1] * 0.2, v[:, 2]], 1), 1.0, 30.0, 96)
            out.append(dress(solid, grain, PEARL, 0.06))
    return out
