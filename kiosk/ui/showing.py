"""Which pictures a place in a page shows now and which it may show next; knows records, not pixels."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.content.records import Diagram, Menu, Page, Picture, Side, Walkthrough
from kiosk.visit.place import At


def shown_now(page: Page, at: At, side: Side) -> list[str]:
    """The blobs the page draws at this place, the most important first."""
    return list(_blobs(page, _names_now(page, at, side)))


def shown_soon(page: Page, at: At, side: Side) -> list[str]:
    """The blobs one touch away, the likeliest first."""
    now = set(shown_now(page, at, side))
    names: list[str] = []
    if isinstance(page, Walkthrough):
        for step in (at.step, at.step + 1, at.step - 1):
            if 0 <= step < len(page.steps):
                names += [_frame(frame, side) for frame in page.steps[step].frames]
    elif isinstance(page, Diagram):
        for view in page.views:
            if view.id == at.view:
                names += [*view.frames[1:3], *view.frames[-2:]]
        for view in page.views:
            names += [shot.picture for shot in view.shots if view.id == at.view or shot is view.shots[0]]
    else:
        names = [picture.name for picture in page.pictures]
    return [blob for blob in dict.fromkeys(_blobs(page, names)) if blob not in now][:6]


def outlines_at(page: Page, at: At, side: Side) -> str:
    """The blob of the outlines of the picture that rests at this place, or an empty text."""
    names = _names_now(page, at, side)[:1]
    return next((picture.outlines for picture in page.pictures if picture.name in names), "")


def turn_of(page: Page | None, at: At) -> tuple[str, ...]:
    """The blobs of the turntable of the view shown; empty where it stands still."""
    if not isinstance(page, Diagram):
        return ()
    view = next((view for view in page.views if view.id == at.view), None)
    return tuple(_blobs(page, view.frames)) if view else ()


def _names_now(page: Page, at: At, side: Side) -> list[str]:
    if isinstance(page, Walkthrough):
        frames = page.steps[min(at.step, len(page.steps) - 1)].frames if page.steps else ()
        return [_frame(frames[min(at.frame, len(frames) - 1)], side)] if frames else []
    if isinstance(page, Diagram):
        view = next((view for view in page.views if view.id == at.view), None)
        if view is None or not view.shots:
            return []
        wanted = "+".join(at.layers)
        return [next((shot for shot in view.shots if shot.layers == wanted), view.shots[0]).picture]
    if isinstance(page, Menu):
        return [door.picture for door in page.doors if door.picture]
    return [picture.name for picture in page.pictures[:1]]


def _frame(frame: object, side: Side) -> str:
    return str((side and getattr(frame, side)) or getattr(frame, "picture", ""))


def _blobs(page: Page, names: object) -> Iterator[str]:
    """The blob each named picture is drawn from: the card on a menu, the stage size elsewhere."""
    by_name: dict[str, Picture] = {picture.name: picture for picture in page.pictures}
    role = "card" if isinstance(page, Menu) else "stage"
    for name in names if isinstance(names, list | tuple) else ():
        picture = by_name.get(name)
        blob = blob_of(picture, role) if picture else ""
        if blob:
            yield blob


def blob_of(picture: Picture, role: str) -> str:
    """The picture's blob in this role, or an empty text."""
    return next((size.blob for size in picture.renditions if size.role == role), "")
