"""Another edition comes onto the glass while the kiosk runs; it installs none and chooses none.

The new edition is opened and proved in a thread of its own, with the pictures the glass needs first. Then it
waits for a moment in which nobody touches, and one turn of the event loop changes everything at once: no
frame lies between. An edition that cannot be shown is given up, and the last good page stays.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from kiosk.content.edition import Edition
from kiosk.content.errors import REMEDY, ContentError
from kiosk.machine.ladder import Ladder
from kiosk.ui.errors import BadPicture
from kiosk.ui.glass import Glass
from kiosk.ui.pictures import Pictures
from kiosk.ui.showing import shown_now
from kiosk.ui.updater import Updater
from kiosk.visit.place import place_of
from kiosk.visit.visit import ATTRACT, Visit

HEALTHY_MS = 60_000
"""An edition shown for so long without a fault is confirmed."""

FIRST_FRAMES = 4
"""Frames of the waiting screen's turning picture that are decoded before the switch."""

CRASHED = "the kiosk crashed three times within a minute while it was shown"

logger = logging.getLogger(__name__)


class Switch(QObject):
    """Follows ``updater``: what it made current is opened by ``current`` and shown by ``show``.

    What ``ladder`` passes over is not shown, and given up if it never ran well, unless staff asked for it.
    ``prepared`` and ``failed`` are told from the thread that opens; ``swapped`` after the glass has changed.
    """

    prepared = Signal(object, bool)
    failed = Signal(str, str)
    swapped = Signal(str)

    def __init__(
        self,
        glass: Glass,
        updater: Updater,
        current: Callable[[], Edition],
        show: Callable[[Edition], None],
        parent: QObject | None = None,
        ladder: Ladder | None = None,
    ) -> None:
        super().__init__(parent)
        self._glass = glass
        self._updater = updater
        self._ladder = ladder
        self._current = current
        self._show = show
        self._ready: Edition | None = None
        self._asked = 0
        self._faults: list[str] = []
        self._healthy = QTimer(self)
        self._healthy.setSingleShot(True)
        self._healthy.timeout.connect(self._confirm)
        updater.switched.connect(self.prepare)
        updater.installed.connect(self._mended)
        self.prepared.connect(self._take)
        self.failed.connect(self._give_up)
        glass.pageChanged.connect(self._swap_if_untouched)
        glass.idleChanged.connect(self._swap_if_untouched)

    @property
    def waiting(self) -> bool:
        """Whether an edition is ready and waits until nobody touches."""
        return self._ready is not None

    def watch_health(self) -> None:
        """The edition on the glass begins its minute now."""
        self._faults = list(self._glass.health)
        self._healthy.start(HEALTHY_MS)

    def prepare(self, edition: str, at_once: bool = False) -> None:
        """``edition`` is current now: make it ready, and show it ``at_once`` or when nobody touches."""
        self._asked += 1  # what is being opened now comes too late
        if edition == self._glass.edition_shown.id:
            self._ready = None
            self.watch_health()
            return
        if self._ladder is not None and self._ladder.is_passed_over(edition):
            if not at_once:
                self._pass_over(edition)
                return
            self._ladder.forgive(edition)
        needs = _Needs(self._glass.visit)
        asked = (edition, needs, at_once, self._asked)
        threading.Thread(target=self._open, args=asked, name="switch", daemon=True).start()

    def _mended(self, edition: str) -> None:
        """What is shown was brought in once more: every byte of it was read and is right."""
        if edition == self._glass.edition_shown.id:
            self._glass.health.mended(REMEDY)

    def close(self) -> None:
        """Show nothing more."""
        self._asked += 1
        self._healthy.stop()
        self._ready = None

    # --- in the thread that opens --------------------------------------------------------------------

    def _open(self, name: str, needs: _Needs, at_once: bool, asked: int) -> None:
        try:
            edition = self._current()
            name = edition.id
            needs.make_ready(edition, self._glass.pictures)
        except (ContentError, BadPicture) as fault:
            if asked == self._asked:
                self.failed.emit(name, str(fault))
        except Exception as fault:  # whatever it is, the page on the glass stays
            logger.exception("edition %s cannot be opened", name)
            if asked == self._asked:
                self.failed.emit(name, f"{fault} ({type(fault).__name__})")
        else:
            if asked == self._asked:
                self.prepared.emit(edition, at_once)

    # --- in the window's thread ----------------------------------------------------------------------

    def _take(self, edition: Edition, at_once: bool) -> None:
        self._ready = edition
        if at_once:
            self._swap()
        else:
            self._swap_if_untouched()

    def _swap_if_untouched(self) -> None:
        if self._ready is not None and (self._glass.visit.screen == ATTRACT or self._glass.vigil.left > 0):
            QTimer.singleShot(0, self, self._swap)  # whoever told of it is done first

    def _swap(self) -> None:
        edition, self._ready = self._ready, None
        if edition is None or edition.root_sha256 == self._glass.edition_shown.root_sha256:
            return
        self._show(edition)
        self.watch_health()
        self.swapped.emit(edition.id)

    def _pass_over(self, edition: str) -> None:
        """What has run well for a minute before is not undone for crashes: something else changed."""
        now = self._updater.now
        if now.edition == edition and now.confirmed:
            self._note(edition, CRASHED)
        else:
            self._give_up(edition, CRASHED)

    def _give_up(self, edition: str, why: str) -> None:
        self._note(edition, why)
        self._updater.give_up(edition, why)

    def _note(self, edition: str, why: str) -> None:
        message = f"edition {edition} cannot be shown: {why}"
        if self._glass.health.keep(message):
            logger.error("%s", message)

    def _confirm(self) -> None:
        shown = self._glass.edition_shown.id
        if shown == self._updater.now.edition and list(self._glass.health) == self._faults:
            self._updater.confirm(shown)


class _Needs:
    """What the glass needs of an edition before its first frame: home, and the page it shows or the wait."""

    def __init__(self, visit: Visit) -> None:
        self._topic = visit.topic
        self._waits = visit.screen == ATTRACT
        self._choices = visit.choices

    def make_ready(self, edition: Edition, pictures: Pictures) -> None:
        """Read and decode it, what is shown first last. Raises ``ContentError`` and ``BadPicture``."""
        edition.prove()
        wanted = self._choices.language
        language = wanted if wanted in edition.languages else edition.languages[0]
        blobs: list[str] = []
        for topic in (edition.home, self._topic):
            if topic and topic in edition:
                page = edition.page(topic, language)
                blobs += reversed(shown_now(page, place_of(page), self._choices.side))
        if self._waits:
            blobs += reversed(edition.turn[:FIRST_FRAMES])
        pictures.make_ready(edition, dict.fromkeys(blobs))
