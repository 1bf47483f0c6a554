"""Where the staff door is held on the glass, and which keys are the staff's; knows no PIN and no page.

The place is a corner of the glass where no page has a button: the upper left, 24 mm a side. With the
buttons down low there is a second one that can be reached sitting: the left margin, where the lowest 40 %
begin. Nothing is drawn there. What a finger does on a page it still does; only a hold of
three seconds is the door's.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPointF, QSizeF, Signal

from kiosk.ui.corner import StaffCorner
from kiosk.ui.door import StaffDoor

PLACE_MM = 24.0
"""Side of the door's place in the upper left corner, in millimetres."""

LOW_MM = (14.0, 30.0)
"""Width and height of the second place: the left margin, from where the lowest 40 % of the glass begin."""

LOW_SHARE = 0.4

ESCAPE = 0x01000000
HOLD_KEYS = frozenset({ESCAPE, 0x2A})
"""Escape and the star of a keypad: held for three seconds they are the door's place (``Qt.Key`` numbers)."""

_BACK_KEYS = frozenset({0x01000003, 0x01000007})
"""Backspace and Delete."""


def is_place(at: QPointF, glass: QSizeF, low: bool) -> bool:
    """Whether a touch is on the door's place. ``at`` and ``glass`` are millimetres."""
    if at.x() < 0 or at.y() < 0:
        return False
    if at.x() <= PLACE_MM and at.y() <= PLACE_MM:
        return True
    top = glass.height() * (1 - LOW_SHARE)
    return low and at.x() <= LOW_MM[0] and top <= at.y() <= top + LOW_MM[1]


class Keeper(QObject):
    """Hears from the window's filter what concerns staff. ``glass_mm`` and ``low`` are asked at each press.

    ``took`` tells that a hold has become the door's: its finger must do nothing else.
    """

    took = Signal()

    def __init__(
        self,
        door: StaffDoor,
        corner: StaffCorner,
        px_per_mm: Callable[[], float],
        glass_mm: Callable[[], QSizeF],
        low: Callable[[], bool],
    ) -> None:
        super().__init__()
        self._door = door
        self._corner = corner
        self._px_per_mm = px_per_mm
        self._glass_mm = glass_mm
        self._low = low
        self._held_key = 0
        door.asked.connect(self.took)

    @property
    def deaf(self) -> bool:
        """Whether the glass is being cleaned: nothing that touches it counts."""
        return self._corner.cleaning

    def fingers(self, down: int, moved: bool) -> None:
        """So many fingers are on the glass while it is cleaned."""
        self._corner.fingers(down, moved)

    def touched(self) -> None:
        """A sign of life."""
        self._door.touch()

    def pressed(self, place: QPointF) -> None:
        """The only finger is down at ``place``, in pixels of the window."""
        if is_place(place / self._px_per_mm(), self._glass_mm(), self._low()):
            self._door.press()

    def released(self) -> None:
        """It left, went away, or another came."""
        self._door.release()

    def key(self, key: int, down: bool, text: str) -> bool:
        """Whether a key is the staff's: held it opens the keypad, and there it types."""
        if self._door.stands == "asking" and down and self._types(key, text):
            return True
        if self._door.stands == "asking" and down and key == ESCAPE and not self._held_key:
            self._door.close()
        if key not in HOLD_KEYS:
            return False
        if not down:
            self._held_key = 0
            self._door.release()
        elif not self._held_key:
            self._held_key = key
            self._door.press()
        return True

    def _types(self, key: int, text: str) -> bool:
        if key in _BACK_KEYS:
            self._door.erase()
        elif len(text) == 1 and text in "0123456789":
            self._door.key(text)
        else:
            return False
        return True
