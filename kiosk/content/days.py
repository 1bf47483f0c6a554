"""A day and a time as people write them, in both languages; knows no clock but the zone of the machine."""

from __future__ import annotations

from typing import Final

from kiosk.content.records import Language

MONTHS: Final[dict[Language, str]] = {
    "en": "January February March April May June July August September October November December",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
}


def day_in(language: Language, day: str) -> str:
    """An ISO date or time as people write its day; what is no date stays as it is."""
    year, _, rest = day[:10].partition("-")
    month, _, number = rest.partition("-")
    if not (year.isdigit() and month.isdigit() and number.isdigit() and 1 <= int(month) <= 12):
        return day
    name = MONTHS[language].split()[int(month) - 1]
    return f"{int(number)} de {name} de {year}" if language == "es" else f"{name} {int(number)}, {year}"


def moment_in(language: Language, time: str) -> str:
    """An ISO time as people write its day, hour and minute, by this machine's clock and zone."""
    from datetime import datetime

    try:
        moment = datetime.fromisoformat(time).astimezone()
    except ValueError:
        return day_in(language, time)
    day, minute = day_in(language, moment.date().isoformat()), f"{moment.minute:02}"
    half = "AM" if moment.hour < 12 else "PM"
    return (
        f"{day}, {moment.hour}:{minute}"
        if language == "es"
        else f"{day}, {moment.hour % 12 or 12}:{minute} {half}"
    )
