"""The picture catalogue, and the sizes and outlines an edition carries; knows nothing of topics or words.

Renditions are kept under their content's hash in a cache folder: a rebuild makes only what changed. What was
found out about a picture is remembered with the stamps of its files, and holds while those do.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import astuple, dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, Literal

from kiosk.authoring.cancel import Cancel, never
from kiosk.authoring.findings import AuthoringError, Finding, error
from kiosk.authoring.picture_entries import Entry, Shown, composed, faults_in
from kiosk.authoring.renditions import MAKING, Recipe, look, make
from kiosk.authoring.spread import spread
from kiosk.authoring.stamps import stamps_under
from kiosk.content.errors import Misshapen
from kiosk.content.files import clear_parts, write_whole
from kiosk.content.outlines import write_outlines
from kiosk.content.records import Rendition

Role = Literal["stage", "half", "card", "mask"]
_DAY = 86400.0


@dataclass(slots=True)
class Remembered:
    """What was found out about pictures before, each with the stamps it holds for.

    ``entries``: stamp, whether it is sound, what it mirrors, findings. ``faults``: state, fault. ``made``:
    state, sizes, outlines. ``read`` and ``shown`` are kept in memory alone.
    """

    entries: dict[str, tuple[str, bool, str, list[Finding]]] = field(default_factory=dict)
    faults: dict[str, tuple[str, str]] = field(default_factory=dict)
    made: dict[str, tuple[str, list[dict[str, Any]], str]] = field(default_factory=dict)
    read: dict[str, tuple[str, Entry]] = field(default_factory=dict)
    shown: dict[str, tuple[str, Shown | None]] = field(default_factory=dict)

    def as_plain(self) -> dict[str, Any]:
        """As plain data, for a file."""
        listed = {
            name: [stamp, sound, base, [astuple(one) for one in findings]]
            for name, (stamp, sound, base, findings) in self.entries.items()
        }
        return {"entries": listed, "faults": self.faults, "made": self.made}

    @classmethod
    def from_plain(cls, told: dict[str, Any]) -> Remembered:
        """What ``as_plain`` gave. Raises ``ValueError``, ``TypeError`` or ``KeyError`` for anything else."""
        return cls(
            entries={
                name: (stamp, sound, base, [Finding(*one) for one in findings])
                for name, (stamp, sound, base, findings) in told["entries"].items()
            },
            faults={name: (state, fault) for name, (state, fault) in told["faults"].items()},
            made={name: (state, sizes, drawn) for name, (state, sizes, drawn) in told["made"].items()},
        )


class Catalogue:
    """Every picture under a folder, read from its JSON; pixels are touched by ``prepare`` alone."""

    def __init__(
        self,
        folder: Path,
        cache: Path | None = None,
        remembered: Remembered | None = None,
        stamps: dict[str, str] | None = None,
    ) -> None:
        self.folder = folder
        self.cache = cache
        self.remembered = remembered or Remembered()
        self.findings: list[Finding] = []
        self.blobs: dict[str, Path] = {}
        self.stamps = stamps_under(str(folder)) if stamps is None else stamps
        self._mirrors: dict[str, str] = {}
        self._sound: dict[str, None] = {}
        self._states: dict[str, str] = {}
        self._renditions: dict[str, tuple[Rendition, ...]] = {}
        self._outlines: dict[str, str] = {}
        for path in sorted(self.stamps):
            if path.endswith(".json"):
                self._learn(path.removesuffix(".json"), self.stamps[path])

    def __contains__(self, name: str) -> bool:
        return self.shown(name) is not None

    def __len__(self) -> int:
        return len(self._sound)

    def names(self) -> Collection[str]:
        """Every name in the catalogue."""
        return self._sound.keys()

    def frames(self, stem: str, every: int = 1) -> list[str]:
        """A turn's frames in order, or those whose number `every` divides: `lumbar/turn-000` and on."""
        found = re.compile(re.escape(stem) + r"-\d{3}")
        turn = sorted(name for name in self._sound if found.fullmatch(name))
        return [name for name in turn if int(name[-3:]) % max(1, every) == 0]

    def state(self, name: str) -> str:
        """The stamps of all the files a picture is made of; "" where there is no sound entry of this name."""
        return self._state(name) if name in self._sound else ""

    def _state(self, name: str) -> str:
        found = self._states.get(name)
        if found is None:
            base = self._mirrors.get(name) or name
            files = (f"{name}.json", f"{base}.json", f"{base}.webp", f"{base}.mask.png")
            found = self._states[name] = " ".join(self.stamps.get(file, "-") for file in files)
        return found

    def pixels(self, path: str) -> str:
        """The states of the picture ``path`` and of the turn of that name, whether or not they are sound."""
        stem = str(PurePosixPath(path))
        turn = re.compile(re.escape(stem) + r"-[0-9]{3}")
        names = [name for name in self._mirrors if name == stem or turn.fullmatch(name)]
        return "\n".join(f"{name} {self._state(name)}" for name in sorted(names))

    def shown(self, name: str) -> Shown | None:
        """The entry as shown, or None where the catalogue or its files do not have it."""
        state = self.state(name)
        known = self.remembered.shown.get(name)
        if known is None or known[0] != state:
            known = self.remembered.shown[name] = (state, self._compose(name))
        return known[1]

    def fault(self, name: str) -> str:
        """Why a picture of the catalogue cannot be used, with its file; "" where it can. Decodes no pixel."""
        state = self.state(name)
        known = self.remembered.faults.get(name)
        if known is None or known[0] != state:
            known = self.remembered.faults[name] = (state, self._fault(name))
        return known[1]

    def _fault(self, name: str) -> str:
        shown = self.shown(name)
        if shown is None:
            base = self._mirrors[name] or name
            if base not in self._sound:
                return f"it mirrors “{base}”, which is not there"
            files = (f"{base}.webp", f"{base}.mask.png")
            return f"its file {next(f for f in files if f not in self.stamps)} is missing"
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

    def prepare(
        self,
        names: Iterable[str],
        progress: Callable[[int, int], None],
        workers: int = 2,
        cancel: Cancel = never,
    ) -> None:
        """Make (or find in the cache) the sizes and outlines of these pictures, on ``workers`` processes.

        Raises ``AuthoringError`` when a master cannot be read or outlines are beyond their caps.
        """
        if self.cache is None:
            raise ValueError("this catalogue has no cache folder to keep renditions in")
        self.cache.mkdir(parents=True, exist_ok=True)
        clear_parts(self.cache, older=_DAY)  # a preview may be writing here too
        kept = {path.name for path in self.cache.iterdir()}
        wanted = sorted(name for name in set(names) if name in self._sound)
        changed = [name for name in wanted if not self._recall(name, kept)]
        keyed = [(name, shown, _fingerprint(shown.recipe)) for name in changed if (shown := self.shown(name))]
        missing = [(shown.recipe, key) for _, shown, key in keyed if f"{key}.json" not in kept]
        done = len(wanted) - len(missing)
        progress(done, len(wanted))
        recipes = [recipe for recipe, _ in missing]
        for made, (_, key) in zip(spread(_begin, (), make, recipes, workers, cancel), missing, strict=True):
            self._keep(key, made)
            done += 1
            progress(done, len(wanted))
        for name, shown, key in keyed:
            drawn = self._keep_outlines(shown)
            listed = json.loads((self.cache / f"{key}.json").read_text("utf-8"))
            self.remembered.made[name] = (self.state(name), listed, drawn)
            self._take(name, listed, drawn)

    def recall(self) -> None:
        """Take every picture as prepared that was before and has not changed since; looks at no file."""
        for name in self._sound:
            self._recall(name, None)

    def _recall(self, name: str, kept: set[str] | None) -> bool:
        """Whether a picture's sizes are known, and lie in the cache as far as ``kept`` tells."""
        known = self.remembered.made.get(name)
        if known is None or known[0] != self.state(name):
            return False
        _, listed, drawn = known
        blobs = {entry["blob"] for entry in listed} | ({drawn} if drawn else set())
        if kept is not None and not blobs <= kept:
            return False
        self._take(name, listed, drawn)
        return True

    def _take(self, name: str, listed: list[dict[str, Any]], drawn: str) -> None:
        assert self.cache is not None
        self._renditions[name] = tuple(Rendition(**entry) for entry in listed)
        for entry in listed:
            self.blobs[entry["blob"]] = self.cache / entry["blob"]
        if drawn:
            self._outlines[name], self.blobs[drawn] = drawn, self.cache / drawn

    def _keep(self, key: str, made: list[tuple[str, int, int, bytes]]) -> None:
        """Durably: what is listed is believed at the next build, and a power cut must not have torn it."""
        assert self.cache is not None
        listed = []
        for role, width, height, data in made:
            blob = hashlib.sha256(data).hexdigest()
            write_whole(self.cache / blob, data)
            listed.append({"blob": blob, "width": width, "height": height, "role": role})
        write_whole(self.cache / f"{key}.json", json.dumps(listed).encode("utf-8"))

    def _keep_outlines(self, shown: Shown) -> str:
        """Keep a picture's outlines and return their blob, "" where it has none."""
        assert self.cache is not None
        drawn = {shown.codes[region]: rings for region, rings in shown.outlines.items() if rings}
        if not drawn:
            return ""
        try:
            data = write_outlines(drawn)
        except Misshapen as fault:
            raise AuthoringError(f"{shown.name}: its outlines: {fault}") from None
        blob = hashlib.sha256(data).hexdigest()
        if not (self.cache / blob).is_file():
            write_whole(self.cache / blob, data)
        return blob

    # --- reading the catalogue -----------------------------------------------------------------------

    def _learn(self, name: str, stamp: str) -> None:
        known = self.remembered.entries.get(name)
        if known is None or known[0] != stamp:
            known = self.remembered.entries[name] = (stamp, *self._read(name, stamp))
        _, sound, base, findings = known
        self._mirrors[name] = base
        self.findings += findings
        if sound:
            self._sound[name] = None

    def _read(self, name: str, stamp: str) -> tuple[bool, str, list[Finding]]:
        """Whether an entry is sound, what it mirrors, and what is wrong with it."""
        file = f"pictures/{name}.json"
        base = ""
        try:
            entry = json.loads((self.folder / f"{name}.json").read_text("utf-8"))
            base = str(entry.get("mirror_of") or "")
            faults = faults_in(entry, name)
        except (OSError, ValueError, AttributeError) as fault:
            message = f"the entry cannot be read ({fault})"
            found = error(file, 0, "picture.catalogue", message, "Make the picture again.")
            return False, base, [found]
        if faults:
            message = f"the entry's {', '.join(faults)} is missing or wrong"
            remedy = "Make the picture again, or see docs/format.md, section 2."
            return False, base, [error(file, 0, "picture.catalogue", message, remedy)]
        self.remembered.read[name] = (stamp, entry)
        return True, base, []

    def _entry(self, name: str) -> Entry | None:
        """A sound entry, read again where it is remembered only."""
        if name not in self._sound:
            return None
        stamp = self.stamps[f"{name}.json"]
        known = self.remembered.read.get(name)
        if known is None or known[0] != stamp:
            if not self._read(name, stamp)[0]:
                return None  # changed while we looked; the next look tells
            known = self.remembered.read[name]
        return known[1]

    def _compose(self, name: str) -> Shown | None:
        entry = self._entry(name)
        if entry is None:
            return None
        base = self._entry(str(entry["mirror_of"])) if entry.get("mirror_of") else entry
        if base is None or base.get("mirror_of"):
            return None
        if not {f"{base['name']}.webp", f"{base['name']}.mask.png"} <= self.stamps.keys():
            return None
        return composed(entry, base, self.folder)


def _begin() -> None:
    """Nothing is kept from one picture to the next."""


def _fingerprint(recipe: Recipe) -> str:
    """A name for what will be made: the bytes of master and mask, the crop, and the way of making."""
    digest = hashlib.sha256(
        f"{MAKING}|{recipe.size}|{recipe.safe}|{recipe.focus}|{recipe.flip_pixels}".encode()
    )
    for path in (recipe.master, recipe.mask):
        digest.update(hashlib.sha256(Path(path).read_bytes()).digest())
    return digest.hexdigest()
