"""`make demo-kiosk`: the packaged kiosk in cage on a screen nobody sees, and a picture; changes nothing.

    python build_spec/demo_kiosk.py [--folder DIR] [--size 1920x1080] [--picture FILE] [--settle SECONDS]

cage draws into Xvfb here as it draws onto a panel in a clinic. Exit codes: 0 a picture was saved, 2 not, and
the last line says why.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NEEDED = {"Xvfb": "xvfb", "cage": "cage", "setpriv": "util-linux", "xdotool": "xdotool"}
NOBODY = 65534
"""cage refuses root; under root it is run as this user."""

FIRST_FRAME_SECONDS = 30.0


class NoDemo(Exception):
    """Nothing could be shown; the message is one line that says what to do."""


class Screen:
    """An Xvfb of one screen, read from the file that it draws into (the format of xwd)."""

    def __init__(self, room: Path, size: tuple[int, int]) -> None:
        self._file = room / "Xvfb_screen0"
        told, tells = os.pipe()
        command = ["Xvfb", "-displayfd", str(tells), "-screen", "0", f"{size[0]}x{size[1]}x24"]
        command += ["-fbdir", str(room), "-nolisten", "tcp", "-noreset"]
        self._server = subprocess.Popen(
            command, pass_fds=[tells], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        os.close(tells)
        with os.fdopen(told) as reader:
            number = reader.readline().strip()
        if not number:
            raise NoDemo("Xvfb did not start")
        self.display = f":{number}"

    def fill(self, size: tuple[int, int]) -> None:
        """Let cage's window, which has one size only, fill the screen; the pointer goes to the corner."""
        end = time.monotonic() + FIRST_FRAME_SECONDS
        while len(windows := self._ask("search", "--onlyvisible", "--class", ".*").split()) < 2:
            if time.monotonic() > end:
                raise NoDemo("cage opened no window")
            time.sleep(0.05)
        window = windows[-1]  # the first is the screen's own; cage's has no name
        self._ask("windowmove", window, "0", "0", "windowsize", window, *map(str, size))
        self._ask("mousemove", *(str(side - 1) for side in size))

    def _ask(self, *words: str) -> str:
        environment = {**os.environ, "DISPLAY": self.display}
        done = subprocess.run(
            ["xdotool", *words], env=environment, capture_output=True, text=True, timeout=20
        )
        return done.stdout

    def pixels(self) -> tuple[int, int, int, bytes]:
        """Width, height, bytes a line, and the pixels as blue, green, red and one byte more."""
        whole = self._file.read_bytes()
        head = struct.unpack(">25I", whole[:100])
        start = head[0] + head[19] * 12
        return head[4], head[5], head[12], whole[start : start + head[12] * head[5]]

    def colours(self) -> int:
        """How many colours are on every 97th pixel: an empty screen has one or two."""
        pixels = self.pixels()[3]
        return len({pixels[place : place + 3] for place in range(0, len(pixels), 4 * 97)})

    def save(self, picture: Path) -> None:
        """Write what is on the screen as a PNG."""
        from PySide6.QtGui import QImage

        width, height, line, pixels = self.pixels()
        picture.parent.mkdir(parents=True, exist_ok=True)
        if not QImage(pixels, width, height, line, QImage.Format.Format_RGB32).save(str(picture)):
            raise NoDemo(f"{picture} cannot be written; name another with --picture")

    def close(self) -> None:
        self._server.terminate()
        self._server.wait(10)


@contextmanager
def kiosk(folder: Path, screen: Screen, room: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The packaged program in cage on ``screen``, ended when done."""
    own, runtime = room / "state", room / "runtime"
    for place in (own, runtime):
        place.mkdir(mode=0o700)
    environment = {
        "PATH": os.defpath,
        "HOME": str(own),
        "STATE_DIRECTORY": str(own),
        "XDG_RUNTIME_DIR": str(runtime),
        "DISPLAY": screen.display,
        "WLR_BACKENDS": "x11",
        "WLR_RENDERER": "pixman",
        "WLR_X11_OUTPUTS": "1",
        "LAMINA_UPDATER": "off",
    }
    before: list[str] = []
    if os.geteuid() == 0:
        for place in (room, own, runtime):
            os.chown(place, NOBODY, NOBODY)
        before = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--"]
    with (room / "log").open("wb") as log:
        running = subprocess.Popen(
            [*before, "cage", "-d", "--", str(folder / "lamina"), "run"],
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield running
    finally:
        _end(running)


def _end(running: subprocess.Popen[bytes]) -> None:
    """End cage and the kiosk in it, which outlives cage for a moment and writes what it counted."""
    patience = time.monotonic() + 10
    with suppress(ProcessLookupError):
        os.killpg(running.pid, signal.SIGTERM)
        while time.monotonic() < patience:
            running.poll()
            os.killpg(running.pid, 0)
            time.sleep(0.05)
        os.killpg(running.pid, signal.SIGKILL)
    running.wait()


def show(folder: Path, size: tuple[int, int], picture: Path, settle: float) -> float:
    """Save a picture of the kiosk; returns the seconds until something was to be seen. Raises ``NoDemo``."""
    missing = sorted(package for program, package in NEEDED.items() if not shutil.which(program))
    if missing:
        raise NoDemo(f"missing: {', '.join(missing)}. Run: apt-get install {' '.join(missing)}")
    if not (folder / "lamina").is_file():
        raise NoDemo(f"{folder} holds no packaged kiosk; run `make package` first")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        room = Path(name)
        screen = Screen(room, size)
        try:
            begun = time.monotonic()
            with kiosk(folder, screen, room) as running:
                screen.fill(size)
                while screen.colours() < 20:
                    if running.poll() is not None or time.monotonic() - begun > FIRST_FRAME_SECONDS:
                        last = (room / "log").read_text("utf-8", "replace").strip().splitlines()[-1:]
                        raise NoDemo(f"nothing was shown: {''.join(last)}")
                    time.sleep(0.02)
                took = time.monotonic() - begun
                time.sleep(settle)
                screen.save(picture)
        finally:
            screen.close()
    return took


def main(arguments: Sequence[str]) -> int:
    """Show, save, and say where."""
    parser = argparse.ArgumentParser(description="A picture of the packaged kiosk in cage.")
    folders = sorted((ROOT / "dist").glob("lamina-*-linux-x86_64"))
    parser.add_argument(
        "--folder", type=Path, default=folders[-1] if folders else ROOT / "dist", metavar="DIR"
    )
    parser.add_argument("--size", default="1920x1080", metavar="WxH")
    parser.add_argument("--picture", type=Path, default=ROOT / "dist" / "kiosk.png", metavar="FILE")
    parser.add_argument("--settle", type=float, default=2.0, metavar="SECONDS")
    options = parser.parse_args(arguments)
    width, _, height = options.size.partition("x")
    if not (width.isdigit() and height.isdigit()):
        print(f"demo-kiosk: --size {options.size} is no size; write WIDTHxHEIGHT in pixels", file=sys.stderr)
        return 2
    try:
        took = show(options.folder.absolute(), (int(width), int(height)), options.picture, options.settle)
    except NoDemo as fault:
        print(f"demo-kiosk: {fault}", file=sys.stderr)
        return 2
    print(f"demo-kiosk: on the screen after {took:.1f} s; the picture: {options.picture}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
