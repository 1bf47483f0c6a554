"""Where pictures are looked at from, how large they are and what their edges are called; lights nothing."""

from __future__ import annotations

import math

from geometry.camera import Camera

SIZE = (1920, 1440)
SAFE = (132, 0, 1656, 1440)

CAMERAS: dict[str, Camera] = {
    "lumbar-oblique": Camera((1, -18, -12), (1.0, -0.62, 0.24), 208),
    "lumbar-side": Camera((0, -26, -12), (1, 0, 0), 208),
    "lumbar-from-behind": Camera((0, -20, -10), (0, -1, 0.02), 208),
    "back-close": Camera((3.5, -30, 0), (0.22, -1, 0.14), 112),
    "window-close": Camera((8.5, -30, -17), (0.12, -1, 0.08), 56),
    "fusion-back": Camera((1, -26, -10), (0.22, -1, 0.14), 118),
    "fusion-side": Camera((0, -22, -16), (0.93, 0.30, 0.16), 124),
    "tube-close": Camera((18.5, -76.0, -6.8), (0.170, -0.966, 0.178), 62),
    "low-back": Camera((0, 0, 6), (0.0, -1, 0.12), 372),
    "feet-disc": Camera((0, -12, -19), (0, -0.30, -0.95), 90, (0, 1, 0)),
    "feet": Camera((0, -21, 0), (0, -0.24, -0.97), 134, (0, 1, 0)),
    # one bone by itself, in its own frame
    "bone-oblique": Camera((0, -20, 0), (0.74, -0.86, 0.52), 122),
    "bone-side": Camera((0, -21, 0), (1, -0.04, 0.06), 122),
    "bone-from-behind": Camera((0, -20, 0), (0, -1, 0.10), 122),
    "bone-feet": Camera((0, -24, 0), (0, -0.16, -1), 128, (0, 1, 0)),
    # two side by side: the width is that of one of them
    "side-pair": Camera((0, -3, -19), (1, -0.10, 0.0), 80),
    "slip-pair": Camera((0, -16, -22), (1, -0.10, 0.0), 116),
    "feet-pair": Camera((0, -20, -19), (0, -0.30, -0.95), 64, (0, 1, 0)),
}
_FROM_THE_RIGHT = {"left": "back", "right": "front", "top": "head", "bottom": "feet"}
_FROM_BEHIND = {"left": "your_left", "right": "your_right", "top": "head", "bottom": "feet"}
# as a scan is shown: the patient's right on the picture's left
_FROM_THE_FEET = {"left": "your_right", "right": "your_left", "top": "front", "bottom": "back"}
LABELS: dict[str, dict[str, str]] = {
    "lumbar-oblique": _FROM_THE_RIGHT,
    "lumbar-side": _FROM_THE_RIGHT,
    "lumbar-from-behind": _FROM_BEHIND,
    "back-close": _FROM_BEHIND,
    "window-close": _FROM_BEHIND,
    "fusion-back": _FROM_BEHIND,
    "fusion-side": _FROM_THE_RIGHT,
    "tube-close": _FROM_BEHIND,
    "low-back": _FROM_BEHIND,
    "feet-disc": _FROM_THE_FEET,
    "feet": _FROM_THE_FEET,
    "bone-oblique": _FROM_BEHIND,
    "bone-side": _FROM_THE_RIGHT,
    "bone-from-behind": _FROM_BEHIND,
    "bone-feet": _FROM_THE_FEET,
    # of each half: both are looked at from the same place
    "side-pair": _FROM_THE_RIGHT,
    "slip-pair": _FROM_THE_RIGHT,
    "feet-pair": _FROM_THE_FEET,
}

TURN_SIZE = (1104, 960)
WHOLE_TURN = 144  # frames: the waiting screen's; every fourth makes the diagram's turn of 36
BONE_TURN = 36


Point = tuple[float, float, float]


def turning(name: str, centre: Point, width: float, count: int, rise: float, lean: float = 0.0) -> None:
    """Add the cameras `name-000` and on, going round `centre` from behind by the right."""
    for frame in range(count):
        angle = math.tau * frame / count
        toward = _leaning((math.sin(angle), -math.cos(angle), rise), lean)
        CAMERAS[f"{name}-{frame:03d}"] = Camera(centre, toward, width, _leaning((0, 0, 1), lean))
        LABELS[f"{name}-{frame:03d}"] = {"top": "head", "bottom": "feet"}


def _leaning(way: Point, lean: float) -> Point:
    """A direction of the picture's upright frame in one whose head leans forward by `lean` degrees."""
    s, c = math.sin(math.radians(lean)), math.cos(math.radians(lean))
    return (way[0], c * way[1] + s * way[2], c * way[2] - s * way[1])


turning("lumbar-turn", (0, -24, -12), 200, WHOLE_TURN, 0.20)
turning("bone-turn", (0, -20, 0), 120, BONE_TURN, 0.32)

# The whole spine. In the frame of L4 its head leans forward; these cameras are as upright as it stands.
STANDING = 6.0  # degrees: C7 then stands over the back edge of the sacrum's plate
SPINE_TURN = 36
WAYS: dict[str, tuple[Point, dict[str, str]]] = {
    "side": ((1, 0, 0), _FROM_THE_RIGHT),
    "behind": ((0, -1, 0.02), _FROM_BEHIND),
    "front": ((0, 1, 0.02), {"left": "your_right", "right": "your_left", "top": "head", "bottom": "feet"}),
    "oblique": ((1, -0.62, 0.20), _FROM_THE_RIGHT),
}


def around(name: str, centre: Point, width: float, ways: tuple[str, ...]) -> None:
    """Add the upright cameras `name-side` and so on, which look at `centre` of the standing spine."""
    for way in ways:
        toward, labels = WAYS[way]
        CAMERAS[f"{name}-{way}"] = Camera(
            centre, _leaning(toward, STANDING), width, _leaning((0, 0, 1), STANDING)
        )
        LABELS[f"{name}-{way}"] = labels


around("neck", (0, 11, 451), 206, tuple(WAYS))
around("chest", (0, -36, 254), 476, tuple(WAYS))
around("whole-low-back", (0, -32, -26), 440, ("side", "behind", "oblique"))
around("spine", (0, -25, 172), 1070, ("side", "behind"))
turning("spine-turn", (0, -25, 172), 924, SPINE_TURN, 0.10, STANDING)
turning("C5-turn", (0, -16, 0), 78, BONE_TURN, 0.32)
turning("T6-turn", (0, -20, -10), 104, BONE_TURN, 0.32)
for _bone, _back, _width in (("C5", -16.0, 88.0), ("T6", -20.0, 112.0)):
    CAMERAS[f"{_bone}-feet"] = Camera((0, _back, 0), (0, -0.06, -1), _width, (0, 1, 0))
    LABELS[f"{_bone}-feet"] = _FROM_THE_FEET
