"""The quantities of a sentence: shares, lengths of time, measures, bare numbers; knows no page and no fact.

A clause ends at a comma, a semicolon, a colon, a full stop with a blank, a parenthesis, or an "and" or "but"
before a number, so that "90 had one and 910 did not" says what is denied of whom.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from operator import itemgetter
from typing import Final, Literal

from kiosk.authoring.checks.figures import NUMBERS
from kiosk.content.records import Language

Kind = Literal["share", "time", "length", "weight", "temperature", "bare"]

_SPANS: Final[dict[tuple[Kind, str], dict[str, float]]] = {
    ("time", "days"): {
        "minute minutes min mins minuto minutos": 1,
        "hour hours h hr hrs hora horas": 60,
        "day days día días": 1440,
        "week weeks wk wks semana semanas": 10080,
    },
    ("time", "months"): {"month months mo mes meses": 43830, "year years yr yrs año años": 525960},
    ("length", "metric"): {
        "mm millimeter millimeters milímetro milímetros": 1,
        "cm centimeter centimeters centímetro centímetros": 10,
    },
    ("length", "inches"): {"inch inches pulgada pulgadas": 25.4, "foot feet ft pie pies": 304.8},
    ("weight", "metric"): {"kilo kilos kg kilogram kilograms kilogramo kilogramos": 1},
    ("weight", "pounds"): {"pound pounds lb lbs libra libras": 0.4536},
}
"""Words for units by what they measure and their system; minutes, millimeters or kilograms in one."""

_UNITS: Final = {
    word: (kind, system, base)
    for (kind, system), units in _SPANS.items()
    for words, base in units.items()
    for word in words.split()
}

_DENIES: Final = re.compile(
    r"\b(?:not|no|none|never|without|other|others|rest|free|no one|nobody|avoid(?:s|ed)?|escaped?|spared"
    r"|sin|nunca|otros|otras|demás|resto|ninguno|ninguna|nadie)\b|n['’]t\b",
    re.IGNORECASE,
)
_CLAUSE: Final = re.compile(
    r"[,;:()]\s|[.]\s|[()]|\s(?:and|but|y|pero|while|mientras)\s(?=(?:a\s|los\s|las\s|the\s)?\d)"
)
_SENTENCE: Final = re.compile(r"[.;]\s")
_LIVE: Final = re.compile(
    r"\b(?:(?:live|lives|lived) (?:through|on)|lived|alive|surviv(?:e|es|ed|al)|sobreviv\w+|vivieron)\b",
    re.IGNORECASE,
)
_DIE: Final = re.compile(
    r"\b(?:die|dies|died|deaths?|mortality|muer(?:e|en|te|tes)|murió|murieron)\b", re.IGNORECASE
)
_NAME: Final = re.compile(r"\b[A-Z]{1,2}\d+(?:\s*[-–/]\s*(?:[A-Z]{1,2})?\d+)?\b")
_OF_NAMES: Final = re.compile(r"\b([CTLS])1\s*[-–]\s*\1(\d+)\b")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as it is written, with what it counts.

    ``base`` is the number in minutes, millimeters or kilograms, or the share from 0 to 1; of a bare number it
    is the number. ``system`` is another for units that only roughly make each other up: inches and
    centimeters, months and weeks; a temperature is in degrees Celsius. ``whole`` is that of a share ("6 of
    100"; 100 for percent), else 0; ``about`` how much its number may be off. ``clause`` is the place of its
    clause, and ``denied`` says that this tells whom it did not happen to. ``life`` is 1 where it is told of
    who lived, -1 of who died, else 0. ``falling`` is its range as it is written, where that ends with no
    more than it begins with ("6 to 4 weeks").
    """

    kind: Kind
    number: float
    base: float
    system: str = ""
    whole: float = 0
    denied: bool = False
    written: str = ""
    clause: int = 0
    life: int = 0
    about: float = 0
    falling: str = ""


def quantities_in(text: str, language: Language) -> tuple[Quantity, ...]:
    """Every quantity of ``text`` in order. Numbers in names (T6, L4-L5) are none.

    "One" is one only before a unit, or where it is so many of a number of people; "half" before a unit too,
    or of people.
    """
    bare = _NAME.sub(" ", text)
    cuts = [0, *(cut.start() for cut in _CLAUSE.finditer(bare)), len(bare)]
    found: list[Quantity] = []
    lives = _LIVE.search(bare) or _DIE.search(bare)
    places = sorted((*_numbered(bare, language), *_worded(bare, language)), key=itemgetter(0, 1))
    for place, end, quantities in places:
        start = max(cut for cut in cuts if cut <= place)
        end = max(end, min(cut for cut in cuts if cut > place))
        denied = _DENIES.search(bare, start, end) is not None
        life = _life(bare, start, end) if lives else 0
        found += [replace(one, denied=denied, clause=start, life=life) for one in quantities]
    return tuple(found)


def _life(text: str, start: int, end: int) -> int:
    """Whether the clause tells of who lived or who died; where it names neither, its sentence so far."""
    begin = max((cut.end() for cut in _SENTENCE.finditer(text, 0, start + 2)), default=0)
    for place in (start, begin):
        if life := bool(_LIVE.search(text, place, end)) - bool(_DIE.search(text, place, end)):
            return life
    return 0


_Found = Iterator[tuple[int, int, list[Quantity]]]


def _numbered(text: str, language: Language) -> _Found:
    """Numbers with their place and end."""
    for match in _grammar(language).finditer(text):
        whole = _number(match["whole"] or match["ahead"] or "", language)
        numbers = re.findall(_ONE[language], match["numbers"], re.IGNORECASE)
        told = [(written, _number(written, language)) for written in numbers]
        found = [_quantity(number, match, whole, written) for written, number in told if number is not None]
        falls = len(found) > 1 and any(first >= last for first, last in _ends(match[0], language))
        yield match.start(), match.end(), [replace(one, falling=match[0] if falls else "") for one in found]


def _ends(text: str, language: Language) -> Iterator[tuple[float, float]]:
    """The first and the last number of every range of ``text``."""
    one = _ONE[language]
    for match in re.finditer(rf"({one})\s*(?:[-–]|\bto\b|\ba\b)\s*(?=({one}))", text, re.IGNORECASE):
        first, last = (_number(written, language) for written in match.groups())
        if first is not None and last is not None:
            yield first, last


def _worded(text: str, language: Language) -> _Found:
    """The words for 1 and a half where they count something, with their place and end."""
    for match in _of_one(language).finditer(text):
        whole = _number(match["whole"] or match["ahead"] or "", language)
        if match["unit"]:
            yield match.start(), match.end(), [_measure(1, match["unit"], match[0])]
        elif whole and (match["ahead"] or whole in _TENS):
            yield match.start(), match.end(), [Quantity("share", 1, 1 / whole, "", whole, written=match[0])]
    for match in _HALF[language].finditer(text):
        if match["unit"]:
            yield match.start(), match.end(), [_measure(0.5, match["unit"], match[0])]
        else:
            yield match.start(), match.end(), [replace(HALF, written=match[0])]


def wholes_in(text: str, language: Language) -> frozenset[float]:
    """The numbers of people that shares of ``text`` are told out of.

    Those of its shares, and 10, 100, 1,000 ... behind "of" and before neither a unit nor a degree.
    """
    told = {_number(match[1], language) for match in _ahead(language).finditer(_NAME.sub(" ", text))}
    shares = (one.whole for one in quantities_in(text, language) if one.kind == "share")
    return frozenset((*shares, *(number for number in told if number in _TENS and number is not None)))


@cache
def _ahead(language: Language) -> re.Pattern[str]:
    """A number of people, or of whatever else is counted, behind "of"."""
    people = rf"{_EACH}({_ONE[language]})(?!\s*(?:°|degrees\b|grados\b|(?:{'|'.join(_UNITS)})\b))"
    return re.compile(rf"\b(?:of|out of|among|per|every|in|de|entre|cada)\s+{people}", re.IGNORECASE)


def counted_by_names(text: str) -> frozenset[float]:
    """How many "C1-C7" and the like are."""
    return frozenset(float(last) for _, last in _OF_NAMES.findall(text))


_TENS: Final = frozenset(10.0**power for power in range(1, 6))
_EACH: Final = (
    r"(?:every\s+|each\s+|the\s+|your\s+|these\s+|such\s+|cada\s+|esas\s+|esos\s+|las\s+|los\s+|sus\s+)?"
)
_DIGITS: Final = r"(?<![\w.,])\d+(?:,\d{3})*(?:[.,]\d+)?(?![\w])"


def _one(language: Language) -> str:
    words = "|".join(sorted(NUMBERS[language], key=len, reverse=True))
    return rf"(?:{_DIGITS}|\b(?:{words})\b)"


_ONE: Final[dict[Language, str]] = {"en": _one("en"), "es": _one("es")}
_EVERY_UNIT: Final = "|".join(sorted(_UNITS, key=len, reverse=True))
_ALSO_A_FOOT: Final = frozenset(("foot", "feet", "ft", "pie", "pies", "day", "days", "día", "días"))
"""Units whose "one" is also said of the body, or of some day."""


@cache
def _grammar(language: Language) -> re.Pattern[str]:
    """Numbers joined as a range or a list, and what they are of."""
    one, units = _ONE[language], _EVERY_UNIT
    joined = r"(?:\s*(?:[-–/]|\bto\b|\bor\b|\band\b|\ba\b|\bo\b|\by\b)\s*)"
    return re.compile(
        rf"(?:\b(?P<before>{units})\s+)?(?P<numbers>(?<=\bage\s){one}|{one}(?:{joined}{one})*)"
        rf"(?:\s*(?P<percent>%|\bpercent\b|\bpor ciento\b)"
        rf"|\s+(?:of|out of|de)\s+{_EACH}(?P<whole>{one})"
        rf"|\s+in\s+(?P<ahead>{one})(?!\s*(?:{units})\b)"
        rf"|\s*(?:°\s*|degrees\s+|grados\s+)?(?P<scale>[FC])\b"
        rf"|[\s-]*(?P<unit>{units})\b)?",
        re.IGNORECASE,
    )


@cache
def _of_one(language: Language) -> re.Pattern[str]:
    """The word for 1 before a unit, or before "of" or "in" and a number."""
    number = _ONE[language]
    units = "|".join(sorted(_UNITS.keys() - _ALSO_A_FOOT, key=len, reverse=True))
    if language == "en":
        word, ahead, of = (
            r"(?<!no )(?<!the )(?<!this )\bone",
            r"(?:in|out\s+of|of\s+each|(?:in|of)\s+every)",
            "of",
        )
        day = r"(?:(?<=after one )|(?<=for one )|(?<=within one )|(?<=in one ))day"
    else:
        word, ahead, of = r"\b(?:uno|una|un)", r"de\s+cada", "de"
        day = r"(?:(?<=por un )|(?<=durante un )|(?<=tras un ))día"
    return re.compile(
        rf"{word}(?:\s+(?:to|or|a|o)\s+{number})?"
        rf"(?:\s+{ahead}\s+(?P<ahead>{number})(?!\s*(?:{_EVERY_UNIT})\b)"
        rf"|\s+{of}\s+(?P<whole>{number})|[\s-]+(?P<unit>{units}|{day})\b)",
        re.IGNORECASE,
    )


_PEOPLE: Final = (
    "people|patients|adults|men|women|cases|them|those"
    "|personas|pacientes|adultos|hombres|mujeres|casos|ellos|ellas"
)
_HALF: Final[dict[Language, re.Pattern[str]]] = {
    "en": re.compile(
        rf"(?<!and a )\bhalf[\s-]+(?:an?\s+)?(?:(?P<unit>{_EVERY_UNIT})"
        rf"|(?:of\s+)?(?:(?:the|all|these|those|such)\s+)?(?:{_PEOPLE}))\b",
        re.IGNORECASE,
    ),
    "es": re.compile(
        rf"(?<! y )\b(?:medi[oa]\s+(?P<unit>{_EVERY_UNIT})"
        rf"|mitad\s+de\s+(?:(?:todos\s+|todas\s+)?(?:los|las|estos|estas|esos|esas)\s+)?(?:{_PEOPLE}))\b",
        re.IGNORECASE,
    ),
}
HALF: Final = Quantity("share", 50, 0.5, "", 100, written="half", clause=-1, about=5)
"""Half of some people, in no clause; who says so means from 45 to 55 of 100."""


def _quantity(number: float, match: re.Match[str], whole: float | None, written: str) -> Quantity:
    if match["percent"]:
        return Quantity("share", number, number / 100, "", 100, written=f"{written}%")
    if whole:
        return Quantity("share", number, number / whole, "", whole, written=f"{written} of {whole:g}")
    if scale := (match["scale"] or "").upper():
        base = (number - 32) / 1.8 if scale == "F" else number
        return Quantity("temperature", number, base, scale, written=f"{written} °{scale}")
    if named := match["unit"] or match["before"]:
        return _measure(number, named, f"{written} {named}" if match["unit"] else f"{named} {written}")
    return Quantity("bare", number, number, written=written)


def _measure(number: float, unit: str, written: str) -> Quantity:
    kind, system, base = _UNITS[unit.lower()]
    return Quantity(kind, number, number * base, system, written=written)


def _number(written: str, language: Language) -> float | None:
    if not written:
        return None
    if not written[0].isdigit():
        return float(NUMBERS[language][written.lower()])
    bare = re.sub(r",(?=\d{3}(?!\d))", "", written).replace(",", ".")
    return float(bare)
