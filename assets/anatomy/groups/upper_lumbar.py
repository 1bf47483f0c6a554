"""L1 and L2, the bones between the chest and the three that the operations work on."""

from __future__ import annotations

import numpy as np

from bones.cartilage import painted
from bones.spine import UPPER_LUMBAR, Spine, spine
from bones.spine_fields import bones
from geometry.field import Field
from geometry.solid import Solid
from groups.stock import Made, Stock

KEYS = UPPER_LUMBAR
NEEDS = ("bones",)


def whole(lie: Spine, name: str, field: Field) -> Solid:
    """One bone of C1 to L2 where it stands, a region by itself."""
    v, f = field.surface()
    return Solid(
        name, "bone", lie.bones[name].out(v).astype(np.float32), f, None, painted(lie, name, field, v)
    )


def build(stock: Stock) -> Made:
    lie = spine()
    fields = bones(lie, UPPER_LUMBAR, stock.field("L3"), stock.step)
    solids = {name: whole(lie, name, field) for name, field in fields.items()}
    return Made(solids, {"L1": fields["L1"]})
