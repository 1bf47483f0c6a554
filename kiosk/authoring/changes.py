"""What changed between two editions, page by page, in plain words and as plain data; writes no file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from kiosk.authoring.cancel import Cancel, heed, never
from kiosk.content.difference import Difference, TopicChange, Wording, difference
from kiosk.content.edition import Edition
from kiosk.content.page_difference import Change, PageDifference, What, page_difference

Progress = Callable[[str, int, int], None]

LANGUAGE_NAMES = {"en": "English", "es": "Spanish", "": "both languages"}


@dataclass(frozen=True, slots=True)
class Changes:
    """A difference with what changed on each page that stands in both editions."""

    difference: Difference
    pages: tuple[PageDifference, ...]

    def of(self, topic: str) -> tuple[PageDifference, ...]:
        """The pages of one topic, a language each."""
        return tuple(page for page in self.pages if page.topic == topic)


def read_changes(old: Edition, new: Edition, progress: Progress, cancel: Cancel = never) -> Changes:
    """Everything that changed from ``old`` to ``new``; pages that did not change are not opened.

    Raises ``BrokenEdition`` for what cannot be read, ``Cancelled`` when ``cancel`` says so.
    """
    found = difference(old, new)
    changed = [one for one in found.topics if one.change == "changed"]
    pages = []
    for done, one in enumerate(changed, start=1):
        heed(cancel)
        for language in one.languages:
            if language in one.pages_before and language in one.pages_after:
                pages.append(page_difference(old.page(one.topic, language), new.page(one.topic, language)))
        progress("pages", done, len(changed))
    return Changes(found, tuple(pages))


def as_plain(changes: Changes) -> dict[str, Any]:
    """The changes as plain data; README.md describes its shape."""
    found = changes.difference
    return {
        "old": found.old,
        "new": found.new,
        "counts": found.counts,
        "topics": [
            {
                "topic": one.topic,
                "change": one.change,
                "title": dict(one.title),
                "languages": list(one.languages),
                "pages": [
                    {"language": page.language, "changes": [asdict(change) for change in page.changes]}
                    for page in changes.of(one.topic)
                ],
            }
            for one in found.topics
        ],
        "edition": [asdict(one) for one in found.head],
        "words": [asdict(one) for one in found.words],
        "clinic": [asdict(one) for one in found.clinic],
    }


# --- in plain words ----------------------------------------------------------------------------------


def told(changes: Changes) -> Iterator[str]:
    """The changes as lines for a person; two blanks for each step in."""
    found = changes.difference
    yield f"From {found.old} to {found.new}: {summary(found)}."
    for change, heading in (("new", "New"), ("removed", "Removed"), ("changed", "Changed")):
        for one in found.topics:
            if one.change == change:
                yield f"{heading}: {name_of(one)}"
                yield from _topic(changes, one)
    for heading, texts in (
        ("The edition", found.head),
        ("The clinic's words", found.clinic),
        ("The kiosk's own words", found.words),
    ):
        if texts:
            yield heading
        for text in texts:
            for line in wording_told(text):
                yield f"  {line}"


def summary(found: Difference) -> str:
    """The difference in one clause."""
    if not found:
        return "nothing changed"
    counts = found.counts
    parts = [f"{_counted(counts[kind], 'topic')} {kind}" for kind in counts if counts[kind]]
    for count, what in ((len(found.clinic), "word of the clinic"), (len(found.words), "word of the kiosk")):
        if count:
            parts.append(f"{_counted(count, what)} changed")
    if found.head:
        parts.append(f"{_counted(len(found.head), 'thing')} changed about the edition itself")
    return ", ".join(parts)


def name_of(one: TopicChange) -> str:
    """A topic by its title and its id."""
    return f"{next(iter(one.title.values()), one.topic)} ({one.topic})"


def _counted(count: int, what: str) -> str:
    if count == 1:
        return f"1 {what}"
    return f"{count} {what.replace('word of', 'words of')}" if " " in what else f"{count} {what}s"


def _topic(changes: Changes, one: TopicChange) -> Iterator[str]:
    if one.change != "changed":
        return
    for language in one.languages:
        if language not in one.pages_before:
            yield f"  {LANGUAGE_NAMES[language]}: this page is new in this language"
        elif language not in one.pages_after:
            yield f"  {LANGUAGE_NAMES[language]}: this page is gone in this language"
    for page in changes.of(one.topic):
        yield f"  {LANGUAGE_NAMES[page.language]}"
        for change in page.changes:
            for line in change_told(change):
                yield f"    {line}"
        if not page.changes:
            yield "    only how the page is stored changed, nothing that is shown"
    if not one.languages:
        yield "  only what the list of topics says of it changed; its pages are the same"


def wording_told(one: Wording) -> list[str]:
    """One text that differs, as lines."""
    where = f" ({LANGUAGE_NAMES[one.language]})" if one.language else ""
    what = _SPOKEN_KEYS.get(one.key) or one.key.replace("attract ", "waiting screen, question ")
    return _lines(f"{what}{where}", one.before, one.after)


def change_told(change: Change) -> list[str]:
    """One change of a page, as lines: where and what, then before and after where both are words."""
    where = f"{change.part_title or change.part}: " if change.part else ""
    if change.what in _DRAWN:
        return [f"{where}{_drawn(change)}"]
    if change.what == "part":
        return [f"{where}{'a new part' if change.after else 'this part is gone'}"]
    what = _SPOKEN[change.what].format(name=_sentence_told(change.name))
    return _lines(f"{where}{what}", change.before, change.after)


def _sentence_told(name: str) -> str:
    """A sentence's id (“why.p1.s2”) as people count; any other name as it is. The part is told before it."""
    found = _SENTENCE.fullmatch(name)
    if found is None:
        return name
    field = f" of “{found['field']}”" if found["field"] else ""
    return f"{found['sentence']} of paragraph {found['paragraph']}{field}"


def _lines(what: str, before: str, after: str) -> list[str]:
    lines = [f"  before: {before}"] if before else []
    lines += [f"  after:  {after}"] if after else []
    return [what + ("" if before and after else ", new" if after else ", gone"), *lines]


def _drawn(change: Change) -> str:
    what = _DRAWN[change.what]
    if change.before and change.after:
        return f"{what} {change.name}, changed"
    region = change.after or change.before
    named = f"{what} {change.name}" if change.what != "touch" else f"{what} {change.name}: {region}"
    return f"{named}, {'new' if change.after else 'gone'}"


_SENTENCE = re.compile(r"[^.]+\.(?:(?P<field>.+)\.)?p(?P<paragraph>[0-9]+)\.s(?P<sentence>[0-9]+)")
_SPOKEN: dict[What, str] = {
    "kind": "the kind of page",
    "title": "title",
    "sentence": "sentence {name}",
    "form": "how sentence {name} is drawn",
    "facts": "facts of sentence {name}",
    "order": "order of the {name}",
    "value": "{name}",
    "link": "link “{name}”",
    "review": "review, {name}",
    "sources": "source",
    "alt": "words for picture {name}",
    "label": "words in picture {name}",
}
_DRAWN: dict[What, str] = {
    "picture": "picture",
    "outline": "outline of the parts of picture",
    "touch": "what can be touched in picture",
}
"""Changes whose before and after are no words to be read."""
_SPOKEN_KEYS = {
    "title": "title",
    "languages": "languages",
    "home": "first page",
    "warnings": "page of warning signs",
    "about": "page about this screen",
    "sample": "a sample nobody has reviewed",
    "turn": "turning picture of the waiting screen",
}
