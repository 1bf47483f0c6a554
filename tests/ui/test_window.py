"""The window refuses the network and refuses to close; a whole kiosk runs, reloads and ends as a process."""

from __future__ import annotations

import gc
import json
import os
import signal
import subprocess
import sys
import threading
import weakref
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from PySide6.QtQuick import QQuickItem
from pytestqt.qtbot import QtBot

from kiosk.app import Kiosk
from kiosk.content.edition import Edition
from kiosk.machine.settings import Settings
from kiosk.ui import window
from tests.authoring.drawing import SOURCES
from tests.ui.conftest import built, spoil, stage_of

ROOT = Path(__file__).parents[2]


@pytest.fixture
def kiosk(qtbot: QtBot, small: Edition) -> Iterator[Kiosk]:
    kiosk = Kiosk(small, Settings(size=(1280, 800)))
    kiosk.pane.appear()
    yield kiosk
    kiosk.close()


ASK = """
import logging, sys
from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlComponent
from kiosk.ui.view import Glassware
from kiosk.ui.window import Pane

logging.basicConfig(level=logging.ERROR)
application = QGuiApplication([])
pane = Pane(Glassware())
component = QQmlComponent(pane.engine(), QUrl(sys.argv[1]))
while component.status() == QQmlComponent.Status.Loading:
    QCoreApplication.processEvents()
print(component.status().name, flush=True)
pane.let_go()
print("let go", flush=True)
"""


def test_the_engine_asks_nobody_on_the_network() -> None:
    asked: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"import QtQuick; Item {}")

        def log_message(self, format: str, *values: object) -> None:  # noqa: A002
            pass

    server = HTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/x.qml"
    done = subprocess.run(
        [sys.executable, "-c", ASK, address], cwd=ROOT, capture_output=True, text=True, timeout=30
    )
    server.shutdown()
    server.server_close()
    assert done.stdout.split("\n")[:2] == ["Error", "let go"], "the window goes after what was refused"
    assert done.returncode == 0
    assert not asked
    assert f"refused to fetch {address}" in done.stderr


def test_the_ring_of_the_countdown_is_as_long_as_the_settings_say(qtbot: QtBot, small: Edition) -> None:
    seconds = 0.0
    kiosk = Kiosk(small, Settings(size=(1280, 800), idle_seconds=60, countdown_seconds=45), lambda: seconds)
    kiosk.glass.begin("en")
    seconds = 60.0
    kiosk.glass.vigil.look()
    stay = kiosk.pane.rootObject().findChild(QQuickItem, "idle.stay")
    assert stay is not None
    notice = stay.parentItem()
    assert kiosk.glass.property("idleLeft") == 45
    assert notice.property("total") == 45
    kiosk.close()


def test_the_window_refuses_to_close_until_it_is_let_go(kiosk: Kiosk) -> None:
    assert not kiosk.pane.close()
    assert kiosk.pane.isVisible()


def test_another_edition_is_shown_at_the_same_place(kiosk: Kiosk, own: Edition) -> None:
    kiosk.glass.begin("en")
    kiosk.glass.open("discs")
    kiosk.reload(own)
    assert kiosk.glass.visit.topic == "discs"
    shown = {item.property("text") for item in _items(kiosk.pane.rootObject()) if item.isVisible()}
    assert kiosk.glass.page_map()["title"] in shown


def test_every_page_shows_its_words_before_its_pictures_are_made(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    bare = built(SOURCES, tmp_path / "pictures", tmp_path / "edition")
    kiosk = Kiosk(bare, Settings(size=(1280, 800)))
    try:
        kiosk.pane.appear()
        kiosk.glass.begin("en")
        for topic, _ in bare.topics():
            kiosk.glass.open(topic)
            assert kiosk.glass.visit.topic == topic
            assert kiosk.pane.grabWindow().width() == 1280
        assert not kiosk.glass.health
    finally:
        kiosk.close()


def test_the_real_size_of_the_stage_reaches_the_catch_areas(kiosk: Kiosk) -> None:
    kiosk.glass.begin("en")
    kiosk.glass.open("low-back")
    stage = next(
        item for item in _items(kiosk.pane.rootObject()) if item.objectName() == "stage" and item.isVisible()
    )
    wide = float(stage.property("frameWidth")) / kiosk.pane.px_per_mm()
    assert kiosk.glass._get_stage() == pytest.approx(wide, abs=0.5)


def _items(item: QQuickItem) -> Iterator[QQuickItem]:
    yield item
    for child in item.childItems():
        yield from _items(child)


# --- as a process --------------------------------------------------------------------------------------

RUN = """
import json, signal, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
import kiosk.start as start
from kiosk.content.shelf import candidate
from kiosk.machine.settings import Settings
from kiosk.ui import window
from kiosk.options import RunOptions

class Told(start.Kiosk):
    def __init__(self, *values, **named):
        super().__init__(*values, **named)
        self.pane.frameSwapped.connect(self.tell)
        self.told = False
    def tell(self):
        if not self.told:
            self.told = True
            shown = {"screen": self.glass.visit.screen, "edition": str(self.glass.edition_shown.folder),
                     "health": self.glass.health}
            print(json.dumps(shown), flush=True)

start.Kiosk = Told
application = QGuiApplication(sys.argv)
found = tuple(candidate(name, Path(folder)) for name, folder in json.loads(sys.argv[1]))
sys.exit(start.run(RunOptions(settings=Settings(size=(1280, 800)), candidates=found, faults=("old",))))
"""


class Running:
    """The kiosk as a process of its own; ``shown`` is what it said at its first frame."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        self.shown = json.loads(line) if line else {}

    def end(self, number: int) -> tuple[int, str]:
        self.process.send_signal(number)
        _, said = self.process.communicate(timeout=20)
        return self.process.returncode, said


def run(*editions: tuple[str, Path]) -> Running:
    found = json.dumps([(name, str(folder)) for name, folder in editions])
    return Running([sys.executable, "-c", RUN, found], dict(os.environ))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_kiosk_told_to_end_ends_well(small: Edition, number: int) -> None:
    running = run(("installed", small.folder))
    assert running.shown["screen"] == "Attract"
    code, said = running.end(number)
    assert code == 0
    assert "Traceback" not in said and "QML" not in said


def test_a_broken_edition_gives_way_to_the_one_that_ships(small: Edition, own: Edition) -> None:
    (own.folder / "root.json").write_text("{")
    running = run(("installed", own.folder), ("shipped", small.folder))
    assert running.shown["edition"] == str(small.folder)
    assert running.shown["health"][0] == "old"
    assert "installed edition" in running.shown["health"][1]
    assert running.end(signal.SIGTERM)[0] == 0


def test_an_edition_with_a_damaged_home_gives_way_too(small: Edition, own: Edition) -> None:
    spoil(own, own.topic("home").pages["en"])
    running = run(("installed", own.folder), ("shipped", small.folder))
    assert running.shown["edition"] == str(small.folder)
    assert running.end(signal.SIGTERM)[0] == 0


def test_a_damaged_picture_does_not_keep_a_kiosk_from_starting(own: Edition) -> None:
    spoil(own, stage_of(own, "discs"))
    running = run(("installed", own.folder))
    assert running.shown["screen"] == "Attract"
    assert running.end(signal.SIGTERM)[0] == 0


def test_broken_settings_still_run(small: Edition, tmp_path: Path) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_text('panel_inches = "wide"\nno such [line\n')
    script = RUN.split("found =", maxsplit=1)[0] + "import kiosk.cli; sys.exit(kiosk.cli.main(sys.argv[1:]))"
    command = [sys.executable, "-c", script, "--settings", str(settings), "--edition", str(small.folder)]
    running = Running([*command, "--window"], dict(os.environ))
    assert running.shown["screen"] == "Attract"
    assert running.shown["edition"] == str(small.folder)
    assert any(str(settings) in fault for fault in running.shown["health"])
    assert running.end(signal.SIGTERM)[0] == 0


def test_garbage_is_collected_in_the_windows_thread_alone(qtbot: QtBot, small: Edition) -> None:
    gc.enable()
    kiosk = Kiosk(small, Settings(size=(1280, 800)))
    gone: list[threading.Thread] = []

    class Tangle:
        def __init__(self) -> None:
            self.itself = self
            weakref.finalize(self, lambda: gone.append(threading.current_thread()))

    Tangle()
    busy = threading.Thread(target=lambda: [[[]] for _ in range(100_000)])
    busy.start()
    busy.join()
    assert gone == []
    kiosk.pane.swept.emit()
    assert gone == [threading.main_thread()]
    kiosk.close()


def test_a_kiosk_that_nobody_touches_sweeps_too(
    qtbot: QtBot, small: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window, "UNTOUCHED_MS", 50)
    kiosk = Kiosk(small, Settings(size=(1280, 800)))
    for _ in range(2):
        with qtbot.waitSignal(kiosk.pane.swept, timeout=10_000):
            kiosk.pane.appear()
    kiosk.close()


def test_what_a_sweep_leaves_does_not_grow(
    qtbot: QtBot, small: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window, "REST_MS", 1)
    kiosk = Kiosk(small, Settings(size=(1280, 800)))
    with qtbot.waitSignal(kiosk.pane.begun):
        kiosk.pane.appear()

    def left() -> int:
        gc.collect()
        return len(weakref.getweakrefs(kiosk.pane))

    before = left()
    for _ in range(10):
        with qtbot.waitSignal(kiosk.pane.swept, timeout=10_000):
            for _ in range(window.PAGES_UNSWEPT):
                kiosk.glass.pageChanged.emit()
    assert left() == before
    kiosk.close()


def test_no_source_is_read_or_kept_for_pysides_other_spellings() -> None:
    script = "import kiosk.start, linecache; print(*linecache.cache, sep='\\n')"
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    read = [Path(file) for file in told.stdout.splitlines() if f"{os.sep}kiosk{os.sep}" in file]
    assert [file for file in read if file.name != "__init__.py"] == []
