"""YAML with the line of every key and value; knows nothing of what the keys mean.

Plain words stay words: ``on``, ``no`` and ``2027-05-01`` are texts here, only ``true`` and ``false`` are
flags and only digits are numbers, but for those that begin with 0: a phone number keeps it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from kiosk.authoring.findings import Finding, error

Place = tuple[str | int, ...]
"""The way to a value: keys and list positions from the top."""

_WHOLE = re.compile(r"-?(?:0|[1-9]\d{0,14})")
_FRACTION = re.compile(r"-?\d{1,15}\.\d+")
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CURLY = ("“", "”", "„", "‘", "’")
_CURLY_DOUBLE = _CURLY[:3]
_OPENS_CURLY = re.compile(f"(?:[:,-] +|[{{[] *)[{''.join(_CURLY)}]")
"""A curly quote where a value begins."""
_CURLY_FOUND = "the quotes here are curly, so they would show on the screen or cut the words short"
_STRAIGHT = 'Type straight ones: "like this".'
_QUOTE_MISSING = 'a quote (") is missing on this line, or there is one too many'
_BETWEEN = 'Put the words between two straight quotes: "like this".'
_SOURCE_BYTES = 2 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Located:
    """A YAML file's plain ``data`` and the ``lines`` (from 1) of its places."""

    file: str
    data: Any
    lines: dict[Place, int] = field(default_factory=dict)

    def line(self, *place: str | int) -> int:
        """The line of a place, or of the nearest place above it that has one."""
        for length in range(len(place), -1, -1):
            found = self.lines.get(place[:length])
            if found:
                return found
        return 1


def read_located(path: Path, file: str, report: list[Finding]) -> Located:
    """The YAML file at ``path``; faults go to ``report`` and leave what could not be read empty."""
    text = read_text(path, file, report)
    lines: dict[Place, int] = {}
    tab = next(
        (at for at, row in enumerate(text.splitlines(), start=1) if row.lstrip(" ").startswith("\t")), 0
    )
    if tab:
        report.append(
            error(
                file,
                tab,
                "yaml",
                "there is a tab before the words",
                "Use blanks there, two for each step in.",
            )
        )
        return Located(file, None, lines)
    try:
        node = yaml.compose(text, Loader=_LOADER)
        data = None if node is None else _value(node, (), file, lines, report)
    except yaml.MarkedYAMLError as fault:
        report.append(_quotes(text, file, fault) or _unsound(text, file, fault))
        data = None
    except (yaml.YAMLError, RecursionError) as fault:
        report.append(
            error(file, 0, "yaml", f"this is not sound YAML: {fault}", "Compare it with a topic that works.")
        )
        data = None
    return Located(file, data, lines)


def _quotes(text: str, file: str, fault: yaml.MarkedYAMLError) -> Finding | None:
    """What a fault is where quotes are behind it: curly ones, or one that is missing."""
    marks = [mark.line for mark in (fault.context_mark, fault.problem_mark) if mark]
    rows = text.split("\n")
    for at in range(min(marks, default=0), max(marks, default=-1) + 1):
        row = rows[at] if at < len(rows) and not rows[at].lstrip().startswith("#") else ""
        odd = len(re.findall(r'(?<!\\)"', row)) % 2
        if _OPENS_CURLY.search(row) or (odd and any(sign in row for sign in _CURLY_DOUBLE)):
            return error(file, at + 1, "yaml", _CURLY_FOUND, _STRAIGHT)
        if odd:
            return error(file, at + 1, "yaml", _QUOTE_MISSING, _BETWEEN)
    return None


def _unsound(text: str, file: str, fault: yaml.MarkedYAMLError) -> Finding:
    problem, at, began = fault.problem or "", fault.problem_mark, fault.context_mark
    row = "".join(text.split("\n")[at.line : at.line + 1]) if at else ""  # none where it lies behind the end
    if at and began and at.line == began.line and row[at.column : at.column + 1] == ":":
        problem = "mapping values are not allowed"  # the reader looks for a comma, where a colon is the fault
    why, remedy, opened = _in_plain_words(problem)
    mark = (opened and fault.context_mark) or fault.problem_mark or fault.context_mark
    return error(file, mark.line + 1 if mark else 0, "yaml", why, remedy)


_INDENT = (
    "this line, or the one above it, starts further right or left than its neighbours",
    "Start each line where the lines of its group start.",
)
_PLAIN = (
    ("mapping values are not allowed", "there is one colon too many on this line, or it starts too far right",
     "Put words with a colon in them between quotes, and start the line where its neighbours start.", False),
    ("could not find expected ':'", "a colon is missing on this line", "Write key, colon, blank, value.",
     True),
    ("expected <block end>", *_INDENT, False),
    ("did not find expected key", *_INDENT, False),
    ("did not find expected '-'", *_INDENT, False),
    ("found unexpected end", "a quote is opened and never closed", "Close the quotes on this line.", True),
    ("expected ',' or", "a bracket is opened and never closed, or a comma is missing",
     "Close the bracket, and put a comma between its parts.", True),
)  # fmt: skip
"""What the reader says, what it means, what to do, and whether the line where it began is the one to mend."""


def _in_plain_words(problem: str) -> tuple[str, str, bool]:
    """What the YAML reader says, for people: the fault, what to do, and whether it lies where it began."""
    for theirs, ours, remedy, opened in _PLAIN:
        if theirs in problem:
            return ours, remedy, opened
    return (
        "this line cannot be read",
        "Look at the colons, the brackets, and the blanks before the words on it and on the line above.",
        False,
    )


def read_text(path: Path, file: str, report: list[Finding]) -> str:
    """The UTF-8 text of a source file, empty (with a finding) when it cannot be read."""
    try:
        if path.stat().st_size > _SOURCE_BYTES:
            report.append(
                error(file, 0, "file", "the file is larger than 2 MiB", "Split it into several topics.")
            )
            return ""
        data = path.read_bytes()
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        if not text.strip():
            report.append(
                error(
                    file,
                    0,
                    "file",
                    "the file is empty",
                    "Put its text back, from a copy or from version control.",
                )
            )
        return text
    except UnicodeDecodeError as fault:
        report.append(_not_utf8(file, data, fault.start))
    except OSError as fault:
        report.append(
            error(
                file,
                0,
                "file",
                f"the file cannot be read ({fault.strerror})",
                "Put it back, or mend its permissions.",
            )
        )
    return ""


def _not_utf8(file: str, data: bytes, start: int) -> Finding:
    """What a file that is no UTF-8 is, as far as its first bytes tell."""
    if data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rt"):
        message = "this is a Word document under another name, not a plain text file"
        return error(file, 0, "file", message, "Copy its words into a plain text file of this name.")
    remedy = "Open it in your editor, choose “Save as” and there the encoding “UTF-8”."
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return error(file, 0, "file", "the file is saved as UTF-16 and not as UTF-8 text", remedy)
    line = data[:start].count(b"\n") + 1
    return error(file, line, "file", "a letter here is not saved as UTF-8 text", remedy)


def _value(node: Any, place: Place, file: str, lines: dict[Place, int], report: list[Finding]) -> Any:
    lines.setdefault(place, node.start_mark.line + 1)
    if len(place) > 16:
        report.append(error(file, lines[place], "yaml", "nested deeper than 16 levels", "Write it flatter."))
        return None
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in found:
                report.append(
                    error(
                        file,
                        key_node.start_mark.line + 1,
                        "yaml",
                        f"the key “{key}” stands twice",
                        "Keep one of them.",
                    )
                )
            lines[(*place, key)] = key_node.start_mark.line + 1
            found[key] = _value(value_node, (*place, key), file, lines, report)
        return found
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, (*place, index), file, lines, report) for index, item in enumerate(node.value)]
    if not node.style and str(node.value)[:1] in _CURLY:
        report.append(error(file, lines[place], "yaml", _CURLY_FOUND, _STRAIGHT))
    elif not node.style and str(node.value).count('"') % 2:
        report.append(error(file, lines[place], "yaml", _QUOTE_MISSING, _BETWEEN))
    return _scalar(node)


def _scalar(node: Any) -> Any:
    text = str(node.value)
    if node.style:  # the C loader says "" for a plain word, the Python one None
        return text
    if text in ("true", "false"):
        return text == "true"
    if text in ("", "~", "null"):
        return None
    if _WHOLE.fullmatch(text):
        return int(text)
    if _FRACTION.fullmatch(text):
        return float(text)
    return text
