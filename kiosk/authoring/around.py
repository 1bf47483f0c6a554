"""What a topic's checks and pages ask of anything but its own files, each question noted; judges nothing.

A topic is judged and compiled through an ``Around``. It notes every question, and ``Known`` gives a short
text for each answer: as long as those stay the same, so do the topic's findings and pages.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from kiosk.authoring.facts import Fact
from kiosk.authoring.findings import near
from kiosk.authoring.gist import Gist, digest_of
from kiosk.authoring.located import Located
from kiosk.authoring.picture_entries import Shown
from kiosk.authoring.pictures import Catalogue
from kiosk.authoring.sources import Sources
from kiosk.content.records import Language, Rendition


@dataclass(slots=True)
class Known:
    """Everything around each topic on one day: the site's own files, the gists, the pictures."""

    site: Sources
    gists: dict[str, Gist]
    catalogue: Catalogue
    today: date
    _answers: _Answers = field(init=False)
    _explained: set[str] | None = None
    _reviewed: dict[str, list[tuple[str, int, dict[str, Any]]]] | None = None

    def __post_init__(self) -> None:
        self._answers = _Answers(self._answer)

    def digest(self, questions: list[str]) -> str:
        """One digest of the answers to several questions: it differs whenever one of them does."""
        told = "\0".join([self._answers[question] for question in questions])
        return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:32]

    def _answer(self, question: str) -> str:
        kind, _, what = question.partition(" ")
        found: str = getattr(self, f"_{kind}")(what)
        return found

    def forget(self) -> None:
        """Gists or pictures have changed: every answer is to be found again."""
        self._answers.clear()
        self._explained = None

    def fact(self, name: str) -> Fact | None:
        """A line of facts.md. Its words are shown nowhere; what is shown of it is in ``_fact``."""
        return self.site.ground.facts.get(name)

    def explained(self) -> set[str]:
        """Every word a glossary explains, each behind its language and a blank."""
        if self._explained is None:
            self._explained = {
                f"{language} {term}"
                for gist in self.gists.values()
                for language, terms in gist.terms.items()
                for term in terms
            }
        return self._explained

    def reviewed(self, topic: str) -> list[tuple[str, int, dict[str, Any]]]:
        """The sentences of disagreements.yaml that must stand in a topic: id of the line, number, row."""
        if self._reviewed is None:
            self._reviewed = {}
            for name, index, row in reviewed_rows(self.site.disagreements):
                self._reviewed.setdefault(str(row.get("topic", "")), []).append((name, index, row))
        return self._reviewed.get(topic, [])

    # --- answers as texts ----------------------------------------------------------------------------

    def _topic(self, name: str) -> str:
        gist = self.gists.get(name)
        return gist.face if gist else ""

    def _topics(self, _: str) -> str:
        return digest_of(list(self.gists))

    def _fact(self, name: str) -> str:
        fact = self.fact(name)
        if fact is None:
            return ""
        return f"fact {fact.sources}" + (f" withdrawn in line {fact.line}" if fact.withdrawn else "")

    def _said(self, name: str) -> str:
        fact = self.fact(name)
        return fact.said if fact else ""

    def _source(self, code: str) -> str:
        title = self.site.ground.titles.get(code)
        return "" if title is None else f"source {title}"

    def _word(self, key: str) -> str:
        return digest_of(self.site.interface.data.get(key))

    def _reviewers(self, _: str) -> str:
        return digest_of(self.site.reviewers.data)

    def _reached(self, day: str) -> str:
        return "yes" if self.today.isoformat() >= day else ""

    def _explains(self, term: str) -> str:
        return "yes" if term in self.explained() else ""

    def _sentences(self, topic: str) -> str:
        lines = self.reviewed(topic)
        if not lines:
            return ""
        table = self.site.disagreements
        return digest_of([lines, [table.line(name, "sentences", index) for name, index, _ in lines]])

    def _picture(self, name: str) -> str:
        return self.catalogue.state(name)

    def _pictures(self, _: str) -> str:
        return digest_of(sorted(self.catalogue.names()))

    def _frames(self, stem: str) -> str:
        return ",".join(self.catalogue.frames(stem))

    def _made(self, name: str) -> str:
        sizes = ",".join(size.blob for size in self.catalogue.renditions(name))
        return f"{sizes} {self.catalogue.outlines(name)}"

    def _pixels(self, path: str) -> str:
        return self.catalogue.pixels(path)


class _Answers(dict[str, str]):
    """Each question with its answer, found when it is first looked up."""

    def __init__(self, find: Callable[[str], str]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, question: str) -> str:
        found = self[question] = self._find(question)
        return found


class Around:
    """``known`` as one topic asks it. ``bare`` leaves sizes of pictures out: checks do not need them made."""

    def __init__(self, known: Known, bare: bool = True) -> None:
        self.known = known
        self.bare = bare
        self.asked: dict[str, None] = {}
        self.folder = known.site.folder
        self.languages = known.site.languages

    # Every topic's findings and pages hang on these two: the ledger is begun anew when they change.

    @property
    def sample(self) -> bool:
        """Whether the edition says that nobody has reviewed it."""
        return bool(self.known.site.edition.data.get("sample", True))

    @property
    def falls_back(self) -> bool:
        """Whether a stale translation gives way to the original."""
        return bool(self.known.site.edition.data.get("stale_translations") == "fall_back")

    def _ask(self, kind: str, what: str = "") -> None:
        self.asked[f"{kind} {what}"] = None

    def topic(self, name: str) -> Gist | None:
        """Another topic: only what its ``face`` covers may be used of it."""
        self._ask("topic", name)
        return self.known.gists.get(name)

    def near_topic(self, name: str) -> str:
        """The beginning of a remedy that offers the topic most like ``name``."""
        self._ask("topics")
        return near(name, self.known.gists)

    def fact(self, name: str) -> Fact | None:
        """A fact: its sources, or where it was withdrawn."""
        self._ask("fact", name)
        return self.known.fact(name)

    def fact_line(self, name: str) -> str:
        """All that facts.md says of a fact; "" where it has none of this id."""
        self._ask("said", name)
        fact = self.known.fact(name)
        return fact.said if fact else ""

    def has_source(self, code: str) -> bool:
        """Whether sources.md lists a code."""
        self._ask("source", code)
        return code in self.known.site.ground.titles

    def citations(self, facts: list[str], extra: list[str], language: Language) -> tuple[str, ...]:
        """The sources of these facts in words."""
        ground = self.known.site.ground
        for name in facts:
            fact = self.fact(name)
            for code in fact.sources if fact else ():
                self._ask("source", code)
        for code in extra:
            self._ask("source", code)
        return ground.citations(facts, extra, language)

    def word(self, key: str, language: Language) -> str | None:
        """A word of the kiosk itself; None where interface.yaml has no entry of that key."""
        self._ask("word", key)
        entry = self.known.site.interface.data.get(key)
        return str(entry.get(language, "")) if isinstance(entry, dict) else None

    def reviewers(self) -> Located:
        """reviewers.yaml."""
        self._ask("reviewers")
        return self.known.site.reviewers

    def reviewed(self, topic: str) -> list[tuple[str, int, dict[str, Any]]]:
        """The reviewed sentences that must stand in a topic."""
        self._ask("sentences", topic)
        return self.known.reviewed(topic)

    def explains(self, language: Language, term: str) -> bool:
        """Whether a glossary has this word."""
        self._ask("explains", f"{language} {term}")
        return f"{language} {term}" in self.known.explained()

    # --- days ----------------------------------------------------------------------------------------

    def past(self, day: date) -> bool:
        """Whether ``day`` is over."""
        return day < date.max and self._reached(day + timedelta(days=1))

    def within(self, day: date, days: int) -> bool:
        """Whether fewer than ``days`` days are left until ``day``."""
        return day.toordinal() < days or self._reached(day - timedelta(days=days - 1))

    def _reached(self, day: date) -> bool:
        self._ask("reached", day.isoformat())
        return self.known.today >= day

    # --- pictures ------------------------------------------------------------------------------------

    def has_picture(self, name: str) -> bool:
        """Whether the catalogue has a sound entry of this name."""
        self._ask("picture", name)
        return name in self.known.catalogue.names()

    def near_picture(self, name: str) -> str:
        """The beginning of a remedy that offers the picture most like ``name``."""
        self._ask("pictures")
        return near(name, self.known.catalogue.names())

    def shown(self, name: str) -> Shown | None:
        """A picture as shown, None where it cannot be."""
        self._ask("picture", name)
        return self.known.catalogue.shown(name)

    def fault(self, name: str) -> str:
        """Why a picture of the catalogue cannot be used, or ""."""
        self._ask("picture", name)
        return self.known.catalogue.fault(name)

    def frames(self, stem: str, every: int = 1) -> list[str]:
        """A turn's frames."""
        self._ask("frames", stem)
        return self.known.catalogue.frames(stem, every)

    def renditions(self, name: str) -> tuple[Rendition, ...]:
        """The sizes made of a picture; none for a check."""
        if self.bare:
            return ()
        self._ask("made", name)
        return self.known.catalogue.renditions(name)

    def outlines(self, name: str) -> str:
        """The blob of a picture's outlines; none for a check."""
        if self.bare:
            return ""
        self._ask("made", name)
        return self.known.catalogue.outlines(name)

    def pixels(self, paths: list[str]) -> Path:
        """The folder of the pictures, for who reads there all that these paths name."""
        for path in paths:
            self._ask("pixels", path)
        return self.known.catalogue.folder


def reviewed_rows(table: Located) -> list[tuple[str, int, dict[str, Any]]]:
    """Every sentence of disagreements.yaml: its line's id, its number there, and what stands there."""
    found: list[tuple[str, int, dict[str, Any]]] = []
    for name, entry in table.data.items():
        listed = entry.get("sentences") if isinstance(entry, dict) else None
        rows = listed if isinstance(listed, list) else []
        found += [(name, index, row) for index, row in enumerate(rows) if isinstance(row, dict)]
    return found
