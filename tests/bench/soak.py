"""Touches, drags and keys without end on a running kiosk, and what they leave behind; judges nothing.

All of it happens inside ``exec()``: with bare ``processEvents()`` Qt keeps what it would let go of.
"""

from __future__ import annotations

import ctypes
import gc
import operator
import random
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QMessageLogContext,
    QObject,
    QPoint,
    Qt,
    QTimer,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest

from kiosk.app import Kiosk
from kiosk.machine.memory import give_back_what_is_free
from tests.ui.conftest import Finger

A_SECOND = 200
SERIES = 1000
"""Events between two looks at what the process holds."""

GROUP = 5

REST_MS = 1500
"""Before a look the visit is ended and the kiosk rests for so long: it sweeps 600 ms after a page."""

KEYS = (Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Backtab, Qt.Key.Key_A, Qt.Key.Key_F5, Qt.Key.Key_7)


@dataclass(frozen=True, slots=True)
class Look:
    """What the process holds at rest after ``events``; memory in MiB is its own, not shared.

    ``heap``, in MiB, is in use in malloc's heap: exact, and without the large blocks that pictures are.
    """

    events: int
    memory: float
    heap: float
    files: int
    threads: int
    objects: int
    temporary: int


class Soak(QObject):
    """``events`` on ``kiosk``, each chosen by ``seed``. ``looks`` and ``pages`` tell what came of them."""

    looked = Signal()

    def __init__(self, kiosk: Kiosk, events: int, temporary: Path, seed: int = 1) -> None:
        super().__init__()
        self.kiosk = kiosk
        self.events = events
        self.temporary = temporary
        self.done = 0
        self.pages = 0
        self.changes = 0
        self.looks: list[Look] = []
        self._chance = random.Random(seed)
        self._finger = Finger(kiosk.pane)
        glass = kiosk.glass
        glass.pageChanged.connect(self._count_page)
        for signal in (glass.atChanged, glass.choicesChanged, glass.searchChanged, glass.slipChanged):
            signal.connect(self._count_change)
        self._timer = QTimer(self, interval=1000 // A_SECOND)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._act)

    def run(self) -> float:
        """All events to their end; the seconds they took."""
        begun = time.monotonic()
        QTimer.singleShot(REST_MS, self, self._look)
        QCoreApplication.exec()
        return time.monotonic() - begun

    def _count_page(self) -> None:
        self.pages += 1

    def _count_change(self) -> None:
        self.changes += 1

    def _act(self) -> None:
        kinds = (self._tap, self._rail, self._drag, self._mash, self._key)
        self._chance.choices(kinds, (50, 25, 10, 5, 10))[0]()
        self.done += 1
        if self.done % SERIES == 0:
            self._timer.stop()
            self.kiosk.glass.clear()
            QTimer.singleShot(REST_MS, self, self._look)

    def _look(self) -> None:
        self.kiosk.pane.engine().collectGarbage()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        gc.collect()
        give_back_what_is_free()
        self.looks.append(look_at(self.done, self.kiosk, self.temporary))
        self.looked.emit()
        if self.done >= self.events:
            QCoreApplication.exit(0)
        else:
            self._timer.start()

    def _somewhere(self) -> QPoint:
        size = self.kiosk.pane.size()
        return QPoint(self._chance.randrange(size.width()), self._chance.randrange(size.height()))

    def _touch(self, *fingers: list[QPoint]) -> None:
        """Fingers go down, along their places, and up again."""
        window = self._finger.window
        for step in range(len(fingers[0])):
            event = QTest.touchEvent(window, self._finger.device)
            for number, places in enumerate(fingers):
                act: Callable[..., object] = event.move if step else event.press
                act(number, places[step], window)
            event.commit(False)
        event = QTest.touchEvent(window, self._finger.device)
        for number, places in enumerate(fingers):
            event.release(number, places[-1], window)
        event.commit(False)

    def _tap(self) -> None:
        self._touch([self._somewhere()])

    def _rail(self) -> None:
        """The lowest part of the glass, where the buttons are that every page has."""
        place = self._somewhere()
        place.setY(self.kiosk.pane.height() - 1 - place.y() // 12)
        self._touch([place])

    def _drag(self) -> None:
        self._touch([self._somewhere() for _ in range(4)])

    def _mash(self) -> None:
        """A palm, or ten fingers."""
        self._touch(*([self._somewhere()] for _ in range(self._chance.randint(2, 10))))

    def _key(self) -> None:
        key, plain = self._chance.choice(KEYS), Qt.KeyboardModifier.NoModifier
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QCoreApplication.sendEvent(self.kiosk.pane, QKeyEvent(kind, key.value, plain))


def look_at(events: int, kiosk: Kiosk, temporary: Path) -> Look:
    """What this process holds now."""
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    own = next(int(line.split()[1]) for line in lines if line.startswith("Pss_Anon:"))
    return Look(
        events=events,
        memory=round(own / 1024, 2),
        heap=round(heap_in_use() / 1024 / 1024, 3),
        files=_count("/proc/self/fd"),
        threads=max(threading.active_count(), _count("/proc/self/task")),
        objects=_count_below(kiosk.pane) + _count_below(kiosk.pane.rootObject()),
        temporary=sum(1 for _ in temporary.rglob("*")),
    )


class _Mallinfo(ctypes.Structure):
    """struct mallinfo2 of glibc 2.33 and later."""

    _fields_ = tuple(
        (name, ctypes.c_size_t)
        for name in (
            *("arena", "ordblks", "smblks", "hblks", "hblkhd"),
            *("usmblks", "fsmblks", "uordblks", "fordblks", "keepcost"),
        )
    )


def heap_in_use() -> int:
    """Bytes that malloc handed out of its heap and did not get back."""
    mallinfo = ctypes.CDLL(None).mallinfo2
    mallinfo.restype = _Mallinfo
    return int(mallinfo().uordblks)


def _count_below(parent: QObject) -> int:
    """The objects of ``parent``'s tree, itself left out.

    ``findChildren`` would give each a Python object that outlives it: 25 KiB of them at every look.
    """
    lines = 0

    def count(_kind: QtMsgType, _context: QMessageLogContext, _message: str) -> None:
        nonlocal lines
        lines += 1

    before = qInstallMessageHandler(count)
    try:
        parent.dumpObjectTree()
    finally:
        qInstallMessageHandler(before)
    return lines - 1


def _count(folder: str) -> int:
    return sum(1 for _ in Path(folder).iterdir())


def slope(looks: list[Look], of: str = "memory", warm: float = 0.25) -> float:
    """MiB of ``memory`` or ``heap`` gained in a thousand events: least squares over what follows the warm-up.

    Of each ``GROUP`` looks the lowest counts: pictures that are kept ready come and go by 10 MiB.
    """
    held: Callable[[Look], float] = operator.attrgetter(of)
    after = [one for one in looks if one.events >= warm * looks[-1].events]
    groups = [after[start : start + GROUP] for start in range(0, len(after) - GROUP + 1, GROUP)]
    kept = [min(group, key=held) for group in groups]
    middle = sum(one.events for one in kept) / max(1, len(kept))
    mean = sum(held(one) for one in kept) / max(1, len(kept))
    above = sum((one.events - middle) * (held(one) - mean) for one in kept)
    below = sum((one.events - middle) ** 2 for one in kept)
    return above / below * 1000 if below else 0.0


def as_rows(looks: list[Look]) -> list[dict[str, float]]:
    """For a file of figures."""
    return [asdict(one) for one in looks]
