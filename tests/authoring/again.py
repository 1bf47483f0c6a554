"""Sources that are checked and built again and again with a ledger, and each time from nothing beside it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from kiosk.authoring.build import build_checked
from kiosk.authoring.check import check_sources
from kiosk.authoring.findings import SourcesRefused
from kiosk.authoring.progress import silent

TODAY = date(2026, 11, 23)


class Again:
    """``agrees`` is the whole of it: with the ledger and without comes out the same."""

    def __init__(self, sources: Path, pictures: Path, place: Path, renditions: Path) -> None:
        self.sources, self.pictures, self.place, self.renditions = sources, pictures, place, renditions
        self.ledger = place / "kept" / "sources.ledger"
        self.out = place / "edition"
        self.today = TODAY
        self.compiled: frozenset[str] = frozenset()
        self._turn = 0

    def put(self, file: str, old: str, new: str) -> None:
        """Replace ``old`` once in a file of the sources."""
        path = self.sources / file
        text = path.read_text("utf-8")
        assert old in text, f"{old!r} is not in {file}"
        path.write_text(text.replace(old, new, 1), "utf-8")

    def found(self, out: Path, ledger: Path | None) -> tuple[list[dict[str, Any]], str]:
        """The findings of a check as JSON has them, and the root of a build or that it was refused."""
        checked = check_sources(self.sources, self.pictures, silent, self.today, ledger=ledger)
        try:
            built = build_checked(
                self.sources,
                self.pictures,
                out,
                silent,
                ledger=ledger,
                kept=self.renditions,
                today=self.today,
            )
        except SourcesRefused as refused:
            self.compiled = frozenset()
            told, root = list(refused.findings), "refused"
            assert told == checked or told[0].rule == "home"
        else:
            assert list(built.findings) == checked
            self.compiled, root = built.topics, built.root_sha256
        return [asdict(one) for one in checked], root

    def agrees(self) -> tuple[list[str], str]:
        """Check and build with the ledger, and again from nothing; the rules found and the root of both."""
        self._turn += 1
        whole = self.found(self.place / f"whole-{self._turn}", None)
        again = self.found(self.out, self.ledger)
        assert again == whole
        return [f"{one['file']}: {one['rule']}" for one in again[0]], again[1]
