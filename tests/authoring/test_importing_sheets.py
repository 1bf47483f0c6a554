"""Spreadsheets as timelines and glossaries: cells as Excel shows them, nothing medical guessed."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kiosk.authoring.cancel import never
from kiosk.authoring.importing.brought import Grid, ImportRefused, Notes
from kiosk.authoring.importing.opening import open_file
from kiosk.authoring.importing.shaping import Shaped
from kiosk.authoring.importing.sheets import read_sheet
from kiosk.authoring.importing.tables import shape_table
from tests.authoring.office import RECOVERY, WORDS, repacked, workbook


def grid_of(file: Path) -> tuple[Grid, Notes]:
    notes = Notes()
    return read_sheet(open_file(file), notes, never), notes


def words(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid]


def left(notes: Notes) -> list[tuple[str, str, str]]:
    return [(one.what, one.place, one.quote) for one in notes.left]


def shaped(rows: list[list[Any]], tmp_path: Path, kind: str = "") -> tuple[Shaped, Notes]:
    grid, notes = grid_of(workbook(tmp_path / "t.xlsx", rows))
    return shape_table(grid, kind, notes), notes


# --- cells -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_csv_is_read_whatever_program_wrote_it(tmp_path: Path, delimiter: str, code: str) -> None:
    rows: list[list[Any]] = [["Palabra", "Significado"], ["Médula", '"Dice, ""sí"""'], ["Niño", "Uno"]]
    file = tmp_path / "t.csv"
    file.write_bytes("\r\n".join(delimiter.join(row) for row in rows).encode(code))
    grid, notes = grid_of(file)
    assert words(grid) == [["Palabra", "Significado"], ["Médula", 'Dice, "sí"'], ["Niño", "Uno"]]
    assert [what for what, _, _ in left(notes)] == (
        ["the file is no UTF-8 and was read as Windows text"] if code == "cp1252" else []
    )


def test_excels_own_line_about_the_delimiter_is_heeded(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text("sep=;\nTerm;Meaning\nDisc, soft;A, b and c\n", "utf-8")
    assert words(grid_of(file)[0]) == [["Term", "Meaning"], ["Disc, soft", "A, b and c"]]


def test_a_formula_gives_the_result_excel_kept_and_is_told(tmp_path: Path) -> None:
    file = workbook(tmp_path / "t.xlsx", [["Term", "Meaning"], ["A", "=1+1"], ["B", "two"]])
    grid, notes = grid_of(file)  # openpyxl writes no results
    assert words(grid)[1] == ["A", "TODO"]
    assert left(notes) == [("a formula without its result", "cell B2", "=1+1")]

    def worked_out(name: str, part: bytes) -> bytes:
        if name == "xl/worksheets/sheet1.xml":
            assert b"<v></v>" in part or b"<v />" in part or b"<v/>" in part
            return (
                part.replace(b"<v></v>", b"<v>2</v>")
                .replace(b"<v />", b"<v>2</v>")
                .replace(b"<v/>", b"<v>2</v>")
            )
        return part

    grid, notes = grid_of(repacked(file, worked_out, {}))
    assert words(grid)[1] == ["A", "2"]
    assert left(notes) == [("a formula", "cell B2", "2")]


def test_a_date_is_told_because_it_may_have_been_words(tmp_path: Path) -> None:
    grid, notes = grid_of(workbook(tmp_path / "t.xlsx", [["Term", "Meaning"], ["A", date(2026, 3, 1)]]))
    assert words(grid)[1] == ["A", "2026-03-01"]
    assert left(notes) == [("a date or time", "cell B2", "2026-03-01")]
    assert "“1-3”" in notes.left[0].remedy


def test_numbers_read_as_excel_shows_them(tmp_path: Path) -> None:
    def shown(sheet: Any) -> None:
        sheet["B3"].number_format = "0%"
        sheet["B4"].number_format = '"$"#,##0.00'

    rows: list[list[Any]] = [
        ["Term", "Meaning"],
        ["A", 3.0],
        ["B", 0.25],
        ["C", 1250],
        ["D", True],
        ["E", "#N/A"],
    ]
    grid, notes = grid_of(workbook(tmp_path / "t.xlsx", rows, shown))
    assert [row[1] for row in words(grid)[1:]] == ["3", "25%", "1250", "TODO", "TODO"]
    assert left(notes) == [
        ("a number that Excel shows in its own way", "cell B4", "1250"),
        ("a yes-or-no value", "cell B5", "True"),
        ("an error", "cell B6", "#N/A"),
    ]


def test_merged_cells_links_hidden_rows_and_other_sheets_are_told(tmp_path: Path) -> None:
    def more(sheet: Any) -> None:
        sheet.merge_cells("B2:B3")
        sheet["A2"].hyperlink = "https://clinic.example"
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["B"].hidden = True
        sheet.parent.create_sheet("Notes")["A1"] = "old"

    rows: list[list[Any]] = [["Term", "Meaning"], ["A", "one"], ["B", "two"]]
    grid, notes = grid_of(workbook(tmp_path / "t.xlsx", rows, more))
    assert words(grid) == [["Term", "Meaning"], ["A", "one"], ["B", ""]]
    assert left(notes) == [
        ("merged cells", "cells B2:B3", ""),
        ("a link", "cell A2", ""),
        ("hidden rows or columns", "sheet “Sheet”", "row 3, column B"),
        ("another sheet", "sheet “Notes”", ""),
    ]


def test_words_that_excel_keeps_apart_from_their_cells_are_read(tmp_path: Path) -> None:
    """Excel itself writes every text once, in runs where some letters are bold, and cells by number."""
    file = workbook(tmp_path / "t.xlsx", [["Term", "Meaning"], ["Disc", "A cushion."]])
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    runs = "<si><r><rPr><b/></rPr><t>Di</t></r><r><t>sc</t></r><phoneticPr fontId='1'/></si>"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    related = f'<Relationship Id="rId99" Type="{kind}" Target="sharedStrings.xml"/></Relationships>'
    content = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    override = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{content}"/></Types>'

    def change(name: str, part: bytes) -> bytes:
        if name == "xl/worksheets/sheet1.xml":
            assert b't="inlineStr"><is><t>Disc</t></is>' in part
            return part.replace(b't="inlineStr"><is><t>Disc</t></is>', b't="s"><v>0</v>')
        part = part.replace(b"</Types>", override.encode())
        return part.replace(b"</Relationships>", related.encode()) if "workbook.xml.rels" in name else part

    repacked(file, change, {"xl/sharedStrings.xml": f'<sst xmlns="{main}" count="1">{runs}</sst>'.encode()})
    assert words(grid_of(file)[0]) == [["Term", "Meaning"], ["Disc", "A cushion."]]


def test_a_hidden_sheet_is_not_brought_in(tmp_path: Path) -> None:
    def hide(sheet: Any) -> None:
        sheet.parent.create_sheet("Shown")["A1"] = "x"
        for row in (["Term", "Meaning"], ["A", "one"]):
            sheet.parent["Shown"].append(row)
        sheet.sheet_state = "hidden"

    grid, notes = grid_of(workbook(tmp_path / "t.xlsx", [["Old", "Older"], ["x", "y"]], hide))
    assert ["A", "one"] in words(grid) and ["x", "y"] not in words(grid)
    assert ("another sheet", "sheet “Sheet”", "") in left(notes)


def test_comments_in_cells_are_told(tmp_path: Path) -> None:
    from openpyxl.comments import Comment

    def say(sheet: Any) -> None:
        sheet["A1"].comment = Comment("Is this so?", "")

    _, notes = grid_of(workbook(tmp_path / "t.xlsx", [["Term", "Meaning"], ["A", "one"]], say))
    assert [what for what, _, _ in left(notes)] == ["comments were not read"]


def test_blank_rows_and_columns_around_the_table_do_not_matter(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        [None] * 4,
        [None, "Term", None, "Meaning"],
        [None] * 4,
        [None, "A", None, "one"],
    ]
    grid, _ = grid_of(workbook(tmp_path / "t.xlsx", rows))
    assert words(grid) == [["Term", "Meaning"], ["A", "one"]]
    assert grid[1][1].place == "cell D4"


@pytest.mark.parametrize("place", ["A3000", "ZZ1", "XFD1048576"])
def test_a_cell_far_out_is_refused_by_its_name(tmp_path: Path, place: str) -> None:
    def far(sheet: Any) -> None:
        sheet[place] = "x"

    with pytest.raises(ImportRefused, match=f"cell {place} lies beyond"):
        grid_of(workbook(tmp_path / "t.xlsx", [["Term", "Meaning"], ["A", "one"]], far))


@pytest.mark.parametrize("rows", [[], [["only"]], [["Term", "Meaning"]], [["a"], ["b"], ["c"]]])
def test_a_sheet_without_a_table_is_refused(tmp_path: Path, rows: list[list[Any]]) -> None:
    with pytest.raises(ImportRefused, match="it needs a row of headings"):
        grid_of(workbook(tmp_path / "t.xlsx", rows))


# --- timelines ---------------------------------------------------------------------------------------


def test_a_recovery_table_becomes_a_timeline_with_days_levels_and_answers(tmp_path: Path) -> None:
    found, notes = shaped(RECOVERY, tmp_path)
    assert found.kind == "timeline"
    assert found.structure.splitlines() == [
        "phases:",
        "  - {id: day-1, start: 0, end: 1}",
        "  - {id: days-2-3, start: 1, end: 3}",
        "  - {id: weeks-1-6, start: 3, end: 42}",
        "  - {id: months-2-12, start: 42, end: 365}",
        "rows:",
        "  - {id: walk, cells: {day-1: not_yet, days-2-3: some, weeks-1-6: none, months-2-12: none}}",
        "  - {id: drive, cells: {day-1: not_yet, days-2-3: not_yet, weeks-1-6: ask, months-2-12: none}}",
    ]
    said = {part.id: {name: line[0].text for name, line in part.fields.items()} for part in found.parts}
    assert said["day-1"] == {"": "You rest."}
    assert said["walk"] == {
        "answer": "You walk soon.",
        "day-1": "stay in bed.",
        "days-2-3": "to the door.",
        "weeks-1-6": "Most walk daily.",
        "months-2-12": "You walk far.",
    }
    assert said["drive"]["day-1"] == "TODO." and said["drive"]["answer"] == "TODO."
    assert ("days 3 to 42 were worked out from this heading", "cell E1", "Weeks 1-6") in left(notes)
    assert left(notes)[-2][0].startswith("3 cells do not say how far people are")


@pytest.mark.parametrize(
    ("heading", "end"),
    [
        ("Hours", 1),
        ("Day 1", 1),
        ("Días 1 a 3", 3),
        ("Weeks 2–6", 42),
        ("2 semanas", 14),
        ("First week", 7),
        ("Months 3 to 12", 365),
        ("Primer año", 365),
    ],
)
def test_days_are_worked_out_from_a_heading(tmp_path: Path, heading: str, end: int) -> None:
    found, _ = shaped([["", heading], ["Walk", "You walk."]], tmp_path, "timeline")
    assert f"start: 0, end: {end}}}" in found.structure and found.parts[0].title == heading


@pytest.mark.parametrize("heading", ["Soon", "After 3 months", "Week", "6 weeks +", "Later"])
def test_days_that_a_heading_does_not_say_stand_as_todo(tmp_path: Path, heading: str) -> None:
    found, notes = shaped([["", heading], ["Walk", "You walk."]], tmp_path, "timeline")
    assert found.parts[0].title.endswith("TODO")
    assert ("the days of this stretch of time are not known", "cell B1", heading) in left(notes)


def test_days_written_in_the_sheet_win(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["", "Soon", "Later"],
        ["From day", 0, 10],
        ["To day", 10, 40.5],
        ["Walk", "You walk.", "Far."],
    ]
    found, notes = shaped(rows, tmp_path, "timeline")
    assert "start: 0, end: 10}" in found.structure and "start: 10, end: 40.5}" in found.structure
    assert [part.id for part in found.parts] == ["soon", "later", "walk"]
    assert all("stretch" not in what for what, _, _ in left(notes))


def test_the_number_of_a_date_is_no_number_of_days(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["", "Soon"], ["To day", 45000], ["Walk", "You walk."]]
    with pytest.raises(ImportRefused, match="cell B2: 45000 is no number of days"):
        shaped(rows, tmp_path, "timeline")


def test_a_row_without_a_name_and_a_column_without_a_time_are_told(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["", "Day 1", None], ["Walk", "You walk.", "lost"], [None, "alone", None]]
    found, notes = shaped(rows, tmp_path, "timeline")
    assert [part.id for part in found.parts] == ["day-1", "walk"]
    assert {"a column without a heading", "a row without a name"} <= {what for what, _, _ in left(notes)}


def test_lines_above_the_table_are_its_title_and_no_headings(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["Walking again"], ["Version of spring"], ["", "Day 1"], ["Walk", "You walk."]]
    found, notes = shaped(rows, tmp_path)
    assert (found.kind, found.title) == ("timeline", "Walking again")
    assert left(notes)[0] == ("a line above the table", "cell A2", "Version of spring")


def test_a_table_of_neither_kind_asks_which_it_is(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="say --kind timeline"):
        shaped([["Name", "Room"], ["A", "1"]], tmp_path)


# --- glossaries --------------------------------------------------------------------------------------


def test_a_word_list_becomes_a_glossary_with_sounds_names_and_facts(tmp_path: Path) -> None:
    found, notes = shaped(WORDS, tmp_path)
    assert found.kind == "glossary" and [one.place for one in notes.left] == ["the beginning"]
    assert found.structure == "terms:\n  - {id: disc, fact: [ANAT-02]}\n  - {id: lamina, fact: [TODO]}\n"
    disc, lamina = found.parts
    assert (disc.title, disc.say) == ("Disc", "disk")
    assert [one.text for one in disc.fields["also"]] == ["pad", "spacer"]
    assert [one.text for one in lamina.fields[""]] == ["A flat plate of bone."]
    assert "also" not in lamina.fields


def test_a_word_list_in_spanish_is_known_by_its_headings(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["Término", "Definición"], ["Disco", "Un cojín."]]
    assert shaped(rows, tmp_path)[0].parts[0].title == "Disco"


def test_a_word_list_without_headings_keeps_its_first_row(tmp_path: Path) -> None:
    found, notes = shaped([["Disc", "A cushion."], ["Bone", "A hard part."]], tmp_path, "glossary")
    assert [part.title for part in found.parts] == ["Disc", "Bone"]
    assert left(notes)[0][0].startswith("no headings were found")


def test_the_same_word_twice_and_words_of_yaml_get_ids_of_their_own(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["Word", "Meaning"],
        ["Disc", "a"],
        ["Disc", "b"],
        ["True", "c"],
        ["007", "d"],
        ["脊椎", "e"],
    ]
    found, _ = shaped(rows, tmp_path)
    assert [part.id for part in found.parts] == ["disc", "disc-2", "part-true", "part-007", "part"]


def test_what_a_glossary_has_no_place_for_is_told(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["Word", "Meaning", "Page", "Fact"],
        ["Disc", "", "12", "{}"],
        ["", "alone", "", ""],
    ]
    _, notes = shaped(rows, tmp_path)
    assert left(notes) == [
        ("a column that has no place in a glossary", "cell C1", "Page"),
        ("a word without a meaning", "cell A2", "Disc"),
        ("fact ids that are none", "cell D2", "{}"),
        ("a row without a word", "cell A3", "alone"),
        ("no title was found", "the beginning", ""),
    ]
