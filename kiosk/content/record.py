"""Frozen records that are cheap to define: dataclasses whose methods are shared; knows no field of any.

``dataclass(frozen=True)`` compiles seven methods of each class from text, half a millisecond a class, and a
start defines fifty; with none to compile it still makes each class twice. A ``record`` is made once, and has
fields, ``replace`` and ``asdict`` as a dataclass has. The modules of those that a start reads take no
``annotations`` from ``__future__``: whoever reads a record by its hints would have each compiled from text.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from functools import cache
from typing import Any, NoReturn, TypeVar, cast, dataclass_transform

Record = TypeVar("Record")

_keep = object.__setattr__


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
def record(kind: type[Record]) -> type[Record]:
    """``kind`` as a frozen dataclass with slots, made from keywords only; equal and hashed by its values."""
    members = {name: value for name, value in vars(kind).items() if name not in ("__dict__", "__weakref__")}
    own = members.get("__annotations__", {})
    kept = [vars(base)[_FIELDS] for base in reversed(kind.__mro__) if _FIELDS in vars(base)]
    known = {name: each for inherited in kept for name, each in inherited.items()}
    for name, hint in own.items():
        given = members.pop(name, MISSING)
        if given.__class__.__hash__ is None:
            raise TypeError(f"{kind.__name__}.{name} would be shared by all; make it with a default_factory")
        each: Any = given if isinstance(given, Field) else field(default=given)
        each.name, each.type, each.kw_only, each._field_type = name, hint, True, _PLAIN
        known[name] = each
    members |= {**_METHODS, "__slots__": tuple(own), _FIELDS: known}
    make: Any = type(kind)
    return cast(type[Record], make(kind.__name__, kind.__bases__, members))


@dataclass(init=False, repr=False, eq=False)
class _Model:
    """What a dataclass keeps about its fields, and how it marks one that is neither ClassVar nor InitVar."""

    each: None


_FIELDS = "__dataclass_fields__"
_PLAIN = vars(_Model)[_FIELDS]["each"]._field_type


@cache
def _defaults(kind: Any, /) -> dict[str, Any]:
    """Each field with its default, ``MISSING`` where it has none."""
    return {each.name: each.default for each in fields(kind)}


@cache
def _makers(kind: Any, /) -> dict[str, Callable[[], Any]]:
    """The fields whose default is made anew for each record, with what makes it."""
    return {each.name: each.default_factory for each in fields(kind) if each.default_factory is not MISSING}


def _values(one: Any) -> tuple[Any, ...]:
    return tuple([getattr(one, name) for name in _defaults(one.__class__)])


def _made(self: Any, **given: Any) -> None:
    kind = self.__class__
    for name, make in _makers(kind).items():
        if name not in given:
            given[name] = make()
    for name, default in _defaults(kind).items():
        value = given.pop(name, default)
        if value is MISSING:
            raise TypeError(f"{kind.__name__} needs {name}")
        _keep(self, name, value)
    if given:
        raise TypeError(f"{kind.__name__} has no {', '.join(given)}")


def _equal(self: Any, other: object) -> bool:
    return _values(self) == _values(other) if type(other) is type(self) else NotImplemented


def _hashed(self: Any) -> int:
    return hash(_values(self))


def _told(self: Any) -> str:
    values = ", ".join(f"{name}={getattr(self, name)!r}" for name in _defaults(self.__class__))
    return f"{type(self).__qualname__}({values})"


def _refuse(self: Any, name: str, *_: object) -> NoReturn:
    raise FrozenInstanceError(
        f"{name} of a {type(self).__name__} cannot be changed; make another with replace"
    )


_METHODS = {
    "__init__": _made,
    "__eq__": _equal,
    "__hash__": _hashed,
    "__repr__": _told,
    "__setattr__": _refuse,
    "__delattr__": _refuse,
}
