"""All soft parts of the column but discs and muscles, gathered; each is made in the module named for it."""

from __future__ import annotations

from collections.abc import Mapping

from bands import anterior_longitudinal, intertransverse, posterior_longitudinal
from column import Column
from fat import epidural_fat
from field import Field
from ligaments import capsules, flava, flavum_rows, interspinous, sagittal_ligaments, supraspinous
from nerves import root_rows, roots, sac, sac_axis, sac_line, sacral_plate, under_pedicle
from solid import SIDES, Solid, tube

FINE = 0.45  # mm, the coarsest grid that still shows fibres


def soft_parts(lie: Column, fields: Mapping[str, Field], step: float) -> list[Solid]:
    """Sac, roots, fat and ligaments of a healthy column, every one under a region of its own.

    `fields` are its bones' (`column.bone_fields`), which the ligaments hold to; `step` is the grid in mm.
    """
    fine = min(step, FINE)
    return [
        sac(lie, step),
        *roots(lie, fine),
        epidural_fat(lie, fields, step),
        *flava(lie, fields, fine),
        *sagittal_ligaments(lie, fields, fine),
        *capsules(lie, fields, fine),
        *intertransverse(lie, fields, fine),
        anterior_longitudinal(lie, fields, step),
        posterior_longitudinal(lie, fields, step),
    ]


__all__ = [
    "FINE",
    "SIDES",
    "Solid",
    "anterior_longitudinal",
    "capsules",
    "epidural_fat",
    "flava",
    "flavum_rows",
    "interspinous",
    "intertransverse",
    "posterior_longitudinal",
    "root_rows",
    "roots",
    "sac",
    "sac_axis",
    "sac_line",
    "sacral_plate",
    "sagittal_ligaments",
    "soft_parts",
    "supraspinous",
    "tube",
    "under_pedicle",
]
