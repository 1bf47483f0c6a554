"""A clinic that has a second edition to bring, and the machine with the updater that a kiosk follows."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kiosk.content.edition import Edition
from tests.ui.others import follow
from tests.updates.clinic import Clinic
from tests.updates.running import Machine


@pytest.fixture
def clinic(tmp_path: Path, small: Edition) -> Clinic:
    """A clinic whose first edition is the small one; the second has another title at home."""
    clinic = Clinic(tmp_path / "clinic")
    shutil.copytree(small.folder, clinic.folder / "edition-1")
    clinic.publish(1)
    follow(small, clinic.folder / "edition-2", "Changed at home")
    return clinic


@pytest.fixture
def machine(tmp_path: Path, clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> Machine:
    machine = Machine(tmp_path / "m", clinic)
    monkeypatch.setenv("STATE_DIRECTORY", str(machine.state))
    monkeypatch.setenv("LAMINA_STICK_FOLDERS", str(machine.sticks))
    monkeypatch.delenv("LAMINA_UPDATER")
    return machine
