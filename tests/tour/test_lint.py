"""Each rule of the tour names the one thing on a broken screen that breaks it, and nothing that is sound."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QAccessible
from PySide6.QtQuick import QQuickView
from pytestqt.qtbot import QtBot

from kiosk.tour.lint import CAPITAL_LARGE_MM, CAPITAL_MM, Fault, lint

PIXELS_PER_MM = 4.0
SCREEN = Path(__file__).parent / "qml" / "Broken.qml"


def drawn(folder: Path, text: str, capital_mm: float = CAPITAL_MM) -> Iterator[list[Fault]]:
    """The faults of one screen, drawn in a real window."""
    QAccessible.setActive(True)
    file = folder / "Screen.qml"
    file.write_text(text, "utf-8")
    view = QQuickView()
    view.setSource(QUrl.fromLocalFile(str(file)))
    view.show()
    QCoreApplication.processEvents()
    yield lint(view, view.grabWindow(), PIXELS_PER_MM, capital_mm)
    view.close()
    view.deleteLater()
    QCoreApplication.processEvents()


@pytest.fixture
def faults(qtbot: QtBot, tmp_path: Path) -> Iterator[list[Fault]]:
    yield from drawn(tmp_path, SCREEN.read_text("utf-8"))


@pytest.mark.parametrize(
    ("rule", "item"),
    [
        ("elided", "elided because"),
        ("off_screen", "off the screen"),
        ("contrast", "pale grey"),
        ("letters", "tiny letters"),
        ("target", "tiny target"),
        ("gap", "sound target"),
        ("overlap", "one over"),
        ("part", "stage"),
        ("halved", "cards"),
    ],
)
def test_a_broken_rule_is_named_with_the_one_thing_that_breaks_it(
    faults: list[Fault], rule: str, item: str
) -> None:
    broken = [fault for fault in faults if fault.rule == rule]
    assert [fault.item[: len(item)] for fault in broken] == [item], faults
    assert broken[0].found


def test_who_asked_for_larger_letters_is_owed_larger_ones(qtbot: QtBot, tmp_path: Path) -> None:
    text = """import QtQuick
Item {
    width: 400; height: 200
    Text {
        text: "A capital of six millimetres"; font.pixelSize: 34
        Accessible.role: Accessible.Heading; Accessible.name: text
    }
}"""
    assert [fault for faults in drawn(tmp_path, text) for fault in faults if fault.rule == "letters"] == []
    (faults,) = drawn(tmp_path, text, CAPITAL_LARGE_MM)
    assert [fault.rule for fault in faults if fault.rule == "letters"] == ["letters"]


def test_what_is_sound_is_not_named(faults: list[Fault]) -> None:
    assert not [fault for fault in faults if fault.item.startswith("A sound") or fault.rule == "title"]


@pytest.fixture
def untitled(qtbot: QtBot, tmp_path: Path) -> Iterator[list[Fault]]:
    yield from drawn(
        tmp_path, SCREEN.read_text("utf-8").replace("Accessible.Heading", "Accessible.StaticText")
    )


def test_a_screen_without_a_title_is_named(untitled: list[Fault]) -> None:
    assert "title" in {fault.rule for fault in untitled}
