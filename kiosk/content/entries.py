"""What of a page can be found by search, as plain entries; knows no index and no query."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass

from kiosk.content.codec import kind_of
from kiosk.content.records import (
    About,
    Article,
    Comparison,
    Diagram,
    Glossary,
    NerveMap,
    Page,
    Questions,
    Sentence,
    Timeline,
    Walkthrough,
    Warnings,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to find. ``part`` is empty for the page itself.

    ``also`` are other names for it, ``body`` its sentences, one a line.
    """

    topic: str
    part: str
    kind: str
    title: str
    also: str = ""
    body: str = ""
    page: str = ""
    """The title of the page a part stands on; empty for the page itself."""


def entries_of(page: Page) -> Iterator[Entry]:
    """The page itself, then each of its parts that opens by its own id."""
    kind = kind_of(page)
    lead = _texts(page.lead)
    yield Entry(page.topic, "", kind, page.title, body="\n".join(lead))
    for part, title, what, also in _parts(page):
        texts = _texts(what)
        yield Entry(page.topic, part, kind, title, also, "\n".join(texts), page.title)


def _parts(page: Page) -> Iterator[tuple[str, str, object, str]]:
    if isinstance(page, Article | About):
        yield from ((part.id, part.title, part, "") for part in page.sections)
        if isinstance(page, Article):
            yield from ((pair.id, pair.title, pair, "") for pair in page.pairs)
    elif isinstance(page, Walkthrough):
        yield from ((part.id, part.title, part, "") for part in page.steps)
    elif isinstance(page, Timeline):
        yield from ((phase.id, phase.title, phase, "") for phase in page.phases)
        yield from ((row.id, row.title, row, "") for row in page.rows)
    elif isinstance(page, Comparison):
        yield from ((column.id, column.title, column, "") for column in page.columns)
        yield from ((row.id, row.title, row, "") for row in page.rows)
    elif isinstance(page, NerveMap):
        yield from ((part.id, part.title, part, "") for part in page.nerves)
    elif isinstance(page, Glossary):
        yield from ((part.id, part.word, part, ", ".join(part.also)) for part in page.terms)
    elif isinstance(page, Questions):
        yield from ((part.id, part.title, part, "") for part in page.groups)
    elif isinstance(page, Warnings):
        yield from ((part.id, part.title, part, "") for part in page.cards)
    elif isinstance(page, Diagram):
        yield from ((part.id, part.name, part, "") for part in page.region_words if part.name)


def _texts(record: object) -> list[str]:
    """Every sentence's text inside ``record``, in reading order; only sentences, never ids.

    What expires some day is not found by its words: an index outlives that day.
    """
    if isinstance(record, Sentence):
        return [] if record.until else [record.text]
    if is_dataclass(record):
        return [text for field in fields(record) for text in _texts(getattr(record, field.name))]
    if isinstance(record, tuple):
        return [text for item in record for text in _texts(item)]
    return []
