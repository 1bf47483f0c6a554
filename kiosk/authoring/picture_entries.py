"""One entry of the picture catalogue: is it sound, and how it is shown; reads no file and knows no cache."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import hypot
from pathlib import Path
from typing import Any, Literal, cast, get_args

from kiosk.authoring.renditions import STAGE, Recipe
from kiosk.content.outlines import Rings, area_of
from kiosk.content.records import Side

Entry = dict[str, Any]
Edge = Literal["left", "right", "top", "bottom", "left_half", "right_half"]
_EDGES: tuple[Edge, ...] = get_args(Edge)
_SWAP = {"left": "right", "right": "left", "left_half": "right_half", "right_half": "left_half"}
_WORD_SWAP = {"your_left": "your_right", "your_right": "your_left"}


def _numbers(value: Any, count: int) -> bool:
    """Whether this is a list of ``count`` numbers; of any even count where it is 0."""
    if not isinstance(value, list) or not (len(value) == count if count else len(value) % 2 == 0):
        return False
    return all(type(one) in (int, float) for one in value)


def _table(value: Any, sound: Callable[[Any], bool]) -> bool:
    return isinstance(value, dict) and all(sound(one) for one in value.values())


_NEEDED: dict[str, Callable[[Any], bool]] = {
    "name": lambda value: isinstance(value, str),
    "size": lambda value: _numbers(value, 2) and min(value) > 0,
    "safe": lambda value: _numbers(value, 4) and min(value[2:]) > 0,
    "focus": lambda value: _numbers(value, 4) and min(value[2:]) > 0,
    "codes": lambda value: _table(value, lambda code: type(code) is int and 0 < code < 256),
    "outlines": lambda value: _table(
        value, lambda runs: isinstance(runs, list) and all(_numbers(run, 0) for run in runs)
    ),
    "anchors": lambda value: _table(value, lambda point: _numbers(point, 2)),
    "labels": lambda value: _table(value, lambda word: isinstance(word, str)) and value.keys() <= set(_EDGES),
}
"""What an entry must hold, and whether it does (docs/format.md, section 2)."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A catalogue entry as the kiosk shows it: mirrored where it must be, in fractions of the stage frame.

    ``extents`` are the area and the thickness of each region, as a page's ``Region`` has them; ``largest``
    those of its largest connected piece.
    """

    name: str
    side: Side
    codes: dict[str, int]
    outlines: dict[str, Rings]
    extents: dict[str, tuple[float, float]]
    largest: dict[str, tuple[float, float]]
    anchors: dict[str, tuple[float, ...]]
    labels: dict[Edge, str]
    key: tuple[str, ...]
    tissues: dict[str, str]
    recipe: Recipe


def faults_in(entry: Entry, name: str) -> list[str]:
    """The keys of an entry for the picture ``name`` that are missing or wrong."""
    if entry.get("mirror_of"):
        faults = [] if isinstance(entry["mirror_of"], str) else ["mirror_of"]
    else:
        faults = [key for key, is_sound in _NEEDED.items() if not is_sound(entry.get(key))]
        if not faults and entry["codes"].keys() != entry["anchors"].keys():
            faults.append("anchors")
        if not faults and _is_pair(entry["labels"]) and entry["focus"][0] < entry["size"][0] / 2:
            faults.append("focus")
    if entry.get("name") != name:
        faults.append("name")
    return faults


def _is_pair(labels: dict[str, str]) -> bool:
    """Whether they tell of two subjects looked at from one place; a card of them shows the right one."""
    return {"left_half", "right_half", "left", "right"} <= labels.keys()


def composed(entry: Entry, base: Entry, folder: Path) -> Shown:
    """A sound entry as shown; ``base`` is the entry it mirrors, or itself, whose files lie in ``folder``."""
    frame = _Frame(base, renamed=base is not entry)
    width, height = (int(n) for n in base["size"])
    recipe = Recipe(
        master=str(folder / f"{base['name']}.webp"),
        mask=str(folder / f"{base['name']}.mask.png"),
        size=(width, height),
        safe=cast(tuple[int, int, int, int], tuple(int(n) for n in base["safe"])),
        focus=cast(tuple[int, int, int, int], tuple(int(n) for n in base["focus"])),
        flip_pixels=frame.turned,
    )
    side = str(base.get("side", ""))
    outlines = {
        frame.region(region): tuple(frame.points(line) for line in lines)
        for region, lines in base["outlines"].items()
    }
    return Shown(
        name=str(entry["name"]),
        side=cast(Side, _SWAP.get(side, side) if frame.renamed else side),
        codes={frame.region(region): int(code) for region, code in base["codes"].items()},
        outlines=outlines,
        extents={region: extent_of(rings) for region, rings in outlines.items()},
        largest={
            region: max((extent_of((ring,)) for ring in rings), default=(0.0, 0.0))
            for region, rings in outlines.items()
        },
        anchors={frame.region(region): frame.points(point) for region, point in base["anchors"].items()},
        labels=frame.labels(),
        key=tuple(str(tissue) for tissue in (base.get("key") or ())),
        tissues={frame.region(str(k)): str(v) for k, v in (base.get("tissues") or {}).items()},
        recipe=recipe,
    )


class _Frame:
    """From the master as drawn to the stage frame as shown.

    ``flip`` turns the picture round (pixels, outlines, edges) and names stay with their parts: the same
    body seen from the other end. A mirror image is turned too, and left and right change names: the other
    side of the body seen from the same place.
    """

    def __init__(self, entry: dict[str, Any], renamed: bool) -> None:
        self.entry = entry
        self.renamed = renamed
        self.turned = renamed != bool(entry.get("flip"))

    def points(self, run: list[float]) -> tuple[float, ...]:
        """Flat x, y fractions of the master as fractions of the stage frame, kept inside it."""
        width, height = self.entry["size"]
        x0, y0, wide, high = self.entry["safe"]
        found = []
        for x, y in zip(run[::2], run[1::2], strict=True):
            across = min(1.0, max(0.0, (x * width - x0) / wide))
            down = min(1.0, max(0.0, (y * height - y0) / high))
            found += [round(1.0 - across if self.turned else across, 4), round(down, 4)]
        return tuple(found)

    def region(self, name: str) -> str:
        """A region's id as shown."""
        return ".".join(_SWAP.get(step, step) for step in name.split(".")) if self.renamed else name

    def labels(self) -> dict[Edge, str]:
        """The word at each edge and under each half as shown."""
        shown: dict[Edge, str] = {}
        for edge in _EDGES:
            word = str(self.entry["labels"].get(edge) or "")
            if word:
                placed = cast(Edge, _SWAP.get(edge, edge)) if self.turned else edge
                shown[placed] = _WORD_SWAP.get(word, word) if self.renamed else word
        return shown


def extent_of(rings: Rings) -> tuple[float, float]:
    """The area of a region in fractions of the stage's, and its thickness in fractions of the stage's width.

    Thickness is twice the area over the length of the edge: exact for a long strip, the radius of a disc.
    """
    high = STAGE[1] / STAGE[0]
    area, edge = area_of(rings), 0.0
    for ring in rings:
        points = list(zip(ring[0::2], ring[1::2], strict=True))
        edge += sum(
            hypot(ax - bx, (ay - by) * high)
            for (ax, ay), (bx, by) in zip(points[-1:] + points, points, strict=False)
        )
    return area, round(2 * area * high / edge, 5) if edge else 0.0
