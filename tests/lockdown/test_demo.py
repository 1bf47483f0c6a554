"""The demonstration says in one line what it lacks."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path


def test_a_demonstration_without_a_packaged_kiosk_says_what_to_do(
    display: Callable[[str], Path], root: Path, tmp_path: Path
) -> None:
    command = [sys.executable, "build_spec/demo_visit.py", "--folder", str(tmp_path)]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1 and "make package" in done.stderr


def test_without_cage_it_names_the_packages(root: Path, tmp_path: Path) -> None:
    command = [sys.executable, "build_spec/demo_visit.py"]
    done = subprocess.run(command, cwd=root, env={"PATH": str(tmp_path)}, capture_output=True, text=True)
    assert done.returncode == 2
    assert done.stderr == "demo: missing. Run: apt-get install cage xvfb xdotool util-linux\n"
