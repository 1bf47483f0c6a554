"""How a verb under way tells how far it is; knows no verb and draws nothing."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""


def silent(_what: str, _done: int, _of: int) -> None:
    """The ``Progress`` of a caller that follows none."""
