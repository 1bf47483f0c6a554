"""Maps for QML as JavaScript values, each made once for as long as it stays so; knows not what they mean.

A value goes through JSON: QML then holds real arrays and real nulls, and reading one costs a microsecond
where a Python map is converted whole at every reading.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, cast

from PySide6.QtQml import QJSEngine, QJSValue


class ValuesToTell:
    """The values of one engine, by name. Close it before the engine goes."""

    def __init__(self, engine: QJSEngine) -> None:
        self._parse = cast(QJSValue, engine.evaluate("JSON.parse"))
        self._made: dict[str, tuple[object, QJSValue]] = {}

    def value(self, name: str, key: object, make: Callable[[], Any]) -> QJSValue:
        """The value ``name``, made anew only when ``key`` is another than last time."""
        return self.read(name, key, lambda: as_json(make()))

    def read(self, name: str, key: object, make: Callable[[], str]) -> QJSValue:
        """The same, where ``make`` gives the value as JSON."""
        known = self._made.get(name)
        if known is not None and (known[0] is key or known[0] == key):
            return known[1]
        value: QJSValue = self._parse.call([QJSValue(make())])
        self._made[name] = (key, value)
        return value

    def forget(self, *names: str) -> None:
        """Let go of these, or of all."""
        for name in names or tuple(self._made):
            self._made.pop(name, None)

    def close(self) -> None:
        """Let go of everything of the engine."""
        self.forget()
        self._parse = QJSValue()


def as_json(value: object) -> str:
    """``value`` as JSON without blanks."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
