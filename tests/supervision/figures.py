"""Measures how long a fault leaves a kiosk without a usable screen: ``python -m tests.supervision.figures``.

The service has the numbers of its unit file, the supervisor is the small one of these tests, the screen is
Qt's offscreen one (an X server's for the lost display). Ends with 1 where any took longer than it may.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import shutil
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kiosk.content.shelf import candidate
from tests.supervision.kiosks import Kiosk, usable
from tests.supervision.supervisor import Supervisor
from tests.supervision.troubles import can_mount, disk_of_its_own, display_to_lose, fill, make_read_only
from tests.updates.running import ROOT

FIGURES = ROOT / "docs" / "figures" / "supervision.json"

MOST, AFTER_CRASH = 10.0, 3.0
"""Seconds that any fault may take, and a crash."""

HANG = "while True: pass"

Fault = Callable[[Kiosk, Supervisor], float]


def _signalled(number: int) -> Fault:
    return lambda _, supervisor: supervisor.send(number)


def _hang(kiosk: Kiosk, _: Supervisor) -> float:
    moment = time.monotonic()
    kiosk.do(HANG)
    return moment


def _befall(kiosk: Kiosk, place: Path, fault: Fault, *before: str) -> tuple[float, str]:
    """Seconds from ``fault`` to the next first frame, and what stood there then."""
    with Supervisor(kiosk.unit(*before), place) as supervisor:
        usable(supervisor)
        supervisor.until("pinged")
        moment = fault(kiosk, supervisor)
        back = supervisor.until("ready")
        return back.at - moment, back.said


def _start(kiosk: Kiosk, place: Path, *before: str) -> tuple[float, str]:
    """Seconds from a start to its first frame, and what stood there."""
    with Supervisor(kiosk.unit(*before), place) as supervisor:
        shown = supervisor.until("ready")
        supervisor.until("pinged")
        return shown.at - supervisor.events[0].at, shown.said


def _on_spoiled_disk(spoil: Callable[[Path], None]) -> Callable[[Kiosk, Path], tuple[float, str]]:
    def measure(kiosk: Kiosk, place: Path) -> tuple[float, str]:
        with disk_of_its_own(kiosk) as state:
            spoil(state)
            return _befall(kiosk, place, _signalled(signal.SIGKILL))

    return measure


def _lost_display(kiosk: Kiosk, place: Path) -> tuple[float, str]:
    """From the moment the display is back: before that nothing can be usable."""
    display = display_to_lose(place)
    try:
        unit = kiosk.unit(QT_QPA_PLATFORM="xcb", DISPLAY=display.name)
        with Supervisor(unit, place) as supervisor:
            usable(supervisor)
            display.lose()
            supervisor.until("ended")
            supervisor.until("ended")
            display.bring_back()
            moment = time.monotonic()
            back = supervisor.until("ready")
            return back.at - moment, back.said
    finally:
        display.lose()


def _killed_updater(kiosk: Kiosk, place: Path) -> tuple[float, str]:
    """0 where the kiosk was usable all the time."""
    (place / "updater").mkdir(exist_ok=True)
    with (
        Supervisor(kiosk.unit(LAMINA_UPDATER="running"), place) as interface,
        Supervisor(kiosk.updater(), place / "updater") as updater,
    ):
        updater.until("ready")
        usable(interface)
        updater.send(signal.SIGKILL)
        updater.until("ready")
        interface.until("pinged")
        starts = [one.what for one in interface.events].count("started")
        return float(starts - 1), "the interface did not notice" if starts == 1 else "it ended too"


PARTS: dict[str, tuple[float, Callable[[Kiosk, Path], tuple[float, str]]]] = {
    "start": (MOST, _start),
    "kill -9": (AFTER_CRASH, lambda kiosk, place: _befall(kiosk, place, _signalled(signal.SIGKILL))),
    "segmentation fault": (
        AFTER_CRASH,
        lambda kiosk, place: _befall(kiosk, place, _signalled(signal.SIGSEGV)),
    ),
    "SIGSTOP": (MOST, lambda kiosk, place: _befall(kiosk, place, _signalled(signal.SIGSTOP))),
    "hung interface thread": (MOST, lambda kiosk, place: _befall(kiosk, place, _hang)),
    "updater kill -9": (0.0, _killed_updater),
    "full disk, then kill -9": (AFTER_CRASH, _on_spoiled_disk(fill)),
    "read-only disk, then kill -9": (AFTER_CRASH, _on_spoiled_disk(make_read_only)),
    "clock 10 years ahead, start": (
        MOST,
        lambda kiosk, place: _start(kiosk, place, "faketime", "-f", "+10y"),
    ),
    "clock 10 years behind, start": (
        MOST,
        lambda kiosk, place: _start(kiosk, place, "faketime", "-f", "-10y"),
    ),
    "display lost, from its return": (MOST, _lost_display),
}


def measure(part: str, n: int, shown: Path | None) -> dict[str, Any]:
    """One fault ``n`` times, each on a kiosk of its own that shows the edition in ``shown``."""
    most, befall = PARTS[part]
    took, saw = [], set()
    for _ in range(n):
        with tempfile.TemporaryDirectory() as room:
            kiosk = Kiosk(Path(room), shown)
            seconds, said = befall(kiosk, Path(room))
            took.append(seconds)
            known = {
                f"shows {kiosk.editions[1]}": "the newest",
                f"shows {kiosk.editions[0]}": "the one before",
            }
            saw.add(known.get(said, said))
    return {
        "n": n,
        "seconds_median": round(statistics.median(took), 2),
        "seconds_worst": round(max(took), 2),
        "seconds_allowed": most,
        "seen": sorted(saw),
    }


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.supervision.figures")
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS], metavar="PART")
    parser.add_argument("--n", type=int, default=5)
    parser.add_argument(
        "--edition", type=Path, help="the edition to show, instead of a small one", metavar="DIR"
    )
    asked = parser.parse_args(arguments)
    os.environ["QT_QPA_PLATFORM"], os.environ["QT_QUICK_BACKEND"] = "offscreen", "software"
    load = os.getloadavg()
    parts = asked.parts or list(PARTS)
    if not can_mount():
        parts = [part for part in parts if "disk" not in part]
    if not shutil.which("faketime"):
        parts = [part for part in parts if "clock" not in part]
    found = {part: measure(part, asked.n, asked.edition and asked.edition.absolute()) for part in parts}
    whole = json.loads(FIGURES.read_text("utf-8")) if FIGURES.exists() else {"by": {}}
    by = {part: {**whole["by"], **found}[part] for part in PARTS if part in {**whole["by"], **found}}
    told = {
        "n": asked.n,
        "bad": sum(one["seconds_worst"] > one["seconds_allowed"] for one in by.values()),
        "by": by,
        "sound_devices": len(list(Path("/dev/snd").glob("pcm*"))),
        "command": "python -m tests.supervision.figures" + (" --edition DIR" if asked.edition else ""),
        "edition": candidate("shown", asked.edition).open().id if asked.edition else "two small ones",
        "load": [round(one, 2) for one in load],
        "date": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
    }
    FIGURES.write_text(json.dumps(told, indent=1) + "\n", "utf-8")
    print(json.dumps(told, indent=1))
    return 1 if told["bad"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
