"""Packages that tests look at, made for real; two of them, in folders of other names."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from build_spec.packaging.environment import DEBIAN
from kiosk.authoring.build import build_edition
from tests.authoring.drawing import SOURCES, draw_pictures

STEM = "lamina-0.1.0-linux-x86_64"
MOMENT = "1790000000"


def the_deb(made: Path) -> Path:
    """The one .deb that was made."""
    (found,) = made.glob("lamina_*_amd64.deb")
    return found


@pytest.fixture(scope="session")
def packager(root: Path) -> Path:
    """The Python that packs, set up as `make package` does."""
    if not Path(DEBIAN).exists():
        pytest.skip("the package carries Debian's Python 3.11")
    made = ["make", "--silent", "package-venv", f"PYTHON={sys.executable}"]
    subprocess.run(made, cwd=root, check=True, capture_output=True, timeout=900)
    return root / "build" / "package-venv" / "bin" / "python"


@pytest.fixture(scope="session")
def small_edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shelf with an edition of a few pages."""
    place = tmp_path_factory.mktemp("edition")
    build_edition(SOURCES, draw_pictures(place / "pictures"), place / "shelf", lambda *_: None)
    return place / "shelf"


def package(packager: Path, root: Path, edition: Path, place: Path) -> Path:
    """Run the whole of `make package` into a folder of its own; returns it."""
    command = [str(packager), "-m", "build_spec.packaging.make", "--edition", str(edition)]
    command += ["--into", str(place / "dist"), "--work", str(place / "work"), "--though-outdated"]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": MOMENT}
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, timeout=1800)
    assert done.returncode == 0, done.stderr
    return place / "dist"


@pytest.fixture(scope="session")
def made(packager: Path, root: Path, small_edition: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `make package` leaves in dist, with a small edition."""
    return package(packager, root, small_edition, tmp_path_factory.mktemp("one"))


@pytest.fixture(scope="session")
def made_again(
    packager: Path, root: Path, small_edition: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The same, once more, elsewhere."""
    return package(packager, root, small_edition, tmp_path_factory.mktemp("another-place"))


@pytest.fixture(scope="session")
def folder(made: Path) -> Path:
    """The program's folder."""
    return made / STEM
