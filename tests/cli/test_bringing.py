"""content import and content diff as real processes: what they print, what they end with."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

from kiosk.content.shelf import Shelf, root_name
from tests.authoring.office import WORDS, booklet, word, workbook
from tests.cli.test_cli import lamina, one_line
from tests.content.editions_that_differ import HEAD, article, edition_of


def test_a_word_file_becomes_a_topic_and_the_report_says_what_to_do_next(
    root: Path, sources: Path, tmp_path: Path
) -> None:
    file = word(tmp_path / "knee.docx", booklet)
    asked = ["content", "import", str(file), "--topic", "knee", "--sources", str(sources)]
    done = lamina(root, *asked)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0].startswith("knee.docx is now the article knee (20")
    assert lines[1] == "Carried over: 2 parts, 2 paragraphs, 4 list lines, 7 sentences"
    assert lines[2] == "Mended: numbers of headings (1)"
    assert lines[-1] == "Now run: python main.py content check" and "\x1b" not in done.stdout
    assert (sources / "topics" / "knee" / "es.md").is_file()
    again = lamina(root, *asked)
    assert again.returncode == 2 and "stands already" in one_line_at_the_end(again.stderr)


def one_line_at_the_end(told: str) -> str:
    """The last line on standard error: those before it tell how far the command came."""
    assert "Traceback" not in told
    return told.splitlines()[-1]


def test_the_report_is_json_for_machines(root: Path, sources: Path, tmp_path: Path) -> None:
    file = workbook(tmp_path / "words.xlsx", [*WORDS, ["Facet", "=A1"]])
    asked = ["content", "import", str(file), "--topic", "words", "--sources", str(sources), "--json"]
    report = json.loads(lamina(root, *asked).stdout)
    assert set(report) == {
        "file", "topic", "kind", "language", "when", "carried", "mended", "left", "files", "next_steps",
    }  # fmt: skip
    assert report["kind"] == "glossary" and report["left"][1:] == [
        {
            "what": "a formula without its result",
            "place": "cell B4",
            "quote": "=A1",
            "remedy": "Save the file in Excel and bring it in again, or write the words in place of TODO.",
        }
    ]


def test_a_long_list_of_what_was_left_behind_is_cut_and_says_so(
    root: Path, sources: Path, tmp_path: Path
) -> None:
    file = tmp_path / "knee.md"
    file.write_text("# Knee\n\n" + "It **hurts**.\n\n" * 70, "utf-8")
    done = lamina(root, "content", "import", str(file), "--topic", "knee", "--sources", str(sources))
    listed = [line for line in done.stdout.splitlines() if line.startswith("  ")]
    # one of the 71 tells that words before the first heading became a part
    assert len(listed) == 61 and listed[-1] == "  and 11 more: --json tells all of them"


def test_what_cannot_be_brought_in_is_one_line_and_ends_with_2(
    root: Path, sources: Path, tmp_path: Path
) -> None:
    file = tmp_path / "knee.docx"
    file.write_bytes(b"%PDF-1.7")
    done = lamina(root, "content", "import", str(file), "--topic", "knee", "--sources", str(sources))
    assert done.returncode == 2 and done.stdout == ""
    assert one_line_at_the_end(done.stderr).startswith("lamina: knee.docx: this is a PDF")
    assert not (sources / "topics" / "knee").exists()


def test_diff_finds_editions_by_folder_by_pointer_and_by_id(root: Path, tmp_path: Path) -> None:
    shelf = tmp_path / "shelf"
    old = edition_of(tmp_path / "own", article("home"))
    head = replace(HEAD, edition="2026-11-22-bbbbbbbb")
    new = edition_of(tmp_path / "new", article("home"), head=head, phone="555 0199")
    for one in (old, new):
        shutil.copytree(one.folder, shelf, dirs_exist_ok=True)
        (shelf / one.root_name).rename(shelf / root_name(one.id))
    Shelf(shelf).show(new.id, new.root_sha256)
    for before, after in ((old.id, new.id), (str(old.folder), str(shelf))):
        done = lamina(root, "content", "diff", before, after, "--shelf", str(shelf))
        assert done.returncode == 0, done.stderr
        assert done.stdout.splitlines()[0] == f"From {old.id} to {new.id}: 1 word of the clinic changed."
    asked = ["content", "diff", old.id, new.id, "--shelf", str(shelf), "--json", "--pictures"]
    done = lamina(root, *asked, str(tmp_path / "page"))
    assert json.loads(done.stdout)["clinic"][0]["after"] == "555 0199"
    assert (tmp_path / "page" / "index.html").is_file()


def test_an_edition_that_is_not_there_or_not_whole_is_one_line(root: Path, tmp_path: Path) -> None:
    good = edition_of(tmp_path / "good", article("home")).folder
    done = lamina(root, "content", "diff", str(good), "nowhere", "--shelf", str(tmp_path))
    assert done.returncode == 2 and "nowhere is not the folder of an edition" in one_line(done)
    torn = Path(shutil.copytree(good, tmp_path / "torn"))
    (torn / "root.json").write_bytes(b"{}")
    done = lamina(root, "content", "diff", str(good), str(torn))
    assert done.returncode == 2 and "root.json" in one_line(done)
