"""A strict reader of the text that Prometheus reads, for tests; knows none of our figures.

It follows the description of the text format, version 0.0.4, and refuses what Prometheus only puts up with:
a sample without HELP and TYPE before it, a figure told of twice, the same sample twice, labels out of place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
LABEL = re.compile(r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(,|$)')
VALUE = re.compile(r"[+-]?(?:\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|Inf)|NaN")
ENDS = {"summary": ("", "_sum", "_count"), "histogram": ("_bucket", "_sum", "_count")}

Labels = tuple[tuple[str, str], ...]


class Unreadable(Exception):
    """A line that is not of the format, with its number."""


@dataclass
class Figure:
    """One figure: its kind, what it says, and its samples by their names and labels."""

    kind: str
    says: str
    samples: dict[tuple[str, Labels], float] = field(default_factory=dict)

    def __getitem__(self, labels: dict[str, str]) -> float:
        (found,) = (value for (_, has), value in self.samples.items() if dict(has) == labels)
        return found


def read(text: str) -> dict[str, Figure]:
    """Every figure of ``text`` by its name. Raises ``Unreadable``."""
    if not text.endswith("\n") or "\r" in text:
        raise Unreadable("lines end with one line feed, the last one too")
    figures: dict[str, Figure] = {}
    says: dict[str, str] = {}
    now = ""
    for number, line in enumerate(text[:-1].split("\n"), 1):
        if found := re.fullmatch(rf"# HELP ({NAME}) (\S.*)", line):
            if found[1] in says or re.search(r"\\(?![\\n])", found[2]):
                raise Unreadable(f"{number}: {line}")
            says[found[1]] = found[2]
        elif found := re.fullmatch(rf"# TYPE ({NAME}) (gauge|counter|summary|histogram|untyped)", line):
            if found[1] in figures or found[1] not in says:
                raise Unreadable(f"{number}: {line}")
            now = found[1]
            figures[now] = Figure(found[2], says[now])
        else:
            _sample(figures.get(now), now, line, number)
    if empty := [name for name, figure in figures.items() if not figure.samples]:
        raise Unreadable(f"no samples of {empty}")
    if set(says) != set(figures):
        raise Unreadable(f"no TYPE of {set(says) - set(figures)}")
    return figures


def _sample(figure: Figure | None, name: str, line: str, number: int) -> None:
    found = re.fullmatch(rf"({NAME})(?:\{{(.*)\}})? (\S+)", line)
    if figure is None or found is None or not VALUE.fullmatch(found[3]):
        raise Unreadable(f"{number}: {line}")
    if found[1] not in [name + end for end in ENDS.get(figure.kind, ("",))]:
        raise Unreadable(f"{number}: {line} stands below {name}")
    labels, rest = [], found[2] or ""
    while rest:
        one = LABEL.match(rest)
        if one is None:
            raise Unreadable(f"{number}: {line}")
        plain = re.sub(r"\\(.)", lambda escaped: {"n": "\n"}.get(escaped[1], escaped[1]), one[2])
        labels.append((one[1], plain))
        rest = rest[one.end() :]
    place = (found[1], tuple(sorted(labels)))
    if place in figure.samples or len({label for label, _ in labels}) != len(labels):
        raise Unreadable(f"{number}: {line} stands twice")
    if figure.kind == "counter" and (not name.endswith("_total") or float(found[3]) < 0):
        raise Unreadable(f"{number}: {line} is no counter")
    figure.samples[place] = float(found[3])
