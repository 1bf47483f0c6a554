"""Words most readers do not know, and what a gloss beside one looks like; knows nothing of pages."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

from kiosk.content.records import Language

GLOSS: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        r"[,(:–—]|\bcalls?\b|\bcalled\b|\bmeans?\b|\b(is|are) (a|an|the|one|two)\b", re.IGNORECASE
    ),
    "es": re.compile(
        r"[,(:–—]|\bllama\b|quiere decir|\b(es|son) (un|una|el|la|los|las)\b|\bune\b", re.IGNORECASE
    ),
}
"""A sentence that explains: an apposition, a bracket, or a verb of naming.

"Joining bones is also called arthrodesis" explains: plain words come first, then what the surgeon will
say. Whether the words before it are plain only a reader can tell.
"""


@cache
def hard_words(language: Language) -> tuple[str, ...]:
    """The words of data/hard.<language>.txt."""
    text = (resources.files("kiosk.authoring") / "data" / f"hard.{language}.txt").read_text("utf-8")
    return tuple(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))


@cache
def any_hard_word(language: Language) -> re.Pattern[str]:
    """Finds where any of ``hard_words`` stands, alone or with an s: most texts hold none."""
    listed = "|".join(re.escape(word) for word in hard_words(language))
    return re.compile(rf"\b(?:{listed})s?\b" if listed else r"(?!)", re.IGNORECASE)
