"""Every fault of the sources at once, in plain words; builds nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from kiosk.authoring.approvals import author_of, standing
from kiosk.authoring.around import Around, Known
from kiosk.authoring.cancel import Cancel, never
from kiosk.authoring.checks import ground, wording
from kiosk.authoring.findings import Finding, causes_first
from kiosk.authoring.pictures import Catalogue
from kiosk.authoring.progress import Progress
from kiosk.authoring.signing import galley_in
from kiosk.authoring.sources import read_sources
from kiosk.authoring.survey import Survey, Surveyed

_UNREAD = ("file", "yaml")
"""The rules that tell of a file nobody could read."""

_FOLLOWS = {
    "dis.missing": "disagreements.yaml",
    "fact.figure": "facts.md",
    "fact.unknown": "facts.md",
    "source.unknown": "sources.md",
}
"""Rules that would tell the same of every page when that one file could not be read."""


def check_sources(
    sources: Path,
    pictures: Path,
    progress: Progress,
    today: date | None = None,
    cancel: Cancel = never,
    ledger: Path | None = None,
) -> list[Finding]:
    """Every finding of the folder ``sources``, causes first. ``today`` decides which reviews ran out.

    Nothing is said about a topic one of whose files cannot be read, but that: the rest would follow from it.
    With a file ``ledger`` only what changed since it was written is judged anew, with the same result.
    Raises ``Cancelled``.
    """
    return findings_of(Survey(sources, pictures, ledger).look(progress, cancel, today))


def findings_of(found: Surveyed) -> list[Finding]:
    """The findings of a look, without those that only follow from a file nobody could read."""
    unread = {_topic_of(one) for one in found.reading if one.rule in _UNREAD}
    told = [one for one in found.reading if one.rule in _UNREAD or _topic_of(one) not in unread]
    told += [
        one for one in found.judged if _topic_of(one) not in unread and _FOLLOWS.get(one.rule) not in unread
    ]
    return causes_first(told)


def _topic_of(finding: Finding) -> str:
    """The topic's folder, or the file itself where it belongs to no topic."""
    return finding.file.rsplit("/", 1)[0]


def disagreement_table(sources: Path) -> dict[str, Any]:
    """The table of disagreements.yaml with whether each sentence stands on its page (docs/figures)."""
    return ground.disagreement_table(read_sources(sources))


def readability_table(sources: Path) -> dict[str, Any]:
    """Worst and median of every judged page in each language, as plain data (docs/figures)."""
    return wording.readability_table(read_sources(sources))


def review_table(sources: Path, pictures: Path, today: date | None = None) -> list[dict[str, str]]:
    """How each sound topic stands: topic, state, reviewer, until, author and code, all texts."""
    read = read_sources(sources)
    known = Known(read, {}, Catalogue(pictures), today or date.today())
    rows = []
    for name, topic in read.topics.items():
        if topic.sound:
            stands, code = standing(Around(known), topic), galley_in(topic, read.ground, pictures).code
            who = {"reviewer": stands.reviewer, "until": stands.until, "author": author_of(topic)}
            rows.append({"topic": name, "state": stands.state, **who, "code": code})
    return rows
