"""Who may ask a real updater, and what the broken and the hostile can do to it over its socket."""

from __future__ import annotations

import os
import shutil
import socket
import stat
import subprocess
import sys
import tempfile
from contextlib import ExitStack, suppress
from grp import getgrnam
from pathlib import Path

import pytest

from kiosk.updates.caller import Caller
from kiosk.updates.endpoint import Endpoint, connect
from kiosk.updates.errors import Busy, Unanswered
from kiosk.updates.wire import MESSAGE_BYTES, Lines, Request, line_of, read_message
from tests.updates.clinic import Clinic
from tests.updates.running import Machine, Server, held_install, shown

pytestmark = [
    pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="no updater on this system yet"),
    pytest.mark.usefixtures("published"),
]


def test_its_folder_and_socket_are_closed_to_others(machine: Machine) -> None:
    with machine.updater():
        place = Path(machine.address)
        assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700
        assert stat.S_IMODE(place.stat().st_mode) == 0o600


def test_a_folder_that_others_may_enter_is_refused(machine: Machine, tmp_path: Path) -> None:
    (tmp_path / "open").mkdir()
    (tmp_path / "open").chmod(0o755)
    done = machine.command("updater", socket=str(tmp_path / "open" / "s"))
    assert done.returncode == 2 and "chmod o-rwx" in done.stderr and len(done.stderr.splitlines()) == 1


def test_a_group_that_is_not_here_is_named(machine: Machine) -> None:
    done = machine.command("updater", socket_group="nosuchgroup")
    assert done.returncode == 2 and "nosuchgroup" in done.stderr and "socket_group" in done.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_another_user_is_sent_away_and_one_of_the_group_is_not(machine: Machine) -> None:
    asking = "import socket,sys,os; os.setgroups([]); os.setgid(int(sys.argv[2])); os.setuid(65534); "
    asking += "one = socket.socket(socket.AF_UNIX); one.connect(sys.argv[1]); print(len(one.recv(10)))"
    folder = Path(tempfile.mkdtemp())  # pytest's own folders are closed to other users
    address = str(folder / "s")

    def ask(group: str) -> str:
        command = [sys.executable, "-c", asking, address, str(getgrnam(group).gr_gid)]
        return subprocess.run(command, cwd="/", capture_output=True, text=True).stdout.strip()

    try:
        folder.chmod(0o750)
        shutil.chown(folder, group="users")
        with machine.updater(socket=address, socket_group="users"):
            assert ask("users") == "10"
            folder.chmod(0o751)  # even where folder and socket would let them in
            Path(address).chmod(0o666)
            assert ask("daemon") in ("0", "")
    finally:
        shutil.rmtree(folder)


def test_what_is_no_socket_is_left_alone(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    (tmp_path / "s").write_text("a file")
    with pytest.raises(Unanswered, match="is a file"):
        Endpoint(str(tmp_path / "s"))
    assert (tmp_path / "s").read_text() == "a file"


def test_a_socket_that_answers_is_left_alone(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    first = Endpoint(str(tmp_path / "s"))
    with pytest.raises(Busy, match="answers"):
        Endpoint(str(tmp_path / "s"))
    connect(str(tmp_path / "s"), 1).close()
    first.close()


# --- the broken and the hostile


def still_well(machine: Machine, clinic: Clinic, caller: Caller) -> None:
    """The install in progress reaches its end, and the next asker is answered."""
    caller.wait(lambda one: one.standing.edition == clinic.edition(1).id)
    assert shown(machine) == clinic.edition(1).id
    with machine.caller() as other:
        assert other.ask(Request(verb="go_back")).key == "nothingBefore"


def ended(one: socket.socket) -> bool:
    """Whether the updater hung up; what it says before is read."""
    with suppress(ConnectionError):
        while one.recv(65536):
            pass
    return True


@pytest.mark.parametrize(
    "garbage",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        b"\x00" * 4096 + b"\n",
        b"{}\n",
        b"[" * 4000 + b"\n",
        os.urandom(4000) + b"\n",
    ],
    ids=["http", "zeros", "empty", "brackets", "noise"],
)
def test_garbage_is_hung_up_on(machine: Machine, clinic: Clinic, server: Server, garbage: bytes) -> None:
    with machine.updater(), held_install(machine, server) as caller:
        broken = connect(machine.address, 30)
        broken.sendall(garbage)
        assert ended(broken)
        broken.close()
        server.gate.set()
        still_well(machine, clinic, caller)


def test_a_line_of_a_hundred_megabytes_is_not_taken_in(
    machine: Machine, clinic: Clinic, server: Server
) -> None:
    with machine.updater() as process, held_install(machine, server) as caller:
        before = resident(process.pid)
        flood = connect(machine.address, 30)
        with suppress(OSError):
            for _ in range(100):
                flood.sendall(b"a" * 1_000_000)
        flood.close()
        server.gate.set()
        still_well(machine, clinic, caller)
        assert resident(process.pid) - before < 16 * 1024 * 1024


def resident(process: int) -> int:
    """Bytes of memory of a process."""
    pages = Path(f"/proc/{process}/statm").read_text().split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def test_half_a_line_and_silence_hold_nobody_up(machine: Machine, clinic: Clinic, server: Server) -> None:
    with machine.updater(), held_install(machine, server) as caller:
        halves = [connect(machine.address, 30) for _ in range(8)]
        for half in halves:
            half.sendall(line_of(Request(verb="go_back"))[:9])
        server.gate.set()
        still_well(machine, clinic, caller)
        for half in halves:
            half.close()


def test_one_that_never_reads_is_let_go(machine: Machine, clinic: Clinic, server: Server) -> None:
    with machine.updater(), held_install(machine, server) as caller:
        deaf = connect(machine.address, 30)
        line = line_of(Request(verb="standing"))
        with suppress(OSError):
            for _ in range(200_000):
                deaf.sendall(line)
        deaf.close()
        server.gate.set()
        still_well(machine, clinic, caller)


def test_a_thousand_connections_leave_it_answering(machine: Machine, clinic: Clinic, server: Server) -> None:
    with machine.updater() as process, held_install(machine, server):
        with ExitStack() as many:
            for _ in range(1000):
                many.enter_context(connect(machine.address, 30))
            assert len(list(Path(f"/proc/{process.pid}/fd").iterdir())) < 64
            server.gate.set()
            with machine.caller() as other:
                other.wait(lambda one: one.standing.edition == clinic.edition(1).id)
        assert shown(machine) == clinic.edition(1).id


def test_a_flood_of_requests_is_answered_with_a_sentence(
    machine: Machine, clinic: Clinic, server: Server
) -> None:
    with machine.updater(), held_install(machine, server) as caller:
        eager = connect(machine.address, 30)
        eager.sendall(b"".join(line_of(Request(verb="look", number=each)) for each in range(1, 200)))
        lines, refused = Lines(MESSAGE_BYTES), 0
        while refused < 150:
            for line in lines.feed(eager.recv(65536)):
                result = read_message(line).result
                refused += result is not None and result.key == "busy"
        eager.close()
        server.gate.set()
        still_well(machine, clinic, caller)
