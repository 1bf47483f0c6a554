"""Phrases that no page may hold, with how each is told from a harmless one; knows nothing of pages."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

from kiosk.content.records import Language


@cache
def _phrases(language: Language) -> tuple[tuple[str, re.Pattern[str]], ...]:
    text = (resources.files("kiosk.authoring") / "data" / f"banned.{language}.txt").read_text("utf-8")
    made = []
    for line in text.splitlines():
        phrase, _, but = (half.strip() for half in line.partition("| but"))
        if phrase and not phrase.startswith("#"):
            near = f"(?<!{but} )" if but else ""
            whole = r"\b" + near + re.escape(phrase).replace(r"\#", r"\d+").replace(r"\ ", r"\s+") + r"(?!\w)"
            made.append((phrase.replace("#", "x"), re.compile(whole, re.IGNORECASE)))
    return tuple(made)


@cache
def _any_phrase(language: Language) -> re.Pattern[str]:
    """One pattern for all: most texts hold no phrase, and are asked once and not forty times."""
    listed = "|".join(f"(?:{pattern.pattern})" for _, pattern in _phrases(language))
    return re.compile(listed or r"(?!)", re.IGNORECASE)


def is_rate(phrase: str) -> bool:
    """Whether a banned phrase, as the list writes it, tells how often something happens."""
    return any(word in phrase for word in ("1 in", "1 de cada", "the risk", "más riesgo", "de riesgo"))


def banned_in(text: str, language: Language) -> list[str]:
    """The banned phrases that stand in ``text``, as the list writes them."""
    if not _any_phrase(language).search(text):
        return []
    return [phrase for phrase, pattern in _phrases(language) if pattern.search(text)]
