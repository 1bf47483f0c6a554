"""One installed edition, read without trusting its bytes; knows no screens, no network and no way to install.

Opening reads the one small root. A shard, a page, the words, a picture or its outlines are read and checked
by hash when they are asked for. Every method that reads raises ``BrokenEdition`` for a file that is missing,
altered, too large or not what its record says, and nothing else but ``UnknownTopic``.

Safe to use from several threads.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from kiosk.content.blobs import PICTURE_BYTES, Blobs, is_sha256, sha256_of
from kiosk.content.codec import PAGE_BYTES, kind_of, read_page, read_record
from kiosk.content.contents import blobs_of
from kiosk.content.errors import BrokenEdition, ContentError, Misshapen, NoEdition, UnknownTopic
from kiosk.content.expiry import without_expired
from kiosk.content.files import read_regular
from kiosk.content.images import size_of
from kiosk.content.manifest import (
    FORMAT,
    ROOT_BYTES,
    SHARD_BYTES,
    WORDS_BYTES,
    Invitation,
    Root,
    Topic,
    seal_of,
    shard_of,
)
from kiosk.content.outlines import OUTLINES_BYTES, Rings, read_outlines
from kiosk.content.records import Language, Page
from kiosk.content.shard import Shard

if TYPE_CHECKING:
    from datetime import date

ROOT_NAME = "root.json"
"""The root's file where an edition has a folder of its own; on a shelf it is called after the edition."""

_PAGES_KEPT = 32
_SHARDS_KEPT = 16

Value = TypeVar("Value")


class Edition:
    """An edition whose root is ``folder/root_name`` and whose blobs lie in ``folder``, alone or with others'.

    ``root_sha256`` is the hash its root was found to have.
    """

    def __init__(self, folder: Path, root: Root, root_sha256: str, root_name: str = ROOT_NAME) -> None:
        self.folder = folder
        self.root_name = root_name
        self.root = root
        self.root_sha256 = root_sha256
        self.blobs = Blobs(folder)
        self.today: Callable[[], date] | None = None
        """The day it is, for who shows pages: what has expired is left out of them. None leaves all in."""
        self._pages: _Kept[Page] = _Kept(_PAGES_KEPT)
        self._shards: _Kept[Shard] = _Kept(_SHARDS_KEPT)
        self._words: _Kept[Mapping[str, str]] = _Kept(8)

    @classmethod
    def open(cls, folder: Path, root_sha256: str | None = None, root_name: str = ROOT_NAME) -> Edition:
        """The edition in ``folder``; its root must have ``root_sha256`` where a pointer names it."""
        if not Path(folder).is_dir():
            raise BrokenEdition(str(folder), "no such folder")
        data = read_regular(Path(folder) / root_name, ROOT_BYTES)
        found = sha256_of(data)
        if root_sha256 is not None and found != root_sha256:
            raise BrokenEdition(
                root_name, "altered or cut short: it is not the root this edition was installed with"
            )
        root = read_root(data, root_name)
        if root_sha256 is None and root.seal != seal_of(root):
            raise BrokenEdition(root_name, "altered: its seal does not match it")
        return cls(Path(folder), root, found, root_name)

    # what the root says

    @property
    def id(self) -> str:
        """The edition's own id, as shown to staff."""
        return self.root.edition

    @property
    def sample(self) -> bool:
        """Whether this is a sample that no clinician has approved."""
        return self.root.sample

    @property
    def languages(self) -> tuple[Language, ...]:
        return self.root.languages

    @property
    def home(self) -> str:
        """The topic id of the home menu."""
        return self.root.home

    @property
    def warnings(self) -> str:
        """The topic id of the warning signs, or empty."""
        return self.root.warnings

    @property
    def about(self) -> str:
        """The topic id of the page about this screen, or empty."""
        return self.root.about

    @property
    def turn(self) -> tuple[str, ...]:
        """The blobs of the waiting screen's turning picture, in order; empty where it stands still."""
        return self.root.turn

    @property
    def attract(self) -> tuple[Invitation, ...]:
        """The questions of the attract loop, in order."""
        return self.root.attract

    def title(self, language: Language) -> str:
        """The edition's title."""
        return self.root.title.get(language) or next(iter(self.root.title.values()), "")

    # what is read when asked for

    def words(self, language: Language) -> Mapping[str, str]:
        """The words of the kiosk itself (buttons, notices) in ``language``."""
        return self._texts(self.root.words, language)

    def clinic(self, language: Language) -> Mapping[str, str]:
        """The clinic's own words in ``language``; ``logo`` is a blob's sha256 or empty."""
        return self._texts(self.root.clinic, language)

    def topic(self, topic: str) -> Topic:
        """What the edition says of ``topic``. Raises ``UnknownTopic``, ``BrokenEdition``."""
        entry = self._shard(shard_of(topic)).get(topic)
        if entry is None:
            raise UnknownTopic(topic)
        return entry

    def __contains__(self, topic: str) -> bool:
        return topic in self._shard(shard_of(topic))

    def topics(self) -> Iterator[tuple[str, Topic]]:
        """Every topic with its id, shard by shard, ids in order within a shard. Shards are read as you go."""
        for name in sorted(self.root.shards):
            yield from sorted(self._shard(name).items())

    def ids(self) -> Iterator[str]:
        """Every topic's id, as ``topics`` orders them; no entry is looked at."""
        for name in sorted(self.root.shards):
            yield from sorted(self._shard(name))

    def page(self, topic: str, language: Language) -> Page:
        """The page of ``topic`` in ``language``, or in the first other language where it is not translated.

        ``page.language != language`` tells the second case. What has expired by ``today`` is left out.
        Raises ``UnknownTopic``, ``BrokenEdition``.
        """
        entry = self.topic(topic)
        if language not in entry.pages:
            language = next(other for other in (*self.languages, *entry.pages) if other in entry.pages)
        sha256 = entry.pages[language]
        day = self.today() if self.today is not None else None
        name = f"{sha256} {day}"
        page = self._pages.get(name)
        if page is None:
            try:
                page = read_page(self.blobs.read(sha256, PAGE_BYTES))
            except Misshapen as fault:
                raise BrokenEdition(Blobs.name_of(sha256), f"page {topic} in {language}: {fault}") from None
            page = page if day is None else without_expired(page, day)
            self._pages.keep(name, page)
        if (page.topic, page.language, kind_of(page)) != (topic, language, entry.kind):
            held = f"{kind_of(page)} {page.topic} ({page.language})"
            why = f"holds {held}, not {entry.kind} {topic} ({language})"
            raise BrokenEdition(Blobs.name_of(sha256), why)
        return page

    def blob(self, sha256: str, cap: int = PICTURE_BYTES) -> bytes:
        """Any blob's bytes, checked against its name."""
        return self.blobs.read(sha256, cap)

    def picture(self, sha256: str) -> bytes:
        """A picture's bytes, checked by hash: WebP or PNG, at most 4096 pixels a side; not decoded."""
        data = self.blobs.read(sha256, PICTURE_BYTES)
        try:
            size_of(data)
        except Misshapen as fault:
            raise BrokenEdition(Blobs.name_of(sha256), str(fault)) from None
        return data

    def outlines(self, sha256: str) -> dict[int, Rings]:
        """The outlines of a picture's parts, by their codes in its mask."""
        try:
            return read_outlines(self.blobs.read(sha256, OUTLINES_BYTES))
        except Misshapen as fault:
            raise BrokenEdition(Blobs.name_of(sha256), f"no outlines: {fault}") from None

    def used_blobs(self) -> tuple[str, ...]:
        """Every blob this edition is made of, each once."""
        return blobs_of(self.root, self.blobs.read)

    def prove(self) -> None:
        """Read what the first minute needs: words, clinic, home and warnings. Costs the same at any size."""
        for language in self.languages:
            self.words(language)
            self.clinic(language)
            for topic in filter(None, (self.home, self.warnings)):
                try:
                    self.page(topic, language)
                except UnknownTopic as fault:
                    raise BrokenEdition(self.root_name, str(fault)) from None

    def _texts(self, table: Mapping[Language, str], language: Language) -> Mapping[str, str]:
        sha256 = table.get(language)
        if sha256 is None:
            return {}
        return self._read(self._words, sha256, Mapping[str, str], WORDS_BYTES)

    def _shard(self, name: str) -> Mapping[str, Topic]:
        sha256 = self.root.shards.get(name)
        if sha256 is None:
            return {}
        shard = self._shards.get(sha256)
        if shard is None:
            shard = Shard(name, sha256, self.blobs.read(sha256, SHARD_BYTES))
            self._shards.keep(sha256, shard)
        return shard

    def _read(self, kept: _Kept[Value], sha256: str, record: Any, cap: int) -> Value:
        value = kept.get(sha256)
        if value is None:
            try:
                read: Value = read_record(record, self.blobs.read(sha256, cap), cap)
            except Misshapen as fault:
                raise BrokenEdition(Blobs.name_of(sha256), str(fault)) from None
            kept.keep(sha256, read)
            return read
        return value


class Candidate(NamedTuple):
    """An edition that might be shown. ``name`` is for health: "installed", "previous", "shipped"."""

    name: str
    folder: Path
    root_sha256: str | None = None
    root_name: str = ROOT_NAME

    def open(self) -> Edition:
        """The edition itself. Raises ``BrokenEdition``."""
        return Edition.open(self.folder, self.root_sha256, self.root_name)


class Choice(NamedTuple):
    """The edition to show, which candidate it was, and why each candidate before it was passed over."""

    edition: Edition
    name: str
    passed_over: tuple[tuple[str, str], ...]


def choose_edition(candidates: Iterable[Candidate]) -> Choice:
    """The first candidate whose root, words and home can be read. Raises ``NoEdition`` when there is none."""
    passed: list[tuple[str, str]] = []
    for candidate in candidates:
        try:
            edition = candidate.open()
            edition.prove()
        except BrokenEdition as fault:
            passed.append((candidate.name, f"{candidate.folder / fault.file}: {fault.why}"))
        except ContentError as fault:
            passed.append((candidate.name, str(fault)))
        else:
            return Choice(edition, candidate.name, tuple(passed))
    raise NoEdition("; ".join(f"{name}: {why}" for name, why in passed) or "none was offered")


def read_root(data: bytes, name: str = ROOT_NAME) -> Root:
    """A root's record, whatever its hash. Raises ``BrokenEdition`` naming ``name`` for what is none."""
    try:
        root = read_record(Root, data, ROOT_BYTES)
    except Misshapen as fault:
        raise BrokenEdition(name, str(fault)) from None
    if root.format != FORMAT:
        raise BrokenEdition(name, f"format {root.format}; this kiosk reads format {FORMAT}")
    if not root.languages or not root.home:
        raise BrokenEdition(name, "names no language or no home topic")
    named = (*root.shards.items(), *root.words.items(), *root.clinic.items())
    for what, sha256 in (*named, *(("a frame of the turn", frame) for frame in root.turn)):
        if not is_sha256(sha256):
            raise BrokenEdition(name, f"{what} is not named by a sha256")
    return root


class _Kept(Generic[Value]):
    """The values used last, at most ``room`` of them."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._values: OrderedDict[str, Value] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, name: str) -> Value | None:
        with self._lock:
            value = self._values.get(name)
            if value is not None:
                self._values.move_to_end(name)
            return value

    def keep(self, name: str, value: Value) -> None:
        with self._lock:
            self._values[name] = value
            while len(self._values) > self._room:
                self._values.popitem(last=False)
