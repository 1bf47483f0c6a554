"""Strict JSON to records and back, by looking at the records alone; knows nothing of files or editions.

A document is refused, with the place in it, for an unknown or missing key, a wrong type, a number that
is not finite, a doubled key, an unseen character, a text or word beyond its cap, a picture of no size. The
records have no recursion, so a document that fits one is never deeper than ``depth_of`` says (cap: 16).

Written documents are canonical: sorted keys, no blanks, UTF-8, fields equal to their default left out.
Backslash escapes other than of a quote or a backslash are never written and are refused when read.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from types import MappingProxyType, NoneType, UnionType
from typing import Any, Literal, NoReturn, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from kiosk.content.errors import Misshapen
from kiosk.content.images import SIDE_PIXELS
from kiosk.content.records import PAGE_KINDS, Page
from kiosk.content.text import too_long, unseen_in

PAGE_BYTES = 1024 * 1024
"""Largest page, in bytes (docs/format.md, section 3)."""

DEPTH = 16
"""Deepest nesting of any document (docs/format.md, section 3)."""

Record = TypeVar("Record")
Decoder = Callable[[Any], Any]

_KIND_OF: dict[type[Page], str] = {record: kind for kind, record in PAGE_KINDS.items()}
_ESCAPE = re.compile(r"""\\(?!["\\])""")
_NAMES = {dict: "an object", list: "a list", str: "a text", bool: "true or false", int: "a whole number"}
_NAMES |= {float: "a number", NoneType: "null"}
_NUMBERS = frozenset({int, float})
_LARGEST = 1e15


class _Fault(Exception):
    """A fault on its way up; each level puts its own step before ``where``."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.where = ""
        self.why = why

    def under(self, step: str) -> _Fault:
        joint = "" if not self.where or self.where.startswith("[") else "."
        self.where = step + joint + self.where
        return self


# --- pages -------------------------------------------------------------------------------------------


def kind_of(page: Page) -> str:
    """The page kind a record belongs to, as manifests name it: ``Walkthrough`` is ``walkthrough``."""
    return _KIND_OF[type(page)]


def read_page(data: bytes) -> Page:
    """The page that ``data`` holds. Raises ``Misshapen`` with the place in the page."""
    tree = _parse(data, PAGE_BYTES)
    if type(tree) is not dict:
        raise Misshapen("", f"a page must be an object, not {_NAMES[type(tree)]}")
    kind = tree.pop("kind", None)
    record = PAGE_KINDS.get(kind) if type(kind) is str else None
    if record is None:
        raise Misshapen("kind", f"must be one of {', '.join(PAGE_KINDS)}")
    page = cast(Page, _shape(record, tree))
    for index, picture in enumerate(page.pictures):
        for size in picture.renditions:  # the glass divides by them
            if not (0 < size.width <= SIDE_PIXELS and 0 < size.height <= SIDE_PIXELS):
                why = f"{size.width} x {size.height} pixels; sides are 1 to {SIDE_PIXELS}"
                raise Misshapen(f"pictures[{index}].renditions", why)
    return page


def write_page(page: Page) -> bytes:
    """``page`` as canonical JSON. Raises ``Misshapen`` when it could not be read back the same."""
    tree = _tree(page)
    tree["kind"] = kind_of(page)
    data = _bytes(tree)
    if read_page(data) != page:
        raise Misshapen("", f"the page {page.topic} does not read back as written: a value has another type")
    return data


# --- any record --------------------------------------------------------------------------------------


def read_record(record: type[Record], data: bytes, cap: int) -> Record:
    """``data`` (at most ``cap`` bytes) as one ``record``: a dataclass or a mapping type.

    Raises ``Misshapen``.
    """
    return cast(Record, _shape(record, _parse(data, cap)))


def read_table(data: bytes, cap: int) -> dict[str, Any]:
    """``data`` (at most ``cap`` bytes) as an object whose values are not looked at yet: ``shape`` does that.

    Raises ``Misshapen``.
    """
    tree = _parse(data, cap)
    if type(tree) is not dict:
        raise Misshapen("", _must_be(dict, tree).why)
    for key in tree:
        _shape(str, key)
    return tree


def shape(record: type[Record], tree: Any, name: str) -> Record:
    """One value of ``read_table`` as a ``record``. Raises ``Misshapen``, the place in it under ``name``."""
    try:
        return cast(Record, _shape(record, tree))
    except Misshapen as fault:
        raise Misshapen(f"{name}.{fault.where}".rstrip("."), fault.why) from None


def write_record(value: object) -> bytes:
    """A record, or a mapping of records or texts, as canonical JSON. Raises ``Misshapen``."""
    return _bytes(_tree(value))


def depth_of(record: Any) -> int:
    """How deep a document of this record can nest."""
    origin, args = get_origin(record), get_args(record)
    if record is Literal or origin is Literal:
        return 0
    if origin in (Union, UnionType):
        return max(depth_of(arg) for arg in args)
    if origin is tuple:
        return 1 + depth_of(args[0])
    if origin is not None and issubclass(origin, Mapping):
        return 1 + depth_of(args[1])
    if is_dataclass(record):
        hints = get_type_hints(record)
        return 1 + max(depth_of(hint) for hint in hints.values())
    return 0


# --- reading -----------------------------------------------------------------------------------------


def _parse(data: bytes, cap: int) -> Any:
    if len(data) > cap:
        raise Misshapen("", f"{len(data)} bytes, more than the {cap} allowed")
    try:
        text = data.decode("utf-8")
        unseen = unseen_in(text)
        if unseen:
            raise Misshapen(
                "", f"unseen character U+{ord(unseen.group()):04X} at {unseen.start()}; take it out"
            )
        if "\\" in text and _ESCAPE.search(text.replace("\\\\", "")):
            raise Misshapen("", "backslash escapes are not used in an edition; write the character itself")
        return _DECODER.decode(text)
    except RecursionError:
        raise Misshapen("", f"nested deeper than {DEPTH}") from None
    except (ValueError, _Fault) as fault:
        raise Misshapen("", f"not readable as JSON ({fault})") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Fault("a key stands twice in one object")
    return found


def _whole(digits: str) -> int:
    if len(digits) > 16:
        raise _Fault("a whole number has too many digits")
    return int(digits)


def _refuse_constant(name: str) -> NoReturn:
    raise _Fault(f"{name} is not a number")


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_int=_whole, parse_constant=_refuse_constant)


def _shape(record: Any, tree: Any) -> Any:
    try:
        return _decoder(record)(tree)
    except _Fault as fault:
        raise Misshapen(fault.where, fault.why) from None


@cache
def _decoder(hint: Any) -> Decoder:
    """The reading plan for one type, made once."""
    origin, args = get_origin(hint), get_args(hint)
    if hint is str:
        return _text
    if hint is bool:
        return _exactly(bool)
    if hint is int:
        return _exactly(int)
    if hint is float:
        return _number
    if origin is Literal:
        return _one_of(args)
    if origin in (Union, UnionType):
        (inner,) = (arg for arg in args if arg is not NoneType)
        return _decoder(inner)
    if origin is tuple and args == (float, ...):
        return _numbers
    if origin is tuple and len(args) == 2 and args[1] is ...:
        return _list_of(_decoder(args[0]))
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        return _mapping_of(_decoder(args[0]), _decoder(args[1]))
    if isinstance(hint, type) and is_dataclass(hint):
        return _record_of(hint)
    raise TypeError(f"no rule reads {hint!r}: records hold texts, numbers, tuples, mappings and records only")


def _must_be(wanted: type, value: Any) -> _Fault:
    return _Fault(f"must be {_NAMES[wanted]}, not {_NAMES.get(type(value), 'that')}")


def _text(value: Any) -> str:
    if type(value) is not str:
        raise _must_be(str, value)
    if len(value) > 200:
        fault = too_long(value)
        if fault:
            raise _Fault(fault)
    return value


def _exactly(wanted: type) -> Decoder:
    def read(value: Any) -> Any:
        if type(value) is not wanted:
            raise _must_be(wanted, value)
        return value

    return read


def _number(value: Any) -> float:
    if type(value) not in _NUMBERS:
        raise _must_be(float, value)
    if not -_LARGEST < value < _LARGEST:
        raise _Fault("the number is too large")
    return float(value)


def _numbers(value: Any) -> tuple[float, ...]:
    if type(value) is not list:
        raise _must_be(list, value)
    if not value:
        return ()
    if not set(map(type, value)) <= _NUMBERS:
        raise _Fault("must hold numbers only")
    if not (max(value) < _LARGEST and min(value) > -_LARGEST and math.isfinite(sum(value))):
        raise _Fault("a number is too large")
    return tuple(map(float, value))


def _one_of(allowed: tuple[Any, ...]) -> Decoder:
    known = frozenset(allowed)

    def read(value: Any) -> Any:
        if type(value) is not str or value not in known:
            raise _Fault(f"must be one of {', '.join(repr(name) for name in allowed)}")
        return value

    return read


def _list_of(inner: Decoder) -> Decoder:
    def read(value: Any) -> tuple[Any, ...]:
        if type(value) is not list:
            raise _must_be(list, value)
        try:
            return tuple([inner(item) for item in value])
        except _Fault:
            for index, item in enumerate(value):
                try:
                    inner(item)
                except _Fault as fault:
                    raise fault.under(f"[{index}]") from None
            raise

    return read


def _mapping_of(key: Decoder, inner: Decoder) -> Decoder:
    def read(value: Any) -> Mapping[str, Any]:
        if type(value) is not dict:
            raise _must_be(dict, value)
        found: dict[str, Any] = {}
        for name, item in value.items():
            try:
                found[key(name)] = inner(item)
            except _Fault as fault:
                raise fault.under(f"{name[:60]}") from None
        return MappingProxyType(found)

    return read


def _record_of(record: type[Any]) -> Decoder:
    hints = get_type_hints(record)
    plan = {field.name: _decoder(hints[field.name]) for field in fields(record)}
    required = frozenset(
        f.name for f in fields(record) if f.default is MISSING and f.default_factory is MISSING
    )
    known = plan.keys()

    def read(value: Any) -> Any:
        if type(value) is not dict:
            raise _must_be(dict, value)
        found = {}
        name = ""
        try:
            for name, item in value.items():
                found[name] = plan[name](item)
        except KeyError:
            raise _Fault(f"unknown key {name[:60]!r}; known are {', '.join(sorted(known))}") from None
        except _Fault as fault:
            raise fault.under(name) from None
        if not required <= found.keys():
            raise _Fault(f"missing {', '.join(sorted(required - found.keys()))}")
        return record(**found)

    return read


# --- writing -----------------------------------------------------------------------------------------


@cache
def _defaults(record: type[Any]) -> tuple[tuple[str, Any], ...]:
    return tuple((field.name, field.default) for field in fields(record))


def _tree(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        written = {}
        for name, default in _defaults(type(value)):
            item = getattr(value, name)
            if default is MISSING or item != default:
                written[name] = _tree(item)
        return written
    if isinstance(value, tuple | list):
        return [_tree(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _tree(item) for key, item in value.items()}
    return value


def _bytes(tree: Any) -> bytes:
    try:
        text = json.dumps(tree, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
        return text.encode("utf-8")
    except (TypeError, ValueError) as fault:
        raise Misshapen("", f"cannot be written as JSON ({fault})") from None
