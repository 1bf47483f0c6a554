from __future__ import annotations

import pytest

from kiosk.staff.pin import hash_pin
from tests.hands import Hands

PIN = "480293"


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture(scope="session")
def pin_hash() -> str:
    """The hash of ``PIN``, made once: it takes its time by design."""
    return hash_pin(PIN)
