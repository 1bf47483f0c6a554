"""The medical ground: facts.md and sources.md, one line a fact; knows nothing of who uses a fact."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from kiosk.authoring.findings import Finding, error
from kiosk.authoring.located import read_text

_FACT = re.compile(r"([A-Z]+[A-Z0-9]*-\d+[a-z]?)\s*\|\s*(.*)")
_CODE = re.compile(r"\b(?:[A-Z]\d{2,3}|GMK)\b")
_ROW = re.compile(r"\|\s*([A-Z]+\d*)\s*\|\s*([^|]+?)\s*\|")
UNSIGNED_CODE = "GMK"
"""The source code of general medical knowledge that a clinician must still sign."""

_UNSIGNED = {
    "en": "General medical knowledge, to be checked by a clinician",
    "es": "Conocimiento médico general, por revisar por personal médico",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of facts.md. ``withdrawn`` facts may not be shown. ``sources`` are codes of sources.md.

    ``said`` is all that stands behind the id, blanks made one.
    """

    id: str
    text: str
    sources: tuple[str, ...]
    confidence: str
    line: int
    withdrawn: bool
    said: str = ""


@dataclass(frozen=True, slots=True)
class Ground:
    """Every fact by id and every source title by code."""

    facts: dict[str, Fact]
    titles: dict[str, str]

    def citations(self, ids: list[str], extra: list[str], language: str) -> tuple[str, ...]:
        """The sources of these facts in words, without doubles, in order of their codes."""
        codes = set(extra)
        for fact in ids:
            if fact in self.facts:
                codes.update(self.facts[fact].sources)
        titles = [
            self.titles[code] for code in sorted(codes) if code in self.titles and code != UNSIGNED_CODE
        ]
        if UNSIGNED_CODE in codes:
            titles.append(_UNSIGNED[language])
        return tuple(dict.fromkeys(titles))


def read_ground(folder: Path, report: list[Finding]) -> Ground:
    """facts.md and sources.md of the sources ``folder``."""
    facts: dict[str, Fact] = {}
    for number, line in _lines(folder, "facts.md", report):
        match = _FACT.fullmatch(line.strip())
        if not match:
            continue
        name, rest = match.groups()
        if name in facts:
            report.append(
                error(
                    "facts.md",
                    number,
                    "facts.double",
                    f"the fact {name} stands twice",
                    "Give one of them a new id.",
                )
            )
            continue
        columns = [column.strip() for column in rest.split("|")]
        codes = [code for column in columns[1:] if column.startswith("[") for code in _CODE.findall(column)]
        marks = {column.lower() for column in columns[1:]}
        withdrawn = any(re.match(r"(stop|withdrawn)\b", mark) for mark in marks)
        confidence = next((column for column in columns[1:] if column in ("H", "M", "L")), "")
        said = " ".join(rest.split())
        facts[name] = Fact(name, columns[0], tuple(dict.fromkeys(codes)), confidence, number, withdrawn, said)
    titles: dict[str, str] = {}
    for _, line in _lines(folder, "sources.md", report):
        row = _ROW.match(line)
        if row and row.group(1) not in ("code",):
            titles.setdefault(row.group(1), row.group(2))
    return Ground(facts, titles)


def _lines(folder: Path, name: str, report: list[Finding]) -> list[tuple[int, str]]:
    if not (folder / name).is_file():
        remedy = "Put it back: every paragraph rests on its lines."
        report.append(error(name, 0, "file", f"{name} is missing", remedy))
        return []
    return list(enumerate(read_text(folder / name, name, report).split("\n"), start=1))
