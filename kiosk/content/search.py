"""Finding pages and their parts as a patient types; keeps no query and knows nothing of screens.

The index is one SQLite file beside the edition, outside the signed set: built at install, and again when
it is missing, damaged or made for another root. Results come in ranks, each found in the order rows were
stored, so that a short prefix over ten thousand topics costs no sorting: whole words in titles, beginnings
of words in titles, other names from the glossary, words of the text, and last the same with n typed for ñ.
"""

from __future__ import annotations

import os
import re
import sqlite3
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from kiosk.content.edition import ROOT_NAME, Edition
from kiosk.content.entries import Entry, entries_of
from kiosk.content.errors import BrokenEdition
from kiosk.content.fold import WORDS_IN_A_QUERY, plain, words_of
from kiosk.content.records import Glossary, Language

INDEX_NAME = "search.sqlite"
MEMORY = "memory"
RESULTS = 20
_PER_TOPIC = 3
_LAYOUT = "3"
_CACHE_KIB = 256
"""Memory for pages of the index; left to itself SQLite keeps all it ever read, up to 2 MiB."""
LINE_LETTERS = 90
"""Longest line shown of a sentence that was found; a longer one is shown around the word, between dots."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Hit:
    """One result: the page ``topic`` at ``part``, how it is titled, one line of it, and its page kind.

    The line is the sentence that holds the words looked for, or the first one. ``page`` is the title of the
    page a part stands on.
    """

    topic: str
    part: str
    title: str
    line: str
    kind: str
    page: str = ""


class Search:
    """The index of one edition. Safe to use from several threads."""

    def __init__(self, index: sqlite3.Connection, place: str, languages: tuple[Language, ...]) -> None:
        self._index = index
        self._languages = languages
        self._lock = threading.Lock()
        self.place = place
        self.fault = ""

    @classmethod
    def open(cls, edition: Edition, state: Path | None = None, progress: Progress | None = None) -> Search:
        """The edition's index; built if there is no sound one for this root.

        It lies beside the edition, else (read-only, full) in the folder ``state``, else in memory.
        """
        places = [index_place(edition, folder) for folder in (edition.folder, state) if folder is not None]
        for place in places:
            index = _opened(place, edition)
            if index is not None:
                return cls(index, str(place), edition.languages)
        for place in places:
            try:
                build_index(edition, place, progress)
            except (OSError, sqlite3.Error):
                continue
            index = _opened(place, edition)
            if index is not None:
                return cls(index, str(place), edition.languages)
        index = sqlite3.connect(":memory:", check_same_thread=False)
        _fill(index, edition, progress)
        return cls(index, MEMORY, edition.languages)

    def find(self, query: str, language: Language, limit: int = RESULTS) -> tuple[Hit, ...]:
        """At most ``limit`` hits, best first, at most three of one topic; empty for an empty query.

        Every word must be found; the last may be unfinished. A damaged index finds nothing and says so in
        ``fault``; ``Search.open`` builds a new one.
        """
        words = words_of(query[:400])[:WORDS_IN_A_QUERY]
        if not words or language not in self._languages:
            return ()
        found: dict[tuple[str, str], Hit] = {}
        count: dict[str, int] = {}
        try:
            with self._lock:
                for match in _ranks(words):
                    for row in self._index.execute(_FIND.format(language), (match, limit * _PER_TOPIC)):
                        topic, part, title, body, kind, page = row
                        hit = Hit(topic, part, title, _line(title, body, words), kind, page)
                        if (hit.topic, hit.part) in found or count.get(hit.topic, 0) >= _PER_TOPIC:
                            continue
                        found[hit.topic, hit.part] = hit
                        count[hit.topic] = count.get(hit.topic, 0) + 1
                        if len(found) >= limit:
                            return tuple(found.values())
        except (sqlite3.Error, TypeError, UnicodeError) as fault:
            self.fault = f"the search index is damaged ({fault}); it is built again at the next start"
            if self.place != MEMORY:
                with suppress(OSError):
                    Path(
                        self.place
                    ).unlink()  # a start looks at little of an index: it must not find this one
            return ()
        return tuple(found.values())

    def close(self) -> None:
        with self._lock:
            self._index.close()


def index_place(edition: Edition, folder: Path) -> Path:
    """Where the index of ``edition`` lies in ``folder``."""
    return folder / (INDEX_NAME if edition.root_name == ROOT_NAME else f"{edition.id}.sqlite")


def build_index(edition: Edition, place: Path, progress: Progress | None = None) -> None:
    """Build the index at ``place``, all of it or none. Raises ``OSError``, ``sqlite3.Error``.

    A page that cannot be read is left out; the index is then built again at the next start.
    """
    part = place.with_name(f".{place.name}.{os.getpid()}.part")
    part.unlink(missing_ok=True)
    try:
        index = sqlite3.connect(part)
        try:
            index.execute("PRAGMA journal_mode = OFF")
            index.execute("PRAGMA synchronous = OFF")
            _fill(index, edition, progress)
        finally:
            index.close()
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(place)
    finally:
        part.unlink(missing_ok=True)


_FIND = (
    "SELECT e.topic, e.part, e.title, e.body, e.kind, e.page "
    "FROM find_{0} f JOIN entries_{0} e ON e.id = f.rowid "
    "WHERE f.find_{0} MATCH ? ORDER BY f.rowid LIMIT ?"
)


def _line(title: str, body: str, words: list[str]) -> str:
    """The sentence of ``body`` that says most of ``words``; the first one where the title says as much."""
    sentences = body.split("\n")
    told = _said(title, words)
    best = max(sentences, key=lambda sentence: _said(sentence, words)) if told < len(words) else ""
    return _around(best if best and _said(best, words) > told else sentences[0], words)


def _said(text: str, words: list[str]) -> int:
    """How many of ``words`` stand in ``text``, the last of them perhaps unfinished; n counts as ñ."""
    have = " " + plain(" ".join(words_of(text))) + " "
    return sum(f" {plain(word)}" in have for word in words)


def _around(sentence: str, words: list[str]) -> str:
    """``sentence``, or as many whole words of it as fit around the first one that was looked for."""
    if len(sentence) <= LINE_LETTERS:
        return sentence
    parts = sentence.split(" ")
    first = next((at for at, part in enumerate(parts) if _said(part, words)), 0)
    start = end = first
    while end < len(parts) and len(" ".join(parts[start : end + 1])) <= LINE_LETTERS:
        end += 1
    while start > 0 and len(" ".join(parts[start - 1 : end])) <= LINE_LETTERS:
        start -= 1
    before, after = "… " if start else "", " …" if end < len(parts) else ""
    return before + " ".join(parts[start:end]) + after


def _ranks(words: list[str]) -> Iterable[str]:
    """FTS5 expressions from best to last. Words hold letters and digits only, and are quoted all the same."""
    whole = " AND ".join(f'"{word}"' for word in words)
    begun = whole + "*"
    yield f"{{title}} : ({whole})"
    yield f"{{title}} : ({begun})"
    yield f"{{title also}} : ({begun})"
    if len(words[-1]) > 2 or len(words) > 1:
        yield f"{{title also body}} : ({begun})"
    unmarked = " AND ".join(f'"{plain(word)}"' for word in words) + "*"
    yield f"{{plain}} : ({unmarked})"


def _opened(place: Path, edition: Edition) -> sqlite3.Connection | None:
    if place.is_symlink() or not place.is_file():
        return None
    index = None
    try:
        uri = f"{place.resolve().as_uri()}?mode=ro&immutable=1"
        index = sqlite3.connect(uri, uri=True, check_same_thread=False)
        index.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        made_for = index.execute("SELECT layout, root, whole FROM made_for").fetchall()
        if made_for == [(_LAYOUT, edition.root_sha256, 1)]:
            for language in edition.languages:
                index.execute(_FIND.format(language), ('"a"*', 1)).fetchall()
            return index
    except (sqlite3.Error, UnicodeError):
        pass
    if index is not None:
        index.close()
    return None


def _fill(index: sqlite3.Connection, edition: Edition, progress: Progress | None) -> None:
    whole = True
    with index:
        index.execute("CREATE TABLE made_for (layout TEXT, root TEXT, whole INTEGER)")
        for done, language in enumerate(edition.languages):
            index.execute(
                f"CREATE TABLE entries_{language} "
                "(id INTEGER PRIMARY KEY, topic, part, title, body, kind, page)"
            )
            index.execute(
                f"CREATE VIRTUAL TABLE find_{language} USING fts5(title, also, body, plain, "
                "content='', columnsize=0, detail=column, prefix='1 2 3', "
                "tokenize='unicode61 remove_diacritics 0')"
            )
            entries, all_read = _gather(edition, language)
            whole = whole and all_read
            names = _names(entries)
            entries.sort(
                key=lambda entry: (entry.part != "", entry.kind == "menu", len(entry.title), entry.title)
            )
            rows = (_row(number, entry, names) for number, entry in enumerate(entries, 1))
            for number, entry in enumerate(entries, 1):
                told = (number, entry.topic, entry.part, entry.title, entry.body, entry.kind, entry.page)
                index.execute(f"INSERT INTO entries_{language} VALUES (?, ?, ?, ?, ?, ?, ?)", told)
            insert = f"INSERT INTO find_{language} (rowid, title, also, body, plain) VALUES (?, ?, ?, ?, ?)"
            index.executemany(insert, rows)
            index.execute(f"INSERT INTO find_{language} (find_{language}) VALUES ('optimize')")
            if progress:
                progress(done + 1, len(edition.languages))
        index.execute("INSERT INTO made_for VALUES (?, ?, ?)", (_LAYOUT, edition.root_sha256, int(whole)))


def _gather(edition: Edition, language: Language) -> tuple[list[Entry], bool]:
    entries: list[Entry] = []
    all_read = True
    for topic, _ in edition.topics():
        try:
            entries.extend(entries_of(edition.page(topic, language)))
        except BrokenEdition:
            all_read = False
    return entries, all_read


class _Names:
    """Which other names the glossary gives for the words of a text."""

    def __init__(self, groups: Iterable[set[str]]) -> None:
        self._groups: dict[str, set[str]] = {}
        for group in groups:
            for name in group:
                self._groups.setdefault(name, set()).update(group)
        longest_first = sorted(self._groups, key=len, reverse=True)
        either = "|".join(re.escape(name) for name in longest_first)
        self._pattern = re.compile(rf"(?<!\w)(?:{either})(?!\w)") if either else None

    def others(self, text: str) -> str:
        if self._pattern is None:
            return ""
        found: set[str] = set()
        for match in self._pattern.finditer(text):
            found |= self._groups[match.group()] - {match.group()}
        return " ".join(sorted(found))


def _names(entries: Iterable[Entry]) -> _Names:
    terms = [entry for entry in entries if entry.kind == _GLOSSARY and entry.part]
    groups = (
        {" ".join(words_of(name)) for name in (entry.title, *entry.also.split(", "))} for entry in terms
    )
    return _Names({name for name in group if name} for group in groups)


_GLOSSARY = Glossary.__name__.lower()


def _row(number: int, entry: Entry, names: _Names) -> tuple[int, str, str, str, str]:
    title, also, body = (" ".join(words_of(text)) for text in (entry.title, entry.also, entry.body))
    also = " ".join(filter(None, (also, names.others(title))))
    body = " ".join(filter(None, (body, names.others(body))))
    marked = " ".join((title, also, body))
    return number, title, also, body, plain(marked) if "ñ" in marked else ""
