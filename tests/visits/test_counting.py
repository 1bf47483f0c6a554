"""A whole visit leaves numbers behind and nothing else: the state folder is read byte by byte."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk.app import Kiosk
from kiosk.content.edition import Edition
from kiosk.content.records import Language, Questions
from kiosk.machine.settings import Settings
from kiosk.staff.counts import COUNTS_FILE
from kiosk.staff.pin import hash_pin
from tests.ui.conftest import Clock
from tests.visits.nurse import PIN, WRONG, Nurse
from tests.visits.patient import COUNTDOWN, QUIET

CANARIES = ("KQZXWVJ", "XYLOPHO")


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "state"


@pytest.fixture(params=[True, False], ids=["counted", "uncounted"])
def nurse(
    request: pytest.FixtureRequest, qtbot: QtBot, small: Edition, clock: Clock, kept: Path
) -> Iterator[Nurse]:
    settings = Settings(
        size=(1920, 1080),
        idle_seconds=QUIET,
        countdown_seconds=COUNTDOWN,
        staff_pin_hash=hash_pin(PIN),
        counts=request.param,
    )
    kiosk = Kiosk(small, settings, clock, kept)
    kiosk.pane.appear()
    assert QTest.qWaitForWindowExposed(kiosk.pane)
    kiosk.open_search()
    kiosk.count()
    yield Nurse(kiosk, clock)
    kiosk.close()


def visits(nurse: Nurse, canary: str) -> None:
    """A visit that types, ticks and chooses all there is, and is left alone."""
    glass = nurse.kiosk.glass
    nurse.starts("es")
    glass.showSearch()
    for letter in canary:
        glass.type(letter)
    topics = [topic for topic, _ in glass.edition_shown.topics()]
    for topic in topics:
        glass.open(topic)
    glass.open("steps")
    glass.choose("step", 1)
    questions = next(topic for topic, entry in glass.edition_shown.topics() if entry.kind == "questions")
    glass.open(questions)
    page = nurse.page
    assert isinstance(page, Questions)
    for group in page.groups:
        for question in group.questions:
            glass.tick(question.id)
    glass.setSide("left")
    nurse.passes(QUIET + COUNTDOWN + 1)
    assert nurse.screen == "Attract"


def bytes_of(folder: Path) -> bytes:
    """Every file below ``folder``, its name too."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return b"\0".join(path.name.encode() + b"\0" + path.read_bytes() for path in files)


def test_nothing_a_patient_typed_or_chose_is_in_any_file(
    nurse: Nurse, kept: Path, a_home_of_its_own: Path
) -> None:
    for canary in CANARIES:
        visits(nurse, canary)
    glass, counts = nurse.kiosk.glass, nurse.kiosk.behind.counts
    questions = next(topic for topic, entry in glass.edition_shown.topics() if entry.kind == "questions")
    page = glass.edition_shown.page(questions, "es")
    assert isinstance(page, Questions)
    asked = [question.id for group in page.groups for question in group.questions]
    nurse.holds()
    nurse.types(WRONG)
    nurse.submits()
    for when in ("while it runs", "when it has ended"):
        if counts is not None:
            assert counts.flush()
        found = (bytes_of(kept) + bytes_of(a_home_of_its_own)).lower()
        assert (COUNTS_FILE.encode() in found) is (counts is not None)
        for secret in [*CANARIES, PIN, WRONG, *asked]:
            for encoding in ("utf-8", "utf-16-le"):
                assert secret.lower().encode(encoding) not in found, f"{secret} {when}"
        if counts is not None:
            counts.close()


def test_a_visit_is_counted_and_shown_in_the_corner_once_its_day_is_over(nurse: Nurse) -> None:
    counts = nurse.kiosk.behind.counts
    for canary in CANARIES * 3:
        visits(nurse, canary)
    if counts is not None:
        assert counts.fault == "" and counts.flush()
        tomorrow = counts.today + timedelta(days=1)
        counts._today = lambda: tomorrow
    nurse.enters()
    nurse.goes_to("counts")
    if counts is None:
        assert nurse.reads("counts.none") == "Counting is off in the settings."
        return
    title = nurse.kiosk.glass.edition_shown.topic("steps").title["en"]
    assert f"bar.{title}" in nurse.names("bar.")
    rows = nurse.kiosk.corner.property("reading").toVariant()["rows"]
    assert next(row["words"] for row in rows if row["name"] == title) == "6"
    nurse.taps("staff.plot.end")
    nurse.gets_an_answer()
    rows = nurse.kiosk.corner.property("reading").toVariant()["rows"]
    assert all("Opened: 6" in row["words"] for row in rows) and rows
    nurse.taps("staff.save")
    nurse.gets_an_answer()
    last = len(nurse.names("staff.outlet.")) - 1
    nurse.taps(f"staff.outlet.{last}")
    nurse.gets_an_answer()
    said = nurse.reads("save.said")
    assert said.startswith("Saved on this kiosk: ")
    table = Path(said.removeprefix("Saved on this kiosk: ")).read_text("ascii")
    assert table.startswith("day,what,name,count\n") and ",opened,steps,6\n" in table


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_kiosk_that_may_write_on_no_stick_says_who_has_the_table(nurse: Nurse, language: Language) -> None:
    nurse.kiosk.behind.by_it = True
    nurse.kiosk.behind.sticks = list
    nurse.starts(language)
    nurse.enters()
    nurse.goes_to("counts")
    if nurse.kiosk.behind.counts is None:
        assert not nurse.sees("staff.save"), "there are no numbers"
        return
    nurse.taps("staff.save")
    nurse.gets_an_answer()
    who, command = {
        "en": (
            "This kiosk cannot save to a stick. Ask IT for the table.",
            "For IT: type “{}” on this kiosk.",
        ),
        "es": (
            "Este quiosco no puede guardar en una memoria. Pida la tabla a informática.",
            "Para informática: escriba “{}” en este quiosco.",
        ),
    }[language]
    assert nurse.reads("save.said") == f"{who}\n{command.format('python main.py counts')}"
    assert nurse.names("staff.outlet.") == []


def test_a_stick_that_may_be_written_is_offered_even_so(nurse: Nurse, tmp_path: Path) -> None:
    behind = nurse.kiosk.behind
    behind.by_it, behind.sticks = True, lambda: [tmp_path]
    assert behind.outlets("en") == {"places": [f"Stick: {tmp_path.name}"], "instead": ""}
    behind.sticks = list
    assert behind.outlets("en")["places"] == []


def test_the_bars_stand_as_before_after_a_look_at_where_to_save(nurse: Nurse) -> None:
    counts = nurse.kiosk.behind.counts
    if counts is None:
        return
    for canary in CANARIES:
        visits(nurse, canary)
    assert counts.flush()
    tomorrow = counts.today + timedelta(days=1)
    counts._today = lambda: tomorrow

    def tall() -> dict[str, float]:
        return {name: bar.height() for name in nurse.names("bar.") if (bar := nurse.sees(name))}

    nurse.starts("es")
    nurse.kiosk.glass.setTextSize(2.0)
    nurse.enters()
    nurse.goes_to("counts")
    before = tall()
    nurse.taps("staff.save")
    nurse.gets_an_answer()
    nurse.taps("staff.back")
    nurse.gets_an_answer()
    assert before and tall() == before


def test_a_disk_that_refuses_stops_the_counting_alone_and_tells_health(nurse: Nurse, kept: Path) -> None:
    counts = nurse.kiosk.behind.counts
    if counts is None:
        assert not [
            item for item in nurse.kiosk.look_at_health() if item.name == "counts" and item.state != "ok"
        ]
        return
    visits(nurse, CANARIES[0])
    counts.path.unlink(missing_ok=True)
    counts.path.mkdir(parents=True)
    assert not counts.flush()
    state = {item.name: item.state for item in nurse.kiosk.look_at_health()}
    assert state["counts"] == "warning"
    visits(nurse, CANARIES[1])
