"""How long a page takes from a finger's leaving to its first frame; knows no page and no place of a touch.

The figures are told anew only after ``TOLD_EVERY`` pages: one visit alone must change nothing that is kept.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from math import ceil

from PySide6.QtCore import QObject, Slot

from kiosk.machine.metrics import Frames

KEPT = 200
"""Pages the quantiles are of."""

TOLD_EVERY = 50
"""Pages between two tellings: those of several visits."""

LATEST_SECONDS = 2.0
"""What changes later than this after a finger was not its doing."""

QUANTILES = (0.5, 0.95, 0.99)


class FrameTimes(QObject):
    """Connect ``changed`` to a page's change and ``swapped`` to a frame's end.

    ``tapped_at`` tells when the last tap ended, in the seconds of ``clock``, which never goes back.
    """

    def __init__(
        self, tapped_at: Callable[[], float], clock: Callable[[], float], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._tapped_at = tapped_at
        self._clock = clock
        self._since: float | None = None
        self._used = 0.0
        self._latest: deque[float] = deque(maxlen=KEPT)
        self._total = 0.0
        self._count = 0
        self.told: Frames | None = None
        """The figures, None before the first ``TOLD_EVERY`` pages."""

    @Slot()
    def changed(self) -> None:
        """Another page stands: the next frame shows it."""
        tapped = self._tapped_at()
        if tapped != self._used and self._clock() - tapped <= LATEST_SECONDS:
            self._since = self._used = tapped

    @Slot()
    def swapped(self) -> None:
        """A frame is on the glass."""
        if self._since is None:
            return
        took, self._since = self._clock() - self._since, None
        self._latest.append(took)
        self._total += took
        self._count += 1
        if self._count % TOLD_EVERY == 0:
            self.told = Frames(quantiles=self._quantiles(), total=self._total, count=self._count)

    def _quantiles(self) -> dict[float, float]:
        """Each the smallest time that so many of them did not exceed."""
        times = sorted(self._latest)
        return {share: times[ceil(share * len(times)) - 1] for share in QUANTILES}
