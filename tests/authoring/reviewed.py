"""A small clinic whose pages can be approved: an author, and two reviewers with keys; judges nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kiosk.authoring.approvals import standing
from kiosk.authoring.around import Around, Known
from kiosk.authoring.check import check_sources
from kiosk.authoring.findings import Finding
from kiosk.authoring.pictures import Catalogue
from kiosk.authoring.reviewers import new_key
from kiosk.authoring.signing import Laid, approve, lay
from kiosk.authoring.sources import read_sources

TODAY = date(2026, 11, 23)
PHRASE = "four words on paper"
DISCS = "topics/discs/topic.yaml"


class Clinic:
    """The small sources with an author and two reviewers who have keys."""

    def __init__(self, sources: Path, pictures: Path, keys: Path) -> None:
        self.sources, self.pictures, self.keys = sources, pictures, keys
        lines = [new_key(name, "Surgeon", keys / f"{name}.pem", PHRASE) for name in ("Reader", "Writer")]
        (sources / "reviewers.yaml").write_text("\n".join(["reviewers:", *lines]) + "\n", "utf-8")
        self.put(DISCS, "owner: tests", "owner: tests\nauthor: Writer")

    def put(self, file: str, old: str, new: str) -> None:
        text = (self.sources / file).read_text("utf-8")
        assert old in text
        (self.sources / file).write_text(text.replace(old, new, 1), "utf-8")

    def lay(self, topic: str = "discs") -> Laid:
        return lay(self.sources, self.pictures, topic)

    def approve(
        self, who: str = "Reader", until: str = "", phrase: str = PHRASE, topic: str = "discs"
    ) -> None:
        approve(self.sources, self.lay(topic), self.keys / f"{who}.pem", phrase, until, TODAY)

    def stands(self, today: date = TODAY) -> tuple[str, str]:
        """The state that counts, and the rule that says why it is not another."""
        read = read_sources(self.sources)
        known = Known(read, {}, Catalogue(self.pictures), today)
        found = standing(Around(known), read.topics["discs"])
        return found.state, found.rule

    def findings(self, today: date = TODAY) -> list[Finding]:
        return check_sources(self.sources, self.pictures, lambda *_: None, today)
