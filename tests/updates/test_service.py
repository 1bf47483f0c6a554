"""A real updater, asked over its socket by those who may ask."""

from __future__ import annotations

import select
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.content.edition import Edition
from kiosk.content.shelf import Shelf
from kiosk.updates.caller import Caller
from kiosk.updates.endpoint import Endpoint
from kiosk.updates.premises import Premises
from kiosk.updates.schedule import HOUR, Schedule
from kiosk.updates.service import Habits, Service
from kiosk.updates.sticks import Watch
from kiosk.updates.wire import Request
from tests.hands import Hands
from tests.updates.clinic import Clinic
from tests.updates.running import Machine, Server, held_install, shown

pytestmark = [
    pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="no updater on this system yet"),
    pytest.mark.usefixtures("published"),
]


def test_a_stick_is_noticed_looked_at_installed_and_gone_back_from(machine: Machine, clinic: Clinic) -> None:
    with machine.updater(), machine.caller() as caller:
        for number in (1, 2):
            if number == 2:
                clinic.publish(2)
            machine.put_in(clinic.repository, f"stick-{number}")
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
