"""What a group of solids may ask of the model while it is built; builds nothing itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from geometry.field import Field
from geometry.solid import Solid

FINE = 0.45  # mm, the coarsest grid that still shows fibres


class Stock(Protocol):
    """The model as its groups see it: `step` is mm per cell."""

    step: float

    def field(self, name: str) -> Field: ...

    def solid(self, key: str) -> Solid: ...


@dataclass
class Made:
    """What a group made: solids by key, the fields other groups need, and figures worth telling."""

    solids: dict[str, Solid]
    fields: dict[str, Field] = field(default_factory=dict)
    figures: dict[str, float] = field(default_factory=dict)
