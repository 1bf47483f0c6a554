"""What the edition on a shelf was made from, noted there, and what changed since then; builds nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from kiosk.authoring.gist import digest_of
from kiosk.authoring.sources import is_hidden, topic_names
from kiosk.authoring.stamps import stamps_under
from kiosk.authoring.study import Record, files_of, own_digest
from kiosk.content.errors import BrokenEdition
from kiosk.content.files import read_regular, write_whole

NOTE = ".made"
"""The note's name on a shelf. It is no part of the edition, is never signed, and may go at any time."""

_NOTE_BYTES = 16 * 1024 * 1024


class NotNoted(Exception):
    """No note says what this edition was made from."""


@dataclass(frozen=True, slots=True)
class Outside:
    """What a build reads besides topics: a digest of each file of the site, and one of all picture files."""

    site: Mapping[str, str]
    pictures: str


def outside(sources: Path, pictures: Path) -> Outside:
    """As it is now. To be asked before a build reads it: what is saved later then counts as changed."""
    tops = [path for path in sources.glob("*") if path.name != "topics"]
    files = [*tops, *(path for top in tops if top.is_dir() for path in top.rglob("*"))]
    site = {path.relative_to(sources).as_posix(): _digest(path) for path in files if _is_of_site(path)}
    return Outside(site, digest_of(sorted(stamps_under(str(pictures), trusting=True).items())))


def note(
    shelf: Path, edition: str, sources: Path, pictures: Path, seen: Outside, topics: Mapping[str, Record]
) -> None:
    """Note on ``shelf`` that ``edition`` was made of ``topics`` as they were read. Raises ``OSError``."""
    told = {
        "edition": edition,
        "sources": str(sources.resolve()),
        "pictures": str(pictures.resolve()),
        "site": dict(seen.site),
        "pictured": seen.pictures,
        "topics": {name: record.own for name, record in topics.items()},
    }
    write_whole(shelf / NOTE, json.dumps(told, separators=(",", ":")).encode("utf-8"))


def changed_since(shelf: Path, edition: str) -> list[str]:
    """What was changed, added or taken away since ``edition`` was made: "clinic.yaml", "topics/discs" ...

    Words are compared by what they say, pictures by the stamps of their files. Raises ``NotNoted``.
    """
    try:
        told = json.loads(read_regular(shelf / NOTE, _NOTE_BYTES))
        if told["edition"] != edition:
            raise NotNoted
        sources, pictures = Path(told["sources"]), Path(told["pictures"])
        before = {**told["site"], **{f"topics/{name}": own for name, own in told["topics"].items()}}
        pictured = told["pictured"]
    except (BrokenEdition, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise NotNoted from None
    if not sources.is_dir():
        return [str(sources)]
    seen = outside(sources, pictures)
    now = {**seen.site, **{f"topics/{name}": own for name, own in _topics(sources).items()}}
    changed = {name for name in before.keys() | now if before.get(name) != now.get(name)}
    return sorted(changed) + ([] if seen.pictures == pictured else [str(pictures)])


def _topics(sources: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in topic_names(sources, []):
        with suppress(OSError):  # one that cannot be read is not what it was
            found[name] = own_digest(files_of(str(sources / "topics" / name), {}))
    return found


def _is_of_site(path: Path) -> bool:
    return path.is_file() and not is_hidden(path.name) and not path.name.endswith("~")


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
