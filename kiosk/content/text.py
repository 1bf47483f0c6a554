"""What a text of an edition may hold; knows nothing of records or files.

A text is shown to patients as it stands, so nothing in it may be unseen: no control characters, no
characters that turn the direction of writing, no invisible marks. A soft hyphen is allowed.
"""

from __future__ import annotations

import re

TEXT_BYTES = 8 * 1024
"""Longest text, in bytes of UTF-8 (docs/format.md, section 3)."""

WORD_LETTERS = 200
"""Longest run without a blank, in characters: longer cannot be laid out and is no word."""

UNSEEN = (
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
"""A pattern of control, bidi and invisible characters. None of them is printable, as Python calls it."""


def unseen_in(text: str) -> re.Match[str] | None:
    """The first unseen character of ``text``; None where there is none, which is quickly told."""
    return None if text.isprintable() else re.search(UNSEEN, text)


def without_unseen(text: str) -> str:
    """``text`` with every unseen character taken out; line ends and tabs become blanks."""
    return re.sub(UNSEEN, "", re.sub(r"[\t\n\r\x0b\x0c\x85\u2028\u2029]+", " ", text))


def too_long(text: str) -> str:
    """Why ``text`` is too long to show, or "" when it is not."""
    if len(text) * 4 > TEXT_BYTES and len(text.encode("utf-8", "replace")) > TEXT_BYTES:
        return f"the text is longer than {TEXT_BYTES} bytes; split it"
    if len(text) > WORD_LETTERS and max(map(len, text.split()), default=0) > WORD_LETTERS:
        return f"a word is longer than {WORD_LETTERS} letters; break it with blanks"
    return ""


def fault_of(text: str) -> str:
    """Why ``text`` may not stand in an edition, or "" when it may."""
    unseen = unseen_in(text)
    if unseen:
        return f"unseen character U+{ord(unseen.group()):04X}; take it out"
    return too_long(text)
