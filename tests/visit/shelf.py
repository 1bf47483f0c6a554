"""A book of one page of each kind, in both languages, for visits in tests; reads no file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kiosk.content.errors import BrokenEdition, UnknownTopic
from kiosk.content.records import (
    LANGUAGES,
    About,
    Article,
    Block,
    Card,
    Column,
    CompareRow,
    Comparison,
    Diagram,
    Door,
    Frame,
    Glossary,
    Language,
    Layer,
    Menu,
    Nerve,
    NerveMap,
    Page,
    Pair,
    Phase,
    Picture,
    Question,
    QuestionGroup,
    Questions,
    Region,
    Review,
    Row,
    Section,
    Sentence,
    Shot,
    Step,
    Term,
    Timeline,
    View,
    Walkthrough,
    Warnings,
)

REVIEW = Review(sample=True, state="draft")


def said(name: str) -> Sentence:
    return Sentence(id=name, text="One side.", left="Your left side.", right="Your right side.")


class Shelf:
    """A book whose pages can be torn out: ``torn`` holds topic ids that raise ``BrokenEdition``."""

    home, warnings, about = "home", "warnings", "about"
    languages: tuple[Language, ...] = LANGUAGES

    def __init__(self) -> None:
        self.torn: set[str] = set()
        self._pages = {(page.topic, page.language): page for each in LANGUAGES for page in _pages(each)}
        self.topics = sorted({topic for topic, _ in self._pages})

    def page(self, topic: str, language: Language, /) -> Page:
        if topic in self.torn:
            raise BrokenEdition(f"page of {topic}", "altered")
        if (topic, language) not in self._pages:
            raise UnknownTopic(topic)
        return self._pages[topic, language]


def _pages(each: Language) -> Iterator[Page]:
    one = (said("x.p1.s1"),)
    sections = tuple(
        Section(id=name, title=name, blocks=(Block(sentences=one),)) for name in ("what", "why", "who")
    )
    picture = Picture(
        name="a/b", alt="a", renditions=(), regions=(Region(id="L4.body", code=1, tissue="bone"),)
    )
    nerve_root = Region(id="L5.root", code=2, tissue="nerve")
    yield Menu(
        topic="home", language=each, title="H", review=REVIEW, doors=(Door(topic="article", title="A"),)
    )
    pairs = tuple(
        Pair(
            id=f"pair{n}", title=f"Pair {n}", benefit=(said(f"pair{n}.good"),), harm=(said(f"pair{n}.risk"),)
        )
        for n in (1, 2)
    )
    yield Article(topic="article", language=each, title="A", review=REVIEW, sections=sections, pairs=pairs)
    yield About(topic="about", language=each, title="B", review=REVIEW, sections=sections)
    yield Diagram(
        topic="diagram",
        language=each,
        title="D",
        review=REVIEW,
        pictures=(picture, replace(picture, name="a/d", regions=(nerve_root,))),
        views=(
            View(id="side", title="S", shots=(Shot(layers="bone", picture="a/c"),)),
            View(
                id="behind",
                title="B",
                shots=(Shot(layers="bone", picture="a/b"), Shot(layers="bone+discs+nerves", picture="a/d")),
            ),
        ),
        layers=(
            Layer(id="bone", title="B", tissue="bone", fixed=True),
            Layer(id="discs", title="D", tissue="disc"),
            Layer(id="nerves", title="N", tissue="nerve", on=False),
        ),
    )
    yield Walkthrough(
        topic="steps",
        language=each,
        title="W",
        review=REVIEW,
        sided=True,
        steps=tuple(
            Step(id=name, title=name, sentences=one, frames=(Frame(id="before"), Frame(id="after")))
            for name in ("start", "bone", "close")
        ),
    )
    yield Timeline(
        topic="time",
        language=each,
        title="T",
        review=REVIEW,
        phases=tuple(Phase(id=f"p{n}", title="P", start=n, end=n + 1.0, sentences=one) for n in range(3)),
        rows=(Row(id="drive", title="D", answer=one, cells=()),),
    )
    yield Comparison(
        topic="compare",
        language=each,
        title="C",
        review=REVIEW,
        columns=(Column(id="a", title="A"), Column(id="b", title="B")),
        rows=(CompareRow(id="bone", title="B", tone="", cells=((Block(sentences=one),),) * 2),),
    )
    nerve = Nerve(id="L4", title="L4", feels=one, moves=one, regions=("body.L4",))
    yield NerveMap(topic="nerves", language=each, title="N", review=REVIEW, nerves=(nerve,))
    term = Term(id="lamina", word="lamina", say="", meaning=said("lamina.p1.s1"))
    yield Glossary(topic="glossary", language=each, title="G", review=REVIEW, terms=(term,))
    asked = tuple(Question(id=f"q{n}", sentence=said(f"q{n}")) for n in range(4))
    groups = (
        QuestionGroup(id="before", title="B", questions=asked[:2]),
        QuestionGroup(id="after", title="A", questions=asked[2:]),
    )
    yield Questions(topic="questions", language=each, title="Q", review=REVIEW, groups=groups)
    cards = tuple(
        Card(id=level, level=level, title="C", here=said("h"), away=said("a"), signs=one)
        for level in ("now", "today", "visit")
    )
    yield Warnings(topic="warnings", language=each, title="W", review=REVIEW, cards=cards)
