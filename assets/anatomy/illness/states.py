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

JOINTS_GROWN = 2.4  # mm, in a narrow canal
GIVEN = 0.9  # mm that a sac moves back into its fat before it is dented
FLAVUM_GROWN = 10.6  # mm, there too
RECESS = 2.4  # mm, there too: what is left for a root between disc and joint
# a slip of less than a quarter of the plate below is of grade 1, of less than half of grade 2; with its arch
# whole (worn joints) a bone cannot slide that far, so the two grades are shown with the arch cracked
SLIPS = {"slip": 6.0, "slip-1": 7.0, "slip-2": 13.5}  # mm
CRACKED = ("slip-1", "slip-2")
SLIPPED_DISC = {"slip": 7.0, "slip-1": 7.0, "slip-2": 6.4}  # mm high
DRYNESS = {"slip": 0.55, "slip-1": 0.55, "slip-2": 0.65, "worn": 0.8, "spurs": 0.5}
JOINTS_WORN = {"slip": 0.7, "spurs": 1.1}  # mm that they are thicker all round
COLUMNS = tuple(DRYNESS)


def ill_column(name: str) -> Column:
    """The column with one illness. Raises ValueError for one this model does not know."""
    table: dict[str, Level] = dict(levels())
    if name in SLIPS:
        table[UPPER] = table[UPPER].changed(disc_below=SLIPPED_DISC[name])
        return column(table, {UPPER: SLIPS[name]})
    if name == "worn":
        table[UPPER] = table[UPPER].changed(disc_below=5.2, spur_lower=1.6)
        table[LOWER] = table[LOWER].changed(spur_upper=1.6)
        return column(table)
    if name == "spurs":
        table[UPPER] = table[UPPER].changed(disc_below=8.0)
        return column(table)
    raise ValueError(f"no illness of the column called '{name}': choose one of {', '.join(COLUMNS)}")


# the disc cut across


@dataclass(frozen=True)
class Hernia:
    """How a disc is ill, in its own frame, mm; what is 0 does not happen.

    `bulge` moves the rim outward all around, `behind` yet more at the back. The gel's way out leads to `at`
    (x, on the back wall): there the rim is moved by `out` over a half width of `wide`, the gel's edge by
    `pushed` over `narrow`, so that the layers between grow thin. `path` is the half width of the way the gel
    broke, `through` the share of the ring it broke (1: all of it), `gap` the half width of an open tear at
    the rim. `blobs` is matter beyond the ring, ellipsoids (centre with y from the disc's back wall, half
    sizes), joined to it with a fillet of `neck` unless it is `loose`.
    """

    blobs: tuple[tuple[tuple[float, float, float], tuple[float, float, float]], ...] = ()
    neck: float = 4.0
    path: float = 0.0
    bulge: float = 0.0
    loose: bool = False
    behind: float = 0.0
    at: float = 8.0
    out: float = 0.0
    wide: float = 6.0
    pushed: float = 0.0
    narrow: float = 4.0
    through: float = 1.0
    gap: float = 0.0


HERNIAS: Mapping[str, Hernia] = {
    "bulge": Hernia(bulge=1.6, behind=0.6),
    "protrusion": Hernia(path=2.6, at=8.2, out=4.4, wide=7.4, pushed=5.4, narrow=5.6, through=0.44),
    "extrusion": Hernia(
        (((8.6, -4.3, -0.3), (5.4, 3.2, 4.6)), ((6.4, -5.0, -0.8), (3.4, 2.8, 3.6))),
        0.9, 1.35, at=7.6, out=0.9, wide=3.4, pushed=2.2, narrow=3.0,
    ),
    "fragment": Hernia(
        (
            ((8.8, -5.7, 0.6), (3.7, 2.6, 3.8)),
            ((6.5, -7.3, 1.2), (2.5, 2.1, 3.0)),
            ((10.7, -5.3, 0.4), (2.3, 1.9, 2.6)),
        ),
        0.8, 0.0, loose=True, at=7.2, out=0.9, wide=3.2, pushed=1.2, narrow=3.0, gap=1.2,
    ),
    "stenosis": Hernia(bulge=1.2, behind=1.4),
}  # fmt: skip
SECTIONS = ("healthy", *HERNIAS, "tumor")


@dataclass(frozen=True)
class Room:
    """What stands in the canal, in the disc's frame, mm, before anything presses on it.

    `a`, `b`, `y`: the sac's half sizes and its middle. `flavum`: the yellow ligament's thickness. `root`,
    `left`: how far from the midline the L5 roots pass. `growth`: place and half sizes of a tumor.
    `recess`: what is left of the room between disc and joint for a root, 0 where nothing grew into it;
    `packed`: whether the sac's nerves are pressed together.
    """

    a: float
    b: float
    y: float
    flavum: float
    root: float
    left: float
    growth: tuple[float, float, float, float] | None = None
    recess: float = 0.0
    packed: bool = False


def room(name: str, p: Level) -> Room:
    """The canal's contents in one state, in the disc's frame."""
    a, b = p.sac_width / 2, p.sac_depth / 2
    y, free = p.wall - p.sac_behind_wall - b, p.half_canal - 2.4
    if name == "stenosis":
        beside = p.half_canal - 3.0
        return Room(a * 0.87, b, y, FLAVUM_GROWN, beside, beside, None, RECESS, True)
    if name == "tumor":
        return Room(a * 1.06, b * 1.04, y, p.flavum_thick, free, free, (3.0, y - 0.2, 4.7, 4.5))
    if name in HERNIAS:
        y -= GIVEN
    aside = {
        "protrusion": p.half_canal - 2.2,
        "extrusion": p.half_canal - 1.6,
        "fragment": p.half_canal - 1.2,
    }
    return Room(a, b, y, p.flavum_thick, aside.get(name, free), free)
