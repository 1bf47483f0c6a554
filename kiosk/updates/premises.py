"""Where an updater works: the folders of its kiosk and its server; opens none of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Premises:
    """Where an updater works: folders of this kiosk, the shipped shelf, and the server, empty for none.

    ``group`` is the group of kiosks this one belongs to, empty for none.
    """

    shelf: Path
    trust: Path
    state: Path
    shipped: Path
    repository: str = ""
    authority: Path | None = None
    group: str = ""
