"""What changed between two editions on disk, without opening what is equal."""

from __future__ import annotations

import shutil
import time
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.content.blobs import Blobs
from kiosk.content.codec import write_page, write_record
from kiosk.content.difference import difference
from kiosk.content.edition import ROOT_NAME, Edition
from kiosk.content.errors import BrokenEdition
from kiosk.content.manifest import Invitation, seal_of, shard_of
from kiosk.content.page_difference import page_difference
from kiosk.content.records import LANGUAGES
from tests.bench.generated import generate
from tests.content.editions_that_differ import HEAD, article, edition_of

HOME, DISCS, NERVES = article("home"), article("discs"), article("nerves")


def test_an_edition_does_not_differ_from_itself(tmp_path: Path) -> None:
    edition = edition_of(tmp_path, HOME, DISCS)
    found = difference(edition, edition)
    assert not found and found.counts == {"new": 0, "changed": 0, "removed": 0}


def test_topics_are_new_changed_or_removed(tmp_path: Path) -> None:
    old = edition_of(tmp_path / "old", HOME, DISCS)
    new = edition_of(tmp_path / "new", replace(HOME, title="Start"), NERVES)
    found = difference(old, new)
    assert [(one.topic, one.change, one.title["en"]) for one in found.topics] == [
        ("discs", "removed", "Discs"),
        ("home", "changed", "Start"),
        ("nerves", "new", "Nerves"),
    ]
    assert found.counts == {"new": 1, "changed": 1, "removed": 1}


def test_only_the_language_whose_page_changed_is_named(tmp_path: Path) -> None:
    spanish = article("discs", "es")
    old = edition_of(tmp_path / "old", HOME, DISCS, spanish)
    new = edition_of(tmp_path / "new", HOME, DISCS, replace(spanish, title="Discos"))
    (one,) = difference(old, new).topics
    assert one.languages == ("es",)


def test_a_page_translated_anew_is_a_change_in_that_language(tmp_path: Path) -> None:
    old = edition_of(tmp_path / "old", HOME, DISCS)
    new = edition_of(tmp_path / "new", HOME, DISCS, article("discs", "es"))
    (one,) = difference(old, new).topics
    assert one.languages == ("es",) and "es" not in one.pages_before and "es" in one.pages_after


def test_a_phone_number_is_told_with_before_and_after(tmp_path: Path) -> None:
    old = edition_of(tmp_path / "old", HOME)
    new = edition_of(tmp_path / "new", HOME, phone="555 0199")
    found = difference(old, new)
    assert [(one.key, one.language, one.before, one.after) for one in found.clinic] == [
        ("phone", "en", "555 0100", "555 0199")
    ]
    assert not found.topics and not found.words and found


def test_what_the_root_says_itself_is_told(tmp_path: Path) -> None:
    asked = Invitation(question={"en": "What is a disc?"}, topic="discs", part="what")
    head = replace(HEAD, title={"en": "Fall", "es": "Muestra"}, attract=(asked,), sample=False)
    old, new = (
        edition_of(tmp_path / name, HOME, DISCS, head=one) for name, one in (("a", HEAD), ("b", head))
    )
    told = {one.key: (one.before, one.after) for one in difference(old, new).head}
    assert told == {
        "title": ("Sample", "Fall"),
        "sample": ("yes", "no"),
        "attract 1": ("", "What is a disc? (discs, what)"),
    }


def test_when_it_was_built_is_no_change(tmp_path: Path) -> None:
    again = replace(HEAD, edition="2026-11-21-bbbbbbbb", built="2026-11-21T00:00:00Z")
    old, new = (edition_of(tmp_path / head.edition, HOME, head=head) for head in (HEAD, again))
    assert not difference(old, new)


def test_what_is_equal_is_never_read(tmp_path: Path) -> None:
    old = edition_of(tmp_path / "old", HOME, DISCS)
    new = edition_of(tmp_path / "new", HOME, replace(DISCS, title="Soft discs"))
    for edition in (old, new):
        for sha256 in (*edition.root.words.values(), edition.root.shards[shard_of("home")]):
            edition.blobs.path(sha256).unlink()
        for _, page in edition.topic("discs").pages.items():
            edition.blobs.path(page).unlink()
    assert [one.topic for one in difference(old, new).topics] == ["discs"]


def test_a_shard_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    old = edition_of(tmp_path / "old", HOME)
    new = edition_of(tmp_path / "new", DISCS)
    shard = new.root.shards[shard_of("discs")]
    new.blobs.path(shard).write_bytes(b"{}")
    with pytest.raises(BrokenEdition, match=shard):
        difference(old, new)


def one_sentence_on(folder: Path, edition: Edition, topic: str) -> Edition:
    """The edition after one sentence of one page was changed, in a folder of its own with the same blobs."""
    shutil.copytree(edition.folder, folder, copy_function=lambda one, two: Path(two).hardlink_to(one))
    blobs, shard = Blobs(folder), shard_of(topic)
    page = edition.page(topic, "en")
    lead = (replace(page.lead[0], text="Changed."), *page.lead[1:])
    sha256 = blobs.add(write_page(replace(page, lead=lead)))
    table = {name: entry for name, entry in edition.topics() if shard_of(name) == shard}
    table[topic] = replace(table[topic], pages={**table[topic].pages, "en": sha256})
    shards = {**edition.root.shards, shard: blobs.add(write_record(table))}
    root = replace(edition.root, edition="after", shards=shards)
    root = replace(root, seal=seal_of(root))
    (folder / ROOT_NAME).unlink()
    (folder / ROOT_NAME).write_bytes(write_record(root))
    return Edition.open(folder)


def differ_in_time(tmp_path: Path, topics: int) -> float:
    """Seconds from two folders to the one changed sentence, in editions of so many topics."""
    folder = tmp_path / "before"
    before = Edition.open(folder, generate(folder, topics))
    one_sentence_on(tmp_path / "after", before, "topic-00001")
    begun = time.perf_counter()
    old, new = Edition.open(folder), Edition.open(tmp_path / "after")
    (changed,) = difference(old, new).topics
    pages = [page_difference(*(each.page(changed.topic, "en") for each in (old, new)))]
    took = time.perf_counter() - begun
    assert (changed.topic, changed.languages) == ("topic-00001", ("en",))
    assert [(one.what, one.after) for one in pages[0].changes] == [("sentence", "Changed.")]
    return took


def test_one_changed_sentence_is_found_among_hundreds_of_topics(tmp_path: Path) -> None:
    assert differ_in_time(tmp_path, 300) > 0


@pytest.mark.bench
def test_one_changed_sentence_among_ten_thousand_topics_takes_less_than_a_second(tmp_path: Path) -> None:
    assert differ_in_time(tmp_path, 10_000) < 1.0


def test_both_languages_of_every_page_may_differ_at_once(tmp_path: Path) -> None:
    old, new = (
        Edition.open(tmp_path / str(seed), generate(tmp_path / str(seed), 40, seed)) for seed in (1, 2)
    )
    found = difference(old, new)
    assert found.counts == {"new": 0, "changed": 40, "removed": 0}
    assert all(one.languages == LANGUAGES for one in found.topics)
    for one in found.topics:
        for language in one.languages:
            assert page_difference(old.page(one.topic, language), new.page(one.topic, language)).changes
