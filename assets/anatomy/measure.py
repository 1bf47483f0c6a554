"""Measures the bones' meshes against the published table; ends with 1 when one is off; draws nothing.

`python measure.py [STEP] [--json]` builds the bones alone. What is measured how is said beside each.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from dataclasses import asdict
from itertools import pairwise

from bones.column import Column, column
from geometry.field import Field
from groups.bones import stack
from measuring.mesh import Mesh, Row, meshed
from measuring.trunk import bone_rows, gap_rows
from morphometry import Level


def bones(step: float, lie: Column | None = None) -> tuple[dict[str, Field], dict[str, Mesh]]:
    """The bones alone, as fields and as meshes, each in its own frame; S1 is the sacrum."""
    lie = lie or column()
    fields = stack(lie, step)
    places = {**lie.bones, "S1": lie.sacrum}
    return fields, {name: meshed(field, places[name]) for name, field in fields.items()}


def rows(meshes: Mapping[str, Mesh], table: Mapping[str, Level]) -> list[Row]:
    """Every measure of every bone given, from the head down, and of the gaps between neighbours."""
    out: list[Row] = []
    names = [n for n in table if n in meshes]
    for name in names:
        if "lam_h" in table[name].measures:
            out += bone_rows(meshes[name], table[name])
    for upper, lower in pairwise(names):
        out += gap_rows(meshes[upper], meshes[lower], table[upper])
    return out


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("step", nargs="?", type=float, default=0.42, help="mm a cell of the model")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    lie = column()
    found = rows(bones(asked.step, lie)[1], lie.levels)
    if asked.json:
        print(json.dumps([asdict(r) for r in found], indent=1))
    else:
        for r in found:
            note = f"  {r.exception}" if r.exception else "  off" if r.off else ""
            figures = f"{r.measured:6.1f} {r.wanted:6.1f} {r.measured - r.wanted:+5.1f}"
            print(f"{r.level}  {r.name:26s} {figures}{note}")
    return int(any(r.off for r in found))


if __name__ == "__main__":
    sys.exit(main())
