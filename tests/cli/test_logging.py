"""Both programs write the same lines as JSON where the settings name a folder, and both end with all told."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from kiosk import __version__
from kiosk.content.edition import Edition
from kiosk.machine.log import FILES, Program
from tests.ui.conftest import small
from tests.updates.running import ROOT, Machine

__all__ = ["small"]

pytestmark = pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="no updater on this system yet")


def lines(folder: Path, program: Program) -> list[dict[str, Any]]:
    try:
        return [json.loads(line) for line in (folder / FILES[program]).read_text("utf-8").splitlines()]
    except FileNotFoundError:
        return []


def test_a_kiosk_logs_its_start_and_its_end_with_the_edition_it_shows(
    qtbot: QtBot, small: Edition, tmp_path: Path
) -> None:
    environment = os.environ | {"LAMINA_LOG_FOLDER": str(tmp_path / "log")}
    command = [sys.executable, "main.py", "--window", "--edition", str(small.folder)]
    kiosk = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True)
    try:
        qtbot.waitUntil(lambda: bool(lines(tmp_path / "log", "kiosk")), timeout=30_000)
        kiosk.send_signal(signal.SIGTERM)
        _, told = kiosk.communicate(timeout=30)
    finally:
        kiosk.kill()
    started, *_, ended = lines(tmp_path / "log", "kiosk")
    assert (kiosk.returncode, told) == (0, "")
    assert [started["message"], ended["message"]] == ["started with the installed edition", "ended with 0"]
    for line in (started, ended):
        assert (line["program"], line["version"], line["edition"]) == ("kiosk", __version__, small.id)


def test_an_updater_logs_to_both_and_tells_what_is_wrong_with_its_settings(tmp_path: Path) -> None:
    machine, folder = Machine(tmp_path / "machine"), tmp_path / "log"
    process = machine.begin(log_folder=str(folder), look_hours="often")
    process.terminate()
    told = process.communicate(timeout=30)[1].decode().splitlines()
    found = lines(folder, "updater")
    assert [line["message"][:7] for line in found] == ["started", "LAMINA_", "ended"]
    assert [line["message"] for line in found] == [line.split(": ", 2)[2] for line in told]
    assert found[1]["message"].startswith("LAMINA_LOOK_HOURS: look_hours = 'often': must be a whole number")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has a disk that is always full")
def test_an_updater_whose_log_cannot_be_written_works_and_says_so_once(tmp_path: Path) -> None:
    machine = Machine(tmp_path / "machine")
    process = machine.begin(log_folder="/dev/full/log")
    with machine.caller() as caller:
        assert caller.standing.edition == ""
    process.terminate()
    told = process.communicate(timeout=30)[1].decode()
    assert process.returncode == 0 and told.count("the log cannot be written") == 1
