"""A finding: one fault in the sources, in plain words; knows nothing of how faults are found.

::

    AuthoringError          the sources cannot be built
    ├── SourcesRefused      findings of severity "error" stand in the way (``findings``)
    ├── ImportRefused       a clinic's file cannot be brought in (``importing.brought``)
    └── Cancelled           someone asked a verb to stop (``cancel``)
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One fault. ``file`` is relative to the sources folder, ``line`` counts from 1 (0: the whole file)."""

    file: str
    line: int
    rule: str
    severity: Severity
    message: str
    remedy: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.severity}: {self.message}. {self.remedy} [{self.rule}]"


class AuthoringError(Exception):
    """The sources cannot be built; its text says what, where and what to do."""


class SourcesRefused(AuthoringError):
    """Errors in the sources: each is one of ``findings``."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        first = self.findings[0] if self.findings else None
        more = f" (and {len(self.findings) - 1} more)" if len(self.findings) > 1 else ""
        super().__init__(f"the sources have errors: {first}{more}")


def error(file: str, line: int, rule: str, message: str, remedy: str) -> Finding:
    """A fault that must be mended before the page may be shown."""
    return Finding(file, line, rule, "error", message, remedy)


def warning(file: str, line: int, rule: str, message: str, remedy: str) -> Finding:
    """A fault that a person should look at."""
    return Finding(file, line, rule, "warning", message, remedy)


_CAUSES = {
    "file": 0,
    "yaml": 1,
    "topic.id": 2,
    "words.heading": 2,
    "words.title": 2,
    "words.list": 2,
    "schema": 3,
    "part.missing": 4,
}


def causes_first(findings: Iterable[Finding]) -> list[Finding]:
    """What may be the cause of other findings first; then by file and line."""
    return sorted(set(findings), key=lambda one: (_CAUSES.get(one.rule, 9), one))


def near(name: str, known: Iterable[str]) -> str:
    """A remedy's beginning that offers the known name most like ``name``, or "" where none is like it."""
    from difflib import get_close_matches

    found = get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f"Did you mean “{found[0]}”? " if found else ""


def errors_of(findings: Iterable[Finding]) -> list[Finding]:
    """The findings that are errors."""
    return [finding for finding in findings if finding.severity == "error"]
