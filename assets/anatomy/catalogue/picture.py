"""What a picture of the catalogue says of itself, and the sets of parts pictures are made of; lists none."""

from __future__ import annotations

from dataclasses import dataclass

from bones.sacrum import SACRUM_PARTS
from bones.spine import CHEST, NECK, UPPER_LUMBAR
from bones.spine import DISCS as ALL_DISCS
from bones.vertebra import PARTS
from morphometry import LEVELS

BONES = (*LEVELS, "S1")
DISCS = ("L3-L4.disc", "L4-L5.disc", "L5-S1.disc")
UPPER_DISCS = tuple(disc for disc in ALL_DISCS if disc not in DISCS)
SIDES = ("right", "left")
GAPS = ("L3-L4", "L4-L5")
ROOTS = tuple(f"{level}.root.{side}" for level in (*LEVELS, "S1") for side in SIDES)
# of `groups.spine_nerves`
UPPER_ROOTS = tuple(
    f"{level}.root.{side}" for level in (*NECK, "C8", *CHEST, *UPPER_LUMBAR) for side in SIDES
)
NERVES = ("dura", *ROOTS)
FLAVA = tuple(f"{gap}.flavum.{side}" for gap in GAPS for side in SIDES)
SAGITTAL = ("supraspinous", *(f"{gap}.interspinous" for gap in GAPS))
LOW_FLAVA = tuple(f"L5-S1.flavum.{side}" for side in SIDES)
CAPSULES = tuple(f"{gap}.capsule.{side}" for gap in GAPS for side in SIDES)
LUMBOSACRAL = (
    *LOW_FLAVA,
    "L5-S1.interspinous",
    *(f"L5-S1.capsule.{side}" for side in SIDES),
)
LIGAMENTS = (
    *FLAVA,
    *SAGITTAL,
    *CAPSULES,
    *(f"{gap}.intertransverse.{side}" for gap in GAPS for side in SIDES),
    "anterior_longitudinal",
    "posterior_longitudinal",
    *LUMBOSACRAL,
)
MUSCLES = ("multifidus.left", "erector.left")  # on one side, so that the bone can be seen on the other
METAL = (
    "cage",
    *(f"screw.{level}.{side}" for level in ("L4", "L5") for side in SIDES),
    *(f"rod.{side}" for side in SIDES),
)

REGIONS = (
    *(f"{level}.{part}" for level in LEVELS for part in PARTS),
    *(f"S1.{part}" for part in SACRUM_PARTS),
    "coccyx",
    *DISCS,
    "disc_piece",
    "dura",
    *ROOTS,
    "epidural_fat",
    "cauda",
    *(f"{gap}.flavum" for gap in GAPS),
    *(name for name in LIGAMENTS if name not in (*FLAVA, *LUMBOSACRAL)),
    *(f"{muscle}.{side}" for muscle in ("multifidus", "erector") for side in SIDES),
    "retractor",
    "tube",
    "nerve_hook",
    "instrument",
    *METAL,
    *(f"{what}.{place}" for what in ("graft", "bridge") for place in (*SIDES, "disc")),
    "skin",
    "sheet",
    "incision",
    "tumor",
    *NECK,
    *CHEST,
    *UPPER_LUMBAR,
    *UPPER_DISCS,
    "ribs",
    "L5-S1.flavum",
    *(name for name in LUMBOSACRAL if ".flavum." not in name),
    *UPPER_ROOTS,
    "cord",
)
CODES = {name: index + 1 for index, name in enumerate(REGIONS)}


@dataclass(frozen=True)
class Picture:
    """One entry of the catalogue.

    `plan` hatches what that operation will take; `lit` names a region to lift; `line` draws the cut
    named `wound` on the skin (marked, closed); `edges` fade to the wall; `beside` stands to the right of
    `parts` at the same camera, and `labels` then say under each which it is; `moving` is a frame of a turn,
    where nothing can be touched; `lamp` times the usual light of the lamp over an operation;
    `fineness` 2/3 renders light at the stage's own pixels (outlines, ink and grain are the master's).
    """

    name: str
    camera: str
    parts: tuple[str, ...]
    layers: tuple[str, ...]
    key: tuple[str, ...]
    side: str = ""
    level: str = ""
    plan: str = ""
    lit: str = ""
    line: str = ""
    wound: str = "beside"
    edges: str = ""
    focus: tuple[int, int, int, int] = (510, 420, 900, 600)
    size: tuple[int, int] = (1920, 1440)
    mirror: str = ""
    beside: tuple[str, ...] = ()
    labels: tuple[tuple[str, str], ...] = ()
    fineness: float = 2 / 3
    moving: bool = False
    lamp: float = 1.0


def without(parts: tuple[str, ...], *gone: str) -> tuple[str, ...]:
    return tuple(p for p in parts if p not in gone)


def planned(parts: tuple[str, ...]) -> tuple[str, ...]:
    """The same with the L4 that knows what each operation would take."""
    return tuple("L4+planned" if p == "L4" else p for p in parts)


def swapped(parts: tuple[str, ...], state: str, *which: str) -> tuple[str, ...]:
    """The same with some of the parts in another state."""
    return tuple(f"{p}{state}" if p in which else p for p in parts)


def cut(parts: tuple[str, ...], operation: str) -> tuple[str, ...]:
    return tuple(f"L4+{operation}" if p == "L4" else p for p in parts)


def opened(parts: tuple[str, ...], *sides: str, above: bool = False) -> tuple[str, ...]:
    """The same with the yellow bands of `sides` as taken bone shows them; `above` the upper ones, too."""
    below = swapped(parts, "+joined", *(f"L4-L5.flavum.{side}" for side in sides))
    return swapped(below, "+let_go", *(f"L3-L4.flavum.{side}" for side in sides)) if above else below


WHOLE = (*BONES, *DISCS, *NERVES)
CLOSE = (*WHOLE, *FLAVA)
OPENED = without(CLOSE, "L4-L5.flavum.right", "L3-L4.flavum.right")
