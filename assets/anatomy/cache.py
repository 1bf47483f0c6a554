"""Where built solids and raw renders are kept between runs; knows nothing of what they are."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

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


@contextmanager
def keeping(path: Path) -> Iterator[IO[bytes]]:
    """A file to write that becomes `path` at the end: whole, whatever stops this run.

    Two runs that make the same do not meet: each writes its own, and the later one stays.
    """
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f"{path.stem}.", delete=False) as part:
        try:
            yield part
        except BaseException:
            Path(part.name).unlink()
            raise
    Path(part.name).replace(path)


def forget(unused: float = WEEK) -> int:
    """Delete what nobody asked for in so many seconds; returns how many bytes that freed."""
    freed, now = 0, time.time()
    for path in folder().iterdir():
        kept = path.stat()
        if path.is_file() and now - kept.st_mtime > unused:
            path.unlink()
            freed += kept.st_size
    return freed
