"""Where a picture is looked at from, without perspective; draws nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Camera:
    """Looks from `toward` (a direction out of the subject) at `centre`; `width` mm span the picture."""

    centre: tuple[float, float, float]
    toward: tuple[float, float, float]
    width: float
    up: tuple[float, float, float] = (0, 0, 1)

    def axes(self) -> NDArray[np.float64]:
        """Rows: the picture's right, the picture's up, out of the picture."""
        out = np.asarray(self.toward, float)
        out = out / np.linalg.norm(out)
        right = np.cross(np.asarray(self.up, float), out)
        right /= np.linalg.norm(right)
        return np.stack([right, np.cross(out, right), out])

    def project(self, points: NDArray[np.floating[Any]], size: tuple[int, int]) -> NDArray[np.float64]:
        """(n, 3): pixel x, pixel y down, depth toward the viewer in mm."""
        seen = (np.asarray(points, float) - np.asarray(self.centre)) @ self.axes().T
        scale = size[0] / self.width
        return np.stack([size[0] / 2 + seen[:, 0] * scale, size[1] / 2 - seen[:, 1] * scale, seen[:, 2]], 1)
