"""A fleet behind a real nginx, with the lines of docs/office.md: groups, resuming, caches, half a copy."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.content.shelf import Shelf
from kiosk.content.verify import verify
from kiosk.updates.errors import Cancelled, PlaceFault, UpdateError
from kiosk.updates.install import Installation
from kiosk.updates.places import within
from kiosk.updates.web import WebPlace
from tests.fleet.nginx import PROGRAM, Nginx, serving
from tests.updates.clinic import Clinic, files_of
from tests.updates.running import Machine
from tests.updates.running import shown as shown_on

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="nginx is not installed (Debian: nginx-light)")


class Kiosk:
    """A kiosk of ``group`` with its memory and its shelf, that looks at ``server``."""

    def __init__(self, clinic: Clinic, name: str, server: Nginx, group: str = "") -> None:
        self.trust = clinic.kiosk(name, group=group)
        self.machine = Installation(clinic.folder / f"{name}-shelf")
        self.server = server

    def look(self) -> str:
        """Take what is wanted; returns the edition that is shown then, all of it checked."""
        place = WebPlace(self.server.address, self.server.authority)
        try:
            offer = self.trust.offers(place)[0]
            if self.machine.wanted(offer):
                self.machine.install(offer, place)
        finally:
            place.close()
        edition = self.machine.shelf.candidate("installed").open()
        verify(edition)
        return edition.id


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    return Clinic(tmp_path / "clinic")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Nginx]:
    with serving(tmp_path / "nginx") as running:
        yield running


def upload(clinic: Clinic, server: Nginx) -> None:
    """The repository copied to the server as ``repo publish --to`` does."""
    from kiosk.updates.copying import copy

    copy(clinic.repository, clinic.anchor, server.repository)


def test_a_pilot_group_gets_an_edition_first_and_then_all_do(clinic: Clinic, server: Nginx) -> None:
    pilot, other = Kiosk(clinic, "pilot", server, "pilot"), Kiosk(clinic, "other", server)
    one, two = (clinic.edition(number).id for number in (1, 2))
    clinic.publish(1)
    upload(clinic, server)
    assert (pilot.look(), other.look()) == (one, one)
    clinic.publish(2, group="pilot")
    upload(clinic, server)
    assert (pilot.look(), other.look()) == (two, one)
    server.asked()
    clinic.publish(2)
    upload(clinic, server)
    assert pilot.look() == two
    assert not any(each.path.startswith("blobs") for each in server.asked()), "it has them already"
    assert other.look() == two


def test_a_withdrawn_edition_leaves_the_pilot_group_again(clinic: Clinic, server: Nginx) -> None:
    pilot = Kiosk(clinic, "pilot", server, "pilot")
    clinic.publish(1)
    clinic.publish(2, group="pilot")
    upload(clinic, server)
    assert pilot.look() == clinic.edition(2).id
    clinic.withdraw("pilot")
    upload(clinic, server)
    assert pilot.look() == clinic.edition(1).id


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="no updater on this system yet")
def test_the_updater_of_a_kiosk_takes_its_groups_edition_by_itself(
    clinic: Clinic, server: Nginx, tmp_path: Path
) -> None:
    clinic.publish(1)
    clinic.publish(2, group="pilot")
    upload(clinic, server)
    settings = {"repository": server.address, "repository_authority": str(server.authority)}
    for group, number in (("pilot", 2), ("", 1)):
        machine = Machine(tmp_path / f"m-{group}", clinic)
        told = machine.command("edition", "install", server.address, group=group, **settings)
        refused = "a certificate that is not trusted here" in told.stderr
        assert refused, "an authority that is named for the updater is none of this command's"
        with machine.updater(group=group, **settings), machine.caller() as caller:
            told = machine.command("edition", "install", server.address, group=group, **settings)
            assert told.returncode == 0, told.stderr
            caller.wait(lambda one: one.standing is not None and one.standing.edition != "")
            assert caller.standing is not None and caller.standing.group == group
        assert shown_on(machine) == clinic.edition(number).id


def test_who_is_not_vouched_for_by_the_clinics_authority_is_not_asked(clinic: Clinic, server: Nginx) -> None:
    clinic.publish(1)
    upload(clinic, server)
    with pytest.raises(PlaceFault, match="a certificate that is not trusted here"):
        clinic.kiosk().offers(WebPlace(server.address))
    assert server.asked() == []


def test_an_install_that_was_stopped_goes_on_where_it_was(clinic: Clinic, server: Nginx) -> None:
    clinic.publish(1)
    upload(clinic, server)
    kiosk = Kiosk(clinic, "kiosk", server)
    place = WebPlace(server.address, server.authority)
    offer = kiosk.trust.offers(place)[0]
    server.asked()
    left = iter(range(8))
    with pytest.raises(Cancelled):
        kiosk.machine.install(offer, place, cancel=lambda: next(left, None) is None)
    place.close()
    first = {one.path for one in server.asked()}
    assert kiosk.look() == clinic.edition(1).id
    second = {one.path for one in server.asked() if one.path.startswith("blobs")}
    assert first and second and not first & second
    assert first | second == {path for path in files_of(clinic.repository) if path.startswith("blobs")}


def test_files_come_as_they_are_with_what_caches_may_do_with_them(clinic: Clinic, server: Nginx) -> None:
    clinic.publish(1)
    clinic.publish(2, group="pilot")
    upload(clinic, server)
    for path, data in files_of(server.repository).items():
        taking = {"Accept-Encoding": "gzip, deflate, br"}
        status, head, got = server.answer(path.replace(" ", "%20"), **taking)
        assert (status, got, head.get("Content-Encoding")) == (200, data, None), path
        kept = "no-cache" if path.startswith("metadata/") else "public, max-age=31536000, immutable"
        assert head["Cache-Control"] == kept and int(head["Content-Length"]) == len(data), path
    blob = next(path for path in files_of(server.repository) if path.startswith("blobs"))
    status, head, got = server.answer(blob, Range="bytes=10-19")
    assert (status, got) == (206, (server.repository / blob).read_bytes()[10:20])
    status, head, _ = server.answer("metadata/2.root.json")
    assert (status, head["Cache-Control"]) == (404, "no-cache")
    assert server.answer("blobs/")[0] == 403 and server.answer("../etc/passwd")[0] in (400, 404)


def test_the_question_for_the_next_root_costs_one_line_and_no_connection(
    clinic: Clinic, server: Nginx
) -> None:
    clinic.publish(1)
    clinic.publish(2, group="pilot")
    upload(clinic, server)
    kiosk = Kiosk(clinic, "kiosk", server, "pilot")
    place = WebPlace(server.address, server.authority)
    kiosk.trust.offers(place)
    connection = place._connection and place._connection.sock
    assert connection is not None
    server.asked()
    kiosk.trust.offers(place)
    assert place._connection is not None and place._connection.sock is connection
    place.close()
    asked = server.asked()
    assert [(one.path, one.status) for one in asked[:3]] == [
        ("metadata/1.root.json", 200),
        ("metadata/2.root.json", 404),
        ("metadata/timestamp.json", 200),
    ]
    assert [one.path.rpartition("/")[0] for one in asked[3:]] == ["targets/groups/pilot", "targets/editions"]
    assert all(one.line.endswith('"lamina"') and one.line.startswith("127.0.0.1 - - [") for one in asked)


@pytest.mark.parametrize("replaced", [False, True])
def test_a_copy_half_done_shows_no_kiosk_anything_unsound(
    clinic: Clinic, server: Nginx, replaced: bool
) -> None:
    clinic.publish(1)
    clinic.publish(2, group="pilot")
    upload(clinic, server)
    before = files_of(server.repository)
    kiosks = [Kiosk(clinic, f"old-{group}", server, group) for group in ("", "pilot")]
    old, pilot = [kiosk.look() for kiosk in kiosks]
    if replaced:
        clinic.rotate("publishing")
    clinic.publish(3, group="pilot")
    clinic.publish(4)
    after, new = files_of(clinic.repository), clinic.edition(4).id
    fresh = [path for path in sorted(after) if after[path] != before.get(path)]
    # the order of the lines of rsync in docs/office.md, and by name in each
    order = sorted(fresh, key=lambda path: (path.startswith("metadata"), path == "metadata/timestamp.json"))
    seen = set()
    for number, path in enumerate(order):
        (server.repository / path).parent.mkdir(parents=True, exist_ok=True)
        (server.repository / path).write_bytes(after[path])
        if number % 5 and not path.startswith("metadata"):
            continue
        for group, was in (("", old), ("pilot", pilot)):
            kiosk = Kiosk(clinic, f"old-{group}", server, group)
            try:
                shown = kiosk.look()
            except UpdateError:
                shown = Shelf(kiosk.machine.shelf.folder).candidate("installed").open().id
                seen.add("refused")
            assert shown in (was, new)
            seen.add(shown)
    assert seen - {"refused"} == {old, pilot, new} and ("refused" in seen) == replaced
    shutil.rmtree(server.repository)
    upload(clinic, server)
    assert [kiosk.look() for kiosk in kiosks] == [new, new]


def test_a_deadline_holds_against_nginx_too(clinic: Clinic, server: Nginx) -> None:
    clinic.publish(1)
    upload(clinic, server)
    place = WebPlace(server.address, server.authority)
    with pytest.raises(PlaceFault, match="did not come in the time allowed"):
        place.read("metadata/timestamp.json", 10_000, within(-1))
