"""Where a file of the staff's can go: the sticks that are in; knows nothing of what is in it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

MOUNTS = Path("/proc/self/mountinfo")
"""Where Linux lists what is mounted; other systems have no such file, and no stick is found there."""

STICK_ROOTS = ("/media/", "/run/media/", "/mnt/")
"""Folders below which removable disks are mounted."""

_OCTAL = re.compile(r"\\([0-7]{3})")


def sticks(mounts: Path = MOUNTS, roots: Iterable[str] = STICK_ROOTS) -> list[Path]:
    """The folders of the sticks that are in and can be written to, by name; none where nobody can tell."""
    try:
        lines = mounts.read_text("utf-8", "replace").splitlines()
    except OSError:
        return []
    below = tuple(roots)
    found = {
        _OCTAL.sub(lambda code: chr(int(code[1], 8)), line.split()[4]) for line in lines if " - " in line
    }
    return [Path(place) for place in sorted(found) if place.startswith(below) and os.access(place, os.W_OK)]


def free_name(folder: Path, stem: str, end: str) -> Path:
    """A file in ``folder`` that is not there yet: nobody's earlier table is written over."""
    for number in range(1, 1000):
        path = folder / (f"{stem}{end}" if number == 1 else f"{stem}-{number}{end}")
        if not path.exists():
            return path
    return folder / f"{stem}{end}"
