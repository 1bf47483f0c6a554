"""L4 and L5 in every state of a fusion, the emptied disc, the metal, the graft and what grows of it."""

from __future__ import annotations

from bones.column import column
from geometry.solid import SIDES
from groups.stock import Made, Stock
from illness.states import GAP, LOWER, UPPER
from surgery import fusion, graft, hardware, new_bone
from surgery.cut_root import cut_root

FUSED = (UPPER, LOWER)
PLACES = (*SIDES, "disc")
BELOW = "L5-S1.disc"
CUT_ROOTS = tuple(f"{name}.root.right" for name in FUSED)
METAL = ("cage", *(f"screw.{name}.{side}" for name in FUSED for side in SIDES), *(f"rod.{s}" for s in SIDES))
KEYS = (
    *(f"{name}+{state}" for name in FUSED for state in fusion.STATES),
    *(f"{name}+{state}.cutaway" for name in FUSED for state in ("drilled", "grown")),
    *(f"{GAP}+cleaned{open_}" for open_ in ("", ".cutaway")),
    *(f"{what}.{place}" for what in ("graft", "bridge") for place in PLACES),
    *(f"{what}.disc.cutaway" for what in ("graft", "bridge")),
    *(f"{root}+cutaway" for root in CUT_ROOTS),
    f"{BELOW}+plain",
    *METAL,
)
NEEDS = ("bones", "nerves", "discs")


def build(stock: Stock) -> Made:
    lie = column()
    bones = {name: stock.field(name) for name in FUSED}
    made = fusion.plan(lie, bones)
    grown = {name: fusion.prepared(lie, name, bones[name], "grown", made)[0] for name in FUSED}
    metal = [*hardware.fixation(lie, bones), hardware.cage(lie)]
    return Made(
        {
            **fusion.solids(lie, bones, stock.step),
            **graft.solids(lie, bones, made),
            **new_bone.solids(lie, bones, grown, made, stock.step),
            **{part.region: part for part in metal},
            f"{BELOW}+plain": fusion.plain_topped(lie, stock.solid(BELOW)),
            **{f"{root}+cutaway": cut_root(lie, root[:2], stock.solid(root)) for root in CUT_ROOTS},
        }
    )
