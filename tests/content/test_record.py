"""A record behaves as the frozen dataclass it stands for."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, asdict, dataclass, field, fields, replace
from typing import Any, cast

import pytest

from kiosk.content.record import record


@record
class Plain:
    name: str
    number: int = 3


@record
class Longer(Plain):
    more: tuple[str, ...]
    kept: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    name: str
    number: int = 3


def test_two_records_of_the_same_values_are_one_value() -> None:
    assert Plain(name="a") == Plain(name="a", number=3)
    assert hash(Plain(name="a")) == hash(Plain(name="a", number=3))
    assert Plain(name="a") != Plain(name="b")
    assert Plain(name="a") != cast(object, Measure(name="a"))


def test_a_record_is_told_as_a_dataclass_is() -> None:
    assert repr(Plain(name="a")) == repr(Measure(name="a")).replace("Measure", "Plain")
    assert asdict(Plain(name="a")) == {"name": "a", "number": 3}
    assert [each.name for each in fields(Longer)] == ["name", "number", "more", "kept"]


def test_a_record_cannot_be_changed_but_another_can_be_made_of_it() -> None:
    one = Plain(name="a")
    with pytest.raises(FrozenInstanceError):
        one.name = "b"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del one.name
    with pytest.raises((FrozenInstanceError, AttributeError)):
        one.other = 1  # type: ignore[attr-defined]
    assert replace(one, number=4) == Plain(name="a", number=4)


def test_a_default_that_is_made_is_made_for_each_record() -> None:
    one, other = Longer(name="a", more=()), Longer(name="a", more=())
    one.kept.append(1)
    assert other.kept == []


@pytest.mark.parametrize(
    ("values", "why"),
    [({}, "needs name"), ({"name": "a", "colour": 1}, "has no colour")],
)
def test_a_record_wants_its_own_fields_and_no_others(values: dict[str, Any], why: str) -> None:
    with pytest.raises(TypeError, match=why):
        Plain(**values)


def test_a_record_takes_keywords_only() -> None:
    with pytest.raises(TypeError):
        Plain("a")  # type: ignore[call-arg]


def test_a_default_that_all_would_share_is_refused() -> None:
    with pytest.raises(TypeError, match=r"Shared\.kept would be shared"):

        @record
        class Shared:
            kept: list[int] = []  # noqa: RUF012  it is what is refused


def test_a_record_holds_nothing_but_its_fields() -> None:
    assert not hasattr(Longer(name="a", more=()), "__dict__")
    assert Longer.__qualname__ == "Longer"
    assert isinstance(Longer(name="a", more=()), Plain)
