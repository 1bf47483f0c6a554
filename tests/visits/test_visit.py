"""A patient's whole visit by real touches on a real window, on the content that ships."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk.app import Kiosk
from kiosk.authoring.build import build_edition
from kiosk.content.edition import Edition
from kiosk.content.records import Menu, Page
from kiosk.machine import paths
from kiosk.machine.settings import Settings
from kiosk.options import candidate
from tests.ui.conftest import Clock, Finger

SIZES = [(1920, 1080), (1080, 1920)]
QUIET, COUNTDOWN = 90, 30


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    out = tmp_path_factory.mktemp("shipped") / "edition"
    build_edition(paths.SOURCES, paths.PICTURES, out, lambda *_: None)
    found = candidate("built", out)
    return Edition.open(found.folder, found.root_sha256)


def items_of(item: QQuickItem) -> Iterator[QQuickItem]:
    """Every item that can be seen, as drawn: a repeater's are children of items, not of objects."""
    if item.isVisible():
        yield item
        for child in item.childItems():
            yield from items_of(child)


class Patient:
    """Someone before the kiosk: finds what a screen offers by its name, and taps its middle."""

    def __init__(self, kiosk: Kiosk, clock: Clock) -> None:
        self.kiosk = kiosk
        self.glass = kiosk.glass
        self.clock = clock
        self.finger = Finger(kiosk.pane)

    def sees(self, name: str) -> QQuickItem | None:
        return next(
            (item for item in items_of(self.kiosk.pane.rootObject()) if item.objectName() == name), None
        )

    def taps(self, name: str) -> None:
        self.clock.seconds += 1
        item = self.sees(name)
        assert item is not None, f"{name} is not on the {self.glass.visit.screen} screen"
        self.finger.tap_item(item)
        QCoreApplication.processEvents()

    @property
    def screen(self) -> str:
        return self.glass.visit.screen

    @property
    def topic(self) -> str:
        return self.glass.visit.topic

    @property
    def page(self) -> Page:
        page = self.glass.visit.page
        assert page is not None
        return page


def stand_before(edition: Edition, size: tuple[int, int], clock: Clock) -> Patient:
    kiosk = Kiosk(edition, Settings(size=size, idle_seconds=QUIET, countdown_seconds=COUNTDOWN), clock)
    kiosk.pane.appear()
    assert QTest.qWaitForWindowExposed(kiosk.pane)
    return Patient(kiosk, clock)


@pytest.fixture(params=SIZES, ids=["landscape", "portrait"])
def patient(
    request: pytest.FixtureRequest, qtbot: QtBot, edition: Edition, clock: Clock
) -> Iterator[Patient]:
    patient = stand_before(edition, request.param, clock)
    yield patient
    patient.kiosk.close()


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_visit_goes_through_every_door_and_back(patient: Patient, language: str) -> None:
    boot = patient.glass.visit.state_hash()
    assert patient.screen == "Attract"
    patient.glass.showLanguage()
    patient.taps(f"language.{language}")
    assert (patient.topic, patient.page.language) == ("home", language)
    seen: set[str] = set()
    walk(patient, seen, depth=3)
    patient.taps("rail.warnings")
    assert patient.screen == "Warnings"
    patient.taps("rail.back")
    patient.taps("rail.search")
    assert patient.screen == "Search"
    patient.taps("key.d")
    assert patient.glass.visit.query == "D"
    patient.taps("rail.home")
    assert patient.topic == "home"
    assert {"Menu", "Walkthrough", "Timeline", "Article", "Diagram", "Questions"} <= seen
    assert not patient.glass.health
    patient.glass.clear()
    assert patient.glass.visit.state_hash() == boot


def walk(patient: Patient, seen: set[str], depth: int) -> None:
    """Through each door of the menu shown, and each of theirs, and back by the rail."""
    page = patient.page
    seen.add(patient.screen)
    if not isinstance(page, Menu):
        return
    for door in page.doors:
        here = patient.topic
        patient.taps(f"door.{door.topic}")
        assert patient.topic == door.topic, f"the door {door.topic} of {here} leads to {patient.topic}"
        seen.add(patient.screen)
        if depth > 1:
            walk(patient, seen, depth - 1)
        patient.taps("rail.back")
        assert patient.topic == here


def test_the_steps_of_an_operation_are_walked_by_one_button(patient: Patient) -> None:
    patient.glass.begin("en")
    patient.glass.open("hemilaminectomy-steps")
    count = len(patient.glass.page_map()["steps"])
    for step in range(1, count):
        patient.taps("step.next")
        assert patient.glass.visit.at.step == step
    patient.taps("rail.back")
    assert patient.topic == "home"


def test_idle_wipes_everything(patient: Patient) -> None:
    boot = patient.glass.visit.state_hash()
    patient.glass.begin("es")
    patient.taps("rail.textSize")
    patient.taps("rail.search")
    patient.taps("key.s")
    patient.clock.seconds += QUIET + 1
    patient.glass.watch_idle()
    assert patient.glass.idle.left == COUNTDOWN - 1
    patient.taps("rail.home")
    assert patient.screen == "Search", "the tap that wakes does nothing else"
    assert patient.glass.idle.left == 0
    patient.clock.seconds += QUIET + COUNTDOWN + 1
    patient.glass.watch_idle()
    assert patient.screen == "Attract"
    assert patient.glass.visit.state_hash() == boot


@pytest.mark.long
def test_idle_wipes_everything_in_real_time(qtbot: QtBot, edition: Edition) -> None:
    kiosk = Kiosk(edition, Settings(size=SIZES[0], idle_seconds=QUIET, countdown_seconds=COUNTDOWN))
    kiosk.pane.appear()
    boot = kiosk.glass.visit.state_hash()
    kiosk.glass.begin("es")
    start = time.monotonic()
    qtbot.waitUntil(lambda: kiosk.glass.idle.left == COUNTDOWN, timeout=(QUIET + 2) * 1000)
    assert time.monotonic() - start == pytest.approx(QUIET, abs=1.5)
    qtbot.waitUntil(lambda: kiosk.glass.visit.screen == "Attract", timeout=(COUNTDOWN + 2) * 1000)
    assert time.monotonic() - start == pytest.approx(QUIET + COUNTDOWN, abs=1.5)
    assert kiosk.glass.visit.state_hash() == boot
    kiosk.close()


def test_the_edition_built_here_is_the_one_shown(edition: Edition) -> None:
    assert Path(edition.folder, "root.json").is_file()
