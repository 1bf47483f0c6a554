"""Where a repository may be carried to, and what is said of a stick or a key that is not as it must be."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.updates.repository import init
from tests.cli.test_cli import lamina, one_line
from tests.updates.clinic import Clinic, files_of, write_edition


class Office:
    """Keys, a repository and a built edition, and the command that publishes it."""

    def __init__(self, root: Path, folder: Path) -> None:
        self._root = root
        self.folder, self.keys = folder, folder / "keys"
        (folder / "passphrase").write_text("correct horse battery\n", "utf-8")
        (folder / "passphrase").chmod(0o600)
        self._given = ["--repository", str(folder / "repository"), "--keys", str(self.keys)]
        self._given += ["--passphrase-file", str(folder / "passphrase")]
        self._edition = ["--edition", str(write_edition(folder / "built", 1).blobs.folder)]
        assert lamina(root, "repo", "init", *self._given).returncode == 0

    def publish(self, to: Path, *more: str) -> subprocess.CompletedProcess[str]:
        return lamina(self._root, "repo", "publish", *self._given, *self._edition, "--to", str(to), *more)

    def rotate(self, role: str) -> subprocess.CompletedProcess[str]:
        return lamina(self._root, "repo", "rotate", role, *self._given)


@pytest.fixture
def office(root: Path, tmp_path: Path) -> Office:
    return Office(root, tmp_path)


@pytest.mark.parametrize(
    ("file", "told"),
    [
        ("edition.yaml", "holds the sources; nothing was published"),
        ("topics/discs/topic.yaml", "holds the sources; nothing was published"),
        ("targets-0a1b2c3d.pem", "holds keys, which nobody else may get; nothing was published"),
        ("2026-11-23-a99e1caf.json", "holds editions that were built; nothing was published"),
        ("kiosk/cli/ends.py", "holds the program; nothing was published"),
    ],
)
def test_a_folder_that_is_there_for_something_else_is_refused(
    office: Office, tmp_path: Path, file: str, told: str
) -> None:
    place = tmp_path / "place"
    (place / file).parent.mkdir(parents=True)
    (place / file).write_text("x", "utf-8")
    refused = office.publish(place)
    assert refused.returncode == 2 and f"{place} {told}" in one_line(refused)
    assert list(files_of(place)) == [file]


@pytest.mark.parametrize(
    ("sign", "told"), [("edition.yaml", "the sources"), ("metadata/timestamp.json", "a repository")]
)
@pytest.mark.parametrize("more", [[], ["--new-folder"]])
def test_a_folder_within_sources_or_a_repository_is_refused(
    office: Office, tmp_path: Path, sign: str, told: str, more: list[str]
) -> None:
    above = tmp_path / "place"
    (above / sign).parent.mkdir(parents=True)
    (above / sign).write_text("x", "utf-8")
    inner = above / "topics" / "lamina"
    if not more:
        inner.mkdir(parents=True)
    refused = office.publish(inner, *more)
    assert refused.returncode == 2
    assert f"{inner} lies within {above}, which holds {told}; nothing was published" in one_line(refused)
    assert list(files_of(above)) == [sign]


def test_a_few_foreign_files_on_a_stick_do_no_harm_and_many_say_it_is_for_them(
    office: Office, tmp_path: Path
) -> None:
    stick, drive = tmp_path / "stick", tmp_path / "drive"
    for folder, count in ((stick, 5), (drive, 40)):
        folder.mkdir()
        for number in range(count):
            (folder / f"photo-{number}.jpg").write_bytes(b"x")
    (stick / "root.json").write_bytes((office.keys / "root.json").read_bytes())
    assert office.publish(stick).returncode == 0
    refused = office.publish(drive)
    assert refused.returncode == 2 and "holds 40 other things, and no repository yet" in one_line(refused)
    inside = ["--to", str(drive / "lamina"), "--new-folder"]
    assert " ".join(inside) in refused.stderr
    assert office.publish(drive / "lamina", "--new-folder").returncode == 0
    for number in range(40):
        (stick / f"later-{number}.jpg").write_bytes(b"x")
    assert office.publish(stick).returncode == 0, "it holds a repository already"


@contextmanager
def disk(folder: Path, options: str) -> Iterator[Path]:
    """A file system of its own in ``folder``; skips the test where it may not be made."""
    folder.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "none", str(folder)], capture_output=True)
    if made.returncode:
        pytest.skip("no file system may be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ("size=16k", "this stick or folder is full; take other files off it, or take a larger one"),
        ("ro", "this stick or folder is write-protected; unlock it, or take another"),
    ],
)
def test_a_stick_that_takes_nothing_is_named_with_what_to_do(
    office: Office, tmp_path: Path, options: str, told: str
) -> None:
    with disk(tmp_path / "stick", options) as stick:
        refused = office.publish(stick)
    assert refused.returncode == 2 and ".part" not in refused.stderr
    assert f"{stick}: {told}. The next try goes on from here" in refused.stderr.splitlines()[-1]


def test_a_stick_that_cannot_be_written_to_for_another_reason_is_named(
    office: Office, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    (stick / "blobs").write_bytes(b"a file where a folder must be")
    refused = office.publish(stick)
    assert refused.returncode == 2 and f"{stick}: it cannot be written to (" in refused.stderr


def test_a_key_that_a_stopped_rotation_left_behind_is_named(office: Office, tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    assert "signs nothing" not in office.publish(tmp_path / "stick").stderr
    orphan = office.keys / "targets-deadbeef.pem"
    orphan.write_bytes(b"x")
    told = f"{orphan}: this key signs nothing here: it was replaced, or a `repo rotate` was stopped"
    assert told in office.publish(tmp_path / "stick").stderr
    rotated = office.rotate("targets")
    assert rotated.returncode == 0 and told in rotated.stderr
    assert rotated.stderr.count("signs nothing here") == 1, "of the one just replaced standard output tells"


def test_a_repository_whose_term_is_over_is_a_finding(root: Path, tmp_path: Path) -> None:
    clinic = Clinic(tmp_path / "clinic")
    old = tmp_path / "old"
    init(old, clinic.made, now=datetime(2025, 1, 1, tzinfo=UTC))
    told = lamina(root, "repo", "info", "--repository", str(old))
    assert told.returncode == 1
    assert "kiosks take nothing from it: it was signed until 2025-06-30. Run `repo refresh`" in told.stdout
    assert lamina(root, "repo", "info", "--repository", str(old), "--json").returncode == 1
    clinic.publish(1)
    assert lamina(root, "repo", "info", "--repository", str(clinic.repository)).returncode == 0
