"""What changed between two versions of one page, sentence by sentence; reads no file and no edition.

Sentences of one field are laid side by side by their words, so that a new first paragraph is one new
paragraph and not a change of every sentence after it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from difflib import SequenceMatcher
from typing import Any, Literal, TypeVar

from kiosk.content.codec import kind_of
from kiosk.content.records import Block, Language, Link, Page, Picture, Sentence

What = Literal[
    "kind", "title", "sentence", "form", "facts", "part", "order", "value", "link", "review", "sources",
    "picture", "touch", "outline", "alt", "label",
]  # fmt: skip
"""``form`` is a paragraph that became a list; ``value`` is anything short that stands with a part (its
picture's name, days, a level); ``touch`` is the mask and the regions of a picture, ``label`` its words."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs. An empty ``before`` is new, an empty ``after`` is gone.

    ``part`` and ``part_title`` say where ("" is the page itself). ``name`` is the sentence's id, the
    picture's name, or the field's. Of pictures, masks and outlines before and after are sha256 (its name
    where a picture has no pixels).
    """

    what: What
    part: str
    part_title: str
    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PageDifference:
    """Every change of one page in one language, in the order of the newer page."""

    topic: str
    language: Language
    changes: tuple[Change, ...]


@dataclass(slots=True)
class _Part:
    """One part of a page as flat lists: its sentences by field, and everything short by its place."""

    id: str
    title: str
    said: dict[str, list[tuple[Sentence, str]]] = field(default_factory=dict)
    short: dict[str, str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)


_Of = TypeVar("_Of")
_Pair = tuple[int | None, int | None]

_APART = frozenset({"topic", "language", "title", "review", "lead", "pictures", "next", "related", "sources"})
_KEYS = ("id", "topic", "phase", "layers")
_TITLES = ("title", "word", "name")
_PLACE = re.compile(r"\.p\d+\.s\d+")
"""The end of a sentence's id: its paragraph and its place there."""
_ALIKE = 0.2
"""The share of their words that two texts must have in common for the one to have become the other."""
_COMPARED = 900
"""Most pairs of texts weighed against each other: thirty sentences against thirty."""


def page_difference(old: Page, new: Page) -> PageDifference:
    """What changed from ``old`` to ``new``, two pages of one topic in one language."""
    return PageDifference(new.topic, new.language, tuple(_changes(old, new)))


def _changes(old: Page, new: Page) -> Iterator[Change]:
    yield from _one("kind", "", kind_of(old), kind_of(new))
    yield from _one("title", "", old.title, new.title)
    before, after = _parts(old), _parts(new)
    yield from _orders(before, after)
    for key in (*after, *(key for key in before if key not in after)):
        yield from _part(before.get(key), after.get(key))
    yield from _one("link", "next", _link(old.next), _link(new.next))
    yield from _sets("link", "related", *_twice(lambda page: map(_link, page.related), old, new))
    yield from _pictures(old.pictures, new.pictures)
    yield from _sets("sources", "sources", old.sources, new.sources)
    for each in fields(old.review):
        values = [getattr(page.review, each.name) for page in (old, new)]
        yield from _one("review", each.name, _short(values[0]), _short(values[1]))


def _one(what: What, name: str, before: str, after: str, part: str = "", title: str = "") -> Iterator[Change]:
    if before != after:
        yield Change(what, part, title, name, before, after)


def _sets(
    what: What, name: str, before: Sequence[str], after: Sequence[str], part: str = "", title: str = ""
) -> Iterator[Change]:
    """What is only in the one or only in the other; the order of the rest does not matter here."""
    for text in before:
        if text not in after:
            yield Change(what, part, title, name, text, "")
    for text in after:
        if text not in before:
            yield Change(what, part, title, name, "", text)


def _twice(listed: Callable[[_Of], Iterable[str]], old: _Of, new: _Of) -> tuple[list[str], list[str]]:
    return list(listed(old)), list(listed(new))


# --- a page as parts ---------------------------------------------------------------------------------


def _parts(page: Page) -> dict[tuple[str, str], _Part]:
    """The page's parts by the field that holds them and their id; the page itself and its lead first."""
    whole = _Part("", "")
    found = {("", ""): whole, ("", "lead"): _Part("lead", "", {"": [(one, "") for one in page.lead]})}
    for each in fields(page):
        value = getattr(page, each.name)
        if each.name in _APART:
            continue
        if isinstance(value, tuple) and value and is_dataclass(value[0]):
            for record in value:
                key, title = _first(record, _KEYS), _first(record, _TITLES)
                part = _Part(key[1], title[1])
                for inner in fields(record):
                    if inner.name not in (key[0], title[0]):
                        _gather(part, inner.name, getattr(record, inner.name))
                found[each.name, part.id] = part
        else:
            _gather(whole, each.name, value)
    return found


def _first(record: Any, names: tuple[str, ...]) -> tuple[str, str]:
    """The first of these fields that the record has, with its value; empty where it has none."""
    name = next((name for name in names if hasattr(record, name)), "")
    return name, str(getattr(record, name)) if name else ""


def _gather(part: _Part, path: str, value: Any, form: str = "") -> None:
    """Put ``value`` and all that it holds into the part's flat lists."""
    if isinstance(value, Sentence):
        group = _PLACE.sub("", value.id).removeprefix(part.id).lstrip(".")
        part.said.setdefault(group, []).append((value, form))
    elif isinstance(value, Block):
        for sentence in value.sentences:
            _gather(part, path, sentence, value.kind)
    elif isinstance(value, Link):
        part.links[path] = _link(value)
    elif is_dataclass(value) and not isinstance(value, type):
        own, key = _first(value, _KEYS)
        for each in fields(value):
            if each.name != own:
                _gather(part, f"{key} {each.name}".strip(), getattr(value, each.name))
    elif isinstance(value, tuple):
        if all(isinstance(item, str) for item in value):
            if value:
                part.short[path] = "; ".join(value)
        else:
            for item in value:
                _gather(part, path, item, form)
    elif value is not None:
        part.short[path] = _short(value)


def _short(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _link(link: Link | None) -> str:
    if link is None:
        return ""
    return f"{link.title} ({link.topic}, {link.part})" if link.part else f"{link.title} ({link.topic})"


# --- parts laid side by side -------------------------------------------------------------------------


def _orders(before: dict[tuple[str, str], _Part], after: dict[tuple[str, str], _Part]) -> Iterator[Change]:
    """Parts that stand in both and in another order, once for each list of the page."""
    both = [[key for key in one if key in other] for one, other in ((before, after), (after, before))]
    for name in dict.fromkeys(name for name, _ in both[1]):
        was, now = ([part for kind, part in keys if kind == name] for keys in both)
        yield from _one("order", name, ", ".join(was), ", ".join(now))


def _part(was: _Part | None, now: _Part | None) -> Iterator[Change]:
    part = now or was
    assert part is not None  # one of the two pages has it
    title = part.title
    if was and now:
        yield from _one("title", "", was.title, now.title, part.id, title)
    else:
        names = [each.title or each.id if each else "" for each in (was, now)]
        yield from _one("part", "", names[0], names[1], part.id, title)
    was, now = was or _Part(part.id, ""), now or _Part(part.id, "")
    for name in {**now.said, **was.said}:
        yield from _sentences(part, was.said.get(name, []), now.said.get(name, []))
    for name in {**now.short, **was.short}:
        yield from _one("value", name, was.short.get(name, ""), now.short.get(name, ""), part.id, title)
    for name in {**now.links, **was.links}:
        yield from _one("link", name, was.links.get(name, ""), now.links.get(name, ""), part.id, title)


def _sentences(
    part: _Part, was: list[tuple[Sentence, str]], now: list[tuple[Sentence, str]]
) -> Iterator[Change]:
    """Sentences of one field: those that say the same are paired first, then what lies between them."""
    said = [[wording(sentence) for sentence, _ in listed] for listed in (was, now)]
    matcher = SequenceMatcher(None, said[0], said[1], autojunk=False)
    place = (part.id, part.title)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        for i, j in _paired(said[0][i1:i2], said[1][j1:j2]):
            one, form = was[i1 + i] if i is not None else (None, "")
            two, as_form = now[j1 + j] if j is not None else (None, "")
            if one and two:
                if kind != "equal":
                    yield from _one("sentence", two.id, wording(one), wording(two), *place)
                yield from _one("form", two.id, form, as_form, *place)
                yield from _one("facts", two.id, ", ".join(one.facts), ", ".join(two.facts), *place)
            elif one:
                yield Change("sentence", *place, one.id, wording(one), "")
            elif two:
                yield Change("sentence", *place, two.id, "", wording(two))


def _paired(was: Sequence[str], now: Sequence[str]) -> list[_Pair]:
    """Which text became which, in order: all where they are as many, else those that share most words."""
    if len(was) == len(now):
        return [(at, at) for at in range(len(was))]
    if not was or not now or len(was) * len(now) > _COMPARED:
        return [*((at, None) for at in range(len(was))), *((None, at) for at in range(len(now)))]
    words = [[set(re.findall(r"\w+", text.lower())) for text in texts] for texts in (was, now)]
    best: dict[tuple[int, int], tuple[float, list[_Pair]]] = {}
    best[len(was), len(now)] = (0.0, [])
    for i in range(len(was), -1, -1):
        for j in range(len(now), -1, -1):
            ways: list[tuple[float, _Pair, list[_Pair]]] = []
            if i < len(was) and j < len(now):
                one, two = words[0][i], words[1][j]
                alike = len(one & two) / (len(one | two) or 1)
                if alike >= _ALIKE:
                    ways.append((alike + best[i + 1, j + 1][0], (i, j), best[i + 1, j + 1][1]))
            if i < len(was):
                ways.append((best[i + 1, j][0], (i, None), best[i + 1, j][1]))
            if j < len(now):
                ways.append((best[i, j + 1][0], (None, j), best[i, j + 1][1]))
            if ways:
                score, step, rest = max(ways, key=lambda way: way[0])
                best[i, j] = (score, [step, *rest])
    return best[0, 0][1]


def wording(sentence: Sentence) -> str:
    """A sentence in one text; where a side matters, all three wordings as ``none | left | right``."""
    sides = (sentence.text, sentence.left, sentence.right)
    return " | ".join(sides) if sentence.left or sentence.right else sentence.text


# --- pictures ----------------------------------------------------------------------------------------


def _pictures(was: tuple[Picture, ...], now: tuple[Picture, ...]) -> Iterator[Change]:
    before, after = ({picture.name: picture for picture in listed} for listed in (was, now))
    for name in {**after, **before}:
        one, two = before.get(name), after.get(name)
        hashes = [(shown_blob(each) or name) if each else "" for each in (one, two)]
        yield from _one("picture", name, hashes[0], hashes[1])
        if one and two:
            yield from _one("alt", name, one.alt, two.alt)
            yield from _one("outline", name, one.outlines, two.outlines)
            yield from _one("touch", name, shown_blob(one, "mask"), shown_blob(two, "mask"))
            yield from _sets("touch", name, *_twice(lambda of: (each.id for each in of.regions), one, two))
            yield from _sets("label", name, *_twice(_labels, one, two))


def shown_blob(picture: Picture | None, *roles: str) -> str:
    """The sha256 of a picture's largest size (or of its size for one of ``roles``), or "" without one."""
    for role in roles or ("stage", "half", "card"):
        for rendition in picture.renditions if picture else ():
            if rendition.role == role:
                return rendition.blob
    return ""


def _labels(picture: Picture) -> list[str]:
    labels = [" / ".join(filter(None, (f"{each.edge}: {each.text}", each.short))) for each in picture.labels]
    return labels + [f"key: {swatch.text} ({swatch.tissue})" for swatch in picture.key]
