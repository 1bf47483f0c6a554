"""The one object QML reads: told once of each change, and never without a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtQml import QJSEngine, QJSValue
from pytestqt.qtbot import QtBot

from kiosk.content.edition import Edition
from kiosk.ui.glass import Glass
from kiosk.visit.idle import Idle
from tests.authoring.drawing import SOURCES, draw_pictures
from tests.ui.conftest import Clock, built, spoil, stage_of

SIGNALS = ("pageChanged", "atChanged", "choicesChanged", "searchChanged", "slipChanged")


class Told:
    """Which signals a glass sent since last asked."""

    def __init__(self, glass: Glass) -> None:
        self.names: list[str] = []
        for name in SIGNALS:
            getattr(glass, name).connect(lambda name=name: self.names.append(name))

    def since(self) -> list[str]:
        names, self.names = self.names, []
        return names


@pytest.fixture
def show(qtbot: QtBot, clock: Clock) -> Iterator[Callable[[Edition], Glass]]:
    made: list[tuple[Glass, QJSEngine]] = []

    def one(edition: Edition) -> Glass:
        engine = QJSEngine()
        made.append((Glass(engine, edition, Idle(clock)), engine))
        return made[-1][0]

    yield one
    for glass, _ in made:
        glass.close()


def plain(value: QJSValue) -> object:
    return value.toVariant()


def test_each_verb_tells_only_what_it_changed(show: Callable[[Edition], Glass], small: Edition) -> None:
    glass = show(small)
    told = Told(glass)
    glass.begin("en")
    assert told.since() == ["pageChanged", "slipChanged"]
    glass.open("steps")
    assert told.since() == ["pageChanged", "slipChanged"]
    glass.choose("step", 1)
    assert told.since() == ["atChanged"]
    glass.choose("step", 1)
    assert told.since() == []
    glass.setContrast(True)
    assert told.since() == ["choicesChanged"]
    glass.setSide("left")
    assert told.since() == ["pageChanged", "choicesChanged"]
    glass.showSearch()
    told.since()
    glass.type("b")
    assert told.since() == ["searchChanged"]
    glass.clear()
    assert "pageChanged" in told.since()


def test_the_page_is_made_once_for_qml(show: Callable[[Edition], Glass], small: Edition) -> None:
    glass = show(small)
    glass.begin("en")
    first = glass.maps.page()
    assert first.strictlyEquals(glass.maps.page())
    assert first.property("title").toString() == glass.page_map()["title"]
    glass.open("discs")
    assert not first.strictlyEquals(glass.maps.page())


def test_a_damaged_page_leaves_the_last_good_one_and_tells_health(
    show: Callable[[Edition], Glass], own: Edition
) -> None:
    spoil(own, own.topic("discs").pages["en"])
    glass = show(own)
    told = Told(glass)
    glass.begin("en")
    told.since()
    glass.open("discs")
    assert (glass.visit.topic, told.since()) == ("home", [])
    assert len(glass.health) == 1 and "altered" in glass.health[0]
    glass.open("discs")
    assert len(glass.health) == 1, "one fault is told once"


def test_a_damaged_first_picture_leaves_the_last_good_page_and_tells_health(
    show: Callable[[Edition], Glass], own: Edition
) -> None:
    blob = stage_of(own, "discs")
    spoil(own, blob)
    glass = show(own)
    glass.begin("en")
    glass.open("discs")
    assert glass.visit.topic == "home"
    assert any(blob in fault for fault in glass.health)
    glass.open("glossary")
    assert glass.visit.topic == "glossary", "the rest of the edition can still be read"


def test_a_damaged_home_leaves_the_waiting_screen(show: Callable[[Edition], Glass], own: Edition) -> None:
    spoil(own, own.topic("home").pages["es"])
    glass = show(own)
    glass.begin("es")
    assert glass.visit.screen == "Attract"
    assert glass.health
    glass.begin("en")
    assert glass.visit.topic == "home"


def test_the_waiting_screen_turns_until_somebody_comes(
    show: Callable[[Edition], Glass], small: Edition, qtbot: QtBot
) -> None:
    glass = show(small)
    assert not glass.property("turning") and glass.property("turnFrame") == ""
    glass.playTurn(True)
    qtbot.waitUntil(lambda: glass.property("turnIndex") == len(small.turn) - 1)
    assert glass.property("turnFrame").endswith(small.turn[-1])
    glass.begin("en")
    assert not glass.property("turning") and glass.property("turnFrame") == ""
    glass.clear()
    glass.playTurn(True)
    assert glass.property("turnCount") == len(small.turn) and glass.property("turnIndex") == 0


def test_an_unknown_topic_changes_nothing(show: Callable[[Edition], Glass], small: Edition) -> None:
    glass = show(small)
    glass.begin("en")
    before = glass.visit.state
    for topic in ("", "no-such", "../home", "HOME", "x" * 5000):
        glass.open(topic)
    assert glass.visit.state == before


def test_another_edition_keeps_the_place_where_it_still_stands(
    show: Callable[[Edition], Glass], small: Edition, own: Edition
) -> None:
    glass = show(small)
    glass.begin("en")
    glass.open("steps")
    glass.choose("step", 1)
    glass.setContrast(True)
    told = Told(glass)
    glass.reload(own)
    assert (glass.visit.topic, glass.visit.at.step, glass.visit.choices.contrast) == ("steps", 1, True)
    assert set(told.since()) == set(SIGNALS)
    assert glass.edition_shown is own


def test_another_edition_without_the_page_goes_home(
    show: Callable[[Edition], Glass], small: Edition, own: Edition
) -> None:
    glass = show(small)
    glass.begin("es")
    glass.open("steps")
    spoil(own, own.topic("steps").pages["es"])
    glass.reload(own)
    assert (glass.visit.topic, glass.visit.choices.language) == ("home", "es")


def test_another_edition_without_a_home_goes_to_the_waiting_screen(
    show: Callable[[Edition], Glass], small: Edition, own: Edition
) -> None:
    glass = show(small)
    boot = glass.visit.screen
    glass.begin("es")
    for topic in ("home", "steps"):
        spoil(own, own.topic(topic).pages["es"])
    glass.open("steps")
    glass.reload(own)
    assert glass.visit.screen == boot


def test_the_waiting_screen_goes_on_turning_in_another_edition(
    show: Callable[[Edition], Glass], small: Edition, tmp_path: Path, qtbot: QtBot
) -> None:
    glass = show(small)
    glass.playTurn(True)
    qtbot.waitUntil(lambda: glass.property("turnIndex") == 2)
    pictures = draw_pictures(tmp_path / "pictures")
    for part in (pictures / "mini").glob("turn-002.*"):
        part.unlink()
    glass.reload(built(SOURCES, pictures, tmp_path / "edition"))
    assert (glass.property("turnCount"), glass.property("turning")) == (2, True)
    qtbot.waitUntil(lambda: glass.property("turnIndex") == 1)


def test_a_kiosk_without_search_finds_nothing(show: Callable[[Edition], Glass], small: Edition) -> None:
    glass = show(small)
    glass.begin("en")
    glass.showSearch()
    glass.type("d")
    assert plain(glass.maps.results()) == []


def test_nothing_is_written_by_a_visit(
    show: Callable[[Edition], Glass], small: Edition, a_home_of_its_own: Path
) -> None:
    glass = show(small)
    glass.begin("es")
    glass.showSearch()
    for letter in "canary":
        glass.type(letter)
    glass.clear()
    assert not [path for path in a_home_of_its_own.rglob("*") if path.is_file()]


def test_a_finger_on_the_way_to_a_page_makes_it_ready(
    show: Callable[[Edition], Glass], small: Edition, qtbot: QtBot
) -> None:
    glass, first = show(small), stage_of(small, "low-back")
    assert not glass.pictures.has(first)
    glass.foresee("low-back")
    qtbot.waitUntil(lambda: glass.pictures.has(first))
    assert glass.visit.screen == "Attract", "nothing is opened before the finger leaves"
    glass.foresee("nowhere")
    assert glass.health == []
