"""Whether a synthetic turn of 36 stage-size pictures keeps 30 frames a second in software; prints JSON."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")

from PySide6.QtCore import QEventLoop, QTimer, QUrl
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtQuick import QQuickView

from kiosk.machine import paths
from kiosk.ui.pictures import Pictures
from kiosk.ui.turntable import Turntable
from tests.bench.ending import tell
from tests.bench.starts import circumstances
from tests.ui.conftest import Shelf, encoded

FRAMES, WIDTH, HEIGHT, RATE, SECONDS = 36, 1104, 960, 30, 5.0
FIGURES = paths.ROOT / "docs" / "figures" / "turntable.json"
PAGE = 'import QtQuick\nItem { Image { objectName: "turn"; cache: false; x: 0; y: 0 } }\n'


def frames(shelf: Shelf) -> list[str]:
    """A real picture of the catalogue, leaning a little more in each frame."""
    master = QImage(str(next((paths.PICTURES / "hemilaminectomy").glob("*.webp"))))
    blobs = []
    for number in range(FRAMES):
        image = QImage(WIDTH, HEIGHT, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(0)
        painter = QPainter(image)
        painter.translate(WIDTH / 2, HEIGHT / 2)
        painter.rotate(number)
        painter.drawImage(-WIDTH // 2, -HEIGHT // 2, master.scaledToWidth(WIDTH))
        painter.end()
        blobs.append(shelf.add(encoded(image, "webp")))
    return blobs


def main() -> int:
    told = circumstances("bench_turntable", [])
    application = QGuiApplication(sys.argv)
    with tempfile.TemporaryDirectory() as folder:
        shelf = Shelf(Path(folder))
        pictures = Pictures(shelf, lambda fault: print(fault, file=sys.stderr))
        view = QQuickView()
        view.resize(1920, 1080)
        view.engine().addImageProvider("edition", pictures)
        page = Path(folder) / "Turn.qml"
        page.write_text(PAGE)
        view.setSource(QUrl.fromLocalFile(str(page)))
        shown = view.rootObject().childItems()[0]
        table = Turntable(pictures)
        table.load(frames(shelf))
        changed = swapped = 0

        def on_turned() -> None:
            nonlocal changed
            changed += 1
            shown.setProperty("source", "image://edition/" + table.shown)

        def on_swapped() -> None:
            nonlocal swapped
            swapped += 1

        table.turned.connect(on_turned)
        view.show()
        table.play(RATE)
        loop = QEventLoop()
        QTimer.singleShot(1000, loop.quit)
        loop.exec()
        view.frameSwapped.connect(on_swapped)
        changed, begun, cpu = 0, time.perf_counter(), time.process_time()
        QTimer.singleShot(int(SECONDS * 1000), loop.quit)
        loop.exec()
        seconds = time.perf_counter() - begun
        figures = {
            **told,
            "n": changed,
            "size": [WIDTH, HEIGHT],
            "turned_per_second": round(changed / seconds, 1),
            "frames_per_second": round(swapped / seconds, 1),
            "cpu_percent": round((time.process_time() - cpu) / seconds * 100, 1),
            "ring_mib": round(pictures.bytes_kept() / 2**20, 1),
        }
        table.stop()
        view.close()
        pictures.close()
    del application
    return tell(figures, FIGURES)


if __name__ == "__main__":
    raise SystemExit(main())
