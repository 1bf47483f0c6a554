"""How many pages of an edition are checked by a reviewer, and until when; judges no word of them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.content.edition import Edition
from kiosk.content.record import record

if TYPE_CHECKING:
    from datetime import date


@record
class Reviews:
    """``unchecked`` are the topics nobody approved, ``over`` those whose approval has ended.

    ``until`` is the first day on which an approval ends or ended (ISO), "" where no page has one or the days
    were not looked at.
    """

    pages: int
    unchecked: tuple[str, ...] = ()
    over: tuple[str, ...] = ()
    until: str = ""

    @property
    def checked(self) -> int:
        return self.pages - len(self.unchecked) - len(self.over)

    @property
    def whole(self) -> bool:
        """Whether every page is checked."""
        return not self.unchecked and not self.over


PAGES_READ = 2000
"""An edition of more pages than this is not read through for the day its first review ends."""


def reviews_beside(edition: Edition) -> Reviews:
    """The reviews of an edition today, read from a copy, beside what is shown. Raises ``ContentError``.

    Read through once a day: an edition never changes, and staff ask each time they open the corner.
    """
    from datetime import date

    return _read_through(edition.folder, edition.root_sha256, edition.root_name, date.today())


@lru_cache(maxsize=2)
def _read_through(folder: Path, root_sha256: str, root_name: str, today: date) -> Reviews:
    return reviews_of(Edition.open(folder, root_sha256, root_name), today, PAGES_READ)


def reviews_of(edition: Edition, today: date, most: int) -> Reviews:
    """The reviews of an edition as they stand on ``today``; of more than ``most`` pages without the days.

    Reads every approved page. Raises ``ContentError`` for one that cannot be read.
    """
    topics = list(edition.topics())
    ends = {name: "" for name, entry in topics if entry.state == "approved"}
    if len(topics) <= most:
        for name, entry in topics:
            if name in ends:
                pages = (edition.page(name, language) for language in entry.pages)
                ends[name] = min(page.review.approved_until for page in pages)
        ends = {name: day for name, day in ends.items() if day}
    return Reviews(
        pages=len(topics),
        unchecked=tuple(name for name, _ in topics if name not in ends),
        over=tuple(name for name, day in ends.items() if day and day < today.isoformat()),
        until=min(ends.values(), default=""),
    )
