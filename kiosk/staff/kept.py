"""A whole number kept over restarts in a small file of its own; knows nothing of what it counts.

A file that is missing, damaged or out of its range stands for a number its owner chose; a disk that
refuses is told by ``keep`` and breaks nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kiosk.content.errors import BrokenEdition
from kiosk.content.files import clear_parts, make_folder, read_regular, write_whole

_FILE_BYTES = 32


@dataclass(frozen=True, slots=True)
class KeptNumber:
    """The number in ``path``, 0 to ``most``. ``missing`` and ``damaged`` are what those files stand for."""

    path: Path
    most: int
    missing: int = 0
    damaged: int = 0

    def read(self) -> int:
        """The number kept; never raises."""
        try:
            text = read_regular(self.path, _FILE_BYTES).strip()
        except BrokenEdition:
            return self.damaged if self.path.is_symlink() or self.path.exists() else self.missing
        number = int(text) if text.isdigit() else -1
        return number if 0 <= number <= self.most else self.damaged

    def keep(self, number: int) -> bool:
        """Whether ``number`` (held to the range) is on the disk now; it survives a power cut."""
        written = b"%d\n" % min(max(number, 0), self.most)
        try:
            make_folder(self.path.parent)
            clear_parts(self.path.parent, self.path.name)
            write_whole(self.path, written, mode=0o600)
        except OSError:
            return False
        return True
