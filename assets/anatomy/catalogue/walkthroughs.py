"""The pictures of the operations, step by step at one camera, and of their comparison; makes none of them."""

from __future__ import annotations

from typing import Any

from picture import BONES, CLOSE, FLAVA, OPENED, SAGITTAL, Picture, cut, without

FOCUS = (600, 490, 960, 640)
SKIN_FOCUS = (660, 470, 600, 400)
SHOWN = ("bone", "nerves", "ligaments")


def _inside(
    name: str, parts: tuple[str, ...], key: tuple[str, ...], sided: bool = True, **more: Any
) -> Picture:
    """A step inside the body; a sided one is drawn on the right and mirrored."""
    return Picture(
        f"{name}-right" if sided else name,
        "back-close",
        parts,
        more.pop("layers", SHOWN),
        key,
        "right" if sided else "",
        "L4",
        edges=more.pop("edges", "lrtb"),
        focus=FOCUS,
        mirror=f"{name.rsplit('/', 1)[1]}-left" if sided else "",
        **more,
    )


def _on_the_skin(name: str, line: str) -> Picture:
    return Picture(
        f"{name}-right",
        "low-back",
        ("skin", "sheet"),
        ("skin",),
        ("skin",),
        "right",
        "L4",
        line=line,
        edges="tb",
        focus=SKIN_FOCUS,
        mirror=f"{name.rsplit('/', 1)[1]}-left",
    )


def _hemilaminectomy() -> list[Picture]:
    name = "hemilaminectomy"
    backs = (*BONES, *SAGITTAL, *FLAVA, "dura")
    return [
        _on_the_skin(f"{name}/03-cut", "marked"),
        _inside(
            f"{name}/04-muscle",
            (*backs, "multifidus.left", "multifidus.right+aside", "retractor"),
            ("muscle", "ligament", "bone", "metal"),
            layers=("bone", "muscles", "ligaments"),
            edges="oval",
        ),
        _inside(f"{name}/05-bone-before", CLOSE, ("bone", "cord", "nerve", "ligament")),
        _inside(f"{name}/05-bone-plan", CLOSE, ("removed", "bone", "nerve"), plan=name),
        _inside(f"{name}/05-bone-after", cut(CLOSE, name), ("bone", "cord", "ligament")),
        _inside(f"{name}/06-nerve", cut(OPENED, name), ("nerve", "cord", "bone"), lit="L5.root.right"),
        _on_the_skin(f"{name}/07-closing", "closed"),
    ]


def _laminotomy() -> list[Picture]:
    name, window = "laminotomy", without(CLOSE, "L4-L5.flavum.right")
    return [
        _inside(f"{name}/05-window-after", cut(CLOSE, name), ("bone", "cord", "ligament")),
        _inside(f"{name}/06-nerve", cut(window, name), ("nerve", "cord", "bone"), lit="L5.root.right"),
    ]


def _laminectomy() -> list[Picture]:
    name, opened = "laminectomy", without(CLOSE, *FLAVA)
    return [
        _inside(f"{name}/05-bone-after", cut(CLOSE, name), ("bone", "cord", "ligament"), sided=False),
        _inside(f"{name}/06-nerves", cut(opened, name), ("cord", "nerve", "bone"), sided=False, lit="dura"),
    ]


def _compared() -> list[Picture]:
    """What three operations take, on the same bone; the middle one is drawn on the right for all."""
    key = ("removed", "bone")
    small = _inside("compare/laminotomy-plan", CLOSE, key, plan="laminotomy")
    middle = _inside("compare/hemilaminectomy-plan", CLOSE, key, plan="hemilaminectomy")
    large = _inside("compare/laminectomy-plan", CLOSE, key, sided=False, plan="laminectomy")
    return [small, middle, large]


def _across() -> list[Picture]:
    """The hemilaminectomy again, cut across and seen from the feet."""
    name = "hemilaminectomy"
    parts = ("L4", *(f"section.{index}" for index in range(5)))
    return [
        Picture(
            f"axial/05-bone-{step}-right",
            "feet",
            shown,
            ("bone", "nerves"),
            key,
            "right",
            "L4",
            plan=plan,
            focus=(510, 340, 900, 600),
            mirror=f"05-bone-{step}-left",
        )
        for step, shown, plan, key in (
            ("before", parts, "", ("bone", "cord", "nerve")),
            ("plan", parts, name, ("removed", "bone", "nerve")),
            ("after", cut(parts, name), "", ("bone", "cord", "nerve")),
        )
    ]


def pictures() -> list[Picture]:
    return [*_hemilaminectomy(), *_laminotomy(), *_laminectomy(), *_compared(), *_across()]
