"""Measures how much the fault tests look at: ``python -m tests.faults.figures PART``, kept in docs/figures.

A part is ``interrupted``, ``crashes``, ``unreliable``, ``signed`` or ``glass``; its figures replace what the
file held of it.
Ends with 1 where anything was found that must not be.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.faults.interrupted import WAYS, prepare, prepare_damaged
from tests.faults.journeys import (
    MEMORY,
    ROOT,
    Journey,
    bench,
    build_journey,
    explore,
    install_journey,
    publish_journey,
    rollback_journey,
    state_journey,
)
from tests.faults.unreliable import under_libfiu
from tests.updates.clinic import Clinic

FIGURES = ROOT / "docs" / "figures" / "faults.json"


def crashes(_n: int, room: Path) -> dict[str, Any]:
    """States that a power cut could leave, by what was cut; ``bound`` is of ways between two syncs."""
    made: dict[str, tuple[Callable[[Path], Journey], int]] = {
        "install": (lambda folder: install_journey(bench(folder, 1)), 2000),
        "first install": (lambda folder: install_journey(bench(folder, 0)), 2000),
        "rollback": (lambda folder: rollback_journey(bench(folder, 2)), 2000),
        "PIN and tries, new": (lambda folder: state_journey(folder / "machine", True), 2000),
        "PIN and tries": (lambda folder: state_journey(folder / "machine", False), 2000),
        "publish": (lambda folder: publish_journey(Clinic(folder / "clinic"), folder, True), 40),
        "publish, FAT": (lambda folder: publish_journey(Clinic(folder / "clinic"), folder, False), 40),
        "content build": (build_journey, 6),
    }
    found: dict[str, Any] = {}
    for name, (make, bound) in made.items():
        (room / name).mkdir()
        begun = time.monotonic()
        journey = make(room / name)
        seen = explore(journey, bound)
        found[name] = {
            "calls": len(journey.steps),
            "bound": bound,
            "states": seen.states,
            "show_old": seen.old,
            "show_new": seen.new,
            "bad": len(seen.bad),
            "seconds": round(time.monotonic() - begun, 1),
        }
    return {
        "n": sum(one["states"] for one in found.values()),
        "bad": sum(one["bad"] for one in found.values()),
        "by": found,
    }


def interrupted(_n: int, room: Path) -> dict[str, Any]:
    """Installs and mendings killed, or refused by the disk, at each call that changes it."""
    found: dict[str, Any] = {}
    for name, make in (("install", prepare), ("mending", prepare_damaged)):
        case = make(room / name)
        calls, points, bad = case.calls(), 0, 0
        for call in range(1, calls + 1):
            for what, on in WAYS:
                points += 1
                try:
                    case.interfere(what, call, on)
                except Exception as fault:  # whatever a shelf is like then, it is told and counted
                    bad += 1
                    print(f"{name}, {what}{on} at {call}: {fault}", file=sys.stderr)
        found[name] = {"calls": calls, "points": points, "bad": bad}
    return {
        "n": sum(one["points"] for one in found.values()),
        "bad": sum(one["bad"] for one in found.values()),
        "by": found,
    }


def unreliable(n: int, _room: Path) -> dict[str, Any]:
    """Runs in which calls failed at random (libfiu)."""
    any_call, short = under_libfiu(n), under_libfiu(n, "short")
    bad = len(any_call["bad"]) + len(short["bad"])
    return {"n": 6 * n, "bad": bad, "any_call": any_call["ended"], "short": short["ended"]}


def signed(n: int, room: Path) -> dict[str, Any]:
    """Editions that are wrong and signed all the same, read whole."""
    from tests.faults.rehashed import mutate_and_read

    tally = mutate_and_read(_sound(room), n, seed=7)
    kinds: dict[str, int] = {}
    for name, times in tally.kinds.items():
        kind = name.partition(" ")[0]
        kinds[kind] = kinds.get(kind, 0) + times
    for line in tally.wrong[:20]:
        print(line, file=sys.stderr)
    return {
        "n": tally.mutations,
        "bad": len(tally.wrong),
        "controls_shown": tally.controls,
        "mutations_noticed": tally.noticed,
        "pages_as_they_were": tally.right,
        "pages_the_records_allow": tally.allowed,
        "pages_refused": tally.refused,
        "by_kind": kinds,
    }


def glass(n: int, room: Path) -> dict[str, Any]:
    """The same opened in a window; ``bad`` counts whatever Qt says, too."""
    from tests.faults.on_glass import look_at

    seen = look_at(_sound(room), n, seed=2)
    for line in seen.wrong[:20]:
        print(line, file=sys.stderr)
    return {"n": seen.opened, "bad": len(seen.wrong), "pages_shown": seen.shown, "refused": seen.refused}


def _sound(room: Path) -> Any:
    os.environ["QT_QPA_PLATFORM"], os.environ["QT_QUICK_BACKEND"] = "offscreen", "software"
    from PySide6.QtGui import QGuiApplication

    from tests.authoring.drawing import SOURCES, draw_pictures
    from tests.faults.rehashed import Sound
    from tests.ui.conftest import built

    global _application
    _application = QGuiApplication.instance() or QGuiApplication([])
    return Sound.of(built(SOURCES, draw_pictures(room / "pictures"), room / "edition"))


_application: Any = None

PARTS: dict[str, tuple[Callable[[int, Path], dict[str, Any]], int]] = {
    "interrupted": (interrupted, 0),
    "crashes": (crashes, 0),
    "unreliable": (unreliable, 200),
    "signed": (signed, 10_000),
    "glass": (glass, 200),
}


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.figures")
    parser.add_argument("part", choices=PARTS)
    parser.add_argument("--n", type=int)
    asked = parser.parse_args(arguments)
    measure, n = PARTS[asked.part]
    load, begun = os.getloadavg(), time.monotonic()
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as room:
        found = measure(asked.n or n, Path(room))
    told = {
        **found,
        "command": " ".join(["python -m tests.faults.figures", *arguments]),
        "seconds": round(time.monotonic() - begun, 1),
        "load": [round(one, 2) for one in load],
        "date": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
    }
    whole = json.loads(FIGURES.read_text("utf-8")) if FIGURES.exists() else {}
    FIGURES.write_text(json.dumps({**whole, asked.part: told}, indent=1) + "\n", "utf-8")
    print(json.dumps(told, indent=1))
    return 1 if found["bad"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
