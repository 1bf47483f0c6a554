"""The letters of the search pad, in the order of each language; knows nothing of what is searched."""

from __future__ import annotations

from kiosk.content.records import Language

QUERY_LETTERS = 40
"""Longest query the pad takes."""

_LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def letters(language: Language) -> tuple[str, ...]:
    """A to Z, with Ñ after N in Spanish. Accents need no keys: search reads past them on vowels."""
    return tuple(_LATIN.replace("N", "NÑ") if language == "es" else _LATIN)


def typed(query: str, letter: str) -> str:
    """``query`` with one more letter, digit, hyphen or blank; unchanged for anything else or when full."""
    if len(letter) != 1 or len(query) >= QUERY_LETTERS:
        return query
    if letter == " ":
        return query + " " if query and not query.endswith(" ") else query
    return query + letter.upper() if letter.isalnum() or letter == "-" else query
