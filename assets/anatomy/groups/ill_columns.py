"""Bones, discs and nerves of each ill column: `L4+slip`."""

from __future__ import annotations

from collections.abc import Sequence

from bones.column import Column, bone_fields, clear_of_sacrum, cleared
from geometry.field import Field
from geometry.solid import Solid
from groups import nerves
from groups.bones import painted
from groups.discs import UNDER, disc
from groups.stock import FINE, Made, Stock
from illness import disc_cut, slip, spurs
from illness import states as illness
from illness.states import LOWER, UPPER
from morphometry import LEVELS
from soft.nerves import roots

KEYS = tuple(f"{part}+{ill}" for ill in illness.COLUMNS for part in (*LEVELS, *UNDER.values(), *nerves.KEYS))
NEEDS = ("bones",)


def build(stock: Stock, ills: Sequence[str] = illness.COLUMNS) -> Made:
    made = Made({})
    for ill in ills:
        lie = illness.ill_column(ill)
        fields = _fields(ill, lie, stock.step)
        clear_of_sacrum(lie, fields[LEVELS[-1]], stock.field("S1"))
        for name, field in fields.items():
            made.solids[f"{name}+{ill}"] = _bone(ill, lie, name, field)
            made.solids[f"{UNDER[name]}+{ill}"] = disc(lie, name, stock.step)
        disc_cut.dried(made.solids[f"{illness.GAP}+{ill}"], illness.DRYNESS[ill])
        for part in _nerves(ill, lie, stock.step):
            made.solids[f"{part.region}+{ill}"] = part
    return made


def _fields(ill: str, lie: Column, step: float) -> dict[str, Field]:
    """The bones, each in its own frame: a cracked one whole, and cut clear where it stood before it slid."""
    fields = bone_fields(slip.unslipped(lie) if ill in illness.CRACKED else lie, step)
    if grown := illness.JOINTS_WORN.get(ill):
        for name in (UPPER, LOWER):
            fields[name] = disc_cut.grown_joints(fields[name], lie.levels[name], grown)
    if ill == "spurs":
        for name in (UPPER, LOWER):
            fields[name] = spurs.with_beaks(lie, name, fields[name])
    if ill in illness.JOINTS_WORN:
        cleared(lie, fields, UPPER, LOWER)
    return fields


def _bone(ill: str, lie: Column, name: str, field: Field) -> Solid:
    if ill not in illness.CRACKED or name != UPPER:
        return painted(lie, name, field, field)
    before = slip.unslipped(lie)
    front, rear = (painted(before, name, piece, field) for piece in slip.cracked(field, lie.levels[name]))
    front.v = front.v + slip.slid(lie)
    return slip.as_one(front, rear)


def _nerves(ill: str, lie: Column, step: float) -> list[Solid]:
    """The sac and the roots; beside a slip they are those of the straight column, led along the bones."""
    before = slip.unslipped(lie) if ill in illness.SLIPS else lie
    parts = [nerves.sac(before, step), *roots(before, min(step, FINE))]
    if ill in illness.SLIPS:
        return [slip.followed(part, lie, ill in illness.CRACKED) for part in parts]
    return parts
