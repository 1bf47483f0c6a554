"""Where one sentence ends and the next begins, and what a side changes in it; knows nothing of files.

Survives "2.5 cm", "100.4 °F", "Dr. Ruiz", "3 p. m." and quoted questions.
"""

from __future__ import annotations

import re

_ABBREVIATIONS = frozenset(
    [
        "dr",
        "dra",
        "drs",
        "sr",
        "sra",
        "srta",
        "mr",
        "mrs",
        "ms",
        "st",
        "prof",
        "vs",
        "e.g",
        "i.e",
        "p.ej",
        "tel",
        "ext",
        "inc",
        "ee",
        "uu",
        "ud",
        "uds",
        "p",
        "a",
    ]
)
_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s)")
_STARTS = re.compile(r"[\"'“‘«(\[¿¡{]*[A-ZÁÉÍÓÚÜÑ0-9¿¡]")
_BRACES = re.compile(r"\{[^{}]*\}")
_CHOICE = re.compile(r"\{([^{}|]*)\|([^{}|]*)\|([^{}|]*)\}")


def split_sentences(text: str) -> list[tuple[int, str]]:
    """The sentences of one paragraph, each with the offset it starts at."""
    closed = _BRACES.sub(lambda match: re.sub(r"[.!?…\s]", "x", match.group()), text)
    found: list[tuple[int, str]] = []
    start = 0
    for match in _END.finditer(closed):
        after = match.end() + len(closed[match.end() :]) - len(closed[match.end() :].lstrip())
        if after < len(closed) and not _STARTS.match(closed, after):
            continue
        if (
            match.group().startswith(".")
            and len(match.group().rstrip("\"'”’»)]")) == 1
            and _is_short(closed, match.start(), after)
        ):
            continue
        found.append((start, text[start : match.end()].strip()))
        start = after
    if text[start:].strip():
        found.append((start, text[start:].strip()))
    return found


def _is_short(text: str, dot: int, after: int) -> bool:
    """Whether the word before the dot is an abbreviation that never ends a sentence here."""
    word = re.split(r"[\s(«“\"]", text[:dot])[-1]
    follows = text[after : after + 1]
    if word.lower() in ("no", "núm", "num", "fig", "p", "pág", "approx", "aprox"):
        return follows.isdigit()
    if len(word) == 1 and word.isalpha() and word.isupper() and word not in ("I", "Y", "O", "A"):
        return follows.isupper()
    return word.lower() in _ABBREVIATIONS


def sided(text: str) -> tuple[str, str, str]:
    """The wording with no side chosen, for the left and for the right (both empty when no side matters)."""
    if "{" not in text:
        return text, "", ""
    none, left, right = (_CHOICE.sub(lambda m, n=n: m.group(n), text) for n in (1, 2, 3))  # type: ignore[misc]
    return (none, left, right) if (left, right) != (none, none) else (none, "", "")


def broken_braces(text: str) -> bool:
    """Whether a brace stands that is not a whole ``{none|left|right}``."""
    rest = _CHOICE.sub("", text)
    return "{" in rest or "}" in rest
