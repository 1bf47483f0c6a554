"""Is a quantity one of a fact, told another way; knows no page, and reads no sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Final

from kiosk.authoring.checks.quantities import Quantity

_ROUNDED: Final = {"length": 0.16, "weight": 0.16, "time": 0.1, "temperature": 0.005}
"""How far a measure may be rounded into another unit: 1 inch is told as 3 cm, 12 weeks as 3 months."""

_FEW: Final = 20
"""Up to this any whole is a plain way to tell a share, beyond it tens are: "1 of 3", "30 of 400"."""


def stands(one: Quantity, told: Sequence[Quantity], counts: Set[float], wholes: Set[float]) -> bool:
    """Whether a fact gives it; a bare number may be one of ``counts``, or a share of ``wholes``."""
    if one.kind == "share":
        return _is_whole(one.whole, told) and _shared(one, one.whole, told)
    if one.kind == "bare":
        same = any(one.number == other.number for other in told if other.kind != "share")
        return same or one.number in counts or any(_shared(one, whole, told) for whole in wholes)
    return any(_measured(one, other) for other in told)


def falls(one: Quantity, told: Sequence[Quantity]) -> bool:
    """Whether its range is the wrong way round, and no fact's.

    Those to whom it did not happen may be told so: "30 to 50 had one and 970 to 950 did not".
    """
    rest = one.denied and one.kind in ("share", "bare")
    return bool(one.falling) and not rest and not any(o.falling and o.number == one.number for o in told)


def mixed(
    said: Sequence[Quantity], told: Mapping[str, Sequence[Quantity]], wholes: Set[float]
) -> Iterator[str]:
    """Each share that is said of a time or an age for which its fact gives another, in a sentence.

    ``told`` are the quantities of each fact by its id. A share and a time belong together in a fact where
    they stand alone in one clause; in what is said, also where the sentence has only one such time.
    """
    every = [quantity for quantities in told.values() for quantity in quantities]
    pairs = [(name, *pair) for name, quantities in told.items() for pair in _pairs(quantities)]
    alone = {id(one) for one in every if one.kind == "share"} - {id(share) for _, share, _ in pairs}
    shares = [one for one in said if not one.denied and _is_share(one, every, wholes)]
    spans = [one for one in said if one not in shares and any(_same(one, span) for *_, span in pairs)]
    for one in shares:
        near = [span for span in spans if span.clause == one.clause] or spans
        if len({span.base for span in near}) != 1 or any(
            id(other) in alone and _gives(one, other, wholes) for other in every
        ):
            continue
        own = [(name, span) for name, share, span in pairs if _gives(one, share, wholes)]
        own = [(name, span) for name, span in own if span.kind == near[0].kind]
        if own and not any(_same(near[0], span) for _, span in own):
            name, span = own[0]
            yield f"“{one.written}” goes with “{span.written}” in {name}, and not with “{near[0].written}”"


def _pairs(quantities: Sequence[Quantity]) -> Iterator[tuple[Quantity, Quantity]]:
    """Each share of a fact with the one time or age of its clause."""
    for one in quantities:
        if one.kind == "share":
            spans = [other for other in quantities if other.clause == one.clause and _is_span(other)]
            if len({span.base for span in spans}) == 1:
                yield one, spans[0]


def _is_span(one: Quantity) -> bool:
    return one.kind in ("time", "bare")


def _is_share(one: Quantity, told: Sequence[Quantity], wholes: Set[float]) -> bool:
    shares = [other for other in told if other.kind == "share"]
    return one.kind in ("share", "bare") and any(_gives(one, share, wholes) for share in shares)


def _gives(one: Quantity, share: Quantity, wholes: Set[float]) -> bool:
    """Whether ``share`` of a fact is told by ``one``, a share or so many of ``wholes``."""
    return any(_shared(one, whole, [share]) for whole in ([one.whole] if one.whole else wholes))


def _same(one: Quantity, span: Quantity) -> bool:
    return one.kind == span.kind and abs(one.base - span.base) <= 0.1 * span.base * (
        one.system != span.system
    )


def _is_whole(whole: float, told: Sequence[Quantity]) -> bool:
    """Whether shares may be told out of so many: few, tens, or as many as a fact has."""
    had = {other.whole for other in told} | {
        one.number for one in told if one.kind == "bare" and not one.denied
    }
    return whole <= _FEW or whole % 10 == 0 or whole in had


def _shared(one: Quantity, whole: float, told: Sequence[Quantity]) -> bool:
    """Whether so many of ``whole`` is a share that a fact gives, or its rest where the clause denies it.

    Who lived are the rest of who died, and the other way round.
    """
    for other in told:
        share = other.base * whole
        if other.kind != "share":
            if one.denied and other.denied and other.number == one.number:
                return True
            continue
        if one.life * other.life < 0 and not other.denied:
            fit = [share] if one.denied else [whole - share]
        else:
            fit = [share, whole - share] if one.denied else [share]
        if any(_near(one, number) for number in fit):
            return True
    return False


def _near(one: Quantity, told: float) -> bool:
    """The same, or a whole number beside a decimal that is neither half nor double: 1.3 is told as 1 or 2."""
    fraction = abs(told - round(told)) > 1e-6
    loose = 1 if fraction and one.number == round(one.number) and told / 2 < one.number < told * 2 else 1e-6
    return abs(one.number - told) < max(loose, one.about)


def _measured(one: Quantity, other: Quantity) -> bool:
    """The same measure, roughly in another system."""
    if one.kind != other.kind:
        return False
    more = max(abs(one.base), abs(other.base))
    apart = 1e-6 if one.system == other.system else _ROUNDED[one.kind]
    return abs(one.base - other.base) <= apart * more
