"""Whether the kiosk may write where its settings say that it should; writes nothing itself."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from kiosk.machine.ladder import process_of_kiosk
from kiosk.machine.settings import Effective, as_toml

FIGURES, LOG = "/run/lamina/lamina.prom", "/var/lib/lamina/log"
"""What the package's service may write."""


def unwritable(effective: Effective, state: Path) -> Iterator[tuple[str, str]]:
    """Each setting that names a place where nothing can be written, and what to do.

    The kiosk that runs on the ``state`` folder is asked by its own view of the disk: its service may write
    less than its user. Where none runs, what this process may write stands for it.
    """
    view = _view_of(process_of_kiosk(state))
    for key, is_folder, instead in (("metrics_file", False, FIGURES), ("log_folder", True, LOG)):
        value = getattr(effective.settings, key)
        if value and (why := _why_not(view, Path(value), is_folder)):
            place = effective.origins.get(key, "default")
            remedy = (
                f"Use {key} = {as_toml(instead)}, where the package's service may write; then restart lamina"
            )
            yield f"{place}: {key} = {as_toml(value)}: {why}", remedy


def _view_of(process: int) -> Path:
    """The root of the disks as ``process`` sees them; this process's own where that may not be looked at."""
    seen = Path("/proc", str(process), "root")
    return seen if process and os.access(seen, os.X_OK) else Path("/")


def _why_not(view: Path, place: Path, is_folder: bool) -> str:
    """Why nothing can be written at ``place``; "" where it can. A folder is made where it is missing."""

    def seen(one: Path) -> Path:
        return view / one.relative_to(one.anchor) if os.name == "posix" else one

    wanted, found = "folder" if is_folder else "file", _kind(seen(place))
    if found and found != wanted:
        return f"it is a {found}"
    above = (place, *place.parents) if is_folder else (place.parent,)
    there = next((one for one in above if _kind(seen(one)) == "folder"), None)
    if there is None:
        return f"the folder {place.parent} is not there, or closed to the kiosk"
    if not os.access(seen(there), os.W_OK | os.X_OK):
        return f"the kiosk may not write in {there}, so nothing is kept there"
    return ""


def _kind(place: Path) -> str:
    """What lies at ``place``; "" where nothing does, or nothing that may be looked at."""
    try:
        return "folder" if stat.S_ISDIR(place.stat().st_mode) else "file"
    except OSError:
        return ""
