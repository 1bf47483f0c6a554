"""Runs the booted tests and writes down what they saw: ``python -m tests.booted.figures [PATHS]``.

Each test names the row of the lab sheet it does and what it saw there; rows that failed are written as such.
Runs of some tests add to what runs of others wrote, each test with its own date, load and package; a test
that is no more goes. Rows of a run without KVM are no measure of time, and the file says so.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from build_spec.booted import image
from build_spec.booted.machine import accelerator

HERE = Path(__file__).resolve().parent
FIGURES = HERE.parent.parent / "docs" / "figures" / "booted.json"


class Seen:
    """What each test said of its row, and how it ended on the package ``deb``."""

    def __init__(self, deb: str) -> None:
        self.deb = deb
        self.rows: dict[str, Any] = {}
        self.tests: dict[str, Any] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep what a test noted, and how it ended."""
        if report.when == "call":
            self.rows |= dict(report.user_properties)
        if report.when == "call" or report.outcome != "passed":
            now = datetime.datetime.now(datetime.UTC)
            self.tests[report.nodeid.removeprefix("tests/booted/")] = {
                "ended": report.outcome,
                "date": now.isoformat(timespec="seconds"),
                "load": round(os.getloadavg()[0], 1),
                "deb": self.deb,
            }


def beside(package: Path) -> Path:
    """Where the figures of a package lie: with it and not in it, for they name its hash."""
    return package.with_name(f"{package.name.removesuffix('.deb')}.booted.json")


class _Listed:
    """Every test there is."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        self.names = {item.nodeid.removeprefix("tests/booted/") for item in items}


def main(paths: list[str]) -> int:
    """Run, write, and end as the tests did."""
    package = image.package()
    deb = hashlib.sha256(package.read_bytes()).hexdigest()[:12] if package else ""
    seen, listed = Seen(deb), _Listed()
    if code := pytest.main(["-m", "long", "-qq", "--collect-only", str(HERE)], plugins=[listed]):
        return int(code)
    code = pytest.main(["-m", "long", "-q", *(paths or [str(HERE)])], plugins=[seen])
    by = accelerator(image.plain(package).kernel) if package else "nothing"
    before = json.loads(FIGURES.read_text("utf-8")) if FIGURES.is_file() else {}
    same = before if before.get("by") == by else {}
    tests = {**same.get("tests", {}), **seen.tests}
    told = {
        "command": "python -m tests.booted.figures",
        "by": by,
        "times": "seconds of a machine" if by == "kvm" else "no measure: without KVM it is many times slower",
        "n": 1,
        "rows": dict(sorted({**same.get("rows", {}), **seen.rows}.items())),
        "tests": {name: tests[name] for name in sorted(tests) if name in listed.names},
    }
    text = json.dumps(told, indent=1, ensure_ascii=False) + "\n"
    FIGURES.write_text(text, "utf-8")
    if package:
        beside(package).write_text(text, "utf-8")
    return int(code)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
