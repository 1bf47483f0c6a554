"""Headings, paragraphs and list lines as the parts of a page; knows no file format and writes no file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from kiosk.authoring.importing.brought import ImportRefused, Notes, Piece
from kiosk.authoring.importing.mending import TODO, line_of, title_of

TEXT_KINDS = {"article": "sections", "about": "sections", "walkthrough": "steps", "questions": "groups"}
"""The kinds a text can become, with the key of topic.yaml that lists its parts."""

_LEAD_PARAGRAPHS = 3
_ID_WORDS, _ID_LETTERS = 5, 40
_TAKEN = frozenset({"lead", "true", "false", "null"})


@dataclass(frozen=True, slots=True)
class Said:
    """One paragraph or list line, as the sources hold it."""

    kind: Literal["paragraph", "list"]
    text: str


@dataclass(slots=True)
class PagePart:
    """What stands under one ``## id: Title``; ``fields`` holds the main text under ""."""

    id: str
    title: str
    say: str = ""
    fields: dict[str, list[Said]] = field(default_factory=dict)


@dataclass(slots=True)
class Shaped:
    """One page in one language. ``structure`` are the lines of topic.yaml that its kind asks for.

    ``grounded`` names parts whose facts stand in ``structure`` already.
    """

    kind: str
    title: str
    structure: str
    lead: list[Said] = field(default_factory=list)
    parts: list[PagePart] = field(default_factory=list)
    grounded: frozenset[str] = frozenset()


class Ids:
    """Ids for parts, made of their titles; no two are the same."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def of(self, title: str) -> str:
        """A short id of the title's first words, in small letters without accents."""
        folded = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode("ascii").lower()
        words = re.findall(r"[a-z0-9]+", re.sub(r"['’]", "", folded))[:_ID_WORDS]
        while len(words) > 1 and len("-".join(words)) > _ID_LETTERS:
            words.pop()
        stem = "-".join(words)[:_ID_LETTERS]
        if not stem or stem == TODO.lower():
            stem = "part"
        if stem.isdigit() or stem in _TAKEN:
            stem = f"part-{stem}"
        name, number = stem, 1
        while name in self._given:
            number += 1
            name = f"{stem}-{number}"
        self._given.add(name)
        return name


def shape_text(pieces: list[Piece], kind: str, notes: Notes) -> Shaped:
    """A text as a page of ``kind``. Raises ``ImportRefused`` for no words, or a kind no text can become.

    The title is the file's own, or its one topmost first heading; every other heading opens a part.
    """
    if kind not in TEXT_KINDS:
        known = ", ".join(TEXT_KINDS)
        raise ImportRefused(
            f"a text cannot become a page of the kind “{kind}”; use --kind with one of: {known}"
        )
    if not pieces:
        raise ImportRefused(
            "there are no words in this file that could be brought in; look at it in its program"
        )
    title, place, rest = _title(pieces)
    shaped = Shaped(kind, title_of(title, place, notes) if title else TODO, "")
    if shaped.title == TODO:
        notes.leave("no title was found", "the beginning", "", "Write it in place of TODO behind “# ”.")
    ids = Ids()
    part: PagePart | None = None
    for piece in rest:
        if piece.kind == "heading":
            heading = title_of(piece.text, piece.place, notes)
            part = PagePart(ids.of(heading), heading, fields={"": []})
            shaped.parts.append(part)
            continue
        text = line_of(piece.text, piece.kind, piece.place, notes)
        if text:
            (part.fields[""] if part else shaped.lead).append(Said(piece.kind, text))
    _settle_lead(shaped, ids, notes)
    for part in shaped.parts:
        if not part.fields[""]:
            what, remedy = "a heading without words below it", "Write them in place of TODO, or take it out."
            notes.leave(what, f"part “{part.id}”", part.title, remedy)
    key = TEXT_KINDS[kind]
    listed = "".join(f"  - {{id: {part.id}}}\n" for part in shaped.parts)
    shaped.structure = f"{key}:\n{listed}" if listed else f"{key}: []\n"
    return shaped


def _title(pieces: list[Piece]) -> tuple[str, str, list[Piece]]:
    """The title, its place, and the pieces without it; an empty title where the file has none."""
    for at, piece in enumerate(pieces):
        if piece.kind == "heading" and piece.level == 0:
            return piece.text, piece.place, pieces[:at] + pieces[at + 1 :]
    levels = [piece.level for piece in pieces if piece.kind == "heading"]
    first = pieces[0]
    if first.kind == "heading" and first.level == min(levels) and levels.count(first.level) == 1:
        return first.text, first.place, pieces[1:]
    return "", "", pieces


def _settle_lead(shaped: Shaped, ids: Ids, notes: Notes) -> None:
    """Leave in the lead what carries the page; a list, or a long beginning, becomes a part of its own."""
    lead = shaped.lead
    short = len(lead) <= _LEAD_PARAGRAPHS and all(one.kind == "paragraph" for one in lead)
    if short and (shaped.parts or len(lead) <= 1):
        return
    first = 1 if lead[0].kind == "paragraph" else 0
    shaped.lead, rest = lead[:first], lead[first:]
    if rest:
        part = PagePart(ids.of("beginning"), TODO, fields={"": rest})
        shaped.parts.insert(0, part)
        remedy = "Give it a title in place of TODO, or move its words."
        notes.leave("words before the first heading became a part of their own", "the beginning", "", remedy)


def each_field(shaped: Shaped, visit: Callable[[str, str, list[Said]], None]) -> None:
    """Call ``visit`` with part, field and lines of every field that holds words, the lead first."""
    if shaped.lead:
        visit("lead", "", shaped.lead)
    for part in shaped.parts:
        for name, lines in part.fields.items():
            visit(part.id, name, lines)
