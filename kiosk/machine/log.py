"""The log of one process: plain lines on standard error, JSON lines in a file; knows no page and no patient.

Nothing a patient typed or touched may ever be given to it: what a library or a program raised is therefore
told by its kind and its place alone, never by its words, which may hold anything.
"""

from __future__ import annotations

import json
import logging
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from traceback import walk_tb
from typing import Any, Literal

from kiosk import __version__
from kiosk.machine.log_file import LogFile

Program = Literal["kiosk", "updater"]

FILES: dict[Program, str] = {"kiosk": "lamina.jsonl", "updater": "updater.jsonl"}
"""Each program's file in the folder of logs: no two processes turn one file over."""

MOST, SECONDS = 10, 60.0
"""So many lines of one kind in so many seconds; the rest is counted."""

KINDS = 256
"""Kinds of lines that are counted apart; all others are one kind."""

LETTERS = 2000
"""Longest message."""


class _Kind:
    """Lines of one kind: since when they are counted, how grave they are, how many there were."""

    def __init__(self, began: float, level: int) -> None:
        self.began = began
        self.level = level
        self.said = 0


class Gate:
    """Lets through at most ``MOST`` lines of a kind in ``seconds``; ``clock`` gives monotonic seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, seconds: float = SECONDS) -> None:
        self._clock = clock
        self.seconds = seconds
        self._kinds: dict[str, _Kind] = {}

    def lets(self, kind: str, level: int) -> bool:
        """Whether one more line of this kind may be written."""
        if kind not in self._kinds and len(self._kinds) >= KINDS:
            kind = "lines of many kinds"
        found = self._kinds.setdefault(kind, _Kind(self._clock(), level))
        found.said += 1
        return found.said <= MOST

    def is_first_left_out(self, kind: str) -> bool:
        """Whether the last line of this kind was the first that was not let through."""
        return kind in self._kinds and self._kinds[kind].said == MOST + 1

    def over(self, at_once: bool = False) -> list[tuple[str, int, int]]:
        """Kind, level and number of what was left out, where the time is over, or of all ``at_once``."""
        now = self._clock()
        done = [name for name, one in self._kinds.items() if at_once or now - one.began >= self.seconds]
        found = [(name, self._kinds.pop(name)) for name in done]
        return [(name, one.level, one.said - MOST) for name, one in found if one.said > MOST]


class Log(logging.Handler):
    """The one handler of a process. ``plain`` lays out a line of standard error, from ``plain_level`` on.

    ``edition`` tells which edition is shown; it is asked in any thread and must be quick.
    """

    def __init__(
        self, program: Program, plain: logging.Formatter, plain_level: int, folder: str, gate: Gate | None
    ) -> None:
        super().__init__()
        self.edition: Callable[[], str] = str
        self._program = program
        self._plain = plain
        self._plain_level = plain_level
        self._gate = gate or Gate()
        self._file = LogFile(Path(folder) / FILES[program], self._own) if folder else None
        self._later: threading.Timer | None = None
        root, own = logging.getLogger(), logging.getLogger("kiosk")
        self._before = root.level, own.level
        root.addHandler(self)
        root.setLevel(logging.WARNING)  # what libraries tell besides is for their authors
        own.setLevel(logging.INFO)

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line, unless too many of its kind were written just now. Never raises."""
        self._tell_over()
        kind = f"{record.name}: {record.msg}"
        if self._gate.lets(kind, record.levelno):
            self._write(record)
        elif self._gate.is_first_left_out(kind) and self._later is None:
            self._tell_later()

    def close(self) -> None:
        """Write what is still to be told, for at most a second, and let go of the file."""
        if self._later is not None:
            self._later.cancel()
        self._tell_over(at_once=True)
        file, self._file = self._file, None
        if file is not None:
            file.close()
        root, own = logging.getLogger(), logging.getLogger("kiosk")
        if self in root.handlers:
            root.removeHandler(self)
            root.setLevel(self._before[0])
            own.setLevel(self._before[1])
        super().close()

    def _tell_later(self) -> None:
        self._later = threading.Timer(self._gate.seconds, self._tell_over)
        self._later.daemon = True
        with suppress(RuntimeError):  # at the very end of a process no thread can be begun
            self._later.start()

    def _tell_over(self, at_once: bool = False) -> None:
        """One line for each kind of which lines were left out and whose time is over."""
        self.acquire()
        try:
            for kind, level, count in self._gate.over(at_once):
                self._later = None
                self._tell_left_out(kind, level, count)
        finally:
            self.release()

    def _tell_left_out(self, kind: str, level: int, count: int) -> None:
        words = "%d more lines of this kind were left out in %d seconds: %s"
        record = logging.LogRecord(
            __name__, level, __file__, 0, words, (count, self._gate.seconds, kind), None
        )
        record.fields = {"left_out": count}
        self._write(record)

    def _write(self, record: logging.LogRecord) -> None:
        try:
            message = message_of(record)
            if record.levelno >= self._plain_level and sys.stderr is not None:
                shown = logging.makeLogRecord({**record.__dict__, "msg": message, "args": None})
                shown.exc_info = shown.exc_text = shown.stack_info = None
                sys.stderr.write(self._plain.format(shown) + "\n")
                sys.stderr.flush()
        except (OSError, ValueError, TypeError):  # nobody reads it, or the line cannot be laid out
            message = " ".join(str(record.msg).split())
        if self._file is not None:
            fields = {**getattr(record, "fields", {}), **raised_in(record)}
            self._file.put(self._line(record.created, record.levelname, record.name, message, fields))

    def _own(self, level: str, message: str) -> bytes:
        """A line of the file about itself."""
        return self._line(time.time(), level, "kiosk.machine.log_file", message, {})

    def _line(self, moment: float, level: str, logger: str, message: str, fields: dict[str, Any]) -> bytes:
        line: dict[str, Any] = {
            "time": _in_utc(moment),
            "level": level.lower(),
            "logger": logger,
            "message": message,
            "program": self._program,
            "version": __version__,
            "edition": self.edition(),
        }
        if fields:
            line["fields"] = fields
        return json.dumps(line, ensure_ascii=False, default=str).encode("utf-8", "replace") + b"\n"


def begin(program: Program, folder: str = "", gate: Gate | None = None) -> Log:
    """Let every logger of this process write here, until ``Log.close``.

    The kiosk writes warnings and worse to standard error, the updater each event, with its time. With a
    ``folder`` both write each event there too, as JSON.
    """
    if program == "updater":
        form = logging.Formatter(
            "lamina updater: %(asctime)s %(levelname)s: %(message)s", "%Y-%m-%dT%H:%M:%S%z"
        )
        return Log(program, form, logging.INFO, folder, gate)
    return Log(program, logging.Formatter("lamina: %(message)s"), logging.WARNING, folder, gate)


def _in_utc(moment: float) -> str:
    """Seconds since 1970 as a line tells them: 2027-05-01T08:30:00.250Z."""
    return f"{time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime(moment))}.{int(moment % 1 * 1000):03}Z"


def message_of(record: logging.LogRecord) -> str:
    """What a record says, on one line; an exception it carries by kind and place."""
    message = " ".join(record.getMessage().split())[:LETTERS]
    raised = raised_in(record)
    return f"{message}: {raised['raised']} at {' < '.join(raised['at'][:4])}" if raised else message


def raised_in(record: logging.LogRecord) -> dict[str, Any]:
    """The kind of the exception that a record carries and the places it came through, innermost first.

    Its words are left out but for the system's own, which are of a fixed list: ``No space left on device``.
    """
    fault = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
    if fault is None:
        return {}
    why = f" ({fault.strerror})" if isinstance(fault, OSError) and fault.strerror else ""
    codes = [(frame.f_code, line) for frame, line in walk_tb(fault.__traceback__)]
    places = [f"{Path(code.co_filename).name}:{line} {code.co_name}" for code, line in codes]
    return {"raised": f"{type(fault).__name__}{why}", "at": places[::-1][:20] or ["nowhere"]}
