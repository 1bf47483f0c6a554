"""Builds the bones once for these tests; needs the drawing packages, not Qt: see test_bones.py."""

# mypy: disable-error-code="import-not-found,import-untyped"
from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

ANATOMY = Path(__file__).resolve().parents[2] / "assets" / "anatomy"
STEP = 0.7  # mm: coarse, so that all of it takes seconds


@pytest.fixture(scope="session")
def bones() -> tuple[dict[str, Any], dict[str, Any]]:
    """L3 to L5 and the sacrum, as fields and as meshes."""
    pytest.importorskip("numba")
    pytest.importorskip("skimage")
    sys.path.insert(0, str(ANATOMY))
    import measure

    made: tuple[dict[str, Any], dict[str, Any]] = measure.bones(STEP)
    return made
