"""A whole visit leaves nothing in the log, though every event is written and something goes wrong."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from kiosk.content.edition import Edition
from kiosk.content.records import Language
from kiosk.machine.log import FILES, Log, begin
from tests.ui.conftest import Clock
from tests.visits.nurse import PIN, WRONG, Nurse
from tests.visits.patient import stand_before
from tests.visits.test_counting import CANARIES, visits


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    """Every line of every level is written into the folder of the test."""
    made = begin("kiosk", str(tmp_path))
    for name in ("", "kiosk"):
        logging.getLogger(name).setLevel(logging.DEBUG)
    yield made
    made.close()


class Stuck:
    """A search that fails as a database does: with the query in its words."""

    def find(self, query: str, language: Language) -> tuple[Any, ...]:
        raise ValueError(f"syntax error near {query}")


def test_nothing_a_patient_typed_or_ticked_is_in_the_log(
    qtbot: QtBot,
    small: Edition,
    clock: Clock,
    pin_hash: str,
    log: Log,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    kiosk = stand_before(small, (1280, 800), clock, pin_hash).kiosk
    nurse = Nurse(kiosk, clock)
    for canary in CANARIES:
        visits(nurse, canary)
    answers = kiosk.corner._answers
    answers.ask("topics", lambda: kiosk.behind.topics(Stuck(), CANARIES[0], "en"))
    qtbot.waitUntil(lambda: answers.waiting == 0)
    nurse.holds()
    nurse.types(WRONG)
    nurse.submits()
    kiosk.glass.fault("a page is damaged")
    kiosk.close()
    log.close()
    lines = (tmp_path / FILES["kiosk"]).read_text("utf-8")
    told = [json.loads(line)["message"] for line in lines.splitlines()]
    assert "a page is damaged" in told and any("topics cannot be told: ValueError at" in one for one in told)
    asked = [topic for topic, entry in small.topics() if entry.kind == "questions"]
    written = (lines + "".join(capfd.readouterr())).lower()
    for secret in (*CANARIES, PIN, WRONG, *asked):
        assert secret.lower() not in written, secret
