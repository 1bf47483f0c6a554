"""A kiosk and its updater, two real processes: found, started, asked, and what it brings shown."""

from __future__ import annotations

import os
import signal
import socket
import struct
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk.app import Kiosk
from kiosk.content.edition import Edition
from kiosk.machine.settings import Settings
from kiosk.options import candidates
from kiosk.ui.following import Following
from kiosk.updates.caller import Caller
from kiosk.updates.endpoint import connect
from kiosk.updates.wire import Request
from tests.ui.conftest import Clock
from tests.ui.followed import clinic, machine
from tests.ui.others import LATER
from tests.updates.clinic import Clinic
from tests.updates.running import Machine

__all__ = ["clinic", "machine"]

WAIT_MS = 20_000


@pytest.fixture
def kiosk(small: Edition, clock: Clock, machine: Machine, qtbot: QtBot) -> Iterator[Kiosk]:
    kiosk = Kiosk(small, Settings(size=(1280, 800), still=True), clock)
    with qtbot.waitSignal(kiosk.pane.begun):
        kiosk.pane.appear()
    yield kiosk
    kiosk.close()


def follows(kiosk: Kiosk, updater: str = "running", edition: str = "") -> Following:
    """As ``kiosk.follow`` does, with these settings."""
    settings = Settings(updater=updater, edition=edition)
    kiosk.following = Following(kiosk.glass, kiosk.pane.engine(), settings, kiosk.reload, None, kiosk.ladder)
    return kiosk.following


def process_of(machine: Machine) -> int:
    """The process that answers on this machine."""
    with connect(machine.address, 10) as one:
        about = one.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    return int(struct.unpack("3i", about)[0])


def test_staff_put_a_stick_in_read_what_is_new_install_it_and_undo_it(
    kiosk: Kiosk, machine: Machine, clinic: Clinic, qtbot: QtBot
) -> None:
    with machine.updater():
        following = follows(kiosk)
        updater = following.updater
        qtbot.waitUntil(lambda: updater.is_reachable, timeout=WAIT_MS)
        machine.put_in(clinic.repository, "one")
        qtbot.waitUntil(lambda: bool(updater.offers_as_maps()), timeout=WAIT_MS)
        (first,) = updater.offers_as_maps()
        assert first["fresh"] and first["refusal"] == "" and first["sequence"] == 1 and first["files"] > 20
        with qtbot.waitSignal(updater.installed, timeout=WAIT_MS):
            updater.install(first["id"])
        clinic.publish(2)
        machine.put_in(clinic.repository, "two")
        qtbot.waitUntil(lambda: updater.offers_as_maps()[0]["sequence"] == 2, timeout=WAIT_MS)
        newer = updater.offers_as_maps()[0]
        assert newer["news"]["changed"] == ["Changed at home"] and newer["news"]["addedCount"] == 0
        kiosk.glass.begin("es")
        assert following.switch is not None
        with qtbot.waitSignals([updater.installed, following.switch.swapped], timeout=WAIT_MS):
            updater.install(newer["id"])
        assert kiosk.glass.page_map()["title"] == "Changed at home", "asked for here: shown at once"
        assert updater.property("message").startswith("«Edición chica», hecho el ")
        standing = updater.standing_as_map()
        assert standing["edition"] == LATER and standing["sequence"] == 2 and standing["previous"]
        with qtbot.waitSignal(following.switch.swapped, timeout=WAIT_MS):
            updater.goBack()
        assert kiosk.glass.page_map()["title"] != "Changed at home"
        qtbot.waitUntil(lambda: updater.standing_as_map()["sequence"] == 1, timeout=WAIT_MS)


def test_what_another_asked_for_waits_until_nobody_touches(
    kiosk: Kiosk, machine: Machine, clinic: Clinic, qtbot: QtBot
) -> None:
    clinic.publish(2)
    with machine.updater():
        following = follows(kiosk)
        assert following.switch is not None
        qtbot.waitUntil(lambda: following.updater.is_reachable, timeout=WAIT_MS)
        kiosk.glass.begin("en")
        with qtbot.waitSignal(following.switch.prepared, timeout=WAIT_MS):
            done = machine.command("edition", "install", str(clinic.repository))
        assert done.returncode == 0 and following.switch.waiting
        assert kiosk.glass.page_map()["title"] != "Changed at home"
        with qtbot.waitSignal(following.switch.swapped, timeout=WAIT_MS):
            kiosk.glass.clear()


def test_a_kiosk_on_an_edition_of_its_own_shows_nothing_else(
    kiosk: Kiosk, machine: Machine, clinic: Clinic, qtbot: QtBot
) -> None:
    with machine.updater():
        following = follows(kiosk, edition=str(kiosk.glass.edition_shown.folder))
        qtbot.waitUntil(lambda: following.updater.is_reachable, timeout=WAIT_MS)
        machine.command("edition", "install", str(clinic.repository))
        qtbot.waitUntil(lambda: bool(following.updater.standing_as_map()["edition"]), timeout=WAIT_MS)
        assert following.switch is None


def test_an_edition_that_cannot_be_shown_is_undone_by_the_updater(
    kiosk: Kiosk, machine: Machine, clinic: Clinic, small: Edition, qtbot: QtBot
) -> None:
    with machine.updater():
        following = follows(kiosk)
        updater = following.updater
        qtbot.waitUntil(lambda: updater.is_reachable, timeout=WAIT_MS)
        machine.command("edition", "install", str(clinic.repository))
        clinic.publish(2)
        qtbot.waitUntil(lambda: updater.standing_as_map()["sequence"] == 1, timeout=WAIT_MS)
        assert following.switch is not None
        opens = following.switch._current

        def spoiled() -> Edition:
            edition = opens()
            home = edition.blobs.path(edition.topic(edition.home).pages["en"])
            home.write_bytes(b"{}")
            return edition

        following.switch._current = spoiled
        machine.command("edition", "install", str(clinic.repository))
        qtbot.waitUntil(lambda: updater.standing_as_map()["sequence"] == 1, timeout=WAIT_MS)
        qtbot.waitUntil(lambda: any(LATER in one for one in kiosk.glass.health), timeout=WAIT_MS)
        assert kiosk.glass.property("edition") == small.id


def test_without_an_updater_the_corner_is_told_and_the_kiosk_runs(kiosk: Kiosk, qtbot: QtBot) -> None:
    updater = follows(kiosk).updater
    with qtbot.waitSignal(updater.away, timeout=WAIT_MS):
        pass
    updater.look()
    assert updater.property("message") == "New content cannot come in now. Tell IT."
    assert not updater.is_reachable and updater.offers_as_maps() == []


def test_where_none_answers_one_is_started_and_again_when_it_dies(
    kiosk: Kiosk, machine: Machine, clinic: Clinic, qtbot: QtBot
) -> None:
    following = follows(kiosk, "start")
    updater = following.updater
    qtbot.waitUntil(lambda: updater.is_reachable, timeout=WAIT_MS)
    first = process_of(machine)
    try:
        os.kill(first, signal.SIGKILL)
        qtbot.waitUntil(lambda: not updater.is_reachable, timeout=WAIT_MS)
        qtbot.waitUntil(lambda: updater.is_reachable, timeout=WAIT_MS)
        second = process_of(machine)
        assert second != first and following.starter.started >= 2
        following.close()
        with Caller(machine.address) as caller:  # it outlives the kiosk that started it
            assert caller.ask(Request(verb="bring", source=str(clinic.repository))).good
    finally:
        os.kill(process_of(machine), signal.SIGKILL)


@pytest.mark.parametrize("piped", [False, True])
def test_one_that_was_started_logs_where_the_kiosk_does_and_holds_no_pipe_open(
    kiosk: Kiosk, machine: Machine, tmp_path: Path, qtbot: QtBot, piped: bool
) -> None:
    journal = tmp_path / "journal"
    reading, writing = os.pipe() if piped else (None, os.open(journal, os.O_WRONLY | os.O_CREAT))
    before = os.dup(2)
    os.dup2(writing, 2)
    try:
        updater = follows(kiosk, "start").updater
        qtbot.waitUntil(lambda: updater.is_reachable, timeout=WAIT_MS)
    finally:
        os.dup2(before, 2)
        for handle in (before, writing):
            os.close(handle)
    started = process_of(machine)
    try:
        if reading is None:
            assert "INFO: started; editions in" in journal.read_text("utf-8")
        else:
            assert os.read(reading, 1) == b"", "nobody writes there any more"
            os.close(reading)
    finally:
        os.kill(started, signal.SIGKILL)


def test_starting_one_does_not_hold_the_window_up(kiosk: Kiosk, machine: Machine, qtbot: QtBot) -> None:
    following = follows(kiosk, "start")
    took = []
    start = following.starter._start
    following.updater.away.disconnect(start)

    def timed() -> None:
        begun = time.perf_counter()
        start()
        took.append(time.perf_counter() - begun)

    following.updater.away.connect(timed)
    qtbot.waitUntil(lambda: following.updater.is_reachable, timeout=WAIT_MS)
    os.kill(process_of(machine), signal.SIGKILL)
    assert took and max(took) < 0.05


def test_the_texts_follow_the_language_of_the_visit(
    kiosk: Kiosk, machine: Machine, clinic: Clinic, qtbot: QtBot
) -> None:
    with machine.updater():
        updater = follows(kiosk).updater
        machine.put_in(clinic.repository, "one")
        qtbot.waitUntil(lambda: bool(updater.offers_as_maps()), timeout=WAIT_MS)
        kiosk.glass.begin("en")
        english = updater.offers_as_maps()[0]
        with qtbot.waitSignal(updater.offersChanged):
            kiosk.glass.setLanguage("es")
        spanish = updater.offers_as_maps()[0]
        assert english["news"]["added"] != spanish["news"]["added"]
        assert updater.property("offers").property(0).property("id").toString() == spanish["id"]


def installs_both(machine: Machine, clinic: Clinic) -> None:
    """The first edition, then the second, which is shown."""
    machine.command("edition", "install", str(clinic.repository))
    clinic.publish(2)
    machine.command("edition", "install", str(clinic.repository))


def test_what_crashed_too_often_is_given_up_as_soon_as_the_updater_is_reached(
    kiosk: Kiosk, machine: Machine, clinic: Clinic, small: Edition, qtbot: QtBot
) -> None:
    with machine.updater():
        installs_both(machine, clinic)
        for _ in range(4):  # the fourth finds that the third crashed too
            kiosk.ladder.begin(candidates("", []))
        assert kiosk.ladder.is_passed_over(clinic.edition(2).id)
        updater = follows(kiosk).updater
        qtbot.waitUntil(lambda: updater.now.edition == small.id, timeout=WAIT_MS)
        assert updater.now.undone == clinic.edition(2).id
    assert any("crashed three times" in line for line in kiosk.glass.health)
    assert kiosk.glass.edition_shown.id == small.id


def test_what_ran_well_once_is_passed_over_and_not_undone(
    kiosk: Kiosk, machine: Machine, clinic: Clinic, small: Edition, qtbot: QtBot
) -> None:
    with machine.updater():
        installs_both(machine, clinic)
        newer = clinic.edition(2).id
        with machine.caller() as caller:
            caller.ask(Request(verb="confirm", edition=newer))
        kiosk.ladder.now = replace(kiosk.ladder.now, passed=(newer,))
        updater = follows(kiosk).updater
        qtbot.waitUntil(lambda: any("crashed three" in line for line in kiosk.glass.health), timeout=WAIT_MS)
        with qtbot.waitSignal(updater.messageChanged, timeout=WAIT_MS):
            updater.look()  # done after whatever was asked before
        assert updater.now.edition == newer and updater.now.confirmed
        assert updater.now.undone == "" and kiosk.glass.edition_shown.id == small.id


def test_staff_may_show_what_crashed_too_often_all_the_same(
    kiosk: Kiosk, machine: Machine, clinic: Clinic, qtbot: QtBot
) -> None:
    with machine.updater():
        following = follows(kiosk)
        updater, switch = following.updater, following.switch
        assert switch is not None
        qtbot.waitUntil(lambda: updater.is_reachable, timeout=WAIT_MS)
        clinic.publish(2)
        machine.put_in(clinic.repository)
        qtbot.waitUntil(lambda: bool(updater.offered), timeout=WAIT_MS)
        kiosk.ladder.now = replace(kiosk.ladder.now, passed=(clinic.edition(2).id,))
        with qtbot.waitSignal(switch.swapped, timeout=WAIT_MS):
            updater.install(updater.offered[0].id)
        assert not kiosk.ladder.is_passed_over(clinic.edition(2).id)
