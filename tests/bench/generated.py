"""Editions of any number of made-up topics, the same for the same seed; says nothing of medicine."""

from __future__ import annotations

import random
import struct
import zlib
from itertools import accumulate
from pathlib import Path

from kiosk.content.manifest import FORMAT, Invitation, Root
from kiosk.content.outlines import area_of, write_outlines
from kiosk.content.records import (
    LANGUAGES,
    Article,
    Block,
    Diagram,
    Door,
    Glossary,
    Language,
    Link,
    Menu,
    Page,
    Picture,
    Region,
    RegionWords,
    Rendition,
    Review,
    Section,
    Sentence,
    Shot,
    Step,
    Term,
    View,
    Walkthrough,
)
from kiosk.content.writer import EditionWriter

_REVIEW = Review(sample=True, state="draft", updated="2026-01-01")
_STARTS: dict[Language, str] = {
    "en": "bo di ne la spi sur mus lif wal dri pai re ste ca he ba le in fu co cu li",
    "es": "hue dis ner lá ci mú le ca ma do re pa cue es pier in fu co cor li ni se",
}
_ENDS: dict[Language, str] = {
    "en": "ne sc rve mina ral ly tion gery ing nd t w",
    "es": "so co vio mina ral ción gía ño r da lo",
}


def png(red: int, width: int = 8, height: int = 6, noise: bytes = b"") -> bytes:
    """A whole PNG of one colour, or of ``noise`` (three bytes a pixel)."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    pixels = noise or bytes([red % 256, red // 256 % 256, 90]) * width * height
    line = 3 * width
    rows = b"".join(b"\0" + pixels[row * line : (row + 1) * line] for row in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def generate(folder: Path, topics: int, seed: int = 1) -> str:
    """Write an edition of ``topics`` topics (3 or more) in both languages; returns its root's sha256.

    Words are drawn by Zipf's law from 3,000 a language, so that some are in nearly every page.
    """
    chance = random.Random(seed)
    voices = {language: _Voice(language, chance) for language in LANGUAGES}
    writer = EditionWriter(folder)
    blobs = [writer.blob(png(number)) for number in range(min(topics - 2, 40))]
    outlined = [_outlined(writer, chance) for _ in range(min((topics - 1) // 3, 4))]
    names = ["home", "glossary", *(f"topic-{number:05d}" for number in range(topics - 2))]
    for number, name in enumerate(names):
        pages = (_page(number, name, names, voices[each], blobs, outlined, seed) for each in LANGUAGES)
        writer.topic(pages, "draft")
    head = Root(
        format=FORMAT,
        edition=f"2026-01-01-{topics:08x}",
        title={"en": "Made up", "es": "Inventada"},
        sample=True,
        built="2026-01-01T00:00:00Z",
        languages=LANGUAGES,
        home="home",
        attract=(Invitation(question={"en": "What is it?", "es": "¿Qué es?"}, topic=names[2]),),
    )
    words = {language: {f"word{number}": f"{number}" for number in range(200)} for language in LANGUAGES}
    return writer.finish(head, words, {language: {"name": "A clinic"} for language in LANGUAGES})


class _Voice:
    """Sentences of made-up words in one language."""

    def __init__(self, language: Language, chance: random.Random) -> None:
        self.language = language
        starts, ends = _STARTS[language].split(), _ENDS[language].split()
        made = {chance.choice(starts) + chance.choice(starts) + chance.choice(ends) for _ in range(9000)}
        self.words = sorted(made)[:3000]
        chance.shuffle(self.words)
        self._weights = list(accumulate(1 / rank for rank in range(1, len(self.words) + 1)))

    def some(self, count: int, chance: random.Random) -> str:
        return " ".join(chance.choices(self.words, cum_weights=self._weights, k=count)).capitalize()

    def sentence(self, name: str, chance: random.Random) -> Sentence:
        return Sentence(id=name, text=self.some(10, chance) + ".", facts=("GEN-01",))


def _outlined(writer: EditionWriter, chance: random.Random) -> tuple[Region, str]:
    """A region of forty corners, and the blob of its outline."""
    ring = tuple(round(chance.random(), 4) for _ in range(80))
    region = Region(id="L4.body", code=2, tissue="bone", area=area_of((ring,)), thick=0.1)
    return region, writer.blob(write_outlines({region.code: (ring,)}))


def _page(
    number: int,
    name: str,
    names: list[str],
    voice: _Voice,
    blobs: list[str],
    outlined: list[tuple[Region, str]],
    seed: int,
) -> Page:
    chance = random.Random(f"{seed} {name} {voice.language}")
    title = voice.some(3, chance)

    def sentences(part: str, count: int = 3) -> tuple[Sentence, ...]:
        return tuple(voice.sentence(f"{part}.p1.s{each}", chance) for each in range(1, count + 1))

    shared = {"topic": name, "language": voice.language, "title": title, "review": _REVIEW}
    shared |= {"lead": sentences("lead", 1), "related": (Link(topic="home", title="Home"),)}
    if name == "home":
        doors = tuple(Door(topic=each, title=each) for each in names[2:8])
        return Menu(**shared, doors=doors)  # type: ignore[arg-type]
    if name == "glossary":
        terms = tuple(
            Term(
                id=f"t{each}",
                word=word,
                say=word,
                meaning=voice.sentence(f"t{each}", chance),
                also=(word + "x",),
            )
            for each, word in enumerate(voice.words[100:130])
        )
        return Glossary(**shared, terms=terms)  # type: ignore[arg-type]
    stored = (Rendition(blob=blobs[number % len(blobs)], width=8, height=6, role="stage"),)
    if number % 3 == 0:
        shaped, outlines = outlined[number // 3 % len(outlined)]
        regions = (Region(id=f"L{number}", code=1, tissue="bone"), shaped)
        picture = Picture(name="set/one", alt=title, renditions=stored, regions=regions, outlines=outlines)
        words = tuple(
            RegionWords(id=each.id, name=voice.some(2, chance), sentences=sentences("r")) for each in regions
        )
        view = View(id="behind", title=title, shots=(Shot(layers="bone", picture="set/one"),))
        return Diagram(**shared, pictures=(picture,), region_words=words, views=(view,))  # type: ignore[arg-type]
    picture = Picture(name="set/one", alt=title, renditions=stored)
    if number % 3 == 1:
        steps = tuple(
            Step(id=f"s{each}", title=voice.some(2, chance), sentences=sentences(f"s{each}"))
            for each in range(5)
        )
        return Walkthrough(**shared, pictures=(picture,), steps=steps)  # type: ignore[arg-type]
    sections = tuple(
        Section(id=f"a{each}", title=voice.some(2, chance), blocks=(Block(sentences=sentences(f"a{each}")),))
        for each in range(5)
    )
    return Article(**shared, pictures=(picture,), sections=sections, picture="set/one")  # type: ignore[arg-type]
