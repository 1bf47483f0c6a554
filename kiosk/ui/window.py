"""The kiosk's window: the QML engine, its fonts, its size on the glass; knows nothing of content or of visits.

The engine reads local files only: its network access refuses everything else. ``loadData`` must never be used
with such an engine (it waits for itself); files are loaded.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QSize, QUrl
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtNetwork import QNetworkAccessManager, QNetworkReply, QNetworkRequest
from PySide6.QtQml import QQmlComponent, QQmlEngine, QQmlNetworkAccessManagerFactory
from PySide6.QtQuick import QQuickWindow

from kiosk.ui.errors import NoWindow

QML_FOLDER = Path(__file__).parents[1] / "qml"
FONTS_FOLDER = Path(__file__).parents[2] / "assets" / "fonts"
PANEL_INCHES = 21.5
"""Diagonal of the default panel."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Glassware:
    """How the window stands: its diagonal in inches, and its size in pixels where it is not full screen."""

    panel_inches: float = PANEL_INCHES
    size: tuple[int, int] | None = None
    full_screen: bool = True


class _NoNetwork(QNetworkAccessManager):
    """Refuses every address; QML's own local files do not come this way."""

    def createRequest(
        self, op: QNetworkAccessManager.Operation, request: QNetworkRequest, device: Any = None
    ) -> QNetworkReply:
        if not request.url().isLocalFile():
            logger.warning("refused to fetch %s", request.url().toString()[:200])
            request = QNetworkRequest(QUrl("file:///nowhere"))
        return super().createRequest(op, request, device)


class _NoNetworkFactory(QQmlNetworkAccessManagerFactory):
    def create(self, parent: QObject) -> QNetworkAccessManager:
        return _NoNetwork(parent)


class Pane:
    """The engine, and the one window in it. Keep it alive as long as the window shows."""

    def __init__(self, qml_folder: Path = QML_FOLDER) -> None:
        self.engine = QQmlEngine()
        self._network = _NoNetworkFactory()
        self.engine.setNetworkAccessManagerFactory(self._network)
        self.engine.addImportPath(str(qml_folder))
        self._component: QQmlComponent | None = None
        self._window: QQuickWindow | None = None

    @property
    def window(self) -> QQuickWindow:
        """The window. Raises ``NoWindow`` before ``load``."""
        if self._window is None:
            raise NoWindow("the window is not loaded yet")
        return self._window

    def load(self, glass: QObject, glassware: Glassware, module: str = "Lamina", name: str = "Main") -> None:
        """Make the window from its QML type. Raises ``NoWindow`` with what Qt said."""
        self._component = QQmlComponent(self.engine)
        self._component.loadFromModule(module, name)
        self._finish(glass, glassware, f"{module}/{name}")

    def load_file(self, path: Path, glass: QObject, glassware: Glassware) -> None:
        """Make the window from a file of its own. Raises ``NoWindow`` with what Qt said."""
        self._component = QQmlComponent(self.engine, QUrl.fromLocalFile(str(path)))
        self._finish(glass, glassware, path.name)

    def show(self, glassware: Glassware) -> None:
        """Put the window on the screen."""
        if glassware.full_screen:
            self.window.showFullScreen()
        else:
            self.window.show()

    def close(self) -> None:
        """Take the window down, then the engine: what QML holds goes before what Python holds."""
        if self._window is not None:
            self._window.close()
            self._window.deleteLater()
            self._window = None
        self._component = None
        self.engine.deleteLater()

    def _finish(self, glass: QObject, glassware: Glassware, name: str) -> None:
        component = self._component
        assert component is not None
        size = glass_size(glassware)
        values = {
            "glass": glass,
            "width": size.width(),
            "height": size.height(),
            "panelInches": glassware.panel_inches,
        }
        window = component.createWithInitialProperties(values)
        if not isinstance(window, QQuickWindow):
            raise NoWindow(f"{name} did not load: {component.errorString().strip() or 'it is not a Window'}")
        self._window = window


def glass_size(glassware: Glassware) -> QSize:
    """The window's size in pixels: as asked, else the screen's."""
    if glassware.size is not None:
        return QSize(*glassware.size)
    screen = QGuiApplication.primaryScreen()
    return screen.size() if screen is not None else QSize(1920, 1080)


def load_fonts(folder: Path = FONTS_FOLDER) -> list[str]:
    """Register every font file of ``folder``; returns the families. A file Qt refuses is logged and left out."""
    families: list[str] = []
    for path in sorted((*folder.rglob("*.ttf"), *folder.rglob("*.otf"))):
        number = QFontDatabase.addApplicationFont(str(path))
        if number < 0:
            logger.warning("font %s cannot be read; words are drawn in another one", path.name)
        else:
            families += QFontDatabase.applicationFontFamilies(number)
    return families

