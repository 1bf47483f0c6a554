"""The command line of a packaged kiosk: what belongs to the office is not there and says where it is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

START = "import sys; sys.frozen = True; from kiosk.cli import main; sys.exit(main(sys.argv[1:]))"
"""PyInstaller's loader sets `frozen` before any of our code runs."""


def packaged(root: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command line as the packaged program does."""
    return subprocess.run(
        [sys.executable, "-c", START, *arguments],
        cwd=root,
        env={"PATH": "/usr/bin:/bin", **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize("verb", ["content", "tour", "bench", "repo"])
def test_what_belongs_to_the_office_is_one_line_that_says_where_it_is(root: Path, verb: str) -> None:
    done = packaged(root, verb, "check")
    assert done.returncode == 2 and done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert f"python main.py {verb}" in done.stderr and "office" in done.stderr


def test_the_help_of_a_package_names_what_it_has(root: Path) -> None:
    told = packaged(root, "--help").stdout
    assert told.startswith("usage: lamina ")
    assert "updater" in told and "enrol" in told
    assert "tour" not in told and "bench" not in told and "main.py" not in told


def test_a_package_without_its_edition_builds_none(root: Path, tmp_path: Path) -> None:
    start = (
        "import sys; from pathlib import Path; sys.frozen = True; from kiosk.machine import paths;"
        "paths.SHIPPED = Path(sys.argv[1]); from kiosk.cli import showing; showing._build_what_ships();"
        "print('kiosk.authoring' in sys.modules, paths.SHIPPED.exists())"
    )
    done = subprocess.run(
        [sys.executable, "-c", start, str(tmp_path / "edition")], cwd=root, capture_output=True, text=True
    )
    assert done.stdout.split() == ["False", "False"], done.stderr


def test_remedies_of_a_package_name_its_own_program(root: Path, tmp_path: Path) -> None:
    done = packaged(root, "check", HOME=str(tmp_path), STATE_DIRECTORY=str(tmp_path))
    assert "`lamina pin`" in done.stdout and "`lamina enrol ROOT.json`" in done.stdout
    assert "main.py" not in done.stdout and "make run" not in done.stdout
