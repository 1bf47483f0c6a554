"""Makes the pictures that changed, `python make.py [name ...]`; a stop loses at most the one being made.

Needs the `pictures` dependency group. A left-hand picture is JSON that names the right-hand one it mirrors.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import cast

import numpy as np
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

import cache
from catalogue import pictures
from catalogue.cameras import SAFE, SIZE
from catalogue.picture import CODES, Picture
from catalogue.tissues import tissue_of
from catalogue.told import key_of, labels_of
from drawing import masks
from drawing.develop import Grade, developed, panels, wanted_hash
from model import Model
from morphometry import HERE
from store import Record, Store

OUT = HERE.parent / "pictures"
STEP = 0.42  # mm a cell
SAMPLES = 7  # rays a pixel, before the denoiser


def _entry(picture: Picture, mask: masks.Codes, made_of: str) -> Record:
    """The picture's record, docs/format.md section 2."""
    present = {name: code for name, code in CODES.items() if (mask == code).any()}
    return {
        "name": picture.name,
        "camera": picture.camera,
        "side": picture.side,
        "level": picture.level,
        "layers": list(picture.layers),
        "size": list(picture.size),
        "safe": list(SAFE) if picture.size == SIZE else [0, 0, *picture.size],
        "focus": list(picture.focus),
        "codes": present,
        "outlines": {name: masks.outlines(mask, code) for name, code in present.items()},
        "anchors": {name: masks.anchor(mask, code) for name, code in present.items()},
        "tissues": {name: tissue_of(name) for name in present},
        "labels": labels_of(picture),
        "key": list(key_of(picture)),
        "mirror_of": "",
        "flip": False,
        "made_by": "assets/anatomy",
        "hash": made_of,
    }


def _mirror_name(picture: Picture) -> str:
    return f"{picture.name.rsplit('/', 1)[0]}/{picture.mirror}"


def _mirror(picture: Picture) -> Record:
    """The record of a left-hand picture: nothing of its own but its name and whose mirror image it is."""
    return {
        "name": _mirror_name(picture),
        "mirror_of": picture.name,
        "side": "left",
        "level": picture.level,
        "camera": picture.camera,
        "made_by": "assets/anatomy",
    }


def make(picture: Picture, built: Model, store: Store, grade: Grade) -> Record:
    """Write one picture's files and its mirror image's record; returns the picture's own."""
    rgba, codes = developed(picture, built, grade)
    shown = (rgba[..., 3] > 0.35) & (not picture.moving)
    mask = masks.outlined(masks.halved(masks.without_crumbs(np.where(shown, codes, 0).astype(np.uint8))))
    record = _entry(picture, mask, wanted_hash(picture, built, grade))
    store.keep(record, rgba, mask)
    if picture.mirror:
        store.keep_record(_mirror(picture))
    return record


def names() -> list[str]:
    """Every picture of the catalogue and every mirror image."""
    return [name for p in pictures() for name in ((p.name, _mirror_name(p)) if p.mirror else (p.name,))]


def changed(picture: Picture, built: Model, store: Store, grade: Grade) -> bool:
    """Whether the picture is missing, torn, or of pixels made of anything else."""
    kept = store.record(picture.name)
    return kept is None or kept["hash"] != wanted_hash(picture, built, grade)


def tell_anew(picture: Picture, store: Store) -> None:
    """Write what is new in the records of a picture whose pixels stay: its words, its mirror image."""
    kept = store.record(picture.name)
    if kept is not None:
        tissues = {name: tissue_of(name) for name in cast(dict[str, int], kept["codes"])}
        told = {**kept, "tissues": tissues, "labels": labels_of(picture), "key": list(key_of(picture))}
        if told != kept:
            store.keep_record(told)
    if picture.mirror and store.mirror(_mirror_name(picture)) != _mirror(picture):
        store.keep_record(_mirror(picture))


def _work(picture: Picture, grade: Grade) -> float:
    """How much there is to render, megapixels."""
    wide, high = grade.rendered(picture)
    return wide * high * len(panels(picture)) / 1e6


class _Pace:
    """Seconds a megapixel took on this machine, kept between runs for the estimate."""

    def __init__(self) -> None:
        self.path = cache.folder() / "seconds-a-megapixel"
        self.value = float(self.path.read_text()) if self.path.exists() else 40.0

    def took(self, seconds: float, work: float) -> None:
        self.value += 0.2 * (seconds / work - self.value)
        self.path.write_text(f"{self.value:.1f}")


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="pictures, or folders of them; all when none is named")
    parser.add_argument("--draft", type=Path, help="quarter-size pictures into this folder, for shape rounds")
    parser.add_argument("--samples", type=int, default=SAMPLES, help="rays a pixel")
    parser.add_argument("--step", type=float, default=STEP, help="mm a cell of the model")
    parser.add_argument("--out", type=Path, default=OUT, help="where the pictures go")
    parser.add_argument("--all", action="store_true", help="also those that have not changed")
    asked = parser.parse_args()
    every = pictures()
    chosen = [p for p in every if not asked.names or {p.name, p.name.split("/")[0]} & set(asked.names)]
    known = {p.name for p in every} | {p.name.split("/")[0] for p in every}
    if unknown := sorted(set(asked.names) - known):
        parser.error(f"no picture and no folder called {', '.join(unknown)}")
    asked.chosen = chosen
    return asked


def main() -> None:
    asked = _asked()
    console, pace, began = Console(), _Pace(), time.monotonic()
    store, grade = Store(asked.draft or asked.out), Grade(0.25 if asked.draft else 1.0, asked.samples)
    built = Model(asked.step)
    with console.status("building the model where it changed"):
        due = [p for p in asked.chosen if asked.all or asked.draft or changed(p, built, store, grade)]
    minutes = sum(_work(p, grade) for p in due) * pace.value / 60
    console.print(f"{len(due)} of {len(asked.chosen)} pictures to make, about {minutes:.0f} minutes")
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as bar:
        task = bar.add_task("", total=len(due))
        for picture in due:
            bar.update(task, description=picture.name)
            started = time.monotonic()
            record = make(picture, built, store, grade)
            took = time.monotonic() - started
            pace.took(took, _work(picture, grade))
            seen, size = len(cast(dict[str, int], record["codes"])), store.size(picture.name) // 1024
            console.print(f"{picture.name}: {seen} regions, {size} KB, {took:.0f} s")
            bar.advance(task)
    if not asked.draft:
        for picture in asked.chosen:
            tell_anew(picture, store)
        for file in [] if asked.names else store.drop_all_but(names()):
            console.print(f"{file}: no longer in the catalogue, deleted")
        cache.forget()
    console.print(f"all {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
