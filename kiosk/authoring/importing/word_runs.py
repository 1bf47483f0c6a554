"""One Word paragraph as lines of plain words; knows nothing of headings and lists.

Tracked changes are read as accepted: what was put in stays, what was taken out is gone. Looks (bold, italic,
underline), links, notes, comments, pictures and text boxes are told and not carried over.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kiosk.authoring.importing.brought import Notes

if TYPE_CHECKING:
    from docx.document import Document

_THROUGH = frozenset({"ins", "moveTo", "smartTag", "customXml", "sdtContent", "dir", "bdo"})
_LOOKS = {
    "b": "bold words",
    "i": "italic words",
    "u": "underlined words",
    "highlight": "highlighted words",
    "vertAlign": "raised or lowered signs",
}
_PLAIN_LOOK = "Nothing to do if the sentence says it; pages hold plain words only."
_NOTE = "If it names a source, put its fact ids into topic.yaml; if patients need it, write it as a sentence."


def local(element: Any) -> str:
    """An element's name without its namespace; empty for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def on(element: Any) -> bool:
    """Whether a property that stands there is switched on."""
    values = [str(value) for name, value in element.attrib.items() if name.endswith("}val")]
    return not values or values[0] not in ("0", "false", "off", "none", "baseline")


def own_text(element: Any) -> str:
    """Every word below an element, blocks parted by a blank."""
    parts = []
    for one in element.iter():
        name = local(one)
        if name == "t":
            parts.append(one.text or "")
        elif name in ("p", "tab", "br"):
            parts.append(" ")
    return " ".join("".join(parts).split())


@dataclass(slots=True)
class Line:
    """Words up to a line break, with the looks they had: what look, and which words."""

    text: str = ""
    looks: list[tuple[str, str]] = field(default_factory=list)
    bold: int = 0

    @property
    def all_bold(self) -> bool:
        """Whether every letter is bold."""
        return self.bold >= sum(not letter.isspace() for letter in self.text)

    def and_then(self, other: Line) -> Line:
        """This line and another as one."""
        return Line(self.text + other.text, self.looks + other.looks, self.bold + other.bold)


class Runs:
    """Reads paragraphs. ``tracked`` counts the tracked changes met so far."""

    def __init__(self, document: Document, notes: Notes) -> None:
        self.document = document
        self.notes = notes
        self.tracked = 0
        self.place = ""
        self.lines: list[Line] = []
        self.fields: list[list[str]] = []
        """Fields open around here, innermost last: what each shows, "" once its result is shown."""
        self._footnotes: dict[str, dict[str, str]] = {}
        self._bold_styles = {
            style.style_id: (bool(style.font.bold), bool(style.font.italic))
            for style in document.styles
            if getattr(style, "font", None) is not None and style.type == 2
        }

    def read(self, paragraph: Any, place: str) -> list[Line]:
        """The lines of a paragraph; a line break that ends no sentence is a blank."""
        self.place = place
        self.lines = [Line()]
        self._inline(paragraph)
        whole = [self.lines[0]]
        for line in self.lines[1:]:
            before, after = whole[-1].text.rstrip(), line.text.lstrip()
            if not before or before.endswith((".", "!", "?", ":", "…")) or not after[:1].isalnum():
                whole.append(line)
            else:
                whole[-1].text = f"{before} "
                whole[-1] = whole[-1].and_then(line)
        return whole

    def mark_deleted(self, paragraph: Any) -> bool:
        """Whether the end of this paragraph was taken out under tracked changes."""
        for properties in (one for one in paragraph if local(one) == "pPr"):
            for run in (one for one in properties if local(one) == "rPr"):
                if any(local(one) in ("del", "moveFrom") for one in run):
                    self.tracked += 1
                    return True
        return False

    def note_looks(self, lines: list[Line], place: str) -> None:
        """Tell the looks these lines had, one note a look."""
        found: dict[str, list[str]] = {}
        for line in lines:
            for what, words in line.looks:
                found.setdefault(what, []).append(words)
        for what, listed in found.items():
            self.notes.leave(what, place, " ".join("".join(listed).split()), _PLAIN_LOOK)

    def close(self) -> None:
        """Tell what belongs to the whole file."""
        if any(state[0] == "code" for state in self.fields):
            remedy = "In Word, update the fields (Ctrl+A, F9), save, and bring the file in again."
            self.notes.leave("a field that never ends may hide words", "the whole file", "", remedy)
        if self.tracked:
            what = f"{self.tracked} tracked changes, read as if all were accepted"
            remedy = "In Word, accept or reject them and bring the file in again if that was not meant."
            self.notes.leave(what, "the whole file", "", remedy)

    # --- inside a paragraph --------------------------------------------------------------------------

    def _inline(self, parent: Any) -> None:
        for child in parent:
            name = local(child)
            if name == "r":
                self._run(child)
            elif name == "hyperlink":
                self._link(child)
                self._inline(child)
            elif name in ("del", "moveFrom"):
                self.tracked += 1
            elif name in _THROUGH:
                self.tracked += name in ("ins", "moveTo")
                self._inline(child)
            elif name == "sdt":
                self._inline([one for one in child if local(one) == "sdtContent"])
            elif name == "fldSimple":
                self._field(str(next(iter(child.attrib.values()), "")))
                self._inline(child)
            elif name == "AlternateContent":
                self._inline(child[0] if len(child) else ())
            elif name in ("oMath", "oMathPara"):
                words = "".join(one.text or "" for one in child.iter() if local(one) == "t")
                self.notes.leave("a formula", self.place, words, "Say it in words.")

    def _run(self, run: Any) -> None:
        looks = set(self._looks(run))
        if "vanish" in looks:
            self._leave("hidden words", own_text(run), "Write them on the page if patients are to read them.")
            return
        if looks & {"strike", "dstrike"} and own_text(run):
            self._leave("words struck through, left out", own_text(run), "Write them anew if they are meant.")
            return
        for child in run:
            self._in_run(child, looks)

    def _leave(self, what: str, quote: str, remedy: str) -> None:
        self.notes.leave(what, self.place, quote or self.lines[-1].text, remedy)

    def _in_run(self, child: Any, looks: set[str]) -> None:
        name = local(child)
        if name == "t":
            self._say(child.text or "", looks)
        elif name in ("tab", "ptab"):
            self._say(" ", set())
        elif name in ("br", "cr"):
            kinds = [value for key, value in child.attrib.items() if key.endswith("}type")]
            if kinds and kinds[0] in ("page", "column"):
                self._say(" ", set())
            else:
                self.lines.append(Line())
        elif name == "noBreakHyphen":
            self._say("-", looks)
        elif name == "sym":
            self._leave("a sign of a symbol font", "", "Say it in words if it meant something.")
        elif name in ("footnoteReference", "endnoteReference"):
            what = "a footnote" if name.startswith("foot") else "an endnote"
            self._leave(what, self._note_text(name.removesuffix("Reference"), child), _NOTE)
        elif name == "commentReference":
            self._leave("a comment", self._comment(child), "Settle it, and write what came of it.")
        elif name == "instrText" and self.fields:
            self.fields[-1].append(child.text or "")
        elif name == "fldChar":
            self._field_mark(child)
        elif name == "AlternateContent" and len(child):
            for inner in child[0]:
                self._in_run(inner, looks)
        elif name in ("drawing", "pict", "object"):
            self._drawing(child)

    def _say(self, text: str, looks: set[str]) -> None:
        if self.fields and self.fields[-1][0] == "code":
            return
        line = self.lines[-1]
        line.text += text
        letters = sum(not letter.isspace() for letter in text)
        line.bold += letters if "b" in looks else 0
        if letters:
            line.looks += [(what, f"{text} ") for look, what in _LOOKS.items() if look in looks]

    def _looks(self, run: Any) -> Iterator[str]:
        for properties in (one for one in run if local(one) == "rPr"):
            for one in properties:
                name = local(one)
                if name == "rStyle":
                    styled = next((str(value) for value in one.attrib.values()), "")
                    bold, italic = self._bold_styles.get(styled, (False, False))
                    yield from ["b"] * bold + ["i"] * italic
                elif on(one):
                    yield name

    # --- links and fields ----------------------------------------------------------------------------

    def _link(self, link: Any) -> None:
        """An address behind words: the words stay, the address is told. It is never asked."""
        name = next((str(value) for key, value in link.attrib.items() if key.endswith("}id")), "")
        target = self.document.part.rels.get(name)
        if target is not None and target.is_external:
            self._address(own_text(link), str(target.target_ref))

    def _address(self, words: str, address: str) -> None:
        remedy = f"Pages lead nowhere outside: say in words whom to ask. It led to {address[:80]}"
        self._leave("a link", words, remedy.rstrip("."))

    def _field_mark(self, mark: Any) -> None:
        kind = next((str(value) for key, value in mark.attrib.items() if key.endswith("}fldCharType")), "")
        if kind == "begin":
            self.fields.append(["code"])
        elif kind == "separate" and self.fields:
            self._field("".join(self.fields[-1][1:]))
            self.fields[-1] = ["shown"]
        elif kind == "end" and self.fields:
            self.fields.pop()

    def _field(self, code: str) -> None:
        words = code.split()
        if words and words[0].upper() == "HYPERLINK" and "\\l" not in words:
            self._address("", words[-1].strip('"'))

    # --- what is told and not carried over -----------------------------------------------------------

    def _drawing(self, drawing: Any) -> None:
        """A picture, a text box, a chart or another thing drawn into the text."""
        names = {local(one) for one in drawing.iter()}
        boxes = [one for one in drawing.iter() if local(one) == "txbxContent"]
        words = " ".join(own_text(one) for one in boxes)
        if words:
            self._leave("a text box", words, "Write its words where they belong on the page.")
        said = [one.attrib.get("descr") or one.attrib.get("alt") for one in drawing.iter()]
        alt = next((str(one) for one in said if one), "")
        if names & {"blip", "imagedata"}:
            linked = [key for one in drawing.iter() if local(one) == "blip" for key in one.attrib]
            what = (
                "a picture that lies outside the file"
                if any(k.endswith("}link") for k in linked)
                else ("a picture")
            )
            remedy = "Choose a picture of the catalogue, or have one made; see docs/pictures.md."
            self._leave(what, alt, remedy)
        elif names & {"chart", "relIds"}:
            self._leave("a chart", alt, "Say in one or two sentences what it shows.")
        elif local(drawing) == "object":
            self._leave("a file put inside this one", alt, "Bring it in by itself if it is needed.")
        elif not words:
            self._leave("something drawn", alt, "Say in words what it shows, if patients need it.")

    def _note_text(self, kind: str, reference: Any) -> str:
        """The words of a footnote or endnote, or "" where they cannot be found."""
        from docx.oxml.parser import parse_xml

        if kind not in self._footnotes:
            self._footnotes[kind] = {}
            for relation in self.document.part.rels.values():
                if not relation.is_external and relation.reltype.endswith(f"/{kind}s"):
                    for note in parse_xml(relation.target_part.blob):
                        self._footnotes[kind][_id_of(note)] = own_text(note)
        return self._footnotes[kind].get(_id_of(reference), "")

    def _comment(self, reference: Any) -> str:
        name = _id_of(reference)
        found = self.document.comments.get(int(name)) if name.isdigit() else None
        return found.text if found is not None else ""


def _id_of(element: Any) -> str:
    return next((str(value) for key, value in element.attrib.items() if key.endswith("}id")), "")
