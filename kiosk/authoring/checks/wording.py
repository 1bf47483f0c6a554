"""Can the words be read and may they be said: grade, length, passive, banned phrases; knows no facts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any

from kiosk.authoring.around import Around
from kiosk.authoring.banned import banned_in, is_rate
from kiosk.authoring.checks.unfinished import MARK
from kiosk.authoring.findings import Finding, error, warning
from kiosk.authoring.hard import GLOSS, any_hard_word, hard_words
from kiosk.authoring.readability import (
    JUDGED_FROM,
    english_grade,
    inflesz,
    is_passive,
    long_words,
    printed_words,
)
from kiosk.authoring.sentences import sided, split_sentences
from kiosk.authoring.sources import Sources, Topic
from kiosk.authoring.words import Words
from kiosk.content.records import Language

LONGEST = 20
"""Most printed words in one sentence."""
GRADE, GRADE_STOP = 6.0, 8.0
INFLESZ, INFLESZ_STOP = 65.0, 55.0
PASSIVE = 0.10

_INSTEAD = {
    True: "Say how many of 100, such as “10 of 100 people” or “10 de 100 personas”.",
    False: "Say what may happen, for whom, and what to ask.",
}
_WHY = "docs/authoring.md, “What may not be said”, says why."

_UNJUDGED = ("menu",)
_EXPLAINING = ("article", "walkthrough", "timeline")
"""Kinds that say what their hard words mean."""


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence as the patient reads it, and its line."""

    line: int
    text: str


def said_on(words: Words) -> list[Said]:
    """Every sentence of a page: lead, parts, fields, list lines; alt texts and synonyms left out."""
    found: list[Said] = []
    for part in words.parts.values():
        for name, field in part.fields.items():
            if name == "also" or name.startswith("alt"):
                continue
            for paragraph in field.paragraphs:
                for line, text in paragraph.sentences:
                    if MARK in text:
                        continue  # told as unfinished
                    none = sided(text)[0]
                    found += [Said(line, said) for _, said in split_sentences(none)]
    return found


def check_topic(topic: Topic, around: Around) -> Iterator[Finding]:
    """Every wording rule on a topic's pages."""
    pages = {language: said_on(words) for language, words in topic.words.items()}
    for language, words in topic.words.items():
        said = pages[language]
        yield from _lengths(words, said)
        yield from _banned(words, language)
        yield from _level(topic, words, language, said)
        if topic.kind in _EXPLAINING:
            yield from _terms(topic, language, said, around)
    yield from _untranslated(list(zip(topic.words.values(), pages.values(), strict=True)))


def _untranslated(pages: list[tuple[Words, list[Said]]]) -> Iterator[Finding]:
    """Sentences of four words and more that stand letter for letter in the first language too."""
    first = {one.text for _, said in pages[:1] for one in said}
    for words, said in pages[1:]:
        same = [one for one in said if one.text in first and printed_words(one.text) > 3]
        if same:
            many = f" (and {len(same) - 1} more)" if len(same) > 1 else ""
            message = f"this sentence is the same in both languages: “{same[0].text[:60]}”{many}"
            yield error(words.file, same[0].line, "translation.same", message, "Write it in this language.")


def _lengths(words: Words, said: list[Said]) -> Iterator[Finding]:
    for one in said:
        count = printed_words(one.text)
        if count > LONGEST:
            message = f"this sentence has {count} words: “{one.text[:60]}...”"
            yield error(words.file, one.line, "length", message, f"Split it: {LONGEST} words at most.")


def _banned(words: Words, language: Language) -> Iterator[Finding]:
    texts = [(words.title_line, words.title)]
    for part in words.parts.values():
        texts.append((part.line, part.title))
        for field in part.fields.values():
            texts += [pair for paragraph in field.paragraphs for pair in paragraph.sentences]
    for line, text in texts:
        for phrase in {phrase for wording in sided(text) for phrase in banned_in(wording, language)}:
            message = f"“{phrase}” may not stand on a page"
            yield error(words.file, line, "banned", message, f"{_INSTEAD[is_rate(phrase)]} {_WHY}")


def score_of(language: Language, said: list[Said]) -> float:
    """English grade or INFLESZ of these sentences."""
    texts = [one.text for one in said]
    return english_grade(texts) if language == "en" else inflesz(texts)


def is_judged(topic: Topic, said: list[Said]) -> bool:
    """Whether a page has enough running words to be judged as a whole."""
    return topic.kind not in _UNJUDGED and sum(printed_words(one.text) for one in said) >= JUDGED_FROM


def _level(topic: Topic, words: Words, language: Language, said: list[Said]) -> Iterator[Finding]:
    if not is_judged(topic, said):
        return
    score = score_of(language, said)
    line = words.title_line
    if language == "en":
        if score > GRADE:
            stop = " (far too hard)" if score > GRADE_STOP else ""
            message = f"the page reads at grade {score:.1f}{stop}; grade {GRADE:.0f} is the most"
            yield error(words.file, line, "grade", message, "Use shorter sentences and shorter words.")
        passive = [one for one in said if is_passive(one.text)]
        if len(passive) > PASSIVE * len(said) and len(passive) > 1:
            message = (
                f"{len(passive)} of {len(said)} sentences look passive, such as “{passive[0].text[:60]}”"
            )
            yield warning(
                words.file, passive[0].line, "passive", message, "Say who does it: “The surgeon moves ...”."
            )
    elif score < INFLESZ:
        stop = " (far too hard)" if score < INFLESZ_STOP else ""
        message = f"the page reads at INFLESZ {score:.1f}{stop}; {INFLESZ:.0f} is the least"
        yield error(
            words.file, line, "inflesz", message, "Choose shorter words first, then shorter sentences."
        )


def _terms(topic: Topic, language: Language, said: list[Said], around: Around) -> Iterator[Finding]:
    """Hard words: one on an article or walkthrough that nothing there explains.

    A word counts as explained when the page's own sentence with it holds a gloss (a comma, bracket, dash,
    "called", "means"), when topic.yaml lists it under ``teaches``, or when it stands in the page's title.
    Looked for are the words of data/hard.<language>.txt and very long ones.
    """
    words = topic.words[language]
    taught = " ".join(str(word) for word in topic.data.get("teaches") or []).lower()
    long = [
        word
        for word in long_words(language, (one.text for one in said))
        if not around.explains(language, word)
    ]
    any_listed = any_hard_word(language).search("\n".join(one.text for one in said))
    listed = hard_words(language) if any_listed else ()
    for word in dict.fromkeys([*listed, *long]):
        pattern = re.compile(rf"\b{re.escape(word)}s?\b", re.IGNORECASE)
        uses = [one for one in said if pattern.search(one.text)]
        if not uses or pattern.search(words.title) or pattern.search(taught):
            continue
        if any(GLOSS[language].search(one.text) for one in uses):
            continue
        if around.explains(language, word):
            where = "the glossary has it, this page does not explain it"
        else:
            where = "it is very long" if word in long else "no page explains it"
        message = f"“{word}” is a hard word: {where}"
        remedy = "Say the plain words first (“the plate of bone called ...”), or list it under “teaches:”."
        yield warning(words.file, uses[0].line, "term", message, remedy)


def readability_table(sources: Sources) -> dict[str, Any]:
    """Per language: every judged page's score, the worst and the median, as plain data for docs/figures."""
    table: dict[str, Any] = {}
    for language in sources.languages:
        pages = {
            topic.id: round(score_of(language, said), 1)
            for topic in sources.topics.values()
            if language in topic.words and is_judged(topic, said := said_on(topic.words[language]))
        }
        scores = sorted(pages.values(), reverse=language == "en")
        words = [
            printed_words(one.text)
            for t in sources.topics.values()
            if language in t.words
            for one in said_on(t.words[language])
        ]
        table[language] = {
            "measure": "Flesch-Kincaid grade" if language == "en" else "INFLESZ",
            "n": len(pages),
            "worst": scores[0] if scores else None,
            "median": round(median(scores), 1) if scores else None,
            "longest_sentence": max(words, default=0),
            "pages": pages,
        }
    return table
