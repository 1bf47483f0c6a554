"""Does every figure of a sentence stand in a fact it rests on; judges neither the fact nor how it is worded.

A fact's figure may be told another way: as so many of 100 or 1,000 people, as those to whom it did not
happen, rounded from a decimal, or behind it in other units (“1 inch (2.5 cm)”). Numbers in names (T6, L4-L5)
are no figures. Only the first language is compared; the others are compared with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from functools import lru_cache
from typing import Any

from kiosk.authoring.around import Around
from kiosk.authoring.checks.figures import figures_in
from kiosk.authoring.checks.unfinished import MARK
from kiosk.authoring.findings import Finding, warning
from kiosk.authoring.named import ids_of
from kiosk.authoring.sources import Topic
from kiosk.authoring.words import Words
from kiosk.content.records import Language

_NAME = re.compile(r"\b[A-Z]{1,2}\d+\b")
_ASIDE = re.compile(r"\([^)]*\d[^)]*\)")
_WHOLES = frozenset((10.0, 100.0, 1000.0))
"""Of so many people a share is told."""

_OWN = frozenset((911.0,))
"""The emergency number is the clinic's and no fact's."""

_METRIC = (2.54, 25.4, 0.4536)
"""Centimeters and millimeters of an inch, kilograms of a pound."""

_HOURS = 24
"""Of a day: 24 to 72 hours are told as 1 to 3 days."""

_ROUNDED = 0.16
"""How far a figure in other units may be rounded: 1 inch is told as 3 cm, 10 pounds as 5 kg."""


def check_topic(topic: Topic, around: Around) -> Iterator[Finding]:
    """Figures of the first language that stand in none of the facts their paragraph names."""
    language = next(iter(topic.words), None)
    if language is None or not topic.sound:
        return
    words = topic.words[language]
    for line, text, ids, wholes in _grounded(topic, words, language):
        told = {figure for name in ids for figure in _of_fact(around.fact_line(name))}
        bare, aside = (_figures(one, language) for one in _parted(text))
        odd = [
            figure
            for figures, others in ((bare, aside), (aside, bare))
            for figure in sorted(figures)
            if not _stands(figure, told, wholes)
            and not any(_measures(figure, other) for other in others if _stands(other, told, wholes))
        ]
        if odd:
            named = " and ".join(f"{figure:g}" for figure in odd)
            message = (
                f"{named} {'stand' if odd[1:] else 'stands'} in no fact of this sentence: {', '.join(ids)}"
            )
            remedy = "Compare the two; correct the figure, or name the fact it is from in topic.yaml."
            yield warning(words.file, line, "fact.figure", message, remedy)


def _grounded(
    topic: Topic, words: Words, language: Language
) -> Iterator[tuple[int, str, list[str], Set[float]]]:
    """Each sentence with its line, the facts of its paragraph, and the wholes its part speaks of."""
    table: dict[str, Any] = topic.data.get("facts") or {}
    pairs = {str(pair["id"]): pair for pair in topic.data.get("benefits_and_harms") or []}
    for part in words.parts.values():
        for name, field in part.fields.items():
            given = table.get(f"{part.id}.{name}" if name else part.id)
            extra = ids_of(pairs.get(part.id, {}).get(name))
            said = [sentence for paragraph in field.paragraphs for sentence in paragraph.sentences]
            wholes = _WHOLES & _figures(" ".join(text for _, text in said), language)
            for number, paragraph in enumerate(field.paragraphs, start=1):
                own = ids_of(given.get(f"p{number}") if isinstance(given, dict) else given)
                ids = [one for one in dict.fromkeys([*own, *extra]) if one != MARK]
                for line, text in paragraph.sentences if ids else ():
                    if MARK not in text:
                        yield line, text, ids, wholes


def _parted(text: str) -> tuple[str, str]:
    """What is said outside of parentheses, and within."""
    return _ASIDE.sub(" ", text), " ".join(_ASIDE.findall(text))


def _figures(text: str, language: Language) -> set[float]:
    """Every figure of ``text`` that must have a ground."""
    found = figures_in(_NAME.sub(" ", text), language).firm
    return {float(figure) for figure in found if figure.count(".") < 2} - _OWN


@lru_cache(maxsize=4096)
def _of_fact(line: str) -> Set[float]:
    """The figures of a line of facts.md but for its sources; those of names too: “C1-C7” says there are 7."""
    found = figures_in(line.partition("|")[0], "en")
    figures = {float(figure) for figure in [*found.firm, *found.loose] if figure.count(".") < 2}
    days = {figure / _HOURS for figure in figures if figure and figure % _HOURS == 0}
    return frozenset(figures | days)


def _stands(figure: float, told: Set[float], wholes: Set[float]) -> bool:
    """Whether a fact gives the figure, or one that is told like it as a share of ``wholes``."""
    if figure in _WHOLES or any(_near(figure, one) for one in told):
        return True
    shares = [share for whole in wholes for one in told for share in (one, one * whole / 100)]
    return any(_near(figure, whole - share) or _near(figure, share) for whole in wholes for share in shares)


def _near(figure: float, told: float) -> bool:
    """The same, or one of the whole numbers beside a decimal."""
    return abs(figure - told) < (1 if told % 1 else 1e-9)


def _measures(figure: float, other: float) -> bool:
    """Whether the two are one measure in inches or pounds and in metric units."""
    less, more = sorted((figure, other))
    return any(abs(more - less * unit) <= _ROUNDED * more for unit in (*_METRIC, 1 / _METRIC[2]))
