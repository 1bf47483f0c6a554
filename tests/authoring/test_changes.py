"""Two editions on disk, told in plain words, as plain data, and as a page with their pictures."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from kiosk.authoring.cancel import Cancelled
from kiosk.authoring.changes import Changes, as_plain, read_changes, summary, told
from kiosk.authoring.changes_page import marked, write_page
from kiosk.authoring.findings import AuthoringError
from kiosk.content.blobs import sha256_of
from kiosk.content.edition import Edition
from kiosk.content.errors import BrokenEdition
from tests.content.editions_that_differ import HEAD, article, edition_of, section

HOME, DISCS, NERVES = article("home"), article("discs"), article("nerves")
NEW_WORDS = replace(
    DISCS,
    sections=(
        section("what", "What it is", "It is soft inside.", "It is <firm> outside."),
        DISCS.sections[1],
    ),
)


def quietly(what: str, done: int, of: int) -> None:
    assert done <= of, what


@pytest.fixture
def editions(tmp_path: Path) -> tuple[Edition, Edition]:
    """One sentence, every picture and the phone number changed; a topic came and one went."""
    old = edition_of(tmp_path / "old", HOME, DISCS, article("old-page"))
    head = replace(HEAD, edition="2026-11-22-bbbbbbbb")
    new = edition_of(tmp_path / "new", HOME, NEW_WORDS, NERVES, head=head, colour=2, phone="555 0199")
    return old, new


@pytest.fixture
def changes(editions: tuple[Edition, Edition]) -> Changes:
    return read_changes(*editions, quietly)


def test_the_changes_read_as_a_person_would_tell_them(changes: Changes) -> None:
    lines = list(told(changes))
    assert lines[0] == (
        "From 2026-11-20-aaaaaaaa to 2026-11-22-bbbbbbbb: "
        "1 topic new, 2 topics changed, 1 topic removed, 1 word of the clinic changed."
    )
    assert lines[1:4] == ["New: Nerves (nerves)", "Removed: Old-page (old-page)", "Changed: Discs (discs)"]
    assert lines[4:9] == [
        "  English",
        "    What it is: sentence 2 of paragraph 1",
        "      before: It is tough outside.",
        "      after:  It is <firm> outside.",
        "    picture lumbar/side, changed",
    ]
    assert lines[-4:] == [
        "The clinic's words",
        "  phone (English)",
        "    before: 555 0100",
        "    after:  555 0199",
    ]


def test_editions_that_are_the_same_have_nothing_to_tell(editions: tuple[Edition, Edition]) -> None:
    old, _ = editions
    found = read_changes(old, old, quietly)
    assert list(told(found)) == [f"From {old.id} to {old.id}: nothing changed."]
    assert summary(found.difference) == "nothing changed" and found.pages == ()


def test_the_changes_are_plain_data_too(changes: Changes) -> None:
    plain = json.loads(json.dumps(as_plain(changes)))
    assert plain["counts"] == {"new": 1, "changed": 2, "removed": 1}
    discs = next(one for one in plain["topics"] if one["topic"] == "discs")
    assert discs["pages"][0]["language"] == "en"
    assert discs["pages"][0]["changes"][0] == {
        "what": "sentence",
        "part": "what",
        "part_title": "What it is",
        "name": "what.p1.s2",
        "before": "It is tough outside.",
        "after": "It is <firm> outside.",
    }
    assert plain["clinic"] == [{"key": "phone", "language": "en", "before": "555 0100", "after": "555 0199"}]


def test_a_language_that_came_is_told(tmp_path: Path) -> None:
    old = edition_of(tmp_path / "old", HOME)
    new = edition_of(tmp_path / "new", HOME, article("home", "es"))
    assert list(told(read_changes(old, new, quietly)))[1:] == [
        "Changed: Home (home)",
        "  Spanish: this page is new in this language",
    ]


def test_the_page_says_in_which_language_a_page_came(tmp_path: Path) -> None:
    old = edition_of(tmp_path / "old", HOME)
    new = edition_of(tmp_path / "new", HOME, article("home", "es"))
    page = write_page(read_changes(old, new, quietly), old, new, tmp_path / "page", quietly)
    assert "new or gone in Spanish" in page.read_text("utf-8")


def test_only_words_that_differ_are_marked() -> None:
    assert marked("It is tough outside.", "It is <firm> outside.") == (
        "It is <del>tough</del> outside.",
        "It is <ins>&lt;firm&gt;</ins> outside.",
    )
    assert marked("", "New.") == ("", "New.")


class Seen(HTMLParser):
    """What a browser would ask for, show and run."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.pictures: list[tuple[str, str]] = []
        self.asked: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        given = {name: value or "" for name, value in attrs}
        self.asked += [given[name] for name in ("src", "href") if name in given]
        assert not any(name.startswith("on") for name in given)
        if tag == "img":
            self.pictures.append((given["src"], given["alt"]))


def test_the_page_shows_pictures_side_by_side_with_their_words_and_asks_nothing_of_a_network(
    editions: tuple[Edition, Edition], changes: Changes, tmp_path: Path
) -> None:
    page = write_page(changes, *editions, tmp_path / "page", quietly)
    text = page.read_text("utf-8")
    seen = Seen()
    seen.feed(text)
    assert not seen.tags & {"script", "iframe", "link", "object", "firm"}
    assert all(re.fullmatch(r"pictures/[0-9a-f]{16}\.(png|webp)", asked) for asked in seen.asked)
    assert [alt for _, alt in seen.pictures] == ["A spine from the side."] * 4
    before, after = (editions[n].page("discs", "en").pictures[0].renditions[0].blob for n in (0, 1))
    for (source, _), sha256 in zip(seen.pictures[:2], (before, after), strict=True):
        assert sha256_of((page.parent / source).read_bytes()) == sha256
    assert "It is <del>tough</del> outside." in text and "<ins>&lt;firm&gt;</ins>" in text
    assert "555 <del>0100</del>" in text and "<ins>0199</ins>" in text
    assert "url(" not in text and "@import" not in text


def test_a_page_is_written_over_the_one_before(
    editions: tuple[Edition, Edition], changes: Changes, tmp_path: Path
) -> None:
    pages = [write_page(changes, *editions, tmp_path / "page", quietly).read_bytes() for _ in range(2)]
    assert pages[0] == pages[1]


def test_a_place_that_is_no_folder_is_refused(
    editions: tuple[Edition, Edition], changes: Changes, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("mine", "utf-8")
    with pytest.raises(AuthoringError, match="is not a folder"):
        write_page(changes, *editions, tmp_path / "file", quietly)
    assert (tmp_path / "file").read_text("utf-8") == "mine"


def test_a_picture_that_was_altered_is_never_shown(
    editions: tuple[Edition, Edition], changes: Changes, tmp_path: Path
) -> None:
    new = editions[1]
    blob = new.page("discs", "en").pictures[0].renditions[0].blob
    new.blobs.path(blob).write_bytes(b"\x89PNG other")
    with pytest.raises(BrokenEdition, match=blob):
        write_page(changes, *editions, tmp_path / "page", quietly)
    assert not (tmp_path / "page" / "index.html").exists()


def test_both_verbs_stop_when_told_to(
    editions: tuple[Edition, Edition], changes: Changes, tmp_path: Path
) -> None:
    with pytest.raises(Cancelled):
        read_changes(*editions, quietly, lambda: True)
    with pytest.raises(Cancelled):
        write_page(changes, *editions, tmp_path / "page", quietly, lambda: True)
    assert not (tmp_path / "page" / "index.html").exists()
