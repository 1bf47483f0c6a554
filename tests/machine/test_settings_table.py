"""The table of settings in the documents says what the program does, key by key and both ways."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.machine.settings import RULES, Settings, as_toml, read_settings
from tests.cli.test_cli import lamina

ROW = re.compile(r"^\| `([a-z_]+)` \| (.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)
NOT_TOML = {"the screen's": (0, 0), "in the state folder": ""}
"""Defaults that the table says in words."""


@pytest.fixture(scope="module")
def table(root: Path) -> dict[str, tuple[str, str]]:
    """What each key takes, and its default, as documented; in the order of the table."""
    text = (root / "docs" / "settings.md").read_text(encoding="utf-8")
    return {key: (takes, default) for key, takes, default, _ in ROW.findall(text)}


def test_every_key_stands_in_the_table_once_and_in_the_same_order(table: dict[str, tuple[str, str]]) -> None:
    assert list(table) == list(RULES)


def test_each_default_is_the_one_that_stands_there(table: dict[str, tuple[str, str]]) -> None:
    defaults = Settings()
    for key, (_, default) in table.items():
        value = getattr(defaults, key)
        assert NOT_TOML.get(default, default) in (value, as_toml(value)), key


def test_each_choice_and_each_limit_that_stands_there_is_the_rules(table: dict[str, tuple[str, str]]) -> None:
    tried = 0
    for key, (takes, _) in table.items():
        rule = RULES[key]
        if found := re.fullmatch(r"(\d+) to (\d+)", takes):
            low, high = (int(each) for each in found.groups())
            assert rule(low) == low and rule(high) == high, key
            for wrong in (low - 1, high + 1):
                with pytest.raises(ValueError, match=f"from {low} to {high}"):
                    rule(wrong)
        elif takes == "true, false":
            assert (rule(True), rule("false")) == (True, False)
        elif re.fullmatch(r'"[a-z]+"(, "[a-z]+")+', takes):
            assert [rule(each) for each in re.findall(r'"([a-z]+)"', takes)]
            with pytest.raises(ValueError, match="must be one of") as fault:
                rule("nonsense")
            assert str(fault.value).split(" of ")[1].split(", ") == re.findall(r'"([a-z]+)"', takes)
        elif takes.startswith("whole path"):
            assert rule("/srv/one") == "/srv/one"
            with pytest.raises(ValueError, match="whole path"):
                rule("one")
        else:
            continue
        tried += 1
    assert tried == 19


def test_every_key_can_be_overridden_by_its_variable() -> None:
    given = {
        "panel_inches": "27",
        "window": "true",
        "size": "800x600",
        "languages": "es",
        "theme": "contrast",
    }
    for key, text in given.items():
        found = read_settings(None, {f"LAMINA_{key.upper()}": text}, {})
        assert found.faults == () and found.origins[key] == f"LAMINA_{key.upper()}"
        assert getattr(found.settings, key) != getattr(Settings(), key)
    for key in RULES:
        (fault,) = read_settings(None, {f"LAMINA_{key.upper()}": "\0"}, {}).faults
        assert (fault.key, fault.place) == (key, f"LAMINA_{key.upper()}")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"#" * 10_000_000, "larger than 65536 bytes"),
        ('hand = "left"'.encode("utf-16"), ":1: the settings: this line is not UTF-8 text"),
        ('hand = "ñ"'.encode("latin-1"), ":1: the settings: this line is not UTF-8 text"),
        (None, "it is a folder"),
    ],
)
def test_check_names_a_file_that_is_no_settings_file_and_goes_on(
    root: Path, tmp_path: Path, data: bytes | None, said: str
) -> None:
    file = tmp_path / "settings.toml"
    if data is None:
        file.mkdir()
    else:
        file.write_bytes(data)
    done = lamina(root, "check", "--settings", str(file))
    (line,) = (line for line in done.stdout.splitlines() if line.startswith("settings"))
    assert line.split()[1] == "fault" and str(file) in line and said in line
    assert done.returncode == 2 and done.stderr == ""
    assert "  panel_inches = 21.5  (from default)" in done.stdout.splitlines()


def test_check_names_a_file_that_is_not_there(root: Path, tmp_path: Path) -> None:
    done = lamina(root, "check", "--settings", str(tmp_path / "none.toml"))
    assert f"{tmp_path / 'none.toml'}: the settings: cannot be read (no such file); write it" in done.stdout
    assert done.returncode == 2 and done.stderr == ""


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_lines_are_counted_the_same_however_an_editor_saved_them(
    tmp_path: Path, ends: str, mark: bytes
) -> None:
    file = tmp_path / "settings.toml"
    file.write_bytes(mark + ends.join(["# ours", 'hand = "left"', "idle_seconds = 1", ""]).encode())
    found = read_settings(file, {}, {})
    assert [fault.place for fault in found.faults] == [f"{file}:3"]
    assert (found.settings.hand, found.origins["hand"]) == ("left", f"{file}:2")


@pytest.mark.skipif(os.name == "nt" or os.getuid() != 0, reason="only root can become another user")
def test_settings_that_the_kiosks_user_may_not_read_are_a_fault_and_stop_nothing(
    root: Path, tmp_path: Path
) -> None:
    own = tmp_path / "closed" / "lamina"
    own.mkdir(parents=True)
    (own / "settings.toml").write_text('hand = "left"\n')
    code = (
        "import argparse, os; os.environ.clear(); from kiosk.options import effective;"
        f"os.environ['XDG_CONFIG_HOME'] = {str(own.parent)!r}; os.environ['XDG_STATE_HOME'] = '/nowhere';"
        "import encodings.utf_8_sig, difflib, tomllib; os.setuid(65534);"
        "found = effective(argparse.Namespace(settings=None));"
        "print(found.settings.hand, *found.faults, sep='\\n')"
    )

    def said() -> list[str]:
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
        )
        return done.stdout.splitlines()

    for closed in (own / "settings.toml", own):
        closed.chmod(0o000)
        told = said()
        assert told[0] == "right" and len(told) == 2, told
        assert "Permission denied" in told[1] and "let the kiosk's user read it" in told[1]
