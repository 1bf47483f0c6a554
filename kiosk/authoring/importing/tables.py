"""A spreadsheet's rows as a timeline or a glossary; knows no file format and writes no file.

A timeline has stretches of time across and activities down; a glossary has a word and its meaning in a row.
Nothing medical is guessed: what a sheet does not say stands as TODO, or is told.
"""

from __future__ import annotations

import re
import unicodedata

from kiosk.authoring.importing.brought import Cell, Grid, ImportRefused, Notes
from kiosk.authoring.importing.mending import TODO, key_line, line_of, title_of
from kiosk.authoring.importing.shaping import Ids, PagePart, Said, Shaped

TABLE_KINDS = ("timeline", "glossary")

_WORD = frozenset(["word", "term", "palabra", "termino"])
_MEANING = frozenset(
    ["meaning", "definition", "means", "what-it-means", "significado", "definicion", "que-significa"]
)
_SAY = frozenset(["say", "how-to-say-it", "pronunciation", "sounds-like", "como-se-dice", "pronunciacion"])
_ALSO = frozenset(["also", "also-called", "synonyms", "other-names", "tambien", "sinonimos", "otros-nombres"])
_FACT = frozenset(["fact", "facts", "fact-id", "fact-ids", "hecho", "hechos"])
_ANSWER = frozenset(["answer", "in-short", "summary", "short-answer", "respuesta", "en-breve", "resumen"])
_START = frozenset(["start", "from", "from-day", "start-day", "first-day", "desde", "inicio", "dia-inicial"])
_END = frozenset(["end", "to", "to-day", "until", "end-day", "last-day", "hasta", "fin", "dia-final"])
_PHASE = frozenset(
    ["what-happens", "overview", "in-general", "phase", "stage", "general", "que-pasa", "en-general", "etapa"]
)

_LEVELS = (
    ("not_yet", "not yet|todavía no|aún no"),
    ("some", "some|algunos|algunas"),
    ("most", "most|la mayoría|casi todos"),
    ("ask", "ask|pregunte"),
)
_UNITS = (
    (1 / 24, "hours?|horas?"),
    (1, "days?|días?|dias?"),
    (7, "weeks?|semanas?"),
    (365 / 12, "months?|mes(?:es)?"),
    (365, "years?|años?"),
)
_OPEN = re.compile(r"\b(after|later|from|beyond|more than|over|después|desde|más de|en adelante)\b|\+", re.I)
_FIRST = re.compile(r"\b(first|primera?|primer)\b", re.I)
_FACT_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+/-]{0,79}")
_MOST_DAYS = 3650
"""A number of days beyond this is a date's own number, which Excel counts from 1900."""


def shape_table(grid: Grid, kind: str, notes: Notes) -> Shaped:
    """A table as a page of ``kind``, or of the kind its headings tell where ``kind`` is empty.

    Raises ``ImportRefused`` where they tell none, or the kind is none a table can become.
    """
    title = TODO
    while len(grid) > 2 and grid[0][0].text and not any(cell.text for cell in grid[0][1:]):
        above = grid[0][0]  # a line above the table, not its headings
        if title == TODO:
            title = title_of(above.text, above.place, notes)
        else:
            notes.leave(
                "a line above the table", above.place, above.text, "Write it on the page if it is needed."
            )
        grid = grid[1:]
    heads = [_folded(cell.text) for cell in grid[0]]
    if not kind:
        kind = "glossary" if set(heads) & _WORD and set(heads) & _MEANING else ""
    if not kind and any(_ends_after(cell.text) for cell in grid[0][1:]):
        kind = "timeline"
    if kind not in TABLE_KINDS:
        said = (
            f"a spreadsheet cannot become a page of the kind “{kind}”"
            if kind
            else ("the headings in the first row are of no timeline and no glossary")
        )
        raise ImportRefused(f"{said}; say --kind timeline (times across) or --kind glossary (word, meaning)")
    shaped = _glossary(grid, heads, notes) if kind == "glossary" else _timeline(grid, heads, notes)
    shaped.title = title
    if title == TODO:
        notes.leave("no title was found", "the beginning", "", "Write it in place of TODO behind “# ”.")
    return shaped


def _folded(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    return "-".join(re.findall(r"[a-z0-9]+", folded))


def _column(heads: list[str], names: frozenset[str]) -> int:
    """Where a column with one of these headings stands, or -1."""
    return next((at for at, head in enumerate(heads) if head in names), -1)


def _said(cell: Cell, notes: Notes, text: str = "") -> list[Said]:
    """A cell as one paragraph; TODO where it is empty."""
    words = line_of(text or cell.text, "paragraph", cell.place, notes)
    return [Said("paragraph", words or f"{TODO}.")]


# --- glossary ------------------------------------------------------------------------------------------


def _glossary(grid: Grid, heads: list[str], notes: Notes) -> Shaped:
    word, meaning = _column(heads, _WORD), _column(heads, _MEANING)
    rows = grid[1:]
    if word < 0 or meaning < 0:
        word, meaning, rows = 0, 1, grid
        what = "no headings were found: the first column was read as words, the second as meanings"
        notes.leave(
            what, grid[0][0].place, grid[0][0].text, "Look whether the first row is a word and its meaning."
        )
        heads = ["word", "meaning", *([""] * (len(grid[0]) - 2))]
    say, also, fact = (_column(heads, names) for names in (_SAY, _ALSO, _FACT))
    for at, cell in enumerate(grid[0]):
        if at not in (word, meaning, say, also, fact):
            remedy = "A word has a meaning, a say line, other names and facts; write the rest by hand."
            notes.leave("a column that has no place in a glossary", cell.place, cell.text, remedy)
    ids, parts, listed = Ids(), [], ""
    for row in rows:
        if not row[word].text:
            remedy = "Give the row its word, or take it out."
            notes.leave("a row without a word", row[word].place, row[meaning].text, remedy)
            continue
        title = title_of(row[word].text, row[word].place, notes)
        part = PagePart(ids.of(title), title, fields={"": _said(row[meaning], notes)})
        if not row[meaning].text:
            notes.leave("a word without a meaning", row[word].place, title, "Write it in place of TODO.")
        if say >= 0 and row[say].text:
            part.say = key_line("say", row[say].text, row[say].place, notes)
        if also >= 0:
            names = [line_of(one.strip(), "list", row[also].place, notes) for one in _names(row[also].text)]
            if any(names):
                part.fields["also"] = [Said("list", one) for one in names if one]
        parts.append(part)
        cited = re.findall(r"[^\s,;]+", row[fact].text) if fact >= 0 else []
        sound = [one for one in cited if _FACT_ID.fullmatch(one)]
        if sound != cited:
            notes.leave(
                "fact ids that are none", row[fact].place, row[fact].text, "Correct them in topic.yaml."
            )
        listed += f"  - {{id: {part.id}, fact: [{', '.join(map(_quoted, sound)) or TODO}]}}\n"
    if not parts:
        raise ImportRefused("there is no row with a word in it")
    grounded = frozenset(part.id for part in parts)
    return Shaped("glossary", TODO, f"terms:\n{listed}", parts=parts, grounded=grounded)


def _names(text: str) -> list[str]:
    return [one for one in re.split(r"[;,/|]", text) if one.strip()]


def _quoted(name: str) -> str:
    """A fact id as YAML: quoted where it would be read as a number."""
    return f'"{name}"' if re.fullmatch(r"[\d.]+", name) else name


# --- timeline ------------------------------------------------------------------------------------------


def _timeline(grid: Grid, heads: list[str], notes: Notes) -> Shaped:
    answer = _column(heads, _ANSWER)
    columns = [at for at in range(1, len(heads)) if at != answer and grid[0][at].text]
    for at in range(1, len(heads)):
        if not grid[0][at].text:
            remedy = "Give the column its stretch of time in the first row, and bring the file in again."
            notes.leave("a column without a heading", grid[0][at].place or "the first row", "", remedy)
    rows = {_folded(row[0].text): row for row in reversed(grid[1:])}
    starts, ends, told = (_row(rows, names) for names in (_START, _END, _PHASE))
    ids, parts, phases, names = Ids(), [], "", {}
    last = 0.0
    for at in columns:
        head = grid[0][at]
        title = title_of(head.text, head.place, notes)
        start, end = _days(head, starts[at] if starts else None, ends[at] if ends else None, last, notes)
        sure = end is not None
        names[at] = ids.of(title)
        last, begin = end if end is not None else start + 1, start
        part = PagePart(names[at], title if sure or TODO in title else f"{title} {TODO}")
        part.fields[""] = _said(told[at] if told else Cell("", head.place), notes)
        parts.append(part)
        phases += f"  - {{id: {names[at]}, start: {begin:.10g}, end: {last:.10g}}}\n"
    listed, unsaid = "", 0
    for row in grid[1:]:
        if row in (starts, ends, told):
            continue
        if not row[0].text:
            words = next(cell.text for cell in row if cell.text)
            remedy = "Give the row its activity in the first column."
            notes.leave("a row without a name", row[0].place or "a row", words, remedy)
            continue
        title = title_of(row[0].text, row[0].place, notes)
        part = PagePart(ids.of(title), title)
        part.fields["answer"] = _said(row[answer] if answer >= 0 else Cell("", row[0].place), notes)
        levels = []
        for at in columns:
            level, text = _level(row[at].text)
            unsaid += level == "none"
            part.fields[names[at]] = _said(Cell(text, row[at].place), notes)
            levels.append(f"{names[at]}: {level}")
        parts.append(part)
        listed += f"  - {{id: {part.id}, cells: {{{', '.join(levels)}}}}}\n"
    if not listed or not phases:
        raise ImportRefused("a timeline needs times in the first row and activities in the first column")
    if unsaid:
        what = f"{unsaid} cells do not say how far people are, and stand as “none” in topic.yaml"
        remedy = "Write not_yet, some, most or ask there, as your sources say it."
        notes.leave(what, "the table", "", remedy)
    return Shaped("timeline", TODO, f"phases:\n{phases}rows:\n{listed}", parts=parts)


def _row(rows: dict[str, list[Cell]], names: frozenset[str]) -> list[Cell] | None:
    return next((row for head, row in rows.items() if head in names), None)


def _days(
    head: Cell, start: Cell | None, end: Cell | None, last: float, notes: Notes
) -> tuple[float, float | None]:
    """First and last day of a stretch of time: the sheet's own numbers, or what its heading says."""
    for cell in (start, end):
        if cell and cell.number is not None and not 0 <= cell.number <= _MOST_DAYS:
            why = (
                f"{cell.place}: {cell.text} is no number of days after the operation; write days, such as 14"
            )
            raise ImportRefused(why)
    begin = start.number if start and start.number is not None else last
    until = end.number if end and end.number is not None else None
    if until is None:
        until = _ends_after(head.text)
        if until is not None and until > begin:
            what = f"days {begin:.10g} to {until:.10g} were worked out from this heading"
            notes.leave(what, head.place, head.text, "Look at start and end in topic.yaml.")
    if until is None or until <= begin:
        what = "the days of this stretch of time are not known"
        remedy = "Write start and end (days after the operation) in topic.yaml, and take TODO from its title."
        notes.leave(what, head.place, head.text, remedy)
        return begin, None
    return begin, until


def _ends_after(heading: str) -> float | None:
    """The day on which a stretch such as “Weeks 2 to 6” ends; None for one without an end or without days."""
    found = [
        (match.start(), days)
        for days, words in _UNITS
        for match in re.finditer(rf"\b(?:{words})\b", heading, re.IGNORECASE)
    ]
    if not found or _OPEN.search(heading):
        return None
    numbers = [float(one.replace(",", ".")) for one in re.findall(r"\d+(?:[.,]\d+)?", heading)]
    unit = max(found)[1]
    if not numbers:
        if unit < 1:
            return 1.0  # “hours” are the first day
        return float(round(unit)) if _FIRST.search(heading) else None
    return float(round(numbers[-1] * unit)) if unit >= 1 else round(numbers[-1] * unit, 3)


def _level(text: str) -> tuple[str, str]:
    """How far people are, where a cell begins with it (“Not yet: ...”), and the words that remain."""
    for level, words in _LEVELS:
        found = re.match(rf"(?:{words})\s*(?:[:–—.-]\s*|$)", text, re.IGNORECASE)
        if found:
            return level, text[found.end() :]
    return "none", text
