"""A small edition, a window and a finger for the tests of the glass."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QIODevice, QPoint, QPointF
from PySide6.QtGui import QColor, QImage, QImageWriter, QPainter, QPointingDevice
from PySide6.QtQuick import QQuickItem, QQuickWindow
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk.authoring.build import build_edition
from kiosk.content.blobs import Blobs
from kiosk.content.edition import ROOT_NAME, Edition
from kiosk.content.outlines import Rings, read_outlines
from kiosk.content.shelf import candidate
from kiosk.ui.showing import blob_of
from kiosk.ui.view import Glassware, View
from tests.authoring.drawing import SOURCES, draw_pictures

QML = Path(__file__).parent / "qml"


def picture_bytes(width: int, height: int, colour: str, form: str = "webp") -> bytes:
    """An encoded picture: a disc of ``colour`` on nothing."""
    image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    painter.setBrush(QColor(colour))
    painter.drawEllipse(QPoint(width // 2, height // 2), width // 3, height // 3)
    painter.end()
    return encoded(image, form)


def encoded(image: QImage, form: str) -> bytes:
    """``image`` as a file of this form."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert QImageWriter(buffer, QByteArray(form.encode())).write(image)
    return bytes(data.data())


class Shelf:
    """A folder of blobs that gives pictures, as an edition does."""

    def __init__(self, folder: Path) -> None:
        self.blobs = Blobs(folder)
        self.read = 0

    def add(self, data: bytes) -> str:
        return self.blobs.add(data, durable=False)

    def picture(self, sha256: str) -> bytes:
        self.read += 1
        return self.blobs.read(sha256)

    def outlines(self, sha256: str) -> dict[int, Rings]:
        self.read += 1
        return read_outlines(self.blobs.read(sha256))


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "blobs")


def built(sources: Path, pictures: Path, out: Path) -> Edition:
    """The edition compiled from ``sources`` into ``out``."""
    build_edition(sources, pictures, out, lambda *_: None)
    return candidate("built", out).open()


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """The small edition of the authoring tests: a page of every kind, three pictures. Not to be spoiled."""
    folder = tmp_path_factory.mktemp("small")
    return built(SOURCES, draw_pictures(folder / "pictures"), folder / "edition")


@pytest.fixture
def own(small: Edition, tmp_path: Path) -> Edition:
    """A private copy of the small edition, to be spoiled, in a folder of its own."""
    folder = shutil.copytree(small.folder, tmp_path / "own")
    (folder / "current").unlink()
    (folder / small.root_name).rename(folder / ROOT_NAME)
    return Edition.open(folder, small.root_sha256)


def spoil(edition: Edition, blob: str) -> None:
    """Flip one bit in the middle of a blob."""
    path = edition.blobs.path(blob)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.chmod(0o644)
    path.write_bytes(data)


def stage_of(edition: Edition, topic: str) -> str:
    """The blob of the first picture of an English page, in stage size."""
    return blob_of(edition.page(topic, "en").pictures[0], "stage")


class Clock:
    """Seconds that pass only when told."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


_DEVICES: list[QPointingDevice] = []


class Finger:
    """Touches a window as a person does: down, perhaps along, up."""

    def __init__(self, window: QQuickWindow) -> None:
        if not _DEVICES:
            _DEVICES.append(QTest.createTouchDevice())
        self.window = window
        self.device = _DEVICES[0]

    def tap(self, *places: QPointF) -> None:
        self.drag(*places[:1])

    def drag(self, *places: QPointF) -> None:
        """Down at the first place, along the others, up at the last."""
        points = [place.toPoint() for place in places]
        QTest.touchEvent(self.window, self.device).press(0, points[0], self.window).commit()
        for point in points[1:]:
            QTest.touchEvent(self.window, self.device).move(0, point, self.window).commit()
        QTest.touchEvent(self.window, self.device).release(0, points[-1], self.window).commit()
        QCoreApplication.processEvents()

    def press(self, *places: QPointF) -> None:
        """Fingers go down, one at each place, and stay."""
        event = QTest.touchEvent(self.window, self.device)
        for number, place in enumerate(places):
            event.press(number, place.toPoint(), self.window)
        event.commit()
        QCoreApplication.processEvents()

    def move(self, *places: QPointF) -> None:
        """The fingers that are down go to these places."""
        event = QTest.touchEvent(self.window, self.device)
        for number, place in enumerate(places):
            event.move(number, place.toPoint(), self.window)
        event.commit()
        QCoreApplication.processEvents()

    def lift(self, *places: QPointF) -> None:
        """All fingers that are down leave, each from its place."""
        event = QTest.touchEvent(self.window, self.device)
        for number, place in enumerate(places):
            event.release(number, place.toPoint(), self.window)
        event.commit()
        QCoreApplication.processEvents()

    def tap_item(self, item: QQuickItem) -> None:
        self.tap(centre(item))


def centre(item: QQuickItem) -> QPointF:
    """The middle of an item, in its window."""
    return item.mapToScene(QPointF(item.width() / 2, item.height() / 2))


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[View]:
    """One that needs no edition: the safe page, not shown yet."""
    view = View(Glassware(21.5, (320, 240)))
    view.fill("Safe", {"staffLines": []})
    yield view
    view.let_go()


@pytest.fixture
def delete_later() -> Iterator[Callable[[QQuickWindow], QQuickWindow]]:
    """Gives back the window it is given, and takes it down after the test."""
    windows: list[QQuickWindow] = []

    def keep(window: QQuickWindow) -> QQuickWindow:
        windows.append(window)
        return window

    yield keep
    for window in windows:
        window.close()
        window.deleteLater()
    QCoreApplication.processEvents()
