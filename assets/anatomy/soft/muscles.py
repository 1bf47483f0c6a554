"""Multifidus and erector spinae beside L3 to S1, at rest or opened for an operation; cuts no bone.

Places are given by `u`, mm from the midline on either side. An opening pushes the muscle aside: every point
remembers the `u` it had at rest, so that borders and fibres bend round the opening as real ones do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage as ndi
from scipy.interpolate import PchipInterpolator

from bones.column import Column, Place
from geometry import fibres
from geometry.field import SUBTRACT, Array, Field, smooth_max
from geometry.solid import SIDES, Solid
from morphometry import LEVELS

F32 = NDArray[np.float32]
Bone = tuple[Field, NDArray[np.float64], NDArray[np.float64]]

# linear colours around the rose that stands for muscle everywhere
MEAT, DEEP, FASCIA, TENDON = (
    np.array(c, np.float32)
    for c in (
        (0.46, 0.118, 0.098),
        (0.27, 0.052, 0.050),
        (0.66, 0.40, 0.33),
        (0.72, 0.60, 0.53),
    )
)
REST = 2.9  # the muscle's inner border at rest: the spinous processes and their ligament fill the middle
BODY = 32.0  # from here outward the back and front are rounded into each other
EASED = 9.0  # bends of the lines along the column are rounded over this many mm
KEPT = 11.5  # mm of muscle that stay on and between the transverse processes
BELOW = (-4.0, -18.0)  # mm from an opening's middle height, between which the muscle that stays grows
BETWEEN = 9.0  # mm that muscle reaches further forward where an opening bares the bone
SLANT = 0.34  # multifidus runs this much outward for each mm down
# beyond the upper and lower edge of every picture, which fades itself
UPPER_END, LOWER_END = 96.0, -114.0
FADED = 18.0  # mm over which either end fades, for views that lean
THICK, BROAD = 44.0, 66.0  # what fibre coordinates are scaled to, so that fibres run along the borders


@dataclass(frozen=True)
class Bed:
    """Lines along the column, each a function of height z: depths y of the `tip`s of the spinous processes,
    of the laminae's back at the midline (`floor`) and of the muscles' `front`; mm from the midline of the
    `cleft` between the muscles and of their outer `edge`; and how far they `swell` behind the tips."""

    tip: PchipInterpolator
    floor: PchipInterpolator
    front: PchipInterpolator
    cleft: PchipInterpolator
    edge: PchipInterpolator
    swell: PchipInterpolator
    tips: NDArray[np.float64]

    def top(self, u: Array | float, z: Array | float) -> Array:
        """Depth y of the muscles' back at rest, `u` mm beside the midline."""
        share = np.clip(u / self.edge(z), 0, 1)
        rise = np.sin(np.pi * np.minimum(share**0.7, 0.66))
        # the outer column, iliocostalis, parts from the inner one, longissimus, toward the ribs
        fold = 2.2 * np.exp(-(((share - 0.62) * 15) ** 2)) * np.clip((z + 25) / 50, 0, 1)
        return np.asarray(self.tip(z) + 3.0 - (self.swell(z) + 3.0) * rise + fold, np.float32)


def bed(lie: Column) -> Bed:
    """The muscles' bed, carried on above L3 and over the back of the sacrum."""
    table = lie.levels
    lines: dict[str, list[tuple[float, float]]] = {n: [] for n in Bed.__dataclass_fields__ if n != "tips"}

    def note(name: str, place: Place, y: float, z: float) -> None:
        out = place.out((0, y, z))
        lines[name].append((float(out[2]), float(out[1])))

    for name in LEVELS:
        p, bone = table[name], lie.bones[name]
        middle = p.vbh_p / 2 - p.lamina_top - p.lam_h / 2
        note("tip", bone, p.wall - p.sp_reach, middle - 5)
        note("floor", bone, p.wall - p.canal_d - p.lam_t, middle)
        note("front", bone, p.wall - p.muscle_front, middle + 6)
        for line, measure in (
            ("cleft", p.multifidus_edge),
            ("edge", p.erector_edge),
            ("swell", p.muscle_swell),
        ):
            lines[line].append((float(bone.middle[2]), measure))
    p, q = table["L5"], table["S1"]
    sacrum = Place(lie.bones["L5"].tilt + p.seg_angle_below, lie.discs["L5"].out((0, 0, -p.disc_below / 2)))
    for z in (-q.vbh_p * 1.2, -q.vbh_p * 2.2):
        note("tip", sacrum, p.wall - q.sacral_crest, z)
        note("floor", sacrum, p.wall - q.muscle_front, z)
        note("front", sacrum, p.wall - q.muscle_front, z - 4)
    below = float(sacrum.out((0, p.wall, -q.vbh_p))[2])
    for line, measure in (("cleft", q.multifidus_edge), ("edge", q.erector_edge), ("swell", q.muscle_swell)):
        lines[line].append((below, measure))
    made = {line: _eased_line(points) for line, points in lines.items()}
    tips = np.array([z for z, _ in lines["tip"]])
    return Bed(**made, tips=tips)


def _eased_line(points: list[tuple[float, float]]) -> PchipInterpolator:
    """A line through (height, value) points, level past its ends; muscle bridges its bends."""
    z, value = np.array(sorted(points)).T
    fine = np.arange(z[0] - 80, z[-1] + 80, 2.0)
    line = PchipInterpolator(np.r_[z[0] - 80, z, z[-1] + 80], np.r_[value[0], value, value[-1]])(fine)
    return PchipInterpolator(fine, ndi.gaussian_filter1d(line, EASED / 2.0))


@dataclass(frozen=True)
class Opening:
    """A way in held open by a retractor: `width` mm of wall pushed out, centred at height `at`.

    `below` mm more muscle stay on the joints beneath the way in than between the transverse processes.
    """

    width: float = 25.5
    at: float = -1.5
    half: float = 34.0
    gives: float = 56.0
    funnel: float = 0.15
    below: float = 0.0

    def wall(self, lines: Bed, y: Array | float, z: Array | float) -> Array:
        """How far from the midline the held muscle stands; narrower toward the bone."""
        bell = np.exp(-(((z - self.at) / self.half) ** 4))
        deep = np.clip(y - lines.tip(z), 0, 40)
        return np.asarray(REST + (self.width - self.funnel * deep) * bell, np.float32)

    def at_rest(self, lines: Bed, u: Array, y: Array, z: Array) -> Array:
        wall = self.wall(lines, y, z)
        far = np.clip(1 - np.maximum(u - wall, 0) / self.gives, 0, 1)
        return np.asarray(u - (wall - REST) * far**1.5, np.float32)


# at L4, for one bone's lamina; L4 and L5 out to their joints, for a fusion
HELD, WIDE = Opening(), Opening(width=30.0, at=-9.0, half=43.0, below=11.0)
# On the left the wall leans over the bone, the blade's foot outward: whoever looks from the right then sees
# its arm as on the right, not all of its face.
HELD_LEFT, WIDE_LEFT = (replace(way, width=way.width - 9.0, funnel=-0.16) for way in (HELD, WIDE))


@dataclass(frozen=True)
class Channel:
    """A round way in along an axis: its `foot` on the bone (u, y, z), a unit vector out, its radius."""

    foot: tuple[float, float, float]
    out: tuple[float, float, float]
    radius: float

    def beside(self, u: Array, y: Array, z: Array) -> tuple[Array, Array]:
        """Squared distance from the axis, and how far outward of it a point lies."""
        du, dy, dz = u - self.foot[0], y - self.foot[1], z - self.foot[2]
        along = du * self.out[0] + dy * self.out[1] + dz * self.out[2]
        off = du - along * self.out[0]
        square = off**2 + (dy - along * self.out[1]) ** 2 + (dz - along * self.out[2]) ** 2
        return np.asarray(square, np.float32), np.asarray(off, np.float32)

    def at_rest(self, lines: Bed, u: Array, y: Array, z: Array) -> Array:
        """Fibres part round the tube as water round a pier."""
        square, off = self.beside(u, y, z)
        return np.asarray(u - off * self.radius**2 / np.maximum(square, self.radius**2), np.float32)


Way = Opening | Channel | None


def _mass(lines: Bed, way: Way, u: Array, y: Array, z: Array) -> tuple[Array, Array, Array, Array]:
    """Both muscles as one: distance outside them, depth under their back, half thickness, `u` at rest."""
    rest = u if way is None else way.at_rest(lines, u, y, z)
    top = lines.top(np.maximum(rest, 0), z)
    if isinstance(way, Opening):
        # what is pushed aside heaps up beside the wall
        bell = np.exp(-(((z - way.at) / way.half) ** 4))
        top = top - 3.5 * bell * np.exp(-(((rest - 7) / 8.0) ** 2))
    deep = np.asarray(y - top, np.float32)
    floor, front = lines.floor(z), lines.front(z)
    if isinstance(way, Opening):
        # the small muscles between the transverse processes: no gap beside bone shows what is beyond them
        front = front + BETWEEN * _ease((u - 19) / 4)
    ahead = np.asarray(y - np.minimum(floor + 0.62 * u + front - lines.front(z), front), np.float32)
    middle, half = (top + front) / 2, np.maximum((front - top) / 2, 6.0)
    out = np.clip((u - BODY) / (lines.edge(z) - BODY), 0, None)
    ring = (out**2.5 + (np.abs(y - middle) / half) ** 2.5 + 1e-6) ** 0.4
    round_ = np.asarray((ring - 1) * half, np.float32)
    body = smooth_max(smooth_max(-deep, ahead, 3.0), round_, 4.0)
    inner = np.asarray(REST - rest, np.float32)
    if isinstance(way, Channel):
        square, _ = way.beside(u, y, z)
        inner = np.maximum(REST - u, (way.radius - np.sqrt(square))).astype(np.float32)
    if isinstance(way, Opening):
        # what lies between the transverse processes stays
        stays = KEPT + way.below * _ease((way.at + BELOW[0] - z) / (BELOW[0] - BELOW[1]))
        kept = np.minimum(floor + 0.62 * u, lines.front(z)) - stays * _ease((u - 17) / 6)
        inner = np.minimum(inner, np.asarray(kept - y, np.float32))
    shape = np.broadcast_shapes(body.shape, inner.shape)
    body = smooth_max(
        np.broadcast_to(body, shape), np.broadcast_to(inner, shape), 2.0 if isinstance(way, Channel) else 5.0
    )
    return body, np.broadcast_to(deep, shape), np.asarray(half, np.float32), np.broadcast_to(rest, shape)


def _outside_cleft(lines: Bed, rest: Array, deep: Array, z: Array) -> Array:
    """Positive in erector spinae: the cleft leans a little outward toward the bone."""
    return np.asarray((rest - lines.cleft(z) - 0.12 * np.clip(deep, 0, 40)) * 0.97, np.float32)


def muscles(lie: Column, bones: Sequence[Bone], side: str, way: Way, step: float) -> list[Solid]:
    """Multifidus and erector spinae of one side, clear of `bones` (field, turn, shift from here to there).

    `way` opens them; `step` mm is the grid's, the mesh is twice as fine.
    """
    sign, lines = SIDES[side], bed(lie)
    low, high = (0.0, 84.0) if sign > 0 else (-84.0, 0.0)
    whole = Field((low, -120, LOWER_END - 3), (high, -16, UPPER_END + 6), step)
    x, y, z = whole.axes()
    u = np.asarray(sign * x, np.float32)
    mass, deep, _, rest = _mass(lines, way, u, y, z)
    cut = np.asarray(z - UPPER_END - 0.9 * np.sin(u / 8) - 0.7 * np.sin(y / 7), np.float32)
    whole.d = smooth_max(mass, np.broadcast_to(cut, mass.shape), 2.5)
    solid_bone = np.full(whole.shape, 9.0, np.float32)
    for bone, turn, shift in bones:
        solid_bone = np.minimum(solid_bone, bone.moved(turn, shift, whole))
    whole.put(solid_bone - 0.9, 1.2, SUBTRACT)
    cleft = _outside_cleft(lines, rest, deep, z)
    out = []
    for name, other in (("multifidus", cleft + 0.25), ("erector", 0.25 - cleft)):
        part = whole.like()
        part.d = smooth_max(whole.d, other, 5.0)
        v, f = fibres.refined(*part.surface(0.7))
        out.append(_fibred(f"{name}.{side}", lines, way, sign, v, f, _facing(part, v)))
    return out


def _facing(field: Field, v: F32) -> F32:
    """Unit vectors out of a field: smoother than the mesh's own, whose slivers would fold when moved."""
    soft = ndi.gaussian_filter(field.d, 1.2)
    ends = [field.at(v + s * field.h * np.eye(3)[k], soft) for k in range(3) for s in (1, -1)]
    out = np.stack([ends[2 * k] - ends[2 * k + 1] for k in range(3)], 1)
    return np.asarray(out / np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-6), np.float32)


@dataclass(frozen=True)
class _Fibre:
    """Mesh points among the fibres: `u` at rest, depth and height, mm, and their bundles, coarse to fine."""

    rest: F32
    deep: F32
    z: F32
    across: F32
    bundle: fibres.Cells
    strand: fibres.Cells
    thread: fibres.Cells


def _among(multifidus: bool, lines: Bed, way: Way, u: F32, y: F32, z: F32) -> _Fibre:
    _, deep, half, rest = _mass(lines, way, u, y, z)
    wave = 0.45 * np.sin(z / 17 + rest / 9) + 0.25 * np.sin(z / 7.3 - rest / 5 + 1)
    slant = SLANT if multifidus else 0.0
    # erector spinae's fibres run along its borders and its back
    layer = deep if multifidus else deep / half * (THICK / 2)
    place = rest if multifidus else rest / lines.edge(z) * BROAD
    scale = 1 / np.hypot(1, slant)
    across = np.asarray((place + slant * z + wave) * scale, np.float32)
    along = np.asarray((z - slant * rest) * scale, np.float32)
    bundle, strand, thread = (
        fibres.cells(across, np.asarray(layer, np.float32), along, size, seed)
        for size, seed in (((5.2, 7.5, 95.0), 3), ((1.7, 2.4, 42.0), 7), ((0.75, 1.2, 24.0), 11))
    )
    return _Fibre(rest, deep, z, across, bundle, strand, thread)


def _fibred(
    region: str, lines: Bed, way: Way, sign: float, v: F32, f: NDArray[np.int32], facing: F32
) -> Solid:
    """Bundles on the surface: fine grooves, pale sheets between, tendon where there is one, faded ends."""
    multifidus = region.startswith("multifidus")
    at = _among(multifidus, lines, way, sign * v[:, 0], v[:, 1], v[:, 2])
    bundle, strand, thread = at.bundle, at.strand, at.thread
    tendon = (_origins if multifidus else _aponeurosis)(lines, at)
    groove = (0.70 - 0.50 * tendon) * bundle.seam(0.8) + (0.20 - 0.14 * tendon) * strand.seam(0.5)
    moved = v - facing * fibres.evened(groove, f, 3)[:, None]
    paint = MEAT * (1 + 0.16 * bundle.tone + 0.12 * strand.tone + 0.06 * thread.tone)[:, None]
    paint = _mix(paint, DEEP, np.clip(0.35 * strand.seam(0.5) + 0.28 * np.clip(-strand.tone, 0, 1), 0, 0.6))
    paint = _mix(paint, FASCIA, 0.55 * bundle.seam(0.42) + 0.16 * strand.seam(0.3))
    shiny = TENDON * (1 + 0.05 * strand.tone + 0.05 * thread.tone)[:, None]
    shiny = _mix(shiny, FASCIA, 0.5 * strand.seam(0.35) + 0.35 * bundle.seam(0.5))
    paint = paint + (shiny - paint) * tendon[:, None]
    if isinstance(way, Opening):
        # the cut edge of the fascia along the wall, and the wall darker toward the bone
        bell = np.exp(-(((at.z - way.at) / (way.half + 4)) ** 6))
        edge = np.exp(-(((at.rest - REST - 1.8) / 1.2) ** 2)) * np.clip(1 - (at.deep - 2.5) / 2.5, 0, 1)
        paint = _mix(paint, TENDON, 0.75 * edge * bell)
        shade = np.clip((at.deep - 3) / 14, 0, 1) * np.clip(1 - (at.rest - REST) / 3, 0, 1)
        paint = _mix(paint, DEEP, 0.45 * shade * bell)
    frayed = 5.0 * bundle.tone + 3.0 * strand.tone
    fade = _ease((at.z - LOWER_END - 6 + frayed) / FADED)
    fade = np.minimum(fade, _ease((UPPER_END - 3 - at.z + 0.7 * frayed) / FADED))
    return Solid(region, "muscle", moved, f, fade, fibres.evened(paint, f, 2))


def _origins(lines: Bed, at: _Fibre) -> F32:
    """Multifidus starts from each spinous tip by a tendon that frays out along the fibres."""
    out = np.zeros(len(at.z), np.float32)
    for tip in lines.tips:
        beside = at.across - (REST + SLANT * (tip + 2)) / np.hypot(1, SLANT)
        below = np.hypot(at.rest - REST, tip + 4 - at.z) + 6 * at.strand.tone
        out = np.maximum(out, np.exp(-((beside / 3.4) ** 2)) * _ease(1 - below / 34))
    return np.asarray(0.8 * out * np.clip(1 - at.deep / 6, 0, 1), np.float32)


def _aponeurosis(lines: Bed, at: _Fibre) -> F32:
    """Erector spinae's broad tendon: a sliver beside the cleft at L3, all of its back over the sacrum."""
    border = 7 + 46 * _ease((30 - at.z) / 105) ** 1.3
    inside = border - (at.rest - lines.cleft(at.z)) + 6.5 * at.bundle.tone + 2.5 * at.strand.tone
    return np.asarray(_ease(inside / 5.0) * np.clip(1.6 - at.deep / 5, 0, 1) * 0.92, np.float32)


def _mix(paint: F32, target: F32, share: F32) -> F32:
    return np.asarray(paint + (target - paint) * np.clip(share, 0, 1)[:, None], np.float32)


def _ease(t: NDArray[np.floating[Any]]) -> F32:
    s = np.clip(t, 0, 1)
    return np.asarray(s * s * (3 - 2 * s), np.float32)
