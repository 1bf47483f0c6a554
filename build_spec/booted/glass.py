"""What a picture of a screen shows, told from its pixels alone: the kiosk, a text console, or nothing."""

from __future__ import annotations

from PySide6.QtGui import QImage

STEP = 13
"""Every 13th pixel of every 13th line is looked at."""

KIOSK_COLOURS = 40
"""A page has pictures and smooth letters; a console has sixteen colours at most, a dark screen one or two."""

DARK = 8
"""From 0 to 255: what is darker is black."""

_QEMU_WORDS, _QEMU_GREY = (240, 20), 0xFFAAAAAA
"""The place, in pixels, and the colour of qemu's "Display output is not active.": the card sends nothing."""

PAGE_SHARE = 0.4
"""What moves on a page is at most so much of it; another page begins with another ground."""


def colours(picture: QImage) -> int:
    """How many colours are on the looked-at pixels."""
    wide, high = picture.width(), picture.height()
    return len({picture.pixel(x, y) for y in range(0, high, STEP) for x in range(0, wide, STEP)})


def shows_kiosk(picture: QImage) -> bool:
    """Whether the whole screen is the kiosk's: many colours, and no edge that is black."""
    return colours(picture) >= KIOSK_COLOURS and not dark_edges(picture)


def dark_edges(picture: QImage) -> list[str]:
    """The edges along which the screen is black: a picture that does not fill it leaves one."""
    right, bottom = picture.width() - 1, picture.height() - 1
    along = {
        "top": [(x, 0) for x in range(0, right, STEP)],
        "bottom": [(x, bottom) for x in range(0, right, STEP)],
        "left": [(0, y) for y in range(0, bottom, STEP)],
        "right": [(right, y) for y in range(0, bottom, STEP)],
    }
    return [
        name
        for name, places in along.items()
        if all(picture.pixelColor(x, y).lightness() < DARK for x, y in places)
    ]


def is_same_page(one: QImage, other: QImage) -> bool:
    """Whether both show the same page: its pictures may turn and one question follow another, it stays."""
    if one.size() != other.size():
        return False
    places = [(x, y) for y in range(0, one.height(), STEP) for x in range(0, one.width(), STEP)]
    others = sum(one.pixel(x, y) != other.pixel(x, y) for x, y in places)
    return others <= len(places) * PAGE_SHARE


def is_dark(picture: QImage) -> bool:
    """Whether no pixel is lit: it is black, or there is none and qemu says so in the middle."""
    grey = picture.convertToFormat(QImage.Format.Format_Grayscale8)
    wide, high = _QEMU_WORDS
    middle = grey.rect().center()
    for x in range(middle.x() - wide // 2, middle.x() + wide // 2):
        for y in range(middle.y() - high // 2, middle.y() + high // 2):
            if grey.valid(x, y) and picture.pixel(x, y) == _QEMU_GREY:
                grey.setPixel(x, y, 0)
    return max(bytes(grey.constBits())) < DARK
