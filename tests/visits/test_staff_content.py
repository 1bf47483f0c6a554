"""New content by real touches: a stick is read, its pages come onto the glass, and the way back is there."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from kiosk.content.edition import Edition
from kiosk.content.errors import REMEDY, BrokenEdition
from kiosk.content.shelf import Shelf
from kiosk.machine.settings import Settings
from kiosk.ui import switching
from kiosk.ui.following import Following
from tests.ui.conftest import Clock
from tests.ui.followed import clinic, machine
from tests.ui.others import LATER, follow
from tests.updates.clinic import Clinic
from tests.updates.running import Machine, shown
from tests.visits.conftest import NAMES, SIZES
from tests.visits.nurse import Nurse
from tests.visits.patient import stand_before

__all__ = ["clinic", "machine"]

WAIT_MS = 20_000


@pytest.fixture(params=SIZES, ids=NAMES)
def nurse(
    request: pytest.FixtureRequest,
    qtbot: QtBot,
    small: Edition,
    clock: Clock,
    pin_hash: str,
    machine: Machine,
) -> Iterator[Nurse]:
    """Someone of the staff before a kiosk whose updater runs, as its own process, on ``machine``."""
    with machine.updater():
        nurse = Nurse(stand_before(small, request.param, clock, pin_hash).kiosk, clock)
        kiosk = nurse.kiosk
        settings = Settings(updater="running")
        kiosk.following = Following(kiosk.glass, kiosk.pane.engine(), settings, kiosk.reload)
        kiosk.corner.follow(kiosk.following.updater)
        updater = kiosk.following.updater
        qtbot.waitUntil(lambda: updater.is_reachable, timeout=WAIT_MS)
        yield nurse
        kiosk.close()


def until(nurse: Nurse, qtbot: QtBot, seen: Callable[[], bool]) -> None:
    """Looks at the glass until this is seen there."""
    qtbot.waitUntil(seen, timeout=WAIT_MS)
    nurse.looks()


def offered(nurse: Nurse) -> list[str]:
    return nurse.names("staff.offer.")


def reads_the_offer(nurse: Nurse, qtbot: QtBot) -> None:
    """Waits until one edition is offered, and opens it."""
    until(nurse, qtbot, lambda: len(offered(nurse)) == 1)
    nurse.taps(offered(nurse)[0])
    nurse.looks()


def home_title(nurse: Nurse) -> str:
    return nurse.kiosk.glass.edition_shown.page("home", "en").title


def test_staff_bring_a_stick_in_read_it_install_it_and_undo_it(
    nurse: Nurse, machine: Machine, clinic: Clinic, qtbot: QtBot
) -> None:
    assert machine.command("edition", "install", str(clinic.repository)).returncode == 0
    clinic.publish(2)
    nurse.enters()
    nurse.goes_to("updates")
    assert offered(nurse) == []
    machine.put_in(clinic.repository)
    until(nurse, qtbot, lambda: len(offered(nurse)) == 1)
    assert nurse.reads("staff.title") == "There is new content"
    reads_the_offer(nurse, qtbot)
    nurse.taps("staff.install")
    until(nurse, qtbot, lambda: home_title(nurse) == "Changed at home")
    until(nurse, qtbot, lambda: nurse.sees("updates.message") is not None)
    assert nurse.place == "corner", "staff stay where they are"
    assert nurse.reads("staff.title") == "Done. It is on the screen now."
    told = nurse.reads("updates.message")
    assert told.startswith("Small edition, made on ") and told.endswith(" is in. Take the stick out.")
    assert shown(machine) == LATER
    nurse.taps(offered(nurse)[0])
    nurse.looks()
    assert nurse.sees("staff.install") is None, "what is shown is not put in again"
    nurse.taps("staff.back")
    nurse.looks()

    nurse.taps("staff.undo")
    nurse.looks()
    assert nurse.reads("staff.line").startswith("Then this is shown again: Small edition, made on ")
    assert "Pages that go back to before: 1" in nurse.reads_all()
    nurse.taps("staff.undoNo")
    nurse.looks()
    assert home_title(nurse) == "Changed at home"
    nurse.taps("staff.undo")
    nurse.looks()
    nurse.taps("staff.undoYes")
    until(nurse, qtbot, lambda: home_title(nurse) != "Changed at home")
    qtbot.waitUntil(lambda: shown(machine) != LATER, timeout=WAIT_MS)
    until(nurse, qtbot, lambda: "is back" in nurse.reads("updates.message"))
    assert nurse.reads("staff.title") == "Done. It is on the screen now."
    assert "Take the stick out" not in nurse.reads("updates.message"), "it did not come from the stick"
    assert any(text.startswith("Taken off here with Undo · ") for text in nurse.reads_all())
    nurse.taps("staff.back")
    nurse.looks()
    nurse.goes_to("live")
    read = nurse.reads_all()
    assert "None" in read and any(text.startswith("Small edition, made on ") for text in read)
    nurse.taps("staff.leave")
    nurse.enters()
    nurse.goes_to("updates")
    assert nurse.reads("staff.title") == "Nothing newer is here", (
        "what was undone is not new, and what is done is told to who did it"
    )


def test_what_is_damaged_is_brought_in_again_by_touch_and_what_is_whole_is_not_offered(
    nurse: Nurse, machine: Machine, clinic: Clinic, qtbot: QtBot
) -> None:
    assert machine.command("edition", "install", str(clinic.repository)).returncode == 0
    shelf = Shelf(machine.shelf)
    page = shelf.blobs.path(shelf.candidate("installed").open().topic("home").pages["es"])
    page.write_bytes(page.read_bytes()[:-9])
    health = nurse.kiosk.glass.health
    nurse.kiosk.glass.fault(str(BrokenEdition("home", "altered since it was installed")))
    assert any(message.endswith(REMEDY) for message in health)
    nurse.enters()
    nurse.goes_to("updates")
    machine.put_in(clinic.repository)
    reads_the_offer(nurse, qtbot)
    nurse.taps("staff.install")
    until(nurse, qtbot, lambda: nurse.sees("updates.message") is not None)
    assert nurse.reads("updates.message").startswith("Small edition was damaged. It is whole again.")
    assert shown(machine), "every byte of it is right"
    assert not any(message.endswith(REMEDY) for message in health), "and health says so"
    nurse.taps(offered(nurse)[0])
    nurse.looks()
    assert nurse.sees("staff.install") is None


def test_what_is_shown_is_told_anew_when_it_changes_before_somebodys_eyes(
    nurse: Nurse, machine: Machine, clinic: Clinic, qtbot: QtBot
) -> None:
    nurse.enters()
    nurse.goes_to("live")
    assert "1" not in nurse.reads_all()
    assert machine.command("edition", "install", str(clinic.repository)).returncode == 0
    until(nurse, qtbot, lambda: "1" in nurse.reads_all())
    assert nurse.reads("staff.title") == "What is shown"


def test_a_new_telephone_alone_is_told_before_it_is_installed(
    nurse: Nurse, machine: Machine, clinic: Clinic, small: Edition, qtbot: QtBot
) -> None:
    assert machine.command("edition", "install", str(clinic.repository)).returncode == 0
    shutil.rmtree(clinic.folder / "edition-2")
    follow(small, clinic.folder / "edition-2", "", phone="555-0100")
    clinic.publish(2)
    machine.put_in(clinic.repository)
    nurse.enters()
    nurse.goes_to("updates")
    reads_the_offer(nurse, qtbot)
    read = nurse.reads_all()
    assert "No page would change." in read and "The clinic's phone will be 555-0100" in read


def test_an_edition_that_ran_well_is_confirmed(
    nurse: Nurse, machine: Machine, clinic: Clinic, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(switching, "HEALTHY_MS", 100)
    clinic.publish(2)
    machine.put_in(clinic.repository)
    following = nurse.kiosk.following
    assert following is not None
    nurse.enters()
    nurse.goes_to("updates")
    reads_the_offer(nurse, qtbot)
    nurse.taps("staff.install")
    until(nurse, qtbot, lambda: home_title(nurse) == "Changed at home")
    qtbot.waitUntil(lambda: bool(following.updater.standing_as_map()["confirmed"]), timeout=WAIT_MS)


def test_a_stick_of_another_clinic_says_so_and_offers_nothing_to_install(
    nurse: Nurse, machine: Machine, clinic: Clinic, qtbot: QtBot
) -> None:
    stranger = Clinic(clinic.folder / "stranger")
    stranger.publish(1)
    machine.put_in(stranger.repository)
    nurse.enters()
    nurse.goes_to("updates")
    reads_the_offer(nurse, qtbot)
    assert nurse.sees("staff.install") is None
    offers = nurse.kiosk.corner.property("updates").toVariant()["offers"]
    assert "clinic" in offers[0]["refusal"]
    assert nurse.reads("staff.title") == "stick", "its own name, and no path"
