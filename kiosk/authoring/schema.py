"""The keys that topic.yaml and the site's own YAML files may hold; knows nothing of words or pictures.

A shape is written as plain data: ``Keys`` for a mapping with known keys, ``Each`` for a mapping with
free keys, ``[shape]`` for a list, a tuple for one of several words, or TEXT, NAME, FLAG, NUMBER.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from kiosk.authoring.findings import Finding, error, near
from kiosk.authoring.located import Located, Place

TEXT: Final = "a text"
NAME: Final = "an id"
PICTURE: Final = "the name of a picture, such as hemilaminectomy/05-bone"
FLAG: Final = "true or false"
NUMBER: Final = "a number"
DATE: Final = "a date like 2027-05-01"

_NAME = re.compile(r"[A-Za-z0-9*][A-Za-z0-9*._+/-]{0,79}")
_DATE = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


@dataclass(frozen=True)
class Keys:
    """A mapping with these keys and no others."""

    must: Mapping[str, Any] = field(default_factory=dict)
    may: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Each:
    """A mapping with any keys, every value of one shape."""

    inner: Any


@dataclass(frozen=True)
class Either:
    """The first shape for a list, the second for a mapping, the third for a plain value."""

    shapes: tuple[Any, ...]


_LINK = Keys({"topic": NAME}, {"part": NAME})
_FACTS = Either(([NAME], Each(Either(([NAME], NAME))), ("none",)))
_COMMON: dict[str, Any] = {
    "owner": TEXT,
    "author": TEXT,
    "updated": DATE,
    "reviewer": TEXT,
    "approved_until": DATE,
    "next": _LINK,
    "related": [NAME],
    "facts": Each(_FACTS),
    "expires": Each(Either((Each(DATE), DATE))),
    "sources": [NAME],
    "teaches": [TEXT],
    "regions": Each(Either((Keys({}, {"opens": _LINK, "tissue": NAME, "touch_only": FLAG}), None))),
}
_TURN = Keys({"pictures": PICTURE}, {"every": NUMBER})
_LEVELS = ("not_yet", "some", "most", "ask", "none")

KINDS: dict[str, Keys] = {
    "menu": Keys({"doors": [Keys({"topic": NAME}, {"picture": PICTURE})]}),
    "article": Keys(
        {"sections": [Keys({"id": NAME}, {"picture": PICTURE})]},
        {"picture": PICTURE, "benefits_and_harms": [Keys({"id": NAME, "benefit": [NAME], "harm": [NAME]})]},
    ),
    "diagram": Keys(
        {"views": [Keys({"id": NAME, "shots": Each(PICTURE)}, {"turn": _TURN})]},
        {"layers": [Keys({"id": NAME, "tissue": NAME}, {"fixed": FLAG, "on": FLAG})]},
    ),
    "walkthrough": Keys(
        {
            "steps": [
                Keys(
                    {"id": NAME},
                    {
                        "frames": [
                            Keys({"id": NAME}, {"picture": PICTURE, "left": PICTURE, "right": PICTURE})
                        ],
                        "choices": FLAG,
                    },
                )
            ]
        },
        {"sided": FLAG},
    ),
    "timeline": Keys(
        {
            "phases": [Keys({"id": NAME, "start": NUMBER, "end": NUMBER})],
            "rows": [Keys({"id": NAME, "cells": Each(_LEVELS)})],
        }
    ),
    "comparison": Keys(
        {
            "columns": [
                Keys({"id": NAME}, {"topic": NAME, "picture": PICTURE, "amount": ("least", "middle", "most")})
            ],
            "rows": [Keys({"id": NAME}, {"tone": ("good", "risk")})],
        }
    ),
    "nerve_map": Keys({"nerves": [Keys({"id": NAME}, {"regions": [NAME]})]}, {"picture": PICTURE}),
    "glossary": Keys({"terms": [Keys({"id": NAME, "fact": Either(([NAME], NAME))}, {"opens": _LINK})]}),
    "questions": Keys({"groups": [Keys({"id": NAME})]}),
    "warnings": Keys({"cards": [Keys({"id": NAME, "level": ("now", "today", "visit")})]}),
    "about": Keys({"sections": [Keys({"id": NAME}, {"sample": FLAG})]}),
}

_BOTH = Keys({"en": TEXT}, {"es": TEXT})
EDITION = Keys(
    {"title": Either((_BOTH, TEXT)), "home": NAME, "sample": FLAG},
    {
        "languages": [("en", "es")],
        "warnings": NAME,
        "about": NAME,
        "turn": PICTURE,
        "attract": [Keys({"question": _BOTH, "topic": NAME}, {"part": NAME})],
        "topics": [NAME],
        "stale_translations": ("warn", "fall_back"),
    },
)
INTERFACE = Each(_BOTH)
_WORDING = Either((_BOTH, TEXT))
CLINIC = Keys(
    {},
    {
        "logo": TEXT,
        **dict.fromkeys(
            ("name", "emergency", "desk", "desk_now", "call_out", "away", "phone", "ask_phone"), _WORDING
        ),
    },
)
REVIEWERS = Keys({"reviewers": [Keys({"name": TEXT, "role": TEXT, "key": TEXT})]}, {"revoked": [TEXT]})
DISAGREEMENTS = Each(
    Keys(
        {"sentences": [Keys({"topic": NAME, "en": TEXT, "es": TEXT}, {"part": NAME, "id": NAME})]},
        {"meaning": TEXT},
    )
)


def topic_shape(kind: str) -> Keys:
    """What topic.yaml may hold for a page kind: its own keys and the common ones."""
    own = KINDS[kind]
    return Keys(
        {"kind": tuple(KINDS), "state": ("draft", "in_review", "approved"), **own.must},
        {**_COMMON, **own.may},
    )


def fits(found: Located, shape: Any, report: list[Finding]) -> bool:
    """Whether a file has this shape; each fault goes to ``report`` with its line."""
    faults: list[Finding] = []
    _fit(found, found.data, shape, (), faults)
    report.extend(faults)
    return not faults


def sound_keys(found: Located, shape: Keys | Each) -> dict[str, Any]:
    """What of a file fits, key by key of its first level: the rest is as good as not written."""
    if not isinstance(found.data, dict):
        return {}
    shapes = (
        {**shape.must, **shape.may} if isinstance(shape, Keys) else dict.fromkeys(found.data, shape.inner)
    )
    kept = {}
    for key, value in found.data.items():
        faults: list[Finding] = []
        if key in shapes:
            _fit(found, value, shapes[key], (key,), faults)
            if not faults:
                kept[key] = value
    return kept


def _fit(at: Located, value: Any, shape: Any, place: Place, report: list[Finding]) -> None:
    def fault(message: str, remedy: str, where: Place = place) -> None:
        report.append(error(at.file, at.line(*where), "schema", message, remedy))

    name = _spoken(place)
    if isinstance(shape, Keys):
        lists = [key for key, inner in shape.must.items() if isinstance(inner, list)]
        if isinstance(value, list) and not place and lists:
            message = f"a list stands here without the line “{lists[0]}:” above it"
            fault(message, f"Write “{lists[0]}:” alone in the line above it.")
            return
        if not isinstance(value, dict):
            fault(
                f"{name} must hold keys, such as {', '.join(list(shape.must or shape.may)[:3])}",
                "See docs/authoring.md.",
            )
            return
        known = {**shape.must, **shape.may}
        for key in value:
            if key not in known:
                hint = near(str(key), known).strip() or f"Known keys here: {', '.join(sorted(known))}."
                fault(f"unknown key “{key}”", hint, (*place, key))
            else:
                _fit(at, value[key], known[key], (*place, key), report)
        for key in shape.must:
            if key not in value:
                fault(f"{name} has no “{key}”", f"Add a line “{key}: ...”.")
    elif isinstance(shape, Each):
        if not isinstance(value, dict):
            fault(f"{name} must be a list of “key: value” lines", "Indent the keys under it.")
            return
        for key in value:
            _fit(at, value[key], shape.inner, (*place, key), report)
    elif isinstance(shape, Either):
        _fit(at, value, _pick(value, shape), place, report)
    elif isinstance(shape, list):
        if not isinstance(value, list):
            fault(f"{name} must be a list", "Write [one, two] or one “- ” a line.")
            return
        for index, item in enumerate(value):
            _fit(at, item, shape[0], (*place, index), report)
        ids = [item.get("id") for item in value if isinstance(item, dict)]
        for index, item in enumerate(value):
            if isinstance(item, dict) and item.get("id") is not None and ids.index(item["id"]) != index:
                fault(
                    f"the id “{item['id']}” stands twice in {name}", "Give each its own id.", (*place, index)
                )
    elif isinstance(shape, tuple):
        if value not in shape or isinstance(value, bool):
            fault(f"{name} is {as_written(value)}", f"It must be one of: {', '.join(shape)}.")
    elif shape is None:
        if value is not None:
            fault(f"{name} must be left empty", "Delete what stands behind the colon.")
    elif not _plain_fits(value, str(shape)):
        now = f"It is {as_written(value)} now."
        comma = " Put a comma between the ids." if shape == NAME and " " in str(value) else ""
        fault(f"{name} must be {shape}", now + comma)


def _pick(value: Any, shape: Either) -> Any:
    for option in shape.shapes:
        if isinstance(value, list) and isinstance(option, list):
            return option
        if isinstance(value, dict) and isinstance(option, Keys | Each):
            return option
    plain = [option for option in shape.shapes if not isinstance(option, list | Keys | Each)]
    return plain[0] if plain else shape.shapes[-1]


def _plain_fits(value: Any, shape: str) -> bool:
    if shape == FLAG:
        return isinstance(value, bool)
    if shape == NUMBER:
        return isinstance(value, int | float) and not isinstance(value, bool)
    if shape in (NAME, PICTURE):
        return _NAME.fullmatch(str(value)) is not None if isinstance(value, str | int) else False
    if shape == DATE:
        return isinstance(value, str) and _DATE.fullmatch(value) is not None
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def as_written(value: Any) -> str:
    """A value as the person who wrote it would call it."""
    if isinstance(value, bool):
        return "“true”" if value else "“false”"
    if isinstance(value, dict | list):
        return "a list" if isinstance(value, list) else "a group of keys"
    return "empty" if value is None else f"“{value}”"


def _spoken(place: Place) -> str:
    words = [f"number {step + 1}" if isinstance(step, int) else f"“{step}”" for step in place]
    return ", ".join(words) or "the file"
