"""A page as its reviewer has it before them, read once; knows no key, and whether anyone approved it.

A galley holds all that an approval is of: the words of each language, the structure, the bytes of the
pictures by their hash, and the lines of facts.md that the page rests on. Its code is the sha256 of these, so
that a code stands for very these words. What says nothing to a patient is not in it: the state and the days
of topic.yaml, comments, blank lines, the order of keys, the line ``of:``.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import groupby, zip_longest
from operator import itemgetter
from pathlib import Path
from typing import Any

from kiosk.authoring.named import cited_in, paths_in
from kiosk.authoring.sources import Topic
from kiosk.authoring.words import Words

LANGUAGES = {"en": "English", "es": "Spanish"}

SHORTEST = 12
"""Digits of a code that are shown, and the fewest that name a page."""

_NOT_SHOWN = ("state", "reviewer", "approved_until", "updated")
"""Keys of topic.yaml that say nothing to a patient and change when a page is approved."""

_FORM = re.compile(r"(.+\.)?p\d+|(.+\.)?facts")
"""The places that tell how a paragraph stands on the page, and not what it says."""

Said = tuple[tuple[str, str, str], ...]
"""The words of one language in their order: the part ("" for the page itself), the place in it, the text."""


@dataclass(frozen=True, slots=True)
class Galley:
    """One topic, whole. ``structure`` is topic.yaml as a patient meets it; ``facts`` are lines by their id.

    ``pictures`` are names with a sha256 over all that is drawn, "" where there is none.
    """

    topic: str
    structure: dict[str, Any]
    words: dict[str, Said]
    pictures: dict[str, str]
    facts: dict[str, str]

    @property
    def code(self) -> str:
        """64 hexadecimal digits that change with anything in the galley."""
        text = json.dumps(asdict(self), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

    def written(self) -> bytes:
        """The galley as ``read_galley`` reads it."""
        text = json.dumps(asdict(self), indent=1, sort_keys=True, ensure_ascii=False)
        return f"{text}\n".encode("utf-8", "surrogatepass")


@dataclass(frozen=True, slots=True)
class Change:
    """What differs in one place, in words for a person; ``was`` or ``now`` is empty where nothing stood."""

    where: str
    was: str
    now: str
    fact: str = ""
    """The fact that changed, "" where it was something else."""


def galley_of(topic: Topic, fact: Callable[[str], str], pictures: Path) -> Galley:
    """The galley of a topic; ``fact`` gives the line of an id, "" where there is none."""
    shown = shown_of(topic)
    return Galley(
        topic=topic.id,
        structure=shown,
        words={language: tuple(_said(words)) for language, words in topic.words.items()},
        pictures={name: _picture_hash(pictures, name) for name in _pictures_in(shown, pictures)},
        facts={name: fact(name) for name in sorted({name for name, _ in cited_in(topic.data)})},
    )


def shown_of(topic: Topic) -> dict[str, Any]:
    """What topic.yaml says to a patient."""
    return {key: value for key, value in topic.data.items() if key not in _NOT_SHOWN}


def read_galley(data: bytes) -> Galley:
    """The galley that ``written`` gave. Raises ``ValueError`` for anything else."""
    told = json.loads(data)
    try:
        words = {
            language: tuple((str(part), str(place), str(text)) for part, place, text in said)
            for language, said in told["words"].items()
        }
        return Galley(
            str(told["topic"]),
            dict(told["structure"]),
            words,
            dict(told["pictures"]),
            dict(told["facts"]),
        )
    except (TypeError, KeyError, AttributeError) as fault:
        raise ValueError(f"no galley: {fault}") from None


def short_code(code: str) -> str:
    """A code as people read it out: ``156d-44f3-65f0``."""
    return "-".join(code[at : at + 4] for at in range(0, SHORTEST, 4))


def is_code(typed: str, code: str) -> bool:
    """Whether what a person typed names this code: its first 12 digits at least, blanks and “-” aside."""
    plain = re.sub(r"[\s-]", "", typed).lower()
    return len(plain) >= SHORTEST and code.startswith(plain)


def changes(old: Galley, new: Galley) -> tuple[Change, ...]:
    """Everything that differs, words first."""
    return tuple(_changes(old, new))


def parts_of(said: Said) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """The words of a language part by part: its title, and what is said there with its place, no forms."""
    titles = _titles(said)
    for part, listed in groupby(said, key=itemgetter(0)):
        texts = [(place, text) for _, place, text in listed if text and not _FORM.fullmatch(place)]
        yield titles.get(part, ""), [(place, text) for place, text in texts if place != "title"]


# --- what a galley holds -----------------------------------------------------------------------------


def _said(words: Words) -> Iterator[tuple[str, str, str]]:
    yield from (("", name, getattr(words, name)) for name in ("title", "say", "alt"))
    for part in words.parts.values():
        yield from ((part.id, name, getattr(part, name)) for name in ("title", "say", "alt"))
        for name, field in part.fields.items():
            start = f"{name}." if name else ""
            blocks = {group: number for number, group in enumerate(dict.fromkeys(field.groups), start=1)}
            if field.claims_nothing:
                yield part.id, f"{start}facts", "none"
            for number, paragraph in enumerate(field.paragraphs, start=1):
                block = blocks[field.groups[number - 1]]
                yield part.id, f"{start}p{number}", f"{paragraph.kind}, block {block}"
                for place, (_, text) in enumerate(paragraph.sentences, start=1):
                    yield part.id, f"{start}p{number}.s{place}", text


def _pictures_in(data: object, pictures: Path) -> list[str]:
    """Every picture a structure names, wherever it does; of a turn each frame."""
    found: set[str] = set()
    for one in paths_in(data):
        frames = sorted((pictures / one).parent.glob(f"{Path(one).name}-[0-9][0-9][0-9].json"))
        found |= {path.relative_to(pictures).with_suffix("").as_posix() for path in frames}
        if (pictures / f"{one}.json").is_file():
            found.add(one)
    return sorted(found)


def _picture_hash(pictures: Path, name: str) -> str:
    """The sha256 of a picture's files, of those it mirrors too; "" where there is none."""
    entry = pictures / f"{name}.json"
    try:
        base = str(json.loads(entry.read_bytes()).get("mirror_of") or name)
    except (OSError, ValueError, AttributeError):
        return ""
    files = (entry, *(pictures / f"{base}{end}" for end in (".json", ".webp", ".mask.png")))
    return hashlib.sha256("".join(map(_file_hash, files)).encode()).hexdigest()


def _file_hash(path: Path) -> str:
    try:
        about = path.stat()
    except OSError:
        return "-"
    return _hash_at(path, about.st_mtime_ns, about.st_size)


@lru_cache(maxsize=8192)
def _hash_at(path: Path, _changed: int, _size: int) -> str:
    """Pages share pictures: each is read once while it stays the same."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


# --- what changed ------------------------------------------------------------------------------------


def _changes(old: Galley, new: Galley) -> Iterator[Change]:
    for language in dict.fromkeys([*new.words, *old.words]):
        yield from _of_words(language, old.words.get(language, ()), new.words.get(language, ()))
    for name, was, now in _differ(_flat(old.structure), _flat(new.structure)):
        yield Change(f"topic.yaml, {name}", was, now)
    for name, was, now in _differ(old.pictures, new.pictures):
        yield Change(
            f"picture {name}", "as it was" if was else "", ("drawn anew" if was else "shown") if now else ""
        )
    for name, was, now in _differ({name: old.facts.get(name, "") for name in new.facts}, new.facts):
        yield Change(f"facts.md, {name}", was, now, name)


def _of_words(language: str, old: Said, new: Said) -> Iterator[Change]:
    """Sentences that stand in both are paired first; what lies between two of them changed."""
    at, titles = LANGUAGES.get(language, language), [_titles(said) for said in (old, new)]
    was, now = ([one for one in said if one[2] and not _FORM.fullmatch(one[1])] for said in (old, new))
    keys = [[(part, text) for part, _, text in said] for said in (was, now)]
    matcher = SequenceMatcher(a=keys[0], b=keys[1], autojunk=False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal":
            continue
        for one, two in zip_longest(was[i1:i2], now[j1:j2]):
            side = 1 if two else 0
            title = titles[side].get((two or one or ("",))[0]) or titles[side].get("")
            yield Change(f"{at}, “{title}”", one[2] if one else "", two[2] if two else "")
    forms = [{one[:2]: one[2] for one in said if _FORM.fullmatch(one[1])} for said in (old, new)]
    for place in forms[1]:
        if place in forms[0] and forms[0][place] != forms[1][place]:
            where = f"{at}, “{titles[1].get(place[0])}”, {place[1]}"
            yield Change(where, forms[0][place], forms[1][place])


def _titles(said: Said) -> dict[str, str]:
    """The title of each part; the page's own for the page and for what stands before the first part."""
    titles = {part: text for part, place, text in said if place == "title" and text}
    return {"lead": titles.get("", ""), **titles}


def _differ(old: dict[str, str], new: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    for name in sorted({*old, *new}):
        if old.get(name, "") != new.get(name, ""):
            yield name, old.get(name, ""), new.get(name, "")


def _flat(data: object, name: str = "") -> dict[str, str]:
    """A structure as the text of each value, by its place; of a list of parts also their order."""
    if isinstance(data, list) and any(isinstance(one, dict | list) for one in data):
        rows = {
            str(one.get("id") or one.get("topic") or n) if isinstance(one, dict) else str(n): one
            for n, one in enumerate(data, 1)
        }
        return {f"{name}, order": ", ".join(rows), **_flat(rows, name)}
    if isinstance(data, dict):
        flat = [_flat(data[one], f"{name} {one}".strip()) for one in data]
        return {place: text for one in flat for place, text in one.items()}
    return {name: ", ".join(map(str, data)) if isinstance(data, list) else str(data)}
