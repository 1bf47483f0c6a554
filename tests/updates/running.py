"""A real updater in a process of its own, for tests, and a server that holds back what it is asked for."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from kiosk.content.shelf import Shelf
from kiosk.content.verify import verify
from kiosk.updates.caller import Caller
from kiosk.updates.trust import Trust
from kiosk.updates.wire import Request
from tests.updates.clinic import Clinic

ROOT = Path(__file__).resolve().parents[2]


class Machine:
    """A kiosk's state folder that trusts ``clinic``, and the updater that runs on it."""

    def __init__(self, folder: Path, clinic: Clinic | None = None) -> None:
        self.state = folder
        self.state.mkdir()
        self.shelf = folder / "editions"
        self.sticks = folder / "sticks"
        self.sticks.mkdir()
        self.address = str(folder / "updater" / "updater.socket")
        if clinic is not None:
            Trust(folder / "trust").enrol(clinic.first)

    def environment(self, **settings: str) -> dict[str, str]:
        """What a process on this machine starts with; ``settings`` by their keys."""
        found = {name: value for name, value in os.environ.items() if not name.startswith("LAMINA_")}
        found["LAMINA_STICK_FOLDERS"] = str(self.sticks)
        found |= {f"LAMINA_{key.upper()}": value for key, value in settings.items()}
        return found | {"STATE_DIRECTORY": str(self.state)}

    def put_in(self, repository: Path, name: str = "stick") -> Path:
        """A stick with ``repository`` on it, there at once as one that is mounted: half a copy is refused."""
        made = shutil.copytree(repository, self.state / f"{name}-on-its-way")
        return made.rename(self.sticks / name)

    def command(self, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """One command of the program on this machine, to its end."""
        return subprocess.run(
            [sys.executable, "main.py", *words],
            cwd=ROOT,
            env=self.environment(**settings),
            capture_output=True,
            text=True,
            timeout=60,
        )

    def begin(self, *more: str, **settings: str) -> subprocess.Popen[bytes]:
        """An updater that can be asked."""
        place = self.state / "ready"
        place.unlink(missing_ok=True)
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ready:
            ready.bind(str(place))
            ready.settimeout(30)
            environment = self.environment(**settings) | {"NOTIFY_SOCKET": str(place)}
            command = [sys.executable, "main.py", "updater", *more]
            process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE)
            try:
                assert ready.recv(100).startswith(b"READY=1\n")
            except TimeoutError:
                process.kill()
                raise AssertionError(process.communicate()[1].decode()) from None
        return process

    @contextmanager
    def updater(self, *more: str, **settings: str) -> Iterator[subprocess.Popen[bytes]]:
        """The same, ended at the end."""
        process = self.begin(*more, **settings)
        try:
            yield process
        finally:
            process.terminate()
            process.communicate(timeout=30)

    def caller(self) -> Caller:
        return Caller(self.address, 30.0)


class _Held(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    gate: threading.Event
    asked: threading.Event

    def do_GET(self) -> None:
        if not self.path.startswith(("/metadata", "/targets")):
            self.asked.set()
            self.gate.wait(30)
        super().do_GET()

    def log_message(self, *_: object) -> None:
        """Silent."""


class Server:
    """A static server of ``folder`` on loopback. While ``gate`` is not set no blob goes out of it."""

    def __init__(self, folder: Path) -> None:
        self.gate, self.asked = threading.Event(), threading.Event()
        self.gate.set()
        handler = type("Held", (_Held,), {"gate": self.gate, "asked": self.asked})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder)))
        self._server.daemon_threads = True
        self._server.block_on_close = False
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()
        self.address = f"http://127.0.0.1:{self._server.server_port}"

    def close(self) -> None:
        self.gate.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def held_install(machine: Machine, server: Server) -> Caller:
    """An install that was asked for and waits for its first page."""
    server.gate.clear()
    caller = machine.caller()
    caller.send(Request(verb="bring", number=99, source=server.address))
    assert server.asked.wait(30)
    return caller


def shown(machine: Machine) -> str:
    """The edition that is shown, every byte of it checked."""
    edition = Shelf(machine.shelf).candidate("installed").open()
    verify(edition)
    return edition.id
