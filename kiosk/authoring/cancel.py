"""A verb under way that is told to stop; knows no verb.

::

    AuthoringError
    └── Cancelled       someone asked a verb to stop; it left everything as it was
"""

from __future__ import annotations

from collections.abc import Callable

from kiosk.authoring.findings import AuthoringError

Cancel = Callable[[], bool]
"""Asked now and then by a verb under way; true once it is to stop."""


class Cancelled(AuthoringError):
    """Someone asked the verb to stop; nothing was changed."""


def never() -> bool:
    """The ``Cancel`` of a caller that stops nothing."""
    return False


def heed(cancel: Cancel) -> None:
    """Raise ``Cancelled`` once ``cancel`` says so."""
    if cancel():
        raise Cancelled("stopped as asked; nothing was changed")
