from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kiosk.content.blobs import Blobs, sha256_of
from kiosk.content.codec import write_record
from kiosk.content.edition import ROOT_NAME, Candidate, Edition, choose_edition
from kiosk.content.entries import entries_of
from kiosk.content.errors import BrokenEdition, Misshapen, NoEdition, UnknownTopic
from kiosk.content.images import size_of
from kiosk.content.manifest import FORMAT, Root, shard_of
from kiosk.content.outlines import area_of, write_outlines
from kiosk.content.records import Door, Menu, Picture, Region, Rendition, Review, Sentence
from kiosk.content.verify import verify
from kiosk.content.writer import EditionWriter
from tests.bench.generated import generate, png

MENU = Menu(topic="home", language="en", title="Home", review=Review(sample=True, state="draft"), doors=())
HEAD = Root(
    format=FORMAT,
    edition="e1",
    title={"en": "One"},
    sample=True,
    built="",
    languages=("en", "es"),
    home="home",
)


def written(folder: Path, *menus: Menu, head: Root = HEAD) -> Edition:
    writer = EditionWriter(folder)
    for name in dict.fromkeys(menu.topic for menu in menus):
        writer.topic([menu for menu in menus if menu.topic == name], "draft")
    return Edition.open(folder, writer.finish(head, {"en": {"back": "Back"}}, {"en": {"name": "C"}}))


@pytest.fixture
def edition(tmp_path: Path) -> Edition:
    folder = tmp_path / "edition"
    return Edition.open(folder, generate(folder, 20))


def test_opening_reads_one_small_file_only(edition: Edition) -> None:
    for shelf in edition.folder.glob("??"):
        shelf.rename(shelf.with_name(f"{shelf.name}-gone"))
    assert Edition.open(edition.folder, edition.root_sha256).home == "home"


def test_a_sound_edition_verifies_with_progress(edition: Edition) -> None:
    told: list[tuple[int, int]] = []
    whole = verify(edition, lambda done, of: told.append((done, of)))
    assert (whole.topics, whole.pages) == (20, 40) and told[-1] == (20, 20)


def test_a_page_not_translated_comes_in_the_other_language(tmp_path: Path) -> None:
    page = written(tmp_path, MENU).page("home", "es")
    assert page.language == "en"


def test_a_topic_that_is_not_there_is_unknown_and_not_a_broken_edition(edition: Edition) -> None:
    with pytest.raises(UnknownTopic):
        edition.page("nowhere", "en")
    assert "nowhere" not in edition and "home" in edition


def test_a_page_altered_after_it_was_read_is_still_the_page_that_was_read(edition: Edition) -> None:
    before = edition.page("home", "en")
    edition.blobs.path(edition.topic("home").pages["en"]).write_bytes(b"{}")
    assert edition.page("home", "en") == before
    with pytest.raises(BrokenEdition):
        Edition.open(edition.folder, edition.root_sha256).page("home", "en")


def test_a_root_altered_is_refused_with_and_without_a_pointer(edition: Edition) -> None:
    root = edition.folder / ROOT_NAME
    root.write_bytes(root.read_bytes().replace(b"Made up", b"Made Up"))
    for known in (edition.root_sha256, None):
        with pytest.raises(BrokenEdition, match="altered"):
            Edition.open(edition.folder, known)


def test_a_root_of_a_later_format_is_refused_in_words(tmp_path: Path) -> None:
    later = FORMAT + 1
    with pytest.raises(BrokenEdition, match=f"format {later}"):
        written(tmp_path, MENU, head=replace(HEAD, format=later))


def test_a_page_under_another_topics_name_is_refused(edition: Edition) -> None:
    """Its hash is right and its shard sound: only what it says of itself gives it away."""
    shards = dict(edition.root.shards)
    name = next(name for name, _ in edition.topics() if name.startswith("topic-"))
    entry = edition.topic(name)
    shards[shard_of(name)] = edition.blobs.add(
        write_record({name: replace(entry, pages={"en": entry.pages["es"]})})
    )
    forged = Edition(edition.folder, replace(edition.root, shards=shards), "")
    with pytest.raises(BrokenEdition, match="holds"):
        forged.page(name, "en")


def test_the_first_sound_edition_is_chosen_and_the_others_have_reasons(
    edition: Edition, tmp_path: Path
) -> None:
    broken = tmp_path / "broken"
    root = generate(broken, 5)
    (broken / ROOT_NAME).write_bytes(b"{}")
    choice = choose_edition(
        [
            Candidate("installed", broken, root),
            Candidate("previous", tmp_path / "absent"),
            Candidate("shipped", edition.folder),
        ]
    )
    assert choice.name == "shipped"
    assert [name for name, _ in choice.passed_over] == ["installed", "previous"]
    assert "root.json" in choice.passed_over[0][1] and "no such folder" in choice.passed_over[1][1]


def test_an_edition_whose_home_cannot_be_read_is_not_chosen(edition: Edition) -> None:
    edition.blobs.path(edition.topic("home").pages["es"]).unlink()
    with pytest.raises(NoEdition, match="missing"):
        choose_edition([Candidate("installed", edition.folder, edition.root_sha256)])


def test_a_door_to_nowhere_fails_the_full_check(tmp_path: Path) -> None:
    with pytest.raises(BrokenEdition, match="leads to 'nowhere'"):
        verify(written(tmp_path, replace(MENU, doors=(Door(topic="nowhere", title="x"),))))


@pytest.mark.parametrize(("width", "message"), [(8, ""), (9, "not 9 x 6")])
def test_a_picture_must_have_the_size_it_claims(tmp_path: Path, width: int, message: str) -> None:
    blob = EditionWriter(tmp_path).blob(png(1))
    rendition = Rendition(blob=blob, width=width, height=6, role="card")
    edition = written(
        tmp_path, replace(MENU, pictures=(Picture(name="a/b", alt="a", renditions=(rendition,)),))
    )
    if message:
        with pytest.raises(BrokenEdition, match=message):
            verify(edition)
    else:
        assert verify(edition).pictures == 1


@pytest.mark.parametrize("how", ["sound", "another area", "another part", "none", "not listed"])
def test_a_region_must_have_the_outline_its_page_speaks_of(tmp_path: Path, how: str) -> None:
    ring = (0.1, 0.1, 0.6, 0.1, 0.6, 0.5)
    drawn = {2 if how == "another part" else 1: (ring, ring) if how == "another area" else (ring,)}
    writer = EditionWriter(tmp_path)
    outlines = writer.blob(write_outlines(drawn))
    region = Region(id="L4.body", code=1, tissue="bone", area=area_of((ring,)))
    picture = Picture(name="a/b", alt="a", renditions=(), regions=(region,), outlines=outlines)
    if how == "none":
        picture = replace(picture, outlines="")
    entry = writer.topic([replace(MENU, pictures=(picture,))], "draft")
    assert entry.blobs == (() if how == "none" else (outlines,))
    edition = Edition.open(tmp_path, writer.finish(HEAD, {"en": {"back": "Back"}}, {"en": {"name": "C"}}))
    if how == "not listed":
        listed = write_record({"home": replace(entry, blobs=())})
        shards = {shard_of("home"): edition.blobs.add(listed)}
        edition = Edition(tmp_path, replace(edition.root, shards=shards), edition.root_sha256)
    if how == "sound":
        whole = verify(edition)
        assert (whole.pictures, whole.size) == (0, len(edition.blob(outlines)))
    else:
        with pytest.raises(BrokenEdition, match="does not list" if how == "not listed" else "another area"):
            verify(edition)


def test_a_blob_that_is_no_picture_is_never_shown_as_one(tmp_path: Path) -> None:
    edition = written(tmp_path, MENU)
    for data in (
        b"<svg xmlns='http://www.w3.org/2000/svg'/>" + b" " * 40,
        png(1, 4097, 1),
        png(1, 0, 0),
        b"RIFF",
    ):
        blob = edition.blobs.add(data)
        assert edition.blob(blob) == data
        with pytest.raises(BrokenEdition):
            edition.picture(blob)


def test_webp_sizes_are_read_from_the_picture(root: Path) -> None:
    found = sorted((root / "assets" / "pictures").rglob("*.webp"))
    if not found:
        pytest.skip("no pictures in this checkout yet")
    assert {size_of(path.read_bytes())[0] for path in found[:5]} == {"webp"}
    with pytest.raises(Misshapen):
        size_of(found[0].read_bytes()[:20])


@pytest.mark.parametrize("name", ["../../etc/passwd", "A" * 64, "ab", "", "é" * 64, "0" * 63 + "/"])
def test_a_blob_name_that_is_no_hash_leads_nowhere(tmp_path: Path, name: str) -> None:
    with pytest.raises(BrokenEdition, match="not the name"):
        Blobs(tmp_path).read(name)
    assert name not in Blobs(tmp_path)


def test_a_blob_is_read_whole_by_hash_or_not_at_all(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    sha256 = blobs.add(b"bone")
    assert blobs.read(sha256) == b"bone" and list(blobs) == [sha256] == [sha256_of(b"bone")]
    assert blobs.path(sha256).relative_to(tmp_path).as_posix() == f"{sha256[:2]}/{sha256}"
    with pytest.raises(BrokenEdition, match="allowed"):
        blobs.read(sha256, cap=3)
    blobs.path(sha256).write_bytes(b"bony")
    with pytest.raises(BrokenEdition, match="altered"):
        blobs.read(sha256)
    assert blobs.add(b"bone") == sha256 and blobs.read(sha256) == b"bone", "adding again mends it"


def test_a_pipe_in_a_blobs_place_does_not_hang_the_reader(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    sha256 = blobs.add(b"bone")
    blobs.path(sha256).unlink()
    os.mkfifo(blobs.path(sha256))
    with pytest.raises(BrokenEdition, match="not a regular file"):
        blobs.read(sha256)


def test_two_builds_of_the_same_pages_are_the_same_bytes(tmp_path: Path) -> None:
    assert generate(tmp_path / "one", 12) == generate(tmp_path / "two", 12)


def test_a_topic_listed_under_another_name_is_a_fault_and_not_a_topic_that_never_was(
    edition: Edition,
) -> None:
    name = next(name for name, _ in edition.topics() if name.startswith("topic-"))
    renamed = {f"{name}x" if each == name else each: entry for each, entry in edition.topics()}
    of_shard = {
        each: entry for each, entry in renamed.items() if shard_of(each.removesuffix("x")) == shard_of(name)
    }
    shards = dict(edition.root.shards) | {shard_of(name): edition.blobs.add(write_record(of_shard))}
    forged = Edition(edition.folder, replace(edition.root, shards=shards), "")
    with pytest.raises(BrokenEdition, match="does not belong"):
        forged.page(name, "en")


def test_what_has_expired_is_left_out_of_a_page_from_the_day_after(tmp_path: Path) -> None:
    lead = (Sentence(id="a", text="It stays."), Sentence(id="b", text="3 of 100.", until="2027-05-01"))
    edition = written(tmp_path, replace(MENU, lead=lead))
    assert [one.id for one in edition.page("home", "en").lead] == ["a", "b"], "nobody said what day it is"
    for day, left in ((date(2027, 5, 1), ["a", "b"]), (date(2027, 5, 2), ["a"])):
        edition.today = lambda day=day: day
        assert [one.id for one in edition.page("home", "en").lead] == left
        assert edition.page("home", "en") is edition.page("home", "en")


def test_a_sentence_that_expires_is_not_found_by_its_words(tmp_path: Path) -> None:
    lead = (Sentence(id="a", text="It stays."), Sentence(id="b", text="3 of 100.", until="2027-05-01"))
    (entry,) = entries_of(replace(MENU, lead=lead))
    assert entry.body == "It stays."
