"""Is what is called approved approved, by whom, of what, and until when; judges no words."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.authoring.approvals import standing
from kiosk.authoring.around import Around, Known
from kiosk.authoring.findings import Finding, error, warning
from kiosk.authoring.reviewers import REVIEWERS, key_faults
from kiosk.authoring.sources import Topic


def check_site(known: Known) -> Iterator[Finding]:
    """Keys of reviewers.yaml that are none."""
    for line, message, remedy in key_faults(known.site.reviewers):
        yield error(REVIEWERS, line, "review.key", message, remedy)


def check_topic(topic: Topic, around: Around) -> Iterator[Finding]:
    """An approval that is missing, forged, revoked, of other words or of another day."""
    if not topic.sound:
        return
    stands = standing(around, topic)
    if stands.rule:
        tell = error if stands.grave else warning
        line = topic.line("state")
        yield tell(topic.structure.file, line, stands.rule, stands.message, stands.remedy)
