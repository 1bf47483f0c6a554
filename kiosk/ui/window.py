"""The kiosk's window: the QML engine, its fonts, its size on the glass; knows no content and no visit.

The engine reads local files only: its network access refuses everything else. ``loadData`` must never be used
with such an engine (it waits for itself); files are loaded.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from math import hypot
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPointF, QSizeF, QTimer, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QFontDatabase
from PySide6.QtNetwork import QNetworkAccessManager, QNetworkReply, QNetworkRequest
from PySide6.QtQml import QQmlNetworkAccessManagerFactory
from PySide6.QtQuick import QQuickItem, QQuickView

from kiosk.ui.corner import StaffCorner
from kiosk.ui.door import StaffDoor
from kiosk.ui.errors import NoWindow
from kiosk.ui.glass import Glass
from kiosk.ui.keeper import Keeper
from kiosk.ui.touch import Fingers

QML_FOLDER = Path(__file__).parents[1] / "qml"
FONTS_FOLDER = Path(__file__).parents[2] / "assets" / "fonts"
MM_PER_INCH = 25.4

ANSWERS = ("idle.stay", "idle.clear")
"""The buttons of the question whether anybody is there, by their names in QML."""

PAGES_UNSWEPT = 5
"""After so many pages QML lets go of what it no longer shows; left to itself it waits for 15 MiB more."""
REST_MS = 600
"""A page's last fade and its decoding ahead are over by then."""
UNTOUCHED_MS = 600_000
"""A kiosk that nobody touches sweeps so often: the invitations it shows by turns leave something too."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Glassware:
    """The panel's diagonal in inches, and the window's size in pixels; no size fills the screen."""

    panel_inches: float = 21.5
    size: tuple[int, int] | None = None


class _NoNetwork(QNetworkAccessManager):
    """Refuses every address; QML's own local files do not come this way."""

    def createRequest(
        self, op: QNetworkAccessManager.Operation, request: QNetworkRequest, device: Any = None
    ) -> QNetworkReply:
        if not request.url().isLocalFile():
            logger.error("refused to fetch %s", request.url().toString()[:200])
            request = QNetworkRequest(QUrl("file:///nowhere"))
        return super().createRequest(op, request, device)


class _NoNetworkFactory(QQmlNetworkAccessManagerFactory):
    def create(self, parent: QObject) -> QNetworkAccessManager:
        return _NoNetwork(parent)


class Pane(QQuickView):
    """The one window. Make it, make a ``Glass`` with its ``engine()``, then ``hang`` the glass in it.

    It refuses to close until ``let_go``; a size change (a rotated screen) lays the page out anew. ``begun``
    is told once, right after the first frame: what would only make that frame late belongs there. ``swept``
    is told in a moment of rest, when QML has let go of pages no longer shown.
    """

    begun = Signal()
    swept = Signal()

    def __init__(self, glassware: Glassware, qml_folder: Path = QML_FOLDER) -> None:
        super().__init__()
        self._glassware = glassware
        self._network = _NoNetworkFactory()
        self._closing = False
        self._fingers: Fingers | None = None
        self._glass: Glass | None = None
        self._unswept = 0
        self._untouched = QTimer(self, interval=UNTOUCHED_MS)
        self._untouched.timeout.connect(self._sweep)
        engine = self.engine()
        engine.setNetworkAccessManagerFactory(self._network)
        engine.addImportPath(str(qml_folder))
        self.setResizeMode(QQuickView.ResizeMode.SizeRootObjectToView)
        self.setColor("#FBF8F3")

    def hang(
        self,
        glass: Glass,
        now: Callable[[], float],
        file: Path | None = None,
        staff: tuple[StaffDoor, StaffCorner] | None = None,
    ) -> None:
        """Load Main (or ``file``) with ``glass`` in it, and ``staff`` over it. Raises ``NoWindow``."""
        self._glass = glass
        size = self._glassware.size or (self.screen().size().width(), self.screen().size().height())
        self.resize(*size)
        self.engine().addImageProvider("edition", glass.pictures)
        given = {"glass": glass, "panelInches": self._glassware.panel_inches}
        keeper = None
        if staff is not None:
            given["door"], given["corner"] = staff
            keeper = Keeper(*staff, self.px_per_mm, self.glass_mm, lambda: glass.visit.choices.reach)
        self.setInitialProperties(given)
        if file is None:
            self.loadFromModule("Lamina", "Main")
        else:
            self.setSource(QUrl.fromLocalFile(str(file)))
        if self.status() != QQuickView.Status.Ready:
            raise NoWindow(
                "; ".join(error.toString() for error in self.errors()) or "the window did not load"
            )
        self._fingers = Fingers(self, glass.vigil, self.px_per_mm, now, self._on_an_answer, keeper)
        if keeper is not None:
            keeper.setParent(self._fingers)
            keeper.took.connect(self._fingers.let_go)
        self.frameSwapped.connect(self._first_frame)

    def appear(self) -> None:
        """Put the window on the screen."""
        if self._glassware.size is None:
            self.showFullScreen()
        else:
            self.show()

    def px_per_mm(self) -> float:
        """Pixels to the millimetre of the glass, for the window's size as it is now."""
        return hypot(self.width(), self.height()) / (self._glassware.panel_inches * MM_PER_INCH)

    def glass_mm(self) -> QSizeF:
        """The glass's width and height in millimetres."""
        return QSizeF(self.size()) / self.px_per_mm()

    def _on_an_answer(self, place: QPointF) -> bool:
        """Whether ``place`` is on a button of the question whether anybody is there, while it is asked."""
        question = self.rootObject().property("question")
        found = (question.findChild(QQuickItem, name) for name in ANSWERS) if question else ()
        return any(item.isVisible() and item.contains(item.mapFromScene(place)) for item in found if item)

    def _first_frame(self) -> None:
        self.frameSwapped.disconnect(self._first_frame)
        QTimer.singleShot(0, self, self._begin)

    def _begin(self) -> None:
        if not self._closing:
            self.rootObject().setProperty("begun", True)
            self.begun.emit()
            self._untouched.start()
            if self._glass is not None:
                self._glass.pageChanged.connect(self._count_page)

    def _count_page(self) -> None:
        self._unswept += 1
        if self._unswept >= PAGES_UNSWEPT:
            self._unswept = 0
            QTimer.singleShot(REST_MS, self, self._sweep)

    def _sweep(self) -> None:
        if not self._closing:
            self._untouched.start()  # counts from here again
            self.engine().collectGarbage()
            self.swept.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Alt+F4 and its like are refused.

        ``event`` itself must not be Python's: the window would be deleted within it, and its engine waits for
        a thread that has a network manager of Python's to let go of.
        """
        if self._closing:
            super().closeEvent(event)
        else:
            event.ignore()

    def let_go(self) -> None:
        """Take the window down: first what QML shows, then what Python holds for it."""
        self._closing = True
        self.close()
        if self._fingers is not None:
            self.removeEventFilter(self._fingers)
        self.setSource(QUrl())
        if self._glass is not None:
            self._glass.close()
        self.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def load_fonts(folder: Path = FONTS_FOLDER) -> list[str]:
    """Register every font file of ``folder``; returns the families. A refused file is logged and left out."""
    families: list[str] = []
    for path in sorted((*folder.rglob("*.ttf"), *folder.rglob("*.otf"))):
        number = QFontDatabase.addApplicationFont(str(path))
        if number < 0:
            logger.error("font %s cannot be read; words are drawn in another one", path.name)
        else:
            families += QFontDatabase.applicationFontFamilies(number)
    return families
