"""The rule of diagrams; knows nothing of pictures' pixels."""

from __future__ import annotations

from kiosk.authoring.draft import Draft
from kiosk.authoring.seen import listed_in
from kiosk.content.records import Diagram, Layer, Shot, View


def diagram(draft: Draft) -> Diagram:
    """Views with a shot for each set of layers, or the frames of a turn; what has no picture is left out.

    Each view lists the parts that stand out in it.
    """
    views = []
    for entry in draft.data["views"]:
        name = str(entry["id"])
        shots = [
            Shot(layers="+".join(sorted(layers.split("+"))), picture=shown)
            for layers, picture in entry["shots"].items()
            if (shown := draft.picture(picture, name))
        ]
        turn = entry.get("turn") or {"pictures": ""}
        turned = draft.around.frames(str(turn["pictures"]), int(turn.get("every", 1)))
        frames = [frame for picture in turned if (frame := draft.turned(picture, name))]
        if shots or frames:
            views.append(View(id=name, title=draft.title(name), shots=tuple(shots), frames=tuple(frames)))
    shots_of = {
        view.id: [seen for shot in view.shots if (seen := draft.around.shown(shot.picture))] for view in views
    }
    draft.list_parts(listed_in(shots_of))
    drawn = {layer for view in views for shot in view.shots for layer in shot.layers.split("+")}
    layers = tuple(
        Layer(
            id=str(entry["id"]),
            title=draft.title(str(entry["id"])),
            tissue=str(entry["tissue"]),
            fixed=entry.get("fixed", False),
            on=entry.get("on", True),
        )
        for entry in draft.data.get("layers") or []
        if not views or str(entry["id"]) in drawn
    )
    return Diagram(views=tuple(views), layers=layers, **draft.common())
