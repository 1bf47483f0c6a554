"""Settings: a wrong value never stops a kiosk, and the fault names key, value, file and line."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from kiosk.machine.health import settings_in_force
from kiosk.machine.settings import RULES, Settings, as_toml, read_settings, remember_good


def written(folder: Path, text: str) -> Path:
    file = folder / "settings.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_with_no_file_the_defaults_stand_and_nothing_is_wrong() -> None:
    found = read_settings(None, {}, {})
    assert found.settings == Settings()
    assert found.faults == ()


def test_the_home_folder_may_be_written_as_a_tilde(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    found = read_settings(written(tmp_path, 'edition = "~/one"\n'), {}, {})
    assert found.faults == () and found.settings.edition == str(tmp_path / "one")


def test_the_command_line_wins_over_the_environment_over_the_file(tmp_path: Path) -> None:
    file = written(tmp_path, "panel_inches = 24\nhand = 'left'\nidle_seconds = 120\n")
    found = read_settings(
        file, {"LAMINA_PANEL_INCHES": "27", "LAMINA_IDLE_SECONDS": "60"}, {"panel_inches": 32.0}
    )
    assert (found.settings.panel_inches, found.settings.idle_seconds, found.settings.hand) == (32, 60, "left")
    assert found.origins["panel_inches"] == "command line"
    assert found.origins["idle_seconds"] == "LAMINA_IDLE_SECONDS"
    assert found.origins["hand"] == f"{file}:2"
    assert found.origins["theme"] == "default"


@pytest.mark.parametrize(
    ("line", "default"),
    [
        ("panel_inches = 0", 21.5),
        ("panel_inches = true", 21.5),
        ('panel_inches = "27"', 21.5),
        ('idle_seconds = "60"', 90),
        ('text_size = "2"', 1.0),
        ('reach = "true"', False),
        ("panel_inches = inf", 21.5),
        ("panel_inches = nan", 21.5),
        ('panel_inches = "wide"', 21.5),
        ("idle_seconds = 1.5", 90),
        ("idle_seconds = 10", 90),
        ('languages = ["en", "de"]', ("en", "es")),
        ('languages = ["en", "en"]', ("en", "es")),
        ("languages = []", ("en", "es")),
        ("languages = [[1]]", ("en", "es")),
        ('size = "1920"', (0, 0)),
        ("size = 1920", (0, 0)),
        ("text_size = 1.2", 1.0),
        ("text_size = true", 1.0),
        ('theme = "pink"', "normal"),
        ("theme = {a = 1}", "normal"),
        ("hand = 3", "right"),
        ('reach = "maybe"', False),
        ('group = "Pilot"', ""),
        ('group = "-a"', ""),
        ("group = 7", ""),
        ("edition = 7", ""),
        ('edition = "editions/one"', ""),
        ('edition = "~nobody-of-this-name/one"', ""),
    ],
)
def test_a_wrong_value_leaves_the_default_and_names_key_value_and_line(
    tmp_path: Path, line: str, default: object
) -> None:
    key = line.split(" ", maxsplit=1)[0]
    file = written(tmp_path, f"# ours\n\n{line}\n")
    found = read_settings(file, {}, {})
    assert getattr(found.settings, key) == default
    (fault,) = found.faults
    assert str(fault).startswith(f"{file}:3: {key} = ")
    assert str(fault).endswith(f"; {as_toml(default)} stands (default)")


def test_a_number_in_quotes_is_told_to_lose_them_and_a_variable_has_none(tmp_path: Path) -> None:
    (fault,) = read_settings(written(tmp_path, 'panel_inches = "27"\n'), {}, {}).faults
    assert fault.why == "must be a number from 5 to 120, without quotes"
    assert read_settings(None, {"LAMINA_PANEL_INCHES": "27"}, {}).settings.panel_inches == 27


def test_a_fault_says_which_value_stands_and_whose_it_is(tmp_path: Path) -> None:
    last_good = tmp_path / "last-good.toml"
    last_good.write_text("panel_inches = 32\nhand = 'left'\n", "utf-8")
    file = written(tmp_path, "panel_inches = 'x'\nidle_seconds = 1\ncolour = 1\nstaff_pin_hash = 'x'\n")
    found = read_settings(file, {"LAMINA_IDLE_SECONDS": "60", "LAMINA_HAND": "up"}, {}, last_good)
    assert {fault.key: fault.stands for fault in found.faults} == {
        "panel_inches": "32 stands (the last good settings)",
        "idle_seconds": "60 stands (LAMINA_IDLE_SECONDS)",
        "colour": "",
        "staff_pin_hash": "none stands (default)",
        "hand": '"right" stands (default)',
    }
    (fault,) = read_settings(written(tmp_path, "hand ="), {}, {}, last_good).faults
    assert str(fault).endswith("; the last good settings stand")


def test_an_unknown_key_is_told_the_nearest_or_else_the_ones_there_are(tmp_path: Path) -> None:
    near, far = read_settings(written(tmp_path, "pannel_inches = 24\ncolour = 1\n"), {}, {}).faults
    assert (near.key, near.why) == ("pannel_inches", "no such setting; perhaps panel_inches was meant")
    assert far.why.startswith("no such setting; there are ") and all(key in far.why for key in RULES)


@pytest.mark.parametrize("data", [b"a = = 1\n", b"\xff\xfe", b"[" * 5000, b"x" * 70_000, b"\0"])
def test_a_file_that_is_no_toml_leaves_the_defaults(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "settings.toml"
    file.write_bytes(data)
    found = read_settings(file, {}, {})
    assert found.settings == Settings()
    assert len(found.faults) == 1 and str(file) in str(found.faults[0])


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("first", [b"", b"\xef\xbb\xbf"])
def test_of_a_file_in_another_encoding_the_first_line_that_shows_it_is_named(
    tmp_path: Path, end: str, first: bytes
) -> None:
    file = tmp_path / "settings.toml"
    lines = ["hand = 'left'", "", "edition = '/srv/niño'", "group = 'español'", ""]
    file.write_bytes(first + end.join(lines).encode("latin-1"))
    (fault,) = read_settings(file, {}, {}).faults
    why = "this line is not UTF-8 text; save the file as UTF-8"
    assert str(fault) == f"{file}:3: the settings: {why}; the defaults stand"


def test_a_file_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    found = read_settings(tmp_path / "none.toml", {}, {})
    assert "no such file" in str(found.faults[0])


def test_a_folder_in_place_of_the_file_is_a_fault(tmp_path: Path) -> None:
    assert len(read_settings(tmp_path, {}, {}).faults) == 1


def test_a_file_gone_bad_falls_back_to_the_last_good_one(tmp_path: Path) -> None:
    last_good = tmp_path / "state" / "last-good.toml"
    file = written(tmp_path, "panel_inches = 32\nhand = 'left'\n")
    remember_good(read_settings(file, {}, {}, last_good), last_good)
    written(tmp_path, "panel_inches = 'x'\nhand = 'right'\n")
    found = read_settings(file, {}, {}, last_good)
    assert (found.settings.panel_inches, found.settings.hand) == (32, "right")
    assert found.origins["panel_inches"] == "the last good settings"
    remember_good(found, last_good)
    written(tmp_path, "panel_inches =")
    found = read_settings(file, {}, {}, last_good)
    assert (found.settings.panel_inches, found.settings.hand) == (32, "left")


def test_a_wrong_variable_is_a_fault_and_no_more(tmp_path: Path) -> None:
    found = read_settings(None, {"LAMINA_IDLE_SECONDS": "soon"}, {})
    assert found.settings.idle_seconds == 90
    assert found.faults[0].place == "LAMINA_IDLE_SECONDS"


def test_a_file_of_a_windows_notepad_is_read(tmp_path: Path) -> None:
    file = tmp_path / "lamina.toml"
    file.write_bytes(b'\xef\xbb\xbfhand = "left"\r\n')
    found = read_settings(file, {}, {})
    assert found.settings.hand == "left" and found.faults == ()


def test_a_folder_for_a_file_and_a_key_that_stands_twice_are_named(tmp_path: Path) -> None:
    assert "it is a folder" in read_settings(tmp_path, {}, {}).faults[0].why
    file = tmp_path / "lamina.toml"
    file.write_text('hand = "left"\nhand = "right"\n', "utf-8")
    fault = read_settings(file, {}, {}).faults[0]
    assert "twice" in fault.why and fault.place.endswith(":2")


def test_a_variable_that_is_no_setting_is_named() -> None:
    faults = read_settings(None, {"LAMINA_HANDS": "left", "HOME": "/"}, {}).faults
    assert [(fault.key, fault.why) for fault in faults] == [
        ("LAMINA_HANDS", "no such setting; it is not used; perhaps LAMINA_HAND was meant")
    ]


def test_values_are_shown_as_the_file_would_hold_them() -> None:
    assert [as_toml(value) for value in (False, "left", 1.4, 90, ("en", "es"), (0, 0))] == [
        "false", '"left"', "1.4", "90", '["en", "es"]', "the screen's",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("idle_seconds = 2026-01-01\n", 1, "idle_seconds = 2026-01-01: must be a whole number"),
        ("hand = 'left'\n\nhand = 'right'", 3, "this key stands twice"),
        ("[hand]\na = 1\n", 1, "hand = a table: must be one of right, left"),
        ("[kiosk]\nhand = left\n", 2, "words between quotes"),
        ('{"hand": "left"}\n', 1, "words between quotes"),
        ("a = " + "[" * 5000 + "]" * 5000, 0, "too many brackets"),
        ("size = [[1]]\n", 1, "size = a list of lists or tables"),
    ],
)
def test_what_a_program_would_call_it_is_not_what_a_fault_says(
    tmp_path: Path, text: str, line: int, said: str
) -> None:
    file = written(tmp_path, text)
    fault = str(read_settings(file, {}, {}).faults[0])
    assert fault.startswith(f"{file}:{line}: " if line else f"{file}: ") and said in fault
    assert not re.search(r"recursion|datetime|\{|Invalid|dict", fault.removeprefix(str(file)))


def test_the_hash_of_the_pin_is_never_shown_even_when_it_is_wrong(tmp_path: Path) -> None:
    wrong = "$argon2id$v=19$broken"
    found = read_settings(
        written(tmp_path, f'staff_pin_hash = "{wrong}"\n'), {"LAMINA_STAFF_PIN_HASH": "1"}, {}
    )
    assert len(found.faults) == 2 and found.settings.staff_pin_hash == ""
    assert not any("broken" in str(fault) or "= 1" in str(fault) for fault in found.faults)
    good = "$argon2id$v=19$m=65536,t=3,p=1$" + "a" * 22 + "$" + "b" * 43
    found = read_settings(written(tmp_path, f'staff_pin_hash = "{good}"\n'), {}, {})
    assert found.settings.staff_pin_hash == good
    (listed,) = (one for one in settings_in_force(found) if one["key"] == "staff_pin_hash")
    assert listed["value"] == "set"


@pytest.mark.skipif(os.name == "nt", reason="rights of files as Unix has them")
def test_the_last_good_copy_is_for_the_kiosks_user_alone(tmp_path: Path) -> None:
    kept = tmp_path / "state" / "last-good-settings.toml"
    remember_good(read_settings(written(tmp_path, "hand = 'left'\n"), {}, {}), kept)
    assert kept.stat().st_mode & 0o077 == 0
