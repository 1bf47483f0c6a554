"""The sources in a window, again after each save: watch, kiosk and timer put together; writes no source."""

from __future__ import annotations

import os
import signal
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QGuiApplication

from kiosk.app import Kiosk
from kiosk.authoring.findings import AuthoringError, errors_of
from kiosk.authoring.galley import short_code
from kiosk.authoring.lock import alone
from kiosk.authoring.preview import Watch
from kiosk.authoring.progress import silent
from kiosk.cli.ends import OK, Fault, say
from kiosk.cli.progress import bar
from kiosk.content.edition import Edition
from kiosk.machine import paths
from kiosk.machine.settings import Settings

LOOK_MS = 20
"""How often it is asked whether something was saved; asking costs nothing."""

SEARCH_MS = 1500
"""How long nothing must have been saved before the search index is made anew, in the background."""

NEVER = 10**6
"""Idle seconds: a preview waits for its writer."""


class _Previewed(Kiosk):
    """A kiosk whose search waits until its writer pauses: an index of thousands of pages takes seconds."""

    def __init__(self, edition: Edition, settings: Settings) -> None:
        self._pause = QTimer()
        self._pause.setSingleShot(True)
        self._pause.setInterval(SEARCH_MS)
        self._pause.timeout.connect(super().find_pages)
        super().__init__(edition, settings)

    def find_pages(self) -> None:
        self._pause.start()


def _note(line: str) -> None:
    """One line on standard output, which nobody need read."""
    with suppress(OSError):
        print(line, flush=True)


class Preview:
    """A kiosk on what ``watch`` builds. Needs a ``QGuiApplication``. Raises ``Fault`` without sources.

    The page stays what it was. While a save has made it impossible its last good state stays up, with all
    pages as they were then; where its folder was taken away it is left.
    """

    def __init__(
        self,
        watch: Watch,
        settings: Settings,
        language: str,
        topic: str,
        tell: Callable[[str], None] = say,
        note: Callable[[str], None] = _note,
    ) -> None:
        self._watch = watch
        self._tell = tell
        self._note = note
        self._told = ""
        self._looked_at = self._coded = ("", "")
        edition = watch.look()
        if edition is None:
            raise Fault(watch.fault)
        if topic and topic not in edition:
            raise Fault(f"there is no topic “{topic}” that can be built; name another with --topic")
        watch.shown = edition.id
        self.kiosk = _Previewed(edition, settings)
        self.kiosk.glass.begin(language)
        if topic:
            self.kiosk.glass.open(topic)
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
        self._show(edition)
        self._say_code()

    def _show(self, edition: Edition | None) -> None:
        if edition is None or edition.root_sha256 == self.kiosk.glass.edition_shown.root_sha256:
            return
        here = self.kiosk.glass.visit.state.stop.topic
        if self._watch.result and here in self._watch.result.left_out:
            return
        self._watch.shown = edition.id
        self.kiosk.reload(edition)

    def close(self) -> None:
        """Stop looking and take the window down."""
        self._timer.stop()
        self._watch.close()
        self.kiosk.close()

    def _say_code(self) -> None:
        """The code of the page on the glass, whenever it is another: what an approval of it would name."""
        here = self.kiosk.glass.visit.state.stop.topic
        looked_at = (here, self.kiosk.glass.edition_shown.root_sha256)
        if not here or looked_at == self._looked_at:
            return
        self._looked_at = looked_at
        coded = (here, self._watch.code(here))
        if coded[1] and coded != self._coded:
            self._coded = coded
            self._note(f"{here}: code {short_code(coded[1])}")

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


def run(
    sources: Path, pictures: Path, size: tuple[int, int], language: str, topic: str, ledger: Path | None
) -> int:
    """Preview until the window is closed or the program is told to end."""
    os.environ.setdefault("QT_QUICK_BACKEND", "software")
    os.environ.pop("QT_IM_MODULE", None)
    application = QGuiApplication(["lamina"])
    settings = Settings(window=True, size=size, idle_seconds=NEVER)
    told = threading.Event()

    def end(*_: object) -> None:
        told.set()
        application.exit(OK)  # `quit` would ask the window, which refuses

    def tell(line: str) -> None:
        if not told.is_set():  # that a build was stopped is no news to who stopped it
            say(line)

    # The timer lets Python hear a signal soon. Before the loop runs Qt forgets an exit: `told` does not.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)
    with _shelf(ledger) as out:
        watch = Watch(sources, pictures, out, paths.ROOT / "build" / "pictures", ledger)
        watch.cancel = told.is_set
        try:
            with bar() as watch.progress:
                preview = Preview(watch, settings, language, topic, tell)
        except Fault:
            watch.close()
            if told.is_set():
                return OK
            raise
        watch.progress = silent
        closing = _ClosingEndsIt()
        preview.kiosk.pane.installEventFilter(closing)
        QTimer.singleShot(0, lambda: end() if told.is_set() else None)
        application.exec()
        preview.close()
    return OK


@contextmanager
def _shelf(ledger: Path | None) -> Iterator[Path]:
    """A shelf for this preview alone: the one kept beside the ledger, or one that goes with the preview."""
    with ExitStack() as stack:
        kept = ledger.with_suffix(".preview") if ledger is not None else None
        try:
            if kept:
                stack.enter_context(alone(kept))
        except (AuthoringError, OSError):
            kept = None  # another preview of these sources is open, or the folder cannot be written
        if kept is None:
            # The search index may still be being written there when the folder goes.
            passing = tempfile.TemporaryDirectory(prefix="lamina-preview-", ignore_cleanup_errors=True)
            kept = Path(stack.enter_context(passing))
        yield kept / "edition"
