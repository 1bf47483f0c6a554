"""The quantities of a sentence: shares, lengths of time, measures, bare numbers; knows no page and no fact.

A clause ends at a comma, a semicolon, a colon, a full stop with a blank, a parenthesis, or an "and" or "but"
before a number, so that "90 had one and 910 did not" says what is denied of whom.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from kiosk.authoring.checks.figures import NUMBERS
from kiosk.content.records import Language

Kind = Literal["share", "time", "length", "weight", "bare"]

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
    r"\b(?:not|no|none|never|without|other|others|rest|free|no one|nobody"
    r"|sin|nunca|otros|otras|demás|resto|ninguno|ninguna|nadie)\b|n['’]t\b",
    re.IGNORECASE,
)
_CLAUSE: Final = re.compile(
    r"[,;:()]\s|[.]\s|[()]|\s(?:and|but|y|pero|while|mientras)\s(?=(?:a\s|los\s|las\s|the\s)?\d)"
)
_NAME: Final = re.compile(r"\b[A-Z]{1,2}\d+(?:\s*[-–/]\s*(?:[A-Z]{1,2})?\d+)?\b")
_OF_NAMES: Final = re.compile(r"\b([CTLS])1\s*[-–]\s*\1(\d+)\b")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as it is written, with what it counts.

    ``base`` is the number in minutes, millimeters or kilograms, or the share from 0 to 1; of a bare number it
    is the number. ``system`` is another for units that only roughly make each other up: inches and
    centimeters, months and weeks. ``whole`` is that of a share ("6 of 100"; 100 for percent), else 0.
    ``denied`` says that its clause tells whom it did not happen to.
    """

    kind: Kind
    number: float
    base: float
    system: str = ""
    whole: float = 0
    denied: bool = False
    written: str = ""


def quantities_in(text: str, language: Language) -> tuple[Quantity, ...]:
    """Every quantity of ``text`` in order. Numbers in names (T6, L4-L5) are none."""
    found: list[Quantity] = []
    grammar = _grammar(language)
    bare = _NAME.sub(" ", text)
    cuts = [0, *(cut.start() for cut in _CLAUSE.finditer(bare)), len(bare)]
    for match in grammar.finditer(bare):
        place = match.start()
        start = max(cut for cut in cuts if cut <= place)
        end = min(cut for cut in cuts if cut > place)
        denied = _DENIES.search(bare, start, max(end, match.end())) is not None
        whole = _number(match["whole"] or match["ahead"] or "", language)
        for written in re.findall(_ONE[language], match["numbers"], re.IGNORECASE):
            number = _number(written, language)
            if number is not None:
                found.append(_quantity(number, match, whole, denied, written))
    return tuple(found)


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


@cache
def _grammar(language: Language) -> re.Pattern[str]:
    """Numbers joined as a range or a list, and what they are of."""
    one, units = _ONE[language], "|".join(sorted(_UNITS, key=len, reverse=True))
    joined = r"(?:\s*(?:[-–/]|\bto\b|\bor\b|\band\b|\ba\b|\bo\b|\by\b)\s*)"
    return re.compile(
        rf"(?:\b(?P<before>{units})\s+)?(?P<numbers>{one}(?:{joined}{one})*)"
        rf"(?:\s*(?P<percent>%|\bpercent\b|\bpor ciento\b)"
        rf"|\s+(?:of|out of|de)\s+{_EACH}(?P<whole>{one})"
        rf"|\s+in\s+(?P<ahead>{one})(?!\s*(?:{units})\b)"
        rf"|[\s-]*(?P<unit>{units})\b)?",
        re.IGNORECASE,
    )


def _quantity(
    number: float, match: re.Match[str], whole: float | None, denied: bool, written: str
) -> Quantity:
    if match["percent"]:
        return Quantity("share", number, number / 100, "", 100, denied, f"{written}%")
    if whole:
        return Quantity("share", number, number / whole, "", whole, denied, f"{written} of {whole:g}")
    if named := match["unit"] or match["before"]:
        kind, system, base = _UNITS[named.lower()]
        order = (written, named) if match["unit"] else (named, written)
        return Quantity(kind, number, number * base, system, 0, denied, " ".join(order))
    return Quantity("bare", number, number, "", 0, denied, written)


def _number(written: str, language: Language) -> float | None:
    if not written:
        return None
    if not written[0].isdigit():
        return float(NUMBERS[language][written.lower()])
    bare = re.sub(r",(?=\d{3}(?!\d))", "", written).replace(",", ".")
    return float(bare)
