"""Draws the body outline of the nerve map, front and back, with each nerve level's skin area as a region.

The areas are grouped as facts NRV-01 to NRV-13 group them. Maps of skin areas overlap and people differ,
so the areas are a teaching shape, not a measurement. Run: python assets/drawings/body.py
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter, QPainterPath, QPen, QPolygonF, QTransform

WIDTH, HEIGHT = 1920, 1440
MASTER = Path(__file__).resolve().parent.parent / "pictures" / "people" / "nerve-areas.webp"
SKIN, SHADE, LINE = QColor("#D9C2A4"), QColor("#C4A987"), QColor("#14323A")
FRONT_X, BACK_X, TOP, SCALE = 560, 1360, 52, 1.02

Point = tuple[float, float]

# Half an outline, from the crown down the body's own left side; each run is a start and
# cubic curves, in our own units.
HALF: tuple[tuple[Point, Point, Point], ...] = (
    ((46, 0), (74, 34), (72, 86)),
    ((72, 140), (52, 178), (38, 192)),
    ((36, 214), (36, 232), (44, 246)),
    ((70, 268), (128, 268), (156, 292)),
    ((188, 318), (190, 380), (196, 440)),
    ((202, 500), (218, 560), (226, 620)),
    ((234, 680), (240, 720), (250, 756)),
    ((276, 776), (292, 812), (286, 830)),
    ((278, 834), (268, 812), (262, 804)),
    ((264, 846), (258, 900), (246, 904)),
    ((224, 906), (212, 866), (214, 820)),
    ((214, 790), (210, 770), (204, 744)),
    ((190, 690), (170, 620), (164, 562)),
    ((156, 500), (146, 440), (138, 392)),
    ((136, 460), (122, 520), (118, 580)),
    ((116, 640), (142, 680), (146, 740)),
    ((150, 840), (126, 920), (112, 990)),
    ((120, 1050), (112, 1120), (84, 1230)),
    ((82, 1262), (112, 1290), (110, 1306)),
    ((92, 1318), (50, 1318), (36, 1308)),
    ((32, 1280), (44, 1240), (42, 1200)),
    ((30, 1120), (34, 1040), (36, 990)),
    ((30, 900), (16, 830), (0, 762)),
)

# What each level serves on one half of the body, in the same units: corners of the area
# before it is cut to the outline.
FRONT: dict[str, tuple[Point, ...]] = {
    "C2-C4": ((-2, 196), (60, 196), (150, 284), (120, 300), (-2, 300)),
    "C5": ((120, 300), (150, 270), (240, 270), (240, 560), (186, 560), (160, 400)),
    "C6": ((186, 560), (240, 560), (300, 780), (300, 840), (240, 800), (222, 700)),
    "C7": ((228, 806), (262, 806), (262, 920), (236, 920)),
    "C8": ((200, 740), (228, 740), (236, 920), (200, 920)),
    "T1": ((150, 430), (172, 460), (208, 640), (222, 740), (190, 740), (150, 560)),
    "T2-T12": ((-2, 300), (120, 300), (150, 400), (160, 690), (-2, 690)),
    "L1": ((-2, 690), (170, 690), (170, 742), (90, 752), (-2, 772)),
    "L2": ((-2, 772), (90, 752), (170, 742), (170, 858), (-2, 876)),
    "L3": ((-2, 876), (170, 858), (170, 1012), (-2, 1012)),
    "L4": ((-2, 1012), (74, 1012), (62, 1240), (56, 1272), (-2, 1290)),
    "L5": ((74, 1012), (170, 1012), (170, 1180), (96, 1292), (80, 1330), (20, 1330), (56, 1272), (62, 1240)),
    "S1": ((170, 1180), (170, 1330), (80, 1330), (96, 1292)),
}
BACK: dict[str, tuple[Point, ...]] = {
    "C2-C4": ((-2, 0), (90, 0), (90, 196), (60, 196), (150, 284), (120, 312), (-2, 312)),
    "C5": FRONT["C5"],
    "C6": FRONT["C6"],
    "C7": FRONT["C7"],
    "C8": FRONT["C8"],
    "T1": FRONT["T1"],
    "T2-T12": ((-2, 312), (120, 312), (150, 400), (160, 640), (-2, 640)),
    "L1": ((-2, 640), (170, 640), (170, 690), (-2, 676)),
    "L2": ((110, 690), (170, 690), (170, 850), (112, 850)),
    "L3": ((86, 850), (170, 850), (170, 1000), (84, 1000)),
    "L5": ((80, 1000), (170, 1000), (170, 1190), (92, 1240), (86, 1120)),
    "S1": (
        (-2, 836),
        (40, 830),
        (60, 772),
        (52, 724),
        (96, 800),
        (84, 1000),
        (80, 1000),
        (86, 1120),
        (92, 1240),
        (170, 1190),
        (170, 1330),
        (-2, 1330),
    ),
    "S2-S4": ((-2, 706), (52, 724), (60, 772), (40, 830), (-2, 836)),
}
LEVELS = ("C2-C4", "C5", "C6", "C7", "C8", "T1", "T2-T12", "L1", "L2", "L3", "L4", "L5", "S1", "S2-S4")


def half_outline() -> QPainterPath:
    """The body's left half in our own units, x to its side, y down from the crown."""
    path = QPainterPath(QPointF(0, 0))
    for one, two, end in HALF:
        path.cubicTo(QPointF(*one), QPointF(*two), QPointF(*end))
    path.lineTo(QPointF(-1, 762))
    path.lineTo(QPointF(-1, 0))
    path.closeSubpath()
    return path


def whole(half: QPainterPath, centre: float) -> QPainterPath:
    """Both halves of a shape around ``centre`` (pixels), as one path."""
    near = QTransform().translate(centre, TOP).scale(SCALE, SCALE).map(half)
    far = QTransform().translate(centre, TOP).scale(-SCALE, SCALE).map(half)
    return near.united(far)


def area(corners: tuple[Point, ...], outline: QPainterPath) -> QPainterPath:
    """An area cut to the half outline."""
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(*corner) for corner in corners]))
    path.closeSubpath()
    return path.intersected(outline)


def main() -> int:
    """Writes the picture, its mask and its catalogue entry."""
    app = QGuiApplication.instance() or QGuiApplication([])
    half = half_outline()
    areas = {level: QPainterPath() for level in LEVELS}
    for parts, centre in ((FRONT, FRONT_X), (BACK, BACK_X)):
        for level, corners in parts.items():
            areas[level] = areas[level].united(whole(area(corners, half), centre))
    bodies = whole(half, FRONT_X).united(whole(half, BACK_X))

    picture = QImage(WIDTH, HEIGHT, QImage.Format.Format_ARGB32_Premultiplied)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillPath(bodies, SKIN)
    painter.fillPath(bodies.subtracted(bodies.translated(-20, -6)), SHADE)
    painter.strokePath(bodies, QPen(LINE, 5))
    painter.end()
    MASTER.parent.mkdir(parents=True, exist_ok=True)
    picture.save(str(MASTER), "webp", 92)

    mask = QImage(WIDTH // 2, HEIGHT // 2, QImage.Format.Format_Grayscale8)
    mask.fill(0)
    painter = QPainter(mask)
    shrink = QTransform().scale(0.5, 0.5)
    codes = {f"body.{level}": code for code, level in enumerate(LEVELS, start=1)}
    for level in LEVELS:
        painter.fillPath(shrink.map(areas[level]), QColor(*(3 * [codes[f"body.{level}"]])))
    painter.end()
    mask.save(str(MASTER.with_suffix(".mask.png")))

    outlines, anchors = {}, {}
    for level in LEVELS:
        polygons = [
            polygon for polygon in areas[level].toSubpathPolygons() if polygon.boundingRect().width() > 4
        ]
        outlines[f"body.{level}"] = [
            [round(value, 5) for point in polygon for value in (point.x() / WIDTH, point.y() / HEIGHT)]
            for polygon in polygons
        ]
        first = max(
            polygons, key=lambda polygon: polygon.boundingRect().width() * polygon.boundingRect().height()
        )
        middle = first.boundingRect().center()
        anchors[f"body.{level}"] = [round(middle.x() / WIDTH, 5), round(middle.y() / HEIGHT, 5)]
    entry = {
        "name": "people/nerve-areas", "camera": "drawing", "side": "", "level": "", "layers": [],
        "size": [WIDTH, HEIGHT], "safe": [132, 0, 1656, 1440], "focus": [300, 40, 1320, 880], "codes": codes,
        "outlines": outlines, "anchors": anchors, "key": [], "mirror_of": "", "flip": False,
        "labels": {"left_half": "body_front", "right_half": "body_back"},
        "made_by": "assets/drawings", "hash": hashlib.sha256(Path(__file__).read_bytes()).hexdigest(),
    }  # fmt: skip
    MASTER.with_suffix(".json").write_text(json.dumps(entry) + "\n", encoding="utf-8")
    del app
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
