"""What goes onto a stick is what was written last, and it goes where it was meant to: as staff type it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from kiosk.authoring.made import NOTE
from kiosk.content.shelf import Shelf
from kiosk.updates.places import FolderPlace
from kiosk.updates.standing import load
from kiosk.updates.trust import Trust
from tests.cli.test_cli import lamina, one_line


class Office:
    """A staff computer with sources, a shelf, keys and a repository of its own."""

    def __init__(self, root: Path, folder: Path, sources: Path, pictures: Path) -> None:
        self._root = root
        self.sources = sources
        self.shelf, self.repository = folder / "edition", folder / "repository"
        (folder / "passphrase").write_text("correct horse battery\n", "utf-8")
        (folder / "passphrase").chmod(0o600)
        self._made_from = ["--sources", str(sources), "--pictures", str(pictures)]
        self._signed = ["--repository", str(self.repository), "--keys", str(folder / "keys")]
        self._signed += ["--passphrase-file", str(folder / "passphrase")]
        assert self.repo("init").returncode == 0

    def build(self) -> subprocess.CompletedProcess[str]:
        return lamina(self._root, "content", "build", *self._made_from, "--out", str(self.shelf))

    def repo(self, verb: str, *more: str) -> subprocess.CompletedProcess[str]:
        return lamina(self._root, "repo", verb, *self._signed, *more)

    def publish(self, *more: str) -> subprocess.CompletedProcess[str]:
        return self.repo("publish", "--edition", str(self.shelf), *more)

    def says(self, text: str) -> None:
        """Save another word on a page."""
        page = self.sources / "topics" / "discs" / "en.md"
        page.write_text(page.read_text("utf-8").replace("A disc is soft.", text), "utf-8")

    @property
    def numbers(self) -> list[int]:
        return [entry.sequence for _, entry in load(self.repository).editions]


@pytest.fixture
def office(root: Path, tmp_path: Path, sources: Path, pictures: Path) -> Office:
    return Office(root, tmp_path, sources, pictures)


def test_words_saved_after_the_build_are_not_left_behind_in_silence(office: Office) -> None:
    assert office.build().returncode == 0
    edition = Shelf(office.shelf).current().edition
    office.says("A disc is soft inside.")
    refused = office.publish()
    assert refused.returncode == 1 and not office.numbers
    told = f"the sources changed since {edition} was built (topics/discs). Run `content build` first"
    assert told in one_line(refused) and "--as-built" in refused.stderr

    office.says("## A disc is a miracle.")
    (office.sources / "clinic.yaml").write_text("phone: [", "utf-8")
    assert office.build().returncode == 2
    refused = office.publish()  # the next pasted line
    assert refused.returncode == 1 and "(clinic.yaml, topics/discs)" in one_line(refused)

    as_built = office.publish("--as-built")
    assert as_built.returncode == 0 and office.numbers == [1], as_built.stderr
    assert f"{edition}, “" in as_built.stdout and "Published as number 1: " in as_built.stdout


def test_what_was_published_before_is_called_the_same(office: Office) -> None:
    assert office.build().returncode == 0
    assert "Published as number 1: " in office.publish().stdout
    (office.shelf / NOTE).unlink()
    again = office.publish()
    assert again.returncode == 0 and office.numbers == [1]
    assert "nothing tells whether the sources changed since" in again.stderr
    assert "The same as before, number 1: no word is new." in again.stdout


def test_a_folder_that_is_not_there_is_no_stick(office: Office, tmp_path: Path) -> None:
    assert office.build().returncode == 0
    for verb in (office.publish, lambda *more: office.repo("refresh", *more)):
        refused = verb("--to", str(tmp_path / "STIKC"))
        assert refused.returncode == 2 and not office.numbers
        assert "STIKC: there is no such folder. Is the stick in" in one_line(refused)
        refused = verb("--to", str(tmp_path / "passphrase"))
        assert refused.returncode == 2 and "passphrase is a file; name a folder" in one_line(refused)
    assert not (tmp_path / "STIKC").exists()

    made = office.publish("--to", str(tmp_path / "copies" / "new"), "--new-folder")
    assert made.returncode == 0 and made.stdout.endswith("own disk, and no stick.\n"), made.stderr
    assert (tmp_path / "copies" / "new" / "metadata" / "timestamp.json").is_file()


@pytest.mark.skipif(not Path("/dev/shm").is_dir(), reason="needs a second file system")
def test_only_what_can_be_carried_away_is_safe_to_remove(office: Office, tmp_path: Path) -> None:
    stick = Path("/dev/shm") / f"lamina-stick-{os.getpid()}"
    if Path("/dev/shm").stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("this machine has one file system")
    assert office.build().returncode == 0
    stick.mkdir()
    try:
        assert office.publish("--to", str(stick)).stdout.endswith("It is safe to remove now.\n")
        web = office.publish("--to", str(stick), "--profile", "network")
        assert web.stdout.endswith("It is all there.\n")
        kiosk = Trust(tmp_path / "trust")
        kiosk.enrol((tmp_path / "keys" / "root.json").read_bytes())
        assert [offer.sequence for offer in kiosk.offers(FolderPlace(stick))] == [1]
    finally:
        shutil.rmtree(stick)


def test_a_stick_holds_for_half_a_year_whatever_was_done_last(office: Office) -> None:
    assert office.build().returncode == 0
    soon = "That is soon. Let a timer run `repo refresh --profile network`"
    network = office.publish("--profile", "network")
    assert "14 days (signed for a network)" in network.stdout and soon in network.stdout
    for again in (office.publish(), office.repo("refresh")):
        assert "180 days (signed for a stick)" in again.stdout and "soon" not in again.stdout
        assert office.repo("refresh", "--profile", "network").returncode == 0
