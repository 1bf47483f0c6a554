"""A start makes and reads what its first frame shows, and leaves the rest until after it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtQuick import QQuickItem
from pytestqt.qtbot import QtBot

from kiosk.app import Kiosk
from kiosk.content.edition import Edition
from kiosk.machine.settings import Settings
from kiosk.ui.pages_as_maps import PageTexts, page_as_map
from kiosk.ui.still import STILLS_FOLDER, read_still
from tests.ui.conftest import Clock

LATER = (
    "concurrent.futures",
    "ctypes",
    "datetime",
    "hashlib",
    "http",
    "sqlite3",
    "ssl",
    "subprocess",
    "unicodedata",
    "xml",
    "kiosk.authoring",
    "kiosk.content.entries",
    "kiosk.content.search",
    "kiosk.content.verify",
    "kiosk.content.writer",
    "kiosk.machine.health",
    "kiosk.tour",
    "kiosk.ui.decoding",
    "kiosk.ui.keeper",
    "kiosk.ui.no_network",
    "kiosk.ui.pointer",
    "kiosk.ui.speck",
    "kiosk.ui.touch",
    "PIL",
    "PySide6.QtTest",
    "yaml",
)
"""What a first frame needs nothing of: each of these once took part of a start."""


def test_a_start_imports_nothing_it_can_do_without(root: Path) -> None:
    code = (
        "import sys, PySide6.QtQuick; before = set(sys.modules); "  # Qt's own binding may
        "from kiosk.cli.reading import read; read([]); import kiosk.start; "
        f"print(*sorted(name for name in set(sys.modules) - before if name.startswith({LATER!r})))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


@pytest.fixture
def kiosk(small: Edition, clock: Clock, qapp: object) -> Iterator[Kiosk]:
    made = Kiosk(small, Settings(size=(1280, 800)), clock)
    yield made
    made.close()


def _below(item: QQuickItem) -> Iterator[str]:
    yield item.objectName()
    for child in item.childItems():
        yield from _below(child)


def test_the_bar_and_the_idle_question_are_made_after_the_first_frame(kiosk: Kiosk, qtbot: QtBot) -> None:
    root = kiosk.pane.rootObject()
    assert not {"around", "rail.home", "idle.stay", "sources.close"} & set(_below(root))
    with qtbot.waitSignal(kiosk.pane.begun):
        kiosk.pane.appear()
    qtbot.waitUntil(lambda: {"rail.home", "idle.stay", "sources.close"} <= set(_below(root)))


def test_a_visit_that_begins_before_the_first_frame_has_its_bar(kiosk: Kiosk) -> None:
    kiosk.glass.begin("en")
    assert "rail.home" in set(_below(kiosk.pane.rootObject()))


def test_a_page_is_written_once_for_as_long_as_it_is_the_same(small: Edition) -> None:
    texts, page = PageTexts(), small.page(small.home, "en")
    assert texts.text(page, "") is texts.text(page, "")
    assert Edition.open(small.folder, small.root_sha256, small.root_name).page(small.home, "en") is not page


def test_each_side_has_its_own_text(small: Edition) -> None:
    texts = PageTexts()
    sided = next(
        page
        for topic, _ in small.topics()
        if page_as_map(page := small.page(topic, "en"), "left") != page_as_map(page, "right")
    )
    assert texts.text(sided, "left") != texts.text(sided, "right")


def test_the_still_of_the_waiting_screen_is_the_frame_its_turn_begins_with(root: Path, qapp: object) -> None:
    still = read_still(STILLS_FOLDER / "waiting.still")
    frame = QImage(str(root / "assets" / "pictures" / "lumbar" / "turn-000.webp"))
    margin = (frame.width() - still.width()) // 2
    premultiplied = QImage.Format.Format_ARGB32_Premultiplied
    shown, turned = (image.convertToFormat(premultiplied) for image in (still, frame))
    assert not still.isNull() and still.height() == frame.height() and frame.width() == 1104
    assert shown == turned.copy(margin, 0, still.width(), still.height())
    clear = (turned.copy(x, 0, margin, frame.height()) for x in (0, frame.width() - margin))
    assert not any(any(bytes(part.constBits())) for part in clear)


def test_the_wall_is_lit_from_its_middle(qapp: object) -> None:
    wall = read_still(STILLS_FOLDER / "wall.still")
    lit, edge = wall.pixelColor(552, 441), wall.pixelColor(3, 3)
    assert (wall.width(), wall.height(), wall.format()) == (1104, 960, QImage.Format.Format_RGB32)
    assert lit.lightness() > edge.lightness() + 40 and edge.hue() == pytest.approx(lit.hue(), abs=12)


@pytest.mark.parametrize("name", ["waiting", "wall"])
def test_a_still_that_is_cut_short_is_not_shown(tmp_path: Path, name: str) -> None:
    whole = (STILLS_FOLDER / f"{name}.still").read_bytes()
    for data in (whole[:-1], whole[:12], whole[:5], b"", whole + b"1"):
        (tmp_path / "cut.still").write_bytes(data)
        assert read_still(tmp_path / "cut.still").isNull()
