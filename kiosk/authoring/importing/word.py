"""A Word file's headings, paragraphs and list lines in order; decides nothing about pages.

The library reads the file; what it cannot tell (tracked changes, text boxes, fields) is looked for in its
element tree. Whatever stands in the file and is no plain words goes to the notes with its place.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from kiosk.authoring.cancel import Cancel, heed
from kiosk.authoring.importing.brought import ImportRefused, Notes, Piece
from kiosk.authoring.importing.mending import list_line, mend
from kiosk.authoring.importing.opening import Opened
from kiosk.authoring.importing.word_runs import Line, Runs, local, own_text

if TYPE_CHECKING:
    from docx.document import Document
    from docx.styles.style import BaseStyle

_HEADING = re.compile(r"heading (\d)", re.IGNORECASE)
_WRAPS = frozenset({"customXml", "smartTag", "ins", "moveTo", "sdtContent", "Choice"})
_LONGEST_BOLD_HEADING = 10
"""Words of a line that is bold throughout and read as a heading."""


def read_word(opened: Opened, notes: Notes, cancel: Cancel) -> list[Piece]:
    """The pieces of a .docx. Raises ``ImportRefused`` for a file the library cannot read, ``Cancelled``."""
    import docx
    from docx.opc.exceptions import OpcError

    try:
        document = docx.Document(io.BytesIO(opened.data))
        return _Reader(document, notes, cancel).read()
    except (
        OpcError,
        SyntaxError,
        zipfile.BadZipFile,
        LookupError,
        ValueError,
        TypeError,
        AttributeError,
    ) as fault:
        why = f"it is damaged or was not written by Word ({type(fault).__name__})"
        remedy = "open it in Word and save it anew as .docx"
        raise ImportRefused(f"{opened.name}: {why}; {remedy}. Nothing was written") from None


class _Reader:
    """Walks the body once. ``number`` counts paragraphs that hold words, as a reader would count them."""

    def __init__(self, document: Document, notes: Notes, cancel: Cancel) -> None:
        self.document = document
        self.notes = notes
        self.cancel = cancel
        self.runs = Runs(document, notes)
        self.styles: dict[str, BaseStyle] = {style.style_id: style for style in document.styles}
        self.number = 0
        self.tables = 0
        self.pieces: list[Piece] = []
        self.joined: list[Line] = []

    def read(self) -> list[Piece]:
        for paragraph in self._paragraphs(self.document.element.body):
            heed(self.cancel)
            self._paragraph(paragraph)
        self._headers()
        self.runs.close()
        return self.pieces

    # --- what stands in the body ---------------------------------------------------------------------

    def _paragraphs(self, parent: Any) -> Iterator[Any]:
        for child in parent:
            name = local(child)
            if name == "p":
                yield child
            elif name == "tbl":
                yield from self._table(child)
            elif name == "sdt":
                yield from self._control(child)
            elif name == "AlternateContent":
                yield from self._paragraphs(child[0] if len(child) else [])
            elif name in _WRAPS:
                yield from self._paragraphs(child)
            elif name in ("del", "moveFrom"):
                self.runs.tracked += 1
            elif name == "altChunk":
                remedy = "Open the file in Word and save it anew, then bring it in again."
                self.notes.leave("another document put inside this one", self.place, "", remedy)

    def _control(self, control: Any) -> Iterator[Any]:
        gallery = [one for one in control.iter() if local(one) == "docPartGallery"]
        if any("Table of Contents" in str(value) for one in gallery for value in one.attrib.values()):
            self._contents()
            return
        for child in control:
            if local(child) == "sdtContent":
                yield from self._paragraphs(child)

    def _contents(self) -> None:
        what, remedy = "the table of contents", "Nothing to do: a page has its own list of parts."
        self.notes.leave(what, self.place, "", remedy)

    def _table(self, table: Any) -> Iterator[Any]:
        rows = [row for row in table if local(row) == "tr"]
        cells = [[cell for cell in row if local(cell) == "tc"] for row in rows]
        if len(rows) == 1 and len(cells[0]) == 1:  # a frame around words, not a table
            yield from self._paragraphs(cells[0][0])
            return
        self.tables += 1
        what = f"a table of {len(rows)} rows and {max(map(len, cells), default=0)} columns"
        remedy = "Write it as a list, or bring it in from a spreadsheet as a timeline or glossary."
        self.notes.leave(what, f"table {self.tables}, after {self.place}", own_text(table), remedy)

    # --- one paragraph -------------------------------------------------------------------------------

    @property
    def place(self) -> str:
        return f"paragraph {self.number}" if self.number else "the beginning"

    def _paragraph(self, paragraph: Any) -> None:
        lines = self.runs.read(paragraph, f"paragraph {self.number + 1}")
        if self.joined and lines:
            lines = [self.joined[-1].and_then(lines[0]), *lines[1:]]
            lines = [*self.joined[:-1], *lines]
        elif self.joined:
            lines = self.joined
        self.joined = []
        if self.runs.mark_deleted(paragraph):  # accepted, the next paragraph follows on in this one
            self.joined = lines
            return
        if any(line.text.strip() for line in lines):
            self.number += 1
            self._piece(paragraph, [line for line in lines if line.text.strip()])

    def _piece(self, paragraph: Any, lines: list[Line]) -> None:
        style, level = self._style(paragraph)
        if style.startswith("toc "):
            if not (self.notes.left and self.notes.left[-1].what == "the table of contents"):
                self._contents()
            return
        whole = " ".join(line.text for line in lines)
        listed = level is None and self._listed(paragraph, style)
        if level is None and not listed and len(lines) == 1 and self._bold_heading(lines[0]):
            self.notes.mended["bold lines read as headings"] += 1
            level = 9
        elif level is None:
            self.runs.note_looks(lines, self.place)
        if level is not None:
            self.pieces.append(Piece("heading", whole, self.place, level))
            return
        for line in lines:
            text = mend(line.text, self.notes)
            behind = list_line(text, self.notes)
            if listed or behind is not None:
                self.pieces.append(Piece("list", text if behind is None else behind, self.place))
            else:
                self.pieces.append(Piece("paragraph", text, self.place))

    @staticmethod
    def _bold_heading(line: Line) -> bool:
        words = line.text.split()
        short = 0 < len(words) <= _LONGEST_BOLD_HEADING and not line.text.rstrip().endswith((".", ",", ";"))
        return short and line.all_bold

    def _style(self, paragraph: Any) -> tuple[str, int | None]:
        """The style's name in small letters, and the heading level it or one it is based on gives."""
        properties = next((one for one in paragraph if local(one) == "pPr"), ())
        named = next((own_value(one) for one in properties if local(one) == "pStyle"), "")
        style = self.styles.get(named)
        name = str(style.name or "").lower() if style is not None else ""
        for _ in range(10):
            if style is None:
                break
            title = str(style.name or "")
            found = _HEADING.match(title)
            if found:
                return name, int(found.group(1))
            if title.lower() == "title":
                return name, 0
            style = getattr(style, "base_style", None)
        outline = next((own_value(one) for one in properties if local(one) == "outlineLvl"), "")
        return name, int(outline) + 1 if outline.isdigit() and int(outline) < 9 else None

    def _listed(self, paragraph: Any, style: str) -> bool:
        """Whether Word shows a bullet or a number before this paragraph."""
        held = [one for one in paragraph if local(one) == "pPr"]
        named = next((own_value(one) for p in held for one in p if local(one) == "pStyle"), "")
        found = self.styles.get(named)
        for _ in range(10):
            if found is None:
                break
            held += [one for one in found.element if local(one) == "pPr"]
            found = getattr(found, "base_style", None)
        for properties in held:
            for numbering in (one for one in properties if local(one) == "numPr"):
                values = {local(one): own_value(one) for one in numbering}
                if values.get("numId") == "0":  # numbering taken off by hand
                    return False
                if values.get("ilvl", "0") != "0":
                    self.notes.mended["lists within lists made flat"] += 1
                return True
        return style.startswith(("list bullet", "list number"))

    # --- what stands around the body -----------------------------------------------------------------

    def _headers(self) -> None:
        """Words above and below every page, once each."""
        seen = set()
        for section in self.document.sections:
            for what, edge in (
                ("a header", section.header),
                ("a header", section.first_page_header),
                ("a footer", section.footer),
                ("a footer", section.first_page_footer),
            ):
                if edge.is_linked_to_previous:
                    continue
                cells = [cell.text for table in edge.tables for row in table.rows for cell in row.cells]
                words = " ".join(" ".join([*(one.text for one in edge.paragraphs), *cells]).split())
                if words and (what, words) not in seen:
                    seen.add((what, words))
                    remedy = "Write it on the page if patients need it there."
                    self.notes.leave(f"{what} of the printed page", "every page", words, remedy)


def own_value(element: Any) -> str:
    """The ``w:val`` of an element, or an empty text."""
    return next((str(value) for name, value in element.attrib.items() if name.endswith("}val")), "")
