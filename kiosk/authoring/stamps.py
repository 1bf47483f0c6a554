"""Has a file changed since it was last read, by what the system says of it; reads no file.

A stamp holds size, time of change, time of the last change of the file's record (``ctime``, which no program
can set) and number. Two writes within one tick of the clock could leave the same stamp, so a file changed
less than ``FRESH_NS`` ago (or in the future: the clock was set back) has none, and is read again next time.
"""

from __future__ import annotations

import os
import sys
import time

FRESH_NS = 2_000_000_000
"""Two seconds: the tick of the coarsest file system in use (FAT)."""


def stamp_of(about: os.stat_result, now: int) -> str:
    """The stamp of a file that was looked at ``now`` (nanoseconds since 1970), "" for a fresh one."""
    if max(about.st_mtime_ns, about.st_ctime_ns) > now - FRESH_NS:
        return ""
    return f"{about.st_size}.{about.st_mtime_ns}.{about.st_ctime_ns}.{about.st_ino}"


def stamps_under(folder: str, trusting: bool = False) -> dict[str, str]:
    """Every file under ``folder`` by its path there ("/" between names); a fresh one is like no other.

    ``trusting`` gives fresh files a stamp too, for who looks again and again.
    """
    now = time.time_ns()
    latest = sys.maxsize if trusting else now
    found: dict[str, str] = {}
    on = [("", folder)]
    while on:
        above, place = on.pop()
        try:
            entries = list(os.scandir(place))
        except OSError:
            continue
        for entry in entries:
            try:
                if entry.is_dir():
                    if not entry.is_symlink():
                        on.append((f"{above}{entry.name}/", entry.path))
                elif entry.is_file():
                    found[f"{above}{entry.name}"] = stamp_of(entry.stat(), latest) or f"fresh {now}"
            except OSError:
                continue
    return found
