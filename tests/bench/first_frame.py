"""Starts the kiosk, or the empty program it is compared with; prints when its first frame was whole."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from PySide6.QtCore import QTimer, QUrl
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

    folder = Path(sys.argv[2]) if len(sys.argv) > 2 else paths.SHIPPED
    choice = choose_edition([candidate("shipped", folder)])
    running = Kiosk(choice.edition, Settings(size=SIZE))
    _end_at_first_frame(running.pane)
    running.close()


def _end_at_first_frame(view: QQuickView) -> None:
    swapped: list[float] = []

    def end() -> None:
        swapped.append(time.monotonic())
        QTimer.singleShot(0, view, lambda: QGuiApplication.exit(0))  # a quit before exec() would be lost

    view.frameSwapped.connect(end)
    view.show()
    QGuiApplication.exec()
    print(swapped[0])


if __name__ == "__main__":
    application = QGuiApplication(sys.argv)
    {"empty": empty, "kiosk": kiosk}[sys.argv[1]]()
