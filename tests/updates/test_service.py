"""A real updater, asked over its socket by the polite, the broken and the hostile."""

from __future__ import annotations

import os
import select
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from grp import getgrnam
from pathlib import Path

import pytest

from kiosk.content.edition import Edition
from kiosk.content.shelf import Shelf
from kiosk.content.verify import verify
from kiosk.updates.caller import Caller
from kiosk.updates.desk import Premises
from kiosk.updates.endpoint import Endpoint, connect
from kiosk.updates.errors import Busy, Unanswered
from kiosk.updates.schedule import HOUR, Schedule
from kiosk.updates.service import Habits, Service
from kiosk.updates.sticks import Watch
from kiosk.updates.wire import MESSAGE_BYTES, Lines, Request, line_of, read_message
from tests.hands import Hands
from tests.updates.clinic import Clinic
from tests.updates.running import Machine, Server

pytestmark = pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="no updater on this system yet")


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    clinic = Clinic(tmp_path / "clinic")
    clinic.publish(1)
    return clinic


@pytest.fixture
def machine(tmp_path: Path, clinic: Clinic) -> Machine:
    return Machine(tmp_path / "m", clinic)


@pytest.fixture
def server(clinic: Clinic) -> Iterator[Server]:
    server = Server(clinic.repository)
    yield server
    server.close()


def shown(machine: Machine) -> str:
    """The edition that is shown, every byte of it checked."""
    edition = Shelf(machine.shelf).candidate("installed").open()
    verify(edition)
    return edition.id


def held_install(machine: Machine, server: Server) -> Caller:
    """An install that was asked for and waits for its first page."""
    server.gate.clear()
    caller = machine.caller()
    caller.send(Request(verb="bring", number=99, source=server.address))
    assert server.asked.wait(30)
    return caller


def test_a_stick_is_noticed_looked_at_installed_and_gone_back_from(machine: Machine, clinic: Clinic) -> None:
    with machine.updater(), machine.caller() as caller:
        for number in (1, 2):
            if number == 2:
                clinic.publish(2)
            shutil.copytree(clinic.repository, machine.sticks / f"stick-{number}")
            caller.wait(lambda one: any(offer.fresh for offer in one.offers))
            assert caller.ask(Request(verb="install", offer=caller.offers[0].id)).good
            assert shown(machine) == caller.standing.edition == clinic.edition(number).id
        back = caller.ask(Request(verb="go_back"))
        assert back.good and shown(machine) == clinic.edition(1).id


def test_an_install_tells_its_progress(machine: Machine, clinic: Clinic) -> None:
    told = []
    with machine.updater(), machine.caller() as caller:
        bring = Request(verb="bring", source=str(clinic.repository))
        assert caller.ask(bring, lambda one: told.append(one.what)).good
        assert "copying" in told and "verifying" in told
        assert caller.progress.what == "" and not caller.standing.busy


def test_an_install_goes_on_when_its_asker_dies(machine: Machine, clinic: Clinic, server: Server) -> None:
    with machine.updater():
        held_install(machine, server).close()
        server.gate.set()
        with machine.caller() as caller:
            caller.wait(lambda one: one.standing.edition == clinic.edition(1).id)
        assert shown(machine) == clinic.edition(1).id


def test_an_install_can_be_cancelled_and_another_is_refused_meanwhile(
    machine: Machine, clinic: Clinic, server: Server
) -> None:
    with machine.updater(), held_install(machine, server) as caller, machine.caller() as other:
        refused = other.ask(Request(verb="bring", source=server.address))
        assert refused.key == "busy" and "wait" in refused.sentence
        other.send(Request(verb="cancel"))
        server.gate.set()
        caller.wait(lambda one: one.standing.last is not None)
        assert caller.standing.last is not None and caller.standing.last.key == "cancelled"
        assert not Shelf(machine.shelf).kept()
        assert caller.ask(Request(verb="bring", source=server.address)).good, "the next try"


def test_told_to_end_it_stops_between_two_files_and_ends_well(
    machine: Machine, clinic: Clinic, server: Server
) -> None:
    process = machine.begin()
    caller = held_install(machine, server)
    process.send_signal(signal.SIGTERM)
    server.gate.set()
    assert process.wait(30) == 0, process.communicate()[1]
    caller.close()
    assert not Path(machine.address).exists() and not Shelf(machine.shelf).kept()
    process.communicate()


def test_killed_in_the_middle_it_starts_again_and_the_next_install_is_whole(
    machine: Machine, clinic: Clinic, server: Server
) -> None:
    process = machine.begin()
    caller = held_install(machine, server)
    process.kill()
    process.communicate()
    caller.close()
    server.gate.set()
    assert Path(machine.address).exists(), "the socket of a killed updater lies there"
    with machine.updater(), machine.caller() as again:
        assert again.ask(Request(verb="bring", source=server.address)).good
        assert shown(machine) == clinic.edition(1).id


def test_a_second_updater_says_so_and_ends(machine: Machine) -> None:
    with machine.updater():
        second = machine.command("updater")
        assert second.returncode == 2
        (line,) = second.stderr.splitlines()
        assert "at work" in line and "nothing was started" in line
        machine.caller().close()


def test_the_command_line_asks_the_updater_that_runs(machine: Machine, clinic: Clinic) -> None:
    with machine.updater(), machine.caller() as caller:
        done = machine.command("edition", "install", str(clinic.repository))
        assert done.returncode == 0 and "The updater of this kiosk did it" in done.stdout, done.stderr
        caller.wait(lambda one: one.standing.edition == clinic.edition(1).id)
        back = machine.command("edition", "rollback")
        assert back.returncode == 2 and "no edition before" in back.stderr


def test_staff_can_ask_for_a_look_at_the_server(machine: Machine, clinic: Clinic, server: Server) -> None:
    with machine.updater(repository=server.address), machine.caller() as caller:
        assert caller.standing.next_look
        looked = caller.ask(Request(verb="look"))
        assert looked.key == "looked" and caller.offers[0].place == server.address
        assert caller.ask(Request(verb="install", offer=caller.offers[0].id)).good
    assert shown(machine) == clinic.edition(1).id


@contextmanager
def serving(machine: Machine, server: Server, habits: Habits) -> Iterator[Caller]:
    """An updater in this process whose look at ``server`` is due."""
    hands = Hands()
    schedule = Schedule("this one", 6, clock=hands)
    hands.now += 10 * HOUR
    premises = Premises(
        shelf=machine.shelf,
        trust=machine.state / "trust",
        state=machine.state,
        shipped=machine.state / "none",
        repository=server.address,
    )
    service = Service(premises, Endpoint(machine.address), Watch(), schedule, habits)
    thread = threading.Thread(target=service.run)
    thread.start()
    try:
        with machine.caller() as caller:
            yield caller
    finally:
        service.end()
        thread.join(30)
        assert not thread.is_alive()


def test_it_installs_by_itself_what_its_server_offers(
    machine: Machine, clinic: Clinic, server: Server
) -> None:
    with serving(machine, server, Habits()) as caller:
        caller.wait(lambda one: one.standing.edition == clinic.edition(1).id)
        assert caller.standing.source == server.address and caller.standing.last_look
    assert shown(machine) == clinic.edition(1).id


def test_what_is_for_the_night_is_fetched_and_not_shown_yet(
    machine: Machine, clinic: Clinic, server: Server
) -> None:
    hour = (datetime.now(UTC).astimezone().hour + 12) % 24
    with serving(machine, server, Habits(at_night=True, night_hour=hour)) as caller:
        caller.wait(lambda one: one.standing.last is not None and one.standing.last.key == "fetched")
        assert caller.standing.edition == "" and not Shelf(machine.shelf).kept()
        edition = Edition.open(clinic.edition(1).blobs.folder)
        assert set(edition.used_blobs()) <= set(Shelf(machine.shelf).blobs)


def test_one_that_came_with_its_kiosk_ends_some_time_after_it(
    machine: Machine, clinic: Clinic, server: Server
) -> None:
    server.close()
    with serving(machine, server, Habits(linger=0.2)) as caller:
        caller.close()
        ending = Path(machine.address)
        poll = select.poll()  # wakes when the socket's folder changes
        watch = Watch([ending.parent])
        watch.now()
        for handle, events in watch.handles.items():
            poll.register(handle, events)
        while ending.exists():
            assert poll.poll(20_000)
            for handle in watch.handles:
                watch.happened(handle)
        watch.close()


def test_no_server_is_asked_where_the_settings_forbid_it(
    machine: Machine, clinic: Clinic, server: Server
) -> None:
    with machine.updater(repository=server.address, updates="off"), machine.caller() as caller:
        assert caller.standing.next_look == ""
        assert caller.ask(Request(verb="look")).key == "noPlace" and not server.asked.is_set()


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
