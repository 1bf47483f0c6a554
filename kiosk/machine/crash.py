"""What is kept of a crash: when, of which versions and edition, where in the code; never what was said there.

No message of a fault, no argument and no value is written: they could hold what a patient typed. A report is
a small text file. Each process has one open from its start on, for a fatal signal leaves no time to open it;
one in which nothing was written goes away at the end, or at the next start.
"""

from __future__ import annotations

import faulthandler
import logging
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from traceback import walk_tb
from types import CodeType, TracebackType
from typing import IO

from kiosk.machine.paths import ROOT

FOLDER = "crashes"
"""The folder of reports in the state folder."""

KEPT = 10
"""Reports that are kept; the oldest goes first."""

FRAMES = 40
"""Innermost calls told of one fault."""

FAULTS, WITHIN_SECONDS = 5, 60.0
"""So many faults within so many seconds are no accident: such a program had better be started anew."""

TOLD = 20
"""Faults told by one process; each place in the code is told once."""

_HEAD_BYTES = 4096

logger = logging.getLogger(__name__)


def reports_in(state: Path) -> list[Path]:
    """The reports kept in the ``state`` folder that tell of a fault, oldest first."""
    return [path for path in _files(state / FOLDER) if _tells(path)]


class CrashReports:
    """The reports of this process, a ``program`` of ours, in ``state``. A disk that refuses keeps none.

    ``about`` stands at the head of each. ``unsound`` is called, in the thread of the last, after ``FAULTS``.
    """

    def __init__(self, state: Path, program: str, about: Mapping[str, str]) -> None:
        self.unsound: Callable[[], None] = lambda: None
        self._folder = state / FOLDER
        self._program = program
        self._about = dict(about)
        self._file: IO[bytes] | None = None
        self._path = self._folder
        self._seen: set[str] = set()
        self._times: list[float] = []
        self._lock = threading.Lock()

    def open(self) -> None:
        """Be ready for a crash; what is in the way of that is left to health."""
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o750)
            self._sweep(KEPT - 1)
            name = f"{time.strftime('%Y%m%dT%H%M%SZ', time.gmtime())}-{self._program}-{os.getpid()}.txt"
            self._path = self._folder / name
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o640)
            self._file = os.fdopen(handle, "r+b", buffering=0)
            self._write_head()
            faulthandler.enable(self._file)

    def shows(self, edition: str) -> None:
        """What is on the glass from now on."""
        self._about["edition"] = edition
        with self._lock, suppress(OSError):
            if self._seen:
                self._write(f"edition: {edition}\n")
            elif self._file is not None:
                self._file.truncate(0)
                self._write_head()

    def note(self, fault: BaseException, where: str) -> None:
        """Keep ``fault``, which came up in ``where`` ("the window"), and log its place. Any thread may."""
        lines = _told(fault)
        with self._lock:
            known, full = "\n".join(lines) in self._seen, len(self._seen) >= TOLD
            self._seen.add("\n".join(lines))
            if not known and not full:
                logger.error("a fault in %s: %s at %s", where, lines[0], _innermost(fault))
                moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
                self._write("\n".join([f"fault in {where} at {moment}", *lines, "", ""]))
            now = time.monotonic()
            self._times = [*(one for one in self._times if now - one < WITHIN_SECONDS), now]
            unsound = len(self._times) == FAULTS
        if unsound:
            self.unsound()

    def close(self) -> None:
        """No crash any more; a report that tells of none goes away."""
        if self._file is not None:
            faulthandler.disable()
            self._file.close()
            with suppress(OSError):
                if not _tells(self._path):
                    self._path.unlink()

    def _write_head(self) -> None:
        moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        told = {"program": self._program, "started": moment, **self._about}
        self._write("".join(f"{key}: {value}\n" for key, value in told.items()) + "\n")

    def _write(self, text: str) -> None:
        if self._file is not None:
            with suppress(OSError):
                self._file.write(text.encode("utf-8", "replace"))

    def _sweep(self, kept: int) -> None:
        """Remove what others left that tells of nothing, and all but ``kept`` of what tells something."""
        telling = []
        for path in _files(self._folder):
            if _tells(path):
                telling.append(path)
            elif not _is_in_use(path):
                path.unlink()
        for path in telling[:-kept]:
            path.unlink()


@contextmanager
def reported(state: Path, program: str, about: Mapping[str, str]) -> Iterator[CrashReports]:
    """While this lasts every fault that nobody catches is kept in ``state``, and no core is ever dumped."""
    dump_no_core()
    reports = CrashReports(state, program, about)
    reports.open()
    before = sys.excepthook, sys.unraisablehook, threading.excepthook

    def in_slot(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        reports.note(fault, "the window" if program == "kiosk" else "the program")
        if sys.flags.dev_mode:
            before[0](kind, fault, trace)
        for kept in ("last_exc", "last_value", "last_traceback"):  # with all that its calls held
            sys.__dict__.pop(kept, None)

    def unraisable(told: sys.UnraisableHookArgs) -> None:
        if told.exc_value is not None:
            reports.note(told.exc_value, "a call of Qt's")

    def in_thread(told: threading.ExceptHookArgs) -> None:
        if told.exc_value is not None:
            reports.note(told.exc_value, "a thread")

    sys.excepthook, sys.unraisablehook, threading.excepthook = in_slot, unraisable, in_thread
    try:
        yield reports
    except Exception as fault:
        if not type(fault).__module__.startswith(
            "kiosk."
        ):  # ours are foreseen, and end in a line of their own
            reports.note(fault, "the program")
        raise
    finally:
        sys.excepthook, sys.unraisablehook, threading.excepthook = before
        reports.close()


def dump_no_core() -> None:
    """Let this process and what it starts leave no picture of its memory behind. Nothing on Windows."""
    if sys.platform != "win32":
        import resource

        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _told(fault: BaseException) -> list[str]:
    """The kind of a fault and where it came up, then those behind it; nothing of what it says."""
    lines: list[str] = []
    one: BaseException | None = fault
    for _ in range(5):
        if one is None:
            break
        kind = type(one)
        lines.append(f"{kind.__module__}.{kind.__qualname__}".removeprefix("builtins."))
        frames = [(frame.f_code, line) for frame, line in walk_tb(one.__traceback__)]
        lines += [f"  {_place(code)}:{line} {code.co_qualname}" for code, line in frames[-FRAMES:]]
        one = one.__cause__ or one.__context__
    return lines


def _innermost(fault: BaseException) -> str:
    found = [f"{_place(frame.f_code)}:{line}" for frame, line in walk_tb(fault.__traceback__)]
    return found[-1] if found else "an unknown place"


def _place(code: CodeType) -> str:
    path = Path(code.co_filename)
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else "/".join(path.parts[-2:])


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.txt")) if folder.is_dir() else []


def _is_in_use(path: Path) -> bool:
    """Whether the process whose report this is may still live; its number stands at the end of the name."""
    return Path("/proc", path.stem.rpartition("-")[2]).exists()


def _tells(path: Path) -> bool:
    """Whether anything stands below the head."""
    with suppress(OSError), path.open("rb") as file:
        return bool(file.read(_HEAD_BYTES).partition(b"\n\n")[2])
    return False
