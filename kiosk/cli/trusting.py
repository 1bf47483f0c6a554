"""Whose editions this kiosk takes, as the settings name it; asks nobody and replaces no one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.content.errors import BrokenEdition

if TYPE_CHECKING:
    from kiosk.machine.settings import Settings


def trust_by_settings(settings: Settings, folder: Path) -> tuple[str, bool]:
    """Enrol the clinic that ``trusted_root`` names, where nobody is trusted in ``folder`` yet.

    Returns what there is to say of it, empty for nothing, and whether all is well. Raises nothing.
    """
    from kiosk.content.files import read_regular
    from kiosk.updates.errors import UpdateError
    from kiosk.updates.metadata import METADATA_BYTES
    from kiosk.updates.trust import Trust

    if not settings.trusted_root:
        return "", True
    named = f"trusted_root = {settings.trusted_root}"
    try:
        data = read_regular(Path(settings.trusted_root), METADATA_BYTES)
        enrolment = Trust(folder).enrol_first(data)
    except BrokenEdition as fault:
        why = "there is no such file" if fault.why == "missing" else fault.why
        return f"{named}: {why}; put the clinic's root.json there", False
    except (UpdateError, OSError) as fault:
        return f"{named}: {fault}", False
    return (f"trusts {' '.join(enrolment.words)} from now on ({named})" if enrolment else ""), True
