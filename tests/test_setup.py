"""The set-up script: what it would install, the one line it prints, locks with hashes and no address."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def script() -> ModuleType:
    place = Path(__file__).resolve().parent.parent / "build_spec" / "set_up.py"
    found = importlib.util.spec_from_file_location("set_up", place)
    assert found is not None and found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


LOCKS = ("run", "author", "test", "check", "package", "pictures")


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_one_version_and_hashes(root: Path, name: str) -> None:
    text = (root / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    entries = [line for line in re.split(r"\n(?=[A-Za-z0-9])", text) if not line.startswith("#")]
    assert len(entries) >= 1
    for entry in entries:
        assert re.match(r"[a-z0-9.-]+==[^ ]+ ", entry), entry
        assert "--hash=sha256:" in entry, entry.splitlines()[0]


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_address_and_no_machine(root: Path, name: str) -> None:
    text = (root / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    assert not re.search(r"://|--index|--extra|--find-links|--trusted|(?<![A-Za-z0-9])/[a-z]+/", text)


def test_the_interface_needs_qt_and_the_hash_of_the_pin_alone(root: Path) -> None:
    text = (root / "requirements" / "run.txt").read_text(encoding="utf-8")
    locked = dict(re.findall(r"^([a-z0-9-]+)==([^ ]+)", text, re.MULTILINE))
    assert locked["pyside6-essentials"] == locked["shiboken6"] == "6.11.3"
    hashing = {"argon2-cffi", "argon2-cffi-bindings", "cffi", "pycparser"}
    assert locked.keys() == {"pyside6-essentials", "shiboken6"} | hashing


def test_a_bare_machine_lacks_every_package_once(script: ModuleType) -> None:
    packages = script.missing_packages("run", present=lambda library: False, environments=lambda: False)
    assert f"python3.{sys.version_info[1]}-venv" in packages
    assert {"libegl1", "libxcb-cursor0", "libdbus-1-3"} <= set(packages)
    assert packages == sorted(set(packages))


def test_tests_ask_for_what_a_window_in_cage_needs(script: ModuleType) -> None:
    packages = script.missing_packages("test", present=lambda library: False, environments=lambda: True)
    assert {"libegl1", "libxcb-keysyms1", "libwayland-cursor0", "libwayland-egl1"} <= set(packages)


def test_a_checkout_that_asks_for_another_library_is_set_up_again(
    script: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = script.stamp_for("test")
    monkeypatch.setattr(script, "LIBRARIES", {**script.LIBRARIES, "libnew.so.1": "libnew1"})
    assert not before.items() >= script.stamp_for("test").items()


def test_the_tests_ask_for_the_program_that_stops_an_install(script: ModuleType) -> None:
    lacking = script.missing_packages(
        "test", present=lambda _: True, program=lambda _: False, environments=lambda: True
    )
    assert lacking == ["build-essential", "strace"]


def test_a_complete_machine_lacks_nothing(script: ModuleType) -> None:
    assert script.missing_packages("run", present=lambda library: True, environments=lambda: True) == []


def test_a_library_that_is_not_there_is_seen_as_absent(script: ModuleType) -> None:
    assert script.is_present("libc.so.6")
    assert not script.is_present("libno-such-thing.so.9")


@pytest.mark.parametrize(
    ("sudo", "line"),
    [
        (True, "sudo apt-get update && sudo apt-get install -y --no-install-recommends libegl1 libgl1"),
        (False, 'su - -c "apt-get update && apt-get install -y --no-install-recommends libegl1 libgl1"'),
    ],
)
def test_without_the_right_to_install_one_line_says_what_to_run(
    script: ModuleType, sudo: bool, line: str
) -> None:
    assert script.one_line(["libegl1", "libgl1"], sudo=sudo) == line
    with pytest.raises(script.SetUpFault) as fault:
        script.install_packages(["libegl1", "libgl1"], allowed=False)
    message = str(fault.value)
    assert "\n" not in message and "Run this one line, then try again: su" in message
    assert "--no-install-recommends libegl1 libgl1" in message


def test_a_second_set_up_does_nothing_and_says_nothing(root: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(root / "build_spec" / "set_up.py"), "test"], capture_output=True, text=True
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_an_unknown_purpose_is_misuse_without_a_traceback(root: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(root / "build_spec" / "set_up.py"), "dance"], capture_output=True, text=True
    )
    assert done.returncode == 2
    assert "Traceback" not in done.stderr and "dance" in done.stderr


def test_programs_some_tests_can_do_without_are_asked_for_apart(script: ModuleType) -> None:
    welcome = ["cage", "faketime", "fiu-utils", "nginx-light", "xdotool", "xvfb", "xwayland"]
    assert script.welcome_packages("test", program=lambda _: False) == welcome
    assert script.welcome_packages("test", program=lambda _: True) == script.welcome_packages("run") == []
