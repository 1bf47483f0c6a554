"""Which state of the other language a translation was made from, and what changed since; translates nothing.

A translation says ``of: 1a2b3c4d`` under its title: the revision of the other language's words it was made
from, the first 8 hexadecimal digits of their sha256. ``content fresh`` writes that line, and keeps the
sentences of that revision in ``fresh.json`` beside it, so that the check can name each that changed, with the
facts each paragraph rested on (see ``moved``). A translation without the line claims nothing and is never
stale.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from pathlib import Path
from typing import Any

from kiosk.authoring.around import Around
from kiosk.authoring.cancel import Cancel, heed, never
from kiosk.authoring.findings import AuthoringError
from kiosk.authoring.moved import Moved, Reworded, facts_by_paragraph, moved_facts, place_of
from kiosk.authoring.progress import Progress, silent
from kiosk.authoring.sources import Topic, read_sources
from kiosk.authoring.words import Words
from kiosk.content.files import write_whole
from kiosk.content.records import Language

KEPT = "fresh.json"
_FILE_BYTES = 4 * 1024 * 1024
_STAMP = re.compile(r"^of:.*(?:\r?\n|$)", re.MULTILINE)
_TITLE = re.compile(r"^# [^\r\n]*(\r?\n|$)", re.MULTILINE)

_NOTICE: dict[Language, str] = {
    "en": "This page was changed and is not yet in English. So you see it in Spanish.",
    "es": "Esta página cambió y aún no está en español. Por eso la ve en inglés.",
}
"""The first sentence of a page that fell back, in the language the patient chose."""


@dataclass(frozen=True, slots=True)
class Change:
    """One sentence of the original that changed: its line there, and the words then and now ("" for none).

    ``id`` is its id now, or the one it had where it is gone.
    """

    id: str
    line: int
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Stale:
    """A translation made from an older revision. ``changes`` is empty where nobody kept what it was."""

    original: Language
    changes: tuple[Change, ...]


def original_of(around: Around, topic: Topic, language: Language) -> Language | None:
    """The language a translation into ``language`` is made from: the first other one the topic has."""
    return next((other for other in around.languages if other != language and other in topic.words), None)


def sentences_of(words: Words) -> dict[str, tuple[int, str]]:
    """Every sentence and title of a topic's words by id, with its line. Ids are those of compiled pages.

    Synonyms (``### also``) are each language's own.
    """
    found = {"title": (words.title_line, words.title)}
    for part in words.parts.values():
        if part.title:
            found[f"{part.id}.title"] = (part.line, part.title)
        for name, field in part.fields.items():
            if name == "also":
                continue
            start = f"{part.id}.{name}" if name else part.id
            for number, paragraph in enumerate(field.paragraphs, start=1):
                for place, (line, text) in enumerate(paragraph.sentences, start=1):
                    found[f"{start}.p{number}.s{place}"] = (line, text)
    return found


def revision_of(words: Words) -> str:
    """Eight hexadecimal digits that change with any sentence or title."""
    told = {name: text for name, (_, text) in sentences_of(words).items()}
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode("ascii")).hexdigest()[:8]


def stale(around: Around, topic: Topic, language: Language) -> Stale | None:
    """What changed since a translation was made; None where it is fresh or says of nothing."""
    words = topic.words[language]
    original = original_of(around, topic, language)
    if not words.of or original is None or words.of == revision_of(topic.words[original]):
        return None
    now = sentences_of(topic.words[original])
    was = _kept(around.folder / "topics" / topic.id, language, words.of)
    if was is None:
        return Stale(original, ())
    return Stale(original, _changes(was, now))


def _changes(was: dict[str, str], now: dict[str, tuple[int, str]]) -> tuple[Change, ...]:
    """What changed, with a sentence that only has another number left out, unless nothing else is told."""
    told = [
        Change(name, now.get(name, (0, ""))[0], was.get(name, ""), now.get(name, (0, ""))[1])
        for name in dict.fromkeys([*now, *was])
        if now.get(name, (0, ""))[1] != was.get(name, "")
    ]
    found: list[Change] = []
    for field in dict.fromkeys(_field_of(change.id) for change in told):
        before = [(name, text) for name, text in was.items() if _field_of(name) == field]
        after = [(name, *entry) for name, entry in now.items() if _field_of(name) == field]
        same = SequenceMatcher(None, [text for _, text in before], [text for *_, text in after], False)
        for step, left, left_end, right, right_end in same.get_opcodes():
            if step == "equal":
                continue
            gone, new = before[left:left_end], after[right:right_end]
            for old, fresh in zip_longest(gone, new):
                name, line, text = fresh or (old[0], 0, "")
                found.append(Change(name, line, old[1] if old else "", text))
    return tuple(found or told)


def _field_of(name: str) -> str:
    """The part or field of a sentence's id; a title is one of its own."""
    place = place_of(name)
    return place[0] if place else name


def moved_in(
    folder: Path, topic: Topic, languages: tuple[Language, ...]
) -> list[tuple[Language, Moved | Reworded]]:
    """Paragraphs whose facts stayed behind, or may have, since the topic was called fresh, by their original.

    Each is told once.
    """
    table = _table(folder / "topics" / topic.id)
    for language in languages:
        entry = table.get(language)
        entry = entry if isinstance(entry, dict) else {}
        original = next((other for other in languages if other != language and other in topic.words), None)
        was = _texts(entry.get("sentences"))
        if original is None or was is None:
            continue
        now = sentences_of(topic.words[original])
        found = moved_facts(topic.data, now, was, _texts(entry.get("facts")))
        return [(original, one) for one in found]
    return []


def words_to_show(around: Around, topic: Topic, language: Language) -> tuple[Words, str]:
    """A topic's words for a page in ``language``, and a notice where they are in another.

    They are the original's where the translation is stale and edition.yaml says ``fall_back``.
    """
    words = topic.words[language]
    if not around.falls_back:
        return words, ""
    found = stale(around, topic, language)
    return (topic.words[found.original], _NOTICE[language]) if found else (words, "")


def stamp(
    folder: Path,
    name: str,
    progress: Progress = silent,
    cancel: Cancel = never,
    facts_checked: bool = False,
) -> list[Path]:
    """Write down that a topic's translations are of its words as they are now; returns the files changed.

    Those are the languages that say ``of:``, or every language but the first where none does. Raises
    ``AuthoringError`` for a topic that is not there, has one language or cannot be read, and where facts
    stayed behind when paragraphs moved, unless somebody looked at them: ``facts_checked``.
    """
    sources = read_sources(folder)
    topic = sources.topics.get(name)
    if topic is None:
        raise AuthoringError(f"there is no topic “{name}”; write the name of a folder in {folder / 'topics'}")
    faults = [
        one for one in sources.findings if one.file.startswith(f"topics/{name}/") and one.severity == "error"
    ]
    if faults or len(topic.words) < 2:
        raise AuthoringError(
            f"{faults[0] if faults else f'the topic {name} has one language only'}; mend it first"
        )
    languages = [language for language in sources.languages if language in topic.words]
    behind = [] if facts_checked else [one for _, one in moved_in(folder, topic, sources.languages)]
    if behind:
        more = f" (and {len(behind) - 1} more: “content check” names each)" if behind[1:] else ""
        raise AuthoringError(
            f"topics/{name}: {behind[0].told}{more}. Nothing was stamped; move the facts in topic.yaml, or, "
            "where you have looked at each and it is right as it stands, add --facts-checked"
        )
    stamped = [language for language in languages if topic.words[language].of] or languages[1:]
    place = folder / "topics" / name
    kept = _table(place)
    changed = []
    heed(cancel)
    for language in stamped:
        original = topic.words[next(other for other in languages if other != language)]
        revision = revision_of(original)
        path = place / f"{language}.md"
        text = path.read_bytes().decode("utf-8-sig")
        bare = _STAMP.sub("", text)
        title = _TITLE.search(bare)
        if title is None:
            raise AuthoringError(f"topics/{name}/{language}.md has no title; open it with a line “# ...”")
        end = title.group(1) or "\n"
        head = bare[: title.end()] + ("" if title.group(1) else end)
        told = {name: text for name, (_, text) in sentences_of(original).items()}
        kept[language] = {
            "of": revision,
            "sentences": told,
            "facts": facts_by_paragraph(topic.data, told),
        }
        write_whole(path, f"{head}of: {revision}{end}{bare[title.end() :]}".encode())
        changed.append(path)
        progress("translations", len(changed), len(stamped))
    write_whole(
        place / KEPT, (json.dumps(kept, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode()
    )
    return [*changed, place / KEPT]


def _table(place: Path) -> dict[str, Any]:
    try:
        with (place / KEPT).open("rb") as file:
            told = json.loads(file.read(_FILE_BYTES))
    except (OSError, ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _kept(place: Path, language: Language, revision: str) -> dict[str, str] | None:
    """The sentences of a revision by id, or None where they were not kept."""
    entry = _table(place).get(language)
    return _texts(entry.get("sentences")) if isinstance(entry, dict) and entry.get("of") == revision else None


def _texts(told: Any) -> dict[str, str] | None:
    """``told`` where it is a table of texts."""
    return told if isinstance(told, dict) and all(isinstance(one, str) for one in told.values()) else None
