"""Editions that follow the small one: the same but for the title of one page, or without that page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from kiosk.content.edition import Edition
from kiosk.content.records import Page
from kiosk.content.writer import EditionWriter

LATER = "2026-12-02-00000002"


def follow(old: Edition, folder: Path, title: str = "Changed", without: str = "", **clinic: str) -> Edition:
    """``old`` again in a folder of its own, home under the ``title`` if any, the topic ``without`` left out.

    ``clinic`` are words of the clinic that differ.
    """
    writer = EditionWriter(folder)
    for name, entry in old.topics():
        if name == without:
            continue
        for blob in entry.blobs:
            writer.blob(old.blob(blob))
        pages: list[Page] = [old.page(name, language) for language in entry.pages]
        if name == old.home:
            pages = [replace(page, title=title or page.title) for page in pages]
        writer.topic(pages, entry.state)
    for frame in old.turn:
        writer.blob(old.blob(frame))
    head = replace(old.root, edition=LATER, shards={}, words={}, clinic={}, seal="")
    words = {language: old.words(language) for language in old.languages}
    writer.finish(head, words, {language: {**old.clinic(language), **clinic} for language in old.languages})
    return Edition.open(folder)
