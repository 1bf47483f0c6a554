"""A file of lines that is turned over when it is large; knows nothing of what the lines say.

Lines are written by a thread of its own: whoever logs never waits for a disk. A disk that refuses loses
lines and nothing else; how many they were is the first line once it takes some again.
"""

from __future__ import annotations

import os
import stat
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue

SIZE = 1_000_000
"""Bytes from which on a file is turned over."""

KEPT = 5
"""Files kept: the one that is written, then ``NAME.1`` to ``NAME.4``, the oldest last."""

WAITING = 1000
"""Lines that may wait for the disk; more are lost."""

AGAIN_SECONDS = 60.0
"""After the disk has refused it is tried again so much later."""

END_SECONDS = 1.0
"""How long the end of a process waits for the disk."""


class LogFile:
    """Appends lines to ``path``. ``own`` makes a line about the file itself from a level and a message."""

    def __init__(
        self,
        path: Path,
        own: Callable[[str, str], bytes],
        clock: Callable[[], float] = time.monotonic,
        size: int = SIZE,
    ) -> None:
        self._path = path
        self._own = own
        self._clock = clock
        self._size = size
        self._lines: SimpleQueue[bytes | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._file = -1
        self._overrun = 0
        self._lost = 0
        self._again = 0.0

    def put(self, line: bytes) -> None:
        """Have ``line`` (with its end) written soon. Never waits for the disk, never raises."""
        if self._lines.qsize() >= WAITING:
            self._overrun += 1
            return
        self._lines.put(line)
        if self._thread is None:  # most starts log nothing: they need no thread
            self._thread = threading.Thread(target=self._work, name="log", daemon=True)
            with suppress(RuntimeError):  # at the very end of a process no thread can be begun
                self._thread.start()

    def close(self) -> None:
        """Write what waits, for at most ``END_SECONDS``."""
        if self._thread is not None and self._thread.is_alive():
            self._lines.put(None)
            self._thread.join(END_SECONDS)

    def _work(self) -> None:
        while (line := self._lines.get()) is not None:
            self._write(line)
        self._let_go()

    def _write(self, line: bytes) -> None:
        overrun, self._overrun = self._overrun, 0
        self._lost += overrun
        if self._file < 0 and self._again and self._clock() < self._again:
            self._lost += 1
            return
        try:
            if self._lost:
                self._append(self._own("WARNING", f"{self._lost} lines could not be written here"))
                self._lost = 0
            self._append(line)
            self._again = 0.0
        except OSError as fault:
            self._refused(fault)

    def _refused(self, fault: OSError) -> None:
        self._let_go()
        self._lost += 1
        if not self._again and sys.stderr is not None:
            why = (fault.strerror or str(fault)).lower()
            with suppress(OSError, ValueError):
                print(
                    f"lamina: {self._path}: the log cannot be written ({why}); look at the disk. "
                    "Until then lines are on standard error alone",
                    file=sys.stderr,
                    flush=True,
                )
        self._again = self._clock() + AGAIN_SECONDS

    def _append(self, line: bytes) -> None:
        """Raises ``OSError``."""
        about = self._open()
        if about.st_size and about.st_size + len(line) > self._size:
            self._turn_over()
            self._open()
        begins = os.fstat(self._file).st_size
        rest = memoryview(line)
        try:
            while rest:
                rest = rest[os.write(self._file, rest) :]
        except OSError:
            with suppress(OSError):
                os.ftruncate(self._file, begins)  # half a line is none
            raise

    def _open(self) -> os.stat_result:
        """Open the file unless it is open, at the begin of a line; one that was taken away is made anew."""
        if self._file >= 0:
            about = os.fstat(self._file)
            with suppress(FileNotFoundError):
                if os.path.samestat(about, self._path.stat()):
                    return about
            self._let_go()
        self._path.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
        flags = os.O_RDWR | os.O_APPEND | os.O_CREAT
        for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"):  # a pipe in its place would be waited on
            flags |= getattr(os, name, 0)
        self._file = os.open(self._path, flags, 0o640)
        about = os.fstat(self._file)
        if not stat.S_ISREG(about.st_mode):
            raise OSError(22, "it is no file")
        if about.st_size:
            os.lseek(self._file, -1, os.SEEK_END)
            if os.read(self._file, 1) != b"\n":  # a line that an end cut short
                os.write(self._file, b"\n")
        return about

    def _turn_over(self) -> None:
        self._let_go()
        for number in range(KEPT - 1, 0, -1):
            older = self._path.with_name(f"{self._path.name}.{number}")
            newer = self._path.with_name(f"{self._path.name}.{number - 1}") if number > 1 else self._path
            with suppress(FileNotFoundError):
                newer.replace(older)

    def _let_go(self) -> None:
        if self._file >= 0:
            with suppress(OSError):
                os.close(self._file)
            self._file = -1
