from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from kiosk.machine.settings import RULES
from kiosk.staff.errors import WeakPin
from kiosk.staff.pin import PIN_FILE, hash_pin, is_hash, keep_pin_hash, pin_fault, pin_opens, read_pin_hash
from tests.staff.conftest import PIN

TRIVIAL = ["000000", "123456", "654321", "890123", "246802", "112233", "121212", "123123", "112211", "147258"]


@pytest.mark.parametrize("pin", [*TRIVIAL, "12345678", "987654321", "404040404040", "135790", "482482482482"])
def test_a_pin_people_try_first_is_refused_without_being_repeated(pin: str) -> None:
    with pytest.raises(WeakPin) as refused:
        hash_pin(pin)
    assert pin not in str(refused.value)


@pytest.mark.parametrize("pin", ["", "48029", "4802934802931", "48029a", "４８０２９３", "480 93", "-48029"])
def test_a_pin_is_six_to_twelve_plain_digits(pin: str) -> None:
    assert pin_fault(pin)


def test_most_pins_of_six_digits_are_good() -> None:
    """Refusing must not leave so few that guessing gets easier: less than three in a hundred go."""
    refused = sum(bool(pin_fault(f"{number:06d}")) for number in range(0, 1_000_000, 7))
    assert 0 < refused / (1_000_000 / 7) < 0.03


def test_a_hash_opens_for_its_own_pin_alone(pin_hash: str) -> None:
    assert pin_opens(PIN, pin_hash)
    assert not pin_opens("480294", pin_hash)
    assert not pin_opens("", pin_hash)


def test_the_same_pin_never_has_the_same_hash_twice(pin_hash: str) -> None:
    assert PIN not in pin_hash and hash_pin(PIN) != pin_hash


def test_the_settings_take_what_the_pin_command_prints_and_nothing_else(pin_hash: str) -> None:
    rule = RULES["staff_pin_hash"]
    assert rule(pin_hash) == pin_hash and is_hash(pin_hash)
    assert rule("") == ""
    wrong = [PIN, pin_hash[:-30], pin_hash.replace("argon2id", "argon2i"), f"{pin_hash}\n", f" {pin_hash}"]
    wrong += [pin_hash.replace("m=65536", "m=4194304"), pin_hash.replace("t=3", "t=3000")]
    for text in wrong:
        assert not is_hash(text)
        with pytest.raises(ValueError, match="what `python"):
            rule(text)


def test_a_machine_that_cannot_try_says_so(pin_hash: str) -> None:
    with pytest.raises(OSError, match="cannot be tried"):
        pin_opens(PIN, "$argon2id$v=19$m=65536,t=3,p=1$x$y")


def test_a_kept_hash_is_for_the_kiosks_user_alone(tmp_path: Path, pin_hash: str) -> None:
    place = keep_pin_hash(pin_hash, tmp_path / "state")
    assert read_pin_hash("", tmp_path / "state") == pin_hash
    if os.name != "nt":
        assert stat.S_IMODE(place.stat().st_mode) == 0o600
    keep_pin_hash(pin_hash, tmp_path / "state")
    assert [one.name for one in (tmp_path / "state").iterdir()] == [PIN_FILE]


def test_the_settings_win_over_the_file(tmp_path: Path, pin_hash: str) -> None:
    other = hash_pin("739105")
    keep_pin_hash(other, tmp_path)
    assert read_pin_hash(pin_hash, tmp_path) == pin_hash
    assert read_pin_hash("", tmp_path) == other


@pytest.mark.parametrize("kept", [b"", b"480293\n", b"\xff\xfe", b"$argon2id$" * 500])
def test_a_damaged_file_is_no_pin(tmp_path: Path, kept: bytes) -> None:
    (tmp_path / PIN_FILE).write_bytes(kept)
    assert read_pin_hash("", tmp_path) == ""


def test_a_broken_line_in_the_settings_never_falls_back_to_the_file(tmp_path: Path, pin_hash: str) -> None:
    keep_pin_hash(pin_hash, tmp_path)
    assert read_pin_hash("480293", tmp_path) == ""
