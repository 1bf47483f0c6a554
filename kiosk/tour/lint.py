"""Rules a drawn screen must keep: a title, nothing cut or overlapping, sizes and contrast to be read.

Lengths are millimetres of the real panel and the figures those of standards.md: targets 16 mm and more, gaps
3 mm, capitals 4.8 mm (7.3 mm for those who asked for larger letters), contrast 7:1. It reads the scene and
its picture; it never changes either.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from PySide6.QtCore import QRectF
from PySide6.QtGui import QAccessible, QColor, QFont, QFontMetricsF, QImage
from PySide6.QtQml import QQmlExpression, qmlContext
from PySide6.QtQuick import QQuickItem, QQuickWindow

TARGET_MM = 16.0
GAP_MM = 3.0
CAPITAL_MM = 4.8
CAPITAL_LARGE_MM = 7.3
"""Seen under 0.7 degrees from 60 cm (EN 301 549, 5.1.4); asked from the middle text size up."""
CONTRAST = 7.0
_SLACK_PX = 1.5
"""Rounding to whole pixels may move an edge by this much without anyone seeing it."""

_PRESSABLE = {
    QAccessible.Role.Button,
    QAccessible.Role.CheckBox,
    QAccessible.Role.RadioButton,
    QAccessible.Role.Link,
    QAccessible.Role.PageTab,
    QAccessible.Role.ListItem,
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One broken rule: which, where on the screen (pixels), and what was found."""

    rule: str
    item: str
    found: str


@dataclass(frozen=True, slots=True)
class _Seen:
    item: QQuickItem
    rect: QRectF
    name: str


def lint(
    window: QQuickWindow, shot: QImage, pixels_per_mm: float, capital_mm: float = CAPITAL_MM
) -> list[Fault]:
    """Every fault of the screen as it stands. ``shot`` is the window's own picture, one pixel a pixel.

    ``capital_mm`` is the least height of a capital for the size of letters that was asked for.
    While an alert lies over the page only the alert is looked at: what it dims is no longer read.
    """
    texts: list[_Seen] = []
    targets: list[_Seen] = []
    screen = QRectF(0, 0, window.width(), window.height())
    top = _alert(window.contentItem()) or window.contentItem()
    _gather(top, screen, texts, targets)
    faults: list[Fault] = []
    if not any(_is(text.item, QAccessible.Role.Heading) and text.item.height() > 1 for text in texts):
        faults.append(Fault("title", "", "no title is drawn: a text whose Accessible.role is Heading"))
    for text in texts:
        faults += _of_text(text, screen, shot, pixels_per_mm, capital_mm)
    faults += _overlaps(texts)
    faults += _under_targets(texts, targets, pixels_per_mm)
    for target in targets:
        faults += _of_target(target, screen, pixels_per_mm)
    faults += _gaps(targets, pixels_per_mm)
    faults += _told_by_items(top)
    return faults


def _told_by_items(item: QQuickItem) -> Iterator[Fault]:
    """What a control itself knows to be wrong."""
    if not item.isVisible():
        return
    if item.property("partInRoom") is False:
        yield Fault("part", item.objectName(), "the part that is named lies outside the picture's room")
    if item.property("halved") is True:
        yield Fault("halved", item.objectName(), "a sentence begins on one card and ends on the next")
    for child in item.childItems():
        yield from _told_by_items(child)


def _is(item: QQuickItem, *roles: QAccessible.Role) -> bool:
    interface = QAccessible.queryAccessibleInterface(item)
    return interface is not None and interface.role() in roles


def _alert(item: QQuickItem) -> QQuickItem | None:
    if not item.isVisible():
        return None
    if _is(item, QAccessible.Role.AlertMessage):
        return item
    found = (_alert(child) for child in item.childItems())
    return next((one for one in found if one is not None), None)


def _gather(item: QQuickItem, clip: QRectF, texts: list[_Seen], targets: list[_Seen]) -> None:
    if not item.isVisible() or item.opacity() < 0.05:
        return
    rect = item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))
    if item.clip():
        clip = clip.intersected(rect)
    if item.inherits("QQuickText") and str(item.property("text")).strip():
        texts.append(_Seen(item, rect, str(item.property("text"))[:60]))
    interface = QAccessible.queryAccessibleInterface(item)
    if interface is not None and interface.role() in _PRESSABLE and item.isEnabled():
        name = item.objectName() or interface.text(QAccessible.Text.Name)
        targets.append(_Seen(item, rect, name))
    for child in item.childItems():
        _gather(child, clip, texts, targets)


def _of_text(
    text: _Seen, screen: QRectF, shot: QImage, pixels_per_mm: float, least: float
) -> Iterator[Fault]:
    item, rect = text.item, text.rect
    if item.property("truncated"):
        yield Fault("elided", text.name, "text is cut with an ellipsis or by its line limit")
    painted = QRectF(
        rect.x(), rect.y(), float(item.property("paintedWidth")), float(item.property("paintedHeight"))
    )
    if painted.width() > rect.width() + _SLACK_PX and rect.width() > 0:
        yield Fault("clipped", text.name, f"needs {painted.width():.0f} px, has {rect.width():.0f}")
    if not screen.adjusted(-_SLACK_PX, -_SLACK_PX, _SLACK_PX, _SLACK_PX).contains(rect):
        yield Fault("off_screen", text.name, _where(rect))
    box = _clipping_ancestor(item)
    if box is not None and not box.adjusted(-_SLACK_PX, -_SLACK_PX, _SLACK_PX, _SLACK_PX).contains(rect):
        yield Fault("clipped", text.name, f"{_where(rect)} leaves its frame {_where(box)}")
    font = item.property("font")
    if isinstance(font, QFont):
        capital = QFontMetricsF(font).capHeight() / pixels_per_mm
        if capital < least - 0.05:
            yield Fault("letters", text.name, f"capitals {capital:.2f} mm, least {least}")
    colour = item.property("color")
    if isinstance(colour, QColor):
        ratio = _contrast_on(shot, rect, colour)
        if ratio < CONTRAST - 0.05:
            yield Fault("contrast", text.name, f"{ratio:.1f}:1, least {CONTRAST:.0f}:1")


def _clipping_ancestor(item: QQuickItem) -> QRectF | None:
    parent = _parent(item)
    while parent is not None:
        if parent.clip():
            return parent.mapRectToScene(QRectF(0, 0, parent.width(), parent.height()))
        parent = _parent(parent)
    return None


def _overlaps(texts: list[_Seen]) -> Iterator[Fault]:
    boxes = [(text, _ink(text)) for text in texts]
    for at, (one, first) in enumerate(boxes):
        for other, second in boxes[at + 1 :]:
            common = first.intersected(second)
            if common.width() > 2 and common.height() > 2:
                yield Fault(
                    "overlap",
                    one.name,
                    f"over “{other.name}” by {common.width():.0f}x{common.height():.0f} px",
                )


def _under_targets(texts: list[_Seen], targets: list[_Seen], pixels_per_mm: float) -> Iterator[Fault]:
    """Words that lie where another branch is touched, or run out of what they name."""
    gap = (GAP_MM / 2 + 0.3) * pixels_per_mm
    held = {target.item: target for target in targets}
    for text in texts:
        ink = None
        holder = _holder(text.item, held)
        if holder is not None and not holder.rect.adjusted(-gap, -gap, gap, gap).contains(_ink(text)):
            yield Fault("clipped", text.name, f"{_where(_ink(text))} leaves its target {_where(holder.rect)}")
        for target in targets:
            if not text.rect.intersects(target.rect) or _within(text.item, target.item):
                continue
            ink = ink or _ink(text)
            common = ink.intersected(target.rect)
            if common.width() > 2 and common.height() > 2:
                yield Fault(
                    "overlap",
                    text.name,
                    f"text and target “{target.name}” share {common.width():.0f}x{common.height():.0f} px",
                )


def _holder(item: QQuickItem, held: dict[QQuickItem, _Seen]) -> _Seen | None:
    parent = _parent(item)
    while parent is not None:
        if parent in held:
            return held[parent]
        parent = _parent(parent)
    return None


def _number(item: QQuickItem, name: str) -> int:
    """An enumeration of a QML type as a number; Python has no converter of its own for it."""
    context = qmlContext(item)
    if context is None:
        return 0
    # The stubs say Any or a pair (value, undefined), by version.
    value: Any = QQmlExpression(context, item, f"Number({name})").evaluate()
    return int(value[0] if isinstance(value, tuple) else value)


def _ink(text: _Seen) -> QRectF:
    """Where the letters are: the painted lines, without the leading above and below them."""
    item = text.item
    width, height = float(item.property("paintedWidth")), float(item.property("paintedHeight"))
    aligned = _number(item, "horizontalAlignment")
    left = text.rect.x()
    if aligned & 4:
        left += (text.rect.width() - width) / 2
    elif aligned & 2:
        left += text.rect.width() - width
    top = text.rect.y()
    vertical = _number(item, "verticalAlignment")
    if vertical & 0x80:
        top += (text.rect.height() - height) / 2
    elif vertical & 0x40:
        top += text.rect.height() - height
    leading = 0.12 * height / max(1, int(item.property("lineCount")))
    return QRectF(left, top + leading, width, max(1.0, height - 2 * leading))


def _of_target(target: _Seen, screen: QRectF, pixels_per_mm: float) -> Iterator[Fault]:
    least = min(target.rect.width(), target.rect.height()) / pixels_per_mm
    if least < TARGET_MM - 0.3:
        yield Fault("target", target.name, f"{least:.1f} mm, least {TARGET_MM:.0f} mm")
    if not screen.adjusted(-_SLACK_PX, -_SLACK_PX, _SLACK_PX, _SLACK_PX).contains(target.rect):
        yield Fault("off_screen", target.name, _where(target.rect))


def _gaps(targets: list[_Seen], pixels_per_mm: float) -> Iterator[Fault]:
    for at, one in enumerate(targets):
        for other in targets[at + 1 :]:
            if _within(one.item, other.item) or _within(other.item, one.item):
                continue
            common = one.rect.intersected(other.rect)
            if common.width() > _SLACK_PX and common.height() > _SLACK_PX:
                yield Fault("overlap", one.name, f"target over target “{other.name}”")
                continue
            across = max(one.rect.left() - other.rect.right(), other.rect.left() - one.rect.right(), 0.0)
            down = max(one.rect.top() - other.rect.bottom(), other.rect.top() - one.rect.bottom(), 0.0)
            gap = (across**2 + down**2) ** 0.5 / pixels_per_mm
            if gap < GAP_MM - 0.3:
                yield Fault("gap", one.name, f"{gap:.1f} mm from “{other.name}”, least {GAP_MM:.0f} mm")


def _parent(item: QQuickItem) -> QQuickItem | None:
    """The stubs leave out that the topmost item has none."""
    return cast("QQuickItem | None", item.parentItem())


def _within(item: QQuickItem, outer: QQuickItem) -> bool:
    parent = _parent(item)
    while parent is not None:
        if parent is outer:
            return True
        parent = _parent(parent)
    return False


def _contrast_on(shot: QImage, rect: QRectF, colour: QColor) -> float:
    """Contrast of ``colour`` with what lies behind: the commonest shades of its box but its own."""
    area = rect.toAlignedRect().intersected(shot.rect())
    if area.isEmpty():
        return 21.0
    few = shot.copy(area).scaled(min(60, area.width()), min(30, area.height()))
    few = few.convertToFormat(QImage.Format.Format_RGB32)
    shades = Counter(shade & 0xF8F8F8 for shade in memoryview(few.constBits()).cast("I"))
    ink = colour.rgb() & 0xF8F8F8
    behind = [(shade, count) for shade, count in shades.most_common(6) if _apart(shade, ink) > 40]
    if not behind:
        return 1.0
    commonest = behind[0][1]
    ratios = [_ratio(colour, QColor(shade)) for shade, count in behind if count >= commonest / 3]
    return min(ratios)


def _apart(one: int, other: int) -> int:
    return sum(abs((one >> shift & 255) - (other >> shift & 255)) for shift in (0, 8, 16))


def _ratio(one: QColor, other: QColor) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: QColor) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in cast("tuple[float, ...]", colour.getRgbF())[:3]
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def _where(rect: QRectF) -> str:
    return f"{rect.x():.0f},{rect.y():.0f} {rect.width():.0f}x{rect.height():.0f}"
