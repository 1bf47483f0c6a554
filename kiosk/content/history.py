"""What was installed on a shelf, and what of it may be shown again; knows no signature, installs nothing."""

from __future__ import annotations

from pathlib import Path

from kiosk.content.codec import read_record, write_record
from kiosk.content.errors import BrokenEdition, Misshapen
from kiosk.content.files import read_regular, write_whole
from kiosk.content.record import record

RECORD = "installed.json"
"""The record's name on a shelf."""

_BYTES = 64 * 1024


@record
class Installed:
    """One edition that was installed here. Staff went back from one that is ``undone``.

    One that is ``confirmed`` has run well for a minute, so that a crash is not its doing.
    """

    edition: str
    root: str
    sequence: int
    undone: bool = False
    confirmed: bool = False


@record
class History:
    """Every edition of one clinic that is remembered, oldest first; none below ``floor`` may be shown again.

    ``floor`` is the clinic's: the sequence below which it called its editions back. ``clinic`` is the sha256
    of the root this kiosk was enrolled with, empty where no record says.
    """

    installed: tuple[Installed, ...] = ()
    floor: int = 0
    clinic: str = ""

    def is_of(self, clinic: str) -> bool:
        """Whether these are editions of ``clinic``; numbers of two clinics say nothing of each other."""
        return self.clinic == clinic or "" in (self.clinic, clinic)

    def is_called_back(self, edition: str) -> bool:
        """Whether this edition is one that was installed here and that the clinic called back."""
        return any(one.edition == edition and one.sequence < self.floor for one in self.installed)

    def in_place(self) -> list[Installed]:
        """What may be shown in place of a damaged edition, best first: neither called back nor undone."""
        fit = [one for one in self.installed if not one.undone and one.sequence >= self.floor]
        return sorted(fit, key=lambda one: -one.sequence)


def read_history(shelf: Path) -> History:
    """The record on ``shelf``; an empty one where it is missing or damaged."""
    try:
        return read_record(History, read_regular(shelf / RECORD, _BYTES), _BYTES)
    except (BrokenEdition, Misshapen):
        return History()


def write_history(shelf: Path, history: History) -> None:
    """Keep the record, durably. Raises ``OSError`` when the disk refuses."""
    write_whole(shelf / RECORD, write_record(history))
