"""What a supervisor is told, at a real socket; and what those started by a kiosk cannot say in its name."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.machine.notify import Supervisor, supervisor_of


@pytest.fixture(params=["in a folder", "abstract"])
def heard(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, socket.socket]]:
    name = f"@{tmp_path.name}-notify" if request.param == "abstract" else str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind("\0" + name[1:] if name.startswith("@") else name)
        listening.settimeout(5)
        yield name, listening


def test_a_supervisor_hears_ready_pings_and_the_end(heard: tuple[str, socket.socket]) -> None:
    address, listening = heard
    supervisor = supervisor_of({"NOTIFY_SOCKET": address, "WATCHDOG_USEC": "9000000"})
    supervisor.ready("two\nlines")
    supervisor.ping()
    supervisor.stopping()
    told = [listening.recv(200) for _ in range(3)]
    assert told == [b"READY=1\nSTATUS=two lines", b"WATCHDOG=1", b"STOPPING=1"]
    assert supervisor.ping_seconds == 3


def test_who_this_process_starts_cannot_speak_in_its_name() -> None:
    environment = {"NOTIFY_SOCKET": "/run/x", "WATCHDOG_USEC": "1", "WATCHDOG_PID": "7", "HOME": "/h"}
    supervisor_of(environment)
    assert environment == {"HOME": "/h"}


def test_a_compositor_may_be_the_first_process_of_the_service() -> None:
    environment = {"NOTIFY_SOCKET": "/run/x", "WATCHDOG_USEC": "20000000", "WATCHDOG_PID": "1"}
    assert supervisor_of(environment).watchdog == 20


def test_nobody_is_told_where_nobody_waits(tmp_path: Path) -> None:
    assert supervisor_of({}) == Supervisor()
    assert supervisor_of({"NOTIFY_SOCKET": "vsock:2:1"}) == Supervisor()
    Supervisor().ping()
    Supervisor(str(tmp_path / "gone")).ready()  # nobody listens there any more


def test_a_watchdog_that_cannot_be_read_asks_for_no_ping() -> None:
    assert supervisor_of({"NOTIFY_SOCKET": "/run/x", "WATCHDOG_USEC": "soon"}).ping_seconds == 0


def test_a_supervisor_that_does_not_read_holds_nobody_up(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as deaf:
        deaf.bind(str(tmp_path / "deaf"))
        supervisor = Supervisor(str(tmp_path / "deaf"), 1.0)
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as filling:
            filling.setblocking(False)
            with pytest.raises(BlockingIOError):
                while True:
                    filling.sendto(b"x", str(tmp_path / "deaf"))
        supervisor.ping()  # returns, and what it said is lost
