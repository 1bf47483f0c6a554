"""A kiosk's whole display on this machine: Xvfb, cage in it, one program in that; knows not what it shows.

Keys and the pointer are those of the X server, moved by xdotool: cage gets them as it gets real ones. What
stands on the glass is read from Xvfb's frame buffer, an XWD file: nobody in the session takes a picture.
Cage refuses to run as root. Whoever is root runs it as nobody, who may read what root may (the interpreter
can lie in root's home) and may write nowhere but in a folder of its own.
"""

from __future__ import annotations

import os
import shutil
import signal
import struct
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from PySide6.QtGui import QImage

PROGRAMS = {"cage": "cage", "Xvfb": "xvfb", "xdotool": "xdotool", "setpriv": "util-linux"}
"""Program to Debian package."""

NOBODY = 65534
PATIENCE = 60.0
"""Seconds a step may take on a busy machine before it counts as stuck."""

LOOK_SECONDS = 0.05
GONE = (FileNotFoundError, ProcessLookupError)
"""A process may end while it is looked at."""

_HELD = ("sh", "-c", 'read -r _; exec "$@"', "held")
"""Goes before a program that is to begin only once it was told to."""

_HEADER = struct.Struct(">25I")

T = TypeVar("T")


def missing_packages() -> str:
    """The Debian packages a display needs and this machine lacks; empty where it lacks none."""
    return " ".join(package for program, package in PROGRAMS.items() if shutil.which(program) is None)


def until(found: Callable[[], T | None], what: str) -> T:
    """Look again and again until ``found`` gives something true. Raises ``TimeoutError``, saying ``what``."""
    end = time.monotonic() + PATIENCE
    while not (one := found()):
        if time.monotonic() > end:
            raise TimeoutError(f"waited {PATIENCE:.0f} s in vain for {what}")
        time.sleep(LOOK_SECONDS)
    return one


def read_xwd(content: bytes) -> QImage:
    """The picture in an XWD file of 32 bits a pixel, as Xvfb keeps its frame buffer."""
    header = _HEADER.unpack_from(content)
    start, width, height, row = header[0] + header[19] * 12, header[4], header[5], header[12]
    return QImage(
        content[start : start + row * height], width, height, row, QImage.Format.Format_RGB32
    ).copy()


class Display:
    """One X server of ``size`` pixels and what may be done to it. ``folder`` is this display's own.

    It takes the first name that is free, unless it is given a ``name``: one that is to be lost needs one that
    nobody else takes meanwhile.
    """

    def __init__(self, folder: Path, size: tuple[int, int], name: str = "") -> None:
        self.folder = folder
        self.size = size
        self.name = self._begin(*filter(None, [name]))

    def _begin(self, *place: str) -> str:
        """Start the server at ``place``, or where there is room; its name."""
        reads, writes = os.pipe()
        screen = "x".join(map(str, (*self.size, 24)))
        own = ["-screen", "0", screen, "-fbdir", str(self.folder), "-nolisten", "tcp", "-noreset"]
        self.server = subprocess.Popen(
            ["Xvfb", *place, "-displayfd", str(writes), *own], pass_fds=[writes], stderr=subprocess.DEVNULL
        )
        os.close(writes)
        with os.fdopen(reads) as told:
            return f":{told.readline().strip()}"

    def lose(self) -> None:
        """Take it away, as a panel's plug does: whatever it showed is gone."""
        self.server.kill()
        self.server.wait(PATIENCE)

    def bring_back(self) -> None:
        """Let it be there again, under the same name."""
        self._begin(self.name)

    def picture(self) -> QImage:
        """What stands on the glass now."""
        return read_xwd((self.folder / "Xvfb_screen0").read_bytes())

    def part(self, size: tuple[int, int]) -> QImage:
        """The upper left part of the glass, where one of ``size`` pixels stands after ``fit``."""
        return self.picture().copy(0, 0, *size)

    def settled(self, quiet: float = LOOK_SECONDS) -> QImage:
        """What stands on the glass once it has stayed the same for ``quiet`` seconds."""
        last, since = self.picture(), time.monotonic()

        def same() -> QImage | None:
            nonlocal last, since
            now = self.picture()
            if now != last:
                last, since = now, time.monotonic()
            return now if time.monotonic() - since >= quiet else None

        return until(same, "a picture that stands still")

    def do(self, *words: object) -> str:
        """One xdotool command to its end."""
        command = ["xdotool", *map(str, words)]
        environment = {**os.environ, "DISPLAY": self.name}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=PATIENCE)
        return done.stdout.strip()

    def keys(self, *combinations: str) -> None:
        """Each combination is pressed and let go, one after another: ``alt+F4``."""
        self.do("key", "--delay", 15, *combinations)

    def click(self, x: float, y: float, button: int = 1) -> None:
        """A click at pixels of the glass."""
        self.do("mousemove", round(x), round(y), "click", button)

    def fit(self, size: tuple[int, int]) -> None:
        """Give the glass in this display another size: a panel that is turned, or another panel."""
        # cage gives its window no name; the other one that is found is the root
        found = until(lambda: self.do("search", "--onlyvisible", "--maxdepth", 1, ".*").split()[1:], "cage")
        window = found[-1]
        self.do("windowmove", window, 0, 0, "windowsize", "--sync", window, *size)
        self.do("windowfocus", window)

    def close(self) -> None:
        self.server.terminate()
        self.server.wait(PATIENCE)


class Caged:
    """One program in cage on a ``display``. ``home`` is the only folder it may write to.

    ``preload`` is a library that cage loads before its own.
    """

    def __init__(
        self,
        display: Display,
        command: Sequence[str | Path],
        home: Path,
        environment: Mapping[str, str],
        preload: Path | None = None,
    ) -> None:
        self.display = display
        self.home = home
        home.mkdir(mode=0o700, exist_ok=True)
        given = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("QT_", "LAMINA_"))},
            **dict.fromkeys(("HOME", "XDG_RUNTIME_DIR", "TMPDIR"), str(home)),
            **{f"XDG_{one}_HOME": str(home / one.lower()) for one in ("CONFIG", "STATE", "CACHE", "DATA")},
            "STATE_DIRECTORY": str(home / "state"),
            "DISPLAY": display.name,
            "WLR_BACKENDS": "x11",
            "WLR_RENDERER": "pixman",
            "WLR_LIBINPUT_NO_DEVICES": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
            **environment,
        }
        # env does not load it itself, as setpriv would
        loading = ["env", f"LD_PRELOAD={preload}"] if preload else []
        self.log = home.with_suffix(".log")
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [*_unprivileged(home), *loading, "cage", "--", *_HELD, *map(str, command)],
                env=given,
                cwd=home,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            display.fit(display.size)  # first: a program lays itself out once, for the glass it finds
        except TimeoutError as fault:
            raise TimeoutError(f"{fault}; cage said: {self.said()[-600:]}") from None
        assert self.process.stdin is not None
        with suppress(BrokenPipeError), self.process.stdin as begin:
            begin.write(b"\n")

    def programs(self) -> dict[int, str]:
        """Every process of this session but cage itself: number and when it started, in ticks since boot."""
        found = {}
        for place in Path("/proc").glob("[0-9]*/stat"):
            with suppress(*GONE):
                fields = place.read_text().rpartition(")")[2].split()
                if int(fields[3]) == self.process.pid and int(place.parent.name) != self.process.pid:
                    found[int(place.parent.name)] = fields[19]
        return found

    def files(self) -> set[str]:
        """Every file and folder in its home."""
        return {str(path.relative_to(self.home)) for path in self.home.rglob("*")}

    def said(self) -> str:
        """What it and cage wrote."""
        return self.log.read_text("utf-8", "replace")

    def close(self) -> int:
        """Tell cage to end, and its program with it; the exit code of cage."""
        self.process.terminate()
        try:
            return self.process.wait(PATIENCE)
        finally:
            for number in self.programs():
                with suppress(*GONE):
                    os.kill(number, signal.SIGKILL)


def _unprivileged(home: Path) -> list[str]:
    """What goes before a command so that it does not run as root."""
    if os.geteuid() != 0:
        return []
    os.chown(home, NOBODY, NOBODY)
    reads = ["--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"]
    return ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", *reads, "--"]


@contextmanager
def caged(
    folder: Path,
    command: Sequence[str | Path],
    size: tuple[int, int] = (1920, 1080),
    environment: Mapping[str, str] | None = None,
    preload: Path | None = None,
) -> Iterator[Caged]:
    """``command`` in cage on a display of its own; everything of it lies in ``folder``."""
    (folder / "display").mkdir(parents=True)
    display = Display(folder / "display", size)
    try:
        session = Caged(display, command, folder / "home", environment or {}, preload)
        try:
            yield session
        finally:
            session.close()
    finally:
        display.close()
