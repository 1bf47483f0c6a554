"""Are translations made from the words as they are now; judges no translation."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.authoring.around import Around
from kiosk.authoring.findings import Finding, warning
from kiosk.authoring.freshness import Change, Stale, sentences_of, stale
from kiosk.authoring.sources import Topic
from kiosk.authoring.words import Words


def check_topic(topic: Topic, around: Around) -> Iterator[Finding]:
    """Every sentence that changed in the original since its translation was made."""
    for language, words in topic.words.items():
        found = stale(around, topic, language)
        if found:
            yield from _told(words, found, topic.id)


def _told(words: Words, found: Stale, topic: str) -> Iterator[Finding]:
    original = f"{found.original}.md"
    done = f"then: python main.py content fresh {topic}."
    if not found.changes:
        message = f"{original} has changed since this was written, and nobody kept what it was"
        yield warning(words.file, words.of_line, "translation.stale", message, f"Compare the two, {done}")
    lines = sentences_of(words)
    for change in found.changes:
        line = lines.get(change.id, (words.of_line, ""))[0]
        yield warning(
            words.file, line, "translation.stale", _what(original, change), f"Say it here too, {done}"
        )


def _what(original: str, change: Change) -> str:
    where = f"{original}, line {change.line}," if change.line else original
    if not change.was:
        return f"{where} says something new: “{change.now}”"
    if not change.now:
        return f"{where} no longer says: “{change.was}”"
    return f"{where} now says “{change.now}”; it was “{change.was}”"
