"""The ligaments between L5 and the sacrum: flava, the sheet to the median crest, capsules; no gap above."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bones.column import Column, sacral_joint
from bones.sacral_axis import canal_line
from bones.vertebra import canal_roof as front_of_lamina
from geometry.field import SUBTRACT, Field, Sweep
from geometry.solid import SIDES, Solid
from soft import ligaments
from soft.held import carve
from soft.ligaments import Fields
from soft.nerves import root_rows, sac_axis

GAP, PAIR = "L5-S1", ("L5", "S1")
RIM = 2.0  # mm of the sacrum's roof and crest that are rounded
NERVE_ROOM = 0.8  # mm between a capsule and the root of L5, whose ganglion lies on the joint's front
COLUMNS = 15  # places from the midline outward where the sacrum's roof is felt for its upper edge


def _roof_edge(lie: Column, field: Field, wide: float) -> NDArray[np.float64]:
    """Rows x, y, z (mm, the plate's frame) of the upper edge of S1's laminae, from the midline outward."""
    p = lie.levels["S1"]
    y = field.lo[1] + field.h * np.arange(field.shape[1])
    behind = y < -p.epd_u / 2 - p.canal_d / 2
    rows = []
    for x in np.linspace(0, wide, COLUMNS):
        found = []
        for sign in SIDES.values():
            i = round((sign * x - field.lo[0]) / field.h)
            j, k = np.nonzero((field.d[i] < 0) & behind[:, None])
            top = k > k.max() - 2.5 / field.h
            found.append((y[j[top]].max(), field.lo[2] + field.h * k.max()))
        rows.append([x, *np.mean(found, 0)])
    edge = np.array(rows)
    for column in (1, 2):  # a rim as even as the eye expects of a fibrous border
        edge[:, column] = np.polyval(np.polyfit(edge[:, 0], edge[:, column], 3), edge[:, 0])
    return edge


def flava(lie: Column, fields: Fields, step: float) -> list[Solid]:
    """The yellow ligament from L5's laminae to the upper edge of S1's, one a side."""
    p, plate = lie.levels["L5"], lie.sacrum
    wide = p.sacral_flavum_half
    edge = _roof_edge(lie, fields["S1"], wide)

    def line(x: float) -> NDArray[np.float64]:
        out = []
        for share in (p.sacral_flavum_top, 0.85):
            z = p.vbh_p / 2 - p.lamina_top - p.lam_h * share
            slant = 1 / np.tan(np.radians(p.lamina_between / 2))
            out.append(lie.bones["L5"].out((x, front_of_lamina(p, z) + slant * (x - 1.5) + 1.0, z)))
        y, z = (float(np.interp(x, edge[:, 0], edge[:, c])) for c in (1, 2))
        # onto the rim and into the laminae: what stands out behind them are its last fibres
        out += [plate.out((x, y - back, z - down)) for back, down in ((1.6, 0.5), (2.0, 4.0))]
        return np.asarray(out)

    tail = canal_line(lie.levels, lie.levels["S1"].sac_end)
    sac = sac_axis(lie, [tuple(plate.out(row[:3])) for row in tail])

    def cut(field: Field) -> None:
        carve(field, lie, fields, PAIR)
        there, where = field.tube(sac, 4.0)
        field.put(there - np.float32(ligaments.SAC_ROOM), 0.4, SUBTRACT, 0, where)

    return [
        ligaments.flavum(f"{GAP}.flavum.{side}", line, p.flavum_thick, wide, sign, step, cut)
        for side, sign in SIDES.items()
    ]


def interspinous(lie: Column, fields: Fields, step: float) -> Solid:
    """The short sheet from L5's spinous process to the median crest of the sacrum."""
    sacral, field = lie.levels["S1"], fields["S1"]
    middle = round(-field.lo[0] / field.h)
    j, k = np.nonzero(field.d[middle] < 0)
    y, z = field.lo[1] + field.h * j, field.lo[2] + field.h * k
    tip = float(y[z > -sacral.median_crest_at].min())
    # short of the rounded front rim, so that the sheet does not hang into the canal
    root = float(_roof_edge(lie, field, 1.0)[0, 1]) - RIM
    crest = lie.sacrum.out(ligaments.spine_edge(field, tip + RIM, root, 9, "over"))
    edge = ligaments.spinous_edge(lie, fields, "L5", "under")
    # no further back than the crest, where it has something to hold to
    y = np.linspace(crest[:, 1].min(), edge[:, 1].max(), len(edge))
    under = np.stack([np.zeros_like(y), y, np.interp(y, edge[:, 1], edge[:, 2])], 1)
    thick = lie.levels["L5"].interspinous_thick
    return ligaments.spinous_sheet(f"{GAP}.interspinous", lie, fields, PAIR, (under, crest), thick, step)


def capsules(lie: Column, fields: Fields, step: float) -> list[Solid]:
    """The sleeves over the joints of L5 with the sacrum."""
    sacral = lie.levels["S1"]
    joint = sacral_joint(lie.levels["L5"], sacral)
    turned = np.radians(joint.angle)
    out = []
    for side, sign in SIDES.items():
        rows = root_rows(lie.levels["L5"])[0]
        root = Sweep([[*lie.bones["L5"].out((sign * x, y, z)), r, r] for x, y, z, r in rows], (0, 1, 0.2))

        def cut(field: Field, root: Sweep = root) -> None:
            carve(field, lie, fields, PAIR, ligaments.CAPSULE_SUNK)
            there, where = field.tube(root, 4.0)
            field.put(there - np.float32(NERVE_ROOM), 0.8, SUBTRACT, 0, where)

        c = lie.sacrum.out((sign * joint.x, joint.y, joint.z))
        across = sign * float(np.cos(turned)), float(np.sin(turned))
        region = f"{GAP}.capsule.{side}"
        out.append(ligaments.capsule(region, lie, fields, PAIR, c, across, sacral.capsule_thick, step, cut))
    return out


def lumbosacral_ligaments(lie: Column, fields: Fields, step: float) -> list[Solid]:
    """All of them; `fields` holds L5 and the sacrum (`S1`), each in its own frame."""
    return [*flava(lie, fields, step), interspinous(lie, fields, step), *capsules(lie, fields, step)]
