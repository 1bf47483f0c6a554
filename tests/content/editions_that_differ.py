"""Two small editions and ways to make the second differ; nothing here is asserted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from kiosk.content.edition import Edition
from kiosk.content.manifest import FORMAT, Root
from kiosk.content.records import (
    Article,
    Block,
    Language,
    Link,
    Picture,
    Region,
    Rendition,
    Review,
    Section,
    Sentence,
)
from kiosk.content.writer import EditionWriter
from tests.bench.generated import png

HEAD = Root(
    format=FORMAT,
    edition="2026-11-20-aaaaaaaa",
    title={"en": "Sample", "es": "Muestra"},
    sample=True,
    built="2026-11-20T00:00:00Z",
    languages=("en", "es"),
    home="home",
)
WORDS: dict[Language, dict[str, str]] = {"en": {"back": "Back"}, "es": {"back": "Atrás"}}
CLINIC: dict[Language, dict[str, str]] = {"en": {"phone": "555 0100"}, "es": {"phone": "555 0100"}}


def block(field: str, *texts: str, kind: str = "paragraph") -> Block:
    """One block whose sentences have the ids a build would give them."""
    said = tuple(
        Sentence(id=f"{field}.p1.s{number}", text=text, facts=("DISC-01",))
        for number, text in enumerate(texts, start=1)
    )
    return Block(kind=kind, sentences=said)  # type: ignore[arg-type]


def section(name: str, title: str, *texts: str) -> Section:
    return Section(id=name, title=title, blocks=(block(name, *texts),))


def article(topic: str, language: Language = "en") -> Article:
    """A page with a lead, two parts, a picture and a link."""
    picture = Picture(
        name="lumbar/side",
        alt="A spine from the side.",
        renditions=(Rendition(blob="", width=8, height=6, role="stage"),),
        regions=(Region(id="L4.body", code=1, tissue="bone"),),
    )
    return Article(
        topic=topic,
        language=language,
        title=topic.capitalize(),
        review=Review(sample=True, state="draft", updated="2026-11-20"),
        lead=block("lead", "A disc is a cushion.").sentences,
        pictures=(picture,),
        related=(Link(topic="home", title="Home"),),
        sections=(
            section("what", "What it is", "It is soft inside.", "It is tough outside."),
            section("more", "More", "It can wear."),
        ),
        picture="lumbar/side",
    )


def drawn(page: Article, colour: int, writer: EditionWriter) -> Article:
    """``page`` with its picture's pixels in one colour, kept as a blob."""
    (picture,) = page.pictures
    rendition = replace(picture.renditions[0], blob=writer.blob(png(colour)))
    return replace(page, pictures=(replace(picture, renditions=(rendition,)),))


def edition_of(
    folder: Path, *pages: Article, head: Root = HEAD, colour: int = 1, phone: str = "555 0100"
) -> Edition:
    """An edition of these pages on disk, opened."""
    writer = EditionWriter(folder)
    for name in dict.fromkeys(page.topic for page in pages):
        writer.topic([drawn(page, colour, writer) for page in pages if page.topic == name], "draft")
    clinic = {**CLINIC, "en": {"phone": phone}}
    return Edition.open(folder, writer.finish(head, WORDS, clinic))
