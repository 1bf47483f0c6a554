"""What changed between two editions, told by their hashes; opens no page and knows no words for it.

A shard, a table of words or a topic whose hash is the same in both is never read, so that one changed page
in ten thousand costs two shards. ``kiosk.content.page_difference`` looks into a page that changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from kiosk.content.edition import Edition
from kiosk.content.manifest import SHARD_BYTES, Invitation, Topic
from kiosk.content.records import LANGUAGES, Language
from kiosk.content.shard import Shard


@dataclass(frozen=True, slots=True)
class TopicChange:
    """One topic that is new, changed or removed. ``title`` is the newer one, by language.

    ``languages`` are those whose page came, changed or went; none where the list of topics alone differs
    (such as its state). ``pages_before`` and ``pages_after`` are the sha256 of its pages by language.
    """

    topic: str
    change: Literal["new", "changed", "removed"]
    title: Mapping[Language, str]
    languages: tuple[Language, ...]
    pages_before: Mapping[Language, str]
    pages_after: Mapping[Language, str]


@dataclass(frozen=True, slots=True)
class Wording:
    """One text that differs. ``key`` names it; an empty ``before`` is new, an empty ``after`` is gone.

    ``language`` is empty where the text belongs to none (the home topic, the list of languages).
    """

    key: str
    language: Language | Literal[""]
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Difference:
    """From the edition ``old`` to the edition ``new`` (their ids). Topics stand in the order of their ids.

    ``head`` is what the root says itself: title, languages, first pages, questions of the waiting screen.
    ``words`` are the kiosk's own, ``clinic`` the clinic's.
    """

    old: str
    new: str
    topics: tuple[TopicChange, ...]
    head: tuple[Wording, ...]
    words: tuple[Wording, ...]
    clinic: tuple[Wording, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many topics are new, changed and removed."""
        counted = {"new": 0, "changed": 0, "removed": 0}
        for one in self.topics:
            counted[one.change] += 1
        return counted

    def __bool__(self) -> bool:
        """Whether anything differs that a patient or the clinic could notice."""
        return bool(self.topics or self.head or self.words or self.clinic)


def difference(old: Edition, new: Edition) -> Difference:
    """What changed from ``old`` to ``new``. Raises ``BrokenEdition`` for a part that cannot be read."""
    topics = sorted(_topics(old, new), key=lambda one: one.topic)
    words = _tables(old, new, "words")
    clinic = _tables(old, new, "clinic")
    return Difference(old.id, new.id, tuple(topics), tuple(_head(old, new)), words, clinic)


def _topics(old: Edition, new: Edition) -> Iterator[TopicChange]:
    for name in sorted({*old.root.shards, *new.root.shards}):
        if old.root.shards.get(name) == new.root.shards.get(name):
            continue
        before, after = _shard(old, name), _shard(new, name)
        for topic in {*before, *after}:
            was, now = before.get(topic), after.get(topic)
            if was != now:
                yield _topic(topic, was, now)


def _shard(edition: Edition, name: str) -> Mapping[str, Topic]:
    sha256 = edition.root.shards.get(name)
    return Shard(name, sha256, edition.blob(sha256, SHARD_BYTES)) if sha256 else {}


def _topic(topic: str, was: Topic | None, now: Topic | None) -> TopicChange:
    entry = now or was
    assert entry is not None  # one of the two shards named it
    before: Mapping[Language, str] = was.pages if was else {}
    after: Mapping[Language, str] = now.pages if now else {}
    languages = tuple(each for each in LANGUAGES if before.get(each) != after.get(each))
    change: Literal["new", "changed", "removed"] = "changed" if was and now else "new" if now else "removed"
    return TopicChange(topic, change, dict(entry.title), languages, dict(before), dict(after))


def _tables(old: Edition, new: Edition, which: Literal["words", "clinic"]) -> tuple[Wording, ...]:
    """The texts that differ, in the order of their keys; a table with the same hash is not read."""
    found: list[Wording] = []
    for language in LANGUAGES:
        hashes = [getattr(edition.root, which).get(language) for edition in (old, new)]
        if hashes[0] != hashes[1]:
            before, after = (getattr(edition, which)(language) for edition in (old, new))
            found += _texts(language, before, after)
    return tuple(sorted(found, key=lambda one: (one.key, one.language)))


def _texts(
    language: Language | Literal[""], before: Mapping[str, str], after: Mapping[str, str]
) -> Iterator[Wording]:
    for key in {**before, **after}:
        was, now = before.get(key, ""), after.get(key, "")
        if was != now:
            yield Wording(key, language, was, now)


def _head(old: Edition, new: Edition) -> Iterator[Wording]:
    for language in LANGUAGES:
        titles = [edition.root.title.get(language, "") for edition in (old, new)]
        yield from _texts(language, {"title": titles[0]}, {"title": titles[1]})
    yield from _texts("", *({"languages": " ".join(edition.languages)} for edition in (old, new)))
    for key in ("home", "warnings", "about"):
        yield from _texts("", {key: getattr(old, key)}, {key: getattr(new, key)})
    yield from _texts("", *({"sample": "yes" if edition.sample else "no"} for edition in (old, new)))
    for language in LANGUAGES:
        yield from _texts(language, *(_questions(edition.attract, language) for edition in (old, new)))
    yield from _texts("", *({"turn": _frames(edition.turn)} for edition in (old, new)))


def _questions(attract: tuple[Invitation, ...], language: Language) -> dict[str, str]:
    """The questions of the waiting screen by their number, each with the page that answers it."""
    asked = {}
    for number, one in enumerate(attract, start=1):
        place = f"{one.topic}, {one.part}" if one.part else one.topic
        text = one.question.get(language, "")
        asked[f"attract {number}"] = f"{text} ({place})" if text else ""
    return asked


def _frames(turn: tuple[str, ...]) -> str:
    """A turning picture in few letters: how many frames, and the first eight letters of each one's hash."""
    return f"{len(turn)} pictures: {' '.join(frame[:8] for frame in turn)}" if turn else ""
