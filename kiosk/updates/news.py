"""What an offered edition would change of the one that is shown, in titles and counts; reads no page."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.content.difference import difference
from kiosk.content.edition import Edition
from kiosk.content.records import Language
from kiosk.updates.wire import TITLES, News, plain

Title = Mapping[Language, str]


def news_of(shown: Edition | None, offered: Edition) -> News:
    """From ``shown`` (none: all is new) to ``offered``; of both the lists of topics and words are read.

    Raises ``BrokenEdition`` for one of them that cannot be read.
    """
    if shown is None:
        titles = [topic.title for _, topic in offered.topics()]
        return News(added=_listed(titles), added_count=len(titles), words=True, clinic=True)
    found = difference(shown, offered)
    by_change: dict[str, list[Title]] = {"new": [], "changed": [], "removed": []}
    for one in found.topics:
        by_change[one.change].append(one.title)
    return News(
        added=_listed(by_change["new"]),
        changed=_listed(by_change["changed"]),
        removed=_listed(by_change["removed"]),
        added_count=len(by_change["new"]),
        changed_count=len(by_change["changed"]),
        removed_count=len(by_change["removed"]),
        words=bool(found.words or found.head),
        clinic=bool(found.clinic),
    )


def _listed(titles: list[Title]) -> tuple[dict[str, str], ...]:
    return tuple({str(language): plain(text) for language, text in one.items()} for one in titles[:TITLES])
