"""Starts the kiosk, or the empty Qt Quick program it is compared with, and ends at its first whole frame."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickView

SIZE = (1920, 1080)


def empty() -> None:
    view = QQuickView()
    view.resize(*SIZE)
    view.setResizeMode(QQuickView.ResizeMode.SizeRootObjectToView)
    view.setSource(QUrl.fromLocalFile(str(Path(__file__).parent / "empty" / "Empty.qml")))
    _end_at_first_frame(view)


def kiosk() -> None:
    from kiosk.app import Kiosk
    from kiosk.content.edition import choose_edition
    from kiosk.machine import paths
    from kiosk.machine.settings import Settings
    from kiosk.options import candidate

    choice = choose_edition([candidate("shipped", paths.SHIPPED)])
    running = Kiosk(choice.edition, Settings(size=SIZE))
    _end_at_first_frame(running.pane)
    running.close()


def _end_at_first_frame(view: QQuickView) -> None:
    view.frameSwapped.connect(QGuiApplication.quit)
    view.show()
    QGuiApplication.exec()


if __name__ == "__main__":
    application = QGuiApplication(sys.argv)
    {"empty": empty, "kiosk": kiosk}[sys.argv[1]]()
