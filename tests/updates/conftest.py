from __future__ import annotations

from pathlib import Path

import pytest

from tests.updates.clinic import Clinic


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    """A clinic that has published nothing yet."""
    return Clinic(tmp_path / "clinic")
