"""The pictures of a page as frozen records: sizes, regions, labels, key; knows no page kind.

Lengths are fractions (0..1) of the picture's frame, x to the right, y down. Import them from
``kiosk.content.records``.
"""

from __future__ import annotations

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
    """A part of the picture that can be touched: exact by its ``code`` in the mask, drawn by its outlines.

    ``outlines`` are closed polygons as flat x, y runs. ``anchor`` is the point a leader line starts from.
    """

    id: str
    code: int
    name: str
    tissue: str
    sentences: tuple[Sentence, ...] = ()
    anchor: tuple[float, ...] = ()
    outlines: tuple[tuple[float, ...], ...] = ()
    opens: Link | None = None


@record
class Label:
    """A word at an edge of a picture, "your left", or under a half of it, "healthy"; never in the pixels."""

    edge: Literal["left", "right", "top", "bottom", "left_half", "right_half"]
    text: str


@record
class Swatch:
    """One line of a picture's key: a tissue token of the theme and its plain name."""

    tissue: str
    text: str


@record
class Picture:
    """A picture of the catalogue in every size this edition carries, with its hit regions and words."""

    name: str
    alt: str
    renditions: tuple[Rendition, ...]
    side: Side = ""
    labels: tuple[Label, ...] = ()
    key: tuple[Swatch, ...] = ()
    regions: tuple[Region, ...] = ()
