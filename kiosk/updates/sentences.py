"""How a look or an install ended, in one sentence staff can read; decides nothing.

Each way it can end has a key among the kiosk's own words (``content/interface.yaml``) and a sentence in
English that says more, for the log, the command line and editions that have no words for it.
"""

from __future__ import annotations

import errno
from collections.abc import Mapping

from kiosk.content.errors import ContentError
from kiosk.updates import errors
from kiosk.updates.wire import Said, said

KEYS: Mapping[type[Exception], str] = {
    errors.NotEnrolled: "updaterNotEnrolled",
    errors.OtherClinic: "updaterOtherClinic",
    errors.Expired: "updaterExpired",
    errors.Older: "updaterOlder",
    errors.Altered: "updaterDamaged",
    errors.NoRoom: "updaterNoRoom",
    errors.NotThere: "updaterNothingThere",
    errors.TooSlow: "updaterTooSlow",
    errors.PlaceFault: "updaterPlaceGone",
    errors.Cancelled: "updaterCancelled",
    errors.Busy: "updaterBusy",
    errors.Unanswered: "updaterAway",
    ContentError: "updaterDamaged",
    OSError: "updaterDisk",
}
"""The words for each fault, the nearest class first."""

DONE: Mapping[str, str] = {
    "updaterInstalled": "{title} is installed.",
    "updaterWentBack": "{title} is shown again.",
    "updaterNothingBefore": "There is no edition before this one on this kiosk; bring it on a stick.",
    "updaterNothingNew": "There is nothing newer than what is shown.",
    "updaterLooked": "Looked: there is something new.",
    "updaterFetched": "{title} is here; it is installed at night.",
    "updaterNoted": "Noted.",
    "updaterNoPlace": "No stick with content for this screen is here.",
}
"""What else there is to say, in English."""

FAILED = "updaterFailed"
"""The words for a fault nobody foresaw."""


def told(key: str, place: str = "", title: Mapping[str, str] | None = None, good: bool = True) -> Said:
    """One of ``DONE``."""
    name = (title or {}).get("en") or next(iter((title or {}).values()), "")
    return said(key, DONE[key].replace("{title}", name), good=good, place=place, title=title)


def told_fault(fault: Exception, place: str = "", title: Mapping[str, str] | None = None) -> Said:
    """What went wrong."""
    key = next((KEYS[kind] for kind in type(fault).__mro__ if kind in KEYS), FAILED)
    sentence = str(fault)
    if isinstance(fault, OSError):
        full = fault.errno in (errno.ENOSPC, errno.EDQUOT)
        why = "the disk is full; free space" if full else (fault.strerror or str(fault)).lower()
        sentence = f"{fault.filename or 'this kiosk'}: {why}; what is shown stays"
    elif key == FAILED:
        sentence = f"{fault} ({type(fault).__name__}); what is shown stays"
    return said(key, sentence, good=False, place=place, title=title)
