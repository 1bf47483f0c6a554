"""Is what is called approved approved, by whom, of what, and until when; judges no words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from kiosk.authoring.approvals import standing
from kiosk.authoring.findings import Finding, error, warning
from kiosk.authoring.reviewers import REVIEWERS, key_faults
from kiosk.authoring.sources import Sources


def check_reviews(sources: Sources, pictures: Path, today: date) -> Iterator[Finding]:
    """Approvals that are missing, forged, revoked, of other words or of another day."""
    for line, message, remedy in key_faults(sources):
        yield error(REVIEWERS, line, "review.key", message, remedy)
    for topic in sources.topics.values():
        if not topic.sound:
            continue
        stands = standing(sources, topic, pictures, today)
        if stands.rule:
            tell = error if stands.grave else warning
            line = topic.line("state")
            yield tell(topic.structure.file, line, stands.rule, stands.message, stands.remedy)
