"""How words are made equal for search: case and accents on vowels go, ñ stays; knows nothing of an index."""

from __future__ import annotations

import re
import unicodedata

_VOWELS = str.maketrans(
    "áàâäãåéèêëíìîïóòôöõúùûü",
    "aaaaaaeeeeiiiiooooouuuu",
)
_WORD = re.compile(r"[^\W_]+")
WORDS_IN_A_QUERY = 8
LETTERS_IN_A_WORD = 40


def folded(text: str) -> str:
    """``text`` in small letters with no accent on any vowel; ñ and ç stay."""
    return unicodedata.normalize("NFC", text).lower().translate(_VOWELS)


def words_of(text: str) -> list[str]:
    """The folded words of ``text``, in order; anything that is neither letter nor digit parts them."""
    return [word[:LETTERS_IN_A_WORD] for word in _WORD.findall(folded(text))]


def plain(word: str) -> str:
    """A folded word as someone without an ñ on their keys types it."""
    return word.replace("ñ", "n")
