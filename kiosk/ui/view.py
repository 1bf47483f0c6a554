"""A window of local files alone: its engine fetches nothing, and nobody closes it; knows not what it shows.

``loadData`` must never be used with such an engine (it waits for itself); files are loaded.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QCoreApplication, QObject, QUrl
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtQml import QQmlNetworkAccessManagerFactory
from PySide6.QtQuick import QQuickView

from kiosk.ui.errors import NoWindow
from kiosk.ui.letters import read_rules
from kiosk.ui.still import Stills

# PySide6 makes a class with all its enumerations when its name is imported: those of events and of the
# network take a start ten milliseconds. What is needed seldom or later is imported there.
if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QMouseEvent
    from PySide6.QtNetwork import QNetworkAccessManager

    from kiosk.ui.pointer import Pointer

QML_FOLDER = Path(__file__).parents[1] / "qml"
FONTS_FOLDER = Path(__file__).parents[2] / "assets" / "fonts"

FRAMELESS = 0x800 | 0x1
"""``FramelessWindowHint | Window`` of ``Qt.WindowType``, whose import a start need not wait for."""

logger = logging.getLogger(__name__)


class Glassware(NamedTuple):
    """The panel's diagonal in inches, and the window's size in pixels; no size fills the screen."""

    panel_inches: float = 21.5
    size: tuple[int, int] | None = None


class _NoNetworkFactory(QQmlNetworkAccessManagerFactory):
    def create(self, parent: QObject) -> QNetworkAccessManager:
        from kiosk.ui.no_network import NoNetwork

        return NoNetwork(parent)


class View(QQuickView):
    """``fill`` it, let it ``appear``. It refuses to close until ``let_go``."""

    def __init__(self, glassware: Glassware, qml_folder: Path = QML_FOLDER) -> None:
        super().__init__()
        self._glassware = glassware
        self._network = _NoNetworkFactory()
        self._stills = Stills()
        self._closing = False
        self._pointer: Pointer | None = None
        engine = self.engine()
        engine.setNetworkAccessManagerFactory(self._network)
        engine.addImportPath(str(qml_folder))
        engine.addImageProvider("still", self._stills)
        self.setResizeMode(QQuickView.ResizeMode.SizeRootObjectToView)
        self.setColor("#FBF8F3")

    def fill(self, component: str, given: Mapping[str, object], file: Path | None = None) -> None:
        """Load ``component`` of the module Lamina (or ``file``) with ``given``. Raises ``NoWindow``."""
        size = self._glassware.size or (self.screen().size().width(), self.screen().size().height())
        self.resize(*size)
        self.setInitialProperties({**given, "panelInches": self._glassware.panel_inches})
        if file is None:
            self.loadFromModule("Lamina", component)
        else:
            self.setSource(QUrl.fromLocalFile(str(file)))
        if self.status() != QQuickView.Status.Ready:
            why = "; ".join(error.toString() for error in self.errors())
            raise NoWindow(why or "the window did not load")
        if QGuiApplication.platformName() == "wayland":
            from kiosk.ui.speck import Speck

            self._speck = Speck(self.contentItem())

    def appear(self) -> None:
        """Put the window on the screen. One that fills it has no frame, whoever would draw one."""
        if self._glassware.size is None:
            from kiosk.ui.pointer import Pointer

            self._pointer = Pointer(self)
            self.setProperty("flags", FRAMELESS)
            self.showFullScreen()
        else:
            self.show()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A mouse moves over the window."""
        if self._pointer is not None:
            self._pointer.moved(event)
        super().mouseMoveEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Alt+F4 and its like are refused.

        ``event`` itself must not be Python's: the window would be deleted within it, and its engine waits for
        a thread that has a network manager of Python's to let go of.
        """
        if self._closing:
            super().closeEvent(event)
        else:
            event.ignore()

    def emptied(self) -> None:
        """Told once QML shows nothing any more."""

    def let_go(self) -> None:
        """Take the window down: first what QML shows, then what Python holds for it."""
        from PySide6.QtCore import QEvent

        self._closing = True
        self.close()
        self.setSource(QUrl())
        self.emptied()
        self.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def load_fonts(folder: Path = FONTS_FOLDER) -> list[str]:
    """Register every font file of ``folder``; returns the families. A refused file is logged and left out."""
    read_rules()
    families: list[str] = []
    for path in sorted((*folder.rglob("*.ttf"), *folder.rglob("*.otf"))):
        number = QFontDatabase.addApplicationFont(str(path))
        if number < 0:
            logger.error("font %s cannot be read; words are drawn in another one", path.name)
        else:
            families += QFontDatabase.applicationFontFamilies(number)
    return families
