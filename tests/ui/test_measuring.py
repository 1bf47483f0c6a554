"""A running kiosk's figures: what they say, that one visit changes none, and that no disk stops it."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk.app import FIRST_LOOK_SECONDS, Kiosk
from kiosk.content.edition import Choice, Edition
from kiosk.content.errors import NoEdition
from kiosk.machine.settings import Settings
from kiosk.ui.frames import TOLD_EVERY
from kiosk.ui.safe import SafePage
from kiosk.ui.view import Glassware
from tests.machine.exposition import Figure, read
from tests.ui.conftest import Clock, Finger

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    folder = tmp_path / "figures"
    folder.mkdir()
    return folder / "lamina.prom"


@pytest.fixture
def kiosk(qtbot: QtBot, small: Edition, clock: Clock, file: Path) -> Iterator[Kiosk]:
    settings = Settings(size=(1280, 800), metrics_file=str(file))
    kiosk = Kiosk(small, settings, clock)
    with qtbot.waitSignal(kiosk.pane.begun):
        kiosk.pane.appear()
    kiosk.state.mkdir(parents=True)
    (kiosk.state / "starts.json").write_text(json.dumps({"starts": 4, "crashes": 1}))
    kiosk.measure("previous")
    yield kiosk
    kiosk.close()


def told(kiosk: Kiosk, file: Path) -> dict[str, Figure]:
    """The figures, written anew just now."""
    write(kiosk)
    return read(file.read_text())


def write(kiosk: Kiosk) -> None:
    """Have the file written anew, and wait for it."""
    assert kiosk.measuring is not None
    figures = kiosk.measuring.file
    assert figures.wait(30)
    figures.write()
    assert figures.wait(30)


def without_heartbeat(found: dict[str, Figure]) -> dict[str, object]:
    changing = ("lamina_heartbeat_timestamp_seconds", "lamina_edition_age_seconds", "lamina_disk_free_bytes")
    return {name: one.samples for name, one in found.items() if name not in changing}


def test_a_running_kiosk_tells_what_it_shows_and_how_it_is(kiosk: Kiosk, file: Path) -> None:
    found = told(kiosk, file)
    edition = kiosk.glass.edition_shown
    sample = "yes" if edition.sample else "no"
    labels = {"edition": edition.id, "sample": sample, "name": "previous"}
    assert found["lamina_edition_info"][labels] == 1 and found["lamina_up"][{}] == 1
    assert abs(found["lamina_heartbeat_timestamp_seconds"][{}] - time.time()) < 30
    assert (found["lamina_starts_total"][{}], found["lamina_crashes_total"][{}]) == (4, 1)
    items = {item.name: item.state for item in kiosk.look_at_health()}
    states = [found["lamina_health"][{"item": name}] for name in items]
    assert states == [("ok", "warning", "fault").index(state) for state in items.values()]
    assert found["lamina_disk_free_bytes"][{}] > 0
    kiosk.glass.fault("a page is damaged")
    assert told(kiosk, file)["lamina_health"][{"item": "content"}] == 2


def test_every_item_of_check_is_among_them_but_the_one_that_reads_every_byte(
    kiosk: Kiosk, file: Path, clock: Clock, root: Path
) -> None:
    done = subprocess.run([sys.executable, "main.py", "check", "--json"], cwd=root, capture_output=True)
    checked = {item["name"] for item in json.loads(done.stdout)["items"]}
    asked_of_others = {"updater", "trust", "reviews"}  # those of an updater, and of what is no sample

    def items() -> set[str]:
        return {dict(labels)["item"] for _, labels in told(kiosk, file)["lamina_health"].samples}

    late = {"watchdog", "lockdown", "package"}
    assert items() & late == set(), "the first minute is the patient's"
    clock.seconds += FIRST_LOOK_SECONDS
    assert checked - items() - asked_of_others == {"edition"}
    assert items() - checked == {"sample"}


def test_no_figure_is_of_one_visit(kiosk: Kiosk, file: Path, clock: Clock, qtbot: QtBot) -> None:
    def visit(pages: int) -> None:
        kiosk.glass.begin("es")
        topics = [topic for topic, _ in kiosk.glass.edition_shown.topics()]
        for number in range(pages):
            clock.seconds += 1
            Finger(kiosk.pane).tap(kiosk.pane.rootObject().mapToScene(kiosk.pane.rootObject().position()))
            with qtbot.waitSignal(kiosk.pane.frameSwapped):
                kiosk.glass.open(topics[number % len(topics)])
                kiosk.pane.update()
        kiosk.glass.end("ended")

    kiosk.count()
    counts = kiosk.behind.counts
    assert counts is not None
    today = counts.today
    counts._today = lambda: today - timedelta(days=2)
    visit(3)
    assert counts.flush()
    assert "lamina_last_reset_timestamp_seconds" not in told(kiosk, file), "that day is not over"
    counts._today = lambda: today
    first = told(kiosk, file)
    ended = datetime(today.year, today.month, today.day, tzinfo=UTC) - timedelta(days=2)
    assert first["lamina_last_reset_timestamp_seconds"][{}] == ended.timestamp(), "a day, never a time"
    visit(20)
    assert counts.flush()
    assert without_heartbeat(told(kiosk, file)) == without_heartbeat(first)
    visit(TOLD_EVERY)
    frames = told(kiosk, file)["lamina_frame_seconds"]
    assert frames.samples["lamina_frame_seconds_count", ()] == TOLD_EVERY
    assert 0 <= frames[{"quantile": "0.95"}] < 2
    text = file.read_text()
    assert not any(topic in text for topic, _ in kiosk.glass.edition_shown.topics())


def test_a_disk_that_refuses_is_told_once_and_the_kiosk_goes_on(
    kiosk: Kiosk, file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    told(kiosk, file)
    away = file.parent.rename(file.parent.with_name("away"))
    with caplog.at_level(logging.INFO, "kiosk.ui.figure_file"):
        for _ in range(3):
            write(kiosk)
        away.rename(file.parent)
        assert told(kiosk, file)["lamina_up"][{}] == 1
    assert caplog.messages == [
        f"the figures cannot be written to {file}: No such file or directory; look at the disk",
        "the figures can be written again",
    ]


def test_the_safe_page_says_that_it_stands(qtbot: QtBot, file: Path) -> None:
    def choose() -> Choice:
        raise NoEdition("none")

    page = SafePage(Glassware(size=(1280, 800)), Settings(metrics_file=str(file), updater="off"), choose)
    qtbot.waitUntil(file.exists)
    found = read(file.read_text())
    assert found["lamina_up"][{}] == 1 and found["lamina_health"][{"item": "edition"}] == 2
    assert "lamina_edition_info" not in found
    page.let_go()


def test_a_kiosk_without_the_setting_keeps_no_figures(small: Edition, qtbot: QtBot) -> None:
    kiosk = Kiosk(small, Settings(size=(1280, 800)))
    kiosk.measure("shipped")
    assert kiosk.measuring is None
    kiosk.close()


@pytest.mark.skipif(os.name == "nt", reason="signals as Unix has them")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_a_real_kiosk_says_that_it_runs_and_one_that_was_killed_cannot_say_that_it_does_not(
    qtbot: QtBot, small: Edition, file: Path, number: signal.Signals
) -> None:
    environment = os.environ | {"LAMINA_METRICS_FILE": str(file)}
    command = [sys.executable, "main.py", "--window", "--edition", str(small.folder)]
    kiosk = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True)
    try:
        qtbot.waitUntil(file.exists, timeout=30_000)
        first = read(file.read_text())
        kiosk.send_signal(number)
        _, said = kiosk.communicate(timeout=30)
    finally:
        kiosk.kill()
    assert first["lamina_up"][{}] == 1 and said == ""
    last = read(file.read_text())
    assert last["lamina_up"][{}] == (0 if number == signal.SIGTERM else 1), "its heartbeat alone grows old"
    assert len(last["lamina_health"].samples) >= 8
