"""The layers of the house hold, and the contract that says so can fail."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    tool = Path(sys.executable).parent / "lint-imports"
    return subprocess.run([str(tool), "--no-cache"], cwd=folder, capture_output=True, text=True, timeout=120)


def test_every_import_follows_the_layers(root: Path) -> None:
    done = lint(root)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_start_that_imports_authoring_would_be_caught(root: Path, tmp_path: Path) -> None:
    import shutil

    shutil.copytree(root / "kiosk", tmp_path / "kiosk", ignore=shutil.ignore_patterns("qml", "__pycache__"))
    shutil.copy(root / "pyproject.toml", tmp_path / "pyproject.toml")
    (tmp_path / "kiosk" / "content" / "sly.py").write_text("import kiosk.authoring.findings\nimport yaml\n")
    done = lint(tmp_path)
    assert done.returncode == 1
    assert "kiosk.content.sly -> kiosk.authoring.findings" in done.stdout
    assert "kiosk.content.sly -> yaml" in done.stdout
