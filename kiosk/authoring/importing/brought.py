"""What was read from a clinic's file, and what was not; knows no file format and no page kind.

::

    AuthoringError
    └── ImportRefused   the file cannot be brought in; its text says what, where and what to do
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from kiosk.authoring.findings import AuthoringError

QUOTED = 60
"""Most letters of a quotation: enough to find the place by searching for it."""


class ImportRefused(AuthoringError):
    """The file cannot be brought in; nothing was written."""


@dataclass(frozen=True, slots=True)
class Left:
    """One thing that was not carried over, or that a person must look at.

    ``place`` is like ``paragraph 12`` or ``cell B4``; ``quote`` are the words there, cut to 60 letters.
    """

    what: str
    place: str
    quote: str
    remedy: str

    def __str__(self) -> str:
        where = f"{self.place}, “{self.quote}”" if self.quote else self.place
        return f"{where}: {self.what}. {self.remedy}"


@dataclass(slots=True)
class Notes:
    """What the readers tell on their way: what they left behind, and how often they mended what."""

    left: list[Left] = field(default_factory=list)
    mended: Counter[str] = field(default_factory=Counter)

    def leave(self, what: str, place: str, quote: str, remedy: str) -> None:
        """Note one thing that is not carried over as it stood."""
        words = " ".join(quote.split())
        cut = words if len(words) <= QUOTED else words[: QUOTED - 1].rstrip() + "…"
        self.left.append(Left(what, place, cut, remedy))

    @property
    def in_order(self) -> tuple[Left, ...]:
        """What was left behind in the order of the file; what belongs to the whole of it last."""
        return tuple(sorted(self.left, key=_order))


def _order(one: Left) -> tuple[int, str]:
    """Where a place stands: its paragraph, line or row, then its column."""
    cell = re.search(r"\bcells? ([A-Z]{1,3})(\d+)", one.place)
    if cell:
        return int(cell[2]), cell[1].rjust(3)
    number = re.search(r"\b(?:paragraph|line) (\d+)", one.place)
    if number:
        return int(number[1]), ""
    return (0 if one.place == "the beginning" else 10**9), ""


@dataclass(frozen=True, slots=True)
class Piece:
    """One heading, paragraph or list line in plain words. ``level`` is the heading's, 0 for the title."""

    kind: Literal["heading", "paragraph", "list"]
    text: str
    place: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell's words and its place; ``number`` where the cell holds one."""

    text: str
    place: str
    number: float | None = None


Grid = list[list[Cell]]
"""Rows of cells; every row has as many as the longest, rows and columns without words are left out."""
