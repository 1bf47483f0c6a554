"""A page kind is one record, one compiler rule and one screen: here the three agree, field by field."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from kiosk.authoring.build import build_edition
from kiosk.authoring.kinds import RULES
from kiosk.authoring.schema import KINDS
from kiosk.content.blobs import Blobs
from kiosk.content.edition import Edition
from kiosk.content.records import PAGE_KINDS, Language, Page
from kiosk.ui.pages_as_maps import page_as_map
from tests.authoring.drawing import SOURCES, draw_pictures

SCREENS = Path(__file__).parents[1] / "kiosk" / "qml" / "Lamina" / "Screens"


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """The small edition: one topic of every kind."""
    place = tmp_path_factory.mktemp("kinds")
    pictures = draw_pictures(place / "pictures")
    result = build_edition(SOURCES, pictures, place / "edition", lambda *_: None)
    return result.open()


def camel(name: str) -> str:
    """A record's field as QML names it."""
    head, *rest = name.split("_")
    return head + "".join(word.capitalize() for word in rest)


def required(screen: str) -> dict[str, str]:
    """The required properties of a screen's root by name, with types; qmlformat sets them in by four."""
    text = (SCREENS / f"{screen}.qml").read_text("utf-8")
    return {
        name: kind for kind, name in re.findall(r"^ {4}required property (\S+) (\w+)$", text, re.MULTILINE)
    }


def screen_of(record: type[Page]) -> str:
    return f"{record.__name__}Screen"


def pages(edition: Edition, kind: str) -> list[tuple[Page, Mapping[str, Any]]]:
    """Each page of a kind, as record and as the JSON it was read from."""
    found = []
    for topic, entry in edition.topics():
        if entry.kind == kind:
            for language, blob in entry.pages.items():
                stored = json.loads(Blobs(edition.folder).read(blob))
                found.append((edition.page(topic, language), stored))
    return found


def test_every_kind_has_a_record_a_compiler_rule_a_schema_and_a_screen() -> None:
    assert set(PAGE_KINDS) == set(RULES) == set(KINDS)
    for kind, record in PAGE_KINDS.items():
        assert camel("_" + kind) == record.__name__
        assert (SCREENS / f"{screen_of(record)}.qml").is_file()


@pytest.mark.parametrize("kind", PAGE_KINDS)
def test_compiled_keys_are_the_fields_of_the_record(edition: Edition, kind: str) -> None:
    made = pages(edition, kind)
    assert made
    for page, stored in made:
        must = {item.name for item in fields(page) if getattr(page, item.name) not in ("", (), None, False)}
        may = {item.name for item in fields(PAGE_KINDS[kind])}
        assert must | {"kind"} <= set(stored) <= may | {"kind"}
        assert stored["kind"] == kind


@pytest.mark.parametrize("kind", PAGE_KINDS)
def test_the_map_for_the_screen_has_every_field_in_camel_case(edition: Edition, kind: str) -> None:
    for page, _ in pages(edition, kind):
        assert set(page_as_map(page)) - {"kind"} == {camel(item.name) for item in fields(page)}


@pytest.mark.parametrize("kind", PAGE_KINDS)
def test_required_properties_are_the_fields_of_the_record(kind: str) -> None:
    record = PAGE_KINDS[kind]
    own = {item.name for item in fields(record)} - {item.name for item in fields(Page)}
    assert set(required(screen_of(record))) == {camel(name) for name in own}
    assert set({**required("PageRecord"), **required("PageScreen")}) - {"glass"} == {
        camel(item.name) for item in fields(Page)
    }


@pytest.mark.parametrize("kind", PAGE_KINDS)
def test_a_property_takes_what_its_field_holds(kind: str) -> None:
    record = PAGE_KINDS[kind]
    wanted: dict[object, str] = {str: "string", bool: "bool", Language: "string"}
    asked = {**required("PageRecord"), **required("PageScreen"), **required(screen_of(record))}
    for item in fields(record):
        assert asked[camel(item.name)] == wanted.get(item.type, "var"), item.name
