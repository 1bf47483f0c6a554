"""A stick's edition comes onto a kiosk and goes again, as staff type it: real processes, real files."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from kiosk.content.shelf import Shelf
from tests.cli.test_cli import lamina, one_line
from tests.updates.clinic import Clinic


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    clinic = Clinic(tmp_path / "clinic")
    (tmp_path / "root.json").write_bytes(clinic.first)
    clinic.publish(1)
    return clinic


@pytest.fixture(autouse=True)
def own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine of our own: nothing of this test reaches the one it runs on."""
    monkeypatch.setenv("STATE_DIRECTORY", str(tmp_path / "state"))
    return tmp_path / "state"


def install(root: Path, clinic: Clinic, *more: str) -> subprocess.CompletedProcess[str]:
    return lamina(root, "edition", "install", str(clinic.repository), *more)


def shown(root: Path) -> list[tuple[str, str, bool]]:
    """What `edition list` tells: name, edition, whether it is shown."""
    told = json.loads(lamina(root, "edition", "list", "--json").stdout)
    return [(row["name"], row["edition"], row["shown"]) for row in told["editions"]]


def test_a_kiosk_that_trusts_nobody_takes_nothing(root: Path, clinic: Clinic, own_state: Path) -> None:
    done = install(root, clinic)
    assert done.returncode == 2 and "enrol" in one_line(done)
    assert not own_state.exists() or not Shelf(own_state / "editions").kept()


def test_an_edition_is_installed_shown_replaced_and_gone_back_to(
    root: Path, tmp_path: Path, clinic: Clinic
) -> None:
    assert lamina(root, "enrol", str(tmp_path / "root.json")).returncode == 0
    first = install(root, clinic)
    assert first.returncode == 0, first.stderr
    assert "number 1" in first.stdout and "verifying: " in first.stderr
    one = clinic.edition(1).id
    assert ("installed", one, True) in shown(root)
    assert "installed already" in install(root, clinic).stdout

    clinic.publish(2)
    assert install(root, clinic).returncode == 0
    two = clinic.edition(2).id
    assert shown(root)[:2] == [("installed", two, True), ("previous", one, False)]

    back = lamina(root, "edition", "rollback")
    assert back.returncode == 0 and one in back.stdout
    assert shown(root)[:2] == [("installed", one, True), ("previous", two, False)]
    assert "no edition before" in one_line(lamina(root, "edition", "rollback"))


def test_a_damaged_installed_edition_gives_way_to_the_one_before(
    root: Path, tmp_path: Path, clinic: Clinic, own_state: Path
) -> None:
    lamina(root, "enrol", str(tmp_path / "root.json"))
    install(root, clinic)
    clinic.publish(2)
    install(root, clinic)
    shelf = Shelf(own_state / "editions")
    home = shelf.candidate("installed").open().topic("home").pages["en"]
    shelf.blobs.path(home).write_bytes(b"{}")
    assert [name for name, _, is_shown in shown(root) if is_shown] == ["previous"]


def test_another_clinics_stick_is_refused_in_one_line(root: Path, tmp_path: Path, clinic: Clinic) -> None:
    other = Clinic(tmp_path / "other")
    other.publish(1)
    lamina(root, "enrol", str(tmp_path / "root.json"))
    done = install(root, other)
    assert done.returncode == 2 and "another clinic" in one_line(done)
