"""What a staged rollout costs a real nginx and each kiosk: a pilot group first, then all; keeps JSON.

``python -m tests.bench.bench_fleet --kiosks 200 --pilot 20 --keep``. Every kiosk has a memory and a shelf of
its own and checks what it takes as one on a wall does; all of them run in one process, so the seconds are
this machine's and not the server's. Bytes are what nginx logs: bodies, without heads and TLS.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from kiosk.content.shelf import candidate
from kiosk.machine import paths
from kiosk.updates.copying import copy
from kiosk.updates.found import find
from kiosk.updates.install import Installation
from kiosk.updates.repository import publish
from kiosk.updates.trust import Trust
from kiosk.updates.web import WebPlace
from tests.bench.bench_installs import one_sentence_later
from tests.bench.ending import tell
from tests.bench.generated import generate
from tests.bench.starts import circumstances
from tests.fleet.nginx import Nginx, serving
from tests.updates.clinic import NOW, Clinic

FIGURES = paths.ROOT / "docs" / "figures" / "fleet.json"
AT_ONCE = 16
"""Kiosks that look at the same time."""


class Fleet:
    """Kiosks of ``clinic`` that look at ``server``, the first ``pilot`` of them in the group of that name."""

    def __init__(self, clinic: Clinic, server: Nginx, kiosks: int, pilot: int) -> None:
        self._clinic = clinic
        self._server = server
        groups = ["pilot"] * pilot + [""] * (kiosks - pilot)
        self._trusts = [clinic.kiosk(f"kiosk-{number}", group=group) for number, group in enumerate(groups)]
        self._machines = [Installation(clinic.folder / f"shelf-{number}") for number in range(kiosks)]

    def offer(self, edition: Path, group: str = "") -> None:
        """Publish ``edition`` and bring the repository to the server."""
        clinic = self._clinic
        publish(clinic.repository, clinic.anchor, find(edition), clinic.pocket, now=NOW, group=group)
        copy(clinic.repository, clinic.anchor, self._server.repository)
        self._server.asked()

    def look(self, edition: str, numbers: Sequence[int]) -> dict[str, Any]:
        """All of ``numbers`` look once; what that cost, and how many show ``edition`` then."""
        begun = time.perf_counter()
        with ThreadPoolExecutor(AT_ONCE) as pool:
            shown = list(pool.map(self._look, numbers))
        seconds = time.perf_counter() - begun
        asked = self._server.asked()
        return {
            "kiosks": len(numbers),
            "show_it_then": shown.count(edition),
            "bytes_per_kiosk": sum(one.size for one in asked) // len(numbers),
            "requests_per_kiosk": round(len(asked) / len(numbers), 1),
            "answers_404": sum(one.status == 404 for one in asked),
            "other_answers": sorted({one.status for one in asked} - {200, 404}),
            "seconds": round(seconds, 2),
        }

    def _look(self, number: int) -> str:
        place = WebPlace(self._server.address, self._server.authority)
        trust: Trust = self._trusts[number]
        machine = self._machines[number]
        offer = trust.offers(place)[0]
        if machine.wanted(offer):
            machine.install(offer, place)
        place.close()
        return machine.shelf.current().edition


def staged(folder: Path, kiosks: int, pilot: int, topics: int) -> dict[str, Any]:
    """One changed sentence to the pilot group, then to all, and a look of all with nothing new."""
    clinic = Clinic(folder / "clinic")
    generate(folder / "one", topics)
    with serving(folder / "nginx") as server:
        fleet = Fleet(clinic, server, kiosks, pilot)
        fleet.offer(folder / "one")
        old = candidate("old", folder / "one").open()
        everyone, first, others = range(kiosks), range(pilot), range(pilot, kiosks)
        found = {"topics": topics, "first_install": fleet.look(old.id, everyone)}
        new = "2026-12-02-00000002"
        one_sentence_later(old, folder / "two", new)
        fleet.offer(folder / "two", "pilot")
        found["pilot_group_is_offered_it"] = fleet.look(new, first)
        found["others_meanwhile"] = fleet.look(new, others)
        fleet.offer(folder / "two")
        found["all_are_offered_it"] = fleet.look(new, others)
        found["pilot_group_then"] = fleet.look(new, first)
        found["nothing_new"] = fleet.look(new, everyone)
    return found


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--kiosks", type=int, default=200)
    parser.add_argument("--pilot", type=int, default=20)
    parser.add_argument("--topics", type=int, default=60)
    parser.add_argument("--keep", action="store_true", help="keep the figures in docs/figures")
    options = parser.parse_args()
    figures = circumstances("bench_fleet", sys.argv[1:])
    with tempfile.TemporaryDirectory() as folder:
        figures |= staged(Path(folder), options.kiosks, options.pilot, options.topics)
    return tell(figures, FIGURES if options.keep else None)


if __name__ == "__main__":
    sys.exit(main())
