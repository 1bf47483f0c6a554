"""The clock that passes only when told, for visits."""

from __future__ import annotations

import pytest

from tests.ui.conftest import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()
