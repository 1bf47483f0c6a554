"""One compiler rule for each page kind, under the kind's name; knows nothing of files."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.authoring.draft import Draft
from kiosk.authoring.kinds.learning import glossary, nerve_map, questions
from kiosk.authoring.kinds.operations import comparison, timeline, walkthrough
from kiosk.authoring.kinds.reading import about, article, menu, warnings
from kiosk.authoring.kinds.spine import diagram
from kiosk.content.records import Page

RULES: dict[str, Callable[[Draft], Page]] = {
    "menu": menu,
    "article": article,
    "diagram": diagram,
    "walkthrough": walkthrough,
    "timeline": timeline,
    "comparison": comparison,
    "nerve_map": nerve_map,
    "glossary": glossary,
    "questions": questions,
    "warnings": warnings,
    "about": about,
}
"""Page kind to its rule: a draft becomes a page. A rule asks for the common fields last."""


def compile_page(draft: Draft) -> Page:
    """The page of a sound topic. Raises ``KeyError`` for a kind that has no rule."""
    return RULES[draft.topic.kind](draft)
