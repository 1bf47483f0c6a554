"""The full check of those topics of a built edition that were not verified yet; builds nothing."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.authoring.cancel import Cancel
from kiosk.authoring.progress import Progress
from kiosk.authoring.spread import WORKERS, pieces, spread
from kiosk.content.edition import Edition
from kiosk.content.errors import BrokenEdition
from kiosk.content.shelf import Shelf
from kiosk.content.verify import verify

_ALONE = 200
_PIECE = 200

_edition: Edition


def prove(
    shelf: Shelf, edition: str, root_sha256: str, topics: Sequence[str], progress: Progress, cancel: Cancel
) -> None:
    """Verify these topics, and what every edition needs. Raises ``BrokenEdition``, ``Cancelled``."""
    todo = pieces(sorted(topics), _PIECE) or [[]]
    workers = WORKERS if len(topics) > _ALONE else 1
    done = 0
    progress("verifying", 0, len(topics))
    for fault in spread(_begin, (shelf, edition, root_sha256), _verify, todo, workers, cancel):
        if fault is not None:
            raise BrokenEdition(*fault)
        done = min(len(topics), done + _PIECE)
        progress("verifying", done, len(topics))


def _begin(shelf: Shelf, edition: str, root_sha256: str) -> None:
    global _edition
    _edition = shelf.open(edition, root_sha256)


def _verify(topics: list[str]) -> tuple[str, str] | None:
    """Where a fault is and what it is."""
    try:
        verify(_edition, only=set(topics))
    except BrokenEdition as fault:
        return fault.file, fault.why
    return None
