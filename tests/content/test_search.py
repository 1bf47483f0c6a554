from __future__ import annotations

import ctypes
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.content.edition import Edition
from kiosk.content.fold import folded, words_of
from kiosk.content.manifest import FORMAT, Root
from kiosk.content.records import (
    LANGUAGES,
    Article,
    Block,
    Glossary,
    Language,
    Page,
    Review,
    Section,
    Sentence,
    Step,
    Term,
    Walkthrough,
)
from kiosk.content.search import INDEX_NAME, LINE_LETTERS, Search
from kiosk.content.writer import EditionWriter
from tests.bench.generated import generate

REVIEW = Review(sample=True, state="draft")
HEAD = Root(
    format=FORMAT, edition="s", title={"en": "S"}, sample=True, built="", languages=LANGUAGES, home="disc"
)


LONG = (
    "Some people like to lie on one side with their knees bent, and others on their back with a pillow "
    "under their knees, on whichever mattress they had before."
)


def article(topic: str, title: str, text: str, language: Language = "en", part: str = "Why") -> Article:
    sentence = Sentence(id="why.p1.s1", text=text)
    section = Section(id="why", title=part, blocks=(Block(sentences=(sentence,)),))
    return Article(topic=topic, language=language, title=title, review=REVIEW, sections=(section,))


def pages() -> list[list[Page]]:
    step = Step(
        id="bone", title="Opening the bone", sentences=(Sentence(id="b", text="The lamina is trimmed."),)
    )
    term = Term(
        id="hnp",
        word="Herniated disc",
        say="x",
        meaning=Sentence(id="m", text="A disc that pushes out."),
        also=("slipped disc", "disk bulge"),
    )
    shared = {"review": REVIEW, "title": "Words in plain words", "topic": "glossary"}
    return [
        [
            article("disc", "Herniated disc", "It can press on a nerve."),
            article("disc", "Disco herniado", "x", "es"),
        ],
        [
            article("rest", "Rest", LONG),
            article("rest", "Descansar", "y", "es"),
        ],
        [
            article("discectomy", "Discectomy", "A herniated disc is trimmed."),
            article("discectomy", "Discectomía", "x", "es"),
        ],
        [Walkthrough(topic="steps", language="en", title="Step by step", review=REVIEW, steps=(step,))],
        [article("nino", "El nino de barro", "x", "es")],
        [article("child", "El niño y su espalda", "Mañana le duele el riñón.", "es")],
        [Glossary(**shared, language="en", terms=(term,))],  # type: ignore[arg-type]
    ]


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    folder = tmp_path_factory.mktemp("edition")
    writer = EditionWriter(folder)
    for each in pages():
        writer.topic(each, "draft")
    return Edition.open(folder, writer.finish(HEAD, {}, {}))


@pytest.fixture(scope="module")
def search(edition: Edition) -> Search:
    return Search.open(edition)


def found(search: Search, query: str, language: Language = "en") -> list[tuple[str, str]]:
    return [(hit.topic, hit.part) for hit in search.find(query, language)]


def test_results_come_from_the_first_letter_on(search: Search) -> None:
    for end in range(1, len("herniated") + 1):
        assert ("disc", "") in found(search, "herniated"[:end])


def test_a_whole_word_in_a_title_comes_before_the_beginning_of_a_longer_one(search: Search) -> None:
    order = found(search, "disc")
    assert order.index(("disc", "")) < order.index(("discectomy", ""))


def test_a_title_comes_before_the_text(search: Search) -> None:
    assert found(search, "herniated")[0] == ("disc", "")
    assert ("discectomy", "why") in found(search, "herniated")


def test_a_part_is_found_by_its_own_id(search: Search) -> None:
    (hit,) = search.find("opening bone", "en")
    assert (hit.topic, hit.part, hit.title, hit.kind) == ("steps", "bone", "Opening the bone", "walkthrough")
    assert hit.line == "The lamina is trimmed."


def test_a_result_says_the_sentence_that_was_found_and_the_page_it_is_on(search: Search) -> None:
    (hit,) = search.find("on a nerv", "en")
    assert (hit.part, hit.page, hit.line) == ("why", "Herniated disc", "It can press on a nerve.")


def test_of_a_long_sentence_whole_words_are_shown_around_the_one_found(search: Search) -> None:
    (hit,) = search.find("mattr", "en")
    assert hit.line.startswith("… ") and "whichever mattress they had before." in hit.line
    assert hit.line.removeprefix("… ") in LONG and len(hit.line) <= LINE_LETTERS + 2
    (hit,) = search.find("peop", "en")
    assert hit.line.startswith("Some people like") and hit.line.endswith(" …")


def test_every_word_must_be_there(search: Search) -> None:
    assert found(search, "lamina trim") == [("steps", "bone")]
    assert found(search, "lamina nerve") == []


def test_another_name_from_the_glossary_finds_the_page(search: Search) -> None:
    assert ("disc", "") in found(search, "slipped")
    assert ("disc", "") in found(search, "disk bul")


def test_accents_on_vowels_do_not_matter(search: Search) -> None:
    assert found(search, "discectomia", "es") == found(search, "DISCECTOMÍA", "es") != []
    assert found(search, "rin", "es") == [("child", "why")]


def test_an_ene_finds_only_itself_and_an_n_finds_it_second(search: Search) -> None:
    assert found(search, "niño", "es") == [("child", "")]
    assert found(search, "nino", "es") == [("nino", ""), ("child", "")]
    assert found(search, "manana", "es") == found(search, "mañana", "es") == [("child", "why")]


def test_letters_typed_as_two_characters_are_one(search: Search) -> None:
    assert found(search, "nin\u0303o", "es") == [("child", "")]
    assert folded("RIÑO\u0301N Ü") == "riñon u" and words_of("L4–L5, ¿qué?") == ["l4", "l5", "que"]


@pytest.mark.parametrize(
    "query", ['"', "a OR b", "NEAR(", "title:x", "*", "-", "^a", "'; --", "a* AND", "{title}:a", "()"]
)
def test_no_query_is_read_as_an_expression(search: Search, query: str) -> None:
    search.find(query, "en")
    assert search.fault == ""
    assert search.find('disc" OR "lamina', "en") == ()


@given(st.text(max_size=60))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_anything_may_be_typed(search: Search, query: str) -> None:
    assert len(search.find(query, "es")) <= 20 and search.fault == ""


def test_nothing_typed_is_kept(edition: Edition, search: Search) -> None:
    before = {path: path.stat().st_mtime_ns for path in edition.folder.rglob("*")}
    search.find("canarywordcanary", "en")
    assert {path: path.stat().st_mtime_ns for path in edition.folder.rglob("*")} == before
    assert b"canaryword" not in (edition.folder / INDEX_NAME).read_bytes()


@pytest.mark.parametrize("harm", ["missing", "empty", "text", "torn", "other root", "folder", "link"])
def test_an_index_that_is_not_this_editions_is_built_again(tmp_path: Path, harm: str) -> None:
    edition = Edition.open(tmp_path, generate(tmp_path, 10))
    title = edition.page("home", "en").title
    Search.open(edition).close()
    place = tmp_path / INDEX_NAME
    whole = place.read_bytes()
    place.unlink()
    if harm in ("empty", "text", "torn"):
        place.write_bytes({"empty": b"", "text": b"x" * 9000, "torn": whole[: len(whole) // 3]}[harm])
    if harm == "other root":
        place.write_bytes(whole)
        with sqlite3.connect(place) as index:
            index.execute("UPDATE made_for SET root = 'another'")
            index.execute("UPDATE entries_en SET topic = 'gone'")
        index.close()
    if harm == "folder":
        place.mkdir()
    if harm == "link":
        (tmp_path / "elsewhere").write_bytes(whole)
        place.symlink_to(tmp_path / "elsewhere")
    search = Search.open(edition, state=tmp_path)
    assert search.find(title, "en")[0].topic == "home"
    assert search.place == ("memory" if harm == "folder" else str(place))
    search.close()
    assert not list(tmp_path.glob("*.part")) and not list(tmp_path.glob(".*.part"))


def test_an_index_damaged_while_in_use_finds_nothing_and_says_so(tmp_path: Path) -> None:
    edition = Edition.open(tmp_path, generate(tmp_path, 300))
    Search.open(edition).close()
    place = tmp_path / INDEX_NAME
    data = bytearray(place.read_bytes())
    search = Search.open(edition)
    data[len(data) // 4 :] = b"\xa5" * (len(data) - len(data) // 4)
    place.write_bytes(data)
    hits = [search.find(query, "en") for query in ("a", "bo", "spi ne", "surgery")]
    assert "damaged" in search.fault and hits[-1] == ()
    assert not place.exists(), "the next start builds another"
    search.close()


def test_a_broken_page_is_left_out_and_the_rest_is_found(tmp_path: Path) -> None:
    edition = Edition.open(tmp_path, generate(tmp_path, 10))
    title = edition.page("home", "en").title
    edition.blobs.path(edition.topic("topic-00003").pages["en"]).unlink()
    search = Search.open(Edition.open(tmp_path, edition.root_sha256))
    assert search.find(title, "en")[0].topic == "home"
    assert all(hit.topic != "topic-00003" for hit in search.find("a", "en"))
    search.close()


def test_a_language_the_edition_does_not_have_finds_nothing(tmp_path: Path) -> None:
    writer = EditionWriter(tmp_path)
    writer.topic([article("disc", "Disc", "x")], "draft")
    edition = Edition.open(tmp_path, writer.finish(replace(HEAD, languages=("en",)), {}, {}))
    assert found(Search.open(edition), "disc", "es") == []


SEARCH_KIB = 512
"""What a search may hold, in KiB, whatever was asked; SQLite by itself would keep 1.4 MiB of this index."""


def sqlite_bytes() -> Callable[[], int]:
    """Asks SQLite for the bytes it holds; skips the test where its library is part of Python."""
    try:
        used = ctypes.CDLL("libsqlite3.so.0").sqlite3_memory_used
    except (OSError, AttributeError):
        pytest.skip("SQLite cannot be asked here")
    used.restype = ctypes.c_int64
    return used


def test_a_search_that_was_asked_everything_holds_little(tmp_path: Path) -> None:
    used = sqlite_bytes()
    edition = Edition.open(tmp_path, generate(tmp_path, 300))
    Search.open(edition).close()  # builds it
    before = used()
    search = Search.open(edition)
    if used() == before:
        pytest.skip("SQLite is part of Python here")
    for topic, _ in edition.topics():
        for language in LANGUAGES:
            for word in edition.page(topic, language).title.split():
                search.find(word, language)
    assert used() - before < SEARCH_KIB * 1024
    search.close()
