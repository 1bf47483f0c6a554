"""One topic in one language on its way to a page: its sentences, pictures and links; knows no page kind.

Compiling never stops at a fault: what cannot be compiled is left out. Naming faults is the checks' work.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from fnmatch import fnmatchcase
from typing import Any

from kiosk.authoring.approvals import standing
from kiosk.authoring.around import Around
from kiosk.authoring.freshness import words_to_show
from kiosk.authoring.named import facts_of
from kiosk.authoring.picture_entries import Shown
from kiosk.authoring.sentences import sided
from kiosk.authoring.sources import Topic
from kiosk.authoring.words import Field, Paragraph, Part
from kiosk.content.records import (
    Block,
    Label,
    Language,
    Link,
    Picture,
    Region,
    RegionWords,
    Review,
    Section,
    Sentence,
    Swatch,
)
from kiosk.content.text import without_unseen

TISSUES = (
    "bone",
    "disc",
    "nerve",
    "cord",
    "ligament",
    "muscle",
    "removed",
    "skin",
    "metal",
    "graft",
    "tumor",
)
_LIGAMENTS = ("flavum", "all", "pll", "interspinous", "supraspinous", "ligament")
_MUSCLES = ("multifidus", "muscle", "erector", "psoas", "transversus")


def tissue_of(region: str) -> str:
    """The tissue a region id speaks of: ``L4-L5.disc`` is disc, ``L5.root.right`` nerve, else bone."""
    steps = region.lower().split(".")
    if steps[0] == "body":
        return "skin"
    for tissue, names in (
        ("graft", ("graft", "bridge")),  # before what it lies in: `graft.disc`
        ("disc", ("disc",)),
        ("nerve", ("root", "roots", "dura", "cauda", "nerve", "ganglion")),
        ("cord", ("cord",)),
        ("ligament", _LIGAMENTS),
        ("muscle", _MUSCLES),
    ):
        if any(step in names for step in steps):
            return tissue
    return next((step for step in steps if step in TISSUES), "bone")


def paragraph_until(data: dict[str, Any], part: str, name: str, number: int) -> str:
    """The last day topic.yaml lets one paragraph be shown, or "". ``expires`` is written as ``facts`` is."""
    given = (data.get("expires") or {}).get(f"{part}.{name}" if name else part)
    return str((given.get(f"p{number}") if isinstance(given, dict) else given) or "")


class Draft:
    """What a kind's rule asks for. Every text it hands out carries its sentence id and fact ids."""

    def __init__(self, topic: Topic, language: Language, around: Around) -> None:
        self.topic = topic
        self.language = language
        self.around = around
        self.data = topic.data
        self.words, self.notice = words_to_show(around, topic, language)
        self.used_facts: list[str] = []
        self.asked: dict[str, tuple[str, str]] = {}
        """Part and frame that asked for each picture first: where its alt text belongs."""
        self._pictures: dict[str, Picture] = {}

    # --- words ---------------------------------------------------------------------------------------

    def title(self, part: str) -> str:
        """A part's title, or an empty text."""
        found = self.words.parts.get(part)
        return found.title if found else ""

    def part(self, part: str) -> Part | None:
        """A part of the words."""
        return self.words.parts.get(part)

    def sentences(self, part: str, name: str = "", extra: list[str] | None = None) -> tuple[Sentence, ...]:
        """Every sentence of a part's field, in order; ``extra`` fact ids belong to each."""
        return tuple(
            sentence for _, _, listed in self._paragraphs(part, name, extra or []) for sentence in listed
        )

    def titled(self, part: str, name: str) -> tuple[str, tuple[Sentence, ...]]:
        """A field whose first paragraph is a title: that title, and the sentences after it."""
        field = self.words.field_of(part, name)
        if field is None or not field.paragraphs:
            return "", ()
        title = " ".join(text for _, text in field.paragraphs[0].sentences)
        _, *rest = self._paragraphs(part, name, [])
        return title, tuple(sentence for _, _, listed in rest for sentence in listed)

    def one(self, part: str, name: str = "", extra: list[str] | None = None) -> Sentence:
        """A field's words as a single sentence (several are joined)."""
        found = self.sentences(part, name, extra)
        if len(found) == 1:
            return found[0]
        if not found:
            return Sentence(id=_id(part, name, 1, 1), text="")
        sides = any(sentence.left for sentence in found)
        return Sentence(
            id=found[0].id,
            text=" ".join(sentence.text for sentence in found),
            left=" ".join(sentence.left or sentence.text for sentence in found) if sides else "",
            right=" ".join(sentence.right or sentence.text for sentence in found) if sides else "",
            facts=tuple(dict.fromkeys(fact for sentence in found for fact in sentence.facts)),
            until=min((sentence.until for sentence in found if sentence.until), default=""),
        )

    def blocks(self, part: str, name: str = "") -> tuple[Block, ...]:
        """A field's words as paragraphs and lists."""
        made: list[Block] = []
        last = -1
        for group, paragraph, listed in self._paragraphs(part, name, []):
            if made and group == last and paragraph.kind != "paragraph" and made[-1].kind == paragraph.kind:
                made[-1] = Block(kind=paragraph.kind, sentences=made[-1].sentences + listed)
            else:
                made.append(Block(kind=paragraph.kind, sentences=listed))
            last = group
        return tuple(made)

    def section(self, entry: dict[str, Any]) -> Section:
        """A headed part of an article."""
        name = str(entry["id"])
        shown = self.picture(entry.get("picture"), name)
        return Section(id=name, title=self.title(name), blocks=self.blocks(name), picture=shown)

    def _paragraphs(
        self, part: str, name: str, extra: list[str]
    ) -> Iterator[tuple[int, Paragraph, tuple[Sentence, ...]]]:
        field = self.words.field_of(part, name)
        if field is None:
            return
        for number, (group, paragraph) in enumerate(
            zip(field.groups, field.paragraphs, strict=True), start=1
        ):
            facts = tuple(dict.fromkeys(self.facts(part, name, number) + extra))
            self.used_facts.extend(facts)
            until = paragraph_until(self.data, part, name, number)
            listed = []
            for place, (_, text) in enumerate(paragraph.sentences, start=1):
                none, left, right = sided(without_unseen(text))
                known = _id(part, name, number, place)
                said = Sentence(id=known, text=none, left=left, right=right, facts=facts, until=until)
                listed.append(said)
            yield group, paragraph, tuple(listed)

    def facts(self, part: str, name: str, number: int) -> list[str]:
        """The fact ids topic.yaml gives to one paragraph."""
        return facts_of(self.data, f"{part}.{name}" if name else part, number)

    # --- pictures ------------------------------------------------------------------------------------

    def picture(self, name: Any, part: str = "", frame: str = "", alt: str = "") -> str:
        """Have the page carry a picture and return its name; empty where there is none to show.

        The alt text is ``### alt.<frame>`` or ``### alt`` under the part, its ``alt:`` line, or ``alt``.
        """
        wanted = str(name or "")
        shown = self.around.shown(wanted) if wanted else None
        if shown is None:
            return ""
        if wanted not in self._pictures:
            self.asked[wanted] = (part, frame)
            spoken = self.alt(part, frame) or alt
            none, left, right = sided(without_unseen(spoken))
            text = {"left": left, "right": right}.get(shown.side, "") or none
            self._pictures[wanted] = self._framed(shown, text)
        return wanted

    def turned(self, name: Any, part: str) -> str:
        """Have the page carry a frame of a turn: nothing on it can be touched, and it has one size."""
        shown = self.picture(name, part)
        if shown:
            whole = self._pictures[shown]
            sizes = tuple(size for size in whole.renditions if size.role == "stage")
            self._pictures[shown] = replace(whole, regions=(), outlines="", key=(), renditions=sizes)
        return shown

    def list_parts(self, listed: Mapping[str, Collection[str]]) -> None:
        """Have each of these pictures list only the regions given for it."""
        for name in listed.keys() & self._pictures.keys():
            whole = self._pictures[name]
            told = tuple(replace(region, listed=region.id in listed[name]) for region in whole.regions)
            self._pictures[name] = replace(whole, regions=told)

    def alt(self, part: str, frame: str = "") -> str:
        """The alt text written for a part's picture; a page's own picture has the file's ``alt:`` line."""
        found = self.words.parts.get(part) if part else None
        if found is None:
            return self.words.alt
        for name in ([f"alt.{frame}"] if frame else []) + ["alt"]:
            field: Field | None = found.fields.get(name)
            if field and field.text:
                return field.text
        return found.alt

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """Every picture asked for, in the order of asking."""
        return tuple(self._pictures.values())

    def _framed(self, shown: Shown, alt: str) -> Picture:
        # “back” alone is the rail's word for going back.
        keys = {edge: "back_side" if key == "back" else key for edge, key in shown.labels.items()}
        labels = tuple(
            Label(edge=edge, text=text, short=self.spoken(f"{key}_short"))
            for edge, key in keys.items()
            if (text := self.spoken(key))
        )
        key = tuple(
            Swatch(tissue=tissue, text=self.spoken(f"tissue_{tissue}") or tissue) for tissue in shown.key
        )
        regions = tuple(self._regions(shown))
        return Picture(
            name=shown.name,
            alt=alt,
            renditions=self.around.renditions(shown.name),
            side=shown.side,
            labels=labels,
            key=key,
            regions=regions,
            outlines=self.around.outlines(shown.name) if regions else "",
        )

    def spoken(self, key: str) -> str:
        """A word of the kiosk itself in this language: interface.yaml, also under its camelCase key."""
        first, *rest = key.split("_")
        for name in (key, first + "".join(word.capitalize() for word in rest)):
            spoken = self.around.word(name, self.language)
            if spoken is not None:
                return spoken
        return ""

    def _regions(self, shown: Shown) -> Iterator[Region]:
        for region, code in shown.codes.items():
            pattern, entry = self._named(region)
            if pattern:
                area, thick = shown.extents.get(region, (0.0, 0.0))
                yield Region(
                    id=region,
                    code=code,
                    tissue=str(entry.get("tissue") or shown.tissues.get(region) or tissue_of(region)),
                    anchor=shown.anchors.get(region, ()),
                    area=area,
                    thick=thick,
                )

    def _named(self, region: str) -> tuple[str, dict[str, Any]]:
        """The name a region stands under in the words, and its entry in topic.yaml; "" where it has none."""
        table: dict[str, Any] = self.data.get("regions") or {}
        pattern = region if region in table else next((p for p in table if fnmatchcase(region, p)), "")
        if pattern:
            return pattern, table[pattern] or {}
        nerves = self.data.get("nerves") or []
        lit = (str(nerve["id"]) for nerve in nerves if region in map(str, nerve.get("regions") or []))
        return next(lit, ""), {}

    def _region_words(self) -> Iterator[RegionWords]:
        """What is said of the regions of the pictures asked for, each once."""
        for region in dict.fromkeys(region.id for picture in self.pictures for region in picture.regions):
            pattern, entry = self._named(region)
            yield RegionWords(
                id=region,
                name=self.title(pattern),
                sentences=self.sentences(pattern),
                opens=self.link(entry.get("opens")),
            )

    # --- ways on -------------------------------------------------------------------------------------

    def link(self, entry: Any) -> Link | None:
        """A link as staff wrote it, or None where it leads nowhere."""
        if not isinstance(entry, dict):
            return None
        name, part = str(entry.get("topic", "")), str(entry.get("part", ""))
        target = self.around.topic(name)
        if target is None or not target.can_compile(self.around.languages):
            return None
        parts = target.parts[self.language]
        title = parts.get(part) or target.titles[self.language]
        return Link(topic=name, title=title, part=part if part in parts else "")

    def common(self) -> dict[str, Any]:
        """The fields every page has; asked for last, when pictures and facts are known."""
        related = (self.link({"topic": name}) for name in self.data.get("related") or [])
        extra = [str(code) for code in self.data.get("sources") or []]
        spoken, lead = tuple(self._region_words()), self.sentences("lead")
        if self.notice:
            lead = (Sentence(id="lead.notice", text=self.notice), *lead)
        stands = standing(self.around, self.topic)
        return {
            "topic": self.topic.id,
            "language": self.language,
            "title": self.words.title,
            "say": self.words.say,
            "lead": lead,
            "pictures": self.pictures,
            "region_words": spoken,
            "next": self.link(self.data.get("next")),
            "related": tuple(link for link in related if link),
            "sources": self.around.citations(self.used_facts, extra, self.language),
            "review": Review(
                sample=self.around.sample,
                state=stands.state,
                reviewer=stands.reviewer,
                approved_until=stands.until,
                updated=str(self.data.get("updated") or ""),
            ),
        }


def _id(part: str, name: str, number: int, place: int) -> str:
    return f"{part}.{name}.p{number}.s{place}" if name else f"{part}.p{number}.s{place}"
