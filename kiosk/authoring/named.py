"""What a topic's structure names: topics, facts and pictures, each with its place; looks none of them up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kiosk.authoring.located import Place


def ids_of(value: Any) -> list[str]:
    """Fact ids as staff may write them: one, a list, or none."""
    if value is None or value == "none":
        return []
    return [str(item) for item in value] if isinstance(value, list) else [str(value)]


def facts_of(data: dict[str, Any], key: str, number: int) -> list[str]:
    """The fact ids topic.yaml gives to one paragraph of a part or field; ``key`` as it stands under facts."""
    given = (data.get("facts") or {}).get(key)
    return ids_of(given.get(f"p{number}") if isinstance(given, dict) else given)


def links_of(data: Any, place: Place = ()) -> list[tuple[dict[str, Any], Place]]:
    """Every {topic, part} in a structure, and related topics, with their places."""
    found: list[tuple[dict[str, Any], Place]] = []
    if isinstance(data, dict):
        if isinstance(data.get("topic"), str):
            found.append((data, (*place, "topic")))
        for key, value in data.items():
            if key == "related" and isinstance(value, list):
                found += [({"topic": name}, (*place, key, index)) for index, name in enumerate(value)]
            elif key != "facts":
                found += links_of(value, (*place, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            found += links_of(value, (*place, index))
    return found


def cited_in(data: dict[str, Any]) -> Iterator[tuple[str, Place]]:
    """Every fact id a sound structure cites."""
    for part, given in (data.get("facts") or {}).items():
        if isinstance(given, dict):
            for paragraph, listed in given.items():
                for name in ids_of(listed):
                    yield name, ("facts", part, paragraph)
        else:
            for name in ids_of(given):
                yield name, ("facts", part)
    for index, pair in enumerate(data.get("benefits_and_harms") or []):
        for side in ("benefit", "harm"):
            for name in ids_of(pair[side]):
                yield name, ("benefits_and_harms", index, side)
    for index, term in enumerate(data.get("terms") or []):
        for name in ids_of(term["fact"]):
            yield name, ("terms", index, "fact")


def turns_of(data: Any) -> list[tuple[str, int, Place]]:
    """The turns of a topic's views: the frames' common name, every so-manieth, and the place it stands at."""
    views = data.get("views") if isinstance(data, dict) else None
    found: list[tuple[str, int, Place]] = []
    for index, view in enumerate(views if isinstance(views, list) else []):
        turn = view.get("turn") if isinstance(view, dict) else None
        if isinstance(turn, dict) and isinstance(turn.get("pictures"), str):
            found.append((turn["pictures"], int(turn.get("every", 1)), ("views", index, "turn")))
    return found


def pictures_of(data: Any, place: Place = ()) -> list[tuple[str, Place]]:
    """Every picture name in a topic's structure, with the place it stands at."""
    found: list[tuple[str, Place]] = []
    if isinstance(data, dict):
        for key, value in data.items():
            here = (*place, key)
            if key in ("picture", "left", "right") and isinstance(value, str):
                found.append((value, here))
            elif key == "shots" and isinstance(value, dict):
                found += [(str(name), (*here, shot)) for shot, name in value.items()]
            elif key not in ("facts", "regions", "turn"):
                found += pictures_of(value, here)
    elif isinstance(data, list):
        for index, value in enumerate(data):
            found += pictures_of(value, (*place, index))
    return found


def paths_in(data: object) -> list[str]:
    """Every text in a structure that may be the name of a picture or of a turn, wherever it stands."""
    found: set[str] = set()
    on: list[object] = [data]
    while on:
        one = on.pop()
        if isinstance(one, dict | list):
            on += one.values() if isinstance(one, dict) else one
        elif isinstance(one, str) and "/" in one and ".." not in one:
            found.add(one)
    return sorted(found)
