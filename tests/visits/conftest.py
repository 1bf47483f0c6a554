"""The editions and the patients of the visits, in both orientations."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk.authoring.build import build_edition
from kiosk.content.edition import Edition
from kiosk.content.shelf import POINTER, candidate
from kiosk.machine import paths
from kiosk.staff.pin import hash_pin
from tests.ui.conftest import Clock, small
from tests.visits.nurse import PIN, Nurse
from tests.visits.patient import Patient, stand_before

__all__ = ["clock", "edition", "nurse", "patient", "pin_hash", "small", "visitor"]

SIZES = [(1920, 1080), (1080, 1920)]
NAMES = ["landscape", "portrait"]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """No other process goes on from here with the same ``lock`` until this one is through."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def edition(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """What ships, built from its sources once for all processes; the sizes of its pictures are kept."""
    own = tmp_path_factory.getbasetemp()
    out = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "shipped"
    kept = root / "build" / "test-pictures"
    with alone(kept.with_suffix(".lock")):
        if not (out / POINTER).exists():
            build_edition(paths.SOURCES, paths.PICTURES, out, lambda *_: None, kept)
    return candidate("built", out).open()


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


@pytest.fixture(scope="session")
def pin_hash() -> str:
    return hash_pin(PIN)


@pytest.fixture(params=SIZES, ids=NAMES)
def nurse(
    request: pytest.FixtureRequest, qtbot: QtBot, small: Edition, clock: Clock, pin_hash: str
) -> Iterator[Nurse]:
    kiosk = stand_before(small, request.param, clock, pin_hash).kiosk
    yield Nurse(kiosk, clock)
    kiosk.close()
