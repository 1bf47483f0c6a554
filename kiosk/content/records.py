"""What the kiosk shows, as frozen records; knows nothing of files, of Qt, or of how staff write.

One page kind is one record here, one compiler rule in ``kiosk.authoring`` and one screen of the same
name in ``kiosk/qml/Lamina/Screens``. A record's field names are the page's JSON keys and, in camelCase,
the screen's required properties; ``tests/test_page_kinds.py`` holds the three together.

The words and pictures of a page lie in the two modules this one gives on.
Every text in a page is already in one language: a page is compiled once for each language.
Lengths of pictures are fractions (0..1) of the picture's frame, x to the right, y down.
"""

from typing import Literal

from kiosk.content.record import record
from kiosk.content.records_of_pictures import Label, Picture, Region, RegionWords, Rendition, Swatch
from kiosk.content.records_of_words import (
    LANGUAGES,
    Block,
    Language,
    Link,
    Pair,
    Review,
    Section,
    Sentence,
    Side,
    State,
)

__all__ = [
    "LANGUAGES",
    "PAGE_KINDS",
    "About",
    "Article",
    "Block",
    "Card",
    "Cell",
    "Column",
    "CompareRow",
    "Comparison",
    "Diagram",
    "Door",
    "Frame",
    "Glossary",
    "Label",
    "Language",
    "Layer",
    "Link",
    "Menu",
    "Nerve",
    "NerveMap",
    "Page",
    "Pair",
    "Phase",
    "Picture",
    "Question",
    "QuestionGroup",
    "Questions",
    "Region",
    "RegionWords",
    "Rendition",
    "Review",
    "Row",
    "Section",
    "Sentence",
    "Shot",
    "Side",
    "State",
    "Step",
    "Swatch",
    "Term",
    "Timeline",
    "View",
    "Walkthrough",
    "Warnings",
]


@record
class Page:
    """What every page carries. ``say`` is how the title sounds; ``lead`` the sentence that carries the page.

    ``next`` is the page's one filled button. ``sources`` are citations in words, shown behind one tap.
    ``region_words`` says what each region of its pictures is.
    """

    topic: str
    language: Language
    title: str
    review: Review
    say: str = ""
    lead: tuple[Sentence, ...] = ()
    pictures: tuple[Picture, ...] = ()
    region_words: tuple[RegionWords, ...] = ()
    next: Link | None = None
    related: tuple[Link, ...] = ()
    sources: tuple[str, ...] = ()


@record
class Door:
    """One way on from a menu. ``picture`` names one of the page's pictures, or is empty."""

    topic: str
    title: str
    line: str = ""
    picture: str = ""


@record
class Menu(Page):
    """A page of doors."""

    doors: tuple[Door, ...]


@record
class Article(Page):
    """Sections of plain sentences; its benefits stand beside their harms."""

    sections: tuple[Section, ...]
    pairs: tuple[Pair, ...] = ()
    picture: str = ""


@record
class Layer:
    """A tissue that can be shown or hidden. ``fixed`` layers are always on."""

    id: str
    title: str
    tissue: str
    fixed: bool = False
    on: bool = True


@record
class Shot:
    """The picture of one view with exactly these layers on (ids sorted, joined by "+")."""

    layers: str
    picture: str


@record
class View:
    """One way of looking (from the side, from behind ...): a shot for each combination of layers.

    ``frames`` are picture names of a turntable in order of turning; empty where the view stands still.
    """

    id: str
    title: str
    shots: tuple[Shot, ...]
    frames: tuple[str, ...] = ()


@record
class Diagram(Page):
    """A picture whose parts can be touched, turned and shown or hidden."""

    views: tuple[View, ...]
    layers: tuple[Layer, ...] = ()


@record
class Frame:
    """One moment of a step (before, plan, after), with the picture for each side.

    ``left`` and ``right`` name pictures for a chosen side; ``picture`` serves while none is chosen.
    Empty names mean that no picture exists and the text layout is used. ``sentences`` are said while the
    frame shows, in place of the step's; empty where the step's words hold for it.
    """

    id: str
    title: str = ""
    picture: str = ""
    left: str = ""
    right: str = ""
    sentences: tuple[Sentence, ...] = ()


@record
class Step:
    """One step of an operation: one idea, one picture, and what could go wrong here.

    ``choices`` says that the frames are other ways of doing it and not what happens one after another.
    """

    id: str
    title: str
    sentences: tuple[Sentence, ...]
    frames: tuple[Frame, ...] = ()
    wrong: tuple[Sentence, ...] = ()
    choices: bool = False


@record
class Walkthrough(Page):
    """An operation, step by step. ``sided`` asks which side is yours."""

    steps: tuple[Step, ...]
    sided: bool = False


@record
class Phase:
    """A stretch of recovery. ``start`` and ``end`` are days after surgery (hours are fractions)."""

    id: str
    title: str
    start: float
    end: float
    sentences: tuple[Sentence, ...]


@record
class Cell:
    """What one activity looks like in one phase; ``sentence`` is what is shown when it is chosen.

    ``level`` is how far along people are with it, or ``none`` where that is not the question (a visit).
    """

    phase: str
    level: Literal["not_yet", "some", "most", "ask", "none"]
    sentence: Sentence


@record
class Row:
    """One activity across the phases: walk, drive, desk work ... ``answer`` says it all in one sentence."""

    id: str
    title: str
    answer: tuple[Sentence, ...]
    cells: tuple[Cell, ...]


@record
class Timeline(Page):
    """Getting better, as phases across and activities down."""

    phases: tuple[Phase, ...]
    rows: tuple[Row, ...]


@record
class Column:
    """One thing compared. ``amount`` is bone removed in words of rank; empty where it makes no sense."""

    id: str
    title: str
    topic: str = ""
    picture: str = ""
    amount: Literal["", "least", "middle", "most"] = ""


@record
class CompareRow:
    """The same question asked of each column, in column order: paragraphs. ``tone`` pairs good with risk."""

    id: str
    title: str
    tone: Literal["", "good", "risk"]
    cells: tuple[tuple[Block, ...], ...]


@record
class Comparison(Page):
    """Two to six things side by side on the same picture, in rows of equal weight."""

    columns: tuple[Column, ...]
    rows: tuple[CompareRow, ...]


@record
class Nerve:
    """What one nerve level serves. ``regions`` are the skin areas it lights on the body outline."""

    id: str
    title: str
    feels: tuple[Sentence, ...]
    moves: tuple[Sentence, ...]
    regions: tuple[str, ...] = ()


@record
class NerveMap(Page):
    """Which nerve serves what, level by level, on an outline of the body."""

    nerves: tuple[Nerve, ...]
    picture: str = ""


@record
class Term:
    """A word the surgeon may say, how it sounds, and what it means in one sentence."""

    id: str
    word: str
    say: str
    meaning: Sentence
    also: tuple[str, ...] = ()
    opens: Link | None = None


@record
class Glossary(Page):
    """Words in plain words."""

    terms: tuple[Term, ...]


@record
class Question:
    """A question to take to the surgeon."""

    id: str
    sentence: Sentence


@record
class QuestionGroup:
    """Questions that belong together."""

    id: str
    title: str
    questions: tuple[Question, ...]


@record
class Questions(Page):
    """Questions to tick and take along."""

    groups: tuple[QuestionGroup, ...]


@record
class Card:
    """One list of warning signs, by what to do. ``here`` and ``away`` say it for the clinic and for home."""

    id: str
    level: Literal["now", "today", "visit"]
    title: str
    here: Sentence
    away: Sentence
    signs: tuple[Sentence, ...]
    closing: tuple[Sentence, ...] = ()


@record
class Warnings(Page):
    """The three cards of warning signs, most urgent first."""

    cards: tuple[Card, ...]


@record
class About(Page):
    """Who made this, from what sources, under which licences."""

    sections: tuple[Section, ...]


PAGE_KINDS: dict[str, type[Page]] = {
    "menu": Menu,
    "article": Article,
    "diagram": Diagram,
    "walkthrough": Walkthrough,
    "timeline": Timeline,
    "comparison": Comparison,
    "nerve_map": NerveMap,
    "glossary": Glossary,
    "questions": Questions,
    "warnings": Warnings,
    "about": About,
}
"""Page kind, as staff write it and a manifest names it, to its record. The screen is its name + "Screen"."""
