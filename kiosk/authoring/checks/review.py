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
    """An approval that is missing, forged, revoked, of other words or of another day.

    Patients meet approved pages only: where the edition is no sample, any other page is an error.
    """
    if not topic.sound:
        return
    stands = standing(around, topic)
    file, line = topic.structure.file, topic.line("state")
    barred = not around.sample and stands.state != "approved"
    if stands.rule:
        tell = error if stands.grave or barred else warning
        yield tell(file, line, stands.rule, stands.message, stands.remedy)
    elif barred:
        message = (
            f"nobody has approved this page ({stands.state.replace('_', ' ')}), and the edition is no sample"
        )
        remedy = (
            f"Have it approved (python main.py content approve {topic.id} --key FILE), or take its folder "
            "out of “topics”, or say “sample: true” in edition.yaml."
        )
        yield error(file, line, "review.none", message, remedy)
