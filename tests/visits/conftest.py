"""The editions and the patients of the visits, in both orientations."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from kiosk.content.edition import Edition
from kiosk.machine import paths
from tests.ui.conftest import Clock, built, small
from tests.visits.patient import Patient, stand_before

__all__ = ["clock", "edition", "patient", "small", "visitor"]

SIZES = [(1920, 1080), (1080, 1920)]
NAMES = ["landscape", "portrait"]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """What ships, built from its sources."""
    return built(paths.SOURCES, paths.PICTURES, tmp_path_factory.mktemp("shipped") / "edition")


@pytest.fixture(params=SIZES, ids=NAMES)
def patient(
    request: pytest.FixtureRequest, qtbot: QtBot, edition: Edition, clock: Clock
) -> Iterator[Patient]:
    patient = stand_before(edition, request.param, clock)
    yield patient
    patient.kiosk.close()


@pytest.fixture(params=SIZES, ids=NAMES)
def visitor(request: pytest.FixtureRequest, qtbot: QtBot, small: Edition, clock: Clock) -> Iterator[Patient]:
    """Someone before the small edition."""
    visitor = stand_before(small, request.param, clock)
    yield visitor
    visitor.kiosk.close()
