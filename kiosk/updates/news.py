"""What an offered edition would change of the one that is shown, in titles and counts; reads no page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from kiosk.content.difference import Difference, difference
from kiosk.content.edition import Edition
from kiosk.content.records import Language
from kiosk.updates.wire import TITLES, News, Part, plain

Title = Mapping[Language, str]

CLINIC: Mapping[str, Part] = {"phone": "phone", "emergency": "emergency", "name": "name", "logo": "name"}
HEAD: Mapping[str, Part] = {
    "home": "start",
    "warnings": "start",
    "about": "start",
    "attract": "waiting",
    "turn": "waiting",
    "languages": "languages",
    "sample": "sample",
    "title": "title",
}
"""What a text of the clinic, and one that the root says itself, is told as; attract is numbered."""


def news_of(shown: Edition | None, offered: Edition) -> News:
    """From ``shown`` (none: all is new) to ``offered``; of both the lists of topics and words are read.

    Raises ``BrokenEdition`` for one of them that cannot be read.
    """
    if shown is None:
        titles = [topic.title for _, topic in offered.topics()]
        return News(added=_listed(titles), added_count=len(titles), parts=("clinic", "words"))
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
        parts=_parts(found),
        phone=next((plain(one.after) for one in found.clinic if one.key == "phone"), ""),
    )


def _parts(found: Difference) -> tuple[Part, ...]:
    """The most telling first."""
    changed = {CLINIC.get(one.key, "clinic") for one in found.clinic}
    changed |= {HEAD.get(one.key.split()[0], "start") for one in found.head}
    if found.words:
        changed.add("words")
    order: tuple[Part, ...] = get_args(Part)
    return tuple(part for part in order if part in changed)


def _listed(titles: list[Title]) -> tuple[dict[str, str], ...]:
    return tuple({str(language): plain(text) for language, text in one.items()} for one in titles[:TITLES])
