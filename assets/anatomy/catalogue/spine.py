"""The pictures of the whole spine, of neck, chest and low back, and of a bone of each; makes none of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from bones.spine import DISCS, SPINE
from catalogue.cameras import BONE_TURN, SPINE_TURN, TURN_SIZE
from catalogue.picture import ROOTS, SIDES, UPPER_ROOTS, Picture
from groups.chest import RIBS
from groups.spine_nerves import FAT, SAC

ALL_BONES = (*SPINE, "S1", "coccyx")
ALL_ROOTS = tuple(dict.fromkeys(root.split(".")[0] for root in (*UPPER_ROOTS, *ROOTS)))
ALONE = ("C5", "T6")
LAYERS = ("discs", "nerves")  # both are what a view shows before anybody chose
KEYS = {"discs": ("disc",), "nerves": ("nerve", "cord")}
FOCUS = (480, 400, 960, 640)
TURN_FOCUS = (102, 180, 900, 600)
SPINE_FOCUS = (420, 40, 1080, 720)
VIEWS = {"lateral": "side", "posterior": "behind", "anterior": "front", "oblique": "oblique"}


@dataclass(frozen=True)
class Stretch:
    """A part of the spine, from a bone to a bone and from a root to a root."""

    bones: tuple[str, str]
    roots: tuple[str, str]

    def parts(self, layers: tuple[str, ...] = LAYERS) -> tuple[str, ...]:
        """The bones with the ribs they have, and of the layers asked for what lies between them."""
        bones = _between(ALL_BONES, self.bones)
        out = [*bones, *(rib for rib in RIBS if rib.split(".")[0] in bones)]
        if "discs" in layers:
            inside = {f"{upper}-{lower}.disc" for upper, lower in combinations(bones, 2)}
            out += [disc for disc in DISCS if disc in inside]
        if "nerves" in layers:
            roots = _between(ALL_ROOTS, self.roots)
            out += [SAC, *(f"{root}.root.{side}" for root in roots for side in SIDES)]
        if set(layers) == set(LAYERS):
            # it closes the slit beside a disc; without discs it would be a bar before the sac
            out.append(FAT)
        return tuple(out)


def _between(names: tuple[str, ...], ends: tuple[str, str]) -> tuple[str, ...]:
    return names[names.index(ends[0]) : names.index(ends[1]) + 1]


WHOLE = Stretch(("C1", "coccyx"), ("C1", "S1"))
NECK = Stretch(("C1", "T2"), ("C1", "T1"))
CHEST = Stretch(("C7", "L1"), ("C8", "L1"))
LOW_BACK = Stretch(("T12", "coccyx"), ("T12", "S1"))


def _shown(layers: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The layers of a picture, bone first, and the tissues its key tells of."""
    return ("bone", *layers), ("bone", *(tissue for layer in layers for tissue in KEYS[layer]))


def _turn(name: str, camera: str, count: int, parts: tuple[str, ...]) -> Iterator[Picture]:
    whole = len(parts) > 1
    for frame in range(count):
        yield Picture(
            f"{name}-{frame:03d}",
            f"{camera}-{frame:03d}",
            parts,
            *_shown(LAYERS if whole else ()),
            edges="" if whole else "tb",
            focus=TURN_FOCUS,
            size=TURN_SIZE,
            fineness=1.0 if whole else 2 / 3,
            moving=True,
        )


def _views(name: str, camera: str, part: Stretch, edges: str, views: tuple[str, ...]) -> Iterator[Picture]:
    """Each view in every combination of layers."""
    for count in range(len(LAYERS), -1, -1):
        for layers in combinations(LAYERS, count):
            for view in views:
                full = f"{name}/{view}" if layers == LAYERS else "-".join((f"{name}/{view}", "bone", *layers))
                yield Picture(
                    full,
                    f"{camera}-{VIEWS[view]}",
                    part.parts(layers),
                    *_shown(layers),
                    edges=edges,
                    focus=FOCUS,
                )


def _stills() -> Iterator[Picture]:
    for view, camera in (("side", "spine-side"), ("behind", "spine-behind")):
        yield Picture(
            f"spine/{view}", camera, WHOLE.parts(), *_shown(LAYERS), focus=SPINE_FOCUS, fineness=1.0
        )
    yield from _views("neck", "neck", NECK, "tb", tuple(VIEWS))
    yield from _views("chest", "chest", CHEST, "tb", tuple(VIEWS))
    for view in ("lateral", "posterior", "oblique"):
        camera = f"whole-low-back-{VIEWS[view]}"
        yield Picture(f"low-back/{view}", camera, LOW_BACK.parts(), *_shown(LAYERS), edges="tb", focus=FOCUS)
    for bone in ALONE:
        parts = (f"{bone}+alone",)
        yield Picture(f"vertebra/{bone}-feet", f"{bone}-feet", parts, *_shown(()), level=bone, focus=FOCUS)


def pictures() -> list[Picture]:
    return [
        *_stills(),
        *_turn("spine/turn", "spine-turn", SPINE_TURN, WHOLE.parts()),
        *(
            p
            for bone in ALONE
            for p in _turn(f"vertebra/{bone}-turn", f"{bone}-turn", BONE_TURN, (f"{bone}+alone",))
        ),
    ]
