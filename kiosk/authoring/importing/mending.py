"""Words from other programs made into words of our sources; knows no file format.

What changes nothing a reader sees (curly signs, unseen signs, bullets) is mended and counted; what does is
noted with its place. Every line that leaves here is one that ``kiosk.authoring.words`` reads as it was meant.
"""

from __future__ import annotations

import html
import re
import unicodedata
from typing import Literal

from kiosk.authoring.findings import Finding
from kiosk.authoring.importing.brought import Notes
from kiosk.authoring.words import parse_words
from kiosk.content.text import UNSEEN, WORD_LETTERS

TODO = "TODO"

_BLANKS = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
_QUOTES = {"„": "“", "‟": "“", "‚": "‘", "‛": "‘", "`": "‘", "´": "’", "＂": '"', "＇": "’"}
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)|(?<=s)'(?=\s)")
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"}
_PICTOGRAM = "[\u2600-\u27bf\ue000-\uf8ff\U00010000-\U0010ffff]\ufe0f?"
_BULLET = re.compile(
    "(?:[•·▪●○◦‣■□➢➤►✓✔❖◆\uf0a7\uf0b7\uf0d8\uf0fc]+\\s*|[-–—*+]\\s+|o\\s+(?=[A-ZÁÉÍÓÚÑ¿¡])"
    f"|{_PICTOGRAM}\\s+)(?=\\S)"
)
"""What programs and people put before a line of a list; a small picture before a blank is one of them."""
_NUMBER = re.compile(r"(?:\(?\d{1,2}[.)]|\(?[a-zA-Z]\)|\(?[ivx]{1,4}[.)])\s+(?=\S)")
_HEADING_NUMBER = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})+[.)]?|\d{1,2}[.)]|[A-Z]\.)\s+(?=\S)")
_NO_LETTER = re.compile("[\u2600-\u27bf\ue000-\uf8ff\ufe0e\ufe0f\U00010000-\U0010ffff]")
_ADDRESS = re.compile(r"(?:https?://|\bwww\.)[^\s<>]*[^\s<>.,;:!?)]|\b[\w.+-]+@[\w-]+(?:\.[\w-]+)*")
_TAG = re.compile(r"<!--.*?(?:-->|$)|</?[a-zA-Z!][^>]*>|-->")
_BLANK_TO_FILL = re.compile(r"_{2,}|\.{5,}|…{2,}")
_LIKE_A_KEY = re.compile(r"(say|alt|facts)\s*[:：]\s*", re.IGNORECASE)
_MARKUP = re.compile(r"\*\*|\]\(|`|&[a-z]+;")


def mend(text: str, notes: Notes) -> str:
    """``text`` in our letters and on one line: what a reader would not miss, counted in ``notes``."""

    def swap(what: str, pattern: re.Pattern[str] | str, into: str, source: str) -> str:
        changed, count = re.subn(pattern, into, source)
        if count:
            notes.mended[what] += count
        return changed

    text = unicodedata.normalize("NFC", text)
    text = swap("soft hyphens", "\u00ad", "", text)
    text = swap("non-breaking blanks", _BLANKS, " ", text)
    text = swap("non-breaking hyphens", "\u2011", "-", text)
    text = re.sub(r"[\t\n\r\x0b\x0c\x85\u2028\u2029]+", " ", text)
    text = swap("unseen signs", UNSEEN, "", text)
    for table in (_QUOTES, _LIGATURES):
        for sign, ours in table.items():
            text = swap("quotes" if table is _QUOTES else "joined letters", re.escape(sign), ours, text)
    text = swap("quotes", _APOSTROPHE, "’", text)
    return re.sub(r"\s+", " ", text).strip()


def list_line(text: str, notes: Notes) -> str | None:
    """What stands behind a typed bullet or number, or None where ``text`` starts with neither."""
    for what, pattern in (("bullets", _BULLET), ("numbers of list lines", _NUMBER)):
        found = pattern.match(text)
        if found and not re.match(r"[-–—]\d", text):
            notes.mended[what] += 1
            return text[found.end() :].strip()
    return None


def title_of(text: str, place: str, notes: Notes) -> str:
    """A heading's words without its number and colon; never empty."""
    text = plain(mend(text, notes), place, notes)
    number = _HEADING_NUMBER.match(text)
    if number:
        notes.mended["numbers of headings"] += 1
        text = text[number.end() :]
    if text.isupper() and len(text) > 4:
        notes.mended["headings in capitals"] += 1
        text = text.capitalize()
    text = text.rstrip(" :.").lstrip("# ")
    return text if text and not _faults(f"# {text}\n\n## a: {text}\n\nA.") else TODO


def line_of(text: str, kind: Literal["paragraph", "list"], place: str, notes: Notes) -> str:
    """One paragraph or list line as our sources hold it; "" where nothing is left of it.

    ``text`` is mended already. What the grammar cannot hold is noted and TODO stands in its place.
    """
    text = plain(text, place, notes)
    if not text:
        return ""
    if kind == "paragraph":
        text = _opened_plainly(text)
    for attempt in (text, _bare(text)):
        if attempt and _stands(attempt, kind):
            if attempt is not text:
                remedy = "Read it again beside the file it came from."
                notes.leave("signs that cannot stand on a page were taken out", place, text, remedy)
            return attempt
    notes.leave("these words cannot stand on a page", place, text, "Write them anew in place of TODO.")
    return f"{TODO}."


def key_line(key: str, text: str, place: str, notes: Notes) -> str:
    """The words of a ``say:`` line, or "" (and a note) where they cannot stand in one."""
    words = plain(mend(text, notes), place, notes)
    if words and _faults(f"# T\n{key}: {words}\n\nA.\n"):
        notes.leave(f"words that cannot stand behind “{key}:”", place, text, "Write them anew.")
        return ""
    return words


def plain(text: str, place: str, notes: Notes) -> str:
    """``text`` without addresses, tags, small pictures and markup; each that a reader would miss is noted."""
    for found in _ADDRESS.findall(text):
        remedy = "Pages lead nowhere outside: say in words whom to ask, in place of TODO."
        notes.leave("an address was taken out", place, found, remedy)
    text = _ADDRESS.sub(TODO, text)
    for found in _TAG.findall(text):
        notes.leave("a web tag was taken out", place, found, "Look whether the words still stand.")
    text = html.unescape(_TAG.sub(" ", text))
    for found in _NO_LETTER.findall(text):
        if not found.isspace() and found not in "\ufe0e\ufe0f":
            name = f"{found} (U+{ord(found):04X})" if found.isprintable() else f"U+{ord(found):04X}"
            remedy = "Say it in words if it meant something."
            notes.leave("a sign the kiosk's letters do not have was taken out", place, name, remedy)
    text = _NO_LETTER.sub("", text)
    if _BLANK_TO_FILL.search(text):
        remedy = "A patient cannot write on the page: put words in place of TODO."
        notes.leave("a blank to be filled in", place, text, remedy)
        text = _BLANK_TO_FILL.sub(f" {TODO} ", text)
    if any(len(word) > WORD_LETTERS for word in text.split()):
        notes.leave("a word too long to be one was taken out", place, text, "Write it in place of TODO.")
        text = " ".join(TODO if len(word) > WORD_LETTERS else word for word in text.split())
    text = text.translate({ord("{"): "(", ord("}"): ")"})
    text = re.sub(UNSEEN, "", re.sub(r"\s+", " ", _MARKUP.sub(" ", text)))
    return re.sub(r"\s+", " ", text).strip()


def _opened_plainly(text: str) -> str:
    """``text`` with a beginning that our sources would take for a sign of their own said another way."""
    key = _LIKE_A_KEY.match(text)
    if key:
        text = f"{key.group(1)} – {text[key.end() :]}"
    if re.match(r"[-–—]\d", text):
        text = f"−{text[1:]}"
    if text.startswith("x "):
        text = f"X{text[1:]}"
    return re.sub(r"^[#+•*–—-]+\s*", "", text)


def _bare(text: str) -> str:
    """Letters, figures and the signs of plain prose, from the first letter on."""
    kept = re.sub(r"[^\w\s.,;:!?()'’“”\"%/°¿¡-]|_", "", text)
    kept = re.sub(r"\w@\w|https?:|www\.", "", kept, flags=re.IGNORECASE)
    return re.sub(r"\s+", " ", re.sub(r"^[^\w¿¡(“\"]+", "", kept)).strip()


def _stands(text: str, kind: Literal["paragraph", "list"]) -> bool:
    """Whether the reader of our sources takes this line for one paragraph or list line and nothing else."""
    report: list[Finding] = []
    mark = "- " if kind == "list" else ""
    words = parse_words(f"# T\n\n{mark}{text}\n", "", report)
    lead = words.parts["lead"].fields[""]
    sound = not report and not words.say and not words.alt and not lead.claims_nothing
    return sound and [one.kind for one in lead.paragraphs] == [kind] and set(words.parts) == {"lead"}


def _faults(source: str) -> list[Finding]:
    report: list[Finding] = []
    parse_words(source, "", report)
    return report
