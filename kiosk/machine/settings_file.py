"""Reads the file of settings as TOML, and says of what is none where and why; knows no key and no rule."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from kiosk.content.record import record

FILE_CAP = 64 * 1024
"""Bytes of a settings file; a larger one is not a settings file."""


@record
class SettingFault:
    """One thing wrong with the settings. ``place`` is file and line, a variable, or an option.

    ``stands`` is what holds instead; "" where nothing does, as for a key that there is not.
    """

    key: str
    value: str
    place: str
    why: str
    stands: str = ""

    def __str__(self) -> str:
        what = f"{self.key} = {self.value}" if self.key else "the settings"
        return f"{self.place}: {what}: {self.why}" + (f"; {self.stands}" if self.stands else "")


def read_file(file: Path) -> tuple[dict[str, Any], dict[str, int], list[SettingFault]]:
    """The table, the line of each key, and what keeps the file from being read at all."""
    import tomllib  # a kiosk without a file of settings starts without it

    try:
        if not file.exists():
            raise FileNotFoundError(2, "no such file")
        if not file.is_file():
            raise OSError(22, "it is a folder" if file.is_dir() else "it is a pipe or a device, not a file")
        if file.stat().st_size > FILE_CAP:
            raise OSError(27, f"larger than {FILE_CAP} bytes")
        text = file.read_text(encoding="utf-8-sig")
        table = tomllib.loads(text)
    except OSError as fault:
        do = "write it or name another with --settings"
        if isinstance(fault, PermissionError):
            do = "let the kiosk's user read it"
        why = f"cannot be read ({fault.strerror}); {do}"
        return {}, {}, [SettingFault(key="", value="", place=str(file), why=why)]
    except UnicodeDecodeError as fault:
        at = fault.object.count(b"\n", 0, fault.start) + 1
        why = "this line is not UTF-8 text; save the file as UTF-8"
        return {}, {}, [SettingFault(key="", value="", place=f"{file}:{at}", why=why)]
    except (tomllib.TOMLDecodeError, RecursionError) as fault:
        found = re.search(r"line (\d+)", str(fault))
        last = len(text.rstrip().splitlines()) if "end of document" in str(fault) else 0
        place = f"{file}:{found[1] if found else last}" if found or last else str(file)
        why = "is not TOML; mend this line: key = value, words between quotes"
        if "Cannot overwrite" in str(fault) or "Cannot declare" in str(fault):
            why = "this key stands twice; keep one"
        if isinstance(fault, RecursionError):
            why = "holds too many brackets to be settings; write it anew"
        return {}, {}, [SettingFault(key="", value="", place=place, why=why)]
    lines: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if found := re.match(r"\s*\[?\s*[\"']?([A-Za-z0-9_-]+)[\"']?\s*[\]=.]", line):
            lines.setdefault(found[1], number)
    return table, lines, []
