"""Starts the kiosk, or the empty program it is compared with; prints when its first frame was whole.

The kiosk starts as ``python main.py`` does; only its window is told to end.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
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
    tell = Teller(lambda: QTimer.singleShot(0, application.quit))
    view.frameSwapped.connect(tell)
    view.show()
    application.exec()


def kiosk() -> None:
    import main

    folder = ["--edition", sys.argv[2]] if len(sys.argv) > 2 else []
    sys.argv[1:] = ["run", "--size", "x".join(map(str, SIZE)), *folder]
    sys.meta_path.insert(0, Watcher())
    main.start()


class Watcher:
    """Watches the window from when a start imports what opens it: nothing is imported before its time."""

    def find_spec(self, fullname: str, *_: object) -> None:
        """Finds nothing."""
        if fullname == "kiosk.start":
            watch()


def watch() -> None:
    """Have the window that the kiosk opens tell when its first frame was whole."""
    from kiosk import app
    from kiosk.ui.window import Pane

    class Watched(Pane):
        def appear(self) -> None:
            from PySide6.QtCore import QTimer
            from PySide6.QtGui import QGuiApplication

            # `quit` would ask the window, and a kiosk's window refuses.
            self.tell = Teller(lambda: QTimer.singleShot(0, lambda: QGuiApplication.exit(0)))
            self.frameSwapped.connect(self.tell)
            super().appear()

    setattr(app, "Pane", Watched)  # noqa: B010  an attribute of a module that is not its to give on


class Teller:
    """Says when, once, and ends the program."""

    def __init__(self, end: Callable[[], None]) -> None:
        self._end = end
        self._told = False

    def __call__(self) -> None:
        if not self._told:
            self._told = True
            print(time.monotonic(), time.process_time(), flush=True)
            self._end()


if __name__ == "__main__":
    {"empty": empty, "kiosk": kiosk}[sys.argv[1]]()
