"""Damage, undoing and calling back as staff and IT meet them at the command: real processes, real files."""

from __future__ import annotations

import json
import subprocess
from contextlib import nullcontext
from pathlib import Path

import pytest

from kiosk.content.edition import choose_edition
from kiosk.content.errors import NoEdition
from kiosk.content.shelf import Shelf, root_name
from kiosk.machine import paths
from kiosk.options import candidates
from tests.updates.clinic import NOW, YEAR, Clinic, numbered, onto_shelf, write_edition
from tests.updates.running import Machine
from tests.updates.test_mending import DAMAGES, damage

pytestmark = pytest.mark.usefixtures("published")


def install(machine: Machine, clinic: Clinic, *more: str) -> subprocess.CompletedProcess[str]:
    return machine.command("edition", "install", str(clinic.repository), *more)


def rows(machine: Machine, *more: str) -> list[tuple[str, str, bool]]:
    told = json.loads(machine.command("edition", "list", "--json", *more).stdout)
    return [(row["name"], row["edition"], row["shown"]) for row in told["editions"] if "m/" in row["folder"]]


def damage_root(machine: Machine) -> None:
    shelf = Shelf(machine.shelf)
    (shelf.folder / root_name(shelf.current().edition)).write_bytes(b"{}")


def at_start(machine: Machine, faults: list[str] | None = None, shipped: bool = False) -> str:
    """The edition that a kiosk would begin with; empty for none, and for the one that ships unless asked."""
    try:
        choice = choose_edition(candidates("", [] if faults is None else faults, machine.shelf))
    except NoEdition:
        return ""  # none ships in a bare checkout
    return choice.edition.id if shipped or choice.edition.folder == machine.shelf else ""


@pytest.mark.parametrize("how", DAMAGES)
@pytest.mark.parametrize("served", [False, True], ids=["alone", "by the updater"])
def test_what_verify_finds_damaged_the_same_install_mends(
    machine: Machine, clinic: Clinic, how: str, served: bool
) -> None:
    assert install(machine, clinic).returncode == 0
    shelf = Shelf(machine.shelf)
    damage(shelf, how)
    found = machine.command("edition", "verify", "--json")
    told = json.loads(found.stdout)
    assert found.returncode == 2 and told["sound"] is False and told["edition"] == clinic.edition(1).id
    assert told["fault"].endswith("install this edition again") and told["fault"] in found.stderr
    with machine.updater() if served else nullcontext():
        mended = install(machine, clinic)
        assert mended.returncode == 0 and "was damaged" in mended.stdout, mended.stderr
        again = install(machine, clinic)
        assert again.returncode == 0 and "damaged" not in again.stdout
    sound = machine.command("edition", "verify", "--json")
    assert sound.returncode == 0 and json.loads(sound.stdout)["sound"] is True
    assert shelf.current().edition == clinic.edition(1).id == at_start(machine)


def test_nothing_called_back_is_shown_where_the_installed_edition_is_damaged(
    machine: Machine, clinic: Clinic
) -> None:
    for number in (1, 2):
        clinic.publish(number)
        install(machine, clinic)
    damage_root(machine)
    assert at_start(machine) == clinic.edition(1).id, "the one before is sound and allowed"
    assert ("previous", clinic.edition(1).id, True) in rows(machine)
    clinic.publish(3, min_edition=3)
    assert install(machine, clinic).returncode == 0
    damage_root(machine)
    assert at_start(machine) == ""
    assert ("called back", clinic.edition(1).id, False) in rows(machine)
    assert not any(shown for _, _, shown in rows(machine))


def test_the_edition_that_ships_is_not_shown_once_it_was_called_back(
    tmp_path: Path, machine: Machine, clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "SHIPPED", onto_shelf(clinic.edition(1), tmp_path / "shipped"))
    for number in (1, 2):
        clinic.publish(number)
        install(machine, clinic)
    damage_root(machine)
    assert at_start(machine, shipped=True) == clinic.edition(1).id
    clinic.publish(3, min_edition=3)
    assert install(machine, clinic).returncode == 0
    damage_root(machine)
    faults: list[str] = []
    assert at_start(machine, faults, shipped=True) == ""
    assert faults == [f"shipped edition: {clinic.edition(1).id} was called back by the clinic"]


def test_an_edition_called_back_on_a_stick_that_was_only_looked_at_is_called_back(
    machine: Machine, clinic: Clinic
) -> None:
    for number in (1, 2):
        clinic.publish(number)
        install(machine, clinic)
    clinic.publish(3, min_edition=2)
    with machine.updater(), machine.caller() as caller:
        machine.put_in(clinic.repository)
        caller.wait(lambda one: any(offer.fresh for offer in one.offers))
    damage_root(machine)
    assert at_start(machine) == ""


def test_what_was_undone_is_not_shown_for_a_damaged_one(machine: Machine, clinic: Clinic) -> None:
    for number in (1, 2):
        clinic.publish(number)
        install(machine, clinic)
    assert machine.command("edition", "rollback").returncode == 0
    assert rows(machine)[:2] == [
        ("installed", clinic.edition(1).id, True),
        ("undone", clinic.edition(2).id, False),
    ]
    damage_root(machine)
    assert at_start(machine) == "" and not any(shown for _, _, shown in rows(machine))


@pytest.mark.parametrize("served", [False, True], ids=["alone", "by the updater"])
def test_what_was_undone_is_installed_only_when_asked_for_again(
    machine: Machine, clinic: Clinic, served: bool
) -> None:
    for number in (1, 2):
        clinic.publish(number)
        install(machine, clinic)
    machine.command("edition", "rollback")
    with machine.updater() if served else nullcontext():
        refused = install(machine, clinic)
        assert refused.returncode == 1 and refused.stderr.count("\n") == 1
        assert f"{clinic.edition(2).id} was undone on this kiosk; nothing was changed" in refused.stderr
        assert "--again" in refused.stderr
        assert Shelf(machine.shelf).current().edition == clinic.edition(1).id
        assert install(machine, clinic, "--again").returncode == 0
    assert Shelf(machine.shelf).current().edition == clinic.edition(2).id


def test_a_state_folder_of_its_own_has_a_shelf_of_its_own(
    tmp_path: Path, machine: Machine, clinic: Clinic
) -> None:
    (tmp_path / "root.json").write_bytes(clinic.first)
    trial = ["--state", str(tmp_path / "trial")]
    assert machine.command("enrol", str(tmp_path / "root.json"), *trial).returncode == 0
    for number in (1, 2):
        clinic.publish(number)
        assert install(machine, clinic, *trial).returncode == 0
    assert not Shelf(machine.shelf).kept(), "the kiosk itself is as it was"
    shelf = Shelf(tmp_path / "trial" / "editions")
    assert shelf.current().edition == clinic.edition(2).id
    told = machine.command("edition", "list", *trial).stdout
    assert f"installed   {clinic.edition(2).id}  shown  {shelf.folder}" in told
    assert machine.command("edition", "rollback", *trial).returncode == 0
    assert clinic.edition(1).id in machine.command("edition", "verify", *trial).stdout
    own = ["--state", str(machine.state / "trust")]
    assert install(machine, clinic, *own).returncode == 0 and Shelf(machine.shelf).kept()


def test_a_shelf_that_is_not_there_is_no_empty_one(machine: Machine, tmp_path: Path) -> None:
    for verb in ("list", "verify"):
        done = machine.command("edition", verb, "--shelf", str(tmp_path / "nonesuch"))
        assert done.returncode == 2 and "nonesuch: there is no such folder" in done.stderr


def test_what_is_not_there_is_named_as_mistyped(machine: Machine, tmp_path: Path) -> None:
    missing = str(tmp_path / "STIK")
    done = machine.command("edition", "install", missing)
    assert done.returncode == 2
    assert f"{missing}: there is no such folder; put the stick in, or name" in done.stderr
    done = machine.command("edition", "verify", "--edition", missing)
    assert done.returncode == 2 and f"{missing}: there is no such folder; name with --edition" in done.stderr


def test_a_file_is_no_source(machine: Machine, clinic: Clinic) -> None:
    file = clinic.repository / "metadata" / "1.root.json"
    done = machine.command("edition", "install", str(file))
    assert done.returncode == 2 and "1.root.json is a file; name the stick" in done.stderr


def test_an_older_stick_is_refused_with_roll_back_too_and_rollback_is_named(
    machine: Machine, clinic: Clinic
) -> None:
    old = clinic.stick("old")
    clinic.publish(2)
    install(machine, clinic)
    done = machine.command("edition", "install", str(old), "--roll-back")
    assert done.returncode == 2 and "is older than what this kiosk has already accepted" in done.stderr
    assert "with --roll-back neither; `edition rollback` shows the edition before" in done.stderr


def test_a_new_clinics_first_edition_is_taken_and_the_old_clinics_never_stand_in(
    tmp_path: Path, machine: Machine, clinic: Clinic
) -> None:
    for number in (1, 2):
        clinic.publish(number)
        install(machine, clinic)
    new = Clinic(tmp_path / "new")
    write_edition(new.folder / "edition-9", 9)
    new.publish(9)
    (tmp_path / "root.json").write_bytes(new.first)
    assert machine.command("enrol", str(tmp_path / "root.json"), "--replace").returncode == 0
    assert install(machine, new).returncode == 0
    shelf = Shelf(machine.shelf)
    assert shelf.current().edition == new.edition(9).id
    damage(shelf, "root gone")
    shown = machine.command("edition", "list").stdout
    assert not any(clinic.edition(number).id in shown for number in (1, 2)), shown


def test_a_root_that_has_ended_is_told_when_it_is_enrolled(tmp_path: Path) -> None:
    old = Clinic(tmp_path / "old")
    keys = old.made["root"][:2]
    file = numbered(old.repository, "root")
    old.signs(file, lambda root: setattr(root, "expires", NOW - YEAR), *keys)
    done = Machine(tmp_path / "k").command("enrol", str(file))
    assert done.returncode == 1 and "This kiosk trusts:" in done.stdout
    assert "its root ended on 2025-12-01, so nothing new is taken" in done.stderr
