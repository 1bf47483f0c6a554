"""Watches the sources and builds them again when one was saved; opens no window.

The command line puts a kiosk and a timer around a ``Watch``: it asks ``look`` twice a second.
"""

from __future__ import annotations

from pathlib import Path

from kiosk.authoring.build import BuildResult, Progress, build_edition
from kiosk.authoring.findings import AuthoringError
from kiosk.content.edition import Edition
from kiosk.content.errors import ContentError


class Watch:
    """The sources, the pictures, and the preview edition made of them in ``out``.

    ``fault`` says why the last build failed, or is empty; ``result`` is the last good build. ``kept`` is
    where sizes of pictures made once are kept (see ``build_edition``).
    """

    def __init__(self, sources: Path, pictures: Path, out: Path, kept: Path | None = None) -> None:
        self.sources = sources
        self.pictures = pictures
        self.out = out
        self.kept = kept
        self.progress: Progress = _silently
        self.fault = ""
        self.result: BuildResult | None = None
        self._seen: dict[str, tuple[int, int]] = {}

    def look(self) -> Edition | None:
        """The edition to show when something was saved since the last look, else None.

        Sources that cannot be built leave the last good edition up: None, and ``fault`` says why.
        """
        found = self._stamps()
        if found == self._seen:
            return None
        self._seen = found
        try:
            self.result = build_edition(
                self.sources, self.pictures, self.out, self.progress, self.kept, leave_out=True
            )
            edition = self.result.open()
        except (AuthoringError, ContentError, OSError, ValueError) as fault:
            self.fault = str(fault)
            return None
        self.fault = ""
        return edition

    def _stamps(self) -> dict[str, tuple[int, int]]:
        """Size and time of every file; an editor's half-written file simply changes again."""
        found = {}
        for folder in (self.sources, self.pictures):
            for path in folder.rglob("*"):
                try:
                    about = path.stat()
                except OSError:
                    continue
                found[str(path)] = (about.st_size, about.st_mtime_ns)
        return found


def _silently(what: str, done: int, of: int) -> None:
    """A preview tells no progress."""
