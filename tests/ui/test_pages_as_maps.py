"""What QML is told of a page: every field of the record, and nothing else."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from typing import Any

import pytest

from kiosk.content.edition import Edition
from kiosk.content.records import Walkthrough
from kiosk.ui.pages_as_maps import camel, page_as_map, questions_of

TOPICS = [
    "home",
    "discs",
    "low-back",
    "steps",
    "recovery",
    "compare",
    "nerves",
    "glossary",
    "questions",
    "warning-signs",
    "about",
]


@pytest.mark.parametrize("topic", TOPICS)
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_field_of_a_page_of_each_kind_is_told(small: Edition, topic: str, language: Any) -> None:
    page = small.page(topic, language)
    told = page_as_map(page)
    assert set(told) == {camel(field.name) for field in fields(page)}
    assert json.loads(json.dumps(told)) == told, "plain values only"


def test_a_picture_has_its_sizes_by_role_and_keeps_its_mask(small: Edition) -> None:
    page = small.page("low-back", "en")
    told = page_as_map(page)["pictures"]
    for picture in page.pictures:
        entry = told[picture.name]
        assert "mask" not in entry and "renditions" not in entry
        for size in picture.renditions:
            if size.role != "mask":
                assert entry[size.role] == {
                    "source": f"image://edition/{size.blob}",
                    "width": size.width,
                    "height": size.height,
                }


def test_the_day_until_which_a_page_is_approved_is_written_as_people_write_it(small: Edition) -> None:
    page = small.page("steps", "es")
    assert page_as_map(page)["review"]["approvedUntil"] == "", "the sample has none"
    approved = replace(page, review=replace(page.review, state="approved", approved_until="2027-11-23"))
    assert page_as_map(approved)["review"]["approvedUntil"] == "23 de noviembre de 2027"


def test_the_words_follow_the_chosen_side(small: Edition) -> None:
    page = small.page("steps", "en")
    assert isinstance(page, Walkthrough)
    both = [sentence for step in page.steps for sentence in step.sentences if sentence.left]
    for side in ("", "left", "right"):
        told = [
            sentence["text"] for step in page_as_map(page, side)["steps"] for sentence in step["sentences"]
        ]
        for sentence in both:
            assert (getattr(sentence, side) if side else sentence.text) in told


def test_the_questions_of_the_waiting_screen_are_told_in_its_language(small: Edition) -> None:
    assert questions_of(small, "es")[0] == {"question": "¿Qué es un disco?", "topic": "discs", "part": "what"}
