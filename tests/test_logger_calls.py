"""What the programs at the glass may give to their log: a list that is read by eye before it grows."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

GIVEN = {
    "choice.name",  # installed, previous or shipped
    "code",  # the exit code
    "fault",  # of content, of a disk or of a database that is opened: never of a search that is made
    "message",  # the same, from kiosk.ui.glass.Glass.fault, or Qt's
    "name",  # of an edition, or of a page of the staff corner
    "offer.edition",
    "offer.place",
    "path.name",  # of a font
    "self._file",  # where the figures are kept
    "why",  # the system's words for a disk that refuses
    "request.url().toString()[:200]",  # what an edition or QML asked for
    "_LEVELS.get(kind, logging.WARNING)",
}
"""Every value that is written into a line, as the code has it; none follows from what a patient does."""

FOLDERS = ("ui", "visit", "staff")
LEVELS = {"debug", "info", "warning", "error", "exception", "critical", "log"}


def sources(root: Path) -> Iterator[Path]:
    yield from (root / "kiosk" / name for name in ("app.py", "start.py"))
    for folder in FOLDERS:
        yield from (root / "kiosk" / folder).glob("*.py")


def logger_calls(source: str) -> Iterator[ast.Call]:
    """Each call of a logger's method, and of ``logging``'s and ``print``."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func)
        owner, _, method = called.rpartition(".")
        if called == "print" or (method in LEVELS and "log" in owner.lower()):
            yield node


def given(call: ast.Call) -> set[str]:
    """What a call writes that is no constant of the code."""
    values = [*call.args, *(word.value for word in call.keywords if word.arg != "exc_info")]
    return {ast.unparse(one) for one in values if not isinstance(one, ast.Constant)}


def test_no_line_of_the_log_is_made_of_what_a_patient_does(root: Path) -> None:
    seen: set[str] = set()
    for file in sources(root):
        for call in logger_calls(file.read_text(encoding="utf-8")):
            assert given(call) <= GIVEN, f"{file}:{call.lineno}: {ast.unparse(call)}"
            seen |= given(call)
    assert seen == GIVEN, "what is not given any more must not stay allowed"


def test_a_line_that_tells_what_was_typed_would_be_seen() -> None:
    for line in (
        'logger.info("typed %s", self.visit.query)',
        'logger.info(f"typed {query}")',
        'logging.getLogger("x").warning("%s", query)',
        "self._logger.error(query)",
        'logger.info("typed", extra={"fields": {"query": query}})',
        "print(query)",
    ):
        (call,) = logger_calls(line)
        assert not given(call) <= GIVEN, line
