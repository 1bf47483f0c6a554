"""Measures what the size of an edition costs: opening it, opening a page, finding a word; proves nothing.

``python -m tests.bench.bench_editions --sizes 10,1000,10000 --json docs/figures/editions.json``
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
from datetime import UTC, datetime
from pathlib import Path

from kiosk.content.edition import Edition
from kiosk.content.records import LANGUAGES
from kiosk.content.search import Search
from tests.bench.generated import generate

OPENINGS = 200
PAGES = 300
QUERIES = 150


def measure(folder: Path, topics: int) -> dict[str, object]:
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
    starts = [_timed(first_start) for _ in range(OPENINGS)]
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
        "start_ms": _summary(starts),
        "page_open_cold_ms": _summary(pages),
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


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.bench_editions")
    parser.add_argument("--sizes", default="10,1000,10000")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args(arguments)
    figures = []
    load = os.getloadavg()[0]
    for topics in [int(size) for size in asked.sizes.split(",")]:
        with tempfile.TemporaryDirectory() as folder:
            figures.append(measure(Path(folder), topics))
            print(json.dumps(figures[-1]), file=sys.stderr, flush=True)
    report = {
        "n": {"starts": OPENINGS, "pages": PAGES, "queries": QUERIES},
        "command": "python -m tests.bench.bench_editions " + " ".join(arguments),
        "load": round(load, 2),
        "date": datetime.now(UTC).date().isoformat(),
        "figures": figures,
    }
    print(json.dumps(report, indent=1))
    if asked.json:
        asked.json.parent.mkdir(parents=True, exist_ok=True)
        asked.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
