"""The pictures of the whole spine, of neck, chest and low back, and of a bone of each; makes none of them."""

from __future__ import annotations

from collections.abc import Iterator

from bones.spine import DISCS, SPINE
from catalogue.cameras import BONE_TURN, SPINE_TURN, TURN_SIZE
from catalogue.picture import Picture
from groups.chest import RIBS

ALL_BONES = (*SPINE, "S1", "coccyx")
ALONE = ("C5", "T6")
SHOWN = ("bone", "discs")
KEY = ("bone", "disc")
FOCUS = (480, 400, 960, 640)
TURN_FOCUS = (102, 180, 900, 600)
SPINE_FOCUS = (20, 520, 600, 400)
VIEWS = {"lateral": "side", "posterior": "behind", "anterior": "front", "oblique": "oblique"}


def stretch(first: str, last: str) -> tuple[str, ...]:
    """Bones from one to another, the discs between them and the ribs of those that have any."""
    bones = ALL_BONES[ALL_BONES.index(first) : ALL_BONES.index(last) + 1]
    inside = {f"{upper}-{lower}.disc" for upper in bones for lower in bones}
    return (
        *bones,
        *(disc for disc in DISCS if disc in inside),
        *(rib for rib in RIBS if rib.split(".")[0] in bones),
    )


def _turn(name: str, camera: str, count: int, parts: tuple[str, ...]) -> Iterator[Picture]:
    whole = len(parts) > 1
    for frame in range(count):
        yield Picture(
            f"{name}-{frame:03d}",
            f"{camera}-{frame:03d}",
            parts,
            SHOWN if whole else SHOWN[:1],
            KEY if whole else KEY[:1],
            edges="" if whole else "tb",
            focus=SPINE_FOCUS if whole else TURN_FOCUS,
            size=TURN_SIZE,
            fineness=1.0 if whole else 2 / 3,
            moving=True,
        )


def _stills() -> Iterator[Picture]:
    for name, camera, first, last, edges, views in (
        ("neck", "neck", "C1", "T2", "b", tuple(VIEWS)),
        ("chest", "chest", "C7", "L1", "tb", tuple(VIEWS)),
        ("low-back", "whole-low-back", "T12", "coccyx", "tb", ("lateral", "posterior", "oblique")),
    ):
        for view in views:
            parts = stretch(first, last)
            yield Picture(
                f"{name}/{view}", f"{camera}-{VIEWS[view]}", parts, SHOWN, KEY, edges=edges, focus=FOCUS
            )
    for bone in ALONE:
        yield Picture(
            f"vertebra/{bone}-feet",
            f"{bone}-feet",
            (f"{bone}+alone",),
            SHOWN[:1],
            KEY[:1],
            level=bone,
            focus=FOCUS,
        )


def pictures() -> list[Picture]:
    return [
        *_turn("spine/turn", "spine-turn", SPINE_TURN, stretch("C1", "coccyx")),
        *_stills(),
        *(
            p
            for bone in ALONE
            for p in _turn(f"vertebra/{bone}-turn", f"{bone}-turn", BONE_TURN, (f"{bone}+alone",))
        ),
    ]
