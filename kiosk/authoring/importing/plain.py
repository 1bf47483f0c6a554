"""Plain text and Markdown as headings, paragraphs and list lines; and the letters of any text file.

Plain text has no headings of its own: a short line between blank lines that ends no sentence is read as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kiosk.authoring.importing.brought import ImportRefused, Notes, Piece
from kiosk.authoring.importing.mending import list_line, mend
from kiosk.authoring.importing.opening import Opened

_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*")
_UNDERLINE = re.compile(r"(=|-|~){3,}")
_RULE = re.compile(r"([-*_]\s*){3,}")
_FENCE = re.compile(r"(```|~~~)")
_PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]*)\)")
_LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)[^)]*\)|\[([^\]]+)\]\[[^\]]*\]")
_FOOTNOTE = re.compile(r"\[\^[^\]]+\]:?")
_BOLD = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_ITALIC = re.compile(r"(?<![\w*])([*_])(?=[^\s*_])(.+?)(?<=[^\s*_])\1(?![\w*])")
_CODE = re.compile(r"`+([^`]+)`+")
_LONGEST_HEADING = 8
"""Words of a lone line that is read as a heading."""


def text_of(opened: Opened, notes: Notes) -> str:
    """The text of a file saved as UTF-8, UTF-16 or Windows text. Raises ``ImportRefused`` for no text."""
    data = opened.data
    code = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = data.decode(code)
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
        remedy = "Look at the accents and quotes; if one is wrong, save the file as UTF-8 first."
        notes.leave("the file is no UTF-8 and was read as Windows text", "the whole file", "", remedy)
    if "\0" in text:
        why = "this is no text; name a .docx, .txt, .md, .xlsx or .csv"
        raise ImportRefused(f"{opened.name}: {why}. Nothing was written")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_plain(opened: Opened, notes: Notes) -> list[Piece]:
    """The pieces of a .txt or .md file."""
    text = text_of(opened, notes)
    markdown = opened.form == "markdown"
    if markdown:
        text = _without_front(text, notes)
    pieces: list[Piece] = []
    for block in _blocks(text):
        pieces += _block(block, markdown, notes, first=not pieces)
    return pieces


def _without_front(text: str, notes: Notes) -> str:
    """``text`` without the key lines some programs put first between two ``---``."""
    found = re.match(r"---\n.*?\n---\n", text, re.DOTALL)
    if found:
        remedy = "Write into topic.yaml what the page needs of it."
        notes.leave("key lines before the text", "line 1", found.group(), remedy)
        text = "\n" * found.group().count("\n") + text[found.end() :]
    return text


def _blocks(text: str) -> Iterator[list[tuple[int, str]]]:
    """Runs of lines between blank lines, each line with its number."""
    block: list[tuple[int, str]] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            block.append((number, line.rstrip()))
        elif block:
            yield block
            block = []
    if block:
        yield block


def _block(block: list[tuple[int, str]], markdown: bool, notes: Notes, first: bool) -> Iterator[Piece]:
    number, line = block[0]
    lines = block
    if len(block) >= 2 and _UNDERLINE.fullmatch(block[1][1].strip()):
        level = 1 if block[1][1].strip().startswith("=") else 2
        yield Piece("heading", _plain(line, markdown, number, notes), f"line {number}", level)
        lines = block[2:]
    elif len(block) == 1 and not markdown and _lone_heading(line):
        level = 0 if first else 2
        notes.mended["lone lines read as headings"] += not first
        yield Piece("heading", line.strip(), f"line {number}", level)
        return
    yield from _lines(lines, markdown, notes)


def _lone_heading(line: str) -> bool:
    text = line.strip()
    short = len(text.split()) <= _LONGEST_HEADING and any(letter.isalpha() for letter in text)
    return short and not text.endswith((".", ",", ";", "!", "…")) and list_line(text, Notes()) is None


def _lines(lines: list[tuple[int, str]], markdown: bool, notes: Notes) -> Iterator[Piece]:
    """Paragraphs and list lines of one block; a line that follows on joins the one above it."""
    open_piece: Piece | None = None
    for number, line in lines:
        place = f"line {number}"
        text = line.strip()
        heading = _HEADING.fullmatch(text) if markdown else None
        if heading:
            if open_piece:
                yield open_piece
                open_piece = None
            yield Piece(
                "heading", _plain(heading.group(2), True, number, notes), place, len(heading.group(1))
            )
            continue
        if markdown and (text.startswith("|") or text.count("|") > 2):
            remedy = "Write it as a list, or bring it in from a spreadsheet."
            notes.leave("a line of a table", place, text, remedy)
            continue
        if _RULE.fullmatch(text) or _FENCE.match(text):
            continue
        if text.startswith(">"):
            notes.mended["quotation marks at the start of lines"] += 1
            text = text.lstrip("> ")
        text = mend(_plain(text, markdown, number, notes), notes)
        behind = list_line(text, notes)
        if behind is not None:
            if open_piece:
                yield open_piece
            open_piece = Piece("list", behind, place)
        elif open_piece and text:
            open_piece = Piece(open_piece.kind, f"{open_piece.text} {text}", open_piece.place)
        elif text:
            open_piece = Piece("paragraph", text, place)
    if open_piece:
        yield open_piece


def _plain(text: str, markdown: bool, number: int, notes: Notes) -> str:
    """A line without Markdown's own signs; what they meant is noted."""
    if not markdown:
        return text
    place = f"line {number}"
    for found in _PICTURE.finditer(text):
        remedy = "Choose a picture of the catalogue, or have one made; see docs/pictures.md."
        notes.leave("a picture", place, found.group(1) or found.group(2), remedy)
    text = _PICTURE.sub("", text)
    for found in _LINK.finditer(text):
        remedy = (
            f"Pages lead nowhere outside: say in words whom to ask. It led to {(found.group(2) or '')[:80]}"
        )
        notes.leave("a link", place, found.group(1) or found.group(3), remedy.rstrip("."))
    text = _LINK.sub(lambda found: found.group(1) or found.group(3), text)
    for found in _FOOTNOTE.finditer(text):
        remedy = "If it names a source, put its fact ids into topic.yaml."
        notes.leave("a footnote", place, text[found.end() :] or found.group(), remedy)
    text = _FOOTNOTE.sub("", text)
    for what, pattern, group in (("bold words", _BOLD, 2), ("italic words", _ITALIC, 2), ("code", _CODE, 1)):
        for found in pattern.finditer(text):
            remedy = "Nothing to do if the sentence says it; pages hold plain words only."
            notes.leave(what, place, found.group(group), remedy)
        text = pattern.sub(lambda found, group=group: found.group(group), text)  # type: ignore[misc]
    return text
