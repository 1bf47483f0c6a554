"""Whatever a writer does, and in whatever order: with the ledger and from nothing comes out the same."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from kiosk.authoring import stamps
from tests.authoring.again import Again
from tests.authoring.edits import Writer

COPIES = 29
"""Copies of small topics, which with the eleven themselves make forty."""


@pytest.fixture
def writer(sources: Path, pictures: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Writer:
    monkeypatch.setattr(stamps, "FRESH_NS", 0)  # or no test would see a stamp trusted
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")
    topics = sources / "topics"
    dated = topics / "discs" / "topic.yaml"
    dated.write_text(dated.read_text("utf-8") + "expires:\n  what: {p1: 2027-01-20}\n", "utf-8")
    few = sorted(path.name for path in topics.iterdir())
    for number in range(COPIES):
        shutil.copytree(topics / few[number % len(few)], topics / f"copy-{number:02d}")
    pristine = tmp_path / "pristine"
    shutil.copytree(sources, pristine / "content")
    shutil.copytree(pictures, pristine / "pictures")
    own = Path(shutil.copytree(pictures, tmp_path / "pictures"))
    again = Again(sources, own, tmp_path, pictures.parent / "renditions")
    return Writer(again, pristine, random.Random(20261123))


def _many(writer: Writer, edits: int) -> int:
    """How many of so many edits left an edition that can be built."""
    built = 0
    for number in range(edits):
        what = writer.edits()
        try:
            _, root = writer.again.agrees()
        except AssertionError as fault:
            raise AssertionError(f"after edit {number}, {what}: {fault}") from fault
        built += root != "refused"
        if number % 5 == 4:  # or nothing could be built any more
            writer.mends_the_site()
            writer.mends_the_pictures()
            shutil.rmtree(writer.again.sources / "topics")
            shutil.copytree(writer.pristine / "content" / "topics", writer.again.sources / "topics")
    return built


def test_ten_edits_by_chance(writer: Writer) -> None:
    assert writer.again.agrees()[1] != "refused"
    assert _many(writer, 10) > 0


@pytest.mark.long
def test_two_hundred_edits_by_chance(writer: Writer) -> None:
    writer.again.agrees()
    assert _many(writer, 200) > 20
