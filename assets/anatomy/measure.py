"""Measures the bones' meshes against the published table; ends with 1 when one is off; draws nothing.

`python measure.py [STEP] [--json | --markdown]` builds the bones alone; each measure says how it is taken.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from dataclasses import asdict
from itertools import pairwise

from bones import cervical, spine, spine_fields, vertebra
from bones.atlas import ATLAS_PARTS
from bones.axis import AXIS_PARTS
from bones.column import Column, column
from bones.sacrum import SACRUM_PARTS
from geometry.field import Field
from groups.bones import stack
from measuring import table
from measuring.mesh import Mesh, Row, meshed
from measuring.neck import cervical_rows, neck_gap_rows
from measuring.top import atlas_rows, axis_rows
from measuring.trunk import bone_rows, gap_rows, sacrum_rows
from morphometry import Level

Bones = tuple[dict[str, Field], dict[str, Mesh]]
ODD_PARTS = {"C1": ATLAS_PARTS, "C2": AXIS_PARTS, "S1": SACRUM_PARTS}
ODD_ROWS = {"C1": atlas_rows, "C2": axis_rows, "S1": sacrum_rows}


def parts_of(name: str) -> tuple[str, ...]:
    """The names of a bone's parts, in the order of their codes."""
    return ODD_PARTS.get(name) or (cervical.PARTS if name in spine.NECK else vertebra.PARTS)


def bones(step: float, lie: Column | None = None) -> Bones:
    """The bones alone from L3 down, as fields and as meshes, each in its own frame; S1 is the sacrum."""
    lie = lie or column()
    fields = stack(lie, step)
    places = {**lie.bones, "S1": lie.sacrum}
    return fields, {name: meshed(field, places[name], parts_of(name)) for name, field in fields.items()}


def whole(step: float, low: Bones | None = None) -> Bones:
    """The same from the atlas to the sacrum, in the order in which they stand; `low`: from L3 down."""
    lie = spine.spine()
    fields, meshes = low or bones(step, lie.low)
    for names, lower in ((spine.UPPER_LUMBAR, "L3"), (spine.CHEST, "L1"), (spine.NECK, "T1")):
        built = spine_fields.bones(lie, names, fields[lower], step)
        fields = built | fields
        meshes = {n: meshed(f, lie.bones[n], parts_of(n)) for n, f in built.items()} | meshes
    return fields, meshes


def rows(meshes: Mapping[str, Mesh], wanted: Mapping[str, Level]) -> list[Row]:
    """Every measure of every bone given, from the head down, and of the gaps between neighbours."""
    out: list[Row] = []
    names = [n for n in wanted if n in meshes]
    for name in names:
        measured = ODD_ROWS.get(name) or (cervical_rows if name in spine.NECK else bone_rows)
        out += measured(meshes[name], wanted[name])
    for upper, lower in pairwise(names):
        if upper != "C1":  # no disc lies between the atlas and the axis
            gap = neck_gap_rows if upper in spine.NECK else gap_rows
            out += gap(meshes[upper], meshes[lower], wanted[upper])
    return out


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("step", nargs="?", type=float, default=0.42, help="mm a cell of the model")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--json", action="store_true")
    how.add_argument("--markdown", action="store_true", help="as tables by bone")
    asked = parser.parse_args()
    found = rows(whole(asked.step)[1], spine.spine().levels)
    if asked.json:
        print(json.dumps([asdict(r) for r in found], indent=1))
    else:
        print(table.markdown(found) if asked.markdown else table.lines(found))
    return int(any(r.off for r in found))


if __name__ == "__main__":
    sys.exit(main())
