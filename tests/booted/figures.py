"""Runs the booted tests and writes down what they saw: ``python -m tests.booted.figures [PATHS]``.

Each test names the row of the lab sheet it does and what it saw there; rows that failed are written as such.
Rows of a run without KVM are no measure of time, and the file says so.
"""

from __future__ import annotations

import datetime
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

FIGURES = Path(__file__).resolve().parent.parent.parent / "docs" / "figures" / "booted.json"


class Seen:
    """What each test said of its row."""

    def __init__(self) -> None:
        self.rows: dict[str, Any] = {}
        self.tests: dict[str, str] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep what a test noted, and how it ended."""
        name = report.nodeid.removeprefix("tests/booted/")
        if report.when == "call":
            self.rows |= dict(report.user_properties)
        if report.when == "call" or report.outcome != "passed":
            self.tests[name] = report.outcome


def main(paths: list[str]) -> int:
    """Run, write, and end as the tests did. What an earlier run of other tests saw stays."""
    seen = Seen()
    begun = os.getloadavg()
    code = pytest.main(["-m", "long", "-q", *(paths or ["tests/booted"])], plugins=[seen])
    from build_spec.booted import image
    from build_spec.booted.machine import accelerator

    deb = image.package()
    by = accelerator(image.plain(deb).kernel) if deb else "nothing"
    before = json.loads(FIGURES.read_text("utf-8")) if FIGURES.is_file() else {}
    same = before if before.get("by") == by else {}
    told = {
        "command": "python -m tests.booted.figures",
        "date": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "by": by,
        "times": "seconds of a machine" if by == "kvm" else "no measure: without KVM it is many times slower",
        "load": [round(one, 1) for one in begun],
        "n": 1,
        "rows": dict(sorted({**same.get("rows", {}), **seen.rows}.items())),
        "tests": dict(sorted({**same.get("tests", {}), **seen.tests}.items())),
    }
    FIGURES.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return int(code)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
