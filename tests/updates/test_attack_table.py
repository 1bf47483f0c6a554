"""The table of attacks in docs/reliability-of-updates.md names tests that are there."""

from __future__ import annotations

import re
from pathlib import Path


def test_every_test_the_table_names_is_there(root: Path) -> None:
    text = (root / "docs" / "reliability-of-updates.md").read_text("utf-8")
    named = set(re.findall(r"`(test_\w+)`", text))
    places = [*(root / "tests" / "updates").glob("test_*.py"), *(root / "tests" / "faults").glob("test_*.py")]
    there = {name for place in places for name in re.findall(r"def (test_\w+)", place.read_text("utf-8"))}
    assert len(named) > 15 and named <= there, named - there
    files = set(re.findall(r"`(tests/[\w/]+\.py)`", text))
    assert len(files) > 5 and all((root / name).is_file() for name in files), files
