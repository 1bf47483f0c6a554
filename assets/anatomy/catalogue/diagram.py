"""The pictures of the diagrams: three views in every combination of layers, and the turns; makes none."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from catalogue.cameras import BONE_TURN, TURN_SIZE, WHOLE_TURN
from catalogue.picture import BONES, DISCS, LIGAMENTS, MUSCLES, NERVES, WHOLE, Picture

LAYERS = {"discs": DISCS, "nerves": NERVES, "ligaments": LIGAMENTS, "muscles": MUSCLES}
KEYS = {"discs": ("disc",), "nerves": ("nerve", "cord"), "ligaments": ("ligament",), "muscles": ("muscle",)}
VIEWS = {"oblique": "lumbar-oblique", "lateral": "lumbar-side", "posterior": "lumbar-from-behind"}
USUAL = ("discs", "nerves")  # what a view shows before anybody chose
ALONE = ("oblique", "side", "from-behind", "feet")
FOCUS = (525, 380, 960, 640)
TURN_FOCUS = (102, 180, 900, 600)


def name_of(view: str, layers: tuple[str, ...]) -> str:
    """The picture of a view with these layers besides the bone."""
    return f"lumbar/{view}" if layers == USUAL else "-".join((f"lumbar/{view}", "bone", *layers))


def _views() -> Iterator[Picture]:
    for count in range(len(LAYERS) + 1):
        for layers in combinations(LAYERS, count):
            for view, camera in VIEWS.items():
                yield Picture(
                    name_of(view, layers),
                    camera,
                    (*BONES, *(part for layer in layers for part in LAYERS[layer])),
                    ("bone", *layers),
                    ("bone", *(tissue for layer in layers for tissue in KEYS[layer])),
                    edges="tb",
                    focus=FOCUS,
                )


def _alone() -> Iterator[Picture]:
    """One bone by itself, its parts to be touched."""
    for view in ALONE:
        name, parts = f"vertebra/L4-{view}", ("L4+alone",)
        yield Picture(name, f"bone-{view}", parts, ("bone",), ("bone",), level="L4", focus=FOCUS)


def _turns() -> Iterator[Picture]:
    for name, camera, count, parts in (
        ("lumbar/turn", "lumbar-turn", WHOLE_TURN, WHOLE),
        ("vertebra/L3-turn", "bone-turn", BONE_TURN, ("L3+alone",)),
        ("vertebra/L4-turn", "bone-turn", BONE_TURN, ("L4+alone",)),
    ):
        for frame in range(count):
            yield Picture(
                f"{name}-{frame:03d}",
                f"{camera}-{frame:03d}",
                parts,
                ("bone",) if len(parts) == 1 else ("bone", "discs", "nerves"),
                ("bone",) if len(parts) == 1 else ("bone", "disc", "nerve", "cord"),
                edges="tb",
                focus=TURN_FOCUS,
                size=TURN_SIZE,
                moving=True,
            )


def pictures() -> list[Picture]:
    return [*_views(), *_alone(), *_turns()]
