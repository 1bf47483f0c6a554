"""Files that are damaged, renamed, locked or made to do harm end in one line, and nothing is written."""

from __future__ import annotations

import io
import os
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from kiosk.authoring.findings import AuthoringError
from kiosk.authoring.importing.bring import import_file
from kiosk.authoring.importing.opening import FILE_BYTES, TEXT_BYTES, XML_BYTES
from tests.authoring.office import WORDS, booklet, repacked, word, workbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def stream(name: str) -> bytes:
    """An old Office container with a stream of this name in its folder."""
    return OLE + name.encode("utf-16-le") + b"\0" * 100


def packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return out.getvalue()


def refusal(sources: Path, file: Path) -> str:
    """The one line an import of ``file`` ends with; nothing of the sources has changed by it."""
    before = {path: path.stat().st_mtime_ns for path in sources.rglob("*")}
    begun = time.monotonic()
    with pytest.raises(AuthoringError) as refused:
        import_file(sources, file, "knee", "", "en", lambda *_: None)
    assert time.monotonic() - begun < 20
    assert {path: path.stat().st_mtime_ns for path in sources.rglob("*")} == before
    said = str(refused.value)
    assert file.name in said and "\n" not in said and len(said) < 300
    return said


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("knee.doc", stream("WordDocument"), "old Word file"),
        ("knee.docx", stream("WordDocument"), "old Word file"),
        ("knee.xls", stream("Workbook"), "old Excel file"),
        ("knee.docx", stream("EncryptedPackage"), "locked with a password"),
        ("knee.xlsx", stream("EncryptedPackage"), "locked with a password"),
        ("knee.docx", OLE, "old Office file"),
        ("knee.docm", packed({"word/document.xml": b"<a/>"}), "holds macros"),
        ("knee.docx", b"%PDF-1.7 ...", "this is a PDF"),
        ("knee.pdf", b"%PDF-1.7 ...", "this is a PDF"),
        ("knee.docx", b"{\\rtf1 hello}", "rich text file"),
        ("knee.docx", b"<html><body>hello</body></html>", "a web page"),
        ("knee.docx", b"only words", "damaged or has another kind of file"),
        ("knee.docx", b"", "the file is empty"),
        ("knee.txt", b"  \r\n ", "the file is empty"),
        ("knee.docx", b"PK\x03\x04 and no more", "cannot be unpacked"),
        ("knee.docx", packed({"a.txt": b"x"}), "a zip and no document"),
        ("knee.docx", packed({"mimetype": b"application/vnd.oasis.opendocument.text"}), "OpenDocument"),
        ("knee.docx", packed({"ppt/presentation.xml": b"<a/>"}), "slide show"),
        ("knee.docx", packed({"xl/workbook.xml": b"<a/>"}), "rename it to .xlsx"),
        ("knee.xlsx", packed({"word/document.xml": b"<a/>"}), "rename it to .docx"),
        ("knee.txt", packed({"word/document.xml": b"<a/>"}), "rename it to .docx"),
        ("knee.docx", packed({"word/document.xml": b"<a/>"}), "damaged or was not written by Word"),
        ("knee.xlsx", packed({"xl/workbook.xml": b"<a/>"}), "damaged or was not written by Excel"),
        ("knee.exe", b"MZ", "bring in .docx, .txt, .md, .xlsx or .csv"),
        ("knee.txt", b"a\0b", "this is no text"),
        ("knee.csv", b"a;b\n\0", "this is no text"),
        ("knee.txt", b"word " * (TEXT_BYTES // 5 + 1), "more than 2 MB of text"),
        ("knee.csv", b'a;b\n"' + b"x" * 200_000 + b'";c\n', "no sound CSV"),
    ],
)
def test_what_is_no_word_file_or_sheet_is_named_for_what_it_is(
    sources: Path, tmp_path: Path, name: str, data: bytes, said: str
) -> None:
    file = tmp_path / name
    file.write_bytes(data)
    assert said in refusal(sources, file)


def test_a_file_of_a_hundred_megabytes_is_refused_unread(sources: Path, tmp_path: Path) -> None:
    file = tmp_path / "knee.docx"
    with file.open("wb") as made:
        made.truncate(100_000_000)  # a file with a hole: a hundred megabytes that take no disk
    assert FILE_BYTES < 100_000_000
    assert "100 MB, and 67 MB is the most" in refusal(sources, file)


def test_a_file_that_is_not_there_or_is_a_folder_or_a_pipe_is_refused(sources: Path, tmp_path: Path) -> None:
    assert "there is no such file" in refusal(sources, tmp_path / "gone.docx")
    (tmp_path / "folder.docx").mkdir()
    assert "this is a folder" in refusal(sources, tmp_path / "folder.docx")
    os.mkfifo(tmp_path / "pipe.docx")
    assert "not a regular file" in refusal(sources, tmp_path / "pipe.docx")


def document_with(part: Callable[[bytes], bytes], tmp_path: Path, inside: str = "word/document.xml") -> Path:
    file = word(tmp_path / "knee.docx", booklet)
    return repacked(file, lambda name, data: part(data) if name == inside else data, {})


def test_a_zip_that_unpacks_to_gigabytes_is_refused_before_it_does(sources: Path, tmp_path: Path) -> None:
    file = word(tmp_path / "knee.docx", booklet)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as package:
        for number in range(3):
            with package.open(f"word/media/{number}.png", "w") as part:
                for _ in range(100):
                    part.write(b"\0" * 1_000_000)
    assert file.stat().st_size < 1_000_000
    assert "unpacks to far more" in refusal(sources, file)


def test_xml_that_is_too_long_is_refused(sources: Path, tmp_path: Path) -> None:
    file = document_with(lambda data: data + b" " * XML_BYTES, tmp_path)
    assert "too long for one topic" in refusal(sources, file)


@pytest.mark.parametrize("code", ["utf-8", "utf-16"])
@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_words_that_unfold_into_gigabytes_are_refused(
    sources: Path, tmp_path: Path, kind: str, code: str
) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(10))
    bomb = f'<?xml version="1.0" encoding="{code}"?><!DOCTYPE a [{laughs}]><a>&l9;</a>'.encode(code)
    if kind == "docx":
        file = document_with(lambda _: bomb, tmp_path)
    else:
        file = workbook(tmp_path / "knee.xlsx", WORDS)
        repacked(file, lambda name, data: bomb if name == "xl/worksheets/sheet1.xml" else data, {})
    assert "XML that no Office program writes" in refusal(sources, file)


def test_an_outside_entity_is_never_asked_for(sources: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", "utf-8")
    entity = f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'.encode()
    file = document_with(lambda data: data.replace(b"?>", b"?>" + entity, 1), tmp_path)
    assert "XML that no Office program writes" in refusal(sources, file)


@pytest.mark.parametrize("how", ["a part", "its list of parts"])
def test_macros_are_refused_under_any_name(sources: Path, tmp_path: Path, how: str) -> None:
    file = word(tmp_path / "knee.docx", booklet)
    if how == "a part":
        repacked(file, lambda _, data: data, {"word/vbaProject.bin": b"x"})
    else:
        main = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
        macro = b"application/vnd.ms-word.document.macroEnabled.main+xml"
        repacked(file, lambda _, data: data.replace(main, macro), {})
    assert "holds macros" in refusal(sources, file)


def test_a_file_cut_short_anywhere_is_refused(sources: Path, tmp_path: Path) -> None:
    whole = word(tmp_path / "whole.docx", booklet).read_bytes()
    file = tmp_path / "knee.docx"
    for part in range(1, 10):
        file.write_bytes(whole[: len(whole) * part // 10])
        assert "save it anew" in refusal(sources, file)


@pytest.mark.parametrize("name", ["knee.docx", "knee.xlsx"])
def test_a_file_with_a_flipped_byte_is_read_or_refused_in_one_line(
    sources: Path, tmp_path: Path, name: str
) -> None:
    file = tmp_path / name
    whole = (word(file, booklet) if name.endswith("docx") else workbook(file, WORDS)).read_bytes()
    ends = set()
    for at in range(0, len(whole), len(whole) // 60):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        try:
            import_file(sources, file, f"knee-{at}", "", "en", lambda *_: None)
            ends.add("read")
        except AuthoringError as fault:
            assert "\n" not in str(fault) and name in str(fault)
            ends.add("refused")
    assert "refused" in ends


@pytest.mark.parametrize(
    ("inside", "old", "new"),
    [
        ("word/document.xml", b"<w:body>", b"<w:body><w:body>"),
        ("word/document.xml", b"w:body", b"w:nobody"),
        ("word/document.xml", b"w:document", b"w:numbering"),
        ("word/styles.xml", b"w:styles", b"w:body"),
        ("[Content_Types].xml", b"<Override", b"<Nothing"),
        ("_rels/.rels", b"officeDocument", b"officeDoc"),
    ],
)
def test_xml_of_the_wrong_shape_is_refused(
    sources: Path, tmp_path: Path, inside: str, old: bytes, new: bytes
) -> None:
    file = document_with(lambda data: data.replace(old, new), tmp_path, inside)
    assert "Nothing was written" in refusal(sources, file)


def test_xml_nested_a_hundred_thousand_deep_is_refused(sources: Path, tmp_path: Path) -> None:
    deep = b"<w:sdt><w:sdtContent>" * 50_000 + b"</w:sdtContent></w:sdt>" * 50_000
    file = document_with(lambda data: data.replace(b"<w:body>", b"<w:body>" + deep), tmp_path)
    assert "damaged or was not written by Word" in refusal(sources, file)


def test_a_merged_range_over_the_whole_sheet_is_told_and_costs_nothing(sources: Path, tmp_path: Path) -> None:
    file = workbook(tmp_path / "knee.xlsx", WORDS, lambda sheet: sheet.merge_cells("G1:H1"))
    begun = time.monotonic()
    repacked(file, lambda _, data: data.replace(b'ref="G1:H1"', b'ref="A1:XFD1048576"'), {})
    report = import_file(sources, file, "knee", "", "en", lambda *_: None)
    assert time.monotonic() - begun < 10
    assert "cells A1:XFD1048576" in [one.place for one in report.left]


def test_a_sheet_that_lies_about_its_size_is_read_as_it_is(sources: Path, tmp_path: Path) -> None:
    file = workbook(tmp_path / "knee.xlsx", WORDS)
    repacked(file, lambda _, data: data.replace(b'ref="A1:E3"', b'ref="A1:XFD1048576"'), {})
    assert openpyxl.load_workbook(file, read_only=True).worksheets[0].max_row == 1_048_576
    report = import_file(sources, file, "knee", "", "en", lambda *_: None)
    assert report.kind == "glossary" and report.carried["parts"] == 2
