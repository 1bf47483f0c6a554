"""Does every figure of a sentence stand in a fact it rests on; judges neither the fact nor how it is worded.

A fact's figure may be told another way: as so many of 100 or 1,000 people, as those to whom it did not
happen where the clause denies it, rounded from a decimal, or in other units ("1 inch (2.5 cm)", "1 year").
A share that a fact gives for one length of time or one age stands with no other that it gives.

What escapes: two figures of one kind that only their words tell apart ("7 neck bones, 12 in the mid-back";
desk work and driving, each in weeks), the ends of two ranges told as one, a share on the wrong side of a
"not", and a number in a name (T6, L4-L5). "One" or "two" in a word without a unit is no figure. Only the
first language is compared; the others are compared with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any, Final

from kiosk.authoring.around import Around
from kiosk.authoring.checks.quantities import HALF, Quantity, counted_by_names, quantities_in, wholes_in
from kiosk.authoring.checks.retold import falls, mixed, stands
from kiosk.authoring.checks.unfinished import MARK
from kiosk.authoring.findings import Finding, warning
from kiosk.authoring.named import ids_of
from kiosk.authoring.sources import Topic
from kiosk.authoring.words import Words

_OWN: Final = frozenset((911.0,))
"""The emergency number is the clinic's and no fact's."""

_PAIR: Final = 2

_REMEDY: Final = "Compare the two; correct the figure, or name the fact it is from in topic.yaml."
_REST: Final = "Are these the rest, to whom it did not happen? Then say “not”. Else correct the figure."


def check_topic(topic: Topic, around: Around) -> Iterator[Finding]:
    """Figures of the first language that stand in none of the facts their paragraph names."""
    language = next(iter(topic.words), None)
    if language is None or not topic.sound:
        return
    words = topic.words[language]
    for line, text, ids, part in _grounded(topic, words):
        said = [one for one in quantities_in(text, language) if not _counts_nothing(one)]
        if not said:
            continue
        lines = {name: around.fact_line(name).partition("|")[0] for name in ids}
        told = {name: _of_fact(fact) for name, fact in lines.items()}
        wholes = wholes_in(part, language)
        counts = {count for fact in lines.values() for count in counted_by_names(fact)} | wholes | _OWN
        every = [quantity for quantities in told.values() for quantity in quantities]
        lost = [one for one in said if not stands(one, every, counts, wholes)]
        rest = any(stands(replace(one, denied=True), every, counts, wholes) for one in lost)
        odd = dict.fromkeys(one.written for one in lost)
        odd |= dict.fromkeys(one.falling for one in said if falls(one, every))
        if odd:
            message = (
                f"{' and '.join(odd)} {'stand' if len(odd) > 1 else 'stands'} in no fact "
                f"of this sentence: {', '.join(ids)}"
            )
            yield warning(words.file, line, "fact.figure", message, _REST if rest else _REMEDY)
        for message in () if odd else mixed(said, told, wholes):
            yield warning(words.file, line, "fact.figure", message, _REMEDY)


@lru_cache(maxsize=4096)
def _of_fact(line: str) -> tuple[Quantity, ...]:
    """The quantities of a line of facts.md, which many sentences rest on.

    A number without a unit may also be of the one before it: "2-4 weeks (some 1-2)". "Half" is half of
    whatever the fact tells of.
    """
    found: list[Quantity] = []
    before: Quantity | None = None
    for one in quantities_in(line, "en"):
        found.append(one)
        if one.kind == "bare" and before is not None:
            found.append(replace(before, number=one.number, base=one.number * before.base / before.number))
        elif one.kind in ("time", "length", "weight") and one.number:
            before = one
    return (*found, *([HALF] if re.search(r"\bhalf\b", line, re.IGNORECASE) else []))


def _grounded(topic: Topic, words: Words) -> Iterator[tuple[int, str, list[str], str]]:
    """Each sentence that rests on facts, with its line, those facts, and all that its part says."""
    table: dict[str, Any] = topic.data.get("facts") or {}
    pairs = {str(pair["id"]): pair for pair in topic.data.get("benefits_and_harms") or []}
    for part in words.parts.values():
        for name, field in part.fields.items():
            given = table.get(f"{part.id}.{name}" if name else part.id)
            extra = ids_of(pairs.get(part.id, {}).get(name))
            said = " ".join(text for paragraph in field.paragraphs for _, text in paragraph.sentences)
            for number, paragraph in enumerate(field.paragraphs, start=1):
                own = ids_of(given.get(f"p{number}") if isinstance(given, dict) else given)
                ids = [one for one in dict.fromkeys([*own, *extra]) if one != MARK]
                for line, text in paragraph.sentences if ids else ():
                    if MARK not in text:
                        yield line, text, ids, said


def _counts_nothing(one: Quantity) -> bool:
    """Whether it is the word for 2, as in "between two bones"."""
    return one.kind == "bare" and one.number == _PAIR and not one.written[0].isdigit()
