"""A small supervisor that does with a service what systemd does with Type=notify; knows no kiosk.

It starts the service, listens, ends it when it is silent, starts it again, and gives up where that happens
too often. The numbers are those of a unit file.
"""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType

LINUX = Path(__file__).resolve().parents[2] / "build_spec" / "linux"

STOP_SECONDS = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """What a unit says, in seconds: ``watchdog`` between two pings, ``abort`` from SIGABRT to SIGKILL.

    ``restart`` from an end to the next start; more than ``burst`` starts ``within`` so long are too many.
    """

    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    watchdog: float = 0.0
    abort: float = 90.0
    restart: float = 0.1
    burst: int = 5
    within: float = 10.0

    def like(self, name: str) -> Unit:
        """This with the numbers of the unit file of this name."""
        lines = (LINUX / name).read_text("utf-8").splitlines()
        told = dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
        return replace(
            self,
            watchdog=float(told["WatchdogSec"]),
            abort=float(told["TimeoutAbortSec"]),
            restart=float(told["RestartSec"]),
            burst=int(told.get("StartLimitBurst", 5)),
            within=float(told["StartLimitIntervalSec"]),
        )


@dataclass(frozen=True, slots=True)
class Event:
    """``what`` happened ``at`` (``time.monotonic()``): started, ready, pinged, silent, ended, failed."""

    at: float
    what: str
    said: str = ""


class Supervisor:
    """Runs ``unit``; its socket lies in ``place``. Nothing goes on but in ``until``. Leaving it stops all."""

    def __init__(self, unit: Unit, place: Path) -> None:
        self.unit = unit
        self.events: list[Event] = []
        self.process: subprocess.Popen[bytes] | None = None
        self._address = place / "supervisor"
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(str(self._address))
        self._socket.setblocking(False)
        self._address.chmod(0o777)
        self._handle = -1
        self._deadline: float | None = None
        self._kill_at: float | None = None
        self._start_at: float | None = time.monotonic()

    def __enter__(self) -> Supervisor:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        self._socket.close()
        self._address.unlink()

    @property
    def pid(self) -> int:
        """The process that runs now."""
        assert self.process is not None, "nothing runs"
        return self.process.pid

    def until(self, what: str, said: str = "", seconds: float = 60.0) -> Event:
        """The next event like this, after all there were. Raises ``AssertionError`` after so many seconds."""
        first, give_up = len(self.events), time.monotonic() + seconds
        while True:
            for event in self.events[first:]:
                if event.what == what and said in event.said:
                    return event
            first = len(self.events)
            if time.monotonic() > give_up:
                raise AssertionError(f"no “{what}” {said} in {seconds} s; {self.events[-12:]}")
            self._turn(min(0.5, give_up - time.monotonic()))

    def send(self, number: int) -> float:
        """Send a signal to the service, and when that was."""
        moment = time.monotonic()
        os.kill(self.pid, number)
        return moment

    def stop(self) -> int | None:
        """End the service as ``systemctl stop`` does; its exit code, None where nothing ran."""
        self._start_at = None
        if self.process is None:
            return None
        process = self.process
        os.killpg(process.pid, signal.SIGCONT)
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        self._sweep(process.pid)
        os.close(self._handle)
        self.process = None
        return process.returncode

    # --- inside

    def _turn(self, seconds: float) -> None:
        now = time.monotonic()
        due = [one - now for one in (self._deadline, self._kill_at, self._start_at) if one is not None]
        poll = select.poll()
        poll.register(self._socket, select.POLLIN)
        if self.process is not None:
            poll.register(self._handle, select.POLLIN)
        ready = poll.poll(max(0, 1000 * min([seconds, *due])) + 1)
        for handle, _ in ready:
            if handle == self._socket.fileno():
                self._hear()
            else:
                self._ended()
        self._do_what_is_due(time.monotonic())

    def _do_what_is_due(self, now: float) -> None:
        if self._deadline is not None and now >= self._deadline:
            self._deadline, self._kill_at = None, now + self.unit.abort
            self._note("silent")
            os.killpg(self.pid, signal.SIGABRT)
        if self._kill_at is not None and now >= self._kill_at:
            self._kill_at = None
            os.killpg(self.pid, signal.SIGKILL)
        if self._start_at is not None and now >= self._start_at:
            self._start_at = None
            self._start(now)

    def _start(self, now: float) -> None:
        starts = [one for one in self.events if one.what == "started" and now - one.at < self.unit.within]
        if len(starts) >= self.unit.burst:
            self._note("failed")
            return
        environment = {**self.unit.environment, "NOTIFY_SOCKET": str(self._address)}
        if self.unit.watchdog:
            environment["WATCHDOG_USEC"] = str(int(1e6 * self.unit.watchdog))
        self.process = subprocess.Popen(self.unit.command, env=environment, start_new_session=True)
        self._handle = os.pidfd_open(self.process.pid)
        self._note("started")

    def _hear(self) -> None:
        while True:
            try:
                lines = self._socket.recv(4096).decode().splitlines()
            except BlockingIOError:
                return
            told = dict(line.split("=", 1) for line in lines)
            if "READY" in told:
                self._note("ready", told.get("STATUS", ""))
            if "WATCHDOG" in told:
                self._note("pinged")
            if self.unit.watchdog and self._kill_at is None and ("READY" in told or "WATCHDOG" in told):
                self._deadline = time.monotonic() + self.unit.watchdog

    def _ended(self) -> None:
        assert self.process is not None
        code = self.process.wait()
        self._sweep(self.process.pid)
        os.close(self._handle)
        self.process = self._deadline = self._kill_at = None
        self._note("ended", str(code))
        self._start_at = time.monotonic() + self.unit.restart

    def _sweep(self, group: int) -> None:
        """Nothing that the service started outlives it."""
        with suppress(ProcessLookupError):
            os.killpg(group, signal.SIGKILL)

    def _note(self, what: str, said: str = "") -> None:
        self.events.append(Event(time.monotonic(), what, said))
