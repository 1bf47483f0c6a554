"""A spreadsheet's cells as words, with what cannot be carried over told; decides nothing about pages.

Values alone are read: a formula is what Excel last worked out for it, and nothing is worked out here.
"""

from __future__ import annotations

import csv
import io
import warnings
import zipfile
from datetime import date, datetime, time, timedelta
from typing import Any

from kiosk.authoring.cancel import Cancel, heed
from kiosk.authoring.importing.brought import Cell, Grid, ImportRefused, Notes
from kiosk.authoring.importing.mending import mend
from kiosk.authoring.importing.opening import Opened
from kiosk.authoring.importing.plain import text_of

ROWS, COLUMNS = 2000, 60
"""More than this is no timeline and no glossary."""

_ERRORS = ("#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!")
_PLAIN_FORMATS = ("General", "@", "0", "0.0", "0.00", "#,##0", "#,##0.00")
_ASIDES = {
    "xl/media/": "pictures",
    "xl/charts/": "charts",
    "xl/comments": "comments",
    "xl/threadedComments": "comments",
    "xl/externalLinks/externalLink": "links to other workbooks",
    "xl/embeddings/": "files put inside this one",
    "xl/pivotTables/": "pivot tables",
}
_TODO = "TODO"


def read_sheet(opened: Opened, notes: Notes, cancel: Cancel) -> Grid:
    """The cells of an .xlsx (its first sheet with words) or .csv.

    Raises ``ImportRefused`` for what cannot be read or holds no words, ``Cancelled``.
    """
    rows = _csv(opened, notes) if opened.form == "csv" else _xlsx(opened, notes, cancel)
    used = [row for row in rows if any(cell.text for cell in row)]
    width = max((at + 1 for row in used for at, cell in enumerate(row) if cell.text), default=0)
    columns = [at for at in range(width) if any(at < len(row) and row[at].text for row in used)]
    if len(used) > ROWS or len(columns) > COLUMNS:
        why = f"it has more than {ROWS} rows or {COLUMNS} columns; split it, one topic to a file"
        raise _refused(opened, why)
    if len(used) < 2 or len(columns) < 2:
        raise _refused(
            opened, "it needs a row of headings, rows below it, and at least two columns with words"
        )
    return [[row[at] if at < len(row) else Cell("", "") for at in columns] for row in used]


def _refused(opened: Opened, why: str) -> ImportRefused:
    return ImportRefused(f"{opened.name}: {why}. Nothing was written")


def _name(row: int, column: int) -> str:
    """A cell as spreadsheets call it: ``cell B4``. Both count from 1."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"cell {letters}{row}"


# --- CSV -----------------------------------------------------------------------------------------------


def _csv(opened: Opened, notes: Notes) -> Grid:
    text = text_of(opened, notes)
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:  # Excel's own hint
        delimiter, text = first.strip()[4], rest
    else:
        delimiter = _delimiter(text)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as fault:
        raise _refused(opened, f"it is no sound CSV ({fault}); save it anew as CSV UTF-8") from None
    return [
        [_csv_cell(value, _name(y, x), notes) for x, value in enumerate(row, 1)]
        for y, row in enumerate(rows, 1)
    ]


def _delimiter(text: str) -> str:
    """The sign between cells: the one that parts the first lines into the same number of cells."""

    def evenness(sign: str) -> tuple[int, int]:
        rows = list(csv.reader(io.StringIO(text[:20_000], newline=""), delimiter=sign))[:20]
        widths = [len(row) for row in rows if row]
        common = max(set(widths), key=widths.count) if widths else 1
        return (widths.count(common) if common > 1 else 0), common

    try:
        return max((",", ";", "\t", "|"), key=evenness)
    except csv.Error:
        return ","


def _csv_cell(value: str, place: str, notes: Notes) -> Cell:
    text = mend(value, notes)
    if text.startswith(("=", "@")) or text in _ERRORS:
        return _not_worked_out(text, place, notes)
    try:
        number = float(text.replace(",", ".")) if text and text[0] in "-0123456789" else None
    except ValueError:
        number = None
    return Cell(text, place, number)


def _not_worked_out(text: str, place: str, notes: Notes) -> Cell:
    what = "an error" if text in _ERRORS else "a formula without its result"
    remedy = "Save the file in Excel and bring it in again, or write the words in place of TODO."
    notes.leave(what, place, text, remedy)
    return Cell(_TODO, place)


# --- Excel ---------------------------------------------------------------------------------------------


def _xlsx(opened: Opened, notes: Notes, cancel: Cancel) -> Grid:
    from openpyxl.utils.exceptions import InvalidFileException

    books: list[Any] = []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # they tell of looks and rules that nothing here reads
            return _books(opened, books, notes, cancel)
    except (
        InvalidFileException, SyntaxError, zipfile.BadZipFile, LookupError, ValueError, TypeError,
        AttributeError, OverflowError,
    ) as fault:  # fmt: skip
        why = f"it is damaged or was not written by Excel ({type(fault).__name__}); open it and save it anew"
        raise _refused(opened, why) from None
    finally:
        for book in books:
            book.close()


def _books(opened: Opened, books: list[Any], notes: Notes, cancel: Cancel) -> Grid:
    import openpyxl

    for values in (True, False):  # once for results, once for the formulas behind them
        data = io.BytesIO(opened.data)
        books.append(openpyxl.load_workbook(data, read_only=True, data_only=values, keep_links=False))
    return _first_sheet(opened, books[0], books[1], notes, cancel)


def _first_sheet(opened: Opened, results: Any, formulas: Any, notes: Notes, cancel: Cancel) -> Grid:
    found: Grid = []
    taken = ""
    for sheet in results.worksheets:
        grid = [] if found else _cells(opened, sheet, formulas[sheet.title], notes, cancel)
        if sheet.sheet_state != "visible":
            grid = []
        if not found and any(cell.text for row in grid for cell in row):
            found, taken = grid, sheet.title
            _beside(opened, sheet, notes)
        else:
            remedy = "If it is needed, save it as a file of its own and bring that in."
            notes.leave("another sheet", f"sheet “{sheet.title}”", "", remedy)
    counted: dict[str, int] = {}
    for part in opened.parts:
        for start, what in _ASIDES.items():
            if part.startswith(start) and not part.endswith(".rels"):
                counted[what] = counted.get(what, 0) + 1
    for what in counted:
        remedy = "Look at them in Excel and write on the page what patients need."
        notes.leave(f"{what} were not read", f"sheet “{taken}”" if taken else "the whole file", "", remedy)
    return found


def _cells(opened: Opened, sheet: Any, behind: Any, notes: Notes, cancel: Cancel) -> Grid:
    """The sheet's cells as far as a topic can go, so that no row of a million blanks is walked through."""
    grid: Grid = []
    limits = {"max_row": ROWS, "max_col": COLUMNS}
    for y, (row, formulas) in enumerate(
        zip(sheet.iter_rows(**limits), behind.iter_rows(**limits), strict=False), start=1
    ):
        heed(cancel)
        cells = zip(row, formulas, strict=False)
        grid.append([_cell(one, two, _name(y, x), notes) for x, (one, two) in enumerate(cells, start=1)])
    return grid


def _cell(cell: Any, behind: Any, place: str, notes: Notes) -> Cell:
    value, formula = cell.value, behind.value
    worked_out = isinstance(formula, str) and formula.startswith("=") and behind.data_type == "f"
    if not isinstance(formula, str | int | float | date | time | timedelta | type(None)):
        worked_out = True  # an array formula is an object of its own
    if worked_out:
        if value is None:
            return _not_worked_out(str(formula), place, notes)
        remedy = "The number Excel last showed was taken; look whether it still holds."
        notes.leave("a formula", place, str(value), remedy)
    if value is None:
        return Cell("", place)
    if isinstance(value, bool):
        notes.leave("a yes-or-no value", place, str(value), "Write it as words in place of TODO.")
        return Cell(_TODO, place)
    if isinstance(value, int | float):
        return _number(float(value), str(cell.number_format), place, notes)
    if isinstance(value, datetime | date | time | timedelta):
        return _date(value, place, notes)
    text = mend(str(value), notes)
    return _not_worked_out(text, place, notes) if text in _ERRORS else Cell(text, place)


def _number(value: float, shown: str, place: str, notes: Notes) -> Cell:
    if shown.rstrip().endswith("%"):
        return Cell(f"{value * 100:g}%", place, value)
    text = f"{value:.10g}"
    if shown not in _PLAIN_FORMATS:
        notes.leave("a number that Excel shows in its own way", place, text, "Write it as it should be read.")
    return Cell(text, place, value)


def _date(value: Any, place: str, notes: Notes) -> Cell:
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    remedy = (
        "If it was meant as words (“1-3”), make the cell Text in Excel, type it again, bring it in again."
    )
    notes.leave("a date or time", place, str(value), remedy)
    return Cell(str(value), place)


def _beside(opened: Opened, sheet: Any, notes: Notes) -> None:
    """What a sheet has beside its cells: merged cells, links, hidden rows and columns, cells too far out."""
    from openpyxl.utils.cell import coordinate_to_tuple
    from openpyxl.worksheet._reader import WorkSheetParser

    where = f"sheet “{sheet.title}”"
    far: list[str] = []

    def look(element: Any) -> dict[str, Any]:
        place = element.get("r")
        row, column = coordinate_to_tuple(place) if place else (parser.row_counter, 1)
        if (row > ROWS or column > COLUMNS) and len(element) and not far:
            far.append(str(place))
        return {}

    with sheet._get_source() as source:  # a sheet opened for reading alone tells of none of these itself
        parser: Any = WorkSheetParser(source, [])
        parser.parse_cell = look
        for _ in parser.parse():
            pass
    if far:
        why = f"cell {far[0]} lies beyond {ROWS} rows or {COLUMNS} columns; split it, one topic to a file"
        raise _refused(opened, why)
    for merged in parser.merged_cells.mergeCell if parser.merged_cells else ():
        remedy = "Its words went to the first cell alone; unmerge it, and fill each cell they belong to."
        notes.leave("merged cells", f"cells {merged.ref}", "", remedy)
    for link in parser.hyperlinks.hyperlink:
        notes.leave("a link", f"cell {link.ref}", "", "Pages lead nowhere outside: say in words whom to ask.")
    hidden = [
        f"row {name}" for name, row in parser.row_dimensions.items() if row.get("hidden") in ("1", "true")
    ]
    hidden += [
        f"column {name}"
        for name, column in parser.column_dimensions.items()
        if column.get("hidden") in ("1", "true")
    ]
    if hidden:
        remedy = "They were brought in; take their words out if they were hidden on purpose."
        notes.leave("hidden rows or columns", where, ", ".join(hidden), remedy)
