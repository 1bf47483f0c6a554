"""The sources folder, read whole: each topic with its structure and words; knows nothing of records."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kiosk.authoring.facts import Ground, read_ground
from kiosk.authoring.findings import Finding, error, warning
from kiosk.authoring.located import Located, read_located
from kiosk.authoring.schema import (
    CLINIC,
    DISAGREEMENTS,
    EDITION,
    INTERFACE,
    KINDS,
    REVIEWERS,
    Each,
    Keys,
    as_written,
    fits,
    sound_keys,
    topic_shape,
)
from kiosk.authoring.words import Words, read_words
from kiosk.content.records import LANGUAGES, Language

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(slots=True)
class Topic:
    """One topic folder. ``sound`` says that its structure fits its kind and can be compiled."""

    id: str
    structure: Located
    words: dict[Language, Words]
    sound: bool

    @property
    def kind(self) -> str:
        """The page kind, or an empty text where topic.yaml names none."""
        data = self.structure.data
        return str(data.get("kind", "")) if isinstance(data, dict) else ""

    @property
    def data(self) -> dict[str, Any]:
        """topic.yaml as plain data; empty where it cannot be read."""
        return self.structure.data if isinstance(self.structure.data, dict) else {}

    def line(self, *place: str | int) -> int:
        """The line of a place in topic.yaml."""
        return self.structure.line(*place)


@dataclass(slots=True)
class Sources:
    """Everything staff wrote, and the findings of reading it."""

    folder: Path
    edition: Located
    interface: Located
    clinic: Located
    disagreements: Located
    ground: Ground
    topics: dict[str, Topic]
    findings: list[Finding] = field(default_factory=list)
    reviewers: Located = field(default_factory=lambda: Located("reviewers.yaml", {}))

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages of this edition in the order staff wrote; both where they wrote none."""
        wanted = self.edition.data.get("languages") if isinstance(self.edition.data, dict) else None
        return tuple(name for name in LANGUAGES if name in (wanted or LANGUAGES))


def read_sources(folder: Path) -> Sources:
    """The sources at ``folder``; every fault in their shape is in ``findings``."""
    sources = read_site(folder)
    for name in topic_names(folder, sources.findings):
        topic = read_topic(folder / "topics" / name, sources.languages, sources.findings)
        if topic is not None:
            sources.topics[name] = topic
    return sources


def read_site(folder: Path) -> Sources:
    """The sources at ``folder`` without their topics: what stands beside the folder ``topics``."""
    report: list[Finding] = []
    edition = _site(folder, "edition.yaml", EDITION, report, needed=True)
    interface = _site(folder, "interface.yaml", INTERFACE, report)
    clinic = _site(folder, "clinic.yaml", CLINIC, report)
    disagreements = _site(folder, "disagreements.yaml", DISAGREEMENTS, report)
    sources = Sources(
        folder, edition, interface, clinic, disagreements, read_ground(folder, report), {}, report
    )
    sources.reviewers = _site(folder, "reviewers.yaml", REVIEWERS, report)
    return sources


def topic_names(folder: Path, report: list[Finding]) -> list[str]:
    """The name of every topic's folder, in order; what else lies among them goes to ``report``."""
    try:
        entries = sorted(os.scandir(folder / "topics"), key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):
        report.append(
            error(
                "topics", 0, "file", "there is no folder “topics”", "Make one, with a folder for each topic."
            )
        )
        return []
    found: list[str] = []
    for entry in entries:
        if is_hidden(entry.name):
            continue
        if entry.is_dir():
            found.append(entry.name)
        else:
            report.append(
                warning(
                    f"topics/{entry.name}",
                    0,
                    "file.stray",
                    "this file is in no topic and is not read",
                    "Take it out: every topic is a folder of its own.",
                )
            )
    return found


READ = frozenset(
    {
        "topic.yaml",
        "approval.json",
        "signed.json",
        "fresh.json",
        *(f"{language}.md" for language in LANGUAGES),
    }
)
"""The files of a topic's folder that are read."""


def is_topic_id(name: str) -> bool:
    """Whether a folder's name can be a page's: small letters, digits and “-”."""
    return bool(_ID.fullmatch(name))


def is_hidden(name: str) -> bool:
    """Whether a file is the system's or an editor's own: nobody asks about those."""
    return name.startswith((".", "~$"))


def _strays(place: Path, languages: tuple[Language, ...]) -> list[Finding]:
    """Files nobody reads, such as a copy: whoever changed one would wait for the change in vain.

    One that stands in for a missing file is left out: that file's finding says to rename it.
    """
    wanted = ("topic.yaml", *(f"{language}.md" for language in languages))
    renamed = {_misnamed(place, name) for name in wanted if not (place / name).is_file()}
    return [
        warning(
            f"topics/{place.name}/{path.name}",
            0,
            "file.stray",
            "this file is not part of the topic and is not read",
            "Take it out of the folder; a topic is topic.yaml, en.md and es.md.",
        )
        for path in sorted(place.iterdir())
        if path.name not in READ | renamed and not is_hidden(path.name)
    ]


def _misnamed(place: Path, wanted: str) -> str:
    """The name of a file that stands under nearly the wanted one, or "": EN.md, en.md.txt, topic.yml."""
    stem = wanted.partition(".")[0]
    for path in sorted(place.iterdir()):
        said = path.name.lower().partition(".")[0]
        if path.name != wanted and re.fullmatch(rf"{stem}(\W*(\d+|copy|copia)\W*)?", said):
            return path.name
    return ""


def _to_rename(place: Path, wanted: str, otherwise: str) -> str:
    """What to do about a missing file."""
    found = _misnamed(place, wanted)
    return f"Rename “{found}” to “{wanted}”, letter for letter." if found else otherwise


def _site(
    folder: Path, name: str, shape: Keys | Each, report: list[Finding], needed: bool = False
) -> Located:
    path = folder / name
    if not path.is_file():
        if needed:
            report.append(
                error(
                    name,
                    0,
                    "file",
                    f"{name} is missing",
                    "Put it back; docs/authoring.md shows what it holds.",
                )
            )
        return Located(name, {})
    found = read_located(path, name, report)
    if found.data is None:
        return Located(name, {}, found.lines)
    if not fits(found, shape, report):
        return Located(name, sound_keys(found, shape), found.lines)
    return found


def read_topic(place: Path, languages: tuple[Language, ...], report: list[Finding]) -> Topic | None:
    """The topic in the folder ``place``, None where that is empty; faults go to ``report``."""
    name = f"topics/{place.name}"
    if not any(place.iterdir()):
        report.append(warning(name, 0, "file", "this folder is empty", "Remove it, or write its topic."))
        return None
    report.extend(_strays(place, languages))
    if not is_topic_id(place.name):
        report.append(
            error(
                name,
                0,
                "topic.id",
                f"“{place.name}” is no topic id",
                "Use small letters a to z, digits and “-” in the folder's name.",
            )
        )
    sound = True
    if (place / "topic.yaml").is_file():
        structure = read_located(place / "topic.yaml", f"{name}/topic.yaml", report)
    else:
        structure = Located(f"{name}/topic.yaml", None)
        report.append(
            error(
                f"{name}/topic.yaml",
                0,
                "file",
                "topic.yaml is missing",
                _to_rename(place, "topic.yaml", "Put it back, or start anew with “content new”."),
            )
        )
    data = structure.data
    kind = data.get("kind") if isinstance(data, dict) else None
    if isinstance(kind, str) and kind in KINDS:
        sound = fits(structure, topic_shape(kind), report)
    else:
        sound = False
        if structure.data is not None:
            known = ", ".join(KINDS)
            report.append(
                error(
                    structure.file,
                    structure.line("kind"),
                    "schema",
                    f"the “kind” of this page is {as_written(kind)}, which is no page kind",
                    f"Use one of: {known}.",
                )
            )
    words: dict[Language, Words] = {}
    for language in languages:
        path = place / f"{language}.md"
        if path.is_file():
            words[language] = read_words(path, f"{name}/{language}.md", report)
        else:
            report.append(
                error(
                    f"{name}/{language}.md",
                    0,
                    "translation",
                    f"the words in this language are missing ({language}.md)",
                    _to_rename(place, path.name, "Write them with the same headings as the other language."),
                )
            )
    return Topic(place.name, structure, words, sound)
