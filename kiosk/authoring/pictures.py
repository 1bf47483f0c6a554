"""The picture catalogue, and the sizes and outlines an edition carries; knows nothing of topics or words.

Renditions are kept under their content's hash in a cache folder: a rebuild makes only what changed.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from math import hypot
from pathlib import Path
from typing import Any, Literal, cast, get_args

from kiosk.authoring.findings import AuthoringError, Finding, error
from kiosk.authoring.renditions import MAKING, STAGE, Recipe, look, make
from kiosk.content.errors import Misshapen
from kiosk.content.files import clear_parts, write_whole
from kiosk.content.outlines import Rings, area_of, write_outlines
from kiosk.content.records import Rendition, Side

Edge = Literal["left", "right", "top", "bottom", "left_half", "right_half"]
Role = Literal["stage", "half", "card", "mask"]
_EDGES: tuple[Edge, ...] = get_args(Edge)
_SWAP = {"left": "right", "right": "left", "left_half": "right_half", "right_half": "left_half"}
_WORD_SWAP = {"your_left": "your_right", "your_right": "your_left"}
_DAY = 86400.0


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

    ``extents`` are the area and the thickness of each region, as a page's ``Region`` has them.
    """

    name: str
    side: Side
    codes: dict[str, int]
    outlines: dict[str, Rings]
    extents: dict[str, tuple[float, float]]
    anchors: dict[str, tuple[float, ...]]
    labels: dict[Edge, str]
    key: tuple[str, ...]
    tissues: dict[str, str]
    recipe: Recipe


class Catalogue:
    """Every picture under a folder, read from its JSON; pixels are touched by ``prepare`` alone."""

    def __init__(self, folder: Path, cache: Path | None = None) -> None:
        self.folder = folder
        self.cache = cache
        self.findings: list[Finding] = []
        self._entries: dict[str, dict[str, Any]] = {}
        self._shown: dict[str, Shown | None] = {}
        self._renditions: dict[str, tuple[Rendition, ...]] = {}
        self._outlines: dict[str, str] = {}
        self.blobs: dict[str, Path] = {}
        for path in sorted(folder.rglob("*.json")) if folder.is_dir() else []:
            self._read(path)

    def __contains__(self, name: str) -> bool:
        return self.shown(name) is not None

    def __len__(self) -> int:
        return len(self._entries)

    def names(self) -> Iterable[str]:
        """Every name in the catalogue."""
        return self._entries.keys()

    def frames(self, stem: str, every: int = 1) -> list[str]:
        """A turn's frames in order, or those whose number `every` divides: `lumbar/turn-000` and on."""
        found = re.compile(re.escape(stem) + r"-\d{3}")
        turn = sorted(name for name in self._entries if found.fullmatch(name))
        return [name for name in turn if int(name[-3:]) % max(1, every) == 0]

    def shown(self, name: str) -> Shown | None:
        """The entry as shown, or None where the catalogue or its files do not have it."""
        if name not in self._shown:
            self._shown[name] = self._compose(name)
        return self._shown[name]

    def fault(self, name: str) -> str:
        """Why a picture of the catalogue cannot be used, with its file; "" where it can. Decodes no pixel."""
        shown = self.shown(name)
        if shown is None:
            base = str(self._entries[name].get("mirror_of") or name)
            if base not in self._entries:
                return f"it mirrors “{base}”, which is not there"
            files = (f"{base}.webp", f"{base}.mask.png")
            return f"its file {next(f for f in files if not (self.folder / f).is_file())} is missing"
        try:
            look(shown.recipe)
        except AuthoringError as fault:
            return str(fault)
        return ""

    def renditions(self, name: str) -> tuple[Rendition, ...]:
        """The stored sizes of a prepared picture; empty before ``prepare``."""
        return self._renditions.get(name, ())

    def outlines(self, name: str) -> str:
        """The blob of a prepared picture's outlines; empty before ``prepare`` and where it has none."""
        return self._outlines.get(name, "")

    def prepare(self, names: Iterable[str], progress: Callable[[int, int], None], workers: int = 2) -> None:
        """Make (or find in the cache) the sizes and outlines of these pictures, on ``workers`` processes.

        Raises ``AuthoringError`` when a master cannot be read or outlines are beyond their caps.
        """
        if self.cache is None:
            raise ValueError("this catalogue has no cache folder to keep renditions in")
        self.cache.mkdir(parents=True, exist_ok=True)
        clear_parts(self.cache, older=_DAY)  # a preview may be writing here too
        wanted = [(name, shown) for name in sorted(set(names)) if (shown := self.shown(name))]
        keyed = [(name, shown, _fingerprint(shown.recipe)) for name, shown in wanted]
        missing = [
            (shown.recipe, key) for _, shown, key in keyed if not (self.cache / f"{key}.json").is_file()
        ]
        done = len(keyed) - len(missing)
        progress(done, len(keyed))
        if len(missing) > 1 and workers > 1 and (os.cpu_count() or 1) > 1:
            with ProcessPoolExecutor(max_workers=workers) as pool:
                for made, (_, key) in zip(
                    pool.map(make, [recipe for recipe, _ in missing]), missing, strict=True
                ):
                    self._keep(key, made)
                    done += 1
                    progress(done, len(keyed))
        else:
            for recipe, key in missing:
                self._keep(key, make(recipe))
                done += 1
                progress(done, len(keyed))
        for name, shown, key in keyed:
            self._keep_outlines(shown)
            listed = json.loads((self.cache / f"{key}.json").read_text("utf-8"))
            self._renditions[name] = tuple(Rendition(**entry) for entry in listed)
            for entry in listed:
                self.blobs[entry["blob"]] = self.cache / entry["blob"]

    def _keep(self, key: str, made: list[tuple[str, int, int, bytes]]) -> None:
        """Durably: what is listed is believed at the next build, and a power cut must not have torn it."""
        assert self.cache is not None
        listed = []
        for role, width, height, data in made:
            blob = hashlib.sha256(data).hexdigest()
            write_whole(self.cache / blob, data)
            listed.append({"blob": blob, "width": width, "height": height, "role": role})
        write_whole(self.cache / f"{key}.json", json.dumps(listed).encode("utf-8"))

    def _keep_outlines(self, shown: Shown) -> None:
        assert self.cache is not None
        drawn = {shown.codes[region]: rings for region, rings in shown.outlines.items() if rings}
        if not drawn:
            return
        try:
            data = write_outlines(drawn)
        except Misshapen as fault:
            raise AuthoringError(f"{shown.name}: its outlines: {fault}") from None
        blob = hashlib.sha256(data).hexdigest()
        self._outlines[shown.name], self.blobs[blob] = blob, self.cache / blob
        if not (self.cache / blob).is_file():
            write_whole(self.cache / blob, data)

    # --- reading the catalogue -----------------------------------------------------------------------

    def _read(self, path: Path) -> None:
        file = f"pictures/{path.relative_to(self.folder).as_posix()}"
        try:
            entry = json.loads(path.read_text("utf-8"))
            name = path.relative_to(self.folder).with_suffix("").as_posix()
            if entry.get("mirror_of"):
                faults = [] if isinstance(entry["mirror_of"], str) else ["mirror_of"]
            else:
                faults = [key for key, is_sound in _NEEDED.items() if not is_sound(entry.get(key))]
                if not faults and entry["codes"].keys() != entry["anchors"].keys():
                    faults.append("anchors")
            if entry.get("name") != name:
                faults.append("name")
        except (OSError, ValueError, AttributeError) as fault:
            self.findings.append(
                error(
                    file,
                    0,
                    "picture.catalogue",
                    f"the entry cannot be read ({fault})",
                    "Make the picture again.",
                )
            )
            return
        if faults:
            wrong = ", ".join(faults)
            self.findings.append(
                error(
                    file,
                    0,
                    "picture.catalogue",
                    f"the entry's {wrong} is missing or wrong",
                    "Make the picture again, or see docs/format.md, section 2.",
                )
            )
            return
        self._entries[name] = entry

    def _compose(self, name: str) -> Shown | None:
        entry = self._entries.get(name)
        if entry is None:
            return None
        base = self._entries.get(str(entry["mirror_of"])) if entry.get("mirror_of") else entry
        if base is None or base.get("mirror_of"):
            return None
        master = self.folder / f"{base['name']}.webp"
        mask = self.folder / f"{base['name']}.mask.png"
        if not master.is_file() or not mask.is_file():
            return None
        frame = _Frame(base, renamed=base is not entry)
        width, height = (int(n) for n in base["size"])
        recipe = Recipe(
            master=str(master),
            mask=str(mask),
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
            name=name,
            side=cast(Side, _SWAP.get(side, side) if frame.renamed else side),
            codes={frame.region(region): int(code) for region, code in base["codes"].items()},
            outlines=outlines,
            extents={region: extent_of(rings) for region, rings in outlines.items()},
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


def _fingerprint(recipe: Recipe) -> str:
    """A name for what will be made: the bytes of master and mask, the crop, and the way of making."""
    digest = hashlib.sha256(
        f"{MAKING}|{recipe.size}|{recipe.safe}|{recipe.focus}|{recipe.flip_pixels}".encode()
    )
    for path in (recipe.master, recipe.mask):
        digest.update(hashlib.sha256(Path(path).read_bytes()).digest())
    return digest.hexdigest()
