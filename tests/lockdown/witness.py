"""A window that writes down each key that reaches it: what proves that the keys of a test arrive at all.

python -m tests.lockdown.witness FILE: one JSON line a key press, with its modifiers as xdotool names them.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TextIO

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QRasterWindow

MODIFIERS = {
    Qt.KeyboardModifier.ControlModifier: "ctrl",
    Qt.KeyboardModifier.AltModifier: "alt",
    Qt.KeyboardModifier.ShiftModifier: "shift",
    Qt.KeyboardModifier.MetaModifier: "super",
}
ALONE = {Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Shift}


class Witness(QRasterWindow):
    """Fills the screen and listens."""

    def __init__(self, out: TextIO) -> None:
        super().__init__()
        self._out = out

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ALONE:
            return
        held = [name for modifier, name in MODIFIERS.items() if event.modifiers() & modifier]
        heard = {"held": held, "scan": event.nativeScanCode(), "sym": event.nativeVirtualKey()}
        print(json.dumps(heard), file=self._out, flush=True)


def main() -> int:
    application = QGuiApplication([])
    with Path(sys.argv[1]).open("w") as out:
        window = Witness(out)
        window.showFullScreen()
        return application.exec()


if __name__ == "__main__":
    sys.exit(main())
