"""Lights and tissues as data; builds and draws nothing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Light:
    """A soft box at `place` (right, up, toward the viewer) in picture widths; `power` is relative."""

    place: tuple[float, float, float]
    power: float
    size: float
    colour: tuple[float, float, float]


# lit for a deep teal wall: a warm key from the upper left, a cool fill, two rims that lift every edge,
# and a low light so that lower faces and the last disc never go dark
LIGHTS = (
    Light((-1.5, 1.8, 1.5), 52.0, 0.70, (1.0, 0.955, 0.88)),
    Light((2.2, 0.2, 1.5), 7.0, 1.8, (0.86, 0.94, 1.0)),
    Light((1.3, 1.3, -1.5), 26.0, 1.1, (0.88, 0.97, 1.0)),
    Light((-1.7, -0.3, -1.2), 15.0, 1.0, (0.80, 0.96, 1.0)),
    Light((0.1, -2.0, 1.1), 6.0, 1.6, (1.0, 0.93, 0.86)),
)
# the lamp over an operation stands beside the viewer's head and looks into the window
LAMP = Light((-0.15, 0.70, 2.3), 25.0, 0.35, (1.0, 0.975, 0.93))
# this one looks down the tube
TUBE_LAMP = Light((-0.09, 0.15, 2.4), 60.0, 0.22, (1.0, 0.975, 0.93))
LAMPS = {
    **dict.fromkeys(("back-close", "window-close", "fusion-back", "fusion-side", "feet-pair"), LAMP),
    "tube-close": TUBE_LAMP,
}
# how bright a camera's pictures are developed
PLAIN = 0.84
EXPOSURE: dict[str, float] = {
    "back-close": 0.66,
    "low-back": 1.0,
    "lumbar-oblique": 0.86,
    "lumbar-side": 0.84,
    "lumbar-from-behind": 0.80,
    "side-pair": 0.80,
    "slip-pair": 0.80,
    "feet-pair": 0.62,
    "feet-disc": 1.0,
    "feet": 0.66,
    "tube-close": 0.60,
    "window-close": 0.66,
    "fusion-back": 0.70,
    "fusion-side": 0.72,
}
SKY = ((0.60, 0.53, 0.48), (0.84, 0.93, 1.0), 0.25)


@dataclass(frozen=True)
class Tissue:
    """How one tissue takes light. Colours are sRGB hex; `grain` is bump strength, `stretch` its direction."""

    colour: str
    rough: float
    shine: float
    grain: float = 0.0
    scale: float = 0.5
    stretch: tuple[float, float, float] = (1, 1, 1)
    coat: float = 0.0
    metal: float = 0.0


TISSUES: dict[str, Tissue] = {
    "bone": Tissue("#e8dcc0", 0.50, 0.30, 0.24, 0.5),
    "disc": Tissue("#a9d0e6", 0.40, 0.40, 0.06, 0.35),
    "cord": Tissue("#f3e2b4", 0.38, 0.40, 0.0, 0.4, (1, 1, 1), 0.12),
    "nerve": Tissue("#efbd38", 0.40, 0.40, 0.0, 0.6, (1, 1, 1), 0.10),
    "ligament": Tissue("#dcc493", 0.74, 0.14, 0.20, 0.75, (1.6, 1.6, 0.14)),
    "muscle": Tissue("#c9685d", 0.46, 0.36, 0.0, 0.5, (1, 1, 0.1), 0.10),
    "metal": Tissue("#cfd2d4", 0.46, 0.5, 0.0, 0.3, (1, 1, 1), 0.0, 0.72),
    "skin": Tissue("#d9a688", 0.50, 0.32, 0.16, 0.30),
    "cloth": Tissue("#e6e0d4", 0.85, 0.12, 0.30, 0.9),
}
CORAL = {"light": "#e0674f", "dark": "#c8452f", "edge": "#7a1f12"}
