"""Starts of the packaged kiosk, and of an empty program that is packaged the same way; prints JSON.

    python -m tests.bench.bench_package [--edition SHELF] [--work DIR] [--starts N]

Both are one program (first_frame.py) in one folder, so they load the same Python, Qt and plugins.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from build_spec.packaging.folder import INTERNAL, compile_qml, lay_edition, pack
from kiosk.machine import paths
from tests.bench.starts import circumstances, spread

NAME = "first-frame"
PACKAGER = paths.ROOT / "build" / "package-venv" / "bin" / "python"
"""What `make package` packs with."""


def packed(work: Path, shelf: Path) -> Path:
    """The program of both, packed."""
    folder = pack(work, "tests/bench/first_frame.py", NAME, str(PACKAGER))
    compile_qml(folder)
    lay_edition(shelf, folder)
    shutil.copytree(paths.ROOT / "tests" / "bench" / "empty", folder / INTERNAL / "empty")
    return folder / NAME


def start_ms(program: Path, what: str, state: str) -> tuple[float, float]:
    """Wall clock from spawning the process to the end of its first frame, and its processor time."""
    kept = {"PATH": os.defpath, "HOME": state, "STATE_DIRECTORY": state, "LAMINA_UPDATER": "off"}
    kept |= {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}
    begun = time.monotonic()
    done = subprocess.run([program, what], env=kept, check=True, stdout=subprocess.PIPE, text=True)
    ended, used = map(float, done.stdout.split())
    return (ended - begun) * 1000, used * 1000


def main() -> int:
    """Pack, start each by turns, and print how long it took."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--edition", type=Path, default=paths.SHIPPED)
    parser.add_argument("--work", type=Path, help="keep the packed program here, and use it again")
    parser.add_argument("--starts", type=int, default=20)
    options = parser.parse_args()
    told = circumstances("bench_package", sys.argv[1:])
    with tempfile.TemporaryDirectory() as room:
        work = (options.work or Path(room)).absolute()
        program = work / "packed" / NAME / NAME
        if not program.is_file():
            program = packed(work, options.edition)
        took: dict[str, list[tuple[float, float]]] = {"empty": [], "kiosk": []}
        for number in range(options.starts + 1):  # the first of each warms the caches
            for what, times in took.items():
                times += [start_ms(program, what, room)][: min(number, 1)]
    starts = {
        what: spread([wall for wall, _ in times])
        | {"cpu_median_ms": round(statistics.median(cpu for _, cpu in times), 1)}
        for what, times in took.items()
    }
    ratio = starts["kiosk"]["median_ms"] / starts["empty"]["median_ms"]
    cpu = starts["kiosk"]["cpu_median_ms"] / starts["empty"]["cpu_median_ms"]
    print(
        json.dumps(
            {**told, "start": {**starts, "ratio": round(ratio, 2), "cpu_ratio": round(cpu, 2)}}, indent=1
        )
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
