"""Saving a source shows it; a broken save leaves the last good edition up."""

from __future__ import annotations

from pathlib import Path

from kiosk.authoring.preview import Watch


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
    second = watch.look()
    assert second and second.page("home", "en").title == "Welcome home"
    words.write_text("no title at all", "utf-8")
    assert watch.look() is None
    assert "home" in watch.fault
    words.write_text(sound, "utf-8")
    third = watch.look()
    assert third and watch.fault == ""
