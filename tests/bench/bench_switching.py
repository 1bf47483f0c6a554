"""What an updater and a live switch cost: time to the new frame, start, memory, rest; prints and keeps JSON.

``python -m tests.bench.bench_switching --keep``. A switch is timed from the updater's word that another
edition is current to the end of the first frame drawn from it, and from staff's asking for the install or the
undoing that led to it; on the edition that ships and one that differs by a title. Software rendering.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QGuiApplication

from kiosk.app import Kiosk
from kiosk.content.shelf import candidate
from kiosk.machine import paths
from kiosk.machine.settings import Settings
from kiosk.ui.following import Following
from kiosk.updates.wire import Request
from tests.bench.bench_installs import FIGURES
from tests.bench.starts import circumstances, spread, start_ms
from tests.ui.others import follow
from tests.updates.clinic import Clinic
from tests.updates.running import Machine

SIZE = (1920, 1080)


def wait_for(signal: Any, do: Any = lambda: None, seconds: float = 60) -> None:
    loop = QEventLoop()
    signal.connect(loop.quit)
    QTimer.singleShot(int(seconds * 1000), loop.quit)
    do()
    loop.exec()
    signal.disconnect(loop.quit)


class Times:
    """When the updater told of another edition, and when the first frame of it was drawn."""

    def __init__(self, kiosk: Kiosk, following: Following) -> None:
        assert following.switch is not None
        self.told = self.drawn = 0.0
        self._changed = False
        self.loop = QEventLoop()
        following.updater.switched.connect(self._tell)
        following.switch.swapped.connect(self._swap)
        kiosk.pane.frameSwapped.connect(self._draw)

    def _tell(self, *_: object) -> None:
        self.told = time.perf_counter()

    def _swap(self, *_: object) -> None:
        self._changed = True

    def _draw(self) -> None:
        if self._changed:
            self._changed, self.drawn = False, time.perf_counter()
            self.loop.quit()


def switches(folder: Path, n: int) -> dict[str, Any]:
    """``n`` undoings and ``n`` installs again, by turns on home and on the page with the most pictures."""
    shipped = candidate("shipped", paths.SHIPPED).open()
    clinic = Clinic(folder / "clinic")
    shutil.copytree(paths.SHIPPED, clinic.folder / "edition-1")
    clinic.publish(1)
    machine = Machine(folder / "m", clinic)
    os.environ["STATE_DIRECTORY"] = str(machine.state)
    machine.command("edition", "install", str(clinic.repository))
    follow(shipped, clinic.folder / "edition-2", "Another title")
    clinic.publish(2)
    found: dict[str, list[float]] = {"told": [], "install": [], "undo": []}
    picture = max(shipped.topics(), key=lambda one: len(one[1].blobs))[0]
    kiosk = Kiosk(candidate("installed", machine.shelf).open(), Settings(size=SIZE))
    wait_for(kiosk.pane.begun, kiosk.pane.appear)
    with machine.updater(stick_folders=str(clinic.folder)):
        following = Following(kiosk.glass, kiosk.pane.engine(), Settings(updater="running"), kiosk.reload)
        updater, times = following.updater, Times(kiosk, following)
        while not updater.offers_as_maps():
            wait_for(updater.offersChanged)
        kiosk.glass.begin("en")

        def timed(name: str, ask: Callable[[], None]) -> None:
            begun = time.perf_counter()
            ask()
            times.loop.exec()
            found[name].append((times.drawn - begun) * 1000)
            found["told"].append((times.drawn - times.told) * 1000)

        for turn in range(n):
            kiosk.glass.goHome()
            if turn % 2:
                kiosk.glass.open(picture)
            timed("install", lambda: updater.install(updater.offers_as_maps()[0]["id"]))
            wait_for(updater.standingChanged, seconds=0.5)
            timed("undo", updater.goBack)
            wait_for(updater.standingChanged, seconds=0.5)
        kiosk.close()
        following.close()
    return {
        "megabytes": round(sum(path.stat().st_size for path in shipped.folder.rglob("*/*")) / 1e6, 1),
        "told_to_frame": spread(found["told"]),
        "asked_for_install_to_frame": spread(found["install"]),
        "asked_for_undo_to_frame": spread(found["undo"]),
    }


def at_rest(folder: Path, seconds: int) -> dict[str, Any]:
    """Memory of an updater that nobody asks, what it needed of the processor, and how often it woke."""
    clinic = Clinic(folder / "clinic")
    clinic.publish(1)
    machine = Machine(folder / "m", clinic)
    with machine.updater() as process:
        with machine.caller() as caller:
            caller.ask(Request(verb="bring", source=str(clinic.repository)))
        time.sleep(2)
        before = (_switches(process.pid), _ticks(process.pid))
        time.sleep(seconds)
        after = (_switches(process.pid), _ticks(process.pid))
        smaps = Path(f"/proc/{process.pid}/smaps_rollup").read_text()
    pss = next(line for line in smaps.splitlines() if line.startswith("Pss:"))
    return {
        "seconds": seconds,
        "pss_mib": round(int(pss.split()[1]) / 1024, 1),
        "wakes": after[0] - before[0],
        "cpu_ms": 10 * (after[1] - before[1]),
    }


def _switches(process: int) -> int:
    """How often any of its threads left the processor by itself: each time it had been awake."""
    count = 0
    for task in Path(f"/proc/{process}/task").iterdir():
        lines = (task / "status").read_text().splitlines()
        count += sum(int(line.split()[1]) for line in lines if "voluntary_ctxt_switches" in line)
    return count


def _ticks(process: int) -> int:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def starting(n: int) -> dict[str, Any]:
    """Whole starts to the first frame, by turns without an updater and with one that it starts."""
    took: dict[str, list[float]] = {"off": [], "start": []}
    with tempfile.TemporaryDirectory() as state:
        os.environ["STATE_DIRECTORY"] = state
        for number in range(n + 1):
            for mode, times in took.items():
                os.environ["LAMINA_UPDATER"] = mode
                found, _ = start_ms("kiosk", str(paths.SHIPPED))
                times += [found] if number else []
    return {f"updater_{mode}": spread(times) for mode, times in took.items()}


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--switches", type=int, default=20)
    parser.add_argument("--starts", type=int, default=20)
    parser.add_argument("--rest", type=int, default=60, help="seconds")
    parser.add_argument("--keep", action="store_true", help="keep the figures in docs/figures/installs.json")
    options = parser.parse_args()
    figures = circumstances("bench_switching", sys.argv[1:])
    application = QGuiApplication([])
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "rest").mkdir()
        figures["at_rest"] = at_rest(Path(folder) / "rest", options.rest)
        (Path(folder) / "switches").mkdir()
        figures["switch"] = switches(Path(folder) / "switches", options.switches)
        figures["start"] = starting(options.starts)
    del application
    if options.keep:
        kept = json.loads(FIGURES.read_text("utf-8")) | {"updater": figures}
        FIGURES.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(figures, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
