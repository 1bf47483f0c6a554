"""How fast the kiosk starts and turns a page, and what it costs; prints and keeps JSON.

A page change is finger up to the end of the frame that holds the new title and the decoded new picture. Run
alone on a quiet machine: ``python -m tests.bench.bench_kiosk`` (software rendering, no display). A start is
told in wall clock and in processor time, by turns with the empty program it is compared with.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")

from PySide6.QtCore import QEventLoop, QPointF, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from kiosk.app import Kiosk
from kiosk.content.edition import Edition, choose_edition
from kiosk.machine import paths
from kiosk.machine.settings import Settings
from kiosk.options import candidate
from tests.bench.generated import generate
from tests.ui.conftest import Finger

FIGURES = paths.ROOT / "docs" / "figures" / "kiosk.json"
SIZE = (1920, 1080)
STARTS = 6
PAGES = 50
PAGES_S = 110.0
STILL_S = 10.0
TOPICS = (10, 1_000, 10_000)


def spread(times: list[float]) -> dict[str, float]:
    ordered = sorted(times)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]
    return {"n": len(times), "median_ms": round(statistics.median(times), 1), "p95_ms": round(p95, 1)}


def start_ms(*what: str) -> tuple[float, float]:
    """Wall clock, from spawning the process to the end of its first frame, and its processor time."""
    begun = time.monotonic()
    command = [sys.executable, "-m", "tests.bench.first_frame", *what]
    done = subprocess.run(command, cwd=paths.ROOT, check=True, stdout=subprocess.PIPE, text=True)
    ended, used = map(float, done.stdout.split())
    return (ended - begun) * 1000, used * 1000


def starts(*whats: tuple[str, ...], n: int = STARTS) -> list[dict[str, float]]:
    """Each start ``n`` times, by turns, warm."""
    took: dict[tuple[str, ...], list[tuple[float, float]]] = {what: [] for what in whats}
    for number in range(n + 1):
        for what, times in took.items():
            found = start_ms(*what)
            if number:
                times.append(found)
    return [
        spread([wall for wall, _ in times])
        | {"cpu_median_ms": round(statistics.median(cpu for _, cpu in times), 1)}
        for times in took.values()
    ]


def settle(seconds: float) -> None:
    loop = QEventLoop()
    QTimer.singleShot(int(seconds * 1000), loop.quit)
    loop.exec()


def items_of(item: QQuickItem) -> Iterator[QQuickItem]:
    if item.isVisible():
        yield item
        for child in item.childItems():
            yield from items_of(child)


class Hand:
    """Touches a running kiosk and watches its frames."""

    def __init__(self, kiosk: Kiosk) -> None:
        self.kiosk = kiosk
        self.finger = Finger(kiosk.pane)
        self.topic = ""

    def shown(self) -> bool:
        """Whether the scene holds the title of ``topic`` and every picture of it is decoded."""
        glass = self.kiosk.glass
        if glass.visit.topic != self.topic:
            return False
        title, said, waiting, drawn = glass.page_map()["title"], False, False, 0
        sources = {
            art["source"]
            for picture in glass.page_map()["pictures"].values()
            for art in (picture.get("stage"), picture.get("half"), picture.get("card"))
            if art
        }
        for item in items_of(self.kiosk.pane.rootObject()):
            name = item.metaObject().className()
            text = item.property("text")
            if text == title or (text and item.objectName().endswith(".title")):  # a step, a row
                said = True
            elif name.startswith("QQuickImage"):
                source = item.property("source").toString()
                if source in sources:
                    drawn += 1
                    waiting = waiting or item.property("progress") != 1 or item.implicitWidth() < 2
        return said and not waiting and (not self.pictured() or drawn > 0)

    def doors(self) -> list[str]:
        """The topics whose doors are on the glass now; a long menu shows the rest on its next card."""
        names = (item.objectName() for item in items_of(self.kiosk.pane.rootObject()))
        return [name.removeprefix("door.") for name in names if name.startswith("door.")]

    def named(self, name: str) -> QQuickItem:
        root = self.kiosk.pane.rootObject()
        return next(item for item in items_of(root) if item.objectName() == name)

    def pictured(self) -> bool:
        return any(item.objectName() == "stage" for item in items_of(self.kiosk.pane.rootObject()))

    def change(self, item: QQuickItem, topic: str) -> float:
        """Milliseconds from the finger's leaving ``item`` to the frame that shows ``topic``."""
        pane, place = self.kiosk.pane, item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()
        QTest.touchEvent(pane, self.finger.device).press(0, place, pane).commit()
        settle(0.02)
        loop, ended, frames = QEventLoop(), 0.0, 0

        def swapped() -> None:
            nonlocal ended, frames
            frames += 1
            ended = time.perf_counter()
            if self.shown():
                loop.quit()

        self.topic = topic
        pane.frameSwapped.connect(swapped)
        QTimer.singleShot(3000, loop.quit)
        begun = time.perf_counter()
        QTest.touchEvent(pane, self.finger.device).release(0, place, pane).commit()
        loop.exec()
        pane.frameSwapped.disconnect(swapped)
        if not self.shown():
            raise SystemExit(f"{topic} was not shown within 3 s")
        return (ended - begun) * 1000


def page_changes(kiosk: Kiosk, edition: Edition, pages: int, seconds: float) -> dict[str, Any]:
    """Through the doors each menu shows and back by the rail; text and picture pages apart, ``pages`` of each.

    The first round through a door is not counted. Ends after ``seconds`` with what there is.
    """
    hand, language = Hand(kiosk), kiosk.glass.visit.choices.language
    times: dict[str, list[float]] = {"text": [], "picture": []}
    by_topic: dict[str, list[float]] = {}
    menus = [topic for topic, entry in edition.topics() if entry.kind == "menu"]
    kinds = {
        topic: "picture" if edition.page(topic, language).pictures else "text"
        for topic, _ in edition.topics()
    }
    deadline, seen = time.monotonic() + seconds, set[str]()
    while min(map(len, times.values())) < pages and time.monotonic() < deadline:
        for menu in menus:
            kiosk.glass.goHome()
            kiosk.glass.open(menu)
            settle(0.1)
            for topic in hand.doors():
                if len(times[kinds[topic]]) >= pages or time.monotonic() > deadline:
                    continue
                for name, goal in ((f"door.{topic}", topic), ("rail.back", menu)):
                    settle(0.32)  # no second tap on one place; what is decoded ahead is decoded
                    took = hand.change(hand.named(name), goal)
                    if topic in seen:
                        times[kinds[goal]].append(took)
                        by_topic.setdefault(goal, []).append(took)
                seen.add(topic)
    found: dict[str, Any] = {kind: spread(taken) for kind, taken in times.items() if taken}
    found["median_ms_by_topic"] = {
        topic: round(statistics.median(taken), 1) for topic, taken in sorted(by_topic.items())
    }
    return found


def editions() -> dict[str, Any]:
    """Start, and page open by its verb, of made-up editions of any size, through the whole kiosk."""
    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        for topics in TOPICS:
            generate(Path(folder) / str(topics), topics)
        started = starts(*(("kiosk", str(Path(folder) / str(topics))) for topics in TOPICS), n=4)
        for topics, start in zip(TOPICS, started, strict=True):
            edition = Edition.open(Path(folder) / str(topics))
            kiosk = Kiosk(edition, Settings(size=SIZE, idle_seconds=3600))
            kiosk.pane.appear()
            kiosk.glass.begin("en")
            settle(0.3)
            times = []
            names = [f"topic-{number % (topics - 2):05d}" for number in range(0, 37 * 41, 37)]
            for name in names:
                kiosk.glass.goHome()
                settle(0.03)
                begun = time.perf_counter()
                kiosk.glass.open(name)
                kiosk.pane.grabWindow()
                times.append((time.perf_counter() - begun) * 1000)
            kiosk.close()
            found[str(topics)] = {"start": start, "page_open": spread(times[1:])}
    small, large = (found[str(topics)] for topics in (TOPICS[0], TOPICS[-1]))
    found["start_ratio"] = round(large["start"]["median_ms"] / small["start"]["median_ms"], 2)
    found["page_open_ratio"] = round(large["page_open"]["median_ms"] / small["page_open"]["median_ms"], 2)
    return found


def pss_mib() -> float:
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return round(next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024, 1)


def still_cpu() -> float:
    """Processor time of a page nobody touches, in percent of one core."""
    settle(2)
    begun = time.process_time()
    settle(STILL_S)
    return round((time.process_time() - begun) / STILL_S * 100, 3)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.bench_kiosk")
    parser.add_argument("--starts", type=int, default=STARTS)
    parser.add_argument("--pages", type=int, default=PAGES)
    parser.add_argument("--seconds", type=float, default=PAGES_S, help="the most that page changes may take")
    parser.add_argument("--editions", action="store_true", help="editions of 10, 1,000 and 10,000 topics too")
    parser.add_argument("--json", type=Path, default=FIGURES)
    asked = parser.parse_args(arguments)
    figures: dict[str, Any] = {
        "command": " ".join(["python -m tests.bench.bench_kiosk", *arguments]),
        "date": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "load_before": [round(load, 2) for load in os.getloadavg()],
    }
    figures["start"] = start_against_empty(asked.starts)
    application = QGuiApplication(sys.argv[:1])
    edition = choose_edition([candidate("shipped", paths.SHIPPED)]).edition
    kiosk = Kiosk(edition, Settings(size=SIZE, idle_seconds=3600))
    kiosk.pane.appear()
    kiosk.glass.begin("en")
    settle(0.5)
    figures["page_change"] = page_changes(kiosk, edition, asked.pages, asked.seconds)
    figures["pss_mib_after_these_pages"] = pss_mib()
    figures["still_page_cpu_percent"] = still_cpu()
    kiosk.close()
    if asked.editions:
        figures["editions"] = editions()
    figures["load_after"] = [round(load, 2) for load in os.getloadavg()]
    text = json.dumps(figures, indent=1)
    asked.json.parent.mkdir(exist_ok=True)
    asked.json.write_text(text + "\n", encoding="utf-8")
    print(text)
    del application
    return 0


def start_against_empty(n: int) -> dict[str, Any]:
    """The start of the kiosk and of the empty program, and how many times as long the one takes."""
    empty, waiting = starts(("empty",), ("kiosk",), n=n)
    return {
        "empty": empty,
        "kiosk": waiting,
        "ratio": round(waiting["median_ms"] / empty["median_ms"], 2),
        "cpu_ratio": round(waiting["cpu_median_ms"] / empty["cpu_median_ms"], 2),
    }


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
