"""Do the two languages give the same figures, on pages and in clinic.yaml; judges no figure, no other word.

A number in digits, or a word from three on, must stand in both, in any order. What is not always said
as a number ("both", "second", "half", "the year" for 1 year) may answer to one and asks for none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from kiosk.authoring.around import Known
from kiosk.authoring.checks.unfinished import MARK
from kiosk.authoring.findings import Finding, warning
from kiosk.authoring.freshness import sentences_of
from kiosk.authoring.sources import Topic
from kiosk.content.records import Language

_COUNTED: Final[dict[Language, str]] = {
    "en": "three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty",
    "es": "tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis "
    "diecisiete dieciocho diecinueve veinte",
}
"""Words for 3 to 20."""

_TENS: Final[dict[Language, str]] = {
    "en": "thirty forty fifty sixty seventy eighty ninety hundred",
    "es": "treinta cuarenta cincuenta sesenta setenta ochenta noventa cien",
}
"""Words for 30 to 100."""

NUMBERS: Final[dict[Language, dict[str, int]]] = {
    language: {word: number for number, word in enumerate(words.split(), 3)}
    | {word: 10 * number for number, word in enumerate(_TENS[language].split(), 3)}
    | ({"two": 2, "dozen": 12} if language == "en" else {"dos": 2, "docena": 12, "ciento": 100})
    for language, words in _COUNTED.items()
}
"""Numbers by their words; one is no figure, for it is also said of what is not counted."""

_LOOSE: dict[Language, dict[str, str]] = {
    "en": {
        "0.25": "quarter quarters",
        "0.5": "half halves ½",
        "1": "one a an once each per single first",
        "2": "two twice both second pair",
        "3": "third thirds",
        "4": "fourth",
        "5": "fifth",
        "6": "sixth",
        "7": "seventh",
        "8": "eighth",
        "9": "ninth",
        "10": "tenth",
        "11": "eleventh",
        "12": "twelfth",
    },
    "es": {
        "0.25": "cuarto cuarta cuartos cuartas",
        "0.5": "medio media medios medias mitad mitades ½",
        "1": "un una uno cada al del primero primera primer",
        "2": "dos ambos ambas segundo segunda par",
        "3": "tercero tercera tercer tercio tercios",
    },
}
"""Words that may stand for a number, or for none."""

_FIRM_OF = {
    language: {word: str(number) for word, number in words.items() if number > 2}
    for language, words in NUMBERS.items()
}
_LOOSE_OF = {
    lang: {word: number for number, words in table.items() for word in words.split()}
    for lang, table in _LOOSE.items()
}

_UNITS = {
    "day": "day days día días",
    "week": "week weeks semana semanas",
    "month": "month months mes meses",
    "year": "year years año años",
    "hour": "hour hours hora horas",
    "minute": "minute minutes minuto minutos",
    "pound": "pound pounds lb libra libras",
    "kilo": "kilo kilos kg kilogram kilograms kilogramo kilogramos",
    "inch": "inch inches in pulgada pulgadas",
    "foot": "foot feet pie pies",
    "cm": "cm centimeter centimeters centímetro centímetros",
    "mm": "mm millimeter millimeters milímetro milímetros",
    "%": "% percent",
}
_UNIT_OF = {word: unit for unit, words in _UNITS.items() for word in words.split()}

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|[½%]")

_PHONE = re.compile(r"\d(?:[\s().-]*\d)*")
"""A number with what may stand between its digits."""


@dataclass(slots=True)
class Figures:
    """The numbers of one sentence as plain texts: those that must be answered, and those that may answer.

    ``units`` are the units that stand right behind a number.
    """

    firm: Counter[str] = field(default_factory=Counter)
    loose: set[str] = field(default_factory=set)
    units: dict[str, set[str]] = field(default_factory=dict)


def check_topic(topic: Topic) -> Iterator[Finding]:
    """Sentences whose figures are others in the second language than in the first."""
    languages = list(topic.words)
    for language in languages[1:]:
        first, words = topic.words[languages[0]], topic.words[language]
        theirs, ours = sentences_of(first), sentences_of(words)
        shapes = [Counter(map(_field_of, said)) for said in (theirs, ours)]
        for name in theirs.keys() & ours.keys():
            if shapes[0][_field_of(name)] != shapes[1][_field_of(name)]:
                continue  # they do not say the same sentence by sentence: that is told already
            (there, original), (line, text) = theirs[name], ours[name]
            if MARK in original or MARK in text:
                continue  # still to be written
            found = differ(figures_in(original, languages[0]), figures_in(text, language))
            if found:
                message = (
                    f"the figures of this sentence are others in {languages[0]}.md, line {there}: {found}"
                )
                remedy = "Compare the two sentences with their fact, and give both the same numbers."
                yield warning(words.file, line, "translation.figures", message, remedy)


def check_site(known: Known) -> Iterator[Finding]:
    """Words of the clinic, such as its phone, whose number is another in the second language."""
    first, *others = known.site.languages
    table = known.site.clinic
    for key, entry in table.data.items():
        for language in others if isinstance(entry, dict) else ():
            original, text = str(entry.get(first) or ""), str(entry.get(language) or "")
            there, here = _numbers(original, _PHONE), _numbers(text, _PHONE)
            if not original or not text or there == here or _numbers(original) == _numbers(text):
                continue  # words missing are told already; a number may stand in other groups
            found, wanted = (", ".join(sorted(one)) or "none" for one in (here - there, there - here))
            message = (
                f"the numbers of “{key}” are others in {language} than in {first}: {found}, not {wanted}"
            )
            remedy = "Look the number up, call it, and give both languages the same."
            yield warning(table.file, table.line(key), "translation.figures", message, remedy)


def _numbers(text: str, pattern: re.Pattern[str] = re.compile(r"\d+")) -> Counter[str]:
    """The numbers of a text, digits alone."""
    return Counter(re.sub(r"\D", "", found) for found in pattern.findall(text))


def figures_in(text: str, language: Language) -> Figures:
    """The figures of one sentence."""
    found = Figures()
    tokens = _TOKEN.findall(text.lower())
    firm, loose = _FIRM_OF[language], _LOOSE_OF[language]
    for at, token in enumerate(tokens):
        number = _plain(token) if token[0].isdecimal() else firm.get(token, "")
        if number:
            found.firm[number] += 1
            unit = _UNIT_OF.get(tokens[at + 1]) if at + 1 < len(tokens) else None
            if unit:
                found.units.setdefault(number, set()).add(unit)
        elif token in loose:
            found.loose.add(loose[token])
    return found


def differ(there: Figures, here: Figures) -> str:
    """What is in the one and not in the other, in words; "" where they give the same."""
    said = []
    for number in sorted((there.firm - here.firm).keys() - here.loose):
        said.append(f"{number} stands there and not here")
    for number in sorted((here.firm - there.firm).keys() - there.loose):
        said.append(f"{number} stands here and not there")
    for number, units in there.units.items():
        others = here.units.get(number, set())
        if others and not units & others:
            said.append(
                f"{number} is of {'/'.join(sorted(units))} there and of {'/'.join(sorted(others))} here"
            )
    return ", ".join(said)


def _plain(written: str) -> str:
    """A number as one text: no commas between thousands, a point before what is less than one."""
    bare = re.sub(r",(?=\d{3}(?!\d))", "", written).replace(",", ".")
    return f"{float(bare):g}" if bare.count(".") < 2 else bare


def _field_of(name: str) -> str:
    return re.sub(r"\.s\d+$", "", name)
