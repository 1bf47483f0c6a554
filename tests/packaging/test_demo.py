"""The packaged kiosk in cage on a screen of its own: what is seen there, and how long until it is."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from build_spec.demo_kiosk import NEEDED, NoDemo, show

SECONDS_TO_A_SCREEN = 10.0


@pytest.mark.long
@pytest.mark.skipif(not all(map(shutil.which, NEEDED)), reason="needs " + ", ".join(NEEDED.values()))
def test_cage_shows_the_packaged_kiosk_over_the_whole_screen(folder: Path, tmp_path: Path) -> None:
    with tempfile.TemporaryDirectory() as name:  # the folders of tests are closed to the kiosk's user
        Path(name).chmod(0o755)
        own = Path(shutil.copytree(folder, Path(name) / "lamina"))
        picture = tmp_path / "kiosk.png"
        assert show(own, (1080, 1920), picture, settle=1.0) <= SECONDS_TO_A_SCREEN
    seen = QImage(str(picture))
    assert (seen.width(), seen.height()) == (1080, 1920)
    corners = {seen.pixelColor(x, y).name() for x in (3, 1060) for y in (3, 1900)}
    assert "#000000" not in corners, "the kiosk does not fill the screen"


@pytest.mark.skipif(not all(map(shutil.which, NEEDED)), reason="needs " + ", ".join(NEEDED.values()))
def test_without_a_package_the_line_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(NoDemo, match="make package"):
        show(tmp_path, (800, 600), tmp_path / "kiosk.png", settle=0)


def test_a_size_that_is_none_ends_with_one_line(root: Path, tmp_path: Path) -> None:
    command = [sys.executable, str(root / "build_spec" / "demo_kiosk.py"), "--folder", str(tmp_path)]
    done = subprocess.run([*command, "--size", "wide"], capture_output=True, text=True)
    assert done.returncode == 2 and done.stderr.startswith("demo-kiosk: ") and done.stderr.count("\n") == 1
