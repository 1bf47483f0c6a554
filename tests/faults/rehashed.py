"""Editions that are wrong and signed all the same: every hash in them is right, only a reader can tell.

One blob of a sound edition is changed, then every list that names it, up to a root that is taken as trusted:
what a careless tool or a stolen key could publish. All of it is then read by the code the glass uses. What is
read is as it was, or is a page a record allows (the one that was changed), or raises ``ContentError``.
"""

from __future__ import annotations

import json
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, fields, is_dataclass
from pathlib import Path
from typing import Any

import kiosk.ui.pictures
from kiosk.content.blobs import sha256_of
from kiosk.content.codec import kind_of
from kiosk.content.edition import Edition
from kiosk.content.entries import entries_of
from kiosk.content.errors import ContentError
from kiosk.content.records import LANGUAGES, Language, Page
from kiosk.content.text import fault_of
from kiosk.content.verify import verify
from kiosk.ui.book import ReadyBook
from kiosk.ui.errors import BadPicture
from kiosk.ui.hits import touched_part
from kiosk.ui.pages_as_maps import page_as_map, picture_as_map, questions_of
from kiosk.ui.pictures import Pictures
from kiosk.ui.showing import outlines_at, shown_now, shown_soon, turn_of
from kiosk.ui.values import as_json
from kiosk.visit.place import At, moved, place_of
from tests.faults.edits import broken_picture, edited, raw

SLOW_SECONDS = 2.0

# --- a whole edition -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sound:
    """A sound edition as files: what may be changed in it, by kind, and what reading it gives."""

    folder: Path
    root_name: str
    root: bytes
    blobs: dict[str, bytes]
    kinds: dict[str, list[str]]
    truth: dict[tuple[str, Language], Page]

    @classmethod
    def of(cls, edition: Edition) -> Sound:
        root = (edition.folder / edition.root_name).read_bytes()
        tree = json.loads(root)
        used = {name: edition.blob(name) for name in edition.used_blobs()}
        topics = dict(edition.topics())
        pages = {page for topic in topics.values() for page in topic.pages.values()}
        texts = {name for name, data in used.items() if data[:1] == b"{"}
        tables = {name for part in ("shards", "words", "clinic") for name in tree[part].values()}
        kinds = {
            "page": sorted(pages),
            "table": sorted(tables),
            "outlines": sorted(texts - pages - tables),
            "picture": sorted(set(used) - texts),
        }
        truth = {(name, one): edition.page(name, one) for name in topics for one in LANGUAGES}
        return cls(edition.folder, edition.root_name, root, used, kinds, truth)

    def changed(self, chance: random.Random) -> Mutated:
        """A copy of this edition with one blob, or its root, changed and all hashes right."""
        kind = chance.choices(("page", "table", "outlines", "picture", "root"), (60, 15, 8, 10, 7))[0]
        if kind == "root":
            how, data = edited(self.root, chance)
            return Mutated(f"root {how}", {}, _sealed(data), frozenset(), self)
        name = chance.choice(self.kinds[kind])
        if kind == "picture":
            how, data = broken_picture(self.blobs[name], chance)
        else:
            how, data = (raw if chance.random() < 0.1 else edited)(self.blobs[name], chance)
        new, root = self._rehashed(name, data)
        return Mutated(f"{kind} {how}", new, root, frozenset(new) - frozenset(self.blobs), self)

    def _rehashed(self, name: str, data: bytes) -> tuple[dict[str, bytes], bytes]:
        """The blobs that become others when ``name`` holds ``data``, and the root that names them."""
        names = {name: sha256_of(data)}
        new = {sha256_of(data): data}
        for kind in ("page", "table"):  # pages name pictures, tables name pages and pictures
            for one in self.kinds[kind]:
                held = _renamed(self.blobs[one], names)
                if one not in names and held != self.blobs[one]:
                    new[sha256_of(held)] = held
                    names[one] = sha256_of(held)
        return new, _sealed(_renamed(self.root, names))


@dataclass(frozen=True, slots=True)
class Mutated:
    """A changed edition: its ``new`` blobs and its root; pages that are not among these are as they were."""

    how: str
    new: dict[str, bytes]
    root: bytes
    changed: frozenset[str]
    sound: Sound

    def laid_out(self) -> Laid:
        """Put beside the sound edition's files."""
        return Laid(self)


class Laid:
    """A changed edition on the disk, for as long as it is looked at."""

    def __init__(self, mutated: Mutated) -> None:
        self._mutated = mutated
        self._made: list[Path] = []
        self.root_name = "2099-01-01-00000000.json"

    def __enter__(self) -> Laid:
        folder = self._mutated.sound.folder
        for name, data in self._mutated.new.items():
            path = folder / name[:2] / name
            if not path.exists():
                path.parent.mkdir(exist_ok=True)
                path.write_bytes(data)
                self._made.append(path)
        (folder / self.root_name).write_bytes(self._mutated.root)
        self._made.append(folder / self.root_name)
        return self

    def open(self) -> Edition:
        """The edition. Raises ``ContentError``."""
        sha256 = sha256_of(self._mutated.root)
        return Edition.open(self._mutated.sound.folder, sha256, self.root_name)

    def __exit__(self, *_: object) -> None:
        for path in self._made:
            path.unlink()


def _renamed(data: bytes, names: dict[str, str]) -> bytes:
    for old, new in names.items():
        data = data.replace(old.encode(), new.encode())
    return data


def _sealed(root: bytes) -> bytes:
    """``root`` with the seal it must have, where it has one."""
    with suppress(ValueError, TypeError, AttributeError, KeyError):
        tree = json.loads(root)
        tree.pop("seal")
        bare = json.dumps(tree, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        tree["seal"] = sha256_of(bare.encode("utf-8"))
        return json.dumps(tree, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8")
    return root


# --- reading all of it ---------------------------------------------------------------------------------


@dataclass
class Tally:
    """What came of all reads."""

    mutations: int = 0
    controls: int = 0
    right: int = 0
    allowed: int = 0
    refused: int = 0
    noticed: int = 0
    wrong: list[str] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)


def mutate_and_read(sound: Sound, count: int, seed: int = 1) -> Tally:
    """Change ``count`` copies and read all of each, the sound one every tenth time too."""
    tally = Tally()
    with _roomy_pictures() as pictures:
        for number in range(count):
            chance = random.Random(f"{seed} {number}")
            if number % 10 == 0:
                tally.controls += 1
                before = Tally()
                control = Mutated("control", {}, sound.root, frozenset(), sound)
                with control.laid_out() as laid:
                    read_all("control", laid.open, control, pictures, chance, before)
                if before.wrong or before.refused or before.allowed:
                    tally.wrong.append(f"control {number}: {before}")
            mutated = sound.changed(chance)
            tally.mutations += 1
            tally.kinds[mutated.how] += 1
            with mutated.laid_out() as laid:
                read_all(f"{number} {mutated.how}", laid.open, mutated, pictures, chance, tally)
    return tally


@contextmanager
def _roomy_pictures() -> Iterator[Pictures]:
    """Pictures that keep all they decoded: how much a kiosk keeps is not what is looked at."""
    kept = kiosk.ui.pictures.KEPT_BYTES, kiosk.ui.pictures._MASKS_KEPT
    kiosk.ui.pictures.KEPT_BYTES, kiosk.ui.pictures._MASKS_KEPT = 1 << 28, 64
    pictures = Pictures(_Nothing(), lambda _fault: None)
    try:
        yield pictures
    finally:
        pictures.close()
        kiosk.ui.pictures.KEPT_BYTES, kiosk.ui.pictures._MASKS_KEPT = kept


def read_all(
    label: str,
    opened: Callable[[], Edition],
    mutated: Mutated,
    pictures: Pictures,
    chance: random.Random,
    tally: Tally,
) -> None:
    """Open and read everything as the glass does; what is not as it must be goes to ``tally.wrong``."""
    begun = time.monotonic()
    refused = tally.refused
    try:
        edition = opened()
    except ContentError:
        tally.refused += len(mutated.sound.truth)
        tally.noticed += 1
        return
    except Exception as fault:
        tally.wrong.append(f"{label}: opening raised {fault!r}")
        return
    pictures.change_source(edition)
    book = ReadyBook(edition, pictures)
    _try(f"{label}: the whole", lambda: verify(edition), tally)
    for language in LANGUAGES:
        _try(f"{label}: questions", lambda: as_json(questions_of(edition, language)), tally)  # noqa: B023
        _try(f"{label}: words", lambda: as_json(dict(edition.words(language))), tally)  # noqa: B023
        _try(f"{label}: clinic", lambda: as_json(dict(edition.clinic(language))), tally)  # noqa: B023
    truth = mutated.sound.truth
    some = chance.sample(sorted(truth), 1)
    for (name, language), page in truth.items():
        whole = (name, language) in some or _is_changed(edition, name, language, mutated)
        read = (lambda n, one: _read(book, pictures, n, one, chance)) if whole else edition.page
        found = _try(f"{label}: {name} {language}", lambda: read(name, language), tally)  # noqa: B023
        if found is None:
            tally.refused += 1
        elif found == page:
            tally.right += 1
        elif _may_be(found, name, edition, mutated):
            tally.allowed += 1
        else:
            tally.wrong.append(
                f"{label}: {name} {language} is {found.topic} {found.language} {found.title!r}"
            )
    tally.noticed += tally.refused > refused
    if time.monotonic() - begun > SLOW_SECONDS:
        tally.wrong.append(f"{label}: took {time.monotonic() - begun:.1f} s")


def _try(label: str, read: Callable[[], Any], tally: Tally) -> Any:
    """What ``read`` gives; None where it raises what a kiosk can tell staff."""
    try:
        return read()
    except (ContentError, BadPicture):
        return None
    except Exception as fault:
        tally.wrong.append(f"{label}: raised {fault!r}")
        return None


def _may_be(page: Page, name: str, edition: Edition, mutated: Mutated) -> bool:
    """Whether a page that is not as it was may be shown: it was changed, and keeps every rule of pages."""
    topic = edition.topic(name)
    changed = topic.pages.get(page.language) in mutated.changed or mutated.how.startswith(("root", "table"))
    rules = page.topic == name and kind_of(page) == topic.kind
    return changed and rules and not any(map(fault_of, _texts(page)))


def _is_changed(edition: Edition, name: str, language: Language, mutated: Mutated) -> bool:
    with suppress(ContentError):
        return edition.topic(name).pages.get(language, "") in mutated.changed
    return False


def _texts(record: object) -> Iterator[str]:
    if isinstance(record, str):
        yield record
    elif isinstance(record, tuple):
        for inner in record:
            yield from _texts(inner)
    elif is_dataclass(record) and not isinstance(record, type):
        for one in fields(record):
            yield from _texts(getattr(record, one.name))


def _read(book: ReadyBook, pictures: Pictures, name: str, language: Language, chance: random.Random) -> Page:
    """A page with all that its screen asks for, in some of its places."""
    page = book.page(name, language)
    for side in ("", "left", "right"):
        json.loads(book.texts.text(page, side), parse_constant=_refuse)
    place = place_of(page)
    for _ in range(4):
        for blob in (*shown_now(page, place, ""), *shown_soon(page, place, "")):
            with suppress(BadPicture):
                pictures.decoded(blob)
        turn_of(page, place)
        outlines = outlines_at(page, place, "")
        if outlines:
            pictures.outlines.of(outlines, chance.randrange(300))
        for picture in page.pictures:
            picture_as_map(picture, "")
            touched_part(pictures, page, picture.name, chance.random(), chance.random(), 274.0)
        one = chance.choice(fields(At))
        place = moved(place, page, one.name, chance.choice((0, 1, -1, 5, 10**9, "x", "", True, None, 0.5)))
    page_as_map(page)
    list(book.ways_on(page, ""))
    list(entries_of(page))
    return page


def _refuse(constant: str) -> None:
    raise AssertionError(f"{constant} would reach the glass")


class _Nothing:
    """An edition of no pictures, until there is one."""

    def picture(self, sha256: str) -> bytes:
        raise AssertionError(sha256)

    outlines: Any = picture
