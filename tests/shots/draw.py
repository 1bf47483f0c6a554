"""Draws screens of a built edition to PNG and lints them; knows nothing of visits.

``python -m tests.shots.draw EDITION OUT topic[:key=value,...]@landscape|portrait[/es][/1.4|/2][/contrast]
[/reach][/left] ...``
A topic is a page of the edition or one of Attract, Language, Search, Access, Idle.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")

from PySide6.QtCore import QUrl
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtQml import QQmlComponent, QQmlEngine
from PySide6.QtQuick import QQuickItem, QQuickWindow

from kiosk.content.edition import Edition
from kiosk.content.records import PAGE_KINDS, Language
from kiosk.tour.lint import lint
from kiosk.ui.pages_as_maps import as_plain, page_as_map
from kiosk.ui.pictures import Pictures
from tests.shots import mini_glass

ROOT = Path(__file__).resolve().parents[2]
SIZES = {"landscape": (1920, 1080), "portrait": (1080, 1920), "small": (1280, 800), "big": (3840, 2160)}
BARE = ("Attract", "Language", "Search", "Access")


def parts_of(shot: str) -> tuple[str, dict[str, Any], list[str]]:
    """``topic:step=4,frame=1@portrait/es`` as its topic, its place and its modes."""
    what, _, how = shot.partition("@")
    topic, _, place = what.partition(":")
    at: dict[str, Any] = {}
    for pair in filter(None, place.split(",")):
        key, _, value = pair.partition("=")
        at[key] = int(value) if value.isdigit() else value.split("+") if key == "layers" else value
    return topic, at, (how or "landscape").split("/")


class Easel:
    """One window that shows any page of one edition."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.kept: list[object] = []
        self.engine = QQmlEngine()
        self.engine.addImportPath(str(ROOT / "kiosk" / "qml"))
        self.pictures = Pictures(edition, lambda fault: print("picture:", fault, file=sys.stderr))
        self.engine.addImageProvider("edition", self.pictures)
        self.engine.warnings.connect(
            lambda found: [print("QML", one.toString(), file=sys.stderr) for one in found]
        )
        self.component = QQmlComponent(
            self.engine, QUrl.fromLocalFile(str(ROOT / "kiosk/qml/Lamina/Main.qml"))
        )
        if self.component.isError():
            raise SystemExit("\n".join(one.toString() for one in self.component.errors()))

    def draw(self, shot: str, out: Path) -> int:
        """Write one PNG and print its faults; the count of faults."""
        topic, at, how = parts_of(shot)
        language: Language = "es" if "es" in how else "en"
        glass = mini_glass.Glass(
            language=language,
            words=dict(self.edition.words(language)),
            clinic=dict(self.edition.clinic(language)),
            textSize=2.0 if "2" in how else 1.4 if "1.4" in how else 1.0,
            contrast="contrast" in how,
            reach="reach" in how,
            hand="left" if "left" in how else "right",
            side=str(at.pop("side", "")),
            query=str(at.get("query", "")),
            results=[],
            attract=[
                {"question": one["question"][language], "topic": one["topic"], "part": one["part"]}
                for one in as_plain(self.edition.attract)
            ],
            at={**mini_glass.AT, **at},
            idleLeft=24 if "idle" in how else 0,
        )
        if topic in BARE:
            glass.set(screen=topic, canGoBack=topic not in ("Attract", "Language"))
            if at.get("query") == "disc":
                glass.set(
                    results=[
                        {
                            "topic": "low-back-diagram",
                            "part": "",
                            "title": "The low back, close up",
                            "line": "A disc is a cushion between two bones.",
                            "kind": "diagram",
                        },
                        {
                            "topic": "glossary",
                            "part": "disc",
                            "title": "Disc",
                            "line": "The cushion between two spine bones.",
                            "kind": "glossary",
                        },
                        {
                            "topic": "hemilaminectomy",
                            "part": "",
                            "title": "Hemilaminectomy",
                            "line": "It can help a pinched nerve.",
                            "kind": "article",
                        },
                    ]
                )
        else:
            page = self.edition.page(topic, language)
            kind = next(record.__name__ for record in PAGE_KINDS.values() if type(page) is record)
            glass.set(
                screen=kind, page=page_as_map(page, glass.values["side"]), onHome=topic == self.edition.home
            )
            glass.set(canGoBack=topic != self.edition.home)
        width, height = next((SIZES[one] for one in how if one in SIZES), SIZES["landscape"])
        window = QQuickWindow()
        window.resize(width, height)
        item = self.component.createWithInitialProperties({"glass": glass, "width": width, "height": height})
        if not isinstance(item, QQuickItem):
            raise SystemExit("\n".join(one.toString() for one in self.component.errors()))
        item.setParentItem(window.contentItem())
        window.show()
        for _ in range(6):
            QGuiApplication.processEvents()
        image = window.grabWindow()
        image.save(str(out))
        try:
            found = lint(window, image, (width**2 + height**2) ** 0.5 / (21.5 * 25.4))
        except RuntimeError as refused:
            print("lint:", refused)
            found = []
        for fault in found:
            print(f"  {fault.rule}: {fault.item}: {fault.found}")
        window.close()
        item.setParentItem(None)  # type: ignore[arg-type]
        self.kept += [glass, item, window]
        QGuiApplication.processEvents()
        return len(found)


def main(arguments: list[str]) -> int:
    """Draw every shot asked for; 1 when one has a fault."""
    app = QGuiApplication.instance() or QGuiApplication([])
    for font in sorted((ROOT / "assets/fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(font))
    folder, out = Path(arguments[0]), Path(arguments[1])
    out.mkdir(parents=True, exist_ok=True)
    easel = Easel(Edition.open(folder))
    faults = 0
    for shot in arguments[2:]:
        name = shot.replace(":", "_").replace("@", "-").replace("/", "-").replace("=", "").replace(",", "_")
        print(name)
        faults += easel.draw(shot, out / f"{name}.png")
    sys.stdout.flush()
    sys.stderr.flush()
    del app
    os._exit(1 if faults else 0)  # the pages outlive their glass at a tidy end, and say so


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
