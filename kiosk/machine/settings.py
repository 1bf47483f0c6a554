"""The kiosk's settings: one table of keys, read from file, environment and command line; knows no Qt.

The order, weakest first: built-in default, last good file (only for what the file now gets wrong), file,
environment (LAMINA_<KEY>), command line. A wrong value never stops a kiosk: the next weaker value stands
and a fault names the key, the value, the place and what to do. `docs/settings.md` lists the same keys.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field, fields, replace
from pathlib import Path
from typing import Any

from kiosk import PROGRAM
from kiosk.content.record import record
from kiosk.machine.settings_file import SettingFault, read_file


@record
class Settings:
    """The values in force. Lengths of time are seconds, the panel is the diagonal in inches."""

    panel_inches: float = 21.5
    window: bool = False
    size: tuple[int, int] = (0, 0)
    languages: tuple[str, ...] = ("en", "es")
    edition: str = ""
    idle_seconds: int = 90
    countdown_seconds: int = 30
    theme: str = "normal"
    text_size: float = 1.0
    reach: bool = False
    hand: str = "right"
    still: bool = False
    staff_pin_hash: str = ""
    counts: bool = True
    updater: str = "start"
    updates: str = "idle"
    repository: str = ""
    repository_authority: str = ""
    trusted_root: str = ""
    group: str = ""
    look_hours: int = 6
    night_hour: int = 2
    stick_folders: tuple[str, ...] = ()
    socket: str = ""
    socket_group: str = ""
    log_folder: str = ""
    metrics_file: str = ""


LAST_GOOD = "the last good settings"
"""Where a value came from that a file now gets wrong."""

SECRET = frozenset({"staff_pin_hash"})
"""Keys whose value is never shown, logged or listed."""


@record
class Effective:
    """The settings in force, where each came from, and what was wrong on the way."""

    settings: Settings
    origins: Mapping[str, str] = field(default_factory=dict)
    faults: tuple[SettingFault, ...] = ()
    file: Path | None = None


def as_toml(value: object) -> str:
    """A value as the settings file would hold it; a size that follows the screen says so."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value == (0, 0):
        return "the screen's"
    if isinstance(value, tuple):
        return "[" + ", ".join(as_toml(each) for each in value) + "]"
    return (
        f'"{value}"' if isinstance(value, str) else f"{value:g}" if isinstance(value, float) else str(value)
    )


def _number(low: float, high: float) -> Callable[[Any], float]:
    def read(value: Any) -> float:
        if isinstance(value, str):
            value = float(value) if re.fullmatch(r"\d{1,6}(\.\d{1,6})?", value) else None
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            raise ValueError(f"must be a number from {low:g} to {high:g}")
        return float(value)

    return read


def _whole(low: int, high: int) -> Callable[[Any], int]:
    number = _number(low, high)

    def read(value: Any) -> int:
        try:
            found = number(value)
        except ValueError:
            found = 0.5
        if found != int(found):
            raise ValueError(f"must be a whole number from {low} to {high}")
        return int(found)

    return read


def _yes_or_no(value: Any) -> bool:
    if isinstance(value, str):
        value = {"true": True, "1": True, "false": False, "0": False}.get(value.lower())
    if not isinstance(value, bool):
        raise ValueError("must be true or false")
    return value


def _one_of(*choices: str) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if value not in choices:
            raise ValueError(f"must be one of {', '.join(choices)}")
        return str(value)

    return read


def _text_size(value: Any) -> float:
    sizes = {"1": 1.0, "1.0": 1.0, "1.4": 1.4, "2": 2.0, "2.0": 2.0}
    if isinstance(value, bool) or str(value) not in sizes:
        raise ValueError("must be 1, 1.4 or 2")
    return sizes[str(value)]


def read_size(value: Any) -> tuple[int, int]:
    """A size in pixels from ``1920x1080``. Raises ``ValueError`` that says what is meant."""
    found = re.fullmatch(r"(\d{3,4})x(\d{3,4})", value) if isinstance(value, str) else None
    if not found or not all(320 <= int(part) <= 7680 for part in found.groups()):
        raise ValueError("must be WIDTHxHEIGHT in pixels, each from 320 to 7680, for example 1920x1080")
    return int(found[1]), int(found[2])


def read_languages(value: Any) -> tuple[str, ...]:
    """Languages in the order they are offered, from a list or ``en,es``. Raises ``ValueError``."""
    found = tuple(value.split(",")) if isinstance(value, str) else value
    known = isinstance(found, list | tuple) and found and all(name in ("en", "es") for name in found)
    if not known or len(set(found)) != len(found):
        raise ValueError('must list each language once, from "en" and "es", the first one offered first')
    return tuple(found)


def _path(value: Any) -> str:
    """A whole path, or "" for none: a service has no folder of its own that a relative one starts from."""
    if not isinstance(value, str) or "\0" in value or len(value) > 4096:
        raise ValueError("must be a path")
    try:
        found = Path(value).expanduser()
    except RuntimeError:
        raise ValueError("begins with “~” and there is no such home folder; write the whole path") from None
    if value and not found.is_absolute():
        raise ValueError("must be a whole path, such as /srv/lamina/edition or ~/edition")
    return str(found) if value else ""


def _paths(value: Any) -> tuple[str, ...]:
    """Whole paths of folders, from a list or with colons between them."""
    found = tuple(filter(None, value.split(os.pathsep))) if isinstance(value, str) else value
    if not isinstance(found, list | tuple) or len(found) > 16:
        raise ValueError('must list at most 16 whole paths, such as ["/media/kiosk"]')
    return tuple(_path(each) for each in found if each != "")


def _address(value: Any) -> str:
    """Where a repository is served, or "" for none."""
    if not isinstance(value, str) or (value and not re.fullmatch(r"https?://[!-~]{1,400}", value)):
        raise ValueError("must be an address such as https://server/folder")
    return value.rstrip("/")


def _fleet_group(value: Any) -> str:
    """The group of kiosks this one belongs to, or "" for none; ``kiosk.updates.groups`` names them so too."""
    if not isinstance(value, str) or (value and not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,31}", value)):
        raise ValueError("must be 1 to 32 small letters, digits and hyphens, no hyphen first")
    return value


def _group(value: Any) -> str:
    if not isinstance(value, str) or (value and not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.-]{0,31}", value)):
        raise ValueError("must be the name of a group of this computer")
    return value


def _pin_hash(value: Any) -> str:
    """What ``kiosk.staff.pin`` writes (which may not be imported here), or "" for a door that stays shut."""
    shape = r"\$argon2id\$v=19\$m=\d{4,6},t=\d,p=\d\$[A-Za-z0-9+/]{11,88}\$[A-Za-z0-9+/]{22,88}"
    if not isinstance(value, str) or (value and not re.fullmatch(shape, value)):
        raise ValueError(f"must be what `{PROGRAM} pin` prints; until then the staff door stays shut")
    return value


RULES: Mapping[str, Callable[[Any], Any]] = {
    "panel_inches": _number(5, 120),
    "window": _yes_or_no,
    "size": read_size,
    "languages": read_languages,
    "edition": _path,
    "idle_seconds": _whole(20, 3600),
    "countdown_seconds": _whole(5, 120),
    "theme": _one_of("normal", "contrast"),
    "text_size": _text_size,
    "reach": _yes_or_no,
    "hand": _one_of("right", "left"),
    "still": _yes_or_no,
    "staff_pin_hash": _pin_hash,
    "counts": _yes_or_no,
    "updater": _one_of("start", "running", "off"),
    "updates": _one_of("idle", "night", "off"),
    "repository": _address,
    "repository_authority": _path,
    "trusted_root": _path,
    "group": _fleet_group,
    "look_hours": _whole(1, 168),
    "night_hour": _whole(0, 23),
    "stick_folders": _paths,
    "socket": _path,
    "socket_group": _group,
    "log_folder": _path,
    "metrics_file": _path,
}
"""What each key takes. A rule gives the value in force or raises ``ValueError`` that says what is meant."""

_OTHER_VARIABLES = {"LAMINA_SETTINGS", "LAMINA_CONTENT_DIRECTORY"}
"""Variables of ours that are no setting: the places of the settings file and of what the updater keeps."""

_BARE = frozenset(item.name for item in fields(Settings) if isinstance(item.default, int | float))
"""Keys whose values TOML writes without quotes: numbers, true and false. A variable has words alone."""

assert set(RULES) == {item.name for item in fields(Settings)}


def read_settings(
    file: Path | None,
    environment: Mapping[str, str],
    options: Mapping[str, Any],
    last_good: Path | None = None,
) -> Effective:
    """Lay the sources over one another. ``options`` hold values already read by their rule.

    ``file`` None means that no file is in use, which is no fault; a named file that cannot be read is one.
    Nothing is raised: what is wrong stands in ``faults``.
    """
    values: dict[str, Any] = {}
    origins: dict[str, str] = {item.name: "default" for item in fields(Settings)}
    faults: list[SettingFault] = []

    if file is not None:
        table, lines, broken = read_file(file)
        good, wrong = _judge(table, lambda key: f"{file}:{lines.get(key, 1)}", is_typed=True)
        faults += broken + wrong
        failed = set(RULES) if broken else {fault.key for fault in wrong}
        if failed and last_good is not None:  # one that cannot be read holds nothing
            kept, _ = _judge(read_file(last_good)[0], str, is_typed=True)
            for key in failed & set(kept):
                values[key], origins[key] = kept[key], LAST_GOOD
        for key, value in good.items():
            values[key], origins[key] = value, f"{file}:{lines.get(key, 1)}"

    for key in RULES:
        variable = f"LAMINA_{key.upper()}"
        if variable in environment:
            good, wrong = _judge({key: environment[variable]}, _always(variable))
            faults += wrong
            for name, value in good.items():
                values[name], origins[name] = value, variable
    known = {f"LAMINA_{key.upper()}" for key in RULES} | _OTHER_VARIABLES
    for variable in sorted(name for name in environment if name.startswith("LAMINA_") and name not in known):
        why = f"no such setting; it is not used{_nearest(variable, known)}"
        faults.append(
            SettingFault(key=variable, value=repr(environment[variable])[:80], place="environment", why=why)
        )
    for key, value in options.items():
        values[key], origins[key] = value, "command line"
    found = Settings(**values)
    told = tuple(replace(fault, stands=_stands(fault.key, found, origins)) for fault in faults)
    return Effective(settings=found, origins=origins, faults=told, file=file)


def _stands(key: str, settings: Settings, origins: Mapping[str, str]) -> str:
    """What holds in place of what is wrong with ``key``, "" for all that a file would say."""
    if not key:
        is_kept = LAST_GOOD in origins.values()
        return f"{LAST_GOOD} stand" if is_kept else "the defaults stand"
    if key not in RULES:
        return ""
    value = getattr(settings, key)
    shown = ("one that is set" if value else "none") if key in SECRET else as_toml(value)
    return f"{shown} stands ({origins[key]})"


def remember_good(effective: Effective, last_good: Path) -> None:
    """Keep a copy of a file that is wholly good. A disk that refuses is no fault: the copy is a comfort."""
    if effective.file is None or effective.faults:
        return
    try:
        text = effective.file.read_bytes()
        if last_good.is_file() and last_good.read_bytes() == text:
            return
        last_good.parent.mkdir(parents=True, exist_ok=True)
        part = last_good.with_suffix(".part")
        part.touch(0o600)  # it may hold the hash of the staff's PIN
        part.write_bytes(text)
        part.replace(last_good)
    except OSError:
        return


def _always(place: str) -> Callable[[str], str]:
    return lambda _key: place


def _as_written(value: object) -> str:
    """A wrong value as its writer would know it again, at most 80 characters."""
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list) and any(isinstance(each, dict | list) for each in value):
        return "a list of lists or tables"
    if isinstance(value, bool):
        return str(value).lower()
    return (repr(value) if isinstance(value, str | list | int | float) else str(value))[:80]


def _nearest(key: str, known: Iterable[str]) -> str:
    """The name that was probably meant, as the end of a sentence; empty where none is near."""
    from difflib import get_close_matches  # only who mistyped waits for it

    found = get_close_matches(key, list(known), 1, 0.75)
    return f"; perhaps {found[0]} was meant" if found else ""


def _judge(
    table: Mapping[str, Any], place: Callable[[str], str], is_typed: bool = False
) -> tuple[dict[str, Any], list[SettingFault]]:
    """Each key by its rule: what is good, and a fault for what is not. ``is_typed``: numbers are no words."""
    good: dict[str, Any] = {}
    wrong: list[SettingFault] = []
    for key, value in table.items():
        shown = "(not shown)" if key in SECRET else _as_written(value)
        if key not in RULES:
            near = _nearest(key, RULES) or f"; there are {', '.join(sorted(RULES))}"
            wrong.append(SettingFault(key=key, value=shown, place=place(key), why=f"no such setting{near}"))
            continue
        is_quoted = is_typed and isinstance(value, str) and key in _BARE
        try:
            good[key] = RULES[key]("" if is_quoted else value)
        except ValueError as fault:
            why = f"{fault}, without quotes" if is_quoted else str(fault)
            wrong.append(SettingFault(key=key, value=shown, place=place(key), why=why))
    return good, wrong
