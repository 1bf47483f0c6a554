"""What is saved is on the glass: a real window around the small sources, and the command as a process."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtQuick import QQuickItem
from pytestqt.qtbot import QtBot

from kiosk.authoring.check import review_table
from kiosk.authoring.galley import short_code
from kiosk.authoring.preview import Watch
from kiosk.cli.preview import Preview
from kiosk.machine.settings import Settings


def texts_on(item: QQuickItem) -> Iterator[str]:
    """Every text that can be seen on the glass."""
    if item.isVisible():
        if item.inherits("QQuickText"):
            yield str(item.property("text"))
        for child in item.childItems():
            yield from texts_on(child)


class Writer:
    """Someone at the sources with the preview open beside them."""

    def __init__(
        self, qtbot: QtBot, sources: Path, preview: Preview, told: list[str], noted: list[str]
    ) -> None:
        self.qtbot = qtbot
        self.sources = sources
        self.preview = preview
        self.told = told
        self.noted = noted

    def replaces(self, file: str, old: str, new: str) -> None:
        path = self.sources / file
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")

    def sees(self, text: str) -> bool:
        return text in set(texts_on(self.preview.kiosk.pane.contentItem()))

    def waits_for(self, text: str) -> None:
        self.qtbot.waitUntil(lambda: self.sees(text), timeout=30_000)


@pytest.fixture
def writer(qtbot: QtBot, sources: Path, pictures: Path, tmp_path: Path) -> Iterator[Writer]:
    watch = Watch(sources, pictures, tmp_path / "preview" / "edition", pictures.parent / "kept")
    told: list[str] = []
    noted: list[str] = []
    window = Settings(window=True, size=(1280, 720))
    preview = Preview(watch, window, "en", "discs", told.append, noted.append)
    yield Writer(qtbot, sources, preview, told, noted)
    preview.close()


def test_each_saved_title_is_on_the_glass(writer: Writer) -> None:
    """How soon is measured by tests/bench/bench_authoring.py: it hangs on who else uses the machine."""
    writer.waits_for("Discs")
    before = "# Discs"
    for after in ("# Soft discs", "# Round discs", "# All discs"):
        writer.replaces("topics/discs/en.md", before, after)
        writer.waits_for(after.removeprefix("# "))
        before = after
    assert not writer.sees("Discs")
    assert writer.told == []


def test_the_page_and_the_place_in_it_stay(writer: Writer) -> None:
    glass = writer.preview.kiosk.glass
    glass.open("steps", "")
    glass.choose("step", 1)
    writer.replaces("topics/discs/en.md", "# Discs", "# Soft discs")
    writer.qtbot.waitUntil(
        lambda: glass.edition_shown.page("discs", "en").title == "Soft discs", timeout=10_000
    )
    assert (glass.visit.topic, glass.visit.at.step) == ("steps", 1)


def test_a_save_that_breaks_the_page_is_told_once_and_its_last_good_state_stays(writer: Writer) -> None:
    writer.waits_for("Discs")
    writer.replaces("topics/discs/topic.yaml", "kind: article", "kind: nonsense")
    writer.qtbot.waitUntil(lambda: len(writer.told) == 1, timeout=10_000)
    assert "topics/discs/topic.yaml" in writer.told[0] and "\n" not in writer.told[0]
    assert writer.preview.kiosk.glass.visit.topic == "discs" and writer.sees("Discs")
    writer.replaces("topics/discs/en.md", "# Discs", "# Soft discs")
    writer.replaces("topics/discs/topic.yaml", "kind: nonsense", "kind: article")
    writer.waits_for("Soft discs")
    assert writer.preview.kiosk.glass.visit.topic == "discs"
    assert writer.told[1:] == ["the sources can be built again"]


def test_the_code_of_the_page_on_the_glass_is_the_one_an_approval_would_name(
    writer: Writer, pictures: Path
) -> None:
    def code() -> str:
        return f"discs: code {short_code(review_codes(writer.sources, pictures)['discs'])}"

    first = code()
    writer.qtbot.waitUntil(lambda: writer.noted == [first], timeout=10_000)
    writer.replaces("topics/discs/en.md", "A disc is soft.", "A disc is firm.")
    writer.qtbot.waitUntil(lambda: len(writer.noted) == 2, timeout=10_000)
    assert writer.noted[1] == code() != first
    writer.preview.kiosk.glass.open("steps", "")
    writer.qtbot.waitUntil(lambda: len(writer.noted) == 3, timeout=10_000)
    assert writer.noted[2].startswith("steps: code ") and writer.told == []


def review_codes(sources: Path, pictures: Path) -> dict[str, str]:
    return {row["topic"]: row["code"] for row in review_table(sources, pictures)}


def test_a_page_whose_folder_was_taken_away_is_left(writer: Writer) -> None:
    writer.waits_for("Discs")
    shutil.rmtree(writer.sources / "topics" / "discs")
    writer.qtbot.waitUntil(lambda: writer.preview.kiosk.glass.visit.topic == "home", timeout=10_000)
    assert not writer.sees("Discs")


def test_the_command_tells_a_fault_in_one_line_and_ends_when_told(
    root: Path, sources: Path, pictures: Path
) -> None:
    broken = sources / "topics" / "discs" / "topic.yaml"
    sound = broken.read_text("utf-8")
    broken.write_text(sound.replace("kind: article", "kind: nonsense"), "utf-8")
    command = [sys.executable, str(root / "main.py"), "content", "preview"]
    command += ["--sources", str(sources), "--pictures", str(pictures)]
    with subprocess.Popen(command, env={**os.environ}, stderr=subprocess.PIPE, text=True) as running:
        assert running.stderr is not None
        try:
            line = next(line for line in running.stderr if line.startswith("lamina:"))
            assert "topics/discs/topic.yaml" in line
            broken.write_text(sound, "utf-8")
            assert next(line for line in running.stderr) == "lamina: the sources can be built again\n"
            running.send_signal(signal.SIGTERM)
            code, rest = running.wait(timeout=20), running.stderr.read()
            assert (code, rest) == (0, "")
        finally:
            running.kill()


def test_told_to_end_while_it_still_builds_it_ends_too(
    root: Path, sources: Path, pictures: Path, tmp_path: Path
) -> None:
    command = [sys.executable, str(root / "main.py"), "content", "preview", "--all"]
    command += ["--sources", str(sources), "--pictures", str(pictures)]
    for number in (signal.SIGTERM, signal.SIGINT):
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as running:
            assert running.stderr is not None
            try:
                assert running.stderr.readline().startswith("topics read")
                running.send_signal(number)
                code, rest = running.wait(timeout=20), running.stderr.read()
                assert code == 0 and "lamina:" not in rest and "Traceback" not in rest
            finally:
                running.kill()
