"""A new topic folder in every language, sound but for its TODO words; changes no other topic."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from kiosk.authoring.cancel import Cancel, heed, never
from kiosk.authoring.findings import AuthoringError
from kiosk.authoring.progress import Progress, silent
from kiosk.authoring.schema import KINDS
from kiosk.authoring.sources import read_sources
from kiosk.content.records import Language

_Parts = tuple[tuple[str, tuple[str, ...]], ...]
"""Part ids with their fields; "" is the main text, "-" a list."""

_TEMPLATES: dict[str, tuple[str, _Parts]] = {
    "menu": ("doors:\n  - {topic: HOME}\n", (("HOME", ("",)),)),
    "article": ("sections:\n  - {id: what}\n  - {id: more}\n", (("what", ("",)), ("more", ("",)))),
    "diagram": ("views:\n  - {id: front, shots: {}}\n", (("front", ()),)),
    "walkthrough": (
        "steps:\n  - {id: first}\n  - {id: second}\n",
        (("first", ("", "wrong")), ("second", ("",))),
    ),
    "timeline": (
        "phases:\n  - {id: days, start: 0, end: 7}\n  - {id: weeks, start: 7, end: 42}\n"
        "rows:\n  - {id: walk, cells: {days: some, weeks: most}}\n",
        (("days", ("",)), ("weeks", ("",)), ("walk", ("answer", "days", "weeks"))),
    ),
    "comparison": (
        "columns:\n  - {id: one}\n  - {id: two}\n"
        "rows:\n  - {id: good, tone: good}\n  - {id: risk, tone: risk}\n",
        (("one", ()), ("two", ()), ("good", ("one", "two")), ("risk", ("one", "two"))),
    ),
    "nerve_map": ("nerves:\n  - {id: L4}\n", (("L4", ("feels", "moves")),)),
    "glossary": ("terms:\n  - {id: word, fact: TODO}\n", (("word", ("",)),)),
    "questions": ("groups:\n  - {id: first}\n", (("first", ("-",)),)),
    "warnings": (
        "cards:\n  - {id: now, level: now}\n  - {id: today, level: today}\n  - {id: visit, level: visit}\n",
        tuple((name, ("-", "here", "away")) for name in ("now", "today", "visit")),
    ),
    "about": ("sections:\n  - {id: who}\n", (("who", ("",)),)),
}
_SAY: dict[Language, str] = {"en": "TODO write this.", "es": "TODO escriba esto."}


def new_topic(
    sources: Path, topic: str, kind: str, progress: Progress = silent, cancel: Cancel = never
) -> list[Path]:
    """Make ``topics/<topic>`` with topic.yaml and words in every language; returns the files made.

    Raises ``AuthoringError`` for an id or kind that cannot be, or a topic that stands already, ``Cancelled``.
    """
    if kind not in KINDS:
        raise AuthoringError(f"“{kind}” is no page kind; use one of: {', '.join(KINDS)}")
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", topic) or len(topic) > 80:
        raise AuthoringError(f"“{topic}” is no topic id; use small letters a to z, digits and “-”")
    place = sources / "topics" / topic
    if place.exists() and any(place.iterdir()):
        raise AuthoringError(
            f"the topic {topic} stands already at {place}; choose another id or edit that one"
        )
    read = read_sources(sources)
    home = str(read.edition.data.get("home") or "home")
    tail, parts = _TEMPLATES[kind]
    head = f"kind: {kind}\nstate: draft\nowner: TODO\nupdated: {date.today().isoformat()}\n"
    files = {"topic.yaml": head + tail.replace("HOME", home)}
    for language in read.languages:
        lines = ["# TODO", "facts: none", _SAY[language], ""]
        for part, fields in parts:
            lines.append(f"## {part.replace('HOME', home)}: TODO")
            for name in fields:
                lines += [f"### {name}"] if name not in ("", "-") else []
                lines += ["facts: none", ("- " if name == "-" else "") + _SAY[language]]
            lines.append("")
        files[f"{language}.md"] = "\n".join(lines)
    heed(cancel)
    place.mkdir(parents=True, exist_ok=True)
    made = []
    for name, text in files.items():
        (place / name).write_text(text, "utf-8")
        made.append(place / name)
        progress("files", len(made), len(files))
    return made
