"""Health items and the panel's millimetres."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.content.codec import write_record
from kiosk.content.files import make_folder, write_whole
from kiosk.machine.display import PanelSize, missing_display
from kiosk.machine.health import (
    Item,
    check_clock,
    check_counts,
    check_disk,
    check_display,
    check_pin,
    check_qt,
    check_settings,
    exit_code,
    worst,
)
from kiosk.machine.ladder import RECORD, Start, Starts, boot_id, seconds_since_boot
from kiosk.machine.paths import settings_places, state_folder
from kiosk.machine.settings import Effective, Settings, read_settings
from kiosk.machine.settings_file import SettingFault
from kiosk.options import check_staff
from kiosk.staff.counts import COUNTS_FILE


def test_the_usual_panel_has_four_pixels_a_millimetre() -> None:
    panel = PanelSize(21.5, 1920, 1080)
    assert panel.px_per_mm == pytest.approx(4.034, abs=0.001)
    assert (panel.width_mm, panel.height_mm) == pytest.approx((476, 268), abs=0.5)


def test_portrait_has_the_same_pixels_a_millimetre() -> None:
    assert PanelSize(21.5, 1080, 1920).px_per_mm == PanelSize(21.5, 1920, 1080).px_per_mm


def test_the_whole_is_as_bad_as_its_worst_item() -> None:
    items = [Item("a", "ok", ""), Item("b", "warning", "x", "y")]
    assert (worst(items), exit_code(items)) == ("warning", 1)
    assert exit_code([*items, Item("c", "fault", "x", "y")]) == 2
    assert exit_code([]) == 0


def test_a_clock_in_the_past_is_a_warning_that_blanks_nothing() -> None:
    assert check_clock(now=0.0).state == "warning"
    assert check_clock(built=2e9, now=1.9e9).state == "warning"
    assert check_clock(built=2e9, now=2e9 + 1).state == "ok"


def test_the_disk_of_a_folder_not_made_yet_can_be_read(tmp_path: Path) -> None:
    assert "GiB free" in check_disk(tmp_path / "not" / "yet").message


def test_the_pinned_qt_loads() -> None:
    assert check_qt().state == "ok"


def test_wrong_settings_turn_health_red() -> None:
    fault = SettingFault(key="hand", value="3", place="settings.toml:1", why="must be one of right, left")
    item = check_settings(Effective(settings=Settings(), faults=(fault,)))
    assert item.state == "fault" and "settings.toml:1: hand = 3" in item.message


def settings_in(folder: Path, **values: str) -> Effective:
    """The settings of a file that holds these, each on a line of its own from the second on."""
    file = folder / "settings.toml"
    file.write_text("# ours\n" + "".join(f'{key} = "{value}"\n' for key, value in values.items()), "utf-8")
    return read_settings(file, {}, {})


@pytest.mark.skipif(os.name == "nt", reason="rights of files as Unix has them")
def test_what_can_be_written_where_the_settings_say_is_well(tmp_path: Path) -> None:
    there = settings_in(tmp_path, metrics_file=f"{tmp_path}/x.prom", log_folder=f"{tmp_path}/log/of/it")
    assert check_settings(there, tmp_path / "state").state == "ok"


@pytest.mark.skipif(os.name == "nt", reason="rights of files as Unix has them")
@pytest.mark.parametrize(
    ("key", "value", "why", "instead"),
    [
        ("metrics_file", "/none/x.prom", "the folder /none is not there", "/run/lamina/lamina.prom"),
        ("metrics_file", "/usr", "it is a folder", "/run/lamina/lamina.prom"),
        ("metrics_file", "/usr/x.prom", "may not write in /usr", "/run/lamina/lamina.prom"),
        ("log_folder", "/usr/log/lamina", "may not write in /usr", "/var/lib/lamina/log"),
        ("log_folder", "/etc/passwd", "it is a file", "/var/lib/lamina/log"),
    ],
)
def test_a_place_where_nothing_can_be_written_is_named_with_key_value_and_line(
    root: Path, tmp_path: Path, key: str, value: str, why: str, instead: str
) -> None:
    settings_in(tmp_path, **{key: value})
    code = (  # as a user who may do no more than others: root may write everywhere
        "import os, sys; from pathlib import Path; from kiosk.machine.health import check_settings;"
        "from kiosk.machine.settings import read_settings; place = Path(sys.argv[1]);"
        "found = read_settings(place / 'settings.toml', {}, {}); os.getuid() or os.setuid(65534);"
        "item = check_settings(found, place / 'state');"
        "print(item.state, item.message, item.remedy, sep='\\n')"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True)
    state, message, remedy = done.stdout.splitlines()
    assert state == "warning", done.stderr
    assert message.startswith(f'{tmp_path}/settings.toml:2: {key} = "{value}": ') and why in message
    assert f'{key} = "{instead}"' in remedy


@pytest.mark.skipif(os.name == "nt" or os.getuid() != 0, reason="only root can give a process other disks")
def test_the_kiosk_that_runs_is_asked_by_what_its_service_lets_it_write(tmp_path: Path) -> None:
    open_to_us = tmp_path / "log"
    open_to_us.mkdir()
    state = tmp_path / "state"
    asked = settings_in(tmp_path, log_folder=str(open_to_us))
    line = (
        f"mount --bind {open_to_us} {open_to_us} && mount -o remount,bind,ro {open_to_us} && echo on && cat"
    )
    command = ["unshare", "--mount", "sh", "-c", line]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None and process.stdout.readline() == "on\n"
        assert check_settings(asked, state).state == "ok", "no kiosk runs: this process stands for it"
        start = Start(edition="", at=seconds_since_boot(), process=process.pid)
        make_folder(state)
        write_whole(state / RECORD, write_record(Starts(boot=boot_id(), starts=1, latest=(start,))))
        item = check_settings(asked, state)
        assert item.state == "warning" and f"may not write in {open_to_us}" in item.message
        process.communicate()


@pytest.mark.parametrize(
    ("address", "state"),
    [
        ("", "ok"),
        ("https://content.example.org/lamina", "ok"),
        ("http://127.0.0.1:8000/lamina", "ok"),
        ("http://localhost:8000", "ok"),
        ("http://[::1]:8000", "ok"),
        ("http://content.example.org/lamina", "warning"),
        ("http://127.0.0.1.example.org/lamina", "warning"),
        ("http://localhost.example.org", "warning"),
        ("http://10.0.0.7/lamina", "warning"),
    ],
)
def test_a_server_that_is_asked_in_the_clear_is_a_warning_that_says_what_it_means(
    tmp_path: Path, address: str, state: str
) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(f'repository = "{address}"\n', "utf-8")
    item = check_settings(read_settings(file, {}, {}))
    assert item.state == state
    assert ("can read and withhold, but not forge" in item.message) == (state == "warning")


def test_a_wrong_setting_hides_no_warning_about_another(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('repository = "http://content.example.org/lamina"\nhand = "both"\n', "utf-8")
    item = check_settings(read_settings(file, {}, {}))
    assert item.state == "fault" and "hand" in item.message and "forge" in item.message
    assert "Mend each" in item.remedy and "over https" in item.remedy


def test_every_sentence_of_wrong_settings_ends_once() -> None:
    read = read_settings(None, {"LAMINA_PANNEL_INCHES": "24", "LAMINA_HANDS": "left"}, {})
    told = str(check_settings(read))
    assert "perhaps LAMINA_PANEL_INCHES was meant. Mend each" in told
    assert not re.search(r"[.?!;]\s*[.?!;]", told)


def test_an_impossible_panel_is_a_warning(tmp_path: Path) -> None:
    seen = {"DISPLAY": "elsewhere:0"}
    assert check_display(Settings(panel_inches=5, size=(3840, 2160)), seen, tmp_path).state == "warning"
    assert check_display(Settings(size=(1920, 1080)), seen, tmp_path).state == "ok"


def test_a_platform_named_by_hand_needs_no_display() -> None:
    assert missing_display({})
    assert missing_display({"QT_QPA_PLATFORM": "offscreen"}) == ""
    assert missing_display({"DISPLAY": "elsewhere:0"}) == "", "only Qt can tell of another machine's"


def test_a_kiosk_without_a_pin_is_told_how_to_set_one() -> None:
    assert check_pin("$argon2id$...").state == "ok"
    missing = check_pin("")
    assert missing.state == "warning" and "main.py pin" in missing.remedy


def test_counting_that_has_stopped_is_a_warning_and_counting_that_is_off_is_none(tmp_path: Path) -> None:
    assert check_counts(False, "").state == "ok" and "off" in check_counts(False, "").message
    assert check_counts(True, "").state == "ok"
    assert check_counts(True, "the disk is full").state == "warning"
    broken = tmp_path / "counts.sqlite.broken"
    assert check_counts(True, "", broken).state == "ok"
    broken.touch()
    assert str(broken) in check_counts(True, "", broken).message


def test_check_tells_of_the_pin_and_of_counts_that_cannot_be_read() -> None:
    state = state_folder()
    state.mkdir(parents=True)
    assert [item.state for item in check_staff(Settings())] == ["warning", "ok", "ok"]
    (state / COUNTS_FILE).write_bytes(b"no database" * 200)
    pin, counts, _ = check_staff(Settings(counts=True))
    assert (pin.name, counts.name, counts.state) == ("pin", "counts", "warning")
    assert COUNTS_FILE in counts.message
    assert check_staff(Settings(counts=False))[1].state == "ok"


def test_places_follow_the_environment() -> None:
    assert settings_places({"LAMINA_SETTINGS": "/etc/x.toml"}) == (Path("/etc/x.toml"),)
    assert settings_places({"XDG_CONFIG_HOME": "/c"})[0] == Path("/c/lamina/settings.toml")
    assert state_folder({"XDG_STATE_HOME": "/s"}) == Path("/s/lamina")
    assert state_folder({"STATE_DIRECTORY": "/var/lib/lamina:/x"}) == Path("/var/lib/lamina")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="displays of Linux")
def test_a_display_that_nobody_answers_at_is_none(tmp_path: Path) -> None:
    assert "“:987”" in missing_display({"DISPLAY": ":987"})
    assert "“wayland-9”" in missing_display(
        {"WAYLAND_DISPLAY": "wayland-9", "XDG_RUNTIME_DIR": str(tmp_path)}
    )
    (tmp_path / "wayland-9").touch()
    assert missing_display({"WAYLAND_DISPLAY": "wayland-9", "XDG_RUNTIME_DIR": str(tmp_path)}) == ""
    with socket.socket(socket.AF_UNIX) as abstract:
        abstract.bind("\0/tmp/.X11-unix/X986")
        abstract.listen()
        assert missing_display({"DISPLAY": ":986.0"}) == ""
