"""What a ledger spares changes nothing: findings and edition are those of a run from nothing."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from kiosk.authoring import stamps
from kiosk.authoring.build import build_checked
from kiosk.authoring.cancel import Cancelled
from kiosk.authoring.check import check_sources
from kiosk.authoring.findings import AuthoringError
from kiosk.authoring.ledger import place_of
from kiosk.authoring.lock import alone
from kiosk.authoring.progress import silent
from kiosk.content.shelf import Shelf
from kiosk.content.verify import verify
from kiosk.machine import paths
from tests.authoring.again import TODAY, Again
from tests.bench.written import write_sources


@pytest.fixture(autouse=True)
def a_stamp_is_old_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Or no test would see a stamp trusted. Builds say the same time, so that roots can be compared."""
    monkeypatch.setattr(stamps, "FRESH_NS", 0)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")


@pytest.fixture
def again(sources: Path, pictures: Path, tmp_path: Path) -> Again:
    own = Path(shutil.copytree(pictures, tmp_path / "pictures"))
    made = Again(sources, own, tmp_path, pictures.parent / "renditions")
    assert made.agrees()[0] == []
    return made


def test_nothing_changed_compiles_nothing(again: Again) -> None:
    before = again.agrees()
    assert again.compiled == frozenset() and again.agrees() == before


def test_a_changed_sentence_compiles_its_topic_alone(again: Again) -> None:
    _, before = again.agrees()
    again.put("topics/steps/en.md", "closes the skin", "sews the skin")
    found, after = again.agrees()
    assert found == [] and after != before and again.compiled == {"steps"}


def test_a_title_reaches_every_page_that_links_to_it(again: Again) -> None:
    again.put("topics/discs/en.md", "# Discs", "# Soft discs")
    again.agrees()
    assert {"discs", "home"} <= again.compiled and "nerves" not in again.compiled


def test_a_part_that_a_link_leads_to_may_go_and_come_back(again: Again) -> None:
    sound = (again.sources / "topics/steps/topic.yaml").read_text("utf-8")
    words = {lang: (again.sources / f"topics/steps/{lang}.md").read_text("utf-8") for lang in ("en", "es")}
    for lang, text in words.items():
        (again.sources / f"topics/steps/{lang}.md").write_text(text.replace("## bone", "## bony"), "utf-8")
    found, root = again.agrees()
    assert "topics/discs/topic.yaml: link.dead" in found and root == "refused"
    for lang, text in words.items():
        (again.sources / f"topics/steps/{lang}.md").write_text(text, "utf-8")
    assert (again.sources / "topics/steps/topic.yaml").read_text("utf-8") == sound
    assert again.agrees()[0] == []


def test_a_facts_words_are_on_no_page_and_its_sources_are(again: Again) -> None:
    again.put("facts.md", "Discs are cushions", "Discs are soft cushions")
    again.agrees()
    assert again.compiled == frozenset()
    again.put("facts.md", "between bones. | [P01]", "between bones. | [P02]")
    again.agrees()
    assert "discs" in again.compiled and "home" not in again.compiled
    again.put("facts.md", "[P02] | H", "[P02] | WITHDRAWN: no")
    found, root = again.agrees()
    assert "topics/discs/topic.yaml: fact.withdrawn" in found and root == "refused"
    again.put("facts.md", "# Facts\n", "# Facts\n\nOne line more moves the others.\n")
    again.agrees()


def test_a_picture_reaches_the_pages_that_show_it(again: Again) -> None:
    place = again.pictures / "mini"
    entry = json.loads((place / "right.json").read_text("utf-8"))
    entry["anchors"] = {region: [0.5, 0.5] for region in entry["anchors"]}
    (place / "right.json").write_text(json.dumps(entry), "utf-8")
    again.agrees()
    assert {"low-back", "steps"} <= again.compiled and "recovery" not in again.compiled
    (place / "plain.webp").rename(place / "gone.webp")
    found, root = again.agrees()
    assert "topics/discs/topic.yaml: picture.file" in found and root == "refused"
    (place / "gone.webp").rename(place / "plain.webp")
    assert again.agrees()[0] == []
    shutil.copy(place / "turn-001.webp", place / "plain.webp")
    assert again.agrees()[0] == [] and "discs" in again.compiled
    (place / "right.json").write_text("{", "utf-8")
    found, _ = again.agrees()
    assert "pictures/mini/right.json: picture.catalogue" in found


def test_a_word_of_the_kiosk_reaches_the_pictures_it_stands_in(again: Again) -> None:
    path = again.sources / "interface.yaml"
    text = path.read_text("utf-8")
    assert "your left" in text
    path.write_text(text.replace("your left", "the left side of you"), "utf-8")
    again.agrees()
    assert "discs" in again.compiled and "questions" not in again.compiled


def test_a_word_of_the_glossary_is_hard_elsewhere(again: Again) -> None:
    again.put("topics/discs/en.md", "A disc is soft.", "A stenosis is bad.")
    found, _ = again.agrees()
    assert found == ["topics/discs/en.md: term"]
    glossary = (again.sources / "topics/glossary/en.md").read_text("utf-8")
    heading = next(line for line in glossary.splitlines() if line.startswith("## "))
    again.put("topics/glossary/en.md", heading, heading.partition(":")[0] + ": Stenosis")
    told = check_sources(again.sources, again.pictures, silent, TODAY, ledger=again.ledger)
    assert [one.message for one in told if one.rule == "term" and "glossary has it" in one.message]
    again.agrees()


def test_topics_may_go_come_be_renamed_and_change_their_kind(again: Again) -> None:
    topics = again.sources / "topics"
    shutil.copytree(topics / "questions", topics / "asked")
    assert again.agrees()[0] == ["topics/asked/topic.yaml: link.none"] and again.compiled == {"asked"}
    (topics / "asked").rename(topics / "more-asked")
    assert again.agrees()[0] == ["topics/more-asked/topic.yaml: link.none"]
    shutil.rmtree(topics / "more-asked")
    assert again.agrees()[0] == []
    (topics / "nerves").rename(topics / "nerve")
    found, _ = again.agrees()
    assert any(one.endswith("link.dead") for one in found) and "topics/nerve/topic.yaml: link.none" in found
    (topics / "nerve").rename(topics / "nerves")
    assert again.agrees()[0] == []
    again.put("topics/discs/topic.yaml", "kind: article", "kind: menu")
    assert again.agrees()[1] == "refused"
    (topics / "empty").mkdir()
    (topics / "stray.txt").write_text("dear", "utf-8")
    again.agrees()


@pytest.mark.parametrize("left", ["", "kind: [", "kind: nonsense\n", "\xff\xfe"])
def test_a_topic_that_is_broken_and_mended(again: Again, left: str) -> None:
    path = again.sources / "topics" / "discs" / "topic.yaml"
    sound = path.read_bytes()
    before = again.agrees()
    path.write_bytes(left.encode("latin-1"))
    assert again.agrees()[1] == "refused"
    path.write_bytes(sound)
    assert again.agrees() == before


def test_what_edition_yaml_says_of_every_page_begins_anew(again: Again) -> None:
    again.put("edition.yaml", "home: home", "home: home\nstale_translations: fall_back")
    again.agrees()
    assert len(again.compiled) == 11
    again.put("edition.yaml", "sample: true", "sample: false")
    assert again.agrees()[1] == "refused"
    again.put("edition.yaml", "sample: false", "sample: true")
    again.put("edition.yaml", "[en, es]", "[es]")
    again.agrees()
    (again.sources / "edition.yaml").write_text("languages: [", "utf-8")
    assert again.agrees()[1] == "refused"


def test_a_day_reaches_only_what_it_decides(again: Again) -> None:
    again.put("topics/discs/topic.yaml", "facts:\n", "expires:\n  what: {p1: 2027-05-01}\nfacts:\n")
    assert again.agrees()[0] == []
    again.today = date(2027, 1, 1)
    assert again.agrees() and again.compiled == frozenset()
    for day, rule in ((date(2027, 4, 2), "expires.soon"), (date(2027, 5, 2), "expires.passed")):
        again.today = day
        assert again.agrees()[0] == [f"topics/discs/topic.yaml: {rule}"]
    again.today = TODAY  # the clock was set back
    assert again.agrees()[0] == []


def test_a_file_changed_without_its_size_and_time_is_still_seen(again: Again) -> None:
    """No program can set ``ctime``; on a file system without it such a change would be missed for good."""
    path = again.sources / "topics" / "steps" / "en.md"
    about = path.stat()
    path.write_text(path.read_text("utf-8").replace("closes the skin", "closed the skin"), "utf-8")
    os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))
    assert path.stat().st_size == about.st_size and path.stat().st_mtime_ns == about.st_mtime_ns
    again.agrees()
    assert again.compiled == {"steps"}


def test_a_file_that_was_only_touched_compiles_nothing(again: Again) -> None:
    os.utime(again.sources / "topics" / "steps" / "en.md", (1, 1))
    again.agrees()
    assert again.compiled == frozenset()


def test_a_file_from_the_future_is_read_each_time(again: Again) -> None:
    """As after a clock that was set back."""
    path = again.sources / "topics" / "steps" / "en.md"
    ahead = time.time_ns() + 10**15
    os.utime(path, ns=(ahead, ahead))
    again.agrees()
    again.put("topics/steps/en.md", "closes the skin", "closed the skin")
    os.utime(path, ns=(ahead, ahead))
    again.agrees()
    assert again.compiled == {"steps"}


def _torn(data: bytes) -> bytes:
    return data[: len(data) // 2] + b"\0" * 512 + data[len(data) // 2 + 512 :]


_SPOILED: dict[str, Callable[[bytes], bytes]] = {
    "torn": _torn,
    "cut short": lambda data: data[: len(data) // 2],
    "empty": lambda _: b"",
    "one bit": lambda data: data[:300] + bytes([data[300] ^ 1]) + data[301:],
    "without its proof": lambda data: data.rpartition(b"\n")[0],
    "of another version": lambda data: data.replace(data[:20], b'["0123456789abcdef01', 1),
}


@pytest.mark.parametrize("how", _SPOILED)
def test_a_spoiled_ledger_is_a_run_from_nothing(again: Again, how: str) -> None:
    again.agrees()
    again.ledger.write_bytes(_SPOILED[how](again.ledger.read_bytes()))
    again.put("topics/steps/en.md", "closes the skin", "sews the skin")
    again.agrees()
    assert len(again.compiled) == 11
    again.agrees()
    assert again.compiled == frozenset(), "and it is whole again"


def test_a_ledger_that_cannot_be_kept_is_no_fault(again: Again) -> None:
    again.ledger.unlink()
    again.ledger.mkdir()
    again.agrees()
    again.agrees()
    again.ledger.rmdir()
    again.ledger.parent.rmdir()
    again.ledger.parent.write_text("no folder", "utf-8")
    again.agrees()


def test_a_page_lost_or_spoiled_on_the_shelf_is_made_again(again: Again) -> None:
    _, root = again.agrees()
    shelf = Shelf(again.out)
    pages = shelf.open(shelf.current().edition).topic("steps").pages
    shelf.blobs.path(pages["en"]).unlink()
    shelf.blobs.path(pages["es"]).write_bytes(b"{}")
    picture = shelf.open(shelf.current().edition).topic("discs").blobs[0]
    shelf.blobs.path(picture).write_bytes(b"no picture")
    assert again.agrees()[1] == root
    assert again.compiled == {"steps"}
    verify(shelf.open(shelf.current().edition))


def test_the_shelf_holds_what_its_two_editions_use_and_nothing_else(again: Again) -> None:
    for word in ("sews", "joins", "ties"):
        again.put("topics/steps/en.md", "closes the skin", f"{word} the skin")
        again.agrees()
        again.put("topics/steps/en.md", f"{word} the skin", "closes the skin")
    shelf = Shelf(again.out)
    assert len(shelf.kept()) == 2
    used = {blob for edition in shelf.kept() for blob in shelf.open(edition).used_blobs()}
    assert set(shelf.blobs) == used
    for edition in shelf.kept():
        verify(shelf.open(edition))


def test_two_builds_at_once_are_told_apart(again: Again) -> None:
    before = Shelf(again.out).current()
    again.put("topics/steps/en.md", "closes the skin", "sews the skin")
    with alone(again.out), pytest.raises(AuthoringError, match="another build is writing to"):
        build_checked(again.sources, again.pictures, again.out, silent)
    assert Shelf(again.out).current() == before
    again.agrees()


def _out_of(left: Iterator[int]) -> bool:
    return next(left, None) is None


def test_stopped_at_any_moment_the_old_edition_stands_and_the_ledger_is_right(again: Again) -> None:
    before = Shelf(again.out).current()
    for path in sorted((again.sources / "topics").glob("*/en.md"))[1:]:
        path.write_text(path.read_text("utf-8").replace("# ", "# On ", 1), "utf-8")
    stopped = 0
    for after in range(1, 40, 3):
        left = iter(range(after))
        try:
            build_checked(
                again.sources,
                again.pictures,
                again.out,
                silent,
                partial(_out_of, left),
                again.ledger,
                again.renditions,
                TODAY,
            )
        except Cancelled:
            stopped += 1
            assert Shelf(again.out).current() == before
            assert check_sources(again.sources, again.pictures, silent, TODAY, ledger=again.ledger) == (
                check_sources(again.sources, again.pictures, silent, TODAY)
            )
    assert stopped
    again.agrees()


@pytest.fixture
def many(tmp_path: Path) -> Again:
    """More topics than one process does alone."""
    write_sources(tmp_path / "many", 90, paths.SOURCES / "interface.yaml")
    (tmp_path / "none").mkdir()
    return Again(tmp_path / "many", tmp_path / "none", tmp_path, tmp_path / "renditions")


def test_two_processes_find_and_build_what_one_does(many: Again) -> None:
    found, root = many.agrees()
    assert found == [] and len(many.compiled) == 91
    many.put("topics/topic-00005/en.md", "# Page 5", "# Page five")
    many.agrees()
    assert many.compiled == {"topic-00005", "home", *(f"topic-{n:05d}" for n in (4, 64, 88))}
    assert root != "refused"


def test_killed_at_any_moment_the_old_edition_stands_and_the_ledger_is_right(many: Again, root: Path) -> None:
    many.ledger = place_of(paths.cache_folder(), many.sources, many.pictures)
    many.agrees()
    before = Shelf(many.out).current()
    command = [sys.executable, str(root / "main.py"), "content", "build", "--out", str(many.out)]
    command += ["--sources", str(many.sources), "--pictures", str(many.pictures)]
    told = 0
    for stage in ("topics read", "topics checked", "verifying"):
        for path in sorted((many.sources / "topics").glob("*/en.md")):
            path.write_text(path.read_text("utf-8").replace("# ", "# On ", 1), "utf-8")
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env={**os.environ}) as running:
            assert running.stderr is not None
            told += any(line.startswith(stage) for line in running.stderr)
            running.send_signal(signal.SIGKILL)
        if Shelf(many.out).current() != before:  # it was done before it was killed
            before = Shelf(many.out).current()
        verify(Shelf(many.out).open(before.edition, before.root))
    assert told == 3
    many.agrees()
