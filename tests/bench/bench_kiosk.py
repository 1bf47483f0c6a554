"""How fast the kiosk starts, turns a page and turns a spine, and what it costs; prints and keeps JSON.

Run alone on a quiet machine: ``python -m tests.bench.bench_kiosk`` (software rendering, no display).
"""

from __future__ import annotations

import datetime
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")

from PySide6.QtCore import QElapsedTimer, QEventLoop, QTimer
from PySide6.QtGui import QGuiApplication

from kiosk.app import Kiosk
from kiosk.content.edition import Edition, choose_edition
from kiosk.machine import paths
from kiosk.machine.settings import Settings
from kiosk.options import candidate

FIGURES = paths.ROOT / "docs" / "figures" / "kiosk.json"
STARTS = int(os.environ.get("BENCH_STARTS", "10"))
PAGES = 100
STILL_S = 10.0
TURN_S = 4.0


def start() -> dict[str, float]:
    """From spawning the process to the end of its first frame, in ms; the two programs by turns, warm."""
    took: dict[str, list[float]] = {"empty": [], "kiosk": []}
    for number in range(STARTS + 1):
        for name, times in took.items():
            clock = QElapsedTimer()
            clock.start()
            subprocess.run(
                [sys.executable, "-m", "tests.bench.first_frame", name], cwd=paths.ROOT, check=True
            )
            if number:
                times.append(clock.nsecsElapsed() / 1e6)
    empty, kiosk = (statistics.median(times) for times in took.values())
    return {
        "n": STARTS,
        "empty_ms": round(empty, 1),
        "kiosk_ms": round(kiosk, 1),
        "ratio": round(kiosk / empty, 2),
    }


def frame_after(kiosk: Kiosk, act: Callable[[], None]) -> float:
    """Milliseconds from ``act`` to the frame that shows what it did."""
    loop = QEventLoop()
    kiosk.pane.frameSwapped.connect(loop.quit)
    QTimer.singleShot(2000, loop.quit)
    begun = time.perf_counter()
    act()
    loop.exec()
    took = (time.perf_counter() - begun) * 1000
    kiosk.pane.frameSwapped.disconnect(loop.quit)
    return took


def settle(seconds: float) -> None:
    loop = QEventLoop()
    QTimer.singleShot(int(seconds * 1000), loop.quit)
    loop.exec()


def page_changes(kiosk: Kiosk, edition: Edition) -> dict[str, Any]:
    """The verb of a tap to the frame with the new page, each page opened from home; and memory after 100."""
    times: dict[str, list[float]] = {"text": [], "picture": []}
    topics = [topic for topic, _ in edition.topics() if topic != edition.home]
    for number in range(PAGES + len(topics)):
        topic = topics[number % len(topics)]
        kiosk.glass.goHome()
        settle(0.04)
        took = frame_after(kiosk, lambda topic=topic: kiosk.glass.open(topic))  # type: ignore[misc]
        kind = "picture" if kiosk.glass.page_map().get("pictures") else "text"
        if number >= len(topics):
            times[kind].append(took)
    return {kind: spread(taken) for kind, taken in times.items() if taken}


def spread(times: list[float]) -> dict[str, float]:
    ordered = sorted(times)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]
    return {"n": len(times), "median_ms": round(statistics.median(times), 1), "p95_ms": round(p95, 1)}


def pss_mib() -> float:
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return round(next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024, 1)


def still_cpu(kiosk: Kiosk) -> float:
    """Processor time of a page nobody touches, in percent of one core."""
    settle(2)
    begun = time.process_time()
    settle(STILL_S)
    return round((time.process_time() - begun) / STILL_S * 100, 3)


def main() -> int:
    load = os.getloadavg()[0]
    started = start()
    application = QGuiApplication(sys.argv)
    edition = choose_edition([candidate("shipped", paths.SHIPPED)]).edition
    kiosk = Kiosk(edition, Settings(size=(1920, 1080), idle_seconds=3600))
    kiosk.pane.appear()
    kiosk.glass.begin("en")
    settle(0.5)
    changes = page_changes(kiosk, edition)
    figures = {
        "command": "python -m tests.bench.bench_kiosk",
        "date": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "load": round(load, 2),
        "start": started,
        "page_change": changes,
        "pss_mib_after_100_pages": pss_mib(),
        "still_page_cpu_percent": still_cpu(kiosk),
    }
    kiosk.close()
    del application
    text = json.dumps(figures, indent=1)
    FIGURES.parent.mkdir(exist_ok=True)
    FIGURES.write_text(text + "\n")
    print(text)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
