"""Installs, rollbacks and publishings on a system whose every call may fail, by libfiu; judges what is left.

``fiu-run`` loads its library before Python; calls begin to fail only when the work begins, so that it is the
work that meets them. Each run is a process of its own, forked once everything is loaded.
"""

from __future__ import annotations

import ctypes
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kiosk.content.errors import ContentError
from kiosk.updates.errors import UpdateError
from kiosk.updates.install import Installation
from tests.faults.journeys import MEMORY, ROOT, Bench, bench, bring, sequences, shown, trust_of
from tests.faults.planted import BUGS
from tests.faults.publishing import bring_out, keep_case
from tests.faults.traced import files_in
from tests.updates.clinic import Clinic

FAULTS: dict[str, tuple[tuple[bytes, ...], tuple[float, ...]]] = {
    "any": ((b"posix/io/*",), (0.003, 0.01, 0.03)),
    "short": ((b"posix/io/rw/read/reduce", b"posix/io/rw/write/reduce"), (0.1, 0.3, 0.6)),
}
"""Which calls fail, and how likely each is to, by turns: any call, or reads and writes that do less."""

REFUSED, CRASHED = 1, 3

Work = Callable[[Path], object]


def arm(faults: str, seed: int) -> None:
    """From now on calls of this process may fail. Raises ``OSError`` where libfiu does not arm."""
    library = ctypes.CDLL("libfiu.so.0")
    points, chances = FAULTS[faults]
    chance = ctypes.c_float(chances[seed % len(chances)])
    library.fiu_init(0)
    library.fiu_set_prng_seed(ctypes.c_uint(seed))
    if any(library.fiu_enable_random(point, 1, None, 0, chance) for point in points):
        raise OSError("libfiu does not arm")


def run(work: Work, folder: Path, faults: str, seed: int) -> int:
    """``work`` in a process of its own: 0 where it came through, ``REFUSED`` in plain words, ``CRASHED``."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    code = CRASHED
    try:
        arm(faults, seed)
        work(folder)
        code = 0
    except (UpdateError, ContentError, OSError):
        code = REFUSED
    except BaseException:
        os.write(2, traceback.format_exc().encode())
    finally:
        os._exit(code)


# --- what is tried, and what must hold afterwards ------------------------------------------------------


def trial(room: Path) -> dict[str, tuple[Path, Work, Callable[[Path], None]]]:
    """By name: the folder to begin with, the work, and what raises for a folder not as it must be."""
    (room / "one").mkdir()
    (room / "two").mkdir()
    one, two = bench(room / "one", 1), bench(room / "two", 2)
    clinic = Clinic(room / "clinic")
    clinic.publish(1)
    (room / "three").mkdir()
    shutil.copytree(clinic.repository, room / "three" / "repository")
    shutil.copytree(clinic.stick("stick"), room / "three" / "stick")
    case = room / "case"
    keep_case(clinic, 2, case)
    bring(Path(shutil.copytree(one.kiosk, room / "whole")), one.late)
    whole = set(files_in(room / "whole"))

    def check_kiosk(made: Bench, folder: Path) -> None:
        both = [made.clinic.edition(number).id for number in (1, 2)]
        assert shown(folder) in both
        floor = trust_of(folder).floor
        assert bring(folder, made.late) == both[1] and trust_of(folder).floor >= floor
        assert not set(files_in(folder)) - whole, sorted(set(files_in(folder)) - whole)

    def check_places(folder: Path) -> None:
        for place in ("repository", "stick"):
            assert sequences(clinic, folder / place) in ([1], [2, 1])
        bring_out(case, folder)
        assert sequences(clinic, folder / "stick") == [2, 1]
        assert not [path for path in files_in(folder) if path.endswith(".part")]

    def go_back(folder: Path) -> object:
        return Installation(folder / "editions").go_back(trust_of(folder).floor)

    return {
        "install": (one.kiosk, lambda kiosk: bring(kiosk, one.late), lambda kiosk: check_kiosk(one, kiosk)),
        "rollback": (two.kiosk, go_back, lambda kiosk: check_kiosk(two, kiosk)),
        "publish": (room / "three", lambda folder: bring_out(case, folder), check_places),
    }


def count_runs(runs: int, faults: str) -> tuple[dict[str, dict[str, int]], list[str]]:
    """So many runs of each work; how they ended, and what was not as it must be."""
    ended: dict[str, dict[str, int]] = {}
    bad: list[str] = []
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as made:
        room = Path(made)
        for name, (begin, work, check) in trial(room).items():
            counted: Counter[str] = Counter()
            for seed in range(1, runs + 1):
                folder = Path(shutil.copytree(begin, room / "run"))
                code = run(work, folder, faults, random.Random(f"{name} {seed}").randrange(2**31))
                counted[{0: "came through", REFUSED: "refused"}.get(code, "crashed")] += 1
                try:
                    check(folder)
                except (AssertionError, ContentError, UpdateError, OSError) as fault:
                    bad.append(f"{name} {seed}: {type(fault).__name__} {fault}")
                shutil.rmtree(folder)
            ended[name] = dict(counted)
    return ended, bad


def under_libfiu(runs: int, faults: str = "any", bug: str = "") -> dict[str, Any]:
    """``count_runs`` in a process that libfiu can make fail, with ``bug`` put back: ``ended`` and ``bad``."""
    command = ["fiu-run", "-x", sys.executable, "-m", "tests.faults.unreliable", str(runs), faults, bug]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return {**found, "told": done.stderr}


def main(runs: int, faults: str, bug: str) -> int:
    if bug:
        BUGS[bug]()
    ended, bad = count_runs(runs, faults)
    print(json.dumps({"ended": ended, "bad": bad}))
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), *sys.argv[2:]))
