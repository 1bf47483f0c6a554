"""The words of one topic in one language, read from its Markdown; knows nothing of page kinds or facts.

The grammar is docs/format.md, section 1. Whatever does not fit it becomes a finding with its line.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from kiosk.authoring.findings import Finding, error
from kiosk.authoring.located import read_text
from kiosk.authoring.sentences import broken_braces, split_sentences
from kiosk.content.text import UNSEEN, unseen_in

BlockKind = Literal["paragraph", "list", "do", "dont"]

_PART = re.compile(r"##\s+([^\s:]+)\s*(?::\s*(.*?))?\s*")
_FIELD = re.compile(r"###\s+(\S+)\s*")
_LINE_MARKS: dict[str, BlockKind] = {"- ": "list", "+ ": "do", "x ": "dont"}
_MARKUP = re.compile(
    r"</?[a-zA-Z!][^>]*>|\]\(|\*\*|__|`|https?://\S*|\bwww\.\S*|[\w.+-]*\w@\w[\w.-]*|&[a-z]+;"
    r"|\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|gov|edu|info|mx|clinic|health)\b(?:/\S*)?"
)
_NO_BLANK = re.compile(r"\w*[a-záéíóúüñ]{2}[.!?][A-ZÁÉÍÓÚÑ¿¡]\w*")
_TIGHT_HEADING = re.compile(r"(#{1,3})(?=[^#\s])")
_KEY_LINE = re.compile(r"(say|alt|facts|of):\s*(.*)")
_LIKE_A_KEY = re.compile(r"(say|alt|facts|of)\s*[:：].*", re.IGNORECASE)
_REVISION = re.compile("[0-9a-f]{8}")
_LIKE_A_LIST = re.compile(r"([•·▪●○◦‣–—+-]|\*(?!\*)|\d{1,2}[.)](?=\s)|[a-z]\)(?=\s))\s*")
"""What Word and other programs put before a list line, and our own signs without their blank."""
_NO_LETTER = re.compile("[\u2600-\u27bf\ue000-\uf8ff\ufe0f\U00010000-\U0010ffff]")
"""Small pictures and private signs: the kiosk's letters have none of them."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph (several sentences) or one list line (kept as one sentence). Each sentence has its line."""

    kind: BlockKind
    line: int
    sentences: tuple[tuple[int, str], ...]


@dataclass(slots=True)
class Field:
    """A named field of a part; the main text has the name "". ``group`` numbers tell blocks apart."""

    name: str
    line: int
    paragraphs: list[Paragraph] = field(default_factory=list)
    groups: list[int] = field(default_factory=list)
    claims_nothing: bool = False

    @property
    def text(self) -> str:
        """Every sentence in one line."""
        return " ".join(text for paragraph in self.paragraphs for _, text in paragraph.sentences)


@dataclass(slots=True)
class Part:
    """What stands under one ``## id: Title``. ``fields`` holds the main text under ""."""

    id: str
    title: str
    line: int
    say: str = ""
    alt: str = ""
    fields: dict[str, Field] = field(default_factory=dict)


@dataclass(slots=True)
class Words:
    """One ``en.md`` or ``es.md``: the parts in order, the lead under the id "lead".

    ``of`` is the revision of the other language it was made from, or "".
    """

    file: str
    title: str = ""
    title_line: int = 0
    of: str = ""
    of_line: int = 0
    say: str = ""
    alt: str = ""
    parts: dict[str, Part] = field(default_factory=dict)

    def field_of(self, part: str, name: str = "") -> Field | None:
        """A part's field, or None where it was not written."""
        found = self.parts.get(part)
        return found.fields.get(name) if found else None


def read_words(path: Path, file: str, report: list[Finding]) -> Words:
    """The words at ``path``; faults go to ``report``."""
    return parse_words(read_text(path, file, report), file, report)


def parse_words(text: str, file: str, report: list[Finding]) -> Words:
    """The words in ``text``; faults go to ``report`` with their line in it."""
    return _Reader(file, report).read(_without_comments(text))


def _without_comments(text: str) -> str:
    return re.sub(r"<!--.*?-->", lambda match: "\n" * match.group().count("\n"), text, flags=re.DOTALL)


class _Reader:
    """Walks the lines once, gathering paragraphs until a blank line or a heading closes them."""

    def __init__(self, file: str, report: list[Finding]) -> None:
        self.words = Words(file)
        self.report = report
        self.part = Part("lead", "", 1, fields={"": Field("", 1)})
        self.words.parts["lead"] = self.part
        self.field = self.part.fields[""]
        self.kind: BlockKind = "paragraph"
        self.lines: list[tuple[int, str]] = []
        self.group = 0

    def fault(self, line: int, rule: str, message: str, remedy: str) -> None:
        self.report.append(error(self.words.file, line, rule, message, remedy))

    def read(self, text: str) -> Words:
        number = 0
        for number, raw in enumerate(text.split("\n"), start=1):
            self._line(number, raw.rstrip())
        self._close()
        if not self.words.title:
            self.fault(
                1, "words.title", "the page has no title", "Open the file with a line like “# Your discs”."
            )
        self.part.fields.setdefault("", Field("", number))
        return self.words

    def _line(self, number: int, raw: str) -> None:
        line = raw.strip()
        unseen = unseen_in(raw.replace("\t", " "))
        if unseen:
            self.fault(
                number,
                "words.unseen",
                f"an unseen character (U+{ord(unseen.group()):04X}) stands here",
                "Delete it and type the words again.",
            )
            line = re.sub(UNSEEN, "", line)
        if not line:
            self._close()
            self.group += 1
        elif line.startswith("#"):
            self._close()
            self.group += 1
            self._heading(number, line)
        elif _LIKE_A_KEY.fullmatch(line):
            self._key_line(number, line)
        else:
            self._text(number, raw, line)

    def _heading(self, number: int, line: str) -> None:
        if _TIGHT_HEADING.match(line):  # read as it was meant: all else would only follow from it
            meant = _TIGHT_HEADING.sub(r"\1 ", line)
            message = "this heading has no blank behind its “#”"
            self.fault(number, "words.heading", message, f"Write “{meant[:60]}”.")
            line = meant
        part, named = _PART.fullmatch(line), _FIELD.fullmatch(line)
        if named:
            name = named.group(1)
            if self.part.id == "lead":
                self.fault(
                    number,
                    "words.heading",
                    f"“### {name}” stands before the first “## ” heading",
                    "Move it under the part it belongs to.",
                )
            elif name in self.part.fields:
                self.fault(
                    number,
                    "words.heading",
                    f"“### {name}” stands twice under “## {self.part.id}”",
                    "Join the two.",
                )
            self.field = self.part.fields[name] = Field(name, number)
        elif part:
            name = part.group(1)
            if name in self.words.parts:
                self.fault(
                    number,
                    "words.heading",
                    f"the heading “## {name}” stands twice",
                    "Give one of them its own id.",
                )
            self.part = Part(name, part.group(2) or "", number, fields={"": Field("", number)})
            self.words.parts[name] = self.part
            self.field = self.part.fields[""]
            self._refuse_markup(number, self.part.title)
        elif line.startswith("# "):
            if self.words.title:
                self.fault(number, "words.title", "a second title", "A page has one line with a single “#”.")
            self.words.title, self.words.title_line = line[2:].strip(), number
            self._refuse_markup(number, self.words.title)
        else:
            self.fault(
                number,
                "words.heading",
                f"this heading is not understood: {line[:40]}",
                "Write “# Title”, “## id: Title” or “### field”.",
            )

    def _key_line(self, number: int, line: str) -> None:
        match = _KEY_LINE.fullmatch(line)
        if match is None:
            right = re.split(r"\s*[:：]", line)[0].lower()
            self.fault(
                number,
                "words.key",
                f"“{line[:20]}” would show on the page as words",
                f"Write it in small letters with the colon behind it: “{right}: ...”.",
            )
            return
        key, value = match.groups()
        if self.lines:
            self.fault(
                number,
                "words.key",
                f"a line “{key}: ...” stands in the middle of a paragraph",
                "Move it above the paragraph, right below the heading.",
            )
            return
        if key == "facts":
            if value != "none":
                self.fault(
                    number,
                    "facts.line",
                    "only “facts: none” may stand in the words",
                    "Fact ids go into topic.yaml.",
                )
            self.field.claims_nothing = True
            return
        if key == "of":
            if self.part.id != "lead" or not _REVISION.fullmatch(value):
                self.fault(
                    number,
                    "words.key",
                    "a line “of: ...” belongs right below the title, with eight digits or letters",
                    "Take it out and type: python main.py content fresh TOPIC.",
                )
            self.words.of, self.words.of_line = value, number
            return
        self._refuse_markup(number, value)
        if self.part.id == "lead":
            setattr(self.words, key, value)
        else:
            setattr(self.part, key, value)

    def _text(self, number: int, raw: str, line: str) -> None:
        mark = _LINE_MARKS.get(line[:2])
        like = _LIKE_A_LIST.match(line)
        if like and not mark:
            sign = like.group(1)
            self.fault(
                number,
                "words.list",
                f"this looks like a line of a list, but starts with “{sign}”",
                "Start it with a hyphen and a blank: “- ” (or “+ ” for do, “x ” for do not).",
            )
            mark = "do" if sign == "+" else "list"
            line = "- " + line[like.end() :]
        if mark:
            if self.lines:
                again = self.kind == mark
                self._close()
                self.group += 0 if again else 1
            self.kind = mark
            line = line[2:].strip()
        elif self.lines and self.kind != "paragraph" and not raw.startswith(" "):
            self._close()
            self.group += 1
        self._refuse_markup(number, line)
        self.lines.append((number, line))

    def _refuse_markup(self, number: int, line: str) -> None:
        found = _MARKUP.search(line)
        if found:
            self.fault(
                number,
                "words.markup",
                f"“{found.group().rstrip('.,;:)')}” is not plain text",
                "Take it out: pages hold plain words only, no links, no bold.",
            )
        tight = None if found else _NO_BLANK.search(line)
        if tight:
            self.fault(
                number,
                "words.blank",
                f"a blank is missing between two sentences: “{tight.group()}”",
                "Put a blank behind the end of the first.",
            )
        strange = _NO_LETTER.search(line)
        if strange:
            self.fault(
                number,
                "words.letter",
                f"“{strange.group()}” cannot be shown: the kiosk’s letters do not have it",
                "Take it out, or say it in words.",
            )
        if broken_braces(line):
            self.fault(
                number,
                "words.side",
                "a curly bracket is not whole",
                "Write {one side|your left side|your right side} on one line.",
            )

    def _close(self) -> None:
        if not self.lines:
            return
        text, starts, numbers = "", [], []
        for number, line in self.lines:
            starts.append(len(text))
            numbers.append(number)
            text += line + " "
        text = text.rstrip()
        if self.kind == "paragraph":
            sentences = tuple(
                (numbers[bisect_right(starts, at) - 1], said) for at, said in split_sentences(text)
            )
        else:
            sentences = ((numbers[0], text),)
        self.field.paragraphs.append(Paragraph(self.kind, numbers[0], sentences))
        self.field.groups.append(self.group)
        self.lines, self.kind = [], "paragraph"
