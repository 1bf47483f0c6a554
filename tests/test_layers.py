"""The layers of the house hold, and the contract that says so can fail."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    tool = Path(sys.executable).parent / "lint-imports"
    return subprocess.run([str(tool), "--no-cache"], cwd=folder, capture_output=True, text=True, timeout=120)


def test_every_import_follows_the_layers(root: Path) -> None:
    done = lint(root)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_start_that_imports_authoring_would_be_caught(root: Path, tmp_path: Path) -> None:
    shutil.copytree(root / "kiosk", tmp_path / "kiosk", ignore=shutil.ignore_patterns("qml", "__pycache__"))
    shutil.copy(root / "pyproject.toml", tmp_path / "pyproject.toml")
    (tmp_path / "kiosk" / "content" / "sly.py").write_text("import kiosk.authoring.findings\nimport yaml\n")
    done = lint(tmp_path)
    assert done.returncode == 1
    assert "kiosk.content.sly -> kiosk.authoring.findings" in done.stdout
    assert "kiosk.content.sly -> yaml" in done.stdout


@pytest.mark.parametrize(
    ("package", "imported"),
    [
        ("ui", "kiosk.authoring.findings"),
        ("tour", "kiosk.authoring.findings"),
        ("app.py", "kiosk.tour"),
        ("start.py", "kiosk.tour"),
        ("app.py", "kiosk.start"),
        ("visit", "PySide6.QtCore"),
        ("content", "kiosk.visit.visit"),
        ("ui", "yaml"),
    ],
)
def test_an_import_against_the_layers_would_be_caught(
    root: Path, tmp_path: Path, package: str, imported: str
) -> None:
    shutil.copytree(root / "kiosk", tmp_path / "kiosk", ignore=shutil.ignore_patterns("qml", "__pycache__"))
    shutil.copy(root / "pyproject.toml", tmp_path / "pyproject.toml")
    place = tmp_path / "kiosk" / package
    place = place if place.is_file() else place / "sly.py"
    place.write_text((place.read_text("utf-8") if place.exists() else "") + f"\nimport {imported}\n", "utf-8")
    done = lint(tmp_path)
    assert done.returncode == 1
    importer = f"kiosk.{package.removesuffix('.py')}"
    assert importer in done.stdout and f"-> {imported.removesuffix('.QtCore')}" in done.stdout
