"""Where this machine keeps what belongs to the kiosk; nothing of a patient is ever written there."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
"""The top of the checkout or of the installed folder."""

SHIPPED = ROOT / "edition"
"""The shelf on which the edition that ships is built."""

SOURCES = ROOT / "content"
PICTURES = ROOT / "assets" / "pictures"


def settings_places(environment: Mapping[str, str] = os.environ) -> tuple[Path, ...]:
    """Where a settings file is looked for, best first."""
    if named := environment.get("LAMINA_SETTINGS"):
        return (Path(named),)
    if sys.platform == "win32":
        shared = Path(environment.get("PROGRAMDATA", "C:/ProgramData"))
        return (shared / "Lamina" / "settings.toml",)
    own = _xdg(environment, "XDG_CONFIG_HOME", ".config")
    return (own / "lamina" / "settings.toml", Path("/etc/lamina/settings.toml"))


def state_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Where the last good settings are kept. Not made here."""
    if sys.platform == "win32":
        return Path(environment.get("PROGRAMDATA", "C:/ProgramData")) / "Lamina" / "state"
    if folder := environment.get("STATE_DIRECTORY"):
        return Path(folder.split(":", maxsplit=1)[0])
    return _xdg(environment, "XDG_STATE_HOME", ".local/state") / "lamina"


def content_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Where the updater keeps what it brings: the state folder, or another that is named. Not made here.

    Where the updater is a user of its own, ``LAMINA_CONTENT_DIRECTORY`` names its folder to those who only
    read there.
    """
    named = environment.get("LAMINA_CONTENT_DIRECTORY", "")
    return Path(named) if named and Path(named).is_absolute() else state_folder(environment)


def installed_shelf(environment: Mapping[str, str] = os.environ) -> Path:
    """The shelf of the editions that were installed on this machine. Not made here."""
    return content_folder(environment) / "editions"


def trust_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Where it is kept whose editions this machine trusts. Not made here."""
    return content_folder(environment) / "trust"


def cache_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Where it is kept what would only have to be found out again. Not made here."""
    if sys.platform == "win32":
        return Path(environment.get("LOCALAPPDATA", "C:/ProgramData")) / "Lamina" / "cache"
    return _xdg(environment, "XDG_CACHE_HOME", ".cache") / "lamina"


def _xdg(environment: Mapping[str, str], variable: str, otherwise: str) -> Path:
    named = environment.get(variable, "")
    if named and Path(named).is_absolute():
        return Path(named)
    return Path(environment.get("HOME") or "/") / otherwise
