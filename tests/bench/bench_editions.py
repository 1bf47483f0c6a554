"""What the size of an edition costs: starting, opening a page, finding a word; prints and keeps JSON.

``python -m tests.bench.bench_editions --sizes 10,1000,10000``. A start and the opening of a page are measured
through the whole kiosk; ``read_ms`` and ``page_read_ms`` are the part of them that reads the edition.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QGuiApplication

from kiosk.app import Kiosk
from kiosk.content.edition import Edition
from kiosk.content.records import LANGUAGES
from kiosk.content.search import Search
from kiosk.machine import paths
from kiosk.machine.settings import Settings
from tests.bench.ending import tell
from tests.bench.generated import generate
from tests.bench.starts import circumstances, spread, starts

FIGURES = paths.ROOT / "docs" / "figures" / "editions.json"
STARTS = 10
OPENED = 60
OPENINGS = 200
PAGES = 300
QUERIES = 150


def measure(folder: Path, topics: int) -> dict[str, Any]:
    """Times in milliseconds (median and 95th of a hundred) for one edition of ``topics`` topics."""
    started = time.perf_counter()
    root = generate(folder, topics)
    made = time.perf_counter() - started
    edition = Edition.open(folder, root)
    started = time.perf_counter()
    search = Search.open(edition)
    indexed = time.perf_counter() - started
    chance = random.Random(7)
    names = [name for name, _ in edition.topics()]
    chosen = [(chance.choice(names), chance.choice(LANGUAGES)) for _ in range(PAGES)]

    def first_start() -> None:
        Edition.open(folder, root).prove()

    def page(topic: str, language: str) -> None:
        fresh = Edition.open(folder, root)
        begun = time.perf_counter()
        fresh.page(topic, language)  # type: ignore[arg-type]
        pages.append(time.perf_counter() - begun)

    for topic, language in chosen[:50]:
        edition.page(topic, language)  # the disk's cache is warm, as the figures say
    pages: list[float] = []
    for topic, language in chosen:
        page(topic, language)
    reads = [_timed(first_start) for _ in range(OPENINGS)]
    keys = [
        (prefix, each)
        for each in LANGUAGES
        for query in _queries(edition, each)
        for prefix in _prefixes(query)
    ]
    found = sum(bool(search.find(query, each)) for query, each in keys[:60])
    finds = [_timed(lambda query=query, each=each: search.find(query, each)) for query, each in keys]  # type: ignore[misc]
    search.close()
    return {
        "topics": topics,
        "made_s": round(made, 2),
        "indexed_s": round(indexed, 2),
        "index_mib": round((folder / "search.sqlite").stat().st_size / 2**20, 2),
        "read_ms": _summary(reads),
        "page_read_ms": _summary(pages),
        "search_ms": _summary(finds) | {"keys": len(keys), "found_of_60": found},
    }


def _queries(edition: Edition, language: str) -> list[str]:
    chance = random.Random(language)
    titles = [entry.title[language] for _, entry in edition.topics()]  # type: ignore[index]
    return [" ".join(chance.choice(titles).split()[: chance.randint(1, 3)]) for _ in range(QUERIES // 2)]


def _prefixes(query: str) -> Iterable[str]:
    return (query[:end] for end in range(1, min(len(query), 12) + 1))


def _timed(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def _summary(times: list[float]) -> dict[str, float | int]:
    ordered = sorted(times)
    median, late = statistics.median(ordered), ordered[int(len(ordered) * 0.95)]
    return {"n": len(ordered), "median": round(median * 1e3, 3), "p95": round(late * 1e3, 3)}


def pages_through_kiosk(editions: dict[int, Path]) -> dict[int, dict[str, float]]:
    """Opening a page of an edition that has just been opened, by its verb, to the end of its frame; by turns.

    The very same articles are opened in each edition, those of the smallest: pages of other words take other
    times, and these are the ones every edition has.
    """
    kiosks = {}
    shared = (min(editions) - 2) // 3 * 3
    for topics, folder in editions.items():
        kiosks[topics] = Kiosk(Edition.open(folder), Settings(size=(1920, 1080), idle_seconds=3600))
        kiosks[topics].pane.appear()
        kiosks[topics].glass.begin("en")
    _settle(0.5)
    took: dict[int, list[float]] = {topics: [] for topics in kiosks}
    for number in range(0, 3 * OPENED, 3):  # one topic in three is an article: like is compared with like
        for topics, kiosk in kiosks.items():
            kiosk.glass.reload(Edition.open(editions[topics]))  # nothing of it is read yet
            kiosk.glass.goHome()
            _settle(0.05)
            name = f"topic-{number % shared:05d}"
            begun = time.perf_counter()
            kiosk.glass.open(name)
            kiosk.pane.grabWindow()
            took[topics].append((time.perf_counter() - begun) * 1000)
            if kiosk.glass.visit.topic != name:
                raise SystemExit(f"{name} of {topics} was not opened")
    for kiosk in kiosks.values():
        kiosk.close()
    return {topics: spread(times[3:]) for topics, times in took.items()}


def _settle(seconds: float) -> None:
    loop = QEventLoop()
    QTimer.singleShot(int(seconds * 1000), loop.quit)
    loop.exec()


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.bench_editions")
    parser.add_argument("--sizes", default="10,1000,10000")
    parser.add_argument("--json", type=Path, default=FIGURES)
    asked = parser.parse_args(arguments)
    report = circumstances("bench_editions", arguments)
    report["n"] = {"starts": STARTS, "pages": OPENED, "reads": OPENINGS, "queries": QUERIES}
    with tempfile.TemporaryDirectory() as folder:
        editions = {int(size): Path(folder) / size for size in asked.sizes.split(",")}
        figures = []
        for topics, place in editions.items():
            figures.append(measure(place, topics))
            print(json.dumps(figures[-1]), file=sys.stderr, flush=True)
        started = starts(*(("kiosk", str(place)) for place in editions.values()), n=STARTS)
        application = QGuiApplication(["lamina"])
        opened = pages_through_kiosk(editions)
        del application
    for found, start in zip(figures, started, strict=True):
        found |= {"start": start, "page_open": opened[found["topics"]]}
    small, large = figures[0], figures[-1]
    report["figures"] = figures
    for what in ("start", "page_open"):
        report[f"{what}_ratio"] = round(large[what]["median_ms"] / small[what]["median_ms"], 3)
    report["load_after"] = [round(load, 2) for load in os.getloadavg()]
    return tell(report, asked.json)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
