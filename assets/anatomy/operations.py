"""The cuts of the three operations as fields on L4, in L4's own frame; right side only."""

from __future__ import annotations

import numpy as np
from field import SUBTRACT, Array, Field, smooth_max
from morphometry import levels
from scipy import ndimage as ndi
from vertebra import upper_joint

LEVEL = "L4"
OPERATIONS = ("laminotomy", "hemilaminectomy", "laminectomy")


def _wobble(field: Field, amount: float, seed: int) -> Array:
    noise = np.random.default_rng(seed).standard_normal(field.shape).astype(np.float32)
    soft = ndi.gaussian_filter(noise, 2.2 / field.h)
    return np.asarray(amount * soft / soft.std(), np.float32)


def _window(
    x: Array, z: Array, low: float, high: float, inner: float, outer: Array | float, power: float = 3.2
) -> Array:
    """A rounded opening seen from behind; distance outside it, mm."""
    u, v = (
        np.abs(x - (inner + outer) / 2) / ((outer - inner) / 2),
        np.abs(z - (low + high) / 2) / ((high - low) / 2),
    )
    k = (u**power + v**power + 1e-6) ** (1 / power)
    return np.asarray((k - 1) * np.minimum(outer - inner, high - low) / 2, np.float32)


def cutter(field: Field, operation: str) -> Array:
    """Distance outside the bone to be taken, mm: walls flare toward the surgeon and are a little uneven.

    Raises ValueError for an operation this model does not know.
    """
    p = levels()[LEVEL]
    x, y, z = field.axes()
    top = p.vbh_p / 2 - p.lamina_top
    low = top - p.lam_h
    roof = p.wall - p.canal_d
    outer = upper_joint(p).x - 3.6
    flare = np.clip(roof + 6 - y, 0, 14) * 0.16
    front = y - (p.wall - 7.0)
    beside_spinous = 3.0 + 0.35 * np.clip(roof - p.lam_t - y, 0, 20) - x
    if operation == "laminotomy":
        cut = np.maximum(_window(x, z, low - 7.0, low + 9.6, 3.4, 13.2, 2.6) - flare, beside_spinous)
    elif operation == "hemilaminectomy":
        leaning = outer + 0.09 * (low + p.lam_h / 2 - z)
        cut = _window(x, z, low - 9.0, top + 8.0, 3.2, leaning, 4.0) - flare
        cut = np.maximum(cut, beside_spinous)
    elif operation == "laminectomy":
        cut = _window(x, z, low - 26.0, top + 9.0, -outer, outer, 6.0) - flare
    else:
        raise ValueError(f"no operation called '{operation}': choose one of {', '.join(OPERATIONS)}")
    cut = smooth_max(np.asarray(cut, np.float32), np.broadcast_to(front, field.shape).astype(np.float32), 2.0)
    return cut + _wobble(field, 0.18, 3)


def operated(bone: Field, operation: str) -> tuple[Field, Array]:
    """The bone with its cut made, and the cutter's field."""
    cut = cutter(bone, operation)
    left = bone.like()
    left.d, left.part, left.best = bone.d.copy(), bone.part, bone.best
    left.put(cut, 1.4, SUBTRACT)
    return left, cut
