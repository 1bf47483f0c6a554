"""Where a tour stops: every screen, every page, and every place within a page, as steps a visit can take."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast


@dataclass(frozen=True, slots=True)
class Stop:
    """One thing to draw: a file-name-safe ``name`` and the values to choose once its page is open."""

    name: str
    choices: tuple[tuple[str, object], ...] = ()
    side: str = ""
    toggled: tuple[str, ...] = field(default=())


def stops_of(screen: str, page: Mapping[str, Any]) -> Iterator[Stop]:
    """Every stop of one opened page, the page as it first appears coming first."""
    inner = _INNER.get(screen)
    if inner is None:
        yield Stop("first")
    else:
        yield from inner(page)


def _items(page: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    return cast("list[Mapping[str, Any]]", list(page.get(key) or ()))


def _walkthrough(page: Mapping[str, Any]) -> Iterator[Stop]:
    for number, step in enumerate(_items(page, "steps")):
        frames = _items(step, "frames")
        for at in range(max(1, len(frames))):
            suffix = f"-{frames[at]['id']}" if len(frames) > 1 else ""
            yield Stop(f"step{number + 1}{suffix}", (("step", number), ("frame", at)))
        if _items(step, "wrong"):
            yield Stop(f"step{number + 1}-wrong", (("step", number), ("card", 1)))
    if page.get("sided"):
        yield Stop("which-side", (("card", 2),))
        for side in ("left", "right"):
            for number, _step in enumerate(_items(page, "steps")):
                yield Stop(f"step{number + 1}-{side}", (("step", number),), side=side)


def _timeline(page: Mapping[str, Any]) -> Iterator[Stop]:
    yield Stop("first")
    for phase in _items(page, "phases"):
        yield Stop(f"phase-{phase['id']}", (("phase", phase["id"]),))
    for row in _items(page, "rows"):
        yield Stop(f"row-{row['id']}", (("row", row["id"]),))


def _diagram(page: Mapping[str, Any]) -> Iterator[Stop]:
    pictures = cast("Mapping[str, Mapping[str, Any]]", page.get("pictures") or {})
    on = {str(layer["id"]) for layer in _items(page, "layers") if layer.get("on") or layer.get("fixed")}
    for view in _items(page, "views"):
        yield Stop(f"view-{view['id']}", (("view", view["id"]), ("region", "")))
        shots = _items(view, "shots")
        if not shots:
            continue
        first = next((shot for shot in shots if shot["layers"] == "+".join(sorted(on))), shots[0])
        seen: set[str] = set()
        for shot in [first, *sorted(shots, key=lambda shot: str(shot["layers"]).count("+"))]:
            toggled = () if shot is first else tuple(sorted(set(str(shot["layers"]).split("+")) ^ on))
            for region in _items(pictures.get(str(shot["picture"]), {}), "regions"):
                if region.get("listed", True) and region["id"] not in seen:
                    seen.add(region["id"])
                    choices = (("view", view["id"]), ("region", region["id"]))
                    yield Stop(f"{view['id']}-{region['id']}", choices, toggled=toggled)
    for layer in _items(page, "layers"):
        if not layer.get("fixed"):
            yield Stop(f"without-{layer['id']}", toggled=(str(layer["id"]),))


def _comparison(page: Mapping[str, Any]) -> Iterator[Stop]:
    for number, row in enumerate(_items(page, "rows")):
        yield Stop(f"row-{row['id']}", (("row", row["id"]), ("card", number)))


def _by(key: str, choice: str) -> Any:
    def stops(page: Mapping[str, Any]) -> Iterator[Stop]:
        for number, _item in enumerate(_items(page, key)):
            yield Stop(f"{choice}{number + 1}", ((choice, number),))

    return stops


def _article(page: Mapping[str, Any]) -> Iterator[Stop]:
    yield from _by("sections", "card")(page)
    if _items(page, "pairs"):
        yield Stop("pairs", (("card", len(_items(page, "sections"))),))


def _nerve_map(page: Mapping[str, Any]) -> Iterator[Stop]:
    for nerve in _items(page, "nerves"):
        yield Stop(f"nerve-{nerve['id']}", (("row", nerve["id"]),))


_INNER: dict[str, Any] = {
    "Walkthrough": _walkthrough,
    "Timeline": _timeline,
    "Diagram": _diagram,
    "Comparison": _comparison,
    "NerveMap": _nerve_map,
    "Article": _article,
    "About": _by("sections", "card"),
    "Warnings": _by("cards", "card"),
    "Questions": _by("groups", "card"),
}
