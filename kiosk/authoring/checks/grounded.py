"""Does every figure of a sentence stand in a fact it rests on; judges neither the fact nor how it is worded.

A fact's figure may be told another way: as so many of 100 or 1,000 people, as those to whom it did not
happen where the clause denies it, rounded from a decimal, or in other units ("1 inch (2.5 cm)", "1 year").
A number in a name (T6, L4-L5) is no figure, nor is "one" or "two" in a word without a unit. Only the first
language is compared; the others are compared with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from functools import lru_cache
from typing import Any, Final

from kiosk.authoring.around import Around
from kiosk.authoring.checks.quantities import Quantity, counted_by_names, quantities_in, wholes_in
from kiosk.authoring.checks.unfinished import MARK
from kiosk.authoring.findings import Finding, warning
from kiosk.authoring.named import ids_of
from kiosk.authoring.sources import Topic
from kiosk.authoring.words import Words

_OWN: Final = frozenset((911.0,))
"""The emergency number is the clinic's and no fact's."""

_PAIR: Final = 2

_ROUNDED: Final = {"length": 0.16, "weight": 0.16, "time": 0.1}
"""How far a measure may be rounded into another unit: 1 inch is told as 3 cm, 12 weeks as 3 months."""


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
        lines = [around.fact_line(name).partition("|")[0] for name in ids]
        told = [quantity for one in lines for quantity in _of_fact(one)]
        wholes = wholes_in(part, language)
        counts = {count for one in lines for count in counted_by_names(one)} | wholes | _OWN
        odd = [one.written for one in said if not _stands(one, told, counts, wholes)]
        if odd:
            message = (
                f"{' and '.join(dict.fromkeys(odd))} {'stand' if odd[1:] else 'stands'} in no fact "
                f"of this sentence: {', '.join(ids)}"
            )
            remedy = "Compare the two; correct the figure, or name the fact it is from in topic.yaml."
            yield warning(words.file, line, "fact.figure", message, remedy)


@lru_cache(maxsize=4096)
def _of_fact(line: str) -> tuple[Quantity, ...]:
    """The quantities of a line of facts.md, which many sentences rest on."""
    return quantities_in(line, "en")


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


def _stands(one: Quantity, told: Sequence[Quantity], counts: Set[float], wholes: Set[float]) -> bool:
    """Whether a fact gives it; a bare number may be one of ``counts``, or a share of ``wholes``."""
    if one.kind == "share":
        return _shared(one, one.whole, told)
    if one.kind == "bare":
        same = any(one.number == other.number for other in told if other.kind != "share")
        return same or one.number in counts or any(_shared(one, whole, told) for whole in wholes)
    return any(_measured(one, other) for other in told)


def _shared(one: Quantity, whole: float, told: Sequence[Quantity]) -> bool:
    """Whether so many of ``whole`` is a share that a fact gives, or its rest where the clause denies it."""
    shares = [other.base * whole for other in told if other.kind == "share"]
    rests = [whole - share for share in shares] if one.denied else []
    said = one.denied and any(other.denied and other.number == one.number for other in told)
    return said or any(_near(one.number, share) for share in (*shares, *rests))


def _near(number: float, told: float) -> bool:
    """The same, or a whole number beside a decimal."""
    fraction = abs(told - round(told)) > 1e-6
    return abs(number - told) < (1 if fraction and number == round(number) else 1e-6)


def _measured(one: Quantity, other: Quantity) -> bool:
    """The same measure, roughly in another system; a fact's number without a unit may be any."""
    if other.kind == "bare":
        return one.number == other.number
    if one.kind != other.kind:
        return False
    more = max(one.base, other.base)
    apart = 1e-6 if one.system == other.system else _ROUNDED[one.kind]
    return abs(one.base - other.base) <= apart * more
