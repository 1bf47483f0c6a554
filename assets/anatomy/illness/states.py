"""What each illness changes, as data and as columns placed by other measures; meshes and renders nothing.

Two families: columns whose bones or discs stand or are shaped otherwise, seen from the side, and the canal
cut across the middle of the L4-L5 disc, seen from the feet. Sizes are ours (EST), chosen to be plain to see
and within what such illnesses do; hernias and growths are on the patient's right.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bones.column import Column, column
from morphometry import Level, levels

UPPER, LOWER = "L4", "L5"
GAP = "L4-L5.disc"

# from the side

JOINTS_GROWN = 1.7  # mm, in a narrow canal
# the first slip is of grade 1 (less than a quarter of the body below), the second of grade 2 (less than half)
SLIPS = {"slip": 7.5, "slip-2": 13.5}  # mm
DRYNESS = {"slip": 0.55, "slip-2": 0.7, "worn": 0.8, "spurs": 0.5}
COLUMNS = tuple(DRYNESS)


def ill_column(name: str) -> Column:
    """The column with one illness. Raises ValueError for one this model does not know."""
    table: dict[str, Level] = dict(levels())
    if name in SLIPS:
        table[UPPER] = table[UPPER].changed(disc_below=7.0 if name == "slip" else 6.0)
        return column(table, {UPPER: SLIPS[name]})
    if name == "worn":
        table[UPPER] = table[UPPER].changed(disc_below=5.2, spur_lower=1.6)
        table[LOWER] = table[LOWER].changed(spur_upper=1.6)
        return column(table)
    if name == "spurs":
        table[UPPER] = table[UPPER].changed(disc_below=8.0, spur_lower=6.2)
        table[LOWER] = table[LOWER].changed(spur_upper=5.6)
        return column(table)
    raise ValueError(f"no illness of the column called '{name}': choose one of {', '.join(COLUMNS)}")


# the disc cut across


@dataclass(frozen=True)
class Hernia:
    """Disc matter beyond the ring: `blobs` are ellipsoids (centre, half sizes) in the disc's frame.

    Their y counts from the disc's back wall.
    `path` is the half width of the way the gel took through the ring, mm; 0 where the ring holds.
    """

    blobs: tuple[tuple[tuple[float, float, float], tuple[float, float, float]], ...] = ()
    neck: float = 4.0
    path: float = 0.0
    bulge: float = 0.0
    loose: bool = False


HERNIAS: Mapping[str, Hernia] = {
    "bulge": Hernia(bulge=3.0),
    "protrusion": Hernia((((7.2, 1.0, 0.0), (7.4, 5.6, 5.0)),), 4.5, 1.9),
    "extrusion": Hernia((((7.0, -1.6, -0.5), (5.0, 5.6, 5.2)),), 2.2, 1.7),
    "fragment": Hernia((((7.4, -4.8, 1.0), (4.2, 3.4, 4.2)),), 0.3, 0.0, 0.8, True),
    "stenosis": Hernia(bulge=1.8),
}
SECTIONS = ("healthy", *HERNIAS, "tumor")


@dataclass(frozen=True)
class Room:
    """What stands in the canal, in the disc's frame, mm.

    `a`, `b`, `y`: the sac's half sizes and its middle. `root`, `left`: place and half sizes of the L5 roots.
    `crowd`: the least distance between two nerves of the sac. `growth`: place and half sizes of a tumor.
    """

    a: float
    b: float
    y: float
    flavum: float
    root: tuple[float, float, float, float]
    left: tuple[float, float, float, float]
    crowd: float = 1.5
    growth: tuple[float, float, float, float] | None = None


def room(name: str, p: Level) -> Room:
    """The canal's contents in one state, in the disc's frame."""
    wall, r = p.wall, p.root_radius
    a, b = p.sac_width / 2, p.sac_depth / 2
    y = wall - p.sac_behind_wall - b
    free = (p.half_canal - 2.4, wall - 5.2, r, r)
    if name == "stenosis":
        squeezed = (p.half_canal - 3.6, wall - 4.2, r * 1.15, r * 0.72)
        return Room(a * 0.66, b * 0.66, wall - 2.6 - b * 0.66, 7.4, squeezed, squeezed, 1.22)
    if name == "tumor":
        return Room(a * 1.06, b * 1.04, y, p.flavum_thick, free, free, growth=(3.0, y - 0.2, 4.7, 4.5))
    pushed = {
        "bulge": (p.half_canal - 2.5, wall - 5.8, r, r * 0.85),
        "protrusion": (p.half_canal - 3.1, wall - 6.0, r * 1.2, r * 0.56),
        "extrusion": (p.half_canal - 1.9, wall - 6.9, r * 0.9, r * 0.62),
        "fragment": (p.half_canal - 1.7, wall - 7.7, r * 0.68, r * 0.8),
    }
    right = pushed.get(name, free)
    return Room(a, b, y, p.flavum_thick, right, right if name == "bulge" else free)
