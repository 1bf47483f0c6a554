"""Which facts a paragraph rested on when its page was last called fresh, and rests on now; judges no fact.

topic.yaml gives facts by a paragraph's number, so that a paragraph put in or taken out shifts the facts below
it. A paragraph is known again by its words, also where some of them changed. Where all words are new between
two that are known, nobody can tell which paragraph was which: if there are more or fewer now, that is asked;
if as many, each is taken for the one of its number, and nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any

from kiosk.authoring.named import facts_of

_SENTENCE = re.compile(r"(.+)\.p(\d+)\.s(\d+)")
_ALIKE = 0.6
"""From so much alike on, two wordings are one paragraph: 1.0 is the same words."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A paragraph of the part or field ``key`` that has another number than before, and other facts.

    ``line`` is its line now; ``then`` is None where nobody kept what it rested on.
    """

    key: str
    was: int
    number: int
    line: int
    text: str
    then: tuple[str, ...] | None
    now: tuple[str, ...]

    @property
    def told(self) -> str:
        """What happened to its facts, in one sentence without a full stop."""
        said = f"“{self.text if len(self.text) <= 40 else self.text[:40].rsplit(' ', 1)[0] + ' ...'}”"
        if self.then is None:
            return (
                f"{said} was paragraph p{self.was} of “{self.key}” and is p{self.number} now, "
                f"which rests on {_listed(self.now)}"
            )
        return f"{said} rested on {_listed(self.then)} and now rests on {_listed(self.now)}"

    @property
    def remedy(self) -> str:
        """What to write in topic.yaml."""
        if self.then is None:
            return f"Look whether that is its fact; under “{self.key}” count the paragraphs again."
        written = f"p{self.number}: [{', '.join(self.then)}]" if self.then else f"no p{self.number}"
        return f"Its number was p{self.was}; under “{self.key}” in topic.yaml write {written}."


@dataclass(frozen=True, slots=True)
class Reworded:
    """``now`` paragraphs of ``key`` in the place of ``were`` others with other words, and a fact that stayed.

    ``number`` is the first that rests on what that number rested on before, ``facts``; ``line`` its line.
    """

    key: str
    were: int
    now: int
    number: int
    line: int
    facts: tuple[str, ...]

    @property
    def told(self) -> str:
        """What nobody can tell, in one sentence without a full stop."""
        return (
            f"“{self.key}” has {_counted(self.now)} in other words where {_counted(self.were)} stood, "
            f"and p{self.number} still rests on {_listed(self.facts)}"
        )

    @property
    def remedy(self) -> str:
        """What to write in topic.yaml."""
        return f"Look which fact each of them rests on; under “{self.key}” count the paragraphs again."


def facts_by_paragraph(data: dict[str, Any], sentences: Iterable[str]) -> dict[str, str]:
    """The facts topic.yaml gives to each paragraph (``what.p2``) of these sentence ids, where it gives any.

    They are written as there, with commas between them.
    """
    places = dict.fromkeys(place[:2] for name in sentences if (place := place_of(name)))
    found = {f"{key}.p{number}": facts_of(data, key, number) for key, number in places}
    return {name: ", ".join(facts) for name, facts in found.items() if facts}


def moved_facts(
    data: dict[str, Any],
    now: Mapping[str, tuple[int, str]],
    was: Mapping[str, str],
    facts: Mapping[str, str] | None,
) -> list[Moved | Reworded]:
    """Every paragraph whose number changed and whose facts did not go along with it.

    And every place where other words leave open whether they did; not where nobody kept the facts.

    ``now`` are a page's sentences by id, each with its line; ``was`` are those kept, ``facts`` what their
    paragraphs rested on, or None where nobody kept that.
    """
    lines: dict[tuple[str, int], int] = {}
    for name, (line, _) in now.items():
        if place := place_of(name):
            lines.setdefault(place[:2], line)
    here = _paragraphs({name: text for name, (_, text) in now.items()})
    there = _paragraphs(was)
    found: list[Moved | Reworded] = []
    for key, paragraphs in here.items():
        if paragraphs == there.get(key):
            continue
        before = _known_again(paragraphs, there.get(key, {}))
        for number, text in paragraphs.items():
            old = before.get(number, number)
            given = tuple(facts_of(data, key, number))
            then = None if facts is None else _kept(facts, key, old)
            if then is None:
                behind = isinstance((data.get("facts") or {}).get(key), dict)
            else:
                behind = set(then) != set(given)
            if old != number and behind:
                found.append(Moved(key, old, number, lines[key, number], text, then, given))
        if facts is None:
            continue
        for olds, news in _unknown(paragraphs, there.get(key, {}), before):
            given_now = {number: tuple(facts_of(data, key, number)) for number in news}
            one = _stayed({old: _kept(facts, key, old) for old in olds}, given_now)
            if one:
                found.append(Reworded(key, len(olds), len(news), one, lines[key, one], given_now[one]))
    return found


def _unknown(
    here: dict[int, str], there: dict[int, str], before: dict[int, int]
) -> Iterator[tuple[list[int], list[int]]]:
    """The numbers of paragraphs then and now between two known again, where there are more or fewer now."""
    known = [(0, 0)]
    for number, old in sorted(before.items()):
        if old > known[-1][1]:
            known.append((number, old))
    known.append((max(here, default=0) + 1, max(there, default=0) + 1))
    for (first, old_first), (last, old_last) in pairwise(known):
        olds = [old for old in there if old_first < old < old_last and old not in before.values()]
        news = [number for number in here if first < number < last and number not in before]
        if olds and news and len(olds) != len(news):
            yield olds, news


def _stayed(then: dict[int, tuple[str, ...]], now: dict[int, tuple[str, ...]]) -> int:
    """The first number that rests on what it rested on then; 0 for none, and where all rest on the same."""
    if len({*then.values(), *now.values()}) == 1:
        return 0
    return next((number for number, given in now.items() if given and given == then.get(number)), 0)


def place_of(name: str) -> tuple[str, int, int] | None:
    """The part or field, the paragraph and the number there of a sentence's id; None for a title's."""
    match = _SENTENCE.fullmatch(name)
    return (match.group(1), int(match.group(2)), int(match.group(3))) if match else None


def _kept(facts: Mapping[str, str], key: str, number: int) -> tuple[str, ...]:
    """What a paragraph rested on."""
    return tuple(filter(None, facts.get(f"{key}.p{number}", "").split(", ")))


def _paragraphs(sentences: Mapping[str, str]) -> dict[str, dict[int, str]]:
    """The words of each paragraph by part or field and number."""
    found: dict[str, dict[int, str]] = {}
    for name, text in sentences.items():
        if place := place_of(name):
            key, number, _ = place
            part = found.setdefault(key, {})
            part[number] = f"{part[number]} {text}" if number in part else text
    return found


def _known_again(here: dict[int, str], there: dict[int, str]) -> dict[int, int]:
    """The number each paragraph had before, by its number now; a new one has none.

    The same words count first, then the most alike; of several the one nearest to its place.
    """
    found: dict[int, int] = {}
    for least in (1.0, _ALIKE):
        pairs = [
            (-alike, abs(number - old), number, old)
            for number, text in here.items()
            for old, before in there.items()
            if number not in found and old not in found.values()
            if (alike := _alike(before, text, least)) >= least
        ]
        for *_, number, old in sorted(pairs):
            if number not in found and old not in found.values():
                found[number] = old
    return found


def _alike(one: str, other: str, least: float) -> float:
    """How much two wordings have in common, from 0 to 1; 0 for other words where only the same count."""
    if one == other:
        return 1.0
    return SequenceMatcher(None, one, other, autojunk=False).ratio() if least < 1 else 0.0


def _counted(paragraphs: int) -> str:
    return "one paragraph" if paragraphs == 1 else f"{paragraphs} paragraphs"


def _listed(facts: tuple[str, ...]) -> str:
    return ", ".join(facts) or "no fact"
