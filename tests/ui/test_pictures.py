"""Pictures as they come from an edition: checked, decoded once, kept within their memory."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from kiosk.ui import pictures as limits
from kiosk.ui.decoding import SIDE_PX
from kiosk.ui.errors import BadPicture
from kiosk.ui.pictures import Pictures
from tests.ui.conftest import Shelf, encoded, picture_bytes


class Provider:
    """Pictures over a shelf, and the faults they told."""

    def __init__(self, shelf: Shelf) -> None:
        self.faults: list[BadPicture] = []
        self.pictures = Pictures(shelf, self.faults.append)


@pytest.fixture
def provider(shelf: Shelf, qapp: object) -> Iterator[Provider]:
    made = Provider(shelf)
    yield made
    made.pictures.close()


@pytest.mark.parametrize("form", ["webp", "png"])
def test_a_whole_picture_comes_in_its_own_size(shelf: Shelf, provider: Provider, form: str) -> None:
    size = QSize()
    image = provider.pictures.requestImage(shelf.add(picture_bytes(60, 40, "#C03020", form)), size, QSize())
    assert (size.width(), size.height(), image.pixelColor(30, 20).red() > 180) == (60, 40, True)
    assert image.pixelColor(0, 0).alpha() == 0


def test_a_picture_is_read_once(shelf: Shelf, provider: Provider) -> None:
    blob = shelf.add(picture_bytes(60, 40, "red"))
    for _ in range(3):
        provider.pictures.decoded(blob)
    assert shelf.read == 1


def test_two_threads_that_want_one_picture_decode_it_once(shelf: Shelf, provider: Provider) -> None:
    blob = shelf.add(picture_bytes(1104, 960, "red"))
    found: list[QImage] = []
    threads = [
        threading.Thread(target=lambda: found.append(provider.pictures.decoded(blob))) for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (shelf.read, len({image.cacheKey() for image in found})) == (1, 1)


@pytest.mark.parametrize("how", ["missing", "altered", "no picture", "too large"])
def test_what_cannot_be_shown_is_one_clear_pixel_and_a_fault(
    shelf: Shelf, provider: Provider, how: str
) -> None:
    if how == "no picture":
        blob = shelf.add(b"<svg onload='x'/>")
    elif how == "too large":
        blob = shelf.add(encoded(QImage(SIDE_PX + 1, 2, QImage.Format.Format_RGB32), "png"))
    else:
        blob = shelf.add(picture_bytes(60, 40, "red"))
        path = shelf.blobs.path(blob)
        path.unlink()
        if how == "altered":
            path.write_bytes(picture_bytes(60, 40, "blue"))
    size = QSize()
    image = provider.pictures.requestImage(blob, size, QSize())
    assert (size.width(), size.height(), image.pixelColor(0, 0).alpha()) == (1, 1, 0)
    assert [fault.blob for fault in provider.faults] == [blob]
    assert not provider.pictures.has(blob)


def test_a_picture_put_right_is_shown_again(shelf: Shelf, provider: Provider) -> None:
    blob = shelf.add(picture_bytes(60, 40, "red"))
    path = shelf.blobs.path(blob)
    kept = path.read_bytes()
    path.write_bytes(b"torn")
    with pytest.raises(BadPicture, match="altered"):
        provider.pictures.decoded(blob)
    path.write_bytes(kept)
    assert provider.pictures.decoded(blob).width() == 60


def test_memory_is_bounded_and_what_comes_next_stays(
    shelf: Shelf, provider: Provider, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(limits, "KEPT_BYTES", 5 * 60 * 40 * 4)
    blobs = [shelf.add(picture_bytes(60, 40, f"#{number * 20:02x}0000")) for number in range(12)]
    for blob in blobs[:5]:
        provider.pictures.decoded(blob)
    provider.pictures.ahead([blobs[0], blobs[7]])
    qtbot.waitUntil(lambda: provider.pictures.has(blobs[7]))
    assert provider.pictures.has(blobs[0]), "asked for again, it is not the first to go"
    assert not provider.pictures.has(blobs[1])
    for blob in blobs:
        provider.pictures.decoded(blob)
        assert provider.pictures.bytes_kept() <= 5 * 60 * 40 * 4


def test_a_broken_mask_gives_none_and_a_fault(shelf: Shelf, provider: Provider) -> None:
    assert provider.pictures.mask_or_none(shelf.add(b"nothing")) is None
    assert len(provider.faults) == 1


def test_what_would_push_out_a_likelier_picture_is_not_decoded_ahead(
    shelf: Shelf, provider: Provider, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(limits, "KEPT_BYTES", 3 * 60 * 40 * 4)
    blobs = [shelf.add(picture_bytes(60, 40, f"#{number * 20:02x}0000")) for number in range(6)]
    provider.pictures.ahead(blobs[:2], lambda: blobs[2:])
    qtbot.waitUntil(lambda: provider.pictures.has(blobs[2]))
    provider.pictures.close()
    assert [provider.pictures.has(blob) for blob in blobs] == [True, True, True, False, False, False]
