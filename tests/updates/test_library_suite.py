"""The tests of The Update Framework's library, run on our client, where somebody has brought them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

LIBRARY = "tuf-7.0.1"


@pytest.mark.long
def test_our_client_passes_the_librarys_own_tests_but_for_what_it_does_otherwise(root: Path) -> None:
    brought = root / "build" / LIBRARY
    if not brought.is_dir():
        pytest.skip(
            f"build/{LIBRARY} is not there: `pip download --no-deps --no-binary :all: tuf==7.0.1`, unpack it "
            f"there, and `pip install --target build/{LIBRARY}/more freezegun`"
        )
    done = subprocess.run(
        [sys.executable, "-m", "tests.updates.library_suite", str(brought)],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(brought / "more")},
        capture_output=True,
        text=True,
        timeout=120,
    )
    found = json.loads(done.stdout)
    assert found["names"] == [] and found["passed"] >= 39, done.stdout + done.stderr
