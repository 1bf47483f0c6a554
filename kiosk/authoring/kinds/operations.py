"""The rules of walkthroughs, timelines and comparisons; knows nothing of pictures' pixels."""

from __future__ import annotations

from typing import Any

from kiosk.authoring.draft import Draft
from kiosk.content.records import (
    Cell,
    Column,
    CompareRow,
    Comparison,
    Frame,
    Phase,
    Row,
    Step,
    Timeline,
    Walkthrough,
)


def walkthrough(draft: Draft) -> Walkthrough:
    """Steps in order; a frame's title and words stand under ``### <frame id>`` where it has any."""
    steps = tuple(_step(draft, entry) for entry in draft.data["steps"])
    return Walkthrough(steps=steps, sided=bool(draft.data.get("sided", False)), **draft.common())


def _step(draft: Draft, entry: dict[str, Any]) -> Step:
    """One step; of several frames those without a picture are left out, and one stays in any case."""
    name = str(entry["id"])
    frames = []
    for frame in entry.get("frames") or []:
        part = str(frame["id"])
        title, said = draft.titled(name, part)
        frames.append(
            Frame(
                id=part,
                title=title,
                sentences=said,
                picture=draft.picture(frame.get("picture"), name, part),
                left=draft.picture(frame.get("left"), name, part),
                right=draft.picture(frame.get("right"), name, part),
            )
        )
    drawn = [frame for frame in frames if frame.picture or frame.left or frame.right]
    frames = drawn or frames[:1]
    return Step(
        id=name,
        title=draft.title(name),
        sentences=draft.sentences(name),
        frames=tuple(frames),
        wrong=draft.sentences(name, "wrong"),
        choices=bool(entry.get("choices", False)),
    )


def timeline(draft: Draft) -> Timeline:
    """Phases across in days, activities down; a cell's sentence stands under ``### <phase>``."""
    phases = tuple(
        Phase(
            id=str(entry["id"]),
            title=draft.title(str(entry["id"])),
            start=float(entry["start"]),
            end=float(entry["end"]),
            sentences=draft.sentences(str(entry["id"])),
        )
        for entry in draft.data["phases"]
    )
    rows = tuple(
        Row(
            id=str(entry["id"]),
            title=draft.title(str(entry["id"])),
            answer=draft.sentences(str(entry["id"]), "answer"),
            cells=tuple(
                Cell(phase=phase, level=level, sentence=draft.one(str(entry["id"]), phase))
                for phase, level in entry["cells"].items()
            ),
        )
        for entry in draft.data["rows"]
    )
    return Timeline(phases=phases, rows=rows, **draft.common())


def comparison(draft: Draft) -> Comparison:
    """Columns side by side; each row asks one question of every column."""
    columns = []
    for entry in draft.data["columns"]:
        name = str(entry["id"])
        link = draft.link(entry)
        columns.append(
            Column(
                id=name,
                title=draft.title(name) or (link.title if link else ""),
                topic=link.topic if link else "",
                picture=draft.picture(entry.get("picture"), name),
                amount=entry.get("amount", ""),
            )
        )
    rows = tuple(
        CompareRow(
            id=str(entry["id"]),
            title=draft.title(str(entry["id"])),
            tone=entry.get("tone", ""),
            cells=tuple(draft.blocks(str(entry["id"]), column.id) for column in columns),
        )
        for entry in draft.data["rows"]
    )
    return Comparison(columns=tuple(columns), rows=rows, **draft.common())
