"""A new topic of each kind: sound but for its TODO words, and it builds."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.authoring.build import build_edition
from kiosk.authoring.check import check_sources
from kiosk.authoring.findings import AuthoringError
from kiosk.authoring.new import new_topic
from kiosk.content.records import PAGE_KINDS


def quietly(what: str, done: int, of: int) -> None:
    assert done <= of, what


@pytest.mark.parametrize("kind", PAGE_KINDS)
def test_a_new_topic_has_only_words_to_write(sources: Path, pictures: Path, kind: str) -> None:
    made = new_topic(sources, "brand-new", kind)
    assert {path.name for path in made} == {"topic.yaml", "en.md", "es.md"}
    found = check_sources(sources, pictures, quietly)
    assert {one.rule for one in found} == {"todo", "link.none"}
    assert all(one.line and one.file.startswith("topics/brand-new/") for one in found)


def test_new_topics_of_every_kind_build(sources: Path, pictures: Path, tmp_path: Path) -> None:
    for kind in PAGE_KINDS:
        new_topic(sources, f"new-{kind.replace('_', '-')}", kind)
    result = build_edition(sources, pictures, tmp_path / "edition", quietly)
    assert result.pages == 4 * len(PAGE_KINDS)


@pytest.mark.parametrize(
    ("topic", "kind"), [("discs", "article"), ("Bad Name", "menu"), ("../out", "menu"), ("x", "film")]
)
def test_what_cannot_be_made_is_refused_and_changes_nothing(sources: Path, topic: str, kind: str) -> None:
    before = sorted(path.name for path in (sources / "topics").iterdir())
    with pytest.raises(AuthoringError):
        new_topic(sources, topic, kind)
    assert sorted(path.name for path in (sources / "topics").iterdir()) == before
