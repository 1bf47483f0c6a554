"""The sacrum as one signed-distance field in the frame of S1's upper plate; knows neither L5 nor coccyx."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import numpy as np

from bones.sacral_axis import HOLES, SEGMENTS, SacralAxis
from bones.vertebra import Joint, both
from bones.vertebral_body import ROUNDED
from geometry.field import SUBTRACT, Array, Field, Sweep, smooth_max
from morphometry import Level

SACRUM_PARTS = (
    "body",
    "ala.right",
    "ala.left",
    "facet.right",
    "facet.left",
    "crest",
    "lateral.right",
    "lateral.left",
)
BODY, ALA, FACET, CREST, LATERAL = 1, 2, 4, 6, 7


def ramp(value: Array, start: float, end: float) -> Array:
    """0 before `start`, 1 past `end`, smooth between."""
    t = np.clip((value - start) / (end - start), 0, 1)
    return np.asarray(t * t * (3 - 2 * t), np.float32)


def _bodies(axis: SacralAxis, x: Array, u: Array, s: Array, z: Array) -> Array:
    """Five fused bodies: kidney-shaped plate, promontory, waists between the transverse lines."""
    p = axis.top
    depth = axis.along("sacral_depth", s, top=p.epd_u)
    half = axis.along("sacral_half_body", s, top=p.epw_u / 2)
    lines = np.array([-2.0, *axis.lines, axis.length])
    seam, waist = np.zeros_like(s + x), np.zeros_like(s)
    for above, below in pairwise(lines):
        middle = np.clip((s - above) / (below - above), 0, 1)
        waist += np.where((s >= above) & (s < below), np.clip(np.sin(np.pi * middle), 0, 1) ** 0.8, 0)
    for at in lines[1:-1]:
        seam = seam + np.exp(-(((s - at - 0.006 * x * x) / 2.0) ** 2))
    depth = depth + 1.0 * seam - 1.5 * waist * np.clip(depth / 25, 0.5, 1)
    back = u - depth / 2
    rho = np.sqrt(x * x + back * back) + 1e-3
    c, v = (np.abs(x) + 1e-3) / rho, (np.abs(back) + 1e-3) / rho
    e = p.body_power + 0.5 * ramp(s, 4, 30)
    rim = ((c / half) ** e + (v / (depth / 2)) ** e) ** (-1 / e)
    from_back = np.arctan2(np.abs(x) + 1e-5, -back)
    rim = (rim + ROUNDED) * (1 - p.body_notch * np.exp(-((from_back / 0.62) ** 2)))
    side = np.asarray((rho - rim) * 0.96, np.float32)
    out = smooth_max(side, np.asarray(z, np.float32) + plate_dish(p, x, np.asarray(back, np.float32)), 4.2)
    return smooth_max(out, np.broadcast_to(s - axis.length, out.shape), 3.0)


def plate_dish(p: Level, x: Array, y: Array) -> Array:
    """How far S1's upper plate is hollowed below its rim, mm; y from the plate's middle."""
    q = ((x / (p.epw_u / 2)) ** 2 + (y / (p.epd_u / 2)) ** 2) / 0.86**2
    return np.asarray(p.plate_dish * np.clip(1 - q, 0, 1) ** 1.1, np.float32)


def ear(axis: SacralAxis, u: Array, s: Array) -> Array:
    """Distance to the outline of the auricular face on the side, mm, below 0 inside: two limbs of an L."""
    q = axis.along("wing_edge", s) - u

    def limb(a: tuple[float, float], b: tuple[float, float], ra: float, rb: float) -> Array:
        d = np.subtract(b, a)
        t = np.clip(((s - a[0]) * d[0] + (q - a[1]) * d[1]) / (d @ d), 0, 1)
        away = np.hypot(s - a[0] - t * d[0], q - a[1] - t * d[1]) - (ra + (rb - ra) * t)
        return np.asarray(away, np.float32)

    corner = (27.0, 9.0)
    up, down = limb(corner, (14.0, 20.0), 8.5, 7.0), limb(corner, (61.0, 7.0), 8.5, 6.0)
    return np.asarray(-smooth_max(-up, -down, 4.0), np.float32)


def _side_mass(axis: SacralAxis, x: Array, u: Array, s: Array, y: Array, z: Array) -> Array:
    """The wing and what is fused below it, both sides, from front face, side, back and sloping top."""
    x = np.abs(x)
    half = axis.along("wing_half", s)
    edge, root = axis.along("wing_edge", s), axis.along("wing_front", s, top=axis.top.wing_front + 5)
    out = np.clip((x - 14) / np.maximum(half - 14, 1), 0, 1.1)
    front = root + (edge - root) * out**1.5
    for name, at in zip(HOLES, axis.lines, strict=True):
        hole = axis.table[name]
        x0, wide = hole.foramen_front, hole.foramen_front_half
        run = ramp(x, x0 - 1, x0 + 4) * (1 - ramp((x - x0 - 9) / (half * 0.93 - x0 - 9), 0, 1))
        front = front - 0.62 * wide * run * np.exp(-(((s - at - 0.10 * (x - x0)) / (wide * 0.95)) ** 2))
    crest, far = axis.along("wing_crest", s), axis.along("wing_crest_back", s)
    near = axis.along("wing_groove_back", s)
    bump = np.zeros_like(s)
    for name, at in zip(SEGMENTS, axis.middles, strict=True):
        bump += np.exp(-(((s - at + 1) / (0.27 * axis.table[name].sacral_height)) ** 2))
    hill = np.exp(-(((x - crest) / np.where(x < crest, 5.5, 8.5)) ** 2))
    back = -(near + (far - near) * hill * (0.62 + 0.36 * bump))
    q = edge - u
    deep = axis.along("ear_depth", s)
    side = x - (half - axis.along("wing_slope", s) * q - 0.55 * np.clip(q - deep, 0, None))
    side = side * 0.92 - 1.5 * ramp(-ear(axis, u, s), -1.0, 1.2)
    top = z + 3.4 + 0.26 * np.clip(x - 20, 0, None) + 0.5 * np.clip(-17 - y, 0, None)
    top = top - 1.8 * np.exp(-(((x - 50) / 9) ** 2)) + 2.5 * ramp(22 - x, 0, 6)
    d = smooth_max(np.asarray(u - front, np.float32), np.asarray(side, np.float32), 5.0)
    d = smooth_max(d, np.asarray(top * 0.92, np.float32), 9.0)
    d = smooth_max(d, np.asarray(back - u, np.float32), 6.0)
    return smooth_max(d, np.broadcast_to(s - axis.length + 2, d.shape), 4.0)


def _canal(axis: SacralAxis, x: Array, u: Array, s: Array, wall: float = 0.0) -> Array:
    """Distance to the sacral canal, three-sided in section; `wall` 1 gives the outside of its roof."""
    p = axis.top
    half = axis.along("sacral_canal_half", s, top=p.half_canal)
    deep = axis.along("sacral_canal_depth", s, top=p.canal_d)
    thick = axis.along("sacral_lamina", s) * wall
    x = np.abs(x)
    slant = 0.46 * deep / half
    roof = (-u - (deep + thick) + slant * x) / np.sqrt(1 + slant * slant)
    side = x - half - thick
    d = smooth_max(np.asarray(roof, np.float32), np.broadcast_to(side, roof.shape), 4.0)
    return smooth_max(d, np.broadcast_to(u - 0.4, d.shape), 1.5)


def _roof(axis: SacralAxis, x: Array, u: Array, s: Array) -> Array:
    """The fused laminae: open above under L5 and below at the hiatus."""
    x = np.abs(x)
    d = _canal(axis, x, u, s, 1.0)
    notch = 17.5 - 0.045 * x * x + 0.35 * (u + 14)
    d = smooth_max(d, np.asarray(notch - s, np.float32), 3.0)
    arch = axis.top.hiatus_apex + 0.20 * x * x
    return smooth_max(d, np.asarray((s - arch) * 0.6, np.float32), 2.0)


def sacrum(table: Mapping[str, Level], joint: Joint, step: float, seed: int = 61) -> Field:
    """The whole bone on its own grid of `step` mm; `joint` is the joint with L5 in the plate's frame."""
    axis = SacralAxis(table)
    p = axis.top
    reach = float(max(table[n].wing_half for n in SEGMENTS)) + 5
    tail = axis.out(0, 0, axis.length)
    field = Field((-reach, -50, tail[2] - 8), (reach, max(22, tail[1] + 16), joint.z + 14), step)
    x, y, z = field.axes()
    u, s = axis.unroll(y, z)

    field.put(_bodies(axis, x, u, s, z), 0.01, 0, BODY)
    mass = _side_mass(axis, x, u, s, y, z)
    middle = int(np.searchsorted(x.ravel(), 0.0))
    for part, half in ((LATERAL, slice(middle, None)), (LATERAL + 1, slice(0, middle))):
        where = (half, slice(None), slice(None))
        field.put(mass[where], 5.0, 0, part, where)
    upper = np.broadcast_to(s < axis.edges[1], field.shape)
    for side in (0, 1):
        field.part[(field.part == LATERAL + side) & upper] = ALA + side
    field.put(_roof(axis, x, u, s), 3.5, 0, CREST)
    _crests(field, axis)
    _upper_processes(field, joint, p.joint_gap)
    field.put(_canal(axis, x, u, s), 2.0, SUBTRACT)
    _foramina(field, axis)
    _horns(field, axis)
    _weather(field, axis, u, s, seed)
    return field


def _crests(field: Field, axis: SacralAxis) -> None:
    """Median crest with worn tubercles; the intermediate crests beside it."""
    table, top = axis.table, axis.top
    rows, beads = [], []
    for name in HOLES:
        q = table[name]
        at = q.median_crest_at
        roof = float(axis.along("sacral_canal_depth", at, top=top.canal_d) + axis.along("sacral_lamina", at))
        rows.append([*axis.out(0, -roof - q.median_crest * 0.25, at), 2.8, 2.4 + q.median_crest * 0.25])
        beads.append((at, roof, q.median_crest, q.sacral_height))
    field.sweep(Sweep(rows, axis.front(50), 2.0, 3.0), 7.0, 0, CREST)
    for at, roof, high, tall in beads:
        lower = at + 0.10 * tall
        blade = [
            [*axis.out(0, -roof + 2.0, at - 0.5), 4.2, tall * 0.32],
            [*axis.out(0, -roof - high * 0.5, lower), 3.0, tall * 0.27],
            [*axis.out(0, -roof - high * 0.82, lower + 1.6), 3.2, tall * 0.20],
        ]
        field.sweep(Sweep(blade, axis.down(at), 2.1, 2.6), 7.0, 0, CREST)
    middle = [
        [*axis.out(q.middle_crest, 2.6 - q.middle_crest_back, q.middle_crest_at), 3.2, 2.6]
        for q in (table[n] for n in HOLES)
    ]
    both(field, Sweep(middle, axis.front(50), 2.0, 4.0), 7.0, 0)
    for q in (table[n] for n in HOLES):
        tall = q.sacral_height
        for side in (1, -1):
            worn = axis.out(side * q.middle_crest, 2.4 - q.middle_crest_back, q.middle_crest_at + 1)
            field.ellipsoid(worn, (3.2, 2.6, 0.26 * tall), 8.0)
            knob = axis.out(side * q.wing_crest, 3.2 - q.wing_crest_back, q.wing_crest_at)
            field.ellipsoid(knob, (4.4, 3.2, 0.24 * tall), 9.0)


def _upper_processes(field: Field, joint: Joint, gap: float) -> None:
    """The partners of L5's lower processes: short pillars with hollow faces that look backward and inward.

    They end below L5's pedicle, their base spreads into wing and arch, and the mamillary tubercle rounds
    their outer back edge.
    """
    a = np.array([joint.x, joint.y]) + 4.9 * joint.normal + 0.8 * joint.along
    jz = joint.z
    up = (float(joint.along[0]), float(joint.along[1]), 0.12)
    rising = Sweep(
        [
            [a[0] + 3.4, a[1] + 2.6, jz - 17.0, 9.6, 11.5],
            [a[0] + 2.2, a[1] + 1.2, jz - 9.5, 7.6, 9.6],
            [a[0] + 1.0, a[1] + 0.3, jz - 4.5, 6.6, 8.6],
            [a[0] + 0.2, a[1] - 0.2, jz, 6.0, 7.9],
            [a[0] - 0.3, a[1] - 0.4, jz + 2.6, 5.4, 7.0],
        ],
        up,
        2.3,
        4.0,
    )
    m = a + 5.6 * joint.along + 1.4 * joint.normal
    mamillary = Sweep(
        [
            [m[0] + 2.6, m[1] + 0.6, jz - 12.0, 3.4, 4.0],
            [m[0] + 0.8, m[1] - 0.2, jz - 5.5, 3.6, 3.8],
            [m[0] - 0.4, m[1] + 0.4, jz - 0.8, 2.8, 3.0],
        ],
        up,
        2.0,
        2.6,
    )
    both(field, mamillary, 6.0, FACET)
    for sweep, part in ((rising, FACET), (rising.mirrored(), FACET + 1)):
        process, where = field.tube(sweep, 11.0)
        face = gap / 2 - joint.distance(*field.axes(where))
        # below the joint the process runs into the wing and is left whole
        face = face - np.clip(jz - 9.0 - field.axes(where)[2], 0, None)
        process = smooth_max(process, np.broadcast_to(face, process.shape), 1.6)
        field.put(process, 6.5, 0, part, where)
    # the fillets must not creep back over the faces: what belongs to L5's processes is taken out again
    x, y, z = field.axes()
    c, n = joint.axis, joint.normal
    cheek = (np.abs(x) - c[0]) * n[0] + (y - c[1]) * n[1]
    low = np.maximum(jz - 10.5 - z, 4.0 - cheek)  # the arch between the joints keeps its notch
    taken = smooth_max(
        joint.distance(x, y, z) - gap / 2, np.broadcast_to(low, field.shape).astype(np.float32), 2.0
    )
    field.put(taken, 1.6, SUBTRACT)


def _foramina(field: Field, axis: SacralAxis) -> None:
    """Four pairs of openings in front and behind, joined to the canal between the segments."""
    for name, at in zip(HOLES, axis.lines, strict=True):
        q = axis.table[name]
        wide, tall = q.foramen_front_half, q.foramen_front_half * 0.86
        deep = float(axis.along("wing_front", at))
        canal = float(axis.along("sacral_canal_half", at))
        x0, inner = q.foramen_front, q.foramen_front - 1.0
        forward = [
            [*axis.out(x0 + 3.5, deep + 9, at + 1.0), wide * 1.35, tall * 1.15],
            [*axis.out(x0 + 0.5, deep, at), wide, tall],
            [*axis.out(inner, deep * 0.5, at - 1.0), wide * 0.80, tall * 0.9],
            [*axis.out(inner, -2.0, at - 2.0), wide * 0.66, tall * 0.8],
        ]
        both(field, Sweep(forward, axis.down(at), 2.0, 2.0), 2.6, 0, SUBTRACT)
        b, back = q.foramen_back_half, float(axis.along("wing_groove_back", at))
        backward = [
            [*axis.out(inner, 1.0, at - 2.0), b, b],
            [*axis.out(q.foramen_back, -back, at + 0.5), b, b * 1.1],
            [*axis.out(q.foramen_back + 0.6, -back - 8, at + 1.5), b * 1.5, b * 1.6],
        ]
        both(field, Sweep(backward, axis.down(at), 2.0, 2.0), 2.4, 0, SUBTRACT)
        inward = [
            [*axis.out(canal - 4, -4.0, at - 6.0), 3.2, tall * 0.9],
            [*axis.out(inner, -1.5, at - 2.0), wide * 0.55, tall * 0.8],
        ]
        both(field, Sweep(inward, axis.down(at), 2.0, 1.0), 2.0, 0, SUBTRACT)


def _horns(field: Field, axis: SacralAxis) -> None:
    """The two sacral horns beside the hiatus, toward the coccyx."""
    half, end = axis.top.cornu_half, axis.length
    rows = [
        [*axis.out(half + 3.0, -4.4, end - 22), 2.2, 2.8],
        [*axis.out(half + 1.6, -3.6, end - 14), 2.6, 3.0],
        [*axis.out(half + 0.6, -3.8, end - 7.0), 2.3, 2.8],
    ]
    both(field, Sweep(rows, axis.front(end - 10), 2.0, 3.2), 6.0, 0)


def _weather(field: Field, axis: SacralAxis, u: Array, s: Array, seed: int) -> None:
    """Smooth in front, rough behind; the ear-shaped face uneven, pits behind it for the ligaments."""
    x, _, z = field.axes()
    edge, half = axis.along("wing_edge", s), axis.along("wing_half", s)
    lateral = ramp(np.abs(x) - 0.72 * half, 0.0, 5.0)
    ear_in = ramp(-ear(axis, u, s), -1.5, 1.5) * lateral
    behind = ramp(-u, 2.0, 12.0)
    plate = 1 - 0.8 * ramp(z, -3.0, -1.0) * ramp(u, -2, 2)
    rough = np.asarray(plate * (0.12 + 0.20 * behind) * (1 - 0.5 * ear_in), np.float32)
    field.roughen(1.0, 8.0, seed, rough)
    field.roughen(1.0, 3.0, seed + 1, np.asarray(plate * (0.05 + 0.06 * behind) + 0.11 * ear_in, np.float32))
    tuber = np.asarray(lateral * ramp(edge - u, 20.0, 26.0) * (1 - ramp(s, 44, 54)), np.float32)
    field.roughen(1.0, 6.5, seed + 2, 0.45 * tuber)


__all__ = ["SACRUM_PARTS", "plate_dish", "sacrum"]
