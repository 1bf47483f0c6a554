"""Real Word files and spreadsheets for the import tests, written by the libraries that read them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
from docx.document import Document
from docx.oxml.parser import parse_xml

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def word(path: Path, write: Callable[[Document], Any]) -> Path:
    """A .docx at ``path`` with what ``write`` put into it."""
    document = docx.Document()
    write(document)
    document.save(str(path))
    return path


def put(document: Document, xml: str) -> None:
    """One element at the end of the body, as Word would have written it; ``w:`` is its namespace."""
    body = document.element.body
    body.insert(len(body) - 1, parse_xml(xml.replace("<w:", "<w:", 1).replace(">", f" {W}>", 1)))


def booklet(document: Document) -> None:
    """A clinic's leaflet of the usual kind."""
    document.add_heading("Caring for your knee", 0)
    document.add_paragraph("Your knee needs rest and gentle moves.")
    document.add_heading("1. The first days", 1)
    document.add_paragraph("Put ice on it. Keep it high.")
    for text in ("Take short walks.", "Sleep on your back."):
        document.add_paragraph(text, style="List Bullet")
    document.add_heading("What to bring:", 1)
    for text in ("Your papers.", "Loose clothes."):
        document.add_paragraph(text, style="List Number")


def workbook(path: Path, rows: list[list[Any]], write: Callable[[Any], Any] | None = None) -> Path:
    """An .xlsx at ``path`` with one sheet of these rows; ``write`` may do more to the sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    if write:
        write(sheet)
    book.save(path)
    return path


def repacked(path: Path, change: Callable[[str, bytes], bytes | None], extra: dict[str, bytes]) -> Path:
    """The package at ``path`` with its parts changed (None leaves one out) and others put in."""
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = change(name, old.read(name))
            if part is not None:
                new.writestr(name, part)
        for name, part in extra.items():
            new.writestr(name, part)
    path.write_bytes(out.getvalue())
    return path


RECOVERY: list[list[Any]] = [
    ["Activity", "In short", "Day 1", "Days 2-3", "Weeks 1-6", "Months 2-12"],
    ["What happens", None, "You rest.", "You get up.", "You do more.", "You heal."],
    [
        "Walk",
        "You walk soon.",
        "Not yet: stay in bed.",
        "Some: to the door.",
        "Most walk daily.",
        "You walk far.",
    ],
    ["Drive", None, "Not yet", "Not yet", "Ask: ask your surgeon.", None],
]
WORDS: list[list[Any]] = [
    ["Term", "Definition", "Pronunciation", "Also called", "Fact"],
    ["Disc", "A cushion between two bones.", "disk", "pad; spacer", "ANAT-02"],
    ["Lamina", "A flat plate of bone.", "LAM-in-uh", None, None],
]
