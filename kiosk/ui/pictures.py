"""The edition's pictures, decoded ahead and kept within a fixed memory; knows nothing of pages or of visits.

One thread decodes ahead (``kiosk.ui.decoding``); whoever needs a picture first, the window or that thread,
does the work and the other waits for it. A start shows no picture of an edition: what decodes them and the
thread are made right after its first frame.
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from PySide6.QtQuick import QQuickImageProvider

from kiosk.ui.errors import BadPicture
from kiosk.ui.hits import Mask
from kiosk.ui.outlines import Outlines, OutlineSource

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

    from PySide6.QtCore import QSize
    from PySide6.QtGui import QImage

KEPT_BYTES = 12 * 1024 * 1024
"""Decoded pictures kept, in bytes: nearly three of stage size; with more the kiosk outgrows its 150 MiB."""

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
        self.outlines = Outlines(source, faulted)
        self._source = source
        self._faulted = faulted
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, QImage] = OrderedDict()
        self._kept_bytes = 0
        self._making: dict[str, Future[QImage]] = {}
        self._masks: OrderedDict[str, Mask] = OrderedDict()
        self._asked = 0

    def get_ready(self) -> None:
        """Make what decodes: before anybody asks for a picture, and after the first frame of a start."""
        import kiosk.ui.decoding  # noqa: F401

        self._ahead.submit(int)

    @cached_property
    def _ahead(self) -> ThreadPoolExecutor:
        """The thread that decodes ahead."""
        from concurrent.futures import ThreadPoolExecutor

        return ThreadPoolExecutor(max_workers=1, thread_name_prefix="pictures")

    # --- for QML -------------------------------------------------------------------------------------

    def requestImage(self, id: str, size: QSize, requestedSize: QSize) -> QImage:  # noqa: A002 (Qt's name)
        """The picture ``id`` (a sha256) in its own size; the stored sizes are made for the glass."""
        try:
            image = self.decoded(id)
        except BadPicture as fault:
            self._faulted(fault)
            from kiosk.ui.decoding import clear

            image = clear()
        size.setWidth(image.width())
        size.setHeight(image.height())
        return image

    # --- for Python ----------------------------------------------------------------------------------

    def decoded(self, blob: str) -> QImage:
        """The picture's pixels, from memory if they are there. Raises ``BadPicture``."""
        from kiosk.ui.decoding import decode

        with self._lock:
            image = self._kept.get(blob)
            if image is not None:
                self._kept.move_to_end(blob)
                return image
            making = self._making.get(blob)
            if making is None:
                from concurrent.futures import Future

                making, mine = Future(), True
                self._making[blob] = making
                source = self._source
            else:
                mine = False
        if not mine:
            return making.result()
        try:
            image = decode(source, blob)
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
            from kiosk.ui.decoding import mask_of

            found = mask_of(self._source, blob)
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
        from kiosk.ui.decoding import decode

        for blob in blobs:
            if self.has(blob):
                self.decoded(blob)  # so that it is not the first to go
                continue
            image = decode(source, blob)
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
