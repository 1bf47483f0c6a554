"""Lamina: a patient-education kiosk for the waiting rooms of spine clinics."""

from __future__ import annotations

import sys
from pathlib import Path

__version__ = "0.1.0"
"""The release. In a package which build of it stands behind a plus, as in the version of its .deb."""

PACKAGED = bool(getattr(sys, "frozen", False))
"""Whether this is the program that `make package` makes, which carries no code for the office's work."""


def _as_packaged(release: str, file: Path) -> str:
    """The line that `make package` wrote into ``file``; the release alone where there is none."""
    try:
        told = file.read_bytes()[:80].decode("ascii").strip()
    except (OSError, ValueError):
        return release
    return told if told.startswith(f"{release}+") and told.isprintable() else release


if PACKAGED:
    __version__ = _as_packaged(__version__, Path(sys.executable).with_name("VERSION"))

PROGRAM = "lamina" if PACKAGED else "python main.py"
"""What a person types to start it."""
