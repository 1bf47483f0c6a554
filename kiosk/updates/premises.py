"""Where an updater works: the folders of its kiosk and its server; opens none of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kiosk.updates.errors import PlaceFault


@dataclass(frozen=True, slots=True, kw_only=True)
class Premises:
    """Where an updater works: folders of this kiosk, the shipped shelf, and the server, empty for none.

    ``group`` is the group of kiosks this one belongs to, empty for none. ``shared``: other users ask.
    """

    shelf: Path
    trust: Path
    state: Path
    shipped: Path
    repository: str = ""
    authority: Path | None = None
    group: str = ""
    shared: bool = False

    def may_ask(self, address: str) -> str:
        """``address``, if the updater goes there. Raises ``PlaceFault``.

        Where other users ask, only to its own server: else an interface in wrong hands could send anything
        anywhere by it, and learn who answers.
        """
        if self.shared and address != self.repository:
            why = "is not the server in the settings of this kiosk; set repository, or bring a stick"
            raise PlaceFault(address, "", why)
        return address
