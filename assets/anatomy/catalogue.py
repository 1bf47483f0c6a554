"""The list of pictures, the ones a page needs first; makes none of them."""

from __future__ import annotations

from dataclasses import replace

from conditions import conditions
from picture import BONES, CLOSE, DISCS, FLAVA, NERVES, OPENED, SAGITTAL, WHOLE, Picture, cut, without
from scene import TURN_FRAMES, TURN_SIZE

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
            cut(CLOSE, HEMI),
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
            cut(OPENED, HEMI),
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
        ("after", cut(across, HEMI), ""),
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
    out += _other_operations()
    out += conditions()
    return [replace(p, fineness=1.0) if p.name in FINE else p for p in out]


def _other_operations() -> list[Picture]:
    """What a laminotomy and a laminectomy leave; their before is the hemilaminectomy's, on the same bone."""
    close = {"camera": "back-close", "level": "L4", "edges": "lrtb", "focus": FOCUS_CLOSE}
    shown = ("bone", "nerves", "ligaments")
    window = without(CLOSE, "L4-L5.flavum.right")
    return [
        Picture(
            "laminotomy/05-window-after-right",
            parts=cut(CLOSE, "laminotomy"),
            layers=shown,
            key=("bone", "cord", "ligament"),
            side="right",
            mirror="05-window-after-left",
            **close,
        ),
        Picture(
            "laminotomy/06-nerve-right",
            parts=cut(window, "laminotomy"),
            layers=shown,
            key=("nerve", "cord", "bone"),
            side="right",
            lit="L5.root.right",
            mirror="06-nerve-left",
            **close,
        ),
        Picture(
            "laminectomy/05-bone-after",
            parts=cut(CLOSE, "laminectomy"),
            layers=shown,
            key=("bone", "cord", "ligament"),
            **close,
        ),
        Picture(
            "laminectomy/06-nerves",
            parts=cut(without(CLOSE, *FLAVA), "laminectomy"),
            layers=shown,
            key=("cord", "nerve", "bone"),
            lit="dura",
            **close,
        ),
    ]
