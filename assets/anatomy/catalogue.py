"""The list of pictures: what each shows, from where, and what it says of itself; makes none of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from morphometry import LEVELS
from scene import TURN_FRAMES, TURN_SIZE
from vertebra import PARTS

BONES = ("L3", "L4", "L5", "S1.body")
DISCS = ("L3-L4.disc", "L4-L5.disc", "L5-S1.disc")
ROOTS = tuple(f"{level}.root.{side}" for level in LEVELS for side in ("right", "left"))
NERVES = ("dura", *ROOTS)
FLAVA = tuple(f"{gap}.flavum.{side}" for gap in ("L3-L4", "L4-L5") for side in ("right", "left"))
SAGITTAL = ("supraspinous", "L3-L4.interspinous", "L4-L5.interspinous")

REGIONS = (
    *(f"{level}.{part}" for level in LEVELS for part in PARTS),
    "S1.body",
    *DISCS,
    "dura",
    *ROOTS,
    "L3-L4.flavum",
    "L4-L5.flavum",
    *SAGITTAL,
    "multifidus.right",
    "multifidus.left",
    "erector.right",
    "erector.left",
    "retractor",
    "skin",
    "sheet",
    "incision",
    "epidural_fat",
    "cauda",
)
CODES = {name: index + 1 for index, name in enumerate(REGIONS)}


@dataclass(frozen=True)
class Picture:
    """One entry of the catalogue.

    `plan` hatches what that operation will take; `lit` names a region to lift; `line` draws the cut on the
    skin (marked, closed); `edges` fade to the wall;
    `fineness` 2/3 renders light at the stage's own pixels (outlines and ink stay at the master's).
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
    edges: str = ""
    focus: tuple[int, int, int, int] = (510, 420, 900, 600)
    size: tuple[int, int] = (1920, 1440)
    mirror: str = ""
    fineness: float = 2 / 3


def _without(parts: tuple[str, ...], *gone: str) -> tuple[str, ...]:
    return tuple(p for p in parts if p not in gone)


def _cut(parts: tuple[str, ...], operation: str) -> tuple[str, ...]:
    return tuple(f"L4+{operation}" if p == "L4" else p for p in parts)


WHOLE = (*BONES, *DISCS, *NERVES)
CLOSE = (*WHOLE, *FLAVA)
OPENED = _without(CLOSE, "L4-L5.flavum.right", "L3-L4.flavum.right")
FOCUS_HERO = (525, 380, 960, 640)
FOCUS_CLOSE = (600, 490, 960, 640)
HEMI = "hemilaminectomy"
# these open full width or are looked at longest
FINE = (
    "lumbar/oblique",
    f"{HEMI}/05-bone-before-right",
    f"{HEMI}/05-bone-plan-right",
    f"{HEMI}/05-bone-after-right",
    f"{HEMI}/06-nerve-right",
    *(f"compare/{operation}-plan" for operation in ("laminotomy", "hemilaminectomy", "laminectomy")),
)


def pictures() -> list[Picture]:
    """Every picture of this set, the ones a page needs first."""
    out = [
        Picture(
            f"{HEMI}/05-bone-before-right",
            "back-close",
            CLOSE,
            ("bone", "nerves", "ligaments"),
            ("bone", "cord", "nerve", "ligament"),
            "right",
            "L4",
            edges="lrtb",
            focus=FOCUS_CLOSE,
            mirror="05-bone-before-left",
        ),
        Picture(
            f"{HEMI}/05-bone-plan-right",
            "back-close",
            CLOSE,
            ("bone", "nerves", "ligaments"),
            ("removed", "bone", "nerve"),
            "right",
            "L4",
            plan=HEMI,
            edges="lrtb",
            focus=FOCUS_CLOSE,
            mirror="05-bone-plan-left",
        ),
        Picture(
            f"{HEMI}/05-bone-after-right",
            "back-close",
            _cut(CLOSE, HEMI),
            ("bone", "nerves", "ligaments"),
            ("bone", "cord", "ligament"),
            "right",
            "L4",
            edges="lrtb",
            focus=FOCUS_CLOSE,
            mirror="05-bone-after-left",
        ),
        Picture(
            f"{HEMI}/06-nerve-right",
            "back-close",
            _cut(OPENED, HEMI),
            ("bone", "nerves", "ligaments"),
            ("nerve", "cord", "bone"),
            "right",
            "L4",
            lit="L5.root.right",
            edges="lrtb",
            focus=FOCUS_CLOSE,
            mirror="06-nerve-left",
        ),
        Picture(
            "lumbar/oblique",
            "lumbar-oblique",
            WHOLE,
            ("bone", "discs", "nerves"),
            ("bone", "disc", "nerve", "cord"),
            edges="tb",
            focus=FOCUS_HERO,
        ),
        Picture(
            "lumbar/lateral",
            "lumbar-side",
            WHOLE,
            ("bone", "discs", "nerves"),
            ("bone", "disc", "nerve", "cord"),
            edges="tb",
            focus=FOCUS_HERO,
        ),
        Picture(
            "lumbar/posterior",
            "lumbar-from-behind",
            WHOLE,
            ("bone", "discs", "nerves"),
            ("bone", "disc", "nerve", "cord"),
            edges="tb",
            focus=FOCUS_HERO,
        ),
    ]
    for view, camera in (("lateral", "lumbar-side"), ("oblique", "lumbar-oblique")):
        out.append(
            Picture(f"lumbar/{view}-bone", camera, BONES, ("bone",), ("bone",), edges="tb", focus=FOCUS_HERO)
        )
        out.append(
            Picture(
                f"lumbar/{view}-bone-discs",
                camera,
                (*BONES, *DISCS),
                ("bone", "discs"),
                ("bone", "disc"),
                edges="tb",
                focus=FOCUS_HERO,
            )
        )
        out.append(
            Picture(
                f"lumbar/{view}-bone-nerves",
                camera,
                (*BONES, *NERVES),
                ("bone", "nerves"),
                ("bone", "nerve", "cord"),
                edges="tb",
                focus=FOCUS_HERO,
            )
        )
    backs = (*BONES, *SAGITTAL, *FLAVA, "dura")
    muscle = ("muscle", "bone")
    out += [
        Picture(
            f"{HEMI}/03-cut-right",
            "low-back",
            ("skin", "sheet"),
            ("skin",),
            ("skin",),
            "right",
            "L4",
            line="marked",
            edges="tb",
            focus=(660, 470, 600, 400),
            mirror="03-cut-left",
        ),
        Picture(
            f"{HEMI}/04-muscle-right",
            "back-close",
            (*backs, "multifidus.left", "multifidus.right+aside", "retractor"),
            ("bone", "muscles", "ligaments"),
            (*muscle, "metal"),
            "right",
            "L4",
            edges="oval",
            focus=FOCUS_CLOSE,
            mirror="04-muscle-left",
        ),
        Picture(
            f"{HEMI}/07-closing-right",
            "low-back",
            ("skin", "sheet"),
            ("skin",),
            ("skin",),
            "right",
            "L4",
            line="closed",
            edges="tb",
            focus=(660, 470, 600, 400),
            mirror="07-closing-left",
        ),
    ]
    for operation in ("laminotomy", "hemilaminectomy", "laminectomy"):
        out.append(
            Picture(
                f"compare/{operation}-plan",
                "back-close",
                CLOSE,
                ("bone", "nerves", "ligaments"),
                ("removed", "bone"),
                "right" if operation != "laminectomy" else "",
                "L4",
                plan=operation,
                edges="lrtb",
                focus=FOCUS_CLOSE,
                mirror="laminotomy-plan-left" if operation == "laminotomy" else "",
            )
        )
    across = ("L4", *(f"section.{index}" for index in range(5)))
    for step, parts, plan in (
        ("before", across, ""),
        ("plan", across, HEMI),
        ("after", _cut(across, HEMI), ""),
    ):
        out.append(
            Picture(
                f"axial/05-bone-{step}-right",
                "feet",
                parts,
                ("bone", "nerves"),
                ("removed", "bone", "nerve") if plan else ("bone", "cord", "nerve"),
                "right",
                "L4",
                plan=plan,
                focus=(510, 340, 900, 600),
                mirror=f"05-bone-{step}-left",
            )
        )
    out += [
        Picture(
            f"lumbar/turn-{frame:02d}",
            f"lumbar-turn-{frame:02d}",
            WHOLE,
            ("bone", "discs", "nerves"),
            ("bone", "disc", "nerve", "cord"),
            edges="tb",
            focus=(102, 180, 900, 600),
            size=TURN_SIZE,
        )
        for frame in range(TURN_FRAMES)
    ]
    return [replace(p, fineness=1.0) if p.name in FINE else p for p in out]
