"""Leaves out of a page the sentences whose day has passed, and nothing else; knows no clock.

A figure holds until the day its source is looked at again. After that day the kiosk goes on without it: the
rest of the page stays whole. What only makes sense together goes together: a benefit with its harm, a row of
a comparison or of a timeline, a term or question with its one sentence, a section with its last.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, get_args, get_type_hints

from kiosk.content.records import Block, CompareRow, Page, Pair, QuestionGroup, Row, Section, Sentence

if TYPE_CHECKING:
    from datetime import date

APage = TypeVar("APage", bound=Page)

_TOGETHER: tuple[type[Any], ...] = (Pair, CompareRow, Row)
"""Records that go whole when any sentence in them goes: the rest would tell half of it."""

_NEEDED: dict[type[Any], str] = {Block: "sentences", Section: "blocks", QuestionGroup: "questions"}
"""Records that go with the last of these."""


def without_expired(page: APage, today: date) -> APage:
    """``page`` without what expired before ``today``; the very same record where nothing did.

    A sentence is shown on its ``until`` and hidden from the day after. A step, phase, nerve or part of a
    picture stays with its title even without words; ``content check`` lets no edition come to that.
    """
    left: APage = _left(page, today.isoformat())
    return left


def _left(value: Any, today: str) -> Any:
    """``value`` without what expired, itself where nothing did, None where nothing of it may stay."""
    if type(value) is Sentence:
        return None if value.until and value.until < today else value
    if type(value) is tuple:
        kept = [_left(item, today) for item in value]
        if all(new is old for new, old in zip(kept, value, strict=True)):
            return value
        return tuple(item for item in kept if item is not None)
    changed = {}
    kind: Any = type(value)
    for name in _spoken(kind):
        old = getattr(value, name)
        new = _left(old, today)
        if new is not old:
            if new is None and type(old) is Sentence:
                return None
            changed[name] = new
    if not changed:
        return value
    if kind in _TOGETHER or changed.get(_NEEDED.get(kind, "")) == ():
        return None
    return replace(value, **changed)


@cache
def _spoken(kind: Any, /) -> tuple[str, ...]:
    """The fields of a record that can hold a sentence: pictures and outlines are not walked through."""
    if not is_dataclass(kind):
        return ()
    hints = get_type_hints(kind)
    return tuple(item.name for item in fields(kind) if _can_speak(hints[item.name]))


@cache
def _can_speak(hint: Any) -> bool:
    if hint is Sentence:
        return True
    if isinstance(hint, type) and is_dataclass(hint):
        return bool(_spoken(hint))
    return any(_can_speak(inner) for inner in get_args(hint) if inner is not ...)
