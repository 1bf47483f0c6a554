"""A kiosk that runs for weeks may keep nothing of the pages it has shown."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk.content.edition import Edition
from kiosk.machine.memory import give_back_what_is_free
from tests.ui.conftest import Clock
from tests.visits.patient import Patient, stand_before

ROUNDS = 20
SERIES = 3
"""A page that is held is held in every series; what earlier tests left to the allocator moves in one."""

KEPT_KIB = 200
"""What a round may leave, in KiB. A page that is held leaves 870 of its maps alone."""


def at_rest_kib(patient: Patient, qtbot: QtBot) -> int:
    """This process's own memory, in KiB, when all that can go has gone."""
    for _ in range(2):
        patient.kiosk.pane.engine().collectGarbage()
        gc.collect()
        qtbot.wait(50)
    give_back_what_is_free()
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss_Anon:"))


@pytest.mark.skipif(sys.platform != "linux", reason="memory is told so on Linux alone")
def test_pages_shown_before_leave_nothing_behind(qtbot: QtBot, edition: Edition) -> None:
    patient = stand_before(edition, (1920, 1080), Clock())
    glass = patient.kiosk.glass
    glass.begin("en")

    def around() -> None:
        glass.open("low-back-diagram")
        patient.looks()
        glass.goHome()
        patient.looks()

    for _ in range(4):
        around()
    left = []
    for _ in range(SERIES):
        before = at_rest_kib(patient, qtbot)
        for _ in range(ROUNDS):
            around()
        left.append((at_rest_kib(patient, qtbot) - before) / ROUNDS)
        if left[-1] < KEPT_KIB:
            break
    assert min(left) < KEPT_KIB, left
    patient.kiosk.close()
