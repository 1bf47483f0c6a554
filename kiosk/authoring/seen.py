"""Which parts of a diagram each of its views names in its list; what is not listed can still be touched.

A part is told apart by the light laid over it. Of a part far behind others a speck or an edge is seen: lit,
it is not found, and its name stands beside what seems another part.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kiosk.authoring.picture_entries import Shown

STAGE_MM = (272, 237)
"""How large a whole picture is on a kiosk's screen, in millimetres."""

CLEAR = (150.0, 4.0)
"""What stands out at arm's length when lit: the area of its largest piece in mm² (a fingertip's) and its
thickness in mm. Smaller ones were looked at one by one: crumbs between other parts, slivers, and edges that
read as a line."""

LEAST = (14.0, 0.8)
LEAST_LONG = 12.0
"""What can be found at all when lit: a nerve of the chest, a line 1 mm wide and 15 mm long; a dot of the same
area is not. A part that is clear in no view is listed where most of it is seen, if it is this large."""


@dataclass(frozen=True, slots=True)
class _Sight:
    """The largest connected piece of a part in one picture: mm² and mm."""

    area: float
    thick: float

    def reaches(self, bound: tuple[float, float]) -> bool:
        return self.area >= bound[0] and self.thick >= bound[1]

    @property
    def found(self) -> bool:
        """Whether an eye that looks for it finds it."""
        return self.reaches(LEAST) and self.area >= LEAST_LONG * self.thick


def listed_in(views: Mapping[str, Iterable[Shown]]) -> dict[str, frozenset[str]]:
    """The regions to list while each picture shows, by the picture's name, of a diagram's views."""
    sights = {view: {shown.name: _sights(shown) for shown in pictures} for view, pictures in views.items()}
    found = {
        name: {region for region, sight in seen.items() if sight.reaches(CLEAR)}
        for pictures in sights.values()
        for name, seen in pictures.items()
    }
    clear = set().union(*found.values())
    best: dict[str, tuple[float, str]] = {}
    for view, pictures in sights.items():
        for seen in pictures.values():
            for region, sight in seen.items():
                if region not in clear and sight.found:
                    best[region] = max(best.get(region, (0.0, "")), (sight.area, view))
    for region, (_, view) in best.items():
        for name, seen in sights[view].items():
            if region in seen and seen[region].found:
                found[name].add(region)
    return {name: frozenset(regions) for name, regions in found.items()}


def _sights(shown: Shown) -> dict[str, _Sight]:
    wide, high = STAGE_MM
    return {
        region: _Sight(area * wide * high, thick * wide) for region, (area, thick) in shown.largest.items()
    }
