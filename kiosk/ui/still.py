"""The pictures of a start's first frame, as pixels that Qt need not decode; knows no edition.

A file holds three numbers of 32 bits (width, height, how many colours), its colours, and its pixels: each is
the place of its colour or, where there are no colours, what the painter takes. Whatever Qt must unpack, or
turn into such pixels, a start has to wait for.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage
from PySide6.QtQuick import QQuickImageProvider

if TYPE_CHECKING:
    from PySide6.QtCore import QSize

STILLS_FOLDER = Path(__file__).parents[1] / "qml" / "Lamina" / "Controls" / "images"

COLOURS, PIXEL_BYTES = 256, 4


class Stills(QQuickImageProvider):
    """``image://still/<name>`` for QML; one that is not whole is not shown, and its place stays empty."""

    def __init__(self, folder: Path = STILLS_FOLDER) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._folder = folder

    def requestImage(self, id: str, size: QSize, requestedSize: QSize) -> QImage:  # noqa: A002 (Qt's name)
        """The still ``id`` in its own size."""
        try:
            return read_still(self._folder / f"{id}.still")
        except OSError:
            return QImage()


def read_still(file: Path) -> QImage:
    """The pixels of a still, a null image where the file is not whole. Raises ``OSError``."""
    with file.open("rb") as data:
        width, height, colours = (int.from_bytes(data.read(4), "little") for _ in range(3))
        table = [int.from_bytes(data.read(4), "little") for _ in range(min(colours, COLOURS))]
        row = width * (1 if table else PIXEL_BYTES)
        if not row or not height or os.fstat(data.fileno()).st_size != data.tell() + row * height:
            return QImage()
        if table:
            image = QImage(data.read(), width, height, row, QImage.Format.Format_Indexed8)
            image.setColorTable(table)
            return image.convertToFormat(QImage.Format.Format_RGB32)  # Qt only borrows what was read
        image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
        return image if data.readinto(image.bits()) == row * height else QImage()
