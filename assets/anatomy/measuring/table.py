"""Lays measures out for people: a line each, or a table by bone; measures nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from measuring.mesh import Row


def lines(rows: Iterable[Row]) -> str:
    """A line a measure: bone, name, measured, wanted, difference, and what stands against it."""
    out = []
    for r in rows:
        note = "  off" if r.off else ""
        figures = f"{r.measured:6.1f} {r.wanted:6.1f} {r.measured - r.wanted:+5.1f}"
        out.append(f"{r.level:3s} {r.name:40s} {figures}{note}")
    return "\n".join(out)


def markdown(rows: Sequence[Row]) -> str:
    """Tables of neck, chest and low back, a line a measure, a column a bone: measured (less wanted)."""
    found = {(r.level, r.name): r for r in rows}
    parts = []
    for title, first in (("Neck", "C"), ("Chest", "T"), ("Low back", "LS")):
        levels = list(dict.fromkeys(r.level for r in rows if r.level[0] in first))
        names = list(dict.fromkeys(r.name for r in rows if r.level in levels))
        table = [f"| {title} | {' | '.join(levels)} |", "|---" * (len(levels) + 1) + "|"]
        for name in names:
            cells = [_cell(found.get((level, name))) for level in levels]
            table.append(f"| {name} | {' | '.join(cells)} |")
        parts.append("\n".join(table))
    return "\n\n".join(parts)


def _cell(row: Row | None) -> str:
    if row is None:
        return ""
    mark = " **off**" if row.off else ""
    return f"{row.measured:.1f} ({row.measured - row.wanted:+.1f}){mark}"
