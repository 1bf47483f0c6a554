"""What a Word file holds beyond plain words is mended, or told with its place; nothing is lost in silence."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from docx.document import Document
from docx.enum.text import WD_BREAK
from docx.oxml.parser import parse_xml
from docx.shared import Inches

from kiosk.authoring.cancel import never
from kiosk.authoring.importing.brought import Notes, Piece
from kiosk.authoring.importing.opening import open_file
from kiosk.authoring.importing.word import read_word
from tests.authoring.office import W, repacked, word
from tests.bench.generated import png

Read = Callable[[Callable[[Document], object]], tuple[list[Piece], Notes]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def run(write: Callable[[Document], object]) -> tuple[list[Piece], Notes]:
        notes = Notes()
        return read_word(open_file(word(tmp_path / "a.docx", write)), notes, never), notes

    return run


def texts(pieces: list[Piece]) -> list[tuple[str, str]]:
    return [(one.kind, one.text) for one in pieces]


def left(notes: Notes) -> list[tuple[str, str, str]]:
    return [(one.what, one.place, one.quote) for one in notes.left]


def paragraph(document: Document, xml: str) -> None:
    """A paragraph whose inner XML is written here as Word writes it."""
    spaces = f"{W} {R} {MC} {VML} {M}"
    made = parse_xml(f"<w:p {spaces}>{xml}</w:p>")
    body = document.element.body
    body.insert(len(body) - 1, made)


R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
VML = 'xmlns:v="urn:schemas-microsoft-com:vml"'
M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def test_signs_of_word_are_mended_and_counted(read: Read) -> None:
    pieces, notes = read(
        lambda d: d.add_paragraph("The sur\u00adgeon's\u00a0plan\u200b is “yours”, isn't it?")
    )
    assert texts(pieces) == [("paragraph", "The surgeon’s plan is “yours”, isn’t it?")]
    assert notes.mended == {"soft hyphens": 1, "non-breaking blanks": 1, "unseen signs": 1, "quotes": 2}
    assert notes.left == []


@pytest.mark.parametrize("sign", ["• ", "- ", "– ", "1. ", "2) ", "a) ", "\uf0b7\t", "* ", "☎ ", "✅ "])
def test_a_typed_bullet_or_number_makes_a_list_line(read: Read, sign: str) -> None:
    assert texts(read(lambda d: d.add_paragraph(f"{sign}Ice"))[0]) == [("list", "Ice")]


def test_bold_and_italic_words_stay_as_words_and_are_told_with_their_paragraph(read: Read) -> None:
    def write(document: Document) -> None:
        document.add_paragraph("First.")
        one = document.add_paragraph("Call ")
        one.add_run("at once").bold = True
        one.add_run(" if it ")
        one.add_run("hurts").italic = True
        one.add_run(" a lot.")

    pieces, notes = read(write)
    assert pieces[1].text == "Call at once if it hurts a lot."
    assert left(notes) == [("bold words", "paragraph 2", "at once"), ("italic words", "paragraph 2", "hurts")]


def test_a_short_line_that_is_bold_throughout_is_a_heading(read: Read) -> None:
    def write(document: Document) -> None:
        document.add_paragraph().add_run("What to bring").bold = True
        document.add_paragraph("Papers.")
        document.add_paragraph().add_run("Never lift.").bold = True

    pieces, notes = read(write)
    assert texts(pieces) == [
        ("heading", "What to bring"),
        ("paragraph", "Papers."),
        ("paragraph", "Never lift."),
    ]
    assert notes.mended == {"bold lines read as headings": 1}
    assert left(notes) == [("bold words", "paragraph 3", "Never lift.")]


def test_a_style_based_on_a_heading_is_a_heading(read: Read) -> None:
    def write(document: Document) -> None:
        style = document.styles.add_style("Clinic head", 1)
        style.base_style = document.styles["Heading 2"]
        document.add_paragraph("Risks", style="Clinic head")

    (piece,) = read(write)[0]
    assert (piece.kind, piece.text, piece.level) == ("heading", "Risks", 2)


def test_tracked_changes_are_read_as_accepted_and_told(read: Read) -> None:
    def write(document: Document) -> None:
        who = 'w:id="1" w:author="x" w:date="2026-01-01T00:00:00Z"'
        paragraph(
            document,
            "<w:r><w:t xml:space='preserve'>Rest for </w:t></w:r>"
            f"<w:del {who}><w:r><w:delText>two</w:delText></w:r></w:del>"
            f"<w:ins {who}><w:r><w:t>six</w:t></w:r></w:ins>"
            "<w:r><w:t xml:space='preserve'> weeks.</w:t></w:r>",
        )

    pieces, notes = read(write)
    assert texts(pieces) == [("paragraph", "Rest for six weeks.")]
    assert left(notes) == [("2 tracked changes, read as if all were accepted", "the whole file", "")]


def test_a_paragraph_end_taken_out_under_tracking_joins_two_paragraphs(read: Read) -> None:
    def write(document: Document) -> None:
        deleted = '<w:pPr><w:rPr><w:del w:id="1" w:author="x" w:date="2026-01-01T00:00:00Z"/></w:rPr></w:pPr>'
        paragraph(document, f"{deleted}<w:r><w:t xml:space='preserve'>Rest for </w:t></w:r>")
        paragraph(document, "<w:r><w:t>six weeks.</w:t></w:r>")

    assert texts(read(write)[0]) == [("paragraph", "Rest for six weeks.")]


def test_a_table_is_told_with_its_size_and_first_words(read: Read) -> None:
    def write(document: Document) -> None:
        document.add_paragraph("Before.")
        table = document.add_table(rows=2, cols=3)
        table.cell(0, 0).text = "Day"
        table.cell(1, 0).text = "One"

    pieces, notes = read(write)
    assert texts(pieces) == [("paragraph", "Before.")]
    assert left(notes) == [("a table of 2 rows and 3 columns", "table 1, after paragraph 1", "Day One")]


def test_a_frame_of_one_cell_around_words_is_no_table(read: Read) -> None:
    pieces, notes = read(lambda d: setattr(d.add_table(rows=1, cols=1).cell(0, 0), "text", "Call us."))
    assert texts(pieces) == [("paragraph", "Call us.")] and notes.left == []


def test_a_picture_is_told_by_its_place(read: Read) -> None:
    def write(document: Document) -> None:
        document.add_paragraph("Look at this.").add_run().add_picture(io.BytesIO(png(1)), Inches(1))

    pieces, notes = read(write)
    assert texts(pieces) == [("paragraph", "Look at this.")]
    assert [(what, place) for what, place, _ in left(notes)] == [("a picture", "paragraph 1")]


def test_a_link_keeps_its_words_and_tells_its_address(read: Read) -> None:
    def write(document: Document) -> None:
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
        name = document.part.relate_to("https://clinic.example/knee", kind, is_external=True)
        paragraph(
            document,
            "<w:r><w:t xml:space='preserve'>Read </w:t></w:r>"
            f"<w:hyperlink r:id='{name}'><w:r><w:t>our page</w:t></w:r></w:hyperlink><w:r><w:t>.</w:t></w:r>",
        )

    pieces, notes = read(write)
    assert texts(pieces) == [("paragraph", "Read our page.")]
    ((what, place, quote),) = left(notes)
    assert (what, place, quote) == ("a link", "paragraph 1", "our page")
    assert "https://clinic.example/knee" in notes.left[0].remedy


def test_a_link_made_by_a_field_is_told_and_its_code_is_no_word(read: Read) -> None:
    def write(document: Document) -> None:
        mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
        paragraph(
            document,
            mark.format("begin")
            + '<w:r><w:instrText> HYPERLINK "https://clinic.example" </w:instrText></w:r>'
            + mark.format("separate")
            + "<w:r><w:t>our page</w:t></w:r>"
            + mark.format("end"),
        )

    pieces, notes = read(write)
    assert texts(pieces) == [("paragraph", "our page")]
    assert "https://clinic.example" in notes.left[0].remedy


def test_a_field_that_never_ends_is_told(read: Read) -> None:
    def write(document: Document) -> None:
        paragraph(document, '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:t>Gone.</w:t></w:r>')
        document.add_paragraph("Gone too.")

    pieces, notes = read(write)
    assert pieces == []
    assert left(notes) == [("a field that never ends may hide words", "the whole file", "")]


def test_a_text_box_is_told_once_with_its_words(read: Read) -> None:
    def write(document: Document) -> None:
        box = "<w:txbxContent><w:p><w:r><w:t>Call 911.</w:t></w:r></w:p></w:txbxContent>"
        shape = f"<w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict>"
        both = f"<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{box}</w:drawing></mc:Choice>"
        both += f"<mc:Fallback>{shape}</mc:Fallback></mc:AlternateContent>"
        paragraph(document, f"<w:r><w:t>Before.</w:t></w:r><w:r>{both}</w:r>")
        paragraph(document, f"<w:r>{shape}</w:r>")

    pieces, notes = read(write)
    assert texts(pieces) == [("paragraph", "Before.")]
    assert left(notes) == [
        ("a text box", "paragraph 1", "Call 911."),
        ("a text box", "paragraph 2", "Call 911."),
    ]


def test_headers_and_footers_are_told_once_each(read: Read) -> None:
    def write(document: Document) -> None:
        document.add_paragraph("Words.")
        document.sections[0].header.paragraphs[0].text = "Clinic of the knee"
        document.sections[0].footer.paragraphs[0].text = "Page"
        document.add_section().header.paragraphs[0].text = "Clinic of the knee"

    _, notes = read(write)
    assert left(notes) == [
        ("a header of the printed page", "every page", "Clinic of the knee"),
        ("a footer of the printed page", "every page", "Page"),
    ]


def test_a_comment_is_told_with_its_words(read: Read) -> None:
    def write(document: Document) -> None:
        said = document.add_paragraph("Walk daily.")
        document.add_comment(said.runs, text="Is this so?", author="")

    pieces, notes = read(write)
    assert texts(pieces) == [("paragraph", "Walk daily.")]
    assert left(notes) == [("a comment", "paragraph 1", "Is this so?")]


def test_a_footnote_is_told_with_its_words(tmp_path: Path) -> None:
    file = word(
        tmp_path / "a.docx",
        lambda d: paragraph(d, "<w:r><w:t>It heals.</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r>"),
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    said = "<w:p><w:r><w:t>A study.</w:t></w:r></w:p>"
    note = f"<w:footnotes {W}><w:footnote w:id='2'>{said}</w:footnote></w:footnotes>"

    def change(name: str, part: bytes) -> bytes:
        if name == "word/_rels/document.xml.rels":
            made = f'<Relationship Id="rId99" Type="{kind}" Target="footnotes.xml"/></Relationships>'
            return part.replace(b"</Relationships>", made.encode())
        return part

    repacked(file, change, {"word/footnotes.xml": note.encode()})
    notes = Notes()
    pieces = read_word(open_file(file), notes, never)
    assert texts(pieces) == [("paragraph", "It heals.")]
    assert left(notes) == [("a footnote", "paragraph 1", "A study.")]


def test_hidden_and_struck_words_are_left_out_and_told(read: Read) -> None:
    def write(document: Document) -> None:
        one = document.add_paragraph("Walk. ")
        one.add_run("Secret.").font.hidden = True
        one.add_run("Old.").font.strike = True

    pieces, notes = read(write)
    assert texts(pieces) == [("paragraph", "Walk.")]
    assert left(notes) == [
        ("hidden words", "paragraph 1", "Secret."),
        ("words struck through, left out", "paragraph 1", "Old."),
    ]


def test_a_line_break_after_a_sentence_parts_paragraphs_and_one_within_does_not(read: Read) -> None:
    def write(document: Document) -> None:
        one = document.add_paragraph("Walk daily.")
        one.add_run().add_break(WD_BREAK.LINE)
        one.add_run("Sleep")
        one.add_run().add_break(WD_BREAK.LINE)
        one.add_run("well.")

    assert texts(read(write)[0]) == [("paragraph", "Walk daily."), ("paragraph", "Sleep well.")]


def test_a_table_of_contents_and_a_formula_are_told(read: Read) -> None:
    def write(document: Document) -> None:
        gallery = (
            "<w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr>"
        )
        inner = "<w:sdtContent><w:p><w:r><w:t>Risks 2</w:t></w:r></w:p></w:sdtContent>"
        document.element.body.insert(0, parse_xml(f"<w:sdt {W}><w:sdtPr>{gallery}</w:sdtPr>{inner}</w:sdt>"))
        paragraph(document, "<w:r><w:t>So:</w:t></w:r><m:oMath><m:r><m:t>x=2</m:t></m:r></m:oMath>")

    pieces, notes = read(write)
    assert texts(pieces) == [("paragraph", "So:")]
    assert left(notes) == [
        ("the table of contents", "the beginning", ""),
        ("a formula", "paragraph 1", "x=2"),
    ]


def test_words_in_a_form_field_are_words(read: Read) -> None:
    def write(document: Document) -> None:
        inner = "<w:sdtContent><w:p><w:r><w:t>Eat well.</w:t></w:r></w:p></w:sdtContent>"
        document.element.body.insert(0, parse_xml(f"<w:sdt {W}>{inner}</w:sdt>"))

    pieces, notes = read(write)
    assert texts(pieces) == [("paragraph", "Eat well.")] and notes.left == []


def test_a_list_within_a_list_is_made_flat_and_counted(read: Read) -> None:
    def write(document: Document) -> None:
        for level in (0, 1):
            numbered = f"<w:pPr><w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='1'/></w:numPr></w:pPr>"
            paragraph(document, f"{numbered}<w:r><w:t>Line.</w:t></w:r>")

    pieces, notes = read(write)
    assert texts(pieces) == [("list", "Line."), ("list", "Line.")]
    assert notes.mended == {"lists within lists made flat": 1}


def test_an_outside_picture_is_told_and_never_fetched(read: Read) -> None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"

    def write(document: Document) -> None:
        name = document.part.relate_to("http://127.0.0.1:9/a.png", kind, is_external=True)
        space = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
        paragraph(document, f"<w:r><w:drawing><a:blip {space} r:link='{name}'/></w:drawing></w:r>")

    assert left(read(write)[1]) == [("a picture that lies outside the file", "paragraph 1", "")]
