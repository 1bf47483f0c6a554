"""A glass with no kiosk behind it, to draw a screen from one page; knows nothing of editions or visits."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

QML_IMPORT_NAME = "Lamina.Glass"
QML_IMPORT_MAJOR_VERSION = 1

AT: dict[str, Any] = {
    "step": 0,
    "frame": 0,
    "card": 0,
    "region": "",
    "view": "",
    "layers": [],
    "phase": "",
    "row": "",
    "letter": "",
    "column": 0,
    "more": 0,
    "sources": False,
}


@QmlElement
@QmlUncreatable("made by the tests")
class Glass(QObject):  # type: ignore[operator]
    """The properties a screen reads. ``set`` changes several and tells QML."""

    pageChanged = Signal()
    atChanged = Signal()
    choicesChanged = Signal()
    searchChanged = Signal()
    idleChanged = Signal()
    slipChanged = Signal()
    turningChanged = Signal()

    def __init__(self, **values: Any) -> None:
        super().__init__()
        self.values: dict[str, Any] = {
            "screen": "Attract",
            "page": {},
            "at": dict(AT),
            "language": "en",
            "textSize": 1.0,
            "contrast": False,
            "reach": False,
            "hand": "right",
            "still": True,
            "side": "",
            "sample": True,
            "canGoBack": True,
            "onHome": False,
            "edition": "sample",
            "trail": [],
            "attract": [],
            "words": {},
            "clinic": {},
            "query": "",
            "results": [],
            "idleLeft": 0,
            "slip": [],
            "turnFrame": "",
            "turnCount": 0,
            "turnIndex": 0,
        }
        self.done: list[tuple[Any, ...]] = []
        self.values.update(values)

    def set(self, **values: Any) -> None:
        """Change values and announce every kind of change."""
        self.values.update(values)
        for signal in (
            self.choicesChanged,
            self.atChanged,
            self.searchChanged,
            self.idleChanged,
            self.slipChanged,
        ):
            signal.emit()
        if values.keys() & {"screen", "page"}:
            self.pageChanged.emit()

    def _did(self, *what: Any) -> None:
        self.done.append(what)

    def _get(name: str) -> Any:  # type: ignore[misc]  # noqa: N805
        return lambda self: self.values[name]

    screen = Property(str, _get("screen"), notify=pageChanged)
    page = Property("QVariantMap", _get("page"), notify=pageChanged)  # type: ignore[arg-type]
    canGoBack = Property(bool, _get("canGoBack"), notify=pageChanged)
    onHome = Property(bool, _get("onHome"), notify=pageChanged)
    trail = Property("QVariantList", _get("trail"), notify=pageChanged)  # type: ignore[arg-type]
    at = Property("QVariantMap", _get("at"), notify=atChanged)  # type: ignore[arg-type]
    language = Property(str, _get("language"), notify=choicesChanged)
    textSize = Property(float, _get("textSize"), notify=choicesChanged)
    contrast = Property(bool, _get("contrast"), notify=choicesChanged)
    reach = Property(bool, _get("reach"), notify=choicesChanged)
    hand = Property(str, _get("hand"), notify=choicesChanged)
    still = Property(bool, _get("still"), notify=choicesChanged)
    side = Property(str, _get("side"), notify=choicesChanged)
    words = Property("QVariantMap", _get("words"), notify=choicesChanged)  # type: ignore[arg-type]
    sample = Property(bool, _get("sample"), notify=choicesChanged)
    edition = Property(str, _get("edition"), notify=choicesChanged)
    attract = Property("QVariantList", _get("attract"), notify=choicesChanged)  # type: ignore[arg-type]
    clinic = Property("QVariantMap", _get("clinic"), notify=choicesChanged)  # type: ignore[arg-type]
    query = Property(str, _get("query"), notify=searchChanged)
    results = Property("QVariantList", _get("results"), notify=searchChanged)  # type: ignore[arg-type]
    idleLeft = Property(int, _get("idleLeft"), notify=idleChanged)
    slip = Property("QVariantList", _get("slip"), notify=slipChanged)  # type: ignore[arg-type]
    turnFrame = Property(str, _get("turnFrame"), notify=turningChanged)
    turnCount = Property(int, _get("turnCount"), notify=turningChanged)
    stageMm = Property(float, lambda self: 274.0, lambda self, width: None, notify=turningChanged)
    turnIndex = Property(int, _get("turnIndex"), notify=turningChanged)

    @Slot(str, str)
    def open(self, topic: str, part: str) -> None:
        """Remember what was asked for; so does every verb below."""
        self._did("open", topic, part)

    @Slot(str, "QVariant")
    def choose(self, name: str, value: Any) -> None:
        """Change the place within the page."""
        self._did("choose", name, value)
        self.set(at={**self.values["at"], name: value})

    @Slot(str)
    def begin(self, value: str) -> None:
        self._did("begin", value)

    @Slot()
    def goBack(self) -> None:
        self._did("goBack")

    @Slot()
    def goHome(self) -> None:
        self._did("goHome")

    @Slot()
    def showLanguage(self) -> None:
        self._did("showLanguage")

    @Slot()
    def showSearch(self) -> None:
        self._did("showSearch")

    @Slot()
    def showAccess(self) -> None:
        self._did("showAccess")

    @Slot()
    def showWarnings(self) -> None:
        self._did("showWarnings")

    @Slot()
    def showAbout(self) -> None:
        self._did("showAbout")

    @Slot(str)
    def setLanguage(self, value: str) -> None:
        self._did("setLanguage", value)

    @Slot(float)
    def setTextSize(self, value: float) -> None:
        self._did("setTextSize", value)

    @Slot(bool)
    def setContrast(self, value: bool) -> None:
        self._did("setContrast", value)

    @Slot(bool)
    def setReach(self, value: bool) -> None:
        self._did("setReach", value)

    @Slot(str)
    def setHand(self, value: str) -> None:
        self._did("setHand", value)

    @Slot(bool)
    def setStill(self, value: bool) -> None:
        self._did("setStill", value)

    @Slot(str)
    def setSide(self, value: str) -> None:
        self._did("setSide", value)

    @Slot(str)
    def toggleLayer(self, value: str) -> None:
        self._did("toggleLayer", value)

    @Slot(str)
    def tick(self, value: str) -> None:
        self._did("tick", value)

    @Slot(str)
    def type(self, value: str) -> None:
        self._did("type", value)

    @Slot()
    def erase(self) -> None:
        self._did("erase")

    @Slot()
    def clearQuery(self) -> None:
        self._did("clearQuery")

    @Slot()
    def stillHere(self) -> None:
        self._did("stillHere")

    @Slot()
    def clear(self) -> None:
        self._did("clear")

    @Slot(int)
    def turn(self, value: int) -> None:
        self._did("turn", value)

    @Slot(str, float, float, result=str)
    def touch(self, picture: str, x: float, y: float) -> str:
        self._did("touch", picture, x, y)
        return ""
