"""Watches the sources and builds them again when one was saved; opens no window.

The command line puts a kiosk and a timer around a ``Watch``: it asks ``look`` many times a second, which
costs nothing until the system has told of a save.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver

from kiosk.authoring.build import Builder, BuildResult
from kiosk.authoring.cancel import Cancel, never
from kiosk.authoring.findings import AuthoringError
from kiosk.authoring.progress import Progress, silent
from kiosk.authoring.stamps import stamps_under
from kiosk.authoring.survey import Survey
from kiosk.content.edition import Edition
from kiosk.content.errors import ContentError

QUIET_S = 0.05
"""Seconds without another save after which a build begins: an editor writes a file in several steps."""

LONGEST_S = 0.3
"""Seconds after which a build begins although saves go on."""

ROUND_S = 5.0
"""Seconds between two rounds over all files, for folders whose saves the system does not tell."""

_HEARD: list[type[FileSystemEvent]] = [
    FileCreatedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileDeletedEvent,
    DirCreatedEvent,
    DirMovedEvent,
    DirDeletedEvent,
]
"""What a save can be. The system must tell of nothing else: our own reading of ten thousand folders would
fill its queue, and looking after what was lost would fill it again."""


class Watch:
    """The sources, the pictures, and the preview edition made of them in ``out``.

    ``fault`` says why the last build failed, or is empty; ``result`` is the last good build. ``kept`` is
    where sizes of pictures made once are kept, ``ledger`` what was found before (see ``build_edition``).
    ``shown`` is the id of the edition on the glass, which stays on the shelf whatever else is built.
    """

    def __init__(
        self,
        sources: Path,
        pictures: Path,
        out: Path,
        kept: Path | None = None,
        ledger: Path | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.sources = sources
        self.pictures = pictures
        self.progress: Progress = silent
        self.cancel: Cancel = never
        self.fault = ""
        self.result: BuildResult | None = None
        self.shown = ""
        self._survey = Survey(sources, pictures, ledger, kept or out / ".pictures")
        self._builder = Builder(self._survey, out, trusting=ledger is not None, stays=True)
        self._clock = clock
        self._saves = _Saves(clock)
        self._seen: dict[str, str] | None = None
        self._next_round = 0.0

    def look(self) -> Edition | None:
        """The edition to show when something was saved since the last look, else None.

        Sources that cannot be built leave the last good edition up: None, and ``fault`` says why.
        """
        if not self._saved():
            return None
        try:
            self.result = self._builder.build(self.progress, self.cancel, "nothing", before=self.shown)
            edition = self.result.open()
        except (AuthoringError, ContentError, OSError, ValueError) as fault:
            self.fault = str(fault)
            return None
        self.fault = ""
        self._survey.saves = False  # the first look may have taken minutes; the others are kept at the end
        return edition

    def code(self, topic: str) -> str:
        """The code of a page as it was built last, "" where it was saved again since or cannot be read."""
        if self.result is None:
            return ""
        galley = self._survey.galley(topic, self.result.open().languages)
        return galley.code if galley else ""

    def close(self) -> None:
        """Stop watching, and keep what was found."""
        self._saves.close()
        self._survey.save()

    def _saved(self) -> bool:
        if self._seen is None:
            self._saves.watch(self.sources, self.pictures)
            self._round()
            return True
        if self._saves.are_due():
            return True
        if self._clock() < self._next_round:
            return False
        before = self._seen
        self._round()
        return self._seen != before

    def _round(self) -> None:
        begun = self._clock()
        self._seen = stamps_under(str(self.sources), True) | stamps_under(str(self.pictures), True)
        # Of many thousand files a round takes long: then it is made more seldom.
        self._next_round = self._clock() + max(ROUND_S, 20 * (self._clock() - begun))


class _Saves(FileSystemEventHandler):
    """What the system tells of saves, gathered until it is quiet."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._first = self._last = 0.0
        self._observer: BaseObserver | None = None

    def watch(self, *folders: Path) -> None:
        """Begin to listen. Where the system cannot watch so many folders, the rounds alone tell."""
        observer = Observer()
        try:
            for folder in folders:
                if folder.is_dir():
                    observer.schedule(self, str(folder), recursive=True, event_filter=_HEARD)
            observer.start()
        except OSError:
            observer.unschedule_all()
            return
        self._observer = observer

    def on_any_event(self, event: FileSystemEvent) -> None:
        with self._lock:
            self._last = self._clock()
            self._first = self._first or self._last

    def are_due(self) -> bool:
        """Whether there were saves and a build may begin; they are then forgotten."""
        with self._lock:
            now = self._clock()
            if not self._first or (now - self._last < QUIET_S and now - self._first < LONGEST_S):
                return False
            self._first = self._last = 0.0
            return True

    def close(self) -> None:
        if self._observer is not None:
            self._observer.stop()
            self._observer.join()
