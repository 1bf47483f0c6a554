"""One topic judged and compiled, with what that rests on; knows no other topic but through ``Around``."""

from __future__ import annotations

import hashlib
import os
import time
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.authoring.around import Around, Known
from kiosk.authoring.checks import (
    expiry,
    figures,
    freshness,
    ground,
    grounded,
    review,
    sights,
    structure,
    unfinished,
    wording,
)
from kiosk.authoring.draft import Draft
from kiosk.authoring.findings import AuthoringError, Finding
from kiosk.authoring.gist import Gist, gist_of
from kiosk.authoring.kinds import compile_page
from kiosk.authoring.sources import READ, Topic, is_hidden, read_topic
from kiosk.authoring.stamps import stamp_of
from kiosk.content.blobs import Blobs
from kiosk.content.codec import write_record
from kiosk.content.errors import ContentError
from kiosk.content.records import Language
from kiosk.content.writer import EditionWriter

Files = dict[str, tuple[str, str]]
"""The files of a topic's folder: name to stamp and sha256. Of those nobody reads only the names count."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The findings of a topic's checks, which hold while ``digest`` is that of the answers to ``asked``."""

    asked: list[str]
    digest: str
    findings: list[Finding]


@dataclass(frozen=True, slots=True)
class Paged:
    """A compiled topic: its entry in a shard as JSON, and the blobs of its pages and of their pictures."""

    asked: list[str]
    digest: str
    entry: str
    pages: list[str]
    carried: list[str]


@dataclass(slots=True)
class Record:
    """All that is known of one topic folder. ``own`` is a digest of its files; an empty one has no gist."""

    files: Files
    own: str
    findings: list[Finding]
    gist: Gist | None
    judged: Judged | None = None
    paged: Paged | None = None
    line: str = field(default="", compare=False)
    """How the ledger wrote this down; empty once it has changed."""


def files_of(place: str, before: Files) -> Files:
    """The files of a topic's folder; of those that changed since ``before`` the content is read.

    A file that cannot be read has no stamp: it is tried again next time.
    """
    found: Files = {}
    hidden = False
    now = time.time_ns()
    with os.scandir(place) as entries:
        for entry in entries:
            if is_hidden(entry.name):
                hidden = True
            elif entry.name not in READ:
                found[entry.name] = ("", "")
            else:
                found[entry.name] = _looked_at(entry, before.get(entry.name, ("", "")), now)
    return found or ({".": ("", "")} if hidden else {})  # an empty folder is told from one that looks so


def _looked_at(entry: os.DirEntry[str], before: tuple[str, str], now: int) -> tuple[str, str]:
    try:
        if not entry.is_file():
            return "", "no file"
        stamp = stamp_of(entry.stat(), now)
        if stamp and stamp == before[0]:
            return before
        return stamp, hashlib.sha256(Path(entry.path).read_bytes()).hexdigest()
    except OSError as fault:
        return "", f"not read: {fault.errno}"


def own_digest(files: Files) -> str:
    """What changes with any file of a topic's folder that is read, and with the names of all."""
    told = "\n".join(f"{name} {content}" for name, (_, content) in sorted(files.items()))
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


def read(place: Path, languages: tuple[Language, ...], files: Files) -> tuple[Record, Topic | None]:
    """A topic folder read anew, with its record; ``files`` was looked at before."""
    findings: list[Finding] = []
    topic = read_topic(place, languages, findings)
    return Record(files, own_digest(files), findings, gist_of(topic) if topic else None), topic


def judge(topic: Topic, known: Known) -> Judged:
    """Every finding of every check that looks at one topic."""
    around = Around(known)
    findings = [
        *structure.check_topic(topic, around),
        *review.check_topic(topic, around),
        *sights.check_topic(topic, around),
        *freshness.check_topic(topic, around),
        *figures.check_topic(topic),
        *grounded.check_topic(topic, around),
        *expiry.check_topic(topic, around),
        *ground.check_topic(topic, around),
        *wording.check_topic(topic, around),
        *unfinished.check_topic(topic),
    ]
    asked = list(around.asked)
    return Judged(asked, known.digest(asked), sorted(set(findings)))


def compiled(topic: Topic, known: Known, shelf: Path) -> Paged:
    """A topic's pages, put on the shelf and read back. Raises ``AuthoringError`` for one that cannot be."""
    around, writer = Around(known, bare=False), EditionWriter(shelf)
    try:
        made = [compile_page(Draft(topic, language, around)) for language in around.languages]
        entry = writer.topic(made, made[0].review.state)
        for page in entry.pages.values():
            Blobs(shelf).read(page)
    except ContentError as fault:
        raise AuthoringError(f"topics/{topic.id} cannot be compiled: {fault}") from fault
    asked = list(around.asked)
    text = write_record(entry).decode("utf-8")
    return Paged(asked, known.digest(asked), text, list(entry.pages.values()), list(entry.blobs))
