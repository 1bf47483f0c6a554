"""Installs killed or refused at each call that changes the disk, and what they leave behind."""

from __future__ import annotations

import os
import pickle
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from kiosk.content.blobs import sha256_of
from kiosk.content.shelf import root_name
from kiosk.content.verify import verify
from kiosk.updates.install import Installation
from kiosk.updates.offer import Offer
from kiosk.updates.places import FolderPlace
from tests.updates.clinic import Clinic

ROOT = Path(__file__).resolve().parents[2]
CHANGING = (
    "write,pwrite64,writev,fsync,fdatasync,syncfs,sync,rename,renameat,renameat2,"
    "unlink,unlinkat,mkdir,mkdirat,rmdir,link,linkat,ftruncate,truncate"
)
"""Every call by which an install can change a disk (opening to create is always followed by one of them)."""


ERRORS = ("ENOSPC", "EIO", "EROFS", "EDQUOT")
WAYS = (("signal=SIGKILL", ""), *((f"error={error}", on) for error in ERRORS for on in ("", "+")))
"""All ways to interfere with a call: killed there; refused once, or from there on (+)."""


@dataclass(frozen=True, slots=True)
class Case:
    """A shelf that shows an old edition, and a repository that offers a new one.

    Where it ``mends`` they are the same, which is damaged.
    """

    folder: Path
    old: str
    new: Offer
    mends: bool = False

    def fresh(self) -> Installation:
        """The shelf as it was before."""
        shelf = self.folder / "shelf"
        shutil.rmtree(shelf, ignore_errors=True)
        shutil.copytree(self.folder / "before", shelf)
        return Installation(shelf)

    def run(self, *tracer: str) -> subprocess.CompletedProcess[str]:
        """One install in a process of its own, under ``tracer``."""
        command = [*tracer, sys.executable, "-m", "tests.faults.installing", str(self.folder)]
        environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)

    def calls(self) -> int:
        """How many calls of an undisturbed install change the disk."""
        self.fresh()
        log = self.folder / "calls"
        done = self.run("strace", "-f", "-qq", "-o", str(log), "-e", f"trace={CHANGING}")
        assert done.returncode == 0, done.stdout + done.stderr
        return len(log.read_text("utf-8").splitlines())

    def interfere(self, what: str, call: int, on: str = "") -> None:
        """Install with ``what`` (``signal=SIGKILL``, ``error=EIO``) at the ``call``-th change; + also after.

        Afterwards the shelf must show the old or the new edition, whole, and the next install the new one,
        with nothing left over.
        """
        self.fresh()
        inject = f"inject={CHANGING}:{what}:when={call}{on}"
        self.run("strace", "-f", "-qq", "-o", os.devnull, "-e", f"trace={CHANGING}", "-e", inject)
        self.judge()

    def judge(self) -> None:
        """Raises ``AssertionError`` or ``BrokenEdition`` for a shelf that is not as it must be."""
        installation = Installation(self.folder / "shelf")
        if self.mends:
            self._judge_untouched(installation)
            self._judge_next(installation)
            return
        edition = installation.shelf.candidate("installed").open()
        assert edition.id in (self.old, self.new.edition)
        verify(edition)
        self._judge_next(installation)

    def _judge_untouched(self, installation: Installation) -> None:
        """What was sound before the mending is, and the pointer names the damaged edition as before."""
        assert installation.shelf.current().edition == self.old == self.new.edition
        before = Installation(self.folder / "before").shelf
        for blob in before.blobs:
            data = before.blobs.path(blob).read_bytes()
            now = installation.shelf.blobs.path(blob).read_bytes()
            assert now == data or sha256_of(now) == blob, f"{blob} is neither what it was nor whole"

    def _judge_next(self, installation: Installation) -> None:
        installed = installation.install(self.new, FolderPlace(self.folder / "repository"))
        assert (
            installed.edition == self.new.edition
            and installation.newest(self.new.clinic) == self.new.sequence
        )
        edition = installation.shelf.candidate("installed").open()
        assert edition.id == self.new.edition
        verify(edition)
        left = [path for path in installation.shelf.folder.rglob("*") if path.name.endswith(".part")]
        assert left == []


def prepare(folder: Path) -> Case:
    """A case in ``folder``, with a clinic of its own."""
    clinic = Clinic(folder / "clinic")
    clinic.publish(1)
    kiosk, place = clinic.kiosk(), FolderPlace(clinic.repository)
    old = Installation(folder / "before").install(kiosk.offers(place)[0], place)
    clinic.publish(2)
    new = kiosk.offers(place)[0]
    (folder / "offer").write_bytes(pickle.dumps(replace(new, title=dict(new.title))))
    shutil.copytree(clinic.repository, folder / "repository")
    return Case(folder, old.edition, new)


def prepare_damaged(folder: Path) -> Case:
    """A case in ``folder`` whose edition lost its root and a page, and has another page altered."""
    clinic = Clinic(folder / "clinic")
    clinic.publish(1)
    kiosk, place = clinic.kiosk(), FolderPlace(clinic.repository)
    offer = kiosk.offers(place)[0]
    installation = Installation(folder / "before")
    old = installation.install(offer, place)
    shelf = installation.shelf
    pages = shelf.open(old.edition).topic("home").pages
    shelf.blobs.path(pages["en"]).unlink()
    spoiled = shelf.blobs.path(pages["es"])
    spoiled.write_bytes(spoiled.read_bytes()[:-9])
    (shelf.folder / root_name(old.edition)).write_bytes(b"{")
    (folder / "offer").write_bytes(pickle.dumps(replace(offer, title=dict(offer.title))))
    shutil.copytree(clinic.repository, folder / "repository")
    return Case(folder, old.edition, offer, mends=True)
