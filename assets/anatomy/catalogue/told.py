"""What a picture's record says of it as it stands; no pixel hangs on it, so a change here makes none due."""

from __future__ import annotations

from catalogue.cameras import CAMERAS, LABELS
from catalogue.picture import Picture

NEAR = 30
"""Degrees off the view straight from behind, a side or the front within which its words hold of a turn."""

SIDES_OF_TURN: dict[int, dict[str, str]] = {
    0: {"left": "your_left", "right": "your_right"},
    90: {"left": "back", "right": "front"},
    180: {"left": "your_right", "right": "your_left"},
    270: {"left": "front", "right": "back"},
}
"""Degrees round from behind by the right: what lies at each edge."""

KEYS: dict[str, tuple[str, ...]] = {
    "laminotomy/05-window-after-right": ("bone", "ligament"),
    "discectomy/05-window-after-right": ("disc", "nerve", "cord", "bone"),
    "microlaminectomy/06-nerve-right": ("nerve", "cord", "disc", "bone"),
    "fusion/05-room": ("bone", "disc", "cord", "nerve"),
}
"""What is seen in these once they are drawn, where the catalogue's key says less or more."""


def key_of(picture: Picture) -> tuple[str, ...]:
    """The tissues a picture's key names."""
    return KEYS.get(picture.name, picture.key)


def labels_of(picture: Picture) -> dict[str, str]:
    """The word at each edge; a frame of a turn has those of its sides, too, where it is near one view."""
    turn, _, frame = picture.camera.rpartition("-")
    sides = sides_at(int(frame), _frames(turn)) if picture.moving else {}
    return {**LABELS[picture.camera], **sides, **dict(picture.labels)}


def sides_at(frame: int, frames: int) -> dict[str, str]:
    """The words at the left and right edge of one frame of a turn; none between two views."""
    degrees = 360 * frame / frames
    nearest = 90 * round(degrees / 90)
    return SIDES_OF_TURN[nearest % 360] if abs(degrees - nearest) <= NEAR else {}


def _frames(turn: str) -> int:
    return sum(1 for camera in CAMERAS if camera.rpartition("-")[0] == turn and camera[-3:].isdigit())
