"""A hundred thousand touches, drags and keys on the edition that ships, and what they leave; prints JSON.

python -m tests.bench.bench_soak [--events N] [--seed N] [--edition DIR] [--no-file]
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")

from PySide6.QtCore import qInstallMessageHandler
from PySide6.QtGui import QGuiApplication

from kiosk.app import Kiosk
from kiosk.content.shelf import candidate
from kiosk.machine import paths
from kiosk.machine.settings import Settings
from tests.bench.ending import tell
from tests.bench.soak import A_SECOND, Soak, as_rows, slope
from tests.bench.starts import circumstances

FIGURES = paths.ROOT / "docs" / "figures"


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1, help="which hundred thousand")
    parser.add_argument("--edition", type=Path, default=paths.SHIPPED)
    parser.add_argument("--no-file", action="store_true", help="leave docs/figures as it is")
    asked = parser.parse_args()
    told = circumstances("bench_soak", [f"--events {asked.events} --seed {asked.seed}"])
    messages: list[str] = []
    qInstallMessageHandler(lambda kind, context, message: messages.append(message))
    application = QGuiApplication(["lamina"])
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TMPDIR"] = os.environ["STATE_DIRECTORY"] = folder
        kiosk = Kiosk(candidate("asked", asked.edition).open(), Settings(size=(1280, 800), counts=False))
        kiosk.pane.begun.connect(kiosk.find_pages)
        kiosk.pane.appear()
        soak = Soak(kiosk, asked.events, Path(folder), asked.seed)
        soak.looked.connect(lambda: print(soak.pages, soak.looks[-1], file=sys.stderr, flush=True))
        seconds = soak.run()
        kiosk.close()
    del application
    first = next(one for one in soak.looks if one.events >= asked.events / 4)
    last = soak.looks[-1]
    figures = {
        **told,
        "n": soak.done,
        "seconds": round(seconds),
        "a_second_asked": A_SECOND,
        "page_changes": soak.pages,
        "other_changes": soak.changes,
        "mib_per_1000_events": round(slope(soak.looks), 4),
        "heap_mib_per_1000_events": round(slope(soak.looks, "heap"), 4),
        "messages_of_qt": sorted(set(messages)),
        "memory_mib": {"after_warm_up": first.memory, "last": last.memory},
        "files": {"after_warm_up": first.files, "last": last.files},
        "threads": {"after_warm_up": first.threads, "last": last.threads},
        "objects": {"after_warm_up": first.objects, "last": last.objects},
        "temporary_files": {"after_warm_up": first.temporary, "last": last.temporary},
        "looks": as_rows(soak.looks),
    }
    name = "soak.json" if asked.seed == 1 else f"soak-seed-{asked.seed}.json"
    return tell(figures, None if asked.no_file else FIGURES / name)


if __name__ == "__main__":
    raise SystemExit(main())
