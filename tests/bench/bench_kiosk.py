"""How fast the kiosk starts and turns a page, and what it costs; prints and keeps JSON.

A page change is finger up to the end of the frame that holds the new title and the decoded new picture. Run
alone on a quiet machine: ``python -m tests.bench.bench_kiosk`` (software rendering, no display).
"""

from __future__ import annotations

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
STARTS = 10
PAGES = 100
STILL_S = 10.0
TOPICS = (10, 1_000, 10_000)


def spread(times: list[float]) -> dict[str, float]:
    ordered = sorted(times)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]
    return {"n": len(times), "median_ms": round(statistics.median(times), 1), "p95_ms": round(p95, 1)}


def start_ms(*what: str) -> float:
    """From spawning the process to the end of its first whole frame, as the process itself tells it."""
    begun = time.monotonic()
    command = [sys.executable, "-m", "tests.bench.first_frame", *what]
    done = subprocess.run(command, cwd=paths.ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return (float(done.stdout) - begun) * 1000


def starts(*whats: tuple[str, ...], n: int = STARTS) -> list[dict[str, float]]:
    """Each start ``n`` times, by turns, warm."""
    took: dict[tuple[str, ...], list[float]] = {what: [] for what in whats}
    for number in range(n + 1):
        for what, times in took.items():
            found = start_ms(*what)
            if number:
                times.append(found)
    return [spread(times) for times in took.values()]


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


def page_changes(kiosk: Kiosk, edition: Edition) -> dict[str, Any]:
    """Through each door of each menu and back by the rail; text and picture pages apart."""
    hand = Hand(kiosk)
    times: dict[str, list[float]] = {"text": [], "picture": []}
    by_topic: dict[str, list[float]] = {}
    menus = [topic for topic, entry in edition.topics() if entry.kind == "menu"]
    deadline = time.monotonic() + 60
    first = True
    while min(len(taken) for taken in times.values()) < PAGES and time.monotonic() < deadline:
        for menu in menus:
            kiosk.glass.goHome()
            kiosk.glass.open(menu)
            settle(0.1)
            doors = [door["topic"] for door in kiosk.glass.page_map()["doors"]]
            for topic in doors:
                for name, goal in ((f"door.{topic}", topic), ("rail.back", menu)):
                    settle(0.15)  # no second tap on one place; what is decoded ahead is decoded
                    root = kiosk.pane.rootObject()
                    item = next((each for each in items_of(root) if each.objectName() == name), None)
                    if item is None:
                        raise SystemExit(f"{name} is not on {menu}")
                    took = hand.change(item, goal)
                    kind = "picture" if kiosk.glass.page_map()["pictures"] else "text"
                    if not first:
                        times[kind].append(took)
                        by_topic.setdefault(goal, []).append(took)
        first = False
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
        started = starts(*(("kiosk", str(Path(folder) / str(topics))) for topics in TOPICS), n=5)
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


def main() -> int:
    load = os.getloadavg()[0]
    empty, waiting = starts(("empty",), ("kiosk",))
    application = QGuiApplication(sys.argv)
    edition = choose_edition([candidate("shipped", paths.SHIPPED)]).edition
    kiosk = Kiosk(edition, Settings(size=SIZE, idle_seconds=3600))
    kiosk.pane.appear()
    kiosk.glass.begin("en")
    settle(0.5)
    changes = page_changes(kiosk, edition)
    figures = {
        "command": "python -m tests.bench.bench_kiosk",
        "date": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "load": [round(load, 2), round(os.getloadavg()[0], 2)],
        "start": {
            "empty": empty,
            "kiosk": waiting,
            "ratio": round(waiting["median_ms"] / empty["median_ms"], 2),
        },
        "page_change": changes,
        "pss_mib_after_100_pages": pss_mib(),
        "still_page_cpu_percent": still_cpu(),
    }
    kiosk.close()
    keep(figures)
    figures["editions"] = editions()
    keep(figures)
    print(json.dumps(figures, indent=1))
    del application
    return 0


def keep(figures: dict[str, Any]) -> None:
    FIGURES.parent.mkdir(exist_ok=True)
    FIGURES.write_text(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    raise SystemExit(main())
