"""One build at a time to a folder, on this machine; knows nothing of what is written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from kiosk.authoring.findings import AuthoringError
from kiosk.updates import lock
from kiosk.updates.errors import Busy


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold ``folder`` (made if need be) while the block runs. Raises ``AuthoringError`` if another does."""
    told = f"another build is writing to {folder}; wait until it is done and try again"
    with ExitStack() as held:
        try:
            held.enter_context(lock.alone(folder, told))
        except Busy as fault:
            raise AuthoringError(str(fault)) from None
        yield
