"""The page that stands on the glass while no content can be shown; it takes what mends that, asking nobody.

Nobody can be asked: the staff corner belongs to an edition. What a stick or the server offers is signed by
the clinic and newer than what was here, or is what was here and whole.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QTimer

from kiosk.content.edition import Choice
from kiosk.content.errors import NoEdition
from kiosk.machine import paths
from kiosk.machine.settings import Settings
from kiosk.ui.following import Starter, command_of
from kiosk.ui.updater import Updater
from kiosk.ui.view import Glassware, View
from kiosk.updates.endpoint import address_in, is_possible

if TYPE_CHECKING:
    from kiosk.ui.figure_file import FigureFile

LOOK_MS = 1000
"""How often is looked whether an edition can be shown now."""

AGAIN_SECONDS = 60.0
"""How long an offer that was asked for is waited on before it is asked for again."""

STAFF_LINES = (
    "For staff: there is no content that this kiosk may show. Put in a stick with content, or call IT.",
    "Para el personal: no hay contenido que se pueda mostrar. Ponga una memoria USB con contenido o "
    "avise a informática.",
)

logger = logging.getLogger(__name__)


class SafePage(View):
    """See the module. ``choose`` finds what to show or raises ``NoEdition``.

    ``settings_file`` is for the updater it starts, where the settings let it.
    """

    def __init__(
        self,
        glassware: Glassware,
        settings: Settings,
        choose: Callable[[], Choice],
        settings_file: Path | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(glassware)
        self._choose = choose
        self._clock = clock
        self._asked = clock() - AGAIN_SECONDS
        self._found: Choice | None = None
        self.fill("Safe", {"staffLines": list(STAFF_LINES)})
        self.updater = Updater(self.engine(), address_in(paths.state_folder(), settings.socket), self)
        if settings.updater == "start" and is_possible():
            self._starter = Starter(self.updater, command_of(settings_file))
        if settings.updater != "off":
            self.updater.reach()
        self._figures = self._measure(Path(settings.metrics_file)) if settings.metrics_file else None
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def stand(self) -> Choice | None:
        """Stand on the glass until an edition can be shown; None where the program is told to end before.

        The page stays there until ``let_go``, so that what comes after it comes over it.
        """
        self.appear()
        QCoreApplication.exec()
        return self._found

    def _look(self) -> None:
        try:
            self._found = self._choose()
        except NoEdition:
            self._mend()
            return
        self._timer.stop()
        QCoreApplication.exit(0)

    def _mend(self) -> None:
        """Ask for the best offer there is."""
        offer = next((one for one in self.updater.offered if one.fresh), None)
        if offer is None or self.updater.busy or self._clock() - self._asked < AGAIN_SECONDS:
            return
        self._asked = self._clock()
        logger.warning("nothing can be shown: %s from %s is installed", offer.edition, offer.place)
        self.updater.install(offer.id)

    def _measure(self, file: Path) -> FigureFile:
        """Keep the figures, without an edition: IT sees from afar that this page stands."""
        from kiosk.machine.health import Item
        from kiosk.ui.figure_file import FigureFile, bare_reading

        stands = Item("edition", "fault", "no edition can be shown")
        return FigureFile(file, lambda up: lambda: replace(bare_reading(up), health=[stands]), self)

    def emptied(self) -> None:
        self._timer.stop()
        if self._figures is not None:
            self._figures.stop()
        self.updater.close()
