"""How fast the kiosk starts and turns a page, and what it costs; prints and keeps JSON.

A page change is finger up to the end of the frame that holds the new title and the decoded new picture. Run
alone on a quiet machine: ``python -m tests.bench.bench_kiosk`` (software rendering, no display). A start is
told in wall clock and in processor time, by turns with the empty program it is compared with.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import sys
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
from kiosk.content.shelf import candidate
from kiosk.machine import paths
from kiosk.machine.settings import Settings
from tests.bench.ending import tell
from tests.bench.starts import circumstances, spread, starts

FIGURES = paths.ROOT / "docs" / "figures" / "kiosk.json"
SIZE = (1920, 1080)
STARTS = 10
PAGES = 100
PAGES_S = 180.0
STILL_S = 20.0


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
        self.device = QTest.createTouchDevice()
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
        QTest.touchEvent(pane, self.device).press(0, place, pane).commit()
        settle(0.02)
        loop, ended = QEventLoop(), 0.0

        def swapped() -> None:
            nonlocal ended
            now = time.perf_counter()
            if not ended and self.shown():
                ended = now
                loop.quit()

        self.topic = topic
        pane.frameSwapped.connect(swapped)
        QTimer.singleShot(3000, loop.quit)
        begun = time.perf_counter()
        QTest.touchEvent(pane, self.device).release(0, place, pane).commit()
        if not ended:  # the frame may have come while the finger's leaving was told
            loop.exec()
        pane.frameSwapped.disconnect(swapped)
        if not ended:
            raise SystemExit(f"{topic} was not shown within 3 s")
        return (ended - begun) * 1000


def page_changes(kiosk: Kiosk, edition: Edition, pages: int, seconds: float) -> dict[str, Any]:
    """Through the doors each menu shows and back by the rail; ``pages`` of text and as many with pictures.

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


def pss_mib() -> dict[str, float]:
    """This process, and how much of it are the libraries of Qt's test module, which no kiosk loads."""
    tools = every = 0
    mapped = ""
    for line in Path("/proc/self/smaps").read_text().splitlines():
        if line.startswith("Pss:"):
            kib = int(line.split()[1])
            every += kib
            tools += kib if re.search(r"Qt6?(Test|Widgets)", mapped) else 0
        elif re.match(r"[0-9a-f]+-[0-9a-f]+ ", line):
            mapped = line
    return {"kiosk": round((every - tools) / 1024, 1), "test_module": round(tools / 1024, 1)}


def cpu_percent() -> float:
    """Processor time of a screen nobody touches, in percent of one core."""
    settle(2)
    begun = time.process_time()
    settle(STILL_S)
    return round((time.process_time() - begun) / STILL_S * 100, 3)


def start_against_empty(n: int) -> dict[str, Any]:
    """The start of the kiosk and of the empty program, and how many times as long the one takes."""
    empty, kiosk = starts(("empty",), ("kiosk",), n=n)
    return {
        "empty": empty,
        "kiosk": kiosk,
        "ratio": round(kiosk["median_ms"] / empty["median_ms"], 2),
        "cpu_ratio": round(kiosk["cpu_median_ms"] / empty["cpu_median_ms"], 2),
    }


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.bench_kiosk")
    parser.add_argument("--starts", type=int, default=STARTS)
    parser.add_argument("--pages", type=int, default=PAGES)
    parser.add_argument("--seconds", type=float, default=PAGES_S, help="the most that page changes may take")
    parser.add_argument("--json", type=Path, default=FIGURES)
    asked = parser.parse_args(arguments)
    figures = circumstances("bench_kiosk", arguments)
    figures["start"] = start_against_empty(asked.starts)
    application = QGuiApplication(["lamina"])
    edition = choose_edition([candidate("shipped", paths.SHIPPED)]).edition
    kiosk = Kiosk(edition, Settings(size=SIZE, idle_seconds=3600))
    kiosk.pane.begun.connect(kiosk.find_pages)
    kiosk.pane.appear()
    figures["attract_cpu_percent"] = cpu_percent()
    kiosk.glass.begin("en")
    settle(0.5)
    figures["page_change"] = page_changes(kiosk, edition, asked.pages, asked.seconds)
    figures["pss_mib_after_these_pages"] = pss_mib()
    figures["still_page_cpu_percent"] = cpu_percent()
    kiosk.close()
    figures["load_after"] = [round(load, 2) for load in os.getloadavg()]
    del application
    return tell(figures, asked.json)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
