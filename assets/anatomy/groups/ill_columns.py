"""Bones, discs and nerves of each ill column: `L4+slip`."""

from __future__ import annotations

from bones.column import bone_fields, clear_of_sacrum
from groups import nerves
from groups.bones import painted
from groups.discs import UNDER, disc
from groups.stock import FINE, Made, Stock
from illness import disc_cut
from illness import states as illness
from morphometry import LEVELS
from soft.nerves import roots

KEYS = tuple(f"{part}+{ill}" for ill in illness.COLUMNS for part in (*LEVELS, *UNDER.values(), *nerves.KEYS))
NEEDS = ("bones",)


def build(stock: Stock) -> Made:
    made = Made({})
    for ill in illness.COLUMNS:
        lie = illness.ill_column(ill)
        fields = bone_fields(lie, stock.step)
        clear_of_sacrum(lie, fields[LEVELS[-1]], stock.field("S1"))
        for name, field in fields.items():
            made.solids[f"{name}+{ill}"] = painted(lie, name, field, field)
            made.solids[f"{UNDER[name]}+{ill}"] = disc(lie, name, stock.step)
        disc_cut.dried(made.solids[f"{illness.GAP}+{ill}"], illness.DRYNESS[ill])
        for part in (nerves.sac(lie, stock.step), *roots(lie, min(stock.step, FINE))):
            made.solids[f"{part.region}+{ill}"] = part
    return made
