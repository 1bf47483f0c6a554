"""Soft blurs of any width in a moment: a wide one is made at a fraction of the size; knows no picture."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage as ndi

NARROW = 6.0  # pixels; the deviation a reduced plane keeps, wide enough that the reduction cannot be seen


def blurred(plane: NDArray[Any], deviation: float) -> NDArray[np.float32]:
    """A (high, wide) plane blurred by a bell of `deviation` pixels."""
    plane = np.asarray(plane, np.float32)
    by = int(deviation // NARROW)
    if by < 2:
        return np.asarray(ndi.gaussian_filter(plane, deviation), np.float32)
    high, wide = plane.shape
    small = Image.fromarray(plane, "F").resize((max(1, wide // by), max(1, high // by)), Image.Resampling.BOX)
    soft = ndi.gaussian_filter(
        np.asarray(small), (deviation * small.height / high, deviation * small.width / wide)
    )
    return np.asarray(Image.fromarray(soft, "F").resize((wide, high), Image.Resampling.BICUBIC))
