"""Every fault of the sources at once, in plain words; builds nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from kiosk.authoring.checks import expiry, freshness, ground, review, sights, structure, unfinished, wording
from kiosk.authoring.findings import Finding, causes_first
from kiosk.authoring.pictures import Catalogue
from kiosk.authoring.sources import Sources, read_sources

Progress = Callable[[str, int, int], None]

_UNREAD = ("file", "yaml")
"""The rules that tell of a file nobody could read."""

_FOLLOWS = {
    "dis.missing": "disagreements.yaml",
    "fact.unknown": "facts.md",
    "source.unknown": "sources.md",
}
"""Rules that would tell the same of every page when that one file could not be read."""


def check_sources(
    sources: Path, pictures: Path, progress: Progress, today: date | None = None
) -> list[Finding]:
    """Every finding of the folder ``sources``, causes first. ``today`` decides which reviews ran out.

    Nothing is said about a topic one of whose files cannot be read, but that: the rest would follow from it.
    """
    return check_read(read_sources(sources), pictures, progress, today)


def check_read(read: Sources, pictures: Path, progress: Progress, today: date | None = None) -> list[Finding]:
    """``check_sources`` for sources that are read already."""
    steps: list[tuple[str, Callable[[], Iterator[Finding]]]] = [
        ("structure", lambda: structure.check_structure(read, today or date.today())),
        ("approvals", lambda: review.check_reviews(read, pictures, today or date.today())),
        ("pictures", lambda: sights.check_pictures(read, Catalogue(pictures))),
        ("translations", lambda: freshness.check_freshness(read)),
        ("last days", lambda: expiry.check_expiry(read, pictures, today or date.today())),
        ("facts", lambda: ground.check_ground(read)),
        ("words", lambda: wording.check_wording(read)),
        ("unfinished", lambda: unfinished.check_unfinished(read)),
    ]
    found = list(read.findings)
    unread = {_topic_of(one) for one in found if one.rule in _UNREAD}
    found = [one for one in found if one.rule in _UNREAD or _topic_of(one) not in unread]
    for done, (what, step) in enumerate(steps, start=1):
        found.extend(
            one for one in step() if _topic_of(one) not in unread and _FOLLOWS.get(one.rule) not in unread
        )
        progress(what, done, len(steps))
    return causes_first(found)


def _topic_of(finding: Finding) -> str:
    """The topic's folder, or the file itself where it belongs to no topic."""
    return finding.file.rsplit("/", 1)[0]


def disagreement_table(sources: Path) -> dict[str, Any]:
    """The table of disagreements.yaml with whether each sentence stands on its page (docs/figures)."""
    return ground.disagreement_table(read_sources(sources))


def readability_table(sources: Path) -> dict[str, Any]:
    """Worst and median of every judged page in each language, as plain data (docs/figures)."""
    return wording.readability_table(read_sources(sources))
