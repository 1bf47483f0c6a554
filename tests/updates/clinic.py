"""A clinic with its keys, repository, sticks and kiosks, for tests; small editions of a few real files."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from kiosk.content.manifest import FORMAT, Root
from kiosk.content.pointer import write_pointer
from kiosk.content.records import Menu, Review
from kiosk.content.records_of_words import State
from kiosk.content.writer import EditionWriter
from kiosk.updates.copying import copy
from kiosk.updates.errors import NotThere
from kiosk.updates.found import Found, find
from kiosk.updates.framework import CryptoSigner, Metadata
from kiosk.updates.keys import Role, make
from kiosk.updates.metadata import written
from kiosk.updates.places import FolderPlace
from kiosk.updates.repository import Published, init, publish, withdraw
from kiosk.updates.rotation import rotate
from kiosk.updates.trust import Trust

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
YEAR = timedelta(days=365)

HANG = 30.0
"""Seconds after which something hangs: what is measured takes a thousandth of that, under load a tenth."""


class Pocket:
    """Keys at hand without files."""

    def __init__(self) -> None:
        self.keys: dict[str, CryptoSigner] = {}

    def new(self) -> CryptoSigner:
        key = make()
        self.keys[key.public_key.keyid] = key
        return key

    def has(self, role: Role, keyid: str) -> bool:
        return keyid in self.keys

    def signer(self, role: Role, keyid: str) -> CryptoSigner:
        return self.keys[keyid]


def write_edition(folder: Path, number: int, topics: int = 2, approved_until: str = "") -> Found:
    """An edition on a shelf of its own whose pages tell ``number``; a sample, or ``approved_until`` (ISO)."""
    writer = EditionWriter(folder)
    sample = not approved_until
    state: State = "draft" if sample else "approved"
    review = Review(sample=sample, state=state, approved_until=approved_until)
    menu = Menu(topic="home", language="en", title="Home", review=review, doors=())
    for index in range(topics):
        name = "home" if index == 0 else f"page-{index}"
        title = f"Home {number}" if index == 0 else f"Page {index}"
        pages = [replace(menu, topic=name, language=one, title=title) for one in ("en", "es")]
        writer.topic(pages, state)
    name = f"2026-12-{number:02d}-{number:08x}"
    titles = {"en": f"Edition {number}", "es": f"Edición {number}"}
    head = Root(
        format=FORMAT,
        edition=name,
        title=titles,  # type: ignore[arg-type]
        sample=sample,
        built="2026-12-01T00:00:00Z",
        languages=("en", "es"),
        home="home",
    )
    writer.finish(head, {"en": {"back": "Back"}, "es": {"back": "Atrás"}}, {"en": {"name": f"C{number}"}})
    return find(folder)


def onto_shelf(found: Found, shelf: Path) -> Path:
    """``found`` as a machine keeps it: blobs shared, the root by the edition's id, a pointer."""
    shutil.copytree(found.blobs.folder, shelf, ignore=shutil.ignore_patterns("root.json"))
    (shelf / f"{found.id}.json").write_bytes(found.data)
    from kiosk.content.blobs import sha256_of

    write_pointer(shelf / "current", found.id, sha256_of(found.data))
    return shelf


class Clinic:
    """One clinic's keys and repository below ``folder``, ``begun`` at that time."""

    def __init__(self, folder: Path, begun: datetime = NOW) -> None:
        self.folder = folder
        self.repository = folder / "repository"
        self.pocket = Pocket()
        self.made: dict[Role, list[CryptoSigner]] = {
            "root": [self.pocket.new() for _ in range(3)],
            "targets": [self.pocket.new()],
            "publishing": [self.pocket.new()],
        }
        self.first = self.anchor = init(self.repository, self.made, now=begun)

    def edition(self, number: int) -> Found:
        folder = self.folder / f"edition-{number}"
        return find(folder) if folder.exists() else write_edition(folder, number)

    def publish(self, number: int, now: datetime = NOW, **more: Any) -> Published:
        return publish(self.repository, self.anchor, self.edition(number), self.pocket, now=now, **more)

    def withdraw(self, group: str) -> Published:
        return withdraw(self.repository, self.anchor, group, self.pocket, now=NOW)

    def rotate(self, role: Role, now: datetime = NOW, replaced: CryptoSigner | None = None) -> CryptoSigner:
        """Replace the role's (first) key; returns the new one."""
        new = self.pocket.new()
        gone = (replaced or self.made[role][0]).public_key.keyid
        self.anchor = rotate(
            self.repository,
            self.anchor,
            role,
            new,
            self.pocket,
            replaced=gone if role == "root" else "",
            now=now,
        )
        self.made[role] = [new if key.public_key.keyid == gone else key for key in self.made[role]]
        return new

    def stick(self, name: str) -> Path:
        """The repository as it is now, on a stick called ``name``."""
        copy(self.repository, self.anchor, self.folder / name)
        return self.folder / name

    def kiosk(self, name: str = "kiosk", now: datetime = NOW, group: str = "") -> Trust:
        """A kiosk enrolled with the clinic's first root."""
        kiosk = Trust(self.folder / name, clock=lambda: now, group=group)
        kiosk.enrol(self.first)
        return kiosk

    def signs(self, file: Path, change: Callable[[Any], None], *keys: CryptoSigner) -> None:
        """Change the signed part of ``file`` and sign it with ``keys`` and nothing else."""
        metadata: Metadata[Any] = Metadata.from_bytes(file.read_bytes())
        change(metadata.signed)
        metadata.signatures.clear()
        for key in keys:
            metadata.sign(key, append=True)
        file.write_bytes(written(metadata))


class Mirror:
    """A folder read through a stranger's hands: ``alter(path, bytes)`` gives what the kiosk gets to see."""

    name = "mirror"

    def __init__(self, folder: Path, alter: Callable[[str, bytes], bytes | None]) -> None:
        self._place = FolderPlace(folder)
        self._alter = alter
        self.asked: list[str] = []

    def read(self, path: str, cap: int, deadline: float) -> bytes:
        self.asked.append(path)
        data = self._alter(path, self._place.read(path, cap, deadline))
        if data is None:
            raise NotThere(self.name, path, "missing")
        return data

    def close(self) -> None:
        self._place.close()


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file below ``folder`` by its path."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def numbered(folder: Path, role: str) -> Path:
    """The newest file of ``role`` in a repository."""
    files = (folder / "metadata").glob(f"*.{role}.json")
    return max(files, key=lambda path: int(path.name.split(".")[0]))


def value(file: Path) -> Any:
    """What a JSON file holds."""
    return json.loads(file.read_bytes())
