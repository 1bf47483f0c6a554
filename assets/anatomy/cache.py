"""Where built solids and raw renders are kept between runs; knows nothing of what they are."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

WEEK = 7 * 24 * 3600.0  # seconds


def folder() -> Path:
    """The folder, outside the repository; some 6 GB after a run that made every picture."""
    place = Path(tempfile.gettempdir()) / "lamina-anatomy"
    place.mkdir(exist_ok=True)
    return place


def found(path: Path) -> bool:
    """Whether a kept file is there; asking keeps it from being forgotten."""
    if not path.exists():
        return False
    os.utime(path)
    return True


def forget(unused: float = WEEK) -> int:
    """Delete what nobody asked for in so many seconds; returns how many bytes that freed."""
    freed, now = 0, time.time()
    for path in folder().iterdir():
        kept = path.stat()
        if path.is_file() and now - kept.st_mtime > unused:
            path.unlink()
            freed += kept.st_size
    return freed
