"""Someone of the staff before the kiosk: holds the door's place, types the PIN, and touches the corner."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEventLoop, QPointF

from kiosk.staff.door import HOLD_SECONDS
from tests.visits.patient import Patient, items_of

PIN = "48029351"
WRONG = "48029352"


class Nurse(Patient):
    """Knows the PIN and where the door is."""

    @property
    def place(self) -> str:
        """What lies over the glass: "", keypad, corner or cleaning."""
        return str(self.kiosk.corner.property("place"))

    @property
    def corner_spot(self) -> QPointF:
        """The middle of the door's place."""
        return QPointF(12, 12) * self.kiosk.pane.px_per_mm()

    def holds(self, seconds: float = HOLD_SECONDS, spot: QPointF | None = None) -> None:
        """A finger on the door's place, or another spot, for so long."""
        spot = spot or self.corner_spot
        self.clock.seconds += 1
        self.finger.press(spot)
        self.passes(seconds)
        self.finger.lift(spot)

    def reads_all(self) -> list[str]:
        """Every text of the corner's page that stands on the glass."""
        self.looks()
        drawn = items_of(self.kiosk.pane.rootObject())
        return [str(text) for item in drawn if (text := item.property("text"))]

    def passes(self, seconds: float) -> None:
        """So much time, of which every clock of the kiosk hears."""
        self.clock.seconds += seconds
        self.kiosk.door.look()
        self.kiosk.corner.look()
        self.kiosk.glass.vigil.look()
        QCoreApplication.processEvents()

    def types(self, pin: str) -> None:
        for digit in pin:
            self.taps(f"pin.{digit}")

    def submits(self) -> None:
        """Touches Open and waits for the verdict."""
        self.taps("pin.open")
        self.gets_an_answer()

    def gets_an_answer(self) -> None:
        """Waits until the door and the corner have been told what they asked."""
        while self.kiosk.door.stands == "checking" or self.kiosk.corner.waiting:
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 50)
        self.looks()

    def enters(self) -> None:
        """Through the door into the corner."""
        self.holds()
        assert self.place == "keypad"
        self.types(PIN)
        self.submits()
        assert self.place == "corner"

    def goes_to(self, page: str) -> None:
        """From the corner's first page to another."""
        while not self.sees(f"staff.{page}"):
            self.taps("cards.more")
            self.looks()
        self.taps(f"staff.{page}")
        self.gets_an_answer()
