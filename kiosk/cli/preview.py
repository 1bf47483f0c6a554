"""The sources in a window, again after each save: watch, kiosk and timer put together; writes no source."""

from __future__ import annotations

import os
import signal
import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QGuiApplication

from kiosk.app import Kiosk
from kiosk.authoring.findings import errors_of
from kiosk.authoring.preview import Watch
from kiosk.cli.ends import OK, Fault, say
from kiosk.cli.progress import bar
from kiosk.machine import paths
from kiosk.machine.settings import Settings

LOOK_MS = 250
"""How often the sources are looked at; a save shows within a second with a build of half a second."""

NEVER = 10**6
"""Idle seconds: a preview waits for its writer."""


class Preview:
    """A kiosk on what ``watch`` builds. Needs a ``QGuiApplication``. Raises ``Fault`` without sources.

    The page stays what it was. A page that a save made impossible is left, and shown again once it is mended.
    """

    def __init__(
        self, watch: Watch, settings: Settings, language: str, topic: str, tell: Callable[[str], None] = say
    ) -> None:
        self._watch = watch
        self._tell = tell
        self._told = ""
        edition = watch.look()
        if edition is None:
            raise Fault(watch.fault)
        if topic and topic not in edition:
            raise Fault(f"there is no topic “{topic}” that can be built; name another with --topic")
        self.kiosk = Kiosk(edition, settings)
        self.kiosk.glass.begin(language)
        if topic:
            self.kiosk.glass.open(topic)
        self._missed = ""
        self._say_faults()
        self.kiosk.pane.appear()
        self.kiosk.find_pages()
        self._timer = QTimer()
        self._timer.timeout.connect(self.look)
        self._timer.start(LOOK_MS)

    def look(self) -> None:
        """Build and show what was saved since the last look, if anything was."""
        edition = self._watch.look()
        self._say_faults()
        if edition is None:
            return
        glass = self.kiosk.glass
        before = glass.visit.state.stop.topic
        self.kiosk.reload(edition)
        if before and before not in edition:
            self._missed = before
        elif self._missed in edition:
            glass.open(self._missed)
            self._missed = ""

    def close(self) -> None:
        """Stop looking and take the window down."""
        self._timer.stop()
        self.kiosk.close()

    def _say_faults(self) -> None:
        """One line when what is wrong has changed: the first fault and how many more there are."""
        errors = errors_of(self._watch.result.findings) if self._watch.result else []
        now = self._watch.fault
        if not now and errors:
            now = str(errors[0]) + (f" (and {len(errors) - 1} more)" if len(errors) > 1 else "")
        if now != self._told:
            self._tell(now or "the sources can be built again")
            self._told = now


class _ClosingEndsIt(QObject):
    """A kiosk's window refuses to close; a preview's ends the program."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Close:
            QGuiApplication.exit(OK)
        return False


def run(sources: Path, pictures: Path, size: tuple[int, int], language: str, topic: str) -> int:
    """Preview until the window is closed or the program is told to end."""
    os.environ.setdefault("QT_QUICK_BACKEND", "software")
    os.environ.pop("QT_IM_MODULE", None)
    application = QGuiApplication(["lamina"])
    settings = Settings(window=True, size=size, idle_seconds=NEVER)
    # The timer lets Python hear a signal soon. `quit` would ask the window, which refuses.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: application.exit(OK))
    # The search index may still be being written there when the folder goes.
    with tempfile.TemporaryDirectory(prefix="lamina-preview-", ignore_cleanup_errors=True) as folder:
        watch = Watch(sources, pictures, Path(folder) / "edition", paths.ROOT / "build" / "pictures")
        silent = watch.progress
        with bar() as watch.progress:
            preview = Preview(watch, settings, language, topic)
        watch.progress = silent
        closing = _ClosingEndsIt()
        preview.kiosk.pane.installEventFilter(closing)
        application.exec()
        preview.close()
    return OK
