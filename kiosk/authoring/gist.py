"""All that other topics' checks and pages may ask of a topic; knows no words of it but titles."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from kiosk.authoring.named import cited_in, links_of, pictures_of, turns_of
from kiosk.authoring.sources import Topic
from kiosk.content.records import Language


@dataclass(frozen=True, slots=True)
class Gist:
    """One topic as the others see it.

    ``titles`` and ``parts`` (id to title) are by language; ``terms`` the words a glossary explains.
    ``links`` are topics it leads to, ``cites`` lines where sources disagree with where they are cited first.
    ``face`` is a digest of what a link to this topic shows and needs.
    """

    kind: str
    sound: bool
    titles: dict[Language, str]
    parts: dict[Language, dict[str, str]]
    links: tuple[str, ...]
    cites: dict[str, int]
    pictures: tuple[str, ...]
    turns: tuple[tuple[str, int], ...]
    terms: dict[Language, tuple[str, ...]]
    face: str

    def can_compile(self, languages: Iterable[Language]) -> bool:
        """Whether the topic is sound and has words with a title in every language."""
        return self.sound and all(self.titles.get(language) for language in languages)


def gist_of(topic: Topic) -> Gist:
    """The gist of a topic that was read."""
    data, words = topic.data, topic.words
    titles = {language: one.title for language, one in words.items()}
    parts = {
        language: {name: part.title for name, part in one.parts.items()} for language, one in words.items()
    }
    cites: dict[str, int] = {}
    for name, place in cited_in(data) if topic.sound else ():
        if name.startswith("DIS-"):
            cites.setdefault(name, topic.line(*place))
    return Gist(
        kind=topic.kind,
        sound=topic.sound,
        titles=titles,
        parts=parts,
        links=tuple(dict.fromkeys(str(target["topic"]) for target, _ in links_of(data))),
        cites=cites,
        pictures=tuple(dict.fromkeys(name for name, _ in pictures_of(data))) if topic.sound else (),
        turns=tuple((stem, every) for stem, every, _ in turns_of(data)) if topic.sound else (),
        terms=_terms(topic) if topic.sound and topic.kind == "glossary" else {},
        face=digest_of([topic.sound, titles, parts]),
    )


def _terms(topic: Topic) -> dict[Language, tuple[str, ...]]:
    return {
        language: tuple(
            words.parts[str(term["id"])].title.lower()
            for term in topic.data["terms"]
            if str(term["id"]) in words.parts
        )
        for language, words in topic.words.items()
    }


def digest_of(told: Any) -> str:
    """Half a sha256 of plain data: two that differ are told apart."""
    text = json.dumps(told, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
