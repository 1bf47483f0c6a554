"""How a soft part holds to the bones beside it: sunk a little, cut away where it would lie deeper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from bones.column import Column, turn
from geometry.field import SUBTRACT, Array, Field

SUNK = 0.35  # mm that a soft part reaches into the bone it holds to, so that no gap opens between them


def seen(lie: Column, fields: Mapping[str, Field], name: str, onto: Field) -> Array:
    """A bone's distances, mm, on a grid that lies in the column's frame; `S1` is the sacrum."""
    place = lie.sacrum if name == "S1" else lie.bones[name]
    back = turn(place.tilt).T
    return fields[name].moved(back, -back @ place.middle, onto)


def carve(
    field: Field,
    lie: Column,
    fields: Mapping[str, Field],
    names: Sequence[str],
    sunk: float = SUNK,
) -> None:
    """Cut a soft part away wherever it would lie deeper than `sunk` mm in one of the bones."""
    for name in names:
        field.put(seen(lie, fields, name, field) + np.float32(sunk), 0.5, SUBTRACT)
