"""A kiosk and a witness, each alone in cage on a display of its own, run by a user who may do nothing."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage

from build_spec.caged import Caged, caged, missing_packages, until
from kiosk.content.edition import Edition
from tests.ui.conftest import clock, small
from tests.visits.conftest import nurse, pin_hash, visitor

__all__ = ["clock", "nurse", "pin_hash", "small", "visitor"]

ROOT = Path(__file__).parents[2]
SIZE = (1920, 1080)
QUIET, COUNTDOWN = 20, 5
"""Seconds: the shortest that settings allow."""

SETTINGS = {
    "LAMINA_UPDATER": "off",
    "LAMINA_STILL": "true",
    "LAMINA_COUNTS": "false",
    "LAMINA_IDLE_SECONDS": str(QUIET),
    "LAMINA_COUNTDOWN_SECONDS": str(COUNTDOWN),
    "QML_DISABLE_DISK_CACHE": "1",
}


@pytest.fixture(scope="session")
def display(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """A folder for a display; a machine that can have none skips the test."""
    missing = missing_packages()
    if missing:
        pytest.skip(f"needs the Debian packages: {missing}")
    return tmp_path_factory.mktemp


def kiosk_command(edition: Edition, *more: str) -> list[str]:
    """What runs a kiosk on ``edition``."""
    return [sys.executable, str(ROOT / "main.py"), "--edition", str(edition.folder), *more]


@pytest.fixture
def locked(display: Callable[[str], Path], small: Edition) -> Iterator[Caged]:
    """A kiosk on the English home page, seconds after its start."""
    with caged(display("kiosk"), kiosk_command(small, "--lang", "en"), SIZE, SETTINGS) as session:
        drawn(session)
        yield session


@pytest.fixture(scope="module")
def kiosk_at_home(display: Callable[[str], Path], small: Edition) -> Iterator[Caged]:
    """One kiosk on the English home page for many tests, which it outlasts; it waits long for a patient."""
    patient = {**SETTINGS, "LAMINA_IDLE_SECONDS": "3600"}
    with caged(display("keys"), kiosk_command(small, "--lang", "en"), SIZE, patient) as session:
        drawn(session)
        yield session


def drawn(session: Caged) -> QImage:
    """What stands on the glass once the program has drawn it."""

    def found() -> QImage | None:
        picture = session.display.settled()
        corners = [(x, y) for x in (0, picture.width() - 1) for y in (0, picture.height() - 1)]
        black = [picture.pixelColor(x, y).lightness() < 8 for x, y in corners]
        return None if all(black) else picture

    return until(found, f"a first picture; it said: {session.said()[-600:]}")


def differing(one: QImage, other: QImage) -> float:
    """The share of pixels that differ to the eye."""
    assert one.size() == other.size()
    forms = [image.convertToFormat(QImage.Format.Format_RGB32) for image in (one, other)]
    left, right = (np.frombuffer(form.constBits(), np.uint8).astype(np.int16) for form in forms)
    return float((abs(left - right).reshape(-1, 4).max(1) > 16).mean())
