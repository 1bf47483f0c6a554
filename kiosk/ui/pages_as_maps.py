"""A page record as the plain map QML reads; refuses to know how the map is shown or where pages come from.

Keys are the record's field names in camelCase. A sentence becomes ``{id, text}`` in the wording of the chosen
side. ``pictures`` becomes a map from name to picture, and a picture carries its sizes by their role.
``regionWords`` becomes a map from region to its words. The day of a review is written out. A picture's
outlines stay a name: many numbers would make the page wait.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from kiosk.content.days import day_in
from kiosk.content.edition import Edition
from kiosk.content.errors import ContentError
from kiosk.content.records import Language, Page, Picture, Questions, Sentence, Side
from kiosk.ui.values import as_json
from kiosk.visit.visit import Stop
from kiosk.visit.words import resolve

SOURCE = "image://edition/"
"""What stands before a blob's sha256 in the source of an ``Image``."""

TEXTS_KEPT = 8
"""Pages kept as text: the one shown, those one touch away and some before."""


def page_as_map(page: Page, side: Side = "") -> dict[str, Any]:
    """``page`` as a map of plain values, its sentences worded for ``side``."""
    found: dict[str, Any] = _plain(page, side)
    found["review"]["approvedUntil"] = day_in(page.language, page.review.approved_until)
    found["pictures"] = {picture.name: picture_as_map(picture, side) for picture in page.pictures}
    found["regionWords"] = {region["id"]: region for region in found["regionWords"]}
    return found


class PageTexts:
    """Pages as the JSON of their maps, the last few kept. May be asked in any thread.

    A page of many pictures takes some milliseconds to write: it is written before somebody opens it.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[int, Side], tuple[Page, str]] = OrderedDict()
        self._lock = threading.Lock()

    def text(self, page: Page, side: Side = "") -> str:
        """``page_as_map`` of this very record, as JSON."""
        key = (id(page), side)  # a record kept here keeps its id
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key][1]
        text = as_json(page_as_map(page, side))
        with self._lock:
            self._kept[key] = (page, text)
            while len(self._kept) > TEXTS_KEPT:
                self._kept.popitem(last=False)
        return text


def picture_as_map(picture: Picture, side: Side = "") -> dict[str, Any]:
    """A picture with ``stage``, ``half`` and ``card`` as ``{source, width, height}``; the mask stays here.

    A role the edition does not carry is left out. ``width`` and ``height`` are pixels.
    """
    found: dict[str, Any] = _plain(picture, side)
    del found["renditions"]
    for size in picture.renditions:
        if size.role != "mask":
            found[size.role] = {"source": SOURCE + size.blob, "width": size.width, "height": size.height}
    return found


def questions_of(edition: Edition, language: Language) -> list[dict[str, str]]:
    """The questions of the attract loop, as ``{question, topic, part}``."""
    return [
        {"question": each.question.get(language, ""), "topic": each.topic, "part": each.part}
        for each in edition.attract
    ]


def slip_of(edition: Edition, slip: tuple[tuple[str, str], ...], language: Language) -> list[dict[str, str]]:
    """The questions of a slip, as ``{topic, id, text}`` in the order ticked; what is gone is left out."""
    asked: dict[str, dict[str, str]] = {}
    for topic in dict.fromkeys(topic for topic, _ in slip):
        with suppress(ContentError):
            page = edition.page(topic, language)
            groups = page.groups if isinstance(page, Questions) else ()
            asked[topic] = {each.id: each.sentence.text for group in groups for each in group.questions}
    return [
        {"topic": topic, "id": question, "text": asked[topic][question]}
        for topic, question in slip
        if question in asked.get(topic, ())
    ]


def trail_of(edition: Edition, trail: tuple[Stop, ...], language: Language) -> list[dict[str, str]]:
    """The stops behind a visit, as ``{screen, topic, title}``; a topic that is gone has no title."""
    found = []
    for stop in trail:
        title = ""
        if stop.topic:
            with suppress(ContentError):
                title = edition.topic(stop.topic).title.get(language, "")
        found.append({"screen": stop.screen, "topic": stop.topic, "title": title})
    return found


def as_plain(value: Any) -> Any:
    """Any record, tuple or mapping as plain maps and lists with camelCase keys."""
    return _plain(value, "")


@cache
def camel(name: str) -> str:
    """``approved_until`` as ``approvedUntil``."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


@cache
def _names(record: type[Any]) -> tuple[tuple[str, str], ...]:
    return tuple((field.name, camel(field.name)) for field in fields(record))


def _plain(value: Any, side: Side) -> Any:
    if type(value) is Sentence:
        return {"id": value.id, "text": resolve(value, side)}
    if isinstance(value, tuple | list):
        if value and type(value[0]) is float:
            return list(value)
        return [_plain(item, side) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {key: _plain(getattr(value, name), side) for name, key in _names(type(value))}
    if isinstance(value, Mapping):
        return {key: _plain(item, side) for key, item in value.items()}
    return value
