"""A tour of the small edition, as the command line takes it: pictures, report, and the sheet to look over."""

from __future__ import annotations

import json
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication

from kiosk.authoring.build import build_edition
from kiosk.content.records import PAGE_KINDS
from kiosk.content.shelf import Shelf, root_name
from kiosk.tour.run import TourOptions, run_tour
from tests.authoring.drawing import SOURCES, draw_pictures


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of editions whose pointer names the small one."""
    place = tmp_path_factory.mktemp("small")
    build_edition(SOURCES, draw_pictures(place / "pictures"), place / "edition", lambda *_: None)
    return place / "edition"


def tour(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(root / "main.py"), "tour", *arguments],
        capture_output=True,
        text=True,
        timeout=300,
    )


def size_of(png: Path) -> tuple[int, int]:
    head = png.read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", head[16:24])
    return width, height


def test_a_tour_draws_every_page_and_says_what_it_found(root: Path, tmp_path: Path, edition: Path) -> None:
    out = tmp_path / "shots"
    done = tour(root, str(out), "--edition", str(edition), "--lang", "en", "--size", "1920x1080")
    report: dict[str, Any] = json.loads((out / "tour.json").read_text("utf-8"))
    assert "Traceback" not in done.stderr
    assert done.returncode == (1 if report["faults"] else 0), done.stderr
    pages = report["pages"]
    assert report["shots"] == len(pages) == len(list(out.rglob("*.png")))
    kinds = {"".join(word.capitalize() for word in kind.split("_")) for kind in PAGE_KINDS}
    own = {"Attract", "Language", "Search", "Access", "Slip", "Idle", "Staff", "Safe"}
    assert {page["screen"] for page in pages} == kinds | own
    sheet = (out / "index.html").read_text("utf-8")
    for page in pages:
        assert size_of(out / page["file"]) == (1920, 1080)
        assert page["file"] in sheet
        assert set(page) == {"file", "screen", "topic", "stop", "setting", "faults"}
        assert all(set(fault) == {"rule", "item", "found"} for fault in page["faults"])
    assert report["faults"] == sum(len(page["faults"]) for page in pages) == sum(report["by_rule"].values())


def test_one_topic_can_be_drawn_alone_in_its_largest_letters(
    root: Path, tmp_path: Path, edition: Path
) -> None:
    out = tmp_path / "shots"
    asked = [
        "--only",
        "discs",
        "--lang",
        "es",
        "--size",
        "1080x1920",
        "--text-size",
        "2",
        "--theme",
        "contrast",
    ]
    done = tour(root, str(out), "--edition", str(edition), *asked)
    assert done.returncode in (0, 1), done.stderr
    pages = json.loads((out / "tour.json").read_text("utf-8"))["pages"]
    assert {page["topic"] for page in pages} == {"", "discs"}
    wanted = {"language": "es", "size": [1080, 1920], "text_size": 2.0, "theme": "contrast"}
    assert all(wanted.items() <= page["setting"].items() for page in pages if page["screen"] != "Safe")


def test_a_damaged_edition_is_told_in_one_line_and_nothing_is_drawn(
    root: Path, tmp_path: Path, edition: Path
) -> None:
    root_file = edition / root_name(Shelf(edition).current().edition)
    sound = root_file.read_bytes()
    try:
        root_file.write_bytes(sound.replace(b"home", b"hame", 1))
        done = tour(root, str(tmp_path / "shots"), "--edition", str(edition))
    finally:
        root_file.write_bytes(sound)
    assert done.returncode == 2
    assert root_file.name in done.stderr and done.stderr.count("\n") == 1
    assert not list(tmp_path.rglob("*.png"))


def test_a_key_for_more_that_leads_nowhere_is_a_fault(
    qapp: QGuiApplication, tmp_path: Path, edition: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The settings within reach have more rows than fit; here the visit forgets that they were turned."""
    monkeypatch.setattr("kiosk.visit.visit.moved", lambda at, page, name, value: at)
    shown = Shelf(edition).current()
    options = TourOptions(
        out=tmp_path / "shots",
        edition=edition,
        root=shown.root,
        root_name=root_name(shown.edition),
        languages=["en"],
        sizes=[(1920, 1080)],
        text_sizes=[2.0],
        reach=[True],
        only=["home"],
    )
    assert run_tour(options) == 1
    report = json.loads((options.out / "tour.json").read_text("utf-8"))
    assert report["by_rule"]["stuck"] >= 1
    assert sum(page["screen"] == "Access" for page in report["pages"]) == 2
