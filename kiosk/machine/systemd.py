"""What the running systemd and logind say of themselves; asks them, and knows neither files nor a kiosk.

Each answer is a map of properties, empty where nobody answers: no such program, no bus, another system.
"""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

_SECONDS = 10.0


def is_running(root: Path = Path("/")) -> bool:
    """Whether systemd started this machine (sd_booted(3))."""
    return (root / "run/systemd/system").is_dir()


def unit_properties(unit: str, *names: str) -> dict[str, str]:
    """What systemd holds of one unit."""
    return _answer(["systemctl", "show", unit, *_asked(names)])


def manager_properties(*names: str) -> dict[str, str]:
    """What systemd holds of itself."""
    return _answer(["systemctl", "show", *_asked(names)])


def login_properties(*names: str) -> dict[str, str]:
    """What logind holds of itself: without a session's name `show-session` tells of logind."""
    return _answer(["loginctl", "show-session", *_asked(names)])


def active_units(pattern: str) -> list[str]:
    """The units of these names that run now; none where nobody answers."""
    listed = _said(["systemctl", "list-units", "--plain", "--no-legend", "--state=active", pattern])
    return [words[0] for line in listed if (words := line.split())]


def _asked(names: Sequence[str]) -> list[str]:
    """Each by itself: loginctl takes no list."""
    return [f"--property={name}" for name in names]


def _answer(command: list[str]) -> dict[str, str]:
    return dict(line.split("=", 1) for line in _said(command) if "=" in line)


def _said(command: list[str]) -> list[str]:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS)
    except (OSError, subprocess.TimeoutExpired):
        return []
    return done.stdout.splitlines()
