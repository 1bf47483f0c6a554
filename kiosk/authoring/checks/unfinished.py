"""What is still to be written: TODO in words or structure; judges nothing that is written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kiosk.authoring.findings import Finding, error
from kiosk.authoring.sources import Topic

MARK = "TODO"


def check_topic(topic: Topic) -> Iterator[Finding]:
    """One finding for each place that still says TODO."""
    for place, line in topic.structure.lines.items():
        value: Any = topic.data
        for step in place:
            try:
                value = value[step]
            except (KeyError, IndexError, TypeError):
                value = None
                break
        if isinstance(value, str) and MARK in value:
            yield _finding(topic.structure.file, line)
    for words in topic.words.values():
        texts = [(words.title_line, words.title)]
        for part in words.parts.values():
            texts.append((part.line, part.title))
            for field in part.fields.values():
                texts += [pair for paragraph in field.paragraphs for pair in paragraph.sentences]
        for line, text in texts:
            if MARK in text:
                yield _finding(words.file, line)


def _finding(file: str, line: int) -> Finding:
    return error(file, line, "todo", "this is still to be written", "Write it in place of TODO.")
