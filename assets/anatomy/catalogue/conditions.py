"""The pictures of the conditions, healthy beside ill at one camera; makes none of them."""

from __future__ import annotations

from catalogue.picture import BONES, DISCS, Picture
from groups.cut_across import count

# what a card shows: the ill half, where it is ill
SIDE_FOCUS, FEET_FOCUS = (1000, 440, 780, 520), (990, 520, 780, 520)
SIDE_ON = (*BONES, *DISCS, "dura", "L3.root.right", "L4.root.right", "L5.root.right")


def canal(state: str) -> tuple[str, ...]:
    """Everything seen of the canal and the L4-L5 disc in one state, cut across."""
    grown = "+stenosis" if state == "stenosis" else ""
    return (f"L4.cut{grown}", f"L5.cut{grown}", *(f"cut.{state}.{index}" for index in range(count(state))))


def pictures() -> list[Picture]:
    return [*_pairs(), *_kinds()]


def _kinds() -> list[Picture]:
    """One disc from healthy to loose piece, a picture each, at one camera."""
    return [
        Picture(
            f"disc/{state}-right" if sided else f"disc/{state}",
            "feet-disc",
            canal(state),
            ("bone", "discs", "nerves", "ligaments"),
            ("disc", "nerve", "bone"),
            "right" if sided else "",
            "L4",
            edges="b",
            focus=(480, 260, 960, 640),
            mirror=f"{state}-left" if sided else "",
        )
        for state, sided in (
            ("healthy", False),
            ("bulge", False),
            ("protrusion", True),
            ("extrusion", True),
            ("fragment", True),
        )
    ]


def _side_on(ill: str) -> tuple[str, ...]:
    """The column from the side with one illness, healthy for none; the sacrum is always the same."""
    return tuple(p if p in ("S1", "coccyx") or not ill else f"{p}+{ill}" for p in SIDE_ON)


def _pairs() -> list[Picture]:
    """Healthy beside ill, one picture for each condition."""
    out = [
        Picture(
            f"conditions/{name}",
            "side-pair",
            _side_on(first),
            ("bone", "discs", "nerves"),
            ("bone", "disc", "nerve"),
            focus=SIDE_FOCUS,
            beside=_side_on(ill),
            labels=(("left_half", said), ("right_half", word)),
        )
        for name, first, said, ill, word in (
            ("slipped-bone", "", "healthy", "slip", "slipped"),
            ("slip-grades", "slip", "grade_one", "slip-2", "grade_two"),
            ("worn-disc", "", "healthy", "worn", "worn"),
            ("bone-spurs", "", "healthy", "spurs", "with_spurs"),
        )
    ]
    out += [
        Picture(
            f"conditions/{name}",
            "feet-pair",
            canal("healthy"),
            ("bone", "discs", "nerves", "ligaments"),
            key,
            "right" if name != "stenosis" else "",
            "L4",
            focus=FEET_FOCUS,
            beside=canal(state),
            labels=(("left_half", "healthy"), ("right_half", word)),
        )
        for name, state, word, key in (
            ("herniated-disc", "protrusion", "herniated", ("disc", "nerve", "bone")),
            ("disc-bulge", "bulge", "bulging", ("disc", "nerve", "bone")),
            ("disc-extrusion", "extrusion", "pushed_out", ("disc", "nerve", "bone")),
            ("disc-fragment", "fragment", "loose_piece", ("disc", "nerve", "bone")),
            ("stenosis", "stenosis", "narrow", ("bone", "ligament", "nerve")),
            ("tumor", "tumor", "with_tumor", ("tumor", "nerve", "bone")),
        )
    ]
    return out
