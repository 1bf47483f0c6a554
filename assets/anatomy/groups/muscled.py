"""The muscles at rest and held open for each operation, with what holds them; `+aside`, `+wide`, `+tube`."""

from __future__ import annotations

from bones.column import Place, column, turn
from geometry.field import Field
from geometry.solid import SIDES
from groups.stock import Made, Stock
from morphometry import LEVELS
from soft import muscles
from surgery import instruments

NAMES = ("multifidus", "erector")
TAGS = ("", "+aside", "+wide")
WAYS = {
    "right": (None, muscles.HELD, muscles.WIDE),
    "left": (None, muscles.HELD_LEFT, muscles.WIDE_LEFT),
}
KEYS = (
    *(f"{name}.{side}{tag}" for name in NAMES for side in SIDES for tag in TAGS),
    *(f"retractor.{side}{tag}" for side in SIDES for tag in TAGS[1:]),
    *(f"{name}.right+tube" for name in NAMES),
    "tube",
)
NEEDS = ("bones",)
COARSE = 0.55  # mm: fibres are finer than this, but they are made on the mesh


def _as_muscles_see(field: Field, place: Place) -> muscles.Bone:
    back = turn(place.tilt).T
    return field, back, -back @ place.middle


def build(stock: Stock) -> Made:
    lie, coarse = column(), max(stock.step, COARSE)
    bones = [_as_muscles_see(stock.field(name), lie.bones[name]) for name in LEVELS]
    bones.append(_as_muscles_see(stock.field("S1"), lie.sacrum))
    made = Made({})
    for side in SIDES:
        for tag, way in zip(TAGS, WAYS[side], strict=True):
            for part in muscles.muscles(lie, bones, side, way, coarse):
                made.solids[part.region + tag] = part
            if way:
                made.solids[f"retractor.{side}{tag}"] = instruments.blade(lie, bones, side, way)
    channel = instruments.channel(lie, bones)
    for part in muscles.muscles(lie, bones, "right", channel, coarse):
        made.solids[f"{part.region}+tube"] = part
    made.solids["tube"] = instruments.tube(lie, channel)
    return made
