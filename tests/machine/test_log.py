"""The log of a process: what a line holds, how many of one kind there are, and what it never tells."""

from __future__ import annotations

import io
import json
import logging
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kiosk import __version__
from kiosk.machine.log import KINDS, MOST, Gate, Log, begin

CANARY = "KQZXWVJ"


class Clock:
    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


class Told:
    """What was written to standard error since the test began."""

    def __init__(self, captured: pytest.CaptureFixture[str]) -> None:
        self._captured = captured
        self._text = ""

    def getvalue(self) -> str:
        self._text += self._captured.readouterr().err
        return self._text


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Told:
    return Told(capsys)


@pytest.fixture
def log(tmp_path: Path, clock: Clock, told: Told) -> Iterator[Log]:
    made = begin("kiosk", str(tmp_path / "log"), Gate(clock))
    yield made
    made.close()


def lines(folder: Path) -> list[dict[str, Any]]:
    """Each line of the kiosk's file, read as JSON."""
    return [json.loads(line) for line in (folder / "log" / "lamina.jsonl").read_text("utf-8").splitlines()]


def test_a_line_names_time_level_logger_version_and_edition(log: Log, tmp_path: Path, told: Told) -> None:
    log.edition = lambda: "2026-11-23-07c41a5d"
    logging.getLogger("kiosk.ui.glass").error("it is\n broken: %s", "ñ\0")
    logging.getLogger("kiosk.ui.glass").info("started", extra={"fields": {"after": 3}})
    logging.getLogger("tuf").info("of a library, for its authors")
    log.close()
    first, second = lines(tmp_path)
    assert first.pop("time").endswith("Z") and len(second.pop("time")) == len("2026-11-23T05:02:11.123Z")
    shared = {"program": "kiosk", "version": __version__, "edition": "2026-11-23-07c41a5d"}
    where = {"logger": "kiosk.ui.glass", **shared}
    assert first == {"level": "error", "message": "it is broken: ñ\0", **where}
    assert second == {"level": "info", "message": "started", "fields": {"after": 3}, **where}
    assert told.getvalue() == "lamina: it is broken: ñ\0\n", "only what is wrong is on standard error"


def test_of_one_kind_ten_a_minute_are_written_and_the_rest_is_counted(
    log: Log, tmp_path: Path, clock: Clock, told: Told
) -> None:
    logger = logging.getLogger("kiosk.ui.glass")
    for number in range(100):
        logger.error("picture %d is gone", number)
    logger.error("another kind")
    clock.seconds += 59
    logger.error("picture %d is gone", 100)
    clock.seconds += 1
    logger.error("picture %d is gone", 101)
    log.close()
    found = [(line["message"], line.get("fields")) for line in lines(tmp_path)]
    assert [message for message, _ in found[:MOST]] == [f"picture {n} is gone" for n in range(MOST)]
    assert found[MOST:] == [
        ("another kind", None),
        (
            "91 more lines of this kind were left out in 60 seconds: kiosk.ui.glass: picture %d is gone",
            {"left_out": 91},
        ),
        ("picture 101 is gone", None),
    ]
    assert told.getvalue().splitlines() == [f"lamina: {message}" for message, _ in found]


def test_what_was_left_out_is_told_without_another_line(
    tmp_path: Path, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = begin("kiosk", "", Gate(seconds=0.2))
    for _ in range(50):
        logging.getLogger("kiosk.ui.glass").error("again")
    waiting = log._later
    assert waiting is not None
    waiting.join(30)
    assert told.getvalue().splitlines()[-1].startswith("lamina: 40 more lines of this kind were left out")
    log.close()
    assert len(told.getvalue().splitlines()) == MOST + 1


def test_what_was_left_out_is_told_at_the_end(log: Log, tmp_path: Path) -> None:
    for _ in range(12):
        logging.getLogger("kiosk.ui.glass").error("again")
    log.close()
    assert [line["message"][:12] for line in lines(tmp_path)] == ["again"] * 10 + ["2 more lines"]


def test_the_gate_remembers_only_so_many_kinds(clock: Clock) -> None:
    gate = Gate(clock)
    assert all(gate.lets(f"kind {number}", logging.ERROR) for number in range(KINDS))
    assert sum(gate.lets(f"other {number}", logging.ERROR) for number in range(100)) == MOST
    clock.seconds += 61
    assert gate.over() == [("lines of many kinds", logging.ERROR, 100 - MOST)]
    assert gate.lets("other 1", logging.ERROR)


def test_an_exception_is_told_by_kind_and_place_and_never_by_its_words(
    log: Log, tmp_path: Path, told: Told
) -> None:
    logger = logging.getLogger("kiosk.ui.answers")
    try:
        dict.fromkeys("a")[CANARY]
    except KeyError:
        logger.exception("it failed")
    try:
        (tmp_path / CANARY).read_bytes()
    except OSError:
        logger.warning("it failed too", exc_info=True)
    log.close()
    first, second = lines(tmp_path)
    assert first["message"].startswith("it failed: KeyError at test_log.py:")
    assert first["fields"]["raised"] == "KeyError"
    assert second["message"].startswith("it failed too: FileNotFoundError (No such file or directory) at ")
    assert CANARY not in (tmp_path / "log" / "lamina.jsonl").read_text("utf-8") + told.getvalue()
    assert len(told.getvalue().splitlines()) == 2


def test_a_line_that_cannot_be_laid_out_or_read_by_anybody_raises_nothing(
    log: Log, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    logger = logging.getLogger("kiosk.ui.glass")
    log.handle(logging.makeLogRecord({"msg": "%d pages", "args": ("three",), "levelno": logging.ERROR}))
    told = io.StringIO()
    told.close()
    monkeypatch.setattr(sys, "stderr", told)
    logger.error("nobody reads")
    monkeypatch.setattr(sys, "stderr", None)
    logger.error("nobody is there")
    log.close()
    assert [line["message"] for line in lines(tmp_path)] == ["%d pages", "nobody reads", "nobody is there"]


def test_the_loggers_of_this_process_are_as_before_once_it_has_ended(told: Told) -> None:
    root, own = logging.getLogger(), logging.getLogger("kiosk")
    before = root.level, own.level, list(root.handlers)
    begin("updater").close()
    assert (root.level, own.level, root.handlers) == before


def test_the_updater_tells_each_event_with_its_time(told: Told) -> None:
    log = begin("updater")
    logging.getLogger("kiosk.updates.desk").info("installed: %s", "one")
    log.close()
    assert told.getvalue().startswith("lamina updater: 2") and "INFO: installed: one\n" in told.getvalue()
