"""Starts the kiosk, or the empty program it is compared with; prints when its first frame was whole.

The kiosk starts as ``python main.py`` does, from its command line on; only its window is told to end.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

SIZE = (1920, 1080)


def empty() -> None:
    from PySide6.QtCore import QTimer, QUrl
    from PySide6.QtGui import QGuiApplication
    from PySide6.QtQuick import QQuickView

    application = QGuiApplication(sys.argv)
    view = QQuickView()
    view.resize(*SIZE)
    view.setResizeMode(QQuickView.ResizeMode.SizeRootObjectToView)
    view.setSource(QUrl.fromLocalFile(str(Path(__file__).parent / "empty" / "Empty.qml")))
    view.frameSwapped.connect(lambda: tell(application, QTimer))
    view.show()
    application.exec()


def kiosk() -> None:
    import kiosk.cli
    from kiosk import app

    class Watched(app.Pane):
        def appear(self) -> None:
            from PySide6.QtCore import QTimer
            from PySide6.QtGui import QGuiApplication

            self.frameSwapped.connect(lambda: tell(QGuiApplication, QTimer))
            super().appear()

    app.Pane = Watched  # type: ignore[misc]
    folder = ("--edition", sys.argv[2]) if len(sys.argv) > 2 else ()
    kiosk.cli.main(["run", "--size", "x".join(map(str, SIZE)), *folder])


def tell(application: type | object, timer: type) -> None:
    """Say when, once, and end the program; a quit before exec() would be lost."""
    global told
    if not told:
        told = True
        print(time.monotonic(), time.process_time(), flush=True)
        timer.singleShot(0, lambda: application.exit(0))  # type: ignore[attr-defined]


told = False

if __name__ == "__main__":
    {"empty": empty, "kiosk": kiosk}[sys.argv[1]]()
