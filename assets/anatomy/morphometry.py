"""Reads the two tables of measures, the published one and our own shape guesses; draws nothing."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
LEVELS = ("L3", "L4", "L5")


@dataclass(frozen=True)
class Level:
    """Every measure of one vertebra by its column name; mm and degrees."""

    name: str
    measures: dict[str, float]

    def __getattr__(self, key: str) -> float:
        try:
            return self.measures[key]
        except KeyError:
            raise AttributeError(
                f"{self.name} has no measure '{key}': add it to morphometry.csv or shape.csv"
            ) from None

    def changed(self, **measures: float) -> Level:
        """The same vertebra with some of its measures otherwise."""
        return Level(self.name, {**self.measures, **measures})

    @property
    def half_depth(self) -> float:
        """Half the body's front-to-back depth, upper and lower end-plate averaged."""
        return (self.epd_u + self.epd_l) / 4

    @property
    def wall(self) -> float:
        """Where the body's back wall stands on the y axis."""
        return -self.half_depth

    @property
    def pedicle_z(self) -> float:
        """Height of the pedicle's middle above the body's middle, mm."""
        return self.vbh_p / 2 - self.pedicle_top - self.ped_h / 2

    @property
    def half_canal(self) -> float:
        return self.canal_w / 2


@cache
def levels() -> dict[str, Level]:
    """Every row of both tables, C1 to the coccyx, by level. Raises ValueError for a measure given twice."""
    table: dict[str, dict[str, float]] = {}
    with (HERE / "morphometry.csv").open(newline="") as source:
        for row in csv.DictReader(source):
            table[row["level"]] = {
                key: float(value)
                for key, value in row.items()
                if value and not key.endswith("_src") and key not in ("level", "region", "notes")
            }
    with (HERE / "shape.csv").open(newline="") as source:
        for row in csv.DictReader(source):
            for name, value in zip(row["levels"].split(), row["values"].split(), strict=True):
                measures = table.setdefault(name, {})  # the sacrum's and the coccyx's parts stand here alone
                if row["name"] in measures:
                    raise ValueError(f"{name} has two values of '{row['name']}': name a measure once")
                measures[row["name"]] = float(value)
    return {name: Level(name, measures) for name, measures in table.items()}
