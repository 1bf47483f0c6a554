"""Times whole starts, from spawning a process to its first frame, and sums times up; opens no window."""

from __future__ import annotations

import datetime
import os
import statistics
import subprocess
import sys
import time
from typing import Any

from kiosk.machine import paths


def spread(times: list[float]) -> dict[str, float]:
    """How many times in milliseconds, their median, and the one that 95 of a hundred do not pass."""
    ordered = sorted(times)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]
    return {"n": len(times), "median_ms": round(statistics.median(times), 2), "p95_ms": round(p95, 2)}


def start_ms(*what: str) -> tuple[float, float]:
    """Wall clock, from spawning the process to the end of its first frame, and its processor time."""
    command = [sys.executable, "-m", "tests.bench.first_frame", *what]
    # An installed kiosk keeps its bytecode; where a shell forbids it, each start compiles the sources.
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    kept |= {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}
    begun = time.monotonic()
    done = subprocess.run(command, cwd=paths.ROOT, env=kept, check=True, stdout=subprocess.PIPE, text=True)
    ended, used = map(float, done.stdout.split())
    return (ended - begun) * 1000, used * 1000


def starts(*whats: tuple[str, ...], n: int) -> list[dict[str, float]]:
    """Each start ``n`` times, by turns, after one of each that warms the caches."""
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


def circumstances(program: str, arguments: list[str]) -> dict[str, Any]:
    """The command, the load before it, and the date: what every figure is told with.

    ``real_time`` says that the machine ran this before all else (``chrt -f 20``), whatever the load.
    """
    scheduler = os.sched_getscheduler(0) if hasattr(os, "sched_getscheduler") else None
    return {
        "command": " ".join([f"python -m tests.bench.{program}", *arguments]),
        "load": [round(load, 2) for load in os.getloadavg()],
        "real_time": scheduler is not None and scheduler == os.SCHED_FIFO,
        "date": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
    }
