"""The updater's log: one line for each thing that happens, and none while nothing does."""

from __future__ import annotations

import re
import socket
from pathlib import Path

import pytest

from kiosk.updates.wire import Request
from tests.updates.clinic import Clinic
from tests.updates.running import Machine, Server

pytestmark = pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="no updater on this system yet")

LINE = re.compile(r"lamina updater: \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4} (INFO|WARNING): (.+)")


def logged(told: bytes) -> list[str]:
    """What each line says, all of them being lines of the log."""
    found = [LINE.fullmatch(line) for line in told.decode().splitlines()]
    assert all(found), told.decode()
    return [line[2] for line in found if line]


def test_a_day_of_an_updater_is_a_line_for_each_event(
    machine: Machine, clinic: Clinic, tmp_path: Path
) -> None:
    clinic.publish(1)
    one = f"{clinic.edition(1).id} (number 1)"
    process = machine.begin()
    with machine.caller() as caller:
        stick = machine.put_in(clinic.repository)
        caller.wait(lambda told: any(offer.fresh for offer in told.offers))
        assert caller.ask(Request(verb="install", offer=caller.offers[0].id)).good
        assert caller.ask(Request(verb="confirm", edition=clinic.edition(1).id)).good
        assert caller.ask(Request(verb="confirm", edition=clinic.edition(1).id)).good
        again = machine.command("edition", "install", str(clinic.repository))
        assert again.returncode == 0 and again.stdout == "There is nothing newer.\n"

        clinic.publish(2)
        two = f"{clinic.edition(2).id} (number 2)"
        assert caller.ask(Request(verb="bring", source=str(clinic.repository))).good
        other = Clinic(tmp_path / "other")
        other.publish(1)
        strange = machine.put_in(other.repository, "strange")
        caller.wait(lambda told: any(offer.refusal is not None for offer in told.offers))
        assert not caller.ask(Request(verb="go_back", number=8)).key.startswith("nothing")
        assert not caller.ask(Request(verb="go_back", number=9)).good
    process.terminate()
    told = logged(process.communicate(timeout=30)[1])
    assert told.pop(0).startswith(
        f"started; editions in {machine.shelf}; asked at {machine.address}; no server"
    )
    refused = [line for line in told if line.startswith(f"refused: {strange}: belongs to another clinic")]
    assert len(refused) == 1
    told.remove(refused[0])
    assert told == [
        f"seen at {stick}: {one}, new",
        f"install begun: {one} from {stick}",
        f"installed: {one}",
        f"confirmed: {clinic.edition(1).id} has run well for a minute",
        f"install begun: {two} from {clinic.repository}",
        f"installed: {two}",
        f"went back to {one}",
        "there is no edition before this one on this kiosk; bring it on a stick",
        "ended",
    ]


def test_an_offer_that_staff_went_back_from_is_not_logged_as_new(machine: Machine, clinic: Clinic) -> None:
    for number in (1, 2):
        clinic.publish(number)
        assert machine.command("edition", "install", str(clinic.repository)).returncode == 0
    assert machine.command("edition", "rollback").returncode == 0
    stick = machine.put_in(clinic.repository)
    process = machine.begin()
    with machine.caller() as caller:
        caller.wait(lambda told: bool(told.offers))
    process.terminate()
    told = logged(process.communicate(timeout=30)[1])
    assert f"seen at {stick}: {clinic.edition(2).id} (number 2), undone here" in told


def test_a_server_is_told_of_when_it_offers_something_else_and_not_at_each_look(
    machine: Machine, clinic: Clinic, server: Server
) -> None:
    clinic.publish(1)
    process = machine.begin(repository=server.address, updates="night")
    with machine.caller() as caller:
        for _ in range(3):
            assert caller.ask(Request(verb="look")).good
        clinic.publish(2)
        assert caller.ask(Request(verb="look")).good
        (clinic.repository / "metadata" / "timestamp.json").unlink()
        for _ in range(2):
            assert not caller.ask(Request(verb="look")).good
    process.terminate()
    told = logged(process.communicate(timeout=30)[1])
    seen = [line for line in told if line.startswith(("seen", "refused"))]
    assert len(seen) == 3, told
    assert seen[0] == f"seen at {server.address}: {clinic.edition(1).id} (number 1), new"
    assert seen[1] == f"seen at {server.address}: {clinic.edition(2).id} (number 2), new"
    assert seen[2].startswith(f"refused: {server.address}: metadata/timestamp.json")


def test_a_new_kiosk_trusts_whom_its_settings_name_and_says_so_once(
    tmp_path: Path, clinic: Clinic, server: Server
) -> None:
    clinic.publish(1)
    (tmp_path / "root.json").write_bytes(clinic.first)
    bare = Machine(tmp_path / "bare")
    settings = {"trusted_root": str(tmp_path / "root.json")}
    process = bare.begin(**settings)
    with bare.caller() as caller:
        assert caller.standing.trusts
        assert caller.ask(Request(verb="bring", source=server.address)).good
    process.terminate()
    assert any(line.startswith("trusts ") for line in logged(process.communicate(timeout=30)[1]))

    (tmp_path / "root.json").write_bytes(Clinic(tmp_path / "other").first)
    for trusted, says in ((settings, "trusts other root keys"), ({"trusted_root": "/none"}, "no such file")):
        process = bare.begin(**trusted)
        process.terminate()
        told = logged(process.communicate(timeout=30)[1])
        assert len([line for line in told if says in line]) == 1, told
    clinic.rotate("root")
    (tmp_path / "root.json").write_bytes(clinic.first)
    for _ in ("follows the new root key", "is told the first root again"):
        process = bare.begin(**settings)
        with bare.caller() as caller:
            assert caller.ask(Request(verb="bring", source=server.address)).key == "nothingNew"
        process.terminate()
        started, *told = logged(process.communicate(timeout=30)[1])
        assert started.startswith("started") and told == ["ended"]
