"""A place within a page, and which places a page has; knows the records and nothing of the visit."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass, replace

from kiosk.content.record import record
from kiosk.content.records import (
    About,
    Article,
    Comparison,
    Diagram,
    Glossary,
    NerveMap,
    Page,
    Questions,
    Timeline,
    Walkthrough,
    Warnings,
)


@record
class At:
    """The place within a page. Which of these a screen uses is its own affair; the rest stay as they are.

    ``step`` and ``frame`` count a walkthrough's; ``card`` an article's sections and then its pairs, a
    question page's groups or the warning cards; ``column`` a comparison's. ``region`` is a touched part,
    ``view`` and ``layers`` a diagram's, ``phase`` a timeline's; ``row`` is the row, term or nerve opened;
    ``letter`` a glossary's.
    ``more`` counts how often "more" was tapped, ``sources`` whether the sources are open.
    """

    step: int = 0
    frame: int = 0
    card: int = 0
    region: str = ""
    view: str = ""
    layers: tuple[str, ...] = ()
    phase: str = ""
    row: str = ""
    letter: str = ""
    column: int = 0
    more: int = 0
    sources: bool = False


_WITHIN_STEP = {"frame": 0, "card": 0, "region": "", "more": 0, "sources": False}
_LARGEST_MORE = 99


def place_of(page: Page, part: str = "") -> At:
    """Where ``page`` opens: at ``part`` (an id on it), or at its beginning where it has no such part."""
    if isinstance(page, Walkthrough):
        return At(step=_index(page.steps, part))
    if isinstance(page, Article):
        return At(card=_index((*page.sections, *page.pairs), part))
    if isinstance(page, About):
        return At(card=_index(page.sections, part))
    if isinstance(page, Questions):
        return At(card=_index(page.groups, part))
    if isinstance(page, Warnings):
        return At(card=_index(page.cards, part))
    if isinstance(page, NerveMap):
        return At(row=_known(page.nerves, part))
    if isinstance(page, Glossary):
        term = next((term for term in page.terms if term.id == part), None)
        return At(row=term.id, letter=term.word[:1].upper()) if term else At()
    if isinstance(page, Timeline):
        first = page.phases[0].id if page.phases else ""
        return At(phase=_known(page.phases, part) or first, row=_known(page.rows, part))
    if isinstance(page, Comparison):
        return At(column=_index(page.columns, part), row=_known(page.rows, part))
    if isinstance(page, Diagram):
        return _place_on_diagram(page, part)
    return At()


def moved(at: At, page: Page | None, name: str, value: object) -> At:
    """``at`` with the field ``name`` changed: counts are kept within the page, ids must stand on it.

    Returns ``at`` itself where ``name`` or ``value`` makes no sense here. A new step, view or card starts
    fresh within itself.
    """
    if name == "layers":
        if not isinstance(page, Diagram) or not isinstance(value, list | tuple):
            return at
        return replace(at, layers=_layers(page, [layer for layer in value if isinstance(layer, str)]))
    if name == "sources":
        return replace(at, sources=value) if isinstance(value, bool) else at
    if name in ("step", "frame", "card", "column", "more"):
        if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
            return at
        count = int(min(max(value, 0), _count(page, at, name) - 1))
        if count < 0 or count == getattr(at, name):
            return at
        if name == "step":
            return replace(at, step=count, **_WITHIN_STEP)  # type: ignore[arg-type]
        if name in ("card", "frame"):
            return replace(at, more=0, **{name: count})  # type: ignore[arg-type]
        return replace(at, **{name: count})  # type: ignore[arg-type]
    if name in ("region", "view", "phase", "row", "letter"):
        if not isinstance(value, str):
            return at
        if name == "letter":
            return replace(at, letter=value.upper()) if len(value) <= 1 else at
        if value and value not in ids_on(page):
            return at
        if name == "view":
            return replace(at, view=value, region="", more=0)
        # What is said of a part begins at its beginning; elsewhere rows share the cards they are turned with.
        more = 0 if isinstance(page, Diagram | NerveMap) and value != getattr(at, name) else at.more
        return replace(at, **{name: value, "more": more})  # type: ignore[arg-type]
    return at


def toggled(at: At, page: Page, layer: str) -> At:
    """``at`` with one of a diagram's layers shown or hidden; a fixed layer stays."""
    if not isinstance(page, Diagram):
        return at
    return replace(at, layers=_layers(page, set(at.layers) ^ {layer}))


def ids_on(page: Page | None) -> frozenset[str]:
    """Every id that stands anywhere on the page: parts, regions, views, rows, terms, sentences."""
    found: set[str] = set()
    _gather(page, found.add)
    return frozenset(found)


def _gather(record: object, found: Callable[[str], None]) -> None:
    if is_dataclass(record):
        for field in fields(record):
            value = getattr(record, field.name)
            if field.name == "id":
                found(value)
            else:
                _gather(value, found)
    elif isinstance(record, tuple):
        for item in record:
            _gather(item, found)


def last_of(page: Page | None) -> At | None:
    """The place where ``page`` ends; None for a page that is one place, or that is not read in an order."""
    if isinstance(page, Walkthrough):
        return At(step=len(page.steps) - 1) if len(page.steps) > 1 else None
    if isinstance(page, Timeline):
        return At(phase=page.phases[-1].id) if len(page.phases) > 1 else None
    if isinstance(page, Article):
        cards = len(page.sections) + (1 if page.pairs else 0)
    elif isinstance(page, Questions):
        cards = len(page.groups)
    else:
        cards = len(page.sections) if isinstance(page, About) else 0
    return At(card=cards - 1) if cards > 1 else None


def at_end(page: Page | None, at: At) -> bool:
    """Whether ``at`` is the last place of a page that has one."""
    last = last_of(page)
    if last is None:
        return False
    if isinstance(page, Walkthrough):
        return at.step >= last.step
    return at.phase == last.phase if isinstance(page, Timeline) else at.card >= last.card


def _count(page: Page | None, at: At, name: str) -> int:
    if name == "more":
        return _LARGEST_MORE + 1
    if isinstance(page, Walkthrough) and name in ("step", "frame"):
        steps = page.steps
        return len(steps) if name == "step" or not steps else len(steps[min(at.step, len(steps) - 1)].frames)
    if isinstance(page, Comparison) and name == "column":
        return len(page.columns)
    if name != "card":
        return 0
    if isinstance(page, Article):
        return len(page.sections) + len(page.pairs)
    if isinstance(page, About):
        return len(page.sections)
    if isinstance(page, Questions):
        return len(page.groups)
    return len(page.cards) if isinstance(page, Warnings) else _LARGEST_MORE + 1


def _layers(page: Diagram, wanted: Iterable[str]) -> tuple[str, ...]:
    chosen = set(wanted)
    return tuple(sorted(layer.id for layer in page.layers if layer.fixed or layer.id in chosen))


def _place_on_diagram(page: Diagram, part: str) -> At:
    at = At(
        view=page.views[0].id if page.views else "",
        layers=_layers(page, [layer.id for layer in page.layers if layer.on]),
    )
    shown = {picture.name: {region.id for region in picture.regions} for picture in page.pictures}
    for view in page.views:
        if view.id == part:
            return replace(at, view=view.id)
    for view in page.views:
        showing = [shot for shot in view.shots if part in shown.get(shot.picture, ())]
        if showing:
            wanted = "+".join(at.layers)
            first = next((shot for shot in view.shots if shot.layers == wanted), view.shots[0])
            # A part of a layer that is off at first comes with the layers that show it, the fewest changed.
            near = min(showing, key=lambda shot: len(set(shot.layers.split("+")) ^ set(at.layers)))
            layers = at.layers if first in showing else _layers(page, near.layers.split("+"))
            return replace(at, view=view.id, region=part, layers=layers)
    return at


def _index(parts: Iterable[object], part: str) -> int:
    return next((index for index, each in enumerate(parts) if getattr(each, "id", "") == part), 0)


def _known(parts: Iterable[object], part: str) -> str:
    return part if part and any(getattr(each, "id", "") == part for each in parts) else ""
