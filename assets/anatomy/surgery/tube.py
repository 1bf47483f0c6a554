"""Where the working tube of a microlaminectomy aims: one axis for the tube drawn and for the bone cut."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bones.column import Column

UPPER, LOWER = "L4", "L5"
TUBE_INSIDE = 9.0  # mm, the radius of what it leaves free
OUT = (0.13, -0.955, 0.235)  # out of the tube: square to the laminae, its foot nearer the midline
AIM = (12.0, 0.0, 2.5)  # from the middle of the gap between the laminae to where it points, mm


def tube_axis(lie: Column) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """A point on the axis between the laminae, mm, and the unit way out, in the column's frame."""
    p, q = lie.levels[UPPER], lie.levels[LOWER]
    lower_edge = lie.bones[UPPER].out((0, p.wall - p.canal_d, p.vbh_p / 2 - p.lamina_top - p.lam_h))
    upper_edge = lie.bones[LOWER].out((0, q.wall - q.canal_d, q.vbh_p / 2 - q.lamina_top))
    return (lower_edge + upper_edge) / 2 + np.array(AIM), np.array(OUT) / np.linalg.norm(OUT)
