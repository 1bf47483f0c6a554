from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.authoring.drawing import SOURCES, draw_pictures
from tests.authoring.reviewed import Clinic


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small catalogue, drawn once."""
    return draw_pictures(tmp_path_factory.mktemp("catalogue") / "pictures")


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """A private copy of the small sources, to be spoiled."""
    return Path(shutil.copytree(SOURCES, tmp_path / "content"))


@pytest.fixture
def clinic(sources: Path, pictures: Path, tmp_path: Path) -> Clinic:
    """The small sources with an author and two reviewers."""
    (tmp_path / "keys").mkdir()
    return Clinic(sources, pictures, tmp_path / "keys")
