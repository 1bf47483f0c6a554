"""The edition's pictures, decoded ahead and kept within a fixed memory; knows nothing of pages or of visits.

A picture goes blob (read and checked by its hash) -> magic bytes -> ``QImageReader`` under its allocation
limit -> premultiplied pixels, the form the painter takes without another copy. One thread decodes ahead;
whoever needs a picture first, the window or that thread, does the work and the other waits for it.
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Protocol

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QImage, QImageReader
from PySide6.QtQuick import QQuickImageProvider

from kiosk.content.errors import ContentError
from kiosk.ui.errors import BadPicture
from kiosk.ui.hits import Mask
from kiosk.ui.outlines import Outlines, OutlineSource

ALLOCATION_MB = 64
"""Largest decoded picture Qt may make, in MiB (reliability.md)."""

KEPT_BYTES = 12 * 1024 * 1024
"""Decoded pictures kept, in bytes: nearly three of stage size; with more the kiosk outgrows its 150 MiB."""

SIDE_PX = 4096
"""Longest side of a picture, in pixels (docs/format.md, section 3)."""

_MASKS_KEPT = 2
"""A mask of stage size is 1.5 MiB; a finger needs that of the view it touches, and of the one before."""

logger = logging.getLogger(__name__)


class PictureSource(OutlineSource, Protocol):
    """What gives a picture's bytes, checked by hash, as an ``Edition`` does. Raises ``ContentError``."""

    def picture(self, sha256: str) -> bytes: ...


class Pictures(QQuickImageProvider):
    """``image://edition/<sha256>`` for QML, and the same pictures, masks and ``outlines`` for Python.

    ``faulted`` is told, in any thread, about a picture that could not be shown; QML then gets one clear
    pixel, so a damaged picture leaves the wall empty and the words in place.
    """

    def __init__(self, source: PictureSource, faulted: Callable[[BadPicture], None]) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        QImageReader.setAllocationLimit(ALLOCATION_MB)
        self.outlines = Outlines(source, faulted)
        self._source = source
        self._faulted = faulted
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, QImage] = OrderedDict()
        self._kept_bytes = 0
        self._making: dict[str, Future[QImage]] = {}
        self._masks: OrderedDict[str, Mask] = OrderedDict()
        self._ahead = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pictures")
        self._asked = 0

    # --- for QML -------------------------------------------------------------------------------------

    def requestImage(self, id: str, size: QSize, requestedSize: QSize) -> QImage:  # noqa: A002 (Qt's name)
        """The picture ``id`` (a sha256) in its own size; the stored sizes are made for the glass."""
        try:
            image = self.decoded(id)
        except BadPicture as fault:
            self._faulted(fault)
            image = QImage(1, 1, QImage.Format.Format_ARGB32_Premultiplied)
            image.fill(0)
        size.setWidth(image.width())
        size.setHeight(image.height())
        return image

    # --- for Python ----------------------------------------------------------------------------------

    def decoded(self, blob: str) -> QImage:
        """The picture's pixels, from memory if they are there. Raises ``BadPicture``."""
        with self._lock:
            image = self._kept.get(blob)
            if image is not None:
                self._kept.move_to_end(blob)
                return image
            making = self._making.get(blob)
            if making is None:
                making, mine = Future[QImage](), True
                self._making[blob] = making
                source = self._source
            else:
                mine = False
        if not mine:
            return making.result()
        try:
            image = _decode(source, blob)
        except BadPicture as fault:
            making.set_exception(fault)
            with self._lock:
                self._making.pop(blob, None)
            raise
        with self._lock:
            self._making.pop(blob, None)
            if source is self._source:
                self._keep(blob, image)
        making.set_result(image)
        return image

    def ahead(
        self, blobs: Iterable[str], later: Callable[[], Iterable[str]] = tuple, outlines: str = ""
    ) -> None:
        """Decode these soon, in order, on the other thread, instead of what was asked before.

        ``later`` is called on that thread when they are done, and gives what to decode after them. What would
        push out a likelier one is left. ``outlines`` are those of the picture at rest, read at the end.
        """
        self._asked += 1
        self._ahead.submit(self._make_ready, tuple(blobs), later, self._asked)
        if outlines:
            self._ahead.submit(self._read_outlines, outlines, self._asked)

    def has(self, blob: str) -> bool:
        """Whether the picture is decoded and kept."""
        with self._lock:
            return blob in self._kept

    def mask(self, blob: str) -> Mask:
        """A picture's mask. Raises ``BadPicture``."""
        found = self._masks.get(blob)
        if found is None:
            found = _mask(_decode(self._source, blob, QImage.Format.Format_Grayscale8))
            self._masks[blob] = found
            while len(self._masks) > _MASKS_KEPT:
                self._masks.popitem(last=False)
        self._masks.move_to_end(blob)
        return found

    def mask_or_none(self, blob: str) -> Mask | None:
        """A picture's mask; a fault is told and gives None."""
        try:
            return self.mask(blob)
        except BadPicture as fault:
            self._faulted(fault)
            return None

    def make_ready(self, source: PictureSource, blobs: Iterable[str]) -> None:
        """Decode these of an edition that is shown soon, the likeliest last; in any thread.

        They push out what is shown now, which the window holds itself. Raises ``BadPicture``.
        """
        for blob in blobs:
            if self.has(blob):
                self.decoded(blob)  # so that it is not the first to go
                continue
            image = _decode(source, blob)
            with self._lock:
                if blob not in self._kept:
                    self._keep(blob, image)

    def change_source(self, source: PictureSource) -> None:
        """Read from another edition from now on. What is decoded stays: a name is its content."""
        with self._lock:
            self._source = source
        self.outlines.change_source(source)

    def bytes_kept(self) -> int:
        """Bytes of decoded pictures in memory now."""
        with self._lock:
            return self._kept_bytes

    def close(self) -> None:
        """End the decoding thread; nothing begins after this."""
        self._asked += 1
        self._ahead.shutdown(wait=True, cancel_futures=True)

    def _make_ready(self, blobs: Iterable[str], later: Callable[[], Iterable[str]], asked: int) -> None:
        room = KEPT_BYTES
        for blob in _one_after_another(blobs, later):
            if asked != self._asked:
                return
            try:
                size = self.decoded(blob).sizeInBytes()
            except BadPicture as fault:
                logger.info("not decoded ahead: %s", fault)
                continue
            room -= size
            if room < size:
                return

    def _read_outlines(self, blob: str, asked: int) -> None:
        if asked == self._asked:
            self.outlines.ready(blob)

    def _keep(self, blob: str, image: QImage) -> None:
        self._kept[blob] = image
        self._kept_bytes += image.sizeInBytes()
        while self._kept_bytes > KEPT_BYTES and len(self._kept) > 1:
            _, dropped = self._kept.popitem(last=False)
            self._kept_bytes -= dropped.sizeInBytes()


def _one_after_another(blobs: Iterable[str], later: Callable[[], Iterable[str]]) -> Iterator[str]:
    yield from blobs
    yield from later()


def _decode(
    source: PictureSource, blob: str, form: QImage.Format = QImage.Format.Format_ARGB32_Premultiplied
) -> QImage:
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


def _kind(data: bytes) -> bytes:
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return b"webp"
    return b"png" if data[:8] == b"\x89PNG\r\n\x1a\n" else b""


def _mask(image: QImage) -> Mask:
    return Mask(bytes(image.constBits()), image.width(), image.height(), image.bytesPerLine())
