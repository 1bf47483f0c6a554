"""The records an edition's files other than pages hold, and their caps; knows nothing of reading them.

``root.json`` is one ``Root``. A shard is a mapping of topic ids to ``Topic``. Words and clinic blobs are
mappings of keys to texts, one for each language.
"""

from collections.abc import Mapping
from dataclasses import field, replace
from typing import Literal

from kiosk.content.blobs import sha256_of
from kiosk.content.codec import write_record
from kiosk.content.record import record
from kiosk.content.records import Language, State

FORMAT = 4
ROOT_BYTES = 256 * 1024
SHARD_BYTES = 1024 * 1024
WORDS_BYTES = 1024 * 1024

Kind = Literal[
    "menu",
    "article",
    "diagram",
    "walkthrough",
    "timeline",
    "comparison",
    "nerve_map",
    "glossary",
    "questions",
    "warnings",
    "about",
]


@record
class Invitation:
    """One question of the attract loop, in each language, and the page that answers it."""

    question: Mapping[Language, str]
    topic: str
    part: str = ""


@record
class Topic:
    """What an edition says of a topic unopened; ``blobs`` are its pages' pictures and their outlines."""

    kind: Kind
    title: Mapping[Language, str]
    pages: Mapping[Language, str]
    state: State
    blobs: tuple[str, ...] = ()


@record
class Root:
    """An edition in one small file. ``shards``, ``words`` and ``clinic`` hold the sha256 of blobs.

    ``turn`` holds the frames of the waiting screen's turning picture, in order of turning.
    ``built`` is an ISO time in UTC. ``seal`` is the sha256 of the root written with an empty seal: it
    tells a damaged root from a whole one even where no pointer names the root's hash (it is no signature).
    """

    format: int
    edition: str
    title: Mapping[Language, str]
    sample: bool
    built: str
    languages: tuple[Language, ...]
    home: str
    warnings: str = ""
    about: str = ""
    attract: tuple[Invitation, ...] = ()
    turn: tuple[str, ...] = ()
    shards: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[Language, str] = field(default_factory=dict)
    clinic: Mapping[Language, str] = field(default_factory=dict)
    seal: str = ""


def seal_of(root: Root) -> str:
    """The seal ``root`` must carry."""
    return sha256_of(write_record(replace(root, seal="")))


def shard_of(topic: str) -> str:
    """The shard a topic id belongs to: the first two hexadecimal digits of its sha256."""
    return sha256_of(topic.encode("utf-8"))[:2]
