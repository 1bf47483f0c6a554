"""Which parts a diagram lists: those that stand out when lit, each in at least one of its views."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from kiosk.authoring.around import Around, Known
from kiosk.authoring.checks.sights import check_topic
from kiosk.authoring.draft import Draft
from kiosk.authoring.kinds import compile_page
from kiosk.authoring.picture_entries import Shown
from kiosk.authoring.pictures import Catalogue
from kiosk.authoring.seen import STAGE_MM, listed_in
from kiosk.authoring.sources import read_sources
from kiosk.content.records import Diagram
from kiosk.machine import paths

WHOLE = ("low-back-diagram", "neck-diagram", "one-bone", "neck-bone", "mid-back-bone")
"""Diagrams near enough that every one of their parts is listed in a view."""


@cache
def known() -> Known:
    return Known(read_sources(paths.SOURCES), {}, Catalogue(paths.PICTURES), date.today())


@cache
def diagram(topic: str) -> Diagram:
    page = compile_page(Draft(known().site.topics[topic], "en", Around(known())))
    assert isinstance(page, Diagram)
    return page


def listed(topic: str, view: str) -> set[str]:
    """The parts a view of a diagram lists in any of its shots."""
    page = diagram(topic)
    shots = {shot.picture for one in page.views if one.id == view for shot in one.shots}
    return {
        region.id
        for picture in page.pictures
        for region in picture.regions
        if picture.name in shots and region.listed
    }


def showing(picture: str, **largest: tuple[float, float]) -> Shown:
    """A picture in which the largest piece of each part is so many mm² large and so many mm thick."""
    wide, high = STAGE_MM
    some = known().catalogue.shown("vertebra/L4-side")
    assert some
    seen = {region: (area / (wide * high), thick / wide) for region, (area, thick) in largest.items()}
    return replace(some, name=picture, largest=seen)


def test_a_view_lists_what_is_large_and_thick_enough_to_stand_out() -> None:
    side = showing("side", body=(900, 12), speck=(40, 4), edge=(300, 1.6))
    behind = showing("behind", body=(30, 3), speck=(80, 4), edge=(200, 5))
    found = listed_in({"side": [side], "behind": [behind]})
    assert found == {"side": {"body"}, "behind": {"speck", "edge"}}


def test_a_part_that_stands_out_nowhere_is_listed_where_most_of_it_is_seen() -> None:
    side, behind = showing("side", root=(31, 2)), showing("behind", root=(44, 2), crumb=(9, 1))
    assert listed_in({"side": [side], "behind": [behind]}) == {"side": set(), "behind": {"root"}}


@pytest.mark.parametrize(
    ("topic", "view", "part"),
    [
        ("low-back-diagram", "side", "L4.root.left"),
        ("low-back-diagram", "side", "L5.lamina.left"),
        ("low-back-diagram", "side", "erector.left"),
        ("low-back-diagram", "behind", "L4-L5.interspinous"),
        ("low-back-diagram", "behind", "L5.root.right"),
        ("one-bone", "side", "L4.pedicle.left"),
        ("one-bone", "side", "L4.lamina.left"),
        ("neck-diagram", "front", "C2.root.left"),
        ("neck-diagram", "front", "C2.root.right"),
    ],
)
def test_a_part_of_which_a_speck_is_seen_is_not_listed_there(topic: str, view: str, part: str) -> None:
    assert part not in listed(topic, view)


def test_a_part_of_which_crumbs_are_seen_is_listed_only_with_layers_that_show_more_of_it() -> None:
    shown = {
        picture.name: region.listed
        for picture in diagram("low-back-diagram").pictures
        for region in picture.regions
        if region.id == "L3.body" and picture.name.startswith("lumbar/posterior")
    }
    assert shown["lumbar/posterior-bone"] and not shown["lumbar/posterior-bone-nerves"]


@pytest.mark.parametrize("topic", WHOLE)
def test_every_part_of_a_model_is_listed_in_a_view_of_its_diagram(topic: str) -> None:
    page = diagram(topic)
    held = {region.id for picture in page.pictures for region in picture.regions}
    assert held == set().union(*(listed(topic, view.id) for view in page.views))


def test_words_for_a_part_that_no_view_lists_are_warned_of() -> None:
    topic = known().site.topics["chest-diagram"]
    assert "region.unlisted" not in {finding.rule for finding in check_topic(topic, Around(known()))}
    regions = {**topic.data["regions"], "L1.root.left": None}
    told = replace(topic, structure=replace(topic.structure, data={**topic.data, "regions": regions}))
    unlisted = [one for one in check_topic(told, Around(known())) if one.rule == "region.unlisted"]
    assert {Path(one.file).name for one in unlisted} == {"en.md", "es.md"}
    assert all("“L1.root.left”" in one.message for one in unlisted)
