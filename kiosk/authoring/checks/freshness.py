"""Are translations made from the words as they are now; judges no translation."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.authoring.around import Around
from kiosk.authoring.findings import Finding, warning
from kiosk.authoring.freshness import Change, Stale, moved_in, sentences_of, stale
from kiosk.authoring.moved import place_of
from kiosk.authoring.sources import Topic
from kiosk.authoring.words import Words


def check_topic(topic: Topic, around: Around) -> Iterator[Finding]:
    """Every sentence that changed since its translation was made, and facts that stayed behind."""
    for language, words in topic.words.items():
        found = stale(around, topic, language)
        if found:
            yield from _told(words, found, topic.id)
    if topic.sound:
        for original, one in moved_in(around.folder, topic, around.languages):
            message = f"{original}.md, line {one.line}: {one.told}"
            line = topic.line("facts", one.key, f"p{one.number}")
            right = f"If it is right as it stands: python main.py content fresh {topic.id} --facts-checked."
            yield warning(topic.structure.file, line, "fact.moved", message, f"{one.remedy} {right}")


def _told(words: Words, found: Stale, topic: str) -> Iterator[Finding]:
    original = f"{found.original}.md"
    done = f"then: python main.py content fresh {topic}."
    if not found.changes:
        message = f"{original} has changed since this was written, and nobody kept what it was"
        yield warning(words.file, words.of_line, "translation.stale", message, f"Compare the two, {done}")
    for change in found.changes:
        remedy = f"{'Say it here too' if change.now else 'Take it out here too'}, {done}"
        yield warning(
            words.file, _line(words, change.id), "translation.stale", _what(original, change), remedy
        )


def _line(words: Words, name: str) -> int:
    """Where a sentence of the original stands in these words, or would stand: behind the one before it."""
    sentences = sentences_of(words)
    if name in sentences or not (place := place_of(name)):
        return sentences.get(name, (words.of_line, ""))[0]
    field = place[0]
    before = [
        line for known, (line, _) in sentences.items() if (field, 0, 0) < (place_of(known) or ()) < place
    ]
    return before[-1] if before else sentences.get(f"{field}.title", (words.of_line, ""))[0]


def _what(original: str, change: Change) -> str:
    where = f"{original}, line {change.line}," if change.line else original
    if not change.was:
        return f"{where} says something new: “{change.now}”"
    if not change.now:
        return f"{where} no longer says: “{change.was}”"
    return f"{where} now says “{change.now}”; it was “{change.was}”"
