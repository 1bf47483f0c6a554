"""The picture that stands on the waiting screen at once, as pixels that Qt need not decode; knows no edition.

The file holds its width and height, 32 bits each, and then its pixels as the painter takes them. A start has
more to wait for in any format that Qt reads with an alpha channel: a bitmap's masks alone take it 10 ms.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage
from PySide6.QtQuick import QQuickImageProvider

from kiosk.ui.view import QML_FOLDER

if TYPE_CHECKING:
    from PySide6.QtCore import QSize

STILLS_FOLDER = QML_FOLDER / "Lamina" / "Controls" / "images"

PIXEL_BYTES = 4


class Stills(QQuickImageProvider):
    """``image://still/<name>`` for QML; one that is not whole is not shown, and the wall stays empty."""

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
    data = memoryview(file.read_bytes())
    width, height = (int.from_bytes(data[at : at + 4], "little") for at in (0, 4))
    pixels = data[8:]
    if not width or len(pixels) != width * height * PIXEL_BYTES:
        return QImage()
    form = QImage.Format.Format_ARGB32_Premultiplied
    return QImage(pixels, width, height, width * PIXEL_BYTES, form).copy()  # Qt only borrows ``pixels``
