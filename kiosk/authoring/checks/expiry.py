"""Figures with a last day: do they name words that are there, and is the day near; judges no figure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from typing import Any

from kiosk.authoring.around import Around
from kiosk.authoring.draft import Draft
from kiosk.authoring.findings import Finding, error, warning
from kiosk.authoring.kinds import compile_page
from kiosk.authoring.located import Place
from kiosk.authoring.sources import Topic
from kiosk.content.expiry import without_expired

NOTICE_DAYS = 30
_NEVER = ("menu", "questions", "warnings", "about")
"""Kinds that hide nothing: warning signs must always stand, the others hold no figures."""


def check_topic(topic: Topic, around: Around) -> Iterator[Finding]:
    """Last days that name nothing, are none, are near or have passed, and pages they would leave empty."""
    if not topic.sound or not topic.data.get("expires"):
        return
    faults = list(_faults(topic, around))
    yield from faults
    if all(fault.severity == "warning" for fault in faults):
        yield from _alone(topic, around)


def _faults(topic: Topic, around: Around) -> Iterator[Finding]:
    file = topic.structure.file
    if topic.kind in _NEVER:
        message = f"a page of kind “{topic.kind}” cannot hide words after a day"
        yield error(file, topic.line("expires"), "expires.kind", message, "Take “expires” out.")
        return
    words = next(iter(topic.words.values()), None)
    for key, given in topic.data["expires"].items():
        field = words.field_of(key) if words else None
        if words and field is None and "." in key:
            field = words.field_of(*key.rsplit(".", 1))
        paragraphs = len(field.paragraphs) if field else 0
        days: dict[str, Any] = given if isinstance(given, dict) else {"": given}
        for paragraph, day in days.items():
            place: Place = ("expires", key, paragraph) if paragraph else ("expires", key)
            line = topic.line(*place)
            if not paragraphs or (paragraph and paragraph not in {f"p{n}" for n in range(1, paragraphs + 1)}):
                message = (
                    f"a last day is given for “{key}” {paragraph}".rstrip() + ", and there are no such words"
                )
                yield error(file, line, "expires.nothing", message, "Correct the name; count the paragraphs.")
                continue
            yield from _day(file, line, f"“{key}” {paragraph}".rstrip(), str(day), around)


def _day(file: str, line: int, what: str, written: str, around: Around) -> Iterator[Finding]:
    try:
        day = date.fromisoformat(written)
    except ValueError:
        remedy = "Write a day of the calendar, year first: 2027-05-01."
        yield error(file, line, "expires.date", f"{written} is no date", remedy)
        return
    remedy = "Look the figure up again, correct it or leave it, and write its next day."
    if around.past(day):
        message = f"the words of {what} are hidden since their day, {written}, has passed"
        yield warning(file, line, "expires.passed", message, remedy)
    elif around.within(day, NOTICE_DAYS):
        message = f"the words of {what} will be hidden after {written}"
        yield warning(file, line, "expires.soon", message, remedy)


def _alone(topic: Topic, around: Around) -> Iterator[Finding]:
    """What a page would come to without all that can expire, by compiling it and leaving that out."""
    language = next(iter(topic.words), None)
    if language is None or not topic.words[language].title:
        return
    page = compile_page(Draft(topic, language, around))
    emptied = _emptied(page, without_expired(page, date.max))
    if emptied:
        message = f"once its last day has passed, {emptied} would have no words left"
        remedy = "Give it words that hold without the figure."
        line = topic.line("expires")
        yield error(topic.structure.file, line, "expires.alone", message, remedy)


def _emptied(before: Any, after: Any) -> str:
    """The first part that had words and would have none, "" for none. What goes whole is not missed.

    An article may lose all its pairs: each is a whole of its own.
    """
    for item in fields(after):
        old, new = getattr(before, item.name), getattr(after, item.name)
        if not isinstance(old, tuple) or new is old or item.name == "pairs":
            continue
        if not new:
            return f"“{after.id}”" if hasattr(after, "id") else f"the page’s {item.name}"
        same = {one.id: one for one in old if hasattr(one, "id")}
        for one in new:
            if getattr(one, "id", None) in same and (found := _emptied(same[one.id], one)):
                return found
    return ""
