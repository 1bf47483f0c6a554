from __future__ import annotations

import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from kiosk.updates.errors import KeyFault
from kiosk.updates.keys import Ring, file_name, load, make, save, words_of
from kiosk.updates.metadata import own_root
from tests.updates.clinic import Clinic

SECRET = "correct horse battery"


def test_a_key_is_opened_by_its_passphrase_and_by_no_other(tmp_path: Path) -> None:
    key = make()
    path = save(tmp_path / "keys", "root", key, SECRET)
    assert load(path, SECRET).public_key == key.public_key
    for wrong in ("", SECRET + " ", SECRET.upper()):
        with pytest.raises(KeyFault, match="the passphrase does not open this key; try again"):
            load(path, wrong)


def test_a_key_file_is_its_owners_alone_and_holds_nothing_in_the_open(tmp_path: Path) -> None:
    key = make()
    path = save(tmp_path / "keys", "targets", key, SECRET)
    assert path.name == file_name("targets", key.public_key.keyid)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    data = path.read_bytes()
    assert b"ENCRYPTED PRIVATE KEY" in data and b"scrypt 131072 " in data and SECRET.encode() not in data
    with pytest.raises(ValueError, match=r"(?i)password|decrypt"):  # it is stretched before it opens the PEM
        load_pem_private_key(data[data.index(b"-----") :], SECRET.encode())


def test_a_passphrase_too_short_and_a_key_that_is_there_already_are_refused(tmp_path: Path) -> None:
    key = make()
    with pytest.raises(KeyFault, match="at least 12 characters"):
        save(tmp_path, "root", key, "short")
    save(tmp_path, "root", key, SECRET)
    with pytest.raises(KeyFault, match="there is a key already"):
        save(tmp_path, "root", key, SECRET)


def test_what_is_no_key_is_named(tmp_path: Path) -> None:
    path = save(tmp_path, "root", make(), SECRET)
    data = path.read_bytes()
    path.write_bytes(b"hello")
    with pytest.raises(KeyFault, match="not a key of Lamina"):
        load(path, SECRET)
    path.write_bytes(data.replace(b"scrypt 131072", b"scrypt 9999999"))
    with pytest.raises(KeyFault, match="not a key of Lamina"):
        load(path, SECRET)
    with pytest.raises(KeyFault, match="missing; name the folder that holds this key"):
        load(tmp_path / "none.pem", SECRET)


def test_one_passphrase_is_asked_for_once_for_all_keys_it_opens(tmp_path: Path) -> None:
    one, two = make(), make()
    save(tmp_path / "a", "targets", one, SECRET)
    save(tmp_path / "b", "publishing", two, SECRET)
    asked: list[Path] = []

    def ask(path: Path) -> str:
        asked.append(path)
        return SECRET

    ring = Ring([tmp_path / "a", tmp_path / "b"], ask)
    for _ in range(2):
        assert ring.signer("targets", one.public_key.keyid).public_key == one.public_key
        assert ring.signer("publishing", two.public_key.keyid).public_key == two.public_key
    assert len(asked) == 1
    with pytest.raises(KeyFault, match="put in the stick that holds it or use --keys"):
        ring.signer("root", "0" * 64)


def test_the_words_are_256_and_cannot_be_taken_for_each_other(root: Path) -> None:
    words = (root / "kiosk" / "updates" / "data" / "words.txt").read_text("ascii").split()
    assert len(words) == 256 == len({word[:3] for word in words})
    assert all(word.isalpha() and word.islower() and 3 <= len(word) <= 8 for word in words)


def test_the_fingerprint_is_of_the_root_keys_alone(clinic: Clinic, tmp_path: Path) -> None:
    first = words_of(own_root(clinic.anchor).signed)
    clinic.rotate("publishing")
    assert words_of(own_root(clinic.anchor).signed) == first
    clinic.rotate("root")
    assert words_of(own_root(clinic.anchor).signed) != first
    assert words_of(own_root(Clinic(tmp_path / "other").anchor).signed) != first
