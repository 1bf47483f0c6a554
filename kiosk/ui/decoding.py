"""Decodes one picture of an edition from its checked bytes; keeps nothing, and knows no page.

Blob -> magic bytes -> ``QImageReader`` under its allocation limit -> pixels as the painter takes them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageReader

from kiosk.content.errors import ContentError
from kiosk.ui.errors import BadPicture
from kiosk.ui.hits import Mask

if TYPE_CHECKING:
    from kiosk.ui.pictures import PictureSource

ALLOCATION_MB = 64
"""Largest decoded picture Qt may make, in MiB (reliability.md)."""

SIDE_PX = 4096
"""Longest side of a picture, in pixels (docs/format.md, section 3)."""

QImageReader.setAllocationLimit(ALLOCATION_MB)


def decode(
    source: PictureSource, blob: str, form: QImage.Format = QImage.Format.Format_ARGB32_Premultiplied
) -> QImage:
    """The picture's pixels: premultiplied, which the painter takes without another copy. ``BadPicture``."""
    try:
        data = source.picture(blob)
    except ContentError as fault:
        raise BadPicture(blob, str(fault)) from fault
    kind = _kind(data)
    if not kind:
        raise BadPicture(blob, "neither WebP nor PNG by its first bytes")
    kept = QByteArray(data)
    buffer = QBuffer(kept)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(kind))
    reader.setAutoDetectImageFormat(False)
    size = reader.size()
    if not size.isValid() or max(size.width(), size.height()) > SIDE_PX:
        raise BadPicture(blob, f"its size, {size.width()}x{size.height()}, is not within {SIDE_PX} px a side")
    image = reader.read()
    if image.isNull():
        raise BadPicture(blob, f"cannot be decoded ({reader.errorString()})")
    image.convertTo(form)  # in place where it can be: a second copy would be 4 MiB
    return image


def mask_of(source: PictureSource, blob: str) -> Mask:
    """A picture's parts by code. Raises ``BadPicture``."""
    image = decode(source, blob, QImage.Format.Format_Grayscale8)
    return Mask(bytes(image.constBits()), image.width(), image.height(), image.bytesPerLine())


def clear() -> QImage:
    """One pixel of nothing, for a picture that cannot be shown."""
    image = QImage(1, 1, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    return image


def _kind(data: bytes) -> bytes:
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return b"webp"
    return b"png" if data[:8] == b"\x89PNG\r\n\x1a\n" else b""
