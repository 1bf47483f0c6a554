"""The kiosk's window: the glass in it, the fingers on it, its size in millimetres; knows no content."""

from __future__ import annotations

from collections.abc import Callable
from math import hypot
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSizeF, QTimer, Signal

from kiosk.ui.glass import Glass
from kiosk.ui.view import QML_FOLDER, Glassware, View

if TYPE_CHECKING:
    from PySide6.QtCore import QPointF

    from kiosk.ui.corner import StaffCorner
    from kiosk.ui.door import StaffDoor
    from kiosk.ui.touch import Fingers

MM_PER_INCH = 25.4

ANSWERS = ("idle.stay", "idle.clear")
"""The buttons of the question whether anybody is there, by their names in QML."""

PAGES_UNSWEPT = 5
"""After so many pages QML lets go of what it no longer shows; left to itself it waits for 15 MiB more."""
REST_MS = 600
"""A page's last fade and its decoding ahead are over by then."""
UNTOUCHED_MS = 600_000
"""A kiosk that nobody touches sweeps so often: the invitations it shows by turns leave something too."""


class Pane(View):
    """The one window. Make it, make a ``Glass`` with its ``engine()``, then ``hang`` the glass in it.

    A size change (a rotated screen) lays the page out anew. ``begun`` is told once, right after the first
    frame: what would only make that frame late belongs there. ``swept`` is told in a moment of rest, when
    QML has let go of pages no longer shown.
    """

    begun = Signal()
    swept = Signal()

    def __init__(self, glassware: Glassware, qml_folder: Path = QML_FOLDER) -> None:
        super().__init__(glassware, qml_folder)
        self._fingers: Fingers | None = None
        self._glass: Glass | None = None
        self._listen: Callable[[], None] = lambda: None
        self._unswept = 0
        self._untouched = QTimer(self, interval=UNTOUCHED_MS)
        self._untouched.timeout.connect(self._sweep)
        # One timer for all: each `QTimer.singleShot` on a method would leave a weak reference to the window.
        self._rest = QTimer(self, interval=REST_MS, singleShot=True)
        self._rest.timeout.connect(self._sweep)

    def hang(
        self,
        glass: Glass,
        now: Callable[[], float],
        file: Path | None = None,
        staff: tuple[StaffDoor, StaffCorner] | None = None,
    ) -> None:
        """Load Main (or ``file``) with ``glass`` in it, and ``staff`` over it. Raises ``NoWindow``."""
        self._glass = glass
        self.engine().addImageProvider("edition", glass.pictures)
        given: dict[str, object] = {"glass": glass}
        if staff is not None:
            given["door"], given["corner"] = staff
        self.fill("Main", given, file)
        self._listen = lambda: self._put_fingers(glass, now, staff)
        self.frameSwapped.connect(self._first_frame)

    def _put_fingers(
        self, glass: Glass, now: Callable[[], float], staff: tuple[StaffDoor, StaffCorner] | None
    ) -> None:
        """Hear what hands do. Nobody has seen anything to touch before the first frame."""
        from kiosk.ui.keeper import Keeper
        from kiosk.ui.touch import Fingers

        keeper = None
        if staff is not None:
            keeper = Keeper(*staff, self.px_per_mm, self.glass_mm, lambda: glass.visit.choices.reach)
        self._fingers = Fingers(self, glass.vigil, self.px_per_mm, now, self._on_an_answer, keeper)
        if keeper is not None:
            keeper.setParent(self._fingers)
            keeper.took.connect(self._fingers.let_go)

    def px_per_mm(self) -> float:
        """Pixels to the millimetre of the glass, for the window's size as it is now."""
        return hypot(self.width(), self.height()) / (self._glassware.panel_inches * MM_PER_INCH)

    def glass_mm(self) -> QSizeF:
        """The glass's width and height in millimetres."""
        return QSizeF(self.size()) / self.px_per_mm()

    @property
    def tapped_at(self) -> float:
        """When the last tap ended, by the clock of ``hang``; long ago where there was none."""
        return self._fingers.tapped_at if self._fingers is not None else float("-inf")

    def _on_an_answer(self, place: QPointF) -> bool:
        """Whether ``place`` is on a button of the question whether anybody is there, while it is asked."""
        from PySide6.QtQuick import QQuickItem

        question = self.rootObject().property("question")
        found = (question.findChild(QQuickItem, name) for name in ANSWERS) if question else ()
        return any(item.isVisible() and item.contains(item.mapFromScene(place)) for item in found if item)

    def _first_frame(self) -> None:
        self.frameSwapped.disconnect(self._first_frame)
        QTimer.singleShot(0, self, self._begin)

    def _begin(self) -> None:
        if not self._closing:
            self._listen()
            self.rootObject().setProperty("begun", True)
            self.begun.emit()
            self._untouched.start()
            if self._glass is not None:
                self._glass.pageChanged.connect(self._count_page)

    def _count_page(self) -> None:
        self._unswept += 1
        if self._unswept >= PAGES_UNSWEPT:
            self._unswept = 0
            if not self._rest.isActive():  # somebody who leafs on puts it off no longer
                self._rest.start()

    def _sweep(self) -> None:
        if not self._closing:
            self._untouched.start()  # counts from here again
            self.engine().collectGarbage()
            self.swept.emit()

    def let_go(self) -> None:
        """Take the window down: first what QML shows, then what Python holds for it."""
        if self._fingers is not None:
            self.removeEventFilter(self._fingers)
        super().let_go()

    def emptied(self) -> None:
        """QML shows nothing any more: the glass ends too."""
        if self._glass is not None:
            self._glass.close()
