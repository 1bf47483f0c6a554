"""The verb: a clinic's file becomes a topic's folder, whole or not at all, with a report; shows nothing.

The folder is written under a name that ``read_sources`` passes over, read back by the same readers that
``content check`` uses, and only then given its own name.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from kiosk.authoring.cancel import Cancel, heed, never
from kiosk.authoring.findings import AuthoringError, Finding
from kiosk.authoring.importing.brought import ImportRefused, Left, Notes
from kiosk.authoring.importing.mending import TODO
from kiosk.authoring.importing.opening import open_file
from kiosk.authoring.importing.plain import read_plain
from kiosk.authoring.importing.shaping import Said, Shaped, each_field, shape_text
from kiosk.authoring.importing.sheets import read_sheet
from kiosk.authoring.importing.tables import shape_table
from kiosk.authoring.importing.word import read_word
from kiosk.authoring.located import read_located
from kiosk.authoring.schema import EDITION, KINDS, fits, sound_keys, topic_shape
from kiosk.authoring.sentences import split_sentences
from kiosk.authoring.words import read_words
from kiosk.content.records import LANGUAGES, Language

Progress = Callable[[str, int, int], None]

_UNGROUNDED = ("about", "questions")
"""Kinds that claim nothing, so that nothing on them asks for facts."""
_STEPS = 4
"""Opening, reading, shaping, writing."""
_DOING = "bringing in"
_UNWRITTEN = {"en": f"{TODO} write this.", "es": f"{TODO} escriba esto."}


@dataclass(frozen=True, slots=True)
class Report:
    """What an import did. ``when`` is an ISO time with its zone; ``files`` are the paths written.

    ``carried`` counts parts, paragraphs, list lines and sentences; ``mended`` what was put right on the way.
    """

    file: str
    topic: str
    kind: str
    language: Language
    when: str
    carried: dict[str, int]
    mended: dict[str, int]
    left: tuple[Left, ...]
    files: tuple[str, ...]
    next_steps: tuple[str, ...]


def import_file(
    sources: Path,
    file: Path,
    topic: str,
    kind: str,
    language: Language,
    progress: Progress,
    cancel: Cancel = never,
) -> Report:
    """Make ``topics/<topic>`` from ``file``, whose words are in ``language``; "" lets the file tell its kind.

    Raises ``AuthoringError`` (``ImportRefused``, ``Cancelled``) with one line; then nothing was written.
    """
    place = _place(sources, topic, kind)
    languages = _languages(sources, language)
    notes = Notes()
    _step(progress, cancel, 0)
    opened = open_file(file)
    _step(progress, cancel, 1)
    try:
        if opened.form in ("xlsx", "csv"):
            grid = read_sheet(opened, notes, cancel)
            _step(progress, cancel, 2)
            shaped = shape_table(grid, kind, notes)
        else:
            pieces = read_word(opened, notes, cancel) if opened.form == "docx" else read_plain(opened, notes)
            _step(progress, cancel, 2)
            shaped = shape_text(pieces, kind or "article", notes)
    except ImportRefused as fault:
        said = str(fault)
        if said.startswith(opened.name):
            raise
        raise ImportRefused(f"{opened.name}: {said}. Nothing was written") from None
    _step(progress, cancel, 3)
    written = _write(place, _files(shaped, language, languages))
    progress(_DOING, _STEPS, _STEPS)
    when = datetime.now().astimezone().isoformat(timespec="seconds")
    mended = dict(sorted(notes.mended.items()))
    steps = _next_steps(place, language, languages)
    return Report(
        opened.name,
        topic,
        shaped.kind,
        language,
        when,
        _counts(shaped),
        mended,
        notes.in_order,
        written,
        steps,
    )


def _step(progress: Progress, cancel: Cancel, number: int) -> None:
    heed(cancel)
    progress(_DOING, number, _STEPS)


def _place(sources: Path, topic: str, kind: str) -> Path:
    """Where the topic will stand. Raises ``AuthoringError`` before anything is read."""
    if kind and kind not in KINDS:
        raise AuthoringError(f"“{kind}” is no page kind; use one of: {', '.join(KINDS)}")
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", topic) or len(topic) > 80:
        raise AuthoringError(f"“{topic}” is no topic id; use small letters a to z, digits and “-”")
    place = sources / "topics" / topic
    if place.exists() and (not place.is_dir() or any(place.iterdir())):
        remedy = "choose another --topic, or delete that folder if it is to be replaced"
        raise AuthoringError(
            f"the topic {topic} stands already at {place}, and nothing is put into it; {remedy}"
        )
    return place


def _languages(sources: Path, language: Language) -> tuple[Language, ...]:
    """The languages of the edition in their order. Raises ``AuthoringError`` where ``language`` is none."""
    report: list[Finding] = []
    path = sources / "edition.yaml"
    found = read_located(path, "edition.yaml", report) if path.is_file() else None
    listed = sound_keys(found, EDITION).get("languages") if found else None
    languages = tuple(name for name in LANGUAGES if name in (listed or LANGUAGES))
    if language not in languages:
        known = ", ".join(languages)
        raise AuthoringError(
            f"edition.yaml has no language “{language}”; add it there, or use --lang {known}"
        )
    return languages


# --- the files of a topic ------------------------------------------------------------------------------


def _files(shaped: Shaped, language: Language, languages: tuple[Language, ...]) -> dict[str, str]:
    files = {"topic.yaml": _structure(shaped)}
    for each in languages:
        files[f"{each}.md"] = _words(shaped, each, own=each == language)
    return files


def _structure(shaped: Shaped) -> str:
    """topic.yaml, with TODO for the facts of every paragraph that may claim something."""
    facts = ""

    def ask(part: str, name: str, lines: list[Said]) -> None:
        nonlocal facts
        if shaped.kind not in _UNGROUNDED and part not in shaped.grounded:
            wanted = ", ".join(f"p{number}: [{TODO}]" for number in range(1, max(1, len(lines)) + 1))
            facts += f"  {part}{f'.{name}' if name else ''}: {{{wanted}}}\n"

    each_field(shaped, ask)
    head = f"kind: {shaped.kind}\nstate: draft\nowner: {TODO}\nupdated: {date.today().isoformat()}\n"
    return head + shaped.structure + (f"facts:\n{facts}" if facts else "")


def _words(shaped: Shaped, language: Language, own: bool) -> str:
    """The words, or in another language the same headings and as many sentences, each to be written."""

    def spoken(lines: list[Said]) -> list[str]:
        out: list[str] = []
        for number, one in enumerate(lines):
            if number and not (one.kind == lines[number - 1].kind == "list"):
                out.append("")
            text = one.text if own else _unwritten(one, language)
            out.append(f"- {text}" if one.kind == "list" else text)
        return out or [_UNWRITTEN[language]]

    out = [f"# {shaped.title if own else TODO}", *(spoken(shaped.lead) if shaped.lead else []), ""]
    for part in shaped.parts:
        out.append(f"## {part.id}: {part.title if own else TODO}")
        if own and part.say:
            out.append(f"say: {part.say}")
        for name, lines in part.fields.items():
            if name == "also" and not own:
                continue  # the other language has other names of its own, or none
            out += [*([f"### {name}"] if name else []), *spoken(lines)]
        out.append("")
    return "\n".join(out)


def _unwritten(one: Said, language: Language) -> str:
    count = len(split_sentences(one.text)) if one.kind == "paragraph" else 1
    return " ".join([_UNWRITTEN[language]] * max(1, count))


def _write(place: Path, files: dict[str, str]) -> tuple[str, ...]:
    """All of the files or none. Raises ``AuthoringError`` where they would not read back, ``OSError``."""
    part = place.with_name(f".{place.name}.importing")
    shutil.rmtree(part, ignore_errors=True)
    try:
        part.mkdir(parents=True)
        for name, text in files.items():
            (part / name).write_text(text, "utf-8")
        _read_back(part, files)
        if place.is_dir():
            place.rmdir()
        part.rename(place)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return tuple(str(place / name) for name in files)


def _read_back(folder: Path, files: dict[str, str]) -> None:
    """Raise ``ImportRefused`` where the readers of ``content check`` find a fault in what was written."""
    report: list[Finding] = []
    structure = read_located(folder / "topic.yaml", "topic.yaml", report)
    kind = structure.data.get("kind") if isinstance(structure.data, dict) else None
    if isinstance(kind, str):
        fits(structure, topic_shape(kind), report)
    for name in files:
        if name.endswith(".md"):
            read_words(folder / name, name, report)
    if report:
        raise ImportRefused(f"the topic made of it would not be sound: {report[0]}. Nothing was written")


def _counts(shaped: Shaped) -> dict[str, int]:
    counts = {"parts": len(shaped.parts), "paragraphs": 0, "list lines": 0, "sentences": 0}

    def count(_part: str, _name: str, lines: list[Said]) -> None:
        for one in lines:
            if one.text != f"{TODO}.":
                counts["list lines" if one.kind == "list" else "paragraphs"] += 1
                counts["sentences"] += len(split_sentences(one.text)) if one.kind == "paragraph" else 1

    each_field(shaped, count)
    return counts


def _next_steps(place: Path, language: Language, languages: tuple[Language, ...]) -> tuple[str, ...]:
    others = [f"{other}.md" for other in languages if other != language]
    steps = [f"Look at {place / f'{language}.md'} beside the file it came from."]
    if others:
        steps.append(f"Write {' and '.join(others)}, sentence for sentence, in place of TODO.")
    return (*steps, "Now run: python main.py content check")
