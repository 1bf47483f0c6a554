"""The bone each operation takes, as fields on one bone in its own frame; one-sided cuts are on the right.

Cuts are shaped as burr and punch leave them: walls that flare toward the surgeon, edges bitten in small arcs,
nothing flat. Widths and heights hang on the bone's own measures, so that they follow a better bone.
"""

from __future__ import annotations

import numpy as np
from scipy import ndimage as ndi

from bones.column import column
from bones.vertebra import upper_joint
from geometry.field import SUBTRACT, Array, Field, smooth_max
from morphometry import Level, levels
from soft.muscles import Channel
from surgery.tube import TUBE_INSIDE, tube_axis

LEVEL = "L4"
OPERATIONS = (
    "laminotomy",
    "microlaminectomy",
    "discectomy",
    "hemilaminectomy",
    "facetectomy",
    "laminectomy",
)

BITE = 3.4  # mm, the footprint of a punch along an edge
BITE_DEPTH = 0.32
WOBBLE, WOBBLE_WAVE = 0.16, 2.2  # mm
EDGE = 1.4  # mm, rounding where a cut meets the old surface
TO_THE_DISC = 2.0  # mm, how much more of the joint's inner rim goes where a piece of disc must be reached
ALONG_THE_CANAL = 0.4  # mm less to the side for each mm in front of the canal's roof: no sliver of the joint
FACET_TAKEN = 13.0  # mm, how much wider a cut is where it takes the whole lower joint process


def _wobble(field: Field, amount: float, seed: int) -> Array:
    noise = np.random.default_rng(seed).standard_normal(field.shape).astype(np.float32)
    soft = ndi.gaussian_filter(noise, WOBBLE_WAVE / field.h)
    return np.asarray(amount * soft / soft.std(), np.float32)


def _window(
    x: Array, z: Array, low: float, high: float, inner: Array | float, outer: Array | float, power: float
) -> Array:
    """A rounded opening seen from behind, its edge bitten in arcs; distance outside it, mm."""
    wide, tall = (outer - inner) / 2, (high - low) / 2
    u, v = (x - (inner + outer) / 2) / wide, (z - (low + high) / 2) / tall
    k = (np.abs(u) ** power + np.abs(v) ** power + 1e-6) ** (1 / power)
    round_it = np.arctan2(v, u) * np.mean(wide + tall) / 2
    bites = BITE_DEPTH * np.abs(np.sin(np.pi * round_it / BITE))
    return np.asarray((k - 1) * np.minimum(wide, tall) - bites, np.float32)


def _beside_spinous(p: Level, x: Array, y: Array, z: Array, keep: float, under: float = 0.0) -> Array:
    """Distance inside what is kept at the midline: `keep` mm a side where the lamina joins the blade.

    Nothing of the blade itself is taken. Toward the canal the kept wedge narrows by `under` mm for each mm,
    and its upper and lower corner are rounded off, so that no block stands beside the blade.
    """
    low, top = _lamina(p)
    ahead = y - (_roof(p) - p.lam_t)
    above, below = np.clip((z - top + 10.0) / 7.5, 0, 1.2), np.clip((low + 7.0 - z) / 7.0, 0, 1.2)
    corner = 3.4 * (above**2 + below**2)
    half = keep + 0.55 * np.clip(-ahead - 1.0, 0, 20) - under * np.clip(ahead, 0, 9)
    return np.asarray(half - (corner if under else 0.0) - x, np.float32)


def _roof(p: Level) -> float:
    """The canal's roof at the midline, y in the bone's frame, mm."""
    return p.wall - p.canal_d


def _lamina(p: Level) -> tuple[float, float]:
    """Heights of the lamina's lower and upper edge, mm."""
    top = p.vbh_p / 2 - p.lamina_top
    return top - p.lam_h, top


def _joint_edge(p: Level, z: Array) -> Array:
    """How far to the side the lamina may go: the joint's inner rim below, less above to spare the isthmus."""
    low, _ = _lamina(p)
    return np.asarray(upper_joint(p).x - 3.4 - 2.4 * np.clip((z - low) / p.lam_h, 0, 1) ** 2, np.float32)


def _flare(p: Level, y: Array, share: float) -> Array:
    return np.asarray(np.clip(_roof(p) + 6 - y, 0, 14) * share, np.float32)


def _laminotomy(p: Level, x: Array, y: Array, z: Array, wider: float = 0.0) -> Array:
    """An arch in the lower edge of the right lamina and the joint's inner rim, `wider` mm to the side."""
    low, _ = _lamina(p)
    arch = _window(x, z, low - 12.0, low + 9.4, 3.2, upper_joint(p).x - 4.2 + wider, 2.3)
    return smooth_max(arch - _flare(p, y, 0.17), _beside_spinous(p, x, y, z, 3.2), 2.5)


def _hemilaminectomy(p: Level, x: Array, y: Array, z: Array) -> Array:
    """The whole right lamina, from the side of the spinous process to the joint; the isthmus stays."""
    low, top = _lamina(p)
    side = _joint_edge(p, z) - ALONG_THE_CANAL * np.clip(y - _roof(p) - 1.0, 0, 12)
    cut = _window(x, z, low - 9.0, top + 8.0, 1.0, side, 4.0) - _flare(p, y, 0.15)
    return smooth_max(cut, _beside_spinous(p, x, y, z, p.spine_thin + 1.1, 0.13), 3.0)


def _laminectomy(p: Level, x: Array, y: Array, z: Array) -> Array:
    """Both laminae and the spinous process, between the joints."""
    low, top = _lamina(p)
    cut = _window(x, z, low - 26.0, top + 9.0, -_joint_edge(p, z), _joint_edge(p, z), 6.0)
    return np.asarray(cut - _flare(p, y, 0.16), np.float32)


def _facetectomy(p: Level, x: Array, y: Array, z: Array) -> Array:
    """A hemilaminectomy with the lower joint process: the way to the disc space in a fusion."""
    low, top = _lamina(p)
    joint = np.clip((low + 0.42 * p.lam_h - z) / 7.0, 0, 1)
    outer = _joint_edge(p, z) + FACET_TAKEN * joint * joint * (3 - 2 * joint)
    cut = _window(x, z, low - 22.0, top + 8.0, 1.0, outer, 4.0) - _flare(p, y, 0.12)
    return smooth_max(cut, _beside_spinous(p, x, y, z, p.spine_thin + 1.1, 0.13), 3.0)


def _microlaminectomy(p: Level, x: Array, y: Array, z: Array) -> Array:
    """What a leaning tube lets the burr reach: the lamina's lower edge, the joint's inner part, the roof's
    undersurface past the midline; the spinous process stays."""
    low, _ = _lamina(p)
    roof = _roof(p)
    in_tube = _off_the_tube(x, y, z) - TUBE_INSIDE
    arch = _window(x, z, low - 12.0, low + 9.4, 3.2, upper_joint(p).x - 3.2, 2.2) - _flare(p, y, 0.19)
    through = smooth_max(smooth_max(arch, _full(in_tube, arch), 1.5), _beside_spinous(p, x, y, z, 3.4), 2.5)
    half = (8.0, 3.6, 7.0)
    u = [(x - 0.5) / half[0], (y - roof - 0.4) / half[1], (z - low - 4.0) / half[2]]
    under = (np.sqrt(u[0] ** 2 + u[1] ** 2 + u[2] ** 2) - 1) * half[1]
    return -smooth_max(-through, -_full(under, through), 2.0)


def _off_the_tube(x: Array, y: Array, z: Array) -> Array:
    """Distance from the tube's axis, mm, of places in the bone's frame."""
    lie = column()
    middle, away = tube_axis(lie)
    aim = lie.bones[LEVEL].into(middle)
    out = lie.bones[LEVEL].into(middle + away) - aim
    square, _ = Channel(tuple(aim), tuple(out), TUBE_INSIDE).beside(x, y, z)
    return np.sqrt(square)


def _full(part: Array, like: Array) -> Array:
    return np.asarray(np.broadcast_to(part, np.broadcast_shapes(part.shape, like.shape)), np.float32)


def cutter(field: Field, operation: str) -> Array:
    """Distance outside the bone to be taken, mm, on the grid of `field`.

    Raises ValueError for an operation this model does not know.
    """
    p = levels()[LEVEL]
    x, y, z = field.axes()
    if operation == "laminotomy":
        cut = _laminotomy(p, x, y, z)
    elif operation == "microlaminectomy":
        cut = _microlaminectomy(p, x, y, z)
    elif operation == "discectomy":
        cut = _laminotomy(p, x, y, z, TO_THE_DISC)
    elif operation == "hemilaminectomy":
        cut = _hemilaminectomy(p, x, y, z)
    elif operation == "facetectomy":
        cut = _facetectomy(p, x, y, z)
    elif operation == "laminectomy":
        cut = _laminectomy(p, x, y, z)
    else:
        raise ValueError(f"no operation called '{operation}': choose one of {', '.join(OPERATIONS)}")
    cut = np.broadcast_to(cut, field.shape).astype(np.float32)
    front = np.broadcast_to(y - (p.wall - 7.0), field.shape).astype(np.float32)
    return smooth_max(cut, front, 2.0) + _wobble(field, WOBBLE, 3)


def operated(bone: Field, operation: str) -> tuple[Field, Array]:
    """The bone with its cut made, and the cutter's field."""
    cut = cutter(bone, operation)
    return taken(bone, cut), cut


def taken(bone: Field, cut: Array, edge: float = EDGE) -> Field:
    """The bone without what lies inside `cut`, its new edges rounded by `edge` mm."""
    left = bone.like()
    left.d, left.part, left.best = bone.d.copy(), bone.part, bone.best
    left.put(cut, edge, SUBTRACT)
    return left
