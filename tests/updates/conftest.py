from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.updates.clinic import Clinic
from tests.updates.running import Machine, Server


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    """A clinic that has published nothing yet."""
    return Clinic(tmp_path / "clinic")


@pytest.fixture
def published(clinic: Clinic) -> None:
    """The clinic has published its first edition."""
    clinic.publish(1)


@pytest.fixture
def machine(tmp_path: Path, clinic: Clinic) -> Machine:
    return Machine(tmp_path / "m", clinic)


@pytest.fixture
def server(clinic: Clinic) -> Iterator[Server]:
    server = Server(clinic.repository)
    yield server
    server.close()
