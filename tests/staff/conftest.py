from __future__ import annotations

import pytest

from kiosk.staff.pin import hash_pin

PIN = "480293"


class Hands:
    """A clock whose hands the test turns."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture(scope="session")
def pin_hash() -> str:
    """The hash of ``PIN``, made once: it takes its time by design."""
    return hash_pin(PIN)
