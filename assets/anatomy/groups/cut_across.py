"""L4's canal cut across under its lamina, and at the L4-L5 disc in every state, seen from the feet."""

from __future__ import annotations

from bones.column import cleared, column
from bones.vertebra import PARTS
from groups.stock import Made, Stock
from illness import canal_cut, disc_cut, section
from illness import states as illness

PAIR = (illness.UPPER, illness.LOWER)
SECTION = 5  # solids of the cut under the lamina
PLAIN, GROWING = 11, 12  # solids of a state; one more where something stands in the canal


def count(state: str) -> int:
    """How many solids a state of the canal has besides its two bones."""
    return GROWING if state in ("fragment", "tumor") else PLAIN


KEYS = (
    *(f"section.{index}" for index in range(SECTION)),
    *(f"{name}.cut{grown}" for name in PAIR for grown in ("", "+stenosis")),
    *(f"cut.{state}.{index}" for state in illness.SECTIONS for index in range(count(state))),
)
NEEDS = ("bones",)


def build(stock: Stock) -> Made:
    lie = column()
    made = Made({f"section.{index}": part for index, part in enumerate(section.canal_section(lie))})
    fields = {name: stock.field(name) for name in PAIR}
    grown = {
        name: disc_cut.grown_joints(fields[name], lie.levels[name], illness.JOINTS_GROWN) for name in PAIR
    }
    cleared(lie, grown, *PAIR)
    for name in PAIR:
        made.solids[f"{name}.cut"] = disc_cut.cut_bone(lie, name, fields[name], PARTS)
        made.solids[f"{name}.cut+stenosis"] = disc_cut.cut_bone(lie, name, grown[name], PARTS)
    for state in illness.SECTIONS:
        parts = (
            *disc_cut.cut_disc(lie, state, min(stock.step, 0.4)),
            *canal_cut.canal_contents(lie, state, grown if state == "stenosis" else fields),
        )
        for index, part in enumerate(parts):
            made.solids[f"cut.{state}.{index}"] = part
    return made
