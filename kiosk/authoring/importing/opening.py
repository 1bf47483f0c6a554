"""Is a file what its name says, and safe to hand to a library: size, kind, password, macros; reads no words.

A Word file or a spreadsheet is a zip of XML: nothing is unpacked beyond what it may hold, and XML that brings
its own definitions (the way to write a few letters that unfold into gigabytes) is refused.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from kiosk.authoring.importing.brought import ImportRefused
from kiosk.content.errors import BrokenEdition
from kiosk.content.files import read_regular

Form = Literal["docx", "xlsx", "text", "markdown", "csv"]

FILE_BYTES = 64 * 1024 * 1024
"""Largest file read."""
UNPACKED_BYTES = 256 * 1024 * 1024
"""Most that a Word file or a spreadsheet may unpack to, pictures and all."""
XML_BYTES = 16 * 1024 * 1024
"""Most of it that may be XML: a book of a thousand pages."""
TEXT_BYTES = 2 * 1024 * 1024
"""Longest plain text or CSV: as much as one source file may hold."""
_PARTS = 5000

_FORMS: dict[str, Form] = {
    ".docx": "docx",
    ".xlsx": "xlsx",
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".csv": "csv",
    ".tsv": "csv",
}
_OLDER = {
    ".doc": "an old Word file (.doc); open it in Word, choose “Save as” and there “Word document (.docx)”",
    ".xls": "an old Excel file (.xls); open it in Excel, choose “Save as” and there “Excel workbook (.xlsx)”",
    ".rtf": "a rich text file (.rtf); open it in Word, choose “Save as” and there “Word document (.docx)”",
    ".odt": "an OpenDocument text (.odt); open it, choose “Save as” and there “Word (.docx)”",
    ".ods": "an OpenDocument spreadsheet (.ods); open it, choose “Save as” and there “Excel (.xlsx)”",
    ".pdf": "a PDF; use the Word file it was made from, or copy its words into a plain text file",
    ".html": "a web page; copy its words into a plain text file",
    ".pptx": "a slide show; copy its words into a plain text file",
    ".pages": "a Pages document; export it as Word (.docx)",
}
_MACROS = "it holds macros (small programs); save it as {} without macros and bring that in"
_OLE, _ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK"
_MAGIC = ((b"%PDF", ".pdf"), (b"{\\rt", ".rtf"), (b"<!DOCTYPE html", ".html"), (b"<html", ".html"))


@dataclass(frozen=True, slots=True)
class Opened:
    """A private copy of a file's bytes. ``parts`` are the names inside a Word file or spreadsheet."""

    name: str
    form: Form
    data: bytes
    parts: tuple[str, ...] = ()


def open_file(path: Path) -> Opened:
    """The file at ``path``, looked over. Raises ``ImportRefused`` with one line for what cannot be read."""
    name = path.name
    suffix = path.suffix.lower()
    if suffix in (".docm", ".dotm", ".xlsm", ".xltm"):
        raise _refused(name, _MACROS.format(".docx" if suffix.startswith(".do") else ".xlsx"))
    data = _bytes_of(path)
    if data.startswith(_OLE):
        raise _refused(name, _ole(data))
    if data.startswith(_ZIP):
        return _package(name, suffix, data)
    found = next((kind for magic, kind in _MAGIC if data.lstrip()[:20].startswith(magic)), "")
    if found or suffix in _OLDER:
        raise _refused(name, f"this is {_OLDER[found or suffix]}")
    form = _FORMS.get(suffix)
    if form is None:
        raise _refused(name, "bring in .docx, .txt, .md, .xlsx or .csv")
    if form in ("docx", "xlsx"):
        raise _refused(name, "it is damaged or has another kind of file under this name; save it anew")
    if len(data) > TEXT_BYTES:
        raise _refused(name, f"more than {TEXT_BYTES >> 20} MB of text; split it into several files")
    return Opened(name, form, data)


def _refused(name: str, why: str) -> ImportRefused:
    return ImportRefused(f"{name}: {why}. Nothing was written")


def _bytes_of(path: Path) -> bytes:
    name = path.name
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise _refused(name, "this is a folder; name one file")
        if size > FILE_BYTES:
            most = f"{size / 1e6:.0f} MB, and {FILE_BYTES / 1e6:.0f} MB is the most"
            raise _refused(name, f"{most}; take the pictures out, or split it into several files")
        data = read_regular(path.resolve(), FILE_BYTES, name)
    except BrokenEdition as fault:
        raise _refused(name, f"{fault.why}; copy it to this computer and name the copy") from None
    except FileNotFoundError:
        raise ImportRefused(f"{path}: there is no such file; check its name and folder") from None
    except (OSError, ValueError) as fault:
        why = getattr(fault, "strerror", None) or str(fault)
        raise _refused(
            name, f"it cannot be read ({why}); copy it to this computer and name the copy"
        ) from None
    if not data.strip():
        raise _refused(name, "the file is empty; look whether it was saved")
    return data


def _ole(data: bytes) -> str:
    """What an older container holds: a new file behind a password, or one of the old kinds."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "it is locked with a password; open it, take the password out (File, Info, Protect), save it"
    for stream, suffix in (("WordDocument", ".doc"), ("Workbook", ".xls"), ("Book", ".xls")):
        if stream.encode("utf-16-le") in data:
            return f"this is {_OLDER[suffix]}"
    return "this is an old Office file; open it, choose “Save as” and there .docx or .xlsx"


def _package(name: str, suffix: str, data: bytes) -> Opened:
    """A zip as Word and Excel write it, held against its list of parts before anything is unpacked."""
    torn = "it is damaged: it cannot be unpacked. Open it in the program that made it and save it anew"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            listed = package.infolist()
            parts = tuple(one.filename for one in listed)
            form = _form_of(name, suffix, parts)
            if any(one.flag_bits & 1 for one in listed):
                raise _refused(name, "parts of it are locked with a password; save it without one")
            xml = [one for one in listed if one.filename.endswith((".xml", ".rels", ".vml"))]
            if len(listed) > _PARTS or sum(one.file_size for one in listed) > UNPACKED_BYTES:
                raise _refused(name, "it unpacks to far more than any document holds; get a sound copy")
            if sum(one.file_size for one in xml) > XML_BYTES:
                raise _refused(name, "it is too long for one topic; split it into several files")
            if package.testzip() is not None:  # one part does not unpack to what the list says of it
                raise _refused(name, torn)
            for one in xml:
                part = package.read(one)
                if any("<!DOCTYPE".encode(code) in part for code in ("utf-8", "utf-16-le", "utf-16-be")):
                    raise _refused(name, "it holds XML that no Office program writes; get a sound copy")
                if b"macroEnabled" in part and one.filename == "[Content_Types].xml":
                    raise _refused(name, _MACROS.format(f".{form}"))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError, ValueError):
        raise _refused(name, torn) from None
    return Opened(name, form, data, parts)


def _form_of(name: str, suffix: str, parts: tuple[str, ...]) -> Form:
    if any(part.lower().endswith("vbaproject.bin") for part in parts):
        raise _refused(name, _MACROS.format(".docx or .xlsx"))
    for folder, form, said in (("word/", "docx", "a Word file"), ("xl/", "xlsx", "an Excel file")):
        if any(part.startswith(folder) for part in parts):
            if suffix != f".{form}":
                raise _refused(
                    name, f"inside it is {'an' if form == 'xlsx' else 'a'} {said}; rename it to .{form}"
                )
            return "docx" if form == "docx" else "xlsx"
    for folder, kind in (("ppt/", ".pptx"), ("mimetype", suffix if suffix in _OLDER else ".odt")):
        if any(part.startswith(folder) for part in parts):
            raise _refused(name, f"this is {_OLDER[kind]}")
    raise _refused(name, "this is a zip and no document; take the document out of it first")
