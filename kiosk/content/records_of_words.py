"""The words of a page as frozen records: sentences, links, a review; knows no picture and no page kind.

Screens and compilers import them from ``kiosk.content.records``.
"""

from typing import Literal

from kiosk.content.record import record

Language = Literal["en", "es"]
LANGUAGES: tuple[Language, ...] = ("en", "es")

Side = Literal["", "left", "right"]
"""The patient's own side; empty where a page or picture has none, or none is chosen yet."""

State = Literal["draft", "in_review", "approved"]


@record
class Sentence:
    """One sentence, the unit of read-aloud, highlighting, fact ids and translation freshness.

    ``left`` and ``right`` hold the wording once the patient has said which side is theirs; both are
    empty where the side changes nothing. ``until`` is the last day it may be shown (2027-05-01), or empty.
    """

    id: str
    text: str
    left: str = ""
    right: str = ""
    facts: tuple[str, ...] = ()
    until: str = ""


@record
class Block:
    """A run of sentences drawn one way: a paragraph, or a list with one sentence a line."""

    kind: Literal["paragraph", "list", "do", "dont"] = "paragraph"
    sentences: tuple[Sentence, ...]


@record
class Section:
    """A headed part of an article. ``picture`` names one of the page's pictures, or is empty."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    picture: str = ""


@record
class Pair:
    """A benefit and its harm in equal words. One cannot exist without the other; ``title`` names both."""

    id: str
    title: str
    benefit: tuple[Sentence, ...]
    harm: tuple[Sentence, ...]


@record
class Link:
    """Another page, by topic id and, if it has parts, the part to open; ``title`` names it there."""

    topic: str
    title: str
    part: str = ""


@record
class Review:
    """The line at a page's foot: who checked it and until when. Dates are ISO (2027-05-01) or empty."""

    sample: bool
    state: State
    reviewer: str = ""
    approved_until: str = ""
    updated: str = ""
