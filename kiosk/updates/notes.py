"""What the updater notes between two starts: its last look, how that ended, where content came from."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from kiosk.content.codec import read_record, write_record
from kiosk.content.errors import BrokenEdition, Misshapen
from kiosk.content.files import read_regular, write_whole
from kiosk.content.record import record
from kiosk.updates.metadata import time_text
from kiosk.updates.wire import Said

NOTES = "updates.json"
"""The file in the state folder that holds what ``Notes`` does."""

_BYTES = 16 * 1024


@record
class Notes:
    """What is remembered of looks between two starts. ``looked`` is the last look at the server that ended.

    Times are ISO in UTC. ``source`` is where the edition shown came from.
    """

    looked: str = ""
    last: Said | None = None
    source: str = ""


def read_notes(state: Path) -> Notes:
    """What was noted in the ``state`` folder; nothing where that cannot be read."""
    try:
        return read_record(Notes, read_regular(state / NOTES, _BYTES), _BYTES)
    except (BrokenEdition, Misshapen):
        return Notes()


def keep_notes(state: Path, notes: Notes) -> None:
    """Keep ``notes`` in the ``state`` folder. A disk that refuses only forgets."""
    with suppress(OSError):
        write_whole(state / NOTES, write_record(notes), durable=False)


def now_text(clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> str:
    """The time by this machine's clock, as ISO in UTC."""
    return time_text(clock())
