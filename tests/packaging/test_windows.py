"""What is written for Windows and was never run there: it says so, it can be read, and its names agree."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from kiosk.machine.settings import read_settings


@pytest.fixture
def windows(root: Path) -> Path:
    return root / "build_spec" / "windows"


def test_every_file_says_that_it_was_not_run(windows: Path) -> None:
    for file in windows.iterdir():
        assert re.search(
            "not (yet )?run on windows|was run on windows", file.read_text("utf-8")[:600], re.I
        ), file.name


def test_the_shell_and_the_rules_are_xml_that_names_the_program(windows: Path) -> None:
    for name in ("shell-launcher.xml", "applocker.xml"):
        ElementTree.parse(windows / name)
        text = (windows / name).read_text("utf-8")
        assert r"%ProgramFiles%\Lamina".lower() in text.lower()
    ids = re.findall(r'Id="([0-9a-f-]{36})"', (windows / "applocker.xml").read_text("utf-8"))
    assert len(ids) == len(set(ids)) == 5


def test_the_settings_for_windows_are_sound(windows: Path) -> None:
    read = read_settings(windows / "settings.toml", {}, {})
    assert read.faults == () and read.settings.updater == "off"


def test_every_file_that_one_names_is_there(windows: Path) -> None:
    for script in windows.glob("*.ps1"):
        for name in re.findall(r"'([a-z-]+\.(?:ps1|xml))'", script.read_text("utf-8")):
            assert name == "no-applocker.xml" or (windows / name).is_file(), (script.name, name)
    listed = re.findall(r"^\| `([a-z0-9.-]+)` \|", (windows / "README.md").read_text("utf-8"), re.MULTILINE)
    assert set(listed) | {"README.md", "settings.toml"} == {file.name for file in windows.iterdir()}
