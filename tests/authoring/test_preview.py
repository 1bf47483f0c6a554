"""Saving a source shows it; a broken save leaves the last good edition up."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from kiosk.authoring.preview import ROUND_S, Watch
from kiosk.content.edition import Edition
from tests.hands import Hands


def shown(watch: Watch) -> Edition:
    """The next edition to show, once the system has told of the save."""
    deadline = time.monotonic() + 30
    while (found := watch.look()) is None:
        assert time.monotonic() < deadline
    return found


def test_a_saved_sentence_is_shown_and_a_broken_save_is_not(
    sources: Path, pictures: Path, tmp_path: Path
) -> None:
    watch = Watch(sources, pictures, tmp_path / "preview")
    first = watch.look()
    assert first and first.page("home", "en").title == "Home"
    assert watch.look() is None
    words = sources / "topics" / "home" / "en.md"
    sound = words.read_text("utf-8")
    words.write_text(sound.replace("# Home", "# Welcome home"), "utf-8")
    assert shown(watch).page("home", "en").title == "Welcome home"
    words.write_text("no title at all", "utf-8")
    deadline = time.monotonic() + 30
    while not watch.fault and time.monotonic() < deadline:
        assert watch.look() is None
    assert "home" in watch.fault
    words.write_text(sound, "utf-8")
    assert shown(watch).page("home", "en").title == "Home" and watch.fault == ""
    watch.close()


def test_a_save_the_system_does_not_tell_is_found_on_the_next_round(
    sources: Path, pictures: Path, tmp_path: Path
) -> None:
    hands = Hands()
    watch = Watch(sources, pictures, tmp_path / "preview", clock=hands)
    assert watch.look()
    watch.close()  # from here on the system tells nothing, as of a folder on another machine
    words = sources / "topics" / "home" / "en.md"
    words.write_text(words.read_text("utf-8").replace("# Home", "# Welcome home"), "utf-8")
    assert watch.look() is None
    hands.now += 2 * ROUND_S
    found = watch.look()
    assert found and found.page("home", "en").title == "Welcome home"


def test_many_saves_at_once_are_one_build(sources: Path, pictures: Path, tmp_path: Path) -> None:
    watch = Watch(sources, pictures, tmp_path / "preview")
    assert watch.look()
    shutil.copytree(sources / "topics" / "questions", sources / "topics" / "asked")
    found = shown(watch)
    assert set(found.topic("asked").pages) == {"en", "es"}
    watch.close()
