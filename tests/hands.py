"""A clock whose hands the test turns."""

from __future__ import annotations


class Hands:
    """Seconds that pass only when told."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now
