"""The pictures of a page as frozen records: sizes, regions, labels, key; knows no page kind.

Lengths are fractions (0..1) of the picture's frame, x to the right, y down. Import them from
``kiosk.content.records``.
"""

from typing import Literal

from kiosk.content.record import record
from kiosk.content.records_of_words import Link, Sentence, Side


@record
class Rendition:
    """One stored size of a picture: a blob's sha256, its size in pixels, and the place it was made for."""

    blob: str
    width: int
    height: int
    role: Literal["stage", "half", "card", "mask"]


@record
class Region:
    """A part of the picture that can be touched, exact by its ``code`` in the mask.

    ``anchor`` is the point a leader line starts from. ``area`` is a fraction of the picture's. ``thick`` is a
    fraction of its width: twice the area over the length of the edge, exact for a long strip, the radius of
    a disc. ``listed`` is whether a diagram names the part among those that can be gone through one by one:
    too little is seen of the others here, which answer a touch alone.
    """

    id: str
    code: int
    tissue: str
    anchor: tuple[float, ...] = ()
    area: float = 0.0
    thick: float = 0.0
    listed: bool = True


@record
class RegionWords:
    """What is said of a part that can be touched, once for all of the page's pictures that show it."""

    id: str
    name: str
    sentences: tuple[Sentence, ...] = ()
    opens: Link | None = None


@record
class Label:
    """A word at an edge of a picture, "your left", or under a half of it, "healthy"; never in the pixels.

    ``short`` says the same where there is little room, "left"; empty where there is nothing shorter.
    """

    edge: Literal["left", "right", "top", "bottom", "left_half", "right_half"]
    text: str
    short: str = ""


@record
class Swatch:
    """One line of a picture's key: a tissue token of the theme and its plain name."""

    tissue: str
    text: str


@record
class Picture:
    """A picture of the catalogue in every size this edition carries, with its hit regions and words.

    ``outlines`` is the sha256 of its regions' outlines (``kiosk.content.outlines``), empty where it has none.
    """

    name: str
    alt: str
    renditions: tuple[Rendition, ...]
    side: Side = ""
    labels: tuple[Label, ...] = ()
    key: tuple[Swatch, ...] = ()
    regions: tuple[Region, ...] = ()
    outlines: str = ""
