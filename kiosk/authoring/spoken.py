"""Figures as they are spoken in Spanish; knows nothing of scores."""

from __future__ import annotations

_ES_SMALL = [
    "cero",
    "uno",
    "dos",
    "tres",
    "cuatro",
    "cinco",
    "seis",
    "siete",
    "ocho",
    "nueve",
    "diez",
    "once",
    "doce",
    "trece",
    "catorce",
    "quince",
    "dieciséis",
    "diecisiete",
    "dieciocho",
    "diecinueve",
    "veinte",
    "veintiuno",
    "veintidós",
    "veintitrés",
    "veinticuatro",
    "veinticinco",
    "veintiséis",
    "veintisiete",
    "veintiocho",
    "veintinueve",
]
_ES_TENS = [
    "_",
    "_",
    "_",
    "treinta",
    "cuarenta",
    "cincuenta",
    "sesenta",
    "setenta",
    "ochenta",
    "noventa",
]
_ES_HUNDREDS = [
    "_",
    "ciento",
    "doscientos",
    "trescientos",
    "cuatrocientos",
    "quinientos",
    "seiscientos",
    "setecientos",
    "ochocientos",
    "novecientos",
]


def spanish_number(figure: str) -> str:
    """``2.5`` is "dos punto cinco", ``409`` "cuatrocientos nueve"; digits one by one beyond a million."""
    whole, _, rest = figure.replace(",", "").partition(".")
    said = _spanish(int(whole)) if len(whole) < 7 else " ".join(_ES_SMALL[int(digit)] for digit in whole)
    return f"{said} punto {' '.join(_ES_SMALL[int(d)] for d in rest if d.isdigit())}" if rest else said


def _spanish(number: int) -> str:
    if number < 30:
        return _ES_SMALL[number]
    if number < 100:
        return _ES_TENS[number // 10] + (f" y {_ES_SMALL[number % 10]}" if number % 10 else "")
    if number == 100:
        return "cien"
    if number < 1000:
        return _ES_HUNDREDS[number // 100] + (f" {_spanish(number % 100)}" if number % 100 else "")
    head = "mil" if number // 1000 == 1 else f"{_spanish(number // 1000)} mil"
    return head + (f" {_spanish(number % 1000)}" if number % 1000 else "")
