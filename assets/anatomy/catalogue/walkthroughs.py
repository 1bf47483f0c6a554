"""The pictures of the operations, step by step at one camera, and of their comparison; makes none of them."""

from __future__ import annotations

from typing import Any

from catalogue.picture import (
    BONES,
    CLOSE,
    FLAVA,
    LOW_FLAVA,
    METAL,
    OPENED,
    SIDES,
    Picture,
    cut,
    opened,
    swapped,
    without,
)

FOCUS = (600, 490, 960, 640)
WHOLE_BONE = (264, 438, 1200, 800)  # all that the three compared operations take
SKIN_FOCUS = (660, 470, 600, 400)
SHOWN = ("bone", "nerves", "ligaments")
MUSCLED = ("bone", "muscles", "ligaments")
NEAR = (*CLOSE, *LOW_FLAVA)
BACKS = (
    *(*BONES, "supraspinous", *FLAVA, *LOW_FLAVA),
    *("dura", "L5.root.right", "L5.root.left"),
)


def _inside(
    name: str, parts: tuple[str, ...], key: tuple[str, ...], sided: bool = True, **more: Any
) -> Picture:
    """A step inside the body; a sided one is drawn on the right and mirrored."""
    return Picture(
        f"{name}-right" if sided else name,
        more.pop("camera", "back-close"),
        parts,
        more.pop("layers", SHOWN),
        key,
        "right" if sided else "",
        "L4",
        edges=more.pop("edges", "lrtb"),
        focus=more.pop("focus", FOCUS),
        mirror=f"{name.rsplit('/', 1)[1]}-left" if sided else "",
        **more,
    )


def _on_the_skin(name: str, line: str, wound: str, sided: bool = True) -> Picture:
    return Picture(
        f"{name}-right" if sided else name,
        "low-back",
        ("skin", "sheet"),
        ("skin",),
        ("skin",),
        "right" if sided else "",
        "L4",
        line=line,
        wound=wound,
        edges="tb",
        focus=SKIN_FOCUS,
        mirror=f"{name.rsplit('/', 1)[1]}-left" if sided else "",
    )


def _muscles(**tags: str) -> tuple[str, ...]:
    """Both muscles of each side, opened as `right` and `left` say."""
    return tuple(f"{name}.{side}{tags.get(side, '')}" for name in ("multifidus", "erector") for side in SIDES)


def _hemilaminectomy() -> list[Picture]:
    name = "hemilaminectomy"
    held = (*BACKS, *_muscles(right="+aside"), "retractor.right+aside")
    bared, freed = opened(NEAR, "right", above=True), (*OPENED, *LOW_FLAVA)
    return [
        _on_the_skin(f"{name}/03-cut", "marked", "beside"),
        _inside(
            f"{name}/04-muscle",
            held,
            ("muscle", "ligament", "bone", "metal"),
            layers=MUSCLED,
            edges="oval",
            lamp=1.9,
        ),
        _inside(f"{name}/05-bone-before", NEAR, ("bone", "cord", "nerve", "ligament")),
        _inside(f"{name}/05-bone-plan", NEAR, ("removed", "bone", "nerve"), plan=name),
        _inside(f"{name}/05-bone-after", cut(bared, name), ("bone", "cord", "ligament")),
        _inside(f"{name}/06-nerve", cut(freed, name), ("nerve", "cord", "bone"), lit="L5.root.right"),
        _on_the_skin(f"{name}/07-closing", "closed", "beside"),
    ]


def _laminotomy() -> list[Picture]:
    name, window = "laminotomy", without(NEAR, "L4-L5.flavum.right")
    return [
        _inside(f"{name}/05-window-after", cut(opened(NEAR, "right"), name), ("bone", "cord", "ligament")),
        _inside(f"{name}/06-nerve", cut(window, name), ("nerve", "cord", "bone"), lit="L5.root.right"),
    ]


def _laminectomy() -> list[Picture]:
    name, freed = "laminectomy", without(NEAR, *FLAVA)
    bared = opened(NEAR, *SIDES, above=True)
    held = (
        *without(BACKS, "supraspinous"),
        *_muscles(right="+aside", left="+aside"),
        *(f"retractor.{side}+aside" for side in SIDES),
    )
    return [
        _on_the_skin(f"{name}/03-cut", "marked", "midline", sided=False),
        _inside(
            f"{name}/04-muscle",
            held,
            ("muscle", "ligament", "bone", "metal"),
            sided=False,
            layers=MUSCLED,
            edges="oval",
            lamp=1.9,
        ),
        _inside(f"{name}/05-bone-after", cut(bared, name), ("bone", "cord", "ligament"), sided=False),
        _inside(f"{name}/06-nerves", cut(freed, name), ("cord", "nerve", "bone"), sided=False, lit="dura"),
        _on_the_skin(f"{name}/07-closing", "closed", "midline", sided=False),
    ]


def _discectomy() -> list[Picture]:
    name, key = "discectomy", ("disc", "nerve", "bone")
    common = cut(without(NEAR, "L4-L5.flavum.right"), name)
    pressed = (*swapped(common, "+draped", "L5.root.right", "dura"), "disc_piece")
    held = (*swapped(common, "+held", "L5.root.right", "dura"), "nerve_hook")
    out = swapped(held, "+opened", "L4-L5.disc")
    near: dict[str, Any] = {"camera": "window-close", "layers": ("bone", "discs", "nerves")}
    return [
        _inside(f"{name}/05-window-plan", NEAR, ("removed", "bone", "nerve"), plan=name),
        _inside(f"{name}/05-window-after", pressed, key),
        _inside(f"{name}/06-pressing", pressed, key, **near),
        _inside(f"{name}/06-aside", (*held, "disc_piece"), (*key, "metal"), **near),
        _inside(f"{name}/06-out", (*out, "disc_piece+out", "instrument"), (*key, "metal"), **near),
        _inside(f"{name}/06-free", swapped(common, "+opened", "L4-L5.disc"), key, **near),
    ]


def _microlaminectomy() -> list[Picture]:
    name, key = "microlaminectomy", ("bone", "ligament", "metal")
    through = (*NEAR, "supraspinous", *_muscles(right="+tube"), "tube")
    near: dict[str, Any] = {"camera": "tube-close", "layers": MUSCLED, "edges": "oval"}
    freed = without(through, "L4-L5.flavum.right")
    return [
        _on_the_skin(f"{name}/03-cut", "marked", "tube"),
        _inside(f"{name}/04-tube", through, ("muscle", *key), **near),
        _inside(f"{name}/05-bone-plan", through, ("removed", *key), plan=name, **near),
        _inside(f"{name}/05-bone-after", cut(opened(through, "right"), name), key, **near),
        _inside(f"{name}/06-nerve", cut(freed, name), ("nerve", "cord", "bone"), lit="L5.root.right", **near),
        _on_the_skin(f"{name}/07-closing", "closed", "tube"),
    ]


def _fusion() -> list[Picture]:
    name = "fusion"
    wide = (
        *without(BACKS, "supraspinous"),
        *_muscles(right="+wide", left="+wide"),
        *(f"retractor.{side}+wide" for side in SIDES),
    )
    # the membranes between the wings are what graft lies on
    whole = (*NEAR, *(f"L4-L5.intertransverse.{side}" for side in SIDES))
    # the way in is on the right: on the left the yellow bands stay
    open_ = without(opened(whole, "right", above=True), "L4-L5.flavum.right+joined")
    clean = swapped(swapped(open_, "+cleaned", "L4", "L5"), "+cleaned", "L4-L5.disc")
    held = (*swapped(swapped(open_, "+drilled", "L4", "L5"), "+cleaned", "L4-L5.disc"), *METAL)
    grafts = tuple(f"graft.{place}" for place in (*SIDES, "disc"))
    roots = (*(f"L{n}.root.right" for n in (3, 4, 5)), "S1.root.right")
    sideways = without(open_, "L4", "L5", "L4-L5.disc", *roots, "L4-L5.intertransverse.right")
    sideways = swapped(sideways, "+plain", "L5-S1.disc")
    cut_roots = tuple(f"L{n}.root.right+cutaway" for n in (4, 5))
    cutaway = (
        *sideways,
        *cut_roots,
        "L4+drilled.cutaway",
        "L5+drilled.cutaway",
        "L4-L5.disc+cleaned.cutaway",
        "graft.disc.cutaway",
        "graft.left",
        *METAL,
    )
    grown = (
        *sideways,
        *cut_roots,
        "L4+grown.cutaway",
        "L5+grown.cutaway",
        "bridge.disc.cutaway",
        "bridge.left",
        *METAL,
    )
    back: dict[str, Any] = {"sided": False, "camera": "fusion-back", "layers": ("bone", "discs", "nerves")}
    side = {**back, "camera": "fusion-side"}
    return [
        _inside(
            f"{name}/04-muscle",
            wide,
            ("muscle", "ligament", "bone", "metal"),
            **{**back, "layers": MUSCLED, "edges": "oval", "lamp": 1.9},
        ),
        _inside(f"{name}/05-before", whole, ("bone", "ligament", "nerve"), **back),
        _inside(f"{name}/05-plan", whole, ("removed", "bone", "nerve"), plan="facetectomy", **back),
        _inside(f"{name}/05-room", swapped(open_, "+room", "L4", "L5"), ("bone", "cord", "nerve"), **back),
        _inside(f"{name}/06-cleaned", clean, ("bone", "cord", "nerve"), **back),
        _inside(f"{name}/06-graft", (*clean, *grafts), ("graft", "bone", "nerve"), **back),
        _inside(f"{name}/07-hold", (*held, *grafts), ("metal", "graft", "bone"), **back),
        _inside(f"{name}/07-hold-side", cutaway, ("metal", "graft", "bone", "nerve"), **side),
        _inside(f"{name}/08-solid-side", grown, ("metal", "graft", "bone", "nerve"), **side),
    ]


def _compared() -> list[Picture]:
    """What three operations take, on the same bone; the middle one is drawn on the right for all."""
    key = ("removed", "bone")
    small = _inside("compare/laminotomy-plan", NEAR, key, plan="laminotomy", focus=WHOLE_BONE)
    middle = _inside("compare/hemilaminectomy-plan", NEAR, key, plan="hemilaminectomy", focus=WHOLE_BONE)
    large = _inside("compare/laminectomy-plan", NEAR, key, sided=False, plan="laminectomy", focus=WHOLE_BONE)
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
    return [
        *_hemilaminectomy(),
        *_laminotomy(),
        *_laminectomy(),
        *_discectomy(),
        *_microlaminectomy(),
        *_fusion(),
        *_compared(),
        *_across(),
    ]
