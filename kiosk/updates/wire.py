"""What the updater and those who ask it say to each other, a record a line; knows no socket and does nothing.

A ``Request`` goes to the updater, a ``Message`` comes from it: strict canonical JSON, one to a line, each
line under a cap. Whoever connects is told ``standing`` and ``offers`` at once, and whenever they change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from typing import Literal, TypeVar

from kiosk.content.codec import read_record, write_record
from kiosk.content.errors import Misshapen
from kiosk.content.record import record
from kiosk.content.text import WORD_LETTERS, without_unseen

REQUEST_BYTES = 4 * 1024
"""Longest line to the updater."""

MESSAGE_BYTES = 512 * 1024
"""Longest line from it: offers of a handful of sticks with their news."""

TITLES = 60
"""Titles of topics listed of each kind of news; the counts tell of the rest."""

TEXT_LETTERS = 1200
"""Longest sentence in a message."""

Verb = Literal["standing", "look", "install", "bring", "go_back", "cancel", "confirm", "give_up"]

Record = TypeVar("Record")


@record
class Request:
    """One thing asked. ``number`` is the asker's own and comes back with the result.

    ``standing`` asks for what is so; ``look`` for a look at every stick and server now; ``install`` for the
    offer ``offer``; ``bring`` for the newest edition of ``source`` (a whole path or an address), older or not
    if ``roll_back``, undone by staff or not if ``again``; ``go_back`` for the edition before; ``cancel`` for
    an end of what goes on. The interface says ``confirm`` of an ``edition`` that ran well, ``give_up`` of one
    it cannot show and ``why``.
    """

    verb: Verb
    number: int = 0
    offer: str = ""
    source: str = ""
    roll_back: bool = False
    again: bool = False
    edition: str = ""
    why: str = ""


@record
class Said:
    """How something ended. ``key`` names it among ``sentences.WORDS``, ``sentence`` says more in English.

    ``place``, ``title`` and ``built`` (when that edition was made) fill the braces of those words; ``good``
    is false for a fault. Times are ISO in UTC.
    """

    key: str
    sentence: str
    good: bool = True
    place: str = ""
    title: Mapping[str, str] = field(default_factory=dict)
    built: str = ""
    at: str = ""


Part = Literal[
    "phone", "emergency", "name", "clinic", "words", "start", "waiting", "languages", "sample", "title"
]
"""What else than pages an edition can change: the clinic's telephone, the emergency number, the clinic's name
or logo, its other words; the words of the kiosk; which pages are first; the waiting screen; the languages;
whether it is a sample; its title.
"""


@record
class News:
    """What an offered edition changes of the one shown: the titles of topics by language, and how many.

    At most ``TITLES`` titles of each kind are listed. ``parts`` says what else differs, ``phone`` is the
    clinic's number from then on where that is among them.
    """

    added: tuple[Mapping[str, str], ...] = ()
    changed: tuple[Mapping[str, str], ...] = ()
    removed: tuple[Mapping[str, str], ...] = ()
    added_count: int = 0
    changed_count: int = 0
    removed_count: int = 0
    parts: tuple[Part, ...] = ()
    phone: str = ""


@record
class Offered:
    """What one place offers, or why it is refused. ``id`` names it in a request.

    ``whose`` is the clinic's name by language and ``words`` the fingerprint of its root keys; both are empty
    where it is refused. ``size`` is bytes in ``files`` files. ``fresh`` says that it can be installed: it
    is not what is shown, or that is damaged.
    """

    id: str
    place: str
    edition: str = ""
    whose: Mapping[str, str] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    title: Mapping[str, str] = field(default_factory=dict)
    built: str = ""
    sequence: int = 0
    size: int = 0
    files: int = 0
    fresh: bool = False
    news: News | None = None
    refusal: Said | None = None


@record
class Progress:
    """How far what goes on is: ``what`` is looking, copying, verifying or installed; empty: nothing does."""

    what: str = ""
    done: int = 0
    of: int = 0


@record
class Standing:
    """What is shown and what the updater is about.

    ``edition`` is empty where none was installed; ``sequence`` is its number, ``confirmed`` whether it ran
    well for a minute. ``switch`` counts the pointer's changes. ``previous`` is the edition that going back
    shows and ``back`` what that changes; ``undone`` the newest one that staff went back from and that is
    newer. ``trusts`` is the fingerprint of those whose editions are taken, ``trusts_until`` when that ends.
    ``group`` is the group of kiosks this one belongs to.
    Times are ISO in UTC, empty for never.
    """

    edition: str = ""
    title: Mapping[str, str] = field(default_factory=dict)
    built: str = ""
    sequence: int = 0
    confirmed: bool = False
    switch: int = 0
    previous: str = ""
    previous_title: Mapping[str, str] = field(default_factory=dict)
    previous_built: str = ""
    back: News | None = None
    undone: str = ""
    undone_title: Mapping[str, str] = field(default_factory=dict)
    undone_built: str = ""
    last_look: str = ""
    next_look: str = ""
    source: str = ""
    trusts: tuple[str, ...] = ()
    trusts_until: str = ""
    last: Said | None = None
    group: str = ""
    busy: bool = False


@record
class Message:
    """What the updater tells: any of these. A ``result`` answers the request ``number`` of who is told."""

    standing: Standing | None = None
    offers: tuple[Offered, ...] | None = None
    progress: Progress | None = None
    result: Said | None = None
    number: int = 0


class Unreadable(Exception):
    """What the other side says is no line of this language; its text says why."""


def said(
    key: str,
    sentence: str,
    *,
    good: bool = True,
    place: str = "",
    title: Mapping[str, str] | None = None,
    built: str = "",
) -> Said:
    """A ``Said`` of any texts, made fit to be sent."""
    titles = {language: plain(text) for language, text in (title or {}).items()}
    texts = {"sentence": plain(sentence), "place": plain(place), "built": plain(built)}
    return Said(key=key, good=good, title=titles, **texts)


def plain(text: str) -> str:
    """``text`` as a line can carry it: nothing unseen, no word and no sentence too long."""
    words = without_unseen(text[: 4 * TEXT_LETTERS]).replace("\\", "/").split(" ")
    short = (word if len(word) <= WORD_LETTERS else f"{word[: WORD_LETTERS - 1]}…" for word in words)
    return " ".join(short)[:TEXT_LETTERS]


def line_of(one: Request | Message) -> bytes:
    """``one`` as a line. Raises ``Misshapen`` for what cannot be written."""
    return write_record(one) + b"\n"


def message_line(message: Message) -> bytes:
    """``message`` as a line under the cap: where it is too long the titles of the news go first."""
    line = line_of(message)
    if len(line) > MESSAGE_BYTES:
        bare = tuple(replace(one, news=_counted(one.news)) for one in message.offers or ())[:32]
        so = message.standing
        so = replace(so, back=_counted(so.back)) if so else None
        line = line_of(replace(message, standing=so, offers=None if message.offers is None else bare))
    return line


def read_request(line: bytes) -> Request:
    """The request a line holds. Raises ``Unreadable``."""
    return _read(Request, line, REQUEST_BYTES)


def read_message(line: bytes) -> Message:
    """The message a line holds. Raises ``Unreadable``."""
    return _read(Message, line, MESSAGE_BYTES)


class Lines:
    """Bytes as they come, cut into lines of at most ``cap`` bytes."""

    def __init__(self, cap: int) -> None:
        self._cap = cap
        self._begun = b""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The lines that ``data`` ends, without their ends. Raises ``Unreadable`` for one over the cap."""
        *whole, self._begun = (self._begun + data).split(b"\n")
        for line in whole:
            if len(line) > self._cap:
                raise Unreadable(f"a line of {len(line)} bytes; at most {self._cap} are read")
            yield line
        if len(self._begun) > self._cap:
            self._begun = b""
            raise Unreadable(f"a line goes on after {self._cap} bytes")


def _counted(news: News | None) -> News | None:
    return replace(news, added=(), changed=(), removed=()) if news else None


def _read(kind: type[Record], line: bytes, cap: int) -> Record:
    try:
        return read_record(kind, line, cap)
    except Misshapen as fault:
        raise Unreadable(str(fault)) from None
